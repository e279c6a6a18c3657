"""What a format tells of its lines goes before what they look like: instants, roles, addresses."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pressday.documents import Block, BlockRole, Document, Item
from pressday.recognise import Found, Hints, recognise

LONG = "The harbour master said on the quay that nobody had seen such a tide for many years, and that more would come."
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
AT = datetime(2026, 3, 5, 14, 20, tzinfo=UTC)


def found_in(*blocks: Block, items: tuple[Item, ...] = (), page: tuple[Block, ...] = ()) -> Found:
    document = Document("page.html", "html", blocks, "0", items=items, page=page)
    found = recognise(document, Hints(ZoneInfo("Europe/London"), NOW))
    assert found is not None
    return found


def line(text: str, role: BlockRole = "", at: datetime | None = None, url: str = "", number: int = 1) -> Block:
    return Block(text, number, text, role=role, instant=at, url=url)


def ago(count: int) -> list[Block]:
    made = []
    for number in range(count):
        made += [
            line(f"{number + 12} min ago", at=AT - timedelta(minutes=number)),
            line(f"Headline of {number}", "headline", url=f"https://gazette.example/live#{number}"),
            line("Nell Harrow", "byline"),
            line(LONG),
        ]
    return made


def test_an_instant_is_a_stamp_whatever_its_line_reads() -> None:
    found = found_in(line("Storm over Harne", "title"), *ago(3))
    assert found.kind == "live"
    assert [c.instant for c in found.clippings] == [AT, AT - timedelta(minutes=1), AT - timedelta(minutes=2)]
    first = found.clippings[0]
    assert (first.title, first.authors, first.url) == (
        "Headline of 0",
        ("Nell Harrow",),
        "https://gazette.example/live#0",
    )
    assert all(c.guessed == () and c.paragraphs == (LONG,) for c in found.clippings)


def test_an_instant_wins_over_the_time_that_is_written_and_keeps_its_author() -> None:
    blocks = [
        block
        for number in range(3)
        for block in (
            line(f"1{number}:00 Nell Harrow", at=AT + timedelta(hours=number)),
            line(f"Headline of {number}"),
            line(LONG),
        )
    ]
    found = found_in(line("Storm"), *blocks)
    assert [(c.instant, c.authors) for c in found.clippings] == [
        (AT + timedelta(hours=number), ("Nell Harrow",)) for number in range(3)
    ]


def test_furniture_is_furniture_wherever_the_format_says_so() -> None:
    sentence = line("This sentence is part of the banner.", "furniture")
    found = found_in(line("Storm"), sentence, *ago(3), sentence)
    texts = [b.text for part in found.parts if part.role == "furniture" for b in found.blocks[part.first : part.last]]
    assert texts == [sentence.text, sentence.text]
    assert found.lead == ()


def test_headlines_that_lead_elsewhere_on_other_days_are_cards() -> None:
    blocks = [
        block
        for number in range(4)
        for block in (
            line(f"Headline of {number}", "headline", url=f"https://gazette.example/{number}"),
            line("a while ago", at=AT - timedelta(days=number)),
            line(f"Teaser {number}: {LONG}"),
        )
    ]
    found = found_in(line("Harbours", "title"), *blocks)
    assert found.kind == "topic"
    assert [(c.title, c.url, c.instant) for c in found.clippings] == [
        (f"Headline of {number}", f"https://gazette.example/{number}", AT - timedelta(days=number))
        for number in range(4)
    ]


def test_a_page_that_is_more_than_the_article_found_in_it_is_a_live_page() -> None:
    whole = (line("Storm over Harne", "title"), *ago(4))
    article = Item("article", 0, 2, "Storm over Harne")
    found = found_in(line("Storm over Harne", "headline"), line(LONG), items=(article,), page=whole)
    assert (found.kind, len(found.clippings)) == ("live", 4)
    found = found_in(line("The lock", "headline"), line(LONG), items=(article,), page=(line("The lock"), line(LONG)))
    assert (found.kind, found.clippings[0].title) == ("article", "Storm over Harne")


def test_items_that_are_no_article_are_what_they_are() -> None:
    blocks = (line("Watch: One thing", "headline"), line(LONG), line("Two things", "headline"), line("Two things"))
    items = (Item("card", 0, 2, "Watch: One thing"), Item("card", 2, 4, "Two things", slug="two"))
    found = found_in(*blocks, items=items, page=(line("Storm"), *ago(3)))
    assert found.kind == "topic"
    assert [(c.kicker, c.title) for c in found.clippings] == [("Watch", "One thing"), ("", "Two things")]
    roles = {block.text: part.role for part in found.parts for block in found.blocks[part.first : part.last]}
    assert roles["Watch"] == "kicker"
    assert found.clippings[1].paragraphs == ()


@pytest.mark.parametrize(
    "text",
    [
        "by " * 4000,
        "14:20 " * 3000,
        "Nell Harrow, " * 2000,
        "1 " * 8000,
        "a: " * 5000,
        "... " * 5000,
        "writes:" * 3000,
        "12 min read " * 2000,
        "[a](" * 4000,
        "-" * 20000,
        ("5 March 2026, " * 8)[:118],
        "Nell Harrow writes " * 6 + ":",
    ],
)
def test_no_line_takes_long_to_understand(text: str) -> None:
    began = time.perf_counter()
    found_in(*[line(text, number=number) for number in range(40)])
    assert time.perf_counter() - began < 5
