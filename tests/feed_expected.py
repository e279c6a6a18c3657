"""What each feed must hold, said from the edition alone.

These are the rules of ``docs/feeds.md``, without the code that plans feeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from feed_items import clean, words
from pressday import addresses
from pressday.config import Newsletter
from pressday.digest import digests
from pressday.model import Body, Collection, Edition, Emptied, Entry, Label, LivePage, Source
from pressday.outputs.shells import original, silenced

TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
HEADLINES = 10


class Thing(NamedTuple):
    """One item as the edition has it.

    *id* is what RSS and JSON Feed must know it by, *iri* what Atom must.  *rank* places it in its feed; *dated*: by a
    date of its own.  *day* is that of its publishing in the newsletter's zone.  *credited* is whom Atom names where
    nobody is its author.  *says* are texts that its content must hold, one after the other; *most* is how many words
    it may hold at all, or None.  *enclosure* is address, bytes and media type.  *corrected* is when it last was.
    """

    id: str
    iri: str
    title: str
    url: str
    published: datetime
    updated: datetime
    day: str
    rank: datetime
    dated: bool
    authors: tuple[str, ...]
    credited: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    says: tuple[str, ...]
    most: int | None
    enclosure: tuple[str, int, str] | None
    withdrawn: datetime | None
    corrected: datetime | None = None


class Held(NamedTuple):
    """One feed as the edition has it: everything that belongs to it.  *places* are where it stands, its own first."""

    id: str
    title: str
    places: tuple[str, ...]
    things: tuple[Thing, ...]


class Expected:
    """The feeds of an edition.  *body* fetches texts by hash; *size* is the bytes of an entry's picture, or 0."""

    def __init__(
        self, edition: Edition, newsletter: Newsletter, body: Callable[[str], Body], size: Callable[[Entry], int]
    ) -> None:
        self._edition = edition
        self._newsletter = newsletter
        self._body = body
        self._size = size
        self._known: dict[str, Thing] = {}

    def feeds(self) -> Iterator[Held]:
        """Every feed that there must be."""
        edition, name = self._edition, self._newsletter.title
        gone = edition.retracted
        yield self._held(
            ("whole",),
            addresses.HOME,
            name,
            self._articles(edition.entries),
            map(self._live_page, edition.live),
            map(self._collection, edition.collections),
            self._articles(gone),
            map(self._emptied, edition.emptied),
        )
        for topic in edition.topics:
            own = [e for e in gone if topic.label.id in e.topics]
            things = self._entries((*topic.entries, *own))
            yield self._held(("topic", topic.label.id), topic.label.address, f"{name}: {topic.label.title}", things)
        pages = [(Label(p.index.key, p.index.title, p.address), p.entries) for p in edition.live]
        pages += [(page.label, ()) for page in edition.emptied if page.kind == "live"]
        for label, entries in pages:
            own = [e for e in gone if e.kind == "live" and e.home_id == label.id]
            things = self._entries((*entries, *own))
            yield self._held(("live", label.id), label.address, f"{name}: {label.title}", things)
        for author in edition.authors:
            who = author.person.name
            taken = [e for e in gone if who in e.authors]
            # Whose every word on a page was withdrawn is told of that page nevertheless.
            there = {(e.kind, e.collection) for e in (*author.entries, *taken)}
            yield self._held(
                ("author", author.slug),
                author.person.address,
                f"{name}: {who}",
                self._articles(author.entries),
                (self._live_page(p) for p in edition.live if ("live", p.index.name) in there),
                (self._collection(c) for c in edition.collections if ("card", c.index.name) in there),
                self._articles(taken),
                (self._emptied(page) for page in edition.emptied if set(page.entries) & set(taken)),
            )
        yield self._held(("digests",), addresses.DIGESTS, f"{name}: digests", self._digests())

    def _held(self, key: tuple[str, ...], page: str, title: str, *things: Iterable[Thing]) -> Held:
        merged = (
            id_ for topic in self._newsletter.topics if addresses.topic(topic.id) == page for id_ in topic.formerly
        )
        moved = (old for old, new in self._edition.moved if new == page)
        places = tuple(dict.fromkeys((page, *map(addresses.topic, merged), *moved)))
        every = tuple(thing for group in things for thing in group)
        return Held(self._tag("feed", *key), clean(title), places, every)

    def _tag(self, *parts: str) -> str:
        return addresses.tag(self._newsletter.identity, *parts)

    def _day(self, instant: datetime) -> str:
        return instant.astimezone(self._newsletter.zone).strftime("%Y-%m-%d")

    def _foreign(self, source: Source | None) -> str:
        """The name of *source*, unless it is the newsletter itself."""
        return "" if source is None or source.name == self._newsletter.title else clean(source.name)

    def _articles(self, entries: Iterable[Entry]) -> Iterator[Thing]:
        return self._entries(entry for entry in entries if entry.kind == "article")

    def _entries(self, entries: Iterable[Entry]) -> Iterator[Thing]:
        for entry in entries:
            if entry.key not in self._known:
                self._known[entry.key] = self._entry(entry)
            yield self._known[entry.key]

    def _entry(self, entry: Entry) -> Thing:
        guid, iri = clean(entry.guid), self._tag(entry.key)
        is_iri = bool(guid) and guid.partition(":")[0].isalnum() and ":" in guid and not set(guid) & set(' "<>\\^`{|}')
        page = addresses.absolute(self._newsletter.base_url, entry.address)
        common = {
            "id": guid or iri,
            "iri": guid if is_iri else iri,
            "published": entry.published,
            "day": entry.day,
            "rank": entry.published,
            "dated": not (entry.kind == "card" and "date" in entry.guessed),
        }
        if entry.retracted is not None:
            return self._silent(page, [entry], common)
        teaser = self._edition.teasers[entry.key]
        authors = tuple(filter(None, (clean(person.name) for person in teaser.authors)))
        whose = self._foreign(teaser.source)
        return Thing(
            title=clean(entry.title) or "Untitled",
            url=self._original(entry) or page,
            authors=authors,
            credited=authors or tuple(filter(None, (whose,))),
            categories=tuple(clean(label.title) or label.id for label in teaser.topics),
            summary=clean(teaser.summary),
            says=tuple(filter(None, map(words, self._text(entry, whose)))),
            most=None,
            enclosure=self._picture(entry),
            updated=entry.updated,
            withdrawn=None,
            corrected=max((correction.date for correction in entry.corrections), default=None),
            **common,
        )

    def _text(self, entry: Entry, whose: str) -> Iterator[str]:
        yield escape(entry.kicker)
        if self._newsletter.feeds.content == "full":
            body = self._body(entry.hash)
            yield body.excerpt_html if entry.excerpt else body.html
        else:
            yield escape(self._edition.teasers[entry.key].summary)
        yield from (escape(correction.text) for correction in entry.corrections)
        yield escape(whose)

    def _original(self, entry: Entry) -> str:
        url = clean(original(entry, self._newsletter)) if entry.kind == "card" else ""
        is_web = url.startswith(("http://", "https://")) and bool(urlsplit(url).hostname)
        return quote(url, safe="%/:?#[]@!$&'()*+,;=-._~") if is_web else ""

    def _picture(self, entry: Entry) -> tuple[str, int, str] | None:
        target = next((link.target for link in entry.links if entry.image and link.address == entry.image), "")
        type_ = TYPES.get(target.rpartition(".")[2].lower(), "")
        size = self._size(entry) if type_ and not entry.excerpt else 0
        return (addresses.absolute(self._newsletter.base_url, entry.image), size, type_) if size else None

    def _silent(self, page: str, told: Sequence[Entry], common: dict[str, object]) -> Thing:
        """What is left of an item that told *told*: that it was withdrawn, when, and why; and not a word more."""
        when = max(entry.updated for entry in told)
        says = tuple(filter(None, ("This was withdrawn on", clean(told[0].reason) if len(told) == 1 else "")))
        return Thing(
            title="Withdrawn",
            url=page,
            updated=when,
            authors=(),
            credited=(),
            categories=(),
            summary="",
            says=says,
            most=sum(len(text.split()) for text in says) + 3,
            enclosure=None,
            corrected=None,
            withdrawn=when,
            **common,  # type: ignore[arg-type]
        )

    def _emptied(self, page: Emptied) -> Thing:
        id_ = self._tag("live" if page.kind == "live" else "linked", page.label.id)
        since = min(entry.published for entry in page.entries)
        where = addresses.absolute(self._newsletter.base_url, page.label.address)
        return self._silent(where, page.entries, self._dated(id_, since))

    def _dated(self, id_: str, instant: datetime) -> dict[str, object]:
        return {
            "id": id_,
            "iri": id_,
            "published": instant,
            "day": self._day(instant),
            "rank": instant,
            "dated": True,
        }

    def _gathered(
        self,
        key: tuple[str, ...],
        title: str,
        address: str,
        published: datetime,
        updated: datetime,
        rank: datetime,
        dated: bool,
        entries: Sequence[Entry],
        categories: Sequence[Label],
        source: Source | None,
        summary: str,
        says: Iterable[str],
    ) -> Thing:
        """Something that is one item of many entries."""
        people = {clean(p.name) for e in entries for p in self._edition.teasers[e.key].authors}
        authors = tuple(sorted(people - {""}))
        id_, whose = self._tag(*key), self._foreign(source)
        return Thing(
            id=id_,
            iri=id_,
            title=clean(title) or "Untitled",
            url=addresses.absolute(self._newsletter.base_url, address),
            published=published,
            updated=updated,
            day=self._day(published),
            rank=rank,
            dated=dated,
            authors=authors,
            credited=authors or tuple(filter(None, (whose,))),
            categories=tuple(clean(label.title) or label.id for label in categories),
            summary=clean(summary),
            says=tuple(filter(None, map(words, (*says, escape(whose))))),
            most=None,
            enclosure=None,
            corrected=None,
            withdrawn=None,
        )

    def _since(self, kind: str, name: str, entries: Sequence[Entry]) -> datetime:
        """When the first was published that a page had, be it withdrawn by now."""
        gone = (e for e in self._edition.retracted if (e.kind, e.collection) == (kind, name))
        return min(e.published for e in (*entries, *gone))

    def _live_page(self, page: LivePage) -> Thing:
        index, points = page.index, page.sets[-1].points if page.sets else ()
        told = [*(point.text for point in points[:1]), *(entry.title for entry in page.entries[:1])]
        return self._gathered(
            ("live", index.key),
            index.title,
            page.address,
            self._since("live", index.name, page.entries),
            page.updated,
            page.updated,
            True,
            page.entries,
            page.topics,
            index.source,
            index.summary or next(iter(told), ""),
            map(escape, [index.summary, *(p.text for p in points), *(e.title for e in page.entries[:HEADLINES])]),
        )

    def _collection(self, collection: Collection) -> Thing:
        index, cards = collection.index, collection.entries
        return self._gathered(
            ("linked", index.key),
            index.title,
            collection.address,
            self._since("card", index.name, cards),
            collection.updated,
            collection.updated,
            False,
            cards,
            collection.topics,
            None,
            index.summary or "; ".join(card.title for card in cards[:3]),
            map(escape, [index.summary, *(card.title for card in cards[: self._newsletter.feeds.items])]),
        )

    def _digests(self) -> Iterator[Thing]:
        for digest in digests(self._edition, self._newsletter):
            end, note = digest.span.end, digest.note
            points = [text for b in digest.briefings for text in (b.title, *(point.text for point in b.points))]
            yield self._gathered(
                ("digest", digest.span.name),
                digest.subject,
                digest.address,
                end,
                max(end, digest.revised or end),
                end,
                True,
                (),
                (),
                None,
                digest.preheader,
                [
                    self._body(note.hash).html if note and not note.empty else "",
                    *map(escape, points),
                    *(escape(story.teaser.title) for story in digest.stories),
                ],
            )
        for span, told in silenced(self._edition, self._newsletter):
            id_ = self._tag("digest", span.name)
            page = addresses.absolute(self._newsletter.base_url, addresses.digest(span.name))
            yield self._silent(page, told, self._dated(id_, span.end))
