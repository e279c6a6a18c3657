"""What a document tells that was withdrawn elsewhere: on another page, under another name, years ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pressday.content.writing import CONTENT
from pressday.documents import Clipping
from pressday.importing.shelf import Shelf
from pressday.ledger import withdrawn
from pressday.ledger.imports import DocumentLedger
from pressday.ledger.withdrawn import marks

# A shorter headline is not only that of one entry; nor is one that so many others have ("Ferry times for today").
_HEADLINE_WORDS = 4
_COLUMN = 2
# A paragraph of more entries than these is furniture: who writes here, where to subscribe.
_FURNITURE = 3


class Withheld(NamedTuple):
    """That a clipping is, *whole*, what was withdrawn: its stub is at *path*; or else that it may be.

    *why* says what the two have in common.
    """

    path: str
    whole: bool
    why: str = ""


class Tombstones:
    """What was withdrawn from the newsletter, by its words; *ledgers* know what sources have said of it since."""

    def __init__(self, shelf: Shelf, ledgers: Mapping[str, DocumentLedger]) -> None:
        found = withdrawn.read(shelf.tree.folder)
        self.problems = found.problems
        self._shelf = shelf
        self._ledgers = ledgers
        self._stones = found.stones
        self._said: dict[str, set[str]] = {}
        self._headed: dict[str, set[str]] = {}
        for stone in found.stones.values():
            self._note(stone.key, stone.headlines, stone.paragraphs)
        for ledger in ledgers.values() if found.stones else ():
            told = [ledger.entries[key] for key in ledger.entries.keys() & found.stones.keys()]
            for version in (*told, *(rival for rival in ledger.rivals if rival.key in found.stones)):
                self._note(version.key, (version.title,), version.paragraphs)
        self._stubs: dict[str, str] = {}
        self._moved: dict[str, str] | None = None
        self._standing: dict[str, set[str]] | None = None

    def find(self, clippings: Mapping[int, Clipping]) -> dict[int, Withheld]:
        """Of *clippings* of one document, by number, those that were withdrawn, or may have been."""
        if not self._stones:
            return {}
        told = {
            number: [marks(part) for part in withdrawn.telling("\n\n".join(clipping.paragraphs))]
            for number, clipping in clippings.items()
        }
        often = Counter(mark for parts in told.values() for mark in frozenset().union(*parts))
        found = {number: self._of(clipping.title, told[number], often) for number, clipping in clippings.items()}
        return {number: one for number, one in found.items() if one is not None}

    def _of(self, title: str, parts: list[frozenset[str]], often: Mapping[str, int]) -> Withheld | None:
        known = [(part, keys) for part in parts if (keys := self._withdrawn(self._said, part))]
        own = [(part, keys) for part, keys in known if self._others(part) <= _FURNITURE]
        # Furniture alone tells nothing.
        if own and len(known) == len(parts):
            return Withheld(self._stub(_most(keys for _, keys in own)), whole=True)
        shared = [keys for part, keys in own if max(often[mark] for mark in part) <= _FURNITURE]
        if shared:
            return Withheld(self._stub(_most(shared)), whole=False, why="a paragraph of it stands there too")
        if len(title.split()) >= _HEADLINE_WORDS:
            head = marks(title)
            keys = self._withdrawn(self._headed, head)
            if keys and self._others(head) < _COLUMN:
                return Withheld(self._stub(_most([keys])), whole=False, why="it has its headline")
        return None

    def _note(self, key: str, headlines: Iterable[str], said: Iterable[str]) -> None:
        for index, hashes in ((self._headed, headlines), (self._said, said)):
            for hash_ in hashes:
                index.setdefault(hash_, set()).add(key)

    def _withdrawn(self, index: Mapping[str, set[str]], hashes: frozenset[str]) -> set[str]:
        """What has one of *hashes*, and was not brought back."""
        keys = {key for hash_ in hashes for key in index.get(hash_, ())}
        return {key for key in keys if self._stub(key)}

    def _others(self, hashes: frozenset[str]) -> int:
        """How many entries that were not withdrawn have one of *hashes*, as their headline or a paragraph."""
        if self._standing is None:
            asked = self._said.keys() | self._headed.keys()
            self._standing = {}
            for ledger in self._ledgers.values():
                for version in ledger.versions:
                    if version.key not in self._stones:
                        for hash_ in asked & {version.title, *version.paragraphs}:
                            self._standing.setdefault(hash_, set()).add(version.key)
        return len({key for hash_ in hashes for key in self._standing.get(hash_, ())})

    def _stub(self, key: str) -> str:
        """Where the stub of *key* is, or was when its editor deleted it; empty once the entry was brought back."""
        if key not in self._stubs:
            path = self._stones[key].path
            file = self._shelf.file(path)
            if file is None or (file.key and file.key != key):
                path = self._by_id().get(key, path)
                file = self._shelf.file(path)
                file = file if file is not None and file.key == key else None
            stays = file is None or file.broken or file.is_withdrawn
            self._stubs[key] = path if stays else ""
        return self._stubs[key]

    def _by_id(self) -> Mapping[str, str]:
        """The content files by their ids: a stub may have been moved."""
        if self._moved is None:
            paths = self._shelf.tree.below(CONTENT)
            self._moved = {key: path for path in reversed(paths) if (key := self._shelf.id_of(path))}
        return self._moved


def _most(found: Iterable[set[str]]) -> str:
    """Whose id is named most often; of several the first."""
    count = Counter(key for keys in found for key in keys)
    return min(count, key=lambda key: (-count[key], key))
