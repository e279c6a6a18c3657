"""Documents that an editor is likely to hold, and what each must become.

Beside every document of ``tests/corpus`` lies a file that says what is expected of it, named like it
with ``.expected.yaml`` after: plain YAML that anybody can read and mend.  ``tests/corpus/README.md``
tells how.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from pressday import config, markup
from pressday.importing import ImportOptions, ImportReport, import_documents, shelf

CORPUS = Path(__file__).resolve().parent / "corpus"
EXPECTED = ".expected.yaml"
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
SETTINGS = "title: The Harbour Brief\nbase_url: https://brief.example/\nidentity: brief.example,2026\n"
WORDS = {"text", "headers", "left_out"}
ENTRY = {"title", "date", "authors", "topics", "kicker", "text", "begins", "ends", "paragraphs", "summary"}
ENTRY |= {"url", "slug", "draft", "aliases", "guid", "image", "guessed", "lastmod", "excerpt"}
PAGE = {"kind", "title", "lead", "points", "entries", "count", "guesses", "left_out", "problems", "options", "settings"}
PAGE |= {"name", "words"}


def _documents() -> list[str]:
    return sorted(path.relative_to(CORPUS).as_posix()[: -len(EXPECTED)] for path in CORPUS.rglob(f"*{EXPECTED}"))


def test_every_document_of_the_corpus_says_what_is_expected():
    told = set(_documents())
    lying = {
        path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file() and path.suffix != ".pyc"
    }
    assert {path for path in lying if not path.endswith(EXPECTED)} - {"README.md", "make.py", "make_exports.py"} == told


@pytest.mark.parametrize("document", _documents())
def test_a_document_becomes_what_is_expected_of_it(tmp_path, document):
    expected = yaml.safe_load((CORPUS / f"{document}{EXPECTED}").read_text("utf-8"))
    assert set(expected) <= PAGE, "a key that nobody reads"
    report = _imported(tmp_path, CORPUS / document, expected)
    assert report.kind == expected["kind"]
    if "title" in expected:
        assert report.title == expected["title"]
    told = [placed for placed in report.entries if placed.state == "new"]
    assert len(told) == len(report.entries)
    if "count" in expected:
        assert len(told) == expected["count"]
    _lines("guesses", [f"{note.line}: {note.message}" for note in report.guesses], expected)
    _lines("left_out", [f"{left.line}: {left.text}" for left in report.left_out], expected, whole=True)
    _lines("problems", [f"{problem.line}: {problem.message}" for problem in report.problems], expected)
    if "entries" in expected:
        assert [_title(entry) for entry in expected["entries"]] == [placed.title for placed in told][
            : len(expected["entries"])
        ]
        for entry, placed in zip(expected["entries"], told, strict=False):
            _entry(tmp_path, entry, placed.path)
    points = tmp_path / f"content/{report.into}/points.md"
    for key in ("lead", "points"):
        for line in expected.get(key, ()):
            assert line in markup.plain_text(points.read_text("utf-8")), key
    # Nothing is lost in any of them.
    assert report.words.left_out == sum(len(left.text.split()) for left in report.left_out)


def _imported(folder: Path, document: Path, expected: dict[str, object]) -> ImportReport:
    (folder / "newsletter.yaml").write_text(SETTINGS + str(expected.get("settings", "")), "utf-8")
    options = dict(expected.get("options") or {})  # type: ignore[call-overload]
    if isinstance(options.get("date"), str):
        options["date"] = date.fromisoformat(options["date"])
    newsletter, problems = config.load(folder)
    assert problems == []
    (folder / "sources").mkdir()
    held = folder / "sources" / str(expected.get("name", document.name))
    held.write_bytes(document.read_bytes())
    outcome = import_documents(folder, [held], ImportOptions(**options), newsletter=newsletter, now=NOW)
    assert [problem for problem in outcome.problems if problem.severity == "error"] == []
    (report,) = outcome.reports
    return report


def _title(entry: object) -> str:
    return entry if isinstance(entry, str) else entry["title"]  # type: ignore[index]


def _lines(key: str, told: list[str], expected: dict[str, object], *, whole: bool = False) -> None:
    """Each line that is expected is the beginning of one that is told; with *whole* there are no others."""
    if key not in expected:
        return
    wanted = list(expected[key] or ())  # type: ignore[call-overload]
    for line in wanted:
        assert any(said.startswith(line) or line in said for said in told), (key, line, told)
    if whole:
        assert len(wanted) == len(told), (key, told)


def _entry(folder: Path, expected: object, path: str) -> None:
    if isinstance(expected, str):
        return
    assert isinstance(expected, dict)
    assert set(expected) <= ENTRY, "a key that nobody reads"
    file = shelf.read_file(folder, path)
    assert file is not None
    body = markup.plain_text(file.body)
    for key, value in expected.items():
        if key == "title":
            assert file.title == value
        elif key == "date":
            assert file.instant == datetime.fromisoformat(str(value)), (path, file.instant)
        elif key == "text":
            assert body.split() == str(value).split()
        elif key == "begins":
            assert " ".join(body.split()).startswith(" ".join(str(value).split()))
        elif key == "ends":
            assert " ".join(body.split()).endswith(" ".join(str(value).split()))
        elif key == "paragraphs":
            assert len([part for part in file.body.strip().split("\n\n") if part.strip()]) == value
        elif key == "url":
            assert value in path_of(file), file.header.get("source")
        elif isinstance(value, list):
            assert list(file.words(key)) == [str(one) for one in value], (path, key)
        elif key in ("draft", "excerpt"):
            assert (file.text_of(key) == "true") is bool(value)
        else:
            assert file.text_of(key) == str(value), (path, key)


def path_of(file: shelf.FileOnDisk) -> str:
    """The address of the original, in the file's ``source``."""
    source = file.header.get("source")
    if source is None or not isinstance(source.data, dict):
        return ""
    url = source.data.get("url")
    return str(url.data) if url else ""
