"""What the edition holds, as feed items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Collection, Digest, Edition, Emptied, Entry, LivePage, Person, Source, Span
from pressday.outputs.feeds.recipes import FeedItem, Line, Section
from pressday.outputs.feeds.shelf import Shelf
from pressday.outputs.shells import original
from pressday.wording import MORE_NEWS, WITHDRAWN

# How many of a live page's entries its one item names; the page has the rest.
HEADLINES = 10


class Items:
    """Makes items, each once: an entry is in the feeds of all its topics."""

    def __init__(self, edition: Edition, newsletter: Newsletter, shelf: Shelf) -> None:
        self._edition = edition
        self._newsletter = newsletter
        self._shelf = shelf
        self._entries: dict[str, FeedItem] = {}
        self._made: dict[str, FeedItem] = {}
        self._days: dict[str, str] = {}
        self._withdrawn: dict[tuple[str, str], datetime] = {}
        for entry in edition.retracted:
            home = entry.kind, entry.collection
            self._withdrawn[home] = min(entry.published, self._withdrawn.get(home, entry.published))

    def entry(self, entry: Entry) -> FeedItem:
        """An article, a live entry or a card, with its text; or what is left of one that was withdrawn."""
        item = self._entries.get(entry.key)
        if item is None:
            item = self._entries[entry.key] = self._entry(entry, self._id(entry.key))
        return item

    def day(self, item: FeedItem) -> str:
        """The date (``2025-01-22``) on which *item* was published, in the newsletter's zone."""
        day = self._days.get(item.id)
        if day is None:
            day = self._days[item.id] = item.published.astimezone(self._newsletter.zone).strftime("%Y-%m-%d")
        return day

    def live_page(self, page: LivePage) -> FeedItem:
        """A live page as one item: its key points and its newest headlines."""
        return self._once(self._id("live", page.index.key), lambda id_: self._live_page(page, id_))

    def collection(self, collection: Collection) -> FeedItem:
        """Linked reading as one item: its newest cards, each with its source."""
        return self._once(self._id("linked", collection.index.key), lambda id_: self._collection(collection, id_))

    def emptied(self, page: Emptied) -> FeedItem:
        """A live page or a collection of which every entry was withdrawn."""
        since = min(entry.published for entry in page.entries)
        id_ = self._id("live" if page.kind == "live" else "linked", page.label.id)
        return self._once(id_, lambda id_: _withdrawn(id_, page.label.address, since, page.entries))

    def _once(self, id_: str, make: Callable[[str], FeedItem]) -> FeedItem:
        item = self._made.get(id_)
        if item is None:
            item = self._made[id_] = make(id_)
        return item

    def _entry(self, entry: Entry, id_: str) -> FeedItem:
        self._days[id_] = entry.day
        if entry.retracted is not None:
            return _withdrawn(id_, entry.address, entry.published, [entry], entry.guid)
        teaser = self._edition.teasers[entry.key]
        return FeedItem(
            id=id_,
            title=entry.title,
            address=entry.address,
            original=original(entry, self._newsletter) if entry.kind == "card" else "",
            published=entry.published,
            updated=entry.updated,
            authors=teaser.authors,
            categories=teaser.topics,
            summary=teaser.summary,
            kicker=entry.kicker,
            hash=entry.hash,
            links=entry.links,
            excerpt=entry.excerpt,
            source=self._foreign(teaser.source),
            collected=entry.day if teaser.dateless else "",
            guid=entry.guid,
            corrections=entry.corrections,
            image=self._shelf.enclosure(entry) if entry.image else None,
        )

    def _live_page(self, page: LivePage, id_: str) -> FeedItem:
        index = page.index
        points = page.sets[-1].points if page.sets else ()
        newest = page.entries[:HEADLINES]
        first_words = [point.text for point in points[:1]] + [entry.title for entry in newest[:1]]
        return FeedItem(
            id=id_,
            title=index.title,
            address=page.address,
            published=self._since("live", index.name, page.entries, page.updated),
            updated=page.updated,
            authors=self._bylines(page.entries),
            categories=page.topics,
            summary=index.summary or next(iter(first_words), ""),
            source=self._foreign(index.source),
            sections=_filled(
                Section(text=index.summary),
                Section("Key points", lines=tuple(Line(point.text, point.address) for point in points)),
                Section("Latest", lines=tuple(Line(entry.title, entry.address) for entry in newest)),
            ),
        )

    def _collection(self, collection: Collection, id_: str) -> FeedItem:
        index = collection.index
        cards = collection.entries[: self._newsletter.feeds.items]
        return FeedItem(
            id=id_,
            title=index.title,
            address=collection.address,
            published=self._since("card", index.name, collection.entries, collection.updated),
            updated=collection.updated,
            authors=self._bylines(collection.entries),
            categories=collection.topics,
            summary=index.summary or "; ".join(card.title for card in cards[:3]),
            sections=_filled(
                Section(text=index.summary),
                Section(
                    lines=tuple(
                        Line(
                            card.title,
                            card.address,
                            original(card, self._newsletter),
                            source=self._foreign(self._edition.teasers[card.key].source or index.source),
                        )
                        for card in cards
                    )
                ),
            ),
        )

    def digest(self, digest: Digest) -> FeedItem:
        """A closed digest, whole enough for a service that mails a feed."""
        note = digest.note
        briefings = (
            Section(b.title, b.address, lines=tuple(Line(point.text, point.address) for point in b.points))
            for b in digest.briefings
        )
        groups = (
            Section(
                group.label.title if group.label else MORE_NEWS if len(digest.groups) > 1 else "",
                group.label.address if group.label else "",
                lines=tuple(
                    Line(
                        story.teaser.title,
                        story.teaser.address,
                        summary=story.teaser.summary,
                        source=self._foreign(story.teaser.source),
                    )
                    for story in group.stories
                ),
            )
            for group in digest.groups
        )
        return FeedItem(
            id=self._id("digest", digest.span.name),
            title=digest.subject,
            address=digest.address,
            published=digest.span.end,
            updated=max(digest.span.end, digest.revised or digest.span.end),
            summary=digest.preheader,
            hash=note.hash if note and not note.empty else "",
            links=note.links if note else (),
            sections=_filled(*briefings, *groups),
        )

    def silenced(self, span: Span, told: Sequence[Entry]) -> FeedItem:
        """A digest of which every story was withdrawn: *told* are those."""
        return _withdrawn(self._id("digest", span.name), addresses.digest(span.name), span.end, told)

    def _since(self, kind: str, name: str, entries: Sequence[Entry], default: datetime) -> datetime:
        """When the first of a page's *entries* was published, be it withdrawn by now: an item's date stays."""
        first = entries[-1].published if entries else default
        return min(first, self._withdrawn.get((kind, name), first))

    def _id(self, *parts: str) -> str:
        return addresses.tag(self._newsletter.identity, *parts)

    def _foreign(self, source: Source | None) -> Source | None:
        """*source*, unless it is the newsletter itself."""
        return None if source is not None and source.name == self._newsletter.title else source

    def _bylines(self, entries: tuple[Entry, ...]) -> tuple[Person, ...]:
        """Everybody who wrote there, by name, so that the order does not move with the news."""
        people = {person.name: person for e in entries for person in self._edition.teasers[e.key].authors}
        return tuple(people[name] for name in sorted(people))


def _filled(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.text or section.lines)


def _withdrawn(id_: str, address: str, published: datetime, told: Sequence[Entry], guid: str = "") -> FeedItem:
    """What is left of an item that told *told*, which were withdrawn."""
    when = max(entry.updated for entry in told)
    return FeedItem(
        id=id_,
        title=WITHDRAWN,
        address=address,
        published=published,
        updated=when,
        guid=guid,
        withdrawn=when,
        reason=told[0].reason if len(told) == 1 else "",
    )
