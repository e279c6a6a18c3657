"""What subscribers will see is told before they see it, and an id that was promised is kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import feedparser
import pytest

import newsletters
from pressday import places
from pressday.cli import main
from pressday.ledger import published
from pressday.outlook import Change, Feed, Outlook

TIMETABLE = "content/articles/2026/2026-11-18-timetable.md"
MINUTES = "content/articles/2026/2026-11-19-minutes.md"
SLIPWAY = "content/articles/2026/2026-11-20-slipway/index.md"
CARD = "content/linked/coves/a-year-of-tides.md"
FERRY = "content/live/storm/2026-11-21-2210-ferry-stays-in.md"
SETTINGS = "newsletter.yaml"
COUNCIL = "  - {id: council, title: Council, match: [council]}\n"
MERGED = (COUNCIL, ""), ("title: Ferry,", "title: Ferry, formerly: [council],")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    newsletters.make(tmp_path)
    # So that a file may go without another being held back.
    change(tmp_path, TIMETABLE, "[council](2026-11-19-minutes.md)", "council")
    newsletters.built(tmp_path, record=True)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def keys(items: tuple) -> set[str]:
    return {item.key for item in items}


def seen(folder: Path, **options: object) -> Outlook:
    return newsletters.built(folder, **options).outlook


def test_without_a_ledger_it_is_said_that_nothing_is_known(tmp_path):
    newsletters.make(tmp_path)
    assert seen(tmp_path) == Outlook(False)


def test_a_rebuild_shows_nothing_new_at_any_hour(folder):
    assert seen(folder) == Outlook(True)
    assert seen(folder, clean=True) == Outlook(True)


def test_new_updated_and_gone_are_told_apart(folder):
    newsletters.write(
        folder,
        "content/articles/2026/2026-11-22-bell.md",
        "---\nid: newone22\ntitle: The bell\ndate: 2026-11-22T08:00:00+00:00\n---\nIt rang.\n",
    )
    change(folder, MINUTES, "date:", "lastmod: 2026-11-21T08:00:00+00:00\ndate:")
    (folder / "content/articles/2026/2026-11-20-slipway/index.md").unlink()
    outlook = seen(folder)
    assert keys(outlook.new) == {"newone22"}
    assert keys(outlook.updated) == {"ghjk2345"}
    assert "mnpq2345" in keys(outlook.gone)
    assert outlook.archived == ()


def test_what_is_gone_is_told_until_it_is_recorded_and_what_comes_back_is_not_new(folder):
    text = (folder / MINUTES).read_text("utf-8")
    (folder / MINUTES).unlink()
    assert "ghjk2345" in keys(seen(folder, record=True).gone)
    assert seen(folder).gone == ()
    (folder / MINUTES).write_text(text, "utf-8")
    outlook = seen(folder)
    assert outlook.new == ()
    assert "ghjk2345" in keys(outlook.updated)


def test_a_renamed_file_moves_and_is_not_new(folder):
    (folder / MINUTES).rename(folder / "content/articles/2026/2026-11-19-what-was-said.md")
    outlook = seen(folder)
    assert [(one.key, one.old, one.new) for one in outlook.moved] == [
        ("ghjk2345", "2026/11/19/minutes/", "2026/11/19/what-was-said/")
    ]
    assert (outlook.new, outlook.gone) == ((), ())
    assert "what-was-said" in (folder / "site/2026/11/19/minutes/index.html").read_text("utf-8")


def test_what_falls_due_is_foretold_at_its_hour(folder):
    later = newsletters.NOW + timedelta(days=4)
    assert "rstv2345" in keys(newsletters.built(folder, later).outlook.new)


def test_what_is_too_old_for_a_current_feed_is_said_to_be_in_archives_only(folder):
    change(folder, "newsletter.yaml", "digest:", "feeds: {items: 1}\ndigest:")
    newsletters.write(
        folder,
        "content/articles/2025/2025-01-05-found.md",
        "---\nid: oldone25\ntitle: Found\ndate: 2025-01-05T08:00:00+00:00\n---\nA letter.\n",
    )
    outlook = seen(folder)
    assert "oldone25" in keys(outlook.new)
    assert "oldone25" in keys(outlook.archived)


def test_a_digest_whose_only_story_is_withdrawn_stays_an_item_and_is_emptied(folder):
    before = published.read(folder)[0].promises["digest", "2026-11-21"]
    words = ["retract", "mnpq2345", "--reason", "It was wrong.", "--clock", newsletters.NOW.isoformat()]
    assert main([*words, "-s", str(folder)]) == 0
    outlook = seen(folder, record=True)
    assert keys(outlook.updated) == {"mnpq2345", "2026-11-21"}
    assert (outlook.new, outlook.gone, outlook.retitled) == ((), (), ())
    kept = published.read(folder)[0].promises["digest", "2026-11-21"]
    assert not kept.is_gone
    assert (kept.addresses, kept.first, kept.title) == (before.addresses, before.first, "")
    assert kept.updated == newsletters.NOW.isoformat()
    items = json.loads((folder / "site/digests/feed.json").read_text("utf-8"))["items"]
    assert "Withdrawn" in [item["title"] for item in items if item["id"].endswith("digest/2026-11-21")]
    assert seen(folder) == Outlook(True)


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("new", ["id: another2\n", ""])
@pytest.mark.parametrize(("name", "old"), [(MINUTES, "ghjk2345"), (FERRY, "1121-2210-wxyz")])
def test_a_changed_id_is_an_error_and_subscribers_do_not_see_it(folder, name, old, new):
    before = newsletters.published(folder)
    change(folder, name, f"id: {old}\n", new)
    outcome = newsletters.built(folder)
    (problem,) = [problem for problem in outcome.problems if problem.severity == "error"]
    assert (problem.path, old in problem.message, f"id: {old}" in problem.hint) == (name, True, True)
    assert outcome.held == ()
    assert outcome.outlook == Outlook(True)
    after = newsletters.published(folder)
    assert after.keys() == before.keys()
    assert [path for path in after if after[path] != before[path] and path.endswith(".xml")] == []


def test_a_changed_id_can_be_allowed(folder):
    change(folder, MINUTES, "id: ghjk2345", "id: another2")
    outcome = newsletters.built(folder, allow_id_change=True)
    assert [problem for problem in outcome.problems if problem.severity == "error"] == []
    assert (keys(outcome.outlook.new), keys(outcome.outlook.gone)) == ({"another2"}, {"ghjk2345"})


def test_of_two_builds_that_record_the_later_knows_what_the_first_has_promised(folder):
    script = "import sys, newsletters; newsletters.built(newsletters.Path(sys.argv[1]), record=True)"
    environment = {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parent)}
    site, _ = places.destinations(folder, Path("site"), Path("outbox"))
    with site.opened():
        other = subprocess.Popen([sys.executable, "-c", script, os.fspath(folder)], env=environment)
        time.sleep(1.5)  # it waits for the site by now
        with (folder / published.FILE_NAME).open("a", encoding="utf-8") as file:
            instant = "2026-11-01T08:00:00+00:00"
            file.write(f"article\tzxcv2345\t{instant}\t{instant}\t-\t/2026/11/01/gone/\n")
    assert other.wait(60) == 0
    assert ("article", "zxcv2345") in published.read(folder)[0].promises


def test_a_file_that_takes_the_place_of_another_with_a_promised_id_of_its_own_is_no_changed_id(folder):
    (folder / MINUTES).unlink()
    slipway = folder / "content/articles/2026/2026-11-20-slipway/index.md"
    change(folder, "content/articles/2026/2026-11-20-slipway/index.md", "date:", "slug: minutes\ndate:")
    change(folder, "content/articles/2026/2026-11-20-slipway/index.md", "2026-11-20T08", "2026-11-19T08")
    assert slipway.exists()
    outcome = newsletters.built(folder)
    assert [problem for problem in outcome.problems if problem.severity == "error"] == []
    assert keys(outcome.outlook.gone) >= {"ghjk2345"}


def test_a_fresh_clone_keeps_every_promise(folder, tmp_path_factory):
    (folder / MINUTES).rename(folder / "content/articles/2026/2026-11-19-moved.md")
    clone = newsletters.clean_copy(folder, tmp_path_factory.mktemp("clone") / "newsletter")
    newsletters.built(clone)
    newsletters.built(folder)
    assert newsletters.published(clone) == newsletters.published(folder)
    assert (clone / "site/2026/11/19/minutes/index.html").exists()


# --- files without an id -------------------------------------------------------------------------


def test_files_without_an_id_are_warned_of_once(tmp_path):
    newsletters.make(tmp_path)
    for name, id_ in ((MINUTES, "ghjk2345"), (FERRY, "1121-2210-wxyz")):
        change(tmp_path, name, f"id: {id_}\n", "")
    told = [problem for problem in newsletters.built(tmp_path).problems if "no id" in problem.message]
    assert [(problem.path, problem.severity) for problem in told] == [(FERRY, "warning")]
    assert "1 more" in told[0].message


def command(folder: Path, *words: str) -> int:
    clock = ["--clock", newsletters.NOW.isoformat(), "--jobs", "1"]
    return main(["build", "-s", str(folder), *clock, *words])


def test_ids_are_written_in_and_no_subscriber_sees_it(tmp_path, capsys):
    newsletters.make(tmp_path)
    for name, id_ in ((MINUTES, "ghjk2345"), (FERRY, "1121-2210-wxyz")):
        change(tmp_path, name, f"id: {id_}\n", "")
    newsletters.built(tmp_path, record=True)
    files = {name: (tmp_path / name).read_bytes() for name in (MINUTES, FERRY)}
    before = newsletters.published(tmp_path)
    assert command(tmp_path, "--fix") == 0
    assert f"wrote an id into {MINUTES}" in capsys.readouterr().out
    for name, data in files.items():
        lines = (tmp_path / name).read_bytes().split(b"\n")
        assert lines.pop(1).startswith(b"id: ")
        assert b"\n".join(lines) == data
    assert newsletters.published(tmp_path) == before
    assert seen(tmp_path) == Outlook(True)
    (tmp_path / MINUTES).rename(tmp_path / "content/articles/2026/2026-11-19-renamed.md")
    assert seen(tmp_path).new == ()


def test_a_lost_id_is_an_error_alone_and_is_written_back(folder, capsys):
    change(folder, MINUTES, "id: ghjk2345\n", "")
    assert [problem.severity for problem in newsletters.built(folder).problems if "id" in problem.message] == ["error"]
    assert command(folder, "--fix") == 0
    assert "id: ghjk2345\n" in (folder / MINUTES).read_text("utf-8")
    assert seen(folder) == Outlook(True)


def test_what_was_never_published_gets_an_id_like_others(folder):
    newsletters.write(
        folder,
        "content/articles/2026/2026-11-22-bell.md",
        "---\r\ntitle: The bell\r\ndate: 2026-11-22T08:00:00+00:00\r\n---\r\nIt rang.\r\n",
    )
    command(folder, "--fix")
    data = (folder / "content/articles/2026/2026-11-22-bell.md").read_bytes()
    first, second, rest = data.split(b"\r\n", 2)
    assert (first, second[:4], len(second)) == (b"---", b"id: ", 12)
    assert rest == b"title: The bell\r\ndate: 2026-11-22T08:00:00+00:00\r\n---\r\nIt rang.\r\n"


# --- what is said --------------------------------------------------------------------------------


def test_a_build_ends_with_what_subscribers_will_see(folder, capsys):
    newsletters.write(
        folder,
        "content/articles/2026/2026-11-22-bell.md",
        "---\nid: newone22\ntitle: The bell\ndate: 2026-11-22T08:00:00+00:00\n---\nIt rang.\n",
    )
    assert command(folder) == 0
    out = capsys.readouterr().out
    assert "Subscribers will see: 1 new item." in out
    assert "/2026/11/22/bell/" in out
    assert command(folder, "--record") == 0
    capsys.readouterr()
    assert command(folder) == 0
    assert "Subscribers will see nothing new." in capsys.readouterr().out


def test_the_same_is_told_to_programs(folder, capsys):
    (folder / MINUTES).unlink()
    assert command(folder, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)["subscribers"]
    assert told["known"] is True
    assert {"kind": "article", "id": "ghjk2345", "address": "/2026/11/19/minutes/"} in told["gone"]


def test_a_ledger_of_before_is_read(folder):
    path = folder / published.FILE_NAME
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("collection")), "utf-8")
    assert keys(seen(folder).new) == {"coves"}


# --- feeds ---------------------------------------------------------------------------------------


def settings(folder: Path, *changes: tuple[str, str]) -> None:
    for old, new in changes:
        change(folder, SETTINGS, old, new)


def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a build says that subscribers will see."""
    capsys.readouterr()
    assert command(folder) == 0
    lines = capsys.readouterr().out.splitlines()
    return lines[next(at for at, line in enumerate(lines) if line.startswith(("Subscribers", "No item"))) :]


def of_feeds(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    """The same for programs, as far as it is about feeds."""
    capsys.readouterr()
    assert command(folder, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)["subscribers"]["feeds"]


def test_a_merged_topic_is_told_to_both_its_followers_and_those_of_the_other(folder, capsys):
    settings(folder, *MERGED)
    assert told(folder, capsys) == [
        "Subscribers will see: 1 item new to a feed, 1 feed merged.",
        "  1 item new to a feed: /topics/ferry/ (1)",
        "  1 feed merged: /topics/council/ to /topics/ferry/ (4 new to its followers)",
    ]
    feeds = of_feeds(folder, capsys)
    minutes = {"kind": "article", "id": "ghjk2345", "address": "/2026/11/19/minutes/"}
    (change_,) = feeds["changed"]
    assert (change_["address"], change_["comes"], change_["leaves"]) == ("/topics/ferry/", [minutes], [])
    (merged,) = feeds["merged"]
    assert (merged["id"], merged["into"]) == ("topic/council", {"id": "topic/ferry", "address": "/topics/ferry/"})
    assert [item["id"] for item in merged["comes"]] == ["bcdf2345", "mnpq2345", "3456bcdf", "1121-2210-wxyz"]
    assert (feeds["renamed"], feeds["new"], feeds["gone"]) == ([], [], [])


def test_a_merge_that_was_recorded_is_news_no_more_until_its_address_is_given_up(folder, capsys):
    settings(folder, *MERGED)
    command(folder, "--record")
    assert told(folder, capsys) == ["Subscribers will see nothing new."]
    settings(folder, (" formerly: [council],", ""))
    change(folder, MINUTES, "topics: [council]", "topics: [ferry]")
    assert seen(folder) == Outlook(True, dropped=(Feed("topic/council", "topics/council/"),))
    settings(folder, ("  - {id: ferry", f"{COUNCIL}  - {{id: ferry"))
    change(folder, MINUTES, "topics: [ferry]", "topics: [council]")
    outlook = seen(folder)
    assert [(c.feed.id, keys(c.comes), keys(c.leaves)) for c in outlook.changes] == [
        ("topic/council", set(), {"bcdf2345", "mnpq2345", "3456bcdf", "1121-2210-wxyz"}),
        ("topic/ferry", set(), {"ghjk2345"}),
    ]
    assert (outlook.merged, outlook.opened, outlook.dropped) == ((), (), ())


def test_a_topic_under_another_id_keeps_its_followers_who_see_nothing_new(folder, capsys):
    settings(folder, ("{id: ferry, title: Ferry,", "{id: boats, title: Boats, formerly: [ferry],"))
    assert told(folder, capsys) == [
        "Subscribers will see: 1 feed renamed.",
        "  1 feed renamed: /topics/ferry/ to /topics/boats/",
    ]
    command(folder, "--record")
    assert told(folder, capsys) == ["Subscribers will see nothing new."]


def test_two_topics_that_become_a_third_are_merged(folder):
    settings(folder, (COUNCIL, ""), ("{id: ferry, title: Ferry,", "{id: all, title: All, formerly: [ferry, council],"))
    outlook = seen(folder)
    assert [(c.feed.id, c.into and c.into.id, len(c.comes)) for c in outlook.merged] == [
        ("topic/council", "topic/all", 4),
        ("topic/ferry", "topic/all", 1),
    ]
    assert (outlook.changes, outlook.renamed, outlook.opened, outlook.dropped) == ((), (), (), ())


def test_a_topic_under_another_id_with_those_merged_before_is_renamed_with_them(folder, capsys):
    settings(folder, *MERGED)
    command(folder, "--record")
    settings(folder, ("{id: ferry, title: Ferry, formerly: [", "{id: sea, title: Sea, formerly: [ferry, "))
    assert told(folder, capsys) == [
        "Subscribers will see: 2 feeds renamed.",
        "  2 feeds renamed: /topics/council/ to /topics/sea/, /topics/ferry/ to /topics/sea/",
    ]


def test_a_topic_with_another_title_keeps_its_address(folder, capsys):
    settings(folder, ("title: Ferry,", "title: The ferry,"))
    assert told(folder, capsys) == ["Subscribers will see: 1 feed renamed.", "  1 feed renamed: /topics/ferry/"]
    assert seen(folder) == Outlook(True, renamed=(Change(Feed("topic/ferry", "topics/ferry/")),))


def test_an_entry_under_another_topic_comes_to_one_feed_and_leaves_the_other(folder, capsys):
    change(folder, MINUTES, "topics: [council]", "topics: [ferry]")
    assert told(folder, capsys) == [
        "Subscribers will see: 1 item new to a feed, 1 item leaves a feed.",
        "  1 item new to a feed: /topics/ferry/ (1)",
        "  1 item leaves a feed: /topics/council/ (1)",
    ]
    assert (seen(folder).new, seen(folder).updated) == ((), ())


def test_what_comes_to_a_feed_and_is_too_old_for_its_current_document_is_told_apart(folder, capsys):
    settings(folder, ("digest:", "feeds: {items: 1}\ndigest:"))
    change(folder, MINUTES, "topics: [council]", "topics: [ferry]")
    assert "  1 item new to a feed: /topics/ferry/ (1 in archives only)" in told(folder, capsys)
    (change_,) = [one for one in seen(folder).changes if one.comes]
    assert change_.archived == change_.comes


def test_another_headline_is_told_though_nothing_counts_as_updated(folder, capsys):
    change(folder, MINUTES, "The council’s minutes", "What the council said")
    assert told(folder, capsys) == [
        "Subscribers will see: 1 retitled.",
        "  1 retitled: /2026/11/19/minutes/",
    ]
    change(folder, MINUTES, "date:", "lastmod: 2026-11-21T08:00:00+00:00\ndate:")
    outlook = seen(folder)
    assert (keys(outlook.updated), outlook.retitled) == ({"ghjk2345"}, ())


def test_a_digest_under_another_subject_is_retitled(folder):
    change(folder, "content/digests/2026-11-20.md", "Minutes: all of them", "All the minutes")
    assert keys(seen(folder).retitled) == {"2026-11-20"}


def test_a_topic_that_is_dropped_is_told_to_cost_its_followers_the_feed(folder, capsys):
    settings(folder, (COUNCIL, ""))
    change(folder, MINUTES, "topics: [council]\n", "")
    assert told(folder, capsys) == [
        "Subscribers will see: 1 feed goes away.",
        "  1 feed goes away: /topics/council/. Whoever follows it gets nothing more; "
        "a topic's id under `formerly:` of another would keep its feed.",
    ]
    assert of_feeds(folder, capsys)["gone"] == [{"id": "topic/council", "address": "/topics/council/"}]
    command(folder, "--record")
    assert told(folder, capsys) == ["Subscribers will see nothing new."]
    # Those who were lost may be won back.
    settings(folder, ("title: Ferry,", "title: Ferry, formerly: [council],"))
    (merged,) = seen(folder).merged
    assert (merged.feed.id, len(merged.comes)) == ("topic/council", 4)


def test_a_file_of_the_editors_own_in_the_place_of_a_feed_keeps_it_from_going_away(folder):
    settings(folder, (COUNCIL, ""))
    change(folder, MINUTES, "topics: [council]\n", "")
    newsletters.write(folder, "static/topics/council/feed.xml", "<rss version='2.0'/>")
    assert seen(folder).dropped == ()


def test_the_feeds_of_authors_and_live_pages_come_and_go_too(folder, capsys):
    change(folder, MINUTES, "[Bo Reth, Ann Tully]", "[Tam Reyes]")
    shutil.rmtree(folder / "content/live/storm")
    header = "id: 1122-0900-gale\ntitle: A gale\ndate: 2026-11-22T09:00:00+00:00\n"
    newsletters.write(folder, "content/live/gale/2026-11-22-0900-a-gale.md", f"---\n{header}---\nIt blows.\n")
    outlook = seen(folder)
    assert {feed.id for feed in outlook.opened} == {"author/tam-reyes", "live/gale"}
    assert {feed.id for feed in outlook.dropped} == {"author/bo-reth", "live/storm"}
    assert [(c.feed.id, keys(c.leaves)) for c in outlook.changes] == [("author/ann-tully", {"ghjk2345"})]
    assert keys(outlook.new) >= {"gale", "1122-0900-gale"}
    assert "formerly" not in "".join(told(folder, capsys))


def test_of_many_feeds_three_are_named(folder, capsys):
    change(folder, MINUTES, "topics: [council]", "topics: [council, a1, b2, c3, d4, e5]")
    assert "  5 new feeds: /topics/a1/, /topics/b2/, /topics/c3/ and 2 more" in told(folder, capsys)
    assert len(of_feeds(folder, capsys)["new"]) == 5


def forget_feeds(folder: Path) -> None:
    """The ledger as it was written before it remembered feeds."""
    path = folder / published.FILE_NAME
    lines = [line.split("\t")[:6] for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join("\t".join(line) + "\n" for line in lines if line[0] != "author"), "utf-8")


def test_of_an_old_ledger_nothing_is_claimed_about_feeds(folder, capsys):
    forget_feeds(folder)
    settings(folder, *MERGED)
    change(folder, MINUTES, "The council’s minutes", "What the council said")
    unknown = "What comes to which feed is not known: it has not been recorded yet (pressday build --record)."
    assert told(folder, capsys) == ["No item is new, updated or gone.", unknown]
    assert of_feeds(folder, capsys)["known"] is False
    assert seen(folder) == Outlook(True, feedless=True)
    command(folder, "--record")
    assert "Recorded. From now on a build says what comes to which feed, too." in capsys.readouterr().out
    assert told(folder, capsys) == ["Subscribers will see nothing new."]


def test_of_what_was_gone_before_feeds_were_remembered_nothing_is_claimed(folder):
    text = (folder / MINUTES).read_text("utf-8")
    (folder / MINUTES).unlink()
    newsletters.built(folder, record=True)
    forget_feeds(folder)
    newsletters.built(folder, record=True)
    (folder / MINUTES).write_text(text.replace("topics: [council]", "topics: [ferry]"), "utf-8")
    outlook = seen(folder)
    assert "ghjk2345" in keys(outlook.updated)
    assert (outlook.new, outlook.changes) == ((), ())


def test_a_fresh_clone_foretells_the_same(folder, tmp_path_factory, capsys):
    settings(folder, *MERGED)
    change(folder, MINUTES, "Bo Reth, ", "")
    change(folder, SLIPWAY, "Harbour works", "council")
    clone = newsletters.clean_copy(folder, tmp_path_factory.mktemp("clone") / "newsletter")
    assert of_feeds(clone, capsys) == of_feeds(folder, capsys)
    for place in (clone, folder):
        command(place, "--record")
    assert (clone / published.FILE_NAME).read_bytes() == (folder / published.FILE_NAME).read_bytes()


# --- what a reader sees in fact -------------------------------------------------------------------


class Followed(NamedTuple):
    """What a reader finds at a feed's address: its id, what its current document has, and all that it has."""

    id: str
    current: set[str]
    every: set[str]


def followed(folder: Path) -> dict[str, Followed]:
    """By the page of each feed."""
    read = {path: feedparser.parse(path.read_bytes()) for path in (folder / "site").rglob("atom.xml")}
    every: dict[str, set[str]] = {}
    for feed in read.values():
        every.setdefault(feed.feed.id, set()).update(entry.id for entry in feed.entries)
    return {
        f"{path.parent.relative_to(folder / 'site').as_posix()}/".removeprefix("./"): Followed(
            feed.feed.id, {entry.id for entry in feed.entries}, every[feed.feed.id]
        )
        for path, feed in read.items()
        if path.parent.parent.name != "feeds"
    }


def tag(item: object) -> str:
    parts = {"live-page": "live/", "collection": "linked/", "digest": "digest/"}.get(item.kind, "")
    return f"tag:courier.example,2026:{parts}{item.key}"


def tags(items: Iterable[object]) -> set[str]:
    return {tag(item) for item in items}


def own_page(feed: Followed) -> str:
    """The page beside which a feed of that id stands."""
    kind, _, key = feed.id.partition("feed/")[2].partition("/")
    return {"whole": "", "digests": "digests/", "live": f"live/{key}/"}.get(kind, f"{kind}s/{key}/")


WITHDRAWN = "retracted: 2026-11-22T09:00:00+00:00\nreason: It was wrong.\ndate:"
EDITS = {
    "an article under two topics": [(MINUTES, "topics: [council]", "topics: [council, Harbour works, ferry]")],
    "another author": [(TIMETABLE, "[Ann Tully]", "[bo reth]")],
    "a topic becomes part of another": [(SETTINGS, *MERGED[0]), (SETTINGS, *MERGED[1])],
    "a live entry under a merged topic": [(FERRY, "topics: [ferry]", "topics: [council]")],
    "an entry is withdrawn": [(SLIPWAY, "date:", WITHDRAWN)],
    "a card under another topic": [(CARD, "[ferry]", "[tides]")],
    "a live entry by somebody else": [(FERRY, "[Ann Tully]", "[Bo Reth]")],
    "all under another id": [
        (SETTINGS, "{id: ferry, title: Ferry, formerly: [", "{id: sea, title: Sea, formerly: [ferry, ")
    ],
    "the only card of a collection is withdrawn": [(CARD, "date:", WITHDRAWN)],
    "one of a live page is withdrawn": [(FERRY, "date:", WITHDRAWN)],
    "and all of it": [("content/live/storm/2026-11-21-2130-watch.md", "date:", WITHDRAWN)],
    "shorter feeds": [(SETTINGS, "digest:", "feeds: {items: 1}\ndigest:")],
    "an old article under a topic": [(TIMETABLE, "topics: [ferry]", "topics: [tides]")],
}


def test_what_is_foretold_is_what_a_feed_reader_finds(folder):
    for name, edits in EDITS.items():
        before = followed(folder)
        shown = set().union(*(feed.every for feed in before.values()))
        for edit in edits:
            change(folder, *edit)
        outlook = seen(folder, record=True)
        after = followed(folder)
        both = before.keys() & after.keys()
        # At the address of a topic that was merged long ago there is the other's feed, and nothing else to tell.
        both -= {page for page in both if before[page].id == after[page].id and own_page(after[page]) != page}
        comes = {page: (after[page].current - before[page].every) & shown for page in both}
        leaves = {page: before[page].every - after[page].every - tags(outlook.gone) for page in both}
        changes = [*outlook.changes, *outlook.merged, *outlook.renamed]
        found = {page: (comes[page], leaves[page]) for page in both if comes[page] or leaves[page]}
        foretold = {one.feed.address: (tags(one.comes) - tags(one.archived), tags(one.leaves)) for one in changes}
        assert {page: what for page, what in foretold.items() if any(what)} == found, name
        assert {feed.address for feed in outlook.dropped} == before.keys() - after.keys(), name
        followed_on = {one.into.address for one in outlook.renamed if one.into}
        assert {feed.address for feed in outlook.opened} == after.keys() - before.keys() - followed_on, name
        assert seen(folder) == Outlook(True), name


@pytest.mark.parametrize("withdrawn", [(), (SLIPWAY,), (CARD, FERRY)])
def test_the_ledger_names_the_feeds_in_which_an_item_stands(folder, withdrawn):
    for path in withdrawn:
        change(folder, path, "date:", WITHDRAWN)
    newsletters.built(folder, record=True)
    ledger, problems = published.read(folder)
    assert problems == []
    stands: dict[str, set[str]] = {}
    for path in (folder / "site").rglob("atom.xml"):
        feed = feedparser.parse(path.read_bytes())
        name = feed.feed.id.partition("feed/")[2]
        for entry in feed.entries:
            stands.setdefault(entry.id, set()).update({name} - {"whole", "digests"})
    items = [promise for promise in ledger.promises.values() if promise.kind not in ("topic", "author")]
    assert {tag(promise): set(promise.feeds) for promise in items} == stands
