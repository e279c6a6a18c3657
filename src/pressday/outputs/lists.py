"""Lists: topics, authors, days, the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Author, Digest, Edition, Entry, Label, Teaser, Topic
from pressday.outputs.paging import pages
from pressday.outputs.press import Output
from pressday.outputs.shells import has_corrections, live_under, numbered, shell
from pressday.outputs.views import ArchivePage, AuthorPage, DayPage, IndexPage, IndexRow, TopicPage


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """Every list's pages, and the lists of lists."""
    for topic in edition.topics:
        yield from _topic(topic, edition, newsletter)
    for author in edition.authors:
        yield from _author(author, edition, newsletter)
    yield from _archive(edition, newsletter)
    yield from _days(edition, newsletter)
    yield _index("topics", "Topics", addresses.TOPICS, _topic_rows(edition), newsletter)
    yield _index("authors", "Authors", addresses.AUTHORS, _author_rows(edition), newsletter)


def _topic(topic: Topic, edition: Edition, newsletter: Newsletter) -> Iterator[Output]:
    label = topic.label
    live = live_under(edition, label.id)
    for address, teasers, pager in pages(_teasers(topic.entries, edition), label.address):
        page = TopicPage(
            shell=shell(newsletter, numbered(label.title, pager.number), address, topic.description, label),
            label=label,
            description=topic.description,
            teasers=teasers,
            pager=pager,
            live=() if pager.number else live,
        )
        yield Output(addresses.file(address), "topic", page, origin=f"the topic {label.title}")


def _author(author: Author, edition: Edition, newsletter: Newsletter) -> Iterator[Output]:
    person = author.person
    bio = next((setting.bio for setting in newsletter.authors if setting.name == person.name), "")
    label = Label(author.slug, person.name, person.address)
    for address, teasers, pager in pages(_teasers(author.entries, edition), person.address):
        page = AuthorPage(
            shell=shell(newsletter, numbered(person.name, pager.number), address, bio, label),
            person=person,
            teasers=teasers,
            pager=pager,
            bio=bio,
        )
        yield Output(addresses.file(address), "author", page, origin=f"the author {person.name}")


def _archive(edition: Edition, newsletter: Newsletter) -> Iterator[Output]:
    months = tuple(
        (month, tuple(Label(day.name, day.name, day.address) for day in days))
        for month, days in groupby(edition.days, key=lambda day: day.name[:7])
    )
    for address, teasers, pager in pages(_teasers(edition.entries, edition), addresses.ARCHIVE):
        page = ArchivePage(
            shell=shell(newsletter, numbered("Archive", pager.number), address, f"Everything in {newsletter.title}."),
            teasers=teasers,
            pager=pager,
            months=() if pager.number else months,
            corrections="" if pager.number or not has_corrections(edition) else addresses.CORRECTIONS,
        )
        yield Output(addresses.file(address), "archive", page, origin="the archive")


def _days(edition: Edition, newsletter: Newsletter) -> Iterator[Output]:
    digests = {span.name for span in edition.spans}
    for day, older in zip_longest(edition.days, edition.days[1:]):
        page = DayPage(
            shell=shell(newsletter, day.name, day.address),
            name=day.name,
            teasers=tuple(_teasers(day.entries, edition)),
            digest=Label(day.name, day.name, addresses.digest(day.name)) if day.name in digests else None,
            older=Label(older.name, older.name, older.address) if older else None,
        )
        yield Output(addresses.file(day.address), "day", page, origin=f"the day {day.name}")


def _index(kind: str, title: str, address: str, rows: tuple[IndexRow, ...], newsletter: Newsletter) -> Output:
    page = IndexPage(shell(newsletter, title, address), kind, rows)
    return Output(addresses.file(address), kind, page, origin=f"the list of {kind}")


def _topic_rows(edition: Edition) -> tuple[IndexRow, ...]:
    return tuple(
        IndexRow(topic.label.title, topic.label.address, len(topic.entries), topic.description, _latest(topic, edition))
        for topic in edition.topics
    )


def _author_rows(edition: Edition) -> tuple[IndexRow, ...]:
    return tuple(
        IndexRow(author.person.name, author.person.address, len(author.entries), "", _latest(author, edition))
        for author in edition.authors
        if author.entries
    )


def _latest(of: Topic | Author, edition: Edition) -> Teaser | None:
    return edition.teasers[of.entries[0].key] if of.entries else None


def _teasers(entries: tuple[Entry, ...], edition: Edition) -> list[Teaser]:
    return [edition.teasers[entry.key] for entry in entries]
