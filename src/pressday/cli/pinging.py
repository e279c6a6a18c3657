"""``pressday ping``: the hub is told which feeds have changed."""

from __future__ import annotations

from pathlib import Path

from pressday import pinging
from pressday.cli import say


def ping(folder: Path, site: Path, *, base_url: str | None, everything: bool, quiet: bool) -> int:
    """Tell the hub, say what it was told of, and the exit status."""
    done = pinging.ping(folder, site, base_url=base_url, everything=everything)
    say.problems(done.problems, quiet=quiet)
    failed = any(problem.severity == "error" for problem in done.problems)
    if not quiet:
        for url in done.told:
            say.line(f"told of {url}")
        feeds = f"{len(done.told)} {'feed' if len(done.told) == 1 else 'feeds'}"
        if failed:
            say.line(f"{done.hub} was told of {feeds}, and then no more: try again later")
        elif done.told:
            say.line(f"{done.hub} was told of {feeds}; {done.unchanged} had not changed")
        else:
            say.line("No feed has changed since the hub was last told.")
    return 1 if failed else 0
