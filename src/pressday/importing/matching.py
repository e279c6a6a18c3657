"""Which clipping is which entry that was here before.

In this order, each entry once: all the same; same instant and headline; same headline and text; same
text; the only one at that instant; same headline.  What is left is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pressday.documents import Clipping
from pressday.importing.shelf import Known, Marks
from pressday.ledger.imports import body_hashes, fingerprint

# What must be the same, and whether there may be only one of it on either side.
_ROUNDS: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("instant", "headline", "text"), False),
    (("instant", "headline"), False),
    (("headline", "text"), False),
    (("text",), False),
    (("instant",), True),
    (("headline",), False),
)


def match(clippings: Sequence[Clipping], known: Sequence[Known]) -> list[Known | None]:
    """For each clipping the entry that it is, or None for a new one."""
    marks = [marks_of(clipping) for clipping in clippings]
    found: list[Known | None] = [None] * len(clippings)
    for names, only_one in _ROUNDS:
        taken = {entry.key for entry in found if entry is not None}
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
                nearest = _nearest(waiting[mark], marks[number].instant, taken)
                if nearest is not None:
                    taken.add(nearest.key)
                    found[number] = nearest
    return found


def marks_of(clipping: Clipping) -> Marks:
    """By what *clipping* is known again."""
    # A date that was guessed says nothing of which entry it is.
    instant = None if "date" in clipping.guessed else clipping.instant
    return Marks(instant, fingerprint(clipping.title), body_hashes("\n\n".join(clipping.paragraphs)) or None)


def _part(marks: Marks, names: tuple[str, ...]) -> tuple[object, ...]:
    part = tuple(getattr(marks, name) for name in names)
    return () if None in part else part


def _nearest(candidates: Sequence[Known], instant: datetime | None, taken: set[str]) -> Known | None:
    free = [entry for entry in candidates if entry.key not in taken]
    return min(free, key=lambda entry: _apart(entry, instant), default=None)


def _apart(entry: Known, instant: datetime | None) -> float:
    known = [marks.instant for marks in entry.marks if marks.instant]
    return min((abs((one - instant).total_seconds()) for one in known), default=0.0) if instant else 0.0
