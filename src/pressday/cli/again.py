"""The same words again: whether anything has changed, said without loading anything.

After a build that left nothing to do, what it saw is remembered: the files that it read, the files
that it left, and for how long it stays true.  If all of that is as it was, there is nothing to do;
if only content was edited, there is little.  Nothing may be imported here that takes long to load.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence

from pressday.content.scan import inputs

TYPE_CHECKING = False  # typing takes long to load
if TYPE_CHECKING:
    from pressday.content.scan import Found

    # A path, and what the disk says of it: when it was changed, its size and number, when it was touched.
    Stamp = tuple[str, int, int, int, int]

# Words after which a build is never the same: they ask for work, or for an answer for programs.
_NEVER = ("--clean", "--record", "--watch", "-w", "--format", "--format=json", "--clock", "--help", "--fix")
HEAD = "pressday again 6"
_ALWAYS_NEW = 1 << 62


class Look(namedtuple("Look", ["folder", "memory", "is_quiet", "is_said", "found", "outputs", "files"])):
    """What a look at the newsletter in *folder* has shown.

    *found* are the stamps of its content, or None where they are as the build saw them; *files* are
    those that the build left, and *outputs* tells how they were left.  *memory* is the path of all
    else that the build has told; *is_said*: there were problems to tell.
    """

    __slots__ = ()

    def outputs_stand(self) -> bool:
        """Whether every published file is as it was left."""
        try:
            return bool(digest(_outputs(self.files)) == self.outputs)
        except OSError:
            return False


def look(words: Sequence[str]) -> Look | None:
    """What has changed since the build that *words* ask for; None where that is not known, or too much."""
    if any(word.split("=")[0] in _NEVER for word in words):
        return None
    folder = _folder(words)
    path = path_of(folder, words)
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            lines = file.read().split("\n")
        head, versions, since, until, settings, content, outputs, is_quiet, is_said, themes, *files = lines
        holds = head == HEAD and float(since) <= time.time() < float(until)
    except (OSError, ValueError):
        return None
    from pressday.versions import versions as current

    if not holds or versions != current() or digest(settings_of(folder, themes.split("\0"))) != settings:
        return None
    try:
        found = [stamp_of(folder, file) for file in inputs(folder)]
        same = digest(found) == content
    except OSError:
        return None
    return Look(folder, f"{path}.more", is_quiet == "1", is_said == "1", None if same else found, outputs, files)


def path_of(folder: str, words: Sequence[str]) -> str:
    """Where it is remembered what a build that *words* asked for has seen."""
    name = hashlib.blake2b("\0".join(words).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return f"{folder}/.pressday/again/{name}"


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


def stamp_of(folder: str, file: Found) -> Stamp:
    """A content file's stamp."""
    stamp = file.stamp
    return f"{folder}/{file.path}", stamp.mtime, stamp.size, stamp.inode, stamp.ctime


def _outputs(files: Iterable[str]) -> Iterator[Stamp]:
    for path in files:
        status = os.lstat(path)
        yield path, status.st_mtime_ns, status.st_size, status.st_ino, 0


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


def digest(stamps: Iterable[Stamp]) -> str:
    """What tells whether any of *stamps* is another."""
    text = "".join([f"{path}\0{a}\0{b}\0{c}\0{d}\n" for path, a, b, c, d in stamps])
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
