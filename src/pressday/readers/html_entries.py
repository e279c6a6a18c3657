"""Which pieces of a page belong to which of its entries, and what role each has in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import lxml.html

from pressday import tongues
from pressday.documents import Block, BlockRole
from pressday.markup.fromhtml import Piece
from pressday.readers import html_parts
from pressday.readers.html_parts import Parts
from pressday.readers.html_words import plain
from pressday.records import replace

LONGEST_LINE = 14
_LONGEST_ALT, _MOST_IMAGES = 300, 20
# A line above a headline has so many words at most: a kicker, or who wrote it and when.
_LONGEST_OVER = 5
_FEWEST_SIGNED, _MOST_SIGNED = 3, 9
_BETWEEN = frozenset((*tongues.AND, *"da de del den der di du la le van von".split()))
_BY = re.compile(r"^(?:by|from|von|par|por|di|door)\s*:?\s+(?=\S)", re.IGNORECASE)
_WANTED = frozenset(
    """share|share this|share this post|share this entry|copy link|permalink|link|facebook|twitter|x|whatsapp|email
    |report|save|back to top|read more|show more|continue reading|comments|comment|tweet|listen|watch|pinned|live|new
    |advertisement|follow|print""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
# A line that is a time of the day and nothing else.
_CLOCK = re.compile(
    r"^(?:[01]?\d|2[0-4])(?:\s?[:.hH]\s?[0-5]\d(?:\s?(?:[ap]\.?m\.?|uhr|uur|h|hrs))?|\s?[ap]\.?m\.?|\s?uhr)"
    r"(?:\s[A-Z]{2,4})?$",
    re.IGNORECASE,
)
# How long before it was saved: nobody knows when that was.
_AGO = re.compile(
    r"^(?:just now|(?:\d{1,3}|an?|one)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?) ago"
    r"|(?:vor|il y a|hace|há) (?:\d{1,3}|eine[mr]|une?|una?|uma?) ?[^\W\d]{1,9}\.?"
    r"|(?:\d{1,3}|een|une?|un[ao]?) [^\W\d]{1,9} (?:fa|geleden))$",
    re.IGNORECASE,
)
_READING = re.compile(r"^\d{1,3}\s?(?:min(?:ute)?s?(?: read)?|comments?|shares?)\.?$", re.IGNORECASE)


def spans(pieces: Sequence[Piece], anchors: Sequence[lxml.html.HtmlElement]) -> dict[int, tuple[int, int]]:
    """For the number of each anchor, the first piece of its entry and the one after its last.

    An entry is the largest element that holds one anchor alone; where entries only follow each
    other, it goes on until the next one begins.
    """
    counts = Counter(above for anchor in anchors for above in _up(anchor))
    most: dict[object, int] = {}
    for one, count in counts.items():
        most[_form(one)] = max(most.get(_form(one), 0), count)
    homes: dict[lxml.html.HtmlElement, int] = {}
    for number, anchor in enumerate(anchors):
        home = anchor
        for above in _up(anchor):
            # The one entry of a day stands in what holds several of another day.
            if counts[above] != 1 or most[_form(above)] > 1 or above.tag in ("body", "html"):
                break
            home = above
        homes[home] = number
    if len(anchors) == 1:
        homes = {_lone(anchors[0]): 0}
    found: dict[int, tuple[int, int]] = {}
    for index, piece in enumerate(pieces):
        number = next((homes[above] for above in _up(piece.element) if above in homes), -1)
        if number >= 0:
            found[number] = (found.get(number, (index, 0))[0], index + 1)
    starts = sorted(first for first, _ in found.values())
    for home, number in homes.items():
        if number in found and _bare(pieces, found[number]):
            first, last = found[number]
            above = home.getparent()
            end = next((start for start in starts if start > first), len(pieces))
            while last < end and above is not None and above in _up(pieces[last].element):
                last += 1
            found[number] = (first, last)
    return found


def from_their_stamps(pieces: Sequence[Piece], found: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """*found* with each entry begun at its stamp or byline, where that of every one stands above its headline."""
    starts: dict[int, int] = {}
    firsts = sorted(first for first, _ in found.values())
    for before, first in zip([-1, *firsts], firsts, strict=False):
        at = first
        while at - 1 > before and _is_above(pieces[at - 1]):
            at -= 1
        if at == first:
            return dict(found)
        starts[first] = at
    return {number: (starts[first], starts.get(last, last)) for number, (first, last) in found.items()}


def _is_above(piece: Piece) -> bool:
    return tells_when(piece) or (len(piece.block.text.split()) <= LONGEST_LINE and html_parts.byline(piece))


def _up(element: lxml.html.HtmlElement | None) -> Iterable[lxml.html.HtmlElement]:
    while element is not None:
        yield element
        element = element.getparent()


def _form(element: lxml.html.HtmlElement) -> tuple[str, str, int]:
    return str(element.tag), element.get("class") or "", sum(1 for _ in element.iterancestors())


def _lone(anchor: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    if len(list(anchor)) > 1:
        return anchor
    return next((above for above in anchor.iterancestors("article", "section", "li")), anchor)


def _bare(pieces: Sequence[Piece], span: tuple[int, int]) -> bool:
    """Whether an entry's element holds its headline and little more."""
    return all(
        piece.block.kind == "heading" or len(piece.block.text.split()) <= LONGEST_LINE for piece in pieces[slice(*span)]
    )


def blocks(
    pieces: Sequence[Piece],
    span: tuple[int, int],
    parts: Parts,
    *,
    title: str = "",
    authors: Iterable[str] = (),
    live: bool = False,
) -> list[Block]:
    """The blocks of one entry with their roles.  *title* and *authors* are what is known of it.

    Above the headline of a *live* entry only what is marked so is a kicker: a line may say who wrote it and when.
    """
    names = {plain(name) for name in authors} - {""}
    chosen = pieces[slice(*span)]
    headline = _headline(chosen, plain(title))
    outer = (
        parts.furniture(chosen[0].element) if len(chosen) == 1 else all(parts.furniture(one.element) for one in chosen)
    )
    made = []
    for number, piece in enumerate(chosen):
        role: BlockRole = _role(piece, names)
        if number == headline:
            role = "headline"
        elif (parts.furniture(piece.element) and not outer) or (
            not role and piece.block.kind == "paragraph" and _is_unseen(piece)
        ):
            role = "furniture"
        elif not role and headline is not None and number < headline and _is_kicker(piece, live):
            role = "kicker"
        made.append(replace(piece.block, role=role))
    return made


def _headline(chosen: Sequence[Piece], title: str) -> int | None:
    told = [number for number, piece in enumerate(chosen) if title and plain(piece.block.text) == title]
    headings = [number for number, piece in enumerate(chosen) if piece.block.kind == "heading"]
    return next(iter(told or headings), None)


def _role(piece: Piece, names: set[str]) -> BlockRole:
    block = piece.block
    text = plain(block.text)
    if block.kind not in ("paragraph", "item", "heading") or not text or len(text.split()) > LONGEST_LINE:
        return ""
    if text in _WANTED or _READING.match(block.text) or (block.instant is None and _AGO.match(block.text)):
        return "furniture"
    if block.kind == "heading":
        return ""
    if is_stamp(piece) or (any(map(str.isdigit, text)) and html_parts.stamp(piece)):
        return "stamp"
    named = plain(_BY.sub("", block.text))
    # Somebody else than was declared is told as such, and is no text.
    if named in names or (html_parts.byline(piece) and not block.text.endswith(".")):
        return "byline"
    return "byline" if names and any(named.startswith(name) for name in names) and len(named.split()) <= 8 else ""


def is_stamp(piece: Piece) -> bool:
    """Whether *piece* is a line that tells when: to machines, or a time of the day alone or beside a name."""
    block = piece.block
    return block.instant is not None or _CLOCK.match(block.text) is not None or _is_signed_clock(block)


def _is_signed_clock(block: Block) -> bool:
    """Whether a line is a time of the day and names beside it: "14:20 Nell Harrow"."""
    words = block.text.split()
    if block.kind != "paragraph" or not _FEWEST_SIGNED <= len(words) <= _MOST_SIGNED or block.text[-1] in ".?!:;…":
        return False
    for most in (1, 2, 3):
        for clock, rest in ((words[:most], words[most:]), (words[-most:], words[:-most])):
            named = _BY.sub("", " ".join(rest).strip(" ,|·•–—-"))
            if _CLOCK.match(" ".join(clock).strip(",|·•–—-")) and len(named.split()) > 1:
                return all(word[0].isupper() or word in _BETWEEN for word in named.split())
    return False


def tells_when(piece: Piece) -> bool:
    """Whether *piece* is a stamp, or says how long ago it was."""
    return is_stamp(piece) or _AGO.match(piece.block.text) is not None


def _is_kicker(piece: Piece, live: bool) -> bool:
    return html_parts.kicker(piece) if live else _is_over(piece.block)


def _is_over(block: Block) -> bool:
    return block.kind == "paragraph" and 0 < len(block.text.split()) <= _LONGEST_OVER


def _is_unseen(piece: Piece) -> bool:
    """Whether *piece* is only what a picture shows, which is not at hand."""
    text = piece.block.text
    if piece.block.kind != "paragraph" or not 0 < len(text) <= _LONGEST_ALT:
        return False
    images = zip(piece.element.iter("img"), range(_MOST_IMAGES), strict=False)
    return any(" ".join(one.get("alt", "").split()) == text for one, _ in images)


def texts(told: Sequence[Block]) -> list[Block]:
    """Those that are an entry's text: without a role, and no short line above its headline."""
    headline = next((number for number, block in enumerate(told) if block.role == "headline"), 0)
    return [
        block for number, block in enumerate(told) if not block.role and not (number < headline and _is_over(block))
    ]


def heads(told: Sequence[Block]) -> list[Block]:
    """Those that are not."""
    text = {id(block) for block in texts(told)}
    return [block for block in told if id(block) not in text]


def word_count(told: Iterable[Block]) -> int:
    """How many words they hold."""
    return sum(len(block.text.split()) for block in told)


def ids(root: lxml.html.HtmlElement) -> Mapping[str, lxml.html.HtmlElement]:
    """The elements of a page by the names that a fragment may call."""
    made: dict[str, lxml.html.HtmlElement] = {}
    for element in root.iter():
        for key in ("id", "name", "data-id", "data-post-id", "data-block-id", "data-entry-id"):
            if name := element.get(key):
                made.setdefault(name, element)
    return made
