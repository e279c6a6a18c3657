"""What every page of a newsletter shows around its record, from the settings and the theme alone."""

from __future__ import annotations

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Label
from pressday.records import Record

_RIGHT_TO_LEFT = frozenset(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"])


class Site(Record, frozen=True):
    """A template's ``site``.  Addresses are for ``|url``; the rest is plain text.

    *nav* is the navigation: front page, topics of the settings, digests, archive.  *place* is the
    city that the newsletter's zone is named after.  *subscribe* is a link (``https:`` or
    ``mailto:``) or empty.  *paper* are the background colours by day and by night, for the
    browser's own frame.
    """

    title: str
    description: str
    language: str
    direction: str
    base_url: str
    place: str
    nav: tuple[Label, ...]
    topics: tuple[Label, ...]
    subscribe: str
    paper: tuple[str, str]
    nav_addresses: frozenset[str]
    home: str = addresses.HOME
    archive: str = addresses.ARCHIVE
    topic_list: str = addresses.TOPICS
    author_list: str = addresses.AUTHORS
    digest_list: str = addresses.DIGESTS
    feed_list: str = addresses.OPML
    subscribe_page: str = addresses.SUBSCRIBE

    def in_nav(self, address: str) -> str | None:
        """*address* if the navigation holds it, else None: what a drawn navigation depends on."""
        return address if address in self.nav_addresses else None


def build_site(newsletter: Newsletter, front: str, digests: str, archive: str, paper: tuple[str, str]) -> Site:
    """The site of *newsletter*; *front*, *digests*, *archive* are the theme's words for three pages."""
    topics = tuple(Label(topic.id, topic.title, addresses.topic(topic.id)) for topic in newsletter.topics)
    base = newsletter.language.partition("-")[0].lower()
    nav = (
        Label("", front, addresses.HOME),
        *topics,
        Label("", digests, addresses.DIGESTS),
        Label("", archive, addresses.ARCHIVE),
    )
    return Site(
        title=newsletter.title,
        description=newsletter.description,
        language=newsletter.language,
        direction="rtl" if base in _RIGHT_TO_LEFT else "ltr",
        base_url=newsletter.base_url,
        place=newsletter.timezone.rpartition("/")[2].replace("_", " "),
        nav=nav,
        topics=topics,
        subscribe=_subscribe(newsletter.digest.subscribe),
        paper=paper,
        nav_addresses=frozenset(label.address for label in nav),
    )


def outside(link: str) -> str:
    """*link* if a page may lead there (``http:``, ``https:``, ``mailto:``), else nothing."""
    return link if link.lower().startswith(("http://", "https://", "mailto:")) else ""


def _subscribe(text: str) -> str:
    return f"mailto:{text}" if "@" in text and ":" not in text and "/" not in text else outside(text)
