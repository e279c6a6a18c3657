"""Topics are found by their phrases, as whole words, whatever the letters' form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday.config import TopicSetting
from pressday.topics import Matcher

MATCHER = Matcher(
    (
        TopicSetting("us", "United States", match=("US", "White House")),
        TopicSetting("ferries", "Ferries", match=("ferry", "ferries", "Port Authority")),
        TopicSetting("cafes", "Cafés", match=("café", "Kaffeestraße")),
    )
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("The FERRY is late", ("ferries",)),
        ("The ferryman is late", ()),
        ("wonderferry", ()),
        ("The port\u00a0 authority’s ferry", ("ferries",)),
        ("The US-Harne treaty", ("us",)),
        ("Tell us", ()),
        ("USA", ()),
        (unicodedata.normalize("NFD", "A café"), ("cafes",)),
        ("A cafe\u0301s story", ()),
        ("KAFFEESTRASSE", ("cafes",)),
        ("ｆｅｒｒｙ", ("ferries",)),
        ("", ()),
    ],
)
def test_phrases_are_whole_words_in_any_unicode_form(text: str, topics: tuple[str, ...]) -> None:
    assert MATCHER.find("", text) == topics


def test_the_headline_counts_before_the_text() -> None:
    assert MATCHER.find("A café", "ferry ferry ferry US") == ("cafes", "ferries", "us")


def test_without_phrases_nothing_is_found() -> None:
    assert Matcher(()).find("Anything", "at all") == ()
    assert Matcher((TopicSetting("a", "A"),)).find("A", "A") == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_brings_it_down(title: str, text: str) -> None:
    assert set(MATCHER.find(title, text)) <= {"us", "ferries", "cafes"}
