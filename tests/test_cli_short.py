"""The same words again: nothing is done that need not be, and nothing is left undone that must be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressday.cli import again, main, short
from pressday.publish import DestinationError

SETTINGS = "title: T\nbase_url: https://t.example/\nidentity: t.example,2020\ntopics: [{id: a, title: A}]\n"


def entry(number: int, text: str = "Words.", more: str = "topics: [a]") -> str:
    return f"---\nid: e{number}\ntitle: Piece {number}\ndate: 2020-05-0{number}T08:00:00+00:00\n{more}\n---\n{text}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "newsletter.yaml").write_text(SETTINGS, "utf-8")
    for number in (1, 2, 3):
        path = tmp_path / f"content/articles/2020/2020-05-0{number}-piece.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(entry(number), "utf-8")
    return tmp_path


@pytest.fixture
def build(folder: Path, capsys: pytest.CaptureFixture[str]):
    """Builds as the command does, and gives status, lines and problems."""

    def run(*words: str) -> tuple[int, str, str]:
        # What was written just now may be written again in the same tick: only then is it looked at twice.
        time.sleep(0.06)
        status = main(["build", "-s", os.fspath(folder), *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def page(folder: Path, number: int) -> Path:
    return folder / f"site/2020/05/0{number}/piece/index.html"


def source(folder: Path, number: int) -> Path:
    return folder / f"content/articles/2020/2020-05-0{number}-piece.md"


def test_nothing_changed_is_said_and_touches_nothing(folder, build):
    build()
    before = {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*")}
    assert build() == (0, "Nothing has changed since the last build.\n", "")
    assert {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*")} == before


def test_what_another_build_has_left_in_the_outbox_does_not_stay(folder, build):
    build()
    build("--clock", "2030-01-01T00:00:00Z", "-d", "rehearsal", "--future")
    source(folder, 3).write_text(entry(3).replace("2020-05-03", "2029-05-03"), "utf-8")
    build()
    build("--clock", "2030-01-01T00:00:00Z", "-d", "rehearsal")
    assert (folder / "outbox/2029-05-03/email.eml").exists()
    assert "Nothing has changed" not in build()[1]
    assert not (folder / "outbox/2029-05-03").exists()
    assert build()[1] == "Nothing has changed since the last build.\n"


def test_an_edit_is_published_and_counted(folder, build):
    build()
    source(folder, 2).write_text(entry(2, "Other words."), "utf-8")
    status, out, _ = build()
    assert status == 0
    assert "3 entries in 1 topic" in out
    assert "Other words." in page(folder, 2).read_text("utf-8")
    assert "Other words." in (folder / "site/feed.xml").read_text("utf-8")
    assert build()[1] == "Nothing has changed since the last build.\n"
    source(folder, 2).write_text(entry(2, "Words again."), "utf-8")
    build()
    assert "Words again." in page(folder, 2).read_text("utf-8")


def test_an_edit_says_what_a_build_would_say(folder, build, tmp_path_factory):
    build()
    source(folder, 2).write_text(entry(2, "Words.\n\nMore."), "utf-8")
    short = build()
    source(folder, 2).write_text(entry(2, "Words.\n\nMore still."), "utf-8")
    (folder / ".pressday/again").rename(tmp_path_factory.mktemp("gone") / "again")
    long = build()
    assert [line for line in short[1].split("\n") if "Published" not in line] == [
        line for line in long[1].split("\n") if "Published" not in line
    ]


def test_problems_are_said_again(folder, build):
    source(folder, 3).write_text(entry(3, more="topics: [unheard-of]\nflavour: sweet"), "utf-8")
    (folder / "content/articles/2020/2020-05-09-wrong.md").write_text("---\ntitle: x\ndate: soon\n---\n", "utf-8")
    first, second = build(), build()
    assert first[0] == second[0] == 4
    assert "unknown key `flavour`" in first[2]
    assert second[2] == first[2]
    held = "Held back: content/articles/2020/2020-05-09-wrong.md\n"
    assert first[1].startswith(held)
    assert second[1] == f"{held}Nothing has changed since the last build.\n"
    source(folder, 1).write_text(entry(1, "Other words."), "utf-8")
    third = build()
    assert (third[0], third[2]) == (first[0], first[2])
    assert third[1].startswith(held)
    assert "Other words." in page(folder, 1).read_text("utf-8")


def test_a_mail_is_too_large_no_longer_than_it_is(folder, build):
    note = folder / "content/digests/2020-05-02.md"
    note.parent.mkdir()
    note.write_text("---\nsubject: Long\n---\n" + "Many words. " * 9000, "utf-8")
    assert "kB of HTML" in build()[2]
    source(folder, 1).write_text(entry(1, "Other words."), "utf-8")
    assert "kB of HTML" in build()[2]
    note.write_text("---\nsubject: Long\n---\nFew words.", "utf-8")
    assert build()[2] == ""


def test_whoever_closes_the_streams_loses_what_is_said_and_nothing_else(folder, build, monkeypatch):
    build()
    for number in (1, 2):
        source(folder, 2).write_text(entry(2, f"Words {number}."), "utf-8")
        time.sleep(0.06)
        monkeypatch.setattr(sys, "stdout", None)
        monkeypatch.setattr(sys, "stderr", None)
        assert main(["build", "-s", os.fspath(folder)]) == 0
        monkeypatch.undo()
        assert f"Words {number}." in page(folder, 2).read_text("utf-8")
        shutil.rmtree(folder / ".pressday/again")
    build()


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (OSError(28, "No space left on device"), 3, "error: pressday: No space left on device\n"),
        (DestinationError("the site is being published"), 3, "error: pressday: the site is being published\n"),
    ],
)
def test_what_breaks_the_short_cut_off_is_no_traceback(build, monkeypatch, error, status, said):
    def broken(*_):
        raise error

    build()
    monkeypatch.setattr(short, "cut", broken)
    done = build()
    assert (done[0], done[1]) == (status, "")
    assert done[2].startswith(said)


def test_a_build_that_cannot_be_remembered_is_published_all_the_same(folder, build):
    (folder / ".pressday").mkdir()
    (folder / ".pressday/again").write_text("in the way", "utf-8")
    assert build()[0] == 0
    source(folder, 2).write_text(entry(2, "Other words."), "utf-8")
    assert build()[0] == 0
    assert "Other words." in page(folder, 2).read_text("utf-8")


def test_quiet_is_quiet(folder, build):
    assert build("--quiet") == (0, "", "")
    assert build("--quiet") == (0, "", "")
    source(folder, 1).write_text(entry(1, "Other words."), "utf-8")
    assert build("--quiet") == (0, "", "")
    assert "Other words." in page(folder, 1).read_text("utf-8")


def test_names_of_any_kind_are_remembered(folder, build):
    (folder / "static").mkdir()
    for name in ("a b.txt", "line\nend.txt", "trailing ", " 7", "\u00e9\u202e.txt"):
        (folder / "static" / name).write_text("x", "utf-8")
    build()
    assert build()[1].endswith("Nothing has changed since the last build.\n")
    (folder / "static/a b.txt").write_text("other", "utf-8")
    build()
    assert (folder / "site/a b.txt").read_text("utf-8") == "other"
    source(folder, 2).write_text(entry(2, "Other words."), "utf-8")
    build()
    assert "Other words." in page(folder, 2).read_text("utf-8")
    assert build()[1].endswith("Nothing has changed since the last build.\n")


def test_one_file_gone_and_another_come_is_no_edit(folder, build):
    build()
    source(folder, 3).rename(source(folder, 3).with_name("2020-05-03-other.md"))
    build()
    assert not page(folder, 3).exists()
    assert (folder / "site/2020/05/03/other/index.html").exists()


def stamps(root: Path, count: int) -> list[str]:
    found = []
    for number in range(count):
        path = root / f"{number}"
        path.write_bytes(b"")
        status = path.stat()
        found.append(again.line(os.fspath(path), status.st_mtime_ns, status.st_size, status.st_ino, 0))
    return found


@pytest.mark.parametrize("harmed", [None, 0, 1500, 2499])
@pytest.mark.parametrize("alone", [True, False])
def test_each_of_many_published_files_is_looked_at(tmp_path, harmed, alone):
    seen = again.Seen([], [], [], [], stamps(tmp_path, 2500))
    look = again.Look(".", "", False, False, seen, [], 0)
    if harmed is not None:
        (tmp_path / f"{harmed}").write_bytes(b"by hand")
    assert look.outputs_stand(alone=alone) is (harmed is None)
    if harmed is not None:
        (tmp_path / f"{harmed}").unlink()
        assert not look.outputs_stand(alone=alone)


def test_the_command_itself_says_all_and_ends_with_the_status(folder):
    (folder / "content/articles/2020/2020-05-09-wrong.md").write_text("---\ntitle: x\ndate: soon\n---\n", "utf-8")
    said = []
    for words in ("Words.", "Words.", "Other words.", "Other words."):
        if source(folder, 1).read_text("utf-8") != entry(1, words):
            source(folder, 1).write_text(entry(1, words), "utf-8")
        time.sleep(0.06)
        command = [sys.executable, "-m", "pressday", "build", "-s", os.fspath(folder)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert run.returncode == 4
        assert "wrong.md" in run.stderr
        said.append(run.stdout)
    nothing = "Held back: content/articles/2020/2020-05-09-wrong.md\nNothing has changed since the last build.\n"
    assert said[1] == said[3] == nothing
    assert "Published in" in said[2]
    assert "Other words." in page(folder, 1).read_text("utf-8")


@pytest.mark.parametrize("harm", ["edited", "deleted"])
def test_a_published_file_that_was_harmed_is_mended_by_the_next_edit(folder, build, harm):
    build()
    whole = page(folder, 1).read_text("utf-8")
    if harm == "edited":
        page(folder, 1).write_text("by hand", "utf-8")
    else:
        page(folder, 1).unlink()
    source(folder, 2).write_text(entry(2, "Other words."), "utf-8")
    build()
    assert page(folder, 1).read_text("utf-8") == whole
    assert "Other words." in page(folder, 2).read_text("utf-8")


def test_settings_and_files_that_come_and_go_are_built(folder, build):
    build()
    (folder / "newsletter.yaml").write_text(SETTINGS.replace("title: T", "title: U"), "utf-8")
    build()
    assert "<title>Piece 1" in page(folder, 1).read_text("utf-8")
    assert "U" in (folder / "site/feed.xml").read_text("utf-8").partition("</title>")[0]
    source(folder, 3).unlink()
    build()
    assert not page(folder, 3).exists()


@pytest.mark.parametrize("harm", [b"", b"pressday again 7\0x", b"\xff\xfe", None])
def test_what_is_remembered_may_be_lost(folder, build, harm):
    build()
    for path in (folder / ".pressday/again").iterdir():
        path.unlink() if harm is None else path.write_bytes(harm)
    source(folder, 2).write_text(entry(2, "Other words."), "utf-8")
    assert build()[0] == 0
    assert "Other words." in page(folder, 2).read_text("utf-8")


def test_other_words_are_another_build(folder, build):
    build()
    source(folder, 2).write_text(entry(2, "Other words.", "topics: [a]\ndraft: true"), "utf-8")
    assert build("--drafts")[0] == 0
    assert "Other words." in page(folder, 2).read_text("utf-8")
    build()
    assert not page(folder, 2).exists()
