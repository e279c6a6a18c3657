"""What a build has seen, done and said, kept for the next one with the same words."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pressday.cli import again
from pressday.outlook import Outlook
from pressday.problems import Problem
from pressday.publish import Commit
from pressday.records import CorruptRecordError, Record, decode, encode
from pressday.versions import versions

if TYPE_CHECKING:
    from pressday.content.scan import Found
    from pressday.publish.manifest import Row

# A file that was written just before we looked may have been written again since, in the same tick.
_TICK = 20_000_000
# Until nothing falls due any more.
FOREVER = 1e12


class Tally(Record, frozen=True):
    """How much there is: entries, topics, and files by kind."""

    entries: int
    topics: int
    kinds: dict[str, int]


class Memory(Record, frozen=True):
    """A build to be remembered.

    *site* and *outbox* are its destinations, *since* and *until* (seconds of the clock) between what
    instants it stays true; *status*, *problems*, the files *held* back, and *outlook* are what it told.
    *made_with* is a ``Remembered`` as it is kept: most have no need to look into it.
    """

    site: str
    outbox: str
    jobs: int
    since: float
    until: float
    themes: tuple[str, ...]
    tally: Tally
    made_with: bytes
    outlook: Outlook
    problems: tuple[Problem, ...] = ()
    held: tuple[str, ...] = ()
    status: int = 0


def read(path: str) -> Memory | None:
    """The memory at *path*, if it is whole."""
    try:
        return decode(Path(path).read_bytes(), Memory)
    except (OSError, CorruptRecordError):
        return None


def write(
    words: Sequence[str], folder: str, memory: Memory, seen: Iterable[Found], commits: Iterable[Commit], began: int
) -> None:
    """Remember the build that *words* asked for; *seen* is the content, *commits* the site's and the outbox's.

    *began* is when it began, in nanoseconds: what was written since is a reason to build again.
    """
    settings = list(again.settings_of(folder, memory.themes))
    content = list(seen)
    path = again.path_of(folder, words)
    times = [max(stamp[1], stamp[4]) for stamp in settings] + [
        max(file.stamp.mtime, file.stamp.ctime) for file in content
    ]
    if any(time >= began - _TICK for time in times):
        _forget(path)
        return
    outputs = [
        _output(f"{root}/{row.path}", row)
        for root, commit in zip(_roots(folder, memory), commits, strict=True)
        for row in (commit.manifest, *commit.rows.values())
    ]
    head = [
        again.HEAD,
        versions(),
        again.asked_in(words),
        str(memory.since),
        str(memory.until),
        "1" if {"-q", "--quiet"} & set(words) else "0",
        "1" if memory.problems or memory.status else "0",
    ]
    lines = [_content(file) for file in content]
    told = again.Seen(head, memory.themes, [again.line(*stamp) for stamp in settings], lines, outputs)
    _keep((f"{path}.more", encode(memory)), (path, again.dumps(told)))


def follow(look: again.Look, memory: Memory, seen: Sequence[Found], commits: Iterable[Commit], began: int) -> None:
    """Remember that since the build that *look* tells of only the files *seen* were changed, and *commits* made."""
    if any(max(file.stamp.mtime, file.stamp.ctime) >= began - _TICK for file in seen):
        _forget(look.path)
        return
    rows = {
        f"{root}/{row.path}": row
        for root, commit in zip(_roots(look.folder, memory), commits, strict=True)
        for row in (commit.manifest, *(commit.rows[path] for path in commit.written))
    }
    stale = set(look.replaced() or ())
    content = [line for line in look.seen.content if line not in stale] + [_content(file) for file in seen]
    ends = tuple(rows)
    outputs = [
        _output(path, rows[path]) if line.endswith(ends) and (path := again.path_in(line)) in rows else line
        for line in look.seen.outputs
    ]
    _keep((look.path, again.dumps(look.seen._replace(content=content, outputs=outputs))))


def _content(file: Found) -> str:
    stamp = file.stamp
    return again.line(file.path, stamp.mtime, stamp.size, stamp.inode, stamp.ctime)


def _output(path: str, row: Row) -> str:
    # A file that was published may be touched without harm: another program may have read it or linked to it.
    return again.line(path, row.mtime, row.size, row.inode, 0)


def _roots(folder: str, memory: Memory) -> tuple[str, str]:
    return os.path.join(folder, memory.site), os.path.join(folder, memory.outbox)  # noqa: PTH118


def _keep(*parts: tuple[str, bytes]) -> None:
    """Write each part at its path; the last is the one that is looked for first."""
    # Not to remember costs time and nothing else; another build may be remembering the same.
    with contextlib.suppress(OSError):
        Path(parts[-1][0]).parent.mkdir(parents=True, exist_ok=True)
        for place, data in parts:
            spare = Path(f"{place}.new")
            spare.write_bytes(data)
            spare.replace(place)


def _forget(path: str) -> None:
    with contextlib.suppress(OSError):
        Path(path).unlink()
