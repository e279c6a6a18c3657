"""Recipes to files: what is stale is drawn in batches, on every core, and committed at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pressday import outputs, theme, versions
from pressday import publish as publishing
from pressday.config import Newsletter
from pressday.content.cache import Bodies
from pressday.crew import Crew
from pressday.outputs import Output, Press
from pressday.prints import Print, Prints
from pressday.publish import Commit, Destination, Staged
from pressday.records import Marks, Record, digest, encode, replace
from pressday.theme import Theme

BATCH = 200
# What comes in sheaves is long, and no worker should be left with much of it at the end.
SMALL_BATCH = 20
Progress = Callable[[str, int, int], None]


class MovedOnError(Exception):
    """What the plan was made from has changed since: plan again."""


class Work(NamedTuple):
    """What is to be published: the plan, and what it is drawn with.

    *cache* is where bodies are, *prints* where it is written down what files were drawn from.
    """

    folder: Path
    cache: Path
    prints: Path
    newsletter: Newsletter
    theme: Theme
    plan: list[Output]
    clean: bool = False


class Batch(NamedTuple):
    """Recipes for one worker, and all that it needs to draw them; *look* is the theme's fingerprint.  Pickles."""

    folder: str
    newsletter: Newsletter
    look: str
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
    known = {name: place.rows for name, place in places.items()}
    later: list[Output] = []
    for output in work.plan:
        place = places[output.place]
        if work.clean or output.path not in known[output.place]:
            # Stale whatever its fingerprint, which can be made while it is drawn.
            wanted[output.place][output.path] = ""
            later.append(output)
        else:
            mark = wanted[output.place][output.path] = fingerprint(output, shared, marks)
            if place.holds(output.path, mark):
                continue
        stale.append((place, output))
    staged: dict[str, list[Staged]] = {"site": [], "outbox": []}
    batches = list(_batches(work, stale, places))
    progress("drawing", 0, len(batches))
    drawing = crew.run(_draw_batch, batches)
    for output in later:
        wanted[output.place][output.path] = fingerprint(output, shared, marks)
    with closing(Prints(work.prints)) as prints:
        afresh = not prints.holds(site.proof + outbox.proof)
        told = [output for output in work.plan if output.kind != "file"] if afresh else [output for _, output in stale]
        drawn = (Print.of(o.place, o.path, o.kind, wanted[o.place][o.path], o.recipe, aside=o.aside) for o in told)
        gone = [(name, path) for name, place in places.items() for path in place.rows if path not in wanted[name]]
        token = publishing.token(site, outbox)
        changing = (
            prints.changing(drawn, gone, token=token, afresh=afresh) if afresh or told or gone else nullcontext(bool)
        )
        with changing as hold:
            for done, (place, results) in enumerate(drawing, start=1):
                staged[place] += results
                progress("drawing", done, len(batches))
            commits = (
                site.commit(wanted["site"], staged["site"]),
                outbox.commit(wanted["outbox"], staged["outbox"]),
            )
            hold(site.proof + outbox.proof)
    return commits


def _batches(
    work: Work, stale: list[tuple[Destination, Output]], places: dict[str, Destination]
) -> Iterator[tuple[str, Batch]]:
    for place, destination in places.items():
        own = [output for where, output in stale if where is destination]
        if not own:
            continue
        stage = destination.open_stage()
        for some in parted(own):
            yield (
                place,
                Batch(
                    os.fspath(work.folder),
                    work.newsletter,
                    work.theme.fingerprint,
                    stage,
                    os.fspath(work.cache),
                    tuple((output.path, output.kind, output.recipe) for output in some),
                ),
            )


def parted(outputs: list[Output]) -> Iterator[list[Output]]:
    """*outputs* in batches, with as few cuts through a sheaf as may be."""
    batch: list[Output] = []
    for output in outputs:
        ends = bool(batch) and output.sheaf != batch[-1].sheaf and len(batch) >= SMALL_BATCH
        if ends or len(batch) == BATCH:
            yield batch
            batch = []
        batch.append(output)
    if batch:
        yield batch


def _draw_batch(batch: tuple[str, Batch]) -> tuple[str, list[Staged]]:
    place, work = batch
    return place, [publishing.stage(work.stage, path, data) for path, data in render_batch(work)]


def prepare() -> None:
    """Load what nearly every build draws with, before there is anything to draw."""
    from importlib import import_module

    for module in (
        "pressday.theme.engine",
        *(outputs.KINDS[kind].module for kind in ("rss", "feed_json", "mail_html")),
    ):
        import_module(module)


def render_batch(batch: Batch) -> Iterator[tuple[str, bytes]]:
    """Every output of *batch*, drawn: (path, bytes).  Writes nothing; runs on any executor that sees the disk.

    Raises MovedOnError if the theme is no longer the one that the plan was made with.
    """
    look = _look(batch.folder, batch.newsletter, batch.look)
    with closing(Bodies(Path(batch.cache))) as bodies:
        press = Press(batch.newsletter, look, bodies)
        for path, kind, recipe in batch.outputs:
            yield path, outputs.draw(kind, recipe, press)


@lru_cache(maxsize=1)
def _look(folder: str, newsletter: Newsletter, fingerprint: str) -> Theme:
    """The theme, made once for all the batches of a build."""
    look = theme.load(Path(folder), newsletter)
    if look.fingerprint != fingerprint:
        raise MovedOnError
    return look
