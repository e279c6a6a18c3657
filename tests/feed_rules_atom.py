"""Atom 1.0 (RFC 4287), archives (RFC 5005), tombstones (RFC 6721): the grammar, and what no grammar can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from feed_rules_shared import is_instant, is_iri, is_language, is_media, is_web, markup

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))

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
    """The grammar, the rules of section 4 of RFC 4287, and those of the two extensions that we use."""
    if not GRAMMAR.validate(root):
        yield from (f"grammar, line {error.line}: {error.message}" for error in GRAMMAR.error_log)
    if root.tag != f"{{{ATOM}}}feed":
        yield f"the root is {root.tag}"
        return
    yield from _counts(root, _FEED_COUNTS, "feed")
    yield from _common(root, "feed")
    if not is_language(root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""):
        yield "feed: its language is no tag (2)"
    links = _own(root, "link")
    rels = [link.get("rel") or "alternate" for link in links]
    if rels.count("self") != 1 or rels.count("alternate") != 1:
        yield "feed: not one link rel=self and one to its page (4.1.1)"
    if any(not is_web(link.get("href")) for link in links):
        yield "feed: a link leads nowhere"
    yield from _entries(root)
    yield from _history(root, links, rels)
    yield from _tombstones(root)


def _entries(root: Any) -> Iterator[str]:
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
        if _text(entry, "id") == _text(root, "id"):
            yield f"{where}: has the feed's own id (4.2.6)"
        if not _text(entry, "title").strip():
            yield f"{where}: its title says nothing"
        terms = Counter((c.get("term"), c.get("scheme")) for c in _own(entry, "category"))
        if any(count > 1 for count in terms.values()):
            yield f"{where}: a category stands twice"
        if _is_later(_text(entry, "published"), _text(entry, "updated")):
            yield f"{where}: updated before it was published"
        if _is_later(_text(entry, "updated"), _text(root, "updated")):
            yield f"{where}: updated after its feed (4.2.15)"


def _is_later(one: str, other: str) -> bool:
    if not is_instant(one) or not is_instant(other):
        return False
    return datetime.fromisoformat(one) > datetime.fromisoformat(other)


def _history(root: Any, links: list[Any], rels: list[str]) -> Iterator[str]:
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
    own = {link.get("href") for link in links if link.get("rel") == "self"}
    around = [link for link in links if link.get("rel") in ("current", "prev-archive", "next-archive")]
    if any(link.get("href") in own for link in around):
        yield "an archive that leads to itself"
    if any(link.get("type") not in (None, "application/atom+xml") for link in around):
        yield "archives are Atom documents"


def _tombstones(root: Any) -> Iterator[str]:
    """RFC 6721, section 3."""
    found = root.findall(f"{{{TOMBSTONES}}}deleted-entry")
    for gone in found:
        if not is_iri(gone.get("ref") or "") or not is_instant(gone.get("when") or ""):
            yield "deleted-entry: needs ref, an IRI, and when, an instant (RFC 6721, 3)"
    twice = Counter((gone.get("ref"), gone.get("when")) for gone in found)
    if any(count > 1 for count in twice.values()):
        yield "deleted-entry: said twice (RFC 6721, 3)"


def _common(element: Any, where: str) -> Iterator[str]:
    for name in ("id", "logo", "icon"):
        for found in _own(element, name):
            if not is_iri(found.text or ""):
                yield f"{where}: {name} is no IRI: {found.text!r}"
    for name in ("updated", "published"):
        for found in _own(element, name):
            if not is_instant(found.text or ""):
                yield f"{where}: {name} is no instant: {found.text!r} (3.3)"
    for name in ("title", "subtitle", "summary", "content", "rights"):
        for found in _own(element, name):
            kind = found.get("type") or "text"
            if kind not in ("text", "html") or len(found):
                yield f"{where}: {name} is {kind} with {len(found)} children (3.1)"
            if kind == "html":
                yield from markup(found.text or "", f"{where}: {name}")
    for person in (*_own(element, "author"), *_own(element, "contributor")):
        if len(_own(person, "name")) != 1 or not _text(person, "name").strip():
            yield f"{where}: a person without a name (3.2)"
        if any(not is_iri(uri.text or "") for uri in _own(person, "uri")) or len(_own(person, "uri")) > 1:
            yield f"{where}: a person's uri is no IRI (3.2.2)"
    if any(not category.get("term") for category in _own(element, "category")):
        yield f"{where}: a category without a term (4.2.2.1)"
    alternates: Counter[tuple[str | None, str | None]] = Counter()
    for link in _own(element, "link"):
        if not is_iri(link.get("href") or ""):
            yield f"{where}: a link leads to {link.get('href')!r}"
        if link.get("type") and not is_media(link.get("type")):
            yield f"{where}: a link's type is {link.get('type')!r} (4.2.7.3)"
        if link.get("length") and not link.get("length").isdigit():
            yield f"{where}: a link's length is {link.get('length')!r} (4.2.7.6)"
        if link.get("rel") == "enclosure" and not (link.get("type") and link.get("length")):
            yield f"{where}: an enclosure has type and length (4.2.7.2)"
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


def _own(element: Any, name: str) -> list[Any]:
    found: list[Any] = element.findall(f"{{{ATOM}}}{name}")
    return found


def _text(element: Any, name: str) -> str:
    return element.findtext(f"{{{ATOM}}}{name}") or ""
