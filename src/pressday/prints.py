"""What each published file was drawn from, by the texts that it shows: to draw it again without a plan.

An edit that changes a text and nothing else changes the files that show it, and nothing else.  Which
those are, and what they were drawn from, is kept here; it may be lost at any time, and then costs a
plan.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pressday.records import Record, decode, encode

_TABLES = """
CREATE TABLE IF NOT EXISTS about (proof TEXT);
CREATE TABLE IF NOT EXISTS prints (
    number INTEGER PRIMARY KEY, place TEXT, path TEXT, kind TEXT, fingerprint TEXT, type TEXT, recipe BLOB,
    UNIQUE (place, path));
CREATE TABLE IF NOT EXISTS shows (hash TEXT, print INT);
CREATE TABLE IF NOT EXISTS aside (place TEXT, path TEXT, hashes BLOB, PRIMARY KEY (place, path));
CREATE INDEX IF NOT EXISTS showing ON shows (hash);
CREATE INDEX IF NOT EXISTS shown ON shows (print);
"""
# Stands for the proof of a commit that is not made yet.
_PENDING = "pending "
# So many recipes are held in memory at once.
_AT_ONCE = 200
DAMAGE = (sqlite3.DatabaseError, UnicodeError, OverflowError, TypeError, ValueError)
# How the encoding writes the hash of a text: a string of 32 characters.
_HASH = re.compile(rb"\xd9\x20([0-9a-f]{32})")


class Print(NamedTuple):
    """A published file: where it stands, and the recipe that it was drawn from, encoded, with the name of its type.

    Of one that is set *aside* it is kept which texts it shows, and no more.
    """

    place: str
    path: str
    kind: str
    fingerprint: str
    type: str
    packed: bytes
    aside: bool = False

    @staticmethod
    def of(place: str, path: str, kind: str, fingerprint: str, recipe: Record, *, aside: bool = False) -> Print:
        """The print of a file that is drawn from *recipe*."""
        own = type(recipe)
        return Print(place, path, kind, fingerprint, f"{own.__module__}:{own.__qualname__}", encode(recipe), aside)

    @property
    def recipe(self) -> Record:
        """What it was drawn from.  Raises CorruptRecordError, or ValueError for a type that is none of ours."""
        return decode(self.packed, _type(self.type))


class Prints:
    """The prints of one pair of destinations, in the file at *path*."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _open(path)
        except DAMAGE:
            _remove(path)
            self._connection = _open(path)

    def close(self) -> None:
        self._connection.close()

    def holds(self, proof: str) -> bool:
        """Whether every file that shows a text is here, as it was when *proof* was given."""
        try:
            row = self._connection.execute("SELECT proof FROM about").fetchone()
        except DAMAGE:
            self._reset()
            return False
        return row is not None and row[0] == proof

    @contextmanager
    def changing(
        self, drawn: Iterable[Print], gone: Iterable[tuple[str, str]] = (), *, token: str, afresh: bool = False
    ) -> Iterator[Callable[[str], object]]:
        """Write down *drawn*, and forget the (place, path) that are *gone*, for the commit that is made inside.

        What is given is to be called with the proof of what then stands; until then nothing here
        counts.  *token* is this commit's own; *afresh*: what was here before is forgotten.
        """
        self.change(drawn, gone, token=token, afresh=afresh)
        yield lambda proof: self.hold(token, proof)

    def change(
        self, drawn: Iterable[Print], gone: Iterable[tuple[str, str]] = (), *, token: str, afresh: bool = False
    ) -> bool:
        """As ``changing``, for a commit that is made elsewhere; whether it could be written down."""
        try:
            self._change(drawn, gone, token, afresh)
        except DAMAGE:
            self._reset()
            return False
        return True

    def hold(self, token: str, proof: str) -> None:
        """From now on what was written down under *token* counts: *proof* is that of what stands.

        If anything else has been written since, or all is lost, nothing counts.
        """
        with contextlib.suppress(*DAMAGE):
            self._connection.execute("UPDATE about SET proof = ? WHERE proof = ?", (proof, _PENDING + token))

    def _change(self, drawn: Iterable[Print], gone: Iterable[tuple[str, str]], token: str, afresh: bool) -> None:
        self._connection.execute("DELETE FROM about")
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("DELETE FROM about")
        self._connection.execute("INSERT INTO about VALUES (?)", (_PENDING + token,))
        if afresh:
            self._connection.execute("DELETE FROM shows")
            self._connection.execute("DELETE FROM aside")
            self._connection.execute("DELETE FROM prints")
        for place, path in gone:
            self._forget(place, path)
        (number,) = self._connection.execute("SELECT coalesce(max(number), 0) FROM prints").fetchone()
        left = iter(drawn)
        while some := list(islice(left, _AT_ONCE)):
            if not afresh:
                for print_ in some:
                    self._forget(print_.place, print_.path)
            self._write(some, number + 1)
            number += len(some)
        self._connection.execute("COMMIT")

    def _reset(self) -> None:
        self._connection.close()
        _remove(self._path)
        self._connection = _open(self._path)

    def _write(self, prints: list[Print], first: int) -> None:
        """Insert *prints*, numbered from *first* on."""
        kept, asides, shows = [], [], []
        for number, print_ in enumerate(prints, first):
            hashes = set(_HASH.findall(print_.packed))
            if print_.aside:
                asides.append((print_.place, print_.path, b"".join(sorted(hashes))))
            else:
                kept.append((number, *print_[:6]))
                shows += [(hash_.decode(), number) for hash_ in sorted(hashes)]
        self._connection.executemany("INSERT INTO aside VALUES (?,?,?)", asides)
        self._connection.executemany(
            "INSERT INTO prints (number, place, path, kind, fingerprint, type, recipe) VALUES (?,?,?,?,?,?,?)", kept
        )
        self._connection.executemany("INSERT INTO shows VALUES (?,?)", shows)

    def _forget(self, place: str, path: str) -> None:
        where = (place, path)
        self._connection.execute("DELETE FROM aside WHERE place = ? AND path = ?", where)
        row = self._connection.execute("SELECT number FROM prints WHERE place = ? AND path = ?", where).fetchone()
        if row is not None:
            self._connection.execute("DELETE FROM shows WHERE print = ?", row)
            self._connection.execute("DELETE FROM prints WHERE number = ?", row)

    def showing(self, hash_: str) -> list[Print]:
        """The files that show the text of that *hash_*."""
        return self._found("number IN (SELECT print FROM shows WHERE hash = ?)", hash_)

    def is_aside(self, hash_: str) -> bool:
        """Whether a file that is set aside shows the text of that *hash_*."""
        found = self._connection.execute("SELECT 1 FROM aside WHERE instr(hashes, ?)", (hash_.encode(),)).fetchone()
        return found is not None

    def quoting(self, text: str) -> list[Print]:
        """The files in whose recipe *text* stands as it is."""
        return self._found("instr(recipe, ?)", encode(text))

    def _found(self, where: str, value: str | bytes) -> list[Print]:
        rows = self._connection.execute(
            f"SELECT place, path, kind, fingerprint, type, recipe FROM prints WHERE {where} ORDER BY number", (value,)
        )
        return [Print(*row) for row in rows]


def _type(name: str) -> type[Record]:
    module, _, qualname = name.partition(":")
    if not module.startswith("pressday."):
        raise ValueError(f"no recipe: {name}")
    kind: type[Record] = getattr(import_module(module), qualname)
    return kind


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA secure_delete=ON")  # what was withdrawn is not left in free pages
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(path: Path) -> None:
    for suffix in ("", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
