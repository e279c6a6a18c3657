"""A feed as a reader has it: RSS and Atom read back by feedparser, JSON Feed by what every reader has for JSON."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

import feedparser

_AROUND = ("current", "prev-archive", "next-archive")
# feedparser knows nothing of these.
_GONE = re.compile(rb'<at:deleted-entry ref="([^"]*)"')


class Item(NamedTuple):
    """What a reader has of one item; an instant is None, and a text empty, where the format does not tell it.

    *url* is where its headline leads; *enclosure* is address, bytes and media type.
    """

    id: str
    title: str
    url: str
    published: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    html: str
    enclosure: tuple[str, int, str] | None


class Document(NamedTuple):
    """What a reader has of one document of a feed.  *id* and *updated* are told by Atom and RSS alone.

    *around* are its links to other documents by relation; *gone* are the ids of the items that it says were deleted.
    """

    id: str
    title: str
    description: str
    language: str
    page: str
    url: str
    hub: str
    image: str
    updated: datetime | None
    items: tuple[Item, ...]
    around: tuple[tuple[str, str], ...]
    gone: frozenset[str]


def document(path: str, data: bytes) -> Document:
    """The document of a feed that stands at *path*.  Raises AssertionError if feedparser finds it broken."""
    return _document(path.endswith(".json"), data)


# To read one takes a hundred times as long as to build it, and most stay as they are from test to test.
@lru_cache(maxsize=600)
def _document(is_json: bool, data: bytes) -> Document:
    return _from_json(json.loads(data)) if is_json else _from_xml(data)


def _from_xml(data: bytes) -> Document:
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    feed = found.feed
    links = {link.rel: link.href for link in feed.links}
    is_rss = found.version == "rss20"
    assert is_rss or found.version == "atom10", found.version
    return Document(
        id=feed.get("id", ""),
        title=feed.title,
        description=feed.subtitle,
        language=feed.language,
        page=links["alternate"],
        url=links["self"],
        hub=links.get("hub", ""),
        image=feed.image.href if "image" in feed else feed.get("logo", ""),
        updated=_instant(feed.updated_parsed),
        items=tuple(_item(entry, is_rss) for entry in found.entries),
        around=tuple(sorted((rel, href) for rel, href in links.items() if rel in _AROUND)),
        gone=frozenset(unescape(ref.decode()) for ref in _GONE.findall(data)),
    )


def _item(entry: Any, is_rss: bool) -> Item:
    whole = entry.content[0].value if "content" in entry else ""
    short = entry.get("summary", "")
    enclosures = [(e.href, int(e.length), e.type) for e in entry.get("enclosures", ())]
    assert len(enclosures) < 2
    return Item(
        id=entry.id,
        title=entry.title,
        url=entry.link,
        published=_instant(entry.published_parsed),
        updated=_instant(entry.updated_parsed if "updated_parsed" in entry else entry.published_parsed),
        authors=tuple(author.name for author in entry.get("authors", ()) if author),
        categories=tuple(tag.label or tag.term for tag in entry.get("tags", ())),
        # RSS has one text for what has one alone; and feedparser gives the whole for a summary that is not there.
        summary=words(short) if (whole or not is_rss) and short != whole else "",
        html=whole or short,
        enclosure=enclosures[0] if enclosures else None,
    )


def _from_json(feed: Any) -> Document:
    return Document(
        id="",
        title=feed["title"],
        description=feed["description"],
        language=feed["language"],
        page=feed["home_page_url"],
        url=feed["feed_url"],
        hub=next((hub["url"] for hub in feed.get("hubs", ())), ""),
        image=feed.get("icon", ""),
        updated=None,
        items=tuple(_from_json_item(item) for item in feed["items"]),
        around=(),
        gone=frozenset(),
    )


def _from_json_item(item: Any) -> Item:
    attached = [(a["url"], a["size_in_bytes"], a["mime_type"]) for a in item.get("attachments", ())]
    return Item(
        id=item["id"],
        title=item["title"],
        url=item.get("external_url") or item["url"],
        published=datetime.fromisoformat(item["date_published"]),
        updated=datetime.fromisoformat(item["date_modified"]),
        authors=tuple(author["name"] for author in item.get("authors", ())),
        categories=tuple(item.get("tags", ())),
        summary=clean(item.get("summary", "")),
        html=item["content_html"],
        enclosure=attached[0] if attached else None,
    )


def _instant(parts: time.struct_time | None) -> datetime | None:
    return datetime(*parts[:6], tzinfo=UTC) if parts else None


def clean(text: str) -> str:
    """*text* as a title or a name: on one line, without what is no character."""
    return " ".join("".join(" " if c.isspace() else c for c in text if c.isspace() or _is_fit(c)).split())


@lru_cache(maxsize=20_000)
def words(html: str) -> str:
    """What *html* says, one space between two words."""
    text = unescape(re.sub(r"<[^<>]*>", " ", html))
    if not text.isprintable():
        text = "".join(c for c in text if c in "\t\n\r" or _is_fit(c))
    return " ".join(text.split())


def _is_fit(character: str) -> bool:
    code = ord(character)
    is_none = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return not is_none and unicodedata.category(character) not in ("Cc", "Cs")
