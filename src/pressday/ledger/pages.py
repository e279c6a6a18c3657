"""A page that entries share keeps the id that was promised, whatever its folder is called now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from pressday.ledger.promises import Promise
from pressday.ledger.published import Published
from pressday.model import CollectionIndex, Entry, EntryKind, LiveIndex
from pressday.problems import Problem
from pressday.records import replace

_Index = TypeVar("_Index", LiveIndex, CollectionIndex)


class Shared(NamedTuple):
    """A kind of page that entries share: its entries' kind, its lines' in the ledger, its folder, its name."""

    entries: EntryKind
    promises: str
    folder: str
    called: str


LIVE = Shared("live", "live-page", "live", "live page")
LINKED = Shared("card", "collection", "linked", "collection")


class Left(NamedTuple):
    """A promised page that no folder is any more: most of its entries are in the folder *into* now."""

    promise: Promise
    into: str


def kept(
    entries: Sequence[Entry], live: Iterable[LiveIndex], collections: Iterable[CollectionIndex], ledger: Published
) -> tuple[tuple[LiveIndex, ...], tuple[CollectionIndex, ...], list[Problem]]:
    """The live pages and collections with the ids that were promised, and what is wrong with each that says another.

    A folder was renamed, or an id changed, where a promised page is nowhere any more, most of what was on
    it is in one folder, and what that calls itself was never promised anything.  A new folder of the old
    name, which says no id, is not that page.  Where a page has no file of its own, one stands in that
    says the id.
    """
    lists = ledger.lists()
    kept_live, told = _kept(entries, tuple(live), LIVE, LiveIndex, lists[LIVE.promises], ledger)
    kept_linked, also = _kept(entries, tuple(collections), LINKED, CollectionIndex, lists[LINKED.promises], ledger)
    return kept_live, kept_linked, [*told, *also]


def left(
    entries: Sequence[Entry], ids: Iterable[str], kind: Shared, known: Mapping[str, Promise], ledger: Published
) -> list[Left]:
    """The promised pages (*known*, by id) of *kind* whose id is not among *ids*, as far as their entries are elsewhere.

    What is still promised comes before what was gone already.
    """
    there = set(ids)
    lost = [promise for key, promise in known.items() if key not in there and promise.addresses]
    if not lost:
        return []
    names = {entry.collection for entry in entries if entry.kind == kind.entries}
    at = {
        address: promise.key
        for promise in lost
        # In a folder of its name there may be another page by now: it is known by where it stood last.
        for address in (promise.addresses[:1] if promise.key in names else promise.addresses)
    }
    told: defaultdict[str, set[str]] = defaultdict(set)
    # Of a page that was gone before, an entry that is elsewhere has an address of there too.
    least = 2 if all(promise.is_gone for promise in lost) else 1
    for (of, key), promise in ledger.promises.items():
        if of == kind.entries and len(promise.addresses) >= least:
            for address in promise.addresses:
                page = at.get("/".join(address.split("/")[:2]) + "/")
                if page is not None:
                    told[_anchor(key)].add(page)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if entry.kind == kind.entries:
            for page in told.get(entry.anchor, ()):
                found[page][entry.collection] += 1
    lost.sort(key=lambda promise: (promise.is_gone, promise.key))
    return [
        Left(promise, min(found[promise.key].items(), key=lambda row: (-row[1], row[0]))[0])
        for promise in lost
        if promise.key in found
    ]


def _renewed(
    entries: Sequence[Entry], unsaid: Iterable[str], kind: Shared, known: Mapping[str, Promise], ledger: Published
) -> set[str]:
    """Those of the folders *unsaid*, which say no id, that may be another page than the one promised under their name.

    That one stood elsewhere last, or nothing that was on it is there.
    """
    pages = {name: known[name].addresses[0] for name in unsaid if name in known and known[name].addresses}
    found = set(pages)
    for entry in entries:
        page = pages.get(entry.collection, "") if entry.kind == kind.entries else ""
        if page == f"{kind.folder}/{entry.collection}/":
            promise = ledger.promises.get((entry.kind, entry.key))
            if promise is not None and any(address.startswith(page) for address in promise.addresses):
                found.discard(entry.collection)
    return found


def _anchor(key: str) -> str:
    return key.rpartition("/")[2]


def _kept(
    entries: Sequence[Entry],
    indexes: tuple[_Index, ...],
    kind: Shared,
    make: type[_Index],
    known: Mapping[str, Promise],
    ledger: Published,
) -> tuple[tuple[_Index, ...], list[Problem]]:
    ids = {entry.collection: entry.collection for entry in entries if entry.kind == kind.entries}
    ids |= {index.name: index.key for index in indexes}
    files: dict[str, _Index] = {index.name: index for index in reversed(indexes)}
    unsaid = [name for name in ids if name not in files or not files[name].id]
    renewed = _renewed(entries, unsaid, kind, known, ledger)
    adopted: dict[str, str] = {}
    problems = []
    sure = [id_ for name, id_ in ids.items() if name not in renewed]
    for promise, into in left(entries, sure, kind, known, ledger):
        if promise.is_gone or into in adopted or ids[into] in known:
            continue
        adopted[into] = promise.key
        if into not in files:
            title = into.replace("-", " ").capitalize()
            files[into] = make(into, title, f"content/{kind.folder}/{into}/index.md", "")
        problems.append(_told(files[into], promise.key, kind))
    there: set[str] = {index.name for index in indexes}
    every = indexes + tuple(index for name, index in files.items() if name not in there)
    return tuple(_under(index, adopted.get(index.name, index.id)) for index in every), problems


def _under(index: _Index, id_: str) -> _Index:
    return index if index.id == id_ else replace(index, id=id_)


def _told(index: LiveIndex | CollectionIndex, promised: str, kind: Shared) -> Problem:
    fixed = " (`pressday build --fix` does)"
    message = f"was published as the {kind.called} `{promised}`, and its folder is called `{index.name}` now; "
    if index.id:
        fixed = ""
        message = f"was published under the id `{promised}`, and has `{index.id}` now; "
    return Problem(
        message + "to its subscribers it stays what it was",
        index.path,
        1,
        1,
        f"write `id: {promised}` into its header{fixed}; or, if it shall be new to every subscriber, "
        "build with --allow-id-change",
        "error" if index.id else "warning",
    )
