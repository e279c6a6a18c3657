"""Lists in pages that stay as they are.

Pages are counted from the oldest: full pages at ``page/1/`` upwards, and a first page that holds the
newest and takes what comes, until it can give a full page away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pressday import addresses
from pressday.outputs.views import Pager

T = TypeVar("T")


def pages(items: Sequence[T], address: str, size: int = 25) -> Iterator[tuple[str, tuple[T, ...], Pager]]:
    """The pages of a list that stands at *address*: (address, items, pager), the first page first.

    *items* are newest first, and so are those of a page.  The first page holds all of up to
    ``2 * size - 1`` items, else the newest ``size`` to ``2 * size - 1``; every other holds *size*.

    A numbered page does not know how many there are (its *total* is 0), so that a new item changes
    none, with one exception: when the first page gives a page away, the one that was the newest
    numbered page gets a new neighbour.
    """
    older = max(0, len(items) // size - 1)
    yield address, tuple(items[: len(items) - older * size]), Pager(0, older + 1, "", _numbered(address, older))
    for number in range(older, 0, -1):
        end = len(items) - (number - 1) * size
        newer = _numbered(address, number + 1) if number < older else address
        yield (
            addresses.older(address, number),
            tuple(items[end - size : end]),
            Pager(number, 0, newer, _numbered(address, number - 1)),
        )


def _numbered(address: str, number: int) -> str:
    return addresses.older(address, number) if number else ""
