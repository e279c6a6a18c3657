"""A Markdown text as its top-level blocks, each with its own source: nothing between them is lost."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt

from pressday.markup.rendering import MAX_NESTING, plain_text

Kind = Literal["paragraph", "heading", "item", "quote", "code"]

_KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
}
_LISTS = ("bullet_list_open", "ordered_list_open")


class Piece(NamedTuple):
    """A block: its first line (from 0), its source, what a reader sees of it, a heading's level."""

    kind: Kind
    line: int
    source: str
    text: str
    level: int = 0


def blocks(markdown: str) -> list[Piece]:
    """The blocks of *markdown* in order; a list is one block an item.

    What makes no block of its own (a link's definition) is a paragraph with its source for text.
    Raises RecursionError for what is nested beyond all measure.
    """
    lines = markdown.split("\n")
    starts: list[tuple[int, Kind, int]] = []
    for token in _parser().parse(markdown):
        if token.map is None or token.nesting < 0 or token.type in _LISTS:
            continue
        if token.level == 0 or (token.level == 1 and token.type == "list_item_open"):
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            starts.append((token.map[0], _KINDS.get(token.type, "paragraph"), level))
            starts.append((token.map[1], "paragraph", 0))
    pieces: list[Piece] = []
    at = 0
    kind: Kind = "paragraph"
    level = 0
    for line, next_kind, next_level in [*starts, (len(lines), "paragraph", 0)]:
        if line > at:
            pieces += _piece(lines, at, line, kind, level)
            at = line
        kind, level = next_kind, next_level
    return pieces


def _piece(lines: list[str], start: int, end: int, kind: Kind, level: int) -> list[Piece]:
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if start == end:
        return []
    source = "\n".join(lines[start:end])
    return [Piece(kind, start, source, plain_text(source) or source, level)]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
