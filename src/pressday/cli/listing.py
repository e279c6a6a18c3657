"""``pressday list``: what readers do not see yet, or any more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pressday import config, versions
from pressday.cli import say
from pressday.content.cache import Cache
from pressday.content.loading import epoch, load
from pressday.model import Entry
from pressday.places import CACHE


def entries(folder: Path, which: str, now: datetime, *, as_json: bool) -> int:
    """One line an entry: its file, its instant in the newsletter's zone, its headline."""
    newsletter, _ = config.load(folder)
    cache = Cache(folder / CACHE, epoch(newsletter.timezone, versions.versions()))
    try:
        content = load(folder, newsletter.timezone, cache, map)
    finally:
        cache.close()
    chosen = [entry for entry in content.entries if _is(entry, which, now)]
    chosen.sort(key=lambda entry: (entry.published, entry.path))
    if as_json:
        rows = [{"path": e.path, "date": e.published.isoformat(), "title": e.title} for e in chosen]
        say.data({which: rows})
        return 0
    for entry in chosen:
        when = entry.expires if which == "expired" and entry.expires else entry.published
        say.line(f"{entry.path}\t{when.astimezone(newsletter.zone).isoformat(timespec='minutes')}\t{entry.title}")
    return 0


def _is(entry: Entry, which: str, now: datetime) -> bool:
    if which == "drafts":
        return entry.draft
    if which == "future":
        return entry.published > now
    return entry.expires is not None and entry.expires <= now
