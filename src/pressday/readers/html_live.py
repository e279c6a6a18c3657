"""A live page that says so: schema.org's ``LiveBlogPosting`` and the elements of its updates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

import lxml.html

from pressday.documents import Block, Item
from pressday.markup import fromhtml, plain
from pressday.markup.fromhtml import Piece, address
from pressday.problems import ProblemError
from pressday.readers import html_entries, html_meta
from pressday.readers.html_jsonld import Node, Said, many, strings, text
from pressday.readers.html_meta import Metadata
from pressday.readers.html_parts import Parts
from pressday.readers.html_words import plain as as_words
from pressday.records import replace

_MOST = 100_000
_TAG = re.compile(r"<(?:p|br|div|a|b|strong|em|i|ul|ol|li|h\d|blockquote|figure|img|span)\b", re.IGNORECASE)


class Live(NamedTuple):
    """The blocks of a live page, its entries, its title."""

    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    title: str


class _Update(NamedTuple):
    node: Node
    title: str
    authors: tuple[str, ...]
    body: str
    url: str
    place: str


def read(root: lxml.html.HtmlElement, pieces: Sequence[Piece], meta: Metadata, said: Said, parts: Parts) -> Live | None:
    """The live page that *root* declares itself to be, or None.

    An update's text is that of its element on the page; what the page shows only in part, or not at
    all, is taken from the declaration.
    """
    if meta.kind != "live":
        return None
    updates = _updates(meta, said)
    places = _places(root, pieces, updates)
    numbers = sorted(places)
    spans = html_entries.spans(pieces, [places[number] for number in numbers])
    where = {numbers[number]: span for number, span in spans.items()}
    line = said.lines.get(id(meta.node), 1)
    told: list[tuple[_Update, list[Block]]] = []
    for number, update in enumerate(updates):
        shown = _shown(pieces, where.get(number), parts, update)
        written = _written(update, meta.base, line)
        enough = html_entries.word_count(html_entries.texts(shown)) * 10 >= html_entries.word_count(written) * 8
        if shown and (enough or not written):
            told.append((update, shown))
        elif written or update.title:
            heads = [block for block in shown if block.role] if shown else []
            if not any(block.role == "headline" for block in heads) and update.title:
                heads.insert(
                    0, Block(update.title, line, plain.to_markdown(update.title), "heading", 2, True, "headline")
                )
            told.append((update, heads + written))
    if not any(html_entries.texts(blocks) for _, blocks in told):
        return None
    top = _top(pieces, min((first for first, _ in where.values()), default=None), meta, parts)
    blocks, items = list(top), []
    for update, entry in told:
        items.append(_item(update, entry, len(blocks), said))
        blocks += entry
    title = next((block.text for block in top if block.role == "headline"), next(iter(meta.names), ""))
    return Live(tuple(blocks), tuple(items), title)


def _updates(meta: Metadata, said: Said) -> list[_Update]:
    made: list[_Update] = []
    seen: set[str] = set()
    for one in many(meta.node.get("liveBlogUpdate"))[:_MOST]:
        node = said.whole_of(one)
        if not isinstance(node, dict):
            continue
        named = strings(node.get("url")) + strings(node.get("@id"))
        place = next((unquote(name.partition("#")[2]) for name in named if "#" in name), "")
        url = next((found for name in named if (found := address(name, meta.base, ("http", "https")))), "")
        # A pinned update comes twice.
        mark = (
            place or url or f"{node.get('headline')} {node.get('datePublished')} {str(node.get('articleBody'))[:200]}"
        )
        if mark in seen and not (url == meta.url and not place):
            continue
        seen.add(mark)
        body = next((one for one in strings(node.get("articleBody")) if one.strip()), "")
        authors = tuple(html_meta.author_names(said, node.get("author")))
        title = text(node.get("headline")) or text(node.get("name"))
        made.append(_Update(node, title, authors, body, url if place or url != meta.url else "", place))
    return made


def _places(
    root: lxml.html.HtmlElement, pieces: Sequence[Piece], updates: Sequence[_Update]
) -> dict[int, lxml.html.HtmlElement]:
    """The element of each update: by its name, or by its headline."""
    named = html_entries.ids(root)
    headings: dict[str, list[lxml.html.HtmlElement]] = {}
    for piece in pieces:
        if piece.block.kind == "heading" or len(piece.block.text.split()) <= 25:
            headings.setdefault(as_words(piece.block.text), []).append(piece.element)
    made: dict[int, lxml.html.HtmlElement] = {}
    taken: set[lxml.html.HtmlElement] = set()
    for number, update in enumerate(updates):
        element = named.get(update.place) if update.place else None
        if element is None and update.title:
            element = next((one for one in headings.get(as_words(update.title), ()) if one not in taken), None)
        if element is not None and element not in taken and element.tag not in ("html", "body"):
            taken.add(element)
            made[number] = element
    return made


def _shown(pieces: Sequence[Piece], span: tuple[int, int] | None, parts: Parts, update: _Update) -> list[Block]:
    if span is None:
        return []
    return html_entries.blocks(pieces, span, parts, title=update.title, authors=update.authors)


def _written(update: _Update, base: str, line: int) -> list[Block]:
    """The text that the declaration gives."""
    if _TAG.search(update.body):
        try:
            return [replace(block, line=line) for block in fromhtml.blocks(update.body, base=base)]
        except ProblemError:
            return []
    lines = [" ".join(one.split()) for one in update.body.split("\n")]
    return [Block(one, line, plain.to_markdown(one), gap=True) for one in lines if one]


def _top(pieces: Sequence[Piece], first: int | None, meta: Metadata, parts: Parts) -> list[Block]:
    """The title, the lead and the key points: what stands between the headline and the first entry."""
    names = {as_words(name) for name in meta.names}
    end = len(pieces) if first is None else first
    at = next(
        (n for n in range(end) if pieces[n].block.kind == "heading" and as_words(pieces[n].block.text) in names),
        next((n for n in range(end) if pieces[n].block.kind == "heading" and pieces[n].block.level == 1), None),
    )
    if at is None:
        return []
    made = [replace(pieces[at].block, role="headline")]
    if first is None:
        return made
    for block in (
        html_entries.blocks(pieces, (at + 1, end), parts, title=" ", authors=meta.authors) if at + 1 < end else ()
    ):
        role = "" if block.role in ("headline", "kicker") else "furniture" if block.role == "byline" else block.role
        made.append(replace(block, role=role))
    return made


def _item(update: _Update, entry: Sequence[Block], first: int, said: Said) -> Item:
    node: Any = update.node
    headline = next((block.text for block in entry if block.role == "headline"), update.title)
    instant = next((block.instant for block in entry if block.role == "stamp" and block.instant), None)
    published = next((made for one in strings(node.get("datePublished")) if (made := html_meta.moment(one))), instant)
    updated = next((made for one in strings(node.get("dateModified")) if (made := html_meta.moment(one))), None)
    return Item(
        "live",
        first,
        first + len(entry),
        headline,
        published,
        updated if updated != published else None,
        update.authors,
        url=update.url,
    )
