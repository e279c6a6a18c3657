"""One folder that is published into."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pressday.problems import Problem, ProblemError
from pressday.publish import journal, manifest
from pressday.publish.lock import LockedError, lock
from pressday.publish.manifest import Row
from pressday.publish.stage import Staged
from pressday.publish.strangers import Strangers
from pressday.records import digest

OURS = ".pressday"
MANIFEST = "manifest"
PATIENCE = 20.0


class DestinationError(Exception):
    """A fault of the machine: the destination is locked, full, or cannot be written."""


class Commit(NamedTuple):
    """What a commit did: paths *written* and *removed*, and files of others that it left alone.

    *in_the_way* are those among them that stand where one of ours should.  *rows* are all of ours, and
    *manifest* is the file that lists them: whoever publishes here later leaves another.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    foreign: tuple[str, ...]
    in_the_way: tuple[str, ...]
    rows: Mapping[str, Row]
    manifest: Row


def token(site: Destination, outbox: Destination) -> str:
    """What no other commit to the two has: this process, and what it found there."""
    return f"{os.getpid()} {site.proof}{outbox.proof}"


def check(root: Path, newsletter: Path) -> None:
    """Refuse, with a ProblemError, a *root* that is or holds the newsletter's own files, or another's."""
    target, home = root.resolve(), newsletter.resolve()
    own = [home / name for name in ("content", "sources", "themes", "static", "ledger", ".git", ".pressday/cache")]
    inside = [folder for folder in own if target == folder or folder in target.parents]
    if target == home or target in home.parents or any(target in folder.parents for folder in own) or inside:
        raise ProblemError(
            Problem(
                f"cannot publish into {root}: it is, or holds, what the newsletter is made from",
                hint="choose an empty folder, such as `site` for the site and `outbox` for mail",
            )
        )
    if root.is_file():
        raise ProblemError(Problem(f"cannot publish into {root}: it is a file"))


class Destination:
    """The folder at *root*.  *memory* is where the copy of its manifest is kept."""

    def __init__(self, root: Path, memory: Path) -> None:
        self.root = root
        self.ours = root / OURS
        self.stage = self.ours / "stage"
        self._journal = self.ours / "journal"
        self._folders = self.ours / "folders"
        self._manifests = (self.ours / MANIFEST, memory)
        self._base = os.fspath(root)
        self._rows: dict[str, Row] | None = None
        self._is_new = False
        self._is_known = True

    @contextmanager
    def opened(self) -> Iterator[Destination]:
        """Hold the destination alone, with what was interrupted finished.

        Raises ProblemError for a folder that is somebody else's, DestinationError for one that
        cannot be had.
        """
        try:
            self._is_new = not self.ours.is_dir()
            if self._is_new:
                self._claim()
            with lock(self.ours / "lock", patience=PATIENCE):
                self._recover()
                self._rows = None
                yield self
        except LockedError:
            raise DestinationError(f"another build is writing into {self.root}") from None

    @property
    def rows(self) -> dict[str, Row]:
        """All that is ours, by path; read when it is first asked for."""
        if self._rows is None:
            rows = manifest.read(*self._manifests)
            self._is_known = rows is not None or self._is_new
            if rows is None:
                manifest.forget(self._folders)
            self._rows = rows or {}
        return self._rows

    def _claim(self) -> None:
        strangers = [name for name in self._names() if not name.startswith(".")]
        if strangers and manifest.read(*self._manifests) is None:
            raise ProblemError(
                Problem(
                    f"{self.root} is not empty, and was not written by pressday (it holds {strangers[0]})",
                    hint="empty it, or choose another folder with `--destination`",
                )
            )
        self.ours.mkdir(parents=True, exist_ok=True)

    def _names(self) -> list[str]:
        try:
            return sorted(os.listdir(self.root))
        except FileNotFoundError:
            return []

    def _recover(self) -> None:
        unfinished = journal.read(self._journal)
        if unfinished is not None:
            journal.carry_out(self.root, self.stage, unfinished, *self._manifests)
        manifest.forget(self._journal)
        journal.clear(self.stage)

    def holds(self, path: str, fingerprint: str) -> bool:
        """Whether the file at *path* was drawn from *fingerprint*, and is as it was written."""
        row = self.rows.get(path)
        return row is not None and row.fingerprint == fingerprint and row.is_on_disk(f"{self._base}/{path}")

    def open_stage(self) -> str:
        """The folder into which ``stage`` puts what is drawn.

        It is this process's own: a worker that outlives a killed build for a moment still fills that build's.
        """
        own = self.stage / _own_name()
        own.mkdir(parents=True, exist_ok=True)
        return os.fspath(own)

    def commit(self, fingerprints: Mapping[str, str], staged: Iterable[Staged]) -> Commit:
        """Publish: the destination then holds exactly *fingerprints*' paths of ours.

        *staged* are those that were drawn; the others stand as they are.
        """
        drawn = {item.path: item for item in staged}
        known = self.rows
        strangers = Strangers(self.root, self._folders)
        foreign = strangers.find(known)
        # Without a whole manifest in a folder that is ours, what stands where ours should is ours.
        in_the_way = {
            path for path in drawn if path in foreign and self._is_known and not self._is_same(path, drawn[path])
        }
        in_the_way |= {path for path in drawn if path not in known and self._is_occupied(path, foreign)}
        rows: list[Row] = []
        moves: list[tuple[str, str]] = []
        for path, fingerprint in fingerprints.items():
            item, old = drawn.get(path), known.get(path)
            if path in in_the_way:
                continue
            if item is None:
                if old is not None:
                    rows.append(old)
            elif old is not None and old.digest == item.digest and old.is_on_disk(f"{self._base}/{path}"):
                rows.append(Row(path, fingerprint, old.digest, old.size, old.mtime, old.inode))
            else:
                rows.append(Row(path, fingerprint, item.digest, item.size, item.mtime, item.inode))
                moves.append((f"{_own_name()}/{item.name}", path))
        gone = [path for path in known if path not in fingerprints]
        blocking = _blocking(gone, [path for _, path in moves])
        plan = journal.Journal(
            blocking=tuple(blocking),
            moves=tuple(moves),
            gone=tuple(path for path in gone if path not in blocking),
            manifest=manifest.dumps(rows),
        )
        changed = moves or gone or any(known.get(row.path) is not row for row in rows)
        if changed or not self._manifests[0].exists():
            journal.write(self._journal, plan)
            journal.carry_out(self.root, self.stage, plan, *self._manifests)
        journal.clear(self.stage)
        manifest.forget(self._journal)
        self._rows = now = {row.path: row for row in rows}
        left = tuple(sorted(foreign - {path for _, path in moves}))
        strangers.remember(now, left, [*gone, *(path for _, path in moves)])
        return Commit(
            tuple(path for _, path in moves), tuple(gone), left, tuple(sorted(in_the_way)), now, self._own_row()
        )

    def patch(self, fingerprints: Mapping[str, str], staged: Iterable[Staged]) -> Commit:
        """Publish *staged*, whose files are ours already; everything else stands as it is.

        *fingerprints* are theirs, by path.  Strangers are not looked for.
        """
        drawn = {item.path: item for item in staged}
        rows = self.rows
        moves = tuple(
            (f"{_own_name()}/{item.name}", path) for path, item in drawn.items() if rows[path].digest != item.digest
        )
        for path, item in drawn.items():
            old = rows[path]
            kept = old if old.digest == item.digest else item
            rows[path] = Row(path, fingerprints[path], item.digest, item.size, kept.mtime, kept.inode)
        if drawn:
            plan = journal.Journal((), moves, (), manifest.dumps(rows.values()))
            journal.write(self._journal, plan)
            journal.carry_out(self.root, self.stage, plan, *self._manifests)
            manifest.forget(self._journal)
        return Commit(tuple(path for _, path in moves), (), (), (), rows, self._own_row())

    @property
    def proof(self) -> str:
        """What proves that nothing has been published here since: it changes with every commit."""
        return manifest.proof(self._manifests[0])

    def _own_row(self) -> Row:
        status = self._manifests[0].stat()
        return Row(f"{OURS}/{MANIFEST}", "", "", status.st_size, status.st_mtime_ns, status.st_ino)

    def _is_occupied(self, path: str, foreign: Iterable[str]) -> bool:
        """Whether a folder that is not ours to remove stands at *path*."""
        if not os.path.isdir(f"{self._base}/{path}"):  # noqa: PTH112 - asked of every new file
            return False
        below = f"{path}/"
        return any(name.startswith(below) for name in foreign) or not any(n.startswith(below) for n in self.rows)

    def _is_same(self, path: str, item: Staged) -> bool:
        try:
            return digest((self.root / path).read_bytes()) == item.digest
        except OSError:
            return False


def _own_name() -> str:
    return str(os.getpid())


def _blocking(gone: list[str], coming: list[str]) -> list[str]:
    """What must go first: a file where a folder comes, or below a path where a file comes."""
    if not gone or not coming:
        return []
    files = set(coming)
    folders = {path[:at] for path in coming for at, char in enumerate(path) if char == "/"}
    return [
        path for path in gone if path in folders or any(path[:at] in files for at, c in enumerate(path) if c == "/")
    ]
