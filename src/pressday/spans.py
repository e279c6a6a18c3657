"""Which spans of time digests cover.

A span runs from one closing of the digest to the next, in the newsletter's zone.  The closings tile
time whatever the clocks do: an hour that does not exist stands for the moment at which they skip
it, an hour that exists twice for the first of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pressday.config import Newsletter
from pressday.model import Entry, Span

# No zone is further from UTC than a day: what is nearer to the ends of the calendar is not converted.
_FIRST = date.min.toordinal() + 2
_LAST = date.max.toordinal() - 2
_SECOND = timedelta(seconds=1)


def span_at(newsletter: Newsletter, instant: datetime) -> Span:
    """The span that holds *instant*: never empty, its start included, its end not.

    It is named by the last day that it covers: closing at midnight, the day itself; closing at
    07:00, the day on which it closes.
    """
    zone, closes = newsletter.zone, newsletter.digest.closes
    day = min(max(instant.toordinal(), _FIRST), _LAST)
    while day > _FIRST and _closing(zone, closes, day) > instant:
        day -= 1
    while day < _LAST and _closing(zone, closes, day + 1) <= instant:
        day += 1
    name = date.fromordinal(day + 1 if closes else day).isoformat()
    return Span(name, _closing(zone, closes, day), _closing(zone, closes, day + 1))


def spans(newsletter: Newsletter, instants: Iterable[datetime]) -> tuple[Span, ...]:
    """The spans that hold any of *instants*, newest first."""
    found: list[Span] = []
    for instant in sorted(instants, reverse=True):
        if not found or instant < found[-1].start:
            found.append(span_at(newsletter, instant))
    return tuple(found)


def span_named(newsletter: Newsletter, name: str) -> Span:
    """The span that is called *name* (``2025-01-22``), whether it has news or not."""
    zone, closes = newsletter.zone, newsletter.digest.closes
    last = date.fromisoformat(name).toordinal()
    first = last - 1 if closes else last
    return Span(name, _closing(zone, closes, first), _closing(zone, closes, first + 1))


def is_news(entry: Entry) -> bool:
    """Whether a digest tells *entry*: an article, or a live entry that has text; nothing that was withdrawn."""
    if entry.retracted is not None:
        return False
    return entry.kind == "article" or (entry.kind == "live" and entry.words > 0)


def spans_with_news(newsletter: Newsletter, entries: Iterable[Entry]) -> tuple[Span, ...]:
    """The spans of which a digest can be made, newest first, closed or not."""
    return spans(newsletter, (entry.published for entry in entries if is_news(entry)))


def _closing(zone: ZoneInfo, closes: int, day: int) -> datetime:
    """The first instant at which the clocks of *zone* show *closes* minutes of *day*, or later."""
    if day <= _FIRST:
        return datetime.min.replace(tzinfo=UTC)
    if day > _LAST:
        return datetime.max.replace(tzinfo=UTC)
    wall = datetime.combine(date.fromordinal(day), time(closes // 60, closes % 60))
    after = wall.replace(tzinfo=zone).astimezone(UTC)
    if _shown(zone, after) == wall:
        return after
    # The clocks skip it.  Read with the offset from before the change it falls after the change, and
    # the other way round: the change itself is between the two.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        if _shown(zone, middle) >= wall:
            after = middle
        else:
            before = middle
    return after


def _shown(zone: ZoneInfo, instant: datetime) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
