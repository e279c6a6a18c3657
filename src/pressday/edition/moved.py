"""Old addresses that lead on: of merged topics, those that files claim, those that the ledger remembers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from pressday import addresses
from pressday.model import Entry, StandingPage
from pressday.problems import Problem

_LISTS = (addresses.HOME, addresses.ARCHIVE, addresses.TOPICS, addresses.AUTHORS, addresses.DIGESTS)


def moved(
    entries: Sequence[Entry],
    pages: Sequence[StandingPage],
    others: Iterable[str],
    remembered: Mapping[str, str],
    merged: Mapping[str, str],
    led: Mapping[str, str] = MappingProxyType({}),
) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """(old address, new address) in order, and what is wrong with the claims.

    *others* are addresses where something else stands; *remembered* are the ledger's, with the key
    of the entry that each belonged to; *merged* are old and new addresses of topics, *led* those of other
    lists, as far as the new one is among *others*.  No old address stands in the way of a page of today.
    """
    others = frozenset(others)
    things: tuple[Entry | StandingPage, ...] = (*entries, *pages)
    stands = {_place(address): "another page" for address in (*others, *_LISTS)}
    stands |= {_place(thing.address): thing.path for thing in things}
    claimed = {_place(old): (old, new, "an old list") for old, new in led.items() if new in others}
    claimed = {place: row for place, row in claimed.items() if place not in stands}
    claimed |= {_place(old): (old, new, "a merged topic") for old, new in merged.items()}
    problems = []
    for thing in things:
        for alias in thing.aliases:
            place = _place(alias)
            if place == _place(thing.address):
                continue
            rival = claimed.get(place, ("", "", thing.path))[2]
            if place in stands or rival != thing.path:
                other = f"where {stands[place]} stands" if place in stands else f"as {rival} does"
                message = f"claims the old address /{alias}, {other}"
                problems.append(Problem(message, thing.path, 1, 1, "take it out of `aliases:`", "warning"))
            else:
                claimed[place] = (alias, thing.address, thing.path)
    now = {entry.key: entry.address for entry in entries}
    for address, key in remembered.items():
        place = _place(address)
        if key in now and place not in stands and place not in claimed:
            claimed[place] = (address.partition("#")[0], now[key], "")
    return tuple(sorted((old, new) for old, new, _ in claimed.values())), problems


def _place(address: str) -> str:
    """The page at *address*, as a disk that does not tell capitals from small letters knows it."""
    return address.partition("#")[0].casefold()
