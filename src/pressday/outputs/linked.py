"""Linked reading: a page for each collection of cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Collection, Digest, Edition, Entry, Source
from pressday.outputs.press import Output
from pressday.outputs.shells import is_undated, notice, original, retold, shell
from pressday.outputs.views import Card, CollectionPage, Notice


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """Every collection, its cards as the topic page had them."""
    for collection in edition.collections:
        before = _withdrawn(collection, edition)
        page = CollectionPage(
            shell=shell(
                newsletter, collection.index.title, collection.address, collection.index.summary, *collection.topics[:1]
            ),
            title=collection.index.title,
            intro=collection.index.hash,
            cards=tuple(
                Card(
                    e, edition.teasers[e.key], original(e, newsletter), retold(edition, e), tuple(before.get(e.key, ()))
                )
                for e in collection.entries
            ),
            topics=collection.topics,
            source=_source(collection),
            collected=collection.entries[0].published,
            intro_links=collection.index.links,
            withdrawn=tuple(before.get("", ())),
            undated=is_undated(collection, edition),
        )
        yield Output(addresses.file(collection.address), "collection", page, origin=collection.index.path)


def _withdrawn(collection: Collection, edition: Edition) -> dict[str, list[Notice]]:
    """What tells of cards that were withdrawn, by the key of the card that comes after; "" is the end."""
    gone = [e for e in edition.retracted if e.kind == "card" and e.collection == collection.index.name]
    found: dict[str, list[Notice]] = {}
    for entry in sorted(gone, key=_place, reverse=True):
        after = next((card.key for card in collection.entries if _place(card) < _place(entry)), "")
        found.setdefault(after, []).append(notice(entry))
    return found


def _place(card: Entry) -> tuple[datetime, str]:
    return card.published, card.key


def _source(collection: Collection) -> Source | None:
    """The collection's source or, where all its cards share one, theirs."""
    if collection.index.source is not None:
        return collection.index.source
    sources = {entry.source for entry in collection.entries}
    return next(iter(sources)) if len(sources) == 1 else None
