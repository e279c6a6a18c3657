"""Which documents there are to import, and their way into ``sources/``."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pressday.content import writing
from pressday.importing import premises
from pressday.importing.premises import Premises
from pressday.importing.tree import Tree
from pressday.ledger.imports import DocumentLedger
from pressday.problems import Problem, ProblemError
from pressday.readers import MAX_BYTES, assets
from pressday.records import digest

FOLDER = "sources"
_PAGES = (".html", ".htm", ".xhtml", ".HTML", ".HTM")
_TEXTS = (".md", ".markdown", ".mdown", ".MD", ".txt", ".text", "")


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

    @property
    def root(self) -> Path:
        """The folder above which nothing is looked for: the one that was given, or ``sources/`` itself."""
        depth = len(PurePosixPath(self.name).parts)
        return self.place.parents[max(depth - 2, 0) if self.given else depth - 1]


class _Walked(NamedTuple):
    """The documents of what was given, and how it calls the newsletter's own in it; *companions* are counted."""

    documents: list[SourceFile]
    own: list[str]
    companions: int = 0


def listed(folder: Path, documents: Sequence[Path], away: Path | None = None) -> tuple[list[SourceFile], list[Problem]]:
    """The documents that were named, those of a folder by name, or everything in ``sources/``, each once.

    *away* is a folder that stands for ``sources/`` where nothing may be written.
    """
    home = folder / FOLDER
    newsletter = Premises.of(folder)
    found: list[SourceFile] = []
    problems: list[Problem] = []
    for given in documents or (home,):
        try:
            is_away = away is not None and away.resolve() in given.resolve().parents
            if newsletter.owns(given):
                hint = "documents stand in sources/, or outside the newsletter: name one, or a folder of them"
                problems.append(Problem("is the newsletter's own, and no document", path=str(given), hint=hint))
                continue
            made = _files(given, away if away is not None and is_away else home, newsletter)
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}", path=str(given)))
            continue
        if not made.documents and documents:
            hint = "a folder of documents, or a document"
            if FOLDER in made.own:
                hint = "what is new in sources/ is imported by `pressday import` alone"
            problems.append(Problem("holds no documents", path=str(given), hint=hint))
        shown = str(given) if documents else FOLDER
        problems += [Problem(message, path=shown, severity="note") for message in _passed_over(made)]
        found += made.documents
    return list({source.place: source for source in found}.values()), problems


def _passed_over(walked: _Walked) -> Iterator[str]:
    if walked.own:
        yield f"passed over what is the newsletter's own: {', '.join(sorted(walked.own))}"
    if walked.companions == 1:
        yield "passed over 1 file that goes with documents and is none, such as a picture"
    elif walked.companions:
        yield f"passed over {walked.companions:,} files that go with documents and are none, such as pictures"


def _files(given: Path, home: Path, newsletter: Premises) -> _Walked:
    # A symbolic link in sources/ is a document there, wherever it leads.
    place = given.resolve() if given.name in ("", "..") else given.parent.resolve() / given.name
    base = home.resolve()
    inside = place.is_relative_to(base)
    if not place.is_dir():
        if given == home:
            return _Walked([], [])
        place.stat()
        if not place.is_file():
            raise OSError(errno.EINVAL, "is not a file")
        name = _name(place.relative_to(base)) if inside else ""
        return _Walked([SourceFile(name, place) if inside else _given(Path(place.name), place, given)], [])
    made: list[SourceFile] = []
    own: list[str] = []
    companions = 0
    for file in _below(place, newsletter, own):
        is_companion = premises.is_companion(file)
        if _belongs_to_a_page(file, place, (*_PAGES, *_TEXTS) if is_companion else _PAGES):
            continue
        if is_companion:
            companions += 1
        elif inside:
            made.append(SourceFile(_name(file.relative_to(base)), file))
        else:
            relative = file.relative_to(place)
            made.append(_given(file.relative_to(place.parent), file, given / relative))
    return _Walked(made, own, companions)


def _below(place: Path, newsletter: Premises, own: list[str]) -> list[Path]:
    """The files below a folder, in order, without hidden ones; what is the newsletter's own is named in *own*."""
    found: list[Path] = []
    for folder, folders, files in os.walk(place):
        here = Path(folder)
        kept = set()
        for name in (*folders, *files):
            if name.startswith("."):
                continue
            if newsletter.passes(here / name):
                own.append(_name((here / name).relative_to(place)))
            else:
                kept.add(name)
        folders[:] = [name for name in folders if name in kept]
        found += [here / name for name in files if name in kept and (here / name).is_file()]
    return sorted(found)


def _belongs_to_a_page(file: Path, place: Path, pages: Sequence[str]) -> bool:
    """Whether *file* stands in the folder of parts that a browser has set beside a page in *place*.

    So do the pictures that an import has brought along with a document.  *pages* are the endings that those have.
    """
    for folder in file.relative_to(place).parents[:-1]:
        for ending in assets.FOLDER_ENDINGS:
            page = (place / folder).with_name(folder.name.removesuffix(ending))
            if folder.name.endswith(ending) and any(page.with_name(page.name + one).is_file() for one in pages):
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
