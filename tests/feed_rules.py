"""What a feed must be, as code: Atom's grammar, and the rules of Atom 1.0, RSS 2.0 and JSON Feed 1.1.

A checker gives what is wrong, a sentence each; nothing is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from feed_rules_atom import atom
from feed_rules_json import json_feed
from feed_rules_rss import rss
from feed_rules_shared import characters

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def wrong(path: str, data: bytes) -> list[str]:
    """What is wrong with the feed that stands at *path*."""
    return list(_wrong(path.endswith(".json"), data))


# The same bytes are built again and again: once checked, they are as right as they were.
@lru_cache(maxsize=2000)
def _wrong(is_json: bool, data: bytes) -> tuple[str, ...]:
    return tuple(characters(data)) or tuple(json_feed(data) if is_json else _xml(data))


def _xml(data: bytes) -> Iterator[str]:
    try:
        root: Any = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        yield f"not XML: {error}"
        return
    about = root.getroottree().docinfo
    # RSS profile, "Character data"; and a document type may name entities that nobody can look up.
    if about.doctype or about.xml_version != "1.0" or (about.encoding or "").upper() != "UTF-8":
        yield f"not XML 1.0 in UTF-8 without a document type: {about.xml_version}, {about.encoding}, {about.doctype!r}"
    yield from rss(root) if root.tag == "rss" else atom(root)
