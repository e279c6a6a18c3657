"""What ``pressday import`` is given that is no file of the editor's: addresses, feeds, lists of feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pressday import readers
from pressday.cli import say
from pressday.config import Newsletter
from pressday.importing import ImportOptions, ImportOutcome, ImportReport, remote
from pressday.ledger import imports as ledger
from pressday.problems import Problem, ProblemError
from pressday.readers import opml
from pressday.records import replace

Do = Callable[[Sequence[Path], ImportOptions], ImportOutcome]


def imported(
    folder: Path,
    given: Sequence[str],
    options: ImportOptions,
    newsletter: Newsletter,
    do: Do,
    *,
    feeds: bool = False,
    held: Path | None = None,
) -> ImportOutcome:
    """Imports what was *given* with *do*, addresses fetched first; with *feeds* each source's feed as its own.

    *held* is a folder for what is fetched by a run that must leave no trace.
    """
    outcomes: list[ImportOutcome] = []
    problems: list[Problem] = []
    if given or not feeds:
        files, problems = remote.addressed(folder, given, held=held)
        # Without any file everything in sources/ would be meant.
        if files or not given:
            outcomes.append(do(files, options))
    if feeds:
        if not newsletter.wires:
            hint = "give a source in newsletter.yaml a line `feed: https://…`"
            problems.append(Problem("no source has a feed", "newsletter.yaml", hint=hint))
        ledgers, _ = ledger.load_all(folder)
        for delivery in remote.deliveries(folder, newsletter, ledgers, held=held):
            problems += delivery.problems
            if delivery.document is not None:
                outcomes.append(do([delivery.document], replace(options, source=options.source or delivery.source)))
    reports: tuple[ImportReport, ...] = tuple(report for outcome in outcomes for report in outcome.reports)
    told = tuple(dict.fromkeys([*problems, *(problem for outcome in outcomes for problem in outcome.problems)]))
    first = outcomes[0] if outcomes else ImportOutcome((), ())
    return replace(first, reports=reports, problems=told)


def without_lists(given: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """What was *given* less the lists of feeds; of these the lines that the settings would have are printed."""
    rest: list[str] = []
    problems: list[Problem] = []
    for one in given:
        data = _list(one)
        if data is None:
            rest.append(one)
            continue
        try:
            found, wrong = opml.subscriptions(data)
        except ProblemError as error:
            problems += _at(one, error.problems)
            continue
        problems += _at(one, wrong)
        say.line(f"# {one} names {len(found)} feeds: keep the lines that you want, under `sources:` in newsletter.yaml")
        say.line(opml.settings(found))
    return rest, problems


def _list(given: str) -> bytes | None:
    """The bytes of a list of feeds, None for anything else."""
    place = Path(given)
    if remote.is_address(given) or place.suffix.lower() not in (".opml", ".xml") or not place.is_file():
        return None
    try:
        data = place.read_bytes()
    except OSError:
        return None  # the import says why
    reader = readers.find(place.name, data)
    return data if reader is not None and reader.name == "opml" else None


def _at(path: str, problems: Sequence[Problem]) -> Iterator[Problem]:
    return (replace(problem, path=problem.path or path) for problem in problems)
