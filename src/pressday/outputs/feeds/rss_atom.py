"""RSS 2.0 and Atom 1.0.  The only door to feedgen.

feedgen leaves out an entry's relations of links, the hub, archives, what was withdrawn, and authors
without an e-mail address in RSS; two extensions write them.  It stamps the present time on whatever
has none: everything here is given its own.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem
from lxml import etree

from pressday.outputs.feeds import content
from pressday.outputs.feeds.content import Byline, Feed, Item
from pressday.outputs.feeds.recipes import FeedRecipe, Format
from pressday.outputs.press import Press

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "http://purl.org/dc/elements/1.1/"
# Feed Paging and Archiving (RFC 5005), and The Atom "deleted-entry" Element (RFC 6721).
_HISTORY = "http://purl.org/syndication/history/1.0"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def draw(recipe: FeedRecipe, press: Press) -> bytes:
    """The document as RSS or as Atom, as the recipe's *format* says; UTF-8."""
    feed = content.ready(recipe, press)
    writer = _feed(feed, recipe.format)
    for item in feed.items:
        writer.add_entry(_entry(item, recipe.format, feed.publisher), order="append")
    drawn: bytes = writer.rss_str(pretty=True) if recipe.format == "rss" else writer.atom_str(pretty=True)
    return drawn


def _feed(feed: Feed, format_: Format) -> Any:
    writer = FeedGenerator()
    writer.register_extension("rest", _FeedRest, _EntryRest)
    writer.id(feed.id)
    writer.title(feed.title)
    writer.subtitle(feed.description)
    writer.description(feed.description)
    writer.language(feed.language)
    writer.updated(feed.updated)
    writer.generator("Pressday")
    writer.author(_person(feed.publisher))
    writer.link(href=feed.url, rel="self", type=_TYPES[format_])
    writer.link(href=feed.page, rel="alternate", type="text/html")
    if feed.image:
        writer.image(feed.image)
    rest = writer.rest
    rest.style = feed.style
    rest.links = tuple(_links(feed))
    rest.withdrawn = tuple(item for item in feed.items if item.withdrawn)
    rest.is_archive = bool(feed.current)
    if format_ == "rss":
        rest.namespaces = {"dc": _DC}
    else:
        rest.namespaces |= {"fh": _HISTORY} if rest.is_archive else {}
        rest.namespaces |= {"at": _TOMBSTONES} if rest.withdrawn else {}
    return writer


def _links(feed: Feed) -> list[dict[str, str]]:
    """The links of a feed that feedgen does not write in both formats."""
    links = [{"href": feed.hub, "rel": "hub"}] if feed.hub else []
    around = {"current": feed.current, "prev-archive": feed.older, "next-archive": feed.newer}
    return links + [{"href": url, "rel": rel, "type": _TYPES["atom"]} for rel, url in around.items() if url]


class _Entry(FeedEntry):  # type: ignore[misc]  # feedgen tells no types
    """An entry that is drawn once.

    The feeds of all its topics, and the archives of its month, hold it as it is: each takes it over
    from the one before, which is finished by then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drawn: Any = None

    def atom_entry(self, extensions: bool = True) -> Any:
        if self.drawn is None:
            self.drawn = super().atom_entry(extensions)
        return self.drawn

    def rss_entry(self, extensions: bool = True) -> Any:
        if self.drawn is None:
            self.drawn = super().rss_entry(extensions)
        return self.drawn


@lru_cache(maxsize=content.KEPT)
def _entry(item: Item, format_: Format, publisher: Byline) -> _Entry:
    """*item* in one format, in a feed of *publisher*."""
    entry = _Entry()
    entry.register_extension("rest", _EntryRest)
    entry.id(item.id if format_ == "rss" else item.iri)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.published(item.published)
    entry.updated(item.updated)
    for byline in item.authors:
        entry.author(_person(byline))
    if not item.authors and item.publisher != publisher:
        entry.author(_person(item.publisher))
    for label in item.categories:
        entry.category(term=label.id, label=label.title)
    if item.summary:
        entry.summary(escape(item.summary, quote=False), type="html")
    entry.content(item.html, type="html")
    if item.source and item.source.feed and format_ == "rss":
        entry.source(url=item.source.feed, title=item.source.name)
    entry.rest.item = item
    return entry


def _person(byline: Byline) -> dict[str, str]:
    return {"name": byline.name, "uri": byline.url} if byline.url else {"name": byline.name}


class _FeedRest:
    """What feedgen does not write of a feed."""

    def __init__(self) -> None:
        self.links: tuple[dict[str, str], ...] = ()
        self.namespaces: dict[str, str] = {}
        self.style = ""
        self.is_archive = False
        self.withdrawn: tuple[Item, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, root: Any) -> Any:
        self._dress(root)
        for link in self.links:
            xml_elem(f"{_ATOM}link", root[0], **link)
        return root

    def extend_atom(self, root: Any) -> Any:
        self._dress(root)
        for link in self.links:
            xml_elem("link", root, **link)
        if self.is_archive:
            xml_elem(f"{{{_HISTORY}}}archive", root)
        for item in self.withdrawn:
            gone = xml_elem(f"{{{_TOMBSTONES}}}deleted-entry", root, ref=item.iri, when=_instant(item.withdrawn))
            if item.reason:
                xml_elem(f"{{{_TOMBSTONES}}}comment", gone).text = item.reason
        return root

    def _dress(self, root: Any) -> None:
        """Associating Style Sheets with XML documents 1.0: in a browser the feed is more than a tree of tags."""
        if self.style:
            root.addprevious(etree.PI("xml-stylesheet", f'type="text/css" href="{escape(self.style)}"'))


class _EntryRest:
    """What feedgen does not write of an entry."""

    def __init__(self) -> None:
        self.item: Item | None = None

    def extend_rss(self, element: Any) -> Any:
        item = self.item
        assert item is not None
        for byline in item.authors:
            xml_elem(f"{{{_DC}}}creator", element).text = byline.name
        if item.updated != item.published:
            xml_elem(f"{_ATOM}updated", element).text = item.updated.isoformat()
        if item.image:
            image = item.image
            xml_elem("enclosure", element, url=image.url, length=str(image.length), type=image.type)
        return element

    def extend_atom(self, element: Any) -> Any:
        item = self.item
        assert item is not None
        if item.page != item.url:
            xml_elem("link", element, href=item.page, rel="related")
        home = (item.source.url or item.source.feed) if item.source else ""
        if item.source and home and home != item.url:
            xml_elem("link", element, href=home, rel="via", title=item.source.name)
        if item.image:
            image = item.image
            xml_elem("link", element, href=image.url, rel="enclosure", type=image.type, length=str(image.length))
        return element


def _instant(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
