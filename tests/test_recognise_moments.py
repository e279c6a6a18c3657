"""Dates and times as newsrooms write them, in seven languages, and words that are none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from pressday.recognise import moments, stamps
from pressday.recognise.calendar import day_of
from pressday.recognise.found import Hints

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
HINTS = Hints(ZoneInfo("UTC"), NOW)
DAY, AT = date(2026, 3, 5), time(14, 20)

WRITTEN = [
    "14:20, 5 March 2026",
    "5. März 2026, 14:20 Uhr",
    "Do., 5. März 2026 14.20 Uhr",
    "Donnerstag, 5. März 2026 um 14:20 Uhr",
    "Jeudi 5 mars 2026 à 14h20",
    "Publié le 5 mars 2026 à 14 h 20",
    "jueves, 5 de marzo de 2026, 14:20 h",
    "5 de marzo de 2026 a las 14:20",
    "giovedì 5 marzo 2026 ore 14.20",
    "5 mar 2026 alle 14:20",
    "donderdag 5 maart 2026 om 14.20 uur",
    "5 de março de 2026 às 14h20",
    "quinta-feira, 5 de março de 2026, 14:20",
    "March 5th, 2026 at 2:20 p.m.",
    "2.20pm Thursday 5 March 2026",
    "05/03/2026 14:20",
    "05.03.2026, 14:20",
    "05-03-2026 14:20",
    "2026-03-05T14:20:31Z",
    "2026/03/05 14:20",
    "• 14:20 – 5 March 2026",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_and_a_time_are_read_in_every_language(text: str) -> None:
    stamp = stamps.read(text)
    assert stamp is not None
    assert (day_of(stamp.moment, HINTS), stamp.moment.time, stamp.author) == (DAY, AT, "") or (
        stamp.moment.time == time(14, 20, 31)
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *((word, -1) for word in ("Yesterday", "Gestern", "hier", "Ayer", "Ieri", "gisteren", "Ontem")),
        *((word, 0) for word in ("Today", "Heute", "Aujourd’hui", "Hoy", "Oggi", "Vandaag", "Hoje")),
    ],
)
def test_yesterday_and_today_are_read_alone_and_beside_a_time(text: str, days: int) -> None:
    alone, timed = stamps.read(text), stamps.read(f"{text}, 14:20")
    assert alone is not None
    assert timed is not None
    assert (alone.moment.relative, timed.moment.relative, timed.moment.time) == (days, days, AT)


@pytest.mark.parametrize("text", ["Tuesday", "Dienstag", "mardi", "Martes", "Martedì", "dinsdag", "terça-feira"])
def test_a_weekday_alone_dates_what_is_below_it(text: str) -> None:
    stamp = stamps.read(text)
    assert stamp is not None
    assert day_of(stamp.moment, HINTS) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "author", "side"),
    [
        ("14:20Nell Harrow", "Nell Harrow", "after"),
        ("Nell Harrow14:20", "Nell Harrow", "before"),
        ("14:20 , Sun Li", "Sun Li", "after"),
        ("14:20 Sam Kiley", "Sam Kiley", "after"),
        ("14h20Claire Morel", "Claire Morel", "after"),
        ("5 March 2026 14:20 – Mai Brandt", "Mai Brandt", "after"),
        ("By Tam Reyes | 5 March 2026, 14:20", "Tam Reyes", "before"),
        ("14:20 – Nell Harrow, political editor", "Nell Harrow, political editor", "after"),
    ],
)
def test_a_name_beside_a_time_is_whole(text: str, author: str, side: str) -> None:
    stamp = stamps.read(text)
    assert stamp is not None
    assert (stamp.author, stamp.side, stamp.moment.time) == (author, side, AT)
    assert stamp.moment.weekday is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("14:20 GMT", timedelta(0)),
        ("14:20 MEZ", timedelta(hours=1)),
        ("14:20 GMT+2", timedelta(hours=2)),
        ("14:20 UTC-05:30", timedelta(hours=-5, minutes=-30)),
    ],
)
def test_a_zone_beside_a_time_is_read(text: str, zone: timedelta) -> None:
    moment = moments.find(text)
    assert moment is not None
    assert moment.zone == timezone(zone)


@pytest.mark.parametrize(
    "text",
    [
        "12 set sail from Harne",
        "3 out of 4 boats",
        "Sold for £14.20 at noon",
        "The score was 14:20:99",
        "GMT+99",
        "31 February 2026",
        "Version 1.2.3",
        "Sunday best",
        "A quiet Tuesday in Harne",
        "",
        "9" * 119,
        "99:99",
        "14:20 the boat left the quay",
    ],
)
def test_what_is_no_stamp_is_none(text: str) -> None:
    assert stamps.read(text) is None


@pytest.mark.parametrize(
    ("text", "at"), [("18 h", time(18)), ("18h", time(18)), ("7 h 05", time(7, 5)), ("18 heures", time(18))]
)
def test_a_french_hour_needs_no_minutes(text: str, at: time) -> None:
    stamp = stamps.read(f"Nell Harrow, à {text}")
    assert stamp is not None
    assert (stamp.moment.time, stamp.author) == (at, "Nell Harrow")


@pytest.mark.parametrize("text", ["18 hours", "24 h", "48h", "12 h de grève", "3 hr"])
def test_how_long_something_takes_is_no_hour(text: str) -> None:
    assert stamps.read(text) is None


def test_today_at_a_time_that_is_to_come_was_yesterday() -> None:
    def told(text: str, hints: Hints = HINTS) -> date | None:
        moment = moments.find(text)
        return day_of(moment, hints) if moment else None

    assert told("Today, 17:55") == date(2026, 3, 6)
    assert told("vandaag, 22:14") == date(2026, 3, 5)
    assert told("Friday 22:14") == date(2026, 2, 27)
    assert told("Friday 17:14") == date(2026, 3, 6)
    # The editor has said which day it is.
    assert told("today, 22:14", HINTS._replace(day=date(2026, 3, 6))) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("text", "us", "day"),
    [
        ("02/03/2026", False, date(2026, 3, 2)),
        ("02/03/2026", True, date(2026, 2, 3)),
        ("03/05/2026", False, date(2026, 3, 5)),  # 3 May is to come
        ("04/03/2026", True, date(2026, 3, 4)),  # 3 April is to come
        ("03/12/2026", False, date(2026, 12, 3)),  # either is to come
        ("07/03/2026", False, date(2026, 3, 7)),  # tomorrow may be today somewhere
    ],
)
def test_numbers_are_read_as_a_day_that_has_been(text: str, us: bool, day: date) -> None:
    moment = moments.find(text)
    assert moment is not None
    assert day_of(moment, HINTS._replace(month_first=us)) == day
