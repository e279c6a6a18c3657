"""Files in a destination that are not ours: found without listing ten thousand folders each time.

A folder that has not changed since we last looked has nothing new in it.  What we saw then is kept
beside the manifest, and may be lost.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pressday.publish.manifest import write
from pressday.records import CorruptRecordError, decode, encode


class Strangers:
    """Looks for strangers below *root*; *memory* keeps when each folder of ours was last changed."""

    def __init__(self, root: Path, memory: Path) -> None:
        self._base = os.fspath(root)
        self._memory = memory
        self._now: dict[str, int] = {}
        try:
            self._seen = decode(memory.read_bytes(), dict[str, int])
        except (OSError, CorruptRecordError):
            self._seen = {}

    def find(self, ours: Collection[str]) -> set[str]:
        """Paths of files that are not among *ours*.  Dotfiles do not count: they are not published."""
        found: set[str] = set()
        folders = {"", *self._seen} if self._seen else _folders(ours)
        for folder in folders:
            changed = self._now[folder] = self._changed(folder)
            if changed and changed != self._seen.get(folder):
                found.update(self._strangers(folder, ours, folders))
        return found

    def remember(self, ours: Collection[str], strangers: Collection[str], touched: Iterable[str]) -> None:
        """Keep what the folders of *ours* look like, now that the paths in *touched* were written or removed.

        A folder with strangers in it is looked at again the next time.
        """
        visited = {part for path in strangers for part in _above(path)}
        moved = {part for path in touched for part in _above(path)}
        seen: dict[str, int] = {}
        for folder in _folders(ours):
            changed = self._now.get(folder, 0)
            if folder in moved or not changed:
                changed = self._changed(folder)
            seen[folder] = 0 if folder in visited else changed
        if seen != self._seen:
            self._seen = seen
            write(self._memory, encode(seen))

    def _changed(self, folder: str) -> int:
        try:
            return os.lstat(f"{self._base}/{folder}").st_mtime_ns
        except OSError:
            return 0

    def _strangers(self, folder: str, ours: Collection[str], known: Collection[str]) -> Iterator[str]:
        prefix = f"{folder}/" if folder else ""
        try:
            entries = list(os.scandir(f"{self._base}/{folder}"))
        except OSError:
            return
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path not in known and not entry.name.startswith("."):
                    yield from self._strangers(path, ours, known)
            elif path not in ours and not entry.name.startswith("."):
                yield path


def _above(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


def _folders(paths: Collection[str]) -> set[str]:
    found = {path.rpartition("/")[0] for path in paths}
    for folder in list(found):
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in found:
                break
            found.add(folder)
    return found | {""}
