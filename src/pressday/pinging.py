"""Telling a WebSub hub which feeds have changed, so that its subscribers have the news at once.

Only when somebody asks.  What was told last is kept in ``.pressday/pinged``; without that file
everything is told once more, which does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pressday import addresses, config, fetching, places
from pressday.config import Newsletter
from pressday.problems import Problem, ProblemError

PINGED = f"{places.OWN}/pinged"
# Posts a form to an address.
Post = Callable[[str, Sequence[tuple[str, str]]], None]

_FEED = re.compile(rf"(?:^|/)(?:{'|'.join(map(re.escape, addresses.FEED_FILES.values()))})$")
_ARCHIVE = re.compile(r"(?:^|/)feeds/\d{4}-\d\d(?:-\d\d)?/[^/]+$")


class Pinged(NamedTuple):
    """What a ping came to: the addresses of the feeds that the *hub* was told of, and how many had not changed.

    *problems* are the settings' warnings and, at the end, what broke it off.
    """

    hub: str
    told: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]


def ping(
    folder: Path, site: Path, *, base_url: str | None = None, everything: bool = False, post: Post = fetching.post
) -> Pinged:
    """Tell the hub of the newsletter in *folder* which feeds of its *site* have changed since it was last told.

    *everything*: of all of them.  What the hub took before something went wrong is not told again.
    Raises ProblemError where there is no hub, or no site.
    """
    newsletter, problems = config.load(folder, base_url=base_url)
    hub = newsletter.feeds.hub
    if not hub.startswith(("https://", "http://")):
        hint = "write `hub: https://…` under `feeds:`"
        raise ProblemError(*problems, Problem("names no hub to tell", config.FILE_NAME, hint=hint))
    feeds = _feeds(folder, site, newsletter)
    known = {} if everything else _known(folder / PINGED, hub)
    changed = [url for url, digest in feeds.items() if known.get(url) != digest]
    told: list[str] = []
    try:
        for url in changed:
            post(hub, (("hub.mode", "publish"), ("hub.url", url)))
            told.append(url)
    except ProblemError as error:
        problems = [*problems, *error.problems]
    kept = {url: digest for url, digest in known.items() if url in feeds}
    _remember(folder / PINGED, hub, kept | {url: feeds[url] for url in told})
    return Pinged(hub, tuple(told), len(feeds) - len(changed), tuple(problems))


def _feeds(folder: Path, site: Path, newsletter: Newsletter) -> dict[str, str]:
    """The current documents of the published feeds: whole address to the hash of what stands there."""
    destination, _ = places.destinations(folder, site, Path("outbox"))
    if not destination.ours.is_dir():
        raise ProblemError(Problem(f"nothing has been published into {site}", hint="run `pressday build` first"))
    with destination.opened():
        found = {path: row.digest for path, row in destination.rows.items() if _is_feed(path, folder)}
    # A merged topic's old feed names the new one's address as its own: that is what its subscribers follow.
    copies = tuple(addresses.topic(old) for topic in newsletter.topics for old in topic.formerly)
    return {
        addresses.absolute(newsletter.base_url, path): digest
        for path, digest in sorted(found.items())
        if not path.startswith(copies)
    }


def _is_feed(path: str, folder: Path) -> bool:
    if not _FEED.search(path) or _ARCHIVE.search(path):
        return False
    return not (folder / "static" / path).exists()


# --- what was told last -------------------------------------------------------------------------


def _known(path: Path, hub: str) -> dict[str, str]:
    """What *hub* was told: address to hash.  Another hub has heard nothing."""
    try:
        first, *lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    rows = [line.partition("\t") for line in lines] if first == hub else []
    return {url: digest for digest, tab, url in rows if tab}


def _remember(path: Path, hub: str, told: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.write_text("\n".join([hub, *(f"{digest}\t{url}" for url, digest in told.items()), ""]), "utf-8")
    temporary.replace(path)
