"""Where a link from one content file to another leads."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from pressday import addresses
from pressday.model import Link
from pressday.problems import Problem
from pressday.records import replace


class Paths:
    """Addresses by content file, *places*.

    *assets* are the files beside entries; *hidden* are content files that exist, but are not shown.
    """

    def __init__(self, places: Mapping[str, str], assets: Iterable[str], hidden: Iterable[str]) -> None:
        self._places = places
        self._assets = frozenset(assets)
        self._hidden = frozenset(hidden)
        self.problems: list[Problem] = []

    def resolve(self, links: tuple[Link, ...], page: str, path: str) -> tuple[Link, ...]:
        """*links* of the file at *path*, whose page stands at *page*, with their addresses."""
        return tuple(link if link.address else replace(link, address=self._address(link, page, path)) for link in links)

    def is_dead(self, links: Iterable[Link]) -> bool:
        """Whether one of *links* leads to a file that does not exist, or to one that cannot be addressed."""
        return any(not link.address and (not self._exists(link.target) or "#" in link.target) for link in links)

    def _exists(self, target: str) -> bool:
        return target in self._assets or any(
            candidate in self._places or candidate in self._hidden for candidate in _candidates(target)
        )

    def _address(self, link: Link, page: str, path: str) -> str:
        target = link.target
        for candidate in _candidates(target):
            if candidate in self._places:
                return self._places[candidate]
        if target in self._assets:
            if "#" not in target:
                return addresses.beside(page, posixpath.basename(target))
            message = f"leads to {target}, whose name holds a `#`"
            self.problems.append(Problem(message, path, link.line, link.column, "rename that file"))
        elif any(candidate in self._hidden for candidate in _candidates(target)):
            message = f"leads to {target}, which is not shown"
            self.problems.append(
                Problem(message, path, link.line, link.column, "the link will lead nowhere until it is", "warning")
            )
        else:
            message = f"leads to {target}, which does not exist"
            self.problems.append(
                Problem(message, path, link.line, link.column, "write the path from this file's folder")
            )
        return ""


def _candidates(target: str) -> tuple[str, ...]:
    """What a link may mean: the file, or one whose name is written without its ending."""
    return target, f"{target}.md", f"{target}/index.md"
