"""A live page's ``points.md``: its lead replaced, its dated sets of key points kept and added to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from pressday import markup
from pressday.content import writing
from pressday.documents import Clipping
from pressday.importing.likeness import words_gone
from pressday.importing.placing import Shelved
from pressday.importing.tree import Tree
from pressday.ledger.imports import DocumentLedger, fingerprint, line_hashes
from pressday.recognise import Found
from pressday.recognise.headlines import words
from pressday.records import replace

_SET = re.compile(r"^## (\S+)[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^- (.*)$", re.MULTILINE)
_LEAST = 0.6
# A lead of fewer words is told by no one.
_SENTENCE = 6
_MARGIN = 0.1


class PointsResult(NamedTuple):
    """*hash* are those of the lines of the file as it was written, empty where nothing was.

    *yours*: it was edited or deleted by a person, and left so.  *gone* is the lead that stood there, where
    another one stands now.
    """

    path: str
    hash: str
    yours: bool
    gone: str = ""


def update(
    tree: Tree, into: str, found: Found, shelved: Sequence[Shelved], ledgers: Sequence[DocumentLedger], now: datetime
) -> PointsResult:
    """Brings ``points.md`` up to what *found* says; writes nothing where it says nothing new."""
    path = f"{writing.CONTENT}/{into}/points.md"
    try:
        old = (tree.read(path) or b"").decode()
    except (OSError, UnicodeDecodeError):
        return PointsResult(path, "", True)
    found = _standing(found, shelved)
    written = [told.split() for ledger in ledgers for told in ledger.points.split("|") if told]
    if not found.lead and not found.points:
        return PointsResult(path, "", False)
    if not old and written:
        return PointsResult(path, "", True)
    ours = _as_written(old, written) if old else ((), {})
    lead, sets = ours if ours is not None else parse(old)
    gone = ""
    as_of = max((c.instant for c in found.clippings if c.instant), default=now)
    # An older save that is imported after a newer one adds its set and leaves the lead.
    newest = max((datetime.fromisoformat(told) for told in sets), default=None)
    if found.lead and (newest is None or as_of >= newest):
        gone = "\n\n".join(lead) if words_gone(lead, found.lead) >= _SENTENCE else ""
        lead = found.lead
    if found.points:
        _add(sets, as_of, found, shelved)
    text = writing.points(lead, {told: sets[told] for told in sorted(sets, key=datetime.fromisoformat)})
    if text != old:
        if ours is None:
            return PointsResult(path, "", True)
        tree.write(path, text)
    return PointsResult(path, " ".join(_lines(text)), False, gone)


def _lines(text: str) -> list[str]:
    return list(line_hashes(text))


def _as_written(text: str, written: Sequence[list[str]]) -> tuple[tuple[str, ...], dict[str, list[str]]] | None:
    """The lead and the sets of a file that is as imports wrote it, None for one that a person has edited.

    Where two branches were merged, git has put lines of both into one file, and their order may be of
    neither: then both files are made again from it, and the sets of both are told.
    """
    if [fingerprint(text)] in written or _lines(text) in written:
        return parse(text)
    by_hash = dict(zip(_lines(text), text.split("\n"), strict=False))
    both = [told for told in written if by_hash.keys() >= set(told) - {"-"}]
    if not by_hash.keys() <= {"-"}.union(*both):
        return None
    made = [parse("\n".join(by_hash.get(hash_, "") if hash_ != "-" else "" for hash_ in told)) for told in both]
    made.sort(key=lambda told: max(map(datetime.fromisoformat, told[1]), default=datetime.min.replace(tzinfo=UTC)))
    return made[-1][0], {stamp: items for _, sets in made for stamp, items in sets.items()}


def parse(text: str) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """The lead's paragraphs, and each set's items as Markdown, by their instant as written."""
    parts = _SET.split(text)
    lead = tuple(part.strip() for part in re.split(r"\n[ \t]*\n", parts[0]) if part.strip())
    sets: dict[str, list[str]] = {}
    for stamp, items in zip(parts[1::2], parts[2::2], strict=True):
        try:
            aware = datetime.fromisoformat(stamp).tzinfo is not None
        except ValueError:
            aware = False
        if aware:
            sets[stamp] = _ITEM.findall(items)
    return lead, sets


def _add(sets: dict[str, list[str]], as_of: datetime, found: Found, shelved: Sequence[Shelved]) -> None:
    """Adds the set unless the one before it says the same; of one instant the last that was told stands."""
    texts = [_text(point) for point in found.points]
    before = [told for told in sets if datetime.fromisoformat(told) <= as_of]
    last = max(before, key=datetime.fromisoformat, default=None)
    if last is not None and [_text(item) for item in sets[last]] == texts:
        return
    if last is not None and datetime.fromisoformat(last) == as_of:
        del sets[last]
    sets[as_of.isoformat()] = [
        writing.linked_point(text, target) if target else point
        for text, point, target in zip(texts, found.points, targets(texts, found.clippings, shelved), strict=True)
    ]


def _standing(found: Found, shelved: Sequence[Shelved]) -> Found:
    """*found* without the key points that tell what was withdrawn."""
    withdrawn = {PurePosixPath(made.placed.path).name for made in shelved if made.placed.state == "withdrawn"}
    if not withdrawn or not found.points:
        return found
    told = targets([_text(point) for point in found.points], found.clippings, shelved)
    left = tuple(point for point, target in zip(found.points, told, strict=True) if target not in withdrawn)
    return replace(found, points=left)


def _text(point: str) -> str:
    return " ".join(markup.plain_text(point).split())


def targets(points: Sequence[str], clippings: Sequence[Clipping], shelved: Sequence[Shelved]) -> list[str]:
    """For each point the file name of the entry that it tells, or an empty text where that is not plain."""
    there = [number for number, made in enumerate(shelved) if made.placed.state != "deleted"]
    heads = {number: words(clippings[number].title) for number in there}
    chosen = []
    for point in points:
        said = words(point)
        scores = sorted(((_alike(said, heads[number]), -number) for number in there), reverse=True)
        best = scores[0] if scores else (0.0, 0)
        rival = next((score for score, number in scores if heads[-number] != heads.get(-best[1])), 0.0)
        plain = best[0] >= _LEAST and (best[0] - rival >= _MARGIN)
        chosen.append(PurePosixPath(shelved[-best[1]].placed.path).name if plain else "")
    return chosen


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
