"""What subscribers will see is told before they see it, and an id that was promised is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

import newsletters
from pressday import places
from pressday.cli import main
from pressday.ledger import published
from pressday.outlook import Outlook

TIMETABLE = "content/articles/2026/2026-11-18-timetable.md"
MINUTES = "content/articles/2026/2026-11-19-minutes.md"
FERRY = "content/live/storm/2026-11-21-2210-ferry-stays-in.md"


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
