"""What the heads of pages have in common."""

from __future__ import annotations

from collections.abc import Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Edition, Label, LivePage, ShownPoint, Teaser
from pressday.outputs.views import FeedLink, LiveFront, Shell
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
