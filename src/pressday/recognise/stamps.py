"""Which lines of a document are stamps: found by their being alike, not by one site's pattern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pressday import tongues
from pressday.documents import Block
from pressday.recognise import moments, names, points
from pressday.recognise.moments import Moment

MAX_LENGTH = 120


_FILLER = re.compile(rf"^(?:(?:{tongues.any_of(tongues.FILLERS)})(?!\w)[\s:]*)+", re.IGNORECASE)
# "Nell Harrow, at 14:20"
_FILLER_BEHIND = re.compile(rf",?\s+(?:{tongues.any_of(tongues.FILLERS)})$", re.IGNORECASE)
_MASTHEAD = re.compile(
    rf"^(?:(?:{tongues.any_of(tongues.FIRST_OR_LAST)})\s+)?(?:{tongues.any_of(tongues.MASTHEADS)})\b", re.IGNORECASE
)
# Written for the eye and for the ear: "Posted at 14:2014:20".
_TWICE = re.compile(r"(?<!\d)(\d{1,2}[:.hH]\d\d(?:\s?[ap]\.?m\b\.?)?)\s*\1(?![\d:])", re.IGNORECASE)
_MAYBE = re.compile(r"\d")
_ALONE = 40
_FEW = 3


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
    told = _read(text)
    return told and told._replace(block=block)


# A page's lines are read several times: as furniture, as stamps, and beside them.
@lru_cache(maxsize=32768)
def _read(text: str) -> Stamp | None:
    text = _TWICE.sub(r"\1", text)
    masthead = _MASTHEAD.match(text)
    moment = moments.find(text[masthead.end() :] if masthead else text)
    if moment is None:
        return None
    pieces = [_FILLER_BEHIND.sub("", _FILLER.sub("", piece)).strip() for piece in moment.rest]
    said = [(place, piece) for place, piece in enumerate(pieces) if any(map(str.isalnum, piece))]
    if not said:
        return Stamp(0, moment, masthead=bool(masthead))
    place, piece = said[0]
    author = names.without_by(piece)
    if len(said) > 1 or 0 < place < len(pieces) - 1 or not names.is_name(names.people(author), least=1):
        return None
    return Stamp(0, moment, author, "before" if place == 0 else "after", bool(masthead))


def is_masthead_alone(text: str) -> bool:
    """Whether a line is "Updated" or "First published on" and nothing else."""
    match = _MASTHEAD.match(text) if len(text) <= _ALONE else None
    return match is not None and not any(map(str.isalnum, _FILLER.sub("", text[match.end() :].strip())))


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


def find(blocks: Sequence[Block], given: Mapping[int, Stamp] | None = None, *, forced: bool = False) -> Lines:
    """The lines that are stamps in the same way as most others, and the lines that are only a date.

    With stamps *given*, those are the entries' and no others.  "3h" may be a time or how long ago it was:
    where every line is written so, they are times only where it is *forced*.
    """
    read_lines = [stamp for index, block in enumerate(blocks) if (stamp := of(block, index, given)) is not None]
    timed = [stamp for stamp in read_lines if stamp.moment.time is not None and not stamp.masthead]
    if given:
        timed = [stamp for stamp in read_lines if stamp.block in given]
    elif not timed:
        # "Updated 14:20" on every entry: what speaks of a document stands in it once or twice.
        updated = [stamp for stamp in read_lines if stamp.moment.time is not None]
        timed = _begun_alike(blocks, updated) if len(updated) > 2 else []
    taken = {stamp.block for stamp in timed}
    days = [s for s in read_lines if s.block not in taken and (s.masthead or (s.moment.time is None and not s.author))]
    if not given and _is_the_pages(blocks, timed):
        # It dates the page; "First published on" beside it need not be of the same day.
        days = [timed[0], *(day for day in days if not (day.masthead and day.block < timed[1].block))]
        timed = timed[1:]
    if given:
        return Lines(timed, days)
    alike = _alike(timed, forced)
    # Written otherwise than those of the entries, and above them: it dates the page.
    above = [s for s in timed if s.moment.day is not None and alike and s.block < alike[0].block and s not in alike]
    return Lines(alike, sorted([*days, *above], key=lambda stamp: stamp.block))


def _begun_alike(blocks: Sequence[Block], updated: list[Stamp]) -> list[Stamp]:
    """Those that begin as most do: "Published at 14:20" in the entries, and not "Last updated: 14:20" above them."""
    begun = [match[0].casefold() for s in updated if (match := _MASTHEAD.match(blocks[s.block].text))]
    most = Counter(begun).most_common(1)[0][0] if len(begun) == len(updated) else ""
    return [s for s, words in zip(updated, begun, strict=True) if words == most] if most else updated


def _is_the_pages(blocks: Sequence[Block], timed: list[Stamp]) -> bool:
    """Whether the first stamp is the page's own: it alone is dated, and "First published on" or key points follow."""
    if len(timed) < _FEW or not timed[0].moment.dated or any(stamp.moment.dated for stamp in timed[1:]):
        return False
    below = timed[0].block + 1
    if below == timed[1].block:
        return not any(stamp.author for stamp in timed[1:])
    return below < timed[1].block and (
        _MASTHEAD.match(blocks[below].text) is not None or points.is_label(blocks[below].text)
    )


def _alike(timed: list[Stamp], forced: bool) -> list[Stamp]:
    """Those that are written as most of them are; a stamp may lack its author."""
    if not timed:
        return []
    clocks = Counter(_written(stamp.moment) for stamp in timed)
    clock = clocks.most_common(1)[0][0]
    same = [s for s in timed if _written(s.moment) == clock]
    if not forced and all(s.moment.clock == "B" and not s.moment.dated for s in same):
        return []
    sides = Counter(stamp.side for stamp in same if stamp.side)
    if not sides:
        return same
    side = sides.most_common(1)[0][0]
    bare = [stamp for stamp in same if not stamp.side]
    beside = [stamp for stamp in same if stamp.side == side]
    if len(bare) > 2 * len(beside):
        return bare
    return sorted([*bare, *beside])


def _written(moment: Moment) -> str:
    """How its time is written: 2pm and 2.30pm are one way, and so are 14h and 14h20."""
    return "h" if "h" in moment.clock else "H" if moment.clock == "B" else moment.clock


def parted(stamps: Sequence[Stamp]) -> int:
    """How many of the stamps have something between them and the next."""
    return sum(b.block - a.block > 1 for a, b in pairwise(stamps))
