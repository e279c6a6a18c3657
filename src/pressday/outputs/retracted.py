"""What stands where entries were withdrawn: a page that says when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Entry, Label
from pressday.outputs.press import Output
from pressday.outputs.shells import emptied, notice, shell, silenced
from pressday.outputs.views import RetractedPage, Shell
from pressday.records import replace


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """A page at each address that is an entry's own, and at each page or digest of which no entry is left.

    A card is told of on the page of its collection, as long as that has others.
    """
    homes = {page.address: Label(page.index.name, page.index.title, page.address) for page in edition.live}
    bare = {label.address: label for label in emptied(edition)}
    topics = {topic.label.id: topic.label for topic in edition.topics}
    stand = homes.keys() | {collection.address for collection in edition.collections}
    shared: dict[str, list[Entry]] = {}
    for entry in edition.retracted:
        home = _home(entry)
        if home and home not in stand:
            shared.setdefault(home, []).append(entry)
        if entry.kind != "card":
            label = homes.get(home)
            # Whoever followed it by a feed of its own finds that there still.
            followed = label or bare.get(home)
            own = [followed] if followed else [topics[id_] for id_ in entry.topics[:1]]
            page = RetractedPage(_shell(newsletter, entry.address, *own), (notice(entry),), label)
            yield Output(addresses.file(entry.address), "retracted", page, origin=entry.path)
    digests_feed = Label("digests", "digests", addresses.DIGESTS)
    for span, told in silenced(edition, newsletter):
        address = addresses.digest(span.name)
        notices = tuple(notice(entry) for entry in told)
        page = RetractedPage(_shell(newsletter, address, digests_feed), notices)
        yield Output(addresses.file(address), "retracted", page, origin=told[0].path)
    for home, entries in shared.items():
        own = [bare[home]] if home in bare else []
        page = RetractedPage(_shell(newsletter, home, *own), tuple(notice(entry) for entry in entries))
        yield Output(addresses.file(home), "retracted", page, origin=entries[0].path)


def _home(entry: Entry) -> str:
    """The page that *entry* shared, or nothing."""
    if entry.kind == "article":
        return ""
    return (addresses.live_page if entry.kind == "live" else addresses.collection)(entry.collection)


def _shell(newsletter: Newsletter, address: str, *own: Label) -> Shell:
    return replace(shell(newsletter, "Withdrawn", address, "", *own), noindex=True)
