"""Which files there are, and what the disk says of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = "content"
STATIC = "static"


class Stamp(NamedTuple):
    """What tells a changed file from an unchanged one without reading it (times in nanoseconds)."""

    mtime: int
    ctime: int
    size: int
    inode: int


class Found(NamedTuple):
    """A file; *path* is relative to the newsletter's folder, with forward slashes."""

    path: str
    stamp: Stamp


def inputs(folder: Path | str) -> list[Found]:
    """Every file that a build reads besides settings, ledger and theme: ``content/``, then ``static/``."""
    return [*walk(folder, CONTENT), *walk(folder, STATIC, hidden=True)]


def walk(folder: Path | str, below: str, *, hidden: bool = False) -> list[Found]:
    """Every file below ``folder/below``, by path.  Hidden files (unless *hidden*) and leftovers are passed over.

    A symbolic link is followed to a file, never to a folder: a loop has no end.
    """
    return sorted(_walk(f"{os.fspath(folder)}/{below}", below, hidden))


# What file managers, editors and git leave behind.
_LEFTOVERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitkeep", ".gitattributes", ".git"})


def _walk(folder: str, prefix: str, hidden: bool) -> Iterator[Found]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        name = entry.name
        if name in _LEFTOVERS or name[-1] == "~" or (not hidden and name[0] in ".#~"):
            continue
        path = f"{prefix}/{name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, path, hidden)
            continue
        try:
            status = entry.stat()
        except OSError:  # gone since, or a link to nothing
            continue
        if entry.is_file():
            yield Found(path, Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))
