"""Which lines of a document are stamps: found by their being alike, not by one site's pattern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pressday.documents import Block
from pressday.recognise import moments, names, tongues
from pressday.recognise.moments import Moment

MAX_LENGTH = 120


_FILLER = re.compile(rf"^(?:(?:{tongues.any_of(tongues.FILLERS)})(?!\w)[\s:]*)+", re.IGNORECASE)
_MASTHEAD = re.compile(
    rf"^(?:(?:{tongues.any_of(tongues.FIRST_OR_LAST)})\s+)?(?:{tongues.any_of(tongues.MASTHEADS)})\b", re.IGNORECASE
)
_MAYBE = re.compile(r"\d")
_ALONE = 40


class Stamp(NamedTuple):
    """A line that tells when: the number of its *block*, its moment, and the author who stands beside it.

    *side* is where the author stands (``before``, ``after`` or neither).  *masthead*: it speaks of
    the document ("Last updated"), not of an entry.
    """

    block: int
    moment: Moment
    author: str = ""
    side: str = ""
    masthead: bool = False


def read(text: str, block: int = 0) -> Stamp | None:
    """The stamp that a line of text is, or None for a line that says anything else as well."""
    if len(text) > MAX_LENGTH or "\n" in text or (len(text) > _ALONE and _MAYBE.search(text) is None):
        return None
    masthead = _MASTHEAD.match(text)
    moment = moments.find(text[masthead.end() :] if masthead else text)
    if moment is None:
        return None
    pieces = [_FILLER.sub("", piece).strip() for piece in moment.rest]
    said = [(place, piece) for place, piece in enumerate(pieces) if any(map(str.isalnum, piece))]
    if not said:
        return Stamp(block, moment, masthead=bool(masthead))
    place, piece = said[0]
    author = names.without_by(piece)
    if len(said) > 1 or 0 < place < len(pieces) - 1 or not names.is_name(names.people(author), least=1):
        return None
    return Stamp(block, moment, author, "before" if place == 0 else "after", bool(masthead))


def of(block: Block, index: int, given: Mapping[int, Stamp] | None = None) -> Stamp | None:
    """The stamp that *block* is: as a recipe says (*given*), as its format says, or as it reads."""
    if given and index in given:
        return given[index]
    if block.instant is None:
        return read(block.text, index) if block.role in ("", "stamp") else None
    written = read(block.text, index)
    moment = moments.of(block.instant)
    if written is not None:
        return written._replace(moment=moment)
    return Stamp(index, moment, masthead=bool(_MASTHEAD.match(block.text)))


class Lines(NamedTuple):
    """The stamps of the entries, and the lines that date a whole document or day."""

    stamps: list[Stamp]
    days: list[Stamp]


def find(blocks: Sequence[Block], given: Mapping[int, Stamp] | None = None) -> Lines:
    """The lines that are stamps in the same way as most others, and the lines that are only a date.

    With stamps *given*, those are the entries' and no others.
    """
    read_lines = [stamp for index, block in enumerate(blocks) if (stamp := of(block, index, given)) is not None]
    timed = [stamp for stamp in read_lines if stamp.moment.time is not None and not stamp.masthead]
    if given:
        timed = [stamp for stamp in read_lines if stamp.block in given]
    elif not timed:
        # "Updated 14:20" on every entry: what speaks of a document stands in it once or twice.
        updated = [stamp for stamp in read_lines if stamp.moment.time is not None]
        timed = updated if len(updated) > 2 else []
    taken = {stamp.block for stamp in timed}
    days = [s for s in read_lines if s.block not in taken and (s.masthead or (s.moment.time is None and not s.author))]
    return Lines(timed if given else _alike(timed), days)


def _alike(timed: list[Stamp]) -> list[Stamp]:
    """Those that are written as most of them are; a stamp may lack its author."""
    if not timed:
        return []
    clocks = Counter(stamp.moment.clock for stamp in timed)
    clock = clocks.most_common(1)[0][0]
    # 2pm and 2.30pm are one way of writing.
    same = [s for s in timed if s.moment.clock == clock or ("h" in clock and "h" in s.moment.clock)]
    sides = Counter(stamp.side for stamp in same if stamp.side)
    if not sides:
        return same
    side = sides.most_common(1)[0][0]
    bare = [stamp for stamp in same if not stamp.side]
    beside = [stamp for stamp in same if stamp.side == side]
    if len(bare) > 2 * len(beside):
        return bare
    return sorted([*bare, *beside])


def parted(stamps: Sequence[Stamp]) -> int:
    """How many of the stamps have something between them and the next."""
    return sum(b.block - a.block > 1 for a, b in pairwise(stamps))
