"""A document becomes content files once, and again without harm to what an editor did to them."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, NOW, Desk, live_text
from pressday import readers
from pressday.documents import Document
from pressday.importing import ImportOptions, Tree
from pressday.problems import Problem

LIVE = "content/live/storm-over-harne"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "newsletter"
    folder.mkdir()
    return Desk(folder)


def test_a_live_page_becomes_its_files(desk: Desk) -> None:
    desk.put(live_text())
    report = desk.report()
    assert (report.kind, report.title, report.into) == ("live", "Storm over Harne", "live/storm-over-harne")
    assert desk.files() == [
        "live/storm-over-harne/2026-03-04-2210-waves-over-the-mole.md",
        "live/storm-over-harne/2026-03-04-2350-wind-rises.md",
        "live/storm-over-harne/2026-03-05-0005-gates-of-the-lock-hold.md",
        "live/storm-over-harne/2026-03-05-0040-ferry-sails-at-last.md",
        "live/storm-over-harne/index.md",
        "live/storm-over-harne/points.md",
    ]
    text = desk.entry("Ferry sails at last").read_text()
    assert text.startswith("---\nid: 0305-0040-")
    assert text.partition("\n")[2].partition("\n")[2] == (
        "title: Ferry sails at last\ndate: 2026-03-05T00:40:00+00:00\nauthors: [Tam Reyes]\ntopics: [ferries]\n---\n\n"
        "The ferry left the quay with forty on board.\n\nIt was cheered.\n"
    )
    assert desk.read(f"{LIVE}/index.md") == "---\nid: storm-over-harne\ntitle: Storm over Harne\n---\n"
    assert desk.read(f"{LIVE}/points.md") == (
        "A storm has reached the harbour of Harne and is not expected to leave before noon.\n\n"
        "## 2026-03-05T00:40:00+00:00\n\n"
        "- [Ferry sails at last with forty](2026-03-05-0040-ferry-sails-at-last.md)\n"
        "- [Gates of the lock hold](2026-03-05-0005-gates-of-the-lock-hold.md)\n"
    )


def test_the_report_is_printed_a_line_a_thing(desk: Desk) -> None:
    desk.put(live_text())
    lines = desk.report().lines()
    assert lines[0] == "sources/storm.txt: live page “Storm over Harne” in content/live/storm-over-harne: 4 new"
    assert lines[1].endswith("2 left out")
    assert lines[2] == "  left out: line 3: Key points (the name of the box of key points)"
    assert lines[3].startswith("  guess: line 7: the first 2 entries have no date; taken as Thursday 5 March 2026")


def test_importing_again_changes_no_byte_and_no_time(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    content, ledgers = desk.state(), desk.state("ledger")
    report = desk.report(path, now=NOW + timedelta(days=3))
    assert report.count("unchanged") == 4
    assert (desk.state(), desk.state("ledger")) == (content, ledgers)


def test_without_names_only_what_is_new_or_changed_is_imported(desk: Desk) -> None:
    desk.put(live_text())
    desk.put("The lock is open\nIt opened.\n", "lock.txt")
    assert [report.document for report in desk.run().reports] == ["sources/lock.txt", "sources/storm.txt"]
    assert desk.run().reports == ()
    desk.put(live_text(NEWER + ENTRIES))
    assert [report.document for report in desk.run().reports] == ["sources/storm.txt"]


@pytest.mark.parametrize("name", ["storm.txt", "storm-at-three.txt"])
def test_a_newer_save_adds_exactly_what_is_new(desk: Desk, name: str) -> None:
    desk.put(live_text(title=""))
    desk.report()
    before = desk.state()
    desk.put(live_text(NEWER + ENTRIES, title=""), name)
    report = desk.report()
    after = desk.state()
    assert report.count("new") == 3
    assert report.into == "live/ferry-sails-at-last"
    added = [Path(path).name for path in after if path not in before]
    assert added == [
        "2026-03-05-0115-lights-out-in-harne.md",
        "2026-03-05-0230-two-boats-adrift.md",
        "2026-03-05-0310-ferry-back-in-harbour.md",
    ]
    changed = [Path(path).name for path in before if after[path] != before[path]]
    assert changed == []


def test_newer_key_points_are_a_new_set_and_the_lead_is_replaced(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    newer = live_text(NEWER + ENTRIES, points=["Ferry back in harbour", "Gates of the lock hold"])
    desk.put(newer.replace("A storm has reached", "A gale has left"))
    desk.report()
    text = desk.read(f"{LIVE}/points.md")
    assert text.startswith("A gale has left")
    assert [line for line in text.splitlines() if line.startswith(("## ", "- "))] == [
        "## 2026-03-05T00:40:00+00:00",
        "- [Ferry sails at last with forty](2026-03-05-0040-ferry-sails-at-last.md)",
        "- [Gates of the lock hold](2026-03-05-0005-gates-of-the-lock-hold.md)",
        "## 2026-03-05T03:10:00+00:00",
        "- [Ferry back in harbour](2026-03-05-0310-ferry-back-in-harbour.md)",
        "- [Gates of the lock hold](2026-03-05-0005-gates-of-the-lock-hold.md)",
    ]


def test_points_that_an_editor_changed_are_left_as_they_are(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    points = desk.folder / LIVE / "points.md"
    points.write_text(points.read_text() + "- Mine\n")
    mine = points.read_text()
    desk.put(live_text(NEWER + ENTRIES, points=["Ferry back in harbour"]))
    desk.report()
    assert points.read_text().startswith(f"{mine}\n## 2026-03-05T03:10:00+00:00\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It was cheered.", "It was booed."),
        ("title: Ferry sails", "title: A ferry sails"),
        ("---\n\n", "draft: true\n---\n\n"),
    ],
)
def test_what_an_editor_changed_stays_and_what_the_source_changed_is_taken(desk: Desk, old: str, new: str) -> None:
    desk.put(live_text())
    desk.report()
    path = desk.entry("Ferry sails at last")
    path.write_text(path.read_text().replace(old, new, 1))
    mine = path.read_text()
    desk.put(live_text().replace("forty on board", "fifty on board"))
    report = desk.report()
    assert path.read_text() == mine.replace("forty on board", "fifty on board")
    (merged,) = (entry for entry in report.entries if entry.state == "merged")
    assert (merged.path, merged.waits) == (path.relative_to(desk.folder).as_posix(), ())
    assert any(line.startswith(f"  merged: {merged.path}") for line in report.lines())
    after = desk.state()
    report = desk.report(desk.folder / "sources/storm.txt")
    assert (report.count("yours") + report.count("unchanged"), desk.state()) == (4, after)


def test_a_file_that_an_editor_deleted_is_not_brought_back(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    desk.entry("Wind rises").unlink()
    desk.report(path)
    desk.put(live_text(NEWER + ENTRIES))
    report = desk.report()
    assert report.count("deleted") == 1
    assert not [name for name in desk.files() if "wind-rises" in name]
    assert any("is not brought back" in line for line in report.lines())
    assert {left.reason for left in report.left_out} == {
        "the name of the box of key points",
        "you have deleted the file",
    }


def test_a_file_that_an_editor_renamed_is_known_by_its_id(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    file = desk.entry("Wind rises")
    file.rename(file.with_name("2026-03-04-2350-gale.md"))
    before = desk.state()
    assert desk.report(path).count("unchanged") == 4
    assert desk.state() == before


def test_the_editors_index_is_written_once(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    index = desk.folder / LIVE / "index.md"
    index.write_text("---\ntitle: The great storm\n---\n\nMine.\n")
    desk.report(path)
    assert index.read_text().endswith("Mine.\n")
    index.unlink()
    desk.report(path)
    assert not index.exists()


def test_a_correction_at_the_source_reaches_a_file_that_nobody_edited(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    file = desk.entry("Wind rises")
    id_line = file.read_text().splitlines()[1]
    desk.put(live_text().replace("Wind rises", "Wind rises to a storm").replace("a gale", "a storm"))
    report = desk.report()
    assert (report.count("changed"), report.count("new")) == (1, 0)
    text = file.read_text()
    assert text.splitlines()[1:3] == [id_line, "title: Wind rises to a storm"]


def test_an_entry_whose_time_was_corrected_stays_itself(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    file = desk.entry("Wind rises")
    desk.put(live_text().replace("23:50", "23:45"))
    report = desk.report()
    assert (report.count("changed"), report.count("new")) == (1, 0)
    assert "date: 2026-03-04T23:45:00+00:00" in file.read_text()


def test_entries_that_a_document_no_longer_has_stay_and_are_counted(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    before = desk.files()
    desk.put(live_text(ENTRIES[:2]))
    report = desk.report()
    assert report.gone == 2
    assert desk.files() == before


def test_two_entries_of_one_name_are_two_files(desk: Desk) -> None:
    twice = [*ENTRIES[:1], (ENTRIES[0][0], "00:40", "Ines Okafor", ["Another text of the same minute."]), *ENTRIES[1:]]
    path = desk.put(live_text(twice))
    desk.report()
    names = [Path(name).name for name in desk.files() if "ferry-sails" in name]
    assert names == ["2026-03-05-0040-ferry-sails-at-last-2.md", "2026-03-05-0040-ferry-sails-at-last.md"]
    ids = {(desk.folder / LIVE / name).read_text().splitlines()[1] for name in names}
    assert len(ids) == 2
    before = desk.state()
    desk.report(path)
    assert desk.state() == before


def test_the_same_document_gives_the_same_files_on_another_machine(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    for one in (desk, other):
        one.put(live_text())
        one.report()
    assert [data for data, _ in desk.state().values()] == [data for data, _ in other.state().values()]
    assert desk.read("ledger/imports/storm.txt.yaml") == other.read("ledger/imports/storm.txt.yaml")


class Killed(BaseException):
    """Stands for a process that is gone."""


def kill_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Ends the process at the *number*-th file that it would put into its place, counted from 1."""
    replace, left = os.replace, [number]

    def dying(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        replace(source, target)

    monkeypatch.setattr(os, "replace", dying)


def survives(desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int) -> bool:
    """Whether an import that is killed at that write comes to its end all the same."""
    with monkeypatch.context() as patch:
        kill_at(patch, number)
        try:
            desk.report()
        except Killed:
            return False
    return True


def test_an_import_that_was_killed_at_any_write_is_completed_without_a_duplicate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def desk(name: str) -> Desk:
        made = Desk(tmp_path / name)
        made.folder.mkdir()
        made.put(live_text(title=""))
        return made

    whole = desk("whole")
    whole.report()
    expected = {path: data for path, (data, _) in whole.state(".").items()}
    # Every file but the document, which was there; the ledger twice.
    for number in range(1, len(expected) + 1):
        broken = desk(f"broken{number}")
        assert not survives(broken, monkeypatch, number)
        broken.report(now=NOW + timedelta(days=1))
        assert {path: data for path, (data, _) in broken.state(".").items() if path[-5:] != ".part"} == expected
    assert survives(desk("last"), monkeypatch, len(expected) + 1)


@pytest.mark.parametrize("name", ["storm.txt", "storm-at-three.txt"])
def test_a_newer_save_completes_an_import_that_was_killed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    desk.put(live_text(title=""))
    assert not survives(desk, monkeypatch, 5)
    desk.put(live_text(NEWER + ENTRIES, title=""), name)
    desk.run()
    assert len([path for path in desk.files() if path[-8:] not in ("index.md", "oints.md")]) == 7


def test_an_article_without_a_date_that_was_killed_is_not_made_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("The lock is open\nIt opened.\nAll came.\n", "lock.txt")
    assert not survives(desk, monkeypatch, 3)
    desk.report(now=NOW + timedelta(days=2))
    assert desk.files() == ["articles/2026/2026-03-06-the-lock-is-open.md"]


def test_a_new_york_newsletter_reads_a_london_document_by_londons_clock(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "America/New_York")
    path = desk.put(live_text().replace("4 March 2026", "1 July 2026"))
    desk.report(options=ImportOptions(timezone="Europe/London"))
    assert "date: 2026-07-01T19:40:00-04:00" in desk.entry("Ferry sails at last").read_text()
    assert desk.entry("Ferry sails at last").name == "2026-07-01-1940-ferry-sails-at-last.md"
    assert desk.entry("Ferry sails at last").read_text().startswith("---\nid: 0701-1940-")
    before = desk.state()
    assert desk.report(path).timezone == "Europe/London"  # as the first time
    desk.put(live_text(NEWER + ENTRIES).replace("4 March 2026", "1 July 2026"), "later.txt")
    assert desk.report().timezone == "Europe/London"  # as the page's other documents
    assert {path: state for path, state in desk.state().items() if path in before} == before


def test_a_document_without_a_date_keeps_the_one_that_stood_in(desk: Desk) -> None:
    path = desk.put(live_text().replace(", 4 March 2026", ""))
    report = desk.report()
    assert "guessed: [date]" in desk.entry("Wind rises").read_text()
    assert any("no date" in note.message for note in report.guesses)
    before = desk.state()
    desk.report(path, now=NOW + timedelta(days=9))
    assert desk.state() == before


def test_the_editor_names_date_page_and_source(desk: Desk) -> None:
    desk.put(live_text().replace(", 4 March 2026", ""))
    options = ImportOptions(date=date(2026, 2, 2), name="../../Great Storm", source="The Harne Gazette")
    report = desk.report(options=options)
    assert report.into == "live/great-storm"
    text = desk.entry("Ferry sails at last").read_text()
    assert "date: 2026-02-02T00:40:00+00:00" in text
    assert "source: The Harne Gazette" in text
    assert "guessed" not in text


def test_what_the_editor_names_must_be_there(desk: Desk) -> None:
    desk.put(live_text())
    outcome = desk.run(options=ImportOptions(source="The Times of Harne", timezone="Harne/Quay"))
    assert outcome.failed
    assert len(outcome.problems) == 2
    assert desk.files() == []


def test_a_document_whose_source_is_not_named_is_asked_about(desk: Desk) -> None:
    path = desk.put(live_text())
    assert any("whose work" in problem.message for problem in desk.report().problems)
    assert not desk.report(path, options=ImportOptions(source="The Harne Gazette")).problems


def test_an_article_is_dated_and_filed_by_its_year(desk: Desk) -> None:
    path = desk.put("The lock is open\nBy Ines Okafor\n4 July 2026, 14:20\nIt opened.\nAll came.\n", "lock.txt")
    report = desk.report()
    assert desk.files() == ["articles/2026/2026-07-04-the-lock-is-open.md"]
    assert report.words.left_out == 0
    before = desk.state()
    assert desk.report(path).count("unchanged") == 1
    assert desk.state() == before


@pytest.mark.parametrize(
    "place", ["2026/2026-07-04-the-lock-is-open/index.md", "2026/2026-07-04-gates.md", "locks/gates/2026-07-04.md"]
)
@pytest.mark.parametrize("edited", [False, True])
def test_an_article_that_an_editor_moved_is_known_by_its_id(desk: Desk, place: str, edited: bool) -> None:
    path = desk.put("The lock is open\n4 July 2026, 14:20\nIt opened.\n", "lock.txt")
    desk.report()
    there = desk.folder / "content/articles" / place
    there.parent.mkdir(parents=True, exist_ok=True)
    desk.entry("The lock is open").rename(there)
    if edited:
        there.write_text(there.read_text() + "\n![The lock](lock.jpg)\n")
    before = desk.state()
    report = desk.report(path)
    assert [(entry.state, entry.path) for entry in report.entries] == [
        ("yours" if edited else "unchanged", f"content/articles/{place}")
    ]
    assert desk.state() == before
    there.unlink()
    assert desk.report(path).count("deleted") == 1


def test_an_article_has_no_page_to_go_into(desk: Desk) -> None:
    desk.put("The lock is open\nIt opened.\n", "lock.txt")
    outcome = desk.run(options=ImportOptions(name="storm"))
    (problem,) = outcome.problems
    assert (problem.severity, problem.path) == ("error", "sources/lock.txt")
    assert "storm" in problem.message
    assert "--kind live" in problem.hint
    assert desk.files() == []


def test_a_column_with_the_same_headline_every_week_is_an_article_every_week(desk: Desk) -> None:
    for week, day in enumerate(("6 March 2026", "13 March 2026")):
        desk.put(f"From the quay\n{day}\nText of week {week} of the column.\n", f"week{week}.txt")
    desk.run()
    assert desk.files() == [
        "articles/2026/2026-03-06-from-the-quay.md",
        "articles/2026/2026-03-13-from-the-quay.md",
    ]


def test_documents_from_elsewhere_are_copied_into_sources(desk: Desk, tmp_path: Path) -> None:
    away = tmp_path / "downloads"
    (away / "sub").mkdir(parents=True)
    (away / "a.txt").write_text("One headline\nText.\n")
    (away / "sub/b.md").write_text("# Two headlines\n\nText.\n")
    (away / ".hidden.txt").write_text("No\nNo.\n")
    outcome = desk.run(away)
    assert [report.document for report in outcome.reports] == ["sources/downloads/a.txt", "sources/downloads/sub/b.md"]
    assert desk.files("sources") == ["downloads/a.txt", "downloads/sub/b.md"]
    assert desk.files("ledger") == ["imports/downloads%2Fa.txt.yaml", "imports/downloads%2Fsub%2Fb.md.yaml"]
    assert desk.run().reports == ()


def test_one_bad_document_stops_none_of_the_others(desk: Desk, tmp_path: Path) -> None:
    desk.put(b"", "empty.txt")
    desk.put(b"\xd0\xcf\x11\xe0", "letter.doc")
    desk.put(live_text())
    (desk.folder / "sources/folder.txt").mkdir()
    outcome = desk.run()
    assert [report.document for report in outcome.reports] == ["sources/storm.txt"]
    assert [problem.path for problem in outcome.problems if problem.severity == "error"] == [
        "sources/empty.txt",
        "sources/letter.doc",
    ]
    missing, hollow = tmp_path / "missing.txt", tmp_path / "hollow"
    hollow.mkdir()
    outcome = desk.run(missing, hollow)
    assert [problem.path for problem in outcome.problems] == [str(missing), str(hollow)]


@pytest.mark.parametrize(("fault", "told"), [(RecursionError, "nested too deeply"), (MemoryError, "memory")])
def test_a_document_that_is_too_much_for_a_reader_stops_none_of_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], told: str
) -> None:
    desk.put("The lock is open\nIt opened.\n", "deep.txt")
    desk.put(live_text())
    read = readers.read

    def fails(data: bytes, name: str, *more: object) -> tuple[Document, list[Problem]]:
        if name == "deep.txt":
            raise fault
        return read(data, name)

    monkeypatch.setattr(readers, "read", fails)
    outcome = desk.run()
    assert [report.document for report in outcome.reports] == ["sources/storm.txt"]
    (error,) = (problem for problem in outcome.problems if problem.severity == "error")
    assert error.path == "sources/deep.txt"
    assert told in error.message


def test_a_fault_of_the_program_is_not_taken_for_one_of_the_document(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put(live_text())
    monkeypatch.setattr(readers, "read", lambda data, name, *more: {}["no such"])
    with pytest.raises(KeyError):
        desk.run()


def test_an_unreadable_document_is_a_problem(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put(live_text())

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    outcome = desk.run()
    assert [problem.path for problem in outcome.problems] == ["sources/storm.txt"]
    assert "Permission denied" in outcome.problems[0].message


def test_warnings_of_a_reader_stand_at_their_line(desk: Desk) -> None:
    desk.put(live_text().encode().replace(b"cheered", b"chee\x00red"))
    report = desk.report()
    assert [(p.path, p.line) for p in report.problems if p.severity == "warning"] == [("sources/storm.txt", 9)]


def test_hostile_names_write_nowhere_but_here(desk: Desk, tmp_path: Path) -> None:
    headline = "../../../etc/passwd " + "w" * 300
    desk.put(live_text([(headline[:60], *ENTRIES[0][1:]), *ENTRIES[1:]]), "x" * 240 + ".txt")
    desk.report()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["newsletter"]
    assert all(len(Path(name).name.encode()) < 120 for name in desk.files())


def test_a_content_folder_that_leads_elsewhere_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (desk.folder / "content").symlink_to(tmp_path / "away")
    desk.put(live_text())
    outcome = desk.run()
    assert outcome.failed
    assert list((tmp_path / "away").iterdir()) == []


def test_a_damaged_ledger_is_told_at_its_line_and_nothing_is_written(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    ledger = desk.folder / "ledger/imports/storm.txt.yaml"
    ledger.write_text(ledger.read_text().replace("entries:\n", "entries:\n<<<<<<< HEAD\n"))
    before = desk.state()
    outcome = desk.run(path)
    (problem,) = outcome.problems
    assert (problem.path, outcome.reports) == ("ledger/imports/storm.txt.yaml", ())
    assert problem.line > 1
    assert desk.state() == before


def test_progress_is_told_before_each_document(desk: Desk) -> None:
    desk.put(live_text())
    desk.put("The lock is open\nIt opened.\n", "lock.txt")
    told: list[tuple[int, int, str]] = []
    desk.run(progress=lambda *step: told.append(step))
    assert told == [(0, 2, "sources/lock.txt"), (1, 2, "sources/storm.txt")]


def test_a_symbolic_link_in_sources_is_a_document_and_stays_a_link(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "away.txt").write_text(live_text())
    (desk.folder / "sources").mkdir()
    link = desk.folder / "sources/storm.txt"
    link.symlink_to(tmp_path / "away.txt")
    assert desk.report(link).document == "sources/storm.txt"
    assert link.is_symlink()


def test_what_is_no_file_is_a_problem(desk: Desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    outcome = desk.run(tmp_path / "pipe.txt")
    assert "is not a file" in outcome.problems[0].message


def test_another_storm_is_another_page(desk: Desk) -> None:
    desk.put(live_text(title=""))
    desk.report()
    headline, _, *rest = ENTRIES[0]
    other = [(f"{before} once more", *others) for before, *others in NEWER]
    desk.put(live_text([(headline, "04:20", *rest), *other], title=""), "other.txt")
    assert desk.report().into == "live/ferry-sails-at-last-2"


def test_a_page_is_joined_by_name(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    desk.put(live_text(NEWER, title="Storm: the morning"), "morning.txt")
    report = desk.report(desk.folder / "sources/morning.txt", options=ImportOptions(name="storm-over-harne"))
    assert report.into == "live/storm-over-harne"
    assert len(desk.files("content/live")) == 4 + 3 + 2


def test_an_editors_own_entry_beside_the_imported_ones_is_left_alone(desk: Desk) -> None:
    path = desk.put(live_text())
    desk.report()
    own = desk.folder / LIVE / "2026-03-05-0100-mine.md"
    own.write_text("---\ntitle: Mine\ndate: 2026-03-05T01:00:00+00:00\n---\n\nMine.\n")
    broken = desk.folder / LIVE / "2026-03-05-0101-draft.md"
    broken.write_text("---\ntitle: [Not\n---\n")
    before = desk.state()
    desk.report(path)
    assert desk.state() == before


def test_cards_are_written_once_with_their_collections_topic(desk: Desk) -> None:
    teaser = "The old lock at Harne has stood for a century and more, and the crew that came to mend it found below"
    lines = ["Ferries", "One ferry", teaser, "Ines Okafor", "Two boats", teaser, "Three quays", teaser]
    path = desk.put("\n".join(lines), "cards.txt")
    report = desk.report()
    names = ("index", "one-ferry", "three-quays", "two-boats")
    assert desk.files() == [f"linked/ferries/{name}.md" for name in names]
    assert report.words.left_out == 0
    assert "topics: [ferries, locks]\nexcerpt: true\nguessed: [date]\n" in desk.entry("Two boats").read_text()
    before = desk.state()
    desk.report(path, now=NOW + timedelta(days=9))
    assert desk.state() == before


def test_a_folder_that_cannot_be_listed_stops_no_other_document(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def names(tree: Tree, path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(Tree, "names", names)
    desk.put(live_text())
    desk.put("Home again\nBy Tam Reyes, 6 March 2026\nThe ferry is home.\n", "zz.txt")
    outcome = desk.run()
    (problem,) = (problem for problem in outcome.problems if problem.severity == "error")
    assert (problem.path, problem.message) == (
        "sources/storm.txt",
        "could not be imported: Permission denied (content/live/storm-over-harne)",
    )
    assert [report.document for report in outcome.reports] == ["sources/zz.txt"]


def test_the_articles_are_listed_once_however_many_documents_there_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Path] = []
    rglob = Path.rglob
    monkeypatch.setattr(Path, "rglob", lambda place, pattern: (listed.append(place), rglob(place, pattern))[1])
    texts = [f"Story number {n} of the day\nBy Tam Reyes, 6 March 2026\nTold by {n} people.\n" for n in range(6)]
    for number, text in enumerate(texts):
        desk.put(text, f"{number}.txt")
    desk.run()
    assert len(listed) == len(set(listed))
    assert sum(place.name == "articles" for place in listed) == 1
    # One that this very import wrote is known to it: the same story under another name is no second file.
    desk.put(texts[0], "a.txt")
    desk.put(texts[0].replace("0", "8").replace("8 people", "many people"), "b.txt")
    desk.put(texts[0].replace("0", "8").replace("8 people", "many people"), "c.txt")
    assert {(report.document[8:], report.entries[0].state) for report in desk.run().reports} == {
        ("a.txt", "unchanged"),
        ("b.txt", "new"),
        ("c.txt", "unchanged"),
    }


def test_an_article_that_was_renamed_is_known_by_its_id_in_an_import_of_many(desk: Desk) -> None:
    for number in range(3):
        desk.put(f"Story number {number} of the day\nBy Tam Reyes, 6 March 2026\nTold by {number}.\n", f"{number}.txt")
    desk.run()
    path = desk.entry("Story number 1 of the day")
    path.rename(path.with_name("2026-03-06-mine.md"))
    for number in range(3):
        desk.put(f"Story number {number} of the day\nBy Tam Reyes, 6 March 2026\nTold by all.\n", f"{number}.txt")
    assert [report.entries[0].state for report in desk.run().reports] == ["changed"] * 3
    assert len(desk.files("content/articles")) == 3
    assert "Told by all." in desk.read("content/articles/2026/2026-03-06-mine.md")


def test_a_kind_that_is_not_there_is_a_problem(desk: Desk) -> None:
    desk.put("The lock is open\nIt opened.\n")
    outcome = desk.run(options=ImportOptions(kind="live"))
    assert outcome.failed
    assert "headline above or below" in outcome.problems[0].hint
