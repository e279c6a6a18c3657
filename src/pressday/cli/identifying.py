"""``pressday build --fix``: ids for the files that have none."""

from __future__ import annotations

from pathlib import Path

from pressday import config, identifying, versions
from pressday.cli import say
from pressday.content.cache import Cache
from pressday.content.loading import epoch, load
from pressday.ledger import published
from pressday.places import CACHE


def fix(folder: Path, *, quiet: bool) -> None:
    """Write them, and tell which files were written."""
    newsletter, _ = config.load(folder)
    ledger, _ = published.read(folder)
    cache = Cache(folder / CACHE, epoch(newsletter.timezone, versions.versions()))
    try:
        content = load(folder, newsletter.timezone, cache, map)
    finally:
        cache.close()
    fixed = identifying.fix(folder, content.entries, newsletter, ledger)
    for path in (*fixed, *identifying.fix_pages(folder, content, ledger)):
        if not quiet:
            say.line(f"wrote an id into {path}")
