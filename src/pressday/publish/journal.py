"""The commit: renames and removals that are written down before the first of them is done.

Whoever finds a journal finishes it; doing any of it twice does no harm.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from pressday.publish import manifest
from pressday.records import CorruptRecordError, Record, decode, digest, encode


class Journal(Record, frozen=True):
    """What a commit does, in order: *blocking* goes, *moves* (name in the stage, path) come, *gone* goes."""

    blocking: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    manifest: bytes


def write(path: Path, journal: Journal) -> None:
    """Write *journal* down, on the disk itself."""
    packed = encode(journal)
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as out:
        out.write(digest(packed).encode() + b"\n" + packed)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


def read(path: Path) -> Journal | None:
    """The journal at *path*; None if there is none, or none that is whole: then nothing was begun."""
    try:
        proof, _, packed = path.read_bytes().partition(b"\n")
        if proof != digest(packed).encode():
            return None
        return decode(packed, Journal)
    except (OSError, CorruptRecordError):
        return None


def carry_out(root: Path, stage: Path, journal: Journal, *manifests: Path) -> None:
    """Do what *journal* says below *root*, and write the manifest when all of it is done."""
    for path in journal.blocking:
        _remove(root, path)
    prune(root, journal.blocking)
    made = {""}
    base = os.fspath(root)
    for name, path in journal.moves:
        _make_folder(base, path.rpartition("/")[0], made)
        with contextlib.suppress(FileNotFoundError):  # moved before we were interrupted
            os.replace(f"{stage}/{name}", f"{base}/{path}")
    for path in journal.gone:
        _remove(root, path)
    prune(root, journal.gone)
    for target in manifests:
        manifest.write(target, journal.manifest)
    clear(stage)


def clear(stage: Path) -> None:
    """Remove the folder at *stage*, and whatever is left in it: nothing, as a rule.  A link is left as it is."""
    if stage.is_symlink():
        return
    with contextlib.suppress(OSError):
        for own in stage.iterdir():
            own.rmdir()
        stage.rmdir()
    if stage.exists():
        import shutil  # loads compressors

        shutil.rmtree(stage, ignore_errors=True)


def _make_folder(base: str, folder: str, made: set[str]) -> None:
    """Make *folder* below *base*, through no symbolic link: that could lead anywhere.  *made* are those that stand."""
    missing = []
    while folder not in made:
        missing.append(folder)
        folder = folder.rpartition("/")[0]
    for name in reversed(missing):
        path = f"{base}/{name}"
        try:
            os.mkdir(path)  # noqa: PTH102
        except FileExistsError:
            if os.path.islink(path):  # noqa: PTH114
                raise NotADirectoryError(20, "a symbolic link stands in the way", path) from None
        made.add(name)


def _remove(root: Path, path: str) -> None:
    # What stands there as a folder now is the new one: this was done before we were interrupted.
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        if not (root / path).is_dir() or (root / path).is_symlink():
            (root / path).unlink()


def prune(root: Path, removed: Iterable[str]) -> None:
    """Remove the folders that have become empty above the *removed* paths."""
    parents = {path.rpartition("/")[0] for path in removed}
    while parents:
        above = set()
        for parent in sorted(parents, reverse=True):
            if parent:
                with contextlib.suppress(OSError):
                    (root / parent).rmdir()
                    above.add(parent.rpartition("/")[0])
        parents = above
