"""A correction is one more in the header of its entry's file; every other byte stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import newsletters
from pressday.cli.commands import run
from pressday.content import reading
from pressday.correcting.headers import with_correction

DATE = "2026-11-22T12:00:00+00:00"
ARTICLE = "content/articles/2026/2026-11-18-timetable.md"
WORDS = [
    "The last crossing is at six.",
    "It was six, not five: we were wrong",
    'She said “no”, not "yes" # at all',
    "{not a mapping}, [nor a list]",
    "yes",
    "- It’s 012",
    "Ünïcode ☃ и \\n no escape",
]

PLAIN = (
    "---\nid: a\ntitle: So: it’s # “here”\ndate: 2026-11-18  # a Wednesday\n# a comment\n---\n\nText.\n\n---\nMore.\n"
)
BLOCK = (
    "---\ntitle: X\ncorrections:\n  # the first\n  - date: 2026-11-19\n    text: Old.  # said twice\n"
    "\ndate: 2026-11-18\n---\nText.\n"
)
SHALLOW = (
    "---\ntitle: X\ncorrections:\n- {date: 2026-11-19, text: Old.}\n- {date: 2026-11-20, text: Older.}\n---\nText.\n"
)
FLOW = "---\ntitle: X\ncorrections: [{date: 2026-11-19, text: It's old}]  # two\ndate: 2026-11-18\n---\nText.\n"
FLOW_LINES = (
    '---\ntitle: X\ndate: 2026-11-18\ncorrections: [\n  {date: 2026-11-19, text: "a ] }, b"},  # no ] here\n'
    "  {date: 2026-11-20, text: 'it''s ]'},\n  ]\n---\nText.\n"
)
EMPTY_LIST = "---\ntitle: X\ncorrections: []\ndate: 2026-11-18\n---\nText.\n"
ONE = "---\ntitle: X\ndate: 2026-11-18\ncorrections: {date: 2026-11-19, text: Old.}\n---\nText.\n"
EMPTY = "---\ntitle: X\nCorrections:   # none yet\ndate: 2026-11-18\n---\nText.\n"
NOTHING_AFTER = "---\ntitle: X\ndate: 2026-11-18\nsummary: |\n  Two\n  lines\n---"

FORMS = {
    "plain": PLAIN, "block": BLOCK, "shallow": SHALLOW, "flow": FLOW, "flow on lines": FLOW_LINES,
    "empty list": EMPTY_LIST, "one alone": ONE, "empty": EMPTY, "nothing after": NOTHING_AFTER,
}  # fmt: skip


def told(text: str) -> list[tuple[str, str]]:
    """The corrections that a build reads of a file."""
    found = reading.read("content/articles/2026-11-18-x.md", text.encode(), "UTC")
    assert found.record is not None, found.problems
    return [(c.date.isoformat(), c.text) for c in found.record.corrections]  # type: ignore[union-attr]


def common(one: str, other: str) -> int:
    """How many characters the two begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@pytest.mark.parametrize("close", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", WORDS)
def test_a_correction_is_added_at_the_end_and_nothing_is_taken_away(form, words, mark, close):
    before = mark + FORMS[form].replace("\n", close)
    had = told(before)
    after = with_correction(before, DATE, words)
    assert after is not None
    assert told(after) == [*had, (DATE, words)]
    # One piece was added, and nothing else is another; one alone becomes a list, from its other end too.
    start, end = common(before, after), common(before[::-1], after[::-1])
    if form == "one alone":
        start = common(before.replace("{", "[{"), after) - 1
    assert start + end >= len(before)
    assert after.count("\n") == after.count(close)
    again = with_correction(after, DATE, "Another.")
    assert again is not None
    assert told(again) == [*had, (DATE, words), (DATE, "Another.")]


def test_only_whole_lines_are_added_where_there_is_no_list_in_brackets():
    for form in ("plain", "block", "shallow", "empty"):
        before, after = FORMS[form].split("\n"), str(with_correction(FORMS[form], DATE, "Six.")).split("\n")
        assert [line for line in after if line not in before or before.remove(line)] != []
        assert before == []


@pytest.mark.parametrize(
    "text",
    [
        "Text without a header.\n",
        "---\ntitle: X\nThe header never ends.\n",
        "---\n{title: X, date: 2026-11-18}\n---\nText.\n",
        "---\ntitle: X\ncorrections: &a [{date: 2026-11-19, text: a}]\n---\nText.\n",
        "---\ntitle: X\ncorrections:\n  date: 2026-11-19\n  text: Old.\n---\nText.\n",
        "---\ntitle: X\ncorrections: nothing\n---\nText.\n",
        "---\ntitle: X\ntitle: Y\n---\nText.\n",
    ],
)
def test_what_cannot_be_added_to_is_left_alone(text):
    assert with_correction(text, DATE, "Six.") is None


# --- the command --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletters.make(tmp_path / "newsletter")


def correct(folder: Path, *words: str) -> int:
    clock = [] if "--clock" in words else ["--clock", newsletters.NOW.isoformat()]
    return run(["correct", *words, *clock, "--source", str(folder)])


def test_an_entry_is_corrected_by_its_id_and_by_its_path(folder, capsys, monkeypatch):
    before = (folder / ARTICLE).read_bytes()
    assert correct(folder, "bcdf2345", "It is six crossings, not four.", "--clock", "2026-11-22T12:00") == 0
    assert capsys.readouterr().out == f"{ARTICLE}: corrected\n"
    added = b"corrections:\n  - date: 2026-11-22T12:00:00+00:00\n    text: It is six crossings, not four.\n"
    after = (folder / ARTICLE).read_bytes()
    assert after == before.replace(b"---\nFour", added + b"---\nFour")
    monkeypatch.chdir(folder / "content")
    assert correct(folder, "articles/2026/2026-11-18-timetable", "Two.", "--at", "2026-11-19") == 0
    assert b"  - date: 2026-11-19T00:00:00+00:00\n    text: Two.\n---\n" in (folder / ARTICLE).read_bytes()


@pytest.mark.parametrize("at", ["2026-11-18T08:59", "2026-11-22T12:01", "2030-01-01"])
def test_a_correction_is_made_after_what_it_corrects_and_not_later_than_now(folder, capsys, at):
    before = (folder / ARTICLE).read_bytes()
    assert correct(folder, "bcdf2345", "Six.", "--at", at) == 1
    assert "is no time for it" in capsys.readouterr().err
    assert (folder / ARTICLE).read_bytes() == before


def test_what_is_no_time_is_said_of_the_option_that_was_given(folder, capsys):
    assert correct(folder, "bcdf2345", "Six.", "--at", "gestern") == 2
    assert "--at" in capsys.readouterr().err


def test_the_same_correction_is_made_once(folder, capsys):
    assert correct(folder, "bcdf2345", "Six.") == 0
    once = (folder / ARTICLE).read_bytes()
    assert correct(folder, "bcdf2345", " Six. ") == 0
    assert (folder / ARTICLE).read_bytes() == once
    assert capsys.readouterr().out.endswith("says so already\n")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("bcdf234", "hint: `bcdf2345` is “A timetable: for winter”"),
        ("content/articles/2026/2026-11-18-timetables.md", "hint: `bcdf2345` is"),
        ("no-such-thing-anywhere", "hint: give the `id:`"),
        ("content/pages/about.md", "content/pages/about.md: is a standing page"),
        ("content/live/storm/index.md", "is a live page's own file: name one of its entries"),
        ("content/live/storm/points.md", "key points"),
        ("content/digests/2026-11-20", "is a note in a digest"),
        ("content/articles/2026/2026-11-17-wrong.md", "has an error"),
    ],
)
def test_what_is_no_entry_is_refused_with_what_may_have_been_meant(folder, capsys, wanted, message):
    newsletters.write(folder, "content/articles/2026/2026-11-17-wrong.md", "---\ntitle: x\ndate: soon\n---\n")
    before = newsletters.tree(folder)
    assert correct(folder, wanted, "Six.") == 1
    assert message in capsys.readouterr().err
    assert {name: data for name, data in newsletters.tree(folder).items() if name in before} == before


def test_an_id_that_two_have_names_neither(folder, capsys):
    text = (folder / ARTICLE).read_text("utf-8")
    newsletters.write(folder, "content/articles/2026/2026-11-18-twin.md", text)
    assert correct(folder, "bcdf2345", "Six.") == 1
    assert f"hint: give the path of one: {ARTICLE}, content/articles/2026/2026-11-18-twin.md" in capsys.readouterr().err
    assert correct(folder, ARTICLE, "Six.") == 0


def test_a_header_that_cannot_be_added_to_is_told_with_what_to_write(folder, capsys):
    newsletters.write(folder, ARTICLE, "---\n{id: bcdf2345, title: X, date: 2026-11-18}\n---\nText.\n")
    before = (folder / ARTICLE).read_bytes()
    assert correct(folder, "bcdf2345", "Six.", "--clock", "2026-11-22T12:00") == 1
    assert '- {date: 2026-11-22T12:00:00+00:00, text: "Six."}' in capsys.readouterr().err
    assert (folder / ARTICLE).read_bytes() == before


def test_a_correction_moves_the_date_of_change_and_a_rebuild_does_not(folder):
    def dates() -> dict[str, datetime]:
        edition = newsletters.built(folder).edition
        assert edition is not None
        return {entry.key: entry.updated for entry in (*edition.entries, *edition.cards)}

    first = dates()
    newsletters.built(folder, clean=True)
    assert dates() == first
    assert correct(folder, "bcdf2345", "Six.", "--at", "2026-11-21T10:00") == 0
    assert dates() == {**first, "bcdf2345": datetime(2026, 11, 21, 10, tzinfo=UTC)}
    text = (folder / ARTICLE).read_text("utf-8")
    (folder / ARTICLE).write_text(text.replace("title:", "lastmod: 2026-11-22T09:00\ntitle:"), "utf-8")
    assert dates()["bcdf2345"] == datetime(2026, 11, 22, 9, tzinfo=UTC)
