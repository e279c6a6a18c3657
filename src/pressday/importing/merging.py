"""Three versions of a text into one: what the source said last, the editor's, and what the source says now.

Paragraphs and fields are compared by hash, because of the source's last version nothing else is
kept.  What only the source has changed is taken, what only the editor has changed stays; where both
have, the editor's stands and the source's waits.  The order is the editor's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pressday.importing import pairing
from pressday.importing.shelf import EDITORS
from pressday.ledger.imports import fingerprint, paragraphs


class Merged(NamedTuple):
    """The *body* as it shall be, hashes of the source's paragraphs that it *took*, and of those that wait.

    *against* are, for each that waits, the hashes of the editor's paragraphs in whose place it would stand.
    """

    body: str
    took: tuple[str, ...]
    waits: tuple[str, ...]
    changed: bool
    against: tuple[tuple[str, ...], ...] = ()


class Change(NamedTuple):
    """What the source did: numbers of old paragraphs that it took away, and of new ones in their place.

    *at* is the number of the old paragraph before which it was done, *until* that after it.
    """

    at: int
    until: int
    old: tuple[int, ...]
    new: tuple[int, ...]


def bodies(base: Sequence[str], mine: str, theirs: Sequence[str]) -> Merged:
    """Merges the paragraphs *theirs* into the body *mine*; *base* are hashes of what the source said last."""
    pieces, _ = split(mine)
    ours, said = [fingerprint(piece) for piece in pieces], [fingerprint(text) for text in theirs]
    here, there = aligned(base, ours), aligned(base, said)
    survives = bool(here)
    # What the editor has written already, word for word, need not be taken nor wait.
    own = [ours[number] for number in range(len(ours)) if number not in set(here.values())]
    spare = Counter(ours)
    spare.subtract(said)
    replaced: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    waits: list[int] = []
    against: list[tuple[str, ...]] = []
    changes = _changes(base, said, there)
    for change in changes:
        new = _not_in(change.new, said, own)
        kept = [here[old] for old in change.old if old in here]
        if change.old and (len(kept) == len(change.old) or not change.new):
            for number in kept:
                if spare[ours[number]] > 0:  # of two that are alike the source may have kept one
                    spare[ours[number]] -= 1
                    replaced[number] = []
            if kept and kept[0] in replaced:
                replaced[kept[0]] = new
            elif kept:
                after.setdefault(kept[0], []).extend(new)
        elif new:
            spot = _spot(change, here, len(base), len(ours)) if not change.old and survives else None
            if spot is None and not (base or ours):
                spot = -1
            if spot is None:
                waits += new
                stands = _stands(change, changes, pieces, theirs, here, there, len(base))
                against += [tuple(ours[number] for number in stands.get(j, ())) for j in new]
            else:
                after.setdefault(spot, []).extend(new)
    took = [new for group in (*replaced.values(), *after.values()) for new in group]
    return Merged(
        rewritten(
            mine,
            {number: [theirs[new] for new in group] for number, group in replaced.items()},
            {number: [theirs[new] for new in group] for number, group in after.items()},
        ),
        tuple(said[new] for new in took),
        tuple(said[new] for new in waits),
        changed=bool(replaced or took),
        against=tuple(against),
    )


def rewritten(body: str, replaced: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]) -> str:
    """*body* with texts in the place of some of its paragraphs, and *after* others (-1: before all)."""
    pieces, gaps = split(body)
    made = [_Piece(text) for text in after.get(-1, ())]
    for number, piece in enumerate(pieces):
        if number in replaced:
            made += _in_place(replaced[number], number)
        else:
            made.append(_Piece(piece, number, number, own=True))
        made += [_Piece(text) for text in after.get(number, ())]
    return _joined(made, gaps)


def fields(
    base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields to take from *theirs*, and of those that wait; all three are hashes by name."""
    take, waits = [], []
    for name in dict.fromkeys((*theirs, *base)):
        said = theirs.get(name)
        if name in EDITORS or said == base.get(name) or said == mine.get(name):
            continue
        if mine.get(name) == base.get(name):
            take.append(name)
        elif said is not None:
            waits.append(name)
    return tuple(take), tuple(waits)


def aligned(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each paragraph of *base* stands in *other*: in its order if it can be, else wherever it was moved."""
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks():
        found.update((block.a + step, block.b + step) for step in range(block.size))
    taken = set(found.values())
    left: dict[str, list[int]] = {}
    for number, hash_ in enumerate(other):
        if number not in taken:
            left.setdefault(hash_, []).append(number)
    for number, hash_ in enumerate(base):
        if number not in found and left.get(hash_):
            found[number] = left[hash_].pop(0)
    return found


def _changes(base: Sequence[str], said: Sequence[str], there: Mapping[int, int]) -> list[Change]:
    kept = set(there.values())
    made = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, base, said, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old = tuple(number for number in range(i1, i2) if number not in there)
        new = tuple(number for number in range(j1, j2) if number not in kept)
        if old and len(old) == len(new):
            made += [Change(i, i + 1, (i,), (j,)) for i, j in zip(old, new, strict=True)]
        elif old or new:
            made.append(Change(i1, i2, old, new))
    return made


def _stands(
    change: Change,
    changes: Sequence[Change],
    pieces: Sequence[str],
    theirs: Sequence[str],
    here: Mapping[int, int],
    there: Mapping[int, int],
    count: int,
) -> dict[int, list[int]]:
    """For each new paragraph of *change* the editor's in whose place it would stand; *count* were there before."""
    if not change.old:
        return {}
    first, last = change.old[0], change.old[-1]
    while first - 1 >= 0 and first - 1 not in here:
        first -= 1
    while last + 1 < count and last + 1 not in here:
        last += 1
    theirs_of = {old: theirs[number] for old, number in there.items()}
    for one in changes:
        theirs_of.update((old, theirs[new]) for old, new in zip(one.old, one.new, strict=False))
    start = here[first - 1] + 1 if first else 0
    end = here[last + 1] if last + 1 < count else len(pieces)
    kept = frozenset(here.values())
    free = [number for number in range(start, end) if number not in kept]
    missing = [old for old in range(first, last + 1) if old not in here]
    found = pairing.pairs([theirs_of.get(old) for old in missing], [pieces[number] for number in free])
    mine = {missing[one]: free[other] for one, other in found.items()}
    made = {
        new: [place]
        for old, new in zip(change.old, change.new, strict=False)
        if (place := mine.get(old, here.get(old))) is not None
    }
    # What the source has taken out besides, and the editor has left as it was, goes with the last.
    rest = [here[old] for old in change.old[len(change.new) :] if old in here]
    if rest:
        made.setdefault(change.new[-1], []).extend(rest)
    return made


def _not_in(new: Sequence[int], said: Sequence[str], own: list[str]) -> list[int]:
    kept = []
    for number in new:
        if said[number] in own:
            own.remove(said[number])
        else:
            kept.append(number)
    return kept


def _spot(change: Change, here: Mapping[int, int], count: int, length: int) -> int | None:
    """After which of the editor's paragraphs a new one goes (-1: before all), None where nothing says it."""
    if change.at - 1 in here:
        return here[change.at - 1]
    if change.until in here:
        return here[change.until] - 1
    if change.until == count:
        return length - 1
    return -1 if change.at == 0 else None


def split(body: str) -> tuple[list[str], list[str]]:
    """A body's paragraphs, and the white space before each and after the last."""
    pieces, gaps, at = paragraphs(body), [], 0
    for piece in pieces:
        start = body.index(piece, at)
        gaps.append(body[at:start])
        at = start + len(piece)
    return pieces, [*gaps, body[at:]]


class _Piece(NamedTuple):
    """A paragraph of the file, with the numbers of those of the editor's in whose place it begins and ends."""

    text: str
    first: int | None = None
    last: int | None = None
    own: bool = False


def _in_place(texts: Sequence[str], number: int) -> list[_Piece]:
    made = [_Piece(text) for text in texts]
    if made:
        made[0] = made[0]._replace(first=number)
        made[-1] = made[-1]._replace(last=number)
    return made


def _joined(made: Sequence[_Piece], gaps: Sequence[str]) -> str:
    """*made* with the white space that the editor has left between them."""
    if not made:
        return ""
    out = [gaps[0] if len(gaps) > 1 else "\n"]
    last: int | None = None
    for place, piece in enumerate(made):
        if place:
            follows = piece.first is not None and last is not None and piece.first == last + 1
            gap = gaps[piece.first] if follows and piece.first is not None else "\n\n"
            # An indent was that of the paragraph, which may be another now.
            out.append(gap if piece.own else gap.rstrip(" \t"))
        out.append(piece.text)
        last = piece.last
    end = gaps[-1] if len(gaps) > 1 else "\n"
    return "".join(out) + (end if "\n" in end else "\n")
