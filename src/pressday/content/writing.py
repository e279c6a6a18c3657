"""Records to the text of content files, and the one door through which ``content/`` is written.

What is written is whole or not there: a file is made beside its place and renamed into it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import FileIO
from pathlib import Path, PurePosixPath

from pressday import frontmatter
from pressday.markup.plain import to_markdown
from pressday.problems import Problem, ProblemError
from pressday.records import Record

CONTENT = "content"
_MARKDOWN_HEADING = re.compile(r"^#{1,2}(?=\s)")


class EntryText(Record, frozen=True):
    """What an imported entry's file says.

    *date* and *lastmod* have the newsletter's zone; *paragraphs* are Markdown.  *url* is where the
    original stands, if *source* is named.  *aliases* are addresses below the base URL.  *also* are
    files that tell the same story, by their paths from this one.
    """

    id: str
    title: str
    date: datetime
    paragraphs: tuple[str, ...]
    slug: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    summary: str = ""
    kicker: str = ""
    source: str = ""
    excerpt: bool = False
    guessed: tuple[str, ...] = ()
    url: str = ""
    guid: str = ""
    lastmod: datetime | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False
    image: str = ""
    also: tuple[str, ...] = ()


def entry(text: EntryText) -> str:
    """A content file: a lean header, and the paragraphs with empty lines between them."""
    return whole(entry_header(text), "\n\n".join(text.paragraphs))


def entry_header(text: EntryText) -> dict[str, frontmatter.Plain]:
    """An entry's header, its fields in the order in which they are written."""
    source: frontmatter.Plain = text.source or None
    if text.source and text.url:
        source = {"name": text.source, "url": text.url}
    return {
        "id": text.id,
        "title": text.title,
        "date": text.date.isoformat(),
        "lastmod": text.lastmod.isoformat() if text.lastmod else None,
        "slug": text.slug or None,
        "authors": text.authors,
        "topics": text.topics,
        "summary": text.summary or None,
        "kicker": text.kicker or None,
        "image": text.image or None,
        "source": source,
        "excerpt": True if text.excerpt else None,
        "draft": True if text.draft else None,
        "guessed": text.guessed,
        "guid": text.guid or None,
        "also": text.also,
        "aliases": tuple(f"/{alias.lstrip('/')}" for alias in text.aliases),
    }


def page_header(text: EntryText) -> dict[str, frontmatter.Plain]:
    """A standing page's header: it has no date, no byline and no id."""
    header = entry_header(text)
    return {name: header[name] for name in ("title", "summary", "draft", "aliases")}


def with_fields(header: str, fields: Mapping[str, frontmatter.Plain]) -> str:
    """*header* with those of its fields written anew, every other line as it was; None takes a field out.

    A header in which a field has no lines of its own, as between braces, may not read afterwards.  Raises
    ProblemError for one that does not read as it is.
    """
    lines = header.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    extents = frontmatter.extents(header)
    written = {
        name: frontmatter.dump({name: value}).rstrip("\n").split("\n") if value not in (None, ()) else []
        for name, value in fields.items()
    }
    stands = {name: extent for name in fields if (extent := _extent(extents, name)) is not None}
    last = len(lines) - 1 if lines[-1] == "" else len(lines)
    lines[last:last] = [line for name in fields if name not in stands for line in written[name]]
    # From the last to the first: what stands above is still where it was.
    for name, (first, end) in sorted(stands.items(), key=lambda told: told[1], reverse=True):
        lines[first:end] = written[name]
    return "\n".join(lines)


def field(header: str, name: str) -> str:
    """The lines of *header* on which a field stands, empty where it has none.  Raises as ``with_fields``."""
    first, end = _extent(frontmatter.extents(header), name) or (0, 0)
    return "\n".join(header.replace("\r\n", "\n").replace("\r", "\n").split("\n")[first:end])


def _extent(extents: Mapping[str, tuple[int, int]], name: str) -> tuple[int, int] | None:
    """Where a field stands, in whatever case its name is written."""
    return extents.get(name) or next((extents[key] for key in extents if key.lower() == name), None)


def whole(header: Mapping[str, frontmatter.Plain], body: str) -> str:
    """A file of a header and a body."""
    return f"---\n{frontmatter.dump(header)}---\n" + (f"\n{body}\n" if body else "")


def live_index(title: str, *, id_: str = "", topics: Sequence[str] = (), source: str = "") -> str:
    """A live page's own file as the import makes it, once; from then on it is the editor's."""
    return whole({"id": id_ or None, "title": title, "topics": tuple(topics), "source": source or None}, "")


def points(lead: Sequence[str], sets: Mapping[str, Sequence[str]]) -> str:
    """``points.md``: the lead, then under each instant (ISO, in the order given) its points as Markdown."""
    # A heading of the second level begins a set: those of the lead are lowered.
    blocks = [_MARKDOWN_HEADING.sub("###", paragraph) for paragraph in lead]
    for as_of, items in sets.items():
        blocks += [f"## {as_of}", "\n".join(f"- {item}" for item in items)]
    return "\n\n".join(blocks) + "\n"


def linked_point(text: str, target: str) -> str:
    """A point that is a link to the file of the entry it tells; *text* is as a reader sees it."""
    return f"[{to_markdown(text)}](<{target}>)" if re.search(r"[()\s]", target) else f"[{to_markdown(text)}]({target})"


def write(folder: Path, path: str, text: str, proved: set[str] | None = None) -> None:
    """Writes ``folder/path``, a path relative to the newsletter's folder, and its folders.

    *proved* are folders that are known to lie inside the newsletter; those that are found so join them.
    Raises ProblemError where *path* leads outside the newsletter (by ``..`` or by a symbolic link),
    and for a disk that does not take it.
    """
    write_bytes(folder, path, text.encode(), proved)


def write_bytes(folder: Path, path: str, data: bytes, proved: set[str] | None = None) -> None:
    """As ``write``, for bytes."""
    above, _, name = path.rpartition("/")
    if proved is None or above not in proved or name == ".." or "\x00" in name:
        checked(folder, path)
    parent = f"{folder}/{above}"
    # A name may have 255 bytes on most disks, and an emoji has four.
    stem = name.encode("utf-8", "ignore")[:200].decode("utf-8", "ignore")
    spare = f"{parent}/.{stem}.part"
    try:
        try:
            file = _made(spare)
        except FileNotFoundError:
            Path(parent).mkdir(parents=True, exist_ok=True)
            file = _made(spare)
        with file:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
        os.replace(spare, f"{parent}/{name}")
        if proved is not None:
            proved.add(above)
    except OSError as error:
        raise ProblemError(Problem(f"cannot be written: {error.strerror}", path=path)) from error


def _made(spare: str) -> FileIO:
    """A new file: what stands there was left by an import that was killed, or is a link that leads anywhere."""
    try:
        return FileIO(spare, "x")
    except FileExistsError:
        os.unlink(spare)  # noqa: PTH108
        return FileIO(spare, "x")


def _is_below(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip(os.sep) + os.sep)


def checked(folder: Path, path: str) -> Path:
    """``folder/path``, proved to lie inside *folder*.  Raises ProblemError for any other."""
    parts = PurePosixPath(path)
    place = folder / path
    inside = not parts.is_absolute() and ".." not in parts.parts and "\x00" not in path
    if not inside or not _is_below(os.path.realpath(place.parent), os.path.realpath(folder)):
        raise ProblemError(
            Problem("leads outside the newsletter", path=path, hint="a folder on the way is a symbolic link, or `..`")
        )
    return place
