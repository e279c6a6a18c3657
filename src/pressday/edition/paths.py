"""Where a link from one content file to another leads."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Mapping

from pressday import addresses
from pressday.model import Link
from pressday.problems import Problem
from pressday.records import replace


class Paths:
    """Addresses by content file, *places*.

    *assets* are the files beside entries; *hidden* are content files that exist, but are not shown;
    *withdrawn* are those of which nothing but a notice is.
    """

    def __init__(
        self, places: Mapping[str, str], assets: Iterable[str], hidden: Iterable[str], withdrawn: Iterable[str] = ()
    ) -> None:
        self._places = places
        self._assets = frozenset(assets)
        self._hidden = frozenset(hidden)
        self._withdrawn = frozenset(path for path in withdrawn if path in places)
        self._gone = frozenset(places[path] for path in self._withdrawn)
        self.problems: list[Problem] = []

    def resolve(self, links: tuple[Link, ...], page: str, path: str) -> tuple[Link, ...]:
        """*links* of the file at *path*, whose page stands at *page*, with their addresses."""
        made = tuple(link if link.address else replace(link, address=self._address(link, page, path)) for link in links)
        if self._withdrawn and any(link.fragment for link in made):
            return tuple(self._whole(link, path) if link.fragment else link for link in made)
        return made

    def _whole(self, link: Link, path: str) -> Link:
        """*link* without the part that it names, if that was of something withdrawn: it may be words of it."""
        if not leads_to(link, self._withdrawn, self._gone):
            return link
        message = f"leads to a part of {link.target}, which was withdrawn"
        hint = "the link goes without what stands after its `#`; take it out, it may be words of it"
        self.problems.append(Problem(message, path, link.line, link.column, hint, "warning"))
        return replace(link, fragment="")

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


def leads_to(link: Link, paths: Container[str], places: Container[str]) -> bool:
    """Whether *link* leads to one of the content files at *paths*, or of the pages at *places*."""
    if link.target.startswith("/"):
        return f"{link.address.rstrip('/')}/" in places
    return any(candidate in paths for candidate in _candidates(link.target))


def _candidates(target: str) -> tuple[str, ...]:
    """What a link may mean: the file, or one whose name is written without its ending."""
    return target, f"{target}.md", f"{target}/index.md"
