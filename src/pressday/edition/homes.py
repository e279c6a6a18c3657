"""The pages that entries share: each live page's and each collection's own files, or what stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pressday.content.loading import Content
from pressday.content.reading import LivePoints
from pressday.model import CollectionIndex, LiveIndex
from pressday.problems import Problem
from pressday.records import replace

_T = TypeVar("_T", LiveIndex, LivePoints, CollectionIndex)


class Homes:
    """Live pages and collections by name."""

    def __init__(self, content: Content) -> None:
        self.problems: list[Problem] = []
        self._live = self._one_each(content.live)
        self._points = self._one_each(content.points)
        self._linked = self._one_each(content.collections)
        self._held = frozenset(content.held)

    def live(self, names: Iterable[str]) -> dict[str, LiveIndex]:
        """The live pages of those *names*, each with its source's points.

        A page's own file says whose work the points are: while an error holds it back, so are they.
        """
        found: dict[str, LiveIndex] = {}
        for name in sorted(names):
            index = self._live.get(name) or LiveIndex(name, _title(name), f"content/live/{name}/index.md", "")
            points = None if index.path in self._held else self._points.get(name)
            found[name] = _with_points(index, points) if points else index
        return found

    def linked(self, names: Iterable[str]) -> dict[str, CollectionIndex]:
        """The collections of those *names*."""
        return {
            name: self._linked.get(name) or CollectionIndex(name, _title(name), f"content/linked/{name}/index.md", "")
            for name in sorted(names)
        }

    def _one_each(self, files: Iterable[_T]) -> dict[str, _T]:
        """*files* by name.  Two folders may differ in what an address leaves out, and be one page."""
        found: dict[str, _T] = {}
        for file in files:
            other = found.setdefault(file.name, file)
            if other is not file:
                message = f"is for the page of `{file.name}`, as {other.path} is"
                self.problems.append(Problem(message, file.path, 1, 1, "make one folder of the two"))
        return found


def _with_points(index: LiveIndex, points: LivePoints) -> LiveIndex:
    return replace(
        index,
        points_path=points.path,
        lead_hash=points.hash,
        lead_text=points.lead_text,
        sets=points.sets,
        lead_links=points.links,
    )


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()
