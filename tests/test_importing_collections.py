"""A collection that an import makes has the title that its document gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import Desk
from pressday.importing import ImportOptions

TEASER = "A hall in Marrowby has a thousand of them, and not one is bent, says the woman who keeps the key to it"
PAGE = "\n".join(["Culture in Marrowby", "Spoons", TEASER, "Ines Okafor", "Bells", TEASER, "Quays", TEASER])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def index(desk: Desk) -> Path:
    return desk.folder / "content/linked/culture-in-marrowby/index.md"


def test_a_new_collection_has_its_title_and_its_source(desk: Desk) -> None:
    desk.put(PAGE, "culture.txt")
    report = desk.report(options=ImportOptions(source="The Harne Gazette"))
    assert (report.kind, report.title, report.words.left_out) == ("topic", "Culture in Marrowby", 0)
    assert index(desk).read_text() == (
        "---\nid: culture-in-marrowby\ntitle: Culture in Marrowby\nsource: The Harne Gazette\n---\n"
    )


@pytest.mark.parametrize("edited", ["---\ntitle: Arts\n---\n", None])
def test_one_that_a_person_has_changed_or_deleted_is_left_alone(desk: Desk, edited: str | None) -> None:
    path = desk.put(PAGE, "culture.txt")
    desk.report()
    if edited is None:
        index(desk).unlink()
    else:
        index(desk).write_text(edited)
    for _ in range(2):
        desk.report(path)
        assert (index(desk).read_text() if index(desk).exists() else None) == edited


def test_a_folder_of_cards_that_was_there_before_is_left_as_it_is(desk: Desk) -> None:
    index(desk).parent.mkdir(parents=True)
    (index(desk).parent / "mine.md").write_text("---\ntitle: Mine\ndate: 2026-03-05\n---\n\nA card.\n")
    desk.put(PAGE, "culture.txt")
    desk.report()
    assert not index(desk).exists()


def test_a_page_of_cards_without_a_title_makes_none_up(desk: Desk) -> None:
    desk.put(PAGE.partition("\n")[2], "culture.txt")
    report = desk.report(options=ImportOptions(kind="topic"))
    if not report.title:
        assert not list((desk.folder / "content").rglob("index.md"))
