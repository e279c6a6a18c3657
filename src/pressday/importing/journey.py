"""One document's way, from its bytes to content files, ledger and report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pressday import addresses, readers, recognise, topics
from pressday.config import Newsletter
from pressday.content import writing
from pressday.documents import Asset, Clipping, Document
from pressday.importing import (
    account,
    beside,
    candidates,
    folders,
    homes,
    keypoints,
    pictures,
    placing,
    repeats,
    saves,
    sources,
    telling,
)
from pressday.importing.naming import Home
from pressday.importing.placing import Placing
from pressday.importing.repeats import Repeat, Story
from pressday.importing.report import KIND_NAMES, ImportOptions, ImportReport, located
from pressday.importing.shelf import Shelf
from pressday.importing.sources import FOLDER, SourceFile
from pressday.importing.tree import Tree
from pressday.importing.withheld import Tombstones
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger
from pressday.problems import Problem, ProblemError
from pressday.recognise import Found, Hints, Recipe, recipes
from pressday.records import replace

_EXPORTS = ("wordpress", "ghost", "substack")
WHOSE = "whose work is it? no source was named"


class Reread(NamedTuple):
    """A document as it was understood, where its entries go, and the pictures inside it."""

    found: Found
    home: Home
    assets: Mapping[str, Asset]


class Journey:
    """What is the same for every document of one import.  *ledgers* grows with each."""

    def __init__(
        self,
        tree: Tree,
        options: ImportOptions,
        newsletter: Newsletter,
        now: datetime,
        ledgers: dict[str, DocumentLedger],
    ) -> None:
        self.tree = tree
        self.shelf = Shelf(tree)
        self.archive = repeats.Archive(self.shelf)
        self.tombstones = Tombstones(self.shelf, ledgers)
        self.options = options
        self.newsletter = newsletter
        self.now = now
        self.renamed = folders.renamed(tree, ledgers)
        ledgers |= {n: replace(one, into=self.renamed.get(one.into, one.into)) for n, one in ledgers.items()}
        self.ledgers = ledgers
        self.register = candidates.Register(ledgers)
        self.matcher = topics.Matcher(newsletter.topics)

    def document(self, source: SourceFile, data: bytes) -> ImportReport:
        """Imports one document, whole.  Raises ProblemError for one that cannot be."""
        found_beside = beside.pictures(source)
        document, warnings = readers.read(data, source.name, found_beside)
        assets = pictures.checked(document.assets)
        self.shelf.forget()
        source, moved = self._settled(source, document)
        document = replace(document, name=source.name)
        last = before = self.ledgers.get(source.name, DocumentLedger(source.name, {}))
        found, into, before = self._understand(document, before)
        saves.check_sizes(found)
        sources.keep(self.tree, source, data)
        beside.keep(self.tree, source, found_beside, document.assets)
        if before.hash == "":
            self._save(before)  # so that the next import knows the page if this one is broken off
        told = [*(one for name, one in self.ledgers.items() if one.into == into and name != source.name), before]
        home = self._home(into, before, document)
        if found.kind == "topic" and found.title and not self.tree.names(f"{writing.CONTENT}/{into}"):
            self._write_index(into, found, before)
        own_topics = tuple(self._topic(topic) for topic in found.topics)
        retold: list[Repeat] = []
        work = Placing(
            self.shelf,
            home,
            assets,
            self._topics(found, own_topics),
            self._late(found, told),
            same_dates=bool(last.day) and last.hash == document.hash and self.options.date is None,
            repeats=lambda stories: self._retold(into, stories, retold),
            withheld=self.tombstones.find,
        )
        if found.kind == "article":
            one_of = candidates.Articles(self.shelf, home, found.clippings, self.register, before)
            columns = len(found.clippings) > 1
            shelved = placing.place(work, found.clippings, one_of.known, one_of.may, columns=columns, page=False)
        else:
            shelved = placing.place(work, found.clippings, self.shelf.known_in(into, told, before))
        problems = [problem for made in shelved for problem in made.problems]
        points = None
        if found.kind == "live":
            self._write_index(into, found, before)
            shown = pictures.shown_in("\n".join((*found.lead, *found.points)), assets)
            problems += pictures.put(self.tree, f"{writing.CONTENT}/{into}/points.md", shown)
            points = keypoints.update(self.tree, into, found, shelved, told, self.now)
        entries = {**before.entries, **{made.record.key: made.record for made in shelved if made.record}}
        self._save(
            replace(
                before,
                # What could not be merged for now is looked at again by the next import.
                hash="" if any(made.again for made in shelved) else document.hash,
                day=self._day(document, found, before),
                points=(points.hash if points else "") or before.points,
                entries=entries,
                rivals=(),
            )
        )
        sums, left_out = account.take(self.shelf, into, found, shelved, own_topics)
        problems = [*moved, *located(warnings, source.path), *problems]
        if last.kind not in ("", found.kind):
            problems.append(_read_anew(source.path, last, found, into))
        if points is not None and points.yours:
            problems.append(Problem(points.yours, points.path, severity="note"))
        if points is not None and points.gone:
            was = " ".join(points.gone.split()[:12])
            problems.append(Problem(f"the page has another lead now; it was “{was} …”", points.path, severity="note"))
        # Who moves in brings work of their own.
        if (
            not before.source
            and document.format not in _EXPORTS
            and any(_is_anothers(made, home) for made in found.clippings)
        ):
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
            located(_unseen((*found.guesses, *(repeat.problem for repeat in retold)), before.seen), source.path),
            tuple(problems),
            len(entries.keys() - {made.record.key for made in shelved if made.record}),
            sum(repeat.why == "sentence" for repeat in retold),
        )

    def _settled(self, source: SourceFile, document: Document) -> tuple[SourceFile, list[Problem]]:
        """The document under the name that nothing else has; a note where that is another than its own."""
        own = self.ledgers.get(source.name, DocumentLedger(source.name, {}))

        @cache
        def known() -> saves.Saves:
            options = _with_recipe(self.options, recipes.find(self.newsletter.recipes, document.name))
            return saves.Saves(self.shelf, self._recognise(document, self._zoned(own, options)))

        name = saves.settled(self.tree, source, document.hash, self.ledgers, lambda told: known().of(told))
        mine, others = (recipes.find(self.newsletter.recipes, one) for one in (source.name, name))
        # Of a name that a recipe is for, every document is what the recipe says.
        if name == source.name or mine != others:
            return source, []
        note = f"{source.path} is another document: this one is kept as {FOLDER}/{name}"
        notes = [] if name in self.ledgers else [Problem(note, source.given, severity="note")]
        return source._replace(name=name), notes

    def reread(self, name: str, data: bytes) -> Reread:
        """A document that was imported, read again as it was; nothing is written.  Raises ProblemError."""
        place = self.tree.folder / FOLDER / name
        document, _ = readers.read(data, name, beside.pictures(SourceFile(name, place)))
        found, into, before = self._understand(document, self.ledgers[name])
        home = self._home(into, before, document)
        return Reread(found, home, pictures.checked(document.assets))

    def _home(self, into: str, before: DocumentLedger, document: Document) -> Home:
        # Ids are made from the page's name or, for articles, from the source.
        first = next((old for old, now in self.renamed.items() if now == into), into)
        name = before.source if into == "articles" else first.partition("/")[2]
        return Home(into, name, before.source, self.newsletter, self.now, document.site)

    def _understand(self, document: Document, before: DocumentLedger) -> tuple[Found, str, DocumentLedger]:
        """What the document is, where it goes, and its ledger with how it was read.

        What the options leave open a recipe says; what that leaves open is read as it was the last time,
        or as the page's other documents were.
        """
        recipe = recipes.find(self.newsletter.recipes, document.name)
        options = _with_recipe(self.options, recipe)
        zoned = self._zoned(before, options)
        found = self._recognise(document, zoned)
        if found.kind == "article":
            options = replace(options, name=self.options.name)
        into = homes.choose(self.shelf, before.document, found, options, self.ledgers, self.renamed)
        page = next((one for one in self.ledgers.values() if one.into == into and into != "articles"), None)
        unread = not options.timezone and not before.timezone
        if page is not None and unread and page.timezone and _zone_of(page) != _zone_of(zoned):
            zoned = replace(before, timezone=page.timezone, zoned=page.zoned)
            found = self._recognise(document, zoned)
        source = options.source or before.source or (page.source if page else "")
        same_home = before.into in ("", into)
        doubts = homes.doubts(self.shelf, found, into, self.ledgers)
        dressed = tuple(pictures.dressed(clipping) for clipping in pictures.with_image(document, found))
        return (
            replace(found, clippings=dressed, guesses=(*found.guesses, *document.guesses, *doubts)),
            into,
            replace(
                before,
                kind=found.kind,
                told=options.kind or before.told,
                timezone=zoned.timezone,
                zoned=zoned.zoned,
                into=into,
                source=source,
                # An article's headline is its entry's, of which the ledger keeps no words.
                title="" if found.title_guessed or found.kind == "article" else found.title,
                hash=before.hash if same_home else "",
                day=options.date.isoformat() if options.date else before.day,
                points=before.points if same_home else "",
                entries=before.entries if same_home else {},
            ),
        )

    def _zoned(self, before: DocumentLedger, options: ImportOptions) -> DocumentLedger:
        """*before* with the zone to read the document in, and whether somebody has given it."""
        given = options.timezone or before.zoned
        return replace(before, timezone=given or before.timezone or self.newsletter.timezone, zoned=given)

    def _recognise(self, document: Document, before: DocumentLedger) -> Found:
        # A date that was given, or stood in, holds for the same bytes: a newer save may be of another day.
        same = before.hash in ("", document.hash)
        day = self.options.date or (date.fromisoformat(before.day) if before.day and same else None)
        american = self.newsletter.language.lower() == "en-us"
        hints = Hints(ZoneInfo(before.timezone), self.now, day, american, zone_told=bool(before.zoned))
        authors = frozenset(name for one in self.newsletter.authors for name in (one.name, *one.match))
        hints = hints._replace(authors=authors, sources=frozenset(one.name for one in self.newsletter.sources))
        # Only what the editor said of a document holds for its next save; what was recognised is so again.
        kind = self.options.kind or next((known for known in recognise.KINDS if known == before.told), None)
        recipe = recipes.find(self.newsletter.recipes, document.name)
        found = recognise.recognise(document, hints, kind=kind, recipe=recipe)
        if found is None and self.options.kind is None:
            found = recognise.recognise(document, hints, recipe=recipe)
        if found is None:
            hint = "leave --kind out to see what is recognised"
            if kind == "live":
                hint = f"in a live page {recognise.ARRANGEMENTS}"
            raise ProblemError(Problem(f"nothing in it makes a {kind} page", hint=hint))
        return found

    def _retold(self, into: str, stories: Sequence[Story], told: list[Repeat]) -> dict[str, tuple[str, ...]]:
        """What new stories name as told before; what was found goes to *told*."""
        found = self.archive.find(into, stories)
        told += found
        return repeats.links(found, stories)

    def _late(self, found: Found, told: Sequence[DocumentLedger]) -> Callable[[str], bool]:
        """Whether a newer save of a live page has told of the entry with that key."""
        if found.kind != "live":
            return lambda key: False
        newest = max((c.instant for c in found.clippings if c.instant), default=self.now).astimezone(UTC).isoformat()
        later = frozenset(key for one in told[:-1] if one.newest > newest for key in one.entries)
        return later.__contains__

    def _topics(self, found: Found, own: tuple[str, ...]) -> Callable[[int], tuple[str, ...]]:
        """The topics of the clipping of that number: those its document is about, then those it tells of."""
        texts: dict[int, list[str]] = {}
        for part in found.parts:
            if part.role in ("text", "kicker"):
                texts.setdefault(part.clipping, []).extend(b.text for b in found.blocks[part.first : part.last])

        def told(number: int) -> tuple[str, ...]:
            clipping = found.clippings[number]
            tags = tuple(self._topic(topic) for topic in clipping.topics)
            matched = self.matcher.find(clipping.title, "\n\n".join(texts.get(number, ())))
            return tuple(dict.fromkeys((*own, *tags, *matched)))

        return told

    def _topic(self, title: str) -> str:
        slug = addresses.slug(title)
        return next(
            (t.id for t in self.newsletter.topics if slug in (t.id, addresses.slug(t.title), *t.formerly)), title
        )

    def _write_index(self, into: str, found: Found, before: DocumentLedger) -> None:
        """A live page's or a collection's own file, once: afterwards it is the editor's, deleted or not."""
        path = f"{writing.CONTENT}/{into}/index.md"
        written = any(one.into == into and one.hash for one in self.ledgers.values())
        if written or self.tree.exists(path):
            return
        # A collection is in the lists of those topics that its editor gives it.
        told = self.matcher.find(found.title) if found.kind == "live" else ()
        id_ = into.partition("/")[2]
        self.tree.write(path, writing.live_index(found.title, id_=id_, topics=told, source=before.source))

    def _day(self, document: Document, found: Found, before: DocumentLedger) -> str:
        """The date that was given, or stood in for a missing one, for the next time these bytes are read."""
        if self.options.date is not None or (before.day and before.hash in ("", document.hash)):
            return before.day
        guessed = [c.instant for c in found.clippings if c.instant and "date" in c.guessed]
        if not guessed:
            return ""
        zone = ZoneInfo(before.timezone)
        newest, today = (moment.astimezone(zone).date().isoformat() for moment in (max(guessed), self.now))
        if newest == today:
            return today
        # Of a page that says "Yesterday" it is the day after its newest entry's.
        again = self._recognise(document, replace(before, day=newest, hash=""))
        instants = [clipping.instant for clipping in found.clippings]
        return newest if [clipping.instant for clipping in again.clippings] == instants else today

    def _save(self, made: DocumentLedger) -> None:
        path, text = ledger.path_of(made.document), ledger.dump(made)
        if self.tree.read(path) != text.encode():
            self.tree.write(path, text)
        self.ledgers[made.document] = made
        self.register.note(made)


def _with_recipe(options: ImportOptions, recipe: Recipe | None) -> ImportOptions:
    """*options*, and what a recipe says where they say nothing."""
    if recipe is None:
        return options
    return replace(
        options,
        timezone=options.timezone or recipe.timezone,
        name=options.name or recipe.into,
        source=options.source or recipe.source,
    )


def _zone_of(ledger: DocumentLedger) -> tuple[str, str]:
    return ledger.timezone, ledger.zoned


def _is_anothers(clipping: Clipping, home: Home) -> bool:
    """Whether somebody should say whose work a clipping is: it neither moves in nor tells its source."""
    return not clipping.aliases and clipping.kind != "page" and not telling.source_of(home, clipping)[0]


def _unseen(notes: Sequence[Problem], seen: str) -> list[Problem]:
    """The guesses and doubts that the editor has not seen yet."""
    marks = frozenset(seen.split())
    return [note for note in notes if ledger.fingerprint(note.message) not in marks]


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
        WHOSE,
        path,
        hint=f"name one with --from: {known}"
        if known
        else "list it under `sources` in newsletter.yaml, then use --from",
        severity="note",
    )
