"""Pages that a browser has printed: what it adds at their edges, and what a site sets around an article.

The edges tell when and what was printed and where it stood.  Boxes are known by their labels, as
everything else that tells them apart on a screen is gone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pressday.documents import Block
from pressday.readers.pdf_lines import Line
from pressday.records import replace

_BROWSER = re.compile(r"^Mozilla/|firefox|safari|chrom(?:e|ium)|\bedge?\b|webkit", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|file)://\S*[^\s,;]|(?:about|data|blob|view-source):\S+", re.IGNORECASE)
_COUNT = re.compile(
    r"(?:(?:page|seite|pagina|página|p\.)\s*)?\d{1,4}\s*(?:/|of|von|de|sur|di|van)\s*\d{1,4}$", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?:\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}\.? [^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2}, \d{4})"
    r",?\s+(?:(?:à|um|at|om|alle|a las)\s+)?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\.?)?",
    re.IGNORECASE,
)
# A browser sets its lines smaller than any page sets its text.
_SMALLER = 0.95
_CUT = ("…", "...")

_COMMENTS = re.compile(
    r"^(?:\d{1,5} )?(?:(?:reader |leave a |readers’ )?comments?|kommentare?|leserkommentare|commentaires?|comentarios"
    r"|commenti|reacties|comentários)(?: ?[(\[]?\d{1,5}[)\]]?)?$|^join the (?:conversation|discussion)$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^(?:more (?:from|on|in|like) [^.!?:]{1,50}|more stories|most (?:read|popular|viewed|shared)"
    r"|related(?: (?:stories|articles|topics|content|links|posts))?|you (?:may|might) also like"
    r"|recommended(?: for you)?|read next|up next|trending(?: now)?|latest (?:news|stories)|explore more[^.!?]{0,40}"
    r"|meistgelesen|mehr zum thema|das könnte sie auch interessieren|weitere artikel|les plus lus|à lire aussi"
    r"|sur le même sujet|lo más (?:leído|visto)|más noticias|te puede interesar|i più letti|potrebbe interessarti"
    r"|leggi anche|meest gelezen|lees ook|mais lidas|leia também):?$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"^(?:(?:sign|join) up (?:to|for)\b|subscribe (?:to|now|for)\b|get (?:our|the) [^.!?]{0,40}\bnewsletter"
    r"|(?:our|the) [^.!?]{0,30}newsletter$|newsletter$|(?:jetzt )?(?:newsletter )?(?:abonnieren|bestellen)"
    r"|abonnez-vous\b|inscrivez-vous\b|suscríbete\b|iscriviti\b|schrijf je in\b|assine\b"
    r"|support (?:us|our (?:work|journalism))$)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?:$|\s)")
_LONGEST_ASIDE = 25
_SHORT = 16
_BUTTON = 3
_MOST_ABOVE = 12


class Marks(NamedTuple):
    """What a browser has added: *lines* as numbers of page and line; *address* where the page stood, on the web.

    A foot with an address and page numbers, and without the hour of printing, is a house's own.
    """

    lines: frozenset[tuple[int, int]] = frozenset()
    address: str = ""


def by_browser(creator: str) -> bool:
    """Whether the program that a PDF names as its *creator* is a browser."""
    return bool(_BROWSER.search(creator))


def flow(lines: Sequence[Line]) -> list[Line]:
    """The *lines* of a page in the order of reading: a box that floats is drawn before the text beside it."""
    end = next((at for at in range(1, len(lines)) if lines[at].y > lines[at - 1].y + lines[at].size), len(lines))
    if end == len(lines) or lines[end].y <= lines[0].y + lines[0].size:
        return list(lines)
    box, rest = list(lines[:end]), list(lines[end:])
    if len(box) >= len(rest):
        return list(lines)
    gaps = [above.y - below.y for above, below in pairwise(rest) if 0 < above.y - below.y < 3 * above.size]
    usual = median(gaps) if gaps else 0.0
    for at in range(1, len(rest)):
        step = rest[at - 1].y - rest[at].y
        if rest[at].y < box[0].y and (step > 1.2 * usual or step < 0):
            return rest[:at] + box + rest[at:]
    return rest + box


def marks(pages: Sequence[Sequence[Line]], size: float) -> Marks:
    """The lines at the edges of *pages* that a browser has set there; *size* is that of the text.

    A page is known by its address or its number among all, with another mark of the four: when it was
    printed and, beside one of these, its title.
    """
    found: set[tuple[int, int]] = set()
    addresses: list[str] = []
    clock = False
    for page, lines in enumerate(pages):
        edges = [number for number in _edges(lines) if lines[number].size <= size * _SMALLER]
        kinds = {number: _kinds(lines[number].text) for number in edges}
        all_kinds = set().union(*kinds.values()) if kinds else set()
        if len(all_kinds) < 2 or not all_kinds & {"address", "count"}:
            continue
        clock = clock or "clock" in all_kinds
        found |= {(page, number) for number in edges if kinds[number]}
        addresses += [
            match[0] for number in edges for match in _ADDRESS.finditer(lines[number].text) if match[0][:4] == "http"
        ]
    whole = [address for address in addresses if not any(cut in address for cut in _CUT)]
    one = len({address.partition("#")[0] for address in whole}) == 1 and len(whole) == len(addresses) and clock
    return Marks(frozenset(found), whole[0] if one else "")


def _edges(lines: Sequence[Line]) -> list[int]:
    """The numbers of the lines that stand highest and lowest."""
    upright = [number for number, line in enumerate(lines) if line.pieces[0].turn == lines[0].pieces[0].turn]
    if len(upright) < 2:
        return []
    top, foot = max(lines[number].y for number in upright), min(lines[number].y for number in upright)
    return [number for number in upright if lines[number].y > top - 3 or lines[number].y < foot + 3]


def _kinds(text: str) -> set[str]:
    kinds = set()
    if _ADDRESS.search(text):
        kinds.add("address")
        text = _ADDRESS.sub(" ", text)
    if _CLOCK.search(text):
        kinds.add("clock")
        text = _CLOCK.sub(" ", text)
    if _COUNT.search(text.strip()):
        kinds.add("count")
    return kinds


def headline(blocks: Sequence[Block], title: str) -> int | None:
    """The number of the page's own headline: the heading that its *title* begins with, else the largest."""
    headings = [number for number, block in enumerate(blocks) if block.kind == "heading" and block.role == ""]
    told = next((number for number in headings if _begins(title, blocks[number])), None)
    return min(headings, key=lambda number: (blocks[number].level, number), default=None) if told is None else told


def _begins(title: str, heading: Block) -> bool:
    words = _plain(heading.text)
    return " " in words and f"{_plain(title)} ".startswith(f"{words} ")


def around(blocks: Sequence[Block], headline: int, title: str) -> list[Block]:
    """*blocks* with what a site sets above its *headline*, and around the text, known as furniture.

    A sentence above it is furniture only where the page's *title* says that the headline is one.
    """
    made = list(blocks)
    above = [made[number].text for number in range(headline) if made[number].role == ""]
    sure = _begins(title, made[headline])
    if len(above) <= _MOST_ABOVE and all(
        len(text.split()) <= _LONGEST_ASIDE and (sure or not _SENTENCE.search(text)) for text in above
    ):
        made[:headline] = [replace(block, role="furniture") for block in made[:headline]]
    at = headline + 1
    while at < len(made):
        end = _box(made, at)
        for number in range(at, end):
            made[number] = replace(made[number], role="furniture")
        at = max(end, at + 1)
    return made


def _box(blocks: Sequence[Block], at: int) -> int:
    """Where the box ends whose label is the block *at*; *at* itself where it is none."""
    label = blocks[at]
    if label.role or label.kind not in ("heading", "paragraph"):
        return at
    text = label.text.strip()
    if label.kind == "heading" and _COMMENTS.match(text):
        return _section(blocks, at)
    if _ELSEWHERE.match(text):
        return _cards(blocks, at)
    if label.kind == "heading" and _WANTED.match(text):
        end = at + 1
        if end < len(blocks) and blocks[end].kind == "paragraph" and len(blocks[end].text.split()) <= _LONGEST_ASIDE:
            end += 1
        if end < len(blocks) and blocks[end].kind == "paragraph" and len(blocks[end].text.split()) <= _BUTTON:
            end += bool(_WANTED.match(f"{blocks[end].text} for"))
        return end
    return at


def _section(blocks: Sequence[Block], at: int) -> int:
    """Where the section ends that the heading *at* begins: at the next heading that is not below it."""
    end = at + 1
    while end < len(blocks) and not (blocks[end].kind == "heading" and blocks[end].level <= blocks[at].level):
        end += 1
    return end


def _cards(blocks: Sequence[Block], at: int) -> int:
    """Where a list of other texts ends: headlines, each with one teaser at most where it is a heading."""
    level = blocks[at].level if blocks[at].kind == "heading" else 0
    end = at + 1
    while end < len(blocks):
        block = blocks[end]
        if block.kind == "heading":
            if level and block.level <= level:
                break
        elif block.kind in ("paragraph", "item"):
            long = len(block.text.split()) > _SHORT or bool(_SENTENCE.search(block.text))
            if long and not (blocks[end - 1].kind == "heading" and end - 1 > at):
                break
        else:
            break
        end += 1
    return end if end > at + 1 else at


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
