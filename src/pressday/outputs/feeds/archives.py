"""What a feed's current document has left behind, by calendar month (RFC 5005, section 4).

Every month that is over has an archive, which holds all of its items.  Of the month that is going on
only whole days are archived, and only as far as the current document needs it; that archive is named
by its last day.  So an archive that a subscriber has seen gets no new items but those that are
backdated, and whoever reads back until the first archive that they know misses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pressday.outputs.feeds.recipes import FeedItem


class Archive(NamedTuple):
    """*name* is a month, ``2025-01``, or the last day of an unfinished one, ``2025-01-22``.

    *older* and *newer* are the names of its neighbours, or empty; an unfinished month is nobody's
    *newer*, so that a month that is over does not change with each day.
    """

    name: str
    items: tuple[FeedItem, ...]
    older: str
    newer: str


def cut(every: Sequence[FeedItem], shown: Sequence[FeedItem], day: Callable[[FeedItem], str]) -> list[Archive]:
    """The archives of a feed that consists of *every* item, oldest first, where its current document holds *shown*.

    There are none if that is all of it.  *day* is the date on which an item was published, in the
    newsletter's zone.
    """
    if len(shown) >= len(every):
        return []
    there = {item.id for item in shown}
    months: defaultdict[str, list[tuple[str, FeedItem]]] = defaultdict(list)
    for item in every:
        on = day(item)
        months[on[:7]].append((on, item))
    going_on = max(months)
    left = max((on for on, item in months[going_on] if item.id not in there), default="")
    unfinished = [(on, item) for on, item in months.pop(going_on) if on <= left]
    names = sorted(months)
    if left:
        months[left] = unfinished
    lasting = [*names, ""]
    rows = [*names, left] if left else names
    return [
        Archive(
            name=name,
            items=_newest_first(item for _, item in months[name]),
            older=rows[at - 1] if at else "",
            newer=lasting[at + 1] if at + 1 < len(lasting) else "",
        )
        for at, name in enumerate(rows)
    ]


def _newest_first(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.published, item.id), reverse=True))
