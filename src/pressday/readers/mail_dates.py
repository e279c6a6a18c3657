"""Dates as mail programs write them for people, above a message that is passed on.

"Tue, Oct 6, 2026 at 9:14 PM", "Di., 6. Okt. 2026 um 21:14 Uhr", "6 octobre 2026 à 21:14:11 UTC+2",
"martes, 6 de octubre de 2026 21:14".  Words are named here and never guessed: a line with any other
word than those of a date is none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from pressday import tongues
from pressday.readers import dates

_MONTH = tongues.MONTHS | {"mär": 3, "fév": 2}
_WEEKDAY = tongues.WEEKDAYS | tongues.SHORT_WEEKDAYS
# What may stand between the pieces of a date.
_BETWEEN = frozenset("at um à a las la la(s) alle ore om de del den der am le el il op uur uhr h às".split())
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.]|\s?h\s?)(\d\d)(?:[:.](\d\d))?\s*(?:([ap])\.?\s?m\b\.?|(?=\D|$))", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:\b(?:UTC|GMT)\s?)?([+\u2212-])(\d\d?):?(\d\d)?\s*(?:\([^()]*\))?$|\b(?:UTC|GMT|Z)$")
_NAMED = re.compile(r"\b([A-Z]{3,4})$")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d\d?)([./-])\s?(\d\d?)\2\s?(\d{4}|\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?(?:\([a-z]\))?|\d+")
_LONGEST = 100


class Told(NamedTuple):
    """The instant (UTC); *zoned*: the line itself names the zone."""

    instant: datetime
    zoned: bool


def read(text: str, *, zone: tzinfo = UTC, before: datetime | None = None) -> Told | None:
    """The instant that *text* tells, or None; without a zone of its own it is a time of *zone*.

    *before* is when the message was passed on: of "03/04/2026", which may be two days, one that was
    still to come is not meant.  Where both are possible, none is taken.
    """
    text = " ".join(text.replace("\u202f", " ").replace("\u200e", "").split()).strip(" .,;*")
    if not text or len(text) > _LONGEST:
        return None
    rest, own = _zone(text)
    clock = _CLOCK.search(rest)
    # "6.10.2026" has the form of a clock too.
    while clock and rest[clock.end() :][:1] == "." and rest[clock.end() + 1 :][:1].isdigit():
        clock = _CLOCK.search(rest, clock.end())
    if clock is None:
        return None
    at = _time(clock)
    if at is None:
        return None
    made = [
        datetime.combine(day, at, own or zone).astimezone(UTC)
        for day in _days(f"{rest[: clock.start()]} {rest[clock.end() :]}")
    ]
    fit = [one for one in made if before is None or one <= before + timedelta(days=1)] if len(made) > 1 else made
    return Told(fit[0], own is not None) if len(fit) == 1 else None


def zone(text: str) -> tzinfo | None:
    """The zone in which a date is written: that of who wrote it."""
    return _zone(" ".join(text.split()))[1]


def _zone(text: str) -> tuple[str, tzinfo | None]:
    offset = _OFFSET.search(text)
    if offset:
        minutes = int(offset[2] or 0) * 60 + int(offset[3] or 0) if offset[1] else 0
        if minutes >= 15 * 60:
            return text, None
        return text[: offset.start()], timezone(timedelta(minutes=minutes if offset[1] in (None, "+") else -minutes))
    named = _NAMED.search(text)
    known = dates.zone(named[1]) if named else None
    return (text[: named.start()], known) if named and known else (text, None)


def _time(clock: re.Match[str]) -> time | None:
    hour, minute, second, half = int(clock[1]), int(clock[2]), int(clock[3] or 0), (clock[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _days(text: str) -> list[date]:
    """The days that the words of *text* may mean: one, two of numbers in an unknown order, or none."""
    numbers = _ISO.search(text) or _NUMBERS.search(text)
    weekday: int | None = None
    months: list[int] = []
    counts: list[int] = []
    outside = text.replace(numbers[0], " ", 1) if numbers else text
    for found in _WORD.finditer(outside):
        word = found[0].lower()
        if word.isdecimal() and len(word) < 9:
            counts.append(int(word))
        # "mar" is a month, and a Tuesday where another word is the month.
        elif word in _WEEKDAY and (word not in _MONTH or _has_another_month(outside, found)):
            weekday = _WEEKDAY[word]
        elif word in _MONTH:
            months.append(_MONTH[word])
        elif word not in _BETWEEN:
            return []
    if numbers:
        if counts or months:
            return []
        made = _of_numbers(numbers)
    elif len(months) == 1 and len(counts) == 2:
        day, year = sorted(counts)
        made = [_date(year, months[0], day)]
    else:
        return []
    return list(dict.fromkeys(day for day in made if day and (weekday is None or day.weekday() == weekday)))


def _has_another_month(text: str, word: re.Match[str]) -> bool:
    others = (found for found in _WORD.finditer(text) if found.start() != word.start())
    return any(found[0].lower() in _MONTH for found in others)


def _of_numbers(found: re.Match[str]) -> list[date | None]:
    if found.re is _ISO:
        return [_date(int(found[1]), int(found[2]), int(found[3]))]
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    dayfirst = _date(year, second, first)
    # With points the day stands first everywhere.
    return [dayfirst] if found[2] == "." else [dayfirst, _date(year, first, second)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1970 <= year < 2200 else None
    except ValueError:
        return None
