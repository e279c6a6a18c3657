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
