"""RSS 2.0 and Atom 1.0.  The only door to feedgen.

feedgen leaves out an entry's relations of links, the hub, and authors without an e-mail address in
RSS; two extensions write them.  It stamps the present time on whatever has none: everything here is
given its own.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from pressday import addresses
from pressday.outputs.feeds import content
from pressday.outputs.feeds.content import Byline, Feed, Item
from pressday.outputs.feeds.recipes import FeedRecipe, Format
from pressday.outputs.press import Press

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "http://purl.org/dc/elements/1.1/"
_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def draw(recipe: FeedRecipe, press: Press) -> bytes:
    """The feed as RSS or as Atom, as the recipe's *format* says; UTF-8."""
    url = press.absolute(addresses.feed(recipe.page, recipe.format))
    feed = content.ready(recipe, press, url)
    writer = _feed(feed, recipe.format)
    for item in feed.items:
        _entry(writer.add_entry(order="append"), item, feed)
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
    writer.rest.hub = feed.hub
    writer.rest.namespaces = {"dc": _DC} if format_ == "rss" else {}
    return writer


def _entry(entry: Any, item: Item, feed: Feed) -> None:
    entry.id(item.id)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.published(item.published)
    entry.updated(item.updated)
    for byline in item.authors:
        entry.author(_person(byline))
    if not item.authors and item.publisher != feed.publisher:
        entry.author(_person(item.publisher))
    for label in item.categories:
        entry.category(term=label.id, label=label.title)
    if item.summary:
        entry.summary(escape(item.summary, quote=False), type="html")
    entry.content(item.html, type="html")
    entry.rest.creators = tuple(byline.name for byline in item.authors)
    entry.rest.related = item.page if item.page != item.url else ""
    entry.rest.updated = item.updated if item.updated != item.published else None


def _person(byline: Byline) -> dict[str, str]:
    return {"name": byline.name, "uri": byline.url} if byline.url else {"name": byline.name}


class _FeedRest:
    """What feedgen does not write of a feed."""

    def __init__(self) -> None:
        self.hub = ""
        self.namespaces: dict[str, str] = {}

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, root: Any) -> Any:
        if self.hub:
            xml_elem(f"{_ATOM}link", root[0], href=self.hub, rel="hub")
        return root

    def extend_atom(self, root: Any) -> Any:
        if self.hub:
            xml_elem("link", root, href=self.hub, rel="hub")
        return root


class _EntryRest:
    """What feedgen does not write of an entry."""

    def __init__(self) -> None:
        self.creators: tuple[str, ...] = ()
        self.related = ""
        self.updated: datetime | None = None

    def extend_rss(self, item: Any) -> Any:
        for name in self.creators:
            xml_elem(f"{{{_DC}}}creator", item).text = name
        if self.updated:
            xml_elem(f"{_ATOM}updated", item).text = self.updated.isoformat()
        return item

    def extend_atom(self, entry: Any) -> Any:
        if self.related:
            xml_elem("link", entry, href=self.related, rel="related")
        return entry
