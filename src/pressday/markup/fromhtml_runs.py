"""Runs of inline HTML: where one paragraph of them ends, and which times and pictures stand for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pressday.markup.fromhtml_marks import Event, words

_LONGEST_STAMP = 120
# What may stand on a line with its time, and it is still the time's line.
_MOST_BESIDE = 5
# A time in one of these is a part of its sentence.
_TOLD_IN = ("p", "li", "td", "dd", "blockquote")


def paragraphs(events: Sequence[Event]) -> Iterator[list[Event]]:
    """The paragraphs of a run: two breaks on end part them, and marks that are open go on."""
    run: list[Event] = []
    open_marks: list[Event] = []
    waiting: list[Event] = []
    for event in events:
        if event.kind == "break":
            waiting.append(event)
            continue
        if event.kind == "text" and not event.value.strip() and waiting:
            waiting.append(event)
            continue
        if event.kind in ("text", "picture") and waiting:
            breaks = sum(one.kind == "break" for one in waiting)
            if breaks > 1 and any(one.kind in ("text", "picture") for one in run):
                yield run + [Event("close", mark.value, mark.line) for mark in reversed(open_marks)]
                run = [*open_marks, *[one for one in waiting if one.kind in ("open", "close")]]
            elif run:
                run += waiting
            waiting = []
        if event.kind == "open":
            open_marks.append(event)
        elif event.kind == "close" and open_marks:
            open_marks.pop()
        run.append(event)
    yield run


def parted(run: Sequence[Event], tag: str) -> list[list[Event]]:
    """*run* with the time and the pictures at its beginning and end as lines of their own."""
    parts = _times_apart(run) if tag not in _TOLD_IN and len(words(run)) <= _LONGEST_STAMP else [list(run)]
    return [one for part in parts for one in _pictures_apart(part)]


def _times_apart(run: Sequence[Event]) -> list[list[Event]]:
    start = next((n for n, one in enumerate(run) if one.kind == "open" and one.value == "time" and one.address), None)
    if start is None or any(event.kind == "picture" for event in run):
        return [list(run)]
    end = next(n for n in range(start, len(run)) if run[n].kind == "close" and run[n].value == "time") + 1
    before, after = bool(words(run[:start])), bool(words(run[end:]))
    if (before and after) or not (before or after):
        return [list(run)]
    time, rest = list(run[start:end]), [*run[:start], *run[end:]]
    return [rest, time] if before else [time, rest]


def _pictures_apart(run: Sequence[Event]) -> list[list[Event]]:
    told = [n for n, one in enumerate(run) if one.kind == "text" and one.value.strip()]
    if not told or not any(event.kind == "picture" for event in run):
        return [list(run)]
    start, end = _closed(run, 0, told[0], 1), _closed(run, told[-1] + 1, len(run), -1)
    return [part for part in (list(run[:start]), list(run[start:end]), list(run[end:])) if part]


def _closed(run: Sequence[Event], first: int, last: int, side: int) -> int:
    """Where the pictures in that part of *run* end (*side* 1) or begin, so that each has its marks with it."""
    depth, at = 0, first if side > 0 else last
    numbers = range(first, last) if side > 0 else range(last - 1, first - 1, -1)
    found, opening = False, "open" if side > 0 else "close"
    for number in numbers:
        event = run[number]
        found = found or event.kind == "picture"
        if event.kind in ("open", "close"):
            depth += 1 if event.kind == opening else -1
        if depth == 0 and found:
            at = number + 1 if side > 0 else number
        if depth < 0:
            break
    return at


def instant(run: Sequence[Event]) -> datetime | None:
    """The moment of a line that is a time, with little beside it."""
    times = [n for n, event in enumerate(run) if event.kind == "open" and event.value == "time" and event.address]
    if len(times) != 1:
        return None
    start = times[0]
    end = next((n for n in range(start, len(run)) if run[n].kind == "close" and run[n].value == "time"), len(run))
    if len(words([*run[:start], *run[end:]]).split()) > _MOST_BESIDE:
        return None
    return moment(run[start].address)


def time_in(run: Sequence[Event]) -> str:
    """What the one ``<time>`` of a run says to machines."""
    times = [event.address for event in run if event.kind == "open" and event.value == "time" and event.address]
    return times[0] if len(times) == 1 else ""


def moment(written: str) -> datetime | None:
    """The instant that an ISO date and time with a zone tells, in UTC; none of a year that no news is of."""
    try:
        told = datetime.fromisoformat(written.strip())
        if told.tzinfo is None:
            return None
        told = told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return told if 1900 < told.year < 3000 else None


def only_link(run: Sequence[Event]) -> str:
    """Where a run leads that is one link and nothing else."""
    links = [event for event in run if event.kind == "open" and event.value == "a"]
    if len(links) != 1:
        return ""
    inside = 0
    for event in run:
        if event.value == "a" and event.kind in ("open", "close"):
            inside += 1 if event.kind == "open" else -1
        elif not inside and (event.kind == "picture" or (event.kind == "text" and event.value.strip())):
            return ""
    return links[0].address
