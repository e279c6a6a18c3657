"""Entries that were withdrawn: kept apart from all that is shown, at the addresses that they had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pressday.model import Entry, PointSet
from pressday.records import replace


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
