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
        TopicSetting("birds", "Birds", match=("gulls’ rock", "sea-eagle")),
        TopicSetting("chinese", "渡轮", match=("渡轮",)),
        TopicSetting("thai", "เรือ", match=("ข้ามฟาก",)),
        TopicSetting("japanese", "フェリー", match=("フェリー",)),
        TopicSetting("hindi", "नद", match=("नद",)),
        TopicSetting("greek", "Οδός", match=("οδος",)),
        TopicSetting("island", "Île", match=("Île", "--", " ")),
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
        ("The fer\u00adry is late", ("ferries",)),
        ("The ferry\u200b is late", ("ferries",)),
        ("The Port-Authority", ("ferries",)),
        ("The port‑authority", ("ferries",)),
        ("The port\nauthority", ("ferries",)),
        ("Closed the port\n\nAuthority is what it lacks", ()),
        ("The gulls’ rock and the gull’s egg", ("birds",)),
        ("The gulls' rock", ("birds",)),
        ("The gulls‘ rock", ("birds",)),
        ("渡轮停航了", ("chinese",)),
        ("渡輪", ()),
        ("เรือข้ามฟากหยุด", ("thai",)),
        ("フェリーボート", ()),
        ("フェリーは欠航", ("japanese",)),
        ("नदी में", ()),
        ("नद में", ("hindi",)),
        ("ΟΔΟΣ", ("greek",)),
        ("l’île", ("island",)),
        ("ferry_boat", ()),
        ("USS Harne", ()),
        ("ＵＳ", ("us",)),
        ("", ()),
    ],
)
def test_phrases_are_whole_words_in_any_unicode_form(text: str, topics: tuple[str, ...]) -> None:
    assert MATCHER.find("", text) == topics


def test_the_headline_counts_before_the_text() -> None:
    assert MATCHER.find("A café", "ferry ferry ferry US") == ("cafes", "ferries", "us")


def test_the_most_specific_topic_comes_first() -> None:
    matcher = Matcher(
        (
            TopicSetting("water", "Water", match=("flood", "river")),
            TopicSetting("warnings", "Warnings", match=("flood warning",)),
            TopicSetting("roads", "Roads", match=("road",)),
        )
    )
    # Of more words; then the one told of more often; then the longer phrase; then the settings' order.
    assert matcher.find("", "The flood, the flood, the road, the flood-warning") == ("warnings", "water", "roads")
    assert matcher.find("", "The road, the river, the road") == ("roads", "water")
    assert matcher.find("", "A road and a river") == ("water", "roads")
    assert matcher.find("The road", "flood warning, river, river") == ("roads", "warnings", "water")


def test_without_phrases_nothing_is_found() -> None:
    assert Matcher(()).find("Anything", "at all") == ()
    assert Matcher((TopicSetting("a", "A"),)).find("A", "A") == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_brings_it_down(title: str, text: str) -> None:
    assert set(MATCHER.find(title, text)) <= {
        "us",
        "ferries",
        "cafes",
        "birds",
        "chinese",
        "thai",
        "japanese",
        "hindi",
        "greek",
        "island",
    }
