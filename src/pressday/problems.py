"""Something wrong in what a person wrote: where it is, what it is, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pressday.records import Record

Severity = Literal["error", "warning", "note"]

_WEIGHT = {"error": 0, "warning": 1, "note": 2}


class Problem(Record, frozen=True):
    """One thing to mend.  *line* and *column* count from 1; 0 means "the whole file"."""

    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """``content/x.md:7:3``, as editors and terminals make it clickable."""
        parts = [self.path or "pressday"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def lines(self) -> str:
        """The problem as the command line prints it: one line, and one for the hint."""
        text = f"{self.severity}: {self.place}: {self.message}"
        return f"{text}\nhint: {self.hint}" if self.hint else text


class ProblemError(Exception):
    """Work that cannot go on, and the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[ProblemError], tuple[Problem, ...]]:
        # It comes back from the processes that share the work.
        return type(self), self.problems


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors first, then by place; each problem once."""
    return sorted(set(problems), key=lambda p: (_WEIGHT[p.severity], p.path, p.line, p.column, p.message))
