"""The ledger of a document reads back as it was written, and damage to it is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday.ledger.imports import DocumentLedger, Imported, body_hashes, dump, load_all, parse, path_of
from pressday.problems import Problem, ProblemError
from pressday.records import replace


def entry(key: str, paragraphs: int = 2) -> Imported:
    texts = tuple(f"{number:010x}" for number in range(paragraphs))
    path = f"content/live/storm/{key}.md"
    return Imported(
        key, path, "2026-03-05T12:40:00+00:00", "0123456789", {"title": "0123456789", "date": "12e5"}, texts
    )


def ledger(*keys: str, document: str = "storm.txt") -> DocumentLedger:
    return DocumentLedger(
        document,
        {key: entry(key) for key in keys},
        hash="ab" * 16,
        kind="live",
        timezone="Europe/London",
        into="live/storm",
    )


def test_it_reads_back_as_it_was_written() -> None:
    made = ledger("0305-1240-k3f9", "23456789", "0305-1220-yes")
    assert parse(dump(made), "x") == made


def test_each_entry_has_one_line_in_the_order_of_keys() -> None:
    lines = dump(ledger("b", "c", "a")).splitlines()
    assert [line.split(":")[0].strip() for line in lines[-4:]] == ["entries", "a", "b", "c"]


def test_two_documents_lines_merge_as_text() -> None:
    one, two = dump(ledger("a", "b")).splitlines(), dump(ledger("a", "b", "c")).splitlines()
    assert two[:-1] == one


def test_thousands_of_entries_are_read() -> None:
    made = ledger(*(f"0305-1240-{number:05}" for number in range(3000)))
    assert parse(dump(made), "x") == made


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\ud800" not in text))
def test_any_name_of_a_document_reads_back(name: str) -> None:
    name = "".join(c for c in name if c.isprintable() and not 0xD800 <= ord(c) < 0xE000).strip() or "x"
    assert parse(dump(ledger("a", document=name)), "x").document == name


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("  b: {", "<<<<<<< HEAD\n  b: {", 8),
        ("path: content/live/storm/b.md", "path: ../../x", 8),
        ("path: content/live/storm/b.md, ", "", 8),
        ("b.md, at: 2026-03-05T12:40:00+00:00", "b.md, at: noon", 8),
        ("document: storm.txt\n", "", 1),
    ],
    ids=["conflict", "outside", "no path", "no instant", "no name"],
)  # fmt: skip
def test_damage_is_told_at_its_line(old: str, new: str, line: int) -> None:
    text = dump(ledger("a", "b", "c"))
    assert old in text
    with pytest.raises(ProblemError) as caught:
        parse(text.replace(old, new), "ledger/imports/storm.txt.yaml")
    problem = caught.value.problems[0]
    assert problem.path == "ledger/imports/storm.txt.yaml"
    assert abs(problem.line - line) <= 1
    assert problem.hint


def test_what_two_branches_wrote_is_read_as_both() -> None:
    one, two = ledger("a", "b"), ledger("a", "c")
    lines = dump(one).splitlines()
    other = replace(entry("b", 3), waits=("text=0123456789",), guid="0123456789")
    two = replace(two, hash="cd" * 16, points="9 8", entries={**two.entries, "b": other})
    made = parse("\n".join([*lines, *dump(two).splitlines()]) + "\n", "x")
    assert (made.hash, made.points, sorted(made.entries)) == ("", "9 8", ["a", "b", "c"])
    assert (made.entries["b"], made.rivals) == (other, (entry("b"),))
    assert parse(dump(made), "ledger") == made
    waiting = dump(replace(one, entries={"b": replace(entry("b"), waits=("title=0123456789",))})).splitlines()[-1]
    made = parse("\n".join([*lines[:-2], waiting, *dump(two).splitlines()]) + "\n", "x")
    assert made.entries["b"].waits == ("text=0123456789", "title=0123456789")
    made = parse("\n".join([*lines, *dump(two).splitlines()]) + "\n", "x")
    assert len(list(made.versions)) == 4
    assert parse(dump(replace(one, points="1 2")).replace("points:", "points: 3\npoints:"), "x").points == "3 | 1 2"


@given(st.data())
def test_no_damage_is_a_traceback(data: st.DataObject) -> None:
    text = dump(ledger("a", "b"))
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 20))
    added = data.draw(st.text(max_size=8))
    problems: tuple[Problem, ...] = ()
    try:
        entries = parse(text[:at] + added + text[at + cut :], "x").entries
    except ProblemError as error:
        entries, problems = {}, error.problems
    assert entries.keys() <= {"a", "b"} or added or cut
    assert all(problem.path == "x" for problem in problems)


def test_a_damaged_ledger_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "ledger/imports"
    folder.mkdir(parents=True)
    (folder / "a.txt.yaml").write_text("{")
    (folder / "b.txt.yaml").write_bytes(b"\xff")
    (folder / "storm.txt.yaml").write_text(dump(ledger("a")))
    ledgers, problems = load_all(tmp_path)
    assert list(ledgers) == ["storm.txt"]
    assert [problem.path for problem in problems] == ["ledger/imports/a.txt.yaml", "ledger/imports/b.txt.yaml"]


def test_names_become_one_safe_file_name() -> None:
    assert path_of("a/b.txt") == "ledger/imports/a%2Fb.txt.yaml"
    assert path_of("a%2Fb.txt") != path_of("a/b.txt")
    assert path_of("100%.txt") == "ledger/imports/100%.txt.yaml"
    long = path_of("é" * 300)
    assert len(long.rpartition("/")[2].encode()) < 255
    assert long != path_of("é" * 301)


def test_white_space_around_a_paragraph_is_no_change() -> None:
    assert body_hashes("One.\n\nTwo.\n") == body_hashes("\nOne.  \n \n\n\nTwo.")
    assert body_hashes("One.\n\nTwo.") != body_hashes("Two.\n\nOne.")
