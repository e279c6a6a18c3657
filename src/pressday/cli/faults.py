"""Faults of the machine, and our own, as sentences."""

from __future__ import annotations

import os
import tempfile
import traceback

from pressday.cli import say
from pressday.problems import Problem
from pressday.publish import DestinationError


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
    return 3
