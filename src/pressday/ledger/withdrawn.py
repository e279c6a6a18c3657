"""``ledger/withdrawn.tsv``: by what an import knows again what was withdrawn, wherever it comes from.

A line an id, in the order of ids, its columns apart by tabs: id, content file, when it was withdrawn,
hashes of its headline, hashes of its paragraphs.  No word of it can be read there.  Only ``pressday
retract`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from pressday.folding import any_case, folded
from pressday.ledger.imports import fingerprint, paragraphs
from pressday.problems import Problem
from pressday.records import Record

FILE_NAME = "ledger/withdrawn.tsv"
# Shorter paragraphs stand in many texts.
PARAGRAPH_WORDS = 6
_HEAD = "id\tfile\twithdrawn\theadline\ttext"
_NONE = "-"
_HASHES = re.compile(r"[0-9a-f]{10}(?: [0-9a-f]{10})*$")
# What would end a column or a line, and the sign that stands for it.
_UNFIT = re.compile("[%\x00-\x1f\x7f-\x9f\u2028\u2029]")
_WORD = re.compile(r"\w+")
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")


class Tombstone(Record, frozen=True):
    """What was withdrawn: its id, its content file, when (ISO), and hashes of its headlines and paragraphs."""

    key: str
    path: str
    when: str
    headlines: frozenset[str] = frozenset()
    paragraphs: frozenset[str] = frozenset()

    def joined(self, other: Tombstone) -> Tombstone:
        """Two of one id, as one: it is where the later withdrawal found it."""
        later = max(self, other, key=lambda stone: (datetime.fromisoformat(stone.when), stone.path))
        return Tombstone(
            self.key, later.path, later.when, self.headlines | other.headlines, self.paragraphs | other.paragraphs
        )


class Withdrawn(NamedTuple):
    """The tombstones, by id; lines left *unread* are kept as they are, and told.

    *closed*: there is a file that could not be read at all, so that nothing may take its place.
    """

    stones: dict[str, Tombstone]
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    closed: bool = False


def marks(text: str) -> frozenset[str]:
    """The hashes of a headline or paragraph: as it is written, and of its words alone.

    Of the words, so that other quotation marks, capitals or emphasis make it no other text.
    """
    words = " ".join(_WORD.findall(any_case(folded(_TARGET.sub("", text)))))
    return frozenset((fingerprint(text), fingerprint(words))) if words else frozenset()


def telling(body: str) -> list[str]:
    """The paragraphs of *body* that are long enough to be known again."""
    return [part for part in paragraphs(body) if len(part.split(None, PARAGRAPH_WORDS)) >= PARAGRAPH_WORDS]


def tombstone(key: str, path: str, when: datetime, headline: str, body: str) -> Tombstone:
    """That of an entry which says this before it is withdrawn."""
    said = frozenset[str]().union(*map(marks, telling(body)))
    return Tombstone(key, path, when.isoformat(timespec="seconds"), marks(headline), said)


def read(folder: Path) -> Withdrawn:
    """The tombstones of the newsletter in *folder*; a line that cannot be read is a warning."""
    path = folder / FILE_NAME
    try:
        if not path.exists():
            return Withdrawn({})
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror}", FILE_NAME, severity="warning")
        return Withdrawn({}, (), (problem,), closed=True)
    stones: dict[str, Tombstone] = {}
    unread, problems = [], []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip() or line == _HEAD:
            continue
        stone = _stone(line)
        if stone is None:
            unread.append(line)
            hint = "take the line out, or bring the file back from git; what it kept out may be imported"
            problems.append(Problem("is not a line of the ledger", FILE_NAME, number, hint=hint, severity="warning"))
        else:
            other = stones.get(stone.key)
            stones[stone.key] = other.joined(stone) if other else stone
    return Withdrawn(stones, tuple(unread), tuple(problems))


def dump(stones: Iterable[Tombstone], unread: Iterable[str] = ()) -> str:
    """The file that reads back as *stones*."""
    lines = [
        "\t".join((_fit(one.key), _fit(one.path), one.when, _joined(one.headlines), _joined(one.paragraphs)))
        for one in stones
    ]
    return "".join(f"{line}\n" for line in (_HEAD, *sorted([*lines, *unread])))


def _stone(line: str) -> Tombstone | None:
    columns = line.split("\t")
    if len(columns) != 5 or any(held != _NONE and not _HASHES.match(held) for held in columns[3:]):
        return None
    key, path = map(unquote, columns[:2])
    if not key or not path.startswith("content/") or not {"", ".", ".."}.isdisjoint(path.split("/")) or "\0" in path:
        return None
    try:
        if datetime.fromisoformat(columns[2]).tzinfo is None:
            return None
    except ValueError:
        return None
    headlines, said = (frozenset(held.split(" ")) - {_NONE} for held in columns[3:])
    return Tombstone(key, path, columns[2], headlines, said)


def _fit(text: str) -> str:
    return _UNFIT.sub(lambda sign: quote(sign[0]), text)


def _joined(hashes: frozenset[str]) -> str:
    return " ".join(sorted(hashes)) or _NONE
