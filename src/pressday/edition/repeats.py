"""Which entries tell the same story: as their files say (``also:``).

A headline alone says nothing: a live page has an "Opening summary" every day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from pressday.model import Entry
from pressday.problems import Problem

# A page names so many others; more are a running joke, or a form of the house.
MOST = 5


def repeats(
    shown: Sequence[Entry], by_path: Mapping[str, Entry], there: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """For each entry's key the keys of the others that tell its story, oldest first, and what is wrong.

    Either of two may name the other.  *there* are content files that are not shown: they may be named.
    """
    told: defaultdict[str, set[str]] = defaultdict(set)
    problems: list[Problem] = []
    for entry in shown:
        for link in entry.also:
            other = by_path.get(link.target)
            if other is None and link.target not in there:
                message = f"tells again what {link.target} tells, which does not exist"
                hint = "write the other file's path from this one, or take it out of `also:`"
                problems.append(Problem(message, entry.path, link.line, link.column, hint, "warning"))
            elif other is not None and other.key != entry.key:
                told[entry.key].add(other.key)
                told[other.key].add(entry.key)
    if not told:
        return {}, problems
    place = {entry.key: number for number, entry in enumerate(reversed(shown))}
    return {
        key: tuple(_nearest(sorted(others, key=place.__getitem__), place, key)) for key, others in told.items()
    }, problems


def _nearest(others: Sequence[str], place: Mapping[str, int], key: str) -> Sequence[str]:
    """The nearest of *others* in time, where they are too many to name."""
    if len(others) <= MOST:
        return others
    kept = sorted(others, key=lambda other: abs(place[other] - place[key]))[:MOST]
    return sorted(kept, key=place.__getitem__)
