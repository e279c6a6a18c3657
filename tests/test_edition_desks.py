"""One person has one page, however a byline spells them, from the document to the edition."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importing_samples import Desk
from pressday import config, recognise
from pressday.documents import Block, Document, Item
from pressday.edition.desks import Authors
from pressday.recognise import Hints
from written import SETTINGS, article, composed

PEOPLE = """\
authors:
  - {name: Inès O’Kafor, match: ["I. O'Kafor", "Inès O'Kafor in Harne", Tam Reyes]}
  - {name: Tam Reyes}
"""
NEWSLETTER, _ = config.parse("title: T\nbase_url: https://t.example/\nidentity: t.example,2026\n" + PEOPLE)


@pytest.mark.parametrize(
    "written",
    [
        "Inès O’Kafor",
        "INÈS O'KAFOR",
        unicodedata.normalize("NFD", "Inès O’Kafor"),
        "Ｉｎèｓ O‘Kafor",
        "Inès\u00a0 O\u00adʼKafor",
        "I O'Kafor",
        "i.o’kafor",
        "inès o’kafor IN HARNE",
    ],
)
def test_every_spelling_in_any_form_is_the_one_person(written: str) -> None:
    assert Authors(NEWSLETTER).person(written).name == "Inès O’Kafor"


def test_a_name_of_ones_own_is_nobody_elses_spelling() -> None:
    assert Authors(NEWSLETTER).person("TAM REYES").name == "Tam Reyes"


def test_who_is_not_in_the_settings_stays_as_written() -> None:
    assert Authors(NEWSLETTER).person("Nell HARROW").name == "Nell HARROW"


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Nell Harrow", ["Nell Harrow"]),
        ("By Nell Harrow and I. Okafor", ["Nell Harrow", "Ines Okafor"]),
        ("By Nell Harrow, I. Okafor and Tam Reyes", ["Nell Harrow", "Ines Okafor", "Tam Reyes"]),
        ("By I. OKAFOR, Political editor", ["Ines Okafor"]),
        ("By Ines Okafor in Harne", ["Ines Okafor"]),
    ],
)
def test_an_imported_byline_leads_to_its_people(tmp_path: Path, byline: str, people: list[str]) -> None:
    desk = Desk(tmp_path)
    desk.put(f"The lock is open\n{byline}\n4 March 2026\nAll of Harne came to see the first boat go through.\n")
    desk.report()
    (file,) = (tmp_path / "content").rglob("*.md")
    edition, _ = composed({f"content/articles/2026/{file.name}": file.read_text()})
    assert [author.person.name for author in edition.authors] == sorted(people, key=str.casefold)


@pytest.mark.parametrize(
    ("authors", "people"),
    [
        (("Nell Harrow and Tam Reyes",), ("Nell Harrow", "Tam Reyes")),
        (("By Nell Harrow, Political editor",), ("Nell Harrow",)),
        (("Nell Harrow", "Nell Harrow, reporter"), ("Nell Harrow",)),
        (("Smith and Sons",), ("Smith and Sons",)),
        (("harbour.desk",), ("harbour.desk",)),
        (("Gazette",), ("Gazette",)),
    ],
)
def test_what_a_format_names_as_one_author_may_be_several(authors: tuple[str, ...], people: tuple[str, ...]) -> None:
    blocks = (Block("Open", 1, "Open", role="headline"), Block("The lock is open.", 2, "The lock is open."))
    item = Item("article", 0, 2, title="Open", authors=authors)
    hints = Hints(NEWSLETTER.zone, datetime(2026, 3, 6, tzinfo=UTC))
    found = recognise.recognise(Document("x.html", "html", blocks, "1", items=(item,)), hints)
    assert found is not None
    assert found.clippings[0].authors == people


def test_two_spellings_in_one_header_stand_once() -> None:
    edition, _ = composed(
        {"content/articles/2026/2026-11-20-a.md": article(authors="[I. Okafor, INES OKAFOR]")}, settings=SETTINGS
    )
    assert edition.entries[0].authors == ("Ines Okafor",)
