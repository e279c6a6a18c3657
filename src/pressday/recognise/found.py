"""What a recogniser hands on: the clippings, and for every block of the document what it was taken for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pressday.documents import Block, Clipping
from pressday.problems import Problem
from pressday.records import Record

Kind = Literal["live", "topic", "article"]
Role = Literal[
    "title", "day", "lead", "label", "point", "headline", "stamp", "byline", "kicker", "text", "furniture", "left"
]


class Hints(NamedTuple):
    """What is known of a document beforehand.

    *zone* is that of the times written in it, *now* the moment of the import (aware), *day* the
    date to which it belongs where the editor or the ledger says so.  *month_first*: 3/4 is 4 March.
    """

    zone: ZoneInfo
    now: datetime
    day: date | None = None
    month_first: bool = False

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
    for block in blocks:
        if not block.markdown:
            continue
        if block.kind == "item" and listing:
            made[-1] += ("\n\n" if block.gap else "\n") + block.markdown
        else:
            made.append(block.markdown)
        listing = block.kind == "item"
    return tuple(made)


class Roles:
    """Gives each block its role, then tells them as parts."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self.roles: list[tuple[Role, int]] = [("left", -1)] * len(blocks)
        self._texts: dict[int, list[Block]] = {}

    def give(self, role: Role, index: int, clipping: int = -1) -> None:
        """Gives the block at *index* its one role."""
        self.roles[index] = (role, clipping)
        if role == "text":
            self._texts.setdefault(clipping, []).append(self.blocks[index])

    def text(self, clipping: int) -> list[Block]:
        """The blocks of a clipping's text, in the order in which they were given."""
        return self._texts.get(clipping, [])

    def parts(self) -> tuple[Part, ...]:
        """Runs of one role, in order."""
        made: list[Part] = []
        for index, (role, clipping) in enumerate(self.roles):
            if made and (made[-1].role, made[-1].clipping) == (role, clipping) and role != "headline":
                made[-1] = Part(role, made[-1].first, index + 1, clipping)
            else:
                made.append(Part(role, index, index + 1, clipping))
        return tuple(made)
