"""What was withdrawn does not come back under another roof, and no word of it is kept to know it by."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import importing_samples
from importing_samples import ENTRIES, NEWER, NOW, Desk, live_text
from pressday import starting
from pressday.cli.commands import run
from pressday.importing import ImportOptions, Tree, import_documents
from pressday.importing.report import ImportReport
from pressday.ledger import imports as ledger
from pressday.ledger import withdrawn
from test_importing_branches import Repository

STONES = "ledger/withdrawn.tsv"
TIDES = "A year of tides at Harne"
TIDES_TEXT = "Every morning for a year the same woman wrote down the height of the water."
FERRY = ENTRIES[0]
FERRY_TEXT = FERRY[3][0]
OTHERS = [
    ("Bakers of Harne open early", "All three bakers of the town have agreed to open their doors at five."),
    ("The lock keeper retires", "After forty years at the gates he hands over his keys and his old grey dog."),
]


def cards(*told: tuple[str, str], heading: str = "Coves") -> str:
    """A topic page as it would be saved."""
    made = [f"# {heading}", ""]
    for title, text in told:
        made += [f"## [{title}](https://gazette.example/{title.replace(' ', '-').lower()})", "", text, ""]
    return "\n".join(made)


def article(title: str, *paragraphs: str) -> str:
    return "\n\n".join([f"# {title}", "By Tam Reyes, 9 March 2026, 10:00", *paragraphs]) + "\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "brief"
    folder.mkdir()
    (folder / "newsletter.yaml").write_text(importing_samples.SETTINGS.format(zone="Europe/London"), "utf-8")
    return Desk(folder)


def take(desk: Desk, text: str, name: str, kind: str | None = None, into: str = "") -> ImportReport:
    options = ImportOptions(kind=kind, name=into)
    return desk.report(desk.put(text, name), options=options)


def retract(folder: Path, path: Path) -> str:
    words = ["retract", path.relative_to(folder).as_posix(), "--reason", "Untrue.", "--clock", "2026-03-06T19:00"]
    assert run([*words, "-s", str(folder)]) == 0
    return path.relative_to(folder).as_posix()


def states(report: ImportReport) -> list[tuple[str, str]]:
    return [(entry.title, entry.state) for entry in report.entries]


def doubts(report: ImportReport) -> list[str]:
    return [p.message for p in report.problems if p.severity == "warning"]


@pytest.fixture
def tides(desk: Desk) -> str:
    """A card that was imported and withdrawn: its stub's path."""
    report = take(desk, cards((TIDES, TIDES_TEXT), *OTHERS), "coves.md", "topic", "coves")
    assert [state for _, state in states(report)] == ["new"] * 3
    return retract(desk.folder, desk.entry(TIDES))


@pytest.fixture
def ferry(desk: Desk) -> str:
    """A live entry that was imported and withdrawn: its stub's path."""
    take(desk, live_text(), "storm.txt")
    return retract(desk.folder, desk.entry(FERRY[0]))


# --- what is kept out -------------------------------------------------------------------------------------


def test_the_same_card_on_another_topic_page_is_not_brought_back(desk, tides):
    boat = ("A boat", "She lies in the mud of the inner harbour now.")
    report = take(desk, cards((TIDES, TIDES_TEXT), boat, heading="Tides"), "b.md", "topic", "tides")
    assert states(report) == [(TIDES, "withdrawn"), ("A boat", "new")]
    assert report.entries[0].path == tides
    assert f"  withdrawn by you: {tides} stays withdrawn" in report.lines()
    left = [(one.text, one.reason) for one in report.left_out if "water" in one.text]
    assert left == [(TIDES_TEXT, "you have withdrawn it")]
    assert report.words.total == report.words.text + report.words.headers + report.words.left_out
    assert not any(TIDES_TEXT in path.read_text("utf-8") for path in (desk.folder / "content").rglob("*.md"))


@pytest.mark.parametrize(
    "text",
    [
        TIDES_TEXT,
        TIDES_TEXT.replace("a year", "*a year*").upper(),
        f"{TIDES_TEXT}\n\nMore soon.",
        TIDES_TEXT.replace("the same woman", "[the same woman](https://gazette.example/nell)"),
    ],
    ids=["same", "emphasis and capitals", "and a few words", "a link"],
)
def test_nor_in_an_article_under_another_headline_on_another_day(desk, tides, text):
    report = take(desk, article("What the water did", text), "other.md", "article")
    assert states(report) == [("What the water did", "withdrawn")]
    assert report.entries[0].path == tides
    assert not (desk.folder / "content/articles").exists()


def test_nor_on_another_live_page_and_its_key_point_stays_out_too(desk, ferry):
    entries = [FERRY, *[(f"{title} too", "09:10, 8 March 2026", "Tam Reyes", [text]) for title, text in OTHERS]]
    report = take(desk, live_text(entries, title="A day in Harne", points=[FERRY[0], OTHERS[0][0]]), "day.txt")
    assert [state for _, state in states(report)] == ["withdrawn", "new", "new"]
    points = (desk.folder / f"content/{report.into}/points.md").read_text("utf-8")
    assert "Ferry" not in points
    assert "Bakers" in points


def test_what_the_editor_had_made_of_it_is_known_as_well_as_what_the_source_said(desk):
    take(desk, cards((TIDES, TIDES_TEXT)), "coves.md", "topic", "coves")
    path = desk.entry(TIDES)
    edited = "A woman of this town has written the tides down every day."
    path.write_text(path.read_text("utf-8").replace(TIDES_TEXT, edited), "utf-8")
    retract(desk.folder, path)
    shutil.rmtree(desk.folder / "ledger/imports")  # what its line says is enough
    for number, text in enumerate((TIDES_TEXT, edited)):
        report = take(desk, article("What the water did", text), f"{number}.md", "article")
        assert states(report) == [("What the water did", "withdrawn")]


def test_what_its_source_has_said_since_is_known_elsewhere_too(desk, ferry):
    newer = "The ferry left the quay with sixty on board, and one dog."
    saved = take(desk, live_text([(*FERRY[:3], [newer]), *ENTRIES[1:]]), "storm.txt")
    assert ("Ferry sails at last", "withdrawn") in states(saved)
    report = take(desk, article("Sixty and a dog", newer), "dog.md", "article")
    assert [(entry.state, entry.path) for entry in report.entries] == [("withdrawn", ferry)]


def test_it_stays_out_without_the_ledgers_of_imports(desk, ferry):
    shutil.rmtree(desk.folder / "ledger/imports")
    report = take(desk, live_text(), "storm.txt")
    assert states(report)[0] == (FERRY[0], "withdrawn")
    assert not any(FERRY_TEXT in path.read_text("utf-8") for path in (desk.folder / "content").rglob("*.md"))


def test_a_second_import_and_a_dry_run_say_the_same(desk, tides):
    path = desk.put(cards((TIDES, TIDES_TEXT), OTHERS[0], heading="Tides"), "b.md")
    before = desk.state("."), desk.files()
    options = ImportOptions(kind="topic", name="tides")
    tree = Tree(desk.folder, holds=True)
    dry = import_documents(desk.folder, [path], options, newsletter=desk.newsletter, now=NOW, tree=tree)
    assert (desk.state("."), desk.files()) == before
    first = desk.report(path, options=options)
    assert dry.reports == (first,)
    files = desk.state()
    second = desk.report(path, options=options)
    assert states(first)[0] == states(second)[0] == (TIDES, "withdrawn")
    assert [state for _, state in states(second)[1:]] == ["unchanged"]
    assert desk.state() == files
    assert desk.run().reports == ()


# --- what may be it ---------------------------------------------------------------------------------------


def test_of_what_is_another_in_headline_text_and_time_a_paragraph_that_stayed_is_told(desk, ferry):
    saved = [("It sailed", "21:30, 8 March 2026", "Tam Reyes", [FERRY_TEXT, "Nobody at all was cheering on the quay."])]
    report = take(desk, live_text([*saved, *ENTRIES[1:]]), "storm.txt")
    assert states(report)[0] == ("It sailed", "new")
    assert doubts(report) == [f"may be what you withdrew as {ferry}: a paragraph of it stands there too"]
    (problem,) = (p for p in report.problems if p.severity == "warning")
    assert desk.read(problem.path).count("It sailed") == 1


def test_a_headline_of_four_words_is_told_and_a_shorter_one_is_not(desk, ferry):
    text = "It has been put on the slip for the winter by its owners."
    longer = take(desk, article("Ferry sails at last", text), "a.md", "article")
    assert states(longer) == [("Ferry sails at last", "new")]
    assert doubts(longer) == [f"may be what you withdrew as {ferry}: it has its headline"]
    retract(desk.folder, desk.entry("Wind rises"))
    shorter = take(desk, article("Wind rises", "Nobody in the town had seen the like of it before."), "b.md", "article")
    assert (states(shorter), doubts(shorter)) == ([("Wind rises", "new")], [])


def test_a_doubt_is_told_once(desk, ferry):
    text = article("Ferry sails at last", "It has been put on the slip for the winter by its owners.")
    assert doubts(take(desk, text, "a.md", "article"))
    assert doubts(take(desk, text, "a.md", "article")) == []


def test_an_article_that_has_it_among_other_things_is_told(desk, tides):
    report = take(desk, article("All of the coast", TIDES_TEXT, OTHERS[0][1]), "coast.md", "article")
    assert states(report) == [("All of the coast", "new")]
    assert doubts(report) == [f"may be what you withdrew as {tides}: a paragraph of it stands there too"]


# --- what is nobody's business ----------------------------------------------------------------------------


def test_what_has_nothing_of_it_is_imported_without_a_word(desk, ferry, tides):
    report = take(desk, live_text(NEWER, title="The day after"), "after.txt")
    assert [state for _, state in states(report)] == ["new"] * 3
    assert doubts(report) == []
    short = take(desk, article("What was said", "It was cheered.", "Nobody in all of Harne would say why."), "c.md")
    assert ([state for _, state in states(short)], doubts(short)) == (["new"], [])


ABC = ("first", "second", "third", "fourth", "fifth")
BOILERPLATE = "Nell Harrow writes about the harbour and its people for the Gazette."


def test_what_stands_under_many_entries_tells_nothing_of_one(desk):
    told = [(f"Day {number} at sea", f"On this day {number} boats were counted off the mole.") for number in range(5)]
    for number, (title, text) in enumerate(told):
        take(desk, article(title, text, BOILERPLATE), f"{number}.md", "article")
    retract(desk.folder, desk.entry(told[0][0]))
    later = take(desk, article("The last day", "The boats have all gone home to their moorings.", BOILERPLATE), "z.md")
    assert ([state for _, state in states(later)], doubts(later)) == (["new"], [])
    alone = take(desk, article("A day with no news", BOILERPLATE), "y.md", "article")
    assert ([state for _, state in states(alone)], doubts(alone)) == (["new"], [])
    again = take(desk, article("Once more", told[0][1], BOILERPLATE), "x.md", "article")
    assert [state for _, state in states(again)] == ["withdrawn"]


def test_what_one_document_says_under_all_that_it_tells_is_no_doubt(desk):
    first = take(desk, article("A day at sea", "One boat was counted off the mole.", BOILERPLATE), "a.md", "article")
    assert [state for _, state in states(first)] == ["new"]
    retract(desk.folder, desk.entry("A day at sea"))
    told = [(f"The {name} boat", f"She was {name} to leave the harbour on Monday.\n\n{BOILERPLATE}") for name in ABC]
    report = take(desk, cards(*told, heading="Boats"), "b.md", "topic", "boats")
    assert ([state for _, state in states(report)], doubts(report)) == (["new"] * 5, [])


def test_a_headline_that_others_have_too_tells_nothing_of_one(desk):
    title = "The boats of the day"
    texts = [f"On this day {number} boats were counted off the mole at Harne." for number in range(5)]
    for number, text in enumerate(texts[:4]):
        day = article(title, text).replace("9 March", f"{number + 1} March")
        take(desk, day, f"{number}.md", "article")
    path = next(p for p in (desk.folder / "content").rglob("*.md") if texts[0] in p.read_text("utf-8"))
    retract(desk.folder, path)
    report = take(desk, article(title, texts[4]), "z.md", "article")
    assert ([state for _, state in states(report)], doubts(report)) == (["new"], [])


def test_what_was_brought_back_is_withdrawn_no_more(desk, tides):
    (desk.folder / tides).write_text(f"---\ntitle: {TIDES}\ndate: 2026-03-06\n---\n{TIDES_TEXT}\n", "utf-8")
    report = take(desk, article("What the water did", TIDES_TEXT), "other.md", "article")
    assert ([state for _, state in states(report)], doubts(report)) == (["new"], [])


def test_a_stub_that_was_moved_or_deleted_still_keeps_it_out(desk, tides):
    moved = desk.folder / "content/linked/shore/tides.md"
    moved.parent.mkdir()
    (desk.folder / tides).rename(moved)
    report = take(desk, article("What the water did", TIDES_TEXT), "a.md", "article")
    assert [(entry.state, entry.path) for entry in report.entries] == [("withdrawn", "content/linked/shore/tides.md")]
    moved.unlink()
    report = take(desk, article("What the water did", TIDES_TEXT), "a.md", "article")
    assert [(entry.state, entry.path) for entry in report.entries] == [("withdrawn", tides)]


def test_another_newsletter_without_the_ledger_knows_of_nothing(desk, tides, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "newsletter.yaml").write_bytes((desk.folder / "newsletter.yaml").read_bytes())
    report = take(Desk(other), cards((TIDES, TIDES_TEXT), *OTHERS), "coves.md", "topic", "coves")
    assert [state for _, state in states(report)] == ["new"] * 3
    assert not (other / STONES).exists()


# --- the file ---------------------------------------------------------------------------------------------


def test_it_has_a_line_an_id_in_their_order_and_no_word(desk, ferry, tides):
    lines = (desk.folder / STONES).read_text("utf-8").splitlines()
    assert lines[0] == "id\tfile\twithdrawn\theadline\ttext"
    rows = [line.split("\t") for line in lines[1:]]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert {row[1] for row in rows} == {ferry, tides}
    for row in rows:
        assert all(re.fullmatch(r"[0-9a-f]{10}( [0-9a-f]{10})*", told) for told in row[3:])
    before = (desk.folder / STONES).read_bytes()
    retract(desk.folder, desk.folder / tides)
    assert (desk.folder / STONES).read_bytes() == before


def test_of_what_was_withdrawn_before_there_were_lines_the_command_writes_one(desk, ferry):
    (desk.folder / STONES).unlink()
    retract(desk.folder, desk.folder / ferry)
    report = take(desk, article("Forty on board", FERRY_TEXT), "a.md", "article")
    assert [(entry.state, entry.path) for entry in report.entries] == [("withdrawn", ferry)]


DAMAGED = [
    "<<<<<<< HEAD",
    "abc",
    "k\tcontent/a.md\tyesterday\t-\t-",
    "k\tcontent/a.md\t2026-03-06T19:00:00\t-\t-",
    "k\tcontent/../../etc/passwd\t2026-03-06T19:00:00+00:00\t-\t-",
    "k\t/etc/passwd\t2026-03-06T19:00:00+00:00\t-\t-",
    "k\tcontent/a%00.md\t2026-03-06T19:00:00+00:00\t-\t-",
    "\tcontent/a.md\t2026-03-06T19:00:00+00:00\t-\t-",
    "k\tcontent/a.md\t2026-03-06T19:00:00+00:00\twords\t-",
    "k\tcontent/a.md\t2026-03-06T19:00:00+00:00\t-\t0123456789\t-",
    "\x00\x85\u2028",
]


@pytest.mark.parametrize("line", DAMAGED)
def test_a_damaged_line_is_passed_over_with_a_warning_and_kept(desk, tides, line):
    path = desk.folder / STONES
    path.write_text(path.read_text("utf-8") + f"{line}\n", "utf-8")
    document = desk.put(article("What the water did", TIDES_TEXT), "a.md")
    outcome = desk.run(document, options=ImportOptions(kind="article"))
    assert [state for _, state in states(outcome.reports[0])] == ["withdrawn"]
    (problem,) = (p for p in outcome.problems if p.path == STONES)
    assert (problem.severity, problem.line, problem.message) == ("warning", 3, "is not a line of the ledger")
    retract(desk.folder, desk.entry(OTHERS[0][0]))
    assert line in path.read_text("utf-8").split("\n")
    assert len(withdrawn.read(desk.folder).stones) == 2


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\xef\xbb\xbfid\tfile\twithdrawn\theadline\ttext\r\n"])
def test_whatever_the_file_holds_stands_in_the_way_of_no_withdrawal(desk, data):
    take(desk, cards((TIDES, TIDES_TEXT)), "coves.md", "topic", "coves")
    (desk.folder / STONES).write_bytes(data)
    retract(desk.folder, desk.entry(TIDES))
    report = take(desk, article("What the water did", TIDES_TEXT), "a.md", "article")
    assert [state for _, state in states(report)] == ["withdrawn"]


def test_where_it_cannot_be_written_the_withdrawal_is_done_and_says_so(desk, capsys):
    take(desk, cards((TIDES, TIDES_TEXT)), "coves.md", "topic", "coves")
    (desk.folder / STONES).mkdir()
    path = desk.entry(TIDES)
    retract(desk.folder, path)
    assert TIDES_TEXT not in path.read_text("utf-8")
    assert f"- {STONES}, which cannot be read" in capsys.readouterr().out


def test_any_name_of_a_file_and_any_id_read_back(tmp_path):
    stones = [
        withdrawn.tombstone(key, path, NOW, "A headline of four", "Six words that stand in one text.")
        for key, path in (("a\tb", "content/a\tb.md"), ("100%", "content/100%.md"), ("é\u2028\n", "content/é\x85.md"))
    ]
    (tmp_path / "ledger").mkdir()
    (tmp_path / STONES).write_text(withdrawn.dump(stones), "utf-8", newline="")
    found = withdrawn.read(tmp_path)
    assert found.problems == ()
    assert found.stones == {stone.key: stone for stone in stones}


def test_a_program_is_told_of_what_was_kept_out(desk, tides, capsys):
    path = desk.put(article("What the water did", TIDES_TEXT), "a.md")
    assert run(["import", str(path), "--kind", "article", "--format", "json", "-s", str(desk.folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["state"], one["path"]) for one in told["documents"][0]["entries"]] == [("withdrawn", tides)]


def test_withdrawals_on_two_branches_merge_and_both_hold(tmp_path):
    repository = Repository(tmp_path)
    assert "/ledger/withdrawn.tsv merge=union\n" in (tmp_path / ".gitattributes").read_text("utf-8")
    repository.put(live_text())
    repository.report()
    repository.commit("Import")
    stubs = {}
    for name, entry in (("nell", ENTRIES[0]), ("tam", ENTRIES[1])):
        repository.git("checkout", "--quiet", "-b", name, "main")
        stubs[retract(tmp_path, repository.entry(entry[0]))] = entry[3][0]
        repository.commit(f"Withdrawn by {name}")
    repository.merge("nell", "tam")
    found = withdrawn.read(tmp_path)
    assert (len(found.stones), found.problems, found.unread) == (2, (), ())
    for number, (stub, text) in enumerate(stubs.items()):
        report = take(repository, article("Another headline", text), f"{number}.md", "article")
        assert [(entry.state, entry.path) for entry in report.entries] == [("withdrawn", stub)]


def test_one_entry_withdrawn_on_two_branches_has_one_line_again_after_the_next(desk, ferry):
    path = desk.folder / STONES
    (line,) = path.read_text("utf-8").splitlines()[1:]
    key, file, _, headline, _ = line.split("\t")
    said = ledger.fingerprint("Another text")
    path.write_text(
        path.read_text("utf-8") + f"{key}\t{file}\t2026-03-07T19:00:00+00:00\t{headline}\t{said}\n", "utf-8"
    )
    stone = withdrawn.read(desk.folder).stones[key]
    assert said in stone.paragraphs
    assert len(stone.paragraphs) > 1
    retract(desk.folder, desk.entry("Wind rises"))
    assert len(path.read_text("utf-8").splitlines()) == 3


def test_a_new_newsletter_merges_its_withdrawals(tmp_path):
    starting.init(tmp_path, NOW)
    assert "/ledger/withdrawn.tsv merge=union" in (tmp_path / ".gitattributes").read_text("utf-8").splitlines()
