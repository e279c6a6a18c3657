"""Feeds as they are published: from files, with pictures, archives and hostile words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

import newsletters
from feed_rules import wrong
from test_retouching import append, is_as_clean, retouched

SITE = "https://courier.example/brief/"
OLD = "content/articles/2026/2026-08-03-regatta.md"
PICTURE = b"\x89PNG\r\n\x1a\n and so on"
SETTINGS = newsletters.SETTINGS.replace("https://courier.example/", SITE).replace(
    'url: "https://cove.example/", rights: excerpt', 'url: "https://cove.example/", feed: "https://cove.example/rss"'
)
HOSTILE = "]]>\u202e </script><b>&amp; \u200f"


def article(key: str, date: str, body: str, *more: str, title: str = "") -> str:
    lines = [f"id: {key}", f"title: {title or key}", f"date: {date}T09:00:00+00:00", "topics: [council]", *more]
    return "\n".join(["---", *lines, "---", body, ""])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = newsletters.make(tmp_path / "newsletter")
    newsletters.write(made, "newsletter.yaml", SETTINGS + "feeds: {items: 1, hub: 'https://hub.example/'}\n")
    newsletters.write(made, OLD, article("regatta1", "2026-08-03", "Eleven boats.[^1]\n\n[^1]: Ten came back."))
    newsletters.write(made, "content/articles/2026/2026-09-09-fair.md", article("fairfair", "2026-09-09", "A fair."))
    pier = article("pierpier", "2026-10-10", "![The pier](pier.png)", "image: pier.png", "source: The Cove Review")
    newsletters.write(made, "content/articles/2026/2026-10-10-pier/index.md", pier)
    (made / "content/articles/2026/2026-10-10-pier/pier.png").write_bytes(PICTURE)
    return made


def feeds(folder: Path) -> dict[str, bytes]:
    site = newsletters.tree(folder / "site")
    return {
        path: data for path, data in site.items() if path.rpartition("/")[2] in ("feed.xml", "atom.xml", "feed.json")
    }


def item(data: bytes, key: str) -> Any:
    return next(e for e in feedparser.parse(data).entries if e.id.endswith(f":{key}"))


def test_every_feed_that_is_published_keeps_the_rules_of_its_format(folder: Path) -> None:
    newsletters.built(folder)
    found = feeds(folder)
    assert sum("feeds/" in path for path in found) >= 6
    assert {path: wrong(path, data) for path, data in found.items() if wrong(path, data)} == {}


def test_hostile_words_in_every_place_make_valid_feeds(folder: Path) -> None:
    body = (
        f'{HOSTILE} \x0b\ufffe[x](javascript:alert(1)) [y](#top) [z]()\n\n<p id="a" onclick="b()">c '
        '<img src="https://h.example/i.png" srcset="i.png 2x" alt="said"></p><script>d()</script>'
        '<iframe src="https://h.example/"></iframe><form><input></form><style>e{}</style>'
    )
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    more = [f"authors: [{quoted}]", f"kicker: {quoted}", f"summary: {quoted}"]
    text = article("hostile1", "2026-11-21", body, *more, title=quoted).replace("[council]", f"[council, {quoted}]")
    newsletters.write(folder, "content/articles/2026/2026-11-21-hostile.md", text)
    outcome = newsletters.built(folder)
    told = [p for p in outcome.problems if "control characters" in p.message]
    assert [(p.path, p.severity) for p in told] == [("content/articles/2026/2026-11-21-hostile.md", "warning")]
    assert text.split("\n")[told[0].line - 1].startswith(HOSTILE)
    found = feeds(folder)
    assert {path: wrong(path, data) for path, data in found.items() if wrong(path, data)} == {}
    (shown,) = [i for i in json.loads(found["topics/council/feed.json"])["items"] if i["id"].endswith(":hostile1")]
    assert shown["title"] == " ".join(HOSTILE.split())
    assert 'alt="said"' in shown["content_html"]
    assert f'<a href="{SITE}2026/11/21/hostile/#top">' in shown["content_html"]
    for forbidden in (
        'href="javascript',
        "d()",
        "onclick",
        "<script",
        "<iframe",
        "<form",
        "<style",
        "\x0b",
        "\ufffe",
        "i.png 2x",
    ):
        assert forbidden not in shown["content_html"]


def test_a_picture_goes_along_with_its_length_and_type(folder: Path) -> None:
    newsletters.built(folder)
    found = feeds(folder)
    picture = f"{SITE}2026/10/10/pier/pier.png"
    (link,) = [e for e in item(found["feeds/2026-10/atom.xml"], "pierpier").links if e.rel == "enclosure"]
    assert (link.href, link.type, link.length) == (picture, "image/png", str(len(PICTURE)))
    newsletters.write(folder, "newsletter.yaml", SETTINGS)
    newsletters.built(folder)
    found = feeds(folder)
    (enclosure,) = item(found["feed.xml"], "pierpier").enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (picture, "image/png", str(len(PICTURE)))
    (shown,) = [i for i in json.loads(found["feed.json"])["items"] if i["id"].endswith(":pierpier")]
    assert shown["image"] == picture
    assert shown["attachments"] == [{"url": picture, "mime_type": "image/png", "size_in_bytes": len(PICTURE)}]


def test_the_source_is_named_with_its_feed(folder: Path) -> None:
    newsletters.write(folder, "newsletter.yaml", SETTINGS)
    newsletters.built(folder)
    found = feeds(folder)
    source = item(found["feed.xml"], "pierpier").source
    assert (source.href, source.title) == ("https://cove.example/rss", "The Cove Review")
    via = [(e.href, e.title) for e in item(found["atom.xml"], "pierpier").links if e.rel == "via"]
    assert via == [("https://cove.example/", "The Cove Review")]


@pytest.mark.parametrize("settings", ["", "image: static/marks/own.gif\n", "image: https://h.example/own.png\n"])
def test_a_picture_stands_for_the_newsletter(folder: Path, settings: str) -> None:
    newsletters.write(folder, "static/logo.png", "a picture")
    newsletters.write(folder, "static/marks/own.gif", "another")
    newsletters.write(folder, "newsletter.yaml", SETTINGS + settings)
    outcome = newsletters.built(folder)
    assert not any("image" in problem.message for problem in outcome.problems)
    expected = {"": f"{SITE}logo.png", "image: static/marks/own.gif\n": f"{SITE}marks/own.gif"}.get(
        settings, "https://h.example/own.png"
    )
    found = feeds(folder)
    assert etree.fromstring(found["feed.xml"]).findtext("channel/image/url") == expected
    assert etree.fromstring(found["atom.xml"]).findtext("{*}logo") == expected
    assert json.loads(found["feed.json"])["icon"] == expected


def test_a_picture_that_is_not_there_is_told_and_no_feed_shows_it(folder: Path) -> None:
    newsletters.write(folder, "newsletter.yaml", SETTINGS + "image: lost.png\n")
    outcome = newsletters.built(folder)
    assert [p.message for p in outcome.problems if "lost" in p.message] == [
        "`image` names static/lost.png, which does not exist"
    ]
    assert not any(b"lost.png" in data for data in feeds(folder).values())


def test_a_browser_is_given_a_style_sheet_that_is_there(folder: Path) -> None:
    newsletters.built(folder)
    for path, data in feeds(folder).items():
        if path.endswith(".xml"):
            before = [str(node) for node in etree.fromstring(data).xpath("/processing-instruction()")]
            assert before == ['<?xml-stylesheet type="text/css" href="/brief/assets/feeds.css"?>']
    assert b"This is a feed" in (folder / "site/assets/feeds.css").read_bytes()


def test_an_edit_of_an_archived_text_changes_the_archives_that_show_it(folder: Path, tmp_path: Path) -> None:
    before = newsletters.built(folder)
    old = feeds(folder)
    append(folder, OLD, "\nThe *eleventh* boat was found.\n")
    # Of archives it is not kept what they were drawn from.
    assert retouched(folder, before) is None
    newsletters.built(folder)
    now = feeds(folder)
    assert {path for path in now if now[path] != old[path]} == {
        # The digest of the day begins with it.
        *("feeds/2026-08/atom.xml", "topics/council/feeds/2026-08/atom.xml", "digests/feeds/2026-08/atom.xml")
    }
    assert is_as_clean(folder, tmp_path)


def test_archives_after_changes_are_those_of_a_clean_build(folder: Path, tmp_path: Path) -> None:
    newsletters.built(folder)
    (folder / "content/articles/2026/2026-10-10-pier/pier.png").write_bytes(PICTURE * 2)
    newsletters.write(folder, "content/articles/2026/2026-09-30-late.md", article("latelate", "2026-09-30", "Late."))
    (folder / OLD).unlink()
    newsletters.built(folder)
    assert str(len(PICTURE) * 2).encode() in feeds(folder)["feeds/2026-10/atom.xml"]
    assert "feeds/2026-08/atom.xml" not in feeds(folder)
    assert is_as_clean(folder, tmp_path)
