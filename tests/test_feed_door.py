"""Whatever is wrong with a feed, no test builds it unnoticed: each thing that a reader sees, altered once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import feed_door
import newsletters
from feed_compare import differences, is_feed
from feed_expected import Expected
from feed_samples import NEWSLETTER, NOON, article, drawn, edition, press, sample
from pressday import retouching
from pressday.cli import main
from pressday.config import FeedSettings
from pressday.model import Correction, Edition, Link
from pressday.outputs.feeds import content
from pressday.outputs.feeds.shelf import Shelf
from pressday.records import replace
from test_retouching import append, here, retouched

MINUTES = "content/articles/2026/2026-11-19-minutes.md"
PICTURE = Link("content/pier.jpg", 1, address="2025/05/14/pier/pier.jpg")
PICTURED = edition(
    article("pier", "The pier", NOON, image=PICTURE.address, links=(PICTURE,)),
    article("wrong", "All wrong", NOON, corrections=(Correction(NOON, "The pier is shorter."),)),
    article("gone", "", NOON, retracted=NOON, reason="It was not so."),
)
SAMPLE = sample()
MONTHS = edition(
    *(article(f"a{month}", f"Of month {month}", datetime(2025, month, 3, tzinfo=NOON.tzinfo)) for month in (1, 2, 3))
)
FEW = replace(NEWSLETTER, feeds=FeedSettings(items=1))


def told(made: Edition, alter: dict[str, Any] | None = None, newsletter: Any = NEWSLETTER) -> list[str]:
    """What is told of *made* as it is drawn, but for what stands instead by path, or None for nothing."""
    documents = {path: data for path, data in (published(made, newsletter) | (alter or {})).items() if data is not None}
    expected = Expected(made, newsletter, press(newsletter).body, lambda entry: 1200 if entry.image else 0)
    return differences(documents, expected.feeds(), newsletter)


_DRAWN: dict[tuple[int, int], dict[str, Any]] = {}


def published(made: Edition, newsletter: Any) -> dict[str, Any]:
    key = id(made), id(newsletter)
    if key not in _DRAWN:
        found = drawn(made, newsletter, shelf=Shelf(size=lambda path: 1200))
        _DRAWN[key] = {path: data for path, data in found.items() if is_feed(path)}
    return _DRAWN[key]


def altered(made: Edition, path: str, old: str, new: str, newsletter: Any = NEWSLETTER) -> list[str]:
    text = published(made, newsletter)[path].decode()
    assert re.search(old, text, re.DOTALL)
    return told(made, {path: re.sub(old, new, text, count=1, flags=re.DOTALL).encode()}, newsletter)


def test_feeds_as_they_are_drawn_are_what_the_edition_says() -> None:
    assert [told(made) for made in (SAMPLE, PICTURED, MONTHS)] == [[], [], []]
    assert told(MONTHS, newsletter=FEW) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        # the feed
        ("atom.xml", "<title>The Skarvey Post<", "<title>Another<", "its title is 'Another'"),
        ("atom.xml", "feed/whole<", "feed/half<", "its id is"),
        ("atom.xml", "en-GB", "fr", "its language is 'fr'"),
        ("feed.xml", "<link>https://example.org/post/<", "<link>https://a.example/<", "its page is"),
        ("feed.xml", 'feed.xml" rel="self"', 'rss" rel="self"', "its url is"),
        ("feed.json", '"feed_url": "[^"]*"', '"feed_url": "https://a.example/"', "its url is"),
        ("feed.json", '"language"', '"hubs": [{"type": "x", "url": "https://h.example/"}], "language"', "its hub is"),
        ("feed.json", '"language"', '"icon": "https://a.example/x.png", "language"', "is shown by"),
        ("feed.xml", "<lastBuildDate>Wed, 14", "<lastBuildDate>Thu, 15", "was updated on"),
        # its items
        ("atom.xml", "<entry>.*?</entry>", "", "items"),
        ("feed.xml", "<item>.*?</item>", "", "its formats hold"),
        ("feed.json", '2025:pier"', '2025:peer"', "does not belong there"),
        ("atom.xml", "2025:bell<", "2025:ball<", "2025:bell is missing"),
        ("atom.xml", "(<entry>.*?</entry>)\\s*(<entry>.*?</entry>)", r"\2\1", "is not newest first"),
        # an item
        ("atom.xml", "<title>The pier is", "<title>The peer is", "its title is 'The peer is"),
        ("feed.json", 'post/2025/05/14/pier/"', 'post/peer/"', "its url is"),
        ("feed.json", '"date_published": "2025-05-14T12:', '"date_published": "2025-05-14T11:', "its published is"),
        ("feed.xml", "<pubDate>Wed, 14 May 2025 12:", "<pubDate>Wed, 14 May 2025 11:", "its published is"),
        ("feed.json", '"date_modified": "2025-05-14T12:', '"date_modified": "2025-05-14T12:01:', "no instant"),
        ("feed.json", '"date_modified": "2025-05-14T12:00', '"date_modified": "2025-05-14T12:01', "its updated is"),
        ("feed.xml", "<dc:creator>Odd", "<dc:creator>Even", "its authors is \\('Even Brekke'"),
        ("atom.xml", "<name>Odd", "<name>Even", "its authors is \\('Even Brekke'"),
        ("atom.xml", 'label="Harbour"', 'label="Port"', "its categories is"),
        ("feed.xml", "<category>Harbour", "<category>Port", "its categories is"),
        ("feed.json", '"In short: pier."', '"At length."', "its summary is 'At length.'"),
        ("feed.xml", "<description>In short: pier.", "<description>At length.", "its summary is 'At length.'"),
        ("atom.xml", "All of body of pier", "Some of body of pier", "does not say 'All of body of pier"),
        ("atom.xml", "told at length", "told in short", "does not say"),
        ("feed.xml", "The ferry stays in", "The ferry leaves", "does not say 'The ferry stays in'"),
        ("feed.xml", "&gt;What gulls know", "&gt;What gulls want", "does not say 'What gulls know'"),
        ("atom.xml", "All of body of bell|a note", "another note", "does not say"),
    ],
)
def test_what_a_document_tells_otherwise_is_told(path: str, old: str, new: str, said: str) -> None:
    assert any(re.search(said, sentence) for sentence in altered(SAMPLE, path, old, new))


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("atom.xml", 'length="1200"', 'length="12"', "its enclosure is"),
        ("feed.xml", 'type="image/jpeg"', 'type="image/png"', "its enclosure is"),
        ("feed.json", '"size_in_bytes": 1200', '"size_in_bytes": 12', "its enclosure is"),
        ("feed.json", "The pier is shorter", "The pier is longer", "does not say 'The pier is shorter"),
        ("atom.xml", "It was not so.&lt;/p", "It was not so. It was a horse.&lt;/p", "more than that it was withdrawn"),
        ("feed.xml", "It was not so.", "", "does not say 'It was not so.'"),
        ("feed.json", "Withdrawn", "The old headline", "its title is 'The old headline'"),
        ("atom.xml", "<at:deleted-entry.*?</at:deleted-entry>", "", "were deleted"),
    ],
)
def test_of_a_picture_a_correction_and_a_withdrawal_too(path: str, old: str, new: str, said: str) -> None:
    assert any(re.search(said, sentence) for sentence in altered(PICTURED, path, old, new))


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("atom.xml", "<link [^>]*prev-archive[^>]*/>", "", "in no document are"),
        ("feed.xml", "<atom:link [^>]*prev-archive[^>]*/>", "", "RSS leads to"),
        ("feeds/2025-02/atom.xml", "<link [^>]*prev-archive[^>]*/>", "", "nobody is led to"),
        ("feeds/2025-02/atom.xml", "feeds/2025-01/", "feeds/2024-01/", "leads back to"),
        ("feeds/2025-01/atom.xml", "<link [^>]*next-archive[^>]*/>", "", "leads on to None"),
        ("feeds/2025-01/atom.xml", 'post/atom.xml" rel="current"', 'post/a.xml" rel="current"', "whose archive"),
        ("feeds/2025-01/atom.xml", "<entry>.*</entry>", "", "2025-01 holds"),
        ("feeds/2025-02/atom.xml", "Of month 2", "Of month 3", "its title is 'Of month 3'"),
    ],
)
def test_of_archives_too(path: str, old: str, new: str, said: str) -> None:
    assert any(re.search(said, sentence) for sentence in altered(MONTHS, path, old, new, FEW))


def test_a_document_that_is_missing_or_that_nobody_knows_is_told() -> None:
    feed = published(SAMPLE, NEWSLETTER)["feed.xml"]
    assert "feed.xml is missing" in told(SAMPLE, {"feed.xml": None})
    assert "topics/harbour/feed.json is missing" in told(SAMPLE, {"topics/harbour/feed.json": None})
    assert "topics/none/feed.xml belongs to no feed" in told(SAMPLE, {"topics/none/feed.xml": feed})
    assert any("not XML" in said for said in told(SAMPLE, {"feed.xml": feed[:-9]}))


# --- and through the door ------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield newsletters.make(tmp_path / "newsletter")
    # What is wrong on purpose must not lie there when the test is over: it would be told of.
    shutil.rmtree(tmp_path / "newsletter")


@pytest.fixture
def misspelt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that writes a headline of every feed otherwise than the editor did."""
    line = content.safe.line
    monkeypatch.setattr(content.safe, "line", lambda text: line(text).replace("minutes", "hours"))


def words(folder: Path) -> list[str]:
    return ["build", "-s", os.fspath(folder), "--clock", newsletters.NOW.isoformat(), "--jobs", "1", "-q"]


@pytest.mark.usefixtures("misspelt")
def test_a_build_of_a_test_is_refused_at_once(folder: Path) -> None:
    with pytest.raises(AssertionError, match="its title is 'The council’s hours', not 'The council’s minutes'"):
        newsletters.built(folder)


@pytest.mark.usefixtures("misspelt")
def test_a_build_by_the_command_is_told_of(folder: Path) -> None:
    assert main(words(folder)) == 0
    found = feed_door.told()
    assert any("atom: tag:courier.example,2026:ghjk2345: its title is" in said for said in found)
    assert feed_door.told() == []


def test_a_build_that_leaves_a_stale_feed_is_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsletters.built(folder)
    monkeypatch.setattr("pressday.publish.Destination.holds", lambda *_: True)
    newsletters.write(folder, MINUTES, newsletters.FILES[MINUTES].replace("The council’s minutes", "Minutes"))
    assert main(words(folder)) == 0
    assert any("its title is 'The council’s minutes', not 'Minutes'" in said for said in feed_door.told())


def test_an_edit_that_is_published_without_a_plan_is_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = newsletters.built(folder)
    append(folder, MINUTES, "\nThe quarrel was about *lamps*.\n")
    safe = content.safe.text
    monkeypatch.setattr(content.safe, "text", lambda text: safe(text).replace("lamps", "lambs"))
    assert retouched(folder, before, begin=here) is not None
    assert any("does not say" in said and "lamps" in said for said in feed_door.told())


def test_what_another_process_built_is_looked_at_where_it_lies(folder: Path) -> None:
    program = (
        "import sys; from pressday.outputs.feeds import {door}; line = {door}.content.safe.line\n"
        "{door}.content.safe.line = lambda text: line(text).replace('minutes', 'hours')\n"
        "from pressday.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    subprocess.run([sys.executable, "-c", program.format(door="rss_atom"), *words(folder)], check=True, timeout=60)
    feed_door.look_into(folder)
    assert any("is called 'The council’s hours', and its file 'The council’s minutes'" in s for s in feed_door.told())


def test_what_another_process_built_rightly_is_not_told_of(folder: Path) -> None:
    program = "import sys; from pressday.cli import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", program, *words(folder)], check=True, timeout=60)
    feed_door.look_into(folder)
    assert feed_door.told() == []


def test_every_build_and_every_edit_goes_out_by_this_door() -> None:
    assert hasattr(newsletters.building.build, "__wrapped__")
    assert hasattr(retouching.retouch, "__wrapped__")
