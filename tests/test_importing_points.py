"""A ``points.md`` that an editor has changed goes on getting its sets, and keeps every byte of the editor's."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, Desk, live_text
from pressday.importing import ImportOptions, ImportReport

POINTS = "content/live/storm-over-harne/points.md"
FIRST, SECOND = "## 2026-03-05T00:40:00+00:00", "## 2026-03-05T03:10:00+00:00"
ADDED = f"{SECOND}\n\n- [Ferry back in harbour](2026-03-05-0310-ferry-back-in-harbour.md)\n"
LATER = live_text(NEWER + ENTRIES, points=["Ferry back in harbour"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.put(live_text())
    desk.report()
    return desk


def edit(desk: Desk, old: str, new: str) -> str:
    text = desk.read(POINTS)
    assert old in text
    (desk.folder / POINTS).write_bytes(text.replace(old, new).encode())
    return text.replace(old, new)


def save(desk: Desk, text: str, name: str = "storm.txt") -> ImportReport:
    return desk.report(desk.put(text, name))


def told(report: ImportReport) -> list[str]:
    return [problem.message for problem in report.problems if problem.path == POINTS]


@pytest.mark.parametrize("name", ["storm.txt", "later.txt"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A storm has", "A gale has"),
        (
            "hold](2026-03-05-0005-gates-of-the-lock-hold.md)\n",
            "hold](2026-03-05-0005-gates-of-the-lock-hold.md)\n- M\n",
        ),
        ("Ferry sails at last with forty", "The ferry sails"),
        (FIRST, "<!-- mine -->\n\n" + FIRST),
    ],
)
def test_a_newer_save_adds_its_set_below_what_an_editor_has_changed(desk: Desk, name: str, old: str, new: str) -> None:
    mine = edit(desk, old, new)
    report = save(desk, LATER, name)
    assert desk.read(POINTS) == f"{mine}\n{ADDED}"
    assert told(report) == []
    assert desk.report(desk.folder / "sources" / name).count("unchanged") == 7
    assert desk.read(POINTS) == f"{mine}\n{ADDED}"
    older = live_text(NEWER[2:] + ENTRIES, points=["Lights out in Harne"])
    save(desk, older, "between.txt")
    text = desk.read(POINTS)
    assert text.startswith(mine)
    assert text.endswith(ADDED)
    assert text.count("## ") == 3
    assert "- [Lights out in Harne](2026-03-05-0115-lights-out-in-harne.md)\n\n## " in text


def test_line_ends_and_a_last_line_without_one_are_the_files(desk: Desk) -> None:
    mine = edit(desk, "A storm has", "A gale has").replace("\n", "\r\n").rstrip()
    (desk.folder / POINTS).write_bytes(mine.encode())
    save(desk, LATER)
    added = ADDED.replace("\n", "\r\n")
    assert (desk.folder / POINTS).read_bytes().decode() == f"{mine}\r\n\r\n{added}"


def test_a_set_that_an_editor_deleted_does_not_come_back(desk: Desk) -> None:
    save(desk, LATER)
    mine = edit(desk, f"\n{ADDED}", "")
    desk.report(desk.folder / "sources/storm.txt")
    assert desk.read(POINTS) == mine
    last = ("All is quiet", "04:00", "Tam Reyes", ["The wind has dropped."])
    save(desk, live_text([last, *NEWER, *ENTRIES], points=["Ferry back in harbour"]))
    assert desk.read(POINTS) == mine
    save(desk, live_text([last, *NEWER, *ENTRIES], points=["All is quiet"]))
    assert (
        desk.read(POINTS)
        == f"{mine}\n## 2026-03-05T04:00:00+00:00\n\n- [All is quiet](2026-03-05-0400-all-is-quiet.md)\n"
    )
    desk.report(desk.put(LATER, "old.txt"))
    assert SECOND not in desk.read(POINTS)


def test_a_lead_that_both_have_changed_is_the_editors_and_told_once(desk: Desk) -> None:
    mine = edit(desk, "A storm has", "A gale has")
    report = save(desk, LATER.replace("A storm has", "A hurricane has"))
    assert desk.read(POINTS) == f"{mine}\n{ADDED}"
    assert told(report) == ["was edited: a lead of yours stays as it is, the source has another"]
    assert told(desk.report(desk.folder / "sources/storm.txt")) == []


def test_a_lead_that_the_source_alone_has_changed_is_the_sources(desk: Desk) -> None:
    mine = edit(desk, "Ferry sails at last with forty", "The ferry sails")
    save(desk, LATER.replace("A storm has", "A hurricane has"))
    assert desk.read(POINTS) == f"{mine}\n{ADDED}".replace("A storm has", "A hurricane has")


def test_a_set_that_both_have_changed_is_the_editors_and_told(desk: Desk) -> None:
    mine = edit(desk, "Ferry sails at last with forty", "The ferry sails")
    report = save(desk, live_text(points=["Ferry sails with fifty"]))
    assert desk.read(POINTS) == mine
    assert told(report) == [
        "was edited: the key points of 2026-03-05T00:40:00+00:00 of yours stay as they are, the source has others"
    ]


def test_a_set_that_the_source_alone_has_changed_is_the_sources(desk: Desk) -> None:
    mine = edit(desk, "A storm has", "A gale has")
    save(desk, live_text(points=["Gates of the lock hold", "A point of its own"]))
    text = desk.read(POINTS)
    assert text.startswith(mine.partition("- ")[0])
    assert text.endswith("- A point of its own\n")
    assert text.count("## ") == 1


def test_a_file_that_an_editor_deleted_is_said_to_be_deleted(desk: Desk) -> None:
    (desk.folder / POINTS).unlink()
    assert told(save(desk, LATER)) == ["was deleted and is not brought back"]
    assert not (desk.folder / POINTS).exists()


def test_a_document_that_goes_to_another_page_takes_its_points_there(desk: Desk) -> None:
    before = desk.read(POINTS)
    report = desk.report(desk.folder / "sources/storm.txt", options=ImportOptions(name="winter"))
    assert desk.read("content/live/winter/points.md") == desk.read(POINTS) == before
    assert not [problem for problem in report.problems if "points.md" in problem.path]
