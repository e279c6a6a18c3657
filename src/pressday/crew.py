"""Processes that share the work of a build."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from multiprocessing.connection import Connection
from typing import Any

# Fewer batches than this are done sooner than a pool has started.
WORTH_A_POOL = 3

Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]


class Crew:
    """Whoever works on a build: an assistant for a little work, a pool for much, nobody else for *jobs* 1.

    *jobs* is the number of processes; 0 is one a core.  *prepare* loads what work needs: the assistant
    does that while the build finds out what there is to do.
    """

    def __init__(self, jobs: int, prepare: Callable[[], object]) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._pool: Executor | None = None
        self._assistant: _Assistant | None = None
        if self._jobs > 1 and _may_fork():
            self._assistant = _Assistant(prepare)

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
            from concurrent.futures import ProcessPoolExecutor

            context = multiprocessing.get_context("fork" if _may_fork() else "spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, _end_with, (os.getpid(),))
        return self._pool.map(function, batches)


def _may_fork() -> bool:
    """Forking is quickest, and safe as long as this process has one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


class _Assistant:
    """One process, ready before there is work for it."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_assist, args=(theirs, prepare, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()

    def run(self, function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        """*function* of each batch; done here should the assistant be gone."""
        for batch in batches:
            try:
                self._pipe.send((function, batch))
                done, value = self._pipe.recv()
            except (EOFError, OSError):
                done, value = True, function(batch)
            if not done:
                raise value
            yield value

    def close(self) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()


def _end_with(parent: int) -> None:
    """From now on, end when *parent* does: one that is killed tells nobody."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _assist(pipe: Connection, prepare: Callable[[], object], parent: int) -> None:
    _end_with(parent)
    prepare()
    while True:
        try:
            function, batch = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, function(batch)
        except Exception as error:
            answer = False, error
        pipe.send(answer)
