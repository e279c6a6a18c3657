"""Only a zone that somebody has given goes before what a page says of its times."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import SETTINGS, Desk
from pressday import config
from pressday.cli import main
from pressday.importing import ImportOptions, ImportReport
from pressday.ledger import imports as ledger

PAGE = """Storm over Harne, live
All times BST
6 July 2025

14:20
Bridge closed
The bridge was closed when the wind rose, said Ines Okafor.
13:50
Ferries stop
The ferries have stopped for the day, said Tam Reyes.
"""
LATER = PAGE.replace("14:20\n", "14:40\nCalm\nIt is calm in Harne, said Nell Harrow.\n14:20\n")
BY_THE_PAGE, BY_BERLIN = "13:20+00:00", "14:20+02:00"


def at(desk: Desk, headline: str = "Bridge closed") -> str:
    (line,) = (line for line in desk.entry(headline).read_text().splitlines() if line.startswith("date: "))
    return line.partition("T")[2].replace(":00+", "+")


def moved(desk: Desk, zone: str) -> None:
    """The newsletter's own zone is another from now on."""
    desk.newsletter, _ = config.parse(SETTINGS.format(zone=zone))


def says_as_you_said(report: ImportReport) -> bool:
    return any("as you said" in note.message for note in report.guesses)


def test_a_newsletter_that_moves_does_not_move_what_it_imported(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "UTC")
    desk.put(PAGE)
    desk.report()
    assert at(desk) == BY_THE_PAGE
    before = desk.entry("Bridge closed").read_text()
    moved(desk, "Europe/Berlin")
    desk.put(LATER)
    assert not says_as_you_said(desk.report())
    assert desk.entry("Bridge closed").read_text() == before
    assert at(desk, "Calm") == "15:40+02:00"


def test_the_zone_that_was_given_holds_where_it_is_the_newsletters_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Europe/Berlin")
    desk.put(PAGE)
    assert says_as_you_said(desk.report(options=ImportOptions(timezone="Europe/Berlin")))
    assert at(desk) == BY_BERLIN
    desk.put(LATER)
    desk.report()
    assert at(desk, "Calm") == "14:40+02:00"
    desk.put(LATER.replace("14:40\nCalm", "14:50\nDusk"), "later.txt")
    assert says_as_you_said(desk.report())  # as the page's other document
    assert at(desk, "Dusk") == "14:50+02:00"


def test_the_zone_of_a_recipe_is_a_given_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Europe/Berlin")
    recipe = "recipes:\n  - documents: storm*\n    timezone: Europe/Berlin\n"
    desk.newsletter, problems = config.parse(SETTINGS.format(zone="Europe/Berlin") + recipe)
    assert not problems
    desk.put(PAGE)
    desk.report()
    assert at(desk) == BY_BERLIN


@pytest.mark.parametrize("given", ["", "Europe/Paris"])
def test_the_ledger_tells_a_zone_that_was_given(tmp_path: Path, given: str) -> None:
    desk = Desk(tmp_path, "UTC")
    desk.put(PAGE)
    desk.report(options=ImportOptions(timezone=given))
    told = ledger.parse(desk.read("ledger/imports/storm.txt.yaml"), "storm.txt.yaml")
    assert (told.timezone, told.zoned) == (given or "UTC", given)
    assert ledger.parse(ledger.dump(told), "storm.txt.yaml") == told


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-13-01"])
def test_a_day_of_no_news_cannot_be_given(tmp_path: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--date", day, "--source", str(tmp_path)]) == 2
    assert f"`{day}` is not a day" in capsys.readouterr().err
