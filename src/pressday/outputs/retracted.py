"""What stands where entries were withdrawn: a page that says when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Entry, Label
from pressday.outputs.press import Output
from pressday.outputs.shells import notice, shell, silenced
from pressday.outputs.views import RetractedPage, Shell
from pressday.records import replace


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """A page at each address that is an entry's own, and at each page or digest of which no entry is left.

    A digest of which nothing was withdrawn, and whose stories have other dates now, says that.

    A card is told of on the page of its collection, as long as that has others.
    """
    homes = {page.address: Label(page.index.name, page.index.title, page.address) for page in edition.live}
    bare = {page.label.address: page.label for page in edition.emptied if page.kind == "live"}
    topics = {topic.label.id: topic.label for topic in edition.topics}
    for entry in edition.retracted:
        if entry.kind == "card":
            continue
        home = addresses.live_page(entry.collection) if entry.kind == "live" else ""
        label = homes.get(home)
        # Whoever followed it by a feed of its own finds that there still.
        followed = label or bare.get(home)
        own = [followed] if followed else [topics[id_] for id_ in entry.topics[:1]]
        page = RetractedPage(_shell(newsletter, entry.address, *own), (notice(entry),), label)
        yield Output(addresses.file(entry.address), "retracted", page, origin=entry.path)
    digests_feed = Label("digests", "digests", addresses.DIGESTS)
    taken = silenced(edition, newsletter)
    for span, told in taken:
        yield _shared(newsletter, addresses.digest(span.name), told, "digest", digests_feed, day=span.name)
    for span in edition.lapsed:
        if all(span.name != other.name for other, _ in taken):
            address = addresses.digest(span.name)
            head = replace(shell(newsletter, "Digests", address, "", digests_feed), noindex=True)
            page = RetractedPage(head, (), shared="digest", day=span.name)
            yield Output(addresses.file(address), "retracted", page, origin=f"the digest of {span.name}")
    for emptied in edition.emptied:
        own = [emptied.label] if emptied.kind == "live" else []
        what = "live" if emptied.kind == "live" else "collection"
        yield _shared(newsletter, emptied.label.address, emptied.entries, what, *own)


def _shared(
    newsletter: Newsletter, address: str, told: Sequence[Entry], what: str, *own: Label, day: str = ""
) -> Output:
    """The page at *address*, which *told* entries shared."""
    page = RetractedPage(_shell(newsletter, address, *own), tuple(map(notice, told)), shared=what, day=day)
    return Output(addresses.file(address), "retracted", page, origin=told[0].path)


def _shell(newsletter: Newsletter, address: str, *own: Label) -> Shell:
    return replace(shell(newsletter, "Withdrawn", address, "", *own), noindex=True)
