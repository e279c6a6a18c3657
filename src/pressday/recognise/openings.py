"""Who and when above the texts of the entries that a live page's format sets apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressday.documents import Block, BlockRole, Document, Item
from pressday.problems import Problem
from pressday.recognise import habits, names, stamps
from pressday.recognise.found import guess
from pressday.records import replace

_MOST_LINES, _LONGEST, _LONGEST_KICKER, _MOST_TOLD = 6, 14, 5, 5
_ENDS = (".", "?", "!", ":", "…", "”")
_TAKEN = "it was taken for the author"
_DOUBTED = "it may be an author, and was not taken for one"


class Opened(NamedTuple):
    """The document with its lines above the headlines named, and what was guessed."""

    document: Document
    guesses: list[Problem]


class _Line(NamedTuple):
    """A line of the entry *item*: its role, and the author in it.  *bare*: a name and nothing that says so."""

    block: int
    item: int
    role: BlockRole
    author: str = ""
    bare: bool = False


def read(document: Document) -> Opened:
    """*document* with the stamps, bylines and kickers that stand above the headlines of its live entries.

    What the format says of a line, or of an entry's authors, stays.  A name without "By" is believed
    where the page names that author, or where most entries have one there; otherwise it is a kicker.
    Either is a guess.
    """
    items = document.items
    lines = [line for number, item in enumerate(items) if item.kind == "live"
             for line in _lines(document.blocks, number, item)]  # fmt: skip
    if not lines:
        return Opened(document, [])
    lines, guesses = _believed(document, lines)
    blocks, made = list(document.blocks), list(items)
    written: dict[int, list[str]] = {}
    for line in lines:
        blocks[line.block] = replace(blocks[line.block], role=line.role)
        if line.author:
            written.setdefault(line.item, []).append(line.author)
    for number, authors in written.items():
        item, at = items[number], blocks[items[number].first].line
        if not item.authors or {_folded(name) for name in item.authors} == {_folded(document.site)}:
            made[number] = replace(item, authors=tuple(dict.fromkeys(authors)))
        elif not _names(item.authors) >= _names(authors):
            told = ", ".join(item.authors)
            guesses.append(guess(f"the page declares it as by {told}, and writes “{', '.join(authors)}” above it", at))
    return Opened(replace(document, blocks=tuple(blocks), items=tuple(made)), guesses)


def _lines(blocks: Sequence[Block], number: int, item: Item) -> list[_Line]:
    """The lines above the headline of an entry, and those above its text that say who or when."""
    own = range(item.first, item.last)
    at = _headline(blocks, item)
    headline = at if at >= 0 else None
    made: list[_Line] = []
    for index in own[:_MOST_LINES] if headline is None else range(item.first, headline):
        block = blocks[index]
        if block.role not in ("", "stamp"):
            continue
        line = _line(block, index, number)
        if line is None and headline is not None and block.role == "" and _is_short(block):
            line = _Line(index, number, "kicker")
        if line is not None:
            made.append(line)
        elif headline is None and not block.role:
            break
    if headline is not None:
        made += _below(blocks, number, range(headline + 1, item.last)[:_MOST_LINES], made)
    return [*made, *_behind(blocks, number, item, made)]


def _behind(blocks: Sequence[Block], number: int, item: Item, above: Sequence[_Line]) -> list[_Line]:
    """The lines that tell when and stand in the text or below it, and not to machines.

    What is the one stamp of the entry and its last line stays one; anything else is text, lest it be lost.
    """
    own = [index for index in range(item.first, item.last) if blocks[index].role not in ("furniture", "unwanted")]
    taken = {line.block for line in above}
    text = next((n for n, index in enumerate(own) if index not in taken and _is_text(blocks[index])), len(own))
    found = [index for index in own[text:] if blocks[index].role == "stamp" and blocks[index].instant is None]
    stamped = any(blocks[index].role == "stamp" for index in own[:text])
    if len(found) == 1 and found[0] == own[-1] and not stamped:
        line = _line(blocks[found[0]], found[0], number)
        return [line] if line else []
    return [_Line(index, number, "") for index in found]


def _below(blocks: Sequence[Block], number: int, places: range, above: Sequence[_Line]) -> list[_Line]:
    """The lines between headline and text that say who or when; a bare name only beside a stamp."""
    made: list[_Line] = []
    for index in places:
        if blocks[index].role not in ("", "stamp"):
            continue
        line = _line(blocks[index], index, number)
        if line is None and blocks[index].role == "stamp":
            continue
        below = blocks[index + 1].role if index + 1 < places.stop else ""
        beside = "stamp" in (below, *(one.role for one in (*above, *made)))
        if line is None or (line.bare and not beside):
            break
        made.append(line)
    return made


def _headline(blocks: Sequence[Block], item: Item) -> int:
    """The number of its headline's block, or -1."""
    return next((index for index in range(item.first, item.last) if blocks[index].role == "headline"), -1)


def _line(block: Block, index: int, number: int) -> _Line | None:
    """What says who or when, or None."""
    if block.kind not in ("paragraph", "item") or len(block.text.split()) > _LONGEST:
        return None
    if (stamp := stamps.of(block, index)) is not None and (stamp.moment.time is not None or block.role):
        return _Line(index, number, "stamp", stamp.author)
    if block.role:
        return None
    if author := names.byline(block.text):
        return _Line(index, number, "byline", author)
    if not habits.is_kicker(block) and names.is_name(names.people(block.text)):
        return _Line(index, number, "byline", block.text, bare=True)
    return None


def _is_text(block: Block) -> bool:
    """Whether a line is surely none of those around a headline."""
    return not block.role and (len(block.text.split()) > _LONGEST or block.text.endswith(_ENDS))


def _is_short(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text.split()) <= _LONGEST_KICKER


def _believed(document: Document, lines: Sequence[_Line]) -> tuple[list[_Line], list[Problem]]:
    """*lines* with the bare names that are believed, the others as what they are else; and what was guessed."""
    bare = [line for line in lines if line.bare]
    if not bare:
        return list(lines), []
    sure = [line.author for line in lines if line.author and not line.bare]
    known = _names([*sure, *(name for item in document.items for name in item.authors)])
    entries = sum(item.kind == "live" for item in document.items)
    most = len(bare) > 1 and len({line.item for line in bare}) * 10 >= entries * 7
    made, believed, doubted = list[_Line](), list[_Line](), list[_Line]()
    heads = {number: _headline(document.blocks, item) for number, item in enumerate(document.items)}
    for line in lines:
        if not line.bare:
            made.append(line)
        elif most or _names([line.author]) <= known:
            made.append(line)
            believed.append(line)
        else:
            doubted.append(line)
            if line.block < heads[line.item]:
                made.append(line._replace(role="kicker", author=""))
    guesses = []
    unsaid = [line for line in believed if not _names([line.author]) <= known]
    for told, taken in ((unsaid, _TAKEN), (doubted, _DOUBTED)):
        if told:
            words = ", ".join(f"“{name}”" for name in list(dict.fromkeys(line.author for line in told))[:_MOST_TOLD])
            at = document.blocks[told[0].block].line
            guesses.append(guess(f"above entries stands {words}, and nothing says whose name it is; {taken}", at))
    return made, guesses


def _names(authors: Sequence[str]) -> set[str]:
    return {_folded(name) for author in authors for name in names.of(author)}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
