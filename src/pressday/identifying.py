"""An id written into a file that has none: what it was known by until now, or a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pressday import addresses, frontmatter
from pressday.config import Newsletter
from pressday.content import writing
from pressday.content.loading import Content
from pressday.ledger import identity, pages
from pressday.ledger.published import Published
from pressday.model import CollectionIndex, Entry, LiveIndex
from pressday.problems import Problem, ProblemError

_FIRST_LINE = re.compile(rb"\A(\xef\xbb\xbf)?---[ \t]*(\r\n|\n|\r)")


def fix(folder: Path, entries: Iterable[Entry], newsletter: Newsletter, ledger: Published) -> list[str]:
    """Write an id into the file of each of *entries* that has none, and nothing else; the files written.

    What was published, or may have been while nothing was recorded, keeps what it was known by: its path.
    Raises ProblemError where a file cannot be written.
    """
    entries = tuple(entries)
    # One that has lost its id gets that back.
    kept, _ = identity.kept(entries, ledger)
    taken = {entry.key for entry in (*entries, *kept)}
    recorded = bool(ledger.promises)
    written = []
    for entry in kept:
        if entry.keyed:
            continue
        known = not recorded or (entry.kind, entry.key) in ledger.promises
        made = entry.key if known else _minted(entry, newsletter, taken)
        if not addresses.is_id(made):
            hint = "give it an `id:` yourself: then its subscribers see it as new, once"
            raise ProblemError(Problem("its path cannot be an id", entry.path, 1, 1, hint))
        taken.add(made)
        data = (folder / entry.path).read_bytes()
        writing.write_bytes(folder, entry.path, _with_id(data, made))
        written.append(entry.path)
    return written


def fix_pages(folder: Path, content: Content, ledger: Published) -> list[str]:
    """Write the id of each live page and collection into its ``index.md``, where that says none; the files written.

    It is the one that was promised or else the folder's name.  A page without such a file gets one only if
    its folder was renamed.  Raises ProblemError where a file cannot be written.
    """
    live, collections, _ = pages.kept(content.entries, content.live, content.collections, ledger)
    before: tuple[LiveIndex | CollectionIndex, ...] = (*content.live, *content.collections)
    now: tuple[LiveIndex | CollectionIndex, ...] = (*live, *collections)
    named = {index.path for index in before if index.id} | set(content.held)
    there = {index.path for index in before}
    # A folder may be called as another calls itself, or was promised to be.
    said = {kind: {index.id for index in now if type(index) is kind} for kind in (LiveIndex, CollectionIndex)}
    written = []
    for index in now:
        if index.path not in named and (index.id or index.key not in said[type(index)]):
            data = (folder / index.path).read_bytes() if index.path in there else b""
            writing.write_bytes(folder, index.path, _with_id(data, index.key))
            written.append(index.path)
    return written


def _minted(entry: Entry, newsletter: Newsletter, taken: set[str]) -> str:
    number = 0
    while True:
        salt = str(number) if number else ""
        if entry.kind == "live":
            made = addresses.mint_live(entry.collection, entry.published, entry.title, newsletter.zone, salt=salt)
        else:
            home = f"linked/{entry.collection}" if entry.kind == "card" else newsletter.identity
            made = addresses.mint(home, f"{entry.day} {entry.title}", salt=salt)
        if made not in taken:
            return made
        number += 1


def _with_id(data: bytes, made: str) -> bytes:
    """*data* with a line for the id at the head of its header, ended as its other lines are."""
    match = _FIRST_LINE.match(data)
    line = f"id: {frontmatter.scalar(made)}".encode()
    if match is None:
        end = b"\r\n" if b"\r\n" in data else b"\n"
        mark = data[:3] if data.startswith(b"\xef\xbb\xbf") else b""
        return mark + b"---" + end + line + end + b"---" + end + data[len(mark) :]
    return data[: match.end()] + line + match[2] + data[match.end() :]
