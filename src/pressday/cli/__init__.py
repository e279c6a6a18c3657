"""Words to calls, problems to lines, outcome to exit status.

The only reader of clock, environment and terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command, and give its exit status.

    0 published, or done; 1 nothing was published; 2 wrong usage; 3 a fault of the machine or ours;
    4 published, but entries are held back.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _have_streams()
    if words[:1] != ["build"]:
        from pressday.cli.commands import run

        return run(words)
    from pressday.cli import short
    from pressday.crew import Assistant

    assistant: Assistant | None = None
    done = None

    def hire() -> Assistant | None:
        """An assistant, once it is known that there is work: what drawing takes to load is loaded over there."""
        nonlocal assistant
        if assistant is not None and not assistant.is_free:
            assistant.close()
            assistant = None
        assistant = assistant or Assistant.hired(_prepare)
        return assistant

    try:
        done = short.cut(words, hire)
        if done is not None:
            return int(done.status)
        hire()
        from pressday.cli.commands import run

        return run(words, assistant)
    except (Exception, KeyboardInterrupt) as error:
        from pressday.cli import faults

        return faults.end(error)
    finally:
        if assistant is not None:
            assistant.close()
        if done is not None and arguments is None:
            _leave(int(done.status))


def _leave(status: int) -> None:
    """End the process here and now: to give back what was read, piece by piece, takes as long as looking at it did.

    Returns where what was said cannot be written out: that is told as ever.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(status)


def _prepare() -> None:
    from pressday import redrawing, rendering  # noqa: F401 - to have it loaded

    rendering.prepare()


def _have_streams() -> None:
    """Where a stream was closed before we began (``>&-``), what is said is lost, and nothing else."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
