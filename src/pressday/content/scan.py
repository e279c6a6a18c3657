"""Which files there are, and what the disk says of them."""

from __future__ import annotations

import os
from collections import namedtuple

# Loading typing takes longer than looking at a thousand files.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
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
    return sorted(
        Found(path, Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))
        for path, status in _walk(f"{os.fspath(folder)}/{below}", below, hidden)
    )


def lines(folder: str) -> Iterator[str]:
    """What the disk says of each of the ``inputs``, as text, in whatever order it says it.

    For a look at whether there is another: making records of ten thousand files takes as long as looking.
    """
    for below, hidden in ((CONTENT, False), (STATIC, True)):
        for path, status in _walk(f"{folder}/{below}", below, hidden):
            yield f"{status.st_mtime_ns} {status.st_size} {status.st_ino} {status.st_ctime_ns} {path}"


# What file managers, editors and git leave behind.
_LEFTOVERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitkeep", ".gitattributes", ".git"})


def _walk(folder: str, prefix: str, hidden: bool) -> Iterator[tuple[str, os.stat_result]]:
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
                    yield path, status
