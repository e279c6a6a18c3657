"""Plain text: each line is a block, unless the text was wrapped to a width."""

from __future__ import annotations

from itertools import pairwise

from pressday.documents import Block, Document
from pressday.markup.plain import to_markdown
from pressday.problems import Problem
from pressday.readers.decoding import Line, lines, typed
from pressday.records import digest

# Nothing wraps prose to a narrower column, and a wider one is no column.
_NARROWEST, _WIDEST = 48, 100


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The document that plain text is.  Raises ProblemError for what is no text."""
    text, problems = typed(data)
    found, strange = lines(text)
    blocks = tuple(_block(group, gap) for group, gap in _groups(found))
    return Document(name, "text", blocks, digest(data)), problems + strange


def _block(group: list[Line], gap: bool) -> Block:
    text = " ".join(" ".join(line.text for line in group).split())
    return Block(text, group[0].number, to_markdown(text), gap=gap)


def _groups(found: list[Line]) -> list[tuple[list[Line], bool]]:
    """The lines of each block, and whether an empty line stood before it."""
    width = _column(found)
    groups: list[tuple[list[Line], bool]] = []
    previous: Line | None = None
    gap = False
    for line in found:
        if not line.text.strip():
            gap, previous = bool(groups), None
            continue
        if width and previous is not None and _was_wrapped(previous.text, line.text, width):
            groups[-1][0].append(line)
        else:
            groups.append(([line], gap))
        gap, previous = False, line
    return groups


def _column(found: list[Line]) -> int:
    """The width to which the text was wrapped, or 0: nearly every line ends where the next word has no room."""
    width = max((len(line.text.rstrip()) for line in found), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(a.text, b.text) for a, b in pairwise(found) if a.text.strip() and b.text.strip()]
    full = sum(_was_wrapped(a, b, width) for a, b in pairs)
    return width if full >= 4 and full * 10 >= len(pairs) * 8 else 0


def _was_wrapped(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
