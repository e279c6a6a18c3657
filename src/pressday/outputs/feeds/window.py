"""How far back a feed's current document reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import merge
from typing import Generic, NamedTuple, TypeVar

from pressday.model import Entry
from pressday.outputs.feeds.recipes import FeedItem

RECENT = timedelta(hours=48)
# So long it is said in the current document that something was withdrawn or corrected: whoever looks
# once a month must hear it.
SAID_FOR = timedelta(days=30)
# And for good, as long as so small a part of what the document shows at least (one of so many) is withdrawn.
SHARE = 4

T = TypeVar("T")


class Ranked(NamedTuple, Generic[T]):
    """Something that a feed may hold, and the instant that places it there.

    *dated*: the instant is its own.  Other things are placed by when they were imported, which must
    not push the news of the last two days out.
    """

    instant: datetime
    dated: bool
    thing: T


def newest(*streams: Iterable[Ranked[T]], least: int) -> list[T]:
    """The newest *least* things of *streams*, and everything of the newest two days, newest first.

    Two days are counted back from the newest thing, so that no clock is asked, and for dated things
    from the newest of those.  Each stream runs from the newest; only as much as is kept is read.
    """
    kept: list[T] = []
    latest: datetime | None = None
    latest_dated: datetime | None = None
    for instant, dated, thing in merge(*streams, key=_instant, reverse=True):
        latest = latest or instant
        if dated:
            latest_dated = latest_dated or instant
        if len(kept) < least or instant >= latest - RECENT:
            kept.append(thing)
        elif latest_dated is not None:
            if instant < latest_dated - RECENT:
                break
            if dated:
                kept.append(thing)
    return kept


def with_corrected(kept: list[FeedItem], every: Iterable[FeedItem]) -> list[FeedItem]:
    """*kept*, and behind it what was corrected of *every* not longer than 30 days before the newest item.

    A correction says that readers were told something wrong: in an archive that they know, it would
    reach nobody.
    """
    corrected = [item for item in every if item.corrections]
    if not corrected:
        return kept
    until = max((item.published for item in kept), default=None)
    there = {item.id for item in kept}
    told = [
        item
        for item in corrected
        if item.id not in there
        and (until is None or max(correction.date for correction in item.corrections) >= until - SAID_FOR)
    ]
    return [*kept, *sorted(told, key=lambda item: (item.published, item.id), reverse=True)]


def with_withdrawn(kept: list[FeedItem], every: Iterable[FeedItem], least: int) -> list[FeedItem]:
    """*kept*, and behind it what was withdrawn of *every*, a feed that shows at *least* so many items.

    All that was withdrawn not longer than 30 days before the newest item; and of the others the newest
    withdrawals, as long as no more than a quarter of *least* are withdrawn: whoever comes back late
    hears of them, and whoever comes new is not met by nothing else.
    """
    gone = [item for item in every if item.withdrawn is not None]
    if not gone:
        return kept
    until = max((item.published for item in kept), default=None)
    there = {item.id for item in kept}
    room = least // SHARE - sum(item.withdrawn is not None for item in kept)
    told: list[FeedItem] = []
    for item in sorted(gone, key=_withdrawn, reverse=True):
        if item.id in there:
            continue
        if len(told) < room or until is None or (item.withdrawn is not None and item.withdrawn >= until - SAID_FOR):
            told.append(item)
    return [*kept, *sorted(told, key=lambda item: (item.published, item.id), reverse=True)]


def _withdrawn(item: FeedItem) -> tuple[datetime, str]:
    return item.withdrawn or item.published, item.id


def ranked(entries: Iterable[Entry]) -> Iterator[Ranked[Entry]]:
    """*entries* by when they were published."""
    return (Ranked(e.published, not (e.kind == "card" and "date" in e.guessed), e) for e in entries)


def in_order(stream: Iterable[Ranked[T]]) -> list[Ranked[T]]:
    """*stream* from the newest; what is of one instant stays as it stood."""
    return sorted(stream, key=_instant, reverse=True)


def _instant(ranked: Ranked[T]) -> datetime:
    return ranked.instant
