"""Entries that were withdrawn: kept apart from all that is shown, at the addresses that they had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from pressday import addresses
from pressday.ledger.published import Published
from pressday.model import Emptied, Entry, Label, PointSet
from pressday.records import replace


def as_published(entries: Iterable[Entry], ledger: Published, zone: ZoneInfo) -> Iterator[Entry]:
    """*entries*; of those that were withdrawn, such as had been published, whatever their files say by now.

    Who has seen one keeps it until its item is emptied, be it a draft again, past its time, or dated
    later: it was out if *ledger* knows it, or else if its file says so.  What was withdrawn before it
    was out is left out: nobody is told of what nobody has seen.
    """
    for entry in entries:
        when = entry.retracted
        if when is None:
            yield entry
            continue
        promise = ledger.promises.get((entry.kind, entry.key))
        local = when.astimezone(zone)
        if local.time() == time() and local.strftime("%Y-%m-%d") == entry.day:
            # Only the day was written: it is one on which the entry was still out.
            entry = replace(entry, retracted=max(when, entry.published))
        elif entry.published > when:
            if promise is None:
                continue
            first = min(when, datetime.fromisoformat(promise.first).astimezone(UTC))
            day = first.astimezone(zone).strftime("%Y-%m-%d")
            address = promise.addresses[0] if promise.addresses else entry.address
            entry = replace(entry, published=first, day=day, address=address)
        if promise is not None or not entry.draft:
            was_out = promise is not None or entry.expires is None or entry.expires > entry.published
            entry = replace(entry, draft=False, expires=None if was_out else entry.expires)
        yield entry


def apart(entries: Iterable[Entry]) -> tuple[list[Entry], tuple[Entry, ...]]:
    """*entries* that stand, in their order, and those that were withdrawn, the newest withdrawal first."""
    stand: list[Entry] = []
    withdrawn = []
    for entry in entries:
        if entry.retracted is None:
            stand.append(entry)
        else:
            withdrawn.append((entry.retracted, entry.key, entry))
    withdrawn.sort(key=lambda row: row[:2], reverse=True)
    return stand, tuple(row[2] for row in withdrawn)


def taken(withdrawn: Iterable[Entry]) -> dict[tuple[str, str], datetime]:
    """When a live page or a collection, by kind and name, last changed by what was withdrawn from it."""
    found: dict[tuple[str, str], datetime] = {}
    for entry in withdrawn:
        home = entry.kind, entry.collection
        found[home] = max(entry.updated, found.get(home, entry.updated))
    return found


def emptied(withdrawn: Iterable[Entry], stand: Iterable[Entry]) -> tuple[Emptied, ...]:
    """The live pages and collections of which every entry is among the *withdrawn*, and none of those that *stand*."""
    left = {(entry.kind, entry.collection) for entry in stand}
    found = defaultdict[tuple[str, str], list[Entry]](list)
    for entry in withdrawn:
        if entry.kind != "article" and (entry.kind, entry.collection) not in left:
            found[entry.kind, entry.collection].append(entry)
    return tuple(Emptied(own[0].kind, _bare(own[0]), tuple(own)) for _, own in sorted(found.items()))


def _bare(entry: Entry) -> Label:
    """The page that *entry* was on, by its folder's name: its headline may tell what was withdrawn."""
    name = entry.collection
    address = (addresses.live_page if entry.kind == "live" else addresses.collection)(name)
    return Label(entry.home_id, name.replace("-", " ").capitalize(), address)


def without_points_of(withdrawn: frozenset[str], sets: tuple[PointSet, ...]) -> tuple[PointSet, ...]:
    """*sets* of key points less those that tell what the *withdrawn* content files told; a set of nothing else goes."""
    if not any(point.target in withdrawn for points in sets for point in points.points):
        return sets
    kept = []
    for points in sets:
        left = tuple(point for point in points.points if point.target not in withdrawn)
        if left or not points.points:
            kept.append(replace(points, points=left))
    return tuple(kept)
