"""The one way to the web: what stands at a public address, bounded in size, time and redirects.

Nothing is fetched unless somebody asks for it.  A name is resolved once,
its addresses are checked, and the connection goes to the very address that was checked, so that a
name which answers differently the second time leads nowhere else.  The same holds for every
redirect.  No cookies, no passwords, no proxy that the environment names.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from pressday import __version__
from pressday.fetching.openweb import MayConnect, Resolve, is_public, look_up
from pressday.fetching.trip import Fetched, Limits, Trip, slow

__all__ = ["LIMITS", "Fetched", "Limits", "fetch", "is_public", "look_up", "post"]

LIMITS = Limits()
USER_AGENT = f"Pressday/{__version__} (a newsletter's editor asked for this)"
T = TypeVar("T")


def fetch(
    url: str,
    *,
    etag: str = "",
    modified: str = "",
    accept: str = "*/*",
    limits: Limits = LIMITS,
    may_connect: MayConnect = is_public,
    resolve: Resolve = look_up,
) -> Fetched:
    """What stands at *url*; *etag* and *modified* are those of the last time.

    *may_connect* decides which addresses may be connected to, by default ``is_public``; *resolve*
    looks up a host, by default as the machine does.  Raises ProblemError, located at *url*, for an
    address that is none or is not public, and for all that can go wrong on the way.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "gzip"}
    headers |= {name: value for name, value in conditions.items() if value and value.isprintable() and value.isascii()}
    trip = Trip(url, headers, limits, may_connect, resolve)
    return _within(limits.seconds, trip.go, lambda: trip.wrong(slow(limits)))


def post(
    url: str,
    form: Sequence[tuple[str, str]],
    *,
    limits: Limits = LIMITS,
    may_connect: MayConnect = is_public,
    resolve: Resolve = look_up,
) -> None:
    """Tell whoever answers at *url* what *form* holds, as a web form is sent.

    Raises ProblemError, located at *url*, as ``fetch`` does, and where it is not taken.
    """
    headers = {"User-Agent": USER_AGENT, "Content-Type": "application/x-www-form-urlencoded"}
    trip = Trip(url, headers, limits, may_connect, resolve, urlencode(form).encode())
    _within(limits.seconds, trip.go, lambda: trip.wrong(slow(limits)))


def _within(seconds: float, work: Callable[[], T], late: Callable[[], Exception]) -> T:
    """What *work* gives, if it is done in time.

    A look-up cannot be broken off, and a server may send its greeting a byte a second: the work
    waits in a thread of its own, which ends with the program at the latest.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # handed to the one who waits
            failed.append(error)

    worker = threading.Thread(target=run, name="fetching", daemon=True)
    worker.start()
    worker.join(seconds + 0.5)
    if failed:
        raise failed[0]
    if not done:
        raise late()
    return done[0]
