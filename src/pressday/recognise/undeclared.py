"""Times for the entries that a live page shows and does not declare: as they are written beside the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from typing import NamedTuple

from pressday.documents import Document, Item
from pressday.problems import Problem
from pressday.recognise import calendar, stamps
from pressday.recognise.found import Found, Hints, guess
from pressday.records import replace

_DAY = 24 * 60
# Offsets run from here eastward round the world, to New Zealand in its summer, in steps of so many minutes.
_WEST, _STEP = -11 * 60, 15


class _Written(NamedTuple):
    """The time that is written beside an entry, with the zone and the day where these are."""

    at: time
    zone: tzinfo | None
    day: date | None = None


def dated(document: Document, hints: Hints) -> tuple[tuple[Item, ...], list[Problem]]:
    """The items of *document*, those of a live page that only write a time with their instants; and what was guessed.

    The zone is that in which the others write theirs, else the newsletter's; the day is the one on
    which an entry stands in its place between them.
    """
    items = document.items
    written = [_written(document, item, hints) if item.kind == "live" else None for item in items]
    if not any(told and item.instant is None for item, told in zip(items, written, strict=True)):
        return items, []
    if not any(item.instant for item in items):
        return items, []
    offset = _offset(items, written)
    zone = timezone(timedelta(minutes=offset)) if offset is not None else hints.zone
    down = _runs_down(items, written, zone)
    made, guesses = list(items), list[Problem]()
    for number, (item, told) in enumerate(zip(items, written, strict=True)):
        if told is None or item.instant is not None:
            continue
        above = next((one.instant for one in reversed(made[:number]) if one.instant), None)
        below = next((one.instant for one in made[number + 1 :] if one.instant), None)
        instant = _placed(told, above, below, told.zone or zone, down)
        made[number] = replace(item, instant=instant)
        line = document.blocks[item.first].line
        local = instant.astimezone(told.zone or zone)
        whose = "" if told.zone or offset is not None else " in the newsletter's zone"
        guesses.append(
            guess(f"an entry that the page does not declare; its time was read as {local:%Y-%m-%d %H:%M}{whose}", line)
        )
    return tuple(made), guesses


def doubts(document: Document) -> list[Problem]:
    """What in the entries' texts may be further entries: headings like their own headline, and stamps."""
    made = []
    for item in document.items:
        if item.kind != "live":
            continue
        blocks = document.blocks[item.first : item.last]
        own = next((block for block in blocks if block.role == "headline" and block.kind == "heading"), None)
        level = own.level if own else 0
        others = [block for block in blocks if not block.role and block.kind == "heading" and block.level == level]
        if own is not None and others:
            made.append(
                guess(
                    f"“{own.text}” has headings like its own in its text (“{others[0].text}”); "
                    "they may be entries that the page does not declare",
                    others[0].line,
                )
            )
    return [*made, *_stamps_in_texts(document)]


def _stamps_in_texts(document: Document) -> list[Problem]:
    """The lines of a live page that read as the stamp of an entry, and were taken for text."""
    if not any(item.kind == "live" for item in document.items):
        return []
    return [
        guess(f"“{block.text}” reads like the stamp of an entry and was taken for text; see whose it is", block.line)
        for block in document.blocks[: document.items[-1].last]
        if not block.role
        and block.kind in ("paragraph", "item")
        and (stamp := stamps.read(block.text)) is not None
        and stamp.moment.time is not None
        and not stamp.masthead
    ]


def unseen(said: Found, shown: Found | None) -> list[Problem]:
    """What looks like an entry among the lines of the page (*shown*), and is none of those that were taken."""
    if shown is None:
        return []
    known = {_words(title) for one in said.clippings for title in (one.title, f"{one.kicker} {one.title}")}
    times = {one.instant for one in said.clippings}
    return [
        guess(f"“{one.title}” looks like an entry, and was not taken for one; see where its words are", one.line)
        for one in shown.clippings
        if one.paragraphs
        and "title" not in one.guessed
        and one.instant not in times
        and not {_words(one.title), _words(f"{one.kicker} {one.title}")} & known
    ]


def _words(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def _written(document: Document, item: Item, hints: Hints) -> _Written | None:
    """What the first stamp of an entry says that has a time; "Updated 14:20" only where there is no other."""
    blocks = document.blocks[item.first : item.last]
    read = [stamp for block in blocks if block.role == "stamp" and (stamp := stamps.read(block.text)) is not None]
    for stamp in sorted(read, key=lambda one: one.masthead):
        if (at := stamp.moment.time) is not None:
            day = calendar.day_of(stamp.moment, hints) if stamp.moment.day is not None else None
            return _Written(at, stamp.moment.zone, day)
    return None


def _offset(items: Sequence[Item], written: Sequence[_Written | None]) -> int | None:
    """How many minutes what is written is ahead of UTC, by the entries whose instants are known."""
    told: Counter[int] = Counter()
    for item, said in zip(items, written, strict=True):
        if item.instant is not None and said is not None and said.zone is None:
            ahead = _minutes(said.at) - _minutes(item.instant.astimezone(UTC).time())
            told[(ahead - _WEST - 1) % _DAY + _WEST + 1] += 1
    (ahead, count), *_ = told.most_common(1) or [(1, 0)]
    return ahead if count * 2 > told.total() and ahead % _STEP == 0 else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _runs_down(items: Sequence[Item], written: Sequence[_Written | None], zone: tzinfo) -> bool:
    """Whether the page runs newest first."""
    known = [item.instant for item in items if item.instant is not None]
    steps = [b - a for a, b in pairwise(known)]
    if not steps:
        local = [item.instant.astimezone(zone).time() if item.instant else said and said.at
                 for item, said in zip(items, written, strict=True)]  # fmt: skip
        minutes = [_minutes(at) for at in local if at is not None]
        steps = [timedelta(minutes=b - a) for a, b in pairwise(minutes) if abs(b - a) < _DAY // 2]
    later = sum(step > timedelta(0) for step in steps)
    return later * 2 <= len(steps)


def _placed(
    told: _Written, above: datetime | None, below: datetime | None, zone: tzinfo, newest_first: bool
) -> datetime:
    """The instant with that local time that stands best between its neighbours, of which there is one at least."""
    later, earlier = (above, below) if newest_first else (below, above)
    near = [one for one in (later, earlier) if one is not None]
    days = {one.astimezone(zone).date() + timedelta(days=step) for one in near for step in (-1, 0, 1)}
    if told.day is not None:
        days = {told.day}
    zero = timedelta(0)

    def misfit(instant: datetime) -> tuple[timedelta, timedelta]:
        out = max(instant - later, zero) if later else zero
        out += max(earlier - instant, zero) if earlier else zero
        return out, min(abs(instant - one) for one in near)

    return min((datetime.combine(day, told.at, zone).astimezone(UTC) for day in sorted(days)), key=misfit)
