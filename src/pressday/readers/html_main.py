"""How far the main part of a page reaches: whatever stands in it becomes a part of the entry, or is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import lxml.html

from pressday.markup.fromhtml import Piece
from pressday.readers import html_parts

# An ``<article>`` that holds less of what belongs to the article is something in it.
_MOST = 0.8


def numbers(pieces: Sequence[Piece], own: Collection[int]) -> list[int]:
    """The numbers of the pieces of the main part: *own*, what stands between, around them and below as comments."""
    if not own:
        return []
    first, last = min(own), max(own)
    around = home(pieces, own)
    if around is not None:
        inside = [n for n, piece in enumerate(pieces) if any(one is around for one in _line(piece))]
        first, last = min(first, *inside), max(last, *inside)
    below = [n for n in range(last + 1, len(pieces)) if html_parts.comments(pieces[n].element)]
    return [*range(first, last + 1), *below]


def home(pieces: Sequence[Piece], own: Collection[int]) -> object:
    """The smallest ``<article>`` or ``<main>`` that holds most of what is *own*, or None."""
    held: dict[object, int] = {}
    for number in own:
        for element in _line(pieces[number]):
            if element.tag in ("article", "main"):
                held[element] = held.get(element, 0) + 1
    wide = [(count, one) for one, count in held.items() if count >= len(own) * _MOST]
    return wide[0][1] if wide else None


def _line(piece: Piece) -> list[lxml.html.HtmlElement]:
    return [piece.element, *piece.element.iterancestors()]
