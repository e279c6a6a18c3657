"""Dates as formats write them for machines: RFC 3339, RFC 822, SQL.  Never a guess.

What newsrooms print for people is the recognisers' affair.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

# Names beside those of RFC 822, in hours and minutes: what feeds of Europe and Australia hold.
_ZONES = {
    "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100", "MEZ": "+0100", "CEST": "+0200", "MESZ": "+0200",
    "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "IST": "+0530", "JST": "+0900", "KST": "+0900", "AWST": "+0800",
    "ACST": "+0930", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "AKST": "-0900",
    "AKDT": "-0800", "HST": "-1000", "Z": "+0000",
}  # fmt: skip
_ZONE = re.compile(r"\s+([A-Z]{1,5})$")
# "UTC+2", "GMT+02:00"
_FROM_UTC = re.compile(r"\s+(?:UTC|GMT)\s?([+-])(\d{1,2}):?(\d\d)?$")
_COLON = re.compile(r"(?<=[+-]\d\d):(?=\d\d$)")
_ISO_SPACE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$|Z$)")
_FRACTION = re.compile(r"(?<=:\d\d)[.,](\d+)")


def instant(text: str) -> datetime | None:
    """The instant that *text* tells, in UTC, or None.  Without a zone it is UTC's, without a time 00:00."""
    text = " ".join(text.split())
    if not text or len(text) > 100 or not text.isascii():
        return None
    made = _iso(text) if text[:4].isdigit() else _mail(text)
    if made is None:
        return None
    try:
        made = made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return made.replace(microsecond=0) if 1900 < made.year < 3000 else None


def zone(name: str) -> tzinfo | None:
    """The zone of that name ("CEST", "EDT"), as ``instant`` knows it."""
    if name in ("UTC", "GMT", "UT"):
        return UTC
    if name not in _ZONES and name not in _RFC_822:
        return None
    made = _mail(f"1 Jan 2000 00:00 {name}")
    return made.tzinfo if made else None


def _iso(text: str) -> datetime | None:
    text = _FRACTION.sub(lambda match: "." + match[1][:6].ljust(6, "0"), _ISO_SPACE.sub("", text))
    named = _ZONE.search(text)
    if named:
        offset = "+0000" if named[1] in ("UTC", "GMT") else _ZONES.get(named[1])
        if offset is None:
            return None
        text = text[: named.start()] + offset
    # RFC 3339 goes on where ISO 8601 may stop: a month or a year alone is no day.
    if len(text) < 10:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    text = _HALF_DAY.sub(_in_24_hours, re.sub(r"\s*\([^)]*\)$", "", text))
    from_utc = _FROM_UTC.search(text)
    if from_utc:
        text = f"{text[: from_utc.start()]} {from_utc[1]}{from_utc[2].zfill(2)}{from_utc[3] or '00'}"
    text = _COLON.sub("", text)
    named = _ZONE.search(text)
    if named and named[1] in _ZONES:
        text = f"{text[: named.start()]} {_ZONES[named[1]]}"
    elif named and named[1] not in _RFC_822:
        return None  # a zone that nobody knows: better no date than a wrong one
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_24_hours(found: re.Match[str]) -> str:
    """ "9:14 PM" as the standard library reads it; it takes no notice of "PM"."""
    hour = int(found[1])
    if not 1 <= hour <= 12:
        return found[0]
    return f"{hour % 12 + (12 if found[3] in 'pP' else 0):02}:{found[2]}"


_HALF_DAY = re.compile(r"(?<!\d)(\d{1,2}):(\d\d(?::\d\d)?) ?([AaPp])\.?[Mm]\b\.?")
_RFC_822 = frozenset("UT UTC GMT EST EDT CST CDT MST MDT PST PDT AST ADT".split())
