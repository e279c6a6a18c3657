"""Files that are published as they are: the theme's, those below ``static/``, those beside entries."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pressday import addresses
from pressday.model import Edition, Link
from pressday.outputs.press import Output, Press
from pressday.records import Record, digest


class CopiedFile(Record, frozen=True):
    """A file to copy: where it is, and the hash of its bytes."""

    source: str
    hash: str


def plan(
    edition: Edition,
    folder: Path,
    assets: Mapping[str, str],
    static: Mapping[str, str],
    theme: Iterable[tuple[str, Path]],
) -> Iterator[Output]:
    """Copies of all that the site shows besides what is drawn.  An asset is published once it is linked to."""
    for name, file in theme:
        copied = CopiedFile(str(file), digest(file.read_bytes()))
        yield Output(f"assets/{name}", "file", copied, origin=f"the theme's {name}")
    for path, hash_ in static.items():
        copied = CopiedFile(str(folder / path), hash_)
        yield Output(path.removeprefix("static/"), "file", copied, origin=path)
    planned: set[tuple[str, str]] = set()
    for page, links in _links(edition):
        for link in links:
            address = addresses.beside(page, posixpath.basename(link.target))
            if link.target in assets and (address, link.target) not in planned:
                planned.add((address, link.target))
                copied = CopiedFile(str(folder / link.target), assets[link.target])
                yield Output(address, "file", copied, origin=link.target)


def _links(edition: Edition) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for entry in (*edition.entries, *edition.cards):
        if entry.links:
            yield entry.address, entry.links
    for page in edition.pages:
        yield page.address, page.links
    for live in edition.live:
        yield live.address, live.index.links + live.index.lead_links
    for collection in edition.collections:
        yield collection.address, collection.index.links
    for note in edition.notes.values():
        yield addresses.digest(note.name), note.links


def draw(recipe: CopiedFile, press: Press) -> bytes:
    """The file's bytes."""
    return Path(recipe.source).read_bytes()
