"""Which articles and pages that are here already a document's could be: there may be any number of them."""

from __future__ import annotations

from collections.abc import Sequence

from pressday import addresses
from pressday.documents import Clipping
from pressday.importing import matching, naming
from pressday.importing.naming import Home
from pressday.importing.shelf import Known, Shelf
from pressday.ledger.imports import DocumentLedger, fingerprint


class Articles:
    """*known*: every article and page that a clipping could be, or whose id or name it could get.

    *told* are the ledgers of all documents that are articles, that of the document itself last.
    """

    def __init__(self, shelf: Shelf, home: Home, clippings: Sequence[Clipping], told: Sequence[DocumentLedger]) -> None:
        self._own = told[-1].entries.keys()
        self._clippings = clippings
        self._marks = [matching.marks_of(clipping) for clipping in clippings]
        keys = {*self._own, *(addresses.mint(home.name, clipping.title) for clipping in clippings)}
        heads = {fingerprint(clipping.title) for clipping in clippings}
        called = {mark for marks in self._marks for mark in (marks.guid, marks.url) if mark}
        versions = [
            v
            for one in told
            for v in one.versions
            if v.key in keys or v.title in heads or v.guid in called or v.url in called
        ]
        slugs = {naming.slug_of(clipping) for clipping in clippings}
        pages = any(clipping.kind == "page" for clipping in clippings) or any("/pages/" in v.path for v in versions)
        self.known = shelf.articles(slugs, versions, told[-1], pages=pages)

    def may(self, number: int, entry: Known) -> bool:
        """Whether the article of that number could be this entry: a column has the same headline every week."""
        clipping, marks = self._clippings[number], self._marks[number]
        if (clipping.kind == "page") != ("/pages/" in entry.path[:15]):
            return False
        if entry.key in self._own:
            return True
        if clipping.kind == "page" and not entry.versions:
            return any(marks.text == there.text and marks.headline == there.headline for there in entry.marks)
        return any(
            marks.text == there.text
            or (marks.instant is not None and marks[:3] == there[:3])
            or (marks.guid or 0) == there.guid
            or (marks.url or 0) == there.url
            for there in entry.marks
        )
