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
from pressday.readers import MAX_BYTES, assets
from pressday.records import digest

FOLDER = "sources"
_PAGES = (".html", ".htm", ".xhtml", ".HTML", ".HTM")


class SourceFile(NamedTuple):
    """A document: its *name* below ``sources/``, and where it is to be read.

    *given* is its path as the editor named it, empty for what stands in ``sources/`` already.
    """

    name: str
    place: Path
    given: str = ""

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}"

    @property
    def shown(self) -> str:
        """Where the editor finds it, as long as nothing of it is kept."""
        return self.given or self.path


def listed(folder: Path, documents: Sequence[Path], away: Path | None = None) -> tuple[list[SourceFile], list[Problem]]:
    """The documents that were named, those of a folder by name, or everything in ``sources/``, each once.

    *away* is a folder that stands for ``sources/`` where nothing may be written.
    """
    home = folder / FOLDER
    found: list[SourceFile] = []
    problems: list[Problem] = []
    for given in documents or (home,):
        try:
            is_away = away is not None and away.resolve() in given.resolve().parents
            made = list(_files(given, away if away is not None and is_away else home))
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}", path=str(given)))
            continue
        if not made and documents:
            problems.append(Problem("holds no documents", path=str(given), hint="a folder of documents, or a document"))
        found += made
    return list({source.place: source for source in found}.values()), problems


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
        yield SourceFile(_name(place.relative_to(base)), place) if inside else _given(Path(place.name), place, given)
        return
    for file in sorted(place.rglob("*")):
        relative = file.relative_to(place)
        hidden = any(part.startswith(".") for part in relative.parts)
        if file.is_file() and not hidden and not _belongs_to_a_page(file, place):
            if inside:
                yield SourceFile(_name(file.relative_to(base)), file)
            else:
                yield _given(file.relative_to(place.parent), file, given / relative)


def _belongs_to_a_page(file: Path, place: Path) -> bool:
    """Whether *file* stands in the folder of parts that a browser has set beside a page in *place*."""
    for folder in file.relative_to(place).parents[:-1]:
        for ending in assets.FOLDER_ENDINGS:
            page = (place / folder).with_name(folder.name.removesuffix(ending))
            if folder.name.endswith(ending) and any(page.with_name(page.name + one).is_file() for one in _PAGES):
                return True
    return False


def _given(name: Path, place: Path, given: Path) -> SourceFile:
    return SourceFile(_name(name), place, _name(given))


def _name(path: Path) -> str:
    # A name that is no Unicode could not be written down in the ledger.
    return path.as_posix().encode("utf-8", "replace").decode()


def read(source: SourceFile) -> bytes:
    """The document's bytes.  Raises ProblemError for one that cannot be read."""
    try:
        if source.place.stat().st_size > MAX_BYTES:
            raise ProblemError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB", path=source.shown))
        return source.place.read_bytes()
    except OSError as error:
        raise ProblemError(Problem(f"cannot be read: {error.strerror}", path=source.shown)) from error


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
