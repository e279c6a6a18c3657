"""A page saved "complete": its folder of parts is no document, and its pictures come along."""

from __future__ import annotations

from datetime import UTC, datetime

from pressday import config
from pressday.importing import ImportOptions, import_documents

SETTINGS = "title: The Harbour Brief\nbase_url: https://brief.example/\nidentity: brief.example,2026\n"
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"scales" * 20
PAGE = """<!DOCTYPE html>
<!-- saved from url=(0030)https://gazette.example/scales -->
<html lang="en"><head><title>The scales</title></head><body><article><h1>The scales</h1>
<figure><img src="./scales%20at%20noon_files/a.png" alt="A pair of scales"></figure>
<p>The weights of the fish market have been a fifth too light since the great flood, the inspector has found.</p>
<p>They were last weighed by his grandfather, who wrote in his book that they were fair, and went home with a fish.</p>
<p>New ones have been sent for, and until they come a pound of fish is what buyer and seller can agree upon.</p>
</article></body></html>
"""


def saved(folder, name="scales at noon"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.html").write_text(PAGE, "utf-8")
    parts = folder / f"{name}_files"
    parts.mkdir()
    (parts / "a.png").write_bytes(PNG)
    (parts / "unused.png").write_bytes(PNG + b"!")
    (parts / "code.js").write_text("alert(1)", "utf-8")
    (parts / "saved_resource.html").write_text("<p>Buy a boat, and buy it now, while there are boats.</p>", "utf-8")
    return folder / f"{name}.html"


def imported(home, documents=()):
    if not (home / "newsletter.yaml").exists():
        home.mkdir(exist_ok=True)
        (home / "newsletter.yaml").write_text(SETTINGS, "utf-8")
    newsletter, _ = config.load(home)
    return import_documents(home, documents, ImportOptions(), newsletter=newsletter, now=NOW)


def pictures(home):
    return list((home / "content").rglob("*.png"))


def test_the_folder_beside_a_page_in_sources_is_its_pictures_and_no_document(tmp_path):
    saved(tmp_path / "home/sources")
    outcome = imported(tmp_path / "home")
    assert [report.document for report in outcome.reports] == ["sources/scales at noon.html"]
    (picture,) = pictures(tmp_path / "home")
    assert picture.read_bytes() == PNG
    assert picture.name in (picture.parent / "index.md").read_text("utf-8")


def test_a_page_from_elsewhere_brings_the_pictures_that_it_shows_into_sources(tmp_path):
    imported(tmp_path / "home", [saved(tmp_path / "downloads")])
    kept = tmp_path / "home/sources/scales at noon_files"
    assert [path.name for path in kept.iterdir()] == ["a.png"]
    assert len(pictures(tmp_path / "home")) == 1
    # The same page again, now from sources/, is the same.
    before = pictures(tmp_path / "home")[0].parent / "index.md"
    text = before.read_text("utf-8")
    imported(tmp_path / "home", [tmp_path / "home/sources/scales at noon.html"])
    assert before.read_text("utf-8") == text


def test_a_picture_that_was_saved_and_is_gone_is_told_and_leads_nowhere(tmp_path):
    page = saved(tmp_path / "downloads")
    for path in (page.parent / "scales at noon_files").iterdir():
        path.unlink()
    outcome = imported(tmp_path / "home", [page])
    (told,) = [problem for problem in outcome.problems if problem.severity == "warning"]
    assert told.message == "a picture that was saved beside the page is not there; left out"
    (entry,) = (tmp_path / "home/content").rglob("*.md")
    assert "_files" not in entry.read_text("utf-8")


def test_a_folder_of_that_name_without_its_page_is_a_folder_of_documents(tmp_path):
    folder = tmp_path / "home/sources/scales at noon_files"
    folder.mkdir(parents=True)
    (folder / "note.txt").write_text("Harbour shut\n\nThe gates were closed at noon.\n", "utf-8")
    assert [report.document for report in imported(tmp_path / "home").reports] == [
        "sources/scales at noon_files/note.txt"
    ]
