"""The key points that told an entry which is withdrawn."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pressday.content import points as points_file
from pressday.content import writing
from pressday.content.loading import Content
from pressday.correcting.wanted import contents
from pressday.folding import any_case, folded
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger
from pressday.model import Entry
from pressday.problems import Problem, ProblemError
from pressday.records import replace

# As the content is read; a lone one was an end of line on old machines.
_LINE_END = re.compile("(\r\n|\r|\n)")


def take(
    folder: Path, content: Content, entry: Entry, ledgers: dict[str, DocumentLedger]
) -> tuple[dict[str, int], list[Problem]]:
    """Takes the points that tell *entry* out of every ``points.md``; how many, by file, and which files it could not.

    An import goes on adding to a file that it wrote: its ledger is told what the file says now.
    """
    taken: dict[str, int] = {}
    left_alone: list[Problem] = []
    for path in files(content):
        try:
            text = contents(folder, path).decode()
            left, count = without_points(text, path, entry)
            if not count:
                continue
            old, new = ledger.line_hashes(text), ledger.line_hashes(left)
            into = posixpath.dirname(path).removeprefix(f"{writing.CONTENT}/")
            for told in tuple(ledgers.values()):
                if told.into == into and told.points:
                    made = " | ".join(" ".join(_less(one.split(), old, new)) for one in told.points.split("|"))
                    ledgers[told.document] = replace(told, points=made)
                    writing.write(folder, ledger.path_of(told.document), ledger.dump(ledgers[told.document]))
            writing.write_bytes(folder, path, left.encode())
            taken[path] = count
        except ProblemError as error:
            left_alone += error.problems
        except UnicodeDecodeError:
            left_alone.append(Problem("is not UTF-8", path))
    return taken, left_alone


def files(content: Content) -> list[str]:
    """Every ``points.md``, also such as an error holds back: it will be mended, and then its points are shown."""
    held = [path for path in content.held if posixpath.basename(path) == "points.md" and path.count("/") == 3]
    return [*(file.path for file in content.points), *held]


def _less(told: list[str], old: Sequence[str], new: Sequence[str]) -> Sequence[str]:
    """The lines that an import remembers, less those that were taken out of the file."""
    if told == list(old):
        return new
    gone = set(old) - set(new)
    return [hash_ for hash_ in told if hash_ not in gone]


def _tells(text: str, target: str, entry: Entry) -> bool:
    return target == entry.path or (bool(entry.title) and same(text) == same(entry.title))


def same(text: str) -> str:
    """Equal for texts that a reader would call the same."""
    return any_case(folded(" ".join(text.split())))


def without_points(text: str, path: str, entry: Entry) -> tuple[str, int]:
    """The ``points.md`` at *path* without the points that tell *entry*, and how many they were.

    A set that has no others goes with its heading.
    """
    parts = _LINE_END.split(text)
    lines, ends = parts[0::2], [*parts[1::2], ""]
    starts = [at for at, line in enumerate(lines) if points_file.HEADING.match(line)]
    gone: set[int] = set()
    count = 0
    for start, end in pairwise([*starts, len(lines)]):
        items = [at for at in range(start + 1, end) if points_file.ITEM.match(lines[at])]
        told = []
        for at, after in pairwise([*items, end]):
            until = next((n for n in range(at + 1, after) if not lines[n].strip()), after)
            words = " ".join(
                [points_file.ITEM.sub(r"\1", lines[at]), *(line.strip() for line in lines[at + 1 : until])]
            ).strip()
            point = points_file.point(words, path)
            if _tells(point.text, point.target, entry):
                told.append(range(at, until))
        count += len(told)
        if told and len(told) == len(items):
            gone |= set(range(start, end))
            if end == len(lines):  # the file goes on ending in one line end
                gone.discard(end - 1)
                before = start - 1
                while before >= 0 and (before in gone or not lines[before].strip()):
                    gone.add(before)
                    before -= 1
        else:
            gone |= {at for part in told for at in part}
    left = "".join([line + ends[at] for at, line in enumerate(lines) if at not in gone])
    return left if left.strip() else "\n", count
