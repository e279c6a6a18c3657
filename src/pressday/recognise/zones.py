"""The zone that a page states for all of its times: "All times BST", or the zone beside the date at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pressday.documents import Block
from pressday.problems import Problem
from pressday.recognise import headlines, moments, stamps
from pressday.recognise.found import Hints, guess
from pressday.recognise.moments import Moment
from pressday.recognise.stamps import Stamp

_STATED = re.compile(
    r"^\W*(?:(?:please )?note:?\s+)?(?:that\s+)?"
    r"(?:all (?:the )?times|times|(?:alle )?(?:zeiten|zeitangaben|uhrzeiten)|(?:toutes )?les heures|todas las horas"
    r"|tutti gli orari|alle (?:tijden|tijdstippen)|todos os hor[áa]rios|todas as horas)\s+"
    r"(?:(?:are|is|stated|given|shown|listed|quoted|noted|in|sind|ist|angegeben|gelten|nach|sont|indiquées|données"
    r"|exprimées|à|en|son|están|expresadas|hora|sono|espressi|indicati|ora|zijn|weergegeven|são|estão|de|di|della"
    r"|the|heure|l[’']heure|local|lokaler?|locales?|locali|lokale)\s+)*"
    r"(?P<zone>(?:[^.!?]|(?<=\d)\.(?=\d)){2,40}?)(?:\s+(?:times?|zeit|tijd|unless .{1,40}))?\W*$",
    re.IGNORECASE,
)
# What newsrooms call a zone, where it is no abbreviation and no city.
_CALLED = {
    "uk": "Europe/London", "british": "Europe/London", "britain": "Europe/London", "uk local": "Europe/London",
    "irish": "Europe/Dublin", "eastern": "America/New_York", "us eastern": "America/New_York",
    "central": "America/Chicago", "us central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "us pacific": "America/Los_Angeles", "londres": "Europe/London",
    "rom": "Europe/Rome", "roma": "Europe/Rome", "bruxelles": "Europe/Brussels", "brüssel": "Europe/Brussels",
    "lisboa": "Europe/Lisbon", "wien": "Europe/Vienna", "zürich": "Europe/Zurich", "genève": "Europe/Zurich",
    "mitteleuropäisch": "Europe/Berlin", "mitteleuropäische": "Europe/Berlin", "central european": "Europe/Berlin",
    "peninsular": "Europe/Madrid", "peninsular española": "Europe/Madrid", "brasília": "America/Sao_Paulo",
    "utc": "UTC", "gmt": "UTC", "greenwich": "UTC", "greenwich mean": "UTC", "universal": "UTC", "zulu": "UTC",
}  # fmt: skip
_ABBREVIATED = re.compile(r"\b[A-Z]{2,5}\b(?:[+-]\d{1,2}(?::?\d\d)?)?")
# "GMT +2", "UTC−5", "utc+05.30"; more figures than an offset has are none.
_FROM_UTC = re.compile(r"\b(?:UTC|GMT)\s*([+−–-])\s*(\d{1,2})(?:[:.]?(\d\d))?(?P<more>[.:,]?\d)?", re.IGNORECASE)
# In minutes: nowhere are clocks further from UTC.
_FURTHEST_WEST, _FURTHEST_EAST = -12 * 60, 14 * 60
# Names that stand twice are of one zone if their clocks are the same in the winters and summers of these years.
_COMPARED = [datetime(year, month, 1) for year in range(1990, 2031, 5) for month in (1, 7)]
_LONGEST = 100
# Offsets run from here eastward round the world: to New Zealand in its summer.
_WEST, _DAY = -11 * 60, 24 * 60


class Stated(NamedTuple):
    """A line that says in which *zone* the times of a page are; None where it is not known which it means."""

    block: Block
    zone: tzinfo | None
    name: str


def stated(block: Block) -> Stated | None:
    """What a line such as "All times BST" says; None for any other line."""
    if block.kind not in ("paragraph", "heading") or len(block.text) > _LONGEST:
        return None
    match = _STATED.match(block.text.strip())
    if match is None:
        return None
    name = match["zone"].strip(" ()")
    zone = _called(name)
    # "Times are hard" is no zone: one that is not known has to look like one.
    looks = _ABBREVIATED.search(name) or _FROM_UTC.search(name)
    if zone is None and not (looks or name.casefold().startswith(("local", "lokal", "locali"))):
        return None
    return Stated(block, zone, name)


def _called(name: str) -> tzinfo | None:
    offset = _FROM_UTC.search(name)
    if offset is not None:
        return _offset(offset)
    for word in _ABBREVIATED.findall(name):
        zone = moments.zone_of_abbreviation(word)
        if zone is not None:
            return zone
    plain = re.sub(r"\s+(?:times?|zeit|tijd|summer|standard|daylight|local)\b", "", name.casefold()).strip()
    if plain in _CALLED:
        return ZoneInfo(_CALLED[plain])
    key = _cities().get(plain)
    return ZoneInfo(key) if key else None


def _offset(found: re.Match[str]) -> tzinfo | None:
    hours, minutes = int(found[2]), int(found[3] or 0)
    ahead = (hours * 60 + minutes) * (1 if found[1] == "+" else -1)
    if found["more"] or minutes > 59 or not _FURTHEST_WEST <= ahead <= _FURTHEST_EAST:
        return None
    return timezone(timedelta(minutes=ahead))


@cache
def _cities() -> dict[str, str]:
    """The cities after which zones are called: "paris" is Europe/Paris.  A name of several zones is none."""
    named: dict[str, list[str]] = {}
    for key in sorted(available_timezones()):
        area, _, name = key.rpartition("/")
        # Etc/GMT+2 is two hours behind UTC.
        if area and area != "Etc":
            named.setdefault(name.replace("_", " ").casefold(), []).append(key)
    return {name: keys[0] for name, keys in named.items() if len(set(map(_clocks, keys))) == 1}


def _clocks(key: str) -> tuple[timedelta | None, ...]:
    zone = ZoneInfo(key)
    return tuple(zone.utcoffset(at) for at in _COMPARED)


class Zoned(NamedTuple):
    """The stamps with the zone that their page states, and what has to be said of it."""

    found: list[Stamp]
    zone: tzinfo | None = None
    line: int = 0
    name: str = ""


def apply(
    found: Sequence[Stamp], days: Sequence[Stamp], blocks: Sequence[Block], said: Sequence[Stated], hints: Hints
) -> Zoned:
    """*found* with the page's own zone where the stamps name none.

    It is the one that a line states; else that of most other stamps; else that of the one date above
    the entries that names one.  What the editor said goes before the first and the last.
    """
    bare = [stamp for stamp in found if stamp.moment.zone is None]
    if not bare:
        return Zoned(list(found))
    # What a format tells machines is in UTC, wherever the page is.
    named = {str(s.moment.zone): s for s in found if s.moment.zone is not None and s.moment.clock != "@"}
    zone: tzinfo | None = None
    line, name = 0, ""
    known = [one for one in said if one.zone is not None]
    if known:
        zone, line, name = known[0].zone, known[0].block.line, known[0].name
    elif len(named) == 1 and len(bare) * 2 <= len(found):
        (stamp,) = named.values()
        zone, line = stamp.moment.zone, blocks[bare[0].block].line
        name = str(zone)
    elif not named and not said:
        zone, line, name = _told_to_machines(blocks)
        if zone is None:
            zone, line, name = _of_the_head(days, blocks, found[0].block)
    if zone is None:
        return Zoned(list(found))
    if hints.zone_told:
        return Zoned(list(found), zone, line, name)
    zoned = [s if s.moment.zone else s._replace(moment=s.moment._replace(zone=zone)) for s in found]
    return Zoned(zoned, zone, line, name)


def seen_from(found: Sequence[Stamp], zone: tzinfo) -> list[Stamp]:
    """*found* with what a format tells machines on the day and at the hour that it is in *zone*: the same instant."""
    return [
        stamp._replace(moment=_local(stamp.moment, zone)) if stamp.moment.clock == "@" else stamp for stamp in found
    ]


def _local(moment: Moment, zone: tzinfo) -> Moment:
    if moment.year is None or moment.month is None or moment.day is None or moment.time is None:
        return moment
    utc = datetime.combine(date(moment.year, moment.month, moment.day), moment.time, moment.zone or UTC)
    try:
        at = utc.astimezone(zone)
    except OverflowError:
        return moment
    # The offset of that moment, for an hour that comes twice.
    offset = timezone(at.utcoffset() or timedelta(0))
    return moment._replace(year=at.year, month=at.month, day=at.day, time=at.time(), zone=offset)


def _told_to_machines(blocks: Sequence[Block]) -> tuple[tzinfo | None, int, str]:
    """The zone in which most lines write the time that their format tells machines as an instant."""
    told: dict[int, list[int]] = {}
    for block in blocks:
        stamp = stamps.read(block.text) if block.instant is not None else None
        if block.instant is not None and stamp is not None and stamp.moment.time is not None:
            at, utc = stamp.moment.time, block.instant.astimezone(UTC)
            ahead = (at.hour - utc.hour) * 60 + at.minute - utc.minute
            told.setdefault((ahead - _WEST - 1) % _DAY + _WEST + 1, []).append(block.line)
    ahead, lines = max(told.items(), key=lambda item: len(item[1]), default=(1, []))
    if ahead % 15 or len(lines) * 2 <= sum(map(len, told.values())):
        return None, 0, ""
    zone = timezone(timedelta(minutes=ahead))
    return zone, lines[0], str(zone)


def _of_the_head(days: Sequence[Stamp], blocks: Sequence[Block], first: int) -> tuple[tzinfo | None, int, str]:
    """The zone of the dates above the first entry, if they name only one."""
    told: dict[str, tuple[tzinfo, int, str]] = {}
    by_block = {day.block: day.moment for day in days}
    for index in range(first):
        text = blocks[index].text
        if len(text) > _LONGEST or headlines.ends_a_sentence(text):
            continue
        stamp = stamps.read(text)
        moment = by_block.get(index) or (stamp.moment if stamp else moments.find(text))
        if moment and moment.zone is not None and moment.time is not None and moment.dated:
            words = [word for word in _ABBREVIATED.findall(text) if moments.zone_of_abbreviation(word)]
            told.setdefault(
                str(moment.zone), (moment.zone, blocks[index].line, words[0] if words else str(moment.zone))
            )
    return next(iter(told.values())) if len(told) == 1 else (None, 0, "")


def notes(zoned: Zoned, said: Sequence[Stated], instants: Sequence[datetime], hints: Hints) -> list[Problem]:
    """What has to be said: that another zone than the newsletter's was taken, or that one is not known."""
    made = [
        guess(
            f"“{one.block.text.strip()}” names no zone that is known; times are read as in {hints.zone.key}",
            one.block.line,
        )
        for one in said
        if one.zone is None and zoned.zone is None
    ]
    zone = zoned.zone
    if zone is None or all(at.astimezone(zone).utcoffset() == at.astimezone(hints.zone).utcoffset() for at in instants):
        return made
    if hints.zone_told:
        text = f"the page says that its times are {zoned.name}; they are read as in {hints.zone.key}, as you said"
    else:
        text = f"times without a zone are read as {zoned.name}, as the page says, and not as in {hints.zone.key}"
    return [*made, guess(text, zoned.line)]
