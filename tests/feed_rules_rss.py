"""RSS 2.0 (RSS Advisory Board, 2.0.11), the board's best practices profile, and the three vocabularies beside it.

Those are Dublin Core's ``creator``, ``content:encoded``, and Atom's ``link`` and ``updated``: no others may be there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from feed_rules_shared import is_instant, is_iri, is_language, is_media, is_web, markup

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LINK, _UPDATED = f"{{{ATOM}}}link", f"{{{ATOM}}}updated"
_CREATOR, _ENCODED = f"{{{DC}}}creator", f"{{{CONTENT}}}encoded"

_CHANNEL_ONCE = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl "
    "image rating textInput skipHours skipDays".split()
)
_CHANNEL = _CHANNEL_ONCE | {"category", "item", _LINK}
_ITEM_ONCE = frozenset(
    ["title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source", _ENCODED, _UPDATED]
)
_ITEM = _ITEM_ONCE | {"category", _CREATOR}
# By element: the attributes that it must have, and those that it may.  The others may have none.
_ATTRIBUTES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "category": (frozenset(), frozenset({"domain"})),
    "enclosure": (frozenset({"url", "length", "type"}), frozenset()),
    "guid": (frozenset(), frozenset({"isPermaLink"})),
    "source": (frozenset({"url"}), frozenset()),
    _LINK: (frozenset({"href", "rel"}), frozenset({"type", "title", "hreflang", "length"})),
}
_RELATIONS = frozenset({"self", "hub", "current", "prev-archive", "next-archive"})
_EMPTY = frozenset({"enclosure", _LINK})
_IMAGE = frozenset({"url", "title", "link", "width", "height", "description"})
# RFC 822 with the four-digit year that the profile asks for.
_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3]\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"[0-2]\d:[0-5]\d:[0-5]\d (?:[+-]\d{4}|GMT|UT)\Z"
)


def rss(root: Any) -> Iterator[str]:
    """The required elements, the cardinalities and the forms, and what the profile adds to them."""
    if root.get("version") != "2.0" or len(root) != 1 or root[0].tag != "channel":
        yield "not RSS 2.0 with one channel"
        return
    channel = root[0]
    yield from _parts(channel, _CHANNEL, _CHANNEL_ONCE, ("title", "link", "description"), "channel")
    for name in ("lastBuildDate", "pubDate"):
        yield from _when(channel, name, "channel")
    if not is_web(channel.findtext("link") or ""):
        yield "channel: its link leads nowhere"
    if not is_language(channel.findtext("language") or ""):
        yield "channel: language is no tag"
    if not (channel.findtext("ttl") or "0").isdigit():
        yield "channel: ttl is no number of minutes"
    yield from _links(channel)
    yield from _image(channel)
    items = channel.findall("item")
    twice = [guid for guid, count in Counter(item.findtext("guid") for item in items).items() if count > 1]
    if twice:
        yield f"guids stand twice: {twice}"
    for item in items:
        yield from _item(item, f"item {item.findtext('guid')}")


def _links(channel: Any) -> Iterator[str]:
    """``atom:link`` (profile, "Namespace elements")."""
    links = channel.findall(_LINK)
    rels = Counter(link.get("rel") for link in links)
    if rels["self"] != 1:
        yield "channel: not one atom:link rel=self"
    for link in links:
        rel = link.get("rel")
        if not is_web(link.get("href")):
            yield f"channel: atom:link {rel} leads nowhere"
        if rel not in _RELATIONS or (rel != "hub" and rels[rel] > 1):
            yield f"channel: atom:link {rel} does not stand there, or not twice"
        if rel == "self" and link.get("type") != "application/rss+xml":
            yield f"channel: atom:link self is {link.get('type')}"


def _image(channel: Any) -> Iterator[str]:
    image = channel.find("image")
    if image is None:
        return
    yield from _parts(image, _IMAGE, _IMAGE, ("url", "title", "link"), "image")
    same = all(image.findtext(name) == channel.findtext(name) for name in ("title", "link"))
    if not is_web(image.findtext("url") or "") or not same:
        yield "channel: image needs url, and the channel's own title and link"
    for name, most in (("width", 144), ("height", 400)):
        size = image.findtext(name) or "1"
        if not size.isdigit() or not 0 < int(size) <= most:
            yield f"channel: image's {name} is {size}, not up to {most}"


def _item(item: Any, where: str) -> Iterator[str]:
    yield from _parts(item, _ITEM, _ITEM_ONCE, ("title", "description", "link", "guid", "pubDate"), where)
    yield from _when(item, "pubDate", where)
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") not in (None, "true", "false"):
        yield f"{where}: isPermaLink is {guid.get('isPermaLink')}"
    if guid is not None and guid.get("isPermaLink") != "false" and not is_web(guid.text or ""):
        yield f"{where}: a guid that is no address says so (isPermaLink)"
    for name in ("link", "comments"):
        if item.find(name) is not None and not is_web(item.findtext(name)):
            yield f"{where}: its {name} leads nowhere"
    enclosure = item.find("enclosure")
    if enclosure is not None:
        given = (enclosure.get("url") or "", enclosure.get("length") or "", enclosure.get("type") or "")
        if not (is_web(given[0]) and given[1].isdigit() and is_media(given[2])):
            yield f"{where}: an enclosure has url, length and type"
    source = item.find("source")
    if source is not None and not (is_web(source.get("url") or "") and (source.text or "").strip()):
        yield f"{where}: a source has a name and its feed's url"
    for name, what in ((_CREATOR, "a creator"), ("category", "a category")):
        if any(not (found.text or "").strip() for found in item.findall(name)):
            yield f"{where}: {what} without a name"
    if any("@" not in (author.text or "") for author in item.findall("author")):
        yield f"{where}: an author is an e-mail address"
    if any(not is_instant(updated.text or "") for updated in item.findall(_UPDATED)):
        yield f"{where}: atom:updated is no instant"
    yield from _texts(item, where)


def _texts(item: Any, where: str) -> Iterator[str]:
    """``description`` and ``content:encoded``: with both, the one is a summary of the other, and stands before it."""
    for name in ("description", _ENCODED):
        yield from markup(item.findtext(name) or "", f"{where}: {_bare(name)}")
    tags = [child.tag for child in item]
    if _ENCODED in tags:
        if "description" in tags and tags.index("description") > tags.index(_ENCODED):
            yield f"{where}: content:encoded stands before its description"
        if not (item.findtext(_ENCODED) or "").strip():
            yield f"{where}: content:encoded is empty"
        if item.findtext(_ENCODED) == item.findtext("description"):
            yield f"{where}: says the same twice"


def _parts(
    element: Any, known: frozenset[str], once: frozenset[str], needed: tuple[str, ...], where: str
) -> Iterator[str]:
    """Which elements stand in *element*, how often, with which attributes; all are plain text but those with parts."""
    found = Counter(child.tag for child in element if isinstance(child.tag, str))
    for name, count in found.items():
        if name not in known:
            yield f"{where}: {_bare(name)} is not known there"
        elif name in once and count > 1:
            yield f"{where}: {_bare(name)} stands {count} times"
    yield from (f"{where}: {name} is missing" for name in needed if not (element.findtext(name) or "").strip())
    for child in element:
        must, may = _ATTRIBUTES.get(child.tag, (frozenset(), frozenset()))
        given = set(child.attrib)
        if must - given or given - must - may:
            yield f"{where}: {_bare(child.tag)} has the attributes {sorted(given)}"
        if child.tag not in ("item", "image") and len(child):
            yield f"{where}: {_bare(child.tag)} holds elements"
        if child.tag in _EMPTY and (child.text or "").strip():
            yield f"{where}: {_bare(child.tag)} is not empty"
        if child.tag in ("link", "url") and not is_iri((child.text or "").strip()):
            yield f"{where}: {_bare(child.tag)} is {child.text!r}"


def _when(element: Any, name: str, where: str) -> Iterator[str]:
    """RFC 822, section 5: the weekday, if said, is right."""
    for found in element.findall(name):
        text = found.text or ""
        try:
            instant: datetime | None = parsedate_to_datetime(text) if _DATE.match(text) else None
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            yield f"{where}: {name} is no date of a mail (RFC 822): {text!r}"
        elif instant.strftime("%a") != text[:3]:
            yield f"{where}: {name} was no {text[:3]}: {text!r}"


def _bare(name: str) -> str:
    return name.rpartition("}")[2]
