"""What a feed is drawn from: everything that it shows, besides the settings and the bodies' text."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pressday.model import Correction, Label, Link, Person, Source
from pressday.records import Mark, Record

Format = Literal["rss", "atom", "json"]


class Line(Record, frozen=True):
    """A line of a list: a headline or a key point, linked where *address* or *original* is known.

    *address* is below the base URL; *original* is a whole address elsewhere and goes before it.
    """

    text: str
    address: str = ""
    original: str = ""
    summary: str = ""
    source: Source | None = None


class Section(Record, frozen=True):
    """A part of an item that gathers others: a heading, a paragraph, a list; each may be missing."""

    title: str = ""
    address: str = ""
    text: str = ""
    lines: tuple[Line, ...] = ()


class Enclosure(Record, frozen=True):
    """A picture that goes with an item: a file of the newsletter, its *length* in bytes, its media *type*."""

    address: str
    length: int
    type: str


class FeedItem(Record, frozen=True):
    """One item.  *id* is permanent; *address* is its page (or anchor) below the base URL.

    *original* is the whole address of somebody else's text that the item leads to, or empty.
    *hash* fetches the body, whose internal links are *links*; *excerpt* allows 40 words of it.
    *sections* stand after the body.  *collected* is the day (``2025-01-22``) on which an item without
    a date of its own was imported, else empty.  *guid* is the id that it had in an older feed.
    *withdrawn* is when it was taken back, for the *reason* given: then it holds nothing else.
    """

    id: str
    title: str
    address: str
    published: datetime
    updated: datetime
    original: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[Label, ...] = ()
    summary: str = ""
    kicker: str = ""
    hash: str = ""
    links: tuple[Link, ...] = ()
    excerpt: bool = False
    source: Source | None = None
    collected: str = ""
    guid: str = ""
    corrections: tuple[Correction, ...] = ()
    sections: tuple[Section, ...] = ()
    image: Enclosure | None = None
    withdrawn: datetime | None = None
    reason: str = ""


class FeedRecipe(Record, frozen=True):
    """One document of a feed, beside the page at *page*; its items newest first.

    *id* is permanent and the same in every document.  *updated* is the latest of its items'.
    *image* stands for the newsletter, *style* is the theme's style sheet for feeds: addresses, or empty.
    *part* names an archive and is empty in the current document; *older* and *newer* name the archives
    that are linked as the previous and the next.
    """

    format: Format
    id: str
    title: str
    description: str
    page: str
    items: tuple[FeedItem, ...]
    updated: datetime
    image: str = ""
    style: str = ""
    part: str = ""
    older: str = ""
    newer: str = ""

    def essence(self, mark: Mark) -> object:
        """Its items by their marks, which other feeds and formats need too."""
        about = (self.id, self.title, self.description, self.page, self.updated, self.image, self.style)
        return self.format, about, self.part, self.older, self.newer, [mark(item) for item in self.items]


class Outline(Record, frozen=True):
    """A feed as the list of feeds names it."""

    title: str
    page: str
    description: str = ""


class OpmlRecipe(Record, frozen=True):
    """The list of all feeds."""

    title: str
    outlines: tuple[Outline, ...]
