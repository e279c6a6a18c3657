"""How to follow the newsletter, or one topic of it: pages for people who have never heard of feeds.

They are made of titles and descriptions: no entry, new or edited, changes them, as long as it brings
no new topic or author and no live page begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Label, Topic
from pressday.outputs.press import Output
from pressday.outputs.shells import shell, subscribe_pages, unclaimed
from pressday.outputs.views import AliasPage, FeedGroup, Shell, SubscribePage


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """A page for the whole and for each topic; one at a merged topic's old address leads on."""
    pages, is_free = subscribe_pages(edition), unclaimed(edition)
    for address, topic in pages.items():
        page = _whole(edition, newsletter) if topic is None else _topic(topic, newsletter)
        origin = "the page about subscribing" if topic is None else f"the page about subscribing to {topic.label.title}"
        yield Output(addresses.file(address), "subscribe", page, origin=origin)
    for setting in newsletter.topics:
        for old in setting.formerly:
            gone, target = (addresses.subscribe(addresses.topic(id_)) for id_ in (old, setting.id))
            alias = AliasPage(Shell("Moved", gone, noindex=True), target)
            if gone not in pages and is_free(gone):
                yield Output(addresses.file(gone), "alias", alias, origin=f"the old address /{gone}")


def _whole(edition: Edition, newsletter: Newsletter) -> SubscribePage:
    about = f"How to follow {newsletter.title}, or one topic of it: by which address, and in which format."
    return SubscribePage(
        shell=shell(newsletter, "Subscribe", addresses.SUBSCRIBE, about),
        label=Label("", newsletter.title, addresses.HOME),
        groups=_groups(edition),
    )


def _topic(topic: Topic, newsletter: Newsletter) -> SubscribePage:
    label = topic.label
    about = f"How to follow {label.title} in {newsletter.title}: by which address, and in which format."
    title, address = f"Subscribe to {label.title}", addresses.subscribe(label.address)
    return SubscribePage(shell(newsletter, title, address, about, label), label, topic.description)


def _groups(edition: Edition) -> tuple[FeedGroup, ...]:
    """Topics and authors, and the live pages that somebody may still wait for, in an order that no entry changes."""
    live = [Label(page.index.name, page.index.title, page.address) for page in edition.live if page.live]
    groups = (
        FeedGroup("topics", tuple(topic.label for topic in edition.topics)),
        FeedGroup("live", tuple(sorted(live, key=lambda label: (label.title.casefold(), label.id)))),
        FeedGroup(
            "authors",
            tuple(Label(a.slug, a.person.name, a.person.address) for a in edition.authors if a.entries),
        ),
    )
    return tuple(group for group in groups if group.pages)
