"""Words to calls, problems to lines, outcome to exit status.

The only reader of clock, environment and terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

# The exit status for a fault of the machine, or ours.
FAULT = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command, and give its exit status.

    0 published, or done; 1 nothing was published; 2 wrong usage; 3 a fault of the machine or ours;
    4 published, but entries are held back.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _have_streams()
    if words[:1] == ["build"]:
        status = _build(words)
    else:
        from pressday.cli.commands import run

        status = run(words)
    if arguments is None:
        _leave(status)
    return status


def _build(words: Sequence[str]) -> int:
    from pressday.cli import short
    from pressday.crew import Assistant

    assistant: Assistant | None = None
    done = None
    try:
        # What drawing takes to load is loaded over there, while it is found out here whether there is work.
        assistant = Assistant.hired(_prepare)
        done = short.cut(words, assistant)
        if done is not None:
            return int(done.status)
        if assistant is not None and not assistant.is_free:
            assistant.close()
            assistant = Assistant.hired(_prepare)
        from pressday.cli.commands import run

        return run(words, assistant)
    except (Exception, KeyboardInterrupt) as error:
        from pressday.cli import faults

        return faults.end(error)
    finally:
        if assistant is not None:
            assistant.close()
        _held[:] = [done]


# What a build has read: to give it back, piece by piece, takes as long as looking at it did.
_held: list[object] = []


def _leave(status: int) -> None:
    """End the process here and now, with nothing given back."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        pass  # whoever read what is said has gone
    except OSError:
        status = status or FAULT
    os._exit(status)


def _prepare() -> None:
    import gc

    # What is loaded, and what is drawn, leaves no cycles worth looking for.
    gc.disable()
    from pressday import redrawing

    redrawing.prepare()


def _have_streams() -> None:
    """Where a stream was closed before we began (``>&-``), what is said is lost, and nothing else."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
