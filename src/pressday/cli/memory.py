"""What a build has seen, done and said, kept for the next one with the same words."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pressday.cli import again
from pressday.outlook import Outlook
from pressday.prints import Remembered
from pressday.problems import Problem
from pressday.publish import Commit
from pressday.records import CorruptRecordError, Record, decode, encode
from pressday.versions import versions

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
    instants it stays true, *seen* the stamps of its content; *status*, *problems*, the files *held*
    back, and *outlook* are what it told.
    """

    site: str
    outbox: str
    jobs: int
    since: float
    until: float
    themes: tuple[str, ...]
    tally: Tally
    made_with: Remembered
    outlook: Outlook
    seen: tuple[tuple[str, int, int, int, int], ...]
    problems: tuple[Problem, ...] = ()
    held: tuple[str, ...] = ()
    status: int = 0


def read(path: str) -> Memory | None:
    """The memory at *path*, if it is whole."""
    try:
        return decode(Path(path).read_bytes(), Memory)
    except (OSError, CorruptRecordError):
        return None


def write(words: Sequence[str], folder: str, memory: Memory, commits: Iterable[Commit], began: int) -> None:
    """Remember the build that *words* asked for; *commits* are what was published in site and outbox.

    *began* is when it began, in nanoseconds: what was written since is a reason to build again.
    """
    settings = list(again.settings_of(folder, memory.themes))
    newest = began - _TICK
    path = again.path_of(folder, words)
    if any(max(mtime, ctime) >= newest for _, mtime, _, _, ctime in (*settings, *memory.seen)):
        _forget(path)
        return
    files: list[str] = []
    left: list[tuple[str, int, int, int, int]] = []
    for name, commit in zip((memory.site, memory.outbox), commits, strict=True):
        root = os.path.join(folder, name)  # noqa: PTH118
        files += [f"{root}/{file}" for file in commit.rows]
        left += [(f"{root}/{file}", row.mtime, row.size, row.inode, 0) for file, row in commit.rows.items()]
    lines = [
        again.HEAD,
        versions(),
        str(memory.since),
        str(memory.until),
        again.digest(settings),
        again.digest(memory.seen),
        again.digest(left),
        "1" if {"-q", "--quiet"} & set(words) else "0",
        "1" if memory.problems or memory.status else "0",
        "\0".join(memory.themes),
        *files,
    ]
    try:
        parts = (f"{path}.more", encode(memory)), (path, "\n".join(lines).encode())
    except ValueError:  # a name that is not text: such a newsletter is built each time
        _forget(path)
        return
    # Not to remember costs time and nothing else; another build may be remembering the same.
    with contextlib.suppress(OSError):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # The short part last: without it the other is not looked at.
        for place, data in parts:
            spare = Path(f"{place}.new")
            spare.write_bytes(data)
            spare.replace(place)


def _forget(path: str) -> None:
    with contextlib.suppress(OSError):
        Path(path).unlink()
