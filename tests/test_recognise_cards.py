"""The lines of a topic page: which card is whose, and that no card is given another's author or date."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.recognise import Found, Hints, Kind, recognise

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
CARDS = [
    ("The lock nobody could close", "Three firms had looked at it and walked away.", "Ines Okafor", 3),
    ("Why ferries run late", "On the north quay the waiting has its own clock.", "Tam Reyes", 2),
    ("Stop counting the tides by hand", "There is a machine for it. Buy one.", "Piet Gossage", 1),
    ("What the gulls want", "Ask a gull and it will not say.", "Nell Harrow", 4),
]


def read(text: str, *, kind: Kind | None = None) -> Found:
    document, _ = readers.read(text.encode(), "page.txt")
    found = recognise(document, Hints(ZoneInfo("UTC"), NOW), kind=kind)
    assert found is not None
    return found


def told(found: Found) -> list[tuple[str, tuple[str, ...], int | None]]:
    return [(card.title, card.authors, card.instant.day if card.instant else None) for card in found.clippings]


def drawn(bare: int | None, where: str) -> str:
    """The cards with blank lines between them; the card *bare* has no teaser."""
    made = []
    for number, (headline, teaser, author, day) in enumerate(CARDS):
        signed = f"{author} · {day} March 2026"
        text = [] if number == bare else [teaser]
        lines = {"above": [signed, headline, *text], "between": [headline, signed, *text]}
        made.append("\n".join(lines.get(where, [headline, *text, signed])))
    return "Harbours\n\n" + "\n\n".join(made)


@pytest.mark.parametrize(("bare", "where"), list(product([None, 0, 1, 2, 3], ["above", "between", "below"])))
@pytest.mark.parametrize("kind", [None, "topic"])
def test_blank_lines_say_whose_an_author_is_whichever_card_has_no_teaser(
    bare: int | None, where: str, kind: Kind | None
) -> None:
    found = read(drawn(bare, where), kind=kind)
    assert found.kind == "topic"
    assert found.title == "Harbours"
    assert told(found) == [(headline, (author,), day) for headline, _, author, day in CARDS]


@pytest.mark.parametrize("bare", [None, 1, 2, 3])
def test_without_blank_lines_authors_at_the_end_of_the_page_are_below_their_teasers(bare: int | None) -> None:
    text = "\n".join(line for line in drawn(bare, "below").split("\n") if line)
    assert told(read(text)) == [(headline, (author,), day) for headline, _, author, day in CARDS]


def test_where_every_card_but_the_first_has_an_author_above_it_nobody_knows_whose_they_are() -> None:
    lines = [line for headline, teaser, author, _ in CARDS for line in (headline, teaser, author)][:-1]
    found = read("\n".join(["Harbours", *lines]), kind="topic")
    assert [card.authors for card in found.clippings] == [()] * 4
    assert sum("may be of the card above or of the one below" in note.message for note in found.guesses) == 3


def test_a_card_with_two_dates_says_so() -> None:
    text = drawn(None, "below").replace("Tam Reyes · 2 March 2026", "Tam Reyes · 2 March 2026\n28 February 2026")
    found = read(text)
    assert told(found)[1] == ("Why ferries run late", ("Tam Reyes",), 2)
    assert any("two dates" in note.message for note in found.guesses)


def test_a_page_that_says_what_it_is_about_has_that_told_and_gives_it_to_no_card() -> None:
    found = read(
        drawn(None, "below").replace("Harbours\n", "Harbours | The Harne Gazette\nHarbours\nNews from the quay\n")
    )
    assert found.title == "Harbours"
    assert told(found)[0][0] == CARDS[0][0]
    left = [part for part in found.parts if part.role == "left"]
    assert [found.blocks[part.first].text for part in left] == ["News from the quay"]
    assert all(not card.kicker for card in found.clippings)


def test_an_interview_with_its_byline_above_is_one_article() -> None:
    asked = "\n\n".join(f"{headline}?\n{teaser}" for headline, teaser, _, _ in CARDS)
    found = read(f"Four questions\n\nBy Nell Harrow\n3 March 2026\n\nHe has seen it all, he says.\n\n{asked}")
    assert found.kind == "article"
    assert found.clippings[0].authors == ("Nell Harrow",)


def test_paragraphs_with_a_headline_each_and_no_author_stay_an_article() -> None:
    long = " ".join(["The gates were closed at noon, and nobody was told why they were."] * 8)
    assert (
        read(f"The lock\n\nHow it was built\n{long}\n\nWhat comes next\n{long}\n\nWho pays\n{long}").kind == "article"
    )


@pytest.mark.parametrize("title", ["Food & Drink", "Arts and Culture", "Kunst und Kultur", "World News"])
@pytest.mark.parametrize("count", [3, 4])
def test_the_title_of_a_page_is_no_author_although_it_looks_like_one(title: str, count: int) -> None:
    lines = [f"{headline}\n{teaser}\n{author}\n{day} March 2026" for headline, teaser, author, day in CARDS[:count]]
    found = read("\n".join([title, *lines]))
    assert (found.kind, found.title) == ("topic", title)
    assert told(found) == [(headline, (author,), day) for headline, _, author, day in CARDS[:count]]


def test_a_section_beside_a_date_is_no_author() -> None:
    lines = [f"{headline}\n{teaser}\n{day} March 2026 · Food & Drink" for headline, teaser, _, day in CARDS]
    found = read("\n".join(["All stories", *lines]))
    assert told(found) == [(headline, (), day) for headline, _, _, day in CARDS]


@pytest.mark.parametrize("author", ["Jon & Miriam Tolle", "Reuters and dpa", "Ines Okafor & Tam Reyes"])
def test_names_joined_by_and_are_authors(author: str) -> None:
    lines = [f"{headline}\n{teaser}\n{author}\n{day} March 2026" for headline, teaser, _, day in CARDS]
    found = read("\n".join(["Harbours", *lines]))
    assert [len(card.authors) for card in found.clippings] == [2] * len(CARDS)


def test_a_last_card_without_author_leaves_each_date_where_it_belongs() -> None:
    lines = [f"{headline}\n{teaser}\n{author}\n{day} March 2026" for headline, teaser, author, day in CARDS]
    *others, last = lines
    bare = "\n".join(line for line in last.split("\n") if line != CARDS[-1][2])
    found = read("\n".join(["Harbours", *others, bare]))
    assert told(found) == [(h, (a,), day) for h, _, a, day in CARDS[:-1]] + [(CARDS[-1][0], (), CARDS[-1][3])]


def test_an_author_that_is_no_name_is_no_headline_and_gives_no_card_its_date() -> None:
    cards = [(*CARDS[0][:2], "Data desk", 3), *CARDS[1:]]
    lines = [f"{headline}\n{teaser}\n{author}\n{day} March 2026" for headline, teaser, author, day in cards]
    found = read("\n".join(["Harbours", *lines]))
    assert told(found) == [(CARDS[0][0], (), None), *((h, (a,), day) for h, _, a, day in CARDS[1:])]
    assert any("neither is given it" in note.message and note.line == 4 for note in found.guesses)


def test_a_headline_of_capitals_without_author_is_told() -> None:
    cards = [f"{day} March 2026\n{headline}\n{teaser}\n{author}" for headline, teaser, author, day in CARDS]
    found = read("\n\n".join(["Books", *cards, "1 March 2026\nTwo Roads, One Goose\nPoems."]))
    assert told(found)[-1] == ("Two Roads, One Goose", (), 1)
    assert any("may be a name" in note.message for note in found.guesses)


def test_an_article_with_names_between_its_paragraphs_is_said_to_look_like_cards() -> None:
    talk = "\n\n".join(
        f"{who}\nThe water was high that night, and nobody on the quay had slept for long." for _, _, who, _ in CARDS
    )
    text = f"The lock and its keeper\n\nA talk about water, patience and a dog that could not swim.\n\n{talk}"
    found = read(text)
    assert found.kind == "article"
    assert any("4 lines that look like bylines or dates" in note.message for note in found.guesses)
    assert not any("bylines or dates" in note.message for note in read(text, kind="article").guesses)


def test_an_author_taken_above_such_lines_is_named() -> None:
    prizes = "\n\n".join(f"Best {thing}\n{who}" for thing, (_, _, who, _) in zip("abcd", CARDS, strict=True))
    fair = "The fair was well attended this year, and the prizes were given out by the mayor at noon."
    found = read(f"The prizes of the fair\nBy Miriam Tolle\n4 March 2026\n\n{fair}\n\n{prizes}\n\n{fair}")
    assert found.kind == "article"
    assert any("“Miriam Tolle” is taken as the author of it all" in note.message for note in found.guesses)


def test_a_signature_below_an_article_is_no_card() -> None:
    text = "The wall is to be raised by a metre, the council decided on Tuesday after a long evening."
    found = read(f"The harbour wall will be raised\nTam Reyes\n4 March 2026\n\n{text}\n\n{text}\n\nInes Okafor")
    assert found.kind == "article"
    assert not any("bylines or dates" in note.message for note in found.guesses)
