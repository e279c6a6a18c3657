"""Where a build finds and leaves things in a newsletter's folder."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pressday import publish
from pressday.problems import Problem, ProblemError
from pressday.publish import Destination
from pressday.records import digest

# May be deleted at any time.
OWN = ".pressday"
CACHE = f"{OWN}/cache/content.db"
_MEMORY = f"{OWN}/destinations"


def destinations(folder: Path, site: Path, outbox: Path) -> tuple[Destination, Destination]:
    """The two destinations, *site* and *outbox* below *folder*.  Raises ProblemError for such as cannot be."""
    made = []
    for path in (folder / site, folder / outbox):
        publish.check(path, folder)
        made.append(Destination(path, folder / _MEMORY / _name(path)))
    one, other = (destination.root.resolve() for destination in made)
    if one == other or one in other.parents or other in one.parents:
        hint = "what lies in the site can be read by everybody, mails too: give each a folder of its own"
        raise ProblemError(Problem("the site and the outbox cannot lie in one another", hint=hint))
    return made[0], made[1]


def prints(folder: Path, site: Path, outbox: Path) -> Path:
    """The file that knows what the files of the two destinations were drawn from."""
    return folder / _MEMORY / f"{_name(folder / site)}-{_name(folder / outbox)[:8]}.prints"


def forget_prints(folder: Path) -> None:
    """Delete what is known of what was drawn, for every destination: the next build of each makes it anew."""
    for path in (folder / _MEMORY).glob("*.prints*"):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def _name(path: Path) -> str:
    return digest(str(path.resolve()).encode("utf-8", "surrogateescape"))
