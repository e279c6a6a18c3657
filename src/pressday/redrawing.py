"""What shows a text, drawn again from what it was drawn from before, with another text.

Whoever only asks for it, of another process, need not load what it takes: that is loaded over there.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pressday.prints import DAMAGE, Print, Prints
from pressday.publish import Staged, stage

if TYPE_CHECKING:
    from pressday.content.scan import Found, Stamp
    from pressday.records import Record
    from pressday.retelling import Edit, Remembered


class Job(NamedTuple):
    """What is to be drawn again, and with what; *stages* are folders by place.  Pickles.

    *proof* is of what is published, *token* of the commit that this is for.

    *changed* are the files that were edited: path, and stamp at the build that *made_with*, a
    ``Remembered`` as it is kept, tells of.
    """

    folder: str
    made_with: bytes
    cache: str
    prints: str
    proof: str
    token: str
    stages: dict[str, str]
    changed: Sequence[tuple[str, Stamp]]


class Drawn(NamedTuple):
    """What was drawn: fingerprints by place and path, the files by place, and the files that were read for it.

    The prints are written down already, and count as soon as they are held.
    """

    marks: dict[tuple[str, str], str]
    staged: list[tuple[str, Staged]]
    seen: tuple[Found, ...]


def prepare() -> None:
    """Load what ``redraw`` takes, before it is known whether there is anything to draw."""
    from pressday import rendering, retelling  # noqa: F401 - to have it loaded
    from pressday.content import loading  # noqa: F401 - see above

    rendering.prepare()


def redraw(job: Job) -> Drawn | None:
    """Read what was edited, and draw again all that shows it.

    None where an edit is more than another text, the prints do not tell of what is published, there is
    something to be said of a file, or the theme is no longer the one that they were made with.
    """
    from pressday.content.cache import LostBodyError
    from pressday.rendering import MovedOnError

    try:
        return _redraw(job)
    except (*DAMAGE, LostBodyError, MovedOnError):
        return None


def _redraw(job: Job) -> Drawn | None:
    from pressday import retelling
    from pressday.content.cache import Cache
    from pressday.content.loading import epoch, reread
    from pressday.content.scan import Found
    from pressday.records import decode
    from pressday.versions import versions

    remembered = decode(job.made_with, retelling.Remembered)
    folder, timezone = Path(job.folder), remembered.newsletter.timezone
    with closing(Cache(Path(job.cache), epoch(timezone, versions()))) as cache:
        old = [row for path, stamp in job.changed if (row := cache.row(path)) is not None and row.stamp == stamp]
        new = reread(folder, timezone, cache, [path for path, _ in job.changed])
        if not len(job.changed) == len(old) == len(new):
            return None  # a file is gone, or somebody else has read it since
        pairs = zip(old, new, strict=True)
        edits = [retelling.edit(before, after, remembered.newsletter) for before, (after, _) in pairs]
        known = [edit for edit in edits if edit is not None]
        if len(known) < len(edits):
            return None
        cache.update([row for row, _ in new], [(row.hash, body) for row, body in new if body], ())
    with closing(Prints(Path(job.prints))) as book:
        shown = _shown(book, job.proof, [edit for edit in known if edit.old != edit.new])
        staged = _staged(job, remembered, shown) if shown is not None else None
        if shown is None or staged is None:
            return None
        drawn = _prints(remembered, shown)
        if not book.change(drawn, token=job.token):
            return None
    marks = {(print_.place, print_.path): print_.fingerprint for print_ in drawn}
    return Drawn(marks, staged, tuple(Found(row.path, row.stamp) for row, _ in new))


def _shown(book: Prints, proof: str, edits: Sequence[Edit]) -> list[tuple[Print, Record]] | None:
    """What shows the edited texts: its print as it was, and its recipe as it is now."""
    from pressday.retelling import retold

    found: dict[tuple[str, str], tuple[Print, Record]] = {}
    if not book.holds(proof) or any(book.is_aside(edit.old) for edit in edits):
        return None
    for edit in edits:
        for shown in (*book.showing(edit.old), *(book.quoting(edit.had) if edit.had != edit.has else ())):
            _, recipe = found.get(shown[:2]) or (shown, shown.recipe)
            found[shown[:2]] = shown, retold(recipe, edit)
    return list(found.values())


def _prints(remembered: Remembered, shown: Sequence[tuple[Print, Record]]) -> list[Print]:
    from pressday.outputs import Output
    from pressday.records import Marks
    from pressday.rendering import fingerprint

    drawn = []
    for (place, path, kind, *_), recipe in shown:
        mark = fingerprint(Output(path, kind, recipe), remembered.press, Marks())
        drawn.append(Print.of(place, path, kind, mark, recipe))
    return drawn


def _staged(job: Job, remembered: Remembered, shown: Sequence[tuple[Print, Record]]) -> list[tuple[str, Staged]] | None:
    from pressday.outputs.mail.plan import size_problem
    from pressday.rendering import Batch, render_batch

    staged: list[tuple[str, Staged]] = []
    for place, folder in job.stages.items():
        own = tuple((print_.path, print_.kind, recipe) for print_, recipe in shown if print_.place == place)
        batch = Batch(job.folder, remembered.newsletter, remembered.look, folder, job.cache, own)
        for path, data in render_batch(batch) if own else ():
            if place == "outbox" and size_problem(path, len(data)):
                return None
            staged.append((place, stage(folder, path, data)))
    return staged
