"""The stage beside the site: where a worker puts what it has drawn, until the parent commits it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pressday.records import digest

# What no published path may hold: it would leave the destination, or not exist on some disk.
_UNFIT = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]|(?:^|/)\.{0,2}(?:/|$)')


class Staged(NamedTuple):
    """A drawn file, waiting under *name* in the stage to go to *path*."""

    path: str
    name: str
    digest: str
    size: int
    mtime: int
    inode: int


def fit(path: str) -> bool:
    """Whether *path* may stand below a destination: relative, plain, and portable."""
    if _UNFIT.search(path):
        return False
    return len(path) < 60 or all(len(part.encode()) < 250 for part in path.split("/"))


def blocked(paths: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of *paths* that no disk can hold both of: a file, and one below it as if it were a folder."""
    seen: dict[str, str] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in seen:
            seen[folder] = path
            folder = folder.rpartition("/")[0]
    return ((folder, below) for folder, below in seen.items() if folder in paths)


def stage(folder: str, path: str, data: bytes) -> Staged:
    """Put *data*, bound for *path*, into the stage at *folder*."""
    if not fit(path):
        raise ValueError(f"not a path to publish at: {path!r}")
    name = digest(path.encode())
    file = f"{folder}/{name}"
    with open(file, "wb", buffering=0) as out:  # noqa: PTH123 - ten thousand times a build
        view = memoryview(data)
        while view:
            view = view[out.write(view) :]
        status = os.fstat(out.fileno())
    return Staged(path, name, digest(data), status.st_size, status.st_mtime_ns, status.st_ino)
