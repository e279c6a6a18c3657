"""A saved page: an article, a live page that declares its updates, or a listing of cards."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pressday.documents import Asset, Block, BlockRole, Document, Item
from pressday.markup import fromhtml
from pressday.markup.fromhtml import Piece
from pressday.problems import Problem, ProblemError
from pressday.readers import (
    html_archive,
    html_article,
    html_decoding,
    html_jsonld,
    html_listing,
    html_live,
    html_meta,
    html_parts,
    html_words,
)
from pressday.readers.html_meta import Metadata
from pressday.readers.html_parts import Parts
from pressday.records import digest, replace

# So many lines that begin with a time, and a page may be more than one article.
_STAMPS = 3
_TIME = re.compile(r"^(?:\D{0,3}|\W{0,8})(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d|\s?[ap]\.?m)", re.IGNORECASE)
_LONGEST_STAMP = 120
_LONGEST_BYLINE = 14


def read(data: bytes, name: str, beside: Mapping[str, bytes] | None = None) -> tuple[Document, list[Problem]]:
    """The document that a page is, and what had to be assumed.

    *beside* are the pictures in the folder that a browser saved with the page, by their paths in it.

    Raises ProblemError for a page without text, one that is too large, and an archive without a page.
    """
    if name.lower().endswith((".mhtml", ".mht")):
        archive = html_archive.read(data)
        text, problems = html_decoding.decode(archive.page, archive.charset)
        problems += archive.album.problems
        return _read(text, data, name, archive.url, archive.pictures, archive.album.assets, problems)
    text, problems = html_decoding.decode(data)
    saved = html_archive.beside(text, name, {} if beside is None else beside)
    return _read(text, data, name, "", saved.pictures, saved.album.assets, problems + saved.album.problems)


def _read(
    text: str,
    data: bytes,
    name: str,
    url: str,
    pictures: dict[str, str],
    assets: tuple[Asset, ...],
    problems: list[Problem],
) -> tuple[Document, list[Problem]]:
    root = fromhtml.parse(text)
    if root is None:
        raise ProblemError(*problems, Problem("holds no text"))
    said = html_jsonld.read(root)
    meta = html_meta.read(root, said, text, url)
    pieces = fromhtml.pieces(root, base=meta.base, pictures=pictures)
    parts = Parts(root)
    items: tuple[Item, ...]
    page: tuple[Block, ...] = ()
    live = html_live.read(root, pieces, meta, said, parts)
    listing = None if live else html_listing.read(pieces, meta, parts)
    if live or listing:
        blocks, items, title = live or listing  # type: ignore[misc]  # one of them is there
        page = _page(pieces, parts, meta, _STAMPS) if live else ()
    else:
        if not any(piece.block.text for piece in pieces):
            hint = "a page that a script draws must be saved from a browser, as a complete page"
            raise ProblemError(*problems, Problem("holds no text", hint=hint if "<script" in text.lower() else ""))
        article = html_article.read(root, pieces, meta, parts)
        blocks, items, title = article.blocks, (_item(article, meta),), article.title
        page = _page(pieces, parts, meta, _STAMPS + bool(meta.node.get("datePublished")))
    blocks = _with_their_notes(blocks, items)
    used = {block.markdown for block in blocks}
    kept = tuple(
        asset for asset in assets if any(asset.name in markdown for markdown in used) or _leads(items, asset.name)
    )
    document = Document(
        name,
        "html",
        blocks,
        digest(data),
        title,
        meta.language,
        items,
        page,
        kept,
        meta.site or html_meta.host(meta.url),
        meta.url,
    )
    return document, problems


def _with_their_notes(blocks: tuple[Block, ...], items: tuple[Item, ...]) -> tuple[Block, ...]:
    """*blocks* without references to footnotes that are not in their own item."""
    if not any(fromhtml.references(block) for block in blocks):
        return blocks
    made = list(blocks)
    for item in items:
        own = [block for block in made[item.first : item.last] if block.role != "furniture"]
        mended = dict(zip(map(id, own), fromhtml.without_lost_notes(own), strict=True))
        made[item.first : item.last] = [mended.get(id(block), block) for block in made[item.first : item.last]]
    return tuple(made)


def _leads(items: tuple[Item, ...], name: str) -> bool:
    return any(item.image is not None and item.image.address == name for item in items)


def _item(article: html_article.Article, meta: Metadata) -> Item:
    instant, day_only = meta.instant, meta.day_only
    if instant is None or (day_only and article.instant and not article.day_only):
        instant, day_only = article.instant, article.day_only
    # A byline may name more people than have a mark of their own, or a place in the page's head.
    known = {html_words.plain(name) for name in meta.authors}
    more = known < {html_words.plain(name) for name in article.authors}
    # A desk ("Newsroom") in the head says less than a name on the page.
    desk = all(len(name.split()) == 1 or name.casefold() == meta.site.casefold() for name in meta.authors)
    more = more or (desk and any(len(name.split()) > 1 for name in article.authors))
    return Item(
        "article",
        0,
        len(article.blocks),
        article.title,
        instant,
        meta.updated if meta.updated != instant else None,
        article.authors if more else meta.authors,
        meta.topics,
        meta.url,
        article.summary,
        image=article.image,
        day_only=day_only,
    )


def _page(pieces: list[Piece], parts: Parts, meta: Metadata, fewest: int) -> tuple[Block, ...]:
    """All of the page with what its elements are for, where it may be more than an article: it has *fewest* stamps."""
    stamps = [
        piece
        for piece in pieces
        if (len(piece.block.text) <= _LONGEST_STAMP and (piece.block.instant or _TIME.match(piece.block.text)))
        # Run in at the beginning of its text.
        or (piece.block.markdown.startswith("**") and _TIME.match(piece.block.text))
    ]
    if sum(not parts.furniture(piece.element) for piece in stamps) < fewest:
        return ()
    headings = [one for one in pieces if one.block.kind == "heading" and not parts.furniture(one.element)]
    names = {html_words.plain(name) for name in meta.names}
    headline = next(
        (one for one in headings if html_words.plain(one.block.text) in names),
        next((one for one in headings if one.block.level == 1), None),
    )
    made: list[Block] = []
    for piece in pieces:
        block = piece.block
        role: BlockRole = ""
        if parts.furniture(piece.element):
            role = "furniture"
        elif piece is headline:
            role = "headline"
        elif block.instant is not None:
            role = "stamp"
        elif (
            block.kind == "paragraph"
            and len(block.text.split()) <= _LONGEST_BYLINE
            and not any(map(str.isdigit, block.text))
            and html_parts.byline(piece)
        ):
            role = "byline"
        made.append(replace(block, role=role))
    return tuple(made)
