"""The command line: what it says, where, and with what status; whatever is wrong, no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressday.cli import main
from pressday.records import digest
from written import SETTINGS, lay
from written import article as plain

CLOCK = "2026-11-22T12:00+00:00"
A = "content/articles/2026-11-20-a.md"
B = "content/articles/2026-11-20-b.md"
ROOT = Path(__file__).resolve().parent.parent


def article(title: str = "A title", body: str = "Some text.\n", **fields: str) -> str:
    """An article with an id of its own."""
    return plain(title, body, **{**fields, "id": digest(repr((title, body, fields)).encode())[:8]})


class Run:
    """One command: its status, and the lines that it printed."""

    def __init__(self, status: int, out: str, error: str) -> None:
        self.status = status
        self.out = out.splitlines()
        self.error = error.splitlines()
        assert "Traceback" not in out + error


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Runs a command in a newsletter of two articles."""
    lay(tmp_path, {"newsletter.yaml": SETTINGS, A: article("A boat"), B: article("A ship")})
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> Run:
        clocked = [] if words[0] in ("init", "--version", "--help") else ["--clock", CLOCK]
        status = main([*words, *clocked, *(["--jobs", "1"] if words[0] == "build" else [])])
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return command


# --- import --------------------------------------------------------------------------------------


def test_an_import_can_be_told_as_json(run, tmp_path: Path) -> None:
    lay(tmp_path, {"sources/lock.txt": "The lock is open\n4 July 2026, 14:20\nIt opened.\n"})
    told = json.loads("\n".join(run("import", "--format", "json").out))
    (document,) = told["documents"]
    assert (told["status"], document["kind"], document["into"]) == (0, "article", "content/articles")
    assert [entry["state"] for entry in document["entries"]] == ["new"]
    assert document["words"]["left_out"] == 0
    assert [problem["severity"] for problem in told["problems"]] == ["note"]


# --- build ---------------------------------------------------------------------------------------


def test_a_build_says_what_it_made(run, tmp_path: Path) -> None:
    done = run("build")
    assert (done.status, done.error) == (0, [])
    assert done.out[0] == "2 entries in 2 topics:"
    assert done.out[1].startswith("  site/  ")
    assert done.out[-2].startswith("Published in ")
    assert done.out[-1].startswith("What subscribers will see")
    assert (tmp_path / "site/2026/11/20/a/index.html").is_file()
    assert (tmp_path / "outbox/2026-11-20/email.eml").is_file()


def test_a_second_build_has_nothing_to_do(run) -> None:
    run("build")
    assert "nothing to change" in run("build").out[1]


def test_quiet_says_nothing_but_problems(run, tmp_path: Path) -> None:
    assert vars(run("build", "--quiet")) == {"status": 0, "out": [], "error": []}
    lay(tmp_path, {A: article(topics="[New]"), B: article(topcis="x")})
    done = run("build", "-q")
    assert done.out == []
    assert done.error == [f"warning: {B}:4:9: unknown key `topcis`", "hint: did you mean `topics`?"]


def test_a_problem_is_a_line_that_an_editor_can_click(run, tmp_path: Path) -> None:
    lay(tmp_path, {A: "---\ntitle: A\ndate: soon\n---\n"})
    done = run("build")
    assert done.status == 4
    assert done.error == [
        f"error: {A}:3:7: `date` is not a date",
        "hint: write it as 2026-11-20T07:30:00+00:00 or 2026-11-20",
    ]
    assert done.out[0] == f"Held back: {A}"
    assert not (tmp_path / "site/2026/11/20/a").exists()
    assert (tmp_path / "site/2026/11/20/b/index.html").is_file()


def test_all_problems_are_said_in_one_run_errors_first(run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {A: article(topcis="x"), B: article(date2="x", draft="perhaps", body="[x](gone.md)"), "content/x.md": ""},
    )
    said = [line.partition(":")[0] for line in run("build").error if not line.startswith("hint")]
    assert said == sorted(said, key=["error", "warning", "note"].index)
    assert len(said) == 4


def test_settings_with_a_mistake_publish_nothing(run, tmp_path: Path) -> None:
    run("build")
    before = (tmp_path / "site/index.html").read_bytes()
    lay(tmp_path, {"newsletter.yaml": SETTINGS + "timezone: Nowhere\n"})
    done = run("build")
    assert done.status == 1
    assert done.error[0].startswith("error: newsletter.yaml:12:1: `timezone` stands twice")
    assert done.out == ["Nothing was published."]
    assert (tmp_path / "site/index.html").read_bytes() == before


def test_strict_publishes_nothing_if_there_is_a_warning(run, tmp_path: Path) -> None:
    lay(tmp_path, {A: article(topcis="x")})
    assert run("build", "--strict").status == 1
    assert not (tmp_path / "site/index.html").exists()
    lay(tmp_path, {A: article(topics="[Brand new]")})
    assert run("build", "--strict").status == 0


def test_no_newsletter_is_said_with_what_to_do(run, tmp_path: Path) -> None:
    (tmp_path / "newsletter.yaml").unlink()
    done = run("build")
    assert done.status == 1
    assert done.error[0] == "error: newsletter.yaml: there is no newsletter here"
    assert "pressday init" in done.error[1]


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--clock", "noon"),
        ("build", "--jobs", "many"),
        ("build", "--nonsense"),
        ("build", "--format", "xml"),
        ("build", "extra"),
        ("list", "everything"),
        ("list",),
        ("new",),
        ("nonsense",),
    ],
)
def test_wrong_usage(words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tmp_path, {"newsletter.yaml": SETTINGS})
    assert main([*words, *(() if words[0] == "nonsense" else ("--source", str(tmp_path)))]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_fault_of_the_machine(run, tmp_path: Path) -> None:
    (tmp_path / ".pressday").write_text("in the way")
    done = run("build")
    assert done.status == 3
    assert done.error[0].startswith("error: ")
    assert done.error[1].startswith("hint: ")


@pytest.mark.parametrize("where", ["content", ".", "newsletter.yaml", "static/x"])
def test_a_destination_that_holds_the_sources_is_refused(run, tmp_path: Path, where: str) -> None:
    assert run("build", "-d", where).status == 1
    assert (tmp_path / A).read_text() == article("A boat")


def test_what_a_program_reads(run, tmp_path: Path) -> None:
    lay(tmp_path, {A: "no header"})
    done = run("build", "--format", "json")
    told = json.loads("\n".join(done.out))
    assert (told["status"], told["published"], told["held"]) == (4, True, [A])
    assert told["problems"][0]["path"] == A
    assert {"message", "line", "column", "hint", "severity"} <= told["problems"][0].keys()
    assert "index.html" in told["site"]["written"]
    assert done.status == 4
    assert done.error == []


def test_json_is_json_when_nothing_is_published(run, tmp_path: Path) -> None:
    lay(tmp_path, {"newsletter.yaml": "title: [\n"})
    done = run("build", "--format", "json")
    assert (json.loads("\n".join(done.out))["published"], done.status) == (False, 1)


@pytest.mark.parametrize("words", [("--base-url", "https://x.example/a/b"), ("-b", "https://x.example/a/b/")])
def test_a_site_below_a_path_links_below_it(run, tmp_path: Path, words: tuple[str, str]) -> None:
    assert run("build", *words).status == 0
    home = (tmp_path / "site/index.html").read_text()
    assert "/a/b/2026/11/20/a/" in home
    assert 'href="/2026' not in home
    assert "skerry.example/post" not in home
    assert "https://x.example/a/b/2026/11/20/a/" in (tmp_path / "site/sitemap.xml").read_text()


def test_a_base_url_that_is_none_is_an_error(run) -> None:
    assert run("build", "--base-url", "here").status == 1
    assert run("build", "--base-url", "https://x.example/\udcff").status == 1


def test_the_clock_decides_what_is_out(run, tmp_path: Path) -> None:
    lay(tmp_path, {A: article(publishDate="2026-11-22T13:00")})
    run("build")
    assert not (tmp_path / "site/2026/11/22/a").exists()
    assert main(["build", "--clock", "2026-11-22T13:00", "--jobs", "1"]) == 0
    assert (tmp_path / "site/2026/11/22/a/index.html").is_file()


def test_drafts_and_what_is_to_come_are_shown_when_asked_for(run, tmp_path: Path) -> None:
    lay(tmp_path, {A: article(draft="true"), B: article(publishDate="2027-01-01")})
    assert run("build", "-D").out[0].startswith("1 entry ")
    assert run("build", "-F").out[0].startswith("1 entry ")
    assert run("build", "-DF").out[0].startswith("2 entries ")
    assert run("build").out[0].startswith("0 entries ")


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"content/live/x/2026-11-20-0900-a.md": article()},
        {"content/linked/x/a.md": article()},
        {"content/pages/about.md": "x"},
        {"content/digests/2026-11-20.md": "x"},
        {"content/live/x/points.md": "## 2026-11-20\n- A\n"},
        {A: article(draft="true")},
    ],
)
def test_a_newsletter_of_almost_nothing_builds(run, tmp_path: Path, files: dict[str, str]) -> None:
    shutil.rmtree(tmp_path / "content")
    lay(tmp_path, files)
    assert run("build").status == 0
    assert (tmp_path / "site/index.html").is_file()


def test_two_things_at_one_address_name_both(run, tmp_path: Path) -> None:
    lay(tmp_path, {"static/about/index.html": "mine", "content/pages/about.md": "x"})
    done = run("build")
    assert done.status == 4
    (line,) = [line for line in done.error if line.startswith("error")]
    assert "content/pages/about.md" in line
    assert "static/about/index.html" in line


def test_evil_names_break_neither_the_build_nor_the_terminal(run, tmp_path: Path) -> None:
    for name in (b"\xff.md", b"a\nerror: c.md", b"\x1b[31mred.md"):
        with open(os.fsencode(tmp_path / "content/articles") + b"/" + name, "w") as file:  # noqa: PTH123 - a name in bytes
            file.write(article())
    lay(tmp_path, {"static/.well-known/x": "x", "static/a:b": "x", "static/it is #1.txt": "x"})
    done = run("build")
    assert done.status == 4
    assert sum(line.startswith("error: ") for line in done.error) == 4
    assert all(line.startswith(("error: content/articles/", "error: static/a:b", "hint: ")) for line in done.error)
    assert not any("\x1b" in line for line in done.error)
    assert (tmp_path / "site/.well-known/x").is_file()
    assert (tmp_path / "site/it is #1.txt").is_file()


def test_nothing_a_person_can_write_is_a_traceback(run, tmp_path: Path) -> None:
    headers = [
        "title: [",
        "a: " + "[" * 100_000,
        "title: \x00",
        "!!python/object:os.system ls",
        "a: &x [*x]",
        "- " * 9_999,
    ]
    for number, header in enumerate(headers):
        lay(tmp_path, {f"content/articles/h{number}.md": f"---\n{header}\n---\n"})
    bodies = [
        "> " * 900 + "x",
        "[" * 9_999,
        "<div>" * 9_999,
        "[a]: " + "y" * 9_999 + "\n\n" + "[a] " * 9_999,
        "\0\x1b\ufffe",
    ]
    for number, body in enumerate(bodies):
        lay(tmp_path, {f"content/articles/b{number}.md": article(body=body)})
    done = run("build")
    assert done.status == 4
    assert done.out[-2].startswith("Published in ")
    assert done.out[-1].startswith("What subscribers will see")


# --- the other commands --------------------------------------------------------------------------


def test_lists(run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            A: article("Draft", draft="true"),
            B: article("Later", publishDate="2026-12-24T18:00"),
            "content/articles/2026-11-20-c.md": article("Past", expiryDate="2026-11-21"),
        },
    )
    assert run("list", "drafts").out == [f"{A}\t2026-11-20T09:00+00:00\tDraft"]
    assert run("list", "future").out == [f"{B}\t2026-12-24T18:00+00:00\tLater"]
    assert run("list", "expired").out == ["content/articles/2026-11-20-c.md\t2026-11-21T00:00+00:00\tPast"]
    told = json.loads("\n".join(run("list", "future", "--format", "json").out))
    assert told == {"future": [{"path": B, "date": "2026-12-24T18:00:00+00:00", "title": "Later"}]}


def test_a_list_without_a_newsletter(run, tmp_path: Path) -> None:
    (tmp_path / "newsletter.yaml").unlink()
    assert run("list", "drafts").status == 1


def test_new_prints_the_file_that_it_began(run, tmp_path: Path) -> None:
    done = run("new", "Mayor: wait")
    assert (done.status, done.out) == (0, ["content/articles/2026/2026-11-22-mayor-wait.md"])
    assert (tmp_path / done.out[0]).is_file()
    again = run("new", "Mayor: wait")
    assert (again.status, again.error) == (
        1,
        ["error: content/articles/2026/2026-11-22-mayor-wait.md: is there already"],
    )
    assert run("new", "The roof", "--live", "storm").out == ["content/live/storm/2026-11-22-1200-the-roof.md"]
    assert run("new", "About us", "--page").out == ["content/pages/about-us.md"]
    assert run("new", "  ").status == 1


def test_what_new_and_init_make_builds_without_a_word(run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = run("init", "brief")
    assert made.status == 0
    assert "pressday serve" in made.out[-1]
    assert main(["new", "A first", "--source", "brief"]) == 0
    capsys.readouterr()
    assert main(["build", "--source", "brief", "--jobs", "1"]) == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "brief/site/feed.xml").is_file()
    assert run("init", "brief").status == 1


def test_where_no_newsletter_can_be_made(run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert run("init", "file").status == 3


def test_the_version_is_told(run) -> None:
    assert run("--version").out[0].startswith("pressday ")


def test_build_py_builds_the_newsletter_that_it_stands_in(tmp_path: Path) -> None:
    lay(tmp_path, {"newsletter.yaml": SETTINGS, A: article()})
    shutil.copy(ROOT / "build.py", tmp_path / "build.py")
    command = [sys.executable, str(tmp_path / "build.py"), "--jobs", "1"]
    first = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert (first.returncode, first.stderr) == (0, "")
    assert (tmp_path / "site/index.html").is_file()


def test_build_py_says_how_to_install_what_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, "-S", "-I", str(ROOT / "build.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "make site" in done.stderr
