"""The line of an article's head that says when: what of it the format does not say, and what of it is no date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from pressday import tongues
from pressday.documents import Block, Item
from pressday.problems import Problem
from pressday.recognise import calendar, moments, names, stamps
from pressday.recognise.found import Hints, Role
from pressday.recognise.moments import Moment

_LONGEST = 200
_UPDATED = [word for word in tongues.MASTHEADS if not word.startswith(("publi", "created", "veröff", "gepubl"))]
_NEWS = rf"(?:(?:{tongues.any_of(tongues.FIRST_OR_LAST)})\s+)?(?:{tongues.any_of(_UPDATED)})\b"
_UPDATE = re.compile(rf"^\W*{_NEWS}", re.IGNORECASE)
_BREAK = re.compile(rf"(?<=\S)\s*[,;|•·–—-]*\s*\(?(?<!\w)(?={_NEWS})", re.IGNORECASE)
_FILLER = re.compile(
    rf"\b(?:{tongues.any_of((*tongues.FILLERS, *tongues.MASTHEADS, *tongues.FIRST_OR_LAST, 'date'))})(?!\w)",
    re.IGNORECASE,
)


class Dateline(NamedTuple):
    """What a line tells: its *pieces* with their roles, and whatever it adds to what is known."""

    pieces: list[tuple[Role, str]]
    instant: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    guesses: tuple[Problem, ...] = ()


def read(block: Block, item: Item, hints: Hints) -> Dateline | None:
    """The dateline that *block* is, or None for another line.

    A line that its format says to be one (role ``stamp``) is always one: what of it is no date, or
    another than that of *item*, has the role ``left`` or ``furniture``.  Any other must be nothing else.
    """
    sure = block.role == "stamp"
    text = " ".join(block.text.split())
    if len(text) > _LONGEST:
        return None
    made = Dateline([], item.instant, item.updated)
    given = block.instant if sure else None
    for part in _parts(text):
        stamp = stamps.read(part)
        moment = stamp.moment if stamp else moments.find(part) if sure else None
        if given is not None and moment is not None:
            moment = moment._replace(**{key: getattr(moments.of(given), key) for key in ("year", "month", "day")})
            moment = moment._replace(time=moments.of(given).time, zone=moments.of(given).zone)
        if moment is None or moment.day is None:
            if not sure:
                return None
            made.pieces.append(("left", part))
            continue
        made = _with(made, part, moment, block, hints, day_only=item.day_only)
        if stamp is not None and stamp.author and not made.authors and names.may_be_person(stamp.author, part):
            made = made._replace(authors=names.split(names.people(stamp.author)))
    told = any(role == "stamp" for role, _ in made.pieces)
    return made if sure or (told and all(role != "left" for role, _ in made.pieces)) else None


def _parts(text: str) -> list[str]:
    """*text* parted before "updated": two dates on one line."""
    return [part for part in _BREAK.split(text) if part.strip()]


def _with(made: Dateline, part: str, moment: Moment, block: Block, hints: Hints, *, day_only: bool) -> Dateline:
    day = calendar.day_of(moment, hints)
    if day is None:
        return made._replace(pieces=[*made.pieces, ("left", part)])
    at = calendar.instant(day, moment.time or calendar.MIDNIGHT, moment.zone or hints.zone)
    news = bool(_UPDATE.match(part))
    known = made.updated if news else made.instant
    if known is not None and abs(known.date() - day) > timedelta(days=1):
        return made._replace(pieces=[*made.pieces, ("left", part)])
    if day_only and not news and moment.time is not None:
        made = made._replace(instant=at)  # a day and an hour say more than a day
    if known is None:
        made = made._replace(guesses=(*made.guesses, *calendar.doubts(moment, at, hints, block.line)))
    if news and made.updated is None and made.instant is not None and at > made.instant:
        made = made._replace(updated=at)
    return made._replace(instant=made.instant or at, pieces=[*made.pieces, *_pieces(part, moment)])


def _pieces(part: str, moment: Moment) -> list[tuple[Role, str]]:
    """*part* with what stands beside its date as furniture: "4 min read"."""
    made: list[tuple[Role, str]] = []
    for rest in moment.rest:
        named = names.is_name(names.without_by(names.people(rest)), least=1) and names.may_be_person(rest, part)
        if named or not any(map(str.isalnum, _FILLER.sub("", rest))):
            continue
        before, found, after = part.partition(rest)
        if found:
            made += [("stamp", before.strip()), ("furniture", rest)]
            part = after.strip()
    made.append(("stamp", part))
    return [(role, text) for role, text in made if any(map(str.isalnum, text))]
