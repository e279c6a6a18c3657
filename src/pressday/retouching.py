"""A text was edited, and nothing else: what shows it is drawn again, without a plan.

The short cut of ``building``, for files that were changed since a build that left nothing to do.
Whatever is more than another text in the same place is left to a build.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

from pressday import places, versions
from pressday.config import Newsletter
from pressday.content.cache import DAMAGE, Cache, LostBodyError, Row
from pressday.content.loading import epoch, reread
from pressday.content.reading import KINDS
from pressday.content.scan import Found, Stamp
from pressday.model import Entry, StandingPage
from pressday.prints import Prints, Remembered
from pressday.problems import ProblemError
from pressday.publish import Commit, Destination, DestinationError
from pressday.records import CorruptRecordError, decode, replace
from pressday.redrawing import Drawn, Edit, Job, redraw

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
    remembered: Remembered,
    begin: Begin,
    is_sound: Callable[[], bool],
) -> Retouched | None:
    """Publish the edits of the files *changed*: path, and stamp at the build that *remembered* tells of.

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
            edition = epoch(remembered.newsletter.timezone, versions.versions())
            cache = opened.enter_context(closing(Cache(folder / places.CACHE, edition)))
            prints = places.prints(folder, site, outbox)
            return _retouch(folder, pair, cache, prints, changed, remembered, begin, is_sound)
    except (*DAMAGE, OSError, DestinationError, ProblemError, LostBodyError, CorruptRecordError):
        return None


def _retouch(
    folder: Path,
    pair: tuple[Destination, Destination],
    cache: Cache,
    prints: Path,
    changed: Sequence[tuple[str, Stamp]],
    remembered: Remembered,
    begin: Begin,
    is_sound: Callable[[], bool],
) -> Retouched | None:
    old = [row for path, stamp in changed if (row := cache.row(path)) is not None and row.stamp == stamp]
    new = reread(folder, remembered.newsletter.timezone, cache, [path for path, _ in changed])
    if not len(changed) == len(old) == len(new):
        return None  # a file is gone, or somebody else has read it since
    edits = [_edit(before, after, remembered.newsletter) for before, (after, _) in zip(old, new, strict=True)]
    known = tuple(edit for edit in edits if edit is not None)
    if len(known) < len(edits):
        return None
    cache.update([row for row, _ in new], [(row.hash, body) for row, body in new if body], ())
    site, outbox = pair
    job = Job(
        os.fspath(folder),
        remembered,
        os.fspath(cache.path),
        os.fspath(prints),
        site.proof + outbox.proof,
        {"site": site.open_stage(), "outbox": outbox.open_stage()},
        tuple(edit for edit in known if edit.old != edit.new),
    )
    drawing = begin(redraw, job)
    sound = is_sound()
    rows = {"site": site.rows, "outbox": outbox.rows}
    drawn: Drawn | None = drawing()
    if drawn is None or not sound:
        return None
    marks = {(print_.place, print_.path): print_.fingerprint for print_ in drawn[0]}
    if any(path not in rows[place] for place, path in marks):
        return None
    with closing(Prints(prints)) as book, book.changing(drawn[0]) as hold:
        commits = [
            destination.patch(
                {path: mark for (at, path), mark in marks.items() if at == place},
                [staged for at, staged in drawn[1] if at == place],
            )
            for place, destination in (("site", site), ("outbox", outbox))
        ]
        hold(site.proof + outbox.proof)
    return Retouched(commits[0], commits[1], tuple(Found(row.path, row.stamp) for row, _ in new))


def _edit(old: Row, new: Row, newsletter: Newsletter) -> Edit | None:
    """What the edit comes to, or None if it is more than another text."""
    if old.problems or new.problems or old.kind != new.kind or old.kind not in KINDS:
        return None
    before: Any
    before, after = (decode(row.record, KINDS[row.kind]) for row in (old, new))
    edit = Edit(old.hash, new.hash)
    # One has no hash without a text.
    same: dict[str, object] = {"hash": before.hash} if before.hash and after.hash else {}
    if _targets(before) == _targets(after):
        same["links"] = before.links
    if isinstance(before, Entry) and isinstance(after, Entry):
        if bool(before.words) != bool(after.words):
            return None
        same["words"] = before.words
        edit = edit._replace(words=after.words)
        same |= {} if before.written_summary or not _is_whole(before, newsletter) else {"summary": before.summary}
    elif isinstance(before, StandingPage):
        same["summary"] = before.summary
    if "summary" in same and isinstance(before, Entry | StandingPage) and isinstance(after, Entry | StandingPage):
        if bool(before.summary) != bool(after.summary):
            return None
        edit = edit._replace(address=before.address, had=before.summary, has=after.summary)
    return edit if replace(after, **same) == before else None


def _is_whole(entry: Entry, newsletter: Newsletter) -> bool:
    """Whether its summary is shown as it is: that of an excerpt is cut."""
    source = newsletter.source(entry.source.name) if entry.source is not None else None
    return not entry.excerpt and (entry.source is None or (source is not None and source.rights != "excerpt"))


def _targets(record: Any) -> list[tuple[str, str]]:
    return [(link.target, link.fragment) for link in record.links]
