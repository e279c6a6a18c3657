"""An id that was promised is kept: whatever a file says now, its readers know it by the old one."""

from __future__ import annotations

from collections.abc import Iterable

from pressday.ledger.promises import Promise
from pressday.ledger.published import Published
from pressday.model import Entry
from pressday.problems import Problem
from pressday.records import replace


def kept(entries: Iterable[Entry], ledger: Published) -> tuple[tuple[Entry, ...], list[Problem]]:
    """*entries* under the ids that were promised, and an error for each that says another.

    A promise was broken where something stands at an address whose id stands nowhere any more, and
    the id that stands there now was never promised anything.
    """
    entries = tuple(entries)
    present = {entry.key for entry in entries}
    lost = {
        place: promise
        for (_, key), promise in ledger.promises.items()
        if key not in present and not promise.is_gone
        for place in _places(promise)
    }
    if not lost:
        return entries, []
    problems = []
    made = []
    for entry in entries:
        promise = lost.get(_place(entry)) if (entry.kind, entry.key) not in ledger.promises else None
        if promise is None or promise.key in present:
            made.append(entry)
            continue
        present.add(promise.key)
        made.append(replace(entry, key=promise.key, address=promise.addresses[0]))
        now, fixed = (f"`{entry.key}`", "") if entry.keyed else ("none", " (`pressday build --fix` does)")
        problems.append(
            Problem(
                f"was published under the id `{promise.key}`, and has {now} now; it stays what it was",
                entry.path,
                1,
                1,
                f"write `id: {promise.key}` into its header{fixed}; or, if it shall be new to every subscriber, "
                "build with --allow-id-change",
            )
        )
    return tuple(made), problems


def _places(promise: Promise) -> list[tuple[str, ...]]:
    if promise.kind not in ("article", "live", "card") or not promise.addresses:
        return []
    if promise.kind == "article":
        return [(promise.kind, promise.addresses[0])]
    # The address of these is made from the id: they are known by their page and their hour.
    return [(promise.kind, _page(promise.addresses[0]), promise.first)]


def _place(entry: Entry) -> tuple[str, ...]:
    if entry.kind == "article":
        return entry.kind, entry.address
    return entry.kind, _page(entry.address), entry.published.isoformat(timespec="seconds")


def _page(address: str) -> str:
    """The live page's or the collection's own address."""
    return "/".join(address.split("/")[:2])
