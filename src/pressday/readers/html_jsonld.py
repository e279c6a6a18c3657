"""JSON-LD in a page: what schema.org's types say of it.  Whatever cannot be read is passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

import lxml.html

Node = Mapping[str, Any]

ARTICLES = frozenset(
    """Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle
    BackgroundNewsArticle ReviewNewsArticle AskPublicNewsArticle SocialMediaPosting TechArticle ScholarlyArticle
    AdvertiserContentArticle SatiricalArticle LiveBlogPosting""".split()
)
LISTINGS = frozenset("CollectionPage ItemList SearchResultsPage Blog".split())
# What stands in these is not what the page itself is.
_ELSEWHERE = frozenset(
    """itemListElement liveBlogUpdate hasPart isPartOf relatedLink mentions about comment review blogPost
    citation""".split()
)
_MOST_NODES = 20_000
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$", re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,300}>")


class Said(NamedTuple):
    """A page's nodes: its own in *whole*, and *all* of them by ``@id``; *line* is where the script of each begins."""

    whole: list[Node]
    by_id: dict[str, Node]
    lines: dict[int, int]

    def of(self, types: Iterable[str]) -> list[Node]:
        """The page's own nodes of these types."""
        wanted = frozenset(types)
        return [node for node in self.whole if wanted & set(kinds(node))]

    def whole_of(self, value: Any) -> Any:
        """*value*, or the node to which it only refers."""
        if isinstance(value, Mapping) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def read(root: lxml.html.HtmlElement) -> Said:
    """All that the scripts of a page say."""
    said, count = Said([], {}, {}), 0
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        for node, own in _nodes(_parsed(script.text_content() or "")):
            count += 1
            if count > _MOST_NODES:
                return said
            if isinstance(node.get("@id"), str) and len(node) > 2:
                said.by_id.setdefault(node["@id"], node)
            if own:
                said.whole.append(node)
                said.lines[id(node)] = script.sourceline or 1
    return said


def kinds(node: Node) -> tuple[str, ...]:
    """The types of a node, without the vocabulary's address."""
    return tuple(one.rpartition("/")[2].rpartition(":")[2] for one in strings(node.get("@type")))


def strings(value: Any) -> list[str]:
    """The texts that a value is, or is a list of."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def text(value: Any) -> str:
    """The first text of a value as one line, without the entities and tags that some leave in it."""
    for one in strings(value):
        told = " ".join(_TAG.sub("", unescape(one)).split())
        if told:
            return told
    return ""


def many(value: Any) -> list[Any]:
    """*value* as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _parsed(written: str) -> Any:
    for text_ in (written, _WRAPPED.sub("", _WRAPPED.sub("", written))):
        try:
            return json.loads(text_, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[tuple[Node, bool]]:
    """Every node, outer ones first; and whether it is the page's own."""
    level = [(value, True)]
    while level:
        further = []
        for one, own in level:
            if isinstance(one, list):
                further += [(part, own) for part in one]
            elif isinstance(one, dict):
                if "@type" in one or "@id" in one:
                    yield one, own
                further += [
                    (part, own and key not in _ELSEWHERE) for key, part in one.items() if isinstance(part, (list, dict))
                ]
        level = further
