"""Faults of the machine, and our own, as sentences."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

from pressday.cli import FAULT, say
from pressday.problems import Problem, ProblemError
from pressday.publish import DestinationError


def end(error: BaseException) -> int:
    """The exit status of a command that *error* has broken off, which is said."""
    if isinstance(error, KeyboardInterrupt):
        return 130
    if isinstance(error, BrokenPipeError):
        # Whoever read what is said has gone; at the end Python would try once more to say it.
        sys.stderr.close()
        return 0
    if isinstance(error, ProblemError):
        say.problems(error.problems)
        return 1
    if isinstance(error, Exception):
        return explain(error)
    raise error


def explain(error: Exception) -> int:
    """Say what happened; the exit status is 3."""
    if isinstance(error, DestinationError):
        problem = Problem(str(error), hint="wait for it to end, or stop it")
    elif isinstance(error, OSError):
        problem = Problem(
            f"{error.strerror or error}", str(error.filename or ""), hint="mend it, and run the command again"
        )
    else:
        handle, path = tempfile.mkstemp(prefix="pressday-", suffix=".txt", text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as report:
            traceback.print_exception(error, file=report)
        problem = Problem(
            f"a fault of pressday's own: {type(error).__name__}: {error}",
            hint=f"the details are in {path}; please send them in",
        )
    say.problems([problem])
    return FAULT
