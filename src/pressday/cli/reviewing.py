"""``pressday review``: what imports could not decide, one thing at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pressday import config
from pressday.cli import say
from pressday.importing.review import Conflict, Doubt, Queue, Review
from pressday.problems import Problem, ProblemError


class Decided(NamedTuple):
    """What was decided on the command line, by id."""

    keep: tuple[str, ...] = ()
    take: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


def review(folder: Path, decided: Decided, now: datetime, *, as_json: bool) -> int:
    """Carries out what was *decided*; else asks, on a terminal, or lists.  The exit status."""
    newsletter, problems = config.load(folder)
    say.problems(problems)
    desk = Review(folder, newsletter, now)
    queue = desk.queue()
    say.problems(queue.problems)
    if any(decided):
        return _decide(desk, queue, decided)
    if as_json:
        say.data(_as_data(queue))
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _ask(desk, queue)
    else:
        _list(queue)
    return 1 if any(problem.severity == "error" for problem in queue.problems) else 0


def _decide(desk: Review, queue: Queue, decided: Decided) -> int:
    conflicts = {one.id: one for one in queue.conflicts}
    doubts = {one.id: one for one in queue.doubts}
    wrong: list[Problem] = []
    for option, ids, known in (
        ("--keep", decided.keep, conflicts),
        ("--take", decided.take, conflicts),
        ("--seen", decided.seen, doubts),
    ):
        wrong += [Problem(f"nothing with the id `{id_}` waits", option) for id_ in ids if id_ not in known]
    wrong += [Problem(f"`{id_}` cannot be kept and taken", "--take") for id_ in set(decided.keep) & set(decided.take)]
    if wrong:
        say.problems(wrong)
        return 1
    status = 0
    for id_ in decided.keep:
        desk.keep(conflicts[id_])
    for id_ in decided.take:
        status |= not _taken(desk, conflicts[id_])
    for id_ in decided.seen:
        desk.seen(doubts[id_])
    return status


def _taken(desk: Review, conflict: Conflict) -> bool:
    try:
        desk.take(conflict)
    except ProblemError as error:
        say.problems(error.problems)
        return False
    return True


def _list(queue: Queue) -> None:
    for conflict in queue.conflicts:
        _show(conflict)
    for doubt in queue.doubts:
        say.line(f"{doubt.id}  {_told(doubt)}")
    if not queue.conflicts and not queue.doubts:
        say.line("Nothing waits.")


def _show(conflict: Conflict) -> None:
    what = "text" if conflict.name == "text" else f"`{conflict.name}`"
    place = f"{conflict.document}:{conflict.line}" if conflict.line else conflict.document
    say.line(f"{conflict.id}  {conflict.path}: you and the source have both changed the {what} ({place})")
    if conflict.theirs is None:
        say.line(f"    {conflict.why or 'the document no longer says it'}")
        return
    for mark, text in (("-", conflict.mine), ("+", conflict.theirs)):
        gone = "(nothing of yours goes: it would be added)" if conflict.name == "text" else "(you have taken it out)"
        lines = text.split("\n") if text else [gone]
        for line in lines:
            say.marked(f"    {mark} {line}", mark)


def _ask(desk: Review, queue: Queue) -> None:
    """One question a thing; what was answered holds, whatever comes after."""
    asked = 0
    for conflict in queue.conflicts:
        _show(conflict)
        take = ", [t]ake the source's (+)" if conflict.theirs is not None else ""
        answer = _answer(
            f"[k]eep yours (-){take}, [s]kip or [q]uit? ", "ktsq" if conflict.theirs is not None else "ksq"
        )
        asked += 1
        if answer == "q":
            return
        if answer == "k":
            desk.keep(conflict)
        elif answer == "t":
            _taken(desk, conflict)
    for doubt in queue.doubts:
        say.line(_told(doubt))
        answer = _answer("enter: seen, [s]kip or [q]uit? ", "esq", default="e")
        asked += 1
        if answer == "q":
            return
        if answer == "e":
            desk.seen(doubt)
    say.line("That was all." if asked else "Nothing waits.")


def _told(doubt: Doubt) -> str:
    more = f" (and {len(doubt.more):,} more like it)" if doubt.more else ""
    place = f"{doubt.document}:{doubt.line}" if doubt.line else doubt.document
    return f"{place}: {doubt.message}{more}"


def _answer(question: str, letters: str, default: str = "") -> str:
    while True:
        try:
            said = input(question).strip().lower()
        except EOFError:
            return "q"
        letter = said[:1] or default
        if letter and letter in letters:
            return letter


def _as_data(queue: Queue) -> dict[str, Any]:
    return {
        "conflicts": [_fields(conflict, conflict._fields) for conflict in queue.conflicts],
        "doubts": [_fields(doubt, doubt._fields) for doubt in queue.doubts],
        "problems": say.as_data(queue.problems),
    }


def _fields(record: Conflict | Doubt, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
