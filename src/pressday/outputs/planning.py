"""Who plans the outputs, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pressday import digest
from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs import (
    articles,
    corrections,
    digests,
    files,
    front,
    linked,
    lists,
    live,
    retracted,
    sitefiles,
    standing,
    subscribe,
)
from pressday.outputs.feeds import plan as feeds
from pressday.outputs.feeds.shelf import Shelf
from pressday.outputs.mail import plan as mail
from pressday.outputs.press import Output
from pressday.theme import Theme

# In the order in which their files claim an address.
PLANNERS: tuple[Callable[[Edition, Newsletter, Sequence[Digest]], Iterator[Output]], ...] = (
    articles.plan,
    live.plan,
    front.plan,
    lists.plan,
    linked.plan,
    retracted.plan,
    corrections.plan,
    digests.plan,
    subscribe.plan,
    mail.plan,
    sitefiles.plan,
    standing.plan,
)


def plan(
    edition: Edition,
    newsletter: Newsletter,
    folder: Path,
    theme: Theme,
    assets: Mapping[str, str],
    static: Mapping[str, str],
) -> Iterator[Output]:
    """Every output of *edition*; *assets* and *static* are files by path, with their hashes."""
    every = tuple(digest.digests(edition, newsletter))
    for planner in PLANNERS:
        yield from planner(edition, newsletter, every)
    own = theme.assets()
    yield from feeds.plan(edition, newsletter, every, Shelf.of(newsletter, folder, assets, static, own))
    yield from files.plan(edition, folder, assets, static, own)
