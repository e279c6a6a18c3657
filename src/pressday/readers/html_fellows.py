"""Entries of a live page that it shows and does not declare: known by being built like them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import lxml.html

from pressday.markup.fromhtml import Piece
from pressday.readers import html_entries
from pressday.readers.html_parts import Parts
from pressday.readers.html_words import plain

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TIMED = "time"
_Form = tuple[tuple[str, int, str], frozenset[str], bool, str]


def of(
    pieces: Sequence[Piece], anchors: Sequence[lxml.html.HtmlElement], bodies: Sequence[str], parts: Parts
) -> list[lxml.html.HtmlElement]:
    """The elements that are built like those of the declared entries and hold none of these, in the page's order.

    *anchors* are an element of each declared entry, its own or its headline's, and *bodies* their declared texts.
    """
    page = _Page(pieces, anchors, bodies, parts)
    found: dict[lxml.html.HtmlElement, None] = {}
    for anchor in anchors:
        found |= dict.fromkeys(page.fellows(anchor))
    return [one for one in page.elements if one in found] if found else []


class _Page:
    """*above* counts the anchors that each element holds, *times* the lines that tell when, *heads* its headings."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        anchors: Sequence[lxml.html.HtmlElement],
        bodies: Sequence[str],
        parts: Parts,
    ) -> None:
        self.above: dict[lxml.html.HtmlElement, int] = {}
        self.times: dict[lxml.html.HtmlElement, int] = {}
        self.heads: dict[lxml.html.HtmlElement, list[Piece]] = {}
        # What each element holds: times, and headings by their tags.
        self.tags: dict[lxml.html.HtmlElement, set[str]] = {}
        self.leading: set[lxml.html.HtmlElement] = set()
        self.bodies = plain(" ".join(bodies))
        for anchor in anchors:
            for one in _up(anchor):
                self.above[one] = self.above.get(one, 0) + 1
        for piece in pieces:
            if parts.furniture(piece.element):
                continue
            timed = html_entries.tells_when(piece)
            if not timed and piece.block.kind != "heading":
                continue
            for one in _up(piece.element):
                self.tags.setdefault(one, set()).add(_TIMED if timed else str(piece.element.tag))
                if timed:
                    self.times[one] = self.times.get(one, 0) + 1
                else:
                    self.heads.setdefault(one, []).append(piece)
                    if piece.block.url:
                        self.leading.add(one)
        self.elements = list(anchors[0].getroottree().getroot().iter()) if anchors else []
        self.kinds: dict[tuple[str, int, str], list[lxml.html.HtmlElement]] = {}
        for one in self.elements:
            if one in self.tags:
                self.kinds.setdefault(_kind(one), []).append(one)
        self.parting: dict[tuple[str, lxml.html.HtmlElement], bool] = {}
        self.known: dict[_Form, dict[lxml.html.HtmlElement, None]] = {}

    def fellows(self, anchor: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
        """What is built like the entry of *anchor*: by its time, else by the level of its headline.

        Those that were told for another anchor are not told again.
        """
        levels = list(self._levels(anchor))
        tag = next((str(piece.element.tag) for piece in self.heads.get(anchor, ())), "")
        for wanted in (_TIMED, tag):
            for one in levels if wanted else ():
                if wanted in self.tags.get(one, ()):
                    found, new = self._alike(one, wanted)
                    if len(found) > (one in found):
                        return [other for other in found if other not in self.above] if new else []
        return []

    def _levels(self, anchor: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
        """The elements that hold *anchor* and no other, inner ones first."""
        for one in _up(anchor):
            if self.above[one] > 1 or one.tag in ("html", "body", "main") or (holder := one.getparent()) is None:
                return
            if one.tag not in _HEADINGS or self._parts_entries(str(one.tag), holder):
                yield one

    def _parts_entries(self, tag: str, holder: lxml.html.HtmlElement) -> bool:
        """Whether headings in one element part its entries.

        Two of these are declared, or each has its time, or no other is in what is declared.
        """
        if (tag, holder) not in self.parting:
            heads = [piece for piece in self.heads.get(holder, ()) if piece.element.tag == tag]
            others = [plain(piece.block.text) for piece in heads if piece.element not in self.above]
            self.parting[tag, holder] = len(heads) > 1 and (
                self.above.get(holder, 0) > 1
                or len(heads) <= self.times.get(holder, 0) + 1
                or (bool(self.bodies) and not any(text in self.bodies for text in others))
            )
        return self.parting[tag, holder]

    def _alike(self, one: lxml.html.HtmlElement, wanted: str) -> tuple[Mapping[lxml.html.HtmlElement, None], bool]:
        """What stands as deep as *one* with its tag, one of its classes and what is *wanted*; and whether that is new.

        No card is among it that leads elsewhere, unless *one* does.
        """
        classes, leads = frozenset((one.get("class") or "").split()), one in self.leading
        key = (_kind(one), classes, leads, wanted)
        if key in self.known:
            return self.known[key], False
        self.known[key] = dict.fromkeys(
            other
            for other in self.kinds.get(_kind(one), ())
            if wanted in self.tags[other]
            and _are_alike(classes, frozenset((other.get("class") or "").split()))
            and (leads or other not in self.leading)
        )
        return self.known[key], True


def _are_alike(classes: frozenset[str], others: frozenset[str]) -> bool:
    return bool(classes & others) or not (classes or others)


def _kind(one: lxml.html.HtmlElement) -> tuple[str, int, str]:
    """Its tag, how deep it stands, and in what."""
    holder = one.getparent()
    return str(one.tag), sum(1 for _ in one.iterancestors()), str(holder.tag) if holder is not None else ""


def _up(element: lxml.html.HtmlElement | None) -> Iterator[lxml.html.HtmlElement]:
    while element is not None:
        yield element
        element = element.getparent()
