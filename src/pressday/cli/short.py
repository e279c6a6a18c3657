"""``pressday build`` where little or nothing has changed since the same words were said."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence

from pressday.cli import again

TYPE_CHECKING = False  # typing takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from typing import Any

    from pressday.cli.again import Look
    from pressday.cli.memory import Memory
    from pressday.content.scan import Stamp as FileStamp
    from pressday.crew import Assistant


def cut(words: Sequence[str], hire: Callable[[], Assistant | None]) -> int | None:
    """Carry out the build that *words* ask for by a short cut: its exit status, or None where there is none.

    *hire* gets an assistant, if there is one to be had.
    """
    began = time.time_ns()
    # Neither looking, nor loading, nor drawing a few files leaves cycles worth looking for; the assistant is no other.
    gc.disable()
    try:
        look = again.look(words)
        if look is None:
            return None
        if look.found is None:
            return _same(look)
        return _edited(words, look, hire(), began)
    finally:
        gc.enable()


def _same(look: Look) -> int | None:
    if not look.outputs_stand():
        return None
    status = 0
    if look.is_said:
        from pressday.cli import memory, outcomes

        told = memory.read(look.memory)
        if told is None:
            return None
        outcomes.warn(told.problems, told.held, quiet=look.is_quiet)
        status = told.status
    if not look.is_quiet:
        print("Nothing has changed since the last build.")
    return status


def _edited(words: Sequence[str], look: Look, assistant: Assistant | None, began: int) -> int | None:
    from pressday.cli import memory

    told = memory.read(look.memory)
    if told is None or look.found is None:
        return None
    changed = _changed(told, look)
    if changed is None or any(_may_go(problem.path, changed) for problem in told.problems):
        return None
    from pathlib import Path

    from pressday.cli import outcomes
    from pressday.records import replace
    from pressday.retouching import retouch

    places = Path(look.folder), Path(told.site), Path(told.outbox)
    begin = assistant.begin if assistant is not None and told.jobs != 1 else _here
    done = retouch(*places, list(changed.items()), told.made_with, begin, look.outputs_stand)
    if done is None:
        return None
    fresh = {file.path: again.stamp_of(look.folder, file) for file in done.seen}
    start = len(look.folder) + 1
    seen = tuple(fresh.get(stamp[0][start:], stamp) for stamp in look.found)
    memory.write(words, look.folder, replace(told, seen=seen), (done.site, done.outbox), began)
    outcomes.warn(told.problems, told.held, quiet=look.is_quiet)
    if not look.is_quiet:
        outcomes.made(told.tally, *places[1:], done.site, done.outbox, (time.time_ns() - began) / 1e9)
        outcomes.foretell(told.outlook)
    return told.status


def _may_go(path: str, changed: Container[str]) -> bool:
    """Whether what is told of *path* may be true no longer: it was *changed*, or is a mail made of such."""
    return path in changed or path.startswith("outbox/")


def _here(function: Callable[[Any], Any], value: Any) -> Callable[[], Any]:
    return lambda: function(value)


def _changed(told: Memory, look: Look) -> dict[str, FileStamp] | None:
    """The content files that were changed, with their stamps from before; None where files came or went."""
    from pressday.content.scan import Stamp as FileStamp

    if len(told.seen) != len(look.found):
        return None
    start = len(look.folder) + 1
    changed = {}
    for before, now in zip(told.seen, look.found, strict=True):
        if before[0] != now[0]:
            return None
        if before != now:
            path, mtime, size, inode, ctime = before
            changed[path[start:]] = FileStamp(mtime, ctime, size, inode)
    return changed
