"""A listing: cards that lead elsewhere, each a linked headline with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pressday.documents import Block, Item, Picture
from pressday.markup import fromhtml
from pressday.markup.fromhtml import Piece
from pressday.readers import html_entries, html_meta
from pressday.readers.html_meta import Metadata, people
from pressday.readers.html_parts import Parts
from pressday.readers.html_words import plain
from pressday.records import replace

_FEWEST = 3
_MOST = 2_000
# A linked line of fewer words is a label.
_SHORTEST_LINE = 4
# A paragraph as long as this, outside the cards, is a text of the page's own.
_LONG = 20
_LITTLE = 40
_A_TEXT = 120
_IMAGE = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\(([^()\s]+)\)")


class Listing(NamedTuple):
    """The blocks of a listing, its cards, its title."""

    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    title: str


def read(pieces: Sequence[Piece], meta: Metadata, parts: Parts) -> Listing | None:
    """The listing that a page is, or None for one that tells more itself than its cards do."""
    if meta.kind == "live":
        return None
    pieces = _apart(pieces, meta.base, parts)
    heads = _heads(pieces, meta, parts)
    fewest = _FEWEST - (meta.kind == "listing")
    if len(heads) < fewest:
        return None
    spans = html_entries.spans(pieces, [pieces[number].element for number in heads])
    cards = [
        (heads[number], *spans[number])
        for number in sorted(spans)
        if spans[number][0] <= heads[number] < spans[number][1]
    ]
    if len(cards) < fewest or not _leads_elsewhere(pieces, cards, meta, parts):
        return None
    heading = _heading(pieces, cards[0][1], meta, parts)
    blocks: list[Block] = []
    items: list[Item] = []
    if heading is not None:
        blocks.append(replace(pieces[heading].block, role="headline"))
    for head, first, last in cards:
        made = _card(pieces, head, (first, last), parts, len(blocks))
        if made is not None:
            blocks += made[0]
            items.append(made[1])
    title = pieces[heading].block.text if heading is not None else next(iter(meta.names), "")
    return Listing(tuple(blocks), tuple(items), title) if len(items) >= fewest else None


def _apart(pieces: Sequence[Piece], base: str, parts: Parts) -> list[Piece]:
    """*pieces* with the items of lists that hold a linked headline and more taken apart."""
    made: list[Piece] = []
    for piece in pieces:
        if piece.block.kind == "item" and piece.element.tag == "li" and not parts.furniture(piece.element):
            links = [
                len((link.text_content()).split()) for link, _ in zip(piece.element.iter("a"), range(4), strict=False)
            ]
            if links and max(links) >= _SHORTEST_LINE and len(list(piece.element)) > 1:
                made += fromhtml.pieces(piece.element, base=base)
                continue
        made.append(piece)
    return made


def _heads(pieces: Sequence[Piece], meta: Metadata, parts: Parts) -> list[int]:
    """The numbers of the linked headlines, each address once."""
    here = meta.url.partition("#")[0]
    for kinds in (("heading",), ("paragraph", "item")):
        seen: set[str] = set()
        found: list[int] = []
        for number, piece in enumerate(pieces):
            block = piece.block
            url = block.url.partition("#")[0]
            if block.kind not in kinds or not url or url == here or url in seen or not block.text:
                continue
            if (kinds[0] == "paragraph" and len(block.text.split()) < _SHORTEST_LINE) or parts.furniture(piece.element):
                continue
            if not url.startswith("http"):
                continue
            seen.add(url)
            found.append(number)
        if len(found) >= _FEWEST:
            return found[:_MOST]
    return []


def _leads_elsewhere(
    pieces: Sequence[Piece], cards: Sequence[tuple[int, int, int]], meta: Metadata, parts: Parts
) -> bool:
    inside: set[int] = set()
    bodies = []
    for head, first, last in cards:
        inside |= set(range(first, last))
        texts = [pieces[n].block for n in range(first, last) if n != head and pieces[n].block.kind == "paragraph"]
        bodies.append([len(block.text.split()) for block in texts if len(block.text.split()) >= _LONG])
    # A card that tells so much is a text of the page's own.
    outside = sum(sum(body) for body in bodies if sum(body) > _A_TEXT)
    outside += sum(
        len(piece.block.text.split())
        for number, piece in enumerate(pieces)
        if number not in inside
        and piece.block.kind in ("paragraph", "quote", "item")
        and len(piece.block.text.split()) >= _LONG
        and not parts.furniture(piece.element)
    )
    if sum(len(body) > 1 for body in bodies) * 2 > len(cards):
        return False
    words = sum(len(pieces[number].block.text.split()) for number in inside)
    if meta.kind == "article" and meta.node.get("datePublished"):
        return False
    if meta.kind == "article":
        return outside < _LITTLE and len(cards) > _FEWEST
    return outside < _LITTLE or outside * 2 < words


def _heading(pieces: Sequence[Piece], first: int, meta: Metadata, parts: Parts) -> int | None:
    """The page's own heading above the cards."""
    names = {plain(name) for name in meta.names}
    above = [n for n in range(first) if pieces[n].block.kind == "heading" and pieces[n].block.text]
    named = [n for n in above if pieces[n].block.level == 1 or plain(pieces[n].block.text) in names]
    free = [n for n in named if not parts.furniture(pieces[n].element)]
    return next(iter(free or named), None)


def _card(
    pieces: Sequence[Piece], head: int, span: tuple[int, int], parts: Parts, at: int
) -> tuple[list[Block], Item] | None:
    headline = pieces[head].block
    told = html_entries.blocks(pieces, span, parts, title=headline.text)
    image = next((made for block in told if block.kind == "image" and (made := _IMAGE.search(block.markdown))), None)
    alt = next((block.text for block in told if block.kind == "image"), "")
    # Its picture is told in its header; a link that only repeats where the headline leads is no text.
    blocks = [
        replace(block, role="furniture") if not block.role and _is_more(block, headline.url) else block
        for block in told
        if block.kind != "image"
    ]
    stamps = [block for block in blocks if block.role == "stamp"]
    instant = next((block.instant for block in stamps if block.instant), None) or _day(pieces, span)
    authors = [name for block in blocks if block.role == "byline" for name in people(block.text)]
    return blocks, Item(
        "card",
        at,
        at + len(blocks),
        headline.text,
        instant,
        authors=tuple(dict.fromkeys(authors)),
        url=headline.url,
        excerpt=True,
        image=Picture(image[1], alt) if image else None,
    )


def _is_more(block: Block, url: str) -> bool:
    """ "Read more", "Continue reading": a linked line without a sentence."""
    return block.url == url and len(block.text.split()) <= 5


def _day(pieces: Sequence[Piece], span: tuple[int, int]) -> datetime | None:
    for piece in pieces[slice(*span)]:
        for time in piece.element.iter("time"):
            if (made := html_meta.moment(time.get("datetime", ""))) is not None:
                return made
    return None
