"""What was read before: heads by path, bodies by hash, in one SQLite file that may be lost any time.

A file is unchanged if its stamp is, unless it had been written in the very moment in which it was
looked at (*fresh*): then it is hashed again, as git does.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pressday.content.scan import Stamp
from pressday.model import Body
from pressday.records import CorruptRecordError, decode

_TABLES = """
CREATE TABLE IF NOT EXISTS about (epoch TEXT);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, mtime INT, ctime INT, size INT, inode INT, fresh INT,
    raw TEXT, hash TEXT, kind TEXT, record BLOB, problems BLOB, proof INT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (hash TEXT PRIMARY KEY, body BLOB);
"""


# What SQLite raises for a file that is damaged: not all of it is its own.
DAMAGE = (sqlite3.DatabaseError, UnicodeError, OverflowError, TypeError, ValueError)


class Row(NamedTuple):
    """One file as it was read.  *raw* hashes its bytes; *kind* names its record, or is empty."""

    path: str
    stamp: Stamp
    fresh: bool
    raw: str
    hash: str
    kind: str
    record: bytes
    problems: bytes


class Cache:
    """The cache of one newsletter.  *epoch* names all that a reading depends on besides the file."""

    def __init__(self, path: Path, epoch: str) -> None:
        self.path = path
        self._epoch = epoch
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._open()
        except DAMAGE:
            _remove(path)
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=30)
        try:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA secure_delete=ON")  # what was withdrawn is not left in free pages
            connection.execute("PRAGMA journal_mode=TRUNCATE")
            connection.executescript(_TABLES)
            known = connection.execute("SELECT epoch FROM about").fetchone()
            if known is None or known[0] != self._epoch:
                connection.executescript("BEGIN; DELETE FROM about; DELETE FROM files; DELETE FROM bodies; COMMIT;")
                connection.execute("INSERT INTO about VALUES (?)", (self._epoch,))
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        self._connection.close()

    def rows(self) -> dict[str, Row]:
        """Every file as last read, by path.  Raises one of DAMAGE for a cache that is not whole."""
        found = {}
        for *row, proof in self._connection.execute("SELECT * FROM files"):
            if _proof(row) != proof:
                raise CorruptRecordError(row[0])
            found[row[0]] = Row(row[0], Stamp._make(row[1:5]), *row[5:])
        return found

    def row(self, path: str) -> Row | None:
        """The file at *path* as last read.  Raises as ``rows`` does."""
        found = self._connection.execute("SELECT * FROM files WHERE path = ?", (path,)).fetchone()
        if found is None:
            return None
        *row, proof = found
        if _proof(row) != proof:
            raise CorruptRecordError(path)
        return Row(row[0], Stamp._make(row[1:5]), *row[5:])

    def reset(self) -> None:
        """Forget everything."""
        self._connection.close()
        _remove(self.path)
        self._connection = self._open()

    def update(self, rows: Iterable[Row], bodies: Iterable[tuple[str, bytes]], gone: Iterable[str]) -> None:
        """Write what was read, and drop the files that are *gone* and the bodies that nothing names."""
        connection = self._connection
        rows, gone = list(rows), list(gone)
        connection.execute("BEGIN IMMEDIATE")
        try:
            paths = [(path,) for path in [row.path for row in rows] + gone]
            connection.executemany("DELETE FROM bodies WHERE hash = (SELECT hash FROM files WHERE path = ?)", paths)
            connection.executemany("DELETE FROM files WHERE path = ?", paths)
            connection.executemany("INSERT INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (_values(row) for row in rows))
            sealed = ((hash_, crc32(body).to_bytes(4, "big") + body) for hash_, body in bodies)
            connection.executemany("INSERT OR REPLACE INTO bodies VALUES (?,?)", sealed)
            connection.execute("COMMIT")
        except BaseException as error:
            with contextlib.suppress(*DAMAGE):
                connection.execute("ROLLBACK")
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(self.path)) from error
            raise


# A digest's page and mails show the same texts, one after the other.
RECENT = 300


class LostBodyError(Exception):
    """A body that the cache should hold, and does not: it was damaged behind our back."""


class Bodies:
    """Bodies by hash, read as they are needed; one a process."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        # One reading transaction for all that is drawn: a lock for each text costs more than the text.
        self._connection.isolation_level = None
        self._connection.execute("BEGIN")
        self._cursor = self._connection.cursor()
        self._recent: dict[str, Body] = {}

    def __call__(self, hash_: str) -> Body:
        body = self._recent.get(hash_)
        if body is None:
            if len(self._recent) > RECENT:
                self._recent.clear()
            body = self._recent[hash_] = self._read(hash_)
        return body

    def _read(self, hash_: str) -> Body:
        try:
            row = self._cursor.execute("SELECT body FROM bodies WHERE hash = ?", (hash_,)).fetchone()
            if row is None:
                raise LostBodyError(hash_)
            if crc32(row[0][4:]).to_bytes(4, "big") != row[0][:4]:
                raise LostBodyError(hash_)
            return decode(row[0][4:], Body)
        except DAMAGE as error:
            raise LostBodyError(hash_) from error

    def close(self) -> None:
        self._connection.close()


def _values(row: Row) -> list[object]:
    values: list[object] = [row.path, *row.stamp, int(row.fresh), *row[3:]]
    return [*values, _proof(values)]


def _proof(values: Sequence[object]) -> int:
    """Proves a row: a damaged page may still be one that SQLite can read."""
    texts = " ".join(map(str, values[:9]))
    return crc32(values[10], crc32(values[9], crc32(texts.encode("utf-8", "surrogatepass"))))  # type: ignore[arg-type]  # two blobs


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
