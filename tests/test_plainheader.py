"""A header that is read without YAML says what YAML would have said, place for place; the others are left to it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressday import plainheader, yamltree
from pressday.plainheader import Value

ENTRY = """id: p007000
title: Mayor: "I told you" #1 'so
date: 2026-07-18T08:18:00+00:00
authors: [Nėll Harrow, Tam O'Hara,  Piet Gossage ]
topics: [harbour]
source: The Harne Gazette & Co.
draft: false
summary: - not a list: text
"""
KEYS = st.sampled_from(
    ["id", "title", "Summary", "date", "authors", "topics", "a", "b1", "-x", "é", "a b", '"q"', "<<"]
)
BITS = st.sampled_from(
    "word|two words|O'Hara|12:30|2026-11-20T07:30:00+00:00|https://x.example/a?b=c#d|a: b|a:|:a|a #b|a#b|[|]|{|}|,|, |"
    "[a, b]|[a,b , c]|[a,]|[a, [b]]|[a: b]|[O'Hara, x y]|[a  b]|[]|[ ]|{a: b}|'q'|\"q\"|'|\"|&a|*a|!t|%|@|`|- |-|?|? |"
    "|  |~|null|yes|é|日本|😀|…|’|(x)|a/b|+1|1e3|.5|\t|\u00a0|\ufeff|\u2028|a&b|a - b|--- |...".split("|")
)
SPACES = st.sampled_from(["", " ", "  "])
LINES = st.one_of(
    st.tuples(KEYS, st.just(":"), SPACES, st.lists(BITS, max_size=4).map("".join), SPACES).map("".join),
    st.tuples(
        KEYS, st.just(": "), st.lists(st.sampled_from(["a", "B c", "1", "x-y", ", ", ","]), max_size=7).map("".join)
    ).map(lambda made: f"{made[0]}{made[1]}[{made[2]}]"),
    st.tuples(SPACES, BITS).map("".join),
    st.just("# a comment"),
)


def told(found: object) -> object:
    """Values with their places, all the way down."""
    if isinstance(found, Value):
        return told(found.data), found.line, found.column
    if isinstance(found, list):
        return [told(item) for item in found]
    if isinstance(found, dict):
        return {key: told(item) for key, item in found.items()}
    return found


def test_an_entry_as_it_is_usually_written_takes_no_yaml() -> None:
    found = plainheader.read(ENTRY, 2)
    assert told(found) == told(yamltree.parse(ENTRY, first_line=2))
    assert found is not None
    assert found["title"].data == 'Mayor: "I told you" #1 \'so'
    assert told(found["authors"]) == ([("Nėll Harrow", 5, 11), ("Tam O'Hara", 5, 24), ("Piet Gossage", 5, 37)], 5, 10)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "\n",
            "# a\n\n",
            "a:",
            "a: b: c",
            "a: b #c",
            "a: [b: c]",
            "a: {b: c}",
            "a: 'b'",
            "a: b\n  c",
            "title: |\n  x",
        ),
        *(
            "a: 1\na: 2",
            "\ufeffa: b",
            "a: b\r\n",
            "a: &b c",
            "a: - b",
            "a: [b, [c]]",
            "- a",
            "title: 'whole'",
            "a: \x07",
        ),
        "\n".join(f"k{number}: a" for number in range(200)),
    ],
)
def test_whatever_may_mean_more_is_left_to_yaml(text: str) -> None:
    assert plainheader.read(text, 1) is None


@settings(max_examples=1500, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5).map("\n".join))
@example("a: b,c]d}e")
@example('a: b\n# c\n\nd: "e: #f"\n')
@example('a: ""')
@example("title: a\n# b\n  c")
@example("title: a\n\n  b")
@example("summary: a\n b")
@example("a: [b,, c]")
@example("a: [b , c ] ")
def test_what_is_read_without_yaml_is_what_yaml_reads(text: str) -> None:
    found = plainheader.read(text, 2)
    if found is not None:
        assert told(found) == told(yamltree.parse(text, first_line=2))
