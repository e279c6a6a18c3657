"""The same words again: nothing is done that need not be, and nothing is left undone that must be."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pressday.cli import main

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
    assert second[1] == "Nothing has changed since the last build.\n"
    source(folder, 1).write_text(entry(1, "Other words."), "utf-8")
    third = build()
    assert (third[0], third[2]) == (first[0], first[2])
    assert "Other words." in page(folder, 1).read_text("utf-8")


def test_quiet_is_quiet(folder, build):
    assert build("--quiet") == (0, "", "")
    assert build("--quiet") == (0, "", "")
    source(folder, 1).write_text(entry(1, "Other words."), "utf-8")
    assert build("--quiet") == (0, "", "")
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


@pytest.mark.parametrize("harm", [b"", b"pressday again 5\n", b"\xff\xfe", None])
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
