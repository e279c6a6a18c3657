"""Processes that share the work of a build.

Loaded before it is known whether there is any work: what takes long to load is loaded where it is used.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor
    from typing import Any

# Fewer batches than this are done sooner than a pool has started.
WORTH_A_POOL = 3
# The length of a message, in bytes, before the message.
_LENGTH = 8


class Crew:
    """Whoever works on a build: an assistant for a little work, a pool for much, nobody else for *jobs* 1.

    *jobs* is the number of processes; 0 is one a core.  *assistant* may be one that is ready already;
    the crew ends it when it is left.
    """

    def __init__(
        self, jobs: int, prepare: Callable[[], object] | None = None, assistant: Assistant | None = None
    ) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._pool: Executor | None = None
        self._assistant = assistant
        if self._jobs == 1 and assistant is not None:
            assistant.close()
            self._assistant = None
        elif self._jobs > 1 and assistant is None and prepare is not None:
            self._assistant = Assistant.hired(prepare)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._assistant is not None:
            self._assistant.close()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        """*function* of each batch, in order."""
        if self._jobs == 1 or not batches:
            return map(function, batches)
        if len(batches) < WORTH_A_POOL:
            return self._assistant.run(function, batches) if self._assistant else map(function, batches)
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            context = multiprocessing.get_context("fork" if _may_fork() else "spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, _end_with, (os.getpid(),))
        return self._pool.map(function, batches)


def _may_fork() -> bool:
    """Forking is quickest, and safe as long as this process has one thread."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


class Assistant:
    """One process that gets ready before there is work for it."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        """*prepare* loads what the work will need, over there."""
        theirs, self._orders = os.pipe()
        self._answers, out = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._orders)
            os.close(self._answers)
            _assist(theirs, out, prepare)
        os.close(theirs)
        os.close(out)

    @staticmethod
    def hired(prepare: Callable[[], object]) -> Assistant | None:
        """An assistant, or None on a machine that has no place for one."""
        return Assistant(prepare) if (os.cpu_count() or 1) > 1 and _may_fork() else None

    def begin(self, function: Callable[[Any], Any], batch: Any) -> Callable[[], Any]:
        """Have *function* of *batch* made, and go on; what it gives back waits for the result.

        Done here, then, should the assistant be gone.
        """
        import pickle

        try:
            _send(self._orders, pickle.dumps((function, batch), 5))
        except OSError:
            return lambda: function(batch)

        def result() -> Any:
            answer = _received(self._answers)
            if answer is None:
                return function(batch)
            done, value = pickle.loads(answer)
            if not done:
                raise value
            return value

        return result

    def run(self, function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        """*function* of each batch, in order."""
        for batch in batches:
            yield self.begin(function, batch)()

    def close(self) -> None:
        """Send the assistant home, whatever it is doing."""
        import contextlib
        import signal

        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGTERM)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._process, 0)
            self._process = 0
            os.close(self._orders)
            os.close(self._answers)


def _assist(orders: int, answers: int, prepare: Callable[[], object]) -> None:
    """An assistant's life; it ends with its orders, and so with the process that gives them."""
    import signal

    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        prepare()
        import pickle

        while (order := _received(orders)) is not None:
            function, batch = pickle.loads(order)
            try:
                answer = True, function(batch)
            except Exception as error:
                answer = False, error
            _send(answers, pickle.dumps(answer, 5))
        status = 0
    finally:
        # Nothing of what this process was forked from is its own to end.
        os._exit(status)


def _send(pipe: int, message: bytes) -> None:
    data = memoryview(len(message).to_bytes(_LENGTH, "big") + message)
    while data:
        data = data[os.write(pipe, data) :]


def _received(pipe: int) -> bytes | None:
    """A whole message, or None where there will be none."""
    head = _read(pipe, _LENGTH)
    return _read(pipe, int.from_bytes(head, "big")) if head is not None else None


def _read(pipe: int, length: int) -> bytes | None:
    parts = []
    while length:
        part = os.read(pipe, min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _end_with(parent: int) -> None:
    """From now on, end when *parent* does: one that is killed tells nobody."""
    import threading
    import time

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
