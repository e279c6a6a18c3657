"""The entries that there are already: content files on disk, and what the ledger knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pressday import frontmatter
from pressday.content import writing
from pressday.frontmatter import Value
from pressday.ledger.imports import DocumentLedger, Imported, body_hashes, field_hashes, fingerprint
from pressday.problems import ProblemError

# What lies beside a live page's or a collection's entries and is none.
_OTHERS = frozenset({"index.md", "points.md", "_index.md"})


class FileOnDisk(NamedTuple):
    """A content file as it is now; *instant* is None for a date that is none of ours."""

    path: str
    text: str
    header: dict[str, Value]
    body: str
    key: str
    title: str
    instant: datetime | None

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
    """By what an entry is known again: its instant, and hashes of its headline and its paragraphs."""

    instant: datetime | None
    headline: str
    text: tuple[str, ...] | None


class Known(NamedTuple):
    """An entry that was here before.  *file* is None where a person has deleted it.

    *versions* are what the ledgers have recorded of it: nothing, for a file that a person wrote or
    an import that was broken off.
    """

    key: str
    path: str
    marks: tuple[Marks, ...]
    file: FileOnDisk | None
    versions: tuple[Imported, ...]

    @property
    def untouched(self) -> bool:
        """Whether its file is as an import left it."""
        if self.file is None:
            return False
        now = (field_hashes(self.file.header), body_hashes(self.file.body))
        return any((version.fields, version.paragraphs) == now for version in self.versions)


def read_file(folder: Path, path: str) -> FileOnDisk | None:
    """The content file at *path*, or None where there is none that can be read."""
    try:
        text = (folder / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        written, body, _ = frontmatter.split(text)
        header = frontmatter.parse(written) if written else {}
    except (OSError, UnicodeDecodeError):
        return None
    except ProblemError:
        # A header that an editor is in the middle of: theirs, whatever it says.
        return FileOnDisk(path, text, {}, text, "", "", None)
    file = FileOnDisk(path, text, header, body, "", "", None)
    return file._replace(key=file.text_of("id"), title=file.text_of("title"), instant=_instant(file.text_of("date")))


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def known_in(folder: Path, into: str, ledgers: Iterable[DocumentLedger]) -> list[Known]:
    """The entries of a live page or collection (``live/storm``), by key: on disk, and in the ledgers."""
    place = writing.checked(folder, f"{writing.CONTENT}/{into}/x").parent
    try:
        names = sorted(path.name for path in place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        names = []
    files = [
        file
        for name in names
        if name.endswith(".md") and name not in _OTHERS and not name.startswith(".")
        if (file := read_file(folder, f"{writing.CONTENT}/{into}/{name}")) is not None
    ]
    return known(
        folder, files, [entry for ledger in ledgers if ledger.into == into for entry in ledger.entries.values()]
    )


def articles(folder: Path, slug: str, versions: Sequence[Imported]) -> list[Known]:
    """The articles of which *versions* tell, wherever they are now, and those on disk that are named by *slug*."""
    place = folder / writing.CONTENT / "articles"
    paths = [path.relative_to(folder).as_posix() for path in sorted(place.glob(f"*/*-{slug}*.md"))]
    missing = {version.key for version in versions if not (folder / version.path).is_file()}
    files = [file for path in paths if (file := read_file(folder, path)) is not None]
    return known(folder, [*files, *_moved(folder, place, missing)], versions)


def _moved(folder: Path, place: Path, keys: set[str]) -> Iterator[FileOnDisk]:
    """The files below *place* that have one of *keys* for their id: an article may be renamed, or given a folder."""
    if not keys:
        return
    for path in sorted(place.rglob("*.md")):
        file = read_file(folder, path.relative_to(folder).as_posix())
        if file is not None and file.key in keys:
            yield file


def known(folder: Path, files: Iterable[FileOnDisk], versions: Iterable[Imported]) -> list[Known]:
    """The entries that *files* and *versions* tell of, by key."""
    by_key: dict[str, list[Imported]] = {}
    for version in versions:
        by_key.setdefault(version.key, []).append(version)
    by_path = {version.path: key for key, told in by_key.items() for version in told}
    on_disk: dict[str, FileOnDisk] = {}
    for file in files:
        # A file whose header is broken for now is still the one that stands at its path.
        on_disk.setdefault(file.key or by_path.get(file.path, file.path), file)
    made = [_known(folder, key, on_disk.get(key), tuple(by_key.get(key, ()))) for key in {**by_key, **on_disk}]
    return sorted(made, key=lambda item: item.key)


def _known(folder: Path, key: str, file: FileOnDisk | None, versions: tuple[Imported, ...]) -> Known:
    if versions:
        last = versions[-1].path
        if file is None and (folder / last).exists():
            file = read_file(folder, last)
        marks = tuple(Marks(told.moment, told.title, told.paragraphs or None) for told in versions)
        return Known(key, file.path if file else last, marks, file, versions)
    assert file is not None
    marks = (Marks(file.instant, fingerprint(file.title), body_hashes(file.body) or None),)
    return Known(key, file.path, marks, file, ())


def pages(ledgers: Mapping[str, DocumentLedger], below: str) -> dict[str, list[DocumentLedger]]:
    """The ledgers of each live page (*below* is ``live/``) or collection, by its folder."""
    found: dict[str, list[DocumentLedger]] = {}
    for ledger in ledgers.values():
        if ledger.into.startswith(below):
            found.setdefault(ledger.into, []).append(ledger)
    return found
