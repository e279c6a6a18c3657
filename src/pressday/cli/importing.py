"""``pressday import``: its words to options, its reports to lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from pressday import config, importing
from pressday.cli import say
from pressday.importing import ImportOptions, ImportOutcome, ImportReport
from pressday.problems import Problem, in_order
from pressday.recognise import Kind


def import_documents(
    folder: Path,
    documents: Sequence[Path],
    *,
    kind: str | None,
    timezone: str | None,
    day: str | None,
    name: str | None,
    origin: str | None,
    now: datetime,
    quiet: bool,
    as_json: bool,
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
    newsletter, problems = config.load(folder)
    with say.Bar(quiet=quiet or as_json) as bar:
        outcome = importing.import_documents(
            folder,
            documents,
            options,
            newsletter=newsletter,
            now=now,
            progress=lambda done, total, _: bar("importing", done, total),
        )
    if as_json:
        say.data(_as_data(outcome))
    else:
        _show(outcome, problems, quiet=quiet)
    return 1 if outcome.failed else 0


def _wrong(kind: str | None, day: str | None) -> Problem | None:
    kinds: tuple[str, ...] = get_args(Kind)
    if kind is not None and kind not in kinds:
        return Problem(f"`{kind}` is not a kind of document", "--kind", hint=f"it is one of {', '.join(kinds)}")
    if day is not None:
        try:
            date.fromisoformat(day)
        except ValueError:
            return Problem(f"`{day}` is not a day", "--date", hint="write it as 2026-11-20")
    return None


def _show(outcome: ImportOutcome, problems: Sequence[Problem], *, quiet: bool) -> None:
    say.problems(in_order([*problems, *outcome.problems]), quiet=quiet)
    if quiet:
        return
    for report in outcome.reports:
        for line in report.lines():
            say.line(line)
    if not outcome.reports and not outcome.failed:
        say.line("Nothing new in sources/.")


def _as_data(outcome: ImportOutcome) -> dict[str, Any]:
    return {
        "status": 1 if outcome.failed else 0,
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
        "entries": [{field: getattr(entry, field) for field in entry.__struct_fields__} for entry in report.entries],
        "words": {"text": report.words.text, "headers": report.words.headers, "left_out": report.words.left_out},
        "left_out": [{"line": left.line, "text": left.text, "reason": left.reason} for left in report.left_out],
        "guesses": say.as_data(report.guesses),
        "gone": report.gone,
    }
