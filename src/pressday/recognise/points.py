"""The key points of a live page: a box under one of its usual names, its bullets in any form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pressday.documents import Block

LABELS = frozenset(
    {
        "key points", "the key points", "key point", "key developments", "key events", "key facts", "key takeaways",
        "key moments", "key updates", "at a glance", "main points", "the main points", "main developments", "summary",
        "in summary", "in brief", "highlights", "top lines", "the latest", "takeaways", "what we know",
        "what we know so far", "what you need to know", "what to know", "need to know", "here's what we know",
        "the essentials",
    }
)  # fmt: skip
_MARK_ALONE = re.compile(r"^[-*•·–—‣▪◦●○■►]$")
_MARK = re.compile(r"^(?:[-*•·–—‣▪◦●○■►]|\d{1,2}[.)])\s+(?=\S)")
_MARKDOWN_MARK = re.compile(r"^(?:\\?[-*+•·–—‣▪◦●○■►]|\d{1,9}\\?[.)])\s+(?=\S)")
_LONGEST_PLAIN = 40


class Box(NamedTuple):
    """The label's index, the index after the last point, and the points as Markdown."""

    label: int
    end: int
    points: tuple[str, ...]


def find(blocks: Sequence[Block], start: int, end: int) -> Box | None:
    """The box among the blocks from *start* to *end*, if there is one."""
    for index in range(start, end - 1):
        if is_label(blocks[index].text):
            stop, points = _read(blocks, index + 1, end)
            if points:
                return Box(index, stop, points)
    return None


def is_label(text: str) -> bool:
    """Whether *text* is a name of the box and nothing else."""
    return text.strip(" :#*—–-").casefold().replace("’", "'") in LABELS


def _read(blocks: Sequence[Block], start: int, end: int) -> tuple[int, tuple[str, ...]]:
    points: list[str] = []
    index = start
    if _marked(blocks[start]):
        while index < end and _marked(blocks[index]):
            if _MARK_ALONE.match(blocks[index].text):
                if index + 1 == end:
                    break
                points.append(blocks[index + 1].markdown)
                index += 2
            else:
                points.append(_MARKDOWN_MARK.sub("", blocks[index].markdown))
                index += 1
        return index, _one_line(points)
    spaced = all(block.gap for block in blocks[start:end])
    while index < end:
        block = blocks[index]
        apart = block.gap and index > start and not spaced
        if apart or block.kind != "paragraph" or len(block.text.split()) > _LONGEST_PLAIN:
            break
        points.append(block.markdown)
        index += 1
    return index, _one_line(points)


def _marked(block: Block) -> bool:
    return block.kind == "item" or bool(_MARK_ALONE.match(block.text) or _MARK.match(block.text))


def _one_line(points: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(point.split()) for point in points) if line)
