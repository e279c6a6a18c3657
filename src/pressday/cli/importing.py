"""``pressday import``: its words to options, its reports to lines."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from pressday import config, importing
from pressday.cli import bringing, say
from pressday.importing import Change, ImportOptions, ImportOutcome, ImportReport, Tree
from pressday.importing.report import State
from pressday.problems import Problem, in_order
from pressday.recognise import Kind
from pressday.records import replace


def import_documents(
    folder: Path,
    documents: Sequence[str],
    *,
    feeds: bool,
    kind: str | None,
    timezone: str | None,
    day: str | None,
    name: str | None,
    origin: str | None,
    now: datetime,
    quiet: bool,
    as_json: bool,
    dry_run: bool = False,
) -> int:
    """Import, tell the outcome, and give the exit status: 1 if a document could not be imported."""
    wrong = _wrong(kind, day)
    if wrong is not None:
        say.problems([wrong])
        return 2
    options = ImportOptions(
        kind=kind,  # type: ignore[arg-type]  # one of the literals, as checked
        timezone=timezone or "",
        date=date.fromisoformat(day) if day else None,
        name=name or "",
        source=origin or "",
    )
    given, wrong_lists = bringing.without_lists(documents)
    if documents and not given and not feeds:
        say.problems(in_order(wrong_lists), quiet=quiet)
        return 1 if any(problem.severity == "error" for problem in wrong_lists) else 0
    newsletter, problems = config.load(folder)

    tree = Tree(folder, holds=dry_run)
    held: Path | None = None

    def do(files: Sequence[Path], how: ImportOptions) -> ImportOutcome:
        with say.Bar(quiet=quiet or as_json) as bar:
            return importing.import_documents(
                folder,
                files,
                how,
                newsletter=newsletter,
                now=now,
                progress=lambda done, total, _: bar("importing", done, total),
                tree=tree,
                away=held,
            )

    with tempfile.TemporaryDirectory() as away:
        # What a dry run fetches is kept outside the newsletter, and only as long as it lasts.
        held = Path(away) if dry_run else None
        outcome = bringing.imported(folder, given, options, newsletter, do, feeds=feeds, held=held)
    outcome = replace(outcome, problems=(*wrong_lists, *outcome.problems))
    if as_json:
        say.data(_as_data(outcome, tree))
    else:
        _show(outcome, problems, quiet=quiet, dry_run=dry_run)
        if dry_run:
            _show_changes(tree.changes())
    return 1 if outcome.failed else 0


def _wrong(kind: str | None, day: str | None) -> Problem | None:
    kinds: tuple[str, ...] = get_args(Kind)
    if kind is not None and kind not in kinds:
        return Problem(f"`{kind}` is not a kind of document", "--kind", hint=f"it is one of {', '.join(kinds)}")
    if day is not None:
        try:
            year = date.fromisoformat(day).year
        except ValueError:
            year = 0
        if not 1900 <= year < 3000:
            return Problem(f"`{day}` is not a day", "--date", hint="write it as 2026-11-20")
    return None


def _show(outcome: ImportOutcome, problems: Sequence[Problem], *, quiet: bool, dry_run: bool) -> None:
    say.problems(in_order([*problems, *outcome.problems]), quiet=quiet)
    if quiet:
        return
    for report in outcome.reports:
        for line in report.lines():
            say.line(line)
    if not outcome.reports and not outcome.failed:
        say.line("Nothing new in sources/.")
    waiting = sum(report.waiting for report in outcome.reports)
    doubts = sum(report.doubts for report in outcome.reports)
    if not dry_run and (waiting or doubts > 1):
        count = waiting + doubts
        say.line(f"{count:,} {'thing waits' if count == 1 else 'things wait'} for you: pressday review")


def _show_changes(changes: Sequence[Change]) -> None:
    """What a dry run would have written: a diff for every content file."""
    content = [change for change in changes if change.path.startswith("content/")]
    for change in content:
        say.diff(_text(change.before or b""), _text(change.after), change.path, is_new=change.before is None)
    count = {0: "no content file", 1: "1 content file"}.get(len(content), f"{len(content):,} content files")
    say.line(f"Nothing was written. The import itself would write {count}.")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace") if b"\0" not in data else f"({len(data):,} bytes)\n"


def _as_data(outcome: ImportOutcome, tree: Tree) -> dict[str, Any]:
    return {
        "status": 1 if outcome.failed else 0,
        "dry_run": tree.holds,
        "changes": [
            {
                "path": change.path,
                "new": change.before is None,
                "diff": "".join(say.unified(_text(change.before or b""), _text(change.after), change.path)),
            }
            for change in tree.changes()
            if change.path.startswith("content/")
        ],
        "documents": [_report(report) for report in outcome.reports],
        "problems": say.as_data(outcome.problems),
    }


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        "document": report.document,
        "kind": report.kind,
        "title": report.title,
        "into": f"content/{report.into}",
        "timezone": report.timezone,
        "needs_an_eye": report.needs_an_eye,
        "counts": {state: report.count(state) for state in get_args(State)} | {"waiting": report.waiting},
        "entries": [{field: getattr(entry, field) for field in entry.__struct_fields__} for entry in report.entries],
        "words": {"text": report.words.text, "headers": report.words.headers, "left_out": report.words.left_out},
        "left_out": [{"line": left.line, "text": left.text, "reason": left.reason} for left in report.left_out],
        "guesses": say.as_data(report.guesses),
        "gone": report.gone,
        "problems": say.as_data(report.problems),
    }
