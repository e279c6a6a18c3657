"""What readers were promised stays where they look for it, whatever folders and people are called by now."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import newsletters
from pressday import addresses
from pressday.building import Outcome
from pressday.cli.commands import run
from pressday.config import load
from pressday.ledger import published
from pressday.problems import Problem

ATOM = "{http://www.w3.org/2005/Atom}"
PIECE = """\
---
id: {key}
title: {title}
date: {date}T09:00:00+00:00
authors: [{author}]
topics: [{topic}]
---
It is so.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A newsletter that was published and recorded."""
    folder = newsletters.make(tmp_path / "newsletter")
    newsletters.write(folder, "content/linked/coves/index.md", "---\ntitle: Coves\n---\n")
    piece(folder, "p1", "Nell Harrow", topic="school")
    built(folder, record=True)
    return folder


def piece(folder: Path, key: str, author: str, *, topic: str = "ferry", day: str = "2026-11-17") -> Path:
    text = PIECE.format(key=key, title=f"Piece {key}", date=day, author=author, topic=topic)
    return newsletters.write(folder, f"content/articles/2026/piece-{key}.md", text)


def built(folder: Path, **options: object) -> Outcome:
    outcome = newsletters.built(folder, **options)
    assert outcome.published, outcome.problems
    return outcome


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def feed(folder: Path, page: str) -> tuple[str, list[str]]:
    """The id of the Atom feed beside *page*, and those of its items."""
    root = etree.parse(folder / "site" / page / "atom.xml").getroot()
    return str(root.findtext(f"{ATOM}id")), [str(e.findtext(f"{ATOM}id")) for e in root.findall(f"{ATOM}entry")]


def told(outcome: Outcome) -> list[Problem]:
    return [problem for problem in outcome.problems if problem.severity != "note"]


def leads(folder: Path, page: str) -> str:
    """Where the alias page at an old address leads."""
    html = (folder / "site" / page / "index.html").read_text("utf-8")
    return html.split('rel="canonical" href="https://courier.example/')[1].split('"')[0]


# --- a folder that was renamed --------------------------------------------------------------------


@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("recorded", [True, False])
def test_a_live_page_whose_folder_is_renamed_is_the_same_to_its_followers(folder, written, recorded):
    before, whole = feed(folder, "live/storm"), feed(folder, "")
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    if written:
        change(folder, "content/live/gale/index.md", "title:", "id: storm\ntitle:")
    for _ in range(3):
        outcome = built(folder, record=recorded)
        assert feed(folder, "live/gale") == feed(folder, "live/storm") == before
        assert feed(folder, "") == whole
        assert outcome.outlook.new == outcome.outlook.gone == outcome.outlook.dropped == outcome.outlook.opened == ()
        assert leads(folder, "live/storm") == "live/gale/"
        assert leads(folder, "live/storm/1121-2210-wxyz") == "live/gale/1121-2210-wxyz/"
        for name in ("feed.xml", "feed.json"):
            assert (folder / "site/live/storm" / name).read_bytes() == (folder / "site/live/gale" / name).read_bytes()
        if written:
            assert told(outcome) == []
        else:
            (problem,) = told(outcome)
            assert (problem.path, problem.severity) == ("content/live/gale/index.md", "warning")
            assert "`storm`" in problem.message
            assert "`gale`" in problem.message
            assert "`id: storm`" in problem.hint


def test_the_ledger_keeps_a_renamed_live_page_under_its_id_with_both_addresses(folder):
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    built(folder, record=True)
    once = (folder / published.FILE_NAME).read_bytes()
    promises = published.read(folder)[0].promises
    page = promises["live-page", "storm"]
    assert page.addresses == ("live/gale/", "live/storm/")
    assert not page.is_gone
    assert ("live-page", "gale") not in promises
    assert "live/storm" in (promises["live", "1121-2210-wxyz"].feeds or ())
    built(folder, record=True)
    assert (folder / published.FILE_NAME).read_bytes() == once


def test_a_folder_that_is_renamed_twice_and_back_keeps_every_address(folder):
    before = feed(folder, "live/storm")
    for old, new in (("storm", "gale"), ("gale", "wind"), ("wind", "storm")):
        (folder / f"content/live/{old}").rename(folder / f"content/live/{new}")
        built(folder, record=True)
        assert feed(folder, f"live/{new}") == before
    assert feed(folder, "live/gale") == feed(folder, "live/wind") == before
    assert leads(folder, "live/wind") == leads(folder, "live/gale") == "live/storm/"


def test_a_renamed_live_page_of_which_all_is_withdrawn_is_emptied_at_both_addresses(folder):
    before = feed(folder, "live/storm")
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    built(folder, record=True)
    for key in ("1121-2210-wxyz", "1121-2130-bcdf"):
        clock = newsletters.NOW.isoformat()
        assert run(["retract", key, "--reason", "It was not so.", "--clock", clock, "--source", str(folder)]) == 0
    for _ in range(2):
        built(folder, record=True)
        assert feed(folder, "live/gale") == feed(folder, "live/storm") == before
        assert "tag:courier.example,2026:live/storm" in feed(folder, "")[1]
        assert leads(folder, "live/storm") == "live/gale/"


def test_a_collection_whose_folder_is_renamed_is_the_same_item(folder):
    whole = feed(folder, "")
    (folder / "content/linked/coves").rename(folder / "content/linked/bays")
    outcome = built(folder, record=True)
    assert feed(folder, "") == whole
    assert outcome.outlook.new == outcome.outlook.gone == ()
    assert leads(folder, "linked/coves") == "linked/bays/"
    assert [problem.path for problem in told(outcome)] == ["content/linked/bays/index.md"]


def test_a_folder_without_a_file_of_its_own_is_known_again_too(folder):
    whole = feed(folder, "")
    (folder / "content/linked/coves/index.md").unlink()
    (folder / "content/linked/coves").rename(folder / "content/linked/bays")
    built(folder)
    assert feed(folder, "") == whole


def test_an_id_that_says_another_is_an_error_and_the_promised_one_stays(folder):
    before = feed(folder, "live/storm")
    change(folder, "content/live/storm/index.md", "title:", "id: tempest\ntitle:")
    outcome = built(folder, record=True)
    assert feed(folder, "live/storm") == before
    (problem,) = told(outcome)
    assert problem.severity == "error"
    assert "published under the id `storm`, and has `tempest` now" in problem.message
    fresh = built(folder, record=True, allow_id_change=True)
    assert feed(folder, "live/storm")[0].endswith("feed/live/tempest")
    assert [item.key for item in fresh.outlook.new] == ["tempest"]


def test_a_page_that_is_moved_into_another_goes_on_as_that_ones_feed(folder):
    header = "id: g1\ntitle: A gale\ndate: 2026-11-20T09:00:00+00:00\n"
    newsletters.write(folder, "content/live/gale/2026-11-20-0900-a-gale.md", f"---\n{header}---\nIt blows.\n")
    built(folder, record=True)
    for path in sorted((folder / "content/live/storm").glob("2*.md")):
        path.rename(folder / "content/live/gale" / path.name)
    for path in (folder / "content/live/storm").iterdir():
        path.unlink()
    (folder / "content/live/storm").rmdir()
    outcome = built(folder, record=True)
    assert feed(folder, "live/storm") == feed(folder, "live/gale")
    assert feed(folder, "live/gale")[0].endswith("feed/live/gale")
    assert leads(folder, "live/storm") == "live/gale/"
    assert ["which is no more; its feeds go on" in problem.message for problem in told(outcome)] == [True]
    again = built(folder)
    assert feed(folder, "live/storm") == feed(folder, "live/gale")
    assert told(again) == []


def test_a_new_page_in_the_old_folder_does_not_take_the_id_of_the_one_that_was_renamed(folder):
    before = feed(folder, "live/storm")
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    change(folder, "content/live/gale/index.md", "title:", "id: storm\ntitle:")
    header = "id: n1\ntitle: Another storm\ndate: 2026-11-22T09:00:00+00:00\n"
    newsletters.write(folder, "content/live/storm/2026-11-22-0900-another.md", f"---\n{header}---\nIt blows.\n")
    outcome = built(folder, record=True)
    assert feed(folder, "live/gale") == before
    assert feed(folder, "live/storm")[1] == ["tag:courier.example,2026:n1"]
    (problem,) = told(outcome)
    assert (problem.path, problem.severity) == ("content/live/storm/index.md", "error")
    assert "has the id `storm`, which the live page of content/live/gale/index.md has too" in problem.message
    assert "`storm-2`" in problem.hint
    assert feed(folder, "live/storm")[0].endswith("feed/live/storm-2")
    newsletters.write(folder, "content/live/storm/index.md", "---\nid: storm-2\n---\n")
    again = built(folder, record=True)
    assert told(again) == []
    assert again.outlook.new == again.outlook.gone == ()
    assert feed(folder, "live/gale") == before


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("indexed", [True, False])
def test_nor_where_neither_of_the_two_says_an_id(folder, recorded, indexed, capsys):
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    if not indexed:
        (folder / "content/live/gale/index.md").unlink()
    before = feed(folder, "live/storm")
    if recorded:
        built(folder, record=True)
    header = "id: n1\ntitle: Another storm\ndate: 2026-11-21T09:00:00+00:00\n"
    newsletters.write(folder, "content/live/storm/2026-11-21-0900-another.md", f"---\n{header}---\nIt blows.\n")
    if indexed:
        newsletters.write(folder, "content/live/storm/index.md", "---\ntitle: Another storm\n---\n")
    # However much is on it one day.
    for number in range(2, 7):
        outcome = built(folder, record=True)
        assert feed(folder, "live/gale") == before
        identity, items = feed(folder, "live/storm")
        assert identity.endswith("feed/live/storm-2")
        assert items[-1] == "tag:courier.example,2026:n1"
        error, warning = sorted(told(outcome), key=lambda problem: problem.severity)
        assert (error.path, error.severity) == ("content/live/storm/index.md", "error")
        assert "`storm-2`" in error.hint
        assert (warning.path, warning.severity) == ("content/live/gale/index.md", "warning")
        header = f"id: n{number}\ntitle: Another storm\ndate: 2026-11-21T1{number}:00:00+00:00\n"
        newsletters.write(folder, f"content/live/storm/n{number}.md", f"---\n{header}---\nIt blows.\n")
    run(["build", "--fix", "--clock", newsletters.NOW.isoformat(), "--source", str(folder), "--jobs", "1"])
    assert "id: storm\n" in (folder / "content/live/gale/index.md").read_text("utf-8")
    index = folder / "content/live/storm/index.md"
    assert index.exists() == indexed
    assert not indexed or "id:" not in index.read_text("utf-8")


def test_a_page_that_most_entries_leave_keeps_its_id_while_some_stay(folder):
    header = "id: n1\ntitle: It blows on\ndate: 2026-11-21T09:00:00+00:00\n"
    newsletters.write(folder, "content/live/storm/2026-11-21-0900-on.md", f"---\n{header}---\nIt blows.\n")
    built(folder, record=True)
    before, _ = feed(folder, "live/storm")
    stays, *others = sorted((folder / "content/live/storm").glob("2*.md"))
    (folder / "content/live/gale").mkdir()
    for path in others:
        path.rename(folder / "content/live/gale" / path.name)
    assert len(others) == 2
    assert stays.exists()
    for _ in range(2):
        outcome = built(folder, record=True)
        assert feed(folder, "live/storm")[0] == before
        assert feed(folder, "live/gale")[0].endswith("feed/live/gale")
        assert [problem.path for problem in told(outcome)] == ["content/live/storm/points.md"]  # one of its links


def test_a_copied_live_page_does_not_take_the_id_away(folder):
    change(folder, "content/live/storm/index.md", "title:", "id: storm\ntitle:")
    text = (folder / "content/live/storm/index.md").read_text("utf-8")
    header = "id: g1\ntitle: A gale\ndate: 2026-11-20T09:00:00+00:00\n"
    newsletters.write(folder, "content/live/a-gale/index.md", text)
    newsletters.write(folder, "content/live/a-gale/2026-11-20-0900-a-gale.md", f"---\n{header}---\nIt blows.\n")
    before = feed(folder, "live/storm")
    outcome = built(folder)
    assert feed(folder, "live/storm") == before
    assert feed(folder, "live/a-gale")[0].endswith("feed/live/a-gale")
    assert [(p.path, p.severity) for p in told(outcome)] == [("content/live/a-gale/index.md", "error")]


@pytest.mark.parametrize("wrong", ["Storm over Sandle", "../up", "storm/2", "a b", "-"])
def test_an_id_that_can_be_no_address_is_an_error_at_its_line(folder, wrong):
    change(folder, "content/live/storm/index.md", "title:", f"id: {wrong!r}\ntitle:")
    before = feed(folder, "live/storm")
    outcome = built(folder)
    assert ("content/live/storm/index.md", 2) in [(problem.path, problem.line) for problem in told(outcome)]
    assert feed(folder, "live/storm") == before


def test_fix_writes_the_ids_of_pages_and_nothing_else(folder, capsys):
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    (folder / "content/linked/coves/index.md").unlink()
    (folder / "content/linked/coves").rename(folder / "content/linked/bays")
    assert run(["build", "--fix", "--clock", newsletters.NOW.isoformat(), "--source", str(folder), "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "wrote an id into content/live/gale/index.md" in said
    index = (folder / "content/live/gale/index.md").read_text("utf-8")
    assert index == newsletters.FILES["content/live/storm/index.md"].replace("---\n", "---\nid: storm\n", 1)
    assert (folder / "content/linked/bays/index.md").read_text("utf-8") == "---\nid: coves\n---\n"
    assert told(built(folder)) == []
    before = newsletters.tree(folder / "content")
    assert run(["build", "--fix", "--clock", newsletters.NOW.isoformat(), "--source", str(folder), "--jobs", "1"]) == 0
    assert newsletters.tree(folder / "content") == before


# --- a person who signs otherwise ------------------------------------------------------------------

MARRIED = 'authors:\n  - {name: Nell Harrow-Smith, match: ["Nell Harrow", "N. Harrow"]}\n'


def settings(folder: Path, added: str) -> None:
    path = folder / "newsletter.yaml"
    path.write_text(path.read_text("utf-8") + added, "utf-8")


def test_who_has_a_new_name_keeps_the_page_and_the_feed(folder):
    before = feed(folder, "authors/nell-harrow")
    settings(folder, MARRIED)
    piece(folder, "p2", "Nell Harrow-Smith")
    for _ in range(2):
        outcome = built(folder, record=True)
        id_, items = feed(folder, "authors/nell-harrow")
        assert id_ == before[0]
        assert set(before[1]) < set(items)
        assert outcome.outlook.dropped == outcome.outlook.opened == ()
        assert told(outcome) == []
    page = (folder / "site/authors/nell-harrow/index.html").read_text("utf-8")
    assert "<h1>Nell Harrow-Smith</h1>" in page.replace("\n", "")
    assert not (folder / "site/authors/nell-harrow-smith").exists()


def test_two_pages_of_one_person_become_one_and_both_feeds_go_on(folder):
    piece(folder, "p2", "N. Harrow")
    built(folder, record=True)
    settings(folder, 'authors:\n  - {name: Nell Harrow, match: ["N. Harrow"]}\n')
    for _ in range(2):
        outcome = built(folder, record=True)
        assert feed(folder, "authors/nell-harrow") == feed(folder, "authors/n-harrow")
        assert feed(folder, "authors/nell-harrow")[0].endswith("feed/author/nell-harrow")
        assert leads(folder, "authors/n-harrow") == "authors/nell-harrow/"
        assert outcome.outlook.dropped == ()
        assert told(outcome) == []


def test_without_a_ledger_a_page_is_where_the_name_says(tmp_path):
    folder = newsletters.make(tmp_path)
    piece(folder, "p1", "Nell Harrow")
    settings(folder, MARRIED)
    built(folder)
    assert (folder / "site/authors/nell-harrow-smith/atom.xml").exists()
    assert not (folder / "site/authors/nell-harrow").exists()


def test_an_id_and_former_ids_in_the_settings_keep_the_page_without_a_ledger(tmp_path):
    folder = newsletters.make(tmp_path)
    piece(folder, "p1", "Nell Harrow-Smith")
    settings(folder, "authors:\n  - {name: Nell Harrow-Smith, id: nell-harrow, formerly: [n-harrow]}\n")
    outcome = built(folder)
    assert feed(folder, "authors/nell-harrow")[0].endswith("feed/author/nell-harrow")
    assert feed(folder, "authors/n-harrow") == feed(folder, "authors/nell-harrow")
    assert leads(folder, "authors/n-harrow") == "authors/nell-harrow/"
    assert not (folder / "site/authors/nell-harrow-smith").exists()
    assert told(outcome) == []


def test_an_id_in_the_settings_leads_there_from_every_page_that_was_promised(folder):
    settings(folder, "authors:\n  - {name: Nell Harrow, id: nell}\n")
    for _ in range(2):
        outcome = built(folder, record=True)
        assert feed(folder, "authors/nell")[0].endswith("feed/author/nell")
        assert feed(folder, "authors/nell-harrow") == feed(folder, "authors/nell")
        assert outcome.outlook.dropped == ()


def test_no_two_people_have_one_id(folder):
    authors = "authors:\n  - {name: Nell Harrow, formerly: [tam]}\n  - {name: Tam Reyes, id: tam}\n"
    settings(folder, authors)
    outcome = newsletters.built(folder)
    assert not outcome.published
    assert "`Tam Reyes` would have the page of `Nell Harrow`, /authors/tam/" in outcome.problems[0].message


def test_an_author_of_the_settings_without_an_entry_keeps_an_empty_feed_and_another_is_warned_of(folder):
    (folder / "content/articles/2026/piece-p1.md").unlink()
    outcome = built(folder)
    lost = [problem for problem in told(outcome) if "author" in problem.message]
    assert [problem.message.split(":")[0] for problem in lost] == [
        "the author `nell-harrow` was published, and has no entry now"
    ]
    assert not (folder / "site/authors/nell-harrow").exists()
    settings(folder, "authors:\n  - {name: Nell Harrow}\n  - {name: Tam Reyes}\n")
    outcome = built(folder, record=True)
    id_, items = feed(folder, "authors/nell-harrow")
    assert (id_.rpartition(":")[2], items) == ("feed/author/nell-harrow", [])
    assert "Nell Harrow" in (folder / "site/authors/nell-harrow/index.html").read_text("utf-8")
    assert not (folder / "site/authors/tam-reyes").exists()
    assert not [problem for problem in told(outcome) if "author" in problem.message]
    built(folder)
    assert feed(folder, "authors/nell-harrow")[1] == []


def test_a_topic_without_an_entry_is_warned_of_unless_the_settings_name_it(folder):
    change(folder, "content/articles/2026/piece-p1.md", "topics: [school]", "topics: [ferry]")
    outcome = built(folder)
    (problem,) = told(outcome)
    assert problem.path == "newsletter.yaml"
    assert problem.message.startswith("the topic `school` was published, and has no entry now")
    change(folder, "newsletter.yaml", "topics:\n", "topics:\n  - {id: school, title: School}\n")
    assert told(built(folder)) == []
    assert feed(folder, "topics/school") == (addresses.tag("courier.example,2026", "feed", "topic", "school"), [])
    newsletter, _ = load(folder)
    assert [topic.id for topic in newsletter.topics] == ["school", "ferry", "council"]


def test_what_is_gone_and_recorded_is_told_once(folder):
    (folder / "content/articles/2026/piece-p1.md").unlink()
    assert len(told(built(folder, record=True))) == 2
    assert told(built(folder)) == []


# --- a digest of which nothing is left -------------------------------------------------------------


def test_a_digest_whose_only_story_is_dated_otherwise_keeps_its_address(folder):
    old = (folder / "site/digests/2026-11-18/index.html").read_text("utf-8")
    change(folder, "content/articles/2026/piece-p1.md", "date: 2026-11-17", "date: 2026-11-16")
    for _ in range(3):
        built(folder, record=True)
        page = (folder / "site/digests/2026-11-18/index.html").read_text("utf-8")
        assert "Nothing is left of the digest of" in page
        assert 'content="noindex"' in page
        assert "Piece p1" not in page
        assert "Withdrawn" not in page
        assert 'href="/digests/"' in page
        assert "digests/2026-11-18" not in (folder / "site/sitemap.xml").read_text("utf-8")
    change(folder, "content/articles/2026/piece-p1.md", "date: 2026-11-16", "date: 2026-11-17")
    built(folder, record=True)
    assert (folder / "site/digests/2026-11-18/index.html").read_text("utf-8") == old


def test_what_is_kept_is_the_same_in_a_fresh_clone(folder, tmp_path):
    (folder / "content/live/storm").rename(folder / "content/live/gale")
    settings(folder, MARRIED)
    change(folder, "content/articles/2026/piece-p1.md", "date: 2026-11-17", "date: 2026-11-16")
    for record in (False, True, False):
        built(folder, record=record)
        copy = newsletters.clean_copy(folder, tmp_path / "clone")
        built(copy)
        assert newsletters.published(copy) == newsletters.published(folder)
