"""One document's way, from its bytes to content files, ledger and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pressday import addresses, readers, recognise, topics
from pressday.config import Newsletter
from pressday.content import writing
from pressday.documents import Document
from pressday.importing import account, homes, keypoints, matching, placing, shelf, sources
from pressday.importing.report import KIND_NAMES, ImportOptions, ImportReport, located
from pressday.importing.sources import SourceFile
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger
from pressday.problems import Problem, ProblemError
from pressday.recognise import Found, Hints
from pressday.records import replace


class Journey:
    """What is the same for every document of one import.  *ledgers* grows with each."""

    def __init__(
        self,
        folder: Path,
        options: ImportOptions,
        newsletter: Newsletter,
        now: datetime,
        ledgers: dict[str, DocumentLedger],
    ) -> None:
        self.folder = folder
        self.options = options
        self.newsletter = newsletter
        self.now = now
        self.ledgers = ledgers
        self.matcher = topics.Matcher(newsletter.topics)

    def document(self, source: SourceFile, data: bytes) -> ImportReport:
        """Imports one document, whole.  Raises ProblemError for one that cannot be."""
        document, warnings = readers.read(data, source.name)
        sources.keep(self.folder, source, data)
        last = before = self.ledgers.get(source.name, DocumentLedger(source.name, {}))
        found, into, before = self._understand(document, before)
        if before.hash == "":
            self._save(before)  # so that the next import knows the page if this one is broken off
        told = [*(one for name, one in self.ledgers.items() if one.into == into and name != source.name), before]
        home = placing.Home(into, self._id_home(into, before.source), before.source, self.newsletter, self.now)
        own_topics = tuple(self._topic(topic) for topic in found.topics)
        known = self._known(home, found, told)
        same = [entry for entry in known if found.kind != "article" or self._same_article(entry, found, before)]
        shelved = placing.place(self.folder, home, found.clippings, same, known, self._topics(found, own_topics))
        points = None
        if found.kind == "live":
            self._write_index(into, found, before)
            points = keypoints.update(self.folder, into, found, shelved, told, self.now)
        entries = {**before.entries, **{made.record.key: made.record for made in shelved if made.record}}
        self._save(
            replace(
                before,
                hash=document.hash,
                day=self._day(document, found, before),
                points=(points.hash if points else "") or before.points,
                entries=entries,
            )
        )
        sums, left_out = account.take(self.folder, into, found, shelved, own_topics)
        problems = list(located(warnings, source.path))
        if last.kind not in ("", found.kind):
            problems.append(_read_anew(source.path, last, found, into))
        if points is not None and points.yours:
            problems.append(Problem("was edited and is left as it is", points.path, severity="note"))
        if not before.source:
            problems.append(_whose(source.path, self.newsletter))
        return ImportReport(
            source.path,
            found.kind,
            found.title,
            into,
            before.timezone,
            tuple(made.placed for made in shelved),
            sums,
            left_out,
            located(found.guesses, source.path),
            tuple(problems),
            len(entries.keys() - {made.record.key for made in shelved if made.record}),
        )

    def _understand(self, document: Document, before: DocumentLedger) -> tuple[Found, str, DocumentLedger]:
        """What the document is, where it goes, and its ledger with how it was read.

        What the options leave open is read as it was the last time, or as the page's other documents were.
        """
        options = self.options
        zone = options.timezone or before.timezone or self.newsletter.timezone
        found = self._recognise(document, before, zone)
        into = homes.choose(self.folder, before.document, found, options, self.ledgers)
        page = next((one for one in self.ledgers.values() if one.into == into and into != "articles"), None)
        if page is not None and not options.timezone and not before.timezone and page.timezone not in ("", zone):
            zone = page.timezone
            found = self._recognise(document, before, zone)
        source = options.source or before.source or (page.source if page else "")
        same_home = before.into in ("", into)
        return (
            found,
            into,
            replace(
                before,
                kind=found.kind,
                told=options.kind or before.told,
                timezone=zone,
                into=into,
                source=source,
                title="" if found.title_guessed else found.title,
                hash=before.hash if same_home else "",
                day=options.date.isoformat() if options.date else before.day,
                entries=before.entries if same_home else {},
            ),
        )

    def _recognise(self, document: Document, before: DocumentLedger, zone: str) -> Found:
        # A date that was given, or stood in, holds for the same bytes: a newer save may be of another day.
        same = before.hash in ("", document.hash)
        day = self.options.date or (date.fromisoformat(before.day) if before.day and same else None)
        american = self.newsletter.language.lower() == "en-us"
        hints = Hints(ZoneInfo(zone), self.now, day, american)
        # Only what the editor said of a document holds for its next save; what was recognised is so again.
        kind = self.options.kind or next((known for known in recognise.KINDS if known == before.told), None)
        found = recognise.recognise(document, hints, kind=kind)
        if found is None and self.options.kind is None:
            found = recognise.recognise(document, hints)
        if found is None:
            hint = "leave --kind out to see what is recognised"
            if kind == "live":
                hint = f"in a live page {recognise.ARRANGEMENTS}"
            raise ProblemError(Problem(f"nothing in it makes a {kind} page", hint=hint))
        return found

    def _id_home(self, into: str, source: str) -> str:
        """What ids are made from besides instant and headline: the page's name, or the source."""
        return source if into == "articles" else into.partition("/")[2]

    def _known(self, home: placing.Home, found: Found, told: Sequence[DocumentLedger]) -> list[shelf.Known]:
        if found.kind != "article":
            return shelf.known_in(self.folder, home.into, told)
        # There may be any number of articles: only those that this one could be are looked at.
        (clipping,) = found.clippings
        id_ = addresses.mint(home.name, clipping.title)
        own = told[-1].entries
        versions = [v for one in told for key, v in one.entries.items() if key in own or key == id_]
        return shelf.articles(self.folder, addresses.slug(clipping.title), versions)

    def _same_article(self, entry: shelf.Known, found: Found, before: DocumentLedger) -> bool:
        """Whether an article could be this document's: a column has the same headline every week."""
        if entry.key in before.entries:
            return True
        (marks,) = (matching.marks_of(clipping) for clipping in found.clippings)
        return any(marks.text == there.text or (marks.instant and marks == there) for there in entry.marks)

    def _topics(self, found: Found, own: tuple[str, ...]) -> Callable[[int], tuple[str, ...]]:
        """The topics of the clipping of that number: those its document is about, then those it tells of."""
        texts: dict[int, list[str]] = {}
        for part in found.parts:
            if part.role in ("text", "kicker"):
                texts.setdefault(part.clipping, []).extend(b.text for b in found.blocks[part.first : part.last])

        def told(number: int) -> tuple[str, ...]:
            matched = self.matcher.find(found.clippings[number].title, "\n".join(texts.get(number, ())))
            return tuple(dict.fromkeys((*own, *matched)))

        return told

    def _topic(self, title: str) -> str:
        slug = addresses.slug(title)
        return next(
            (t.id for t in self.newsletter.topics if slug in (t.id, addresses.slug(t.title), *t.formerly)), title
        )

    def _write_index(self, into: str, found: Found, before: DocumentLedger) -> None:
        """A live page's own file, once: afterwards it is the editor's, deleted or not."""
        path = f"{writing.CONTENT}/{into}/index.md"
        written = any(one.into == into and one.hash for one in self.ledgers.values())
        if written or (self.folder / path).exists():
            return
        told = self.matcher.find(found.title)
        writing.write(self.folder, path, writing.live_index(found.title, topics=told, source=before.source))

    def _day(self, document: Document, found: Found, before: DocumentLedger) -> str:
        """The date that was given, or stood in for a missing one, for the next time these bytes are read."""
        if self.options.date is not None or (before.day and before.hash in ("", document.hash)):
            return before.day
        guessed = [c.instant for c in found.clippings if c.instant and "date" in c.guessed]
        return max(guessed).astimezone(ZoneInfo(before.timezone)).date().isoformat() if guessed else ""

    def _save(self, made: DocumentLedger) -> None:
        path, text = ledger.path_of(made.document), ledger.dump(made)
        place = self.folder / path
        if not place.is_file() or place.read_bytes() != text.encode():
            writing.write(self.folder, path, text)
        self.ledgers[made.document] = made


def _read_anew(path: str, last: DocumentLedger, found: Found, into: str) -> Problem:
    here, there = KIND_NAMES[found.kind], KIND_NAMES.get(last.kind, last.kind)
    stays = (
        f"what was imported into content/{last.into} stays there: delete what you do not want"
        if last.into != into
        else ""
    )
    return Problem(f"was read as {there} before, and is read as {here} now", path, hint=stays, severity="note")


def _whose(path: str, newsletter: Newsletter) -> Problem:
    known = ", ".join(source.name for source in newsletter.sources)
    return Problem(
        "whose work is it? no source was named",
        path,
        hint=f"name one with --from: {known}"
        if known
        else "list it under `sources` in newsletter.yaml, then use --from",
        severity="note",
    )
