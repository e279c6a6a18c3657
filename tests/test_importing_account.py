"""Every word of a document is accounted for, by what is on disk and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importing_samples import ENTRIES, Desk, live_text
from pressday.content import writing
from pressday.importing import account
from pressday.importing.account import words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_word_holds_a_letter_or_a_digit() -> None:
    assert words("One – two, 3 … “four” | , é") == ["One", "two,", "3", "“four”", "é"]


def test_the_three_sums_are_the_whole_document(desk: Desk) -> None:
    desk.put(live_text())
    report = desk.report()
    assert report.words.total == len(words(live_text()))
    assert report.words.left_out == 2
    assert [(left.line, left.text) for left in report.left_out] == [(3, "Key points")]


def damage(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Makes a writer that spoils what it writes."""
    write = writing.write

    def spoiling(folder: Path, path: str, text: str, *proved: set[str]) -> None:
        write(folder, path, text.replace(old, new) if path.startswith("content/") else text, *proved)

    monkeypatch.setattr(writing, "write", spoiling)


@pytest.mark.parametrize(
    ("old", "new", "line", "lost"),
    [
        ("\n\nIt was cheered.", "", 9, "It was cheered."),
        ("with forty on board", "on board", 8, "with forty"),
        ("left the quay", "the quay left", 8, "left"),
        ("title: Gates of the lock hold", "title: Gates hold", 10, "of the lock"),
        ("authors: [Tam Reyes]\n", "", 7, "00:40 Tam Reyes"),
        ("T00:05:00", "T00:06:00", 11, "00:05 Ines Okafor"),
        ("is not expected to leave", "leaves", 2, "is not expected to leave"),
        ("[Gates of the lock hold]", "[Gates]", 5, "of the lock hold"),
        ("title: Storm over Harne", "title: Storm", 1, "over Harne"),
    ],
)
def test_what_a_faulty_import_drops_is_found_at_its_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, old: str, new: str, line: int, lost: str
) -> None:
    desk.put(live_text())
    damage(monkeypatch, old, new)
    report = desk.report()
    assert (line, lost) in [(left.line, left.text) for left in report.left_out]
    assert report.words.total == len(words(live_text()))


def test_a_file_that_was_never_written_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put(live_text())
    write = writing.write
    monkeypatch.setattr(
        writing, "write", lambda folder, path, *rest: None if "wind" in path else write(folder, path, *rest)
    )
    report = desk.report()
    lost = " ".join(left.text for left in report.left_out if left.reason == "not in the file")
    assert lost == "Wind rises 23:50, 4 March 2026 Ines Okafor A gale was blowing from the west. Read the full report:"


def test_a_page_title_that_the_editor_changed_is_named(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    index = desk.folder / "content/live/storm-over-harne/index.md"
    index.write_text(index.read_text().replace("Storm over", "Gale over"))
    assert [(left.line, left.text) for left in desk.report(path).left_out] == [(1, "Storm"), (3, "Key points")]


def test_a_markdown_documents_words_are_those_that_a_reader_sees(desk: Desk) -> None:
    desk.put("# The *lock*\n\nIt [opened](https://a.example/x) &amp; closed.\n\n- one\n- two\n", "lock.md")
    report = desk.report()
    assert (report.words.text, report.words.headers, report.words.left_out) == (5, 2, 0)


def test_a_long_text_that_was_changed_is_compared_in_good_time() -> None:
    said = [f"w{number % 500}" for number in range(20_000)]
    there = said[:7_000] + said[7_010:]
    lost = account.missing(said, there)
    assert 10 <= len(lost) <= 600


_LINES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff"), max_size=30
) | st.sampled_from(
    ["# x", "1. one", "---", "| a |", "<b>x</b>", "{{ x }}", "&amp;", "12:14", "By Ines Okafor", "- x", "\\"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_LINES, max_size=8), st.integers(0, 3))
def test_no_word_is_lost_whatever_the_document(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], at: int
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    entries = [(h, s, a, [*p, *lines] if number == at else p) for number, (h, s, a, p) in enumerate(ENTRIES)]
    text = live_text(entries)
    desk.put(text)
    report = desk.report()
    assert report.words.total == len(words(text))
    known = {
        "stands in a byline, and is not among the authors",
        "the name of the box of key points",
        "repeats the headline",
        "furniture of the page",
    }
    assert {left.reason for left in report.left_out} <= known


def test_who_is_named_in_a_byline_and_is_no_author_is_left_out(desk: Desk) -> None:
    text = "<p>The gates were closed at noon, and nobody in Harne could say who had the key to them.</p>"
    head = '<title>Harbour shut</title><meta name="author" content="Nell Harrow">'
    byline = '<p class="byline">By NELL HARROW with Piet Gossage</p>'
    desk.put(f"<html><head>{head}</head><body><h1>Harbour shut</h1>\n{byline}\n{text * 3}</body></html>", "shut.html")
    left = desk.report().left_out
    assert [(one.line, one.text, one.reason) for one in left] == [
        (2, "with Piet Gossage", "stands in a byline, and is not among the authors")
    ]


def test_words_that_are_a_part_of_a_line_are_told_with_the_line(desk: Desk) -> None:
    text = "<p>The gates were closed at noon, and nobody in Harne could say who had the key to them.</p>"
    byline = '<p class="byline">By NELL HARROW with Piet Gossage</p>'
    head = '<title>Harbour shut</title><meta name="author" content="Nell Harrow">'
    desk.put(f"<html><head>{head}</head><body><h1>Harbour shut</h1>\n{byline}\n{text * 3}</body></html>", "shut.html")
    report = desk.report()
    assert [one.of for one in report.left_out] == ["By NELL HARROW with Piet Gossage"]
    assert any("“with Piet Gossage” of “By NELL HARROW with Piet Gossage” (" in line for line in report.lines())


def test_a_whole_line_that_is_left_out_is_told_alone(desk: Desk) -> None:
    desk.put(live_text(ENTRIES) + "\n\nShare\n")
    report = desk.report()
    assert "" in [one.of for one in report.left_out if one.text == "Share"]
    assert any(": Share (" in line for line in report.lines())
