"""The local server: a port of this machine alone, and a thread that answers at it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from pressday.preview.app import App

HOST = "127.0.0.1"
PATIENCE = 1.5


def listen(port: int) -> socket.socket:
    """A socket that listens at *port* (0: any that is free).  Raises OSError if somebody else does.

    Browsers that come before there is a page wait for it.
    """
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # Connections of the preview before this one may still be dying.
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((HOST, port))
        opened.listen(128)
    except OSError:
        opened.close()
        raise
    return opened


def listen_near(port: int, tries: int = 20) -> socket.socket:
    """``listen`` at *port*, or at the first free one after it.  Raises OSError after so many *tries*."""
    for candidate in range(port, port + tries):
        try:
            return listen(candidate)
        except OSError:
            continue
    return listen(0)


def port_of(listening: socket.socket) -> int:
    """The port that was got."""
    port: int = listening.getsockname()[1]
    return port


class Server:
    """Answers with *app* while the ``with`` block lasts; *let_go* is called when it ends, to end open streams."""

    def __init__(self, app: App, listening: socket.socket, let_go: Callable[[], None]) -> None:
        settings = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            http="h11",
            loop="asyncio",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(settings)
        # Signals come to the main thread, which builds: this one is told by it.
        self._thread = threading.Thread(target=self._server.run, args=([listening],), name="preview", daemon=True)
        self._let_go = let_go

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()
        self._server.should_exit = True
        self._thread.join(PATIENCE)
