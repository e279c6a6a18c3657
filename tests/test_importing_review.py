"""What both sides changed waits until it is decided; a dry run and a listing leave no trace."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, NOW, SETTINGS, Desk, live_text
from pressday.cli import reviewing, say
from pressday.cli.commands import run
from pressday.importing import ImportOptions, Tree, import_documents
from pressday.importing.review import Review
from pressday.problems import ProblemError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "newsletter.yaml").write_text(SETTINGS.format(zone="Europe/London"))
    return Desk(tmp_path)


def edit(desk: Desk, headline: str, old: str, new: str) -> Path:
    path = desk.entry(headline)
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return path


def conflict(desk: Desk) -> Path:
    """Two paragraphs of one entry and a headline of another, changed on both sides."""
    desk.put(live_text())
    desk.report()
    edit(desk, "Wind rises", "title: Wind rises", "title: The wind")
    path = edit(desk, "Ferry sails at last", "forty on board", "fifty on board")
    edit(desk, "Ferry sails at last", "It was cheered.", "All cheered.")
    desk.put(
        live_text().replace("forty on board", "sixty on board").replace("It was cheered", "They cheered")
        .replace("Wind rises", "Gale rises")
    )  # fmt: skip
    desk.report()
    return path


def review(desk: Desk) -> Review:
    return Review(desk.folder, desk.newsletter, NOW)


def test_each_place_that_both_have_changed_waits_with_both_versions(desk: Desk) -> None:
    path = conflict(desk)
    assert "fifty on board" in path.read_text()
    told = [(one.name, one.mine, one.theirs, one.line) for one in review(desk).queue().conflicts]
    assert told == [
        ("title", "title: The wind", "title: Gale rises", 13),
        ("text", "The ferry left the quay with fifty on board.", "The ferry left the quay with sixty on board.", 6),
        ("text", "All cheered.", "They cheered.", 6),
    ]


def test_what_is_kept_waits_no_longer_and_is_not_asked_again(desk: Desk) -> None:
    conflict(desk)
    before = desk.state()
    for one in review(desk).queue().conflicts:
        review(desk).keep(one)
    assert review(desk).queue().conflicts == ()
    desk.report(desk.folder / "sources/storm.txt")
    assert (review(desk).queue().conflicts, desk.state()) == ((), before)


def test_what_is_taken_stands_in_the_file_and_nothing_else_is_touched(desk: Desk) -> None:
    path = conflict(desk)
    before = path.read_text()
    title, _, last = review(desk).queue().conflicts
    review(desk).take(last)
    assert path.read_text() == before.replace("All cheered.", "They cheered.")
    review(desk).take(title)
    assert "title: Gale rises\n" in desk.entry("Gale rises").read_text()
    assert [one.mine for one in review(desk).queue().conflicts] == ["The ferry left the quay with fifty on board."]
    after = desk.state()
    desk.report(desk.folder / "sources/storm.txt")
    assert desk.state() == after


def test_a_field_that_the_editor_wrote_over_several_lines_is_shown_and_taken_whole(desk: Desk) -> None:
    conflict(desk)
    path = edit(desk, "The wind", "title: The wind", "title: |\n  The wind,\n\n  twice\nkicker: Gale")
    title, *_ = review(desk).queue().conflicts
    assert title.mine == "title: |\n  The wind,\n\n  twice"
    before = path.read_text()
    review(desk).take(title)
    assert path.read_text() == before.replace(title.mine, "title: Gale rises")


def test_what_cannot_be_taken_without_harm_to_the_header_waits_on_and_the_file_stays(desk: Desk) -> None:
    conflict(desk)
    path = desk.entry("The wind")
    _, header, body = path.read_text().split("---\n", 2)
    path.write_text(f"---\n{{{', '.join(header.splitlines())}}}\n---\n{body}")
    before = desk.state()
    title = review(desk).queue().conflicts[0]
    with pytest.raises(ProblemError) as told:
        review(desk).take(title)
    assert "title: Gale rises" in told.value.problems[0].hint
    assert desk.state() == before
    assert review(desk).queue().conflicts[0] == title


def test_a_paragraph_that_the_editor_took_out_can_be_taken_back(desk: Desk) -> None:
    desk.put(live_text())
    desk.report()
    path = edit(desk, "Ferry sails at last", "\n\nIt was cheered.", "")
    desk.put(live_text().replace("It was cheered", "They cheered"))
    desk.report()
    assert "cheered" not in path.read_text()
    (one,) = review(desk).queue().conflicts
    assert (one.mine, one.theirs) == ("", "They cheered.")
    review(desk).take(one)
    assert path.read_text().endswith("with forty on board.\n\nThey cheered.\n")


def test_a_file_that_was_edited_meanwhile_is_not_overwritten(desk: Desk) -> None:
    path = conflict(desk)
    desk_now = review(desk)
    one = desk_now.queue().conflicts[-1]
    edit(desk, "Ferry sails at last", "All cheered.", "Nobody cheered.")
    before = path.read_text()
    with pytest.raises(ProblemError, match="look at it again"):
        review(desk).take(one)
    assert path.read_text() == before


@pytest.mark.parametrize("gone", [True, False])
def test_a_document_that_is_gone_or_changed_is_said_to_be(desk: Desk, gone: bool) -> None:
    conflict(desk)
    place = desk.folder / "sources/storm.txt"
    place.unlink() if gone else place.write_text(live_text(NEWER))
    (_, one, _) = review(desk).queue().conflicts
    assert one.theirs is None
    assert ("is gone" if gone else "has changed since it was imported") in one.why
    review(desk).keep(one)
    assert len(review(desk).queue().conflicts) == 2


def test_the_ledger_keeps_no_word_of_what_waits(desk: Desk) -> None:
    conflict(desk)
    told = desk.read("ledger/imports/storm.txt.yaml")
    assert "waits: " in told
    assert "sixty" not in told


def test_a_guess_that_was_seen_is_told_no_more(desk: Desk) -> None:
    path = desk.put(live_text())
    assert len(desk.report().guesses) == 1
    (doubt,) = review(desk).queue().doubts
    assert (doubt.document, doubt.line) == ("sources/storm.txt", 7)
    review(desk).seen(doubt)
    assert review(desk).queue().doubts == ()
    report = desk.report(path)
    assert report.guesses == ()
    assert len(report.lines()) == 1


# --- on the command line ---------------------------------------------------------------------------


def test_without_a_terminal_it_is_listed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    conflict(desk)
    before = desk.state(".")
    assert run(["review", "-s", str(desk.folder)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line[4:] for line in told if line.startswith("    ")][:2] == ["- title: The wind", "+ title: Gale rises"]
    assert sum("both changed" in line for line in told) == 3
    assert run(["review", "-s", str(desk.folder), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["conflicts"]) == 3
    assert desk.state(".") == before


def test_a_script_decides_by_id(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    conflict(desk)
    queue = review(desk).queue()
    ids = [one.id for one in queue.conflicts]
    words = ["review", "-s", str(desk.folder), "--keep", ids[0], "--take", ids[1], "--seen", queue.doubts[0].id]
    assert run([*words, "--keep", "nothing"]) == 1
    assert run(words) == 0
    assert "sixty on board" in desk.entry("Ferry sails at last").read_text()
    assert [one.id for one in review(desk).queue().conflicts] == ids[2:]
    assert review(desk).queue().doubts == ()


def test_on_a_terminal_it_asks_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = conflict(desk)
    answers = iter(["what?", "k", "t", "s", "", "q"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    now = review(desk)
    reviewing._ask(now, now.queue())
    assert "sixty on board.\n\nAll cheered." in path.read_text()
    queue = review(desk).queue()
    assert ([one.mine for one in queue.conflicts], queue.doubts) == (["All cheered."], ())
    monkeypatch.setattr("builtins.input", lambda question: (_ for _ in ()).throw(EOFError))
    reviewing._ask(now, queue)


def test_a_dry_run_shows_all_and_writes_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put(live_text())
    away = desk.folder.parent / f"{desk.folder.name}-later.txt"
    away.write_text(live_text(NEWER + ENTRIES))
    before = desk.state(".")
    assert run(["import", "-n", "-s", str(desk.folder), str(desk.folder / "sources/storm.txt"), str(away)]) == 0
    told = capsys.readouterr().out
    # The second reads what the first would have written.
    assert "4 new" in told
    assert "3 new, 4 unchanged" in told
    assert "+title: Wind rises\n" in told
    assert told.count("--- /dev/null") == 4 + 3 + 2
    assert desk.state(".") == before
    assert run(["import", "-n", "-s", str(desk.folder), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["dry_run"], len(data["changes"]), data["documents"][0]["counts"]["new"]) == (True, 6, 4)
    assert desk.state(".") == before


def test_a_dry_run_says_of_every_file_what_the_import_then_does(desk: Desk) -> None:
    conflict(desk)
    desk.put(live_text(NEWER + ENTRIES).replace("closed at midnight", "shut at midnight"))
    tree = Tree(desk.folder, holds=True)
    held = import_documents(desk.folder, [], ImportOptions(), newsletter=desk.newsletter, now=NOW, tree=tree)
    before = desk.state(".")
    done = desk.run()
    after = desk.state(".")
    assert done == held
    assert {change.path: change.after for change in tree.changes()} == {
        path: data for path, (data, _) in after.items() if path not in before or before[path][0] != data
    }


def test_a_diff_has_colours_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say.diff("a\n", "b\n", "x.md")
    assert capsys.readouterr().out == "--- x.md\n+++ x.md\n@@ -1 +1 @@\n-a\n+b\n"
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    say.diff("a\n", "b\n", "x.md")
    assert "\x1b[32m+b\x1b[0m" in capsys.readouterr().out


def test_a_day_that_stood_in_for_a_live_pages_date_waits_until_it_is_seen(desk: Desk) -> None:
    desk.put("Storm over Harne\n14:20\nHarbour shut\nThe gates were closed.\n13:05\nWind rises\nA gale blew.\n")
    (note,) = desk.report().guesses
    assert note.message == "the document has no date; its newest entry is taken as Friday 6 March 2026"
    (doubt,) = Review(desk.folder, desk.newsletter, NOW + timedelta(days=9)).queue().doubts
    assert (doubt.line, doubt.message) == (note.line, note.message)
    review(desk).seen(doubt)
    assert review(desk).queue().doubts == ()


def test_a_day_that_the_editor_gave_is_no_doubt(desk: Desk) -> None:
    desk.put("Storm over Harne\n14:20\nHarbour shut\nThe gates were closed.\n13:05\nWind rises\nA gale blew.\n")
    assert desk.report(options=ImportOptions(date=date(2026, 3, 4))).guesses == ()
    assert review(desk).queue().doubts == ()


TWICE = "The gates of the {} lock were closed at noon by the harbour master."


def test_many_doubts_of_one_kind_are_told_and_seen_together(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    said = [TWICE.format(name) for name in ("north", "south", "old", "new", "upper", "lower")]
    desk.put("The locks\nBy Nell Harrow, 5 March 2026\n" + "".join(f"{one} {one}\n" for one in said))
    report = desk.report()
    assert (len(report.guesses), report.doubts) == (6, 1)
    (line,) = (line for line in report.lines() if "guess" in line)
    assert line.startswith("  guess: line 3, and 5 more like it down to line 8: a sentence occurs twice")
    assert run(["review", "-s", str(desk.folder)]) == 0
    (shown,) = capsys.readouterr().out.splitlines()
    assert shown.endswith("(and 5 more like it)")
    (doubt,) = review(desk).queue().doubts
    review(desk).seen(doubt)
    assert review(desk).queue().doubts == ()
    assert desk.report(desk.folder / "sources/storm.txt").guesses == ()


def test_the_questions_say_which_letter_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    conflict(desk)
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "s")  # type: ignore[func-returns-value]
    now = review(desk)
    reviewing._ask(now, now.queue())
    assert asked[0] == "[k]eep yours (-), [t]ake the source's (+), [s]kip or [q]uit? "
    assert asked[-1] == "enter: seen, [s]kip or [q]uit? "


def test_the_last_line_counts_what_waits_and_a_dry_run_sends_nobody_to_review(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    dated = live_text().replace("Storm over Harne\n", "Storm over Harne\n5 March 2026\n")
    desk.put(dated)
    desk.report()
    edit(desk, "Ferry sails at last", "forty on board", "fifty on board")
    desk.put(dated.replace("forty on board", "sixty on board"))
    folder = ["-s", str(desk.folder)]
    assert run(["import", "-n", *folder]) == 0
    told = capsys.readouterr().out
    assert "pressday review" not in told
    assert told.splitlines()[-1] == "Nothing was written. The import itself would write no content file."
    assert run(["import", *folder]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 thing waits for you: pressday review"
