"""A page as one article: its headline, byline, date and text, and what stands between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import lxml.html

from pressday.documents import Block, BlockRole, Picture
from pressday.markup import fromhtml
from pressday.markup.fromhtml import Piece
from pressday.readers import html_extract, html_main, html_parts
from pressday.readers.html_meta import Metadata, is_day, moment, people
from pressday.readers.html_parts import Parts
from pressday.readers.html_words import plain
from pressday.records import replace

# Byline and date stand this near to the headline.
_ABOVE, _BELOW = 4, 14
_KICKER_BELOW = 2
_LONGEST_LINE = 30
_LONG = 25
_SHORTEST_TEXT = 12
_MANY_CARDS = 3
_BY = re.compile(r"^(?:by|words by|written by|von|par|por|di|door)\s*:?\s+(?=\S)", re.IGNORECASE)
# Every word begins as a name does, or stands between two.
_ALL_NAMES = re.compile(r"^(?:(?:[^\W\d_a-zß-ÿ][\w.’'-]*|and|und|et|y|e|en|von|van|de|der|di|da|&)[,;]?(?:\s+|$))+$")
# A line outside the text that says itself to be the article's date.
_DATED = re.compile(
    r"^(?:(?:last |first |zuletzt |dernière |última |ultimo |laatst )?(?:stand|date|published|posted|updated|modified"
    r"|veröffentlicht|aktualisiert|erstellt|publiée?|mise? à jour|publicad[oa]|actualizad[oa]|actualización|pubblicato"
    r"|aggiornat[oa]|aggiornamento|gepubliceerd|bijgewerkt|atualizad[oa]))\b[^.!?]{0,20}?\d[^!?]{3,60}$",
    re.IGNORECASE,
)
_AFTER = frozenset(
    """related recommended more trending comments newsletter topics tags advertisement share read-more
    related-articles related-stories related-topics more-stories most-read most-popular you-may-also-like
    read-next more-on-this-story more-from up-next sign-up""".split()
)


class Article(NamedTuple):
    """The blocks of an article with their roles, and what its lines say that its head does not."""

    blocks: tuple[Block, ...]
    title: str
    authors: tuple[str, ...]
    summary: str
    image: Picture | None
    instant: datetime | None = None
    day_only: bool = False


def read(root: lxml.html.HtmlElement, pieces: Sequence[Piece], meta: Metadata, parts: Parts) -> Article:
    """The article of a page; of one in which none is found, all that is not its furniture."""
    kept = html_extract.kept(pieces, html_extract.words_of(root))
    headline = _headline(pieces, kept, meta, parts)
    kept = _body(pieces, kept, headline, parts)
    if not any(pieces[number].block.text for number in kept):
        kept = {number for number, piece in enumerate(pieces) if not parts.furniture(piece.element)} - {headline}
        kept = kept or set(range(len(pieces))) - {headline}
    kept |= _notes(pieces, kept)
    roles = _lines(pieces, headline, kept, meta)
    image, told = _lead_image(pieces, headline, kept, meta)
    roles |= dict.fromkeys(told, "caption")
    summary, standfirst = _standfirst(pieces, headline, meta)
    if standfirst is not None and standfirst not in kept:
        roles.setdefault(standfirst, "standfirst")
    blocks = []
    for number in html_main.numbers(pieces, {*kept, *roles}):
        role: BlockRole = roles.get(number, "" if number in kept else "furniture")
        block = pieces[number].block
        if role != "furniture" or block.text:
            blocks.append(replace(block, role=role))
    lines = [pieces[number].block.text for number, role in sorted(roles.items()) if role == "byline"]
    named = tuple(name for line in lines if _BY.match(line) or len(lines) == 1 for name in people(line))
    title = pieces[headline].block.text if headline is not None else next(iter(meta.names), "")
    instant, day_only = _instant([pieces[number] for number, role in sorted(roles.items()) if role == "stamp"])
    return Article(tuple(blocks), title, tuple(dict.fromkeys(named)), summary, image, instant, day_only)


def _notes(pieces: Sequence[Piece], kept: set[int]) -> set[int]:
    """The footnotes to which what is kept refers."""
    wanted = {note for number in kept for note in fromhtml.references(pieces[number].block)}
    homes = {piece.element for piece in pieces if fromhtml.begun(piece.block) in wanted}
    return {number for number, piece in enumerate(pieces) if piece.element in homes} if homes else set()


def _instant(lines: Sequence[Piece]) -> tuple[datetime | None, bool]:
    """What the first time of *lines* says to machines, and whether that is only a day."""
    for piece in lines:
        if piece.block.instant is not None:
            return piece.block.instant, False
        if (made := moment(piece.time)) is not None:
            return made, is_day(piece.time)
    return None, False


def _headline(pieces: Sequence[Piece], kept: set[int], meta: Metadata, parts: Parts) -> int | None:
    """The headline: the heading that is the page's title, the first ``h1``, or a line that is the title."""
    names = {plain(name) for name in meta.names} - {""}
    headings = [n for n, piece in enumerate(pieces) if piece.block.kind == "heading" and piece.block.text]
    longest = max((len(pieces[n].block.text) for n in kept), default=0)
    body = [n for n in kept if len(pieces[n].block.text) * 3 > longest]
    end = sorted(body)[len(body) // 2] if body else len(pieces)
    early = [n for n in headings if n <= end]
    for wanted in (
        [n for n in early if plain(pieces[n].block.text) in names and pieces[n].block.level == 1],
        [n for n in early if plain(pieces[n].block.text) in names],
        [n for n in early if pieces[n].block.level == 1 and not parts.furniture(pieces[n].element)],
        [
            n
            for n in early
            if pieces[n].block.level <= 2 and any(name.startswith(plain(pieces[n].block.text)) for name in names)
        ],
        [n for n in range(min(end, len(pieces))) if plain(pieces[n].block.text) in names],
        [n for n in range(min(end, len(pieces))) if _begins(pieces[n].block.text, meta.names)],
    ):
        if wanted:
            return wanted[-1] if len(wanted) > 1 and wanted[-1] < end and wanted[-1] - wanted[0] > 40 else wanted[0]
    return None


def _begins(text: str, names: Sequence[str]) -> bool:
    """Whether one of *names* is *text* with a site's name behind it."""
    return len(text.split()) > 1 and any(
        name.startswith(text) and name[len(text) :].lstrip()[:1] in tuple("|-–—·«»") for name in names
    )


def _body(pieces: Sequence[Piece], kept: set[int], headline: int | None, parts: Parts) -> set[int]:
    """*kept* less what surrounds the text, and with what belongs in it."""
    made = {n for n in kept if n != headline and not parts.furniture(pieces[n].element)}
    if len(made) * 2 < len(kept):
        made = kept - {headline} if headline is not None else set(kept)
    if headline is not None and sum(n > headline for n in made) * 2 >= len(made):
        made = {n for n in made if n > headline}
        title = plain(pieces[headline].block.text)
        made = {n for n in made if plain(pieces[n].block.text) != title}
    if not made:
        return made
    made |= _beside(pieces, made, parts)
    made = _without_tail(pieces, made)
    return made | _figures_below(pieces, made, parts) if made else made


def _figures_below(pieces: Sequence[Piece], kept: set[int], parts: Parts) -> set[int]:
    """The pictures that are the last thing in the article's own element, with their captions."""
    home = html_main.home(pieces, kept)
    found: set[int] = set()
    for number in range(max(kept) + 1, len(pieces)) if home is not None else ():
        piece = pieces[number]
        figure = html_parts.inside(piece.element, "figure")
        inside = any(one is home for one in (figure if figure is not None else piece.element).iterancestors())
        shown = figure is not None or (piece.block.kind == "image" and not piece.block.url)
        if not inside or not shown or parts.furniture(piece.element) or _is_a_face(piece, figure):
            break
        found.add(number)
    return found


def _is_a_face(piece: Piece, figure: lxml.html.HtmlElement | None) -> bool:
    """Whether a picture below a text shows who wrote it, or leads elsewhere."""
    if _small(piece) or html_parts.byline(piece):
        return True
    return figure is not None and (
        bool(piece.block.url) or figure.find(".//h2") is not None or figure.find(".//h3") is not None
    )


def _beside(pieces: Sequence[Piece], kept: set[int], parts: Parts) -> set[int]:
    """What stands between the kept pieces, in an element that holds most of what they are."""
    homes = Counter(_home(pieces[n]) for n in kept if pieces[n].block.kind == "paragraph")
    first, last = min(kept), max(kept)
    found = set()
    for number in range(first, min(len(pieces), last + 40)):
        piece = pieces[number]
        if number in kept or parts.furniture(piece.element):
            continue
        home = _home(piece)
        if number > last and not (piece.element.tag == "p" and len(piece.block.text.split()) >= _LONG):
            continue
        if piece.block.kind in ("paragraph", "quote", "code", "table", "item") and homes[home] >= 3:
            if piece.element.tag == "p" or piece.block.kind in ("quote", "code", "table"):
                found.add(number)
        elif piece.block.kind == "heading" and number + 1 in kept and first < number < last:
            if not piece.block.url and _near(piece, pieces[number + 1]):
                found.add(number)
        elif piece.block.kind in ("rule", "image") and first < number < last:
            found.add(number)
    return found | _captions(pieces, kept | found, parts)


def _captions(pieces: Sequence[Piece], kept: set[int], parts: Parts) -> set[int]:
    """The captions of the pictures that are kept."""
    shown = {html_parts.inside(pieces[n].element, "figure") for n in kept if pieces[n].block.kind == "image"} - {None}
    return {
        number
        for number in (range(min(kept), max(kept) + 1) if shown else ())
        if html_parts.inside(pieces[number].element, "figcaption") is not None
        and html_parts.inside(pieces[number].element, "figure") in shown
        and not parts.furniture(pieces[number].element)
    }


def _near(heading: Piece, below: Piece) -> bool:
    above = heading.element.getparent()
    return above is not None and any(one is above for one in below.element.iterancestors())


def _home(piece: Piece) -> object:
    """What holds a piece; a text that advertisements part stands in several elements of one class."""
    home = piece.element.getparent()
    return home if home is None or not home.get("class") else (home.tag, home.get("class"))


def _without_tail(pieces: Sequence[Piece], kept: set[int]) -> set[int]:
    """*kept* less the cards of other stories below it, or a heading that promises them."""
    ordered = sorted(kept)
    last = next((n for n in reversed(ordered) if len(pieces[n].block.text.split()) >= _LONG), ordered[-1])
    cards = [
        n
        for n in range(last + 1, min(len(pieces), last + _BELOW * 3))
        if pieces[n].block.kind == "heading" and pieces[n].block.url
    ]
    if len(cards) >= _MANY_CARDS:
        ordered = [n for n in ordered if n < cards[0]]
    for place, number in enumerate(ordered):
        block = pieces[number].block
        label = "-".join(plain(block.text).split())
        if label in _AFTER and place * 10 >= len(ordered) * 6:
            return set(ordered[:place])
    while ordered and pieces[ordered[-1]].block.kind in ("heading", "rule"):
        ordered.pop()
    return set(ordered)


def _lines(pieces: Sequence[Piece], headline: int | None, kept: set[int], meta: Metadata) -> dict[int, BlockRole]:
    """The roles of the headline and of the lines near it."""
    roles: dict[int, BlockRole] = {}
    at = headline if headline is not None else min(kept, default=0)
    if headline is not None:
        roles[headline] = "headline"
    names = {plain(name) for name in meta.authors}
    long = 0
    for number in range(max(0, at - _ABOVE), min(len(pieces), at + _BELOW)):
        piece = pieces[number]
        block = piece.block
        if number > at and number in kept and block.kind == "paragraph":
            long += len(block.text.split()) >= _LONG
        if long > 1 or number == headline:
            continue
        if block.kind not in ("paragraph", "item") or not block.text or len(block.text.split()) > _LONGEST_LINE:
            continue
        by = _BY.match(block.text)
        named = plain(_BY.sub("", block.text))
        if number <= at + _KICKER_BELOW and html_parts.kicker(piece):
            roles[number] = "kicker"
        elif (
            block.instant is not None
            or moment(piece.time) is not None
            or (any(map(str.isdigit, block.text)) and html_parts.stamp(piece))
        ):
            roles[number] = "stamp"
        elif named in names or (by and any(name in named for name in names)):
            roles[number] = "byline"
        elif number not in kept and _DATED.match(block.text):
            roles[number] = "stamp"
        elif not people(block.text) or len(block.text.split()) > 14 or block.text.endswith((".", "?", "!")):
            continue
        elif by or (
            html_parts.byline(piece) and _holds(named, names) and (number not in kept or _ALL_NAMES.match(block.text))
        ):
            roles[number] = "byline"
    return roles


def _holds(line: str, names: set[str]) -> bool:
    return any(name in line for name in names) if names else len(line.split()) <= 5


def _standfirst(pieces: Sequence[Piece], headline: int | None, meta: Metadata) -> tuple[str, int | None]:
    """The standfirst, and the number of the piece that is it."""
    if headline is None:
        return "", None
    for number in range(headline + 1, min(len(pieces), headline + 6)):
        block = pieces[number].block
        if block.kind not in ("paragraph", "heading") or not 4 <= len(block.text.split()) <= 80:
            continue
        if html_parts.standfirst(pieces[number]) or plain(block.text) == plain(meta.description):
            return block.text, number
    return "", None


def _lead_image(
    pieces: Sequence[Piece], headline: int | None, kept: set[int], meta: Metadata
) -> tuple[Picture | None, set[int]]:
    """The picture at the head of the article, and the numbers of the blocks that tell of it."""
    start = headline if headline is not None else min(kept, default=0)
    names = {plain(name) for name in meta.authors}
    long = 0
    for number in range(max(0, start - 3), min(len(pieces), start + 12)):
        piece = pieces[number]
        block = piece.block
        if block.kind == "paragraph" and number in kept and html_parts.inside(piece.element, "figure") is None:
            long += len(block.text.split()) >= _LONG
        if long or _is_text_above(piece, number, start, kept, meta):
            break
        figure = html_parts.inside(piece.element, "figure")
        address = _address(block.markdown)
        if block.kind != "image" or not address or (figure is None and number < start):
            continue
        if _small(piece) or plain(block.text) in names or html_parts.byline(piece):
            continue
        told = {number}
        credit = ""
        if figure is not None:
            captions = [n for n in range(number, min(len(pieces), number + 6)) if _within(pieces[n].element, figure)]
            caption = next(figure.iter("figcaption"), None)
            if caption is not None:
                words = " ".join(pieces[n].block.text for n in captions if pieces[n].block.kind == "paragraph")
                credit = words or html_parts.credit(caption)
            told |= {n for n in captions if n in told or pieces[n].block.kind == "paragraph"}
        return Picture(address, block.text, credit), told
    return (Picture(meta.image, meta.alt) if meta.image else None), set()


def _is_text_above(piece: Piece, number: int, start: int, kept: set[int], meta: Metadata) -> bool:
    """Whether a piece below the headline is of the text, so that a picture after it stands inside the text."""
    text = piece.block.text
    if number <= start or number not in kept or piece.element.tag != "p" or not text.endswith((".", "!", "?", "”")):
        return False
    if html_parts.standfirst(piece) or html_parts.byline(piece) or html_parts.stamp(piece):
        return False
    return len(text.split()) >= _SHORTEST_TEXT and plain(text) != plain(meta.description)


def _small(piece: Piece) -> bool:
    """Whether a picture is a face beside a name, or a button."""
    image = next(piece.element.iter("img"), piece.element)
    return any(
        size.isdecimal() and len(size) < 9 and int(size) < 200
        for size in (image.get("width", ""), image.get("height", ""))
    )


def _within(element: lxml.html.HtmlElement, figure: lxml.html.HtmlElement) -> bool:
    return html_parts.inside(element, "figure") is figure


_IMAGE = re.compile(r"^\[?!\[(?:[^\]\\]|\\.)*\]\(([^()\s]+)\)")


def _address(markdown: str) -> str:
    found = _IMAGE.match(markdown)
    return found[1] if found else ""
