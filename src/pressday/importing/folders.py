"""Folders of live pages and collections that their editor has renamed since the last import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from pressday.content import writing
from pressday.importing.shelf import Shelf
from pressday.importing.tree import Tree
from pressday.ledger.imports import DocumentLedger
from pressday.problems import ProblemError

_KINDS = ("live", "linked")


def renamed(tree: Tree, ledgers: Mapping[str, DocumentLedger]) -> dict[str, str]:
    """Where the folders below ``content/`` that are no more (``live/storm``) stand now (``live/gale``).

    A page's own file says what it was called; one that does not is known by the files that are in it.
    """
    found: dict[str, str] = {}
    for kind in _KINDS:
        there = _names(tree, kind)
        for name in there:
            index = Shelf(tree).file(f"{writing.CONTENT}/{kind}/{name}/index.md")
            id_ = index.text_of("id") if index else ""
            if id_ and id_ not in there:
                found.setdefault(f"{kind}/{id_}", f"{kind}/{name}")
        homes: dict[str, set[str]] = {}
        for ledger in ledgers.values():
            if ledger.into.startswith(f"{kind}/"):
                homes.setdefault(ledger.into, set()).update(PurePosixPath(one.path).name for one in ledger.versions)
        others = [name for name in there if f"{kind}/{name}" not in homes and f"{kind}/{name}" not in found.values()]
        for into, files in sorted(homes.items()):
            if into in found or into.removeprefix(f"{kind}/") in there:
                continue
            shared = {name: files.intersection(_names(tree, f"{kind}/{name}")) for name in others}
            best = max(sorted(shared), key=lambda name: len(shared[name]), default="")
            if best and len(shared[best]) * 2 > len(files):
                found[into] = f"{kind}/{best}"
                others.remove(best)
    return found


def _names(tree: Tree, folder: str) -> list[str]:
    """What is in a folder below ``content/``; of one that cannot be read, whatever writes there will tell."""
    try:
        return tree.names(f"{writing.CONTENT}/{folder}")
    except (OSError, ProblemError):
        return []
