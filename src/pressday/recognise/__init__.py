"""``Document`` to ``Clipping``s: what a document is, and what is in it.  No I/O.

Each recogniser looks at a document and says what it found, or None.  The table gives the order in
which they are asked; the last takes anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pressday.model import Block, Document
from pressday.recognise import article, live, topicpage
from pressday.recognise.found import Found, Hints, Kind, Part, Role

__all__ = ["KINDS", "Found", "Hints", "Kind", "Part", "Role", "recognise"]


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


def recognise(document: Document, hints: Hints, *, kind: Kind | None = None) -> Found | None:
    """What *document* is; with *kind* it is that, or None if nothing of it is found."""
    for recogniser in RECOGNISERS:
        if kind in (None, recogniser.kind):
            found = recogniser.recognise(document.blocks, hints, document.name, kind is not None)
            if found is not None:
                return found
    return None
