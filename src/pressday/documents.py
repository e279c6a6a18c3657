"""The nouns of the first journey: ``Document -> Clipping``.  Nothing here does I/O.

Every instant is aware and in UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pressday.problems import Problem
from pressday.records import Record

BlockKind = Literal["paragraph", "heading", "item", "quote", "code", "table", "image", "rule", "header"]
BlockRole = Literal[
    "", "title", "headline", "stamp", "byline", "kicker", "standfirst", "caption", "furniture", "unwanted"
]
ClippingKind = Literal["live", "article", "card", "page"]


class Block(Record, frozen=True):
    """One block of a source document.

    *text* is what a reader sees (no markup); *markdown* is the same as safe Markdown, with the inline
    marks that the format had.  *line* counts from 1.  *gap*: an empty line stood before it.  *level*
    is a heading's.  A ``header`` is a line of the document's own that has no place in an entry.

    What the format itself says of the line: its *role* (a ``caption`` is told with the item's picture, a
    ``standfirst`` is its summary); the *instant* that it tells (``<time datetime>``); the *url* to which
    all of it leads.  What is ``unwanted`` a recipe leaves out.
    """

    text: str
    line: int
    markdown: str
    kind: BlockKind = "paragraph"
    level: int = 0
    gap: bool = False
    role: BlockRole = ""
    instant: datetime | None = None
    url: str = ""


class Asset(Record, frozen=True):
    """A file inside a document.  *name* is how its Markdown calls it: safe, and made from its bytes."""

    name: str
    data: bytes


class Picture(Record, frozen=True):
    """A lead image: an asset's name or a whole address, what it shows, and whose it is."""

    address: str
    alt: str = ""
    credit: str = ""


class Item(Record, frozen=True):
    """One thing that the format itself sets apart: blocks *first* to *last* (not included).

    Whatever the format does not say is empty; what it says goes before what the lines look like.
    *topics* are the format's tags, *url* is where the original stands, *guid* the id that its feed
    gave it, *aliases* its old addresses below the base URL (``2019/05/old-slug/``).  *day_only*: of
    the *instant* the format tells the day (in UTC) and no time.
    """

    kind: ClippingKind
    first: int
    last: int
    title: str = ""
    instant: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    url: str = ""
    summary: str = ""
    guid: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    excerpt: bool = False
    day_only: bool = False
    image: Picture | None = None


class Document(Record, frozen=True):
    """A source document as blocks, whatever its format was.  *name* is its file name.

    *items* are what the format itself sets apart (a feed's items, an export's posts, an article with
    its metadata); without any, its lines are recognised.  *page* is the whole of a page of which
    *blocks* are only the one article that was found in it: it may be a live page or a listing.
    *site* is the name that the publication gives itself, *url* the document's own address.
    *image* stands for the whole document; *guesses* are notes with their lines.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    hash: str
    title: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    page: tuple[Block, ...] = ()
    assets: tuple[Asset, ...] = ()
    site: str = ""
    url: str = ""
    image: Picture | None = None
    guesses: tuple[Problem, ...] = ()


class Clipping(Record, frozen=True):
    """One thing found in a document.

    *instant* is None where the document gives no date.  *paragraphs* are Markdown, in order.
    *guessed* names the fields that had to be guessed (``date``).  *line* is the headline's.  The
    rest is what an ``Item`` says.
    """

    kind: ClippingKind
    title: str
    paragraphs: tuple[str, ...]
    line: int
    instant: datetime | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    excerpt: bool = False
    guessed: tuple[str, ...] = ()
    kicker: str = ""
    updated: datetime | None = None
    url: str = ""
    summary: str = ""
    guid: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    image: Picture | None = None
