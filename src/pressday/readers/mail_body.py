"""A message's text as blocks: what was written for its readers, without what mail programs add."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import lxml.html

from pressday.documents import Block
from pressday.markup import fromhtml
from pressday.problems import Problem
from pressday.readers import mail_forwards, mail_furniture, mail_headers, plain
from pressday.readers.assets import Album
from pressday.readers.mail_parts import Parts, Text
from pressday.records import replace

_ATTRIBUTION = re.compile(
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)[^:]{0,80}:\s*$", re.IGNORECASE
)
_RULE = re.compile(r"\s*([-=*_~#+•.])(?:\s*\1){2,}\s*$")
_LONGEST_SIGNATURE = 15
_DEEPEST_QUOTE = 10
_QUOTED = (
    "gmail_quote",
    "gmail_attr",
    "moz-cite-prefix",
    "yahoo_quoted",
    "protonmail_quote",
    "moz-email-headers-table",
)
_SIGNED = ("gmail_signature", "moz-signature", "protonmail_signature_block")
_OUTLOOK = ("divrplyfwdmsg", "appendonsend")
# Of these, the first holds the address to which a link in a mail leads in the end.
_TARGETS = ("url", "u", "target", "dest", "destination", "redirect", "redirect_url", "q", "to", "link", "r")
# These are told an address too, and lead somewhere else.
_SHARING = re.compile(
    r"shar|intent|submit|compose|login|signin|subscri|forward|bookmark|translate|mailto", re.IGNORECASE
)


_BY = re.compile(
    r"^(?:(?:words|text|written|story|reported)\s+)?(?:by|von|par|por|di|door)\s+(?=[^\W\d_])", re.IGNORECASE
)
_PARTICLES = frozenset(
    "al and bin da das de del della den der di dos du e el en et la le of ten und van von y zu".split()
)
_LONGEST_BYLINE = 90
# A letter's own headline and standfirst may stand above its byline.
_TOP = 4


class Body(NamedTuple):
    """The blocks, the head of the message that was passed on inside the text, and whom a byline names."""

    blocks: list[Block]
    inner: mail_headers.Head | None = None
    authors: tuple[str, ...] = ()


def read(parts: Parts, album: Album, problems: list[Problem], head: mail_headers.Head) -> Body:
    """The blocks of the texts of *parts* below *head*; pictures that they show are added to *album*."""
    reply, forward = head.is_reply, head.is_forward
    shown: set[str] = set()
    above = [block for text in parts.before for block in _blocks(text, parts, album, shown, head, reply=False)]
    made = [
        block for text in parts.texts for block in _blocks(text, parts, album, shown, head, reply=reply and not forward)
    ]
    unshown = [name for key, (_, name) in parts.pictures.items() if key not in shown]
    if unshown:
        count = "1 picture that" if len(unshown) == 1 else f"{len(unshown)} pictures that"
        problems.append(Problem(f"{count} the text does not show left out", severity="note"))
    inner = None
    if forward and parts.forwarded is None:
        made, inner = mail_forwards.inside(made, head, problems)
    made = mail_furniture.known(made)
    told = inner.title if inner and inner.title else head.title
    for number, block in enumerate(made[:8]):
        if told and not block.role and _same(block.text, told):
            # The subject again, as the letter's own headline.
            made[number] = replace(block, role="headline")
            break
    byline = _byline(made)
    if byline:
        made = [replace(block, role="byline") if block is byline else block for block in made]
    authors = (_BY.sub("", byline.text),) if byline else ()
    return Body([replace(block, role="furniture") for block in above] + made, inner, authors)


def _byline(blocks: list[Block]) -> Block | None:
    """The line "By Nell Harrow" at the top of a letter; of several texts with bylines of their own, none."""
    told = [(number, block) for number, block in enumerate(blocks) if block.role == "" and _is_byline(block)]
    top = [block for block in blocks if block.text and block.role not in ("furniture", "headline")][:_TOP]
    return told[0][1] if len(told) == 1 and any(block is told[0][1] for block in top) else None


def _is_byline(block: Block) -> bool:
    if block.kind != "paragraph" or len(block.text) > _LONGEST_BYLINE or not _BY.match(block.text):
        return False
    words = re.findall(r"[^\s,;&]+", _BY.sub("", block.text).partition(",")[0].partition(" | ")[0])
    named = [word for word in words if word[0].isalpha() and not word[0].islower()]
    return (
        len(named) >= 2
        and all(word in named or word.lower() in _PARTICLES for word in words)
        and not block.text.endswith((".", "!", "?", ":", "…"))
    )


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def _blocks(
    text: Text, parts: Parts, album: Album, shown: set[str], head: mail_headers.Head, *, reply: bool
) -> list[Block]:
    made = _from_html(text, parts, album, shown, head, reply=reply) if text.html else _from_text(text, reply=reply)
    return [replace(block, line=text.at(block.line)) for block in made]


# --- HTML ----------------------------------------------------------------------------------------


def _from_html(
    text: Text, parts: Parts, album: Album, shown: set[str], head: mail_headers.Head, *, reply: bool
) -> list[Block]:
    root = fromhtml.parse(text.text)
    if root is None:
        return []
    passed_on = None
    if head.is_forward and parts.forwarded is None:
        passed_on = next((one for one in root.iter("blockquote") if mail_forwards.quotes(one, head)), None)
    if passed_on is not None:
        # A program that passes a letter on as a quote: what it holds is the letter, whose own quotes stay.
        passed_on.tag = "div"
    for link in root.iter("a"):
        href = link.get("href")
        if href:
            link.set("href", unwrapped(href.strip()))
    pictures: dict[str, str] = {}
    for image in root.iter("img"):
        source = image.get("src", "")
        key = source if source in parts.pictures else unquote(source)
        if key in parts.pictures and source not in pictures:
            data, name = parts.pictures[key]
            shown.add(key)
            made = album.add(data, name or image.get("alt", ""), line=text.at(image.sourceline or 1))
            if made:
                pictures[source] = made
    blocks = []
    begun = False
    for piece in fromhtml.pieces(root, pictures=pictures, layout_tables=True):
        role = _mark(piece.element)
        inside = passed_on is not None and any(one is passed_on for one in (piece.element, *_above(piece.element)))
        begun = begun or inside
        # What stands below a letter that is passed on is of who passes it on.
        left = role == "signed" or (role == "quoted" and reply) or (begun and not inside)
        blocks.append(replace(piece.block, role="furniture") if left else piece.block)
    if reply:
        blocks = [
            replace(block, role="furniture") if _ATTRIBUTION.search(block.text) and len(block.text) < 200 else block
            for block in blocks
        ]
    return blocks


def _above(element: lxml.html.HtmlElement | None) -> Iterator[lxml.html.HtmlElement]:
    return iter(()) if element is None else element.iterancestors()


def _mark(element: object) -> str:
    """What mail programs call the part of a letter in which *element* stands."""
    at = element
    while at is not None:
        classes = at.get("class", "") or ""  # type: ignore[attr-defined]
        if any(name in classes for name in _SIGNED):
            return "signed"
        id_ = (at.get("id", "") or "").lower()  # type: ignore[attr-defined]
        cited = at.tag == "blockquote" and at.get("type") == "cite"  # type: ignore[attr-defined]
        if cited or id_ in _OUTLOOK or any(name in classes for name in _QUOTED):
            return "quoted"
        at = at.getparent()  # type: ignore[attr-defined]
    return ""


def unwrapped(href: str) -> str:
    """The address to which *href* leads by its own words; *href* itself where it does not say.

    Nothing is asked: a link that counts its readers and hides its target stays as it is.
    """
    for _ in range(3):
        try:
            place = urlsplit(href)
            said = dict(parse_qsl(place.query, max_num_fields=50))
        except ValueError:
            return href
        if place.scheme not in ("http", "https") or _SHARING.search(f"{place.netloc}{place.path}"):
            return href
        found = next((said[key] for key in _TARGETS if said.get(key, "").startswith(("http://", "https://"))), "")
        if not found:
            return href
        href = found
    return href


# --- plain text ----------------------------------------------------------------------------------


class _Line(NamedTuple):
    number: int
    depth: int
    text: str


def _from_text(text: Text, *, reply: bool) -> list[Block]:
    lines = _unfolded(text)
    end = _signature(lines)
    made: list[Block] = []
    at = 0
    while at < len(lines):
        upto = at + 1
        depth, signed = lines[at].depth, at >= end
        while upto < len(lines) and lines[upto].depth == depth and (upto >= end) == signed:
            upto += 1
        run = _run(lines[at:upto])
        if signed:
            run = [replace(block, role="furniture") for block in run]
        elif depth and reply:
            if made and _ATTRIBUTION.search(made[-1].text):
                made[-1] = replace(made[-1], role="furniture")
            run = [replace(block, role="furniture") for block in run]
        elif depth:
            marks = "> " * depth
            run = [replace(block, kind="quote", markdown=f"{marks}{block.markdown}") for block in run]
        made += run
        at = upto
    return made


def _unfolded(text: Text) -> list[_Line]:
    """The lines with the depth of their quotes; of a flowed text (RFC 3676) the paragraphs."""
    made: list[_Line] = []
    open_ = False
    for number, raw in enumerate(text.text.split("\n"), start=1):
        found = re.match(r"(?:>\s?)*", raw) if not text.flowed else re.match(">*", raw)
        marks = found[0] if found else ""
        depth, rest = min(marks.count(">"), _DEEPEST_QUOTE), raw[len(marks) :]
        if text.flowed:
            rest = rest.removeprefix(" ")
            flows = rest.endswith(" ") and rest != "-- "
            shown = rest[:-1] if flows and text.delsp else rest
            if open_ and made and made[-1].depth == depth and rest != "-- ":
                made[-1] = made[-1]._replace(text=made[-1].text + shown)
            else:
                made.append(_Line(number, depth, shown))
            open_ = flows
        else:
            made.append(_Line(number, depth, rest))
    return made


def _signature(lines: list[_Line]) -> int:
    """Where the signature begins: after the last ``-- `` on a line of its own (RFC 3676, 4.3)."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 2 - _LONGEST_SIGNATURE), -1):
        if lines[at].text in ("-- ", "--") and lines[at].depth == 0:
            return at
    return len(lines)


def _run(lines: list[_Line]) -> list[Block]:
    """Lines of one depth as plain text is read; rules drawn with signs are rules."""
    made: list[Block] = []
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and not _RULE.match(lines[at].text):
            continue
        part = lines[start:at]
        if any(line.text.strip() for line in part):
            document, _ = plain.read("\n".join(line.text for line in part).encode("utf-8", "replace"), "")
            made += [replace(block, line=part[block.line - 1].number) for block in document.blocks]
        if at < len(lines):
            made.append(Block("", lines[at].number, "***", "rule", gap=True))
        start = at + 1
    return made
