"""What pages, and feeds beside them, have in common."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from pressday import addresses
from pressday.config import Newsletter
from pressday.digest import headlines
from pressday.model import Digest, Edition, Entry, Label, LivePage, ShownPoint, Teaser
from pressday.outputs.views import DigestFront, FeedLink, LiveFront, Shell
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


def live_under(edition: Edition, topic: str) -> tuple[LiveFront, ...]:
    """The live pages under a topic that are still live, newest first."""
    return tuple(
        live_front(page) for page in edition.live if page.live and any(label.id == topic for label in page.topics)
    )


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
