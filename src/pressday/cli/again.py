"""The same words again: whether anything has changed, said without loading anything.

After a build that left nothing to do, what it saw is remembered: the files that it read, the files
that it left, and for how long it stays true.  If all of that is as it was, there is nothing to do;
if only content was edited, there is little.  Nothing may be imported here that takes long to load.
"""

from __future__ import annotations

import os
import time
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence

from pressday.content.scan import lines as content_of
from pressday.crew import ask

TYPE_CHECKING = False  # typing takes long to load
if TYPE_CHECKING:
    # A path, and what the disk says of it: when it was changed, its size and number, when it was touched.
    Stamp = tuple[str, int, int, int, int]

# Words after which a build is never the same: they ask for work, or for an answer for programs.
_NEVER = ("--clean", "--record", "--watch", "-w", "--format", "--format=json", "--clock", "--help", "--fix")
HEAD = "pressday again 8"
# No path holds the character that parts the lines, and no line is empty.
_LINE, _SECTION = "\0", "\0\0"
_ALWAYS_NEW = 1 << 62
# It takes longer to ask another process than to look at so many files.
_WORTH_ASKING = 2000


class Seen(namedtuple("Seen", ["head", "themes", "settings", "content", "outputs"])):
    """What a build saw and left, as lines: the build itself; theme folders; stamps.

    *settings* are all that is read besides content, *outputs* the published files.
    """

    __slots__ = ()


class Look(namedtuple("Look", ["folder", "path", "is_quiet", "is_said", "seen", "fresh", "number"])):
    """What a look at the newsletter in *folder* has shown.

    *seen* is what the build of then saw, kept at *path*; *fresh* are the lines of content that it did
    not see, of the *number* that there are now.  *is_said*: there were problems to tell.
    """

    __slots__ = ()

    @property
    def is_same(self) -> bool:
        """Whether all content is as the build saw it."""
        return not self.fresh and self.number == len(self.seen.content)

    @property
    def memory(self) -> str:
        """The path of all else that the build has told."""
        return f"{self.path}.more"

    def replaced(self) -> list[str] | None:
        """The lines in whose place the *fresh* ones stand; None where files came or went."""
        now = {path_in(line) for line in self.fresh}
        ends = tuple(f" {path}" for path in now)
        old = [line for line in self.seen.content if line.endswith(ends) and path_in(line) in now]
        return old if len(old) == len(now) and self.number == len(self.seen.content) else None

    def outputs_stand(self, *, alone: bool = True) -> bool:
        """Whether every published file is as it was left.  Not *alone*, half of them are looked at elsewhere."""
        lines = self.seen.outputs
        if alone or len(lines) < _WORTH_ASKING:
            return _stand(lines)
        half = len(lines) // 2
        others = ask(lambda: _stand(lines[half:]))
        return _stand(lines[:half]) & others()


def look(words: Sequence[str]) -> Look | None:
    """What has changed since the build that *words* ask for; None where that is not known, or too much."""
    if any(word.split("=")[0] in _NEVER for word in words):
        return None
    folder = _folder(words)
    path = path_of(folder, words)
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            parts = file.read().decode("utf-8", "surrogateescape").split(_SECTION)
        seen = Seen(*[part.split(_LINE) if part else [] for part in parts])
        head, versions, asked, since, until, is_quiet, is_said = seen.head
        if head != HEAD or asked != asked_in(words) or not float(since) <= time.time() < float(until):
            return None
    except (OSError, ValueError, TypeError):
        return None
    from pressday.versions import versions as current

    if versions != current() or [line(*stamp) for stamp in settings_of(folder, seen.themes)] != seen.settings:
        return None
    known = set(seen.content)
    fresh = []
    number = 0
    for found in content_of(folder):
        number += 1
        if found not in known:
            fresh.append(found)
    return Look(folder, path, is_quiet == "1", is_said == "1", seen, fresh, number)


def asked_in(words: Sequence[str]) -> str:
    """*words* as a line."""
    return "\n".join(words) or "-"


def path_of(folder: str, words: Sequence[str]) -> str:
    """Where it is remembered what a build that *words* asked for has seen."""
    # A name of fixed length; should two builds share one, neither finds what the other remembers.
    number = int.from_bytes(asked_in(words).encode("utf-8", "surrogateescape"), "big") % ((1 << 61) - 1)
    return f"{folder}/.pressday/again/{number:016x}"


def dumps(seen: Seen) -> bytes:
    """What is kept at ``path_of``."""
    return _SECTION.join([_LINE.join(part) for part in seen]).encode("utf-8", "surrogateescape")


def line(path: str, mtime: int, size: int, inode: int, ctime: int) -> str:
    """A stamp as a line; the path may hold any character."""
    return f"{mtime} {size} {inode} {ctime} {path}"


def path_in(line: str) -> str:
    """The path that *line* tells of."""
    return line.split(" ", 4)[4]


def _folder(words: Sequence[str]) -> str:
    for at, word in enumerate(words):
        if word in ("-s", "--source") and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--source="):
            return word.partition("=")[2]
    return "."


def settings_of(folder: str, themes: Iterable[str]) -> Iterator[Stamp]:
    """Everything that a build reads besides content: settings, ledger, themes."""
    for path in (f"{folder}/newsletter.yaml", f"{folder}/ledger/published.tsv"):
        yield _stamp(path) or (path, 0, -1, 0, 0)
    for path in (f"{folder}/themes", *themes):
        yield from _below(path)


def _stand(lines: Iterable[str]) -> bool:
    try:
        for known in lines:
            path = path_in(known)
            status = os.lstat(path)
            if known != f"{status.st_mtime_ns} {status.st_size} {status.st_ino} 0 {path}":
                return False
    except OSError:
        return False
    return True


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return path, status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns


def _below(folder: str) -> Iterator[Stamp]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.is_dir():
            # A link to a folder: what changes behind it is not seen here, so nothing is remembered.
            yield entry.path, _ALWAYS_NEW, 0, 0, 0
        else:
            yield _stamp(entry.path) or (entry.path, 0, -1, 0, 0)
