"""Records to the text of content files, and the one door through which ``content/`` is written.

What is written is whole or not there: a file is made beside its place and renamed into it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from pressday import frontmatter
from pressday.markup.plain import to_markdown
from pressday.problems import Problem, ProblemError
from pressday.records import Record

CONTENT = "content"
_MARKDOWN_HEADING = re.compile(r"^#{1,2}(?=\s)")


class EntryText(Record, frozen=True):
    """What an imported entry's file says.  *date* has the newsletter's zone; *paragraphs* are Markdown."""

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


def entry(text: EntryText) -> str:
    """A content file: a lean header, and the paragraphs with empty lines between them."""
    header: dict[str, frontmatter.Plain] = {
        "id": text.id,
        "title": text.title,
        "date": text.date.isoformat(),
        "slug": text.slug or None,
        "authors": text.authors,
        "topics": text.topics,
        "summary": text.summary or None,
        "kicker": text.kicker or None,
        "source": text.source or None,
        "excerpt": True if text.excerpt else None,
        "guessed": text.guessed,
    }
    return whole(header, "\n\n".join(text.paragraphs))


def whole(header: Mapping[str, frontmatter.Plain], body: str) -> str:
    """A file of a header and a body."""
    return f"---\n{frontmatter.dump(header)}---\n" + (f"\n{body}\n" if body else "")


def live_index(title: str, *, topics: Sequence[str] = (), source: str = "") -> str:
    """A live page's own file as the import makes it, once; from then on it is the editor's."""
    return whole({"title": title, "topics": tuple(topics), "source": source or None}, "")


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


def write(folder: Path, path: str, text: str) -> None:
    """Writes ``folder/path``, a path relative to the newsletter's folder, and its folders.

    Raises ProblemError where *path* leads outside the newsletter (by ``..`` or by a symbolic link),
    and for a disk that does not take it.
    """
    write_bytes(folder, path, text.encode())


def write_bytes(folder: Path, path: str, data: bytes) -> None:
    """As ``write``, for bytes."""
    place = checked(folder, path)
    spare = place.with_name(f".{place.name[:80]}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with spare.open("wb") as file:
            file.write(data)
        os.replace(spare, place)
    except OSError as error:
        raise ProblemError(Problem(f"cannot be written: {error.strerror}", path=path)) from error


def checked(folder: Path, path: str) -> Path:
    """``folder/path``, proved to lie inside *folder*.  Raises ProblemError for any other."""
    parts = PurePosixPath(path)
    place = folder / path
    inside = not parts.is_absolute() and ".." not in parts.parts and "\x00" not in path
    if not inside or not place.parent.resolve().is_relative_to(folder.resolve()):
        raise ProblemError(
            Problem("leads outside the newsletter", path=path, hint="a folder on the way is a symbolic link, or `..`")
        )
    return place
