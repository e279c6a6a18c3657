"""The content folder to records; a file that has not changed comes back from the cache."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from pressday import __version__
from pressday.content import reading
from pressday.content.cache import DAMAGE, Cache, Row
from pressday.content.reading import KINDS, LivePoints
from pressday.content.scan import CONTENT, STATIC, Found, Stamp, inputs
from pressday.model import CollectionIndex, EditorsNote, Entry, LiveIndex, StandingPage
from pressday.problems import Problem
from pressday.records import decode, digest, encode

MARKDOWN = ".md"
BATCH = 250
# So many bytes of texts are held at once, and what is made of them.
_MOST_HELD = 2_000_000
# Ticks of coarse clocks, and their disagreements, in nanoseconds.
_TICK = 20_000_000

T = TypeVar("T")
U = TypeVar("U")

# Runs a pure function over batches, here or in other processes, and gives the results in order.
Runner = Callable[[Callable[[T], U], Sequence[T]], Iterator[U]]


class Content(NamedTuple):
    """Everything that a person wrote, checked.

    *assets* are the files beside entries, *static* those below ``static/``: path to hash of the bytes.
    *held* are files that an error holds back; *seen* are all, as the disk had them.
    """

    entries: tuple[Entry, ...]
    live: tuple[LiveIndex, ...]
    points: tuple[LivePoints, ...]
    collections: tuple[CollectionIndex, ...]
    pages: tuple[StandingPage, ...]
    notes: tuple[EditorsNote, ...]
    assets: dict[str, str]
    static: dict[str, str]
    held: tuple[str, ...]
    problems: tuple[Problem, ...]
    seen: tuple[Found, ...] = ()


class Batch(NamedTuple):
    """Files for one worker to read."""

    folder: str
    timezone: str
    files: tuple[Found, ...]
    moment: int


def epoch(timezone: str, versions: str) -> str:
    """What a reading depends on besides its file: if this changes, everything is read again."""
    return f"{__version__} {timezone} {versions}"


def load(folder: Path, timezone: str, cache: Cache, run: Runner[Batch, list[tuple[Row, bytes]]]) -> Content:
    """Read what changed in ``content/`` and ``static/`` since *cache* saw it, and give all of it."""
    try:
        return _load(folder, timezone, cache, run)
    except DAMAGE:
        cache.reset()
        return _load(folder, timezone, cache, run)


def _load(folder: Path, timezone: str, cache: Cache, run: Runner[Batch, list[tuple[Row, bytes]]]) -> Content:
    moment = _file_clock(cache.path.parent)
    seen = inputs(folder)
    found, misnamed = _fit(seen)
    known = cache.rows()
    rows: dict[str, Row] = {}
    changed: list[Found] = []
    for file in found:
        row = known.get(file.path)
        if row is not None and row.stamp == file.stamp and not row.fresh:
            rows[file.path] = row
        else:
            changed.append(file)
    batches = [
        Batch(os.fspath(folder), timezone, tuple(changed[at : at + BATCH]), moment)
        for at in range(0, len(changed), BATCH)
    ]
    gone = known.keys() - {file.path for file in found}
    if gone:
        cache.update((), (), gone)
    # Batch by batch: while this one is written down others are read, and who is interrupted need not begin again.
    for results in run(read_batch, batches):
        rows |= {row.path: row for row, _ in results}
        cache.update([row for row, _ in results], [(row.hash, body) for row, body in results if body], ())
    return _content((rows[file.path] for file in found if file.path in rows), misnamed)._replace(seen=tuple(seen))


def reread(folder: Path, timezone: str, cache: Cache, paths: Sequence[str]) -> list[tuple[Row, bytes]]:
    """The files at *paths* as they are now, less those that are gone, with their bodies."""
    moment = _file_clock(cache.path.parent)
    files = []
    for path in paths:
        status = (folder / path).stat()
        files.append(Found(path, Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)))
    return read_batch(Batch(os.fspath(folder), timezone, tuple(files), moment))


def _fit(found: list[Found]) -> tuple[list[Found], list[Problem]]:
    """The files whose names can be printed and addressed, and a problem for each of the others."""
    fit: list[Found] = []
    problems: list[Problem] = []
    for file in found:
        if not file.path.isprintable() and (shown := _shown(file.path)) != file.path:
            problems.append(Problem("has a name that is not text", shown, hint="rename the file"))
        elif file.path.startswith(f"{STATIC}/.pressday/"):
            problems.append(Problem("cannot be published: the site keeps its own files there", file.path))
        else:
            fit.append(file)
    return fit, problems


def _shown(path: str) -> str:
    return "".join("\ufffd" if unicodedata.category(char) in _UNFIT else char for char in path)


# Control characters, line separators, and bytes that are not UTF-8.
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})


def read_batch(batch: Batch) -> list[tuple[Row, bytes]]:
    """Read the files of a batch.  Pure but for the disk it reads; fit for any process."""
    rows: dict[str, tuple[Row, bytes]] = {}
    texts: list[tuple[str, bytes]] = []
    held = 0
    for file in batch.files:
        try:
            with open(f"{batch.folder}/{file.path}", "rb", buffering=0) as source:  # noqa: PTH123 - ten thousand times
                raw = source.read()
        except FileNotFoundError:
            continue
        except OSError as error:
            problem = Problem(f"cannot be read: {error.strerror}", file.path)
            rows[file.path] = Row(file.path, file.stamp, True, "", "", "", b"", encode([problem])), b""
            continue
        fresh = max(file.stamp.mtime, file.stamp.ctime) >= batch.moment - _TICK
        hash_ = digest(raw)
        # What a text says is filled in later.
        rows[file.path] = Row(file.path, file.stamp, fresh, hash_, hash_, "asset", b"", b""), b""
        if file.path.endswith(MARKDOWN) and file.path.startswith(f"{CONTENT}/"):
            texts.append((file.path, raw))
            held += len(raw)
            if held > _MOST_HELD:
                _fill(rows, texts, batch.timezone)
                texts, held = [], 0
    _fill(rows, texts, batch.timezone)
    return list(rows.values())


def _fill(rows: dict[str, tuple[Row, bytes]], texts: Sequence[tuple[str, bytes]], timezone: str) -> None:
    """Put into *rows* what *texts* say."""
    for (path, _), (record, hash_, body, problems) in zip(texts, reading.read_all(texts, timezone), strict=True):
        row = rows[path][0]._replace(
            hash=hash_,
            kind=type(record).__name__ if record else "",
            record=encode(record) if record else b"",
            problems=encode(problems) if problems else b"",
        )
        rows[path] = row, encode(body) if body else b""


def _content(rows: Iterator[Row], misnamed: list[Problem]) -> Content:
    by_kind: dict[str, list[object]] = {kind: [] for kind in KINDS}
    assets: dict[str, str] = {}
    static: dict[str, str] = {}
    held: list[str] = []
    problems = list(misnamed)
    for row in rows:
        if row.problems:
            problems += decode(row.problems, list[Problem])
        if row.kind == "asset":
            (assets if row.path.startswith(f"{CONTENT}/") else static)[row.path] = row.raw
        elif row.kind:
            if row.kind not in KINDS:
                raise ValueError(f"no such record: {row.kind}")
            by_kind[row.kind].append(decode(row.record, KINDS[row.kind]))
        else:
            held.append(row.path)
    return Content(
        entries=tuple(by_kind["Entry"]),  # type: ignore[arg-type]  # each list holds what its key names
        live=tuple(by_kind["LiveIndex"]),  # type: ignore[arg-type]
        points=tuple(by_kind["LivePoints"]),  # type: ignore[arg-type]
        collections=tuple(by_kind["CollectionIndex"]),  # type: ignore[arg-type]
        pages=tuple(by_kind["StandingPage"]),  # type: ignore[arg-type]
        notes=tuple(by_kind["EditorsNote"]),  # type: ignore[arg-type]
        assets=assets,
        static=static,
        held=tuple(held),
        problems=tuple(problems),
    )


def _file_clock(folder: Path) -> int:
    """The present moment as the file system stamps it, which may not be as the clock tells it."""
    probe = folder / "moment"
    probe.write_bytes(b"")
    return probe.stat().st_mtime_ns


__all__ = ["CONTENT", "Batch", "Content", "Stamp", "epoch", "load", "read_batch"]
