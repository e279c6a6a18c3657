"""What subscribers are sent: every format read back by a feed reader and compared with what was planned."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, tzinfo
from typing import Any

import feedparser
import pytest
from lxml import etree

from feed_samples import HOUR, NEWSLETTER, NOON, article, card, draw, drawn, edition, live_entry, press, sample
from pressday.config import FeedSettings
from pressday.digest import digests
from pressday.model import Correction, Source
from pressday.outputs.feeds import plan as planning
from pressday.outputs.feeds import safe
from pressday.outputs.feeds.recipes import FeedRecipe
from pressday.records import replace


def plan(edition, newsletter):
    """The planned outputs, with the digests that the edition makes."""
    return planning.plan(edition, newsletter, tuple(digests(edition, newsletter)))


FULL = replace(NEWSLETTER, feeds=FeedSettings(hub="https://hub.example/"))
RSS = sorted(path for path in drawn(sample()) if path.endswith("feed.xml"))
ATOM = sorted(path for path in drawn(sample()) if path.endswith("atom.xml"))
JSON = sorted(path for path in drawn(sample()) if path.endswith("feed.json"))
HOSTILE = "a]]>b\x0b \x01\ufffe\ud800\U0001fffe\x85 \u202ec </script><b>&amp;"
HOSTILE_SHOWN = "a]]>b \u202ec </script><b>&amp;"


@pytest.fixture(scope="module")
def feeds() -> dict[str, bytes]:
    return drawn(sample(), FULL)


def recipe_at(path: str) -> FeedRecipe:
    recipe = next(output.recipe for output in plan(sample(), FULL) if output.path == path)
    assert isinstance(recipe, FeedRecipe)
    return recipe


def parsed(data: bytes) -> Any:
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def instant(parts: time.struct_time) -> datetime:
    return datetime(*parts[:6], tzinfo=UTC)


def by_id(feed: Any, key: str) -> Any:
    return next(entry for entry in feed.entries if entry.id == f"tag:skarvey.example,2025:{key}")


@pytest.mark.parametrize("path", RSS + ATOM)
def test_rss_and_atom_come_back_item_by_item(feeds: dict[str, bytes], path: str) -> None:
    recipe, found = recipe_at(path), parsed(feeds[path])
    assert found.feed.title == recipe.title
    assert found.feed.subtitle == recipe.description
    assert found.feed.language == "en-GB"
    assert found.feed.generator == "Pressday"
    assert instant(found.feed.updated_parsed) == recipe.updated
    assert len(found.entries) == len(recipe.items)
    for entry, item in zip(found.entries, recipe.items, strict=True):
        assert (entry.id, entry.title) == (item.id, item.title)
        assert entry.link == (item.original or "https://example.org/post/" + item.address)
        assert instant(entry.published_parsed) == item.published
        if item.updated != item.published:
            assert instant(entry.updated_parsed) == item.updated
        assert [tag.label or tag.term for tag in entry.get("tags", [])] == [c.title for c in item.categories]
        if item.authors:
            assert [author.name for author in entry.authors] == [person.name for person in item.authors]
        if item.summary:
            assert entry.summary == item.summary
            assert "<" in entry.content[0].value


@pytest.mark.parametrize("path", JSON)
def test_json_comes_back_item_by_item(feeds: dict[str, bytes], path: str) -> None:
    recipe, found = recipe_at(path), json.loads(feeds[path])
    assert feeds[path].endswith(b"}\n")
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (found["title"], found["description"], found["language"]) == (recipe.title, recipe.description, "en-GB")
    assert found["feed_url"] == f"https://example.org/post/{path}"
    assert found["home_page_url"] == f"https://example.org/post/{recipe.page}"
    for entry, item in zip(found["items"], recipe.items, strict=True):
        assert (entry["id"], entry["title"]) == (item.id, item.title)
        assert entry["url"] == "https://example.org/post/" + item.address
        assert entry.get("external_url", "") == item.original
        assert datetime.fromisoformat(entry["date_published"]) == item.published
        assert datetime.fromisoformat(entry["date_modified"]) == item.updated
        assert entry.get("tags", []) == [label.title for label in item.categories]
        assert [author["name"] for author in entry.get("authors", [])] == [person.name for person in item.authors]
        assert entry.get("summary", "") == item.summary
        assert entry["content_html"].startswith("<")


def test_every_format_says_where_it_is_and_names_its_hub(feeds: dict[str, bytes]) -> None:
    for name, type_ in (("feed.xml", "application/rss+xml"), ("atom.xml", "application/atom+xml")):
        links = {(link.rel, link.href): link for link in parsed(feeds[name]).feed.links}
        assert links["self", f"https://example.org/post/{name}"].type == type_
        assert ("hub", "https://hub.example/") in links
        assert ("alternate", "https://example.org/post/") in links
    assert json.loads(feeds["feed.json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_a_feed_without_a_hub_names_none() -> None:
    assert not any(b"hub" in data for path, data in drawn(sample()).items() if path == "atom.xml" or "json" in path)


def test_rss_has_a_permanent_guid_a_description_and_the_whole_text(feeds: dict[str, bytes]) -> None:
    channel = etree.fromstring(feeds["feed.xml"])[0]
    for item in channel.iterfind("item"):
        guid = item.find("guid")
        assert guid is not None
        assert guid.get("isPermaLink") == "false"
        description, content = item.findtext("description"), item.findtext("{*}encoded")
        assert description
        assert content
        assert content != description
    assert [e.text for e in channel.iterfind("item/{http://purl.org/dc/elements/1.1/}creator")] == [
        "Mirela Tans",
        "Odd Brekke",
        "Per Lind",
        "Mirela Tans",
    ]


def test_no_format_tells_feedgen_or_its_version(feeds: dict[str, bytes]) -> None:
    assert not any(b"feedgen" in data for data in feeds.values())


def test_atom_names_an_author_of_everything_and_no_false_one(feeds: dict[str, bytes]) -> None:
    found = parsed(feeds["topics/harbour/atom.xml"])
    assert by_id(found, "gulls").author == "Per Lind"
    assert by_id(found, "fog").author == "The Lantern Review"
    assert found.feed.author == "The Skarvey Post"


def test_links_in_the_text_are_whole_under_a_base_url_with_a_path(feeds: dict[str, bytes]) -> None:
    text = by_id(parsed(feeds["feed.xml"]), "bell").content[0].value
    assert 'href="https://example.org/post/2025/05/14/pier/"' in text
    assert 'href="https://example.org/post/2025/05/13/bell/#fn1"' in text


def test_every_link_in_every_item_is_whole(feeds: dict[str, bytes]) -> None:
    for path in RSS:
        for entry in parsed(feeds[path]).entries:
            hrefs = re.findall(r'(?:href|src)="([^"]*)"', entry.content[0].value if "content" in entry else "")
            assert all(href.startswith("https://") for href in hrefs)


def test_an_excerpt_shows_no_more_than_that_and_names_its_source(feeds: dict[str, bytes]) -> None:
    text = by_id(parsed(feeds["topics/harbour/feed.xml"]), "gulls").content[0].value
    assert "A little of body of gulls." in text
    assert "All of" not in text
    assert 'Excerpt. Source: <a href="https://lantern.example/">The Lantern Review</a>' in text


def test_an_excerpt_says_so_even_where_nobody_knows_whose_it_is() -> None:
    feeds = drawn(edition(card("c", "Card", NOON, topics=("harbour",), source=None)))
    assert by_id(parsed(feeds["topics/harbour/feed.xml"]), "c").content[0].value.endswith("<p>Excerpt.</p>")


def test_a_card_without_a_date_says_that_its_date_is_the_import(feeds: dict[str, bytes]) -> None:
    text = by_id(parsed(feeds["topics/harbour/atom.xml"]), "gulls").content[0].value
    assert "Collected on 14 May 2025; the original gives no date." in text


def test_a_card_leads_to_its_original_and_keeps_its_place_here(feeds: dict[str, bytes]) -> None:
    links = by_id(parsed(feeds["topics/harbour/atom.xml"]), "fog").links
    assert [(link.rel, link.href) for link in links] == [
        ("alternate", "https://lantern.example/2025/fog"),
        ("related", "https://example.org/post/linked/reading/#fog"),
    ]


def test_a_live_page_as_an_item_tells_its_points_and_newest_headlines(feeds: dict[str, bytes]) -> None:
    text = by_id(parsed(feeds["feed.xml"]), "live/storm").content[0].value
    assert '<a href="https://example.org/post/live/storm/late/">The ferry stays in</a>' in text
    assert "<li>The hall is open all night</li>" in text
    assert text.index("Watch: waves over the mole") < text.index("Boats tied up")


def test_a_digest_as_an_item_is_whole(feeds: dict[str, bytes]) -> None:
    text = by_id(parsed(feeds["digests/feed.xml"]), "digest/2025-05-14").content[0].value
    assert text.startswith("<p>Good evening.</p>")
    assert '<h3><a href="https://example.org/post/topics/harbour/">Harbour</a></h3>' in text
    assert "The pier is to be mended</a><br>In short: pier." in text


def test_an_entry_without_text_is_an_item_that_shows_its_headline(feeds: dict[str, bytes]) -> None:
    link = '<p><a href="https://example.org/post/live/storm/late/">Watch: waves over the mole</a></p>'
    assert by_id(parsed(feeds["live/storm/atom.xml"]), "late").content[0].value == link
    assert by_id(parsed(feeds["live/storm/feed.xml"]), "late").summary == link


def test_summaries_alone_when_the_settings_ask_for_them() -> None:
    short = replace(NEWSLETTER, feeds=FeedSettings(content="summary"))
    for path in ("feed.xml", "atom.xml"):
        found = parsed(drawn(sample(), short)[path])
        assert by_id(found, "pier").content[0].value == "<p>In short: pier.</p>"
        assert "The ferry stays in" in by_id(found, "live/storm").content[0].value


def test_a_correction_is_told_on_its_day_in_the_newsletters_zone() -> None:
    told = Correction(datetime(2025, 5, 14, 23, 30, tzinfo=UTC), "The pier is 90 < 100 metres long.")
    found = parsed(drawn(edition(article("a", "One", NOON, corrections=(told,))))["atom.xml"])
    text = by_id(found, "a").content[0].value
    assert "<strong>Correction, 15 May 2025:</strong> The pier is 90 &lt; 100 metres long." in text
    assert instant(by_id(found, "a").updated_parsed) == told.date


def test_the_newsletter_is_not_named_as_a_source_of_itself() -> None:
    own = article("a", "One", NOON, source=Source("The Skarvey Post", "https://example.org/post/"))
    assert b"Source:" not in drawn(edition(own))["feed.xml"]


def test_hostile_text_makes_valid_feeds_and_stays_text() -> None:
    newsletter = replace(
        NEWSLETTER, title=HOSTILE, topics=(replace(NEWSLETTER.topics[0], title=HOSTILE, description=HOSTILE),)
    )
    given: dict[str, Any] = {"summary": HOSTILE, "kicker": HOSTILE, "topics": ("harbour",)}
    hostile = edition(
        article("a", HOSTILE, NOON, authors=(HOSTILE,), **given),
        article("empty", "\x0b\ufffe", NOON, summary="", topics=("harbour",)),
        live_entry("l", HOSTILE, NOON, **given),
        card("c", HOSTILE, NOON, **{**given, "source": Source(HOSTILE, "javascript:alert(1)")}),
        newsletter=newsletter,
    )
    bodies = {"body of a": "<p>a]]&gt;b \x0b\ufffe\ud800</p>"}
    for path, data in drawn(hostile, newsletter, bodies).items():
        text = data.decode("utf-8")
        assert safe.text(text) == text
        assert "javascript:" not in text
        if path.endswith("json"):
            assert all(item["title"] for item in json.loads(data)["items"])
        else:
            etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    found = json.loads(drawn(hostile, newsletter, bodies)["topics/harbour/feed.json"])
    assert {item["title"] for item in found["items"]} == {HOSTILE_SHOWN, "Untitled"}
    assert next(i for i in found["items"] if i["id"].endswith(":a"))["content_html"].endswith("<p>a]]&gt;b </p>")


def test_a_headline_with_markup_in_it_is_drawn_as_text() -> None:
    feeds = drawn(edition(article("a", "Why <b> & &amp; matter", NOON)))
    assert etree.fromstring(feeds["feed.xml"]).findtext("channel/item/title") == "Why <b> & &amp; matter"
    assert parsed(feeds["atom.xml"]).entries[0].title_detail.type == "text/plain"


@pytest.mark.parametrize("path", ["feed.xml", "atom.xml", "feed.json", "feeds.opml"])
def test_two_drawings_are_the_same_bytes(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn(sample(), FULL)[path]
    monkeypatch.setattr("feedgen.feed.datetime", _Clock)
    monkeypatch.setattr("feedgen.entry.datetime", _Clock)
    assert drawn(sample(), FULL)[path] == first


class _AnyInstant(type):
    """feedgen asks whether what it is given is a datetime: it is, whatever clock it was made by."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class _Clock(metaclass=_AnyInstant):
    """A clock that stands in another century."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime(1999, 1, 1, tzinfo=tz)


def test_the_list_of_feeds_leads_to_each_feed_and_its_page(feeds: dict[str, bytes]) -> None:
    root = etree.fromstring(feeds["feeds.opml"])
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "The Skarvey Post"
    outlines = root.findall("body/outline")
    assert {outline.get("type") for outline in outlines} == {"rss"}
    urls = [str(outline.get("xmlUrl")).removeprefix("https://example.org/post/") for outline in outlines]
    assert sorted(urls) == RSS
    assert all(o.get("xmlUrl") == f"{o.get('htmlUrl')}feed.xml" for o in outlines)


def test_another_address_of_the_site_changes_links_and_no_id() -> None:
    moved = replace(NEWSLETTER, base_url="https://other.example/")
    before, after = parsed(drawn(sample())["atom.xml"]), parsed(drawn(sample(), moved)["atom.xml"])
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    assert all(entry.link.startswith("https://other.example/") for entry in after.entries)


def test_a_summary_stands_for_html_text_in_rss() -> None:
    feeds = drawn(edition(article("a", "One", NOON - HOUR, summary="Fish & <chips>")))
    assert etree.fromstring(feeds["feed.xml"]).findtext("channel/item/description") == "Fish &amp; &lt;chips&gt;"
    assert json.loads(feeds["feed.json"])["items"][0]["summary"] == "Fish & <chips>"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://lantern.example/a b?c=d&e=f#g", "https://lantern.example/a%20b?c=d&e=f#g"),
        ("http://lantern.example/caf\u00e9%20x", "http://lantern.example/caf%C3%A9%20x"),
        ("javascript:alert(1)", ""),
        ("//lantern.example/", ""),
        ("https://[broken/", ""),
        ("lantern.example", ""),
    ],
)
def test_an_address_is_kept_only_if_it_leads_to_the_web(given: str, expected: str) -> None:
    assert safe.web(given) == expected


def test_a_recipe_draws_the_same_in_any_order() -> None:
    outputs = list(plan(sample(), FULL))
    forwards = {output.path: draw(output, press(FULL)) for output in outputs}
    backwards = {output.path: draw(output, press(FULL)) for output in reversed(outputs)}
    assert forwards == backwards
