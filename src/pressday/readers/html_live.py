"""A live page that says so: schema.org's ``LiveBlogPosting`` and the elements of its updates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import unquote

import lxml.html

from pressday.documents import Block, Item
from pressday.markup import fromhtml, plain
from pressday.markup.fromhtml import Piece, address
from pressday.problems import ProblemError
from pressday.readers import html_entries, html_fellows, html_jsonld, html_main, html_meta
from pressday.readers.html_jsonld import Node, Said, many, strings, text
from pressday.readers.html_meta import Metadata
from pressday.readers.html_parts import Parts
from pressday.readers.html_words import plain as as_words
from pressday.records import replace

_MOST = 100_000
_OPENING, _ENOUGH = 400, 6
_HOUSES = frozenset({"Organization", "NewsMediaOrganization"})
_TAG = re.compile(r"<(?:p|br|div|a|b|strong|em|i|ul|ol|li|h\d|blockquote|figure|img|span)\b", re.IGNORECASE)


class Live(NamedTuple):
    """The blocks of a live page, its entries, its title."""

    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    title: str


class _Entry(NamedTuple):
    """An entry at the piece *at* of the page, or behind them all."""

    at: int
    blocks: list[Block]
    item: Item


class _Update(NamedTuple):
    """An update as it is declared.  A *house* that signs it says less than the page's own byline."""

    node: Node
    title: str
    authors: tuple[str, ...]
    house: tuple[str, ...]
    body: str
    url: str
    place: str


def read(root: lxml.html.HtmlElement, pieces: Sequence[Piece], meta: Metadata, said: Said, parts: Parts) -> Live | None:
    """The live page that *root* declares itself to be, or None.

    An update's text is that of its element on the page; what the page shows only in part, or not at
    all, is taken from the declaration.  Entries that the page shows beside its declared ones, and does
    not declare, are entries too.  What belongs to none follows the last one's blocks.
    """
    if meta.kind != "live":
        return None
    updates = _updates(meta, said)
    places = _places(root, pieces, updates, parts)
    numbers = sorted(places)
    anchors = [places[number] for number in numbers]
    fellows = html_fellows.of(pieces, anchors, [updates[number].body for number in numbers], parts)
    spans = html_entries.spans(pieces, [*anchors, *fellows])
    spans = html_entries.from_their_stamps(pieces, spans)
    where = {numbers[number]: span for number, span in spans.items() if number < len(numbers)}
    line = said.lines.get(id(meta.node), 1)
    entries: list[_Entry] = []
    rest: list[Block] = []
    for number, update in enumerate(updates):
        shown = _shown(pieces, where.get(number), parts, update)
        written = _written(update, meta.base, line)
        enough = html_entries.word_count(html_entries.texts(shown)) * 10 >= html_entries.word_count(written) * 8
        at = where[number][0] if number in where else len(pieces) + number
        if shown and (enough or not written):
            entries.append(_Entry(at, shown, _item(update, shown)))
        elif written or update.title:
            rest += _not_in(html_entries.texts(shown), written)
            heads = _not_said(html_entries.heads(shown), written)
            if not any(block.role == "headline" for block in heads) and update.title:
                heads.insert(
                    0, Block(update.title, line, plain.to_markdown(update.title), "heading", 2, True, "headline")
                )
            entries.append(_Entry(at, heads + written, _item(update, heads)))
    if not any(html_entries.texts(entry.blocks) for entry in entries):
        return None
    others = [span for number, span in spans.items() if number >= len(numbers)]
    found = [entry for span in others if (entry := _undeclared(pieces, span, parts)) is not None]
    if found:
        entries = sorted([*entries, *found], key=lambda entry: entry.at)
    top, title = _top(pieces, min((first for first, _ in spans.values()), default=None), meta, parts)
    blocks, items = [block for _, block in top], []
    for entry in entries:
        items.append(replace(entry.item, first=len(blocks), last=len(blocks) + len(entry.blocks)))
        blocks += entry.blocks
    told = {number for number, _ in top}.union(*(range(*span) for span in spans.values()))
    blocks += [*rest, *_left(pieces, told, parts)]
    return Live(tuple(blocks), tuple(items), title or next(iter(meta.names), ""))


def _undeclared(pieces: Sequence[Piece], span: tuple[int, int], parts: Parts) -> _Entry | None:
    """An entry that only the page tells of."""
    shown = html_entries.blocks(pieces, span, parts, live=True)
    if not html_entries.texts(shown):
        return None
    title = next((block.text for block in shown if block.role == "headline"), "")
    instant = next((block.instant for block in shown if block.role == "stamp" and block.instant), None)
    return _Entry(span[0], shown, Item("live", 0, 0, title, instant, authors=_signed(shown)))


def _signed(shown: Sequence[Block]) -> tuple[str, ...]:
    """The names in the bylines of an entry."""
    told = [name for block in shown if block.role == "byline" for name in html_meta.people(block.text)]
    return tuple(dict.fromkeys(told))


def _not_in(shown: Sequence[Block], written: Sequence[Block]) -> list[Block]:
    """The blocks that the page shows and the declared text, which stands in for them, has not."""
    said = set(as_words(" ".join(block.text for block in written)).split())
    made = []
    for block in shown:
        words = as_words(block.text).split()
        if sum(word in said for word in words) * 10 < len(words) * 8:
            made.append(block)
    return made


def _not_said(heads: Sequence[Block], written: Sequence[Block]) -> list[Block]:
    """*heads* less the lines that look like stamps and are lines of the declared text: a programme of the day."""
    said = {as_words(block.text) for block in written}
    return [
        block
        for block in heads
        if block.role != "stamp" or block.instant is not None or as_words(block.text) not in said
    ]


def _left(pieces: Sequence[Piece], told: set[int], parts: Parts) -> list[Block]:
    """What else the main part of the page holds."""
    return [
        replace(pieces[number].block, role="furniture" if parts.furniture(pieces[number].element) else "")
        for number in html_main.numbers(pieces, told)
        if number not in told
    ]


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
        house = _is_the_house(authors, said, node, meta)
        people, signed = ((), authors) if house else (authors, ())
        made.append(_Update(node, title, people, signed, body, url if place or url != meta.url else "", place))
    return made


def _places(
    root: lxml.html.HtmlElement, pieces: Sequence[Piece], updates: Sequence[_Update], parts: Parts
) -> dict[int, lxml.html.HtmlElement]:
    """The element of each update: by its name, its headline, how its text begins, or a time that stands once."""
    named = html_entries.ids(root)
    headings: dict[str, list[lxml.html.HtmlElement]] = {}
    # A list of contents, or the key points, may tell the headline before the entry does.
    for piece in sorted(pieces, key=lambda one: (one.block.kind != "heading", parts.furniture(one.element))):
        if piece.block.kind == "heading" or len(piece.block.text.split()) <= 25:
            headings.setdefault(as_words(piece.block.text), []).append(piece.element)
    times, texts = _by_time_and_text(pieces, parts)
    made: dict[int, lxml.html.HtmlElement] = {}
    taken: set[lxml.html.HtmlElement] = set()
    for number, update in enumerate(updates):
        element = named.get(update.place) if update.place else None
        if element is None and update.title:
            element = next((one for one in headings.get(as_words(update.title), ()) if one not in taken), None)
        if element is None:
            instant = _published(update.node)
            found = times.get(instant.replace(second=0, microsecond=0), ()) if instant else ()
            element = texts.get(_opening(_TAG.sub(" ", update.body)))
            if element is None and len(found) == 1:
                element = found[0]
        if element is not None and element not in taken and element.tag not in ("html", "body"):
            taken.add(element)
            made[number] = element
    return made


def _by_time_and_text(
    pieces: Sequence[Piece], parts: Parts
) -> tuple[dict[datetime, list[lxml.html.HtmlElement]], dict[str, lxml.html.HtmlElement]]:
    """The elements that tell machines a minute, and those of paragraphs by their first words."""
    times: dict[datetime, list[lxml.html.HtmlElement]] = {}
    texts: dict[str, lxml.html.HtmlElement] = {}
    for number, piece in enumerate(pieces):
        if parts.furniture(piece.element):
            continue
        if piece.block.instant is not None:
            minute = piece.block.instant.replace(second=0, microsecond=0)
            times.setdefault(minute, []).append(_headline_of(pieces, number, (-1, 1), 2))
        elif opening := _opening(piece.block.text):
            texts.setdefault(opening, _headline_of(pieces, number, (-1,), 4))
    return times, texts


def _headline_of(pieces: Sequence[Piece], number: int, sides: Iterable[int], most: int) -> lxml.html.HtmlElement:
    """The heading before or behind piece *number* that stands closest to it in the tree; without any, its element.

    Between them stand *most* pieces at most, and no text.
    """
    element = pieces[number].element
    above = [element, *element.iterancestors()]
    found: list[tuple[int, int, lxml.html.HtmlElement]] = []
    for side in sides:
        for step in range(1, most + 1):
            at = number + side * step
            if not 0 <= at < len(pieces):
                break
            block, other = pieces[at].block, pieces[at].element
            if block.kind == "heading":
                holders = {other, *other.iterancestors()}
                found.append((next(n for n, one in enumerate(above) if one in holders), side, other))
                break
            if len(block.text.split()) > html_entries.LONGEST_LINE or block.text.endswith("."):
                break
    return min(found, key=lambda one: one[:2])[2] if found else element


def _opening(text: str) -> str:
    """The first words of a text, or nothing for one that has too few to be known by them."""
    words = as_words(text[:_OPENING]).split()[:_ENOUGH]
    return " ".join(words) if len(words) == _ENOUGH else ""


def _published(node: Node) -> datetime | None:
    return next((made for one in strings(node.get("datePublished")) if (made := html_meta.moment(one))), None)


def _shown(pieces: Sequence[Piece], span: tuple[int, int] | None, parts: Parts, update: _Update) -> list[Block]:
    if span is None:
        return []
    return html_entries.blocks(pieces, span, parts, title=update.title, authors=update.authors, live=True)


def _written(update: _Update, base: str, line: int) -> list[Block]:
    """The text that the declaration gives."""
    if _TAG.search(update.body):
        try:
            return [replace(block, line=line) for block in fromhtml.blocks(update.body, base=base)]
        except ProblemError:
            return []
    lines = [" ".join(one.split()) for one in update.body.split("\n")]
    return [Block(one, line, plain.to_markdown(one), gap=True) for one in lines if one]


def _top(
    pieces: Sequence[Piece], first: int | None, meta: Metadata, parts: Parts
) -> tuple[list[tuple[int, Block]], str]:
    """The title, the lead and the key points: what stands between the headline and the first entry; and the title."""
    names = {as_words(name) for name in meta.names}
    end = len(pieces) if first is None else first
    at = next(
        (n for n in range(end) if pieces[n].block.kind == "heading" and as_words(pieces[n].block.text) in names),
        next((n for n in range(end) if pieces[n].block.kind == "heading" and pieces[n].block.level == 1), None),
    )
    if at is None:
        return [], ""
    made = [(at, replace(pieces[at].block, role="headline"))]
    if first is not None and at + 1 < end:
        between = html_entries.blocks(pieces, (at + 1, end), parts, title=" ", authors=meta.authors)
        for number, block in enumerate(between, start=at + 1):
            role = "" if block.role in ("headline", "kicker") else "furniture" if block.role == "byline" else block.role
            made.append((number, replace(block, role=role)))
    return made, pieces[at].block.text


def _item(update: _Update, entry: Sequence[Block]) -> Item:
    node: Any = update.node
    headline = next((block.text for block in entry if block.role == "headline"), update.title)
    instant = next((block.instant for block in entry if block.role == "stamp" and block.instant), None)
    published = _published(update.node) or instant
    updated = next((made for one in strings(node.get("dateModified")) if (made := html_meta.moment(one))), None)
    return Item(
        "live",
        0,
        0,
        headline,
        published,
        updated if updated != published else None,
        update.authors or _signed(entry) or update.house,
        url=update.url,
    )


def _is_the_house(authors: Sequence[str], said: Said, node: Node, meta: Metadata) -> bool:
    told = [said.whole_of(one) for one in many(node.get("author"))]
    houses = [one for one in told if isinstance(one, dict) and set(html_jsonld.kinds(one)) & _HOUSES]
    return bool(authors) and (
        len(houses) == len(told) or {name.casefold() for name in authors} == {meta.site.casefold()}
    )
