"""Instants and days as readers see them: in the newsletter's zone, in the theme's words."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from pressday.theme.words import Words


class Moments:
    """The date filters of a theme.

    A *moment* is an instant, or a day's name (``2025-01-22``).  Text that is neither comes back
    unchanged from the filters that take days, so that a label may be one or the other.
    """

    def __init__(self, words: Words, zone: ZoneInfo) -> None:
        self.words = words
        self.zone = zone
        # A day's name is written on every page of that day, a time on every page.
        self._fill = lru_cache(4_000)(self._filled)
        self._at = lru_cache(1_440)(self._written)

    def iso(self, instant: dt.datetime | str) -> str:
        """For ``<time datetime>``: with the zone's offset; a day's name as it is."""
        return instant if isinstance(instant, str) else instant.astimezone(self.zone).isoformat(timespec="seconds")

    def time(self, instant: dt.datetime) -> str:
        """``12:40``."""
        return self._time(instant.astimezone(self.zone))

    def date(self, moment: dt.datetime | str) -> str:
        """``14 January 2027``."""
        return self._on_day(moment, "date")

    def short(self, moment: dt.datetime | str) -> str:
        """``14 January``."""
        return self._on_day(moment, "short")

    def day(self, moment: dt.datetime | str) -> str:
        """``Thursday 14 January 2027``."""
        return self._on_day(moment, "day")

    def month(self, name: str) -> str:
        """``January 2027``, of ``2027-01``."""
        return self._on_day(f"{name}-01" if len(name) == len("2027-01") else name, "month", name)

    def when(self, instant: dt.datetime | str, seen_from: dt.datetime | str = "") -> str:
        """As short as can be, *seen_from* another moment: ``12:40``, ``14 January``, ``14 January 2027``.

        Of a day's name no time is told, from wherever it is seen.
        """
        if isinstance(instant, str):
            day, other = self._day(instant), self._day(seen_from)
            return self._on_day(instant, "short" if day and other and day.year == other.year else "date")
        local = instant.astimezone(self.zone)
        other = self._day(seen_from)
        if other is None or other.year != local.year:
            return self._fill("date", local.date())
        return self._time(local) if other == local.date() else self._fill("short", local.date())

    def clock(self, instant: dt.datetime | str, seen_from: dt.datetime | str = "") -> str:
        """A time that says its day where that is another: ``12:40``, ``Wed 23:40``, ``14 Jan 23:40``.

        A day's name has no time: ``14 January``, ``14 January 2027``.
        """
        if isinstance(instant, str):
            return self.when(instant, seen_from)
        local = instant.astimezone(self.zone)
        other = self._day(seen_from)
        if other == local.date():
            return self._time(local)
        near = other is not None and abs((other - local.date()).days) < 7
        return self._fill("clock" if near else "clock_short", local.date(), self._time(local))

    def _day(self, moment: dt.datetime | str) -> dt.date | None:
        if isinstance(moment, str):
            try:
                return dt.date.fromisoformat(moment)
            except ValueError:
                return None
        return moment.astimezone(self.zone).date()

    def _on_day(self, moment: dt.datetime | str, pattern: str, otherwise: str = "") -> str:
        day = self._day(moment)
        return (otherwise or str(moment)) if day is None else self._fill(pattern, day)

    def _time(self, local: dt.datetime) -> str:
        return self._at(local.hour, local.minute)

    def _written(self, hour: int, minute: int) -> str:
        return self.words.patterns["time"].format(hour=hour, minute=minute)

    def _filled(self, pattern: str, day: dt.date, time: str = "") -> str:
        lists = self.words.lists
        return self.words.patterns[pattern].format(
            day=day.day,
            month=lists["months"][day.month - 1],
            month_short=lists["months_short"][day.month - 1],
            weekday=lists["weekdays"][day.weekday()],
            weekday_short=lists["weekdays_short"][day.weekday()],
            year=day.year,
            time=time,
        )
