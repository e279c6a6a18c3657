"""What a feed must be, as code: the rules of Atom 1.0, RSS 2.0 and JSON Feed 1.1, each with its place.

A checker gives what is wrong, a sentence each; nothing is right.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"

# RFC 3339, upper case as Atom asks (RFC 4287, 3.3).
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")
_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_ACTS = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|frame|object|embed|form|input|button|link|meta|base)\b|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)
_TAGS = re.compile(r'<[A-Za-z][A-Za-z0-9]*(?:\s+[^\s"=<>/]+(?:="[^"]*")?)*\s*/?>')
_ATTRIBUTES = re.compile(r'\s([^\s"=<>/]+)="([^"]*)"')
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def wrong(path: str, data: bytes) -> list[str]:
    """What is wrong with the feed that stands at *path*."""
    if path.endswith(".json"):
        return list(json_feed(data))
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        return [f"not XML: {error}"]
    return list(rss(root) if root.tag == "rss" else atom(root))


# --- Atom 1.0 (RFC 4287), archives (RFC 5005), tombstones (RFC 6721) ---------------------------------

_FEED_COUNTS = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "generator": (0, 1),
    "icon": (0, 1),
    "logo": (0, 1),
    "rights": (0, 1),
    "subtitle": (0, 1),
    "author": (0, 99),
    "category": (0, 99),
    "contributor": (0, 99),
    "link": (1, 99),
    "entry": (0, 99_999),
}
_ENTRY_COUNTS = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (0, 1),
    "rights": (0, 1),
    "source": (0, 1),
    "content": (0, 1),
    "summary": (0, 1),
    "author": (0, 99),
    "category": (0, 99),
    "contributor": (0, 99),
    "link": (0, 99),
}


def atom(root: Any) -> Iterator[str]:
    """The rules of section 4 of RFC 4287, and those of the two extensions that we use."""
    if root.tag != f"{{{ATOM}}}feed":
        yield f"the root is {root.tag}"
        return
    yield from _counts(root, _FEED_COUNTS, "feed")
    yield from _common(root, "feed")
    rels = [link.get("rel") or "alternate" for link in _own(root, "link")]
    if "self" not in rels:
        yield "feed: no link rel=self (4.1.1)"
    entries = _own(root, "entry")
    # 4.1.1: an entry with a given id and instant stands once.
    twice = [key for key, count in Counter(_text(e, "id") for e in entries).items() if count > 1]
    if twice:
        yield f"ids stand twice: {twice}"
    for entry in entries:
        where = f"entry {_text(entry, 'id')}"
        yield from _counts(entry, _ENTRY_COUNTS, where)
        yield from _common(entry, where)
        if not _own(entry, "author") and not _own(root, "author"):
            yield f"{where}: nobody is its author (4.1.2)"
        alternate = any((link.get("rel") or "alternate") == "alternate" for link in _own(entry, "link"))
        if not _own(entry, "content") and not alternate:
            yield f"{where}: neither content nor an alternate link (4.1.2)"
    yield from _history(root, rels)
    for gone in root.iterfind(f"{{{TOMBSTONES}}}deleted-entry"):
        if not _is_iri(gone.get("ref") or "") or not _is_instant(gone.get("when") or ""):
            yield "deleted-entry: needs ref, an IRI, and when, an instant (RFC 6721, 3)"


def _history(root: Any, rels: list[str]) -> Iterator[str]:
    """RFC 5005, section 4."""
    archives = root.findall(f"{{{HISTORY}}}archive")
    if archives and (len(archives) > 1 or len(archives[0]) or archives[0].text):
        yield "fh:archive stands once, and is empty"
    if archives and "current" not in rels:
        yield "an archive without a link to the current document"
    for rel in ("current", "prev-archive", "next-archive"):
        if rels.count(rel) > 1:
            yield f"two links rel={rel}"
        if rel != "prev-archive" and rel in rels and not archives:
            yield f"a current document with a link rel={rel}"


def _common(element: Any, where: str) -> Iterator[str]:
    for name in ("id", "logo", "icon"):
        for found in _own(element, name):
            if not _is_iri(found.text or ""):
                yield f"{where}: {name} is no IRI: {found.text!r}"
    for name in ("updated", "published"):
        for found in _own(element, name):
            if not _is_instant(found.text or ""):
                yield f"{where}: {name} is no instant: {found.text!r} (3.3)"
    for name in ("title", "subtitle", "summary", "content", "rights"):
        for found in _own(element, name):
            kind = found.get("type") or "text"
            if kind not in ("text", "html") or len(found):
                yield f"{where}: {name} is {kind} with {len(found)} children (3.1)"
            if kind == "html":
                yield from _markup(found.text or "", f"{where}: {name}")
    for person in (*_own(element, "author"), *_own(element, "contributor")):
        if len(_own(person, "name")) != 1 or not _text(person, "name").strip():
            yield f"{where}: a person without a name (3.2)"
        if any(not _is_iri(uri.text or "") for uri in _own(person, "uri")) or len(_own(person, "uri")) > 1:
            yield f"{where}: a person's uri is no IRI (3.2.2)"
    if any(not category.get("term") for category in _own(element, "category")):
        yield f"{where}: a category without a term (4.2.2.1)"
    alternates: Counter[tuple[str | None, str | None]] = Counter()
    for link in _own(element, "link"):
        if not _is_iri(link.get("href") or ""):
            yield f"{where}: a link leads to {link.get('href')!r}"
        if link.get("type") and not _MEDIA.match(link.get("type")):
            yield f"{where}: a link's type is {link.get('type')!r} (4.2.7.3)"
        if link.get("length") and not link.get("length").isdigit():
            yield f"{where}: a link's length is {link.get('length')!r} (4.2.7.6)"
        if (link.get("rel") or "alternate") == "alternate":
            alternates[link.get("type"), link.get("hreflang")] += 1
    if any(count > 1 for count in alternates.values()):
        yield f"{where}: two alternates of one type and language (4.1.1, 4.1.2)"


def _counts(element: Any, counts: dict[str, tuple[int, int]], where: str) -> Iterator[str]:
    found = Counter(child.tag for child in element if isinstance(child.tag, str))
    for name, (least, most) in counts.items():
        if not least <= found.pop(f"{{{ATOM}}}{name}", 0) <= most:
            yield f"{where}: not {least} to {most} of {name}"
    yield from (f"{where}: {tag} is not known there" for tag in found if tag.startswith(f"{{{ATOM}}}") or tag[0] != "{")


# --- RSS 2.0 (RSS Advisory Board, 2.0.11) -----------------------------------------------------------

_CHANNEL_ONCE = ("title", "link", "description", "language", "lastBuildDate", "generator", "image", "pubDate")
_ITEM_ONCE = ("title", "link", "description", "guid", "pubDate", "enclosure", "source", f"{{{CONTENT}}}encoded")


def rss(root: Any) -> Iterator[str]:
    """The required elements and the cardinalities, and what the profile adds to them."""
    if root.get("version") != "2.0" or len(root) != 1 or root[0].tag != "channel":
        yield "not RSS 2.0 with one channel"
        return
    channel = root[0]
    yield from _once(channel, _CHANNEL_ONCE, ("title", "link", "description"), "channel")
    yield from _when(channel, "lastBuildDate", "channel")
    if not _is_web(channel.findtext("link") or ""):
        yield "channel: its link leads nowhere"
    if not _LANGUAGE.match(channel.findtext("language") or "en"):
        yield "channel: language is no tag"
    links = channel.findall(f"{{{ATOM}}}link")
    if [link.get("rel") for link in links].count("self") != 1:
        yield "channel: not one atom:link rel=self"
    yield from (
        f"channel: atom:link {link.get('rel')} leads nowhere" for link in links if not _is_web(link.get("href"))
    )
    image = channel.find("image")
    if image is not None:
        same = all(image.findtext(name) == channel.findtext(name) for name in ("title", "link"))
        if not _is_web(image.findtext("url") or "") or not same:
            yield "channel: image needs url, and the channel's own title and link"
    items = channel.findall("item")
    twice = [guid for guid, count in Counter(item.findtext("guid") for item in items).items() if count > 1]
    if twice:
        yield f"guids stand twice: {twice}"
    for item in items:
        yield from _rss_item(item, f"item {item.findtext('guid')}")


def _rss_item(item: Any, where: str) -> Iterator[str]:
    yield from _once(item, _ITEM_ONCE, ("title", "description", "link", "guid", "pubDate"), where)
    yield from _when(item, "pubDate", where)
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false" and not _is_web(guid.text or ""):
        yield f"{where}: a guid that is no address says so (isPermaLink)"
    if not _is_web(item.findtext("link") or ""):
        yield f"{where}: its link leads nowhere"
    enclosure = item.find("enclosure")
    if enclosure is not None:
        given = (enclosure.get("url") or "", enclosure.get("length") or "", enclosure.get("type") or "")
        if not (_is_web(given[0]) and given[1].isdigit() and _MEDIA.match(given[2])):
            yield f"{where}: an enclosure has url, length and type"
    source = item.find("source")
    if source is not None and not (_is_web(source.get("url") or "") and source.text):
        yield f"{where}: a source has a name and its feed's url"
    if any(not creator.text for creator in item.findall(f"{{{DC}}}creator")):
        yield f"{where}: a creator without a name"
    if any("@" not in (author.text or "") for author in item.findall("author")):
        yield f"{where}: an author is an e-mail address"
    for name in ("description", f"{{{CONTENT}}}encoded"):
        yield from _markup(item.findtext(name) or "", f"{where}: {name.rpartition('}')[2]}")


def _once(element: Any, most: tuple[str, ...], needed: tuple[str, ...], where: str) -> Iterator[str]:
    for name in most:
        found = element.findall(name)
        if len(found) > 1:
            yield f"{where}: {name} stands {len(found)} times"
        if name in needed and not (found and (found[0].text or "").strip()):
            yield f"{where}: {name} is missing"


def _when(element: Any, name: str, where: str) -> Iterator[str]:
    for found in element.findall(name):
        try:
            aware = parsedate_to_datetime(found.text or "").tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            yield f"{where}: {name} is no date of a mail (RFC 822): {found.text!r}"


# --- JSON Feed 1.1 ----------------------------------------------------------------------------------

_JSON_FEED = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "icon": str,
    "language": str,
    "hubs": list,
    "items": list,
    "authors": list,
    "next_url": str,
    "expired": bool,
}
_JSON_ITEM = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
    "attachments": list,
}


def json_feed(data: bytes) -> Iterator[str]:
    """The top level and the items, as jsonfeed.org/version/1.1 lays them down."""
    try:
        feed = json.loads(data.decode("utf-8"))
    except ValueError as error:
        yield f"not JSON in UTF-8: {error}"
        return
    if not isinstance(feed, dict) or feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "not JSON Feed 1.1"
        return
    yield from _keys(feed, _JSON_FEED, ("version", "title", "items"), "feed")
    yield from (f"feed: {key} leads nowhere" for key in ("home_page_url", "feed_url", "icon") if not _leads(feed, key))
    for hub in feed.get("hubs") or ():
        if not hub.get("type") or not _is_web(hub.get("url") or ""):
            yield "feed: a hub has type and url"
    items = feed.get("items") or ()
    twice = [id_ for id_, count in Counter(item.get("id") for item in items).items() if count > 1]
    if twice:
        yield f"ids stand twice: {twice}"
    for item in items:
        where = f"item {item.get('id')}"
        yield from _keys(item, _JSON_ITEM, ("id",), where)
        if not item.get("content_html") and not item.get("content_text"):
            yield f"{where}: no content"
        yield from _markup(str(item.get("content_html") or ""), f"{where}: content_html")
        yield from (
            f"{where}: {key} leads nowhere" for key in ("url", "external_url", "image") if not _leads(item, key)
        )
        for key in ("date_published", "date_modified"):
            if key in item and not _is_instant(str(item[key])):
                yield f"{where}: {key} is no instant: {item[key]!r}"
        if any(not author.get("name") and not author.get("url") for author in item.get("authors") or ()):
            yield f"{where}: an author without a name"
        for attached in item.get("attachments") or ():
            if not (_is_web(attached.get("url") or "") and _MEDIA.match(attached.get("mime_type") or "")):
                yield f"{where}: an attachment has url and mime_type"


def _keys(found: dict[str, Any], known: dict[str, type], needed: tuple[str, ...], where: str) -> Iterator[str]:
    yield from (f"{where}: {key} is missing" for key in needed if key not in found)
    for key, value in found.items():
        if not isinstance(value, known.get(key, type(None))):
            yield f"{where}: {key} is not known, or is {type(value).__name__}"


def _leads(found: dict[str, Any], key: str) -> bool:
    return key not in found or _is_web(str(found[key]))


# --- what they share --------------------------------------------------------------------------------


def _markup(html: str, where: str) -> Iterator[str]:
    """What a reader may show beside other texts, far from its page."""
    for tag in _TAGS.finditer(html):
        if _ACTS.search(tag[0]):
            yield f"{where}: holds {tag[0]}"
        for name, value in _ATTRIBUTES.findall(tag[0]):
            if name == "id":
                yield f"{where}: an id, {value}, which another text may have too"
            if name in ("href", "src", "cite", "poster") and not re.match(r"(?:https?://[^/]|mailto:|tel:)", value):
                yield f"{where}: {name} leads to {value!r}"
            if name == "srcset" and not all(_is_web(part.split()[0]) for part in value.split(", ")):
                yield f"{where}: srcset is {value!r}"


def _own(element: Any, name: str) -> list[Any]:
    found: list[Any] = element.findall(f"{{{ATOM}}}{name}")
    return found


def _text(element: Any, name: str) -> str:
    return element.findtext(f"{{{ATOM}}}{name}") or ""


def _is_instant(text: str) -> bool:
    try:
        return bool(_INSTANT.match(text)) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_iri(text: str) -> bool:
    return bool(re.match(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>\\^`{|}]+\Z""", text))


def _is_web(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.hostname) and _is_iri(text or "")
