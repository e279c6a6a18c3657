"""Which clipping is which entry that was here before.

In this order, each entry once: what its source calls it; all the same; same headline and text; same
instant and headline; same text; the only one at that instant; same headline; a text much like it of about
the same time.  Where something is another, ``likeness`` says whether it can have been corrected.  What is
left is new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pressday import alike, markup
from pressday.documents import Clipping
from pressday.importing.likeness import TELLING, Likeness
from pressday.importing.shelf import Known, Marks
from pressday.ledger.imports import body_hashes, fingerprint, paragraphs

# What must be the same, and whether there may be only one of it on either side.
_ROUNDS: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("guid",), True),
    (("url",), True),
    (("instant", "headline", "text"), False),
    (("headline", "text"), False),
    (("instant", "headline"), False),
    (("text",), False),
    (("instant",), True),
    (("headline",), False),
)
# In these rounds another guid is no hindrance.
_SURE = frozenset({("guid",), ("url",), ("instant", "headline", "text"), ("instant", "headline")})
# How much of two texts is the same if they are one entry's, how many words tell so, how far apart in seconds.
_ALIKE = 0.8
_WORDS = 12
_APART = 12 * 3600
_A_DAY = 36 * 3600

_TAKEN = "is taken for what the document tells at another time and with other words"

May = Callable[[int, Known], bool]


class Matched(NamedTuple):
    """For each clipping the entry that it is, or None for a new one; and of some, by number, what is not plain."""

    entries: list[Known | None]
    doubts: Mapping[int, str]


def match(
    clippings: Sequence[Clipping],
    known: Sequence[Known],
    may: May = lambda number, entry: True,
    *,
    columns: bool = False,
    page: bool = True,
) -> Matched:
    """Which entry each clipping is.

    *may* says whether the clipping of that number could be that entry.  *columns*: one headline may come
    again every week, so that it alone makes no entry of another day the same.  *page*: what is known are
    the entries of one page.
    """
    marks = [marks_of(clipping) for clipping in clippings]
    likeness = Likeness(clippings, marks, known, page=page)
    corrected: Mapping[tuple[str, ...], Callable[[int, Known, Collection[str]], bool]] = {
        ("headline", "text"): likeness.same_text,
        ("text",): likeness.same_text,
        ("instant", "headline"): likeness.same_stamp,
        ("instant",): likeness.same_instant,
        ("headline",): likeness.same_headline,
    }
    found: list[Known | None] = [None] * len(clippings)
    taken: set[str] = set()
    doubts: dict[int, str] = {}
    for names, only_one in _ROUNDS:
        can = corrected.get(names)
        # What another match of this round shows of the page is seen by the next.
        told = frozenset(taken)

        def could(number: int, entry: Known, names: tuple[str, ...] = names) -> bool:
            if names not in _SURE and _other_guid(marks[number], entry):
                return False
            if columns and names == ("headline",) and _apart(entry, marks[number].instant) > _A_DAY:
                return False
            return may(number, entry)

        waiting: dict[tuple[object, ...], list[Known]] = {}
        for entry in known:
            if entry.key not in taken:
                for mark in {_part(marks_, names) for marks_ in entry.marks}:
                    if mark:
                        waiting.setdefault(mark, []).append(entry)
        asking: dict[tuple[object, ...], list[int]] = {}
        for number, entry_found in enumerate(found):
            mark = _part(marks[number], names)
            if entry_found is None and mark in waiting:
                asking.setdefault(mark, []).append(number)
        for mark, numbers in asking.items():
            if only_one and (len(numbers) > 1 or len(waiting[mark]) > 1):
                continue
            for number in numbers:
                free = [entry for entry in waiting[mark] if entry.key not in taken and could(number, entry)]
                nearest = min(free, key=lambda entry: _apart(entry, marks[number].instant), default=None)
                if nearest is not None and can is not None and not can(number, nearest, told):
                    if names == ("headline",) and _is_near(likeness, number, nearest):
                        doubts[number] = f"has the headline of {nearest.path}, and is taken for another: its text is"
                    nearest = None
                if nearest is not None:
                    taken.add(nearest.key)
                    found[number] = nearest
                    if names == ("headline",) and likeness.apart(number, nearest):
                        doubts[number] = _TAKEN
    left = [entry for entry in known if entry.key not in taken]
    told = frozenset(taken)
    for number in _similar(
        clippings, marks, found, left, lambda n, e: may(n, e) and likeness.much_the_same(n, e, told)
    ):
        doubts[number] = _TAKEN
    _withdrawn(clippings, marks, found, [entry for entry in known if entry.key not in taken], may)
    return Matched(found, doubts)


def _is_near(likeness: Likeness, number: int, entry: Known) -> bool:
    """Whether somebody may wonder why the two are not one."""
    apart = likeness.apart(number, entry)
    return apart is None or apart.total_seconds() <= _APART


def _withdrawn(
    clippings: Sequence[Clipping], marks: Sequence[Marks], found: list[Known | None], free: Sequence[Known], may: May
) -> None:
    """Of a text that was withdrawn nothing is left to compare: one whole paragraph of it tells enough."""
    stubs = [entry for entry in free if entry.file is not None and entry.file.is_withdrawn]
    for number, clipping in enumerate(clippings if stubs else ()):
        if found[number] is not None:
            continue
        said = {fingerprint(part) for part in paragraphs(_body(clipping)) if len(part.split()) >= TELLING}
        for entry in stubs:
            told = {hash_ for there in entry.marks for hash_ in there.text or ()}
            near = _apart(entry, marks[number].instant) <= _APART
            if said & told and near and not _other_guid(marks[number], entry) and may(number, entry):
                found[number] = entry
                stubs.remove(entry)
                break


def _similar(
    clippings: Sequence[Clipping], marks: Sequence[Marks], found: list[Known | None], free: Sequence[Known], may: May
) -> list[int]:
    """The last round: an entry whose time, headline and text were all corrected.  The numbers that it found."""
    there = [entry for entry in free if entry.file is not None and entry.versions and _long(entry.file.body)]
    asking = [number for number, entry in enumerate(found) if entry is None and _long(_body(clippings[number]))]
    if not there or not asking:
        return []
    ours = [_plain(_body(clippings[number])) for number in asking]
    theirs = [_plain(entry.file.body) for entry in there if entry.file is not None]
    taken: dict[str, int] = {}
    for _, one, other in alike.near_pairs(ours, theirs, at_least=_ALIKE):
        number, entry = asking[one], there[other]
        free_both = found[number] is None and entry.key not in taken
        if free_both and not _other_guid(marks[number], entry) and may(number, entry):
            taken[entry.key] = number
            found[number] = entry
    return sorted(taken.values())


def marks_of(clipping: Clipping) -> Marks:
    """By what *clipping* is known again."""
    # A date that was guessed says nothing of which entry it is.
    instant = None if "date" in clipping.guessed else clipping.instant
    return Marks(
        instant,
        fingerprint(clipping.title),
        body_hashes(_body(clipping)) or None,
        fingerprint(clipping.guid) if clipping.guid else None,
        fingerprint(clipping.url) if clipping.url else None,
    )


def _part(marks: Marks, names: tuple[str, ...]) -> tuple[object, ...]:
    part = tuple(getattr(marks, name) for name in names)
    return () if None in part else part


def _other_guid(marks: Marks, entry: Known) -> bool:
    """Whether the source calls the two by different names."""
    told = {there.guid for there in entry.marks if there.guid}
    return bool(marks.guid and told) and marks.guid not in told


def _apart(entry: Known, instant: datetime | None) -> float:
    known = [marks.instant for marks in entry.marks if marks.instant]
    return min((abs((one - instant).total_seconds()) for one in known), default=0.0) if instant else 0.0


def _body(clipping: Clipping) -> str:
    return "\n\n".join(clipping.paragraphs)


def _long(body: str) -> bool:
    return len(body.split(None, _WORDS)) >= _WORDS


def _plain(body: str) -> str:
    return " ".join(markup.plain_text(body).split())
