"""The newsletter's files as an import sees them: as they are on disk, and with what it writes.

A tree that holds back writes nothing: what would be written is read from memory by whatever comes
later in the same import, so that a dry run goes the very way of a real one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pressday.content import writing
from pressday.problems import Problem, ProblemError


class Change(NamedTuple):
    """A file before and after; *before* is None for a new one."""

    path: str
    before: bytes | None
    after: bytes


class Tree:
    """The files below *folder*, by their paths from there.  *holds*: nothing is written."""

    def __init__(self, folder: Path, *, holds: bool = False) -> None:
        self.folder = folder
        self.holds = holds
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes] = {}
        self._listed: dict[str, set[str]] = {}
        self._base = os.fspath(folder)
        # Folders that are known to lie inside the newsletter: while one import lasts they stay where they are.
        self._proved: set[str] = set()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none.  Raises OSError for one that cannot be read."""
        if path in self._after:
            return self._after[path]
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def exists(self, path: str) -> bool:
        """Whether anything is at *path*, a folder too."""
        return path in self._after or os.path.exists(f"{self._base}/{path}")  # noqa: PTH110 - of every name tried

    def names(self, path: str) -> list[str]:
        """The names of what lies in a folder, in order; none where there is no such folder."""
        place = writing.checked(self.folder, f"{path}/x").parent
        try:
            found = {file.name for file in place.iterdir()}
        except (FileNotFoundError, NotADirectoryError):
            found = set()
        found |= {name for told in self._after if (name := _name_in(told, path))}
        return sorted(found)

    def below(self, path: str) -> list[str]:
        """The paths of all content files (``.md``) below a folder, in order.

        The folder is looked at once: later on it is as it was then, and with what was written since.
        """
        listed = self._listed.get(path)
        if listed is None:
            place = writing.checked(self.folder, f"{path}/x").parent
            listed = {*_markdown(self.folder, place), *(told for told in self._after if _is_below(told, path))}
            self._listed[path] = listed
        return sorted(listed)

    def write(self, path: str, text: str) -> None:
        """As ``writing.write``."""
        self._note(path, text.encode())
        if not self.holds:
            writing.write(self.folder, path, text, self._proved)

    def write_bytes(self, path: str, data: bytes) -> None:
        """As ``writing.write_bytes``."""
        self._note(path, data)
        if not self.holds:
            writing.write_bytes(self.folder, path, data, self._proved)

    def changes(self) -> list[Change]:
        """Every file that would be written, in the order of paths; one that would stay as it is, is none."""
        made = (Change(path, self._before[path], after) for path, after in sorted(self._after.items()))
        return [change for change in made if change.before != change.after]

    def held(self, path: str) -> list[tuple[str, bytes]]:
        """What is held back below a folder, by path."""
        return [(told, data) for told, data in sorted(self._after.items()) if told.startswith(f"{path}/")]

    def _note(self, path: str, data: bytes) -> None:
        for folder, listed in self._listed.items():
            if _is_below(path, folder):
                listed.add(path)
        if not self.holds:
            return
        writing.checked(self.folder, path)
        if path not in self._before:
            try:
                self._before[path] = self.read(path)
            except OSError as error:
                raise ProblemError(Problem(f"cannot be written: {error.strerror}", path=path)) from error
        self._after[path] = data


def _name_in(path: str, folder: str) -> str:
    return path[len(folder) + 1 :].partition("/")[0] if path.startswith(f"{folder}/") else ""


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/") and path.endswith(".md")


def _markdown(folder: Path, place: Path) -> Iterator[str]:
    for file in place.rglob("*.md"):
        yield file.relative_to(folder).as_posix()
