"""Topic pages become cards, and what is neither they nor a live page is one article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.recognise import Found, Hints, Kind, recognise
from pressday.recognise.names import is_name, split

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
CUT = "The old lock at Harne has stood for a century and more, and the crew that came to mend it found beneath the"
WHOLE = "The old lock at Harne has stood for a century. The crew that came to mend it found a second gate beneath it."


def read(text: str, *, kind: Kind | None = None, day: date | None = None, name: str = "page.txt") -> Found:
    document, _ = readers.read(text.encode(), name)
    found = recognise(document, Hints(ZoneInfo("Europe/London"), NOW, day), kind=kind)
    assert found is not None
    return found


def cards(found: Found) -> list[tuple[str, tuple[str, ...]]]:
    assert found.kind == "topic"
    return [(clipping.title, clipping.authors) for clipping in found.clippings]


EXPECTED = [
    ("The lock nobody could close", ()),
    ("Why ferries run late", ("Ines Okafor",)),
    ("A century of tides", ()),
    ("What the gulls want", ("Tam Reyes",)),
]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_author_above_the_headline_belongs_to_the_card_below(gap: str) -> None:
    lines = ["Harbours", EXPECTED[0][0], CUT, "Ines Okafor", EXPECTED[1][0], CUT]
    lines += [EXPECTED[2][0], CUT, "Tam Reyes", EXPECTED[3][0], CUT]
    found = read(gap.join(lines))
    assert cards(found) == EXPECTED
    assert (found.title, found.topics) == ("Harbours", ("Harbours",))


def test_an_author_below_the_headline_belongs_to_the_card_above() -> None:
    lines = ["Harbours", EXPECTED[0][0], CUT, EXPECTED[1][0], "Ines Okafor", CUT]
    lines += [EXPECTED[2][0], CUT, EXPECTED[3][0], "By Tam Reyes", CUT]
    assert cards(read("\n".join(lines))) == EXPECTED


def test_an_author_below_the_teaser_belongs_to_the_card_above() -> None:
    lines = [
        EXPECTED[0][0],
        CUT,
        EXPECTED[1][0],
        CUT,
        "Ines Okafor",
        EXPECTED[2][0],
        CUT,
        EXPECTED[3][0],
        CUT,
        "Tam Reyes",
    ]
    assert cards(read("\n".join(lines))) == EXPECTED


def test_cards_are_excerpts_without_a_date_and_it_is_said_once() -> None:
    found = read("\n".join(["Harbours", "One thing", CUT, "Two things", CUT, "Three things", CUT]))
    assert all(c.excerpt and c.guessed == ("date",) and c.instant is None for c in found.clippings)
    assert [note.line for note in found.guesses] == [2]


def test_a_card_may_have_a_date_of_its_own() -> None:
    found = read("\n".join(["Harbours", "One thing", "3 March 2026", CUT, "Two things", CUT, "Three things", CUT]))
    assert found.clippings[0].instant == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert found.clippings[0].guessed == ()


def test_an_article_has_title_byline_date_and_its_paragraphs() -> None:
    found = read(
        f"The lock is open\nBy Ines Okafor and Tam Reyes\n4 July 2025, 14:20\n{WHOLE}\n{WHOLE}\nA subheading\n{WHOLE}"
    )
    (clipping,) = found.clippings
    assert found.kind == "article"
    assert (clipping.title, clipping.authors) == ("The lock is open", ("Ines Okafor", "Tam Reyes"))
    assert clipping.instant == datetime(2025, 7, 4, 13, 20, tzinfo=UTC)
    assert clipping.paragraphs == (WHOLE, WHOLE, "A subheading", WHOLE)
    assert found.guesses == ()


def test_an_article_with_subheadings_is_no_topic_page() -> None:
    parts = ["The lock is open", WHOLE, WHOLE, "How it was built", WHOLE, WHOLE, "What comes next", WHOLE, WHOLE, WHOLE]
    assert read("\n".join(parts)).kind == "article"


def test_an_article_without_date_or_headline_says_what_stands_in() -> None:
    found = read(f"{WHOLE}\n{WHOLE}")
    (clipping,) = found.clippings
    assert clipping.title == "The old lock at Harne has stood for a century"
    assert (clipping.instant, clipping.guessed) == (None, ("title", "date"))
    assert [note.line for note in found.guesses] == [1, 1]


def test_the_editors_date_is_that_of_an_article_without_one() -> None:
    (clipping,) = read(f"The lock is open\n{WHOLE}", day=date(2026, 7, 1)).clippings
    assert clipping.instant == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert clipping.guessed == ()


def test_the_editor_may_say_what_kind_it_is() -> None:
    text = "\n".join(["Harbours", "One thing", CUT, "Two things", CUT, "Three things", CUT])
    assert read(text, kind="article").kind == "article"
    assert read(f"One thing\n{WHOLE}\n{WHOLE}", kind="topic").kind == "topic"


def test_a_markdown_article_keeps_its_lists_and_quotes() -> None:
    source = "# The lock\n\nText.\n\n- one\n- two\n\n> said\n\n```\na\n\nb\n```\n"
    (clipping,) = read(source, name="lock.md").clippings
    assert clipping.paragraphs == ("Text.", "- one\n- two", "> said", "```\na\n\nb\n```")


@pytest.mark.parametrize(
    "text", ["Ines Okafor", "J. R. van der Meer", "Ines Okafor in Harne", "Tam Reyes and Ines Okafor"]
)
def test_names_look_like_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["Ferry runs late", "Watch: Tide", "Harbour 2026", "Why Not?", "Harne", ""])
def test_headlines_do_not(text: str) -> None:
    assert not is_name(text)


def test_names_are_told_apart() -> None:
    assert split("Ines Okafor, Tam Reyes & Jo Lund") == ("Ines Okafor", "Tam Reyes", "Jo Lund")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Harrow, Nell", ("Nell Harrow",)),
        ("van der Meer, Jan", ("Jan van der Meer",)),
        ("Harrow, Nell Maria", ("Nell Maria Harrow",)),
        ("Reuters, dpa", ("Reuters", "dpa")),
        ("AP, Reuters", ("AP", "Reuters")),
        ("Reuters, Nell Harrow", ("Reuters", "Nell Harrow")),
        ("Nell Harrow, Tam Reyes", ("Nell Harrow", "Tam Reyes")),
        ("Nell and Tam", ("Nell", "Tam")),
    ],
)
def test_a_surname_before_a_comma_is_no_other_person(text: str, people: tuple[str, ...]) -> None:
    assert split(text) == people


def test_a_place_after_a_name_is_no_author() -> None:
    (clipping,) = read(f"The lock is open\nBy Ines Okafor, Harne\n4 July 2025\n{WHOLE}").clippings
    assert clipping.authors == ("Ines Okafor",)


@pytest.mark.parametrize("line", ["Harne, 4 July 2025", "Harne – 4 July 2025", "4 July 2025, Harne"])
def test_a_place_beside_a_date_is_no_author_and_is_told(line: str) -> None:
    found = read(f"The lock is open\n{line}\n{WHOLE}")
    assert found.clippings[0].authors == ()
    assert found.clippings[0].instant == datetime(2025, 7, 3, 23, tzinfo=UTC)
    assert any(part.role == "furniture" and found.blocks[part.first].text == "Harne" for part in found.parts)


@pytest.mark.parametrize(
    ("line", "guessed"),
    [("Nell Harrow, 4 July 2025", True), ("By Nell Harrow, 4 July 2025", False), ("Nell Harrow · 4 July 2025", False)],
)
def test_two_words_before_a_date_are_an_author_and_a_guess_where_they_may_be_a_place(line: str, guessed: bool) -> None:
    found = read(f"The lock is open\n{line}\n{WHOLE}")
    assert found.clippings[0].authors == ("Nell Harrow",)
    assert bool(found.guesses) is guessed


def test_a_heading_below_the_text_is_no_headline() -> None:
    source = f"The lock is open\n\nInes Okafor\n\n4 July 2025\n\n{WHOLE}\n\n## What comes next\n\n{WHOLE}\n"
    (clipping,) = read(source, name="lock.md").clippings
    assert clipping.title == "The lock is open"
    assert clipping.paragraphs == (WHOLE, "## What comes next", WHOLE)


def test_a_name_of_the_site_above_the_heading_stays_no_headline() -> None:
    (clipping,) = read(f"The Harne Gazette\n\n# The lock is open\n\nBy Ines Okafor\n\n{WHOLE}\n", name="a.md").clippings
    assert clipping.title == "The lock is open"


def test_which_of_two_lines_is_the_headline_is_told_where_it_is_not_sure() -> None:
    found = read(f"The Harne Gazette\n\nBy Ines Okafor\n\n# The lock is open\n\n{WHOLE}\n", name="a.md")
    assert found.clippings[0].title == "The lock is open"
    assert any("is taken as the headline, and not" in note.message for note in found.guesses)
