"""Topics and authors: from what a file says to what the newsletter knows."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from pressday import addresses
from pressday.config import AuthorSetting, Newsletter
from pressday.folding import spelling
from pressday.model import Label, Person
from pressday.problems import Problem


class Topics:
    """Topics by id, title or slug.  One that the settings do not know becomes a topic, with a note."""

    def __init__(self, newsletter: Newsletter) -> None:
        self.known = {topic.id: topic for topic in newsletter.topics}
        self.labels = {t.id: Label(t.id, t.title, addresses.topic(t.id)) for t in newsletter.topics}
        # The old address and the new one of every topic that was merged into another.
        self.merged = {
            addresses.topic(old): addresses.topic(topic.id) for topic in newsletter.topics for old in topic.formerly
        }
        self.new: dict[str, str] = {}
        self._ids: dict[str, str] = {topic.id: topic.id for topic in newsletter.topics}
        for topic in newsletter.topics:
            for name in (topic.title.casefold(), addresses.slug(topic.title), *topic.formerly):
                self._ids.setdefault(name, topic.id)

    def id(self, written: str, path: str) -> str:
        """The id of the topic that *written* (in the file at *path*) means."""
        known = self._ids.get(written) or self._ids.get(written.casefold()) or self._ids.get(addresses.slug(written))
        if known is None:
            known = addresses.slug(written)
            # Another spelling of it is the same topic, under the title that was met first.
            self.labels[known] = Label(known, written, addresses.topic(known))
            self.new[known] = path
            self._ids[known] = known
        self._ids[written] = known
        return known

    def ids(self, written: tuple[str, ...], path: str) -> tuple[str, ...]:
        if all(name in self.known for name in written):
            return written
        return tuple(dict.fromkeys(self.id(name, path) for name in written))

    def problems(self) -> list[Problem]:
        """One note for each topic that the settings do not know."""
        return [
            Problem(f"a new topic, `{self.labels[id_].title}`", path, hint=self._hint(id_), severity="note")
            for id_, path in self.new.items()
        ]

    def _hint(self, new: str) -> str:
        near = difflib.get_close_matches(new, self.known, n=1)
        return f"did you mean `{near[0]}`?" if near else "give it a place in `topics:` of newsletter.yaml"


class Authors:
    """Authors by every spelling of their bylines, in any Unicode form and case, with or without full stops.

    *promised* are the slugs of pages that readers know, and whether those were there until now.  Whoever
    has another name today keeps the page that was promised under an old spelling; of several such pages
    one goes on, and *merged* are the old and new addresses of the others.  *kept* are names of the
    settings whose page was promised, whether they have an entry or not.
    """

    def __init__(self, newsletter: Newsletter, promised: Mapping[str, bool] = MappingProxyType({})) -> None:
        self._names: dict[str, str] = {}
        # A person's own name is theirs, whoever else claims it.
        named = [(author.name, author.name) for author in newsletter.authors]
        named += [(written, author.name) for author in newsletter.authors for written in author.match]
        for written, name in named:
            self._names.setdefault(spelling(written), name)
        self._people: dict[str, Person] = {}
        self._slugs: dict[str, str] = {}
        self.merged: dict[str, str] = {}
        taken = {slug for author in newsletter.authors for slug in (_own(author), *author.formerly)}
        for author in newsletter.authors:
            own = _own(author)
            others = {addresses.slug(written) for written in (author.name, *author.match)} - taken
            known = [slug for slug in (own, *sorted(others)) if slug in promised]
            known.sort(key=lambda slug: not promised[slug])
            slug = self._slugs[author.name] = known[0] if known and not author.id else own
            old = (one for one in (*author.formerly, *known) if one != slug)
            self.merged |= {addresses.author(one): addresses.author(slug) for one in old}
            taken.update(known)
        self.kept = tuple(a.name for a in newsletter.authors if self._slugs[a.name] in promised)

    def person(self, written: str) -> Person:
        """The person whose byline *written* is."""
        found = self._people.get(written)
        if found is None:
            name = self._names.get(spelling(written), written)
            slug = self._slug(name)
            found = self._people[written] = Person(name, addresses.author(slug))
        return found

    def _slug(self, name: str) -> str:
        # Two names that differ only in what a slug leaves out are one author's page.
        return self._slugs.setdefault(name, addresses.slug(name))


def _own(author: AuthorSetting) -> str:
    return author.id or addresses.slug(author.name)
