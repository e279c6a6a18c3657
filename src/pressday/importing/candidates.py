"""Which articles and pages that are here already a document's could be: there may be any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pressday import addresses
from pressday.documents import Clipping
from pressday.importing import matching, naming
from pressday.importing.naming import Home
from pressday.importing.shelf import Known, Shelf
from pressday.ledger.imports import DocumentLedger, Imported, fingerprint

# The folder below ``content/`` of what is neither a live page nor a collection.
ARTICLES = "articles"


class Register:
    """Which documents tell of an id, a headline or what a source calls its work; *ledgers* are all there are.

    Of thousands of documents with an article each, only those that have something in common are looked at.
    """

    def __init__(self, ledgers: Mapping[str, DocumentLedger]) -> None:
        self._ledgers = ledgers
        self._order: dict[str, int] = {}
        self._telling: dict[str, list[str]] = {}
        for ledger in ledgers.values():
            self.note(ledger)

    def note(self, ledger: DocumentLedger) -> None:
        """Takes in what a document tells now."""
        if ledger.into != ARTICLES:
            return
        self._order.setdefault(ledger.document, len(self._order))
        for told in ledger.versions:
            for mark in (told.key, told.title, told.guid, told.url):
                names = self._telling.setdefault(mark, []) if mark else None
                if names is not None and ledger.document not in names[-1:]:
                    names.append(ledger.document)

    def versions(self, own: DocumentLedger, called: Iterable[str]) -> list[Imported]:
        """What other documents' articles, then *own*, tell that is *called* so."""
        names = {name for mark in called for name in self._telling.get(mark, ())} - {own.document}
        told = [self._ledgers[name] for name in sorted(names, key=self._order.__getitem__)]
        return [version for one in (*(one for one in told if one.into == ARTICLES), own) for version in one.versions]


class Articles:
    """*known*: every article and page that a clipping could be, or whose id or name it could get.

    *own* is the ledger of their document.
    """

    def __init__(
        self, shelf: Shelf, home: Home, clippings: Sequence[Clipping], register: Register, own: DocumentLedger
    ) -> None:
        self._own = own.entries.keys()
        self._clippings = clippings
        self._marks = [matching.marks_of(clipping) for clipping in clippings]
        keys = {*self._own, *(addresses.mint(home.name, clipping.title) for clipping in clippings)}
        heads = {fingerprint(clipping.title) for clipping in clippings}
        called = {mark for marks in self._marks for mark in (marks.guid, marks.url) if mark}
        versions = [
            v
            for v in register.versions(own, keys | heads | called)
            if v.key in keys or v.title in heads or v.guid in called or v.url in called
        ]
        slugs = {naming.slug_of(clipping) for clipping in clippings}
        pages = any(clipping.kind == "page" for clipping in clippings) or any("/pages/" in v.path for v in versions)
        self.known = shelf.articles(slugs, versions, own, pages=pages)

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
