"""The entries that there are already: content files as they stand, and what the ledger knows of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pressday import frontmatter
from pressday.content import writing
from pressday.frontmatter import Value
from pressday.importing.tree import Tree
from pressday.ledger.imports import DocumentLedger, Imported, body_hashes, field_hashes, fingerprint
from pressday.problems import ProblemError

# Fields that a person makes: an import writes them once.
EDITORS = frozenset({"id", "topics", "slug", "guessed", "also"})
# What lies beside a live page's or a collection's entries and is none.
_OTHERS = frozenset({"index.md", "points.md", "_index.md"})
_DATED = re.compile(r"^\d{4}-\d{2}-\d{2}-")
_NUMBERED = re.compile(r"-\d+$")
_ID = re.compile(rb"^id:[ \t]*[\"']?([A-Za-z0-9._-]+)", re.MULTILINE)


class FileOnDisk(NamedTuple):
    """A content file as it is now; *instant* is None for a date that is none of ours.

    *fields* and *paragraphs* are hashes, as the ledger has them.  *data* are its bytes.  *broken*: its
    header cannot be read.
    """

    path: str
    data: bytes
    text: str
    header: dict[str, Value]
    body: str
    key: str
    title: str
    instant: datetime | None
    fields: dict[str, str]
    paragraphs: tuple[str, ...]
    broken: bool = False

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is the stub of an entry that was withdrawn: nobody brings that back but its editor."""
        return "retracted" in self.header

    def words(self, name: str) -> tuple[str, ...]:
        """The texts of a field: a list's, or its own."""
        value = self.header.get(name)
        if value is None or value.data is None:
            return ()
        items = value.data if isinstance(value.data, list) else [value]
        return tuple(item.data for item in items if isinstance(item.data, str))

    def text_of(self, name: str) -> str:
        """The text of a field, or an empty one."""
        return next(iter(self.words(name)), "")


class Marks(NamedTuple):
    """By what an entry is known again: its instant, and hashes of its headline and its paragraphs.

    *guid* and *url* are hashes of what its source calls it.
    """

    instant: datetime | None
    headline: str
    text: tuple[str, ...] | None
    guid: str | None = None
    url: str | None = None


class Known(NamedTuple):
    """An entry that was here before.  *file* is None where a person has deleted it.

    *versions* are what the ledgers have recorded of it: nothing, for a file that a person wrote or
    an import that was broken off.  *own* is that of the document which is imported now.
    """

    key: str
    path: str
    marks: tuple[Marks, ...]
    file: FileOnDisk | None
    versions: tuple[Imported, ...]
    own: Imported | None = None

    @property
    def left_as(self) -> Imported | None:
        """The version as which an import has left its file, or None where a person has edited it since."""
        file = self.file
        if file is None or file.broken:
            return None
        now = state_of(file.fields, file.paragraphs)
        return next((v for v in reversed(self.versions) if now in (v.written, state_of(v.fields, v.paragraphs))), None)


def state_of(fields: Mapping[str, str], text: Sequence[str]) -> str:
    """The hash of a file that has these hashes, but for what is the editor's."""
    told = sorted(f"{name}={hash_}" for name, hash_ in fields.items() if name not in EDITORS)
    return fingerprint(" ".join((*told, "", *text)))


class Shelf:
    """The content files of *tree*, each read once for as long as its bytes are the same."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._files: dict[str, FileOnDisk | None] = {}
        self._data: dict[str, bytes] = {}
        # Of every article's file that was listed: what it is named by; and, once it was asked for, its id.
        self._listed: set[str] = set()
        self._named: dict[str, list[str]] = {}
        self._ids: dict[str, list[str]] | None = None

    def forget(self) -> None:
        """Lets go of the texts that were read."""
        self._files.clear()
        self._data.clear()

    def file(self, path: str) -> FileOnDisk | None:
        """The content file at *path*, or None where there is none that can be read."""
        try:
            data = self.tree.read(path)
        except OSError:
            return None
        return None if data is None else self.parsed(path, data)

    def parsed(self, path: str, data: bytes) -> FileOnDisk | None:
        """The content file at *path* that holds *data*."""
        if self._data.get(path) != data:
            self._data[path], self._files[path] = data, parse(path, data)
        return self._files[path]

    def known_in(self, into: str, ledgers: Iterable[DocumentLedger], own: DocumentLedger | None = None) -> list[Known]:
        """The entries of a live page or collection (``live/storm``), by key: on disk, and in the ledgers."""
        place = f"{writing.CONTENT}/{into}"
        files = [
            file
            for name in self.tree.names(place)
            if name.endswith(".md") and name not in _OTHERS and not name.startswith(".")
            if (file := self.file(f"{place}/{name}")) is not None
        ]
        versions = [entry for ledger in ledgers if ledger.into == into for entry in ledger.versions]
        return self.known(files, versions, own)

    def articles(
        self, slugs: Collection[str], versions: Sequence[Imported], own: DocumentLedger, *, pages: bool = False
    ) -> list[Known]:
        """The articles of which *versions* tell, wherever they are now, and those that are named by one of *slugs*.

        With *pages* the standing pages too.
        """
        paths = self.tree.below(f"{writing.CONTENT}/articles")
        if pages:
            paths += self.tree.below(f"{writing.CONTENT}/pages")
        there = frozenset(paths)
        for path in there - self._listed:
            for slug in _slugs(path):
                self._named.setdefault(slug, []).append(path)
        self._listed |= there
        wanted = {path for slug in slugs for path in self._named.get(slug, ()) if path in there}
        wanted |= {v.path for v in versions if v.path in there}
        missing = {version.key for version in versions} - {version.key for version in versions if version.path in there}
        wanted |= {path for path in self._moved(missing) if path in there}
        files = [file for path in sorted(wanted) if (file := self.file(path)) is not None]
        return self.known(files, versions, own)

    def _moved(self, keys: set[str]) -> Iterator[str]:
        """The files that have one of *keys* for their id: an article may be renamed, or given a folder."""
        if keys and self._ids is None:
            # Those that this very import writes are where its ledgers say.
            self._ids = {}
            for folder in ("articles", "pages"):
                for path in self.tree.below(f"{writing.CONTENT}/{folder}"):
                    if key := self.id_of(path):
                        self._ids.setdefault(key, []).append(path)
        return (path for key in keys for path in (self._ids or {}).get(key, ()))

    def id_of(self, path: str) -> str:
        """The id in the header of the content file at *path*, or an empty text."""
        try:
            found = _ID.search((self.tree.read(path) or b"")[:2_000])
        except OSError:
            return ""
        return found[1].decode() if found is not None else ""

    def known(
        self, files: Iterable[FileOnDisk], versions: Iterable[Imported], own: DocumentLedger | None = None
    ) -> list[Known]:
        """The entries that *files* and *versions* tell of, by key."""
        by_key: dict[str, list[Imported]] = {}
        for version in versions:
            by_key.setdefault(version.key, []).append(version)
        by_path = {version.path: key for key, told in by_key.items() for version in told}
        on_disk: dict[str, FileOnDisk] = {}
        for file in files:
            # A file whose header is broken for now is still the one that stands at its path.
            on_disk.setdefault(file.key or by_path.get(file.path, file.path), file)
        entries: Mapping[str, Imported] = own.entries if own is not None else {}
        made = [
            self._known(key, on_disk.get(key), tuple(by_key.get(key, ())), entries.get(key))
            for key in {**by_key, **on_disk}
        ]
        return sorted(made, key=lambda item: item.key)

    def _known(self, key: str, file: FileOnDisk | None, versions: tuple[Imported, ...], own: Imported | None) -> Known:
        if versions:
            last = versions[-1].path
            if file is None:
                file = self.file(last)
            marks = tuple(map(marks_told, versions))
            return Known(key, file.path if file else last, marks, file, versions, own)
        assert file is not None
        marks = (Marks(file.instant, fingerprint(file.title), file.paragraphs or None),)
        return Known(key, file.path, marks, file, ())


def marks_told(told: Imported) -> Marks:
    """By what a version of an entry is known again."""
    return Marks(told.moment, told.title, told.paragraphs or None, told.guid or None, told.url or None)


def read_file(folder: Path, path: str) -> FileOnDisk | None:
    """The content file at *path* on disk, or None where there is none that can be read."""
    return Shelf(Tree(folder)).file(path)


def parse(path: str, data: bytes) -> FileOnDisk | None:
    """The content file at *path* that holds *data*, or None for what is no text."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    try:
        written, body, _ = frontmatter.split(text)
        header = frontmatter.parse(written) if written else {}
    except ProblemError:
        # A header that an editor is in the middle of: theirs, whatever it says.
        return FileOnDisk(path, data, text, {}, text, "", "", None, {}, (), broken=True)
    file = FileOnDisk(path, data, text, header, body, "", "", None, field_hashes(header), body_hashes(body))
    return file._replace(key=file.text_of("id"), title=file.text_of("title"), instant=_instant(file.text_of("date")))


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _slugs(path: str) -> set[str]:
    """The slugs by which the file at *path* may have been named."""
    parts = path.removesuffix(".md").split("/")
    stem = _DATED.sub("", parts[-2] if parts[-1] == "index" else parts[-1])
    return {stem, _NUMBERED.sub("", stem)}


def pages(ledgers: Mapping[str, DocumentLedger], below: str) -> dict[str, list[DocumentLedger]]:
    """The ledgers of each live page (*below* is ``live/``) or collection, by its folder."""
    found: dict[str, list[DocumentLedger]] = {}
    for ledger in ledgers.values():
        if ledger.into.startswith(below):
            found.setdefault(ledger.into, []).append(ledger)
    return found
