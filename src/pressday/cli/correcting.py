"""``pressday correct`` and ``pressday retract``: what was published and was wrong."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from pressday import config, correcting, versions
from pressday.cli import say
from pressday.content.cache import Cache
from pressday.content.loading import Content, epoch, load
from pressday.places import CACHE
from pressday.problems import Problem, ProblemError


def correct(folder: Path, wanted: str, words: str, at: datetime, now: datetime, *, as_json: bool) -> int:
    """Add a correction to the entry that *wanted* names."""
    newsletter, _ = config.load(folder)
    entry = correcting.entry_of(folder, _content(folder, newsletter.timezone), wanted)
    if not entry.published <= at <= now:
        hint = "a correction is made after what it corrects was published, and not later than now"
        raise ProblemError(Problem(f"{at.isoformat(timespec='minutes')} is no time for it", entry.path, hint=hint))
    added = correcting.correct(folder, newsletter, entry, words, at)
    if as_json:
        say.data({"id": entry.key, "path": entry.path, "added": added})
    elif added:
        say.line(f"{entry.path}: corrected")
    else:
        say.line(f"{entry.path}: says so already")
    return 0


def retract(folder: Path, wanted: str, reason: str, now: datetime, *, as_json: bool) -> int:
    """Withdraw the entry that *wanted* names."""
    newsletter, _ = config.load(folder)
    content = _content(folder, newsletter.timezone)
    entry = correcting.entry_of(folder, content, wanted)
    done = correcting.retract(folder, newsletter, content, entry, reason, now)
    stands = f"{entry.path}: the reason that stands there was kept: {done.reason}" if done.reason else ""
    if as_json:
        rows = [{"path": path, "taken": count} for path, count in done.points.items()]
        told = {"id": entry.key, "path": entry.path, "address": entry.address, "withdrawn": not done.already}
        told |= {"unseen": done.unseen, "kept": done.reason}
        say.data({**told, "deleted": list(done.deleted), "points": rows, "beyond": list(done.beyond)})
        return 0
    if done.already:
        when = (entry.retracted or now).astimezone(newsletter.zone).isoformat(timespec="minutes")
        say.line(f"{entry.path}: was withdrawn already, at {when}")
        if stands:
            say.line(stands)
        return 0
    say.line(f"{entry.path}: withdrawn; nothing of it is left there but when and why")
    if stands:
        say.line(stands)
    if done.unseen:
        say.line(f"{entry.path}: had not been published by then, so no page and no feed will tell of it")
    for path in done.deleted:
        say.line(f"{path}: deleted")
    for path, count in done.points.items():
        say.line(f"{path}: took out {count} key {'point' if count == 1 else 'points'} that told it")
    say.line("\nIt does not reach")
    for line in done.beyond:
        say.line(f"- {line}")
    say.line("\nNow build, and publish.")
    return 0


def _content(folder: Path, timezone: str) -> Content:
    with closing(Cache(folder / CACHE, epoch(timezone, versions.versions()))) as cache:
        return load(folder, timezone, cache, map)
