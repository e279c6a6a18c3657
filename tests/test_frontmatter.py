"""A header is read as it was written, and every mistake has its line in the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday import frontmatter
from pressday.problems import Problem, ProblemError


def data(text: str) -> dict[str, object]:
    return {key: value.data for key, value in frontmatter.parse(text).items()}


def problem(text: str, first_line: int = 2) -> Problem:
    with pytest.raises(ProblemError) as raised:
        frontmatter.parse(text, first_line=first_line)
    (found,) = raised.value.problems
    return found


@pytest.mark.parametrize(
    "title",
    [
        "Mayor: I told them to wait",
        '"Wait" she said',
        "'Wait' she said",
        '"unclosed',
        "It's over",
        "# no comment",
        "C# in #1",
        "- a dash",
        "[bracket",
        "{brace",
        "*starred*",
        "&amp",
        "!loud",
        "@home",
        "%done",
        "> 100 boats lost",
        "| bars |",
        "NO",
        "012",
        "12:30",
        "null",
        "a \\n b",
        "日本: 語",
    ],
)
@pytest.mark.parametrize("key", ["title", "summary", "subject", "preheader", "Title"])
def test_free_text_takes_the_rest_of_its_line(key: str, title: str) -> None:
    assert data(f"{key}: {title}\nnext: 1\n") == {key: title, "next": "1"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('title: "Quoted: whole"', "Quoted: whole"),
        ("title: 'It''s whole'", "It's whole"),
        ("title: |\n  one\n  two\n", "one\ntwo\n"),
        ("title: >-\n  one\n  two\n", "one two"),
        ("title: one\n  two", "one two"),
        ("title:\tafter a tab", "after a tab"),
        ("title:   spaces   ", "spaces"),
        ("title: with a return\r\n", "with a return"),
        ("title: one\u2028two", "one two"),
        ("title: one\u0085two", "one two"),
    ],
)
def test_free_text_may_still_be_written_as_yaml(text: str, meant: str) -> None:
    assert data(text)["title"] == meant


@pytest.mark.parametrize(
    "word", ["NO", "yes", "12:30", "012", "0x1f", "1e3", "2026-11-20", "null", "~", ".inf", "9" * 5000]
)
def test_a_scalar_is_the_text_that_was_written(word: str) -> None:
    assert data(f"key: {word}") == {"key": word}


def test_what_is_left_empty_is_none_and_what_is_quoted_empty_is_empty() -> None:
    assert data("a:\nb: ''\n") == {"a": None, "b": ""}


def test_values_know_their_lines_and_columns() -> None:
    found = frontmatter.parse("a: 1\nb: [x,\n  y]\n", first_line=2)
    assert (found["a"].line, found["a"].column) == (2, 4)
    items = found["b"].data
    assert isinstance(items, list)
    assert [(item.data, item.line, item.column) for item in items] == [("x", 3, 5), ("y", 4, 3)]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb: 2\na: 3", "4:1", "`a` stands twice"),
        ("a: {b: 1, b: 2}", "2:11", "`b` stands twice"),
        ("a: b: c", "2:5", "mapping values are not allowed"),
        ("a: b\n\tc: d", "3:1", "tab"),
        ("a: [1, 2\nb: 3", "3:2", "not YAML"),
        ("- a", "2:1", "`key: value`"),
        ("words", "2:1", "`key: value`"),
        ("? [a]\n: b", "2:3", "a key is a word"),
        ("x: 1\na: !!python/object:os.system ls", "3:4", "tags"),
        ("a: !local x", "2:4", "tags"),
        ("a: 😀\nb: !local x", "3:4", "tags"),
        ("a: &anchor b\nc: *anchor", "2:4", "anchors"),
        ("a: *nowhere", "2:4", "undefined alias"),
        ("a: b\nc: \x07d", "3:4", "U+0007"),
        ("a: \x00", "2:4", "U+0000"),
        ("a: \ud800", "2:4", "U+D800"),
        ("a: x\u2028y\nb: [", "4:1", "not YAML"),
        ("a: b\r\nc: d: e\r\n", "3:5", "mapping values"),
        ("%YAML 3.0\n---\na: b", "2:1", "not YAML"),
    ],
)
def test_a_mistake_is_located_in_the_file(text: str, place: str, words: str) -> None:
    found = problem(text)
    assert (f"{found.line}:{found.column}", words in found.message) == (place, True), found.lines()


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 900, "a: " + "[" * 200_000, "- " * 200_000, "a: " + "{a: " * 200_000, "? " * 200_000]
)
def test_what_is_nested_beyond_measure_is_refused_and_ends_no_process(text: str) -> None:
    assert "nested too deeply" in problem(text).message


def test_a_long_list_is_no_deep_one() -> None:
    assert len(frontmatter.parse("".join(f"k{number}: [a, b]\n" for number in range(2000)))) == 2000


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    assert "anchors" in problem(bomb).message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: 1\n---\nbody\n", ("a: 1\n", "body\n", 3)),
        ("---\na: 1\n---", ("a: 1\n", "", 3)),
        ("---\n---\nbody", ("", "body", 2)),
        ("---  \na: 1\n--- \n\n  code\n---\nmore\n---\n", ("a: 1\n", "\n  code\n---\nmore\n---\n", 3)),
        ("\ufeff---\na: 1\n---\nbody", ("a: 1\n", "body", 3)),
        ("no header\n---\n", ("", "no header\n---\n", 0)),
        ("", ("", "", 0)),
        ("---\na: x\u2028---\n---\nbody", ("a: x\u2028---\n", "body", 3)),
        ("---\na: x\x0c\n---\nbody", ("a: x\x0c\n", "body", 3)),
    ],
)
def test_a_file_is_split_without_losing_a_character(text: str, parts: tuple[str, str, int]) -> None:
    assert frontmatter.split(text) == parts


def test_a_header_that_never_ends_is_said_at_its_beginning() -> None:
    with pytest.raises(ProblemError) as raised:
        frontmatter.split("---\ntitle: x\n\nbody\n")
    assert raised.value.problems[0].line == 1


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
HEADERS = st.dictionaries(st.sampled_from(["title", "summary", "id", "kicker", "source"]), WORDS, min_size=1)


@given(HEADERS)
def test_what_is_dumped_reads_back(header: dict[str, str]) -> None:
    read = frontmatter.parse(frontmatter.dump(header))
    for key, text in header.items():
        found = read[key].data
        assert isinstance(found, str)
        if key in ("title", "summary"):
            assert found.split() == frontmatter.legible(" ".join(text.split())).split()
        else:
            assert found == frontmatter.legible(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_a_list_that_is_dumped_reads_back(items: list[str]) -> None:
    found = frontmatter.parse(frontmatter.dump({"topics": items}))["topics"].data
    assert isinstance(found, list)
    assert [item.data for item in found] == [frontmatter.legible(item) for item in items]


@given(st.text())
def test_no_text_ends_in_anything_but_a_mapping_or_a_problem(text: str) -> None:
    try:
        found: object = frontmatter.parse(text)
    except ProblemError as error:
        found = error.problems
    assert isinstance(found, dict) or (found and isinstance(found, tuple))
