"""Articles, each on its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Entry, Teaser
from pressday.outputs.press import Output
from pressday.outputs.shells import brief, retold, shell
from pressday.outputs.views import ArticlePage

RELATED = 3


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """A page for every article, with older ones under its first topic."""
    related = _related(edition)
    for entry in edition.entries:
        if entry.kind != "article":
            continue
        teaser = edition.teasers[entry.key]
        page = ArticlePage(
            shell=shell(newsletter, entry.title, entry.address, entry.summary, *teaser.topics[:1]),
            entry=entry,
            teaser=teaser,
            related=related.get(entry.key, ()),
            image=_lead_image(entry),
            retold=retold(edition, entry),
        )
        yield Output(addresses.file(entry.address), "article", page, origin=entry.path)


def _lead_image(entry: Entry) -> str:
    """The entry's image, unless its text shows it anyway."""
    shown = [link.address for link in entry.links].count(entry.image) > 1
    return "" if shown else entry.image


def _related(edition: Edition) -> dict[str, tuple[Teaser, ...]]:
    """Older articles only: a new one must not change the pages of those before it."""
    found: dict[str, tuple[Teaser, ...]] = {}
    for topic in edition.topics:
        articles: list[Entry] = [entry for entry in topic.entries if entry.kind == "article"]
        lines = {entry.key: brief(edition.teasers[entry.key]) for entry in articles}
        for position, entry in enumerate(articles):
            if entry.topics[0] == topic.label.id:
                older = articles[position + 1 : position + 1 + RELATED]
                found[entry.key] = tuple(lines[other.key] for other in older)
    return found
