"""What a template is given: one record a kind of page, with all that the page depends on.

A recipe *is* one of these records, so a page is drawn again when, and only when, something that it
shows has changed.  Templates know them as ``page``; ``docs/themes.md`` describes them to authors.
"""

from __future__ import annotations

from datetime import datetime

from pressday.model import (
    Digest,
    Entry,
    EntryKind,
    Label,
    Link,
    Person,
    ShownPoint,
    ShownPoints,
    Source,
    StandingPage,
    Teaser,
)
from pressday.records import Mark, Record


class FeedLink(Record, frozen=True):
    """A feed, by the address of the page that it stands beside."""

    title: str
    page: str


class Shell(Record, frozen=True):
    """What every page has: the document's title, its address, a description, its feeds (its own first)."""

    title: str
    address: str
    description: str = ""
    feeds: tuple[FeedLink, ...] = ()
    noindex: bool = False


class Pager(Record, frozen=True):
    """Where a page of a list stands.  *number* is 0 on the first page, which holds the newest.

    *newer* and *older* are addresses or empty; *total* counts the pages.
    """

    number: int = 0
    total: int = 1
    newer: str = ""
    older: str = ""


class LiveFront(Record, frozen=True):
    """A live page as the front page and lists show it."""

    title: str
    address: str
    summary: str
    live: bool
    points: tuple[ShownPoint, ...]
    count: int
    updated: datetime
    topics: tuple[Label, ...] = ()
    source: Source | None = None


class DigestFront(Record, frozen=True):
    """A digest as lists show it; *name* is its day (``2025-01-22``), *closed* its end."""

    subject: str
    address: str
    name: str
    closed: datetime
    headlines: tuple[str, ...]
    preheader: str = ""
    count: int = 0


class Desk(Record, frozen=True):
    """The latest of one topic, without what stands above it."""

    label: Label
    teasers: tuple[Teaser, ...]


class Strip(Record, frozen=True):
    """Linked reading: cards of one collection.  *undated*: it has none with a date; *collected*: the newest came."""

    title: str
    address: str
    teasers: tuple[Teaser, ...]
    collected: datetime
    undated: bool = False


class HomePage(Record, frozen=True):
    """The front page.  *rest*: the latest that no desk shows; *latest*: the newest entry's day; *pages*: standing."""

    shell: Shell
    live: tuple[LiveFront, ...]
    digest: DigestFront | None
    desks: tuple[Desk, ...]
    rest: tuple[Teaser, ...]
    strips: tuple[Strip, ...]
    latest: str = ""
    pages: tuple[Label, ...] = ()


class Retold(Record, frozen=True):
    """Other entries that tell an entry's story: those *before* it and those that told it *again*, oldest first."""

    before: tuple[Teaser, ...] = ()
    again: tuple[Teaser, ...] = ()


NOT_RETOLD = Retold()


class ArticlePage(Record, frozen=True):
    """An article.  *related* are older ones."""

    shell: Shell
    entry: Entry
    teaser: Teaser
    related: tuple[Teaser, ...] = ()
    image: str = ""
    retold: Retold = NOT_RETOLD

    def essence(self, mark: Mark) -> object:
        """The entry's own, its topics' labels, and the others that it names; the shell is made of these."""
        return self.entry.essence(mark), self.teaser.topics, self.image, self.related, self.retold


class LiveItem(Record, frozen=True):
    """One entry on a live page."""

    entry: Entry
    teaser: Teaser
    retold: Retold = NOT_RETOLD


class LiveDay(Record, frozen=True):
    """The entries of one day on a live page, newest first."""

    name: str
    address: str
    items: tuple[LiveItem, ...]


class LiveFolio(Record, frozen=True):
    """A live page: newest first by day.  *intro* and *lead* are hashes of bodies, or empty.

    *points* are the newest set, *earlier* the others, newest first.
    """

    shell: Shell
    front: LiveFront
    intro: str
    lead: str
    points: ShownPoints | None
    earlier: tuple[ShownPoints, ...]
    days: tuple[LiveDay, ...]
    intro_links: tuple[Link, ...] = ()
    lead_links: tuple[Link, ...] = ()


class LiveEntryPage(Record, frozen=True):
    """One live entry on a page of its own; *home* is its live page, *older* the entry before it."""

    shell: Shell
    entry: Entry
    teaser: Teaser
    home: Label
    live: bool
    older: Teaser | None = None
    retold: Retold = NOT_RETOLD

    def essence(self, mark: Mark) -> object:
        """The entry's own, its topics' labels, its live page's, and the others that it names."""
        return self.entry.essence(mark), self.teaser.topics, self.home, self.live, self.older, self.retold


class TopicPage(Record, frozen=True):
    """A page of a topic's list.  *live* are the live pages under it (first page only)."""

    shell: Shell
    label: Label
    description: str
    teasers: tuple[Teaser, ...]
    pager: Pager
    live: tuple[LiveFront, ...] = ()

    def essence(self, mark: Mark) -> object:
        """Its teasers by their marks."""
        teasers = [mark(teaser) for teaser in self.teasers]
        return self.shell, self.label, self.description, teasers, self.pager, self.live


class AuthorPage(Record, frozen=True):
    """A page of an author's list."""

    shell: Shell
    person: Person
    teasers: tuple[Teaser, ...]
    pager: Pager
    bio: str = ""

    def essence(self, mark: Mark) -> object:
        """Its teasers by their marks."""
        return self.shell, self.person, [mark(teaser) for teaser in self.teasers], self.pager, self.bio


class ArchivePage(Record, frozen=True):
    """A page of the list of everything.  *corrections* is the address of their list, if there are any (first page)."""

    shell: Shell
    teasers: tuple[Teaser, ...]
    pager: Pager
    months: tuple[tuple[str, tuple[Label, ...]], ...] = ()
    corrections: str = ""

    def essence(self, mark: Mark) -> object:
        """Its teasers by their marks."""
        return self.shell, [mark(teaser) for teaser in self.teasers], self.pager, self.months, self.corrections


class DayPage(Record, frozen=True):
    """A calendar day; *digest* is the digest named by it, *older* the day before it that has news."""

    shell: Shell
    name: str
    teasers: tuple[Teaser, ...]
    digest: Label | None = None
    older: Label | None = None

    def essence(self, mark: Mark) -> object:
        """Its teasers by their marks."""
        return self.shell, self.name, [mark(teaser) for teaser in self.teasers], self.digest, self.older


class IndexRow(Record, frozen=True):
    """A line of the lists of topics and authors."""

    title: str
    address: str
    count: int
    description: str = ""
    latest: Teaser | None = None


class IndexPage(Record, frozen=True):
    """The list of topics, or of authors (*kind*)."""

    shell: Shell
    kind: str
    rows: tuple[IndexRow, ...]


class DigestPage(Record, frozen=True):
    """A digest on the web; *older* is the one before it."""

    shell: Shell
    digest: Digest
    older: Label | None = None

    def essence(self, mark: Mark) -> object:
        """Its digest by its mark, which its mails need too."""
        return self.shell, mark(self.digest), self.older


class DigestsPage(Record, frozen=True):
    """A page of the list of digests."""

    shell: Shell
    digests: tuple[DigestFront, ...]
    pager: Pager


class Notice(Record, frozen=True):
    """What is told of an entry that was withdrawn; *anchor* is its id on a page that it shares, *day* its first one."""

    kind: EntryKind
    anchor: str
    day: str
    retracted: datetime
    reason: str = ""


class Card(Record, frozen=True):
    """A card of linked reading; *original* is its text's own address, *withdrawn* tell of cards right before it."""

    entry: Entry
    teaser: Teaser
    original: str = ""
    retold: Retold = NOT_RETOLD
    withdrawn: tuple[Notice, ...] = ()


class CollectionPage(Record, frozen=True):
    """Linked reading, as a ``Strip``.  *intro* is a hash, or empty; *withdrawn* tell of cards at the end."""

    shell: Shell
    title: str
    intro: str
    cards: tuple[Card, ...]
    topics: tuple[Label, ...]
    source: Source | None
    collected: datetime
    intro_links: tuple[Link, ...] = ()
    withdrawn: tuple[Notice, ...] = ()
    undated: bool = False


class RetractedPage(Record, frozen=True):
    """What stands where entries were withdrawn, the newest withdrawal first.

    It holds one notice where the entry had a page of its own, all of them where a page that entries
    *shared* has no others left; *day* is then a digest's.  Where a digest has none, nothing of it was
    withdrawn, and its stories are of other days now.  *home* is the live page that the entry was on.
    """

    shell: Shell
    notices: tuple[Notice, ...]
    home: Label | None = None
    shared: str = ""
    day: str = ""


class CorrectionLine(Record, frozen=True):
    """One correction: when, what was wrong, and in which entry; or, untitled, what is told of one *withdrawn*."""

    date: datetime
    text: str
    title: str
    address: str
    withdrawn: Notice | None = None


class CorrectionsPage(Record, frozen=True):
    """A page of the list of corrections, newest first."""

    shell: Shell
    lines: tuple[CorrectionLine, ...]
    pager: Pager


class FeedGroup(Record, frozen=True):
    """Feeds of one sort, each as the page that it stands beside.  *kind* is ``topics``, ``live``, ``authors``."""

    kind: str
    pages: tuple[Label, ...]


class SubscribePage(Record, frozen=True):
    """How to follow the newsletter, or one topic of it: *label*, the page that the feed stands beside.

    *groups* are the other feeds (on the newsletter's page only).
    """

    shell: Shell
    label: Label
    description: str = ""
    groups: tuple[FeedGroup, ...] = ()


class StandingFolio(Record, frozen=True):
    """A standing page."""

    shell: Shell
    page: StandingPage


class NotFoundPage(Record, frozen=True):
    """What GitHub Pages shows for an address that leads nowhere."""

    shell: Shell


class AliasPage(Record, frozen=True):
    """An old address that leads to the new one."""

    shell: Shell
    target: str


class DigestMail(Record, frozen=True):
    """A digest as mail: ``mail/digest.html`` draws it."""

    digest: Digest
    intro: str = ""

    def essence(self, mark: Mark) -> object:
        """Its digest by its mark."""
        return mark(self.digest), self.intro
