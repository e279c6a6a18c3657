"""A stamp and a headline on one line are an entry, and a time in running prose is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.recognise import Found, Hints, Kind, oneline, recognise

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
LONG = "The harbour master said on the quay that nobody had seen such a tide for many years, and that more would come."
ENTRIES = [
    ("01:25", "Nell Harrow", "The wheel has stopped"),
    ("00:10", "Piet Gossage", "Lock gates hold"),
    ("23:50", "Nell Harrow", "Ferry: turned back"),
    ("23:10", "Nell Harrow", "Wind Rises"),
]
INSTANTS = ["05 01:25", "05 00:10", "04 23:50", "04 23:10"]


def read(text: str, *, name: str = "storm.txt", kind: Kind | None = None) -> Found:
    document, _ = readers.read(text.encode(), name)
    found = recognise(document, Hints(ZoneInfo("UTC"), NOW), kind=kind)
    assert found is not None
    return found


def page(line: Callable[[str, str, str], str], *, date: str = "5 March 2026\n") -> str:
    return f"Storm over Harne\n{date}" + "\n".join(f"{line(*entry)}\n{LONG}" for entry in ENTRIES)


SIGNED: dict[str, Callable[[str, str, str], str]] = {
    "brackets, author, arrows": lambda at, who, what: f"[{at}] {who} >> {what}",
    "round brackets, author, colon": lambda at, who, what: f"({at}) {who}: {what}",
    "author between dashes": lambda at, who, what: f"{at} – {who} – {what}",
    "author between bars": lambda at, who, what: f"{at} | {who} | {what}",
    "author after By": lambda at, who, what: f"{at} By {who} · {what}",
    "a byline below": lambda at, who, what: f"{at} {what}\nBy {who}",
    "the time last, a byline below": lambda at, who, what: f"{what} ({at})\nBy {who}",
}
UNSIGNED: dict[str, Callable[[str, str, str], str]] = {
    "a dash": lambda at, who, what: f"{at} – {what}",
    "a colon": lambda at, who, what: f"{at}: {what}",
    "nothing but a space": lambda at, who, what: f"{at} {what}",
    "the time last, after a comma": lambda at, who, what: f"{what}, {at}",
    "the time last, in brackets": lambda at, who, what: f"{what} ({at})",
}


@pytest.mark.parametrize("line", SIGNED.values(), ids=SIGNED)
def test_stamp_author_and_headline_are_told_apart(line: Callable[[str, str, str], str]) -> None:
    found = read(page(line))
    assert found.kind == "live"
    assert [(f"{c.instant:%d %H:%M}", c.authors, c.title) for c in found.clippings if c.instant] == [
        (at, (who,), what) for at, (_, who, what) in zip(INSTANTS, ENTRIES, strict=True)
    ]
    assert [c.paragraphs for c in found.clippings] == [(LONG,)] * 4


@pytest.mark.parametrize("line", UNSIGNED.values(), ids=UNSIGNED)
def test_no_author_is_made_up_where_none_is_named(line: Callable[[str, str, str], str]) -> None:
    found = read(page(line))
    assert [(f"{c.instant:%d %H:%M}", c.authors, c.title) for c in found.clippings if c.instant] == [
        (at, (), what) for at, (_, _, what) in zip(INSTANTS, ENTRIES, strict=True)
    ]
    assert (found.title, found.title_guessed) == ("Storm over Harne", False)


@pytest.mark.parametrize("line", ["{at}, {day} March 2026: {what}", "{what}, {day} March 2026, {at}"])
def test_a_stamp_may_carry_its_date_and_the_headline(line: str) -> None:
    days = {"01:25": 5, "00:10": 5, "23:50": 4, "23:10": 4}
    found = read(page(lambda at, who, what: line.format(at=at, day=days[at], what=what), date=""))
    assert [f"{c.instant:%d %H:%M}" for c in found.clippings if c.instant] == INSTANTS
    assert [c.title for c in found.clippings] == [what for *_, what in ENTRIES]


@pytest.mark.parametrize("line", ["## {} – {}\n", "**{}** {}\n", "{} | {}"])
def test_markdown_is_taken_apart_too(line: str) -> None:
    entries = "\n\n".join(f"{line.format(at, what)}\nThe *tide* held." for at, _, what in ENTRIES)
    found = read(f"# Storm\n\n5 March 2026\n\n{entries}\n", name="storm.md")
    assert [c.title for c in found.clippings] == [what for *_, what in ENTRIES]
    assert [c.paragraphs for c in found.clippings] == [("The *tide* held.",)] * 4


def test_every_word_of_a_line_is_in_one_of_its_two_blocks() -> None:
    text = page(SIGNED["brackets, author, arrows"])
    said = [word for word in text.split() if any(map(str.isalnum, word))]
    blocks = [word for block in read(text).blocks for word in block.text.split() if any(map(str.isalnum, word))]
    assert blocks == said


@pytest.mark.parametrize(
    "text",
    [
        f"The night\nAt 14:20 the boat left the quay.\n{LONG}\nAt 14:40 it came home.\n{LONG}\n",
        f"The night\n14:20 the boat left.\n{LONG}\n14:40 it came home.\n{LONG}\n15:00 all was well.\n{LONG}\n",
        f"The races\n{LONG}\n09:00 Doors open\n10:00 First race\n11:00 Second race\n12:00 Lunch\n{LONG}",
        "The clock\n"
        + "\n".join(f"{at} A boat at sea\n{LONG}" for at in ("14:20", "09:10", "13:30", "10:00", "12:00")),
    ],
    ids=["a time in a sentence", "sentences", "a programme", "no order"],
)
def test_times_that_are_no_stamps_make_no_live_page(text: str) -> None:
    assert read(text).kind != "live"


def test_a_document_that_nearly_is_a_live_page_says_so_with_the_reason() -> None:
    found = read(f"The races\n{LONG}\n09:00 Doors open\n10:00 First race\n11:00 Second race\n12:00 Lunch\n{LONG}")
    (note,) = (note for note in found.guesses if "--kind live" in note.message)
    assert note.line == 3
    assert note.message.startswith("4 lines begin with a time, but no live page was found: most have no text below")
    assert not any("--kind" in note.message for note in read(f"The races\n{LONG}\n09:00 Doors open\n{LONG}").guesses)


def test_an_editor_who_says_that_it_is_a_live_page_is_believed() -> None:
    found = read(f"The races\n{LONG}\n09:00 Doors open\n10:00 First race\n11:00 Last race\n{LONG}", kind="live")
    assert [c.title for c in found.clippings] == ["Doors open", "First race", "Last race"]


@pytest.mark.parametrize(
    ("text", "stamp", "rest"),
    [
        ("14:20 Sun sets on the harbour", "14:20", "Sun sets on the harbour"),
        ("2 p.m. Ferry sails", "2 p.m.", "Ferry sails"),
        ("14:20 GMT – Ferry sails", "14:20 GMT", "Ferry sails"),
        ("Sat 7 March, 14:20: Ferry sails", "Sat 7 March, 14:20", "Ferry sails"),
        ("Ferry sails — 2.30pm", "2.30pm", "Ferry sails"),
    ],
)
def test_a_line_is_parted_where_its_time_ends(text: str, stamp: str, rest: str) -> None:
    line = oneline.read(text)
    assert line is not None
    assert (line.stamp, line.rest) == (stamp, rest)


@pytest.mark.parametrize("text", ["14:20", "00:40, 5 March 2026", "The boat left at 14:20", "4 March 2026", "A b"])
def test_a_line_without_both_is_not_parted(text: str) -> None:
    assert oneline.read(text) is None


def test_headlines_in_capitals_are_no_authors_where_nothing_else_is_the_headline() -> None:
    rows = (("12:14", "Harbour Shut"), ("11:50", "Wind Rises"), ("11:40", "Gates Hold"))
    found = read("Storm\n" + "\n".join(f"{at} {what}\n{LONG}" for at, what in rows))
    assert [(c.title, c.authors) for c in found.clippings] == [(what, ()) for _, what in rows]
    signed = read("Storm\n" + "\n".join(f"{at} {what}\nThe tide at {at[:2]}\n{LONG}" for at, what in rows))
    assert [c.authors for c in signed.clippings] == [(what,) for _, what in rows]
