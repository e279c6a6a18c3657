"""What is kept of a document, and under which name: browsers call every other page ``index.html``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import PurePosixPath

from pressday import alike, markup
from pressday.content.reading import MAX_BYTES as MOST
from pressday.importing import homes, matching
from pressday.importing.shelf import Shelf
from pressday.importing.sources import FOLDER, SourceFile
from pressday.importing.tree import Tree
from pressday.ledger.imports import DocumentLedger, Imported, fingerprint, paragraphs
from pressday.problems import Problem, ProblemError
from pressday.recognise import Found
from pressday.records import digest

# A paragraph of so many words stands in one text only; half of a text's make another its save.
_TELLING = 6
# How much of two articles is the same if one is the other, rewritten.
_ALIKE = 0.7
# What a content file's header may take, in bytes.
_HEADER = 100_000

# Two stamps so far apart are of two days.
_A_DAY = timedelta(hours=36)

IsSave = Callable[[DocumentLedger], bool]


def settled(tree: Tree, source: SourceFile, hash_: str, ledgers: Mapping[str, DocumentLedger], is_save: IsSave) -> str:
    """The name below ``sources/`` for a document whose bytes have that *hash_*.

    Its own, or that with a number (``index-2.html``): where the very bytes are kept already, else where
    *is_save* says that it is a newer save of what is kept, else the first that is free.
    """
    if not source.given:
        return source.name
    save = ""
    for name in _names(source.name):
        ledger = ledgers.get(name)
        kept = ledger.hash if ledger is not None and ledger.hash else _kept(tree, name)
        if kept == hash_ or (kept is None and ledger is None):
            break
        if not save and ledger is not None and is_save(ledger):
            save = name
    return name if kept == hash_ else save or name


def check_sizes(found: Found) -> None:
    """Raises ProblemError, at its line, for what would be larger than a content file may be."""
    for clipping in found.clippings:
        if sum(len(part.encode("utf-8", "replace")) + 2 for part in clipping.paragraphs) > MOST - _HEADER:
            raise ProblemError(
                Problem(
                    f"“{clipping.title}” is larger than {MOST // 1_000_000} MB, and no content file may be",
                    line=clipping.line,
                    hint="import it in several documents",
                )
            )


def _kept(tree: Tree, name: str) -> str | None:
    """The hash of what is kept under a name; empty for what is no file that can be read."""
    try:
        data = tree.read(f"{FOLDER}/{name}")
    except (OSError, ProblemError):
        return ""
    return None if data is None else digest(data)


def _names(name: str) -> Iterator[str]:
    yield name
    path = PurePosixPath(name)
    number = 2
    while True:
        yield str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        number += 1


class Saves:
    """What tells of a document that it is a save of another: its page, headlines, addresses or texts."""

    def __init__(self, shelf: Shelf, found: Found) -> None:
        self._shelf = shelf
        self._live = homes.Telling(shelf, found) if found.kind == "live" else None
        self._title = "" if found.title_guessed else found.title
        self._marks = [matching.marks_of(clipping) for clipping in found.clippings]
        self._called = {mark for marks in self._marks for mark in (marks.guid, marks.url) if mark}
        self._heads = {marks.headline: marks.url for marks in self._marks}
        if self._title:
            self._heads.setdefault(fingerprint(self._title), None)
        bodies = ["\n\n".join(clipping.paragraphs) for clipping in found.clippings]
        told = (part for body in bodies for part in paragraphs(body))
        self._told = {fingerprint(part) for part in told if len(part.split()) >= _TELLING}
        self._article = _plain(bodies[0]) if found.kind == "article" and len(bodies) == 1 else ""

    def of(self, ledger: DocumentLedger) -> bool:
        """Whether the document is a save of the one of which *ledger* tells.

        What waits in review is read from the one that is kept: as long as it does, that is not replaced by one
        that does not tell the entry.
        """
        waiting = [entry for entry in ledger.entries.values() if entry.waits]
        if any(not self._tells(entry) and not self._called & {entry.guid, entry.url} for entry in waiting):
            return False
        if self._title and ledger.title == self._title:
            return True
        if self._live is not None and ledger.kind == "live":
            return self._live.sharing(ledger.into, [ledger]).same > 0
        there: set[str] = set()
        for version in ledger.versions:
            if self._called & {version.guid, version.url}:
                return True
            if self._tells(version) and not (version.url and self._heads[version.title]):
                return True
            there.update(version.paragraphs)
        shared = len(self._told & there)
        return bool(shared and shared * 2 >= min(len(self._told), len(there))) or self._is_rewritten(ledger)

    def _tells(self, version: Imported) -> bool:
        """Whether something has the headline of an entry: of another day it is another's."""
        if version.title not in self._heads:
            return False
        told = [marks.instant for marks in self._marks if marks.headline == version.title]
        return not told or any(instant is None or abs(instant - version.moment) <= _A_DAY for instant in told)

    def _is_rewritten(self, ledger: DocumentLedger) -> bool:
        if not self._article or len(ledger.entries) != 1:
            return False
        (entry,) = ledger.entries.values()
        file = self._shelf.file(entry.path)
        if file is None or file.broken or not file.body.strip():
            return False
        return alike.ratio(self._article, _plain(file.body), at_least=_ALIKE) >= _ALIKE


def _plain(body: str) -> str:
    return " ".join(markup.plain_text(body).split())
