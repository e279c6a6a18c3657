"""Markdown paragraphs that hold a line of their own kind: taken apart into their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pressday import markup
from pressday.documents import Block
from pressday.markup.plain import to_markdown
from pressday.records import replace

# A backslash at the end of a line, itself not written with one, breaks it.
_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\$")
_DECORATED = re.compile(r"^\+{2,5}\s*([^+\s].{0,300}?)\s*\+{0,5}$")
_RUN_IN = re.compile(r"^\*\*([^*\n]{2,200})\*\*(?!\*)[ \t]*(\S.*)$", re.DOTALL)
# So many lines that are alike, and they are no accident.
_SEVERAL = 3
_MARK = re.compile(r"(?<!\\)(?:\*{1,3}|~~)(?=\S)|(?<=[^\s\\])(?:\*{1,3}|~~)")


def of_their_own(blocks: tuple[Block, ...], stamped: Callable[[str], object]) -> tuple[Block, ...]:
    """*blocks* with every Markdown paragraph that holds a *stamped* line taken apart into its lines.

    So are paragraphs that begin with such a line in bold, and the plus signs around it are left out
    (``+++ 12:14: Harbour shut +++``), where a document has several of them.
    """
    blocks = _run_in(_undecorated(blocks, stamped), stamped)
    if not any("\n" in block.markdown for block in blocks):
        return blocks
    made: list[Block] = []
    for block in blocks:
        lines = block.markdown.split("\n")
        if block.kind != "paragraph" or len(lines) == 1 or not any(stamped(_plain(line)) for line in lines):
            made.append(block)
            continue
        for number, line in enumerate(_whole(lines)):
            if line.strip():
                made.append(Block(_plain(line), block.line + number, line.strip(), gap=block.gap and number == 0))
    return tuple(made)


def _undecorated(blocks: tuple[Block, ...], stamped: Callable[[str], object]) -> tuple[Block, ...]:
    bare = {
        index: found[1]
        for index, block in enumerate(blocks)
        if block.text.startswith("++") and (found := _DECORATED.match(block.text)) and stamped(found[1])
    }
    if len(bare) < _SEVERAL:
        return blocks
    return tuple(
        replace(block, text=bare[index], markdown=to_markdown(bare[index])) if index in bare else block
        for index, block in enumerate(blocks)
    )


def _run_in(blocks: tuple[Block, ...], stamped: Callable[[str], object]) -> tuple[Block, ...]:
    """*blocks* with each stamped line that is run in at the beginning of its text as a line of its own."""
    heads: dict[int, tuple[str, str]] = {}
    for index, block in enumerate(blocks):
        found = _RUN_IN.match(block.markdown) if block.kind == "paragraph" and block.markdown[:2] == "**" else None
        if found is not None and stamped(head := _plain(found[1]).rstrip(" .:–—-|")):
            rest = found[2].lstrip(" .:–—-|")
            if any(map(str.isalnum, _plain(rest))):
                heads[index] = (head, rest)
    if len(heads) < _SEVERAL:
        return blocks
    made: list[Block] = []
    for index, block in enumerate(blocks):
        if index not in heads:
            made.append(block)
            continue
        head, rest = heads[index]
        made.append(Block(head, block.line, to_markdown(head), gap=block.gap))
        made.append(Block(_plain(rest), block.line, rest))
    return tuple(made)


def _whole(lines: Sequence[str]) -> list[str]:
    """The lines of a paragraph, each Markdown of its own: without the break at its end and the half of a mark."""
    lines = [_BREAK.sub(r"\1", line) for line in lines]
    told = _plain("\\\n".join(lines)).split()
    apart = [_plain(line) for line in lines]
    if " ".join(apart).split() == told:
        return lines
    # A mark that goes on over the end of a line is told by neither.
    return [to_markdown(_plain(_MARK.sub("", line))) for line in lines]


def _plain(line: str) -> str:
    return " ".join(markup.plain_text(line).split())
