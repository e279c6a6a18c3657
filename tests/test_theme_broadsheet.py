"""The broadsheet: what every page of it promises to readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import theme_samples as samples
from pressday.config import DigestSettings
from pressday.model import Link
from pressday.outputs import views
from pressday.outputs.press import Press
from pressday.records import Record, replace
from pressday.theme import load
from pressday.theme.chain import package_themes
from theme_stock import LIVE

THEME = package_themes() / "broadsheet"
HOSTILE = "\"><script>alert(1)</script><b onclick=alert(1)>&'{{ 7*7 }}"
PAGES = [path for path in samples.samples() if path not in ("old/index.html", "mail/index.html")]


class Reader(HTMLParser):
    """The tags of a page, with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, attribute: str, *tags: str) -> list[str]:
        return [a[attribute] for tag, a in self.tags if attribute in a and (not tags or tag in tags)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return samples.draw_all(*samples.make(tmp_path_factory.mktemp("newsletter")))


def test_every_template_is_drawn_by_a_sample() -> None:
    templates = {p.relative_to(THEME / "templates").as_posix() for p in (THEME / "templates").rglob("*.html")}
    whole = {name for name in templates if not name.startswith("parts/")} - {"base.html"}
    assert {template for template, _ in samples.samples().values()} == whole


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_headline_landmarks_and_headings_in_order(drawn: dict[str, str], path: str) -> None:
    page = Reader(drawn[path])
    names = [tag for tag, _ in page.tags]
    levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [names.count(name) for name in ("main", "footer")] == [1, 1]
    assert "header" in names
    assert ("a", {"class": "skip", "href": "#main"}) in page.tags
    assert all("aria-label" in attributes for tag, attributes in page.tags if tag == "nav")


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_there_once_and_what_refers_to_one_finds_it(drawn: dict[str, str], path: str) -> None:
    page = Reader(drawn[path])
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    wanted = page.all("aria-labelledby") + [href[1:] for href in page.all("href") if href.startswith("#")]
    assert set(wanted) <= set(ids)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_fetched_from_elsewhere_and_links_keep_the_base_path(drawn: dict[str, str], path: str) -> None:
    page = Reader(drawn[path])
    fetched = page.all("src") + [a["href"] for t, a in page.tags if t == "link" and a["rel"] in ("stylesheet", "icon")]
    assert fetched
    assert all(link.startswith("/marrow/") for link in fetched)
    assert all(re.match(r"#|/marrow/|https?://", href) for href in page.all("href", "a"))
    assert "<script" not in drawn[path]


def test_the_head_names_the_page_its_address_and_its_feeds(drawn: dict[str, str]) -> None:
    html = drawn["topics/ferry/index.html"]
    assert "<title>The ferry · The Marrow Bay Packet</title>" in html
    assert '<link rel="canonical" href="https://packet.example/marrow/topics/ferry/">' in html
    feeds = [(a["type"], a["href"]) for t, a in Reader(html).tags if t == "link" and a["rel"] == "alternate"]
    types = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    files = ("feed.xml", "atom.xml", "feed.json")
    root = "https://packet.example/marrow/"
    assert feeds == [
        (t, f"{root}{page}{f}") for page in ("topics/ferry/", "") for t, f in zip(types, files, strict=True)
    ]


def test_the_title_of_the_front_page_is_the_newsletters_once(drawn: dict[str, str]) -> None:
    assert "<title>The Marrow Bay Packet</title>" in drawn["index.html"]


def test_the_navigation_says_where_the_reader_is(drawn: dict[str, str]) -> None:
    def current(path: str) -> list[tuple[str, str]]:
        return [(a["href"], a["aria-current"]) for _, a in Reader(drawn[path]).tags if "aria-current" in a]

    assert current("index.html") == [("/marrow/", "page")]
    assert current("topics/ferry/index.html") == [("/marrow/topics/ferry/", "page")]
    assert current("2027/03/18/rich/index.html") == [("/marrow/topics/ferry/", "true")]
    assert current("digests/2027-03-18/index.html") == [("/marrow/digests/", "true")]
    assert current("404.html") == []


def test_an_old_address_leads_on_without_a_script(drawn: dict[str, str]) -> None:
    html = drawn["old/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=/marrow/live/ice-on-the-sound/">' in html
    assert 'rel="canonical" href="https://packet.example/marrow/live/ice-on-the-sound/"' in html
    assert 'content="noindex"' in html


# --- what is said ---------------------------------------------------------------------------------


def article(html: str, key: str) -> str:
    """The part of *html* that is the article with that id."""
    match = re.search(rf'<article[^>]* id="{key}">.*?</article>', html, re.DOTALL)
    assert match
    return match[0]


def test_a_live_page_is_called_live_only_while_it_is(drawn: dict[str, str], tmp_path: Path) -> None:
    assert '<span class="kicker is-live">Live</span>' in drawn[f"{LIVE}index.html"]
    theme, press = samples.make(tmp_path)
    page = samples.live_page()
    over = replace(page, front=replace(page.front, live=False))
    html = theme.render("live.html", over, press)
    assert "As it happened" in html
    assert "is-live" not in html


def test_key_points_stand_between_headline_and_entries_and_lead_to_them(drawn: dict[str, str]) -> None:
    html = drawn[f"{LIVE}index.html"]
    assert html.index("<h1>") < html.index('class="standfirst"') < html.index("Key points") < html.index('id="e1"')
    points = html[html.index("Key points") : html.index("Earlier points")]
    assert '<a href="/marrow/live/ice-on-the-sound/#e5">School on Skerry Holm opens at ten</a>' in points
    assert re.findall(r"<time[^>]*>([^<]*)</time>", points) == ["11:42", "10:15", "Wed 21:30", "As of 11:42"]


def test_a_live_entry_is_an_anchor_with_a_page_of_its_own(drawn: dict[str, str]) -> None:
    entry = article(drawn[f"{LIVE}index.html"], "e1")
    assert '<a href="/marrow/live/ice-on-the-sound/e1/">First boat through the channel since Monday</a>' in entry


def test_a_live_entry_without_text_is_one_quiet_line(drawn: dict[str, str]) -> None:
    entry = article(drawn[f"{LIVE}index.html"], "e3")
    assert 'class="entry bare"' in entry
    assert 'class="text"' not in entry
    assert "Video" in entry


def test_a_repeated_headline_says_when_it_was_posted_before(drawn: dict[str, str]) -> None:
    entry = article(drawn[f"{LIVE}index.html"], "e4")
    assert re.search(r"Told before: <a [^>]*><time [^>]*>Wed 21:30</time></a>", entry)


def test_an_excerpt_says_so_names_its_source_and_shows_no_more(drawn: dict[str, str]) -> None:
    live = article(drawn[f"{LIVE}index.html"], "e5")
    assert "An excerpt. The whole is at <a" in live
    assert 'href="https://almanac.example/winter"' in live
    assert "harmonium" not in live
    card = article(drawn["linked/islands/index.html"], "c1")
    assert "Excerpt" in card
    assert '<h2><a href="https://almanac.example/winter">How an island keeps its ferry</a></h2>' in card


def test_a_card_without_a_date_never_shows_one_as_its_own(drawn: dict[str, str]) -> None:
    for path in ("linked/islands/index.html", "topics/ferry/index.html", "digests/2027-03-18/index.html"):
        shown = drawn[path]
        card = shown[shown.index("How an island keeps its ferry") :].partition("</article>")[0]
        assert "<time" not in card
    assert "undated, collected 10 March" in drawn["index.html"]
    row = drawn["topics/ferry/index.html"].partition("How an island")[0].rpartition("<article")[2]
    assert "collected 10 March" in row


def test_cards_with_dates_say_them_and_nothing_of_undated(tmp_path: Path) -> None:
    theme, press = samples.make(tmp_path)
    front, found = samples.samples()["index.html"][1], samples.samples()["linked/islands/index.html"][1]
    assert isinstance(front, views.HomePage)
    assert isinstance(found, views.CollectionPage)
    first = replace(front.strips[0].teasers[0], dateless=False, timeless=True)
    strip = replace(front.strips[0], teasers=(first, *front.strips[0].teasers[1:]), undated=False)
    home = theme.render("home.html", replace(front, strips=(strip,)), press)
    cards = tuple(replace(card, teaser=first) if at == 0 else card for at, card in enumerate(found.cards))
    page = theme.render("collection.html", replace(found, cards=cards, undated=False), press)
    for drawn in (home, page):
        assert "undated" not in drawn
        assert "<span>10 March" in drawn
        assert "<span>collected 10 March" in drawn


def test_a_time_that_nobody_gave_is_printed_nowhere(tmp_path: Path) -> None:
    theme, press = samples.make(tmp_path)
    pages = samples.samples()
    topic, article = pages["topics/ferry/index.html"][1], pages["2027/03/18/rich/index.html"][1]
    assert isinstance(topic, views.TopicPage)
    assert isinstance(article, views.ArticlePage)
    teaser = replace(article.teaser, timeless=True)
    shown = [
        theme.render("article.html", replace(article, teaser=teaser), press).partition("</header>")[2],
        theme.render("topic.html", replace(topic, teasers=(teaser,), live=()), press),
        theme.render("day.html", views.DayPage(topic.shell, "2027-03-18", (teaser,)), press),
    ]
    for page in shown:
        assert "10:40" not in page.partition('class="related"')[0]
    assert '<time datetime="2027-03-18">18 March 2027</time>' in shown[0]
    assert '<time datetime="2027-03-18">18 March 2027</time>' in shown[1]
    assert 'class="row plain untimed"' in shown[2]
    beside = replace(article.teaser, title="Another")
    mixed = theme.render("day.html", views.DayPage(topic.shell, "2027-03-18", (teaser, beside)), press)
    assert 'class="row timed untimed"' in mixed


def test_key_points_without_times_have_no_column_for_them(tmp_path: Path, drawn: dict[str, str]) -> None:
    theme, press = samples.make(tmp_path)
    folio = samples.samples()[f"{LIVE}index.html"][1]
    assert isinstance(folio, views.LiveFolio)
    assert folio.points is not None
    points = replace(folio.points, points=tuple(replace(p, published=None) for p in folio.points.points))
    page = theme.render("live.html", replace(folio, points=points, earlier=()), press)
    assert '<ul class="points plain">' in page
    assert "untimed" not in page
    css = (THEME / "assets" / "broadsheet.css").read_text("utf-8")
    assert ".points.plain li { display: block; }" in css
    assert '<ul class="points">' in drawn[f"{LIVE}index.html"]
    assert 'class="untimed"' in drawn[f"{LIVE}index.html"]


def test_a_correction_is_announced_above_and_told_below(drawn: dict[str, str]) -> None:
    html = drawn["2027/03/18/rich/index.html"]
    assert '<a href="#corrections">Corrected 18 March</a>' in html
    assert "The late boat leaves at 22:10, not at 21:10." in html


def test_the_front_page_says_nothing_twice(drawn: dict[str, str]) -> None:
    for path in ("index.html", "quiet/index.html"):
        titles = re.findall(r"<h[23]>(?:<span[^>]*>[^<]*</span> )?<a[^>]*>([^<]*)", drawn[path])
        assert len(titles) == len(set(titles)) > 5


def test_the_front_page_says_how_to_subscribe(drawn: dict[str, str], tmp_path: Path) -> None:
    hrefs = Reader(drawn["index.html"]).all("href", "a")
    assert {"https://lists.example/packet", "/marrow/feed.xml", "/marrow/atom.xml", "/marrow/feed.json"} <= set(hrefs)
    without = samples.newsletter(digest=replace(samples.newsletter().digest, subscribe=""))
    theme = load(tmp_path, without)
    assert "Get it by mail" not in theme.render("home.html", samples.home(), samples.press(theme, without))


def test_a_mail_address_to_subscribe_at_becomes_a_link_and_a_script_does_not(tmp_path: Path) -> None:
    def link(text: str) -> str:
        digest = replace(samples.newsletter().digest, subscribe=text)
        return load(tmp_path, samples.newsletter(digest=digest)).site.subscribe

    assert link("join@packet.example") == "mailto:join@packet.example"
    assert link("javascript:alert(1)") == ""


def test_wide_things_in_a_text_scroll_inside_themselves_and_can_be_reached(drawn: dict[str, str]) -> None:
    html = drawn["2027/03/18/rich/index.html"]
    assert '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table' in html
    assert '<pre tabindex="0">' in html


def test_the_mail_has_whole_links_a_hidden_preheader_and_the_way_to_the_web(drawn: dict[str, str]) -> None:
    html = drawn["mail/index.html"]
    page = Reader(html)
    assert all(href.startswith("https://") for href in page.all("href"))
    assert html.index('class="preheader">The sound is open.') < html.index("<h1>")
    assert ">Read on the web</a>" in html
    assert 'name="color-scheme" content="light dark"' in html
    assert ".sheet { max-width: 600px;" in html
    assert "The Tide Almanac" in html
    assert not page.all("src")


def test_a_digest_counts_the_entries_that_are_new_and_names_whose_live_page_it_was(drawn: dict[str, str]) -> None:
    pages = [html for path, html in drawn.items() if 'class="digest-page"' in html or path == "mail/index.html"]
    assert len(pages) == 2
    for html in pages:
        assert "6 new entries</a>" in html
        assert "Based on the live page of" in html
        assert "All 6 entries" not in html


def test_a_mail_that_was_passed_on_says_where_to_subscribe_if_one_can(tmp_path: Path) -> None:
    def drawn_mail(subscribe: str) -> str:
        theme, press = samples.make(tmp_path, digest=DigestSettings(subscribe=subscribe))
        return theme.render("mail/digest.html", samples.samples()["mail/index.html"][1], press)

    assert '<a href="https://lists.example/post/">Get it by mail</a>' in drawn_mail("https://lists.example/post/")
    assert "Did somebody send you this?" not in drawn_mail("")


def test_the_list_of_digests_does_not_say_the_headlines_twice(tmp_path: Path) -> None:
    theme, press = samples.make(tmp_path)

    def listed(preheader: str) -> str:
        digest = replace(samples.digest_front(), preheader=preheader)
        page = views.DigestsPage(samples.shell("Digests", "digests/"), (digest,), views.Pager())
        return theme.render("digests.html", page, press)

    headlines = samples.digest_front().headlines
    assert 'class="summary"' not in listed(" · ".join(headlines[:2]))
    assert '<p class="summary">Ice, and what it leaves.</p>' in listed("Ice, and what it leaves.")


def test_the_picture_of_an_article_is_shown_once_and_told_to_whoever_links_to_it(tmp_path: Path) -> None:
    theme, press = samples.make(tmp_path)
    page = samples.article()
    image = f"{page.entry.address}weir.jpg"
    entry = replace(page.entry, image=image, links=(*page.entry.links, Link("weir.jpg", 1, 1, address=image)))

    def article_with(picture: str) -> str:
        return theme.render("article.html", replace(page, entry=entry, image=picture), press)

    told = f'<meta property="og:image" content="https://packet.example/marrow/{image}">'
    assert told in article_with(image)
    assert told in article_with("")
    assert 'class="picture"' in article_with(image)
    assert 'class="picture"' not in article_with("")


def test_linked_reading_has_the_standfirst_that_its_editor_wrote(tmp_path: Path) -> None:
    theme, press = samples.make(tmp_path)
    page = next(record for template, record in samples.samples().values() if template == "collection.html")
    assert isinstance(page, views.CollectionPage)
    page = replace(page, shell=replace(page.shell, description="What others write."))
    assert '<p class="standfirst">What others write.</p>' in theme.render("collection.html", page, press)


# --- text that means harm -------------------------------------------------------------------------

_TEXTS = {"title", "summary", "kicker", "name", "text", "subject", "preheader", "description", "bio", "headlines"}


def poisoned(value: object, field: str = "") -> object:
    """*value* with HOSTILE after every text that people write, and a script for every outside link."""
    if isinstance(value, Record):
        return type(value)(**{f: poisoned(getattr(value, f), f) for f in value.__struct_fields__})
    if isinstance(value, tuple):
        return tuple(poisoned(item, field) for item in value)
    if isinstance(value, str) and field in _TEXTS:
        return value + HOSTILE
    return "javascript:alert(1)" if field == "url" and value else value


def dangers(html: str) -> Iterator[str]:
    for tag, attributes in Reader(html).tags:
        if tag == "script":
            yield tag
        yield from (name for name in attributes if name.startswith("on"))
        yield from (value for value in attributes.values() if value.startswith("javascript:"))


def test_the_harness_sees_what_would_fire() -> None:
    assert sorted(dangers(f'<a title="{HOSTILE}" href="javascript:alert(1)">')) == ["onclick", "script"]
    assert list(dangers('<a href="javascript:alert(1)">')) == ["javascript:alert(1)"]


@pytest.fixture(scope="module")
def hostile_press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    base = samples.newsletter()
    changes = {"title": base.title + HOSTILE, "topics": poisoned(base.topics)}
    return samples.make(tmp_path_factory.mktemp("hostile"), **changes)[1]


@pytest.mark.parametrize("path", list(samples.samples()))
def test_text_that_people_write_is_never_markup(hostile_press: Press, path: str) -> None:
    template, page = samples.samples()[path]
    hostile = poisoned(page)
    assert isinstance(hostile, Record)
    html = hostile_press.theme.render(template, hostile, hostile_press)
    assert list(dangers(html)) == []
    assert "&lt;script&gt;" in html
    assert "{{ 7*7 }}" in html


# --- colours --------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    css = (THEME / "assets/broadsheet.css").read_text(encoding="utf-8")
    roots = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", root)) for root in roots]


@pytest.mark.parametrize("palette", palettes(), ids=["day", "night"])
def test_all_text_is_readable_by_day_and_by_night(palette: dict[str, str]) -> None:
    for ink in ("ink", "soft", "accent"):
        for ground in ("paper", "tint"):
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)


def test_the_browsers_frame_has_the_colour_of_the_paper(drawn: dict[str, str]) -> None:
    day, night = palettes()
    assert re.findall(r'name="theme-color" content="(#\w+)"', drawn["index.html"]) == [day["paper"], night["paper"]]
