"""Which feeds there are, what each holds, and what never changes about them."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from feed_samples import HOUR, NEWSLETTER, NOON, REVIEW, article, card, edition, live_entry, sample
from pressday import records
from pressday.config import FeedSettings, Newsletter
from pressday.digest import digests
from pressday.model import Correction, Edition, EditorsNote, Entry, ShownPoint, ShownPoints, Source, Span
from pressday.outputs.feeds import plan as planning
from pressday.outputs.feeds.recipes import FeedItem, FeedRecipe, OpmlRecipe
from pressday.outputs.feeds.window import Ranked, newest
from pressday.records import replace


def plan(edition, newsletter):
    """The planned outputs, with the digests that the edition makes."""
    return planning.plan(edition, newsletter, tuple(digests(edition, newsletter)))


def recipes(edition_: Edition, newsletter: Newsletter = NEWSLETTER) -> dict[str, FeedRecipe]:
    """The Atom feeds' recipes, by the page that they stand beside."""
    found = {}
    for output in plan(edition_, newsletter):
        if output.kind == "atom":
            assert isinstance(output.recipe, FeedRecipe)
            found[output.recipe.page] = output.recipe
    return found


def keys(recipe: FeedRecipe) -> list[str]:
    return [item.id.partition(":")[2].partition(":")[2] for item in recipe.items]


def item(recipe: FeedRecipe, key: str) -> FeedItem:
    return recipe.items[keys(recipe).index(key)]


def test_every_feed_comes_in_three_formats_beside_its_page() -> None:
    outputs = list(plan(sample(), NEWSLETTER))
    pages = [
        "",
        "topics/harbour/",
        "topics/school/",
        "live/storm/",
        "authors/mirela-tans/",
        "authors/odd-brekke/",
        "authors/per-lind/",
        "digests/",
    ]
    expected = [(page + name, kind) for page in pages for name, kind in FILES]
    assert [(output.path, output.kind) for output in outputs] == [*expected, ("feeds.opml", "opml")]
    assert {output.place for output in outputs} == {"site"}


FILES = (("feed.xml", "rss"), ("atom.xml", "atom"), ("feed.json", "feed_json"))


def test_the_list_names_the_whole_then_topics_as_set_live_pages_authors_digests() -> None:
    *_, last = plan(sample(), NEWSLETTER)
    assert isinstance(last.recipe, OpmlRecipe)
    assert [outline.title for outline in last.recipe.outlines] == [
        "The Skarvey Post",
        "The Skarvey Post: Harbour",
        "The Skarvey Post: School & hall",
        "The Skarvey Post: The spring storm, hour by hour",
        "The Skarvey Post: Mirela Tans",
        "The Skarvey Post: Odd Brekke",
        "The Skarvey Post: Per Lind",
        "The Skarvey Post: digests",
    ]


def test_the_whole_holds_articles_and_one_item_for_each_live_page_and_collection() -> None:
    assert keys(recipes(sample())[""]) == ["live/storm", "pier", "linked/reading", "bell"]


def test_a_topic_and_a_live_page_are_told_entry_by_entry() -> None:
    found = recipes(sample())
    assert keys(found["topics/harbour/"]) == ["late", "early", "pier", "gulls", "fog"]
    assert keys(found["live/storm/"]) == ["late", "early"]


def test_no_feed_holds_a_live_page_both_whole_and_entry_by_entry() -> None:
    for recipe in recipes(sample()).values():
        held = set(keys(recipe))
        assert not ("live/storm" in held and held & {"early", "late"})
        assert not ("linked/reading" in held and held & {"gulls", "fog"})


def test_an_author_has_only_the_live_pages_and_collections_where_they_wrote() -> None:
    found = recipes(sample())
    assert keys(found["authors/mirela-tans/"]) == ["live/storm", "bell"]
    assert keys(found["authors/odd-brekke/"]) == ["pier"]
    assert keys(found["authors/per-lind/"]) == ["linked/reading"]


def test_a_feed_reaches_back_two_days_even_past_its_number_of_items() -> None:
    newsletter = replace(NEWSLETTER, feeds=FeedSettings(items=2))
    entries = [article(f"n{hours}", "News", NOON - hours * HOUR) for hours in (0, 1, 47, 48, 49, 90)]
    assert keys(recipes(edition(*entries), newsletter)[""]) == ["n0", "n1", "n47", "n48"]


def test_a_feed_has_its_number_of_items_however_old_they_are() -> None:
    newsletter = replace(NEWSLETTER, feeds=FeedSettings(items=3))
    entries = [article(f"n{days}", "News", NOON - days * 24 * HOUR) for days in (0, 100, 200, 300)]
    assert keys(recipes(edition(*entries), newsletter)[""]) == ["n0", "n100", "n200"]


def test_cards_imported_late_do_not_push_the_last_two_days_out() -> None:
    newsletter = replace(NEWSLETTER, feeds=FeedSettings(items=3))
    late = [card(f"c{n}", "Card", NOON + 30 * 24 * HOUR, topics=("school",)) for n in range(3)]
    told = [article(f"n{hours}", "News", NOON - hours * HOUR, topics=("school",)) for hours in (0, 40, 60)]
    assert keys(recipes(edition(*late, *told), newsletter)["topics/school/"]) == ["c2", "c1", "c0", "n0", "n40"]


def test_only_as_much_of_a_long_list_is_read_as_the_feed_keeps() -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        while True:
            yield Ranked(NOON - read * HOUR, True, read)
            read += 1

    assert newest(endless(), least=3) == list(range(49))
    assert read < 60


def test_a_live_page_is_updated_by_an_entry_a_correction_or_a_set_of_points() -> None:
    entry = live_entry("early", "Boats tied up", NOON)
    points = ShownPoints(NOON + 3 * HOUR, (ShownPoint("The ferry stays in"),))
    correction = Correction(NOON + 5 * HOUR, "It was the small boats.")

    def updated(*entries: Entry, **given: Any) -> datetime:
        return recipes(edition(*entries, **given))[""].items[0].updated

    assert updated(entry) == NOON
    assert updated(entry, live_entry("late", "More", NOON + HOUR)) == NOON + HOUR
    assert updated(entry, points=(points,)) == NOON + 3 * HOUR
    assert updated(replace(entry, corrections=(correction,))) == NOON + 5 * HOUR


def test_a_collection_is_updated_by_a_new_card_and_keeps_the_date_of_its_first() -> None:
    first, second = card("a", "One", NOON), card("b", "Two", NOON + HOUR)
    held = recipes(edition(first, second))[""].items[0]
    assert (held.published, held.updated) == (NOON, NOON + HOUR)


def test_a_feed_was_updated_when_the_latest_of_its_items_was() -> None:
    corrected = article("old", "Old", NOON - 9 * HOUR, lastmod=NOON + HOUR)
    assert recipes(edition(article("new", "New", NOON), corrected))[""].updated == NOON + HOUR


def test_a_closed_digest_is_an_item_with_its_points_and_stories_by_topic() -> None:
    recipe = recipes(sample())["digests/"]
    assert keys(recipe) == ["digest/2025-05-14"]
    digest = recipe.items[0]
    assert digest.address == "digests/2025-05-14/"
    assert digest.published == NOON + 11 * HOUR
    assert digest.hash == "body of note"
    told = {section.title: [line.text for line in section.lines] for section in digest.sections}
    assert told["The spring storm, hour by hour"] == ["The ferry stays in", "The hall is open all night"]
    assert "The pier is to be mended" in told["Harbour"]


def test_an_empty_note_is_no_body_of_a_digest() -> None:
    span = Span("2025-05-14", NOON - HOUR, NOON + HOUR)
    note = EditorsNote("content/digests/2025-05-14.md", "2025-05-14", "hash", subject="At last")
    held = recipes(edition(article("a", "One", NOON), spans=(span,), notes={span.name: note}))["digests/"].items[0]
    assert (held.title, held.hash) == ("At last", "")


def test_stories_without_a_topic_stand_under_more_news() -> None:
    span = Span("2025-05-14", NOON - HOUR, NOON + HOUR)
    made = edition(article("a", "One", NOON, topics=("harbour",)), article("b", "Two", NOON), spans=(span,))
    assert [s.title for s in recipes(made)["digests/"].items[0].sections] == ["Harbour", "More news"]


def test_a_merged_topics_feeds_go_on_at_their_old_addresses() -> None:
    first, *others = NEWSLETTER.topics
    merged = replace(NEWSLETTER, topics=(replace(first, formerly=("boats", "ships")), *others))
    made = {output.path: output for output in plan(sample(), merged)}
    for name in ("feed.xml", "atom.xml", "feed.json"):
        now = made[f"topics/{first.id}/{name}"]
        for old in ("boats", "ships"):
            before = made[f"topics/{old}/{name}"]
            assert (before.kind, before.recipe) == (now.kind, now.recipe)
    assert made.keys() - {output.path for output in plan(sample(), NEWSLETTER)} == {
        f"topics/{old}/{name}" for old in ("boats", "ships") for name in ("feed.xml", "atom.xml", "feed.json")
    }


def test_a_card_leads_to_its_original_only_where_that_address_is_known() -> None:
    def original(source: Source | None) -> str:
        held = card("c", "Card", NOON, topics=("harbour",), source=source)
        return item(recipes(edition(held))["topics/harbour/"], "c").original

    assert original(replace(REVIEW, url="https://lantern.example/fog")) == "https://lantern.example/fog"
    assert original(REVIEW) == ""
    assert original(Source("Elsewhere", "https://elsewhere.example/")) == ""
    assert original(Source("Elsewhere")) == ""
    assert original(None) == ""


def test_ids_outlive_titles_slugs_addresses_zones_and_themes() -> None:
    before = recipes(sample())
    renamed = replace(
        NEWSLETTER,
        base_url="https://elsewhere.example/",
        title="The Other Post",
        timezone="Pacific/Auckland",
        theme="plain",
        topics=tuple(replace(topic, title="New " + topic.title) for topic in NEWSLETTER.topics),
    )
    original = sample()
    entries = [
        replace(e, title="New " + e.title, slug="new", address=f"new/{e.key}/", hash="new")
        for e in (*original.entries, *original.cards)
    ]
    changed = edition(*entries, live_title="Renamed", newsletter=renamed, spans=original.spans, notes=original.notes)
    after = recipes(changed, renamed)
    assert {page: recipe.id for page, recipe in before.items()} == {page: recipe.id for page, recipe in after.items()}
    for page, recipe in before.items():
        assert sorted(keys(recipe)) == sorted(keys(after[page]))


def test_ids_of_feeds_are_of_their_own_kind_and_all_different() -> None:
    found = recipes(sample())
    ids = [recipe.id for recipe in found.values()] + [i.id for i in found["topics/harbour/"].items]
    ids += [i.id for i in (*found[""].items, *found["digests/"].items) if i.id not in ids]
    assert len(set(ids)) == len(ids)
    assert found["topics/harbour/"].id == "tag:skarvey.example,2025:feed/topic/harbour"


def test_an_entry_is_the_same_item_in_every_feed_that_holds_it() -> None:
    both = edition(article("a", "One", NOON, topics=("harbour", "school"), authors=("Odd Brekke",)))
    found = recipes(both)
    held = [found[page].items[0] for page in ("", "topics/harbour/", "topics/school/", "authors/odd-brekke/")]
    assert all(one == held[0] for one in held)


def test_a_newsletter_without_news_has_its_feeds_all_the_same() -> None:
    found = recipes(edition())
    assert list(found) == ["", "topics/harbour/", "topics/school/", "digests/"]
    assert {recipe.items for recipe in found.values()} == {()}
    assert {recipe.updated.year for recipe in found.values()} == {2025}


def test_recipes_are_encoded_for_fingerprints() -> None:
    for output in plan(sample(), NEWSLETTER):
        data = records.encode(output.recipe)
        assert records.decode(data, type(output.recipe)) == output.recipe


def test_planning_twice_plans_the_same() -> None:
    assert list(plan(sample(), NEWSLETTER)) == list(plan(sample(), NEWSLETTER))


@pytest.mark.parametrize("module", ["feedgen", "lxml"])
def test_planning_loads_nothing_that_draws_feeds(module: str) -> None:
    code = f"import sys, pressday.outputs.feeds.plan; sys.exit('{module}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_items_stand_newest_first_in_every_feed() -> None:
    for page, recipe in recipes(sample()).items():
        whole = page == "" or page.startswith("authors/")
        placed = [
            one.updated if whole and one.id.partition(":")[2].count("/") else one.published for one in recipe.items
        ]
        assert placed == sorted(placed, reverse=True)
        assert timedelta(0) <= recipe.updated - max(one.published for one in recipe.items)
