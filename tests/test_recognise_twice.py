"""What a live page tells twice is told once, and nothing of it goes into another entry."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.documents import Block
from pressday.recognise import Found, Hints, recognise
from pressday.recognise.twice import once

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
TEXT = "The harbour master said on the quay that nobody had seen such a tide for many years."
ENTRIES = {"14:20": "Harbour shut", "13:05": "Wind rises over the mole", "12:10": "Ferry sails at last"}


def read(text: str) -> Found:
    document, _ = readers.read(text.encode(), "storm.txt")
    found = recognise(document, Hints(ZoneInfo("UTC"), NOW))
    assert found is not None
    return found


def told(found: Found) -> list[tuple[str, str]]:
    assert found.kind == "live"
    return [(f"{c.instant:%d %H:%M}" if c.instant else "", c.title) for c in found.clippings]


EXPECTED = [(f"05 {at}", head) for at, head in ENTRIES.items()]
TOP = "Storm over Harne\n5 March 2026\n"


@pytest.mark.parametrize(
    "stamp",
    [
        "{}\n{}",
        "Posted at {}\n{}",
        "Posted at {}{}",
        "{} GMT\n{}",
        "{}\nUpdated at {}",
        "Published at {}\nUpdated at {}",
        "{}\nLast updated: {} GMT",
    ],
)
def test_a_stamp_of_two_lines_is_one_and_no_headline(stamp: str) -> None:
    found = read(TOP + "".join(f"{stamp.format(at, at)}\n{head}\n{TEXT}\n" for at, head in ENTRIES.items()))
    assert told(found) == EXPECTED
    assert all(clipping.paragraphs == (TEXT,) for clipping in found.clippings)


def test_two_entries_of_one_minute_stay_two() -> None:
    page = f"{TOP}14:20\nHarbour shut\n{TEXT}\n14:20\nWind rises\n{TEXT}\n13:05\nFerry sails\n{TEXT}\n"
    assert told(read(page)) == [("05 14:20", "Harbour shut"), ("05 14:20", "Wind rises"), ("05 13:05", "Ferry sails")]


def test_a_list_of_some_entries_above_them_is_left_out() -> None:
    listed = "Key events\n" + "".join(f"{at}\n{head}\n" for at, head in list(ENTRIES.items())[1:])
    found = read(TOP + listed + "".join(f"{at}\n{head}\n{TEXT}\n" for at, head in ENTRIES.items()))
    assert told(found) == EXPECTED
    left = [block.text for part in found.parts if part.role == "furniture" for block in found.blocks[part.first :][:5]]
    assert left[:5] == ["Key events", "13:05", "Wind rises over the mole", "12:10", "Ferry sails at last"]


def test_entries_without_any_text_are_no_list_of_contents() -> None:
    lines = [text for at, head in ENTRIES.items() for text in (at, head)]
    blocks = tuple(Block(text, line, text) for line, text in enumerate(lines, 1))
    assert once(blocks).blocks == blocks


def test_a_day_that_tells_the_times_of_the_day_before_again_is_doubted() -> None:
    heads = ("Harbour shut", "Wind rises", "Ferry sails", "Gates hold", "Boats wait", "Lamps out")
    times = ("18:20", "13:05", "12:10") * 2
    found = read(TOP + "".join(f"{at}\n{head}\n{TEXT}\n" for at, head in zip(times, heads, strict=True)))
    (note,) = [note.message for note in found.guesses if "past midnight" in note.message]
    assert note.endswith("but it tells the times of the day before again")


def test_updated_in_every_entry_is_their_stamp_and_last_updated_above_them_is_not() -> None:
    page = "Storm over Harne\nLast updated: 14:20\nKey points\n- The gates hold\n- Nobody is hurt\n\n"
    found = read(page + "".join(f"Updated at {at}\n{head}\n{TEXT}\n" for at, head in ENTRIES.items()))
    assert [clipping.title for clipping in found.clippings] == list(ENTRIES.values())
    assert found.points == ("The gates hold", "Nobody is hurt")


def test_half_an_hour_ago_run_together_with_a_zone_leaves_the_zone() -> None:
    page = "".join(
        f"March 5, 2026, {at} p.m. ET{ago}\n{head}\n{TEXT}\n"
        for at, ago, head in (
            ("4:20", "22 minutes ago", "Harbour shut"),
            ("3:58", "1 hr 10 min ago", "Wind rises"),
            ("3:15", "2 hours ago", "Ferry sails"),
        )
    )
    assert told(read("Storm over Harne\n" + page)) == [
        ("05 21:20", "Harbour shut"),
        ("05 20:58", "Wind rises"),
        ("05 20:15", "Ferry sails"),
    ]


# --- the lines above the entries -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "title", "lead"),
    [
        ("The Harne Gazette\nNews\nSport\nStorm over Harne: the lock is shut", "Storm over Harne: the lock is shut", 1),
        ("News\nSport\nStorm over Harne", "Storm over Harne", 1),
        ("Storm over Harne\nLive\nBy Nell Harrow", "Storm over Harne", 2),
        ("Storm over Harne: the lock is shut", "Storm over Harne: the lock is shut", 1),
        ("Storm\nWind", "Storm", 2),
    ],
)
def test_the_title_is_the_headline_below_a_sites_navigation(above: str, title: str, lead: int) -> None:
    page = f"{above}\n5 March 2026\n{TEXT}\n" + "".join(f"{at}\n{head}\n{TEXT}\n" for at, head in ENTRIES.items())
    found = read(page)
    assert (found.title, len(found.lead)) == (title, lead)
    assert told(found) == EXPECTED


def test_a_lead_of_one_word_is_doubted() -> None:
    page = f"Storm over Harne: the lock is shut\nWeather\n5 March 2026\n{TEXT}\n"
    found = read(page + "".join(f"{at}\n{head}\n{TEXT}\n" for at, head in ENTRIES.items()))
    notes = [note.message for note in found.guesses]
    assert "the lead has a line of one word, “Weather”; is it the text's?" in notes


def test_bullets_inside_an_entry_are_one_list() -> None:
    found = read(
        f"{TOP}14:20\nHarbour shut\nWhat is shut:\n• The lock\n• The *bar*\n{TEXT}\n13:05\nWind\n• Alone\n{TEXT}\n"
    )
    assert found.clippings[0].paragraphs == ("What is shut:", "- The lock\n- The \\*bar\\*", TEXT)
    assert found.clippings[1].paragraphs == ("• Alone", TEXT)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("© 2026 The Harne Gazette. All rights reserved.", True),
        ("Copyright 2026, The Harne Gazette", True),
        ("© Tam Reyes", False),
        ("Copyright is what the council spoke of in 2026, and nobody had read the law before it did.", False),
    ],
)
def test_whose_the_rights_are_is_furniture_and_a_pictures_credit_is_not(line: str, left: bool) -> None:
    page = TOP + "".join(f"{at}\n{head}\n{TEXT}\n" for at, head in ENTRIES.items())
    found = read(f"{page}{line}\n")
    assert (found.clippings[-1].paragraphs == (TEXT,)) is left
