"""How to subscribe, for somebody who has never heard of feeds; and the feeds that every page names to programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin

import pytest

import newsletters
from pressday import config, theme
from pressday.config import Newsletter
from pressday.model import Body, Edition
from pressday.outputs import KINDS, Output, sitefiles, subscribe
from pressday.outputs.press import Press
from pressday.outputs.views import AliasPage, SubscribePage
from pressday.theme.chain import package_themes
from test_golden import lay
from written import MERGED, SETTINGS, article, composed

WHOLE = "subscribe/index.html"
FERRIES = "topics/ferries/subscribe/index.html"
TYPES = {
    "feed.xml": ("application/rss+xml", "RSS"),
    "atom.xml": ("application/atom+xml", "Atom"),
    "feed.json": ("application/feed+json", "JSON"),
}


class Reader(HTMLParser):
    """What a page says: its feeds as programs find them, the addresses that it shows to be copied, its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alternates: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.links: list[str] = []
        self._in_address = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "link" and attributes["rel"] == "alternate":
            self.alternates.append(attributes)
        if tag == "a":
            self.links.append(attributes["href"])
        self._in_address = tag == "code" and attributes.get("class") == "address"
        if self._in_address:
            self.addresses.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_address = False

    def handle_data(self, data: str) -> None:
        if self._in_address:
            self.addresses[-1] += data


# --- which pages there are -------------------------------------------------------------------------


def planned(texts: Mapping[str, str], settings: str = SETTINGS) -> dict[str, Output]:
    edition, problems = composed(texts, settings=settings)
    assert [problem for problem in problems if problem.severity == "error"] == []
    made = list(subscribe.plan(edition, config.parse(settings)[0], ()))
    assert len({output.path for output in made}) == len(made)
    return {output.path: output for output in made}


def page(texts: Mapping[str, str], path: str = WHOLE, settings: str = SETTINGS) -> SubscribePage:
    recipe = planned(texts, settings)[path].recipe
    assert isinstance(recipe, SubscribePage)
    return recipe


def sitemap(edition: Edition, settings: Newsletter) -> list[str]:
    (found,) = [output.recipe for output in sitefiles.plan(edition, settings, ()) if output.kind == "sitemap"]
    assert isinstance(found, sitefiles.Sitemap)
    return [address for address, _ in found.rows]


def test_the_whole_and_every_topic_have_a_page_an_empty_newsletter_too() -> None:
    assert sorted(planned({})) == [WHOLE, "topics/council/subscribe/index.html", FERRIES]
    assert "topics/fog/subscribe/index.html" in planned({"content/articles/a.md": article(topics="[fog]")})


def test_a_page_of_ones_own_stands_instead() -> None:
    own = {"content/pages/subscribe.md": "---\ntitle: Subscribe\n---\nBy pigeon.\n"}
    assert sorted(planned(own)) == ["topics/council/subscribe/index.html", FERRIES]
    draft = {"content/pages/subscribe.md": "---\ntitle: Subscribe\ndraft: true\n---\nBy pigeon.\n"}
    assert WHOLE in planned(draft)


def test_an_old_address_that_leads_on_goes_on_doing_so() -> None:
    for alias in ("/subscribe/", "/Subscribe/", "/topics/ferries/subscribe/"):
        made = planned({"content/pages/join.md": f"---\ntitle: Join\naliases: [{alias}]\n---\nx\n"})
        assert len(made) == 2
        assert (FERRIES in made) == (alias != "/topics/ferries/subscribe/")


def test_a_topic_that_was_merged_leads_to_the_one_that_it_is_now() -> None:
    alias = planned({}, MERGED)["topics/boats/subscribe/index.html"]
    assert alias.kind == "alias"
    assert isinstance(alias.recipe, AliasPage)
    assert alias.recipe.target == "topics/ferries/subscribe/"
    assert alias.recipe.shell.noindex
    claimed = {"content/pages/join.md": "---\naliases: [/topics/boats/subscribe/]\n---\nx\n"}
    assert "topics/boats/subscribe/index.html" not in planned(claimed, MERGED)


def test_the_sitemap_names_each_once_and_only_where_it_is_ours() -> None:
    settings = config.parse(MERGED)[0]
    ours = sitemap(composed({}, settings=MERGED)[0], settings)
    assert [address for address in ours if address.endswith("subscribe/")] == [
        "subscribe/", "topics/ferries/subscribe/", "topics/council/subscribe/"
    ]  # fmt: skip
    own = {"content/pages/subscribe.md": "---\ntitle: Subscribe\n---\nx\n"}
    assert sitemap(composed(own, settings=MERGED)[0], settings).count("subscribe/") == 1


# --- what they depend on ---------------------------------------------------------------------------

TEXTS = {
    "content/articles/a.md": article("The first boat", topics="[ferries]", authors="[Bo]"),
    "content/live/storm/2026-11-22-0800-a.md": article(date="2026-11-22T08:00:00Z", topics="[ferries]"),
    "content/live/fog/2026-11-22-0700-a.md": article(date="2026-11-22T07:00:00Z"),
    "content/live/calm/2026-11-10-0900-a.md": article(date="2026-11-10T09:00:00Z"),
}


@pytest.mark.parametrize(
    "change",
    [
        {"content/articles/a.md": article("The last boat", "Another text.\n", topics="[ferries]", authors="[Bo]")},
        {"content/articles/b.md": article("The second boat", topics="[ferries, council]", authors="[Bo]")},
        {"content/live/fog/2026-11-22-0900-b.md": article(date="2026-11-22T09:00:00Z", authors="[Bo]")},
        {"content/linked/coves/k.md": article(topics="[council]")},
        {"content/digests/2026-11-20.md": "---\nsubject: Boats\n---\nGood morning.\n"},
    ],
)
def test_no_entry_new_or_edited_changes_one(change: dict[str, str]) -> None:
    assert planned(TEXTS | change) == planned(TEXTS)


def test_the_other_feeds_are_told_by_sort_of_live_pages_those_that_are() -> None:
    groups = {group.kind: [label.title for label in group.pages] for group in page(TEXTS).groups}
    assert groups == {"topics": ["The Ferries", "Council"], "live": ["Fog", "Storm"], "authors": ["Bo"]}
    assert page(TEXTS, FERRIES).groups == ()
    assert page({}, settings=SETTINGS.partition("topics:")[0]).groups == ()


# --- what they say ---------------------------------------------------------------------------------


def drawn(texts: Mapping[str, str], path: str, settings: str = SETTINGS) -> str:
    newsletter = config.parse(settings)[0]
    press = Press(newsletter, theme.load(Path(), newsletter), lambda _: Body("", ""))
    return press.theme.render("subscribe.html", planned(texts, settings)[path].recipe, press)


def test_the_address_to_copy_is_whole_and_stands_in_the_steps() -> None:
    for path, address in ((WHOLE, "feed.xml"), (FERRIES, "topics/ferries/feed.xml")):
        html = drawn(TEXTS, path)
        steps = Reader(html[html.index("<ol>") : html.index("</ol>")])
        assert steps.addresses == [f"https://skerry.example/post/{address}"]
        assert html.index("A feed reader is") < html.index("<ol>")
        assert html.count("<li>", html.index("<ol>"), html.index("</ol>")) == 3


def test_of_the_formats_the_one_that_every_reader_takes_comes_first() -> None:
    html = drawn(TEXTS, FERRIES)
    formats = Reader(html[html.index("<dl>") : html.index("</dl>")])
    root = "https://skerry.example/post/topics/ferries/"
    assert formats.addresses == [f"{root}feed.xml", f"{root}atom.xml", f"{root}feed.json"]
    assert [urljoin(root, link) for link in formats.links] == formats.addresses


def test_the_mail_comes_first_where_there_is_one_and_is_not_spoken_of_where_there_is_none() -> None:
    with_mail = SETTINGS + 'digest: {subscribe: "mailto:join@skerry.example"}\n'
    for path in (WHOLE, FERRIES):
        html = drawn(TEXTS, path, with_mail)
        main = html[html.index("<main") :]
        assert main.index('href="mailto:join@skerry.example"') < main.index("A feed reader is")
        without = drawn(TEXTS, path)
        assert "mail" not in without[without.index("<main") :].partition("</main>")[0]
    assert "It holds the whole of The Skerry Post" in drawn(TEXTS, FERRIES, with_mail)
    assert "It holds the whole" not in drawn(TEXTS, WHOLE, with_mail)


def test_the_page_of_a_topic_leads_to_the_topic_and_to_the_page_of_all_and_that_to_each() -> None:
    topic = Reader(drawn(TEXTS, FERRIES)).links
    assert {"/post/topics/ferries/", "/post/subscribe/"} <= set(topic)
    assert "https://skerry.example/post/topics/council/feed.xml" not in Reader(drawn(TEXTS, FERRIES)).addresses
    whole = Reader(drawn(TEXTS, WHOLE))
    assert {"/post/topics/ferries/subscribe/", "/post/topics/council/subscribe/", "/post/feeds.opml"} <= set(
        whole.links
    )
    assert "https://skerry.example/post/feeds.opml" in whole.addresses


def test_the_address_to_copy_is_selected_by_one_click_without_a_script() -> None:
    css = (package_themes() / "broadsheet/assets/broadsheet.css").read_text("utf-8")
    assert re.search(r"\.address \{[^}]* user-select: all;", css)
    assert "<script" not in drawn(TEXTS, WHOLE)


# --- what every page names to programs -------------------------------------------------------------


class Published(NamedTuple):
    """A newsletter with every kind of page, published: what each file holds, and what it was asked for by."""

    base_url: str
    files: dict[str, bytes]
    pages: dict[str, str]

    def at(self, address: str) -> bytes | None:
        """What answers at *address*, or None."""
        assert address.startswith(self.base_url)
        path = unquote(address.removeprefix(self.base_url))
        return self.files.get(path + "index.html" if path.endswith("/") or not path else path)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = lay(tmp_path_factory.mktemp("subscribe"))
    for name in WITHDRAWN:
        header = f"id: gone-{WITHDRAWN.index(name)}\ndate: 2026-11-19T10:00:00Z\ntopics: [council]"
        newsletters.write(folder, name, f"---\n{header}\nretracted: 2026-11-20T10:00:00Z\nreason: Wrong.\n---\n")
    outcome = newsletters.built(folder)
    assert outcome.newsletter is not None
    kinds = {kind for kind, how in KINDS.items() if how.template and not how.template.startswith("mail/")}
    assert kinds <= set(outcome.kinds)
    files = newsletters.tree(folder / "site")
    pages = {
        path: data.decode()
        for path, data in files.items()
        if path.endswith(".html") and b'http-equiv="refresh"' not in data
    }
    return Published(outcome.newsletter.base_url, files, pages)


# An article, an entry of a live page that stands, and the only ones of a live page and of a collection.
WITHDRAWN = (
    "content/articles/2026/2026-11-19-gone.md",
    "content/live/storm/2026-11-19-1000-gone.md",
    "content/live/gale/2026-11-19-1000-gone.md",
    "content/linked/gales/gone.md",
)
# A page that says that something was withdrawn shows no topics, and names the feeds that go on.
NOTICES = {
    "2026/11/19/gone/index.html": "topics/council/",
    "2026/11/19/the-pilot/index.html": "topics/council/",
    "live/gale/gone-2/index.html": "live/gale/",
    "live/gale/index.html": "live/gale/",
    "linked/gales/index.html": "",
}


def own_feed(path: str, html: str) -> str:
    """The page beside which the feed stands that a page at *path* must name first."""
    if path in NOTICES:
        return NOTICES[path]
    listed = re.match(r"(?:topics|authors|live)/[^/]+/(?=.)|digests/", path)
    if listed:
        return listed[0]
    topic = re.search(r'<ul class="topics"[^>]*>\s*<li><a href="[^"]*?(topics/[^"]+)"', html)
    is_of_a_topic = re.match(r"\d{4}/\d\d/\d\d/.+/index\.html|linked/", path)
    return topic[1] if topic and is_of_a_topic else ""


def test_every_page_names_its_feeds_its_own_first_and_each_is_published(published: Published) -> None:
    assert len(published.pages) > 40
    assert NOTICES.keys() <= published.pages.keys()
    for path, html in published.pages.items():
        found = Reader(html).alternates
        wanted = dict.fromkeys((own_feed(path, html), ""))
        hrefs = [f"{published.base_url}{beside}{name}" for beside in wanted for name in TYPES]
        assert [link["href"] for link in found] == hrefs, path
        for link in found:
            assert published.at(link["href"]) is not None, (path, link)


def test_a_feed_is_named_by_its_type_and_its_own_title(published: Published) -> None:
    for path, html in published.pages.items():
        for link in Reader(html).alternates:
            beside, _, name = link["href"].rpartition("/")
            titled = json.loads(published.at(f"{beside}/feed.json") or b"{}")["title"]
            kind, format_ = TYPES[name]
            assert (link["type"], link["title"]) == (kind, f"{titled} ({format_})"), path


def test_a_page_that_only_leads_on_names_no_feed(published: Published) -> None:
    aliases = [data.decode() for path, data in published.files.items() if b'http-equiv="refresh"' in data]
    assert aliases
    assert all(not Reader(html).alternates for html in aliases)


def test_every_address_to_copy_and_every_feed_that_a_page_links_is_published(published: Published) -> None:
    copied = [address for html in published.pages.values() for address in Reader(html).addresses]
    assert len(copied) > 20
    assert [address for address in copied if published.at(address) is None] == []
    linked = {
        urljoin(published.base_url, link)
        for html in published.pages.values()
        for link in Reader(html).links
        if link.endswith((*TYPES, ".opml"))
    }
    assert len(linked) > 20
    assert [link for link in sorted(linked) if published.at(link) is None] == []


def test_every_page_leads_to_how_to_subscribe_and_a_topic_to_its_own(published: Published) -> None:
    for path, html in published.pages.items():
        links = [urljoin(published.base_url, link) for link in Reader(html).links]
        assert f"{published.base_url}subscribe/" in links, path
        topic = re.match(r"topics/[^/]+/(?=index|page)", path)
        if topic and path != "topics/index.html":
            assert f"{published.base_url}{topic[0]}subscribe/" in links, path
