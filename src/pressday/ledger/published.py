"""``ledger/published.tsv``: ids, their addresses, and what subscribers were last shown of them.

A line an id, its columns apart by tabs: kind, id, first published, updated as last seen, a hash of
what was seen, and every address that it has had, the newest first.  A build reads it; only
``build --record`` writes it.
"""

from __future__ import annotations

import contextlib
import os
import re
from datetime import datetime
from pathlib import Path

from pressday import addresses
from pressday.model import Edition
from pressday.problems import Problem
from pressday.records import Record, replace

FILE_NAME = "ledger/published.tsv"
# Stands for the hash of what is no longer shown.
GONE = "-"
_HEAD = "kind\tid\tfirst\tupdated\thash\taddresses\n"


# Folders without what no disk or no site has, and a card's anchor.
_PAGE = re.compile(r'(?:(?!\.{1,2}/)[^/\\:?#*"<>|\x00-\x1f\x7f]+/)+(?:#[^#]+)?$')


class Promise(Record, frozen=True):
    """One id, and what was promised of it.  *addresses* are newest first."""

    kind: str
    key: str
    first: str
    updated: str
    hash: str
    addresses: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Whether it was no longer shown when the ledger was last written."""
        return self.hash == GONE

    def is_later(self, before: Promise) -> bool:
        """Whether it has changed, for its readers, since *before*."""
        return _later(self.updated, before.updated)


class Published(Record, frozen=True):
    """The ledger, by kind and id."""

    promises: dict[tuple[str, str], Promise]

    def moved(self) -> dict[str, str]:
        """Every address that an entry has had: to its key."""
        return {
            address: promise.key
            for promise in self.promises.values()
            if promise.kind in ("article", "live", "card")
            for address in promise.addresses
        }


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
        if not line.strip() or line == _HEAD.rstrip("\n"):
            continue
        columns = line.split("\t")
        if len(columns) != 6 or not _is_instant(columns[2]) or not _is_instant(columns[3]):
            hint = "take the line out, or bring the file back from git; conflict marks belong to nobody"
            problems.append(Problem("is not a line of the ledger", FILE_NAME, number, hint=hint, severity="warning"))
            continue
        kind, key, first, updated, hash_, held = columns
        own = tuple(address.removeprefix("/") for address in held.split(" ") if address)
        unfit = next((address for address in own if not _PAGE.match(address)), None)
        if unfit is not None:
            message = f"`/{unfit}` is not the address of a page, and was passed over"
            problems.append(Problem(message, FILE_NAME, number, severity="warning"))
            own = tuple(address for address in own if _PAGE.match(address))
        promise = Promise(kind, key, first, updated, hash_, own)
        other = promises.get((kind, key))
        promises[kind, key] = _merged(promise, other) if other else promise
    return Published(promises), problems


def _merged(one: Promise, other: Promise) -> Promise:
    """Two lines of one id, as a merge of two branches leaves them: nothing that was promised is forgotten."""
    newer, older = (one, other) if _later(one.updated, other.updated) else (other, one)
    held = (*newer.addresses, *(a for a in older.addresses if a not in newer.addresses))
    first = older.first if _later(newer.first, older.first) else newer.first
    return replace(newer, first=first, addresses=held)


def _later(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) > datetime.fromisoformat(other)


def recorded(ledger: Published, edition: Edition) -> Published:
    """*ledger* after *edition* has been published.  What is no longer shown keeps its line, and is marked."""
    made = {place: replace(promise, hash=GONE) for place, promise in ledger.promises.items()}
    for now in promises(edition):
        known = made.get((now.kind, now.key))
        if known is not None:
            held = (*now.addresses, *(a for a in known.addresses if a not in now.addresses))
            now = replace(now, first=known.first, addresses=held)
        made[now.kind, now.key] = now
    return Published(made)


def write(folder: Path, ledger: Published) -> bool:
    """Write *ledger*, whole or not at all; whether that changed the file."""
    lines = [
        "\t".join((p.kind, p.key, p.first, p.updated, p.hash, " ".join(f"/{a}" for a in p.addresses)))
        for _, p in sorted(ledger.promises.items())
    ]
    data = (_HEAD + "".join(f"{line}\n" for line in lines)).encode()
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


def promises(edition: Edition) -> list[Promise]:
    """What *edition* shows, as promises."""
    made = [
        Promise(e.kind, e.key, _text(e.published), _text(e.updated), e.hash, (e.address,))
        for e in (*edition.entries, *edition.cards, *edition.retracted)
    ]
    for page in edition.live:
        since = _text(page.entries[-1].published)
        made.append(Promise("live-page", page.index.name, since, _text(page.updated), "", (page.address,)))
    for collection in edition.collections:
        since, until = _text(collection.entries[-1].published), _text(collection.updated)
        made.append(Promise("collection", collection.index.name, since, until, "", (collection.address,)))
    for topic in edition.topics:
        if topic.entries:
            since, until = _text(topic.entries[-1].published), _text(max(e.updated for e in topic.entries))
            made.append(Promise("topic", topic.label.id, since, until, "", (topic.label.address,)))
    for span in edition.spans:
        made.append(Promise("digest", span.name, _text(span.end), _text(span.end), "", (addresses.digest(span.name),)))
    return made


def _text(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
