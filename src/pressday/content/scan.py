"""Which files there are, and what the disk says of them."""

from __future__ import annotations

import os
from collections import namedtuple

# Loading typing takes longer than looking at a thousand files.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

CONTENT = "content"
STATIC = "static"


class Stamp(namedtuple("Stamp", ["mtime", "ctime", "size", "inode"])):
    """What tells a changed file from an unchanged one without reading it (times in nanoseconds)."""

    __slots__ = ()


class Found(namedtuple("Found", ["path", "stamp"])):
    """A file and its stamp; *path* is relative to the newsletter's folder, with forward slashes."""

    __slots__ = ()


def inputs(folder: Path | str) -> list[Found]:
    """Every file that a build reads besides settings, ledger and theme: ``content/``, then ``static/``."""
    return [*walk(folder, CONTENT), *walk(folder, STATIC, hidden=True)]


def walk(folder: Path | str, below: str, *, hidden: bool = False) -> list[Found]:
    """Every file below ``folder/below``, by path.  Hidden files (unless *hidden*) and leftovers are passed over.

    A symbolic link is followed to a file, never to a folder: a loop has no end.
    """
    return _walk(f"{os.fspath(folder)}/{below}", below, hidden)


# What file managers, editors and git leave behind.
_LEFTOVERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitkeep", ".gitattributes", ".git"})


def _walk(folder: str, prefix: str, hidden: bool) -> list[Found]:
    found: list[Found] = []
    folders = [(folder, prefix)]
    while folders:
        above, prefix = folders.pop()
        try:
            entries = os.scandir(above)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name in _LEFTOVERS or name[-1] == "~" or (not hidden and name[0] in ".#~"):
                    continue
                path = f"{prefix}/{name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, path))
                    continue
                try:
                    status = entry.stat()
                except OSError:  # gone since, or a link to nothing
                    continue
                if entry.is_file():
                    stamp = Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
                    found.append(Found(path, stamp))
    found.sort()
    return found
