"""What an import passes over: the newsletter's own files, and what goes with documents and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import Desk

PNG = b"\x89PNG\r\n\x1a\n" + b"weir" * 20
NOTE = "Harbour shut\n\nBy Nell Harrow, 5 March 2026\n\nThe gates were closed at noon.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A newsletter that has been built, with a folder of documents of its editor's own."""
    desk = Desk(tmp_path / "brief")
    for name in ("content/pages/about.md", "static/letter.txt", "themes/own/page.html", "site/index.html", "README.md"):
        put(desk, name)
    for name in ("site/.pressday/manifest", "out/mail/.pressday/manifest", "out/mail/x/email.txt", ".pressday/again"):
        put(desk, name)
    put(desk, "newsletter.yaml", b"title: The Harbour Brief\n")
    desk.put(NOTE.replace("Harbour", "Lock"), "lock.txt")
    return desk


def put(desk: Desk, name: str, data: bytes = NOTE.encode()) -> Path:
    path = desk.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def notes(outcome) -> list[str]:
    return [problem.message for problem in outcome.problems if problem.message.startswith("passed over")]


def test_an_import_of_the_newsletters_own_folder_takes_what_is_the_editors(desk: Desk) -> None:
    put(desk, "drop/gates.txt")
    before = desk.files("content")
    outcome = desk.run(desk.folder)
    assert [report.document for report in outcome.reports] == ["sources/brief/drop/gates.txt"]
    assert len(desk.files("content")) == len(before) + 1
    assert notes(outcome) == [
        "passed over what is the newsletter's own: "
        "README.md, content, newsletter.yaml, out/mail, site, sources, static, themes"
    ]


def test_an_import_of_the_folder_around_the_newsletter_does_so_too(desk: Desk) -> None:
    (desk.folder.parent / "gates.txt").write_text(NOTE)
    outcome = desk.run(desk.folder.parent)
    assert [Path(report.document).name for report in outcome.reports] == ["gates.txt"]
    assert "brief/content, brief/newsletter.yaml, brief/out/mail" in notes(outcome)[0]


def test_where_nothing_else_is_there_the_way_to_sources_is_told(desk: Desk) -> None:
    outcome = desk.run(desk.folder)
    (error,) = (problem for problem in outcome.problems if problem.severity == "error")
    assert (error.message, "`pressday import` alone" in error.hint) == ("holds no documents", True)
    assert outcome.reports == ()


@pytest.mark.parametrize(
    "name", ["content", "content/pages", "content/pages/about.md", "site", "out/mail/x", "static", "ledger", "themes"]
)
def test_what_is_the_newsletters_own_as_a_whole_is_refused(desk: Desk, name: str) -> None:
    (desk.folder / "ledger").mkdir()
    before = desk.files(".")
    outcome = desk.run(desk.folder / name)
    (error,) = outcome.problems
    assert (error.message, error.severity) == ("is the newsletter's own, and no document", "error")
    assert "sources/" in error.hint
    assert desk.files(".") == before


def test_a_document_in_static_that_is_named_is_imported(desk: Desk) -> None:
    assert desk.report(desk.folder / "static/letter.txt").document == "sources/letter.txt"


def test_sources_and_its_folders_are_imported_as_ever(desk: Desk) -> None:
    assert [report.document for report in desk.run(desk.folder / "sources").reports] == ["sources/lock.txt"]
    desk.put(NOTE, "content/gates.txt")
    assert desk.report(desk.folder / "sources/content").document == "sources/content/gates.txt"
    assert desk.run().problems == ()


def test_what_goes_with_documents_stops_no_import_and_is_one_line(desk: Desk, tmp_path: Path) -> None:
    for name in ("weir.png", "WEIR.JPG", "style.css", "code.js", "face.woff2", "mark.svg"):
        desk.put(PNG, name)
    desk.run()
    outcome = desk.run()
    assert not outcome.failed
    assert notes(outcome) == ["passed over 6 files that go with documents and are none, such as pictures"]
    folder = tmp_path / "download"
    folder.mkdir()
    (folder / "weir.png").write_bytes(PNG)
    (folder / "gates.txt").write_text(NOTE)
    outcome = desk.run(folder)
    assert [report.document for report in outcome.reports] == ["sources/download/gates.txt"]
    assert notes(outcome) == ["passed over 1 file that goes with documents and is none, such as a picture"]
    assert not (desk.folder / "sources/download/weir.png").exists()


def test_a_picture_that_was_named_and_a_letter_that_another_program_could_save_stay_errors(desk: Desk) -> None:
    picture = desk.put(PNG, "weir.png")
    (error,) = (problem for problem in desk.run(picture).problems if problem.severity == "error")
    assert error.message == "no reader knows this kind of file"
    desk.put(b"\xd0\xcf\x11\xe0", "letter.doc")
    (error,) = (problem for problem in desk.run().problems if problem.severity == "error")
    assert (error.path, error.hint) == ("sources/letter.doc", "save it as .docx, and import that")
