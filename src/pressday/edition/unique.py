"""No two entries with one id, one id in feeds, or one address."""

from __future__ import annotations

from collections.abc import Iterable

from pressday.model import Entry
from pressday.problems import Problem


def unique(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """*entries* less those that would stand where another stands already, and a problem for each of them."""
    keys: dict[str, str] = {}
    guids: dict[str, str] = {}
    places: dict[str, str] = {}
    kept: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        key, place = entry.key.casefold(), entry.address.casefold()
        if key in keys:
            message = f"has the id `{entry.key}`, which {keys[key]} has too"
            hint = "give one of them an id of its own"
        elif entry.guid in guids:
            message = f"has the guid `{entry.guid}`, which {guids[entry.guid]} has too"
            hint = "take it out of the one that never had it"
        elif place in places:
            message = f"would stand at /{entry.address}, where {places[place]} stands"
            hint = "give one of them a `slug:`"
        else:
            keys[key] = places[place] = entry.path
            if entry.guid:
                guids[entry.guid] = entry.path
            kept.append(entry)
            continue
        problems.append(Problem(message, entry.path, 1, 1, hint))
    return kept, problems
