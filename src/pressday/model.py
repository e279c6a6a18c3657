"""The nouns of the second journey.  Each is one stage, complete when it is made; nothing here does I/O.

    Entry, LiveIndex, StandingPage, EditorsNote -> Edition -> Digest, Output

Every instant is aware and in UTC.  An *address* is where a thing stands below the base URL, without
a leading slash and unquoted: ``2025/01/22/some-slug/``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pressday.records import Mark, Record

# --- content ------------------------------------------------------------------------------------

EntryKind = Literal["article", "live", "card"]


class Source(Record, frozen=True):
    """Whose work an entry is.  *rights* say how much of it may be shown."""

    name: str
    url: str = ""
    rights: Literal["own", "licensed", "excerpt"] = "own"


class Link(Record, frozen=True):
    """A link from a content file to another file of the newsletter.

    *target* is the file, relative to the newsletter's folder (``content/…/x.md``); *fragment*
    without its ``#``.  *address* is filled in by the edition, where the target is known.
    """

    target: str
    line: int
    column: int = 0
    fragment: str = ""
    address: str = ""


class Correction(Record, frozen=True):
    """What was wrong, and when it was put right."""

    date: datetime
    text: str


class Entry(Record, frozen=True):
    """The head of one content file, checked: an article, a live entry or a card.

    The body is kept apart, under *hash* (of the file), and fetched when it is drawn.
    *key* is the ``id`` of the front matter or, for a file without one, its path below ``content/``
    (*keyed* tells which).  *published* is the later of ``date`` and ``publishDate``; *day* is its
    date in the newsletter's zone.  *collection* is the live page's or the collection's name.
    *topics* and *authors* are as written until the edition has made them ids and names.  *words* counts the body's.
    *guid* is what feed readers know it by, where it had an id in another feed before.  *also* are
    content files that tell the same story.

    *retracted* is when it was withdrawn, for the *reason* given: then it has no title, no text, and
    nothing else that told what it said.

    *home* is the permanent id of its live page or collection, filled in by the edition where that is
    not the name.
    """

    path: str
    kind: EntryKind
    key: str
    title: str
    published: datetime
    day: str
    slug: str
    address: str
    hash: str
    summary: str = ""
    words: int = 0
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    collection: str = ""
    kicker: str = ""
    lastmod: datetime | None = None
    draft: bool = False
    expires: datetime | None = None
    aliases: tuple[str, ...] = ()
    source: Source | None = None
    excerpt: bool = False
    guessed: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    image: str = ""
    links: tuple[Link, ...] = ()
    keyed: bool = True
    written_summary: bool = False
    guid: str = ""
    also: tuple[Link, ...] = ()
    retracted: datetime | None = None
    reason: str = ""
    home: str = ""

    def essence(self, mark: Mark) -> object:
        """The file's hash says all that the file says; the rest is where its links lead, by now."""
        links = [f"{link.address}#{link.fragment}" for link in self.links]
        return self.hash, self.key, self.address, self.image, tuple(links)

    @property
    def anchor(self) -> str:
        """The entry's id on a page that it shares."""
        return self.key.rpartition("/")[2]

    @property
    def home_id(self) -> str:
        """The permanent id of the live page or collection that it is on."""
        return self.home or self.collection

    @property
    def updated(self) -> datetime:
        """What a feed calls updated: ``lastmod``, a later correction or its withdrawal, else when it was published."""
        if self.retracted is not None:
            return max(self.published, self.retracted)
        latest = max((c.date for c in self.corrections), default=self.published)
        return max(self.published, latest, self.lastmod or self.published)


class Body(Record, frozen=True):
    """The text of a content file.

    *html* is safe; its internal links stand as ``pressday:N``, N counting the entry's *links*.  *text* is the
    same for mail.  *teaser_* are the first paragraph; *excerpt_* at most 40 words, ended at a sentence if one ends.
    """

    html: str
    text: str
    teaser_html: str = ""
    teaser_text: str = ""
    excerpt_html: str = ""
    excerpt_text: str = ""


class Point(Record, frozen=True):
    """One key point; *target* is the content file of the entry that it tells, if it is linked."""

    text: str
    target: str = ""


class PointSet(Record, frozen=True):
    """The key points as they stood at an instant, the newest entry they can know."""

    as_of: datetime
    points: tuple[Point, ...]


class LiveIndex(Record, frozen=True):
    """A live page's own files: the editor's ``index.md`` and the source's ``points.md``.

    *name* is its folder's, as it stands in addresses; *id* is what feeds know it by, where that is not
    the name.
    *hash* and *lead_hash* fetch the bodies of the two (intro; lead); *links* and *lead_links* are theirs.
    """

    name: str
    title: str
    path: str
    hash: str
    summary: str = ""
    topics: tuple[str, ...] = ()
    source: Source | None = None
    ended: bool = False
    links: tuple[Link, ...] = ()
    points_path: str = ""
    lead_hash: str = ""
    lead_text: str = ""
    sets: tuple[PointSet, ...] = ()
    lead_links: tuple[Link, ...] = ()
    id: str = ""

    @property
    def key(self) -> str:
        """What feeds and the ledger know it by, whatever its folder is called."""
        return self.id or self.name


class StandingPage(Record, frozen=True):
    """A page that is not news: ``content/pages/about.md`` at ``/about/``."""

    path: str
    title: str
    address: str
    hash: str
    summary: str = ""
    draft: bool = False
    links: tuple[Link, ...] = ()
    aliases: tuple[str, ...] = ()


class EditorsNote(Record, frozen=True):
    """What the editor adds to one digest.  *picks* are ids of entries that it prints besides its own."""

    path: str
    name: str
    hash: str
    subject: str = ""
    preheader: str = ""
    picks: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    empty: bool = True


class CollectionIndex(Record, frozen=True):
    """A collection's own file, ``content/linked/<name>/index.md``; without one the name stands in.

    *id* is what feeds know it by, where that is not the name.
    """

    name: str
    title: str
    path: str
    hash: str
    summary: str = ""
    topics: tuple[str, ...] = ()
    source: Source | None = None
    links: tuple[Link, ...] = ()
    id: str = ""

    @property
    def key(self) -> str:
        """What feeds and the ledger know it by, whatever its folder is called."""
        return self.id or self.name


# --- edition ------------------------------------------------------------------------------------


class Person(Record, frozen=True):
    """An author as a link: name, and the address of the author's page."""

    name: str
    address: str


class Label(Record, frozen=True):
    """A topic (or another list) as a link."""

    id: str
    title: str
    address: str


class Teaser(Record, frozen=True):
    """What a list shows of an entry; all that a list depends on.

    *dateless*: nobody knows its date, and *published* is when it was collected.  *timeless*: of its date only the
    day is known, and *published* is an instant of that day.
    """

    title: str
    address: str
    published: datetime
    day: str
    kind: EntryKind
    summary: str = ""
    kicker: str = ""
    authors: tuple[Person, ...] = ()
    source: Source | None = None
    excerpt: bool = False
    bare: bool = False
    dateless: bool = False
    live: Label | None = None
    topics: tuple[Label, ...] = ()
    timeless: bool = False

    @property
    def moment(self) -> datetime | str:
        """When it was published, as exactly as that is known: an instant, or a day's name."""
        return self.day if self.timeless else self.published


class ShownPoint(Record, frozen=True):
    """A key point with the entry that it tells, where that is shown; *published*, where its time is known."""

    text: str
    address: str = ""
    published: datetime | None = None


class ShownPoints(Record, frozen=True):
    """A dated set of key points, resolved."""

    as_of: datetime
    points: tuple[ShownPoint, ...]


class LivePage(Record, frozen=True):
    """A live page at one build: its entries newest first, its sets of points oldest first."""

    index: LiveIndex
    address: str
    entries: tuple[Entry, ...]
    sets: tuple[ShownPoints, ...]
    topics: tuple[Label, ...]
    live: bool
    updated: datetime


class Collection(Record, frozen=True):
    """Cards of one topic page, newest first."""

    index: CollectionIndex
    address: str
    entries: tuple[Entry, ...]
    topics: tuple[Label, ...]
    updated: datetime


class Topic(Record, frozen=True):
    """A topic and everything told under it, newest first; *known*: it stands in the settings."""

    label: Label
    description: str
    entries: tuple[Entry, ...]
    known: bool = True


class Author(Record, frozen=True):
    """An author and everything they wrote, newest first."""

    person: Person
    slug: str
    entries: tuple[Entry, ...]


class Emptied(Record, frozen=True):
    """A live page or a collection (*kind* is its entries') of which nothing but what was withdrawn is left.

    *label* has the id that its item and its feeds go on under; *entries*, the newest withdrawal first,
    are what was withdrawn.
    """

    kind: EntryKind
    label: Label
    entries: tuple[Entry, ...]

    @property
    def authors(self) -> frozenset[str]:
        """The names of all who had written there."""
        return frozenset(name for entry in self.entries for name in entry.authors)


class Day(Record, frozen=True):
    """A calendar day in the newsletter's zone (``2025-01-22``) and its entries, newest first."""

    name: str
    address: str
    entries: tuple[Entry, ...]


class Span(Record, frozen=True):
    """The time between two instants that a digest covers, *start* included, *end* not."""

    name: str
    start: datetime
    end: datetime


class Visible(Record, frozen=True):
    """All that a build knows of the time: computed once, in ``building``, from one instant.

    Entries published after *now* or expired by then are not shown unless *future*; spans ending after it
    are not closed.  *drafts* shows drafts too.  Between two instants with nothing due the edition is the same.
    """

    now: datetime
    drafts: bool = False
    future: bool = False


class Edition(Record, frozen=True):
    """The whole newsletter at one build.

    *entries*: articles and live entries, newest first; *cards* stand apart (they have no date of
    their own).  *teasers* and *by_path* look an entry up by key and by content file.  *days* and *spans*
    are newest first; *spans* holds only closed ones that have news, *notes* only those of *spans*.
    *moved* are (old address, new address), from the settings, from ``aliases:`` and from the ledger.
    *retold* are, by key, the keys of the entries that tell the same story, oldest first.
    *retracted* are the entries that were withdrawn, the newest withdrawal first: they keep their
    addresses, and are in none of the above.  *emptied* are the pages that had no other entries.
    *lapsed* are the spans of digests that were published and have no news any more.
    """

    entries: tuple[Entry, ...]
    cards: tuple[Entry, ...]
    live: tuple[LivePage, ...]
    collections: tuple[Collection, ...]
    topics: tuple[Topic, ...]
    authors: tuple[Author, ...]
    days: tuple[Day, ...]
    spans: tuple[Span, ...]
    pages: tuple[StandingPage, ...]
    notes: dict[str, EditorsNote]
    teasers: dict[str, Teaser]
    by_path: dict[str, Entry]
    retold: dict[str, tuple[str, ...]]
    moved: tuple[tuple[str, str], ...] = ()
    retracted: tuple[Entry, ...] = ()
    emptied: tuple[Emptied, ...] = ()
    lapsed: tuple[Span, ...] = ()


# --- digest -------------------------------------------------------------------------------------


class Story(Record, frozen=True):
    """One entry as a digest prints it: the *summary* that a person wrote, or else the first paragraph.

    *hash* fetches that paragraph's marks and links.
    """

    key: str
    teaser: Teaser
    hash: str
    links: tuple[Link, ...] = ()
    excerpt: bool = False
    summary: str = ""

    def essence(self, mark: Mark) -> object:
        """The teaser by its mark, which lists need too."""
        links = [f"{link.address}#{link.fragment}" for link in self.links]
        return self.key, mark(self.teaser), self.hash, links, self.excerpt, self.summary


class Group(Record, frozen=True):
    """The stories of one topic, in order; *label* is None for those without a topic."""

    label: Label | None
    stories: tuple[Story, ...]


class Briefing(Record, frozen=True):
    """A live page's key points as its digest prints them."""

    title: str
    address: str
    points: tuple[ShownPoint, ...]
    count: int
    source: Source | None = None


class Digest(Record, frozen=True):
    """What one span tells: a value before it is a mail, a page or a feed item.

    *revised* is when an entry that it told was last withdrawn.
    """

    span: Span
    address: str
    subject: str
    preheader: str
    briefings: tuple[Briefing, ...]
    groups: tuple[Group, ...]
    note: EditorsNote | None = None
    revised: datetime | None = None

    def essence(self, mark: Mark) -> object:
        """The stories by what they are made of."""
        groups = [(group.label, [story.essence(mark) for story in group.stories]) for group in self.groups]
        return self.span, self.subject, self.preheader, self.briefings, groups, self.note, self.revised

    @property
    def stories(self) -> tuple[Story, ...]:
        """Every story, in the order of the groups."""
        return tuple(story for group in self.groups for story in group.stories)
