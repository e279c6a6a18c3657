"""Which pages there are and what they are drawn from: a new entry disturbs nothing that stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pressday import theme
from pressday.config import Newsletter
from pressday.model import Body, Digest, Edition
from pressday.outputs import articles, files, front, linked, lists, live, sitefiles, standing
from pressday.outputs.press import Output, Press
from pressday.outputs.views import (
    AliasPage,
    ArchivePage,
    ArticlePage,
    AuthorPage,
    CollectionPage,
    DayPage,
    HomePage,
    LiveEntryPage,
    LiveFolio,
    TopicPage,
)
from written import SETTINGS, article, composed, newsletter

Plan = Callable[[Edition, Newsletter, Sequence[Digest]], Iterator[Output]]


def outputs(plan: Plan, texts: dict[str, str]) -> dict[str, Output]:
    edition, problems = composed(texts)
    assert [problem for problem in problems if problem.severity == "error"] == []
    made = list(plan(edition, newsletter(), ()))
    assert len({output.path for output in made}) == len(made)
    return {output.path: output for output in made}


def dated(day: int, hour: int = 9, **fields: str) -> str:
    return article(f"Title {day} {hour}", **fields).replace("2026-11-20T09", f"2026-11-{day:02}T{hour:02}")


def many(count: int, **fields: str) -> dict[str, str]:
    return {
        f"content/articles/2026-{n:04}.md": dated(1 + n // 24, n % 24, id=f"id{n:04}", slug=f"s{n:04}", **fields)
        for n in range(count)
    }


def press() -> Press:
    settings = newsletter()
    return Press(settings, theme.load(Path(), settings), lambda hash_: Body("", ""))


# --- articles --------------------------------------------------------------------------------------


def test_an_article_leads_to_older_ones_only() -> None:
    before = outputs(articles.plan, many(6, topics="[ferries]"))
    after = outputs(articles.plan, many(7, topics="[ferries]"))
    assert {path: after[path] for path in before} == before
    (newest,) = after.keys() - before.keys()
    recipe = after[newest].recipe
    assert isinstance(recipe, ArticlePage)
    assert [teaser.address[-6:-1] for teaser in recipe.related] == ["s0005", "s0004", "s0003"]


def test_a_picture_that_the_text_shows_is_not_shown_above_it_too() -> None:
    def image(body: str) -> str:
        texts = {"content/articles/a.md": article(body=body, image="boat.jpg"), "content/articles/boat.jpg": ""}
        (output,) = outputs(articles.plan, texts).values()
        assert isinstance(output.recipe, ArticlePage)
        return output.recipe.image

    assert image("Text.\n") == "2026/11/20/a/boat.jpg"
    assert image("![Boat](boat.jpg)\n") == ""


# --- lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [25, 49, 60, 74, 80])
def test_a_new_entry_changes_no_full_page_of_a_list(count: int) -> None:
    fields = {"topics": "[ferries]", "authors": "[Bo]"}
    before = outputs(lists.plan, many(count, **fields))
    after = outputs(lists.plan, many(count + 1, **fields))
    changed = {path for path in before if "/page/" in path and before[path] != after[path]}
    # The one page that had been the newest full one gets a neighbour when the first page gives one away.
    gave = (count + 1) % 25 == 0 and count + 1 >= 75
    assert len(changed) == (3 if gave else 0)


def test_every_entry_stands_once_in_each_list() -> None:
    made = outputs(lists.plan, many(80, topics="[ferries]", authors="[Bo]"))
    for kind in ("archive", "topic", "author"):
        told = Counter(
            teaser.address
            for output in made.values()
            if output.kind == kind and isinstance(output.recipe, (ArchivePage, TopicPage, AuthorPage))
            for teaser in output.recipe.teasers
        )
        assert (len(told), set(told.values())) == (80, {1})


def test_a_day_knows_the_day_before_it_and_not_the_one_after() -> None:
    before = outputs(lists.plan, {"content/articles/a.md": dated(19), "content/articles/b.md": dated(20)})
    after = outputs(
        lists.plan,
        {"content/articles/a.md": dated(19), "content/articles/b.md": dated(20), "content/articles/c.md": dated(21)},
    )
    assert before["2026/11/20/index.html"] == after["2026/11/20/index.html"]
    recipe = before["2026/11/20/index.html"].recipe
    assert isinstance(recipe, DayPage)
    assert recipe.older is not None
    assert recipe.older.id == "2026-11-19"


@pytest.mark.parametrize(
    "plan", [articles.plan, live.plan, front.plan, lists.plan, linked.plan, sitefiles.plan, standing.plan]
)
def test_an_empty_newsletter_has_its_pages(plan: Plan) -> None:
    made = outputs(plan, {})
    assert all(output.recipe is not None for output in made.values())
    if plan is front.plan:
        assert list(made) == ["index.html"]


# --- the front page --------------------------------------------------------------------------------


def home(texts: dict[str, str]) -> HomePage:
    recipe = outputs(front.plan, texts)["index.html"].recipe
    assert isinstance(recipe, HomePage)
    return recipe


def test_nothing_stands_on_the_front_page_twice() -> None:
    texts = many(30, topics="[ferries, council, third]") | {
        "content/articles/plain.md": dated(20),
        "content/live/storm/2026-11-22-0900-a.md": dated(22, 9, topics="[ferries]"),
        "content/live/storm/2026-11-22-0800-b.md": dated(22, 8),
        "content/live/calm/2026-11-10-0900-c.md": dated(10, 9, topics="[ferries]"),
        "content/linked/coves/k.md": dated(20, 10, topics="[ferries]"),
    }
    page = home(texts)
    told = [teaser.address for desk in page.desks for teaser in desk.teasers]
    told += [teaser.address for teaser in page.rest]
    told += [teaser.address for strip in page.strips for teaser in strip.teasers]
    assert max(Counter(told).values()) == 1
    assert [front.title for front in page.live] == ["Storm"]
    assert not any(address.startswith("live/storm/") for address in told)
    assert "linked/coves/#k" in told


def test_a_front_page_of_one_live_page_leads_with_its_newest_headlines() -> None:
    page = home({"content/live/storm/2026-11-22-0900-a.md": dated(22)})
    assert [point.text for point in page.live[0].points] == ["Title 22 9"]
    assert (page.desks, page.rest) == ((), ())


def test_a_front_page_of_cards_alone_shows_them() -> None:
    page = home({"content/linked/coves/k.md": dated(20, guessed="[date]")})
    assert [teaser.dateless for teaser in page.strips[0].teasers] == [True]


@pytest.mark.parametrize(
    ("guessed", "undated"), [(("[date]", "[date]"), True), (("[date]", ""), False), (("", ""), False)]
)
def test_a_collection_is_undated_only_if_none_of_its_cards_has_a_date(guessed: tuple[str, str], undated: bool) -> None:
    texts = {
        f"content/linked/coves/{name}.md": dated(20 + at, **({"guessed": said} if said else {}))
        for at, (name, said) in enumerate(zip("ab", guessed, strict=True))
    }
    assert home(texts).strips[0].undated == undated
    page = outputs(linked.plan, texts)["linked/coves/index.html"].recipe
    assert isinstance(page, CollectionPage)
    assert page.undated == undated


# --- live and linked -------------------------------------------------------------------------------


def test_a_live_page_and_its_entries_have_pages() -> None:
    texts = {
        "content/live/storm/2026-11-20-2300-a.md": dated(20, 23, id="aaaa"),
        "content/live/storm/2026-11-21-0100-b.md": dated(21, 1, id="bbbb"),
        "content/live/storm/points.md": "Lead.\n\n## 2026-11-20\n- Old\n\n## 2026-11-21\n- New\n",
    }
    made = outputs(live.plan, texts)
    assert sorted(made) == ["live/storm/aaaa/index.html", "live/storm/bbbb/index.html", "live/storm/index.html"]
    folio = made["live/storm/index.html"].recipe
    assert isinstance(folio, LiveFolio)
    assert [day.name for day in folio.days] == ["2026-11-21", "2026-11-20"]
    assert folio.points is not None
    assert folio.points.points[0].text == "New"
    assert [points.points[0].text for points in folio.earlier] == ["Old"]


def test_a_new_live_entry_leaves_the_pages_of_older_ones() -> None:
    texts = {"content/live/storm/2026-11-22-0800-a.md": dated(22, 8, id="aaaa")}
    before = outputs(live.plan, texts)["live/storm/aaaa/index.html"]
    after = outputs(live.plan, texts | {"content/live/storm/2026-11-22-0900-b.md": dated(22, 9, id="bbbb")})
    assert after["live/storm/aaaa/index.html"] == before
    newer = after["live/storm/bbbb/index.html"].recipe
    assert isinstance(newer, LiveEntryPage)
    assert newer.older is not None
    assert newer.older.address == "live/storm/aaaa/"


def test_what_is_told_again_says_so_and_a_headline_that_comes_again_does_not() -> None:
    texts = {
        "content/live/storm/2026-11-22-0800-a.md": article("Watch: The Roof", id="aaaa"),
        "content/live/storm/2026-11-22-0900-b.md": article("watch: the  roof", id="bbbb"),
    }
    folio = outputs(live.plan, texts)["live/storm/index.html"].recipe
    assert isinstance(folio, LiveFolio)
    assert not any((*item.retold.before, *item.retold.again) for day in folio.days for item in day.items)
    texts["content/live/storm/2026-11-22-0900-b.md"] = article(
        "watch: the  roof", id="bbbb", also="[2026-11-22-0800-a.md]"
    )
    folio = outputs(live.plan, texts)["live/storm/index.html"].recipe
    assert isinstance(folio, LiveFolio)
    items = [item.retold for day in folio.days for item in day.items]
    assert [[teaser.address for teaser in item.before] for item in items] == [["live/storm/aaaa/"], []]
    assert [[teaser.address for teaser in item.again] for item in items] == [[], ["live/storm/bbbb/"]]


def test_a_collection_names_the_source_that_all_its_cards_share() -> None:
    texts = {f"content/linked/c/{name}.md": article(source="The Harne Gazette") for name in "ab"}
    recipe = outputs(linked.plan, texts)["linked/c/index.html"].recipe
    assert isinstance(recipe, CollectionPage)
    assert recipe.source is not None
    assert recipe.source.name == "The Harne Gazette"
    mixed = outputs(linked.plan, texts | {"content/linked/c/c.md": article()})["linked/c/index.html"].recipe
    assert isinstance(mixed, CollectionPage)
    assert mixed.source is None


@pytest.mark.parametrize(
    ("source", "original"),
    [
        ("The Harne Gazette", ""),
        ("{name: The Harne Gazette, url: https://gazette.example}", ""),
        ("{name: The Harne Gazette, url: https://gazette.example/fog}", "https://gazette.example/fog"),
        ("{name: A pamphlet, url: https://pamphlet.example/}", ""),
        ("{name: A pamphlet, url: 'https://['}", ""),
        ("{name: A pamphlet, url: https://pamphlet.example/?n=1}", "https://pamphlet.example/?n=1"),
    ],
)
def test_a_card_leads_to_its_own_text_never_to_a_front_page(source: str, original: str) -> None:
    texts = {"content/linked/c/a.md": article(source=source), "content/linked/c/b.md": article(source="Another")}
    page = outputs(linked.plan, texts)["linked/c/index.html"].recipe
    assert isinstance(page, CollectionPage)
    assert {card.entry.slug: card.original for card in page.cards} == {"a": original, "b": ""}


def test_a_link_in_the_lead_leads_there_on_the_page() -> None:
    texts = {"content/live/s/points.md": "See [a](e.md).\n", "content/live/s/e.md": article(id="eeee")}
    page = outputs(live.plan, texts)["live/s/index.html"].recipe
    settings = newsletter()
    lead = Press(settings, theme.load(Path(), settings), lambda _: Body('<p><a href="pressday:0">a</a></p>', ""))
    assert '<a href="/post/live/s/eeee/">a</a>' in lead.theme.render("live.html", page, lead).partition("</header>")[2]


def test_pictures_of_the_lead_are_published_beside_the_live_page() -> None:
    texts = {"content/live/s/points.md": "![The map](map.png)\n", "content/live/s/e.md": article()}
    edition, _ = composed(texts | {"content/live/s/map.png": ""})
    assets = {"content/live/s/map.png": "hash"}
    assert [output.path for output in files.plan(edition, Path(), assets, {}, ())] == ["live/s/map.png"]
    (page,) = [o.recipe for o in live.plan(edition, newsletter(), ()) if o.kind == "live"]
    assert isinstance(page, LiveFolio)
    assert [link.address for link in page.lead_links] == ["live/s/map.png"]


# --- standing pages and files ----------------------------------------------------------------------


def test_standing_pages_the_lost_and_the_moved() -> None:
    made = outputs(standing.plan, {"content/pages/about.md": "---\naliases: [/who/, /old.html]\n---\nx"})
    assert sorted(made) == ["404.html", "about/index.html", "old.html", "who/index.html"]
    alias = made["who/index.html"].recipe
    assert isinstance(alias, AliasPage)
    assert alias.target == "about/"
    assert alias.shell.noindex


def test_the_sitemap_holds_whole_addresses_below_the_sub_path_quoted() -> None:
    made = outputs(sitefiles.plan, {"content/articles/2026-11-20-café.md": article(topics="[Ré & mi]")})
    drawn = sitefiles.sitemap(made["sitemap.xml"].recipe, press())  # type: ignore[arg-type]  # a sitemap's recipe
    found = [element.text for element in ElementTree.fromstring(drawn).iter() if element.tag.endswith("}loc")]
    assert all(
        address and address.startswith("https://skerry.example/post/") and address.isascii() for address in found
    )
    assert "https://skerry.example/post/2026/11/20/caf%C3%A9/" in found
    assert "https://skerry.example/post/" in found
    assert "https://skerry.example/post/404.html" not in found


def test_robots_are_told_where_the_sitemap_is() -> None:
    made = outputs(sitefiles.plan, {})
    drawn = sitefiles.text(made["robots.txt"].recipe, press())  # type: ignore[arg-type]  # a text's recipe
    assert b"Sitemap: https://skerry.example/post/sitemap.xml\n" in drawn
    assert sitefiles.text(made[".nojekyll"].recipe, press()) == b""  # type: ignore[arg-type]  # as above
    assert "CNAME" not in made


def test_a_domain_of_ones_own_is_written_down() -> None:
    edition, _ = composed({})
    made = {o.path: o for o in sitefiles.plan(edition, newsletter(SETTINGS + "cname: skerry.example\n"), ())}
    assert sitefiles.text(made["CNAME"].recipe, press()) == b"skerry.example\n"  # type: ignore[arg-type]  # as above


def test_a_very_large_site_has_its_sitemap_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitefiles, "MOST", 20)
    made = outputs(sitefiles.plan, many(50))
    parts = [path for path in made if path.startswith("sitemap-")]
    assert len(parts) >= 3
    drawn = sitefiles.sitemap_index(made["sitemap.xml"].recipe, press())  # type: ignore[arg-type]  # as above
    assert [f"https://skerry.example/post/{part}".encode() in drawn for part in parts] == [True] * len(parts)


def test_an_asset_is_published_once_beside_the_page_that_shows_it() -> None:
    edition, _ = composed(
        {
            "content/articles/a.md": article(body="![x](boat.jpg) ![x](boat.jpg)\n", image="boat.jpg"),
            "content/articles/boat.jpg": "",
            "content/articles/unused.jpg": "",
        }
    )
    assets = {"content/articles/boat.jpg": "1", "content/articles/unused.jpg": "2"}
    static = {"static/.well-known/x": "3", "static/favicon.ico": "4"}
    made = list(files.plan(edition, Path("here"), assets, static, ()))
    assert [(output.path, output.origin) for output in made] == [
        (".well-known/x", "static/.well-known/x"),
        ("favicon.ico", "static/favicon.ico"),
        ("2026/11/20/a/boat.jpg", "content/articles/boat.jpg"),
    ]


def test_a_file_is_copied_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\0\xff\r\n")
    assert files.draw(files.CopiedFile(str(tmp_path / "x"), ""), press()) == b"\0\xff\r\n"


def test_links_in_pages_and_feeds_are_right_below_a_sub_path() -> None:
    edition, _ = composed(
        {
            "content/articles/a.md": article(body="[b](b.md#caf%C3%A9) [h](/) [f](#x)\n"),
            "content/articles/b.md": article(),
        }
    )
    entry = edition.by_path["content/articles/a.md"]
    html = '<a href="pressday:0"><a href="pressday:1"><a href="#x"><a href="pressday:9">'
    assert press().page_html(html, entry.links) == (
        '<a href="/post/2026/11/20/b/#caf%C3%A9"><a href="/post/./"><a href="#x"><a href="#">'
    )
    assert 'href="https://skerry.example/post/2026/11/20/b/#caf%C3%A9"' in press().feed_html(
        html, entry.links, entry.address
    )
    assert 'href="https://skerry.example/post/2026/11/20/a/#x"' in press().feed_html(html, entry.links, entry.address)
