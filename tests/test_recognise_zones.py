"""The zone that a page states for its times is used, and told where it is another than the newsletter's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.documents import Block
from pressday.recognise import Found, Hints, moments, recognise, zones

NOW = datetime(2026, 8, 6, 18, 0, tzinfo=UTC)
ENTRIES = "14:20\nFire out\nThe fire is out, the brigade says.\n13:05\nWind drops\nThe wind dropped after lunch.\n"


def read(head: str, *, entries: str = ENTRIES, zone: str = "UTC", told: bool = False) -> Found:
    document, _ = readers.read(f"Fire on the moor, live\n{head}\n\n{entries}".encode(), "page.txt")
    found = recognise(document, Hints(ZoneInfo(zone), NOW, zone_told=told))
    assert found is not None
    assert found.kind == "live"
    return found


def first(found: Found) -> str:
    assert found.clippings[0].instant is not None
    return f"{found.clippings[0].instant:%d %H:%M}"


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("All times BST", "13:20"),
        ("All times are BST.", "13:20"),
        ("All times stated are UK", "13:20"),
        ("All times are UK time", "13:20"),
        ("All times in CEST", "12:20"),
        ("All times are local (CEST)", "12:20"),
        ("All times Eastern", "18:20"),
        ("All times are London time", "13:20"),
        ("All times GMT+2", "12:20"),
        ("All times GMT +2", "12:20"),
        ("All times are UTC + 2", "12:20"),
        ("All times gmt+2", "12:20"),
        ("All times are (utc+2)", "12:20"),
        ("All times UTC−5", "19:20"),
        ("All times UTC – 5", "19:20"),
        ("All times UTC+5.30", "08:50"),
        ("All times in GMT+0530.", "08:50"),
        ("All times are EST (UTC-5)", "19:20"),
        ("All times are Istanbul time", "11:20"),
        ("Alle Zeiten in MESZ", "12:20"),
        ("Alle Zeitangaben MESZ", "12:20"),
        ("Toutes les heures sont à l’heure de Paris", "12:20"),
        ("Todas las horas son CEST", "12:20"),
        ("Tutti gli orari sono CEST", "12:20"),
        ("Alle tijden zijn CEST", "12:20"),
        ("Todos os horários são de Lisboa", "13:20"),
        ("12 July 2026, 14:20 CEST", "12:20"),
        ("Updated 12 July 2026, 14:20 CEST", "12:20"),
    ],
)
def test_the_zone_of_a_page_is_that_of_its_times(line: str, at: str) -> None:
    found = read(f"12 July 2026\n{line}" if "2026" not in line else line)
    assert first(found) == f"12 {at}"
    assert any("as the page says" in note.message for note in found.guesses)
    assert line not in found.lead


def test_a_line_of_an_entry_goes_before_what_the_page_states() -> None:
    found = read(
        "12 July 2026\nAll times BST", entries=ENTRIES.replace("14:20", "14:20 GMT").replace("13:05", "13:05 GMT")
    )
    assert first(found) == "12 14:20"


def test_a_time_without_zone_among_others_has_theirs() -> None:
    entries = ENTRIES.replace("14:20", "14:20 CEST").replace("13:05", "13:05 CEST") + "12:00\nFire\nSmoke was seen.\n"
    found = read("12 July 2026", entries=entries)
    assert found.clippings[2].instant == datetime(2026, 7, 12, 10, 0, tzinfo=UTC)


def test_the_same_zone_as_the_newsletters_needs_no_word() -> None:
    found = read("12 July 2026\nAll times BST", zone="Europe/London")
    assert first(found) == "12 13:20"
    assert found.guesses == ()


def test_the_editors_word_goes_before_the_pages_and_that_is_said() -> None:
    found = read("12 July 2026\nAll times BST", zone="Europe/Berlin", told=True)
    assert first(found) == "12 12:20"
    assert any("as you said" in note.message for note in found.guesses)


@pytest.mark.parametrize("line", ["All times are local", "All times IST"])
def test_a_zone_that_is_not_known_is_told(line: str) -> None:
    found = read(f"12 July 2026\n{line}")
    assert first(found) == "12 14:20"
    assert any("names no zone that is known" in note.message for note in found.guesses)


def test_two_zones_in_the_head_are_none() -> None:
    assert first(read("12 July 2026, 14:20 CEST\nFirst published on 12 July 2026, 06:00 BST")) == "12 14:20"


@pytest.mark.parametrize("line", ["Times are hard", "All times of the year are good", "In all times", "Times Square"])
def test_other_lines_state_no_zone(line: str) -> None:
    assert zones.stated(Block(line, 1, line)) is None


@pytest.mark.parametrize("line", ["All times UTC+99", "All times utc+5.5", "All times GMT+2:75", "All times UTC-1230"])
def test_an_offset_that_no_clock_has_is_not_taken_for_utc(line: str) -> None:
    found = read(f"12 July 2026\n{line}", zone="Europe/Berlin")
    assert first(found) == "12 12:20"
    assert any("names no zone that is known" in note.message for note in found.guesses)


@pytest.mark.parametrize("line", ["All times gmt", "All times utc", "All times are Greenwich Mean Time"])
def test_utc_is_known_by_its_names(line: str) -> None:
    assert first(read(f"12 July 2026\n{line}", zone="Europe/Berlin")) == "12 14:20"


def test_a_name_of_two_zones_is_none() -> None:
    assert zones.stated(Block("All times West", 1, "All times West")) is None


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("14:20 GMT+2", 2),
        ("14:20 GMT +2", 2),
        ("6 October 2026, 14:20 UTC −5", -5),
        ("14:20 UTC−5", -5),
        ("14:20 UTC+5.30", 5.5),
        ("14:20 GMT - 5 boats adrift", 0),
    ],
)
def test_an_offset_beside_a_time_is_no_text(line: str, hours: float) -> None:
    told = moments.find(line)
    assert told is not None
    assert told.zone is not None
    assert told.zone.utcoffset(NOW) == timedelta(hours=hours)
    assert not any(part for part in told.rest if part != "5 boats adrift")
