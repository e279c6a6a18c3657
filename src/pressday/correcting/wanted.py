"""Which entry is meant."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path

from pressday.content import writing
from pressday.content.loading import Content
from pressday.model import Entry
from pressday.problems import Problem, ProblemError


def entry_of(folder: Path, content: Content, wanted: str) -> Entry:
    """The entry that *wanted* names: its id, or the path of its content file.

    Raises ProblemError where there is none, with those that may have been meant.
    """
    by_key = {entry.key: entry for entry in content.entries}
    same = [entry for entry in content.entries if entry.key.casefold() == wanted.casefold()]
    if len(same) > 1:
        hint = f"give the path of one: {', '.join(entry.path for entry in same)}"
        raise ProblemError(Problem(f"{len(same)} entries have the id `{wanted}`", hint=hint))
    if same:
        return same[0]
    by_path = {entry.path: entry for entry in content.entries}
    paths = list(_paths(folder, wanted))
    for path in paths:
        if path in by_path:
            return by_path[path]
    _refuse_others(content, paths)
    known = {**{e.path: e for e in by_key.values()}, **by_key}
    near = dict.fromkeys(known[name].key for name in difflib.get_close_matches(wanted, known, n=5, cutoff=0.6))
    hint = "; ".join(f"`{key}` is “{by_key[key].title or by_key[key].path}”" for key in list(near)[:3])
    raise ProblemError(
        Problem(f"there is no entry `{wanted}`", hint=hint or "give the `id:` in its file's header, or the file's path")
    )


def _paths(folder: Path, wanted: str) -> Iterator[str]:
    """What content files a path may mean: from the newsletter's folder, or from where one is."""
    forms = [posixpath.normpath(wanted)]
    home = folder.resolve()
    try:
        place = Path(wanted).resolve()
    except (OSError, ValueError, RuntimeError):
        place = home
    if place.is_relative_to(home):
        forms.append(place.relative_to(home).as_posix())
    for form in forms:
        yield from (form, f"{form}.md", f"{form}/index.md")


def _refuse_others(content: Content, paths: Sequence[str]) -> None:
    """Raises ProblemError where one of *paths* is a content file, and none of an entry."""
    others = {page.path: "is a standing page, of which no feed tells: edit it, or delete it" for page in content.pages}
    others |= {note.path: "is a note in a digest: edit it, or delete it" for note in content.notes}
    others |= {live.path: "is a live page's own file: name one of its entries" for live in content.live}
    others |= {points.path: "holds a live page's key points: edit them" for points in content.points}
    others |= {one.path: "is a collection's own file: name one of its cards" for one in content.collections}
    others |= dict.fromkeys(content.held, "has an error, which `pressday build` tells: mend it first")
    for path in paths:
        if path in others:
            raise ProblemError(Problem(others[path], path))


def contents(folder: Path, path: str) -> bytes:
    """The bytes of the file at *path* of the newsletter in *folder*.  Raises ProblemError where there are none."""
    try:
        return writing.checked(folder, path).read_bytes()
    except OSError as error:
        raise ProblemError(Problem(f"cannot be read: {error.strerror}", path)) from error
