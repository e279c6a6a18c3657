"""What a destination holds that is ours: kept inside it, and once more beside the cache.

The copy makes the manifest disposable: lost or damaged, it costs nothing as long as one is whole.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from pressday.records import CorruptRecordError, Record, decode, digest, encode

FORMAT = b"pressday 1\n"


class Row(Record, frozen=True):
    """One published file: what it was drawn from, what it holds, and what the disk said when it was written."""

    path: str
    fingerprint: str
    digest: str
    size: int
    mtime: int
    inode: int

    def is_on_disk(self, file: str) -> bool:
        """Whether *file* is as it was written."""
        try:
            status = os.lstat(file)
        except OSError:
            return False
        return status.st_mtime_ns == self.mtime and status.st_size == self.size and status.st_ino == self.inode


def read(*candidates: Path) -> dict[str, Row] | None:
    """The first whole manifest among *candidates*, by path; None if none is whole."""
    for candidate in candidates:
        try:
            return {row.path: row for row in loads(candidate.read_bytes())}
        except (OSError, CorruptRecordError):
            continue
    return None


def dumps(rows: Iterable[Row]) -> bytes:
    """The manifest's bytes: a line that names the format, one that proves the rest, the rows."""
    packed = encode(sorted(rows, key=attrgetter("path")))
    return FORMAT + digest(packed).encode() + b"\n" + packed


def loads(data: bytes) -> list[Row]:
    """The rows of ``dumps``.  Raises CorruptRecordError for anything else."""
    if not data.startswith(FORMAT):
        raise CorruptRecordError("not a manifest")
    proof, _, packed = data[len(FORMAT) :].partition(b"\n")
    if proof != digest(packed).encode():
        raise CorruptRecordError("a damaged manifest")
    return decode(packed, list[Row])


def proof(path: Path) -> str:
    """The line of the manifest at *path* that proves its rows; empty where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(len(FORMAT) + 32)[len(FORMAT) :].decode("ascii", "replace")
    except OSError:
        return ""


def write(path: Path, data: bytes) -> None:
    """Write *data* whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    temporary.replace(path)


def forget(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
