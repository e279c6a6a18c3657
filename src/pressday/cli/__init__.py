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

    def hire() -> Assistant | None:
        """An assistant, once it is known that there is work: what drawing takes to load is loaded over there."""
        nonlocal assistant
        assistant = assistant or Assistant.hired(_prepare)
        return assistant

    try:
        status = short.cut(words, hire)
        if status is None:
            hire()
            from pressday.cli.commands import run

            status = run(words, assistant)
        return status
    except (Exception, KeyboardInterrupt) as error:
        from pressday.cli import faults

        return faults.end(error)
    finally:
        if assistant is not None:
            assistant.close()


def _prepare() -> None:
    from pressday import redrawing, rendering  # noqa: F401 - to have it loaded

    rendering.prepare()


def _have_streams() -> None:
    """Where a stream was closed before we began (``>&-``), what is said is lost, and nothing else."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
