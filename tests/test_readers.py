"""Bytes become documents: every encoding and line end, with what was odd about them said at its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday import readers
from pressday.problems import ProblemError


def texts(data: bytes, name: str = "a.txt") -> list[str]:
    return [block.text for block in readers.read(data, name)[0].blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_any_encoding_that_can_be_told(encoding: str) -> None:
    story = "Ferry late – café shut\nThe “Oriole” sailed at noon.\n" * 3
    assert texts(story.encode(encoding)) == story.split("\n")[:-1]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_line(end: str) -> None:
    document, problems = readers.read(end.join(["One", "", "Two", "Three"]).encode(), "a.txt")
    assert [(block.text, block.line, block.gap) for block in document.blocks] == [
        ("One", 1, False),
        ("Two", 3, True),
        ("Three", 4, False),
    ]
    assert problems == []


def test_characters_that_no_text_may_hold_are_taken_out_and_said_at_their_line() -> None:
    document, problems = readers.read("One\nTw\x00o\x00\nA\u2028B\nC\ufeffD".encode(), "a.txt")
    assert [(block.text, block.line) for block in document.blocks] == [
        ("One", 1),
        ("Two", 2),
        ("A", 3),
        ("B", 3),
        ("CD", 4),
    ]
    assert [(problem.severity, problem.line) for problem in problems] == [
        ("warning", 2),
        ("warning", 3),
        ("warning", 4),
    ]
    assert "NUL" in problems[0].message
    assert "2 times" in problems[0].message


def test_bytes_that_are_no_utf8_are_replaced_with_a_warning_at_their_line() -> None:
    document, problems = readers.read("Café\nnaïve\n".encode() + b"bro\xffken\n", "a.txt")
    assert document.blocks[2].text == "bro\ufffdken"
    assert [(problem.severity, problem.line) for problem in problems] == [("warning", 3)]


def test_a_guessed_encoding_is_a_warning() -> None:
    _, problems = readers.read("First\nCafé".encode("cp1252"), "a.txt")
    assert [(problem.severity, problem.line) for problem in problems] == [("warning", 2)]
    assert "windows-1252" in problems[0].message


@pytest.mark.parametrize("data", [b"", b"\n \n\t\n", b"\xef\xbb\xbf"])
def test_a_document_without_text_is_a_problem(data: bytes) -> None:
    with pytest.raises(ProblemError, match="holds no text"):
        readers.read(data, "a.txt")


def test_an_unknown_kind_of_file_is_a_problem_that_names_the_known_ones() -> None:
    with pytest.raises(ProblemError) as caught:
        readers.read(b"\x89PNG", "a.png")
    assert ".txt" in caught.value.problems[0].hint


def test_text_wrapped_to_a_column_is_put_together_again() -> None:
    story = (
        "Harbour to close\n\n"
        "The harbour of Harne will close for nine days while the gates\n"
        "of the old lock are lifted out and taken to the yard, where a\n"
        "crew of twelve will mend what a century of tides has done to\n"
        "them before the spring, the harbour master said on Thursday.\n\n"
        "Boats may lie at the north quay, which has water at all tides\n"
        "and a crane.\n"
    )
    found = texts(story.encode())
    assert len(found) == 3
    assert found[1].endswith("said on Thursday.")


def test_lines_that_only_happen_to_be_short_stay_apart() -> None:
    story = "Ferry is late again\n12:14 , Ines Okafor\nThe ferry was late.\nGulls return\n11:02 , Tam Reyes\nThey came."
    assert texts(story.encode()) == story.split("\n")


def test_a_markdown_document_keeps_its_marks() -> None:
    source = "# Title\n\nSome *marked* [text](https://a.example).\n\n- one\n- two\n\n> said\n"
    blocks = readers.read(source.encode(), "a.md")[0].blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Title"),
        ("paragraph", "Some marked text."),
        ("item", "one"),
        ("item", "two"),
        ("quote", "said"),
    ]
    assert blocks[1].markdown == "Some *marked* [text](https://a.example)."


def test_a_markdown_header_becomes_what_a_page_would_show() -> None:
    source = "---\ntitle: Tide: a history\nauthor: Ines Okafor\ndate: 2026-03-04\nlayout: wide\n---\nText.\n"
    document, problems = readers.read(source.encode(), "a.md")
    assert document.title == "Tide: a history"
    assert [(block.text, block.line) for block in document.blocks] == [
        ("Tide: a history", 2),
        ("By Ines Okafor", 3),
        ("2026-03-04", 4),
        ("layout: wide", 5),
        ("Text.", 7),
    ]
    assert [(problem.severity, problem.line) for problem in problems] == [("note", 5)]


def test_markdown_that_begins_with_a_rule_is_text() -> None:
    assert texts(b"---\n\nStory of a rule\n", "a.md")[-1] == "Story of a rule"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md"]))
def test_no_bytes_bring_a_reader_down(data: bytes, name: str) -> None:
    try:
        document, _ = readers.read(data, name)
    except ProblemError as error:
        told = [problem.message for problem in error.problems]
    else:
        told = [block.text for block in document.blocks]
    assert told


@given(st.text(max_size=200))
def test_no_word_of_a_plain_text_is_missing_from_its_blocks(text: str) -> None:
    def letters(words: str) -> list[str]:
        return [c for c in words if c.isalnum()]

    try:
        document, _ = readers.read(text.encode("utf-8", "ignore"), "a.txt")
    except ProblemError:
        assert not letters(text.encode("utf-8", "ignore").decode())
    else:
        seen = " ".join(block.text for block in document.blocks)
        assert letters(seen) == letters(text.encode("utf-8", "ignore").decode())
