"""Which feeds there are, and what each holds.

The whole and an author's feed hold articles, and one item for each live page and collection; a
topic's and a live page's hold entry by entry.  No feed holds a live page both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Author, Collection, Digest, Edition, Entry, LivePage, Topic
from pressday.outputs.feeds.items import Items
from pressday.outputs.feeds.recipes import FeedItem, FeedRecipe, Format, OpmlRecipe, Outline
from pressday.outputs.feeds.window import Ranked, newest, ranked
from pressday.outputs.press import Output

KINDS: tuple[tuple[Format, str], ...] = (("rss", "rss"), ("atom", "atom"), ("json", "feed_json"))
OPML = "opml"


class Feed(NamedTuple):
    """A feed before it has a format: what it is called, where it stands, what it holds."""

    id: str
    title: str
    description: str
    page: str
    items: tuple[FeedItem, ...]


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """Every feed in every format, and the list of them all."""
    outlines = []
    merged = {addresses.topic(topic.id): topic.formerly for topic in newsletter.topics}
    for feed in _feeds(edition, newsletter, digests):
        outlines.append(Outline(feed.title, feed.page, feed.description))
        updated = max((item.updated for item in feed.items), default=_beginning(newsletter))
        origin = f"the feed “{feed.title}”"
        # Whoever subscribed to a topic before it was merged into this one goes on receiving it.
        places = (feed.page, *map(addresses.topic, merged.get(feed.page, ())))
        for format_, kind in KINDS:
            recipe = FeedRecipe(format_, *feed, updated)
            for place in places:
                yield Output(addresses.feed(place, format_), kind, recipe, origin=origin)
    yield Output(addresses.OPML, OPML, OpmlRecipe(newsletter.title, tuple(outlines)), origin="the list of feeds")


def _feeds(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Feed]:
    """In the order of the list of feeds: the whole, topics as in the settings, live pages, authors, digests."""
    items = Items(edition, newsletter)
    least, name = newsletter.feeds.items, newsletter.title

    def made(key: tuple[str, ...], page: str, title: str, description: str, held: Iterable[FeedItem]) -> Feed:
        return Feed(addresses.tag(newsletter.identity, "feed", *key), title, description, page, tuple(held))

    whole = _as_read(items, edition.entries, edition.live, edition.collections, least)
    yield made(("whole",), addresses.HOME, name, newsletter.description or name, whole)

    for topic in _in_order(edition.topics, newsletter):
        label = topic.label
        yield made(
            ("topic", label.id),
            label.address,
            f"{name}: {label.title}",
            topic.description or f"{label.title} in {name}, entry by entry",
            map(items.entry, newest(ranked(topic.entries), least=least)),
        )
    for page in edition.live:
        yield made(
            ("live", page.index.name),
            page.address,
            f"{name}: {page.index.title}",
            page.index.summary or f"{page.index.title}, entry by entry",
            map(items.entry, newest(ranked(page.entries), least=least)),
        )
    for author in edition.authors:
        person = author.person
        yield made(
            ("author", author.slug),
            person.address,
            f"{name}: {person.name}",
            f"What {person.name} writes in {name}",
            _as_read(items, author.entries, *_written_by(author, edition), least),
        )
    closed = newest((Ranked(digest.span.end, True, digest) for digest in digests), least=least)
    yield made(
        ("digests",),
        addresses.DIGESTS,
        f"{name}: digests",
        f"Each digest of {name}, once it is closed",
        map(items.digest, closed),
    )


def _beginning(newsletter: Newsletter) -> datetime:
    """What stands for the last change of a feed without items: the year in its identity never moves."""
    return datetime(max(1, int(newsletter.identity.partition(",")[2][:4])), 1, 1, tzinfo=UTC)


def _as_read(
    items: Items,
    entries: Iterable[Entry],
    live: Iterable[LivePage],
    collections: Iterable[Collection],
    least: int,
) -> list[FeedItem]:
    """Articles by when they were published; live pages and collections by when they last changed."""
    articles = ranked(entry for entry in entries if entry.kind == "article")
    pages = [Ranked(item.updated, True, item) for item in map(items.live_page, live)]
    reading = [Ranked(item.updated, False, item) for item in map(items.collection, collections)]
    return newest(
        (Ranked(instant, dated, items.entry(entry)) for instant, dated, entry in articles),
        sorted(pages, key=lambda page: page.instant, reverse=True),
        sorted(reading, key=lambda page: page.instant, reverse=True),
        least=least,
    )


def _in_order(topics: Iterable[Topic], newsletter: Newsletter) -> list[Topic]:
    place = {setting.id: number for number, setting in enumerate(newsletter.topics)}
    return sorted(topics, key=lambda topic: place.get(topic.label.id, len(place)))


def _written_by(author: Author, edition: Edition) -> tuple[list[LivePage], list[Collection]]:
    """The live pages and the collections in which *author* has an entry."""
    written = {(entry.kind, entry.collection) for entry in author.entries}
    return (
        [page for page in edition.live if ("live", page.index.name) in written],
        [collection for collection in edition.collections if ("card", collection.index.name) in written],
    )
