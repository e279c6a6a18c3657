"""``pressday serve``."""

from __future__ import annotations

import os
import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pressday import config
from pressday.building import Outcome
from pressday.cli import FAULT, say
from pressday.cli.faults import explain
from pressday.preview.following import Teller, follow
from pressday.preview.mail import ADDRESS as MAIL
from pressday.preview.server import HOST, listen, listen_near, port_of
from pressday.problems import Problem

PORT = 8000


def serve(
    folder: Path,
    *,
    port: int | None,
    drafts: bool,
    future: bool,
    clock: Callable[[], datetime],
    browser: bool,
    quiet: bool,
) -> int:
    """Show the newsletter until Ctrl-C, and give the exit status.

    *port* is what the editor asked for; with None a free one is found, the usual one if it can be.
    """
    if not (folder / config.FILE_NAME).exists():
        config.load(folder)  # says that there is no newsletter here
    listening = _listen(port)
    if listening is None:
        return FAULT
    address = f"http://{HOST}:{port_of(listening)}/"
    with closing(listening):
        if port is None and port_of(listening) != PORT and not quiet:
            say.line(f"Port {PORT} is busy; taking {port_of(listening)}.")

        def ready() -> None:
            if not quiet:
                say.line(f"Showing it at {address} (the mail at {address.rstrip('/')}{MAIL}); Ctrl-C to stop.")
            if browser:
                webbrowser.open(address)

        try:
            follow(
                folder,
                listening,
                drafts=drafts,
                future=future,
                clock=clock,
                teller=Teller(lambda outcome: _tell(outcome, quiet=quiet), explain),
                session=str(os.getpid()),
                ready=ready,
            )
        except KeyboardInterrupt:
            if not quiet:
                say.line()
    return 0


def _listen(port: int | None) -> socket.socket | None:
    if port is None:
        return listen_near(PORT)
    try:
        return listen(port)
    except OSError as error:
        message = f"port {port} cannot be had: {error.strerror}"
        say.problems([Problem(message, "--port", hint="stop who uses it, or leave the port to us")])
        return None


def _tell(outcome: Outcome, *, quiet: bool) -> None:
    say.problems(outcome.problems, quiet=True)
    if not outcome.published:
        say.line("Nothing was published; the preview stays as it was.")
    elif not quiet and outcome.site is not None and outcome.outbox is not None:
        changed = sum(len(commit.written) + len(commit.removed) for commit in (outcome.site, outcome.outbox))
        if changed:
            say.line(f"Built: {changed:,} {'file' if changed == 1 else 'files'} changed.")
