"""The folder that a browser sets beside a page when it saves it "complete": ``page.html``, ``page_files/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pressday.content import writing
from pressday.documents import Asset
from pressday.importing.sources import FOLDER, SourceFile
from pressday.importing.tree import Tree
from pressday.problems import Problem, ProblemError
from pressday.readers import assets

_PAGES = (".html", ".htm", ".xhtml")
_MOST = 2_000


def pictures(source: SourceFile) -> dict[str, bytes]:
    """The pictures beside a saved page, by their paths in its folder.  Raises ProblemError."""
    if source.place.suffix.lower() not in _PAGES:
        return {}
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
        path = f"{home.as_posix()}{assets.FOLDER_ENDINGS[0]}/{name}"
        writing.checked(tree.folder, path)
        if tree.read(path) != data:
            tree.write_bytes(path, data)
