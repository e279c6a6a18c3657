"""The front page: what is live, the newest digest, the latest by topic, linked reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Entry, Label, LivePage
from pressday.outputs.press import Output
from pressday.outputs.shells import digest_front, is_undated, live_front, shell
from pressday.outputs.views import Desk, HomePage, Strip

DESK = 4
REST = 6
CARDS = 3
STRIPS = 2


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """The front page.  Nothing stands on it twice."""
    leading = _leading(edition)
    led = {page.index.name for page in leading}
    shown = {entry.key for page in leading for entry in page.entries}
    desks = []
    for topic in edition.topics:
        latest = list(_latest((e for e in topic.entries if e.kind != "card"), shown, led, DESK))
        if latest:
            shown |= {entry.key for entry in latest}
            desks.append(Desk(topic.label, tuple(edition.teasers[entry.key] for entry in latest)))
    rest = _latest((e for e in edition.entries if not e.topics), shown, led, REST)
    page = HomePage(
        shell=shell(newsletter, newsletter.title, addresses.HOME, newsletter.description),
        live=tuple(live_front(page) for page in leading),
        digest=digest_front(digests[0]) if digests else None,
        desks=tuple(desks),
        rest=tuple(edition.teasers[entry.key] for entry in rest),
        strips=tuple(
            Strip(
                collection.index.title,
                collection.address,
                tuple(edition.teasers[card.key] for card in collection.entries[:CARDS]),
                collection.entries[0].published,
                is_undated(collection, edition),
            )
            for collection in edition.collections[:STRIPS]
        ),
        pages=tuple(Label(page.address, page.title, page.address) for page in edition.pages),
        latest=edition.entries[0].day if edition.entries else "",
    )
    yield Output(addresses.file(addresses.HOME), "home", page, origin="the front page")


def _leading(edition: Edition) -> list[LivePage]:
    """What is live or, on a quiet day, the last live page, as long as it belongs to the newest two days."""
    live = [page for page in edition.live if page.live]
    if live:
        return live
    newest = {day.name for day in edition.days[:2]}
    return [page for page in edition.live[:1] if page.entries[0].day in newest]


def _latest(entries: Iterable[Entry], shown: set[str], led: set[str], most: int) -> Iterator[Entry]:
    """The newest of *entries* that are not shown yet; one at most of each live page."""
    pages: set[str] = set(led)
    left = most
    for entry in entries:
        if left == 0:
            return
        if entry.key in shown or entry.collection in pages or (entry.kind == "live" and not entry.words):
            continue
        if entry.kind == "live":
            pages.add(entry.collection)
        left -= 1
        yield entry
