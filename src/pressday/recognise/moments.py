"""Dates and times in a line of text, in the orders in which newsrooms write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pressday import tongues

# Abbreviations that mean one thing wherever they are printed.
_OFFSETS = {
    "GMT": 0, "UTC": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "JST": 540, "AEST": 600, "AEDT": 660,
}  # fmt: skip
_REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

_WORD = r"[^\W\d_]{3,10}"
_OF = r"(?:(?:of|de|di|do)\s+)?"
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?(?:\s?(Z|[+-]\d\d:?\d\d))?)?(?![\d:])"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<![\d:.])(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?\s+{_OF}({_WORD})\b\.?(?:,?\s+(?:de\s+)?(\d{{4}})(?!\d))?", re.I
)
_MONTH_DAY = re.compile(
    rf"\b({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]\d|\d|h\d)(?:,?\s+(\d{{4}})(?![\d:]))?", re.I
)
_NUMBERS = re.compile(r"(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/:-])")
_TIME = re.compile(
    r"(?<![\d.:/£$€-])(\d{1,2})(?:(?:([:.])|\s?([hH])\s?)(\d{2})(?:[:.]\d{2})?)?"
    r"\s?((?:a|p)\.?m\b\.?|noon\b|uhr\b|uur\b|h(?:eures?)?\b)?(?![\d:/%]|\.\d)",
    re.I,
)
# A hyphen after a space parts the zone from what comes next: "14:20 GMT - 5 boats adrift".
_ZONE = re.compile(
    r"\b(?:(?:GMT|UTC)(?:\s(?=[+−]\d))?([+−-]\d{1,2})(?:[:.]?(\d\d))?|(" + "|".join([*_OFFSETS, *_REGIONS]) + r"))\b"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\d[/.-]\d{1,2}[/.-]\d")
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
_CONTENT = re.compile(r"\w")
_BLANKED = re.compile("\x00+")
_MAX_ALONE = 40


class Moment(NamedTuple):
    """What a line says of a day and a time; whatever it does not say is None.

    *month* and *day* without *year* are a date of some year.  *swap*: the two may stand the other
    way round (3/4).  *clock* is how the time is written (``:``, ``.`` or ``h`` alone, with or without
    am and pm; ``H`` for 14h20, ``B`` for 14h; ``@`` where the format tells the instant).  *rest* are the pieces of
    the line before, between and after, less separators.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    swap: bool = False
    weekday: int | None = None
    relative: int | None = None
    time: time | None = None
    zone: tzinfo | None = None
    clock: str = ""
    rest: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it says anything of the day."""
        return self.day is not None or self.weekday is not None or self.relative is not None


def of(instant: datetime) -> Moment:
    """The moment of an instant that the format tells."""
    at = instant.astimezone(UTC)
    return Moment(at.year, at.month, at.day, time=at.time(), zone=UTC, clock="@")


@lru_cache(maxsize=8192)
def find(text: str) -> Moment | None:
    """The one moment that *text* tells, or None where it tells none."""
    if _DIGIT.search(text) is None:
        return _day_alone(text)
    if len(text) > 200:
        return None
    moment = Moment()
    gone: list[tuple[int, int]] = []
    for match, told in _dates(text):
        moment = told
        gone.append(match.span())
        break
    if moment.time is None:
        for match in _TIME.finditer(_blank(text, gone)):
            at = _time(match)
            if at is not None:
                half = "h" if match[5] and match[5][0] in "aApPnN" else ""
                french = "H" if match[3] else "B" if match[4] is None and match[5] and match[5][0] in "hH" else ""
                moment = moment._replace(time=at, clock=(match[2] or french) + half)
                gone.append(match.span())
                break
    if moment.time is None and moment.day is None:
        return None
    if _CONTENT.search(_blank(text, gone)) is None:
        return moment
    moment = _with_words(moment, text, gone)
    pieces = _BLANKED.split(_blank(text, gone, "\x00"))
    return moment._replace(rest=tuple(_trim(piece) for piece in pieces))


def _with_words(moment: Moment, text: str, gone: list[tuple[int, int]]) -> Moment:
    """*moment* with the weekday, "yesterday" and the zone that stand beside it; their places join those *gone*."""
    if moment.time is not None and (zone := _ZONE.search(_blank(text, gone))) is not None:
        gone.append(zone.span())
        moment = moment._replace(zone=moment.zone or _zone(zone))
    weekday = relative = False
    for match in _LETTERS.finditer(_blank(text, gone)):
        word = match[0].replace("’", "'").lower()
        if not weekday and (day := tongues.WEEKDAYS.get(word, _short_weekday(word, text, match, gone))) is not None:
            weekday = True
            moment = moment._replace(weekday=day)
            end = match.end()
            gone.append((match.start(), end + (text[end : end + 1] == ".")))
        elif not relative and moment.time is not None and (days := tongues.RELATIVE.get(word)) is not None:
            relative = True
            if moment.day is None:
                moment = moment._replace(relative=days)
            gone.append(match.span())
    return moment


def _short_weekday(word: str, text: str, match: re.Match[str], gone: list[tuple[int, int]]) -> int | None:
    """The weekday that a short word is: with a point or comma after it, or beside a date, and before no name."""
    day = tongues.SHORT_WEEKDAYS.get(word)
    if day is None:
        return None
    after = text[match.end() :]
    if after[:1] in (".", ","):
        return day
    beside = [(start, end) for start, end in gone if 0 <= start - match.end() <= 2 or 0 <= match.start() - end <= 2]
    named = bool(re.match(r" [^\W\d_a-z]", after)) and not any(start >= match.end() for start, _ in beside)
    return day if beside and not named else None


def _day_alone(text: str) -> Moment | None:
    """A line that is nothing but "Yesterday" or "Tuesday"."""
    if len(text) > _MAX_ALONE:
        return None
    word = _trim(text).replace("’", "'").lower()
    if word in tongues.RELATIVE:
        return Moment(relative=tongues.RELATIVE[word])
    return Moment(weekday=tongues.WEEKDAYS[word]) if word in tongues.WEEKDAYS else None


def _dates(text: str) -> Iterator[tuple[re.Match[str], Moment]]:
    """The dates in *text*, those that are surest first."""
    numbers = _NUMBERED.search(text) is not None
    for match in _ISO.finditer(text) if numbers else ():
        told = _date(match[1], match[2], match[3])
        if told and match[4] and int(match[4]) < 24 and int(match[5]) < 60:
            told = told._replace(time=time(int(match[4]), int(match[5])), clock=":", zone=offset(match[6]))
        if told:
            yield match, told
    for match in _YEAR_FIRST.finditer(text) if numbers else ():
        if told := _date(match[1], match[2], match[3]):
            yield match, told
    words = _LONG_WORD.search(text) is not None
    for match in _DAY_MONTH.finditer(text) if words else ():
        if (month := _month(match[2], match[3])) and (told := _date(match[3], month, match[1])):
            yield match, told
    for match in _MONTH_DAY.finditer(text) if words else ():
        if (month := _month(match[1], match[3])) and (told := _date(match[3], month, match[2])):
            yield match, told
    for match in _NUMBERS.finditer(text) if numbers else ():
        first, second = int(match[1]), int(match[3])
        if match[2] == "-" and len(match[4]) == 2:
            continue
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
        if told := _date(year, match[3], match[1]):
            yield match, told._replace(swap=first <= 12 and first != second)
        elif told := _date(year, match[1], match[3]):
            yield match, told


def _month(name: str, year: str | None) -> int:
    word = name.lower()
    return 0 if word in tongues.DOUBTFUL_MONTHS and not year else tongues.MONTHS.get(word, 0)


def _date(year: str | None, month: str | int, day: str) -> Moment | None:
    try:
        date(int(year or 2000), int(month), int(day))
    except ValueError:
        return None
    return Moment(int(year) if year else None, int(month), int(day))


def _time(match: re.Match[str]) -> time | None:
    hour, minute, half = int(match[1]), match[4], (match[5] or "").lower()
    if minute is None and not half:
        return None
    if half and half[0] in "apn":
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (0 if half.startswith("a") else 12)
    if hour > 23 or int(minute or 0) > 59:
        return None
    return time(hour, int(minute or 0))


def _zone(match: re.Match[str]) -> tzinfo:
    if match[3]:
        return zone_of(match[3]) or UTC
    hours, minutes = match[1][1:], match[2] or "00"
    return offset(f"{'+' if match[1][0] == '+' else '-'}{hours:0>2}{minutes}") or UTC


def zone_of_abbreviation(name: str) -> tzinfo | None:
    """The zone of ``BST``, ``ET`` or ``GMT +2``, or None for another abbreviation."""
    match = _ZONE.fullmatch(name)
    return _zone(match) if match else None


def zone_of(name: str) -> tzinfo | None:
    """The zone that an abbreviation, an offset or a zone's own name means, or None."""
    if name in _OFFSETS:
        return timezone(timedelta(minutes=_OFFSETS[name]))
    if name in _REGIONS:
        return ZoneInfo(_REGIONS[name])
    if name == "Z" or re.fullmatch(r"[+-]\d\d:?\d\d", name):
        return offset(name)
    try:
        return ZoneInfo(name)
    except Exception:  # zoneinfo raises KeyError, ValueError, OSError and more for a bad key
        return None


def offset(written: str | None) -> tzinfo | None:
    """The zone of ``Z`` or ``+01:00``."""
    if not written:
        return None
    if written == "Z":
        return UTC
    minutes = int(written[1:3]) * 60 + int(written[-2:])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))


def _blank(text: str, spans: list[tuple[int, int]], filler: str = " ") -> str:
    for start, end in spans:
        text = text[:start] + filler * (end - start) + text[end:]
    return text


def _trim(piece: str) -> str:
    return piece.strip(" \t\xa0,;:|·•‧∙●▪*–—-()[]/@#")
