"""Tables of HTML: which of them only lay out a page, and how the others are drawn in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import lxml.html

_WIDEST = 60
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "hr", "dl")


_GROUPS = ("tr", "script", "template", "style", "input")
_PARTS = {
    "table": ("caption", "colgroup", "col", "thead", "tbody", "tfoot", *_GROUPS),
    "thead": _GROUPS,
    "tbody": _GROUPS,
    "tfoot": _GROUPS,
    "tr": ("td", "th", "script", "template", "style", "input"),
}


class Row(NamedTuple):
    """A row's cells, how many columns each takes, and whether it is the table's head."""

    cells: list[lxml.html.HtmlElement]
    spans: list[int]
    head: bool


def lays_out(table: lxml.html.HtmlElement, strictly: bool) -> bool:
    """Whether *table* holds a page's parts, not data.

    One that says so, or holds another, does.  *strictly*: so does one with a single row or column,
    or with headings, lists, or more than one paragraph in a cell.
    """
    if table.get("role", "").lower() in ("presentation", "none"):
        return True
    if next(table.iter("table")) is not table or next(table.iterdescendants("table"), None) is not None:
        return True
    if _strays(table):
        return True
    if not strictly:
        return False
    if next(table.iterdescendants("th"), None) is not None:
        return False
    if next(table.iterdescendants(*_BLOCKS), None) is not None:
        return True
    found = rows(table)
    if len(found) < 2 or max((len(row.cells) for row in found), default=0) < 2:
        return True
    return any(len(list(cell.iterdescendants("p"))) > 1 for row in found for cell in row.cells)


def _strays(table: lxml.html.HtmlElement) -> bool:
    """Whether anything in *table* stands outside its cells and its caption."""
    for part in table.iter("table", "thead", "tbody", "tfoot", "tr"):
        if part.text and part.text.strip():
            return True
        for child in part:
            if child.tail and child.tail.strip():
                return True
            if isinstance(child.tag, str) and child.tag not in _PARTS[part.tag]:
                return True
    return any(cell.getparent() is None or cell.getparent().tag != "tr" for cell in table.iter("td", "th"))


def rows(table: lxml.html.HtmlElement) -> list[Row]:
    """The rows of *table* that have cells."""
    made: list[Row] = []
    for row in table.iterdescendants("tr"):
        cells = list(row.iterchildren("td", "th"))
        if not cells:
            continue
        parent = row.getparent()
        head = (parent is not None and parent.tag == "thead") or all(cell.tag == "th" for cell in cells)
        made.append(Row(cells, [_span(cell.get("colspan")) for cell in cells], head))
    return made


def draw(found: Sequence[Row], texts: Sequence[Sequence[str]]) -> str:
    """The pipe table of *texts*, each the Markdown of a cell on one line; without a head it gets an empty one."""
    width = min(_WIDEST, max(sum(row.spans) for row in found))
    lines = []
    for row, cells in zip(found, texts, strict=True):
        drawn: list[str] = []
        for span, text in zip(row.spans, cells, strict=True):
            drawn += [text, *[""] * (span - 1)]
        # What does not fit in stands in the last cell.
        drawn = [*drawn[: width - 1], " ".join(filter(None, drawn[width - 1 :]))] if len(drawn) > width else drawn
        lines.append("| " + " | ".join(drawn + [""] * (width - len(drawn))) + " |")
    rule = "|" + " --- |" * width
    if found[0].head:
        return "\n".join([lines[0], rule, *lines[1:]])
    return "\n".join(["|" + "  |" * width, rule, *lines])


def _span(written: str | None) -> int:
    written = (written or "").strip()
    return max(1, min(_WIDEST, int(written))) if written.isascii() and written.isdigit() and len(written) < 5 else 1
