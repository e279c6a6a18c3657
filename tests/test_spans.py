"""Spans tile time: every instant in exactly one, whatever the clocks do."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest_samples import at, hours, newsletter, story
from pressday.spans import span_at, span_named, spans, spans_with_news

ZONES = sorted(available_timezones())
MOMENT = timedelta(microseconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00").astimezone(UTC)


def test_a_calendar_day_is_named_by_itself() -> None:
    span = span_at(newsletter(), at(20, "00:00"))
    assert (span.name, span.start, span.end) == ("2026-11-20", at(20, "00:00"), at(21, "00:00"))


def test_a_morning_digest_is_named_by_the_day_on_which_it_closes() -> None:
    settings = newsletter(closes=7 * 60)
    assert span_at(settings, at(20, "06:59")).name == "2026-11-20"
    span = span_at(settings, at(20, "07:00"))
    assert (span.name, span.start, span.end) == ("2026-11-21", at(20, "07:00"), at(21, "07:00"))


def test_days_are_the_newsletters_own() -> None:
    assert span_at(newsletter(zone="Pacific/Auckland"), at(20, "12:00")).name == "2026-11-21"


@pytest.mark.parametrize(
    ("zone", "closes", "name", "start", "length"),
    [
        ("Europe/London", 0, "2026-03-29", "2026-03-29T00:00", 23),
        ("Europe/London", 0, "2026-10-25", "2026-10-24T23:00", 25),
        ("Europe/London", 90, "2026-03-29", "2026-03-28T01:30", 23.5),  # 01:30 does not exist: 01:00 UTC
        ("Europe/London", 90, "2026-10-26", "2026-10-25T00:30", 25),  # 01:30 comes twice: the first
        ("America/Santiago", 0, "2026-09-06", "2026-09-06T04:00", 23),  # midnight does not exist
        ("America/Santiago", 0, "2026-04-04", "2026-04-04T03:00", 25),  # 23:00 comes twice
        ("Africa/Cairo", 0, "2026-04-24", "2026-04-23T22:00", 23),  # midnight does not exist
        ("Africa/Cairo", 0, "2026-10-29", "2026-10-28T21:00", 25),  # 23:00 comes twice
        ("America/Havana", 0, "2026-11-01", "2026-11-01T04:00", 25),  # midnight comes twice: the first
        ("America/Toronto", 0, "1919-03-31", "1919-03-31T04:30", 23.5),  # 23:30 is followed by 00:30
        ("Pacific/Apia", 0, "2011-12-31", "2011-12-30T10:00", 24),  # the 30th does not exist
        ("Pacific/Apia", 420, "2011-12-31", "2011-12-30T10:00", 7),
        ("Asia/Kathmandu", 0, "2026-11-20", "2026-11-19T18:15", 24),
    ],
)
def test_the_clocks_change(zone: str, closes: int, name: str, start: str, length: float) -> None:
    span = span_at(newsletter(closes, zone), utc(start))
    assert span_named(newsletter(closes, zone), name) == span
    assert (span.name, span.start, span.end) == (name, utc(start), utc(start) + hours(length))
    assert span_at(newsletter(closes, zone), utc(start) - MOMENT).end == utc(start)


@given(
    zone=st.sampled_from(ZONES),
    closes=st.integers(0, 24 * 60 - 1),
    instant=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_neighbours_meet_and_never_overlap(zone: str, closes: int, instant: datetime) -> None:
    settings = newsletter(closes, zone)
    span = span_at(settings, instant)
    assert span.start <= instant < span.end
    assert span_at(settings, span.start) == span
    assert span_at(settings, span.end - MOMENT) == span
    after = span_at(settings, span.end)
    assert after.start == span.end
    assert after.name > span.name


@given(
    zone=st.sampled_from(ZONES),
    closes=st.integers(0, 24 * 60 - 1),
    year=st.integers(1970, 2037),
)
@example(zone="Pacific/Enderbury", closes=1, year=1994)  # a day was left out there: its span is a minute long
def test_a_year_has_no_gap(zone: str, closes: int, year: int) -> None:
    settings = newsletter(closes, zone)
    span = span_at(settings, datetime(year, 1, 1, 12, tzinfo=UTC))
    days = 1
    while span.end < datetime(year + 1, 1, 2, tzinfo=UTC):
        after = span_at(settings, span.end)
        assert span.start < span.end == after.start
        assert after.name > span.name
        span = after
        days += 1
    assert days in (365, 366, 367, 368)


@given(
    zone=st.sampled_from(["Europe/London", "America/Santiago", "Africa/Cairo", "Asia/Gaza", "America/Asuncion"]),
    instant=st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
)
def test_a_calendar_span_holds_the_entries_of_its_day(zone: str, instant: datetime) -> None:
    span = span_at(newsletter(0, zone), instant)
    assert span.name == instant.astimezone(ZoneInfo(zone)).date().isoformat()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("instant", [datetime.min, datetime.max])
@pytest.mark.parametrize("closes", [0, 420])
def test_the_ends_of_the_calendar_are_in_a_span_too(zone: str, instant: datetime, closes: int) -> None:
    span = span_at(newsletter(closes, zone), instant.replace(tzinfo=UTC))
    assert span.start <= instant.replace(tzinfo=UTC) <= span.end
    assert date.fromisoformat(span.name)


def test_spans_come_newest_first_and_once() -> None:
    found = spans(newsletter(), [at(18), at(20, "01:00"), at(20, "23:59"), at(21, "00:00")])
    assert [span.name for span in found] == ["2026-11-21", "2026-11-20", "2026-11-18"]
    assert spans(newsletter(), []) == ()


def test_only_articles_and_live_entries_with_text_are_news() -> None:
    entries = [
        story("a", at(17), words=0),
        story("b", at(18), kind="live", page="p"),
        story("c", at(19), kind="live", page="p", words=0),
        story("d", at(20), kind="card", page="p"),
    ]
    assert [span.name for span in spans_with_news(newsletter(), entries)] == ["2026-11-18", "2026-11-17"]


def test_ten_thousand_instants_are_quick() -> None:
    settings = newsletter(420)
    instants = [at(1) + timedelta(minutes=50 * n) for n in range(10_000)]
    begun = time.process_time()
    found = spans(settings, instants)
    assert time.process_time() - begun < 0.1
    assert len(found) == 348
