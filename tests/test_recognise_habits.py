"""Kickers, pointers, headlines told twice, and the doubts that a careful reader would have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import markup, readers
from pressday.documents import Block, Document
from pressday.recognise import Found, Hints, habits, names, recognise
from pressday.recognise.found import Role
from pressday.records import replace

LONG = "The harbour master said on the quay that nobody had seen such a tide for many years, and that more would come."
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)


def read(text: str, *, name: str = "storm.txt") -> Found:
    return found_in(readers.read(text.encode(), name)[0])


def found_in(document: Document) -> Found:
    found = recognise(document, Hints(ZoneInfo("UTC"), NOW))
    assert found is not None
    return found


def of_role(found: Found, *roles: Role) -> list[str]:
    return [b.text for part in found.parts if part.role in roles for b in found.blocks[part.first : part.last]]


def words(texts: list[str]) -> Iterator[str]:
    return (word for text in texts for word in text.split() if any(map(str.isalnum, word)))


@pytest.mark.parametrize(
    ("text", "kicker", "title"),
    [
        ("Watch: Waves over the mole", "Watch", "Waves over the mole"),
        ("ICYMI: Why the lock leaks", "ICYMI", "Why the lock leaks"),
        ("BREAKING: Harbour shut", "BREAKING", "Harbour shut"),
        ("Opinion | Let the bell be", "Opinion", "Let the bell be"),
        ("Analysis – What the tide wants", "Analysis", "What the tide wants"),
        ("Eilmeldung: Hafen gesperrt", "Eilmeldung", "Hafen gesperrt"),
        ("Última hora: puerto cerrado", "Última hora", "puerto cerrado"),
        ("Watchmaker: a life", "", "Watchmaker: a life"),
        ("Watch the tide: it comes", "", "Watch the tide: it comes"),
        ("Harbour: Watch: it", "", "Harbour: Watch: it"),
        ("Breaking point", "", "Breaking point"),
        ("Opinion-makers of Harne", "", "Opinion-makers of Harne"),
        ("Watch:", "", "Watch:"),
    ],
)
def test_a_kicker_of_the_table_stands_apart_from_its_headline(text: str, kicker: str, title: str) -> None:
    assert habits.headline(text) == (kicker, title)


def test_no_word_of_a_headline_is_lost_between_kicker_and_title() -> None:
    text = f"Watch: Waves over the mole\n5 March 2026 12:40\n{LONG}\nOpinion | Let it be\n12:20\n{LONG}"
    found = read(text)
    assert [(c.kicker, c.title) for c in found.clippings] == [
        ("Watch", "Waves over the mole"),
        ("Opinion", "Let it be"),
    ]
    assert of_role(found, "kicker") == ["Watch", "Opinion"]
    assert of_role(found, "headline") == ["Waves over the mole", "Let it be"]


@pytest.mark.parametrize(
    "label",
    [
        "Read the full report:",
        "Nell Harrow writes:",
        "Political editor Nell Harrow writes:",
        "Our harbour correspondent, Nell Harrow, reports:",
        "Lesen Sie hier weiter:",
        "Lire aussi :",
        "Lea también:",
        "Leggi anche:",
        "Lees ook:",
        "Leia também:",
    ],
)
def test_a_pointer_is_one_paragraph_with_every_word_in_its_order(label: str) -> None:
    found = read(
        f"A b\n5 March 2026 12:40 – Nell Harrow\n{LONG}\n{label}\nTide at Harne\nC d\n12:20 – Tam Reyes\n{LONG}"
    )
    _, pointer = found.clippings[0].paragraphs
    assert markup.plain_text(pointer).split() == f"{label} Tide at Harne".split()
    assert pointer.endswith("**Tide at Harne**")


def test_a_pointer_leads_where_its_format_says() -> None:
    document, _ = readers.read(
        f"# The lock\n\n4 March 2026\n\n{LONG}\n\nRead the full report:\n\nTide\n".encode(), "a.md"
    )
    blocks = (*document.blocks[:-1], replace(document.blocks[-1], url="https://gazette.example/tide"))
    (clipping,) = found_in(replace(document, blocks=blocks)).clippings
    assert clipping.paragraphs[-1] == "Read the full report: [**Tide**](https://gazette.example/tide)"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a.example/)x", 'https://a.example/"onclick'])
def test_an_address_that_could_act_leads_nowhere(url: str) -> None:
    assert habits.address(Block("Tide", 1, "Tide", url=url)) == ""


@pytest.mark.parametrize("below", ["The council said:\nThe quay is shut.", f"He said:\n{LONG}", "Remember:\nStay home"])
def test_a_colon_before_prose_is_no_pointer(below: str) -> None:
    found = read(f"A b\n5 March 2026 12:40\n{LONG}\n{below}\nC d\n12:20\n{LONG}")
    assert len(found.clippings[0].paragraphs) == 3


def test_a_headline_told_again_below_itself_is_left_out_once() -> None:
    found = read(f"Gates hold\n5 March 2026 12:40\nGates hold.\n{LONG}\nGates hold\nWind\n12:20\n{LONG}")
    assert of_role(found, "repeat") == ["Gates hold."]
    assert found.clippings[0].paragraphs == (LONG, "Gates hold")


def test_an_article_and_a_card_repeat_their_headline_too() -> None:
    article = read(f"The lock is open\n4 July 2025\nThe lock is open\n{LONG}\n{LONG}")
    assert (article.kind, of_role(article, "repeat")) == ("article", ["The lock is open"])


def test_a_lead_that_repeats_entries_says_which_and_where() -> None:
    found = read(f"Storm\n{LONG}\nGates hold\n5 March 2026 12:40\n{LONG}\nWind\n12:20\nIt blew.")
    (note,) = (note for note in found.guesses if "the lead repeats" in note.message)
    assert (note.line, note.message) == (2, "the lead repeats the entry “Gates hold” of line 3")


def test_an_entry_introduced_as_anothers_is_doubted() -> None:
    page = "A b\n5 March 2026 12:40 – Tam Reyes\n{0}\n{1} writes:\nTide at Harne\nC d\n12:20 – Tam Reyes\n{0}"
    (note,) = read(page.format(LONG, "Nell Harrow")).guesses[-1:]
    assert (note.line, note.message) == (4, "posted by Tam Reyes, but introduced as written by Nell Harrow")
    assert not any("posted by" in note.message for note in read(page.format(LONG, "Tam Reyes")).guesses)


def test_a_sentence_told_twice_in_a_paragraph_is_doubted() -> None:
    told = "The gates were shut again before anyone had seen it."
    again = f"{told} It rained. {told}"
    found = read(f"The lock\n4 March 2026\n{again}\n{LONG}")
    (note,) = found.guesses
    assert (note.line, note.message.startswith("a sentence occurs twice in this paragraph: “The gates were")) == (
        3,
        True,
    )


@pytest.mark.parametrize(
    ("line", "people", "rest"),
    [
        ("Nell Harrow, political editor", "Nell Harrow", "political editor"),
        ("Nell Harrow | Chief reporter, Harne Radio", "Nell Harrow", "Chief reporter, Harne Radio"),
        ("Nell Harrow in Harne", "Nell Harrow", "in Harne"),
        ("Nell Harrow (harbour correspondent)", "Nell Harrow", "(harbour correspondent)"),
        ("Nell Harrow and Tam Reyes", "Nell Harrow and Tam Reyes", ""),
        ("Nell Harrow, Tam Reyes", "Nell Harrow, Tam Reyes", ""),
    ],
)
def test_names_and_roles_on_one_line_are_told_apart(line: str, people: str, rest: str) -> None:
    assert names.parted(line) == (people, rest)


@pytest.mark.parametrize("text", ["Political editor", "in Harne", "Reporter, Harne Radio", "Journaliste politique"])
def test_a_role_is_a_role(text: str) -> None:
    assert names.is_role(text)


@pytest.mark.parametrize("text", ["Editor resigns over the bell", "In the dark", "Reporter’s notebook", "Harbour shut"])
def test_a_headline_is_no_role(text: str) -> None:
    assert not names.is_role(text)


def test_two_families_names_stay_one_name() -> None:
    assert names.split("José Ortega y Gasset") == ("José Ortega y Gasset",)
    assert names.split("Lucía Ramos y Diego Soler") == ("Lucía Ramos", "Diego Soler")


def test_every_word_of_a_page_is_in_one_block_of_one_role() -> None:
    text = f"Storm\n5 March 2026\n12:40 – Nell Harrow, chief reporter\nWatch: Gates hold\n{LONG}\nShare\n"
    text += f"12:20 – Tam Reyes, harbour correspondent\nWind rises\n3 comments\n{LONG}\nCopy link\n"
    found = read(text)
    kept = [block.text for block in found.blocks]
    assert sorted(words(kept)) == sorted(words([text.replace("Watch:", "Watch").replace("Harrow,", "Harrow,")]))
    assert of_role(found, "furniture") == [
        "chief reporter",
        "Share",
        "harbour correspondent",
        "3 comments",
        "Copy link",
    ]
    assert [part.first for part in found.parts] == [0, *(part.last for part in found.parts[:-1])]
