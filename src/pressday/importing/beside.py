"""What lies beside a document: pictures, and the folder that a browser sets beside a page that it saves "complete".

A page in ``page.html`` has that folder in ``page_files/``.  So has, in ``sources/``, every document whose pictures
were brought along: what two documents call ``weir.png`` are two pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from pressday.content import writing
from pressday.documents import Asset
from pressday.importing.sources import FOLDER, SourceFile
from pressday.importing.tree import Tree
from pressday.problems import Problem, ProblemError
from pressday.readers import assets

_PAGES = (".html", ".htm", ".xhtml")
_ILLUSTRATED = (*_PAGES, ".md", ".markdown", ".mdown", ".txt", ".text", "")
_MOST = 2_000
# What stands in a path for the folder above, where a picture is kept.
_ABOVE = "up"


class Beside(Mapping[str, bytes]):
    """Pictures by the paths that a document has for them: in its folder *saved*, and from where it stands (``./``).

    Those from where it stands are read as they are asked for, and are counted from then on: none above the
    folder that was given, nor one to which a link leads out of it.
    """

    def __init__(self, source: SourceFile, saved: Mapping[str, bytes]) -> None:
        self._source = source
        self._found = dict(saved)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._found and path.startswith("./"):
            data = self._read(path.removeprefix("./"))
            if data is not None:
                self._found[path] = data
        return self._found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._found))

    def __len__(self) -> int:
        return len(self._found)

    def _read(self, path: str) -> bytes | None:
        folder = self._source.place.parent
        try:
            root = self._source.root.resolve()
            for ending in assets.FOLDER_ENDINGS:
                made = self._picture(folder / f"{self._source.place.stem}{ending}" / kept_as(path), root)
                if made is not None:
                    return made
            return self._picture(folder / path, root)
        except (OSError, ValueError, RuntimeError):  # no name that a file could have, or a link to itself
            return None

    def _picture(self, place: Path, root: Path) -> bytes | None:
        file = place.resolve()
        if not file.is_relative_to(root) or not file.is_file() or file.stat().st_size > assets.MAX_BYTES:
            return None
        with file.open("rb") as stream:
            data = stream.read(assets.HEAD)
            return data + stream.read() if assets.ending(data) else None


def kept_as(path: str) -> str:
    """Where below a document's own folder the picture is kept that it has at *path*."""
    parts = (part for part in PurePosixPath(path).parts if part not in (".", "/"))
    return "/".join(_ABOVE if part == ".." else part for part in parts)


def pictures(source: SourceFile) -> Mapping[str, bytes]:
    """The pictures beside a document.  Raises ProblemError."""
    if source.place.suffix.lower() not in _ILLUSTRATED:
        return {}
    return Beside(source, _saved(source) if source.place.suffix.lower() in _PAGES else {})


def _saved(source: SourceFile) -> dict[str, bytes]:
    """The pictures in the folder that was saved with a page, by their paths in it."""
    found: dict[str, bytes] = {}
    size = 0
    try:
        for ending in assets.FOLDER_ENDINGS:
            folder = source.place.with_name(source.place.stem + ending)
            for file in sorted(folder.rglob("*"))[:_MOST] if folder.is_dir() else ():
                if not file.is_file() or file.stat().st_size > assets.MAX_BYTES:
                    continue
                with file.open("rb") as stream:
                    data = stream.read(assets.HEAD)
                    if assets.ending(data) and size < assets.MAX_ALL_BYTES:
                        data += stream.read()
                        size += len(data)
                        found[file.relative_to(folder).as_posix()] = data
    except OSError as error:
        raise ProblemError(Problem(f"cannot be read: {error.strerror}", path=str(error.filename))) from error
    return found


def keep(tree: Tree, source: SourceFile, found: Mapping[str, bytes], used: Iterable[Asset]) -> None:
    """Copies into ``sources/`` those of the pictures *found* that the document shows, where they are not there."""
    shown = {asset.data for asset in used}
    home = Path(source.path).with_suffix("")
    for name, data in found.items():
        if data not in shown or source.place.is_relative_to(tree.folder.resolve() / FOLDER):
            continue
        path = f"{home.as_posix()}{assets.FOLDER_ENDINGS[0]}/{kept_as(name)}"
        writing.checked(tree.folder, path)
        if tree.read(path) != data:
            tree.write_bytes(path, data)
