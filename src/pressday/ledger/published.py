"""``ledger/published.tsv``: ids, their addresses, and what subscribers were last shown of them.

A line an id, its columns apart by tabs: kind, id, first published, updated as last seen, a hash of
what was seen, every address that it has had, the newest first, a hash of its headline, and the feeds
that showed it.  The last two are missing in ledgers of before.  A build reads it; only
``build --record`` writes it.
"""

from __future__ import annotations

import contextlib
import os
import re
from datetime import datetime
from pathlib import Path

from pressday.ledger.promises import NEVER, NOTHING_PLANNED, Planned, Promise, aliases, later, promises
from pressday.model import Edition
from pressday.problems import Problem
from pressday.records import Record, replace

FILE_NAME = "ledger/published.tsv"
_BEFORE = "kind\tid\tfirst\tupdated\thash\taddresses"
_HEAD = f"{_BEFORE}\ttitle\tfeeds"
LISTS = ("topic", "author", "live-page", "collection", "digest")
# No column at the end of a line is empty: editors cut such off.
_NONE, _UNKNOWN = "-", "?"

# Folders without what no disk or no site has, and a card's anchor.
_PAGE = re.compile(r'(?:(?!\.{1,2}/)[^/\\:?#*"<>|\x00-\x1f\x7f]+/)+(?:#[^#]+)?$')
_TITLE = re.compile(r"[0-9a-f]{10}$")
_FEED = r"(?:topic|author|live)/[^\s/]+"
_FEEDS = re.compile(rf"{_FEED}(?: {_FEED})*$")


class Published(Record, frozen=True):
    """The ledger, by kind and id."""

    promises: dict[tuple[str, str], Promise]

    @property
    def knows_feeds(self) -> bool:
        """Whether it was written since it remembers in whose feeds things were shown."""
        return any(promise.feeds is not None for promise in self.promises.values())

    def lists(self) -> dict[str, dict[str, Promise]]:
        """What is no entry, by kind and by id: topics, authors, live pages, collections, digests."""
        found: dict[str, dict[str, Promise]] = {kind: {} for kind in LISTS}
        for (kind, key), promise in self.promises.items():
            if kind in found:
                found[kind][key] = promise
        return found

    def moved(self) -> dict[str, str]:
        """Every address that an entry has had: to its key."""
        return {
            address: promise.key
            for promise in self.promises.values()
            if promise.kind in ("article", "live", "card")
            for address in promise.addresses
        }


NOTHING_PUBLISHED = Published({})


def read(folder: Path) -> tuple[Published, list[Problem]]:
    """The ledger of the newsletter in *folder*; a line that cannot be read is a warning."""
    try:
        text = (folder / FILE_NAME).read_text("utf-8-sig")
    except FileNotFoundError:
        return Published({}), []
    except (OSError, UnicodeDecodeError) as error:
        return Published({}), [Problem(f"cannot be read: {error}", FILE_NAME, severity="warning")]
    promises: dict[tuple[str, str], Promise] = {}
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line in (_HEAD, _BEFORE):
            continue
        columns = line.split("\t")
        if len(columns) not in (6, 8) or not _is_instant(columns[2]) or not _is_instant(columns[3]):
            hint = "take the line out, or bring the file back from git; conflict marks belong to nobody"
            problems.append(Problem("is not a line of the ledger", FILE_NAME, number, hint=hint, severity="warning"))
            continue
        kind, key, first, updated, hash_, held = columns[:6]
        own = tuple(address.removeprefix("/") for address in held.split(" ") if address)
        unfit = next((address for address in own if not _PAGE.match(address)), None)
        if unfit is not None:
            message = f"`/{unfit}` is not the address of a page, and was passed over"
            problems.append(Problem(message, FILE_NAME, number, severity="warning"))
            own = tuple(address for address in own if _PAGE.match(address))
        promise = Promise(kind, key, first, updated, hash_, own, *_known(*columns[6:]))
        other = promises.get((kind, key))
        promises[kind, key] = _merged(promise, other) if other else promise
    return Published(promises), problems


def _known(title: str = _NONE, feeds: str = _UNKNOWN) -> tuple[str, tuple[str, ...] | None]:
    """A headline's hash and an item's feeds; of what is written otherwise nothing is known."""
    held = () if feeds == _NONE else tuple(sorted(set(feeds.split(" ")))) if _FEEDS.match(feeds) else None
    return title if _TITLE.match(title) else "", held


def _merged(one: Promise, other: Promise) -> Promise:
    """Two lines of one id, as a merge of two branches leaves them: nothing that was promised is forgotten."""
    newer, older = (one, other) if later(one.updated, other.updated) else (other, one)
    held = (*newer.addresses, *(a for a in older.addresses if a not in newer.addresses))
    first = older.first if later(newer.first, older.first) else newer.first
    feeds = newer.feeds or older.feeds or newer.feeds
    if newer.feeds and older.feeds and not newer.is_list:
        feeds = tuple(sorted({*newer.feeds, *older.feeds}))
    return replace(newer, first=first, addresses=held, title=newer.title or older.title, feeds=feeds)


def recorded(ledger: Published, edition: Edition, planned: Planned = NOTHING_PLANNED) -> Published:
    """*ledger* after *edition* has been published, with the feeds that are *planned*.

    What is no longer shown keeps its line, and is marked.
    """
    made = {place: promise.gone() for place, promise in ledger.promises.items()}
    shown = set()
    for now in promises(edition, planned):
        known = made.get((now.kind, now.key))
        if known is not None:
            held = (*now.addresses, *(a for a in known.addresses if a not in now.addresses))
            first = now.first if known.first == NEVER else known.first
            now = replace(now, first=first, updated=first if now.is_list else now.updated, addresses=held)
        made[now.kind, now.key] = now
        shown.add((now.kind, now.key))
    known_lines = (promise for place, promise in made.items() if place not in shown)
    for alias in aliases(known_lines, (made[place] for place in shown), planned.served):
        made[alias.kind, alias.key] = alias
    return Published(made)


def write(folder: Path, ledger: Published) -> bool:
    """Write *ledger*, whole or not at all; whether that changed the file."""
    lines = [
        "\t".join((p.kind, p.key, p.first, p.updated, p.hash, " ".join(f"/{a}" for a in p.addresses), *_told(p)))
        for _, p in sorted(ledger.promises.items())
    ]
    data = "".join(f"{line}\n" for line in (_HEAD, *lines)).encode()
    path = folder / FILE_NAME
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
    return True


def _told(promise: Promise) -> tuple[str, str]:
    feeds = _UNKNOWN if promise.feeds is None else " ".join(promise.feeds) or _NONE
    return promise.title or _NONE, feeds


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
