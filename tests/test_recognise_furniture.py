"""What a site puts around a live page is no part of it; a sentence always is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.recognise import Found, Hints, recognise

LONG = "The harbour master said on the quay that nobody had seen such a tide for many years, and that more would come."
ENTRIES = f"5 March 2026\nGates hold\n12:40\n{LONG}\nWind rises\n12:20\n{LONG}\n"


def read(text: str) -> Found:
    document, _ = readers.read(text.encode(), "storm.txt")
    found = recognise(document, Hints(ZoneInfo("UTC"), datetime(2026, 3, 6, 18, 0, tzinfo=UTC)))
    assert found is not None
    return found


def furniture(found: Found) -> list[str]:
    parts = [part for part in found.parts if part.role == "furniture"]
    return [block.text for part in parts for block in found.blocks[part.first : part.last]]


@pytest.mark.parametrize(
    "line",
    [
        "Home | News | Sport | Weather",
        "LIVE",
        "Share",
        "Last updated 3 minutes ago",
        "Last updated 14:20",
        "12 comments",
    ],
)
def test_a_sites_own_lines_are_neither_title_nor_lead(line: str) -> None:
    for text in (f"{line}\nStorm over Harne\n{LONG}\n", f"Storm over Harne\n{line}\n{LONG}\n"):
        found = read(text + ENTRIES)
        assert (found.title, found.lead, furniture(found)) == ("Storm over Harne", (LONG,), [line])


@pytest.mark.parametrize("label", ["More from the Gazette", "Related", "Most read:"])
def test_other_headlines_below_the_last_entry_are_left_out(label: str) -> None:
    found = read(f"Storm over Harne\n{ENTRIES}{label}\nFerry fares to rise\nThe lost bell of Harne\n")
    assert furniture(found) == [label, "Ferry fares to rise", "The lost bell of Harne"]
    assert found.clippings[-1].paragraphs == (LONG,)


@pytest.mark.parametrize(
    "below",
    [
        "Related\nThe ferry sailed at noon.\n",
        f"Most read\nFerry fares to rise\n{LONG}\n",
        "Related\n",
        "Most read\nWill the ferry sail?\n",
    ],
)
def test_nothing_that_could_be_text_is_left_out(below: str) -> None:
    found = read(f"Storm over Harne\n{ENTRIES}{below}")
    assert furniture(found) == []
    assert len(found.clippings[-1].paragraphs) == 1 + len(below.splitlines())


def test_a_lead_with_bars_or_short_words_in_it_is_kept() -> None:
    found = read(
        f"Storm over Harne\nThe tide | the wind | and what the harbour master said of it.\nStay home\n{ENTRIES}"
    )
    assert len(found.lead) == 2
    assert furniture(found) == []
