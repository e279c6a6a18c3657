"""What open pages should know, handed from the thread that builds to the one that serves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import NamedTuple


class State(NamedTuple):
    """*mark* changes whenever a published file does; *panel* is what to show over a page, or nothing."""

    mark: str
    panel: str = ""


class Bulletin:
    """The newest state, and whoever waits for the next."""

    def __init__(self, state: State) -> None:
        self._lock = threading.Lock()
        self._state = state
        self._closed = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @property
    def state(self) -> State:
        with self._lock:
            return self._state

    def post(self, state: State) -> None:
        """Tell *state*; from any thread."""
        with self._lock:
            self._state = state
            self._wake()

    def close(self) -> None:
        """Let everybody go; from any thread."""
        with self._lock:
            self._closed = True
            self._wake()

    async def states(self) -> AsyncIterator[State]:
        """The state at once, then each newer one, until closed.  Who is slow misses those in between."""
        woken = asyncio.Event()
        waiter = (asyncio.get_running_loop(), woken)
        with self._lock:
            self._waiting.add(waiter)
        told: State | None = None
        try:
            while True:
                woken.clear()
                with self._lock:
                    state, closed = self._state, self._closed
                if closed:
                    return
                if state != told:
                    told = state
                    yield state
                await woken.wait()
        finally:
            with self._lock:
                self._waiting.discard(waiter)

    def _wake(self) -> None:
        for loop, woken in self._waiting:
            with suppress(RuntimeError):  # its loop has ended
                loop.call_soon_threadsafe(woken.set)
