"""Which documents there are to import, and their way into ``sources/``."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pressday.content import writing
from pressday.importing.tree import Tree
from pressday.ledger.imports import DocumentLedger
from pressday.problems import Problem, ProblemError
from pressday.readers import MAX_BYTES
from pressday.records import digest

FOLDER = "sources"


class SourceFile(NamedTuple):
    """A document: its *name* below ``sources/``, and where it is to be read."""

    name: str
    place: Path

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}"


def listed(folder: Path, documents: Sequence[Path]) -> tuple[list[SourceFile], list[Problem]]:
    """The documents that were named, those of a folder by name, or everything in ``sources/``."""
    home = folder / FOLDER
    found: list[SourceFile] = []
    problems: list[Problem] = []
    for given in documents or (home,):
        try:
            made = list(_files(given, home))
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}", path=str(given)))
            continue
        if not made and documents:
            problems.append(Problem("holds no documents", path=str(given), hint="a folder of documents, or a document"))
        found += made
    once = {source.name: source for source in found}
    if len(once) < len(found):
        seen: dict[str, Path] = {}
        for source in found:
            if seen.setdefault(source.name, source.place) != source.place:
                problems.append(Problem(f"two documents are called {source.name}", path=str(source.place)))
        found = [SourceFile(name, place) for name, place in seen.items()]
    return found, problems


def _files(given: Path, home: Path) -> Iterator[SourceFile]:
    # A symbolic link in sources/ is a document there, wherever it leads.
    place = given.resolve() if given.name in ("", "..") else given.parent.resolve() / given.name
    base = home.resolve()
    inside = place.is_relative_to(base)
    if not place.is_dir():
        if given == home:
            return
        place.stat()
        if not place.is_file():
            raise OSError(errno.EINVAL, "is not a file")
        yield SourceFile(_name(place.relative_to(base) if inside else Path(place.name)), place)
        return
    for file in sorted(place.rglob("*")):
        relative = file.relative_to(place)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield SourceFile(_name(file.relative_to(base if inside else place.parent)), file)


def _name(path: Path) -> str:
    # A name that is no Unicode could not be written down in the ledger.
    return path.as_posix().encode("utf-8", "replace").decode()


def read(source: SourceFile) -> bytes:
    """The document's bytes.  Raises ProblemError for one that cannot be read."""
    try:
        if source.place.stat().st_size > MAX_BYTES:
            raise ProblemError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB", path=source.path))
        return source.place.read_bytes()
    except OSError as error:
        raise ProblemError(Problem(f"cannot be read: {error.strerror}", path=source.path)) from error


def keep(tree: Tree, source: SourceFile, data: bytes) -> None:
    """A copy of *data* in ``sources/``, where it is not there already."""
    writing.checked(tree.folder, source.path)
    try:
        if tree.read(source.path) == data:
            return
    except OSError as error:
        raise ProblemError(Problem(f"cannot be read: {error.strerror}", path=source.path)) from error
    tree.write_bytes(source.path, data)


def is_known(source: SourceFile, data: bytes, ledgers: Mapping[str, DocumentLedger]) -> bool:
    """Whether these very bytes were imported, to the end."""
    ledger = ledgers.get(source.name)
    return ledger is not None and ledger.hash == digest(data)
