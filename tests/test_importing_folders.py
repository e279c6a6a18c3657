"""A live page or a collection whose folder was renamed goes on where it stands now, import by import."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import ENTRIES, Desk, live_text
from pressday.importing import ImportOptions

NEWS = ("A tree is down", "21:00, 6 March 2026", "Tam Reyes", ["On the quay road.", "Nobody was under it."])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def rename(desk: Desk, *, named: bool) -> None:
    folder = (desk.folder / "content/live/storm-over-harne").rename(desk.folder / "content/live/storm")
    index = folder / "index.md"
    text = index.read_text("utf-8")
    assert text.startswith("---\nid: storm-over-harne\n")
    if not named:
        index.write_text(text.replace("id: storm-over-harne\n", ""), "utf-8")


def ids(desk: Desk) -> list[str]:
    lines = [line for file in (desk.folder / "content").rglob("*.md") for line in file.read_text("utf-8").splitlines()]
    return sorted(line for line in lines if line.startswith("id: ") and "storm" not in line)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", ["storm.txt", "storm-later.txt"])
def test_the_next_save_of_a_renamed_live_page_goes_into_its_folder(desk: Desk, tmp_path: Path, named, name) -> None:
    desk.put(live_text())
    desk.report()
    before = len(desk.files())
    rename(desk, named=named)
    desk.put(live_text([NEWS, *ENTRIES]), name)
    report = desk.report(desk.folder / "sources" / name)
    assert (report.into, report.count("new")) == ("live/storm", 1)
    assert not (desk.folder / "content/live/storm-over-harne").exists()
    assert len(desk.files()) == before + 1
    # The ids are those that the page would have without the new name.
    other = Desk(tmp_path / "other")
    other.put(live_text())
    other.report()
    other.put(live_text([NEWS, *ENTRIES]), name)
    same = other.report(other.folder / "sources" / name)
    assert [placed.state for placed in report.entries] == [placed.state for placed in same.entries]
    assert ids(desk) == ids(other)
    state = desk.state()
    assert desk.report(desk.folder / "sources" / name).count("new") == 0
    assert desk.state() == state


def test_the_name_that_it_had_still_means_it(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    rename(desk, named=True)
    desk.put(live_text([NEWS], title="Something else"), "else.txt")
    report = desk.report(desk.folder / "sources/else.txt", options=ImportOptions(kind="live", name="storm-over-harne"))
    assert report.into == "live/storm"


@pytest.mark.parametrize("named", [True, False])
def test_another_page_of_the_same_name_is_not_poured_into_it(desk: Desk, named: bool) -> None:
    desk.put(live_text())
    desk.report()
    rename(desk, named=named)
    before = desk.files("content/live/storm")
    desk.put(live_text([NEWS], title="Storm over Harne!"), "other.txt")
    report = desk.report(desk.folder / "sources/other.txt", options=ImportOptions(kind="live"))
    assert report.into == "live/storm-over-harne-2"
    assert desk.files("content/live/storm") == before
    # Both go on as what they are.
    desk.put(live_text([NEWS, *ENTRIES]))
    assert desk.report(desk.folder / "sources/storm.txt").into == "live/storm"
    again = ("Boats are home", "22:10, 6 March 2026", "Nell Harrow", ["Every boat of the fleet is home."])
    desk.put(live_text([again, NEWS], title="Storm over Harne!"), "other.txt")
    assert desk.report(desk.folder / "sources/other.txt").into == "live/storm-over-harne-2"


def test_a_page_that_was_deleted_is_no_page_that_was_renamed(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    for path in (desk.folder / "content/live/storm-over-harne").iterdir():
        path.unlink()
    (desk.folder / "content/live/storm-over-harne").rmdir()
    (desk.folder / "content/live/gale").mkdir()
    (desk.folder / "content/live/gale/index.md").write_text("---\ntitle: A gale\n---\n", "utf-8")
    desk.put(live_text([NEWS, *ENTRIES]))
    assert desk.report().into == "live/storm-over-harne"
    assert desk.files("content/live/gale") == ["index.md"]
