"""Live pages, and a page for each of their entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Label, LivePage
from pressday.outputs.press import Output
from pressday.outputs.shells import brief, live_front, retold, shell
from pressday.outputs.views import LiveDay, LiveEntryPage, LiveFolio, LiveItem
from pressday.records import replace


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """Every live page, and every entry of it."""
    for page in edition.live:
        label = Label(page.index.name, page.index.title, page.address)
        yield Output(addresses.file(page.address), "live", _folio(page, edition, newsletter), origin=page.index.path)
        for entry, older in zip(page.entries, (*page.entries[1:], None), strict=True):
            view = LiveEntryPage(
                shell=shell(newsletter, entry.title, entry.address, entry.summary, label),
                entry=entry,
                teaser=edition.teasers[entry.key],
                home=label,
                live=page.live,
                older=brief(edition.teasers[older.key]) if older else None,
                retold=retold(edition, entry),
            )
            yield Output(addresses.file(entry.address), "entry", view, origin=entry.path)


def _folio(page: LivePage, edition: Edition, newsletter: Newsletter) -> LiveFolio:
    front = live_front(page)
    label = Label(page.index.name, page.index.title, page.address)
    shown = {day.name for day in edition.days}
    days = []
    for name, entries in groupby(page.entries, key=lambda entry: entry.day):
        items = tuple(LiveItem(e, edition.teasers[e.key], retold(edition, e)) for e in entries)
        days.append(LiveDay(name, addresses.day(name) if name in shown else "", items))
    return LiveFolio(
        shell=shell(newsletter, page.index.title, page.address, front.summary, label),
        # Where the page shows the lead whole, a summary made of it would say it twice.
        front=replace(front, summary="") if page.index.lead_hash and not page.index.summary else front,
        intro=page.index.hash,
        lead=page.index.lead_hash,
        points=page.sets[-1] if page.sets else None,
        earlier=tuple(reversed(page.sets[:-1])),
        days=tuple(days),
        intro_links=page.index.links,
        lead_links=page.index.lead_links,
    )
