"""A text was edited, and nothing else: what shows it is drawn again, without a plan.

The short cut of ``building``, for files that were changed since a build that left nothing to do.
Whatever is more than another text in the same place is left to a build.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pressday import places
from pressday.prints import DAMAGE, Prints
from pressday.problems import ProblemError
from pressday.publish import Commit, Destination, DestinationError, token
from pressday.redrawing import Drawn, Job, redraw

if TYPE_CHECKING:
    from pressday.content.scan import Found, Stamp

# More changed files than this are no edit: somebody has brought in other work.
MOST = 20

# Has a function of a value made elsewhere; what it gives back waits for the result.
Begin = Callable[[Callable[[Any], Any], Any], Callable[[], Any]]


class Retouched(NamedTuple):
    """What was published, and the files that were read for it."""

    site: Commit
    outbox: Commit
    seen: tuple[Found, ...]


def retouch(
    folder: Path,
    site: Path,
    outbox: Path,
    changed: Sequence[tuple[str, Stamp]],
    made_with: bytes,
    begin: Begin,
    is_sound: Callable[[], bool],
) -> Retouched | None:
    """Publish the edits of the files *changed*: path, and stamp at the build that *made_with* tells of.

    None where a build is needed; then nothing was published.  *is_sound* is asked before: whether
    all else that is published is as it was left.
    """
    if len(changed) > MOST or not all(path.startswith("content/") and path.endswith(".md") for path, _ in changed):
        return None
    try:
        with ExitStack() as opened:
            pair = places.destinations(folder, site, outbox)
            for destination in pair:
                opened.enter_context(destination.opened())
            prints = places.prints(folder, site, outbox)
            return _retouch(folder, pair, prints, changed, made_with, begin, is_sound)
    except (*DAMAGE, OSError, DestinationError, ProblemError):
        return None


def _retouch(
    folder: Path,
    pair: tuple[Destination, Destination],
    prints: Path,
    changed: Sequence[tuple[str, Stamp]],
    made_with: bytes,
    begin: Begin,
    is_sound: Callable[[], bool],
) -> Retouched | None:
    site, outbox = pair
    job = Job(
        os.fspath(folder),
        made_with,
        os.fspath(folder / places.CACHE),
        os.fspath(prints),
        site.proof + outbox.proof,
        token(site, outbox),
        {"site": site.open_stage(), "outbox": outbox.open_stage()},
        changed,
    )
    drawing = begin(redraw, job)
    sound = is_sound()
    rows = {"site": site.rows, "outbox": outbox.rows}
    drawn: Drawn | None = drawing()
    if drawn is None or not sound:
        return None
    if any(path not in rows[place] for place, path in drawn.marks):
        return None
    commits = [
        destination.patch(
            {path: mark for (at, path), mark in drawn.marks.items() if at == place},
            [staged for at, staged in drawn.staged if at == place],
        )
        for place, destination in (("site", site), ("outbox", outbox))
    ]
    with suppress(*DAMAGE), closing(Prints(prints)) as book:
        book.hold(job.token, site.proof + outbox.proof)
    return Retouched(commits[0], commits[1], drawn.seen)
