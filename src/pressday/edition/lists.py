"""The lists that an edition has by topic, by author and by digest, and those that readers were promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pressday import spans
from pressday.config import FILE_NAME, Newsletter
from pressday.edition.desks import Topics
from pressday.ledger.promises import Promise
from pressday.model import Author, Edition, Entry, Person, Span, Topic
from pressday.problems import Problem


def by_topic(topics: Topics, entries: Iterable[Entry], retracted: Iterable[Entry]) -> tuple[Topic, ...]:
    """Every topic of the settings, in their order, and then those that only entries name."""
    # A topic of which all was withdrawn keeps its page and its feeds, which say so.
    under = defaultdict[str, list[Entry]](list, {topic: [] for entry in retracted for topic in entry.topics})
    for entry in entries:
        for topic in entry.topics:
            under[topic].append(entry)
    known = list(topics.known)
    new = sorted(under.keys() - set(known), key=lambda id_: topics.labels[id_].title.casefold())
    return tuple(
        Topic(
            label=topics.labels[id_],
            description=topics.known[id_].description if id_ in topics.known else "",
            entries=tuple(under.get(id_, ())),
            known=id_ in topics.known,
        )
        for id_ in [*known, *new]
    )


def by_author(
    persons: Callable[[tuple[str, ...]], tuple[Person, ...]],
    entries: Iterable[Entry],
    retracted: Iterable[Entry],
    kept: Iterable[str],
) -> tuple[Author, ...]:
    """Everybody who wrote one of *entries*, by name; *persons* knows whose bylines are whose.

    Whoever's everything was withdrawn keeps a page and feeds, which say so; so do those who are *kept*.
    """
    people = {person.address: person for entry in retracted for person in persons(entry.authors)}
    people |= {person.address: person for name in kept for person in persons((name,))}
    by = defaultdict[str, list[Entry]](list, {address: [] for address in people})
    for entry in entries:
        for person in persons(entry.authors):
            by[person.address].append(entry)
            people.setdefault(person.address, person)
    authors = [Author(people[address], address.split("/")[1], tuple(own)) for address, own in by.items()]
    return tuple(sorted(authors, key=lambda author: (author.person.name.casefold(), author.slug)))


def lapsed(newsletter: Newsletter, news: Iterable[Entry], promised: Iterable[str]) -> tuple[Span, ...]:
    """The spans of *promised* digests (by name) that hold no news any more, newest first."""
    there = {span.name for span in spans.spans_with_news(newsletter, news)}
    names = sorted({name for name in promised if name not in there and _is_day(name)}, reverse=True)
    return tuple(spans.span_named(newsletter, name) for name in names)


def _is_day(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def lost(edition: Edition, promised: Mapping[str, Mapping[str, Promise]]) -> list[Problem]:
    """A warning for each topic and author that readers may follow until now, and that *edition* no longer has."""
    stand = {topic.label.address for topic in edition.topics} | {a.person.address for a in edition.authors}
    stand |= {old for old, _ in edition.moved}
    hints = {
        "topic": "give it a place in `topics:`; if another took it over, write its id under that one's `formerly:`",
        "author": "name them in `authors:`; if they sign otherwise now, write the old spelling under `match:`",
    }
    return [
        Problem(
            f"the {kind} `{key}` was published, and has no entry now: its page and its feeds are gone",
            FILE_NAME,
            hint=hint,
            severity="warning",
        )
        for kind, hint in hints.items()
        for key, promise in sorted(promised[kind].items())
        if not promise.is_gone and promise.addresses and promise.addresses[0] not in stand
    ]
