"""Which blocks of a page are its article.  The only door to trafilatura.

The library says what the article's words are; the blocks stay those of the page, with their lines,
quotes, lists and code.  Its own tree has lost these.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence

import lxml.html
from lxml import etree

from pressday.markup.fromhtml import Piece

# More than these, and its searches take longer than reading is worth; its second opinions sooner.
_MOST_ELEMENTS, _MOST_FOR_ALL = 40_000, 6_000
_SHINGLE = 4
_WORD = re.compile(r"\w+")


def words_of(root: lxml.html.HtmlElement) -> str:
    """The article's words, one block a line; empty where none is found."""
    # It loads much: only a page needs it.
    import trafilatura

    # It says of every page without an article that it was discarded.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    count = sum(1 for _ in root.iter())
    if count > _MOST_ELEMENTS:
        return ""
    try:
        found = trafilatura.bare_extraction(root, include_comments=False, fast=count > _MOST_FOR_ALL)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        # What it makes of a broken tree is not ours to mend: the page's own blocks stand in.
        return ""
    text = getattr(found, "text", "")
    return text if isinstance(text, str) else ""


def kept(pieces: Sequence[Piece], text: str) -> set[int]:
    """The numbers of the *pieces* whose words are in *text*.

    A piece of fewer words than a shingle must be one of its lines, and stand among longer ones.
    """
    lines = [_words(line) for line in text.split("\n")]
    said = [word for line in lines for word in line]
    left = Counter(zip(*[said[at:] for at in range(_SHINGLE)], strict=False))
    short = Counter(tuple(line) for line in lines if 0 < len(line) < _SHINGLE)
    found: set[int] = set()
    for number, piece in enumerate(pieces):
        words = _words(piece.block.text)
        grams = list(zip(*[words[at:] for at in range(_SHINGLE)], strict=False))
        if grams:
            there = [gram for gram in grams if left[gram] > 0]
            if len(there) * 10 >= len(grams) * 6:
                found.add(number)
                left.subtract(there)
        elif words and short[tuple(words)] > 0:
            found.add(number)
            short[tuple(words)] -= 1
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
