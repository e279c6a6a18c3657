"""An entry is withdrawn: of its file a stub is left, of what was its own nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pressday import frontmatter, places
from pressday.config import Newsletter
from pressday.content import reading, writing
from pressday.content.fields import ENTRY, LEFT_BY_RETRACTION, own_name
from pressday.content.loading import Content
from pressday.correcting import beyond, points
from pressday.correcting.wanted import contents
from pressday.edition.retracted import as_published
from pressday.frontmatter import Value
from pressday.ledger import imports as ledger
from pressday.ledger import published, withdrawn
from pressday.ledger.imports import DocumentLedger
from pressday.model import Entry
from pressday.problems import Problem, ProblemError
from pressday.records import replace


class Retraction(NamedTuple):
    """What was done: files of its own that were *deleted*, key points taken out, by file.

    *beyond* are what it could not reach, each a line to be read after "it does not reach".  *already*:
    it was withdrawn before, and nothing was left to do.  *reason* is the one that stands there, where
    it is another than was given.  *unseen*: it had not been out, so nothing will tell of it.
    """

    entry: Entry
    deleted: tuple[str, ...] = ()
    points: Mapping[str, int] = {}
    beyond: tuple[str, ...] = ()
    already: bool = False
    reason: str = ""
    unseen: bool = False


def retract(
    folder: Path, newsletter: Newsletter, content: Content, entry: Entry, reason: str, now: datetime
) -> Retraction:
    """Withdraws *entry*: its file becomes a stub, what was its own goes, and so do the key points that told it.

    What is wrong with other files stands in its way nowhere, and is told.  Raises ProblemError for a
    file of its own that cannot be read or written.
    """
    reason = " ".join(frontmatter.legible(reason).split())
    data = contents(folder, entry.path)
    written, body, _ = frontmatter.split(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    header = frontmatter.parse(written)
    names: dict[str, Value] = {}
    for key, value in header.items():
        if value.data is not None and value.data != []:
            names.setdefault(own_name(key, ENTRY), value)  # of two that say the same the first is read
    stood = entry.reason if entry.reason and reason and entry.reason != reason else ""
    if entry.retracted is not None:
        if not body.strip() and names.keys() <= LEFT_BY_RETRACTION:
            if entry.key not in withdrawn.read(folder).stones:
                _bury(folder, entry, "", ledger.load_all(folder)[0], entry.retracted)
            return Retraction(entry, already=True, reason=stood)
        entry = _as_it_was(data, entry, newsletter)
    elif not reason:
        raise ProblemError(Problem("a withdrawal needs a reason", hint='pressday retract ID --reason "Why"'))
    ledgers, damaged = ledger.load_all(folder)
    own = _own_files(folder, content, entry)
    gone = replace(entry, retracted=entry.retracted or now)
    out = next(as_published([gone], published.read(folder)[0], newsletter.zone), None)
    left = list(beyond.reach(folder, newsletter, content, entry, out, body, ledgers, now))
    # As long as its file stands, a tombstone keeps nothing out.
    left_buried = _bury(folder, entry, body, ledgers, entry.retracted or now)
    _forget(folder, entry, ledgers)
    # The entry's own file last, which tells what is its own: broken off, the same command does what is left.
    taken, left_alone = points.take(folder, content, entry, ledgers)
    for path in own:
        writing.checked(folder, path).unlink(missing_ok=True)
    places.forget_prints(folder)
    _write_stub(folder, entry, names, reason, now.astimezone(newsletter.zone), crlf=b"\r\n" in data)
    left += [
        f"{problem.path}, which {problem.message}: look there" for problem in (*damaged, *left_buried, *left_alone)
    ]
    return Retraction(entry, tuple(own), taken, tuple(dict.fromkeys(left)), reason=stood, unseen=out is None)


def _bury(
    folder: Path, entry: Entry, body: str, ledgers: Mapping[str, DocumentLedger], when: datetime
) -> list[Problem]:
    """Notes by what imports know again what *entry* said, in its file and in its documents; what is wrong there."""
    versions = [version for told in ledgers.values() for version in told.versions if version.key == entry.key]
    stone = withdrawn.tombstone(entry.key, entry.path, when, entry.title, body)
    stone = replace(
        stone,
        headlines=stone.headlines.union(version.title for version in versions if version.title),
        paragraphs=stone.paragraphs.union(*(version.paragraphs for version in versions)),
    )
    if not stone.headlines and not stone.paragraphs:
        return []
    found = withdrawn.read(folder)
    if found.closed:
        return list(found.problems)
    other = found.stones.get(stone.key)
    stones = {**found.stones, stone.key: other.joined(stone) if other else stone}
    try:
        writing.write(folder, withdrawn.FILE_NAME, withdrawn.dump(stones.values(), found.unread))
    except ProblemError as error:
        return [*found.problems, *error.problems]
    return list(found.problems)


def _forget(folder: Path, entry: Entry, ledgers: dict[str, DocumentLedger]) -> None:
    """Lets nothing of *entry* wait in review, and takes an article's headline out of the ledger."""
    for name, told in ledgers.items():
        own = told.entries.get(entry.key)
        if own is None:
            continue
        made = replace(told, entries={**told.entries, entry.key: replace(own, waits=())})
        if told.kind == "article":
            made = replace(made, title="")
        if made != told:
            writing.write(folder, ledger.path_of(told.document), ledger.dump(made))
            ledgers[name] = made


def _as_it_was(data: bytes, entry: Entry, newsletter: Newsletter) -> Entry:
    """*entry* with what its file still says, where a person has only written `retracted:` into it."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"(?im)\A(---[ \t]*\n(?:(?!---).*\n)*?)retracted[ \t]*:.*\n", r"\1", text, count=1)
    read = reading.read(entry.path, text.encode(), newsletter.timezone).record
    return replace(read, retracted=entry.retracted, reason=entry.reason) if isinstance(read, Entry) else entry


def _write_stub(
    folder: Path, entry: Entry, header: Mapping[str, Value], reason: str, now: datetime, *, crlf: bool
) -> None:
    when = entry.retracted.astimezone(now.tzinfo) if entry.retracted else now
    kept: dict[str, frontmatter.Plain] = {name: _words(header[name]) for name in _ORDER if name in header}
    kept |= {"retracted": when.isoformat(timespec="seconds"), "reason": entry.reason or reason or None}
    stub = writing.whole(kept, "")
    writing.write(folder, entry.path, stub.replace("\n", "\r\n") if crlf else stub)


_ORDER = ("id", "guid", "date", "publishDate", "expiryDate", "slug", "authors", "topics", "draft", "aliases")


def _words(value: Value) -> frontmatter.Plain:
    """A field as it was written: a text, or a list of them."""
    if isinstance(value.data, list):
        return tuple(item.data for item in value.data if isinstance(item.data, str))
    return value.data if isinstance(value.data, str) else None


def _own_files(folder: Path, content: Content, entry: Entry) -> list[str]:
    """The files beside *entry* that nothing else leads to."""
    own = {link.target for link in entry.links if link.target in content.assets}
    home = posixpath.dirname(entry.path)
    if entry.path.endswith("/index.md") and entry.kind == "article":
        others = {other.path for other in content.entries if other is not entry and other.path != entry.path}
        if not any(path.startswith(f"{home}/") for path in (*others, *content.held)):
            own |= {path for path in content.assets if path.startswith(f"{home}/")}
    own -= {link.target for path, link in beyond.links(content) if path != entry.path}
    for path in content.held if own else ():
        try:
            text = contents(folder, path)
        except ProblemError:
            continue
        own = {asset for asset in own if posixpath.basename(asset).encode() not in text}
    return sorted(own)
