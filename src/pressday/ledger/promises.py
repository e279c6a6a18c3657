"""What an edition shows, as promises: of each item its id, and in whose feeds it stands.

A *feed* is named by what is permanent of its own id: ``topic/ferries``, ``author/ines-okafor``,
``live/storm``.  The feeds of the whole and of the digests are not named: what stands in them, its
kind says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from pressday import addresses
from pressday.model import Collection, Edition, Entry, LivePage
from pressday.records import Record, digest, replace

# Stands for the hash of what is no longer shown.
GONE = "-"
# When a feed that has shown nothing yet was first published.
NEVER = "1970-01-01T00:00:00+00:00"
_HASH_LENGTH = 10
_LISTS = {"topics": "topic", "authors": "author", "live": "live-page"}
# How the ids of feeds name the kinds of lines that have one.
_FEEDS = {"topic": "topic", "author": "author", "live-page": "live"}


class Sent(NamedTuple):
    """A digest as its feed has it: its subject, when it closed, when it last changed."""

    subject: str
    closed: datetime
    updated: datetime


class Planned(NamedTuple):
    """What is known of feeds once they are planned.

    *digests* are the items of the digests' feed, by the digests' names; *served* are feeds by the pages that
    they are served beside.
    """

    digests: Mapping[str, Sent] = MappingProxyType({})
    served: Mapping[str, str] = MappingProxyType({})


NOTHING_PLANNED = Planned()


class Promise(Record, frozen=True):
    """One id, and what was promised of it.  *addresses* are newest first.

    *title* is a short hash of its headline or name, empty where that is not known.  *feeds* are those
    that showed it, in order; None where that is not known.  Of a topic, an author or a live page that is
    gone they name the feed of its kind that is served at its address now, if one is.
    """

    kind: str
    key: str
    first: str
    updated: str
    hash: str
    addresses: tuple[str, ...]
    title: str = ""
    feeds: tuple[str, ...] | None = None

    @property
    def is_gone(self) -> bool:
        """Whether it was no longer shown when the ledger was last written."""
        return self.hash == GONE

    @property
    def is_list(self) -> bool:
        """Whether it is a topic or an author, and no item itself."""
        return self.kind in ("topic", "author")

    @property
    def feed(self) -> str:
        """The feed of its own, for a topic, an author or a live page; else empty."""
        return f"{_FEEDS[self.kind]}/{self.key}" if self.kind in _FEEDS else ""

    @property
    def served(self) -> str:
        """The feed that is served beside its page: its own, or the one that it has become."""
        return next((feed for feed in self.feeds or () if self._is_of_its_kind(feed)), self.feed)

    def gone(self, served: str = "") -> Promise:
        """What is left of it once it is no longer shown; another feed is *served* at its address, or none."""
        feeds = self.feeds and tuple(feed for feed in self.feeds if not self._is_of_its_kind(feed))
        return replace(self, hash=GONE, title="", feeds=tuple(sorted({*(feeds or ()), served})) if served else feeds)

    def _is_of_its_kind(self, feed: str) -> bool:
        return self.kind in _FEEDS and feed.startswith(f"{_FEEDS[self.kind]}/")

    def is_later(self, before: Promise) -> bool:
        """Whether it has changed, for its readers, since *before*."""
        return later(self.updated, before.updated)

    def is_retitled(self, before: Promise) -> bool:
        """Whether it is known to be called something else than *before*."""
        return bool(self.title and before.title and self.title != before.title)


def later(one: str, other: str) -> bool:
    """Whether the instant *one* is later than the *other*."""
    return one != other and datetime.fromisoformat(one) > datetime.fromisoformat(other)


def promises(edition: Edition, planned: Planned = NOTHING_PLANNED) -> list[Promise]:
    """What *edition* shows, and every feed that it has besides those of the whole and of the digests."""
    held = _Held(edition)
    made = [_entry(entry, held) for entry in (*edition.entries, *edition.cards, *edition.retracted)]
    pages: tuple[LivePage | Collection, ...] = (*edition.live, *edition.collections)
    for page in pages:
        kind, of = ("live-page", "live") if isinstance(page, LivePage) else ("collection", "card")
        since, until, index = _text(page.entries[-1].published), _text(page.updated), page.index
        feeds = held.page(of, index.name, page.entries)
        made.append(Promise(kind, index.key, since, until, "", (page.address,), _mark(index.title), feeds))
    for emptied in edition.emptied:
        kind, entries = "live-page" if emptied.kind == "live" else "collection", emptied.entries
        since, until = _text(min(e.published for e in entries)), _text(max(e.updated for e in entries))
        feeds = held.page(emptied.kind, entries[0].collection, ())
        made.append(Promise(kind, emptied.label.id, since, until, "", (emptied.label.address,), "", feeds))
    for span in edition.spans:
        made.append(_digest(span.name, planned.digests.get(span.name, Sent("", span.end, span.end))))
    there = {span.name for span in edition.spans}
    # Of which every story was withdrawn goes on as an item, emptied.
    made += [_digest(name, sent._replace(subject="")) for name, sent in planned.digests.items() if name not in there]
    for topic in edition.topics:
        made.append(_list("topic", topic.label.id, topic.label.address, topic.label.title, topic.entries))
    for author in edition.authors:
        made.append(_list("author", author.slug, author.person.address, author.person.name, author.entries))
    return made


def aliases(known: Iterable[Promise], now: Iterable[Promise], served: Mapping[str, str]) -> list[Promise]:
    """Of what is not shown *now*, as *known* or not: the lines of addresses at which another feed is *served*."""
    own = {address for promise in now if promise.feed for address in promise.addresses}
    lost = {
        address: promise for promise in known if promise.feed for address in promise.addresses if address not in own
    }
    made = {}
    for page, feed in served.items():
        kind = _LISTS.get(page.split("/")[0], "")
        if kind and page not in own:
            unknown = Promise(kind, page.split("/")[1], NEVER, NEVER, "", (page,))
            promise = lost.get(page, unknown).gone(feed)
            made[promise.kind, promise.key] = promise
    return list(made.values())


def _entry(entry: Entry, held: _Held) -> Promise:
    since, changed = _text(entry.published), entry.updated
    until = since if changed is entry.published else _text(changed)
    return Promise(
        entry.kind, entry.key, since, until, entry.hash, (entry.address,), _mark(entry.title), held.entry(entry)
    )


def _digest(name: str, sent: Sent) -> Promise:
    where = (addresses.digest(name),)
    return Promise("digest", name, _text(sent.closed), _text(sent.updated), "", where, _mark(sent.subject), ())


def _list(kind: str, key: str, address: str, title: str, entries: Sequence[Entry]) -> Promise:
    """A list that has a feed.  No date moves with its news: two people who publish would both change its line."""
    since = _text(entries[-1].published) if entries else NEVER
    return Promise(kind, key, since, since, "", (address,), _mark(title), ())


class _Held:
    """The feeds that hold each item, as the feeds are planned."""

    def __init__(self, edition: Edition) -> None:
        self._slugs = {author.person.name: author.slug for author in edition.authors}
        self._made: dict[tuple[object, ...], tuple[str, ...]] = {}
        # Whose every entry there was withdrawn has the page's item still.
        self._withdrawn: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in edition.retracted:
            self._withdrawn[entry.kind, entry.collection].append(entry)

    def entry(self, entry: Entry) -> tuple[str, ...]:
        """Those that hold *entry*: its topics', and its live page's or an article's authors'."""
        about = (entry.topics, entry.authors, entry.kind, entry.collection)
        made = self._made.get(about)
        if made is None:
            feeds = {f"topic/{topic}" for topic in entry.topics}
            if entry.kind == "live":
                feeds.add(f"live/{entry.home_id}")
            elif entry.kind == "article":
                feeds |= self._by(entry.authors)
            made = self._made[about] = tuple(sorted(feeds))
        return made

    def page(self, kind: str, name: str, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Those that hold the page of that *name* as one item, with *entries* of that *kind*: its authors'."""
        written = {entry.authors for entry in (*entries, *self._withdrawn[kind, name])}
        return tuple(sorted(self._by(name for names in written for name in names)))

    def _by(self, names: Iterable[str]) -> set[str]:
        return {f"author/{self._slugs.get(name) or addresses.slug(name)}" for name in names}


def _mark(title: str) -> str:
    """A hash in place of a headline, which might be withdrawn one day."""
    return digest(title.encode("utf-8", "replace"))[:_HASH_LENGTH] if title else ""


def _text(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
