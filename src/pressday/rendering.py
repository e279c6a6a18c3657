"""Recipes to files: what is stale is drawn in batches, on every core, and committed at once."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from pressday import outputs, theme, versions
from pressday import publish as publishing
from pressday.config import Newsletter
from pressday.content.cache import Bodies
from pressday.outputs import Output, Press
from pressday.publish import Commit, Destination, Staged
from pressday.records import Marks, Record, digest, encode, replace
from pressday.theme import Theme

BATCH = 200
# Fewer than this are drawn sooner than a second process has started.
WORTH_A_CREW = 2

Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
Progress = Callable[[str, int, int], None]


class Crew:
    """Processes that share the work; started when there is enough of it, and only then.

    *jobs* is their number; 0 is one a core.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._pool: Executor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        """*function* of each batch, in order."""
        if self._jobs == 1 or len(batches) < WORTH_A_CREW:
            return map(function, batches)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=_context())
        return self._pool.map(function, batches)


def _context() -> multiprocessing.context.BaseContext:
    # Forking is quickest, and safe as long as this process has one thread.
    import threading

    alone = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if alone else "spawn")


class Work(NamedTuple):
    """What is to be published: the plan, and what it is drawn with."""

    folder: Path
    newsletter: Newsletter
    theme: Theme
    plan: list[Output]
    clean: bool = False


class Batch(NamedTuple):
    """Recipes for one worker, and all that it needs to draw them.  Pickles."""

    folder: str
    newsletter: Newsletter
    stage: str
    cache: str
    outputs: tuple[tuple[str, str, Record], ...]


def fingerprint(output: Output, press: bytes, marks: Marks) -> str:
    """What *output* depends on, as 32 hexadecimal digits; *press* stands for all that they share."""
    return digest(encode((press, output.kind, output.path, output.recipe.essence(marks))))


def press_fingerprint(newsletter: Newsletter, theme_fingerprint: str) -> bytes:
    """What every output depends on: settings, theme, and the versions of all that draws."""
    return encode([versions.versions(), theme_fingerprint, encode(replace(newsletter, hash=""))])


def publish(
    work: Work, site: Destination, outbox: Destination, crew: Crew, progress: Progress
) -> tuple[Commit, Commit]:
    """Draw what is stale, and commit both destinations."""
    shared = press_fingerprint(work.newsletter, work.theme.fingerprint)
    marks = Marks()
    stale: list[tuple[Destination, Output]] = []
    wanted: dict[str, dict[str, str]] = {"site": {}, "outbox": {}}
    places = {"site": site, "outbox": outbox}
    for output in work.plan:
        mark = fingerprint(output, shared, marks)
        wanted[output.place][output.path] = mark
        if work.clean or not places[output.place].holds(output.path, mark):
            stale.append((places[output.place], output))
    staged: dict[str, list[Staged]] = {"site": [], "outbox": []}
    batches = list(_batches(work, stale, places))
    progress("drawing", 0, len(batches))
    for done, (place, results) in enumerate(crew.run(_draw_batch, batches), start=1):
        staged[place] += results
        progress("drawing", done, len(batches))
    return site.commit(wanted["site"], staged["site"]), outbox.commit(wanted["outbox"], staged["outbox"])


def _batches(
    work: Work, stale: list[tuple[Destination, Output]], places: dict[str, Destination]
) -> Iterator[tuple[str, Batch]]:
    for place, destination in places.items():
        own = [(output.path, output.kind, output.recipe) for where, output in stale if where is destination]
        if not own:
            continue
        stage = destination.open_stage()
        for at in range(0, len(own), BATCH):
            yield (
                place,
                Batch(
                    os.fspath(work.folder),
                    work.newsletter,
                    stage,
                    os.fspath(work.folder / ".pressday/cache/content.db"),
                    tuple(own[at : at + BATCH]),
                ),
            )


def _draw_batch(batch: tuple[str, Batch]) -> tuple[str, list[Staged]]:
    place, work = batch
    return place, [publishing.stage(work.stage, path, data) for path, data in render_batch(work)]


def render_batch(batch: Batch) -> Iterator[tuple[str, bytes]]:
    """Every output of *batch*, drawn: (path, bytes).  Pure; runs on any executor."""
    press = _press(batch)
    try:
        for path, kind, recipe in batch.outputs:
            yield path, outputs.draw(kind, recipe, press)
    finally:
        press.body.close()  # type: ignore[attr-defined]


def _press(batch: Batch) -> Press:
    look = theme.load(Path(batch.folder), batch.newsletter)
    return Press(batch.newsletter, look, Bodies(Path(batch.cache)))
