"""Dates and times in a line of text, in the orders in which newsrooms write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_MONTHS = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may", "may"), ("june", "jun"),
    ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
    ("december", "dec"),
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAME = "(" + "|".join(sorted(_MONTH, key=len, reverse=True)) + r")\b\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"

# Abbreviations that mean one thing wherever they are printed.
_OFFSETS = {
    "GMT": 0, "UTC": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "JST": 540,
    "AEST": 600, "AEDT": 660,
}  # fmt: skip
_REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?(?:\s?(Z|[+-]\d\d:?\d\d))?)?(?![\d:])"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(rf"(?<![\d:.])(\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?{_MONTH_NAME}(?:,?\s+(\d{{4}})(?!\d))?", re.I)
_MONTH_DAY = re.compile(rf"\b{_MONTH_NAME}\s+(\d{{1,2}}){_ORDINAL}(?![\d:.]\d|\d)(?:,?\s+(\d{{4}})(?![\d:]))?", re.I)
_NUMBERS = re.compile(r"(?<![\d/.:])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/:])")
_WEEKDAY = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(day)?\b\.?", re.I)
_RELATIVE = re.compile(r"\b(today|yesterday)\b", re.I)
_TIME = re.compile(
    r"(?<![\d.:/£$€-])(\d{1,2})(?:([:.])(\d{2})(?:[:.]\d{2})?)?\s?((?:a|p)\.?m\b\.?|noon\b)?(?![\d:/%]|\.\d)", re.I
)
_ZONE = re.compile(r"\b(" + "|".join([*_OFFSETS, *_REGIONS]) + r")\b")


class Moment(NamedTuple):
    """What a line says of a day and a time; whatever it does not say is None.

    *month* and *day* without *year* are a date of some year.  *swap*: the two may stand the other
    way round (3/4).  *clock* is how the time is written (``:``, ``.`` or ``h`` alone, with or without
    am and pm).  *rest* are the pieces of the line before, between and after, less separators.
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


def find(text: str) -> Moment | None:
    """The one moment that *text* tells, or None where it tells none."""
    if len(text) > 200 or (not any(map(str.isdigit, text)) and not _RELATIVE.search(text)):
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
                half = "h" if match[4] else ""
                moment = moment._replace(time=at, clock=(match[2] or "") + half)
                gone.append(match.span())
                break
    if moment.time is None and moment.day is None:
        return None
    left = _blank(text, gone)
    for pattern in (_WEEKDAY, _RELATIVE, _ZONE) if moment.time is not None else (_WEEKDAY,):
        other = pattern.search(left)
        if other is None:
            continue
        gone.append(other.span())
        if pattern is _WEEKDAY:
            moment = moment._replace(weekday=_weekday(other[1]))
        elif pattern is _RELATIVE and moment.day is None:
            moment = moment._replace(relative=-1 if other[1].lower() == "yesterday" else 0)
        elif pattern is _ZONE and moment.zone is None:
            moment = moment._replace(zone=_zone(other[1]))
    pieces = re.split("\x00+", _blank(text, gone, "\x00"))
    return moment._replace(rest=tuple(_trim(piece) for piece in pieces))


def _dates(text: str) -> Iterator[tuple[re.Match[str], Moment]]:
    """The dates in *text*, those that are surest first."""
    for match in _ISO.finditer(text):
        told = _date(match[1], match[2], match[3])
        if told and match[4] and int(match[4]) < 24 and int(match[5]) < 60:
            told = told._replace(time=time(int(match[4]), int(match[5])), clock=":", zone=_offset(match[6]))
        if told:
            yield match, told
    for match in _YEAR_FIRST.finditer(text):
        if told := _date(match[1], match[2], match[3]):
            yield match, told
    for match in _DAY_MONTH.finditer(text):
        if told := _date(match[3], str(_MONTH[match[2].lower()]), match[1]):
            yield match, told
    for match in _MONTH_DAY.finditer(text):
        if told := _date(match[3], str(_MONTH[match[1].lower()]), match[2]):
            yield match, told
    for match in _NUMBERS.finditer(text):
        first, second = int(match[1]), int(match[3])
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
        if told := _date(year, match[3], match[1]):
            yield match, told._replace(swap=first <= 12 and first != second)
        elif told := _date(year, match[1], match[3]):
            yield match, told


def _date(year: str | None, month: str, day: str) -> Moment | None:
    try:
        date(int(year or 2000), int(month), int(day))
    except ValueError:
        return None
    return Moment(int(year) if year else None, int(month), int(day))


def _time(match: re.Match[str]) -> time | None:
    hour, minute, half = int(match[1]), match[3], (match[4] or "").lower()
    if minute is None and not half:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (0 if half.startswith("a") else 12)
    if hour > 23 or int(minute or 0) > 59:
        return None
    return time(hour, int(minute or 0))


def _weekday(name: str) -> int:
    return next(number for number, day in enumerate(_DAYS) if day.startswith(name.lower()[:3]))


def _zone(name: str) -> tzinfo:
    return ZoneInfo(_REGIONS[name]) if name in _REGIONS else timezone(timedelta(minutes=_OFFSETS[name]))


def _offset(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written == "Z":
        return UTC
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))


def _blank(text: str, spans: list[tuple[int, int]], filler: str = " ") -> str:
    for start, end in spans:
        text = text[:start] + filler * (end - start) + text[end:]
    return text


def _trim(piece: str) -> str:
    return piece.strip(" \t\xa0,;:|·•‧∙–—-()[]/@")
