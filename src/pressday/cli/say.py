"""What the command line prints: problems on the error stream, outcomes on the other."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pressday.problems import Problem
from pressday.records import replace

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m", "hint": "\x1b[2m"}


def problems(found: Iterable[Problem], *, quiet: bool = False) -> None:
    """Each problem as a line, and a line for its hint.  *quiet* leaves notes out."""
    colour = _colour()
    for problem in found:
        if quiet and problem.severity == "note":
            continue
        # A name may hold a line's end: it must not begin a line of its own.
        text = replace(problem, path=_one_line(problem.path), message=_one_line(problem.message)).lines()
        if colour:
            lines = []
            for line in text.split("\n"):
                word, colon, rest = line.partition(":")
                lines.append(f"{_STYLES[word]}{word}{colon}\x1b[0m{rest}" if word in _STYLES else line)
            text = "\n".join(lines)
        print(_printable(text, sys.stderr.encoding), file=sys.stderr)


def line(text: str = "") -> None:
    """A line of the outcome, at once: whoever reads it may be waiting for it in a pipe."""
    try:
        print(_printable(text, sys.stdout.encoding), flush=True)
    except BrokenPipeError:
        # Whoever read it has gone (``| head``): the rest is lost, and nothing else.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end


def diff(before: str, after: str, path: str, *, is_new: bool = False) -> None:
    """What changes in a file, line by line; coloured on a terminal."""
    for text in unified(before, after, path, is_new=is_new):
        marked(text.rstrip("\n"), text[:1])


def marked(text: str, mark: str) -> None:
    """A line of the outcome that is added (``+``), taken away (``-``) or tells where (``@``)."""
    shown = _printable(text, sys.stdout.encoding)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    style = _DIFF.get(mark, "") if colour else ""
    print(f"{style}{shown}\x1b[0m" if style else shown)


def unified(before: str, after: str, path: str, *, is_new: bool = False) -> list[str]:
    """A unified diff, its lines with their ends."""
    import difflib

    old = before.splitlines(keepends=True)
    return list(difflib.unified_diff(old, after.splitlines(keepends=True), "/dev/null" if is_new else path, path))


_DIFF = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def data(value: Mapping[str, Any]) -> None:
    """The outcome for programs: one JSON object."""
    import json

    print(json.dumps(value, ensure_ascii=True, indent=2))


def as_data(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems for ``data``."""
    return [{field: getattr(problem, field) for field in problem.__struct_fields__} for problem in found]


def _one_line(text: str) -> str:
    return text.replace("\n", "\ufffd")


def _printable(text: str, encoding: str | None) -> str:
    """*text* without what would move the cursor, in letters that the terminal's *encoding* has."""
    text = "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)
    return text.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")


def _colour() -> bool:
    return sys.stderr.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


# Seconds between two looks of a progress bar.
REFRESH = 0.1


class Bar:
    """Progress on a terminal, for work that takes long enough to wonder; nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._silent = quiet or not sys.stderr.isatty()
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._shown = 0.0

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """*done* of *total* batches of *what* are done."""
        if self._silent or total < 3:
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import Progress

            # A thread of its own to refresh it would keep the build from forking.
            self._progress = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._progress.start()
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done)
        now = time.monotonic()
        if done == total or now - self._shown > REFRESH:
            self._progress.refresh()
            self._shown = now
