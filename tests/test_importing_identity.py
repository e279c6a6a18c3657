"""An entry stays itself whatever is corrected in it, and an older save takes nothing back."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, Desk, live_text
from pressday.importing import ImportOptions


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


LONG = "A gale was blowing from the west all night long, and nobody in the harbour of Harne had any sleep before noon."
LOCK = ("The lock", "21:00, 4 March 2026", "Tam Reyes", [LONG])


@pytest.mark.parametrize(
    "now",
    [
        ("The great lock", *LOCK[1:]),
        ("The lock", "21:05, 4 March 2026", *LOCK[2:]),
        (*LOCK[:3], [LONG.replace("nobody", "hardly anybody")]),
        ("The great lock", "21:05, 4 March 2026", "Ines Okafor", [LONG]),
        ("The great lock", "21:05, 4 March 2026", "Tam Reyes", [LONG.replace("nobody", "hardly anybody")]),
    ],
    ids=["headline", "time", "text", "all but the text", "all"],
)
def test_a_corrected_entry_is_the_entry_that_it_was(desk: Desk, now: tuple[str, str, str, list[str]]) -> None:
    desk.put(live_text([*ENTRIES, LOCK]))
    desk.report()
    files = desk.files()
    desk.put(live_text([*NEWER, *ENTRIES, now]), "later.txt")
    report = desk.report()
    assert (report.count("new"), report.count("changed"), report.count("unchanged")) == (3, 1, 4)
    assert len(desk.files()) == len(files) + 3
    assert f"title: {now[0]}\n" in "".join(desk.read(f"content/{path}") for path in files)


def test_another_entry_of_much_the_same_words_a_day_later_is_another(desk: Desk) -> None:
    desk.put(live_text([*ENTRIES, LOCK]))
    desk.report()
    again = ("The lock again", "21:00, 6 March 2026", "Tam Reyes", [LONG.replace("nobody", "hardly anybody")])
    desk.put(live_text([again, *ENTRIES]), "later.txt")
    assert desk.report().count("new") == 1


@pytest.mark.parametrize("name", ["an-hour-earlier.txt", "zz-earlier.txt"])
def test_an_older_save_takes_no_correction_back(desk: Desk, name: str) -> None:
    desk.put(live_text(NEWER + ENTRIES).replace("A gale", "A storm"))
    desk.report()
    before = desk.state()
    desk.put(live_text(NEWER[1:] + ENTRIES), name)
    report = desk.report()
    after = {path: state for path, state in desk.state().items() if not path.endswith("points.md")}
    assert (report.count("unchanged"), after) == (6, {path: before[path] for path in after})
    assert "a newer save says otherwise" in {left.reason for left in report.left_out}


def test_the_same_bytes_named_again_take_nothing_back(desk: Desk) -> None:
    first = desk.put(live_text(NEWER + ENTRIES), "first.txt")
    desk.report()
    desk.put(live_text(NEWER + ENTRIES).replace("A gale", "A storm"), "second.txt")
    assert desk.report().count("changed") == 1
    before = desk.state()
    assert desk.report(first).count("unchanged") == 7
    assert desk.state() == before


def test_a_file_whose_header_is_broken_waits_until_it_is_mended(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    path = desk.entry("Wind rises")
    whole = path.read_text()
    path.write_text(whole.replace("title: Wind", "title: [Wind").replace("date:", "date: ["))
    broken = path.read_bytes()
    desk.put(live_text().replace("A gale", "A storm"))
    report = desk.report()
    assert path.read_bytes() == broken
    assert (report.count("yours"), report.count("new")) == (1, 0)
    assert any("header that cannot be read" in problem.message for problem in report.problems)
    path.write_text(whole)
    assert desk.report().count("changed") == 1
    assert path.read_text() == whole.replace("A gale", "A storm")


def test_a_file_keeps_its_line_ends(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    path = desk.entry("Ferry sails at last")
    text = path.read_text().replace("It was cheered.", "Mine.")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    desk.put(live_text().replace("forty", "fifty"))
    assert desk.report().count("merged") == 1
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.replace("forty", "fifty").replace("\n", "\r\n").encode()


def test_a_source_that_is_named_later_reaches_edited_files_too(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    file = desk.entry("Ferry sails at last")
    file.write_text(
        file.read_text().replace("It was cheered.", "Mine.").replace("topics: [ferries]", "topics:\n- mine")
    )
    desk.report(path, options=ImportOptions(source="The Harne Gazette"))
    text = file.read_text()
    assert text.endswith(
        "topics:\n- mine\nsource: The Harne Gazette\n---\n\nThe ferry left the quay with forty on board.\n\nMine.\n"
    )
    assert "source: The Harne Gazette" in desk.entry("Wind rises").read_text()


def test_what_the_editor_deleted_stays_deleted_in_every_later_save(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    desk.entry("Wind rises").unlink()
    desk.put(live_text(NEWER + ENTRIES).replace("A gale", "A storm"), "later.txt")
    report = desk.report()
    assert (report.count("deleted"), report.count("new")) == (1, 3)
    assert not [name for name in desk.files() if "wind" in name]


def test_half_of_a_pages_entries_make_a_new_file_one_of_its_saves(desk: Desk) -> None:
    desk.put(live_text(title="Storm over Harne"))
    desk.report()
    desk.put(live_text(NEWER + ENTRIES[:2], title="What we know now"), "unlike.txt")
    assert desk.report().into == "live/storm-over-harne"
    other = [
        (f"{headline} elsewhere", stamp, author, [f"Of {stamp} nothing is known in Harne."])
        for headline, stamp, author, _ in NEWER
    ]
    desk.put(live_text([*other, *ENTRIES[:1]], title="Another matter"), "another.txt")
    assert desk.report().into == "live/another-matter"


def test_topics_that_a_person_gave_are_never_taken_for_an_imports(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    file = desk.entry("Ferry sails at last")
    before = desk.read("ledger/imports/storm.txt.yaml")
    file.write_text(file.read_text().replace("topics: [ferries]", "topics: [mine]"))
    desk.report(path)
    assert desk.read("ledger/imports/storm.txt.yaml") == before
    desk.put(live_text().replace("forty", "fifty"))
    assert desk.report().count("changed") == 1
    assert "topics: [mine]\n" in file.read_text()
    after = [line for line in desk.read("ledger/imports/storm.txt.yaml").splitlines() if "ferry" in line]
    (was,) = (line for line in before.splitlines() if "ferry" in line)
    assert was[was.index("topics=") :][:17] in after[0]


def test_a_comment_and_the_gaps_of_a_file_stay_when_a_correction_is_taken(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    file = desk.entry("Ferry sails at last")
    text = file.read_text().replace("authors:", "# Ask Tam.\nauthors:").replace("\n\nIt was", "\n\n\nIt was")
    file.write_text(text)
    desk.put(live_text().replace("forty", "fifty"))
    desk.report()
    assert file.read_text() == text.replace("forty", "fifty")
