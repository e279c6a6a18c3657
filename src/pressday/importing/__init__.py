"""The first journey: documents that an editor has read become content files that the editor owns.

    sources/*  ─readers─▶  Document  ─recognise─▶  Found  ─placing─▶  content/**/*.md
                                                     └─ledger─▶  ledger/imports/*.yaml

The entries are written first and the ledger last, every file whole or not at all, and ids are
computed: an import that was broken off is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pressday.config import Newsletter
from pressday.importing import sources
from pressday.importing.journey import WHOSE, Journey
from pressday.importing.report import ImportOptions, ImportOutcome, ImportReport, LeftOut, Placed, WordSums, located
from pressday.importing.tree import Change, Tree
from pressday.ledger import imports as ledger
from pressday.problems import Problem, ProblemError

__all__ = [
    "Change",
    "ImportOptions",
    "ImportOutcome",
    "ImportReport",
    "LeftOut",
    "Placed",
    "Tree",
    "WordSums",
    "import_documents",
]

Progress = Callable[[int, int, str], None]


def import_documents(
    folder: Path,
    documents: Sequence[Path],
    options: ImportOptions,
    *,
    newsletter: Newsletter,
    now: datetime,
    progress: Progress | None = None,
    tree: Tree | None = None,
    away: Path | None = None,
) -> ImportOutcome:
    """Imports *documents* (files, or folders of them) into the newsletter in *folder*.

    Without any, what in ``sources/`` is new or has changed.  *now* is the moment of the import.
    *progress* is called before each document with its number from 0, how many there are, and its
    path.  One bad document stops none of the others; everything wrong is in the outcome.  A *tree* that
    holds back writes nothing; what it would have written in an earlier import it remembers.  *away* is the
    folder that stands for ``sources/`` where what was fetched may leave no trace there.
    """
    tree = tree or Tree(folder)
    ledgers, problems = ledger.load_all(folder)
    for path, data in tree.held(ledger.FOLDER):
        told = ledger.parse(data.decode(), path)
        ledgers[told.document] = told
    problems += _check(options, newsletter)
    if any(problem.severity == "error" for problem in problems):
        return ImportOutcome((), tuple(problems))
    wanted, unfound = sources.listed(folder, documents, away)
    problems += unfound
    journey = Journey(tree, options, newsletter, now, ledgers)
    problems += journey.tombstones.problems
    reports: list[ImportReport] = []
    for number, source in enumerate(wanted):
        if progress is not None:
            progress(number, len(wanted), source.path)
        try:
            data = sources.read(source)
            if documents or not sources.is_known(source, data, ledgers):
                reports.append(journey.document(source, data))
        except ProblemError as error:
            problems += located(error.problems, source.shown)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            problems.append(Problem(f"could not be imported: {error.strerror or error}{where}", source.path))
        except RecursionError:
            problems.append(Problem("could not be read: it is nested too deeply", source.shown))
        except MemoryError:
            problems.append(Problem("could not be read: it does not fit into memory", source.shown))
    problems += _few(problem for report in reports for problem in report.problems)
    return ImportOutcome(tuple(reports), tuple(problems))


# The same question about more documents than this is asked once.
_FEW = 3


def _few(problems: Iterable[Problem]) -> list[Problem]:
    told = list(problems)
    asked = [problem for problem in told if problem.message == WHOSE]
    if len(asked) <= _FEW:
        return told
    once = Problem(f"whose work is it? {len(asked)} documents name no source", hint=asked[0].hint, severity="note")
    return [*(problem for problem in told if problem.message != WHOSE), once]


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
