"""A live page's ``points.md``: its lead replaced, its dated sets of key points kept and added to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pressday import markup
from pressday.content import writing
from pressday.documents import Clipping
from pressday.importing.placing import Shelved
from pressday.ledger.imports import DocumentLedger, fingerprint
from pressday.recognise import Found
from pressday.recognise.headlines import words

_SET = re.compile(r"^## (\S+)[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^- (.*)$", re.MULTILINE)
_LEAST = 0.6
_MARGIN = 0.1


class PointsResult(NamedTuple):
    """*hash* is that of the file as it was written, empty where nothing was.

    *yours*: it was edited or deleted by a person, and left so.
    """

    path: str
    hash: str
    yours: bool


def update(
    folder: Path, into: str, found: Found, shelved: Sequence[Shelved], ledgers: Sequence[DocumentLedger], now: datetime
) -> PointsResult:
    """Brings ``points.md`` up to what *found* says; writes nothing where it says nothing new."""
    path = f"{writing.CONTENT}/{into}/points.md"
    place = folder / path
    try:
        old = place.read_bytes().decode()
    except FileNotFoundError:
        old = ""
    except (OSError, UnicodeDecodeError):
        return PointsResult(path, "", True)
    written = {ledger.points for ledger in ledgers if ledger.points}
    if not found.lead and not found.points:
        return PointsResult(path, "", False)
    if not old and written:
        return PointsResult(path, "", True)
    lead, sets = parse(old)
    as_of = max((c.instant for c in found.clippings if c.instant), default=now)
    # An older save that is imported after a newer one adds its set and leaves the lead.
    newest = max((datetime.fromisoformat(told) for told in sets), default=None)
    if newest is None or as_of >= newest:
        lead = found.lead
    if found.points:
        _add(sets, as_of, found, shelved)
    text = writing.points(lead, {told: sets[told] for told in sorted(sets, key=datetime.fromisoformat)})
    if text == old:
        return PointsResult(path, fingerprint(text), False)
    if old and fingerprint(old) not in written:
        return PointsResult(path, "", True)
    writing.write(folder, path, text)
    return PointsResult(path, fingerprint(text), False)


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
