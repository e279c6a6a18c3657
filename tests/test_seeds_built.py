"""The two real documents, end to end: every entry in every feed and digest that it belongs to."""

from __future__ import annotations

import email
import email.policy
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

import newsletters
from pressday.cli import main

CLOCK = "2025-01-23T08:00:00+00:00"
LIVE, CARDS = "war", "russia"
SETTINGS = """\
title: The Reader
base_url: https://reader.example/brief/
identity: reader.example,2025
timezone: Europe/London
topics:
  - {{id: russia, title: Russia, match: [Russia, Russian, Putin]}}
  - {{id: us, title: United States, match: [Trump, US]}}
  - {{id: ukraine, title: Ukraine, match: [Ukraine, Kyiv, Zelensky]}}
{digest}
"""
_KICKER = re.compile(r"^(?:(Watch|ICYMI): )?(.+)$")
_STAMP = re.compile(r"^(?:Tuesday 21 January 2025 )?(\d\d):(\d\d) , (.+)$")


def _read_by_hand(path: Path) -> list[dict[str, Any]]:
    """The live page by the one site's own pattern, newest first."""
    lines = path.read_text("utf-8").splitlines()
    stamps = [number for number, line in enumerate(lines) if _STAMP.match(line)]
    found = []
    for place, number in enumerate(stamps):
        hour, minute, author = _STAMP.match(lines[number]).groups()  # type: ignore[union-attr]
        end = stamps[place + 1] - 1 if place + 1 < len(stamps) else len(lines)
        kicker, title = _KICKER.match(lines[number - 1]).groups()  # type: ignore[union-attr]
        text = lines[number + 1 : end]
        found.append(
            {
                "at": datetime(2025, 1, 22 if place < 28 else 21, int(hour), int(minute), tzinfo=UTC),
                "title": title,
                "kicker": kicker or "",
                "author": author,
                "text": text[text[:1] == [title] :],  # a first line may say the headline again
            }
        )
    return found


@pytest.fixture(scope="module", params=["calendar", "07:00"])
def made(request, tmp_path_factory, live_seed, topic_seed):
    """A newsletter of both documents, imported and built with the two commands; and how its digests close."""
    folder = tmp_path_factory.mktemp("reader")
    closes = 'digest: {closes: "07:00"}' if request.param == "07:00" else ""
    newsletters.write(folder, "newsletter.yaml", SETTINGS.format(digest=closes))
    here = ["--source", str(folder), "--clock", CLOCK, "--quiet"]
    assert main(["import", str(live_seed), "--name", LIVE, *here]) == 0
    assert main(["import", str(topic_seed), "--into", CARDS, *here]) == 0
    assert main(["build", "--jobs", "1", *here]) == 0
    return folder, request.param, _read_by_hand(live_seed)


def _words(html: str) -> list[str]:
    return re.sub(r"&amp;", "&", re.sub(r"<[^>]+>", " ", html)).split()


def _items(folder: Path, name: str) -> list[Any]:
    feed = feedparser.parse((folder / "site" / name).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed.entries


def _at(item: Any) -> datetime:
    return datetime(*item.published_parsed[:6], tzinfo=UTC)


@pytest.mark.parametrize("name", [f"live/{LIVE}/feed.xml", f"live/{LIVE}/atom.xml"])
def test_the_live_pages_feed_holds_every_entry_with_its_text(made, name):
    folder, _, expected = made
    items = _items(folder, name)
    assert [(_at(item), item.title, item.author) for item in items] == [
        (entry["at"], entry["title"], entry["author"]) for entry in expected
    ]
    for item, entry in zip(items, expected, strict=True):
        text = item.content[0].value if "content" in item else item.description
        told = _words(text)
        wanted = entry["kicker"].split() + (" ".join(entry["text"]).split() or entry["title"].split())
        assert told[: len(wanted)] == wanted


def test_the_live_pages_json_feed_says_the_same(made):
    folder, _, expected = made
    items = json.loads((folder / f"site/live/{LIVE}/feed.json").read_text("utf-8"))["items"]
    assert [(datetime.fromisoformat(item["date_published"]), item["title"]) for item in items] == [
        (entry["at"], entry["title"]) for entry in expected
    ]
    assert len({item["id"] for item in items}) == 40


def test_the_feed_of_the_whole_holds_the_page_and_the_collection_once(made):
    folder, _, expected = made
    items = _items(folder, "atom.xml")
    assert sorted(item.id for item in items) == [
        f"tag:reader.example,2025:linked/{CARDS}",
        f"tag:reader.example,2025:live/{LIVE}",
    ]
    page = next(item for item in items if item.id.endswith(f"live/{LIVE}"))
    assert datetime(*page.updated_parsed[:6], tzinfo=UTC) == expected[0]["at"]


def test_the_topics_feed_holds_its_cards_with_their_authors_or_none(made):
    folder, _, _ = made
    items = json.loads((folder / "site/topics/russia/feed.json").read_text("utf-8"))["items"]
    cards = [item for item in items if f"/linked/{CARDS}/" in item["url"]]
    authors = [author["name"] for card in cards for author in card.get("authors", [])]
    assert len(cards) == 23
    assert {name: authors.count(name) for name in set(authors)} == {
        "Mark Galeotti": 7,
        "Theo Hobson": 1,
        "Lisa Haseldine": 1,
    }


def test_every_card_is_an_excerpt_of_forty_words_at_most(made):
    folder, _, _ = made
    html = (folder / f"site/linked/{CARDS}/index.html").read_text("utf-8")
    cards = re.findall(r'<article class="card".*?</article>', html, re.DOTALL)
    assert len(cards) == 23
    for card in cards:
        assert "xcerpt" in card
        paragraph = re.search(r'<div class="text">\s*<p>(.*?)</p>', card, re.DOTALL) or re.search(
            r"<p>(.*?)</p>", card, re.DOTALL
        )
        assert paragraph
        assert 1 <= len(_words(paragraph[1])) <= 41


def _spans(closes: str, expected: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Each digest's entries, by the rule of the day it is named by."""
    early = timedelta(hours=17) if closes == "07:00" else timedelta(0)
    named: dict[str, list[dict[str, Any]]] = {}
    for entry in expected:
        named.setdefault(f"{entry['at'] + early:%Y-%m-%d}", []).append(entry)
    return named


def _once(entries: list[dict[str, Any]], told: set[str]) -> list[dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry["text"] and entry["title"] not in told:
            kept.setdefault(entry["title"], entry)
    return list(kept.values())


def test_every_digest_holds_its_spans_entries_once_and_no_other(made):
    folder, closes, expected = made
    spans = _spans(closes, expected)
    assert {path.name for path in (folder / "outbox").iterdir() if not path.name.startswith(".")} == set(spans)
    told: set[str] = set()
    for name in sorted(spans):
        wanted = {entry["title"] for entry in _once(spans[name], told)}
        message = email.message_from_bytes(
            (folder / f"outbox/{name}/email.eml").read_bytes(), policy=email.policy.default
        )
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        letter = " ".join(text.split())
        html = (folder / f"outbox/{name}/email.html").read_text("utf-8")
        page = (folder / f"site/digests/{name}/index.html").read_text("utf-8")
        for entry in expected:
            links = len(re.findall(rf"/live/{LIVE}/{_key(entry)}-\w{{4}}/", text))
            points = _is_point(folder, name, entry)
            assert links == (entry["title"] in wanted and entry in _once(spans[name], told)) + points, entry["title"]
        for title in wanted:
            assert title in letter
            assert " ".join(_words(html)).count(title) >= 1
            assert " ".join(_words(page)).count(title) >= 1
        told = {entry["title"] for entry in spans[name]}


def _key(entry: dict[str, Any]) -> str:
    return f"{entry['at']:%m%d-%H%M}"


def _is_point(folder: Path, name: str, entry: dict[str, Any]) -> int:
    """Whether the digest tells *entry* among its key points, which its letter links too."""
    points = (folder / f"content/live/{LIVE}/points.md").read_text("utf-8")
    as_of = datetime.fromisoformat(re.search(r"^## (.+)$", points, re.MULTILINE)[1])  # type: ignore[index]
    closes = "07:00" if "07:00" in (folder / "newsletter.yaml").read_text("utf-8") else "calendar"
    early = timedelta(hours=17) if closes == "07:00" else timedelta(0)
    return int(f"{as_of + early:%Y-%m-%d}" == name and f"({entry['at']:%Y-%m-%d-%H%M}-" in points)


def test_key_points_come_first_in_the_digest_whose_span_knows_them(made):
    folder, closes, _ = made
    name = "2025-01-23" if closes == "07:00" else "2025-01-22"
    text = (folder / f"outbox/{name}/email.txt").read_text("utf-8")
    points = [
        "Vladimir Putin’s forces suffer nearly 2,000 casualties in one day, Kyiv claims",
        "Ukraine’s Nato hopes ‘hinge solely on Donald Trump’",
        "Zelensky says peace deal with Putin would require 200,000 allied troops",
        "Trump threatens sanctions on Russia if Putin does not negotiate on Ukraine",
        "Ukraine arrests chief army psychiatrist on $1m corruption charge",
    ]
    letter = " ".join(text.split())
    places = [letter.index(point) for point in points]
    assert places == sorted(places)
    assert places[-1] < letter.index("Russia ======")


def test_the_live_page_shows_all_forty_with_anchors_in_order(made):
    folder, _, expected = made
    html = (folder / f"site/live/{LIVE}/index.html").read_text("utf-8")
    keys = re.findall(r'<article class="entry[^"]*" id="(\d{4}-\d{4})-\w{4}"', html)
    assert keys == [_key(entry) for entry in expected]


def test_importing_again_changes_nothing_and_a_build_has_nothing_to_do(made, capsys):
    folder, _, _ = made
    before = {path: path.stat().st_mtime_ns for path in folder.glob("content/**/*.md")}
    assert main(["import", "--source", str(folder), "--clock", CLOCK]) == 0
    assert "Nothing new" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in folder.glob("content/**/*.md")} == before
    outcome = newsletters.built(folder, datetime.fromisoformat(CLOCK))
    assert outcome.site is not None
    assert outcome.site.written == ()
