"""How far back a feed reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import merge
from typing import Generic, NamedTuple, TypeVar

from pressday.model import Entry

RECENT = timedelta(hours=48)

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


def ranked(entries: Iterable[Entry]) -> Iterator[Ranked[Entry]]:
    """*entries* by when they were published."""
    return (Ranked(e.published, not (e.kind == "card" and "date" in e.guessed), e) for e in entries)


def _instant(ranked: Ranked[T]) -> datetime:
    return ranked.instant
