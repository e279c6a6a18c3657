"""What was guessed of a document is guessed again; what the editor said or deleted stays so, and is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from importing_samples import ENTRIES, NOW, Desk, live_text
from pressday.importing import ImportOptions

ARTICLE = "The lock is open\nIt opened at noon, and all of Harne came to see the first boat go through.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "newsletter"
    folder.mkdir()
    return Desk(folder)


def test_a_document_that_grew_into_a_live_page_is_read_as_one_and_it_is_said(desk: Desk) -> None:
    desk.put(ARTICLE)
    assert desk.report().kind == "article"
    desk.put(live_text())
    report = desk.report()
    assert (report.kind, report.into, report.count("new")) == ("live", "live/storm-over-harne", len(ENTRIES))
    (note,) = (problem for problem in report.problems if "before" in problem.message)
    assert note.message == "was read as an article before, and is read as a live page now"
    assert "content/articles" in note.hint
    assert not any("before" in problem.message for problem in desk.report(desk.folder / "sources/storm.txt").problems)


def test_a_kind_that_the_editor_gave_holds_for_the_next_save(desk: Desk) -> None:
    desk.put(live_text())
    assert desk.report(options=ImportOptions(kind="article")).kind == "article"
    desk.put(live_text(ENTRIES[1:]))
    assert desk.report().kind == "article"
    assert "told: article\n" in desk.read("ledger/imports/storm.txt.yaml")


def test_a_guessed_kind_is_not_written_as_told(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    assert "told" not in desk.read("ledger/imports/storm.txt.yaml")


def many() -> str:
    return live_text([(f"Boat {word} is home", f"1{n}:00, 4 March 2026", "Tam Reyes", ["It came home."]) for n, word in
                      reversed(list(enumerate(("one", "two", "three", "four", "five", "six", "seven"))))])  # fmt: skip


@pytest.mark.parametrize(("count", "lines"), [(5, 5), (6, 1)])
def test_many_deleted_files_are_told_in_one_line_with_the_way_back(desk: Desk, count: int, lines: int) -> None:
    path = desk.put(many())
    desk.report()
    for file in sorted((desk.folder / "content").rglob("*-boat-*.md"))[:count]:
        file.unlink()
    assert desk.run().reports == ()
    report = desk.report(path)
    told = report.lines()
    deleted = [line for line in told if line.startswith("  deleted by you: ")]
    assert len(deleted) == lines
    assert any(line == "  to import them afresh, delete ledger/imports/storm.txt.yaml" for line in told)
    if lines == 1:
        assert deleted[0].startswith("  deleted by you: 6 files are not brought back")
        assert not any("you have deleted the file" in line for line in told)
    assert sum(len(left.text.split()) for left in report.left_out) >= count


def test_the_way_back_brings_every_file_back_as_it_was(desk: Desk) -> None:
    desk.put(many())
    desk.report()
    before = {path: data for path, (data, _) in desk.state().items()}
    for file in (desk.folder / "content").rglob("*-boat-*.md"):
        file.unlink()
    (desk.folder / "ledger/imports/storm.txt.yaml").unlink()
    assert desk.report(now=NOW + timedelta(days=1)).count("new") == 7
    assert {path: data for path, (data, _) in desk.state().items()} == before


def test_furniture_is_left_out_with_its_line_and_counted(desk: Desk) -> None:
    desk.put("Home | News | Sport\n" + live_text())
    report = desk.report()
    assert report.title == "Storm over Harne"
    assert "  left out: line 1: Home News Sport (furniture of the page)" in report.lines()
    assert report.words.left_out == 5


def test_headlines_beside_their_stamps_are_counted_word_for_word(desk: Desk) -> None:
    rows = [("01:25", "The wheel has stopped"), ("00:10", "Lock gates hold"), ("00:05", "Wind rises")]
    text = "Storm\n5 March 2026\n" + "\n".join(f"[{at}] Tam Reyes >> {what}\nIt was dark by then." for at, what in rows)
    desk.put(text)
    words = desk.report().words
    assert (words.text, words.left_out) == (15, 0)
    assert words.total == sum(any(map(str.isalnum, word)) for word in text.split())


def test_whose_work_many_documents_are_is_asked_once(desk: Desk) -> None:
    for number in range(4):
        desk.put(ARTICLE.replace("lock", f"lock {number}"), f"lock{number}.txt")
    (note,) = (problem for problem in desk.run().problems if "whose" in problem.message)
    assert "4 documents" in note.message


def test_a_document_in_which_nothing_needs_an_eye_is_one_line(desk: Desk) -> None:
    desk.put(ARTICLE.replace("\n", "\nBy Ines Okafor, 4 July 2025\n", 1))
    report = desk.report()
    assert not report.needs_an_eye
    (line,) = report.lines()
    assert line.endswith("content/articles: 1 new; 26 words = 16 in texts, 10 in headers, 0 left out")
