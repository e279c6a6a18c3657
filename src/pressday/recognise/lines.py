"""Markdown paragraphs that hold a line of their own kind: taken apart into their lines."""

from __future__ import annotations

from collections.abc import Callable

from pressday import markup
from pressday.documents import Block


def of_their_own(blocks: tuple[Block, ...], stamped: Callable[[str], object]) -> tuple[Block, ...]:
    """*blocks* with every Markdown paragraph that holds a *stamped* line taken apart into its lines."""
    if not any("\n" in block.markdown for block in blocks):
        return blocks
    made: list[Block] = []
    for block in blocks:
        lines = block.markdown.split("\n")
        if block.kind != "paragraph" or len(lines) == 1 or not any(stamped(_plain(line)) for line in lines):
            made.append(block)
            continue
        for number, line in enumerate(lines):
            if line.strip():
                made.append(Block(_plain(line), block.line + number, line.strip(), gap=block.gap and number == 0))
    return tuple(made)


def _plain(line: str) -> str:
    return " ".join(markup.plain_text(line).split())
