"""What pages, and feeds beside them, have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from pressday import addresses, spans
from pressday.config import Newsletter
from pressday.digest import headlines
from pressday.model import Collection, Digest, Edition, Entry, Label, LivePage, ShownPoint, Span, Teaser, Topic
from pressday.outputs.views import NOT_RETOLD, DigestFront, FeedLink, LiveFront, Notice, Retold, Shell
from pressday.records import replace


def feeds(newsletter: Newsletter, *own: Label) -> tuple[FeedLink, ...]:
    """The feeds of a page: its *own* first, then the newsletter's."""
    return (
        *(FeedLink(f"{newsletter.title}: {label.title}", label.address) for label in own),
        FeedLink(newsletter.title, addresses.HOME),
    )


def shell(newsletter: Newsletter, title: str, address: str, description: str = "", *own: Label) -> Shell:
    """The shell of a page that stands at *address*; *own* are the pages of its own feeds."""
    return Shell(title, address, description, feeds(newsletter, *own))


def numbered(title: str, number: int) -> str:
    """The title of a list's page."""
    return f"{title} ({number})" if number else title


def brief(teaser: Teaser) -> Teaser:
    """*teaser* as a line: what a page does not show, it must not depend on."""
    return replace(teaser, summary="", authors=(), topics=())


def retold(edition: Edition, entry: Entry) -> Retold:
    """The entries that tell the story of *entry*, as lines."""
    keys = edition.retold.get(entry.key)
    if not keys:
        return NOT_RETOLD
    others = [brief(edition.teasers[key]) for key in keys]
    first = sum(
        1 for other, key in zip(others, keys, strict=True) if (other.published, key) < (entry.published, entry.key)
    )
    return Retold(tuple(others[:first]), tuple(others[first:]))


def has_corrections(edition: Edition) -> bool:
    """Whether there is a list of corrections, and of what was withdrawn."""
    return bool(edition.retracted) or any(entry.corrections for entry in (*edition.entries, *edition.cards))


def subscribe_pages(edition: Edition) -> dict[str, Topic | None]:
    """The pages that tell how to follow a topic or (None) the whole, by address.

    Where a person has put something of their own, that stands instead.
    """
    is_free = unclaimed(edition)
    topics = {addresses.subscribe(topic.label.address): topic for topic in edition.topics}
    pages: dict[str, Topic | None] = {addresses.SUBSCRIBE: None, **topics}
    return {address: topic for address, topic in pages.items() if is_free(address)}


def unclaimed(edition: Edition) -> Callable[[str], bool]:
    """Whether at an address there is neither a standing page nor an old address that leads on."""
    theirs = {_bare(page.address) for page in edition.pages} | {_bare(old) for old, _ in edition.moved}
    return lambda address: _bare(address) not in theirs


def _bare(address: str) -> str:
    """*address* as a disk may know it that does not tell capitals from small letters."""
    return address.strip("/").casefold()


def notice(entry: Entry) -> Notice:
    """What is told of *entry*, which was withdrawn."""
    assert entry.retracted is not None
    return Notice(entry.kind, entry.anchor, entry.day, entry.retracted, entry.reason)


def live_front(page: LivePage, points: int = 5) -> LiveFront:
    """A live page as the front page shows it, with its newest set of key points.

    Where the source gave none, its newest headlines stand in.
    """
    if page.sets:
        shown: Sequence[ShownPoint] = page.sets[-1].points
    else:
        shown = [ShownPoint(entry.title, entry.address, entry.published) for entry in page.entries[:points]]
    return LiveFront(
        title=page.index.title,
        address=page.address,
        summary=page.index.summary or page.index.lead_text,
        live=page.live,
        points=tuple(shown[:points]),
        count=len(page.entries),
        updated=page.entries[0].published,
        topics=page.topics,
        source=page.index.source,
    )


def is_undated(collection: Collection, edition: Edition) -> bool:
    """Whether none of the collection's cards has a date of its own."""
    return all(edition.teasers[card.key].dateless for card in collection.entries)


def live_under(edition: Edition, topic: str) -> tuple[LiveFront, ...]:
    """The live pages under a topic that are still live, newest first."""
    return tuple(
        live_front(page) for page in edition.live if page.live and any(label.id == topic for label in page.topics)
    )


def silenced(edition: Edition, newsletter: Newsletter) -> tuple[tuple[Span, tuple[Entry, ...]], ...]:
    """The digests of which every story was withdrawn after they had closed, each with what it told."""
    told = [entry for entry in edition.retracted if entry.kind != "card"]
    there = {span.name for span in edition.spans}
    found = []
    for span in spans.spans(newsletter, (entry.published for entry in told)):
        own = [e for e in told if span.start <= e.published < span.end and e.retracted and span.end <= e.retracted]
        if own and span.name not in there:
            found.append((span, tuple(own)))
    return tuple(found)


def digest_front(digest: Digest) -> DigestFront:
    """*digest* as lists and the front page show it."""
    return DigestFront(
        subject=digest.subject,
        address=digest.address,
        name=digest.span.name,
        closed=digest.span.end,
        headlines=headlines(digest),
        preheader=digest.preheader,
        count=len(digest.stories),
    )


def original(entry: Entry, newsletter: Newsletter) -> str:
    """Where the original of a card stands: its source's address, if that is more than a front page; else nothing."""
    source = entry.source
    if source is None or not source.url:
        return ""
    known = newsletter.source(source.name)
    if known is not None and known.url.rstrip("/") == source.url.rstrip("/"):
        return ""
    try:
        parts = urlsplit(source.url)
    except ValueError:  # `https://[`: leads nowhere
        return ""
    return source.url if parts.path.strip("/") or parts.query else ""
