"""The same words again, and nothing changed: said without loading anything.

After a build without a word to say, what it saw is remembered: the files that it read, the files
that it left, and for how long it stays true.  If all of that is as it was, there is nothing to do.
Nothing may be imported here that takes long to load.
"""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Sequence

from pressday.content.scan import inputs

TYPE_CHECKING = False  # typing takes long to load
if TYPE_CHECKING:
    from pathlib import Path

    from pressday.building import Options, Outcome
    from pressday.content.scan import Found

    # A path, and what the disk says of it: when it was changed, its size and number, when it was touched.
    Stamp = tuple[str, int, int, int, int]

# Words after which a build is never the same: they ask for work, or for an answer for programs.
_NEVER = ("--clean", "--record", "--watch", "-w", "--format", "--format=json", "--clock", "--help")
_HEAD = "pressday again 3"
# A file that was written just before we looked may have been written again since, in the same tick.
_TICK = 20_000_000
_ALWAYS_NEW = 1 << 62


def nothing_changed(words: Sequence[str]) -> bool:
    """Whether the build that *words* ask for was done, and would do nothing now; says so if it is."""
    if _is_never_the_same(words):
        return False
    folder = _folder(words)
    try:
        with open(_path(folder, words), encoding="utf-8") as file:  # noqa: PTH123
            head, versions, since, until, seen, outputs, quiet, themes, *files = file.read().split("\n")
    except (OSError, ValueError):
        return False
    from pressday.versions import versions as current

    if head != _HEAD or versions != current() or not float(since) <= time.time() < float(until):
        return False
    # Tens of thousands of stamps, and no cycle among them to be looked for.
    gc.disable()
    try:
        if _digest(_outputs(files)) != outputs or _digest(_inputs(folder, themes.split("\0"))) != seen:
            return False
    except OSError:
        return False
    finally:
        gc.enable()
    if quiet == "0":
        print("Nothing has changed since the last build.")
    return True


def remember(words: Sequence[str], folder: Path, options: Options, outcome: Outcome, began: int) -> None:
    """Remember that the build that *words* asked for left nothing to do and nothing to say.

    *began* is when it began, in nanoseconds: what was written since is a reason to build again.
    """
    from pressday.versions import versions

    if _is_never_the_same(words) or outcome.site is None or outcome.outbox is None:
        return
    base = os.fspath(folder)
    themes = [os.fspath(path) for path in outcome.folders]
    seen = [*_settings(base, themes), *(_found(base, file) for file in outcome.seen)]
    newest = began - _TICK
    if any(mtime >= newest or ctime >= newest for _, mtime, _, _, ctime in seen):
        return
    files: list[str] = []
    left: list[Stamp] = []
    for name, commit in ((options.destination, outcome.site), (options.outbox, outcome.outbox)):
        root = os.fspath(folder / name)
        files += [f"{root}/{path}" for path in commit.rows]
        left += [(f"{root}/{path}", row.mtime, row.size, row.inode, 0) for path, row in commit.rows.items()]
    due = outcome.due
    lines = [
        _HEAD,
        versions(),
        str(due.since.timestamp() if due.since else 0.0),
        str(due.until.timestamp() if due.until else 1e12),
        _digest(seen),
        _digest(left),
        "1" if {"-q", "--quiet"} & set(words) else "0",
        "\0".join(themes),
        *files,
    ]
    path = _path(base, words)
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    with open(f"{path}.new", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("\n".join(lines))
    os.replace(f"{path}.new", path)


def _is_never_the_same(words: Sequence[str]) -> bool:
    return any(word.split("=")[0] in _NEVER for word in words)


def _folder(words: Sequence[str]) -> str:
    for at, word in enumerate(words):
        if word in ("-s", "--source") and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--source="):
            return word.partition("=")[2]
    return "."


def _path(folder: str, words: Sequence[str]) -> str:
    name = hashlib.blake2b("\0".join(words).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return f"{folder}/.pressday/again/{name}"


def _inputs(folder: str, themes: Iterable[str]) -> Iterator[Stamp]:
    """Everything that a build reads: settings, ledger, themes, content, static files."""
    yield from _settings(folder, themes)
    for file in inputs(folder):
        yield _found(folder, file)


def _settings(folder: str, themes: Iterable[str]) -> Iterator[Stamp]:
    for path in (f"{folder}/newsletter.yaml", f"{folder}/ledger/published.tsv"):
        yield _stamp(path) or (path, 0, -1, 0, 0)
    for path in (f"{folder}/themes", *themes):
        yield from _below(path)


def _found(folder: str, file: Found) -> Stamp:
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


def _digest(stamps: Iterable[Stamp]) -> str:
    text = "".join([f"{path}\0{a}\0{b}\0{c}\0{d}\n" for path, a, b, c, d in stamps])
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
