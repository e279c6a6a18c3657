"""The pages that entries share: each live page's and each collection's own files, or what stands in for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TypeVar

from pressday.content.loading import Content
from pressday.content.reading import LivePoints
from pressday.ledger.pages import LINKED, LIVE, Shared, left
from pressday.ledger.promises import Promise
from pressday.ledger.published import Published
from pressday.model import CollectionIndex, Entry, LiveIndex
from pressday.problems import Problem
from pressday.records import replace

_I = TypeVar("_I", LiveIndex, CollectionIndex)
_T = TypeVar("_T", LiveIndex, LivePoints, CollectionIndex)


class Homes:
    """Live pages and collections by name, each under the id that feeds know it by.

    *led* are old and new addresses of those whose folder was renamed, or whose entries went to another.
    """

    def __init__(self, content: Content, ledger: Published) -> None:
        self.problems: list[Problem] = []
        self.led: dict[str, str] = {}
        self._live = self._one_each(content.live)
        self._points = self._one_each(content.points)
        self._linked = self._one_each(content.collections)
        self._held = frozenset(content.held)
        self._ids: dict[tuple[str, str], str] = {}
        lists = ledger.lists()
        for kind, indexes in ((LIVE, self._live), (LINKED, self._linked)):
            self._settle(content.entries, indexes, kind, lists[kind.promises], ledger)

    def home(self, entry: Entry) -> str:
        """The id of the page that *entry* is on, where that is not the page's name; else nothing."""
        return self._ids.get((entry.kind, entry.collection), "")

    def live(self, names: Iterable[str]) -> dict[str, LiveIndex]:
        """The live pages of those *names*, each with its source's points.

        A page's own file says whose work the points are: while an error holds it back, so are they.
        """
        found: dict[str, LiveIndex] = {}
        for name in sorted(names):
            index = self._live.get(name) or LiveIndex(name, _title(name), f"content/live/{name}/index.md", "")
            index = self._identified(index, LIVE)
            points = None if index.path in self._held else self._points.get(name)
            found[name] = _with_points(index, points) if points else index
        return found

    def linked(self, names: Iterable[str]) -> dict[str, CollectionIndex]:
        """The collections of those *names*."""
        found: dict[str, CollectionIndex] = {}
        for name in sorted(names):
            index = self._linked.get(name)
            index = index or CollectionIndex(name, _title(name), f"content/linked/{name}/index.md", "")
            found[name] = self._identified(index, LINKED)
        return found

    def _identified(self, index: _I, kind: Shared) -> _I:
        id_ = self._ids.get((kind.entries, index.name), "")
        return index if index.id == id_ else replace(index, id=id_)

    def _settle(
        self,
        entries: Sequence[Entry],
        indexes: Mapping[str, LiveIndex | CollectionIndex],
        kind: Shared,
        known: Mapping[str, Promise],
        ledger: Published,
    ) -> None:
        """Give each page of *kind* its id; of two that say the same, the other keeps its folder's name for one."""
        names = indexes.keys() | {entry.collection for entry in entries if entry.kind == kind.entries}
        said = {name: indexes[name].key if name in indexes else name for name in names}

        def address(name: str) -> str:
            return f"{kind.folder}/{name}/"

        claims: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            claims[said[name]].append(name)
        owners: dict[str, str] = {}
        for id_, rivals in claims.items():
            promise = known.get(id_)
            # Where it stood last: in a folder that it has left, others' entries are seen.
            last = promise.addresses[:1] if promise else ()
            told = _told(entries, rivals, kind, last, ledger) if last and len(rivals) > 1 else Counter()
            owners[id_] = min(rivals, key=lambda name: (-told[name], name != id_, name))
        for id_, rivals in claims.items():
            for name in rivals:
                own = id_
                if owners[id_] != name:
                    own = next(free for free in _numbered(name) if free not in owners)
                    message = f"has the id `{id_}`, which the {kind.called} of {_path(kind, owners[id_])} has too"
                    at = indexes[name].path if name in indexes else _path(kind, name)
                    self.problems.append(Problem(message, at, 1, 1, f"write an `id:` of its own there: `{own}`"))
                    owners[own] = name
                if own != name:
                    self._ids[kind.entries, name] = own
        for id_, name in owners.items():
            if id_ in known:
                self.led |= dict.fromkeys(known[id_].addresses, address(name))
        for promise, into in left(entries, owners, kind, known, ledger):
            self.led |= dict.fromkeys(promise.addresses, address(into))
            if not promise.is_gone:
                message = (
                    f"has entries of the {kind.called} `{promise.key}`, which is no more; its feeds go on as this one’s"
                )
                hint = f"if it is that one, write `id: {promise.key}` into its header"
                self.problems.append(Problem(message, _path(kind, into), hint=hint, severity="warning"))

    def _one_each(self, files: Iterable[_T]) -> dict[str, _T]:
        """*files* by name.  Two folders may differ in what an address leaves out, and be one page."""
        found: dict[str, _T] = {}
        for file in files:
            other = found.setdefault(file.name, file)
            if other is not file:
                message = f"is for the page of `{file.name}`, as {other.path} is"
                self.problems.append(Problem(message, file.path, 1, 1, "make one folder of the two"))
        return found


def _told(
    entries: Iterable[Entry], names: Sequence[str], kind: Shared, addresses: Sequence[str], ledger: Published
) -> Counter[str]:
    """How many entries of each of *names* readers have seen on the page at *addresses*."""
    told: Counter[str] = Counter()
    for entry in entries:
        if entry.kind == kind.entries and entry.collection in names:
            promise = ledger.promises.get((entry.kind, entry.key))
            told[entry.collection] += promise is not None and any(
                address.startswith(tuple(addresses)) for address in promise.addresses
            )
    return told


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _path(kind: Shared, name: str) -> str:
    return f"content/{kind.folder}/{name}/index.md"


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
