"""``pressday build``, once or at each change."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from pressday import building
from pressday.building import Options
from pressday.cli import again, outcomes, say


def once(
    folder: Path,
    options: Options,
    now: datetime,
    began: float,
    *,
    quiet: bool,
    as_json: bool = False,
    words: Sequence[str] = (),
) -> int:
    """Build, tell the outcome, and give the exit status."""
    # A build makes a great many values, and then it is over: looking for cycles among them finds none.
    gc.disable()
    try:
        with say.Bar(quiet=quiet or as_json) as bar:
            outcome = building.build(folder, options, now, bar)
    finally:
        gc.enable()
    seconds = time.perf_counter() - began
    if as_json:
        say.data(outcomes.as_data(outcome, options, seconds))
    else:
        outcomes.show(outcome, options, seconds, quiet=quiet)
    if outcome.published and not outcome.problems and words:
        again.remember(words, folder, options, outcome)
    return outcomes.status(outcome)


def watch(folder: Path, options: Options, clock: Callable[[], datetime], *, quiet: bool) -> int:
    """Build at once and at each change, until interrupted."""
    from pressday.preview.watching import changes

    status = once(folder, options, clock(), time.perf_counter(), quiet=quiet)
    if not quiet:
        say.line("Watching; Ctrl-C to stop.")
    options = options._replace(clean=False)
    ignored = (folder / options.destination, folder / options.outbox)
    try:
        for seen in changes(folder, ignored):
            # An empty set is the watch's own beginning: a look at what it may have missed, and no news.
            status = once(folder, options, clock(), time.perf_counter(), quiet=quiet or not seen)
    except KeyboardInterrupt:
        pass
    return status
