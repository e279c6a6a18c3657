"""Which feeds there are, and what each holds.

The whole and an author's feed hold articles, and one item for each live page and collection; a
topic's and a live page's hold entry by entry.  No feed holds a live page both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Collection, Digest, Edition, Emptied, Entry, Label, LivePage, Topic
from pressday.outputs.feeds.archives import Archive, cut
from pressday.outputs.feeds.items import Items
from pressday.outputs.feeds.recipes import FeedItem, FeedRecipe, Format, OpmlRecipe, Outline
from pressday.outputs.feeds.shelf import BARE, Shelf
from pressday.outputs.feeds.window import Ranked, in_order, newest, ranked, with_corrected, with_withdrawn
from pressday.outputs.press import Output
from pressday.outputs.shells import silenced

KINDS: tuple[tuple[Format, str], ...] = (("rss", "rss"), ("atom", "atom"), ("json", "feed_json"))
ARCHIVE = "feed_archive"
OPML = "opml"


class Feed(NamedTuple):
    """A feed before it has a format: what it is called, where it stands, what it holds.

    *items* are those of its current document; *archives* hold what that has left behind, oldest first.
    """

    id: str
    title: str
    description: str
    page: str
    items: tuple[FeedItem, ...]
    archives: tuple[Archive, ...]


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest], shelf: Shelf = BARE) -> Iterator[Output]:
    """Every feed in every format with its archives, and the list of them all."""
    outlines = []
    archives: list[tuple[str, int, Output]] = []
    merged = {addresses.topic(topic.id): topic.formerly for topic in newsletter.topics}
    moved: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in edition.moved:
        moved[new].append(old)
    for number, feed in enumerate(_feeds(edition, newsletter, digests, shelf)):
        outlines.append(Outline(feed.title, feed.page, feed.description))
        origin = f"the feed “{feed.title}”"
        # Whoever subscribed before this one moved, or at a topic that was merged into it, goes on receiving it.
        places = dict.fromkeys((feed.page, *map(addresses.topic, merged.get(feed.page, ())), *moved[feed.page]))
        older = feed.archives[-1].name if feed.archives else ""
        for format_, kind in KINDS:
            recipe = _document(feed, format_, feed.items, newsletter, shelf, older=older)
            for place in places:
                yield Output(addresses.feed(place, format_), kind, recipe, origin=origin, sheaf=feed.page)
        for part in feed.archives:
            recipe = _document(
                feed, "atom", part.items, newsletter, shelf, part=part.name, older=part.older, newer=part.newer
            )
            path = addresses.feed_archive(feed.page, part.name)
            month = part.name[:7]
            # The items of digests quote what they tell.
            aside = feed.page != addresses.DIGESTS
            archives.append((month, number, Output(path, ARCHIVE, recipe, origin=origin, aside=aside, sheaf=month)))
    yield Output(addresses.OPML, OPML, OpmlRecipe(newsletter.title, tuple(outlines)), origin="the list of feeds")
    # The feeds of a month hold the same items.
    archives.sort(key=lambda row: row[:2])
    yield from (output for _, _, output in archives)


def _document(
    feed: Feed,
    format_: Format,
    items: tuple[FeedItem, ...],
    newsletter: Newsletter,
    shelf: Shelf,
    *,
    part: str = "",
    older: str = "",
    newer: str = "",
) -> FeedRecipe:
    updated = max((item.updated for item in items), default=_beginning(newsletter))
    about = (feed.id, feed.title, feed.description, feed.page)
    return FeedRecipe(format_, *about, items, updated, shelf.image, shelf.style, part, older, newer)


def _feeds(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest], shelf: Shelf) -> Iterator[Feed]:
    """In the order of the list of feeds: the whole, topics as in the settings, live pages, authors, digests."""
    items = Items(edition, newsletter, shelf)
    least, name = newsletter.feeds.items, newsletter.title
    withdrawn = edition.retracted

    def made(key: tuple[str, ...], page: str, title: str, description: str, *given: list[Ranked[FeedItem]]) -> Feed:
        streams = [in_order(stream) for stream in given]
        every = [ranked.thing for stream in streams for ranked in stream]
        kept = tuple(with_withdrawn(with_corrected(newest(*streams, least=least), every), every, least))
        archives = tuple(cut(every, kept, items.day))
        return Feed(addresses.tag(newsletter.identity, "feed", *key), title, description, page, kept, archives)

    whole = _as_read(items, edition.entries, edition.live, edition.collections)
    gone = _gone(items, withdrawn, edition.emptied)
    yield made(("whole",), addresses.HOME, name, newsletter.description or name, *whole, gone)

    for topic in _in_order(edition.topics, newsletter):
        label = topic.label
        yield made(
            ("topic", label.id),
            label.address,
            f"{name}: {label.title}",
            topic.description or f"{label.title} in {name}, entry by entry",
            _entries(items, topic.entries),
            _entries(items, (entry for entry in withdrawn if label.id in entry.topics)),
        )
    live = [(Label(p.index.key, p.index.title, p.address), p.index.summary, p.entries) for p in edition.live]
    live += [(page.label, "", ()) for page in edition.emptied if page.kind == "live"]
    for label, summary, entries in live:
        yield made(
            ("live", label.id),
            label.address,
            f"{name}: {label.title}",
            summary or f"{label.title}, entry by entry",
            _entries(items, entries),
            _entries(items, (e for e in withdrawn if e.kind == "live" and e.home_id == label.id)),
        )
    for author in edition.authors:
        person = author.person
        taken = [entry for entry in withdrawn if person.name in entry.authors]
        yield made(
            ("author", author.slug),
            person.address,
            f"{name}: {person.name}",
            f"What {person.name} writes in {name}",
            *_as_read(items, author.entries, *_written_by((*author.entries, *taken), edition)),
            _gone(items, taken, (page for page in edition.emptied if person.name in page.authors)),
        )
    yield made(
        ("digests",),
        addresses.DIGESTS,
        f"{name}: digests",
        f"Each digest of {name}, once it is closed",
        [Ranked(digest.span.end, True, items.digest(digest)) for digest in digests],
        [Ranked(span.end, True, items.silenced(span, told)) for span, told in silenced(edition, newsletter)],
    )


def _beginning(newsletter: Newsletter) -> datetime:
    """What stands for the last change of a feed without items: the year in its identity never moves."""
    return datetime(max(1, int(newsletter.identity.partition(",")[2][:4])), 1, 1, tzinfo=UTC)


def _entries(items: Items, entries: Iterable[Entry]) -> list[Ranked[FeedItem]]:
    return [Ranked(instant, dated, items.entry(entry)) for instant, dated, entry in ranked(entries)]


def _as_read(
    items: Items, entries: Iterable[Entry], live: Iterable[LivePage], collections: Iterable[Collection]
) -> tuple[list[Ranked[FeedItem]], ...]:
    """Articles by when they were published; live pages and collections by when they last changed."""
    return (
        _entries(items, (entry for entry in entries if entry.kind == "article")),
        [Ranked(item.updated, True, item) for item in map(items.live_page, live)],
        [Ranked(item.updated, False, item) for item in map(items.collection, collections)],
    )


def _gone(items: Items, withdrawn: Iterable[Entry], emptied: Iterable[Emptied]) -> list[Ranked[FeedItem]]:
    """Articles and whole pages that were withdrawn, by when they were published."""
    pages = [items.emptied(page) for page in emptied]
    return [
        *_entries(items, (entry for entry in withdrawn if entry.kind == "article")),
        *(Ranked(item.published, True, item) for item in pages),
    ]


def _in_order(topics: Iterable[Topic], newsletter: Newsletter) -> list[Topic]:
    place = {setting.id: number for number, setting in enumerate(newsletter.topics)}
    return sorted(topics, key=lambda topic: place.get(topic.label.id, len(place)))


def _written_by(entries: Iterable[Entry], edition: Edition) -> tuple[list[LivePage], list[Collection]]:
    """The live pages and the collections that have, or had, one of *entries*."""
    written = {(entry.kind, entry.collection) for entry in entries}
    return (
        [page for page in edition.live if ("live", page.index.name) in written],
        [collection for collection in edition.collections if ("card", collection.index.name) in written],
    )
