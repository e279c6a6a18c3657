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
_NO_ANSWER = 2
_CLOSED = -1
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
        self._is_kept = False
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

    def run(
        self, function: Callable[[Any], Any], batches: Sequence[Any], meanwhile: Callable[[], object] | None = None
    ) -> Iterator[Any]:
        """*function* of each batch, in order.

        *meanwhile* is called while a pool is at work: whoever is forked later has what it loads.
        """
        if self._jobs == 1 or not batches:
            return map(function, batches)
        if len(batches) < WORTH_A_POOL:
            return self._assistant.run(function, batches) if self._assistant else map(function, batches)
        try:
            if _may_fork():
                pool = self._engage("fork", function, batches)
                results = pool.map(_do, range(len(batches)))
            else:
                pool = self._pool or self._engage("spawn")
                results = pool.map(function, batches)
        except (OSError, RuntimeError):  # the machine has no place for more processes, or threads
            self._dismiss()
            return map(function, batches)
        return self._shared(function, batches, results, meanwhile)

    def _engage(self, how: str, *task: Any) -> Executor:
        """A new pool.  Who is forked finds its *task*, a function and its batches, where it lies in memory.

        Who is not has them sent, packed and unpacked, and is kept for the next.
        """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        context = multiprocessing.get_context(how)
        self._pool = ProcessPoolExecutor(self._jobs, context, _enlist, (os.getpid(), *task))
        self._is_kept = not task
        return self._pool

    def begin(self, function: Callable[[Any], Any], value: Any) -> Callable[[], Any]:
        """Have *function* of *value* made beside other work; what is given waits for it, and raises what it raised."""
        if self._assistant is not None and self._assistant.is_free:
            return self._assistant.begin(function, value)
        return lambda: function(value)

    def _shared(
        self,
        function: Callable[[Any], Any],
        batches: Sequence[Any],
        results: Iterator[Any],
        meanwhile: Callable[[], object] | None,
    ) -> Iterator[Any]:
        """The pool's *results*; what it leaves undone when one of it was killed is done here."""
        from concurrent.futures.process import BrokenProcessPool

        if meanwhile is not None and not self._is_kept:
            meanwhile()
        done = 0
        try:
            for result in results:
                done += 1
                yield result
        except BrokenProcessPool:
            self._dismiss()
            yield from map(function, batches[done:])
        finally:
            if self._pool is not None and not self._is_kept:
                self._pool.shutdown(cancel_futures=True)
                self._pool = None

    def _dismiss(self) -> None:
        """End the pool, and work alone from now on."""
        import contextlib
        import multiprocessing

        # Those that had begun to wait for work before another could not be had would wait for ever.
        for worker in multiprocessing.active_children():
            worker.terminate()
        if self._pool is not None:
            # Its own thread may be what there was no place for.
            with contextlib.suppress(RuntimeError):
                self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._jobs = 1


def _may_fork() -> bool:
    """Forking is quickest, and safe as long as this process has one thread."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def ask(question: Callable[[], bool]) -> Callable[[], bool]:
    """Have *question* answered by a process of its own; what is given waits for the answer.

    Answered here, then, on a machine that has no place for one, or should it come to nothing.
    """
    if (os.cpu_count() or 1) == 1 or not _may_fork():
        return question
    try:
        process = os.fork()
    except OSError:
        return question
    if process == 0:
        status = _NO_ANSWER
        try:
            status = int(not question())
        finally:
            os._exit(status)

    def answer() -> bool:
        try:
            status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        except ChildProcessError:  # whoever started us has it that children are not waited for
            return question()
        return question() if status not in (0, 1) else status == 0

    return answer


class Assistant:
    """One process that gets ready before there is work for it."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        """*prepare* loads what the work will need, over there.  Raises OSError where there is no place for it."""
        pipes: list[int] = []
        try:
            for _ in range(2):
                pipes += os.pipe()
            self._process = os.fork()
        except OSError:
            for pipe in pipes:
                os.close(pipe)
            raise
        theirs, self._orders, self._answers, out = pipes
        # Answers come in the order of the orders, and may be asked for in any.
        self._count = 0
        self._answered: dict[int, bytes | None] = {}
        self._waited = 0
        if self._process == 0:
            _assist(theirs, out, (self._orders, self._answers), prepare)
        os.close(theirs)
        os.close(out)

    @staticmethod
    def hired(prepare: Callable[[], object]) -> Assistant | None:
        """An assistant, or None on a machine that has no place for one."""
        if (os.cpu_count() or 1) == 1 or not _may_fork():
            return None
        try:
            return Assistant(prepare)
        except OSError:
            return None

    def begin(self, function: Callable[[Any], Any], batch: Any) -> Callable[[], Any]:
        """Have *function* of *batch* made, and go on; what it gives back waits for the result.

        Done here, then, should the assistant be gone.
        """
        import pickle

        # Two that write to each other, and neither reads, would wait for ever.
        self._take(self._count)
        try:
            _send(self._orders, pickle.dumps((function, batch), 5))
        except OSError:
            return lambda: function(batch)
        number = self._count
        self._count += 1

        def result() -> Any:
            self._take(number + 1)
            answer = self._answered.pop(number)
            if answer is None:
                return function(batch)
            done, value = pickle.loads(answer)
            if not done:
                raise value
            return value

        return result

    def _take(self, count: int) -> None:
        """Take in the answers to the first *count* orders."""
        while self._waited < count:
            self._answered[self._waited] = _received(self._answers)
            self._waited += 1

    def run(self, function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        """*function* of each batch, in order."""
        for batch in batches:
            yield self.begin(function, batch)()

    def finish(self) -> None:
        """Give no more orders: the assistant ends by itself with the one that it has."""
        if self._orders != _CLOSED:
            os.close(self._orders)
            self._orders = _CLOSED

    @property
    def is_free(self) -> bool:
        """Whether it takes orders."""
        return self._orders != _CLOSED

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
            self.finish()
            os.close(self._answers)


def _assist(orders: int, answers: int, others: tuple[int, int], prepare: Callable[[], object]) -> None:
    """An assistant's life; it ends with its orders, and so with the process that gives them.

    *others* are that process's ends of the pipes, which it must not hold.
    """
    status = 1
    try:
        import signal

        for pipe in others:
            os.close(pipe)
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


_task: tuple[Any, ...] = ()


def _do(number: int) -> Any:
    """The batch of that *number*, of the task that this process was forked for."""
    function, batches = _task
    return function(batches[number])


def _enlist(parent: int, *task: Any) -> None:
    """Take on *task*, and end when *parent* does, and not before.

    It is told of Ctrl-C itself, but killed it tells nobody.
    """
    global _task
    _task = task
    import signal
    import threading
    import time

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
