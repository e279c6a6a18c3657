"""What a recogniser hands on: the clippings, and for every block of the document what it was taken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pressday.documents import Block, Clipping
from pressday.problems import Problem
from pressday.recognise.stamps import Stamp
from pressday.records import Record, replace

Kind = Literal["live", "topic", "article"]
Role = Literal[
    "title",
    "day",
    "lead",
    "label",
    "point",
    "headline",
    "stamp",
    "byline",
    "kicker",
    "standfirst",
    "caption",
    "text",
    "furniture",
    "unwanted",
    "repeat",
    "left",
]


_BULLET = re.compile(r"[•‣▪◦●○■►]\s+(?=\S)")


class Hints(NamedTuple):
    """What is known of a document beforehand.

    *zone* is that of the times written in it, *now* the moment of the import (aware), *day* the
    date to which it belongs where the editor or the ledger says so.  *month_first*: 3/4 is 4 March.
    *stamps* are the lines, by the number of their block, that a recipe says are stamps, and *title*
    is what it calls the live page.  *zone_told*: the editor has said the zone, and not the settings alone.
    *authors* and *sources* are the names that the settings list, as they are spelt there.
    """

    zone: ZoneInfo
    now: datetime
    day: date | None = None
    month_first: bool = False
    stamps: Mapping[int, Stamp] | None = None
    title: str = ""
    zone_told: bool = False
    authors: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        return self.day or self.now.astimezone(self.zone).date()


class Part(Record, frozen=True):
    """The role of blocks *first* to *last* (not included); *clipping* is whose they are, or -1."""

    role: Role
    first: int
    last: int
    clipping: int = -1


class Found(Record, frozen=True):
    """A document understood.

    *parts* name every block of *blocks* once, in order.  *lead* is Markdown, *points* are key points
    as Markdown; only a live page has them.  *topics* are those the document names as its own.
    *guesses* are notes with their lines; *title_guessed*: nothing in the document says its title.
    """

    kind: Kind
    title: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    clippings: tuple[Clipping, ...]
    lead: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    guesses: tuple[Problem, ...] = ()
    title_guessed: bool = False


def guess(message: str, line: int) -> Problem:
    """A note of something that the document does not say."""
    return Problem(message, line=line, severity="note")


def paragraphs(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The blocks as Markdown paragraphs; the items of a list stay one."""
    made: list[str] = []
    listing = False
    for block in _bulleted(blocks):
        if not block.markdown:
            continue
        if block.kind == "item" and listing:
            made[-1] += ("\n\n" if block.gap else "\n") + block.markdown
        else:
            made.append(block.markdown)
        listing = block.kind == "item"
    return tuple(made)


def _bulleted(blocks: Iterable[Block]) -> list[Block]:
    """*blocks* with adjacent paragraphs that begin with bullets (“• …”) as the items of a list."""
    told = list(blocks)
    marks = [_BULLET.match(block.markdown) if block.kind == "paragraph" else None for block in told]
    for index, mark in enumerate(marks):
        if mark and (any(marks[max(index - 1, 0) : index]) or any(marks[index + 1 : index + 2])):
            first = index == 0 or not marks[index - 1]
            text = f"- {told[index].markdown[mark.end() :]}"
            told[index] = replace(told[index], markdown=text, kind="item", gap=told[index].gap and not first)
    return told


class Roles:
    """Gives each block its role, then tells them as parts."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self.roles: list[tuple[Role, int]] = [("left", -1)] * len(blocks)
        self._texts: dict[int, list[Block]] = {}
        self._cuts: dict[int, list[tuple[Role, int, Block]]] = {}

    def give(self, role: Role, index: int, clipping: int = -1) -> None:
        """Gives the block at *index* its one role."""
        self.roles[index] = (role, clipping)
        if role == "text":
            self._texts.setdefault(clipping, []).append(self.blocks[index])

    def cut(self, index: int, pieces: Sequence[tuple[Role, str]], clipping: int = -1) -> None:
        """Gives the words of one block several roles: it becomes as many blocks of its line."""
        block = self.blocks[index]
        self._cuts[index] = [
            (role, -1 if role == "furniture" else clipping, replace(block, text=text, markdown=text))
            for role, text in pieces
            if text
        ]

    def text(self, clipping: int) -> list[Block]:
        """The blocks of a clipping's text, in the order in which they were given."""
        return self._texts.get(clipping, [])

    def finish(self) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
        """The blocks with those cut in pieces, and the runs of one role, in order."""
        if not self._cuts:
            return self.blocks, self.parts()
        blocks: list[Block] = []
        roles: list[tuple[Role, int]] = []
        for index, (block, given) in enumerate(zip(self.blocks, self.roles, strict=True)):
            for role, clipping, piece in self._cuts.get(index, [(*given, block)]):
                blocks.append(piece)
                roles.append((role, clipping))
        return tuple(blocks), _runs(roles)

    def parts(self) -> tuple[Part, ...]:
        """Runs of one role, in order."""
        return _runs(self.roles)


def _runs(roles: Sequence[tuple[Role, int]]) -> tuple[Part, ...]:
    made: list[Part] = []
    first = 0
    for index, given in enumerate(roles):
        following = roles[index + 1] if index + 1 < len(roles) else None
        if following != given or given[0] == "headline":
            made.append(Part(given[0], first, index + 1, given[1]))
            first = index + 1
    return tuple(made)


def _why_aside(block: Block) -> tuple[Role, int]:
    return ("unwanted" if block.role == "unwanted" else "furniture", -1)


def with_aside(found: Found, aside: Sequence[Block]) -> Found:
    """*found* with the furniture that was set *aside* back at its lines."""
    if not aside:
        return found
    owner: list[tuple[Role, int]] = [("left", -1)] * len(found.blocks)
    for part in found.parts:
        owner[part.first : part.last] = [(part.role, part.clipping)] * (part.last - part.first)
    blocks: list[Block] = []
    roles: list[tuple[Role, int]] = []
    waiting = list(reversed(aside))
    for block, given in zip(found.blocks, owner, strict=True):
        while waiting and waiting[-1].line < block.line:
            blocks.append(waiting.pop())
            roles.append(_why_aside(blocks[-1]))
        blocks.append(block)
        roles.append(given)
    blocks += reversed(waiting)
    roles += [_why_aside(block) for block in reversed(waiting)]
    return replace(found, blocks=tuple(blocks), parts=_runs(roles))
