"""What happens to the files that a newsletter is made from.  The only door to watchfiles.

An event is never believed: it says "look again", and the build finds out what has changed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event

import watchfiles

from pressday import config

WATCHED = ("content", "static", "themes", "ledger")

# Milliseconds.  A quiet STEP ends a burst of events, LONGEST a burst that does not end by itself;
# whoever waits hears from us every BEAT.
STEP = 8
LONGEST = 500
BEAT = 100

Roots = dict[str, tuple[int, int]]
Watch = Generator[set[tuple[watchfiles.Change, str]], None, None]


def changes(
    folder: Path,
    ignored: Sequence[Path] = (),
    *,
    also: Callable[[], Iterable[Path]] = tuple,
    stop: Event | None = None,
) -> Iterator[frozenset[Path]]:
    """A set of paths each time that something may have changed, until *stop* is set.

    Watches settings, content, static files, themes and ledger of the newsletter in *folder*, and
    the folders that *also* names at that time.  An empty set says that the watch has begun, or has
    begun anew: what happened before was not seen.  Nothing is lost between two looks.  Raises OSError
    where the system can watch no more folders.
    """
    return (seen for seen in beats(folder, ignored, also=also, stop=stop) if seen is not None)


def beats(
    folder: Path,
    ignored: Sequence[Path] = (),
    *,
    also: Callable[[], Iterable[Path]] = tuple,
    stop: Event | None = None,
) -> Iterator[frozenset[Path] | None]:
    """``changes``, with a None at least every tenth of a second in which there were none."""
    folder = folder.resolve()
    away = tuple(os.fspath(path.resolve()) for path in ignored)
    while stop is None or not stop.is_set():
        # A watched folder that is renamed and made again is another folder, which nobody watches:
        # the numbers that the disk gives to folders show it.
        roots = _roots(folder, also())
        with ExitStack() as opened:
            try:
                watches = [opened.enter_context(closing(watch)) for watch in _watches(folder, roots, stop)]
                seen = _next(watches)
            except FileNotFoundError:
                time.sleep(BEAT / 1000)
                yield None
                continue
            yield frozenset()
            while seen is not None:
                paths = frozenset(Path(path) for path in seen if _counts(path, folder, away))
                yield paths or None
                if _roots(folder, also()) != roots:
                    break
                seen = _next(watches)


def _roots(folder: Path, also: Iterable[Path]) -> Roots:
    """The folders to watch that are there, and the disk's own number of each."""
    found: Roots = {}
    for path in (folder, *(folder / name for name in WATCHED), *also):
        try:
            status = path.stat()
        except OSError:
            continue
        if path.is_dir():
            found[os.fspath(path)] = (status.st_dev, status.st_ino)
    return found


def _watches(folder: Path, roots: Roots, stop: Event | None) -> Iterator[Watch]:
    # The newsletter's own folder is watched without what is below it: there may be a whole
    # checkout with its tools, and what we publish.
    below = [path for path in roots if path != os.fspath(folder)]
    yield _watch([os.fspath(folder)], stop, recursive=False, wait=1 if below else BEAT)
    if below:
        yield _watch(below, stop, recursive=True, wait=BEAT)


def _watch(paths: Iterable[str], stop: Event | None, *, recursive: bool, wait: int) -> Watch:
    return watchfiles.watch(
        *paths,
        watch_filter=None,
        debounce=LONGEST,
        step=STEP,
        stop_event=stop,
        rust_timeout=wait,
        yield_on_timeout=True,
        recursive=recursive,
    )


def _next(watches: Iterable[Watch]) -> set[str] | None:
    """What the *watches* saw since they were last asked; None once they were told to stop."""
    seen: set[str] = set()
    for watch in watches:
        events = next(watch, None)
        if events is None:
            return None
        seen |= {path for _, path in events}
    return seen


def _counts(path: str, folder: Path, away: Sequence[str]) -> bool:
    """Whether a build could read *path*: what editors leave for a moment is not worth a build."""
    name = os.path.basename(path)  # noqa: PTH119 - ten thousand times in a checkout
    if name.endswith("~") or any(path == other or path.startswith(other + os.sep) for other in away):
        return False
    home = os.fspath(folder)
    if os.path.dirname(path) == home:  # noqa: PTH120
        return name in (*WATCHED, config.FILE_NAME)
    return not name.startswith((".", "#")) or path.startswith(os.path.join(home, "static"))  # noqa: PTH118
