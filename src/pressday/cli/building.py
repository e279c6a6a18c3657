"""``pressday build``, once or at each change."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from pressday import building
from pressday.building import Options, Outcome
from pressday.cli import faults, memory, outcomes, say
from pressday.crew import Assistant
from pressday.publish import DestinationError
from pressday.records import encode

# How many beats of the watch go by between two looks at the clock: about a second.
LOOK_EVERY = 10


def once(
    folder: Path,
    options: Options,
    now: datetime,
    *,
    quiet: bool,
    as_json: bool = False,
    words: Sequence[str] = (),
    assistant: Assistant | None = None,
) -> int:
    """Build, tell the outcome, and give the exit status.

    A build that was asked for in *words* is remembered; *assistant* may be one that is ready.
    """
    began = time.time_ns()
    # A build makes a great many values, and then it is over: looking for cycles among them finds none.
    gc.disable()
    try:
        outcome = _told(folder, options, now, quiet=quiet, as_json=as_json, assistant=assistant)
    finally:
        gc.enable()
    if words and outcome.published:
        _remember(words, folder, options, outcome, began)
    return outcomes.status(outcome)


def _remember(words: Sequence[str], folder: Path, options: Options, outcome: Outcome, began: int) -> None:
    base, due = os.fspath(folder), outcome.due
    if outcome.site is None or outcome.outbox is None or outcome.made_with is None:
        return
    if outcome.site.foreign or outcome.outbox.foreign:
        return  # there would be more to say than problems
    told = memory.Memory(
        os.fspath(options.destination),
        os.fspath(options.outbox),
        options.jobs,
        due.since.timestamp() if due.since else 0.0,
        due.until.timestamp() if due.until else memory.FOREVER,
        tuple(os.fspath(path) for path in outcome.folders),
        outcomes.tally(outcome),
        encode(outcome.made_with),
        outcome.outlook,
        outcome.problems,
        outcome.held,
        outcomes.status(outcome),
    )
    memory.write(words, base, told, outcome.seen, (outcome.site, outcome.outbox), began)


def watch(folder: Path, options: Options, clock: Callable[[], datetime], *, quiet: bool) -> int:
    """Build at once, at each change, and when something falls due, until interrupted."""
    from pressday.preview.watching import beats

    outcome = _told(folder, options, clock(), quiet=quiet)
    if not quiet:
        say.line("Watching; Ctrl-C to stop.")
    options = options._replace(clean=False)
    ignored = (folder / options.destination, folder / options.outbox)

    def themes() -> tuple[Path, ...]:
        return outcome.folders

    try:
        for beat, seen in enumerate(beats(folder, ignored, also=themes), start=1):
            until = outcome.due.until
            is_due = beat % LOOK_EVERY == 0 and until is not None and clock() >= until
            if seen is None and not is_due:
                continue
            try:
                # An empty set is the watch's own beginning: a look at what it may have missed, and no news.
                outcome = _told(folder, options, clock(), quiet=quiet or (not seen and not is_due))
            except (DestinationError, OSError) as error:
                faults.explain(error)
    except KeyboardInterrupt:
        pass
    return outcomes.status(outcome)


def _told(
    folder: Path,
    options: Options,
    now: datetime,
    *,
    quiet: bool,
    as_json: bool = False,
    assistant: Assistant | None = None,
) -> Outcome:
    began = time.perf_counter()
    with say.Bar(quiet=quiet or as_json) as bar:
        outcome = building.build(folder, options, now, bar, assistant)
    seconds = time.perf_counter() - began
    if as_json:
        say.data(outcomes.as_data(outcome, options, seconds))
    else:
        outcomes.show(outcome, options, seconds, quiet=quiet)
    return outcome
