"""Bad input: each gives a located problem or is read, nothing is lost, and nothing takes for ever.

The last test damages a thousand documents of every format; ``mutants.py`` tells how.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import mutants
from importing_samples import Desk, live_text
from pressday import readers, recognise
from pressday.problems import Problem, ProblemError
from pressday.recognise import Hints

HERE = Path(__file__).resolve().parent
HINTS = Hints(mutants.ZoneInfo("Europe/London"), mutants.NOW)
STORY = "The lock is open\nAll of Harne came to see the first boat go through.\n"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "harbour"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def wrong(data: bytes, name: str) -> tuple[Problem, ...]:
    """The problems for which a document cannot be read."""
    with pytest.raises(ProblemError) as caught:
        readers.read(data, name)
    return caught.value.problems


def words(data: bytes, name: str) -> str:
    """All that a document's reader found in it."""
    document, _ = readers.read(data, name)
    return " ".join(block.text for block in document.blocks)


def outcome_of(data: bytes, name: str) -> tuple[str, str]:
    """What a document's reader found in it, or the first thing that is wrong with it."""
    try:
        return words(data, name), ""
    except ProblemError as error:
        return "", error.problems[0].message


def sound(path: str) -> bytes:
    return (mutants.CORPUS / path).read_bytes()


def rezipped(data: bytes, **members: bytes) -> bytes:
    """The archive *data* with other *members*."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, members.get(name, old.read(name)))
        for name in members.keys() - set(old.namelist()):
            new.writestr(name, members[name])
    return out.getvalue()


# --- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        (STORY.encode("utf-8-sig"), False),
        (STORY.encode("utf-16"), False),
        (STORY.encode("utf-16-le"), True),
        (STORY.replace("boat", "bôat").encode("latin-1"), True),
        (STORY.replace("boat", "boat…").encode("cp1252"), True),
        (STORY.encode() + b"\xc3\x28\xff\n", True),
        (STORY.encode().replace(b"boat", b"bo\x00at"), True),
        (STORY.encode().replace(b"\n", b"\r\n", 1), False),
        (STORY.encode().replace(b"\n", b"\r"), False),
    ],
)
def test_encodings_marks_nul_and_line_ends_lose_no_word(data: bytes, warned: bool) -> None:
    document, problems = readers.read(data, "lock.txt")
    said = " ".join(block.text for block in document.blocks)
    assert said.startswith("The lock is open All of Harne came to see the first")
    assert [block.line for block in document.blocks][:2] == [1, 2]
    assert bool(problems) >= warned or "boat" in said.replace("ô", "o")


def test_a_lying_charset_of_a_page_loses_no_word() -> None:
    page = (
        f"<html><head><meta charset='ascii'></head><body><article><h1>Café</h1><p>{STORY} É</p></article></body></html>"
    )
    assert "first boat go through" in words(page.encode("utf-8"), "a.html")
    assert "first boat go through" in words(page.replace("ascii", "no-such-charset").encode("latin-1"), "a.html")


def test_a_text_of_100_megabytes_is_read_or_refused_in_seconds() -> None:
    line = b"The boats lay in the harbour of Harne and waited for the wind to turn. " * 1_400 + b"\n\n"
    start = time.process_time()
    document, _ = readers.read(line * (100_000_000 // len(line)), "long.txt")
    assert len(document.blocks) == 100_000_000 // len(line)
    assert time.process_time() - start < 30


def test_a_million_lines_are_recognised_in_seconds() -> None:
    start = time.process_time()
    document, _ = readers.read(b"Short line.\n" * 1_000_000, "lines.txt")
    assert recognise.recognise(document, HINTS) is not None
    assert time.process_time() - start < 60


# --- pages, XML -----------------------------------------------------------------------------------


@pytest.mark.parametrize("deep", [500, 50_000])
def test_a_page_nested_deep_is_read_or_said_never_silently_nothing(deep: int) -> None:
    page = f"<html><body>{'<div>' * deep}<p>{STORY}</p>{'</div>' * deep}</body></html>".encode()
    said, refused = outcome_of(page, "deep.html")
    assert "first boat go through" in said or (refused and deep > 500)


@pytest.mark.parametrize(
    ("path", "root"),
    [("feeds/rss-full.xml", b"<rss"), ("feeds/atom-full.atom", b"<feed"), ("exports/wordpress-mixed.xml", b"<rss")],
)
def test_entities_and_outside_references_are_refused_and_never_followed(path: str, root: bytes) -> None:
    data = sound(path)
    at = data.index(root)
    hostile = data[:at] + ENTITIES.encode() + data[at:].replace(b"</title>", b" &b;</title>", 1)
    (problem, *_) = wrong(hostile, path)
    assert "entit" in problem.message
    assert problem.line > 0


def test_entities_in_a_docx_and_an_opml_are_never_followed() -> None:
    document = zipfile.ZipFile(io.BytesIO(sound("docx/feature.docx"))).read("word/document.xml")
    at = document.index(b"<w:document")
    data = rezipped(
        sound("docx/feature.docx"), **{"word/document.xml": document[:at] + ENTITIES.encode() + document[at:]}
    )
    for hostile, name in ((data, "a.docx"), (f"{ENTITIES}<opml><body>&b;</body></opml>".encode(), "a.opml")):
        said, refused = outcome_of(hostile, name)
        assert bool(said) != bool(refused)
        assert "root:" not in said


def test_a_billion_laughs_take_no_time() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    kind = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    bomb = f"{kind}<rss><channel><title>&l11;</title></channel></rss>"
    start = time.process_time()
    assert wrong(bomb.encode(), "a.xml")
    assert time.process_time() - start < 2


# --- DOCX, PDF, mail, archives --------------------------------------------------------------------


def test_a_docx_that_would_be_133_megabytes_is_refused_unopened() -> None:
    bomb = rezipped(sound("docx/feature.docx"), **{"word/document.xml": b" " * 133_000_000})
    assert len(bomb) < 500_000
    start = time.process_time()
    assert wrong(bomb, "bomb.docx")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("path", ["docx/feature.docx", "pdf/feature.pdf", "exports/substack.zip"])
def test_what_is_truncated_says_so_or_is_read(path: str) -> None:
    data = sound(path)
    ends = range(1, len(data) - 40, max(1, len(data) // 25))
    outcomes = [outcome_of(data[:end], path) for end in ends]
    assert all(bool(said) != bool(refused) for said, refused in outcomes)
    assert sum(bool(refused) for _, refused in outcomes) > 5


def test_a_mail_of_an_unknown_charset_and_one_of_1500_nested_parts() -> None:
    head = "From: a@harne.example\nSubject: The lock\nMIME-Version: 1.0\n"
    text = f"{head}Content-Type: text/plain; charset=x-harne\n\n{STORY}"
    assert "first boat go through" in words(text.encode(), "a.eml")
    nested = head + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1_500))
    start = time.process_time()
    said, refused = outcome_of(f"{nested}Content-Type: text/plain\n\n{STORY}".encode(), "a.eml")
    assert "first boat go through" in said or "nested" in refused or "parts" in refused
    assert time.process_time() - start < 5


# --- through an import ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.eml", "a.mbox", "a.xml", "a.json", "a.zip"]
)
@pytest.mark.parametrize("data", [b"", b"\n \n", b"\0\0\0"])
def test_an_empty_document_is_a_located_error(desk: Desk, name: str, data: bytes) -> None:
    desk.put(data, name)
    outcome = desk.run()
    assert outcome.failed
    assert [problem.path for problem in outcome.problems if problem.severity == "error"] == [f"sources/{name}"]
    assert desk.files() == [] if (desk.folder / "content").exists() else True


def test_folders_links_and_unreadable_files_stop_nothing(desk: Desk) -> None:
    desk.put(live_text())
    (desk.folder / "sources/folder.txt").mkdir()
    (desk.folder / "sources/loop.txt").symlink_to("loop.txt")
    os.mkfifo(desk.folder / "sources/pipe.txt")
    outcome = desk.run()
    assert [report.document for report in outcome.reports] == ["sources/storm.txt"]
    outcome = desk.run(desk.folder / "sources/pipe.txt", desk.folder / "nowhere.txt")
    assert outcome.failed
    assert len(outcome.problems) == 2


def test_a_file_that_cannot_be_read_is_said_with_its_path(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put(live_text())
    desk.put(STORY, "locked.txt")
    whole = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    outcome = desk.run()
    assert [report.document for report in outcome.reports] == ["sources/storm.txt"]
    assert [(p.path, p.message) for p in outcome.problems if p.severity == "error"] == [
        ("sources/locked.txt", "cannot be read: Permission denied")
    ]


def test_one_bad_document_among_many_stops_none_of_the_others(desk: Desk) -> None:
    for number in range(500):
        desk.put(
            f"Boat {number} is home\nIt came home on day {number}, and the {'harbour ' * number}was glad.\n",
            f"{number}.txt",
        )
    desk.put(b"%PDF-1.4 nothing", "20b.pdf")
    desk.put(sound("docx/feature.docx")[:900], "30b.docx")
    outcome = desk.run()
    assert len(outcome.reports) == 500
    assert outcome.failed
    assert {p.path for p in outcome.problems if p.severity == "error"} == {"sources/20b.pdf", "sources/30b.docx"}


def test_a_picture_with_a_script_or_a_hostile_name_never_comes_in(desk: Desk) -> None:
    picture = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>"
    mail = (
        b"From: a@harne.example\nSubject: The lock\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        b"--b\nContent-Type: text/html\n\n<p>All of Harne came to see the first boat go through.</p><img src='cid:1'>\n"
        b"--b\nContent-Type: image/svg+xml; name=../../evil.svg\nContent-ID: <1>\n\n" + picture + b"\n--b--\n"
    )
    desk.put(mail, "a.eml")
    desk.run()
    written = b"".join(path.read_bytes() for path in (desk.folder / "content").rglob("*") if path.is_file())
    assert b"first boat go through" in written
    assert b"alert" not in written
    assert not [path for path in desk.files() if path.endswith(".svg")]
    assert not list(desk.folder.parent.rglob("evil*"))


@pytest.mark.parametrize("name", mutants.FORMATS)
def test_a_thousand_damaged_documents_end_in_no_traceback_in_time_and_in_500_megabytes(name: str) -> None:
    # In a process of its own: a bound on memory cannot be taken back.
    run = subprocess.run(
        [sys.executable, str(HERE / "mutants.py"), name, "1000"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]
    assert run.stdout.splitlines()[-1] == f"1000 of {name}: 0 faults"
