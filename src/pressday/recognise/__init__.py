"""``Document`` to ``Clipping``s: what a document is, and what is in it.  No I/O.

Each recogniser looks at a document and says what it found, or None.  The table gives the order in
which they are asked; the last takes anything.  What the format itself says goes before them all,
but for a page that may be more than the one article found in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pressday.documents import Block, Document
from pressday.problems import Problem
from pressday.recognise import article, live, oneline, stamps, told, topicpage
from pressday.recognise.found import Found, Hints, Kind, Part, Role, guess
from pressday.records import replace

__all__ = ["ARRANGEMENTS", "KINDS", "Found", "Hints", "Kind", "Part", "Role", "recognise"]


class Recogniser(NamedTuple):
    """A kind of document; *recognise* returns None for another kind, unless it is told to be sure."""

    kind: Kind
    recognise: Callable[[tuple[Block, ...], Hints, str, bool], Found | None]


RECOGNISERS = (
    Recogniser("live", lambda blocks, hints, name, sure: live.recognise(blocks, hints, forced=sure)),
    Recogniser("topic", lambda blocks, hints, name, sure: topicpage.recognise(blocks, hints, forced=sure)),
    Recogniser("article", lambda blocks, hints, name, sure: article.recognise(blocks, hints, name=name)),
)
KINDS = tuple(recogniser.kind for recogniser in RECOGNISERS)


# What a live page may look like, for a person whose page was not recognised.
ARRANGEMENTS = (
    "each entry begins with a line that is its time (“12:14”, “4 March 2026, 12:14 – Nell Harrow”), its headline above "
    "or below, or with one line for both (“12:14 – Harbour shut”, “[12:14] Nell Harrow >> Harbour shut”, "
    "“Harbour shut (12:14)”), and all entries alike"
)
_MANY = 3


def recognise(document: Document, hints: Hints, *, kind: Kind | None = None) -> Found | None:
    """What *document* is; with *kind* it is that, or None if nothing of it is found."""
    said = told.recognise(document, hints)
    if said is not None and (kind == said.kind or (kind is None and not document.page)):
        return said
    blocks = document.page or document.blocks
    for recogniser in RECOGNISERS:
        if kind in (None, recogniser.kind):
            if said is not None and recogniser.kind == "article":
                return said
            found = recogniser.recognise(blocks, hints, document.name, kind is not None)
            if found is not None:
                return _doubted(found, blocks) if kind is None else found
    return None


def _doubted(found: Found, blocks: tuple[Block, ...]) -> Found:
    """*found* with a guess about the lines that look like stamps, where no live page was made of them."""
    if found.kind == "live":
        return found
    timed = [block for block in blocks if _begins_with_a_time(block.text)]
    if len(timed) < _MANY:
        return found
    why = oneline.part(blocks).why or "they have no place between entries"
    return replace(found, guesses=(_no_live_page(len(timed), why, timed[0].line), *found.guesses))


def _begins_with_a_time(text: str) -> bool:
    stamp = stamps.read(text)
    if stamp is not None:
        return stamp.moment.time is not None
    line = oneline.read(text)
    return line is not None and line.side == "start"


def _no_live_page(count: int, why: str, line: int) -> Problem:
    return guess(
        f"{count} lines begin with a time, but no live page was found: {why}; if it is one, try --kind live", line
    )
