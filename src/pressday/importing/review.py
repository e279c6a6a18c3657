"""What waits for the editor: changes that both sides have made, and what had to be guessed.

The ledger knows hashes alone; the texts are found again in ``sources/``.  What was decided is noted
in the ledger, and nothing is asked twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pressday import frontmatter
from pressday.config import Newsletter
from pressday.content import writing
from pressday.documents import Clipping
from pressday.importing import merging, placing, repeats, shelf, sources
from pressday.importing.journey import Journey, Reread
from pressday.importing.pairing import Wait, each_once, pairs
from pressday.importing.placing import TEXT
from pressday.importing.repeats import Repeat
from pressday.importing.report import ImportOptions, together
from pressday.importing.shelf import FileOnDisk, Shelf
from pressday.importing.sources import SourceFile
from pressday.importing.tree import Tree
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger, Imported, field_hashes, fingerprint, paragraphs
from pressday.problems import Problem, ProblemError
from pressday.records import replace


class Conflict(NamedTuple):
    """A place that the editor and the source have both changed.

    *name* is the field's, or ``text``; *mine* stands in the file at *path*, *theirs* at *line* of the
    document.  *theirs* is None where the document no longer tells it, and *why* says so.  *waits* are
    the ledger's words for it.
    """

    id: str
    document: str
    key: str
    path: str
    name: str
    mine: str
    theirs: str | None
    line: int
    waits: tuple[str, ...]
    why: str = ""


class Doubt(NamedTuple):
    """Something that the document does not say, or says in two ways.

    *more* are the messages of many others of its kind, which are seen with it.
    """

    id: str
    document: str
    line: int
    message: str
    more: tuple[str, ...] = ()


class Queue(NamedTuple):
    """All that waits, document by document."""

    conflicts: tuple[Conflict, ...]
    doubts: tuple[Doubt, ...]
    problems: tuple[Problem, ...] = ()


class _Place(NamedTuple):
    """What *waits* would stand in the place of the file's paragraphs of these *numbers*, or *after* one (-1: first)."""

    wait: str
    hash: str
    numbers: tuple[int, ...]
    after: int


class Review:
    """The queue of the newsletter in *folder*, and the decisions about it."""

    def __init__(self, folder: Path, newsletter: Newsletter, now: datetime) -> None:
        self.folder = folder
        self.tree = Tree(folder)
        self.shelf = Shelf(self.tree)
        self.ledgers, self.problems = ledger.load_all(folder)
        # It reads as an import does, and writes nothing.
        self.journey = Journey(Tree(folder, holds=True), ImportOptions(), newsletter, now, dict(self.ledgers))

    def queue(self) -> Queue:
        """What waits now."""
        conflicts: list[Conflict] = []
        doubts: list[Doubt] = []
        problems = list(self.problems)
        for name, told in sorted(self.ledgers.items()):
            waiting = [entry for entry in told.entries.values() if entry.waits]
            read, why = self._reread(told)
            conflicts += [conflict for entry in waiting for conflict in self._conflicts(told, entry, read, why)]
            seen = set(told.seen.split())
            guesses = [n for n in self._guesses(told, read) if fingerprint(n.message) not in seen]
            doubts += [
                Doubt(
                    _id(name, first.message),
                    f"sources/{name}",
                    first.line,
                    first.message,
                    tuple(note.message for note in more),
                )
                for first, *more in together((*guesses, *self._repeats(told, read)))
            ]
        return Queue(tuple(conflicts), tuple(dict.fromkeys(doubts)), tuple(problems))

    def keep(self, conflict: Conflict) -> None:
        """The editor's version stands, and the source's waits no longer."""
        told = self._ledger(conflict.document)
        entry = told.entries[conflict.key]
        left = tuple(wait for wait in entry.waits if wait not in conflict.waits)
        self._save(replace(told, entries={**told.entries, conflict.key: replace(entry, waits=left)}))

    def take(self, conflict: Conflict) -> None:
        """The source's version takes the place of the editor's.

        Raises ProblemError where it cannot be found, or the file has changed since the conflict was told.
        """
        told = self._ledger(conflict.document)
        entry = told.entries[conflict.key]
        read, why = self._reread(told)
        now = next((one for one in self._conflicts(told, entry, read, why) if one.id == conflict.id), None)
        file = self.shelf.file(conflict.path)
        if now is None or now.theirs is None or now.mine != conflict.mine or file is None or file.broken:
            reason = (now and now.why) or "has changed since: look at it again"
            raise ProblemError(Problem(reason, conflict.path))
        clipping = _told_by(entry, read)
        assert read is not None
        assert clipping is not None
        if now.name == TEXT:
            places = _places(entry, file, paragraphs("\n\n".join(clipping.paragraphs)))
            place = next(one for one in places if (one.wait,) == now.waits)
            replaced = {number: [now.theirs] if number == place.numbers[0] else [] for number in place.numbers}
            body = merging.rewritten(file.body, replaced, {} if replaced else {place.after: [now.theirs]})
            content = file.text[: len(file.text) - len(file.body)] + body
        else:
            content = _with_field(file, now.name, self._header(read, clipping, entry, file)[now.name])
        placing.rewrite(self.tree, read.assets, conflict.path, content, file)
        self.keep(now)

    def seen(self, doubt: Doubt) -> None:
        """The editor has seen a guess or doubt."""
        told = self._ledger(doubt.document)
        marks = dict.fromkeys([*told.seen.split(), *map(fingerprint, (doubt.message, *doubt.more))])
        self._save(replace(told, seen=" ".join(sorted(marks))))

    # --- what they share --------------------------------------------------------------------------

    def _ledger(self, document: str) -> DocumentLedger:
        return self.ledgers[document.removeprefix("sources/")]

    def _save(self, told: DocumentLedger) -> None:
        self.tree.write(ledger.path_of(told.document), ledger.dump(told))
        self.ledgers[told.document] = told

    def _reread(self, told: DocumentLedger) -> tuple[Reread | None, str]:
        """The document as it reads now, or why it cannot be read."""
        source = SourceFile(told.document, self.folder / sources.FOLDER / told.document)
        if not source.place.is_file():
            return None, f"{source.path} is gone: what the source says cannot be shown"
        try:
            return self.journey.reread(source.name, sources.read(source)), ""
        except (ProblemError, RecursionError, MemoryError) as error:
            return None, f"{source.path} cannot be read: {error or 'it is nested too deeply or too large'}"

    def _guesses(self, told: DocumentLedger, read: Reread | None) -> Sequence[Problem]:
        """What had to be guessed of a document when it was imported.

        A day that stood in then is known now, and would be no guess: it is read as at the end of that day.
        """
        if read is None or not (told.day and self._day_stood_in(told)):
            return read.found.guesses if read is not None else ()
        evening = datetime.combine(date.fromisoformat(told.day), time.max, ZoneInfo(told.timezone))
        ledgers = {told.document: replace(told, day="")}
        then = Journey(self.journey.tree, ImportOptions(), self.journey.newsletter, evening, ledgers)
        source = SourceFile(told.document, self.folder / sources.FOLDER / told.document)
        return then.reread(told.document, sources.read(source)).found.guesses

    def _day_stood_in(self, told: DocumentLedger) -> bool:
        """Whether nobody has said the day: its files call their date a guess."""
        files = (self.shelf.file(self._path_of(entry)) for entry in told.entries.values())
        return any("date" in file.words("guessed") for file in files if file is not None)

    def _conflicts(self, told: DocumentLedger, entry: Imported, read: Reread | None, why: str) -> Iterator[Conflict]:
        file = self.shelf.file(self._path_of(entry))
        if file is None or file.broken:
            return
        clipping = _told_by(entry, read)
        if clipping is None and not why:
            why = f"sources/{told.document} has changed since it was imported: import it again"
        document, line = f"sources/{told.document}", clipping.line if clipping else 0

        def made(name: str, mine: str, theirs: str | None, waits: tuple[str, ...]) -> Conflict:
            id_ = _id(told.document, entry.key, *waits)
            return Conflict(id_, document, entry.key, file.path, name, mine, theirs, line, waits, why)

        texts = paragraphs("\n\n".join(clipping.paragraphs)) if clipping else []
        pieces, _ = merging.split(file.body)
        for place in _places(entry, file, texts):
            mine = "\n\n".join(pieces[number] for number in place.numbers)
            said = next((text for text in texts if fingerprint(text) == place.hash), None)
            yield made(TEXT, mine, said, (place.wait,))
        header = self._header(read, clipping, entry, file) if read and clipping else {}
        for wait in entry.waits:
            name, hash_, _ = Wait.parse(wait)
            if name == TEXT or file.fields.get(name) == hash_:
                continue
            theirs = frontmatter.dump({name: header[name]}).strip() if header.get(name) else None
            written, _, _ = frontmatter.split(file.text)
            yield made(name, writing.field(written, name), theirs, (wait,))

    def _repeats(self, told: DocumentLedger, read: Reread | None) -> Iterator[Problem]:
        """What entries of a document say again, as its import found it: a link that the editor has left as it was."""
        for entry in told.entries.values():
            linked = entry.fields.get("also")
            file = self.shelf.file(self._path_of(entry)) if linked else None
            if file is None or file.fields.get("also") != linked:
                continue
            clipping = _told_by(entry, read)
            for other in file.words("also"):
                repeat = Repeat(0, repeats.target(file.path, other), "headline", clipping.line if clipping else 0)
                if not self._is_seen(entry, repeat, told):
                    yield repeat.problem

    def _is_seen(self, entry: Imported, repeat: Repeat, told: DocumentLedger) -> bool:
        """Whether the editor has seen it of any save of the page, or an earlier document tells it."""
        saves = [one for one in self.ledgers.values() if entry.key in one.entries and one.into == told.into]
        mark = fingerprint(repeat.problem.message)
        return any(mark in one.seen.split() for one in saves) or min(one.document for one in saves) < told.document

    def _path_of(self, entry: Imported) -> str:
        """Where an entry's file is now: an editor may have renamed it within its folder."""
        if self.tree.exists(entry.path) or entry.path.count("/") < 2:
            return entry.path
        folder = entry.path.rpartition("/")[0]
        for name in self.tree.names(folder):
            file = self.shelf.file(f"{folder}/{name}") if name.endswith(".md") else None
            if file is not None and file.key == entry.key:
                return file.path
        return entry.path

    def _header(
        self, read: Reread, clipping: Clipping, entry: Imported, file: FileOnDisk
    ) -> Mapping[str, frontmatter.Plain]:
        return placing.header_again(read.home, clipping, entry, file)


def _told_by(entry: Imported, read: Reread | None) -> Clipping | None:
    """The clipping as which an entry was last imported."""
    for clipping in read.found.clippings if read is not None else ():
        said = tuple(map(fingerprint, paragraphs("\n\n".join(clipping.paragraphs))))
        if fingerprint(clipping.title) == entry.title and said == entry.paragraphs:
            return clipping
    return None


def _with_field(file: FileOnDisk, name: str, value: frontmatter.Plain) -> str:
    """The file's text with one field written anew.  Raises ProblemError where that would leave no such header."""
    written, body, _ = frontmatter.split(file.text)
    content = f"---\n{writing.with_fields(written, {name: value})}---\n{body}"
    after = shelf.parse(file.path, content.encode())
    wanted = field_hashes(frontmatter.parse(frontmatter.dump({name: value})))
    others = {key: hash_ for key, hash_ in file.fields.items() if key.lower() != name}
    if after is None or after.broken or after.fields != others | wanted or after.body != body:
        told = frontmatter.dump({name: value}).strip()
        hint = f"write it in yourself: {told}"
        raise ProblemError(Problem("has a header that is written in a way of its own", file.path, 1, hint=hint))
    return content


def _places(entry: Imported, file: FileOnDisk, texts: Sequence[str]) -> list[_Place]:
    """Where in the file each paragraph that waits would go, in the source's order; *texts* are the source's."""
    waiting = {wait.hash: wait for wait in map(Wait.parse, each_once(entry.waits)) if wait.name == TEXT}
    here = merging.aligned(entry.paragraphs, file.paragraphs)
    spots: dict[int, tuple[int, ...]] = {number: (place,) for number, place in here.items()}
    spare = Counter(file.paragraphs)
    spare.subtract(entry.paragraphs)
    unsure = []
    asked: dict[str, int] = {}
    for number, hash_ in enumerate(entry.paragraphs):
        if hash_ not in waiting or hash_ in file.paragraphs or hash_ in asked:
            continue
        asked[hash_] = number
        against = waiting[hash_].against
        # Of what the source says elsewhere as well nothing is taken away.
        found = [] if against is None else [file.paragraphs.index(h) for h in against if spare[h] > 0]
        if found:
            spots[number] = tuple(found)
        elif against != ():
            unsure.append(number)
    taken = {place for places in spots.values() for place in places}
    for number in unsure:  # edited since, or the ledger does not say
        place = _edited_since(number, entry, file, texts, here, taken)
        if place is not None:
            spots[number] = (place,)
            taken.add(place)
    return [
        _Place(
            str(waiting[hash_]),
            hash_,
            spots.get(number, ()),
            _spot(number, spots, len(entry.paragraphs), len(file.paragraphs)),
        )
        for hash_, number in asked.items()
    ]


def _edited_since(
    number: int,
    entry: Imported,
    file: FileOnDisk,
    texts: Sequence[str],
    here: Mapping[int, int],
    taken: Collection[int],
) -> int | None:
    """The paragraph of the file that seems to be the source's of that *number*, edited."""
    first = next((at for at in range(number - 1, -1, -1) if at in here), -1)
    last = next((at for at in range(number + 1, len(entry.paragraphs)) if at in here), len(entry.paragraphs))
    start = here[first] + 1 if first >= 0 else 0
    end = here[last] if last in here else len(file.paragraphs)
    pieces, _ = merging.split(file.body)
    told = {fingerprint(text): text for text in texts}
    said = [told.get(entry.paragraphs[at]) for at in range(first + 1, last)]
    mine = [place for place in range(start, end) if place not in here.values()]
    found = pairs(said, [pieces[place] for place in mine]).get(number - first - 1)
    return mine[found] if found is not None and mine[found] not in taken else None


def _spot(number: int, spots: Mapping[int, tuple[int, ...]], length: int, count: int) -> int:
    """After which of the file's paragraphs one of the source's goes: beside the nearest that is told (-1: first).

    *length* are the source's paragraphs, *count* the file's.
    """
    before = max((at for at in spots if at < number), default=-1)
    after = min((at for at in spots if at > number), default=length)
    if number - before <= after - number:
        return max(spots[before]) if before in spots else -1
    return min(spots[after]) - 1 if after in spots else count - 1


def _id(*parts: str) -> str:
    return fingerprint("\0".join(parts))[:8]
