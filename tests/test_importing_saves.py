"""No document from elsewhere takes another's place in ``sources/``; what cannot be kept is refused before."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, NOW, SETTINGS, Desk, live_text
from pressday import config
from pressday.importing import ImportOptions, Tree, import_documents, saves
from pressday.importing.review import Review

LOCK = (
    "The lock is open\nBy Ines Okafor, 4 March 2026\nAll of Harne came to see the first boat go through the new lock.\n"
)
SEAL = "A seal on the mole\nBy Tam Reyes, 5 March 2026\nIt lay on the warm stones all morning; nobody went near it.\n"
LATER = SEAL + "At noon a warden led it away, and it has not been seen in the harbour since then.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "newsletter"
    folder.mkdir()
    return Desk(folder)


def given(desk: Desk, text: str | bytes, name: str = "index.txt", folder: str = "saved") -> Path:
    """A document somewhere else."""
    path = desk.folder.parent / folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_another_document_of_that_name_is_kept_beside_the_first(desk: Desk) -> None:
    assert desk.report(given(desk, LOCK)).document == "sources/index.txt"
    report = desk.report(given(desk, SEAL))
    assert report.document == "sources/index-2.txt"
    assert [problem.message for problem in report.problems if "another document" in problem.message] == [
        "sources/index.txt is another document: this one is kept as sources/index-2.txt"
    ]
    assert (desk.read("sources/index.txt"), desk.read("sources/index-2.txt")) == (LOCK, SEAL)
    assert (report.gone, len(desk.files("content/articles"))) == (0, 2)


def test_each_is_known_by_its_bytes_and_by_its_next_save(desk: Desk) -> None:
    for text in (LOCK, SEAL):
        desk.report(given(desk, text))
    again = desk.report(given(desk, LOCK))
    assert (again.document, again.count("unchanged")) == ("sources/index.txt", 1)
    assert not any("another document" in problem.message for problem in again.problems)
    later = desk.report(given(desk, LATER))
    assert (later.document, later.count("changed")) == ("sources/index-2.txt", 1)
    assert desk.files("sources") == ["index-2.txt", "index.txt"]


@pytest.mark.parametrize(
    "corrected",
    [
        SEAL.replace("A seal on the mole", "Seal sleeps on the mole"),
        SEAL.replace("nobody went near it", "no one dared to go near"),
        SEAL.replace("A seal on the mole", "Seal sleeps on the mole").replace("all morning", "the whole morning"),
    ],
)
def test_a_corrected_save_keeps_its_name(desk: Desk, corrected: str) -> None:
    desk.report(given(desk, SEAL))
    report = desk.report(given(desk, corrected))
    assert (report.document, report.count("changed")) == ("sources/index.txt", 1)


def test_a_live_page_that_goes_on_keeps_its_name(desk: Desk) -> None:
    desk.report(given(desk, live_text()))
    assert desk.report(given(desk, live_text(NEWER))).document == "sources/index.txt"
    others = [(f"{headline} too", stamp, author, []) for headline, stamp, author, _ in ENTRIES]
    fair = desk.report(given(desk, live_text(others, title="Fair of Harne")))
    assert fair.document == "sources/index-2.txt"


def test_another_days_article_under_the_same_headline_is_no_save(desk: Desk) -> None:
    week = "The week in Harne\nBy Tam Reyes, {} March 2026\n{}\n"
    desk.report(given(desk, week.format(4, "A crack was seen in the spillway of the dam.")))
    report = desk.report(given(desk, week.format(11, "Forty boats have come by road.")))
    assert (report.document, report.count("new")) == ("sources/index-2.txt", 1)


def test_what_waits_in_review_is_not_replaced_by_what_does_not_tell_it(desk: Desk) -> None:
    desk.report(given(desk, live_text()))
    entry = desk.entry("Wind rises")
    entry.write_text(entry.read_text().replace("A gale was", "No gale was"))
    assert desk.report(given(desk, live_text().replace("A gale was", "A storm was"))).waiting == 1
    (one,) = Review(desk.folder, desk.newsletter, NOW).queue().conflicts
    later = desk.report(given(desk, live_text(NEWER)))
    assert (later.document, later.into) == ("sources/index-2.txt", "live/storm-over-harne")
    assert Review(desk.folder, desk.newsletter, NOW).queue().conflicts == (one,)
    assert desk.report(given(desk, live_text(NEWER[:2]))).document == "sources/index-2.txt"


def test_one_import_of_two_documents_of_one_name_keeps_both(desk: Desk) -> None:
    reports = desk.run(given(desk, LOCK), given(desk, SEAL, folder="other")).reports
    assert [report.document for report in reports] == ["sources/index.txt", "sources/index-2.txt"]


def test_what_an_editor_put_there_and_never_imported_is_not_overwritten(desk: Desk) -> None:
    desk.put(LOCK, "index.txt")
    assert desk.report(given(desk, SEAL)).document == "sources/index-2.txt"
    assert desk.read("sources/index.txt") == LOCK


def test_what_a_recipe_is_for_keeps_its_name_every_day(desk: Desk) -> None:
    more = "recipes:\n  - documents: index.txt\n    topics: [locks]\n"
    desk.newsletter, problems = config.parse(SETTINGS.format(zone="Europe/London") + more)
    assert problems == []
    desk.report(given(desk, LOCK))
    assert desk.report(given(desk, SEAL)).document == "sources/index.txt"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "holds no text"),
        ("bytes.txt", bytes(range(256)) * 4, "is not text"),
        ("bytes.md", bytes(range(256)) * 4, "is not text"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "no reader knows this kind of file"),
        ("bad.xml", b"<rss><channel><title>x</title><item><title>Y</title", "no text could be made out"),
    ],
)
def test_what_cannot_be_read_is_named_as_it_was_given_and_not_kept(
    desk: Desk, name: str, data: bytes, said: str
) -> None:
    path = given(desk, data, name)
    (problem,) = desk.run(path).problems
    assert said in problem.message
    assert problem.path == str(path)
    assert not (desk.folder / "sources").exists()
    (inside,) = desk.run(path.parent).problems
    assert inside.path == str(path)
    desk.put(data, name)
    assert desk.run().problems[0].path == f"sources/{name}"


def test_an_old_word_document_is_to_be_saved_anew(desk: Desk) -> None:
    (problem,) = desk.run(given(desk, b"\xd0\xcf\x11\xe0", "old.doc")).problems
    assert problem.hint == "save it as .docx, and import that"


def test_a_text_with_a_few_stray_controls_is_read(desk: Desk) -> None:
    report = desk.report(given(desk, LOCK.replace("boat", "bo\0at").replace("lock", "lo\x02ck") * 3))
    assert sum("taken out" in problem.message for problem in report.problems) == 2


def test_a_text_that_no_build_would_take_is_refused_at_its_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saves, "MOST", 1_000_000)
    long = "\n\n" + LOCK + "The boats lay in the harbour and waited for the wind.\n" * 20_000
    (problem,) = desk.run(given(desk, long)).problems
    assert problem.message == "“The lock is open” is larger than 1 MB, and no content file may be"
    assert problem.line == 3
    assert desk.files() == desk.files("sources") == []


def test_what_was_fetched_without_leaving_a_trace_is_the_next_save_of_what_is_kept(desk: Desk) -> None:
    desk.report(desk.put(LOCK, "gazette.example_lock.txt"))
    away = desk.folder.parent / "away"
    fetched = given(desk, SEAL, "gazette.example_lock.txt", folder="away")
    tree = Tree(desk.folder, holds=True)
    outcome = import_documents(
        desk.folder, [fetched], ImportOptions(), newsletter=desk.newsletter, now=NOW, tree=tree, away=away
    )
    assert [report.document for report in outcome.reports] == ["sources/gazette.example_lock.txt"]
    assert not any("another document" in problem.message for problem in outcome.problems)
