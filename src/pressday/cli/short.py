"""``pressday build`` where little or nothing has changed since the same words were said."""

from __future__ import annotations

import gc
import time
from collections import namedtuple
from collections.abc import Sequence

from pressday.cli import again

TYPE_CHECKING = False  # typing takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from typing import Any

    from pressday.cli.again import Look
    from pressday.content.scan import Stamp as FileStamp
    from pressday.crew import Assistant
    from pressday.retouching import Begin


class Done(namedtuple("Done", ["status", "held"])):
    """The exit status of a build that is done.  *held* is what was read for it: to let go of it takes time."""

    __slots__ = ()


def cut(words: Sequence[str], assistant: Assistant | None) -> Done | None:
    """Carry out the build that *words* ask for by a short cut, or None where there is none.

    The *assistant* that gets ready meanwhile is sent home where nothing has changed.
    """
    began = time.time_ns()
    # Neither looking, nor loading, nor drawing a few files leaves cycles worth looking for.
    gc.disable()
    try:
        look = again.look(words)
        if look is None:
            return None
        if look.is_same:
            if assistant is not None:
                assistant.close()
            status = _same(look)
            return None if status is None else Done(status, look)
        return _edited(look, assistant, began)
    finally:
        gc.enable()


def _same(look: Look) -> int | None:
    if not look.outputs_stand(alone=False):
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
        print("Nothing has changed since the last build.", flush=True)
    return status


def _edited(look: Look, assistant: Assistant | None, began: int) -> Done | None:
    old = look.replaced()
    if old is None:
        return None
    from pressday.cli import memory

    told = memory.read(look.memory)
    changed = {again.path_in(line): _stamp(line) for line in old}
    if told is None or any(_may_go(problem.path, changed) for problem in told.problems):
        return None
    from pathlib import Path

    from pressday.cli import outcomes
    from pressday.retouching import retouch

    places = Path(look.folder), Path(told.site), Path(told.outbox)
    begin = _over_there(assistant) if assistant is not None and told.jobs != 1 else _here
    done = retouch(*places, list(changed.items()), told.made_with, begin, look.outputs_stand)
    if done is None:
        return None
    memory.follow(look, told, done.seen, (done.site, done.outbox), began)
    outcomes.warn(told.problems, told.held, quiet=look.is_quiet)
    if not look.is_quiet:
        outcomes.made(told.tally, *places[1:], done.site, done.outbox, (time.time_ns() - began) / 1e9)
        outcomes.foretell(told.outlook)
    return Done(told.status, (look, told, done))


def _stamp(line: str) -> FileStamp:
    from pressday.content.scan import Stamp

    mtime, size, inode, ctime, _ = line.split(" ", 4)
    return Stamp(int(mtime), int(ctime), int(size), int(inode))


def _may_go(path: str, changed: Container[str]) -> bool:
    """Whether what is told of *path* may be true no longer: it was *changed*, or is a mail made of such."""
    return path in changed or path.startswith("outbox/")


def _over_there(assistant: Assistant) -> Begin:
    def begin(function: Callable[[Any], Any], value: Any) -> Callable[[], Any]:
        result = assistant.begin(function, value)
        assistant.finish()
        return result

    return begin


def _here(function: Callable[[Any], Any], value: Any) -> Callable[[], Any]:
    return lambda: function(value)
