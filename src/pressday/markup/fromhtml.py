"""HTML to blocks of Markdown: what a reader sees of it, and nothing that could act.

Imported words never become marks, and no word is lost: what comes out reads back as what went in.
"""

from __future__ import annotations

from collections.abc import Mapping

import lxml.html

from pressday.documents import Block
from pressday.markup.fromhtml_notes import begun, references
from pressday.markup.fromhtml_notes import without as without_lost_notes
from pressday.markup.fromhtml_tree import address, parse
from pressday.markup.fromhtml_walk import Piece, Walk

__all__ = ["Piece", "address", "begun", "blocks", "parse", "pieces", "references", "without_lost_notes"]


def blocks(
    html: str, *, base: str = "", pictures: Mapping[str, str] | None = None, layout_tables: bool = False
) -> list[Block]:
    """The blocks of *html*, a fragment or a page that is content from end to end.

    Links lead to http(s) and mailto alone, seen from *base*; others are their words.  *pictures*
    gives the names of assets by what ``src`` says; any other picture is an http(s) address or its
    alternative text.  Scripts, forms, comments, what is hidden and what only counts readers are left
    out.  *layout_tables*: as in mail, tables that hold a page's parts become these parts.

    Raises ProblemError for what is too large.
    """
    root = parse(html)
    if root is None:
        return []
    return [piece.block for piece in pieces(root, base=base, pictures=pictures, layout_tables=layout_tables)]


def pieces(
    root: lxml.html.HtmlElement,
    *,
    base: str = "",
    pictures: Mapping[str, str] | None = None,
    layout_tables: bool = False,
) -> list[Piece]:
    """The blocks of a tree that ``parse`` made, each with the element from which it comes."""
    return Walk(base, pictures or {}, layout_tables).pieces(root)
