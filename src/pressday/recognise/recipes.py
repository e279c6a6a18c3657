"""Recipes: what the settings say of a document that comes every day.

A recipe wins over recognition and over what the format says; the command line wins over a recipe.
Its patterns were checked when the settings were read (``pressday.patterns``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import NamedTuple

from pressday import tongues
from pressday.config import Recipe
from pressday.documents import Block
from pressday.markup.plain import to_markdown
from pressday.patterns import MAX_LINE
from pressday.recognise import moments, names
from pressday.recognise.moments import Moment
from pressday.recognise.stamps import Stamp
from pressday.records import replace

__all__ = ["Recipe", "Stamped", "find", "idle", "leave_out", "stamped"]

Match = Callable[[str], "re.Match[str] | None"]


class Stamped(NamedTuple):
    """The blocks, each line of stamp and headline as two, and the stamps by the number of their block."""

    blocks: tuple[Block, ...]
    stamps: dict[int, Stamp]


def find(recipes: Sequence[Recipe], document: str) -> Recipe | None:
    """The first recipe for a document of that name, which is its path in ``sources/``."""
    name = PurePosixPath(document).name
    return next(
        (
            recipe
            for recipe in recipes
            if any(fnmatchcase(document, pattern) or fnmatchcase(name, pattern) for pattern in recipe.documents)
        ),
        None,
    )


def leave_out(blocks: tuple[Block, ...], recipe: Recipe) -> tuple[Block, ...]:
    """*blocks* with those that the recipe leaves out as unwanted; longer lines than a pattern may see stay."""
    if not recipe.leave_out:
        return blocks
    patterns = [re.compile(pattern) for pattern in recipe.leave_out]
    return tuple(
        replace(block, role="unwanted")
        if len(block.text) <= MAX_LINE and any(pattern.search(block.text) for pattern in patterns)
        else block
        for block in blocks
    )


def idle(blocks: Sequence[Block], recipe: Recipe) -> tuple[str, ...]:
    """The patterns of *leave_out* that no line matches."""
    texts = [block.text for block in blocks if len(block.text) <= MAX_LINE]
    return tuple(pattern for pattern in recipe.leave_out if not any(map(re.compile(pattern).search, texts)))


def matcher(recipe: Recipe) -> Match:
    """The match of the recipe's stamp in a line, if it is one."""
    search = re.compile(recipe.stamp).search
    return lambda text: search(text) if len(text) <= MAX_LINE else None


def stamped(blocks: Sequence[Block], recipe: Recipe) -> Stamped:
    """The stamps that the recipe's pattern finds; a line whose groups tell no time is none."""
    match_of = matcher(recipe)
    made: list[Block] = []
    found: dict[int, Stamp] = {}
    for block in blocks:
        match = match_of(block.text)
        moment = _moment(match.groupdict()) if match else None
        if match is None or moment is None:
            made.append(block)
            continue
        groups = match.groupdict()
        author = names.without_by((groups.get("author") or "").strip())
        found[len(made)] = Stamp(len(made), moment, author)
        headline = (groups.get("headline") or "").strip()
        if not headline:
            made.append(block)
            continue
        start, end = match.span("headline")
        rest = f"{block.text[:start].rstrip()} {block.text[end:].lstrip()}".strip()
        made.append(replace(block, text=rest, markdown=to_markdown(rest), kind="paragraph", url=""))
        made.append(replace(block, text=headline, markdown=to_markdown(headline), role="headline", gap=False))
    return Stamped(tuple(made), found)


def _moment(groups: dict[str, str | None]) -> Moment | None:
    """What the groups tell of day and time, or None where that is no day and no time."""
    said = {name: (text or "").strip() for name, text in groups.items()}
    moment = Moment()
    if said.get("date") or said.get("day"):
        written = moments.find(said["date"]) if said.get("date") else _day(said)
        if written is None or not written.dated:
            return None
        moment = written
    if said.get("time") or said.get("hour"):
        at = _time(said)
        if at is None:
            return None
        moment = moment._replace(time=at.time, zone=at.zone or moment.zone)
    if said.get("zone"):
        moment = moment._replace(zone=moments.zone_of(said["zone"]) or moment.zone)
    told = moment.time is not None or moment.dated
    return moment._replace(clock=":", rest=()) if told else None


def _day(said: dict[str, str]) -> Moment | None:
    month, year = said.get("month", ""), said.get("year", "")
    number = int(month) if month.isdecimal() else tongues.MONTHS.get(month.lower().rstrip("."), 0)
    try:
        day = int(said["day"])
        whole = (int(year) + 2000 if len(year) == 2 else int(year)) if year else None
        date(whole or 2000, number, day)
    except ValueError:
        return None
    return Moment(whole, number, day)


def _time(said: dict[str, str]) -> Moment | None:
    if said.get("time"):
        moment = moments.find(said["time"])
        return moment if moment is not None and moment.time is not None else None
    try:
        return Moment(time=time(int(said["hour"]), int(said.get("minute") or 0)))
    except ValueError:
        return None
