"""What subscribers will see: the edition against what the ledger says that they were shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from pressday import addresses
from pressday.ledger.promises import Planned, Promise, Sent, promises
from pressday.ledger.published import Published
from pressday.model import Edition
from pressday.outlook import Change, Feed, Item, Moved, Outlook
from pressday.outputs import Output
from pressday.outputs.feeds.recipes import FeedRecipe
from pressday.records import replace

# Topics and authors are lists of items, and none themselves.
_ITEMS = frozenset({"article", "live", "card", "live-page", "collection", "digest"})

_Promises = Mapping[tuple[str, str], Promise]


def outlook(ledger: Published, edition: Edition, plan: Sequence[Output], identity: str) -> Outlook:
    """*edition*, with the feeds that *plan* makes of it, against *ledger*."""
    if not ledger.promises:
        return Outlook(False)
    known_of_plan = planned(plan, identity)
    shown = {(promise.kind, promise.key): promise for promise in promises(edition, known_of_plan)}
    before = ledger.promises
    new, updated, retitled, moved = [], [], [], []
    for place, promise in shown.items():
        if promise.kind not in _ITEMS:
            continue
        known = before.get(place)
        if known is None:
            new.append(promise)
            continue
        if known.is_gone or promise.is_later(known):
            updated.append(promise)
        elif promise.is_retitled(known):
            retitled.append(promise)
        if not known.is_gone and known.addresses and known.addresses[0] != promise.addresses[0]:
            moved.append(Moved(promise.key, known.addresses[0], promise.addresses[0]))
    gone = [p for place, p in before.items() if p.kind in _ITEMS and not p.is_gone and place not in shown]
    current = _Current(plan, identity)
    feeds = Outlook(True, feedless=True)
    if ledger.knows_feeds:
        feeds = _Feeds(before, shown, known_of_plan.served, current).outlook()
    return replace(
        feeds,
        new=_items(new),
        updated=_items(updated),
        gone=_items(gone),
        moved=tuple(sorted(moved, key=lambda one: one.old)),
        archived=_items(promise for promise in new if not current.shows(promise)),
        retitled=_items(retitled),
    )


def planned(plan: Iterable[Output], identity: str) -> Planned:
    """What *plan* says of feeds beyond the edition: the items of digests, and what is served where."""
    start, item = addresses.tag(identity, "feed", ""), addresses.tag(identity, "digest", "")
    digests: dict[str, Sent] = {}
    served: dict[str, str] = {}
    for output in plan:
        recipe = output.recipe
        if isinstance(recipe, FeedRecipe) and recipe.format == "atom":
            feed = unquote(recipe.id.removeprefix(start))
            if not recipe.part:
                served[output.path.removesuffix(addresses.FEED_FILES["atom"])] = feed
            if feed == "digests":
                digests |= {
                    told.id.removeprefix(item): Sent(told.title, told.published, told.updated) for told in recipe.items
                }
    return Planned(digests, served)


def _feed_recipes(plan: Iterable[Output]) -> Iterator[FeedRecipe]:
    recipes = (output.recipe for output in plan)
    return (recipe for recipe in recipes if isinstance(recipe, FeedRecipe))


class _Current:
    """What the current documents of the feeds show, and which files there are."""

    def __init__(self, plan: Sequence[Output], identity: str) -> None:
        self._plan = plan
        self._identity = identity

    @cached_property
    def _by_feed(self) -> dict[str, frozenset[str]]:
        recipes = {recipe.id: recipe for recipe in _feed_recipes(self._plan) if not recipe.part}
        return {id_: frozenset(item.id for item in recipe.items) for id_, recipe in recipes.items()}

    @cached_property
    def _every(self) -> frozenset[str]:
        return frozenset().union(*self._by_feed.values())

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(output.path for output in self._plan if output.place == "site")

    def shows(self, promise: Promise, feed: str = "") -> bool:
        """Whether the current document of *feed* (of any, if none is named) shows it."""
        parts = {"live-page": ("live",), "collection": ("linked",), "digest": ("digest",)}.get(promise.kind, ())
        id_ = addresses.tag(self._identity, *parts, promise.key)
        if not feed:
            return id_ in self._every
        return id_ in self._by_feed.get(addresses.tag(self._identity, "feed", *feed.split("/")), ())

    def has_feed_at(self, page: str) -> bool:
        """Whether anything is published where a feed beside *page* is, be it a file of the editor's own."""
        return any(addresses.feed(page, format_) in self._files for format_ in addresses.FEED_FILES)


class _Shown(NamedTuple):
    """An item that is shown now and was before: in which feeds it was, and in which it is."""

    promise: Promise
    before: tuple[str, ...]
    now: tuple[str, ...]


class _Feeds:
    """Feed by feed: for those who follow it, what is served at its address now against what was before."""

    def __init__(self, before: _Promises, now: _Promises, served: Mapping[str, str], current: _Current) -> None:
        self._current = current
        self._served = served
        self._before = {promise.feed: promise for promise in before.values() if promise.feed}
        self._now = {promise.feed: promise for promise in now.values() if promise.feed}
        self._shown = [
            _Shown(promise, known.feeds, promise.feeds)
            for place, promise in now.items()
            if promise.kind in _ITEMS
            and promise.feeds is not None
            and (known := before.get(place)) is not None
            and known.feeds is not None
        ]

    def outlook(self) -> Outlook:
        """An outlook that tells of feeds alone."""
        other = self._become()
        become = [change for change in other if change.into]
        stay = [*self._stay(), *(change for change in other if not change.into)]
        # Two that become one are merged, even if that one is new; two addresses of one are not.
        ends = Counter(into for into, _ in {(c.into.id, self._before[c.feed.id].served) for c in become if c.into})
        merged = [c for c in become if c.into and (c.into.id in self._before or ends[c.into.id] > 1)]
        renamed = [change for change in become if change not in merged]
        renamed += [
            Change(self._feed(id_))
            for id_, promise in self._now.items()
            if id_ in self._before and not self._before[id_].is_gone and promise.is_retitled(self._before[id_])
        ]
        reached = {change.into.id for change in become if change.into}
        dropped = [
            self._feed(id_)
            for id_, promise in self._before.items()
            if promise.addresses
            and not self._serves(id_)
            # It was served when the ledger was written, under its own id or another's.
            and (not promise.is_gone or promise.served != id_)
            and not self._current.has_feed_at(promise.addresses[0])
        ]
        opened = [self._feed(id_) for id_ in self._now if id_ not in self._before and id_ not in reached]
        return Outlook(
            True,
            changes=_in_order(stay),
            merged=_in_order(merged),
            renamed=_in_order(renamed),
            opened=tuple(sorted(opened, key=_place)),
            dropped=tuple(sorted(dropped, key=_place)),
        )

    def _feed(self, id_: str) -> Feed:
        promise = self._now.get(id_) or self._before[id_]
        return Feed(id_, promise.addresses[0])

    def _serves(self, id_: str) -> str:
        """The feed that those who follow *id_* get now; empty if they get none."""
        if id_ in self._now:
            return id_
        found = (self._served.get(address, "") for address in self._before[id_].addresses[:1])
        return next((feed for feed in found if feed in self._now), "")

    def _stay(self) -> list[Change]:
        """Of the feeds that serve themselves, as they did: those to which items come, or which they leave."""
        comes: defaultdict[str, list[Promise]] = defaultdict(list)
        leaves: defaultdict[str, list[Promise]] = defaultdict(list)
        for shown in self._shown:
            if shown.now != shown.before:
                for id_ in set(shown.now).difference(shown.before):
                    comes[id_].append(shown.promise)
                for id_ in set(shown.before).difference(shown.now):
                    leaves[id_].append(shown.promise)
        return [
            self._change(self._feed(id_), id_, comes[id_], leaves[id_])
            for id_ in comes.keys() | leaves.keys()
            if id_ in self._before and id_ in self._now and self._before[id_].served == id_
        ]

    def _become(self) -> list[Change]:
        """Of the addresses at which another feed is served than was before: what that means to their followers."""
        made = []
        for id_, known in self._before.items():
            old, new = known.served, self._serves(id_)
            if not new or new == old:
                continue
            comes = [shown.promise for shown in self._shown if new in shown.now and old not in shown.before]
            leaves = [shown.promise for shown in self._shown if old in shown.before and new not in shown.now]
            made.append(self._change(self._feed(id_), new, comes, leaves))
        return made

    def _change(self, feed: Feed, served: str, comes: list[Promise], leaves: list[Promise]) -> Change:
        archived = [promise for promise in comes if not self._current.shows(promise, served)]
        into = None if served == feed.id else self._feed(served)
        return Change(feed, _items(comes), _items(leaves), _items(archived), into)


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: _place(change.feed)))


def _place(feed: Feed) -> str:
    return feed.address


def _items(given: Iterable[Promise]) -> tuple[Item, ...]:
    made = [Item(p.kind, p.key, p.addresses[0] if p.addresses else "") for p in given]
    return tuple(sorted(made, key=lambda item: (item.kind, item.key)))
