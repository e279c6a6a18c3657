"""Ids and paths for what was never here before: nothing else has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pressday import addresses
from pressday.config import Newsletter
from pressday.content.writing import CONTENT
from pressday.documents import Clipping
from pressday.importing.shelf import Known
from pressday.importing.tree import Tree


class Home(NamedTuple):
    """Where clippings go: the folder *into* below ``content/``, with the *name* that ids are made from.

    *source* is whose work they are, *site* the name that their publication gives itself.
    """

    into: str
    name: str
    source: str
    newsletter: Newsletter
    now: datetime
    site: str = ""

    @property
    def today(self) -> datetime:
        """Midnight of the import's day: two people who import on one day get the same bytes."""
        return self.now.astimezone(self.newsletter.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)

    def local(self, clipping: Clipping) -> datetime:
        """The clipping's instant in the newsletter's zone; the import's day stands in for a missing one."""
        return clipping.instant.astimezone(self.newsletter.zone) if clipping.instant else self.today


class Names:
    """Ids and paths that nothing else has; all that is *known* is taken."""

    def __init__(self, tree: Tree, home: Home, known: Sequence[Known]) -> None:
        self.tree = tree
        self.home = home
        self.ids = {entry.key for entry in known}
        # How far the search for a free id or name has come, so that many alike are not tried again.
        self.tried: dict[object, int] = {}
        self.paths = {entry.path for entry in known} | {v.path for entry in known for v in entry.versions}

    def key(self, clipping: Clipping, date: datetime) -> str:
        """The id of an entry, an article or a card."""
        what = clipping.kind, clipping.title, date if clipping.kind == "live" else None
        number = self.tried.get(what, 0)
        while True:
            salt = str(number) if number else ""
            number += 1
            if clipping.kind == "live":
                zone = self.home.newsletter.zone
                made = addresses.mint_live(self.home.name, date.astimezone(UTC), clipping.title, zone, salt=salt)
            else:
                made = addresses.mint(self.home.name, clipping.title, salt=salt)
            if made not in self.ids:
                self.tried[what] = number
                self.ids.add(made)
                return made

    def path(self, clipping: Clipping, date: datetime, *, folder: bool) -> str:
        """A content file's path; with *folder* the article or page has one of its own, for its pictures."""
        place = f"{CONTENT}/{self.home.into}"
        if clipping.kind == "article":
            place += f"/{date:%Y}"
        elif clipping.kind == "page":
            place = f"{CONTENT}/pages"
        stem = stem_of(clipping, date)
        number = self.tried.get((place, stem), 0)
        while True:
            number += 1
            name = stem if number == 1 else f"{stem}-{number}"
            both = f"{place}/{name}.md", f"{place}/{name}/index.md"
            if not any(path in self.paths or self.tree.exists(path) for path in both):
                self.tried[place, stem] = number
                self.paths.update(both)
                return both[folder]


def stem_of(clipping: Clipping, date: datetime) -> str:
    """The name of a clipping's file, less its ending: the date in the newsletter's zone, and the slug."""
    slug = slug_of(clipping)
    if clipping.kind == "live":
        return f"{date:%Y-%m-%d-%H%M}-{slug}"
    return slug if clipping.kind in ("card", "page") else f"{date:%Y-%m-%d}-{slug}"


def slug_of(clipping: Clipping) -> str:
    """The slug that its document gives it, or that of its headline."""
    return addresses.slug(clipping.slug or clipping.title)
