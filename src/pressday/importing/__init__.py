"""The first journey: documents that an editor has read become content files that the editor owns.

    sources/*  ─readers─▶  Document  ─recognise─▶  Found  ─placing─▶  content/**/*.md
                                                     └─ledger─▶  ledger/imports/*.yaml

The entries are written first and the ledger last, every file whole or not at all, and ids are
computed: an import that was broken off is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pressday.config import Newsletter
from pressday.importing import sources
from pressday.importing.journey import Journey
from pressday.importing.report import ImportOptions, ImportOutcome, ImportReport, LeftOut, Placed, WordSums, located
from pressday.ledger import imports as ledger
from pressday.problems import Problem, ProblemError

__all__ = ["ImportOptions", "ImportOutcome", "ImportReport", "LeftOut", "Placed", "WordSums", "import_documents"]

Progress = Callable[[int, int, str], None]


def import_documents(
    folder: Path,
    documents: Sequence[Path],
    options: ImportOptions,
    *,
    newsletter: Newsletter,
    now: datetime,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Imports *documents* (files, or folders of them) into the newsletter in *folder*.

    Without any, what in ``sources/`` is new or has changed.  *now* is the moment of the import.
    *progress* is called before each document with its number from 0, how many there are, and its
    path.  One bad document stops none of the others; everything wrong is in the outcome.
    """
    ledgers, problems = ledger.load_all(folder)
    problems += _check(options, newsletter)
    if any(problem.severity == "error" for problem in problems):
        return ImportOutcome((), tuple(problems))
    wanted, unfound = sources.listed(folder, documents)
    problems += unfound
    journey = Journey(folder, options, newsletter, now, ledgers)
    reports: list[ImportReport] = []
    for number, source in enumerate(wanted):
        if progress is not None:
            progress(number, len(wanted), source.path)
        try:
            data = sources.read(source)
            if documents or not sources.is_known(source, data, ledgers):
                reports.append(journey.document(source, data))
        except ProblemError as error:
            problems += located(error.problems, source.path)
    problems += [problem for report in reports for problem in report.problems]
    return ImportOutcome(tuple(reports), tuple(problems))


def _check(options: ImportOptions, newsletter: Newsletter) -> list[Problem]:
    problems = []
    if options.timezone:
        try:
            ZoneInfo(options.timezone)
        except Exception:  # zoneinfo raises KeyError, ValueError, OSError and more for a bad key
            problems.append(
                Problem(f"`{options.timezone}` is not a time zone", hint="use a name such as Europe/London")
            )
    if options.source and newsletter.source(options.source) is None:
        known = ", ".join(source.name for source in newsletter.sources) or "none yet"
        problems.append(
            Problem(f"there is no source called “{options.source}”", hint=f"sources in newsletter.yaml: {known}")
        )
    return problems
