"""The pages that digests have on the web."""

from __future__ import annotations

from pathlib import Path

import newsletters
from digest_samples import a_day_of_news, at, edition, newsletter, story
from pressday.digest import digests
from pressday.model import Label
from pressday.outputs import digests as planning
from pressday.outputs.shells import digest_front
from pressday.outputs.views import DigestPage, DigestsPage, FeedLink


def plan(edition, newsletter):
    """The planned outputs, with the digests that the edition makes."""
    return planning.plan(edition, newsletter, tuple(digests(edition, newsletter)))


SETTINGS = newsletter()
FEEDS = (FeedLink("The Quay: digests", "digests/"), FeedLink("The Quay", ""))


def test_every_digest_has_a_page_that_leads_to_the_one_before() -> None:
    made = [output for output in plan(a_day_of_news(SETTINGS), SETTINGS) if output.kind == "digest"]
    assert [output.path for output in made] == ["digests/2026-11-20/index.html", "digests/2026-11-19/index.html"]
    newer, older = (output.recipe for output in made)
    assert isinstance(newer, DigestPage)
    assert isinstance(older, DigestPage)
    assert newer.older == Label("2026-11-19", older.digest.subject, "digests/2026-11-19/")
    assert older.older is None
    assert (newer.shell.title, newer.shell.address) == ("Gale force nine by dusk", "digests/2026-11-20/")
    assert newer.shell.feeds == FEEDS
    assert {output.place for output in made} == {"site"}


def test_the_list_holds_every_digest_newest_first() -> None:
    made = [output for output in plan(a_day_of_news(SETTINGS), SETTINGS) if output.kind == "digests"]
    assert [output.path for output in made] == ["digests/index.html"]
    page = made[0].recipe
    assert isinstance(page, DigestsPage)
    assert [shown.name for shown in page.digests] == ["2026-11-20", "2026-11-19"]
    assert page.shell.feeds == FEEDS


def test_a_digest_shows_its_subject_and_what_comes_next() -> None:
    made = a_day_of_news(SETTINGS)
    page = next(iter(plan(made, SETTINGS))).recipe
    assert isinstance(page, DigestPage)
    shown = digest_front(page.digest)
    assert (shown.subject, shown.name, shown.closed) == ("Gale force nine by dusk", "2026-11-20", at(21, "00:00"))
    assert shown.headlines == ("Two boats laid up", "Council votes on kerbs", "Gale warning")
    assert shown.count == 4


def test_a_long_list_goes_on_on_older_pages_under_titles_of_their_own() -> None:
    entries = [story(f"k{day}-{year}", at(day).replace(year=year)) for day in range(1, 29) for year in (2026, 2027)]
    made = [output for output in plan(edition(SETTINGS, entries), SETTINGS) if output.kind == "digests"]
    assert [output.path for output in made] == ["digests/index.html", "digests/page/1/index.html"]
    recipes = [output.recipe for output in made if isinstance(output.recipe, DigestsPage)]
    assert [recipe.shell.title for recipe in recipes] == ["Digests", "Digests (1)"]
    assert [len(recipe.digests) for recipe in recipes] == [31, 25]


def test_a_newsletter_without_news_has_an_empty_list() -> None:
    (only,) = plan(edition(SETTINGS, []), SETTINGS)
    assert isinstance(only.recipe, DigestsPage)
    assert only.recipe.digests == ()


def test_a_story_on_a_digests_page_has_no_mark_that_leads_nowhere(tmp_path: Path) -> None:
    folder = newsletters.make(tmp_path / "newsletter")
    path = folder / "content/articles/2026/2026-11-20-slipway/index.md"
    text = path.read_text("utf-8").replace("source: The Cove Review\n", "")
    noted = "The slipway[^1] opened, as [told below](#below).\n\n[^1]: A note.\n\n<p id='below'>Below.</p>\n"
    path.write_text(text.partition("The slipway opened.")[0] + noted, "utf-8")
    newsletters.built(folder)
    page = (folder / "site/digests/2026-11-21/index.html").read_text("utf-8")
    mail = (folder / "outbox/2026-11-21/email.html").read_text("utf-8")
    letter = (folder / "outbox/2026-11-21/email.txt").read_text("utf-8")
    assert 'The slipway opened, as <a href="/2026/11/20/slipway/#below">told below</a>.' in page
    assert "#fn" not in page + mail + letter
    assert 'href="https://courier.example/2026/11/20/slipway/#below"' in mail
    assert "[1]" not in mail + letter
