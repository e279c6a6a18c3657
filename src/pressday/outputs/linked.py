"""Linked reading: a page for each collection of cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Collection, Digest, Edition, Source
from pressday.outputs.press import Output
from pressday.outputs.shells import notice, original, retold, shell
from pressday.outputs.views import Card, CollectionPage


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """Every collection, its cards as the topic page had them."""
    for collection in edition.collections:
        page = CollectionPage(
            shell=shell(
                newsletter, collection.index.title, collection.address, collection.index.summary, *collection.topics[:1]
            ),
            title=collection.index.title,
            intro=collection.index.hash,
            cards=tuple(
                Card(e, edition.teasers[e.key], original(e, newsletter), retold(edition, e)) for e in collection.entries
            ),
            topics=collection.topics,
            source=_source(collection),
            collected=collection.entries[0].published,
            intro_links=collection.index.links,
            withdrawn=tuple(
                notice(e) for e in edition.retracted if e.kind == "card" and e.collection == collection.index.name
            ),
        )
        yield Output(addresses.file(collection.address), "collection", page, origin=collection.index.path)


def _source(collection: Collection) -> Source | None:
    """The collection's source or, where all its cards share one, theirs."""
    if collection.index.source is not None:
        return collection.index.source
    sources = {entry.source for entry in collection.entries}
    return next(iter(sources)) if len(sources) == 1 else None
