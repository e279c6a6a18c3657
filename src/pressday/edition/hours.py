"""Whether anybody said at what time of its day an entry was published."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from pressday.model import Entry

_MIDNIGHT, _NOON = time(0), time(12)


def is_timeless(entry: Entry, zone: ZoneInfo) -> bool:
    """Whether only the day of *entry* is known, in the newsletter's *zone*.

    What is dated by its day alone stands at midnight, a card also at noon, and a card from a page's own data at
    noon in UTC; where the import guessed the date, no time is anybody's.  An entry of a live page always has one.
    """
    if entry.kind == "live":
        return False
    if "date" in entry.guessed:
        return True
    local = entry.published.astimezone(zone).time()
    return local == _MIDNIGHT or (entry.kind == "card" and _NOON in (local, entry.published.time()))
