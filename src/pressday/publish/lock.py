"""One writer at a time: a lock that goes with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Somebody else holds the lock."""


@contextmanager
def lock(path: Path, *, patience: float) -> Iterator[None]:
    """Hold the lock file at *path*, waiting for it at most *patience* seconds.  Raises LockedError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        give_up = time.monotonic() + patience
        while not _try(descriptor):
            if time.monotonic() > give_up:
                raise LockedError(str(path))
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            # Not flock: a worker that outlives a killed parent would go on holding that.
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
