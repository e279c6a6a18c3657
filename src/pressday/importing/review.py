"""What waits for the editor: changes that both sides have made, and what had to be guessed.

The ledger knows hashes alone; the texts are found again in ``sources/``.  What was decided is noted
in the ledger, and nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pressday import frontmatter
from pressday.config import Newsletter
from pressday.content import writing
from pressday.documents import Clipping
from pressday.importing import merging, placing, repeats, sources
from pressday.importing.journey import Journey, Reread
from pressday.importing.placing import TEXT
from pressday.importing.repeats import Repeat
from pressday.importing.report import ImportOptions, together
from pressday.importing.shelf import FileOnDisk, Shelf
from pressday.importing.sources import SourceFile
from pressday.importing.tree import Tree
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger, Imported, fingerprint, paragraphs
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
    """The file's paragraphs *start* to *end* (not included) stand in the place of what *waits*."""

    waits: tuple[str, ...]
    start: int
    end: int


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
            start, end = next((place.start, place.end) for place in _places(entry, file) if place.waits == now.waits)
            body = _with(file.body, start, end, [now.theirs])
            content = file.text[: len(file.text) - len(file.body)] + body
        else:
            written, body, _ = frontmatter.split(file.text)
            value = self._header(read, clipping, entry, file)[now.name]
            content = f"---\n{writing.with_fields(written, {now.name: value})}---\n{body}"
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
        for waits, start, end in _places(entry, file):
            mine = "\n\n".join(pieces[start:end])
            hashes = [wait.partition("=")[2] for wait in waits]
            said = [text for text in texts if fingerprint(text) in hashes]
            yield made(TEXT, mine, "\n\n".join(said) if said else None, waits)
        header = self._header(read, clipping, entry, file) if read and clipping else {}
        for wait in entry.waits:
            name, _, hash_ = wait.partition("=")
            if name == TEXT or file.fields.get(name) == hash_:
                continue
            theirs = frontmatter.dump({name: header[name]}).strip() if header.get(name) else None
            written, _, _ = frontmatter.split(file.text)
            own = "\n".join(line for line in written.split("\n") if line.startswith(f"{name}:"))
            yield made(name, own, theirs, (wait,))

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


def _groups(entry: Imported, file: FileOnDisk) -> Iterator[tuple[str, ...]]:
    """The paragraphs that wait, those together that follow each other in the document."""
    waiting = {wait for wait in entry.waits if wait.partition("=")[0] == TEXT}
    group: list[str] = []
    for hash_ in entry.paragraphs:
        wait = f"{TEXT}={hash_}"
        if wait in waiting and hash_ not in file.paragraphs:
            group.append(wait)
        elif group:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def _places(entry: Imported, file: FileOnDisk) -> Iterator[_Place]:
    """Where the file has something else than what waits: one by one, if they can be told apart."""
    for group in _groups(entry, file):
        start, end = _region(entry, group, file)
        if end - start == len(group):
            yield from (_Place((wait,), start + step, start + step + 1) for step, wait in enumerate(group))
        else:
            yield _Place(group, start, end)


def _region(entry: Imported, waits: Sequence[str], file: FileOnDisk) -> tuple[int, int]:
    """Which of the file's paragraphs stand in the place of those that wait: first, and last not included."""
    hashes = [wait.partition("=")[2] for wait in waits]
    first = entry.paragraphs.index(hashes[0])
    here = merging.aligned(entry.paragraphs, file.paragraphs)
    start = next((here[number] + 1 for number in range(first - 1, -1, -1) if number in here), 0)
    after = range(first + len(hashes), len(entry.paragraphs))
    end = next((here[number] for number in after if number in here), len(file.paragraphs))
    return start, max(start, end)


def _with(body: str, start: int, end: int, texts: Sequence[str]) -> str:
    """*body* with *texts* in the place of some of its paragraphs."""
    pieces, gaps = merging.split(body)
    before = "".join(gap + piece for gap, piece in zip(gaps[:start], pieces[:start], strict=True))
    after = "".join(gap + piece for gap, piece in zip(gaps[end : len(pieces)], pieces[end:], strict=True))
    head = gaps[start] if start < len(pieces) and start == 0 else "\n\n" if start else "\n"
    tail = after if not after or after.startswith("\n\n") else "\n\n" + after.lstrip("\n")
    return before + head + "\n\n".join(texts) + tail + (gaps[-1] if pieces and "\n" in gaps[-1] else "\n")


def _id(*parts: str) -> str:
    return fingerprint("\0".join(parts))[:8]
