"""The composing room: what is shown, in what order, under which topic, at which address."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pressday import addresses, markup, spans
from pressday.config import Newsletter
from pressday.content.loading import Content
from pressday.edition import lists
from pressday.edition.desks import Authors, Topics
from pressday.edition.homes import Homes
from pressday.edition.hours import is_timeless
from pressday.edition.moved import moved as moved_addresses
from pressday.edition.paths import Paths
from pressday.edition.repeats import repeats
from pressday.edition.retracted import apart, as_published, emptied, taken, without_points_of
from pressday.edition.rights import Rights, is_excerpt
from pressday.edition.unique import unique
from pressday.ledger.published import NOTHING_PUBLISHED, Published
from pressday.model import (
    Collection,
    CollectionIndex,
    Day,
    Edition,
    EditorsNote,
    Entry,
    Label,
    LiveIndex,
    LivePage,
    Person,
    ShownPoint,
    ShownPoints,
    Span,
    StandingPage,
    Teaser,
    Visible,
)
from pressday.problems import Problem
from pressday.records import replace

# A live page whose newest entry is older than this is no longer live, said or unsaid.
LIVE_FOR = timedelta(hours=24)


def compose(
    content: Content,
    newsletter: Newsletter,
    visible: Visible,
    moved: Mapping[str, str],
    ledger: Published = NOTHING_PUBLISHED,
) -> tuple[Edition, list[Problem]]:
    """The edition of *content* as far as it is *visible*, and what is wrong in it.

    *moved* are addresses that entries had before (from the ledger), with their keys.  What *ledger* says
    of other pages is kept: the ids of those that entries share, authors' and digests' addresses.
    """
    return _Composer(content, newsletter, visible, ledger).edition(moved)


def is_shown(entry: Entry, visible: Visible) -> bool:
    """Whether *entry* is out by the visible set's instant."""
    if entry.draft and not visible.drafts:
        return False
    if visible.future:
        return True
    return entry.published <= visible.now and (entry.expires is None or entry.expires > visible.now)


class Due(NamedTuple):
    """The instants between which nothing falls due: the edition is the same at any time in between."""

    since: datetime | None
    until: datetime | None


def due(content: Content, newsletter: Newsletter, now: datetime) -> Due:
    """When something last fell due, up to *now*, and when something next will."""
    instants = {entry.published for entry in content.entries}
    instants |= {entry.expires for entry in content.entries if entry.expires}
    instants |= {entry.published + LIVE_FOR for entry in content.entries if entry.kind == "live"}
    instants |= {points.as_of for live in content.points for points in live.sets}
    instants |= {span.end for span in spans.spans_with_news(newsletter, content.entries)}
    instants |= {spans.span_named(newsletter, note.name).end for note in content.notes}
    past = [instant for instant in instants if instant <= now]
    coming = [instant for instant in instants if instant > now]
    return Due(max(past, default=None), min(coming, default=None))


class _Composer:
    def __init__(self, content: Content, newsletter: Newsletter, visible: Visible, ledger: Published) -> None:
        self.content = content
        self.newsletter = newsletter
        self.visible = visible
        self.topics = Topics(newsletter)
        self.ledger = ledger
        self.promised = ledger.lists()
        self.authors = Authors(newsletter, {key: not p.is_gone for key, p in self.promised["author"].items()})
        self.rights = Rights(newsletter)
        self.homes = Homes(content, ledger)
        self.taken: dict[tuple[str, str], datetime] = {}
        self.withdrawn = frozenset(entry.path for entry in content.entries if entry.retracted)
        self.problems: list[Problem] = [*self.homes.problems]
        self._people: dict[tuple[str, ...], tuple[Person, ...]] = {}
        self._labels: dict[tuple[str, ...], tuple[Label, ...]] = {}

    def edition(self, moved: Mapping[str, str]) -> tuple[Edition, list[Problem]]:
        given = as_published(self.content.entries, self.ledger, self.newsletter.zone)
        shown, clashes = unique(e for e in given if is_shown(e, self.visible))
        self.problems += clashes
        pages = [p for p in self.content.pages if not p.draft or self.visible.drafts]
        notes = self.content.notes
        paths = self._paths(shown, pages)
        written: tuple[Entry | StandingPage | EditorsNote, ...] = (*shown, *pages, *notes)
        if any(paths.is_dead(file.links) for file in written):
            # What leads nowhere is held back, and then nothing leads there.
            for file in written:
                if paths.is_dead(file.links):
                    paths.resolve(file.links, "", file.path)
            self.problems += [problem for problem in paths.problems if problem.severity == "error"]
            shown = [entry for entry in shown if not paths.is_dead(entry.links)]
            pages = [page for page in pages if not paths.is_dead(page.links)]
            notes = tuple(note for note in notes if not paths.is_dead(note.links))
            paths = self._paths(shown, pages)
        live_names = self.homes.live({e.collection for e in shown if e.kind == "live"})
        linked_names = self.homes.linked({e.collection for e in shown if e.kind == "card"})
        entries, retracted = apart(self._resolved(entry, paths) for entry in shown)
        self.taken = taken(retracted)
        entries.sort(key=lambda e: (e.published, e.key), reverse=True)
        standing = [replace(p, links=paths.resolve(p.links, p.address, p.path)) for p in pages]
        notes = tuple(replace(n, links=paths.resolve(n.links, addresses.digest(n.name), n.path)) for n in notes)
        news = tuple(e for e in entries if e.kind != "card")
        cards = tuple(e for e in entries if e.kind == "card")
        titles = {name: Label(name, index.title, addresses.live_page(name)) for name, index in live_names.items()}
        teasers = {entry.key: self._teaser(entry, titles) for entry in entries}
        by_path = {entry.path: entry for entry in entries}
        closed = self._spans(news)
        there = {entry.path for entry in self.content.entries} | set(self.content.held)
        retold, lost = repeats(entries, by_path, there)
        self.problems += lost
        edition = Edition(
            entries=news,
            cards=cards,
            live=self._live_pages(live_names, news, by_path, paths),
            collections=self._collections(linked_names, cards, paths),
            topics=lists.by_topic(self.topics, entries, retracted),
            authors=lists.by_author(self._persons, entries, retracted, self.authors.kept),
            days=self._days(news),
            spans=closed,
            pages=tuple(standing),
            notes=self._notes(notes, teasers, closed),
            teasers=teasers,
            by_path=by_path,
            retold=retold,
            retracted=retracted,
            emptied=emptied(retracted, entries),
            lapsed=lists.lapsed(self.newsletter, news, self.promised["digest"]),
        )
        pages_of: tuple[LivePage | Collection | Day, ...] = (*edition.live, *edition.collections, *edition.days)
        others = [thing.address for thing in pages_of] + [page.label.address for page in edition.emptied]
        others += [topic.label.address for topic in edition.topics]
        others += [author.person.address for author in edition.authors]
        others += [addresses.digest(span.name) for span in (*edition.spans, *edition.lapsed)]
        others += [addresses.CORRECTIONS] if retracted or any(entry.corrections for entry in entries) else []
        merged = {**self.homes.led, **self.authors.merged}
        led, wrong = moved_addresses([*entries, *retracted], standing, others, moved, self.topics.merged, merged)
        edition = replace(edition, moved=led)
        self.problems += [*wrong, *lists.lost(edition, self.promised)]
        problems = [*self.problems, *paths.problems, *self.topics.problems(), *self.rights.problems()]
        return edition, problems

    # --- one entry ----------------------------------------------------------------------------------

    def _resolved(self, entry: Entry, paths: Paths) -> Entry:
        topics = self.topics.ids(entry.topics, entry.path)
        authors = tuple(person.name for person in self._persons(entry.authors))
        source = self.rights.source(entry.source, entry.path) if entry.source else None
        excerpt = entry.excerpt or is_excerpt(source)
        summary = markup.limited(entry.summary) if excerpt else entry.summary
        links = paths.resolve(entry.links, entry.address, entry.path) if entry.links else entry.links
        image = entry.image
        if image and not image.startswith(("https://", "http://")):
            image = next((link.address for link in links if link.target == image), "")
        home = self.homes.home(entry)
        fields = (topics, authors, source, excerpt, links, image, summary, home)
        if fields == (
            entry.topics,
            entry.authors,
            entry.source,
            entry.excerpt,
            entry.links,
            entry.image,
            entry.summary,
            entry.home,
        ):
            return entry
        return replace(
            entry,
            topics=topics,
            authors=authors,
            source=source,
            excerpt=excerpt,
            links=links,
            image=image,
            summary=summary,
            home=home,
        )

    def _teaser(self, entry: Entry, titles: Mapping[str, Label]) -> Teaser:
        return Teaser(
            title=entry.title,
            address=entry.address,
            published=entry.published,
            day=entry.day,
            kind=entry.kind,
            summary=entry.summary,
            kicker=entry.kicker,
            authors=self._persons(entry.authors),
            source=entry.source,
            excerpt=entry.excerpt,
            bare=entry.kind == "live" and not entry.words,
            dateless=entry.kind == "card" and "date" in entry.guessed,
            live=titles.get(entry.collection) if entry.kind == "live" else None,
            topics=self._topic_labels(entry.topics),
            timeless=is_timeless(entry, self.newsletter.zone),
        )

    def _persons(self, names: tuple[str, ...]) -> tuple[Person, ...]:
        found = self._people.get(names)
        if found is None:
            # Two spellings may be one page: an entry stands on it once.
            people = {person.address: person for person in reversed([self.authors.person(name) for name in names])}
            found = self._people[names] = tuple(reversed(people.values()))
        return found

    def _topic_labels(self, ids: tuple[str, ...]) -> tuple[Label, ...]:
        found = self._labels.get(ids)
        if found is None:
            found = self._labels[ids] = tuple(self.topics.labels[id_] for id_ in ids)
        return found

    # --- where things are ---------------------------------------------------------------------------

    def _paths(self, entries: Sequence[Entry], pages: Iterable[StandingPage]) -> Paths:
        content = self.content
        live = self.homes.live({e.collection for e in entries if e.kind == "live"}).values()
        linked = self.homes.linked({e.collection for e in entries if e.kind == "card"}).values()
        places = {entry.path: entry.address for entry in entries}
        places |= {page.path: page.address for page in pages}
        places |= {index.path: addresses.live_page(index.name) for index in live}
        places |= {index.path: addresses.collection(index.name) for index in linked}
        if content.notes:
            digests = {span.name for span in self._spans(entries)}
            places |= {note.path: addresses.digest(note.name) for note in content.notes if note.name in digests}
        hidden = {entry.path for entry in content.entries} | {page.path for page in content.pages}
        hidden |= {live.path for live in content.live} | {points.path for points in content.points}
        hidden |= {collection.path for collection in content.collections} | set(content.held)
        hidden |= {note.path for note in content.notes}
        return Paths(places, content.assets, hidden - places.keys(), self.withdrawn)

    # --- lists --------------------------------------------------------------------------------------

    def _live_pages(
        self, indexes: Mapping[str, LiveIndex], news: Iterable[Entry], by_path: Mapping[str, Entry], paths: Paths
    ) -> tuple[LivePage, ...]:
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in news:
            if entry.kind == "live":
                entries[entry.collection].append(entry)
        pages = []
        for name, own in entries.items():
            index, address = self.rights.of_live_page(indexes[name]), addresses.live_page(name)
            sets = self._shown_points(index, by_path)
            updated = max(
                *(entry.updated for entry in own),
                *(points.as_of for points in sets[-1:]),
                self.taken.get(("live", name), _LONG_AGO),
            )
            fresh = own[0].published + LIVE_FOR > self.visible.now
            # Of an excerpt the lead is not shown, nor what it leads to.
            shown_links = index.lead_links if index.lead_hash else ()
            pages.append(
                LivePage(
                    index=replace(
                        index,
                        links=paths.resolve(index.links, address, index.path),
                        lead_links=paths.resolve(shown_links, address, index.points_path),
                    ),
                    address=address,
                    entries=tuple(own),
                    sets=sets,
                    topics=self._topics_of(index.topics, own, index.path),
                    live=fresh and not index.ended,
                    updated=updated,
                )
            )
        return tuple(sorted(pages, key=lambda page: (page.entries[0].published, page.index.name), reverse=True))

    def _shown_points(self, index: LiveIndex, by_path: Mapping[str, Entry]) -> tuple[ShownPoints, ...]:
        known = {entry.path for entry in self.content.entries} | set(self.content.held)
        sets = []
        for points in without_points_of(self.withdrawn, index.sets):
            if not self.visible.future and points.as_of > self.visible.now:
                continue
            shown = []
            for point in points.points:
                entry = by_path.get(point.target)
                if point.target and entry is None and point.target not in known:
                    self.problems.append(
                        Problem(
                            f"a point leads to {point.target}, which does not exist",
                            index.points_path,
                            severity="warning",
                        )
                    )
                timed = entry and not is_timeless(entry, self.newsletter.zone)
                at = entry.published if entry and timed else None
                shown.append(ShownPoint(point.text, entry.address if entry else "", at))
            sets.append(ShownPoints(points.as_of, tuple(shown)))
        return tuple(sets)

    def _collections(
        self, indexes: Mapping[str, CollectionIndex], cards: Iterable[Entry], paths: Paths
    ) -> tuple[Collection, ...]:
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for card in cards:
            entries[card.collection].append(card)
        return tuple(
            Collection(
                index=replace(
                    indexes[name],
                    source=self.rights.source(indexes[name].source, indexes[name].path),
                    links=paths.resolve(indexes[name].links, addresses.collection(name), indexes[name].path),
                ),
                address=addresses.collection(name),
                entries=tuple(own),
                topics=self._topics_of(indexes[name].topics, own, indexes[name].path),
                updated=max(*(entry.updated for entry in own), self.taken.get(("card", name), _LONG_AGO)),
            )
            for name, own in sorted(entries.items(), key=lambda item: (item[1][0].published, item[0]), reverse=True)
        )

    def _topics_of(self, written: tuple[str, ...], entries: Iterable[Entry], path: str) -> tuple[Label, ...]:
        """A page's own topics or, where it names none, the three that its entries name most."""
        if written:
            return self._topic_labels(self.topics.ids(written, path))
        counts = Counter(topic for entry in entries for topic in entry.topics)
        order = list(self.topics.labels)
        most = sorted(counts, key=lambda id_: (-counts[id_], order.index(id_)))[:3]
        return self._topic_labels(tuple(most))

    def _days(self, news: Iterable[Entry]) -> tuple[Day, ...]:
        days: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in news:
            days[entry.day].append(entry)
        return tuple(Day(name, addresses.day(name), tuple(own)) for name, own in sorted(days.items(), reverse=True))

    def _spans(self, news: Iterable[Entry]) -> tuple[Span, ...]:
        found = spans.spans_with_news(self.newsletter, news)
        return tuple(span for span in found if span.end <= self.visible.now)

    def _notes(
        self, notes: Iterable[EditorsNote], teasers: Mapping[str, Teaser], closed: Iterable[Span]
    ) -> dict[str, EditorsNote]:
        """The notes of digests that there are, by name."""
        shown = {span.name for span in closed}
        for note in notes:
            self._check_note(note, teasers, note.name in shown)
        return {note.name: note for note in notes if note.name in shown}

    def _check_note(self, note: EditorsNote, teasers: Mapping[str, Teaser], shown: bool) -> None:
        if not shown and spans.span_named(self.newsletter, note.name).end <= self.visible.now:
            message, hint = "is shown nowhere: there was no news for its digest", "a digest is named by its last day"
            self.problems.append(Problem(message, note.path, 1, 1, hint, "note"))
        known = {entry.key for entry in self.content.entries}
        for pick in note.picks:
            if pick not in teasers:
                severity, what = ("note", "is not shown") if pick in known else ("warning", "is nowhere")
                self.problems.append(
                    Problem(f"picks `{pick}`, which {what}", note.path, 1, 1, severity=severity)  # type: ignore[arg-type]  # one of two literals
                )


_LONG_AGO = datetime.fromisoformat("1000-01-01T00:00:00+00:00")
