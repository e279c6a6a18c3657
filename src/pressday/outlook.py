"""What subscribers will see: the edition against what the ledger says that they were shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pressday import addresses
from pressday.ledger.published import Promise, Published
from pressday.ledger.published import promises as promised
from pressday.model import Edition
from pressday.records import Record

if TYPE_CHECKING:
    from pressday.outputs import Output

# Topics are lists of items, and none themselves.
_ITEMS = ("article", "live", "card", "live-page", "collection", "digest")


class Item(Record, frozen=True):
    """Something that feeds show: its kind and id, and the address where it stands (or stood)."""

    kind: str
    key: str
    address: str


class Moved(Record, frozen=True):
    """Something that stands elsewhere now; the old address leads on."""

    key: str
    old: str
    new: str


class Outlook(Record, frozen=True):
    """What subscribers will see once this is out.

    *known*: there is a ledger to compare with.  *updated*
    are those whose date of change has moved.  *gone* are no longer shown.  *archived* are those of
    the new ones that are too old for any current feed: only a reader who goes back will see them.
    """

    known: bool
    new: tuple[Item, ...] = ()
    updated: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    moved: tuple[Moved, ...] = ()
    archived: tuple[Item, ...] = ()


def outlook(ledger: Published, edition: Edition, plan: Iterable[Output], identity: str) -> Outlook:
    """*edition*, with the feeds that *plan* makes of it, against *ledger*."""
    if not ledger.promises:
        return Outlook(False)
    now = {(promise.kind, promise.key): promise for promise in promised(edition) if promise.kind in _ITEMS}
    before = {place: promise for place, promise in ledger.promises.items() if promise.kind in _ITEMS}
    told = {place: promise for place, promise in before.items() if not promise.is_gone}
    new = [promise for place, promise in now.items() if place not in before]
    back = [promise for place, promise in now.items() if place in before and place not in told]
    later = [promise for place, promise in now.items() if place in told and promise.is_later(told[place])]
    moved = [
        Moved(promise.key, told[place].addresses[0], promise.addresses[0])
        for place, promise in now.items()
        if place in told and told[place].addresses and told[place].addresses[0] != promise.addresses[0]
    ]
    shown = _in_current_feeds(plan) if new else frozenset()
    return Outlook(
        True,
        _items(new),
        _items([*later, *back]),
        _items(promise for place, promise in told.items() if place not in now),
        tuple(sorted(moved, key=lambda one: one.old)),
        _items(promise for promise in new if _id(promise, identity) not in shown),
    )


def _in_current_feeds(plan: Iterable[Output]) -> frozenset[str]:
    # What remembers an outlook has no need of what it is made from.
    from pressday.outputs.feeds.recipes import FeedRecipe

    recipes = (output.recipe for output in plan)
    current = (recipe for recipe in recipes if isinstance(recipe, FeedRecipe) and not recipe.part)
    return frozenset(item.id for recipe in current for item in recipe.items)


def _id(promise: Promise, identity: str) -> str:
    parts = {"live-page": ("live",), "collection": ("linked",), "digest": ("digest",)}.get(promise.kind, ())
    return addresses.tag(identity, *parts, promise.key)


def _items(promises: Iterable[Promise]) -> tuple[Item, ...]:
    made = [Item(p.kind, p.key, p.addresses[0] if p.addresses else "") for p in promises]
    return tuple(sorted(made, key=lambda item: (item.kind, item.key)))
