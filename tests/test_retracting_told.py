"""Whoever has seen something that is withdrawn is told so; whoever has not is told nothing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

import newsletters
from pressday.cli.commands import run
from pressday.model import Edition

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ARTICLE = "content/articles/2026/2026-11-20-slipway/index.md"
MINUTES = "content/articles/2026/2026-11-19-minutes.md"
LATER = "content/articles/2026/2026-11-25-later.md"
CARD = "content/linked/coves/a-year-of-tides.md"
LIVE = ("1121-2210-wxyz", "1121-2130-bcdf")
AFTER = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletters.make(tmp_path / "newsletter")


def retract(folder: Path, *keys: str, clock: str = "2026-11-22T12:00", reason: str = "It was wrong.") -> None:
    for key in keys:
        assert run(["retract", key, "--reason", reason, "--clock", clock, "-s", str(folder)]) == 0


def add(folder: Path, path: str, *lines: str) -> None:
    """Write *lines* into the header of the file at *path*."""
    text = (folder / path).read_text("utf-8")
    newsletters.write(folder, path, text.replace("---\n", "".join(["---\n", *(f"{line}\n" for line in lines)]), 1))


def build(folder: Path, now: datetime = newsletters.NOW, **options: object) -> Edition:
    edition = newsletters.built(folder, now, **options).edition
    assert edition is not None
    return edition


def titles(folder: Path, place: str = "") -> dict[str, str]:
    """The headlines of a feed's items, by the last part of their ids, the same in all three formats."""
    site = folder / "site"
    items = json.loads((site / place / "feed.json").read_text("utf-8"))["items"]
    atom = etree.fromstring((site / place / "atom.xml").read_bytes())
    rss = etree.fromstring((site / place / "feed.xml").read_bytes())
    told = {item["id"].partition(":")[2].partition(":")[2]: item["title"] for item in items}
    assert [item.findtext("title") for item in rss.iterfind("channel/item")] == list(told.values())
    assert [entry.findtext(f"{ATOM}title") for entry in atom.iterfind(f"{ATOM}entry")] == list(told.values())
    withdrawn = {key for key, title in told.items() if title == "Withdrawn"}
    assert {one.get("ref").partition(":")[2].partition(":")[2] for one in atom.iterfind(GONE)} == withdrawn
    return told


# --- pages of which nothing is left -------------------------------------------------------------------


def test_a_live_page_of_which_every_entry_is_withdrawn_is_emptied_where_it_was_an_item(folder):
    build(folder, record=True)
    before = {place: titles(folder, place) for place in ("", "authors/ann-tully")}
    for told in before.values():
        assert told["live/storm"] == "Storm over Sandle"
    retract(folder, *LIVE)
    build(folder)
    for place, told in before.items():
        after = titles(folder, place)
        assert after == {**told, "live/storm": "Withdrawn"}
    item = next(i for i in json.loads((folder / "site/feed.json").read_text())["items"] if i["title"] == "Withdrawn")
    assert item["url"] == "https://courier.example/live/storm/"
    assert item["date_published"] == "2026-11-21T21:30:00Z"
    assert item["date_modified"] == "2026-11-22T12:00:00Z"
    assert not any(b"ferry stays" in data.lower() for data in newsletters.published(folder).values())


def test_a_collection_of_which_every_card_is_withdrawn_is_emptied_where_it_was_an_item(folder):
    add(folder, CARD, "authors: [Ola Wren]")
    build(folder)
    assert titles(folder)["linked/coves"] == "Coves"
    retract(folder, "3456bcdf", reason="It was not ours.")
    build(folder)
    assert titles(folder)["linked/coves"] == "Withdrawn"
    assert titles(folder, "authors/ola-wren") == {"linked/coves": "Withdrawn"}
    assert b"It was not ours." in (folder / "site/feed.json").read_bytes()
    assert not any(b"year of tides" in data.lower() for data in newsletters.published(folder).values())


def test_whose_only_card_is_withdrawn_keeps_page_and_feeds_and_the_item_without_it(folder):
    add(folder, CARD, "authors: [Ola Wren]")
    newsletters.write(
        folder, "content/linked/coves/salt.md", "---\nid: salt2345\ntitle: Salt\ndate: 2026-11-19\n---\nAll of it.\n"
    )
    build(folder)
    assert "A year of tides" in (folder / "site/authors/ola-wren/atom.xml").read_text("utf-8")
    retract(folder, "3456bcdf")
    build(folder)
    assert titles(folder, "authors/ola-wren") == {"linked/coves": "Coves"}
    text = (folder / "site/authors/ola-wren/atom.xml").read_text("utf-8")
    assert "A year of tides" not in text
    assert "Salt" in text
    assert (folder / "site/authors/ola-wren/index.html").exists()


def test_an_emptied_page_keeps_the_id_that_its_file_gives_it(folder):
    add(folder, "content/live/storm/index.md", "id: great-storm")
    build(folder)
    before = (folder / "site/live/storm/atom.xml").read_text("utf-8").partition("<id>")[2].partition("</id>")[0]
    assert titles(folder)["live/great-storm"] == "Storm over Sandle"
    retract(folder, *LIVE)
    build(folder)
    assert titles(folder)["live/great-storm"] == "Withdrawn"
    assert set(titles(folder, "live/storm").values()) == {"Withdrawn"}
    assert f"<id>{before}</id>" in (folder / "site/live/storm/atom.xml").read_text("utf-8")


def test_the_date_of_a_page_stays_when_its_first_entry_is_withdrawn(folder):
    def date() -> str:
        items = json.loads((folder / "site/feed.json").read_text())["items"]
        return next(item["date_published"] for item in items if item["id"].endswith("live/storm"))

    build(folder)
    before = date()
    retract(folder, "1121-2130-bcdf")
    build(folder)
    assert date() == before == "2026-11-21T21:30:00Z"


# --- what had been published, and what had not --------------------------------------------------------


@pytest.mark.parametrize("line", ["draft: true", "expiryDate: 2026-11-22", "publishDate: 2027-01-01"])
@pytest.mark.parametrize("between", [False, True], ids=["at once", "after a build"])
def test_what_was_recorded_as_published_is_emptied_whatever_its_file_says_since(folder, line, between, capsys):
    build(folder, record=True)
    digest = (folder / "site/digests/2026-11-21/index.html").exists()
    add(folder, ARTICLE, line)
    if between:
        build(folder, record=True)
        assert not (folder / "site/2026/11/20/slipway").exists()
    retract(folder, "mnpq2345")
    build(folder)
    for place in ("", "topics/ferry", "topics/harbour-works"):
        assert titles(folder, place)["mnpq2345"] == "Withdrawn"
    assert "was withdrawn on" in (folder / "site/2026/11/20/slipway/index.html").read_text("utf-8")
    item = next(i for i in json.loads((folder / "site/feed.json").read_text())["items"] if i["id"].endswith("mnpq2345"))
    assert item["date_published"] <= item["date_modified"] == "2026-11-22T12:00:00Z"
    assert digest
    assert titles(folder, "digests")["digest/2026-11-21"] == "Withdrawn"
    told = capsys.readouterr().out
    assert "\n- mails that were sent: it was in the digest of 2026-11-21\n" in told
    assert "\n- the words in its address, /2026/11/20/slipway/, " in told


def test_what_expired_after_it_was_out_is_emptied_though_nothing_was_recorded(folder):
    add(folder, ARTICLE, "expiryDate: 2026-11-22")
    retract(folder, "mnpq2345")
    build(folder)
    assert titles(folder)["mnpq2345"] == "Withdrawn"


def test_a_draft_that_nobody_has_seen_is_told_of_nowhere(folder):
    add(folder, ARTICLE, "draft: true")
    retract(folder, "mnpq2345")
    build(folder)
    assert "mnpq2345" not in titles(folder)
    assert not (folder / "site/2026/11/20/slipway").exists()


def test_what_is_withdrawn_before_it_was_out_is_never_told_of(folder, capsys):
    build(folder, record=True)
    retract(folder, "rstv2345")
    assert "had not been published by then" in capsys.readouterr().out
    edition = build(folder, AFTER, record=True)
    assert edition.retracted == ()
    assert "rstv2345" not in {**titles(folder), **titles(folder, "topics/council")}
    assert not (folder / "site/2026/11/25").exists()


def test_a_day_alone_in_a_header_is_one_on_which_the_entry_was_out(folder):
    add(folder, ARTICLE, "retracted: 2026-11-20", "reason: By hand.")
    build(folder)
    assert titles(folder)["mnpq2345"] == "Withdrawn"


def test_the_tombstone_is_as_old_as_the_item_says(folder):
    build(folder, record=True)
    add(folder, ARTICLE, "publishDate: 2026-11-28")
    retract(folder, "mnpq2345")
    add(folder, MINUTES, "retracted: 2026-11-19")
    build(folder, AFTER)
    atom = etree.fromstring((folder / "site/atom.xml").read_bytes())
    updated = {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in atom.iterfind(f"{ATOM}entry")}
    gone = {one.get("ref"): one.get("when") for one in atom.iterfind(GONE)}
    assert len(gone) == 2
    assert gone == {id_: updated[id_] for id_ in gone}


# --- where it is told ---------------------------------------------------------------------------------


def test_a_withdrawn_card_leaves_its_line_in_its_place(folder):
    for day in (18, 21):
        newsletters.write(
            folder,
            f"content/linked/coves/salt-{day}.md",
            f"---\nid: salt-{day}\ntitle: Salt\ndate: 2026-11-{day}\n---\nAll of it.\n",
        )

    def order() -> list[str]:
        page = (folder / "site/linked/coves/index.html").read_text("utf-8")
        return re.findall(r'<article class="card[^"]*" id="([^"]+)"', page)

    build(folder)
    before = order()
    assert before == ["salt-21", "3456bcdf", "salt-18"]
    for key in ("3456bcdf", "salt-18", "salt-21"):
        retract(folder, key)
        build(folder)
        if key != "salt-21":
            assert order() == before


def test_the_page_of_an_emptied_digest_speaks_of_a_digest(folder):
    build(folder)
    retract(folder, "mnpq2345", reason="The figures were invented.")
    build(folder)
    page = (folder / "site/digests/2026-11-21/index.html").read_text("utf-8")
    assert "<h1>All that the digest of 21 November 2026 told was withdrawn</h1>" in page
    assert "This article was withdrawn on" in page
    assert "The figures were invented." in page
    assert "It was published on" not in page


def test_withdrawals_stand_in_the_list_of_corrections(folder):
    add(folder, MINUTES, "corrections: [{date: 2026-11-20, text: Ten items.}]")
    retract(folder, "ghjk2345", reason="There was no meeting.")
    build(folder)
    page = (folder / "site/corrections/index.html").read_text("utf-8")
    assert 'href="/2026/11/19/minutes/"' in page
    assert "This article was withdrawn on" in page
    assert "There was no meeting." in page
    assert "Ten items" not in page
    assert 'href="/corrections/"' in (folder / "site/archive/index.html").read_text("utf-8")


# --- links to a part of it ----------------------------------------------------------------------------

HEADED = "\n## What the platypus says\n\nNothing.\n"


@pytest.mark.parametrize(
    "link",
    [
        "2026-11-20-slipway/index.md#what-the-platypus-says",
        "2026-11-20-slipway#what-the-platypus-says",
        "/2026/11/20/slipway/#what-the-platypus-says",
        "/2026/11/20/slipway#what-the-platypus-says",
    ],
)
def test_links_go_without_the_part_that_they_name_once_it_is_withdrawn(folder, link, capsys):
    article, other = folder / ARTICLE, folder / MINUTES
    article.write_text(article.read_text("utf-8") + HEADED, "utf-8")
    other.write_text(other.read_text("utf-8") + f"\nSee [there]({link}), and [here](2026-11-18-timetable.md#noon).\n")
    build(folder)
    assert any(b"platypus" in data for data in newsletters.published(folder).values())
    retract(folder, "mnpq2345")
    assert f"\n- {MINUTES}, line 11: the part of it that a link names" in capsys.readouterr().out
    outcome = newsletters.built(folder)
    site = newsletters.published(folder)
    assert not [name for name, data in site.items() if b"platypus" in data]
    page = site["site/2026/11/19/minutes/index.html"]
    assert re.search(rb'href="/2026/11/20/slipway/?">there', page)
    assert b'href="/2026/11/18/timetable/#noon"' in page
    (warning,) = (p for p in outcome.problems if "a part of" in p.message)
    assert (warning.path, warning.line, warning.severity) == (MINUTES, 11, "warning")
    copy = newsletters.clean_copy(folder, folder.with_name("clean"))
    newsletters.built(copy)
    assert newsletters.published(copy) == site


def test_a_link_in_full_to_a_part_of_it_is_told_when_it_is_withdrawn(folder, capsys):
    about = "content/pages/about.md"
    newsletters.write(folder, about, "Read https://courier.example/2026/11/20/slipway/#platypus first.\n")
    retract(folder, "mnpq2345")
    assert f"\n- {about}, which has words of it: look there\n" in capsys.readouterr().out


# --- reasons ------------------------------------------------------------------------------------------


def test_a_reason_that_is_not_taken_is_said_so(folder, capsys):
    add(folder, ARTICLE, "retracted: 2026-11-21T10:00", "reason: By hand.")
    for _ in range(2):
        retract(folder, "mnpq2345", reason="Another.")
        assert f"{ARTICLE}: the reason that stands there was kept: By hand.\n" in capsys.readouterr().out
    retract(folder, "mnpq2345", reason="By hand.")
    assert "was kept" not in capsys.readouterr().out


def test_a_correction_and_a_reason_are_plain_text(folder):
    retract(folder, "mnpq2345", reason="See [this](https://elsewhere.example/) and *that*.")
    assert (
        run(["correct", "ghjk2345", "Not *nine* <b>items</b>.", "--clock", "2026-11-22T12:00", "-s", str(folder)]) == 0
    )
    build(folder)
    assert "See [this](https://elsewhere.example/) and *that*." in (
        folder / "site/2026/11/20/slipway/index.html"
    ).read_text("utf-8")
    assert "Not *nine* &lt;b&gt;items&lt;/b&gt;." in (folder / "site/2026/11/19/minutes/index.html").read_text("utf-8")
