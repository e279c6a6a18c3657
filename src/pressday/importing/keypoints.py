"""A live page's ``points.md``: its lead replaced, its dated sets of key points kept and added to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from operator import itemgetter
from pathlib import PurePosixPath
from typing import NamedTuple

from pressday import markup
from pressday.content import points as points_file
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
_LINE_END = re.compile("(\r\n|\n)")
_LEAST = 0.6
# A lead of fewer words is told by no one.
_SENTENCE = 6
_MARGIN = 0.1


class PointsResult(NamedTuple):
    """*hash* are those of the lines of the file as it was written, empty where nothing was.

    *yours* says what was edited or deleted by a person, and left so though the source has another.  *gone* is
    the lead that stood there, where another one stands now.
    """

    path: str
    hash: str
    yours: str = ""
    gone: str = ""


def update(
    tree: Tree, into: str, found: Found, shelved: Sequence[Shelved], ledgers: Sequence[DocumentLedger], now: datetime
) -> PointsResult:
    """Brings ``points.md`` up to what *found* says; writes nothing where it says nothing new."""
    path = f"{writing.CONTENT}/{into}/points.md"
    try:
        old = (tree.read(path) or b"").decode()
    except (OSError, UnicodeDecodeError):
        return PointsResult(path, "", "cannot be read and is left as it is")
    found = _standing(found, shelved)
    written = [told.split() for ledger in ledgers for told in ledger.points.split("|") if told]
    if not found.lead and not found.points:
        return PointsResult(path, "")
    if not old and written:
        return PointsResult(path, "", "was deleted and is not brought back")
    as_of = max((c.instant for c in found.clippings if c.instant), default=now)
    items = _items(found, shelved)
    ours = _as_written(old, written) if old else ((), {})
    if ours is None and not _is_completed(old, found.lead, as_of, items, written):
        return _beside_the_editors(tree, path, old, _Said(found.lead, as_of, items), written, ledgers[-1].points)
    lead, sets = ours if ours is not None else parse(old)
    gone = ""
    # An older save that is imported after a newer one adds its set and leaves the lead.
    newest = max((datetime.fromisoformat(told) for told in sets), default=None)
    if found.lead and (newest is None or as_of >= newest):
        gone = "\n\n".join(lead) if words_gone(lead, found.lead) >= _SENTENCE else ""
        lead = found.lead
    if items and not (as_of.isoformat() not in sets and _blocks_after(_heading(as_of), written)):
        _add(sets, as_of, items)
    text = writing.points(lead, {told: sets[told] for told in sorted(sets, key=datetime.fromisoformat)})
    if text != old:
        tree.write(path, text)
    return PointsResult(path, " ".join(_lines(text)), gone=gone)


def _is_completed(
    text: str, lead: tuple[str, ...], as_of: datetime, items: list[str], written: Sequence[list[str]]
) -> bool:
    """Whether a file is what this very save makes of it: an import was broken off before its ledger was written."""
    there, sets = parse(text)
    if items:
        _add(sets, as_of, items)
    if text != writing.points(lead or there, {told: sets[told] for told in sorted(sets, key=datetime.fromisoformat)}):
        return False
    here = _blocks(_lines(text))
    begin = _hashes(writing.points(there, {})) if there else []
    mine = [told for told in written if [hash_ for hash_ in told if hash_ != "-"][: len(begin)] == begin]
    return all(block in here for told in mine for block in _blocks(told))


class _Said(NamedTuple):
    """What a save says: its lead, and its key points as Markdown at the instant *as_of*."""

    lead: tuple[str, ...]
    as_of: datetime
    items: list[str]


def _beside_the_editors(
    tree: Tree, path: str, old: str, said: _Said, written: Sequence[list[str]], own: str
) -> PointsResult:
    """Adds what a save says to a file that a person has edited, of which no other byte is changed.

    *own* are the hashes that the document's ledger has.  What the save says joins them, as if it alone had
    been written: so the next one knows what the source has changed, and which sets were deleted.
    """
    parts = _LINE_END.split(old)
    file = _Edited(parts[0::2], [*parts[1::2], ""])
    yours, gone = [], ""
    if said.lead and all(there <= said.as_of for there, *_ in file.sets()):
        if file.lead_is(said.lead, written):
            gone = file.lead if words_gone([file.lead], said.lead) >= _SENTENCE else ""
            file.put_lead(said.lead)
        elif not file.says(said.lead) and not _begins(written, _hashes(writing.points(said.lead, {}))):
            yours.append("a lead")
    if said.items and not file.put(said, written):
        yours.append(f"the key points of {said.as_of.isoformat()}")
    if (text := file.text()) != old:
        tree.write_bytes(path, text.encode())
    stands = bool(said.items) and any(there == said.as_of for there, *_ in file.sets())
    made = writing.points(said.lead, {said.as_of.isoformat(): said.items} if stands else {})
    versions = dict.fromkeys(filter(None, [*map(str.strip, own.split("|")), made.strip() and " ".join(_lines(made))]))
    stays = (
        "stays as it is, the source has another" if yours == ["a lead"] else "stay as they are, the source has others"
    )
    left = f"was edited: {' and '.join(yours)} of yours {stays}" if yours else ""
    return PointsResult(path, " | ".join(versions), left, gone)


class _Edited:
    """A file that a person has edited, line by line, with what ends each line."""

    def __init__(self, lines: list[str], ends: list[str]) -> None:
        self._lines = lines
        self._ends = ends
        self._end = next((end for end in ends if end), "\n")

    def text(self) -> str:
        return "".join(line + end for line, end in zip(self._lines, self._ends, strict=True))

    @property
    def _starts(self) -> list[int]:
        return [at for at, line in enumerate(self._lines) if points_file.HEADING.match(line)]

    @property
    def _top(self) -> int:
        return next(iter(self._starts), len(self._lines))

    @property
    def lead(self) -> str:
        return "\n".join(self._lines[: self._top]).strip()

    def sets(self) -> list[tuple[datetime, int, int]]:
        """The instant of each set that has a plain one, the line of its heading, and the line after it."""
        found = []
        for start, end in pairwise([*self._starts, len(self._lines)]):
            match = points_file.HEADING.match(self._lines[start])
            try:
                stamp = datetime.fromisoformat(match[1] if match else "")
            except ValueError:
                continue
            if stamp.tzinfo is not None:
                found.append((stamp, start, end))
        return found

    def says(self, lead: Sequence[str]) -> bool:
        return _hashes(self.lead) == _hashes(writing.points(lead, {}))

    def lead_is(self, lead: Sequence[str], written: Sequence[list[str]]) -> bool:
        """Whether the file's lead is one that an import wrote, and *lead* is another."""
        mine = _hashes(self.lead)
        headings = {fingerprint(self._lines[at]) for at in self._starts}
        plain = [[hash_ for hash_ in told if hash_ != "-"] for told in written]
        told = any(one[: len(mine)] == mine and (not one[len(mine) :] or one[len(mine)] in headings) for one in plain)
        return told and not self.says(lead)

    def put_lead(self, lead: Sequence[str]) -> None:
        self._replace(0, self._top, [*writing.points(lead, {}).split("\n")[:-1], *([""] if self._starts else [])])

    def put(self, said: _Said, written: Sequence[list[str]]) -> bool:
        """Puts a save's set in its place, unless it was told before; False where the editor's stands there."""
        lines = [f"- {item}" for item in said.items]
        new, heading = _hashes("\n".join(lines)), _heading(said.as_of)
        sets = self.sets()
        there = next(((start, end) for at, start, end in sets if at == said.as_of), None)
        told = _blocks_after(heading, written)
        if there is not None:
            first, end = there[0] + 1, there[1]
            mine = _hashes("\n".join(self._lines[first:end]))
            if new == mine or new in told or self._texts(*there) == list(map(_text, said.items)):
                return True
            if mine not in told:
                return False
            gap = self._lines[first:end]
            while gap and not gap[-1].strip():
                gap.pop()
            before = next((at for at, line in enumerate(gap) if line.strip()), 0)
            self._replace(first + before, first + len(gap), lines)
            return True
        if told or self._is_told_before(said, new, written):
            return True
        at = next((start for when, start, _ in sorted(sets, key=itemgetter(1)) if when > said.as_of), None)
        made = [f"## {said.as_of.isoformat()}", "", *lines]
        if at is not None:
            self._replace(at, at, [*made, ""])
            return True
        last = len(self._lines)
        if not self._lines[-1]:  # what stands behind the last line's end
            last -= 1
        elif self._lines[-1].strip():
            self._ends[-1] = self._end
        gap = [""] if last and self._lines[last - 1].strip() else []
        self._replace(last, last, [*gap, *made])
        return True

    def _is_told_before(self, said: _Said, new: list[str], written: Sequence[list[str]]) -> bool:
        """Whether the set before says the same, or said so before it was edited or deleted."""
        before = [(at, start, end) for at, start, end in self.sets() if at <= said.as_of]
        if before:
            _, start, end = max(before)
            if self._texts(start, end) == list(map(_text, said.items)):
                return True
            if new in _blocks_after(fingerprint(self._lines[start]), written):
                return True
        headings = {fingerprint(self._lines[at]) for at in self._starts}
        ends = [blocks[-2:] for blocks in map(_blocks, written) if len(blocks) > 1]
        return any(items == new and len(head) == 1 and head[0] not in headings for head, items in ends)

    def _texts(self, start: int, end: int) -> list[str]:
        return [_text(match[1]) for line in self._lines[start:end] if (match := points_file.ITEM.match(line))]

    def _replace(self, start: int, end: int, lines: Sequence[str]) -> None:
        self._lines[start:end] = lines
        self._ends[start:end] = [self._end] * len(lines)


def _heading(as_of: datetime) -> str:
    return fingerprint(f"## {as_of.isoformat()}")


def _hashes(text: str) -> list[str]:
    return [fingerprint(line) for line in text.split("\n") if line.strip()]


def _begins(written: Sequence[list[str]], lead: list[str]) -> bool:
    return any([hash_ for hash_ in told if hash_ != "-"][: len(lead)] == lead for told in written)


def _blocks(told: Sequence[str]) -> list[list[str]]:
    """The hashes of a version's lines, less the empty ones that divide them."""
    made: list[list[str]] = [[]]
    for hash_ in told:
        if hash_ == "-":
            made.append([])
        else:
            made[-1].append(hash_)
    return [block for block in made if block]


def _blocks_after(heading: str, written: Sequence[list[str]]) -> list[list[str]]:
    """The items that any version had under a heading, as hashes."""
    pairs = (pair for told in written if heading in told for pair in pairwise([*_blocks(told), []]))
    return [items for head, items in pairs if head == [heading]]


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


def _add(sets: dict[str, list[str]], as_of: datetime, items: list[str]) -> None:
    """Adds the set unless the one before it says the same; of one instant the last that was told stands."""
    before = [told for told in sets if datetime.fromisoformat(told) <= as_of]
    last = max(before, key=datetime.fromisoformat, default=None)
    if last is not None and list(map(_text, sets[last])) == list(map(_text, items)):
        return
    if last is not None and datetime.fromisoformat(last) == as_of:
        del sets[last]
    sets[as_of.isoformat()] = items


def _items(found: Found, shelved: Sequence[Shelved]) -> list[str]:
    """The key points as they are written, each with a link to the entry that it tells."""
    texts = [_text(point) for point in found.points]
    return [
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
