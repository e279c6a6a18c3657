"""Nothing that a person can write into other files stands in the way of a withdrawal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import newsletters
from importing_samples import ENTRIES, SETTINGS, Desk, live_text
from pressday.cli.commands import run
from pressday.correcting.points import without_points

LIVE = "content/live/storm/2026-11-21-2210-ferry-stays-in.md"
ARTICLE = "content/articles/2026/2026-11-20-slipway/index.md"
POINTS = "content/live/storm/points.md"
KEYS = ["1121-2210-wxyz", "mnpq2345", "3456bcdf"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletters.make(tmp_path / "newsletter")


def retract(folder: Path, wanted: str, reason: str = "Untrue.") -> int:
    return run(["retract", wanted, "--reason", reason, "--clock", "2026-11-22T12:00", "--source", str(folder)])


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Only a lead.\n",
        "## 2026-11-21T22:10:00+00:00\n",
        "Lead.\n\n## 2026-11-21T22:10:00+00:00\n\n## 2026-11-21T22:20:00+00:00\n\n- Calm",
        "- [The ferry stays in](2026-11-21-2210-ferry-stays-in.md)\n",
        "## soon\n\n- Calm\n",
        "---\nkey: [\n---\n## 2026-11-21\n\n- Calm\n",
        "## 2026-11-21\n\n- [a](%zz)\n- [](<>)\n- " + "[" * 3000 + "\n- " + "*" * 3000 + "\n-\n* \n",
        "\ufeff## 2026-11-21\n\n-  \n\n\n",
    ],
)
def test_no_file_of_key_points_blocks_a_withdrawal(folder, key, text):
    newsletters.write(folder, POINTS, text)
    title = "A headline of more than four words: it is looked for"
    path = folder / ARTICLE
    path.write_text(path.read_text("utf-8").replace("The new slipway", title), "utf-8")
    assert retract(folder, key) == 0


def test_after_the_last_key_point_the_next_entry_can_be_withdrawn(folder):
    newsletters.write(folder, POINTS, "## 2026-11-21T22:10:00+00:00\n\n- [x](2026-11-21-2210-ferry-stays-in.md)\n")
    assert retract(folder, "1121-2210-wxyz") == 0
    assert (folder / POINTS).read_text("utf-8") == "\n"
    assert retract(folder, "1121-2130-bcdf") == 0
    newsletters.built(folder)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_point_is_taken_out_whatever_the_lines_end_in(folder, end):
    text = "Lead.\n\n## 2026-11-21\n\n- The ferry stays in\n- Calm\n".replace("\n", end)
    newsletters.write(folder, POINTS, "")
    (folder / POINTS).write_bytes(text.encode())
    assert retract(folder, "1121-2210-wxyz") == 0
    assert (folder / POINTS).read_bytes().decode() == text.replace(f"- The ferry stays in{end}", "")


def test_a_point_in_a_file_that_an_error_holds_back_is_taken_out_too(folder):
    text = "## soon\n\n- The ferry stays in\n- Calm\n"
    newsletters.write(folder, POINTS, text)
    assert retract(folder, "1121-2210-wxyz") == 0
    assert (folder / POINTS).read_text("utf-8") == "## soon\n\n- Calm\n"


def test_the_lines_that_stay_are_the_same_to_the_last_character(folder):
    (entry,) = (e for e in newsletters.built(folder).edition.entries if e.key == "1121-2210-wxyz")
    for text in ("", "a\r\nb\rc\n", "## x\n- y\n\n\n", "## x", "- The ferry stays in\n"):
        assert without_points(text, POINTS, entry) == (text or "\n", 0)
    told = "## x\r\n- The ferry stays in\r\n- y\r\n"
    assert without_points(told, POINTS, entry) == ("## x\r\n- y\r\n", 1)


@pytest.mark.parametrize("data", [b"\xff\xfe- x\n", b"## 2026-11-21\n\n- The ferry stays in \xff\n"])
def test_a_file_of_key_points_that_is_no_text_is_told(folder, data, capsys):
    (folder / POINTS).write_bytes(data)
    assert retract(folder, "1121-2210-wxyz") == 0
    assert f"\n- {POINTS}, which is not UTF-8: look there\n" in capsys.readouterr().out
    assert "Nobody crosses" not in (folder / LIVE).read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< HEAD\ndocument: a\n",
        "document: [a]\n",
        "- a\n",
        "\x00",
        "a: {\n",
    ],
)
def test_a_ledger_of_imports_that_cannot_be_read_is_told(tmp_path, text, capsys):
    folder = tmp_path / "brief"
    folder.mkdir()
    (folder / "newsletter.yaml").write_text(SETTINGS.format(zone="Europe/London"), "utf-8")
    desk = Desk(folder)
    desk.put(live_text())
    desk.report()
    path = desk.entry(ENTRIES[0][0])
    (broken,) = (folder / "ledger/imports").glob("*.yaml")
    broken.write_text(text, "utf-8")
    assert retract(folder, path.as_posix()) == 0
    assert f"\n- ledger/imports/{broken.name}, which " in capsys.readouterr().out
    assert "retracted:" in path.read_text("utf-8")


@pytest.mark.parametrize("text", ["", "\x00", "a\tb\n", "article\tmnpq2345\tsoon\tnow\t-\t/\n"])
def test_a_ledger_that_cannot_be_read_blocks_nothing(folder, text):
    newsletters.write(folder, "ledger/published.tsv", text)
    assert retract(folder, "mnpq2345") == 0


def test_other_files_of_any_kind_block_nothing(folder):
    quote = "Nobody crosses tonight, the harbour master says, and nobody minds."
    for name in ("wrong.md", "odd\nname.md", "\u202ename.md", "é" * 80 + ".md", "x.txt"):
        newsletters.write(folder, f"content/articles/2026/{name}", f"---\ntitle: [\n---\n{quote}\n")
    (folder / "content/articles/2026/raw.md").write_bytes(b"\xff" + quote.encode())
    Path(os.fsdecode(os.fsencode(folder) + b"/content/articles/2026/\xff.md")).write_text(quote, "utf-8")
    (folder / "content/articles/2026/nowhere.md").symlink_to(folder / "missing")
    (folder / "content/articles/2026/loop").symlink_to(folder / "content")
    (folder / "content/digests/2026-99-99.md").write_text(quote, "utf-8")
    newsletters.write(folder, "content/digests/2026-11-21.md", "---\npicks: [1121-2210-wxyz, 7]\n---\n")
    assert retract(folder, "1121-2210-wxyz") == 0


@pytest.mark.parametrize(
    "header",
    [
        "date: 2026-11-20T08:00:00+00:00\npublished: 2026-11-21\nauthor: Nell Harrow\nauthors: [Tam Reyes]\n",
        "date:\npublished: 2026-11-20T08:00:00+00:00\nauthors: []\nby: Nell Harrow\n",
    ],
)
def test_of_two_keys_that_say_the_same_that_counts_which_was_read(folder, header):
    newsletters.write(folder, ARTICLE, f"---\nid: mnpq2345\ntitle: The slipway\n{header}---\nIt opened.\n")
    before = next(e for e in newsletters.built(folder).edition.entries if e.key == "mnpq2345")
    assert retract(folder, "mnpq2345") == 0
    (after,) = newsletters.built(folder).edition.retracted
    assert (after.address, after.published, after.authors) == (before.address, before.published, ("Nell Harrow",))


@pytest.mark.parametrize(
    "lines",
    [
        "authors: {name: Nell Harrow}",
        'authors: [{name: Nell Harrow}, \'Tam: Reyes\', "Ines \\"O\\""]',
        "topics: [a: b, 'c, d', '#e', 'null', '2026-11-20', yes]",
        "topics: {a: [b]}",
        "guid: 'a: b # c'",
        "slug: '--- x'",
        "aliases: ['/a b/', \"/c'd/\", /e/]",
        "source: {name: The Cove Review, url: 'https://[x'}",
        "corrections: [a, {date: x}]",
        "image: ../../../../etc/passwd",
        "unknown: &a [*a]",
        "summary: |\n  ---\n  two\n  lines",
        "draft: maybe",
    ],
)
def test_no_header_that_a_build_takes_blocks_its_withdrawal(folder, lines):
    text = newsletters.FILES[ARTICLE].replace("topics: [ferry, Harbour works]\n", f"{lines}\n")
    newsletters.write(folder, ARTICLE, text)
    before = newsletters.built(folder)
    code = retract(folder, "content/articles/2026/2026-11-20-slipway")
    assert code == 0 or (code == 1 and ARTICLE in before.held)
    after = newsletters.built(folder)
    if ARTICLE not in before.held:
        old = next(e for e in before.edition.entries if e.key == "mnpq2345")
        (new,) = after.edition.retracted
        assert (new.address, new.topics, new.authors, new.guid) == (old.address, old.topics, old.authors, old.guid)
        assert ARTICLE not in after.held


@pytest.mark.parametrize(
    "reason", ["a: b # c", "--- |", "'\"\\", "\u202e\x00\x07x", "[x](y) <b>", "é" * 5000, "- x", "null"]
)
def test_any_reason_is_told_as_it_was_given(folder, reason):
    assert retract(folder, "mnpq2345", reason) == 0
    outcome = newsletters.built(folder)
    (entry,) = outcome.edition.retracted
    assert entry.reason == reason.replace("\x00", "").replace("\x07", "")


def test_what_was_drawn_for_other_places_is_not_kept(folder):
    for words in (["build"], ["build", "-d", "elsewhere"]):
        code = run([*words, "-q", "--clock", "2026-11-22T11:00", "-s", str(folder)])
        assert code == 0
    prints = list((folder / ".pressday/destinations").glob("*.prints"))
    assert len(prints) == 2
    assert any(b"Nobody crosses tonight" in path.read_bytes() for path in prints)
    assert retract(folder, "1121-2210-wxyz") == 0
    assert not list((folder / ".pressday/destinations").glob("*.prints"))
    newsletters.built(folder)
    left = [
        path for path in (folder / ".pressday").rglob("*") if path.is_file() and b"Nobody crosses" in path.read_bytes()
    ]
    assert left == []
