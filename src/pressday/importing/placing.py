"""Clippings to content files: their ids and names, which are written, and which are left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pressday import addresses, frontmatter
from pressday.config import Newsletter
from pressday.content import writing
from pressday.content.writing import CONTENT, EntryText
from pressday.documents import Clipping
from pressday.importing.matching import match
from pressday.importing.report import Placed, State
from pressday.importing.shelf import FileOnDisk, Known
from pressday.ledger.imports import Imported, body_hashes, field_hashes, fingerprint


class Home(NamedTuple):
    """Where clippings go: the folder *into* below ``content/``, with the *name* that ids are made from."""

    into: str
    name: str
    source: str
    newsletter: Newsletter
    now: datetime


class Shelved(NamedTuple):
    """What was done about one clipping, and what the ledger is to record of it (None: nothing)."""

    placed: Placed
    record: Imported | None


def place(
    folder: Path,
    home: Home,
    clippings: Sequence[Clipping],
    candidates: Sequence[Known],
    known: Sequence[Known],
    topics: Callable[[int], tuple[str, ...]],
) -> list[Shelved]:
    """Writes what is new and what the source has changed; touches nothing that a person has edited or deleted.

    *candidates* are the entries that the clippings could be; ids and paths of all that is *known* are taken.
    *topics* gives the ids of the topics of the clipping of that number; it is asked for new ones only.
    """
    names = _Names(folder, home, known)
    made = []
    for number, (clipping, entry) in enumerate(zip(clippings, match(clippings, candidates), strict=True)):
        if entry is None:
            text, path = names.new(clipping, topics(number))
            content = writing.entry(text)
            writing.write(folder, path, content)
            made.append(Shelved(_placed(path, "new", clipping), _record(text.id, path, text.date, clipping, content)))
        else:
            made.append(_again(folder, home, clipping, entry))
    return made


def _again(folder: Path, home: Home, clipping: Clipping, entry: Known) -> Shelved:
    """What an entry that was here before becomes."""
    last = entry.versions[-1] if entry.versions else None
    if entry.file is None:
        return Shelved(_placed(entry.path, "deleted", clipping), last)
    file = entry.file
    text = _corrected(home, clipping, entry.key, file)
    content = writing.entry(text)
    state: State = "unchanged"
    if content != file.text:
        if not entry.untouched:
            said = body_hashes("\n\n".join(clipping.paragraphs)), fingerprint(clipping.title)
            differs = all((version.paragraphs, version.title) != said for version in entry.versions)
            return Shelved(_placed(entry.path, "yours", clipping, differs=differs), last)
        state = "changed"
        writing.write(folder, entry.path, content)
    return Shelved(_placed(entry.path, state, clipping), _record(text.id, entry.path, text.date, clipping, content))


def _placed(path: str, state: State, clipping: Clipping, *, differs: bool = False) -> Placed:
    return Placed(path, state, clipping.line, clipping.title, differs)


def _record(key: str, path: str, date: datetime, clipping: Clipping, content: str) -> Imported:
    header, body, _ = frontmatter.split(content)
    fields = field_hashes(frontmatter.parse(header))
    at = date.astimezone(UTC).isoformat()
    return Imported(key, path, at, fingerprint(clipping.title), fields, body_hashes(body))


def _corrected(home: Home, clipping: Clipping, key: str, file: FileOnDisk) -> EntryText:
    """*clipping* as the file of an entry that is there: what the document does not tell stays as it was."""
    guessed = file.words("guessed")
    date = file.instant
    if date is None or ("date" not in clipping.guessed and clipping.instant != date):
        date, guessed = _local(home, clipping), clipping.guessed
    return EntryText(
        id=key,
        title=clipping.title,
        date=date,
        paragraphs=clipping.paragraphs,
        slug=file.text_of("slug"),
        authors=clipping.authors,
        topics=file.words("topics"),
        summary=file.text_of("summary"),
        kicker=clipping.kicker,
        source=file.text_of("source"),
        excerpt=clipping.excerpt,
        guessed=guessed,
    )


def _local(home: Home, clipping: Clipping) -> datetime:
    moment = clipping.instant or home.now.replace(microsecond=0)
    return moment.astimezone(home.newsletter.zone)


class _Names:
    """Ids and paths that nothing else has."""

    def __init__(self, folder: Path, home: Home, known: Sequence[Known]) -> None:
        self.folder = folder
        self.home = home
        self.ids = {entry.key for entry in known}
        # How far the search for a free id or name has come, so that many alike are not tried again.
        self.tried: dict[object, int] = {}
        self.paths = {entry.path for entry in known} | {v.path for entry in known for v in entry.versions}

    def new(self, clipping: Clipping, topics: tuple[str, ...]) -> tuple[EntryText, str]:
        """The file of a clipping that was never here, and its path."""
        date = _local(self.home, clipping)
        text = EntryText(
            id=self._id(clipping, date),
            title=clipping.title,
            date=date,
            paragraphs=clipping.paragraphs,
            authors=clipping.authors,
            topics=topics,
            kicker=clipping.kicker,
            source=self.home.source,
            excerpt=clipping.excerpt,
            guessed=clipping.guessed,
        )
        return text, self._path(clipping, date)

    def _id(self, clipping: Clipping, date: datetime) -> str:
        what = clipping.title, date if clipping.kind == "live" else None
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

    def _path(self, clipping: Clipping, date: datetime) -> str:
        folder = (
            f"{CONTENT}/{self.home.into}/{date:%Y}" if clipping.kind == "article" else f"{CONTENT}/{self.home.into}"
        )
        stem = stem_of(clipping, date)
        number = self.tried.get(stem, 0)
        while True:
            number += 1
            path = f"{folder}/{stem}.md" if number == 1 else f"{folder}/{stem}-{number}.md"
            if path not in self.paths and not (self.folder / path).exists():
                self.tried[stem] = number
                self.paths.add(path)
                return path


def stem_of(clipping: Clipping, date: datetime) -> str:
    """The name of a clipping's file, less its ending: the date in the newsletter's zone, and the slug."""
    slug = addresses.slug(clipping.title)
    if clipping.kind == "live":
        return f"{date:%Y-%m-%d-%H%M}-{slug}"
    return slug if clipping.kind == "card" else f"{date:%Y-%m-%d}-{slug}"
