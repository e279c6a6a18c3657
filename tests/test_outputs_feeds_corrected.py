"""A correction reaches those who read the current document of a feed, however old what it puts right."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

import newsletters
from feed_samples import HOUR, NEWSLETTER, NOON, article, edition, live_entry
from pressday.cli.commands import run
from pressday.config import FeedSettings
from pressday.digest import digests
from pressday.model import Correction, Edition
from pressday.outputs.feeds import plan as planning
from pressday.outputs.feeds.recipes import FeedRecipe
from pressday.records import replace

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)
SMALL = replace(NEWSLETTER, feeds=FeedSettings(items=3))
TOLD = [article(f"n{number}", f"News {number}", NOON - number * 3 * DAY, topics=("harbour",)) for number in range(8)]


def right(days: float) -> tuple[Correction, ...]:
    """A correction made so many days before the newest entry."""
    return (Correction(NOON - days * DAY, "It was the other pier."),)


def recipes(made: Edition, page: str) -> list[FeedRecipe]:
    """The Atom feed beside *page*, and its archives."""
    outputs = planning.plan(made, SMALL, tuple(digests(made, SMALL)))
    found = [o.recipe for o in outputs if o.kind in ("atom", "feed_archive") and isinstance(o.recipe, FeedRecipe)]
    return [recipe for recipe in found if recipe.page == page]


def keys(recipe: FeedRecipe) -> list[str]:
    return [item.id.rpartition(":")[2] for item in recipe.items]


@pytest.mark.parametrize("page", ["", "topics/harbour/"])
def test_what_was_corrected_comes_back_under_its_id_changed_and_not_new(page: str) -> None:
    old = article("old", "Old", NOON - 400 * DAY, topics=("harbour",), corrections=right(0))
    current, *archives = recipes(edition(*TOLD, old), page)
    assert keys(current) == ["n0", "n1", "n2", "old"]
    item = current.items[-1]
    assert (item.published, item.updated) == (NOON - 400 * DAY, NOON)
    assert current.updated == NOON
    assert [recipe.items[0] for recipe in archives if keys(recipe) == ["old"]] == [item]


@pytest.mark.parametrize(("days", "there"), [(29.9, True), (30, True), (30.1, False)])
def test_a_correction_is_told_for_thirty_days_of_news(days: float, there: bool) -> None:
    old = article("old", "Old", NOON - 400 * DAY, corrections=right(days))
    assert ("old" in keys(recipes(edition(*TOLD, old), "")[0])) is there


def test_of_several_corrections_the_latest_counts() -> None:
    old = article("old", "Old", NOON - 400 * DAY, corrections=(*right(1), *right(300)))
    assert "old" in keys(recipes(edition(*TOLD, old), "")[0])


def test_what_is_there_anyway_is_there_once() -> None:
    first = replace(TOLD[1], corrections=right(0))
    assert keys(recipes(edition(TOLD[0], first, *TOLD[2:]), "")[0]) == ["n0", "n1", "n2"]


def test_what_was_changed_otherwise_does_not_come_back() -> None:
    old = article("old", "Old", NOON - 400 * DAY, lastmod=NOON)
    assert "old" not in keys(recipes(edition(*TOLD, old), "")[0])


def test_a_live_page_that_is_corrected_too_does_not_push_it_out() -> None:
    old = article("old", "Old", NOON - 9 * DAY, corrections=right(0))
    live = live_entry("early", "Boats tied up", NOON - 300 * DAY, corrections=right(0))
    assert sorted(keys(recipes(edition(*TOLD[:3], old, live), "")[0])) == ["live/storm", "n0", "n1", "old"]


# --- from the command to the document ------------------------------------------------------------


def items(folder: Path, page: str) -> dict[str, tuple[str, str]]:
    """When each item of the Atom feed beside *page* was published and updated, by its id's end."""
    root = etree.parse(folder / f"site/{page}atom.xml").getroot()
    return {
        str(entry.findtext(f"{ATOM}id")).rpartition(":")[2]: (
            str(entry.findtext(f"{ATOM}published")),
            str(entry.findtext(f"{ATOM}updated")),
        )
        for entry in root.findall(f"{ATOM}entry")
    }


def test_the_command_brings_an_old_article_and_a_live_entry_before_their_readers(tmp_path: Path) -> None:
    folder = newsletters.make(tmp_path)
    settings = folder / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8") + "feeds: {items: 4}\n", "utf-8")
    for number in range(12):
        when = datetime.fromisoformat("2026-11-22T10:00:00+00:00") - number * HOUR * 5
        header = f"id: n{number}\ntitle: Piece {number}\ndate: {when.isoformat()}\ntopics: [ferry]\n"
        newsletters.write(folder, f"content/articles/2026/piece-{number}.md", f"---\n{header}---\nText {number}.\n")
    newsletters.built(folder, record=True)
    before = {page: items(folder, page) for page in ("", "topics/ferry/")}
    assert all("bcdf2345" not in held for held in before.values())
    for key in ("bcdf2345", "1121-2210-wxyz"):
        assert run(["correct", key, "Five.", "--clock", "2026-11-22T11:00", "--source", str(folder)]) == 0
    newsletters.built(folder, record=True)
    for page in ("", "topics/ferry/"):
        held = items(folder, page)
        assert held["bcdf2345"] == ("2026-11-18T09:00:00+00:00", "2026-11-22T11:00:00+00:00")
        stay = {key: dates for key, dates in before[page].items() if key.startswith("n")}
        assert stay
        assert stay.items() <= held.items()
    assert re.search("Five\\.", (folder / "site/topics/ferry/feed.json").read_text("utf-8"))
