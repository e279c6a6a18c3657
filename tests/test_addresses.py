"""Slugs, ids and addresses: the same on every machine, fit for every disk, and quoted in links."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday import addresses

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("A boat, at last!", "a-boat-at-last"),
        ("It’s Ann's", "its-anns"),
        ("  --  spaced -- out  ", "spaced-out"),
        ("Straße", "strasse"),
        ("İstanbul", "i̇stanbul"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full-width"),
        ("ﬁre", "fire"),
        ("Москва и Ω", "москва-и-ω"),
        ("北京の船", "北京の船"),
        ("שלום עולם", "שלום-עולם"),
        ("नमस्ते", "नमस्ते"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ("../../etc/passwd", "etc-passwd"),
        ("co\u00adop", "coop"),
        ("❤️ love", "love"),
        ("\u202eevil\u202c", "evil"),
        ("CON", "con-x"),
        ("con", "con-x"),
        ("LPT1", "lpt1-x"),
        ("Page", "page-x"),
        ("index", "index-x"),
        ("\ud800 lone", "lone"),
    ],
)
def test_a_slug(text: str, slug: str) -> None:
    assert addresses.slug(text) == slug


def test_two_forms_of_one_letter_are_one_slug() -> None:
    assert addresses.slug("Café") == addresses.slug(unicodedata.normalize("NFD", "Café")) == "café"


@pytest.mark.parametrize("text", ["", " ", "🎉🎉", "…", "\u0301", "---", "\ufe0f", "\u200b"])
def test_what_has_no_letter_still_has_a_slug(text: str) -> None:
    made = addresses.slug(text)
    assert made.startswith("x")
    assert len(made) == 8
    assert made == addresses.slug(text)


def test_two_titles_of_emoji_are_two_slugs() -> None:
    assert addresses.slug("🎉") != addresses.slug("🎂")


def test_a_long_slug_is_cut_between_words_and_between_letters() -> None:
    assert addresses.slug("word " * 40) == "-".join(["word"] * 16)
    assert addresses.slug("語" * 100) == "語" * 26
    assert len(addresses.slug("é" * 100).encode()) == 80


@given(st.text())
def test_a_slug_is_fit_for_an_address(text: str) -> None:
    made = addresses.slug(text)
    assert 0 < len(made.encode()) <= addresses.MAX_SLUG_BYTES
    assert made not in addresses.RESERVED
    assert not set(made) & set("/\\:*?\"<>|#%. \t\n'")
    assert not made.startswith("-")
    assert not made.endswith("-")


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    made = addresses.slug(text)
    assert addresses.slug(made) == made


def test_an_id_is_minted_from_what_the_source_says_and_nothing_else() -> None:
    minted = addresses.mint_live("storm", NOON, "The roof is gone", LONDON)
    assert minted == addresses.mint_live("storm", NOON, "The roof  is gone ", LONDON)
    assert minted == addresses.mint_live("storm", NOON.astimezone(ZoneInfo("Asia/Tokyo")), "The roof is gone", LONDON)
    assert minted.startswith("0701-1300-")
    assert addresses.ID.match(minted)


@pytest.mark.parametrize(
    "other",
    [
        addresses.mint_live("calm", NOON, "The roof is gone", LONDON),
        addresses.mint_live("storm", NOON, "A roof is gone", LONDON),
        addresses.mint_live("storm", NOON, "The roof is gone", LONDON, salt="2"),
    ],
)
def test_another_page_headline_or_salt_is_another_id(other: str) -> None:
    assert other != addresses.mint_live("storm", NOON, "The roof is gone", LONDON)


def test_ids_do_not_change_from_one_release_to_the_next() -> None:
    assert addresses.mint_live("storm", NOON, "The roof is gone", LONDON) == "0701-1300-d52y"
    assert addresses.mint("coves", "A year of tides") == "rt88x4sp"


def test_two_forms_of_a_headline_are_one_id() -> None:
    assert addresses.mint("coves", "Café") == addresses.mint("coves", unicodedata.normalize("NFD", "Café"))


def test_a_tag_holds_no_more_than_a_tag_may() -> None:
    assert addresses.tag("a.example,2026", "live", "x y/é") == "tag:a.example,2026:live/x%20y%2F%C3%A9"


@pytest.mark.parametrize(
    ("base", "address", "url", "absolute"),
    [
        ("https://e.example/", "", "/", "https://e.example/"),
        ("https://e.example/sub/", "", "/sub/", "https://e.example/sub/"),
        ("https://e.example/sub/", "topics/café/", "/sub/topics/caf%C3%A9/", "https://e.example/sub/topics/caf%C3%A9/"),
        ("https://e.example/", "linked/c/#k-1", "/linked/c/#k-1", "https://e.example/linked/c/#k-1"),
        ("https://e.example/", "a/100% sure.png", "/a/100%25%20sure.png", "https://e.example/a/100%25%20sure.png"),
        ("https://e.example/", 'a/"q".png', "/a/%22q%22.png", "https://e.example/a/%22q%22.png"),
        ("https://e.example/", "a/what?.png", "/a/what%3F.png", "https://e.example/a/what%3F.png"),
    ],
)
def test_an_address_becomes_a_link(base: str, address: str, url: str, absolute: str) -> None:
    assert addresses.url(base, address) == url
    assert addresses.absolute(base, address) == absolute


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="#")))
def test_a_link_leads_back_to_its_address(address: str) -> None:
    link = addresses.absolute("https://e.example/sub/", address)
    assert link.isascii()
    assert unquote(urlsplit(link).path) == f"/sub/{address}"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("", "index.html"),
        ("2026/11/20/a-boat/", "2026/11/20/a-boat/index.html"),
        ("linked/coves/#k", "linked/coves/index.html"),
        ("404.html", "404.html"),
        ("feed.xml", "feed.xml"),
    ],
)
def test_an_address_is_answered_by_a_file(address: str, file: str) -> None:
    assert addresses.file(address) == file


def test_addresses_are_as_subscribers_know_them() -> None:
    assert addresses.article("2026-11-20", "a-boat") == "2026/11/20/a-boat/"
    assert addresses.live_page("storm") == "live/storm/"
    assert addresses.live_entry("storm", "1120-0900-k3f9") == "live/storm/1120-0900-k3f9/"
    assert addresses.card("coves", "bcdf2345") == "linked/coves/#bcdf2345"
    assert addresses.day("2026-11-20") == "2026/11/20/"
    assert addresses.digest("2026-11-20") == "digests/2026-11-20/"
    assert addresses.older(addresses.ARCHIVE, 3) == "archive/page/3/"
    assert addresses.feed(addresses.topic("ferries"), "atom") == "topics/ferries/atom.xml"
    assert addresses.beside("linked/coves/#k", "picture.jpg") == "linked/coves/picture.jpg"
