"""What is withdrawn leaves a page that says so, and nothing of its words; no import brings it back."""

from __future__ import annotations

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

import importing_samples
import newsletters
from importing_samples import ENTRIES, POINTS, Desk, live_text
from pressday.cli.commands import run
from pressday.content import writing

LIVE = "content/live/storm/2026-11-21-2210-ferry-stays-in.md"
ARTICLE = "content/articles/2026/2026-11-20-slipway/index.md"
CARD = "content/linked/coves/a-year-of-tides.md"
POINTS_FILE = "content/live/storm/points.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletters.make(tmp_path / "newsletter")


def retract(folder: Path, wanted: str, reason: str = "We cannot stand by it.", *more: str) -> int:
    words = ["retract", wanted, "--reason", reason, "--clock", "2026-11-22T12:00", *more]
    return run([*words, "--source", str(folder)])


def groups(text: str, size: int = 3) -> set[str]:
    """Every *size* words that stand together in a content file's headline, summary and text."""
    header, _, body = text.removeprefix("---\n").partition("\n---\n")
    told = [line.partition(":")[2] for line in header.split("\n") if re.match(r"title|summary|kicker", line)]
    found = set()
    for part in [*told, *body.split("\n\n")]:
        words = re.findall(r"\w+", re.sub(r"\([^()]*\)", " ", part))
        found |= {" ".join(words[at : at + size]).lower() for at in range(max(1, len(words) - size + 1)) if words}
    return found


def in_its_name(said: set[str], path: Path) -> set[str]:
    """Those of *said* that its address, and so its file's name, may go on saying."""
    name = " ".join(re.findall(r"[a-z]+", path.parent.name if path.stem == "index" else path.stem))
    return {group for group in said if group in name}


def flat(data: bytes) -> str:
    return " ".join(re.findall(r"\w+", data.decode("utf-8", "ignore"))).lower()


def left_of(said: set[str], folder: Path, *below: str) -> dict[str, set[str]]:
    """What still stands of *said*, by file."""
    found = {}
    for place in below:
        for path in sorted((folder / place).rglob("*")):
            if path.is_file():
                words = {group for group in said if f" {group} " in f" {flat(path.read_bytes())} "}
                if words:
                    found[path.relative_to(folder).as_posix()] = words
    return found


EVERYWHERE = ("content", "site", "outbox", "ledger", ".pressday")


@pytest.mark.parametrize(
    ("path", "key"),
    [(ARTICLE, "mnpq2345"), (LIVE, "1121-2210-wxyz"), (CARD, "3456bcdf")],
    ids=["article", "live", "card"],
)
def test_nothing_of_its_words_is_left_anywhere(folder, path, key):
    for words in (["build", "--record"], ["build"], ["build", "--drafts", "-d", "preview"]):
        assert run([*words, "-q", "--clock", "2026-11-22T11:00", "-s", str(folder)]) == 0
    said = groups((folder / path).read_text("utf-8"))
    assert left_of(said, folder, "site", "outbox", ".pressday")
    assert retract(folder, key) == 0
    for words in (["build", "--record"], ["build"], ["build", "--drafts", "-d", "preview"]):
        assert run([*words, "-q", "--clock", "2026-11-22T13:00", "-s", str(folder)]) == 0
    assert left_of(said - in_its_name(said, folder / path), folder, *EVERYWHERE, "preview") == {}


def test_its_page_says_when_and_why_and_asks_not_to_be_found(folder):
    newsletters.built(folder)
    assert retract(folder, "mnpq2345", 'The figures were invented: all of them, "every one" <i>.') == 0
    newsletters.built(folder)
    page = (folder / "site/2026/11/20/slipway/index.html").read_text("utf-8")
    assert "This article was withdrawn on <time" in page
    assert ">22 November 2026</time>." in page
    assert "The figures were invented: all of them, &#34;every one&#34; &lt;i&gt;." in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert "2026/11/20/slipway" not in (folder / "site/sitemap.xml").read_text("utf-8")


def test_it_stands_in_no_list_digest_mail_or_live_page(folder):
    newsletters.built(folder)
    for key in ("mnpq2345", "1121-2210-wxyz", "3456bcdf"):
        assert retract(folder, key) == 0
    edition = newsletters.built(folder).edition
    assert edition is not None
    gone = {"mnpq2345", "1121-2210-wxyz", "3456bcdf"}
    assert {entry.key for entry in edition.retracted} == gone
    lists = (edition.topics, edition.authors, edition.days, edition.live, edition.collections)
    keys = {entry.key for one in lists for part in one for entry in part.entries}
    assert not gone & (keys | edition.teasers.keys() | {e.key for e in (*edition.entries, *edition.cards)})
    linked = {
        name
        for name, data in newsletters.published(folder).items()
        if name.endswith((".html", ".txt")) and re.search(rb"/2026/11/20/slipway/|/live/storm/1121-2210-wxyz/", data)
    }
    assert linked == {
        "site/2026/11/20/slipway/index.html",
        "site/live/storm/1121-2210-wxyz/index.html",
        "site/corrections/index.html",
    }


def test_links_to_it_lead_to_its_page_and_so_do_its_old_addresses(folder):
    links = "\nSee [the slipway](2026-11-20-slipway/index.md) and [tides](../../linked/coves/a-year-of-tides.md).\n"
    path = folder / "content/articles/2026/2026-11-19-minutes.md"
    path.write_text(path.read_text("utf-8") + links, "utf-8")
    text = (folder / ARTICLE).read_text("utf-8")
    newsletters.write(folder, ARTICLE, text.replace("title:", "aliases: [/slip/]\ntitle:"))
    newsletters.built(folder, record=True)
    assert retract(folder, "mnpq2345") == 0
    assert retract(folder, "3456bcdf") == 0
    (folder / ARTICLE).parent.rename(folder / "content/articles/2026/2026-11-20-other")
    path.write_text(path.read_text("utf-8").replace("2026-11-20-slipway", "2026-11-20-other"), "utf-8")
    outcome = newsletters.built(folder)
    assert outcome.held == ()
    site = folder / "site"
    html = (site / "2026/11/19/minutes/index.html").read_text("utf-8")
    assert 'href="/2026/11/20/other/"' in html
    assert 'href="/linked/coves/#3456bcdf"' in html
    for old in ("slip", "2026/11/20/slipway"):
        assert "/2026/11/20/other/" in (site / old / "index.html").read_text("utf-8")
    # of the collection no card is left: its page stands all the same
    collection = (site / "linked/coves/index.html").read_text("utf-8")
    assert 'id="3456bcdf"' in collection
    assert "This item was withdrawn on" in collection
    assert '<meta name="robots" content="noindex">' in collection


def test_a_card_leaves_a_line_at_its_anchor_among_the_others(folder):
    newsletters.write(
        folder, "content/linked/coves/salt.md", "---\nid: salt2345\ntitle: Salt\ndate: 2026-11-19\n---\nAll of it.\n"
    )
    assert retract(folder, "3456bcdf", "It was not ours to print.") == 0
    newsletters.built(folder)
    page = (folder / "site/linked/coves/index.html").read_text("utf-8")
    assert re.search(r'id="3456bcdf">.*?This item was withdrawn on.*?It was not ours to print\.', page, re.DOTALL)
    assert ">Salt<" in page
    assert "noindex" not in page


def test_a_digest_of_which_it_was_a_part_is_drawn_without_it(folder):
    newsletters.write(
        folder,
        "content/articles/2026/2026-11-20-other.md",
        "---\nid: other234\ntitle: Another piece\ndate: 2026-11-20T09:00:00+00:00\n---\nWords.\n",
    )
    newsletters.built(folder)
    assert b"The new slipway" in (folder / "outbox/2026-11-21/email.eml").read_bytes()
    assert retract(folder, "mnpq2345") == 0
    newsletters.built(folder)
    for path in ("outbox/2026-11-21/email.eml", "outbox/2026-11-21/email.html", "site/digests/2026-11-21/index.html"):
        data = (folder / path).read_bytes()
        assert b"Another piece" in data
        assert b"slipway" not in data


def test_what_told_of_it_in_a_feed_is_marked_as_changed(folder):
    newsletters.write(
        folder, "content/linked/coves/salt.md", "---\nid: salt2345\ntitle: Salt\ndate: 2026-11-19\n---\nAll of it.\n"
    )
    newsletters.write(
        folder,
        "content/articles/2026/2026-11-22-early.md",
        "---\nid: early234\ntitle: Early\ndate: 2026-11-22T05:00\n---\nWords.\n",
    )
    newsletters.built(folder)
    feeds = {"feed.json": ("live/storm", "linked/coves"), "digests/feed.json": ("digest/2026-11-22",)}

    def changed() -> dict[str, str]:
        found = {}
        for name, ids in feeds.items():
            told = json.loads((folder / "site" / name).read_text("utf-8"))["items"]
            found |= {
                one["id"]: one.get("date_modified", "") for one in told if one["id"].partition(":")[2].endswith(ids)
            }
        return found

    before = changed()
    assert len(before) == 3
    assert retract(folder, "1121-2210-wxyz") == 0
    assert retract(folder, "3456bcdf") == 0
    newsletters.built(folder)
    after = changed()
    assert after.keys() == before.keys()
    assert set(after.values()) == {"2026-11-22T12:00:00Z"}
    assert set(before.values()).isdisjoint(after.values())
    page = (folder / "site/linked/coves/index.html").read_text("utf-8")
    assert "19 November 2026" in page


def test_a_topic_of_which_all_was_withdrawn_keeps_its_page_and_feeds(folder):
    assert retract(folder, "mnpq2345") == 0
    newsletters.built(folder)
    assert (folder / "site/topics/harbour-works/atom.xml").exists()
    assert "Nothing here yet." in (folder / "site/topics/harbour-works/index.html").read_text("utf-8")


# --- on disk ------------------------------------------------------------------------------------------


def test_the_stub_keeps_what_says_where_it_stands_and_no_more(folder):
    text = """\
---
# about Nell
id: mnpq2345
Title: The new slipway
published: 2026-11-20T08:00:00+00:00
authors: [Nell Harrow]
tags: [ferry, "Harbour works"]  # and the slipway
slug: slipway-two
summary: It opened.
guid: "urn:old:1"
redirect_from: [/slip/]
publishDate: 2026-11-20T09:00:00+00:00
corrections: [{date: 2026-11-21, text: It opened.}]
image: slip.svg
source: The Cove Review
kicker: Harbour
dek: The slipway, at last
---
The slipway opened.
"""
    newsletters.write(folder, ARTICLE, text.replace("\n", "\r\n"))
    before = newsletters.built(folder).edition
    assert retract(folder, "mnpq2345", " It is\nwrong: all. ") == 0
    # read_text would translate the ends of lines
    assert (
        (folder / ARTICLE).read_bytes().decode()
        == """\
---
id: mnpq2345
guid: "urn:old:1"
date: 2026-11-20T08:00:00+00:00
publishDate: 2026-11-20T09:00:00+00:00
slug: slipway-two
authors: [Nell Harrow]
topics: [ferry, Harbour works]
aliases: ["/slip/"]
retracted: 2026-11-22T12:00:00+00:00
reason: "It is wrong: all."
---
""".replace("\n", "\r\n")
    )
    after = newsletters.built(folder).edition
    assert before is not None
    assert after is not None
    old = next(e for e in before.entries if e.key == "mnpq2345")
    (new,) = after.retracted
    assert (new.address, new.published, new.topics, new.guid) == (old.address, old.published, old.topics, old.guid)
    assert new.updated == newsletters.NOW
    assert (new.title, new.summary, new.authors, new.image, new.words) == ("", "", ("Nell Harrow",), "", 0)


def test_an_entry_without_an_id_keeps_its_path_for_one(folder):
    path = "content/articles/2026/2026-11-19-minutes.md"
    text = (folder / path).read_text("utf-8")
    newsletters.write(folder, path, text.replace("id: ghjk2345\n", "").replace("date: 2026-11-19T18:30:00+00:00\n", ""))
    assert retract(folder, path) == 0
    edition = newsletters.built(folder).edition
    assert edition is not None
    (entry,) = edition.retracted
    assert (entry.key, entry.address) == ("articles/2026/2026-11-19-minutes", "2026/11/19/minutes/")


def test_its_own_files_go_and_what_others_show_stays(folder):
    home = (folder / ARTICLE).parent
    for name in ("shared.svg", "unused.svg"):
        (home / name).write_text("<svg/>", "utf-8")
    other = folder / "content/articles/2026/2026-11-19-minutes.md"
    other.write_text(other.read_text("utf-8") + "\n![](2026-11-20-slipway/shared.svg)\n", "utf-8")
    (folder / "content/live/storm/sea.svg").write_text("<svg/>", "utf-8")
    assert retract(folder, "mnpq2345") == 0
    assert sorted(path.name for path in home.iterdir()) == ["index.md", "shared.svg"]
    assert (folder / "content/live/storm/sea.svg").exists()
    newsletters.built(folder)
    assert not [name for name in newsletters.published(folder) if name.endswith(("slip.svg", "unused.svg"))]


def test_a_withdrawal_that_was_broken_off_is_done_by_the_next(folder, monkeypatch):
    def broken(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as fault:
        fault.setattr(writing, "write", broken)
        assert retract(folder, "mnpq2345") == 3
    assert retract(folder, "mnpq2345") == 0
    home = (folder / ARTICLE).parent
    assert [path.name for path in home.iterdir()] == ["index.md"]
    assert "slipway opened" not in (folder / ARTICLE).read_text("utf-8")

    (folder / ARTICLE).write_text(newsletters.FILES[ARTICLE], "utf-8")
    (home / "slip.svg").write_text("<svg/>", "utf-8")
    with monkeypatch.context() as fault:
        fault.setattr(Path, "unlink", broken)
        assert retract(folder, "mnpq2345") == 3
    assert retract(folder, "mnpq2345") == 0
    assert [path.name for path in home.iterdir()] == ["index.md"]


def test_a_key_point_that_told_it_is_taken_out_and_a_set_of_nothing_else_goes(folder, capsys):
    newsletters.write(
        folder,
        POINTS_FILE,
        "The wind rose at four.\n\n## 2026-11-21T22:10:00+00:00\n\n"
        "- [Nobody crosses](2026-11-21-2210-ferry-stays-in.md)\n- A roof is gone\n  for good\n"
        "- The **ferry** stays\n  in\n\n"
        "## 2026-11-21T23:00:00+00:00\n\n- The ferry stays in\n\n"
        "## 2026-11-21T23:30:00+00:00\n\n- Calm\n",
    )
    assert retract(folder, "1121-2210-wxyz") == 0
    assert (folder / POINTS_FILE).read_text("utf-8") == (
        "The wind rose at four.\n\n## 2026-11-21T22:10:00+00:00\n\n- A roof is gone\n  for good\n\n"
        "## 2026-11-21T23:30:00+00:00\n\n- Calm\n"
    )
    assert f"{POINTS_FILE}: took out 3 key points that told it\n" in capsys.readouterr().out


def test_a_point_that_comes_back_is_not_shown(folder):
    points = (folder / POINTS_FILE).read_text("utf-8")
    assert retract(folder, "1121-2210-wxyz") == 0
    newsletters.write(folder, POINTS_FILE, points.replace("[The ferry stays in]", "[Nobody at all crosses]"))
    newsletters.built(folder)
    assert not [name for name, data in newsletters.published(folder).items() if b"Nobody at all crosses" in data]
    assert b"A roof is gone" in (folder / "site/live/storm/index.html").read_bytes()


def test_what_it_cannot_reach_is_told(folder, capsys):
    (folder / ".git").mkdir()
    other = folder / "content/articles/2026/2026-11-19-minutes.md"
    other.write_text(
        other.read_text("utf-8") + "\nAs told: NOBODY crosses tonight,\nthe harbour master says, and nobody minds.\n"
    )
    assert retract(folder, "1121-2210-wxyz") == 0
    out = capsys.readouterr().out
    for line in (
        "mails that were sent: it was in the digest of 2026-11-22",
        f"the history in git: git log -- {LIVE}",
        "the words in its address, /live/storm/1121-2210-wxyz/, and in the name of its file",
        "content/articles/2026/2026-11-19-minutes.md, which has words of it: look there",
    ):
        assert f"\n- {line}\n" in out


def test_a_second_withdrawal_changes_nothing(folder, capsys):
    assert retract(folder, "mnpq2345") == 0
    before = newsletters.tree(folder / "content")
    assert retract(folder, "mnpq2345", "Another reason.") == 0
    assert newsletters.tree(folder / "content") == before
    assert "was withdrawn already, at 2026-11-22T12:00+00:00" in capsys.readouterr().out
    assert run(["correct", "mnpq2345", "Six.", "-s", str(folder)]) == 1


@pytest.mark.parametrize("wanted", ["content/pages/about.md", "nobody", "content/live/storm/index.md"])
def test_what_is_no_entry_is_refused(folder, wanted, capsys):
    before = newsletters.tree(folder / "content")
    assert retract(folder, wanted) == 1
    assert newsletters.tree(folder / "content") == before
    assert capsys.readouterr().err.startswith("error: ")


def test_a_withdrawal_needs_a_reason(folder, capsys):
    assert retract(folder, "mnpq2345", "  ") == 1
    assert "a withdrawal needs a reason" in capsys.readouterr().err
    assert run(["retract", "mnpq2345", "-s", str(folder)]) == 2


def test_what_a_person_marks_as_withdrawn_is_not_shown_and_the_command_does_the_rest(folder, capsys):
    text = (folder / ARTICLE).read_text("utf-8")
    newsletters.write(folder, ARTICLE, text.replace("id:", "retracted: 2026-11-21T10:00\nreason: By hand.\nid:"))
    outcome = newsletters.built(folder)
    (problem,) = (p for p in outcome.problems if p.severity == "warning")
    assert "its words still stand in the file" in problem.message
    said = groups(text)
    assert left_of(said - {"slipway"}, folder, "site", "outbox") == {}
    assert retract(folder, "mnpq2345", "Not taken.") == 0
    assert "withdrawn; nothing of it is left" in capsys.readouterr().out
    stub = (folder / ARTICLE).read_text("utf-8")
    assert "retracted: 2026-11-21T10:00:00+00:00\nreason: By hand.\n---\n" in stub
    assert not (folder / ARTICLE).with_name("slip.svg").exists()


def test_a_program_is_told_the_same(folder, capsys):
    assert retract(folder, "1121-2210-wxyz", "Why.", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["withdrawn"], told["deleted"]) == ("1121-2210-wxyz", True, [])
    assert told["points"] == [{"path": POINTS_FILE, "taken": 1}]
    assert len(told["beyond"]) >= 5


# --- imports ------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "brief"
    folder.mkdir()
    (folder / "newsletter.yaml").write_text(importing_samples.SETTINGS.format(zone="Europe/London"), "utf-8")
    made = Desk(folder)
    made.put(live_text())
    made.report()
    return made


def withdraw(desk: Desk, path: Path) -> bytes:
    words = ["retract", path.as_posix(), "--reason", "Untrue.", "--clock", "2026-03-06T19:00"]
    assert run([*words, "-s", str(desk.folder)]) == 0
    return path.read_bytes()


FERRY = ENTRIES[0]


@pytest.mark.parametrize(
    "entry",
    [
        FERRY,
        (FERRY[0], FERRY[1], FERRY[2], ["The ferry left the quay with sixty on board.", "Nobody cheered."]),
        ("Ferry leaves", *FERRY[1:]),
        (FERRY[0], "00:45", *FERRY[2:]),
        ("Ferry leaves after all", "00:45", FERRY[2], [*FERRY[3], "It came home."]),
        ("Ferry leaves after all", FERRY[1], FERRY[2], ["Sixty were on board."]),
    ],
    ids=["same", "text", "headline", "time", "headline and text", "headline and all text"],
)
def test_no_newer_save_brings_it_back(desk, entry):
    path = desk.entry(FERRY[0])
    stub = withdraw(desk, path)
    files = desk.files()
    for number, save in enumerate((entry, entry, (entry[0] + " again", *entry[1:]))):
        desk.put(live_text([save, *ENTRIES[1:]]) + f"\nSaved {number} times.\n")
        report = desk.report()
        assert [(e.path, e.state) for e in report.entries if e.state == "withdrawn"] == [
            (path.relative_to(desk.folder).as_posix(), "withdrawn")
        ]
        assert path.read_bytes() == stub
        assert desk.files() == files
        assert any(line.startswith("  withdrawn by you: ") for line in report.lines())


def test_its_key_point_does_not_come_back_and_others_do(desk):
    points = desk.folder / "content/live/storm-over-harne/points.md"
    assert "Ferry sails at last with forty" in points.read_text("utf-8")
    withdraw(desk, desk.entry(FERRY[0]))
    assert "Ferry" not in points.read_text("utf-8")
    assert "Gates of the lock hold" in points.read_text("utf-8")
    desk.put(live_text(points=[*POINTS, "Lights are out"]))
    report = desk.report()
    text = points.read_text("utf-8")
    assert "Ferry" not in text
    assert "Lights are out" in text
    assert not any("points.md" in problem.path for problem in report.problems)


def test_the_ledger_names_no_words_of_it_and_nothing_waits_in_review(desk, tmp_path):
    desk.put(
        "The lock is open at last\nBy Tam Reyes\nIt opened at noon, and all of Harne came to see it go.\n", "lock.txt"
    )
    desk.report(desk.folder / "sources/lock.txt")
    article = desk.entry("The lock is open at last")
    words = groups(article.read_text("utf-8"))
    path = desk.entry(FERRY[0])
    words |= groups(path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace("forty", "fifty"), "utf-8")
    desk.put(
        live_text([(*FERRY[:3], ["The ferry left the quay with sixty on board.", "It was cheered."]), *ENTRIES[1:]])
    )
    assert desk.report().waiting
    withdraw(desk, path)
    withdraw(desk, article)
    words -= in_its_name(words, article) | in_its_name(words, path)
    assert left_of(words, desk.folder, "ledger", "content") == {}
    assert "waits" not in "".join(p.read_text("utf-8") for p in (desk.folder / "ledger").rglob("*.yaml"))
    desk.put(
        "The lock is open at last\nBy Tam Reyes\nIt opened at one, and all of Harne came to see it go.\n", "lock.txt"
    )
    desk.report(desk.folder / "sources/lock.txt")
    assert left_of(words, desk.folder, "ledger", "content") == {}


def test_the_document_it_came_from_is_named(desk, capsys):
    withdraw(desk, desk.entry(FERRY[0]))
    assert "- the document that it was imported from: sources/storm.txt\n" in capsys.readouterr().out
    shutil.rmtree(desk.folder / "sources")
    withdraw(desk, desk.entry(ENTRIES[1][0]))
    assert "sources/storm.txt (it is no longer there)" in capsys.readouterr().out


def test_a_later_clock_changes_nothing_of_a_withdrawal(folder):
    assert retract(folder, "1121-2210-wxyz") == 0
    newsletters.built(folder)
    page = (folder / "site/live/storm/1121-2210-wxyz/index.html").read_bytes()
    newsletters.built(folder, newsletters.NOW + timedelta(hours=1), clean=True)
    assert (folder / "site/live/storm/1121-2210-wxyz/index.html").read_bytes() == page
