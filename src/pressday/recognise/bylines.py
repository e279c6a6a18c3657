"""Where the authors of a live page's entries stand, when it is not on the line of the stamp."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from pressday.documents import Block
from pressday.recognise import names
from pressday.recognise.found import Roles
from pressday.recognise.stamps import Stamp

_MARKS = (" by ", " von ", " par ", " por ", " di ", " door ", " – ", " — ", " | ", " · ", " • ", " - ", ", ")
_SIGNED = 6


class Cluster(NamedTuple):
    """A stamp with the lines of author and date around it: blocks *first* to *last* (not included)."""

    stamp: Stamp
    first: int
    last: int
    author: str


def told(block: Block) -> str:
    """The names of a line that says itself, or whose format says, that it is a byline."""
    if block.role == "byline":
        return names.byline(block.text) or names.without_by(block.text)
    return names.byline(block.text)


def give(roles: Roles, role: Literal["stamp", "byline"], index: int, author: str, clipping: int) -> None:
    """Gives a line its *role*; what a person is or where ("political editor", "in Harne") is furniture behind it."""
    roles.give(role, index, clipping)
    people, rest = names.parted(author)
    if not (people and rest):
        return
    text = roles.blocks[index].text
    at = text.rfind(rest.rstrip(" )"))
    if at > 0:
        end = at + len(rest.rstrip(" )"))
        after = text[end:] if any(map(str.isalnum, text[end:])) else ""
        roles.cut(index, ((role, text[:at].strip()), ("furniture", text[at:end]), (role, after.strip())), clipping)


def clusters(blocks: Sequence[Block], found: Sequence[Stamp], days: frozenset[int]) -> list[Cluster]:
    """Each stamp with the line of its date, and of its author where that stands on a line beside it."""
    own = {stamp.block for stamp in found} | days
    made = _with_their_dates([Cluster(s, s.block, s.block + 1, s.author) for s in found], days)
    named = {c.last: told(blocks[c.last]) for c in made if c.last < len(blocks)}
    before = {c.first: told(blocks[c.first - 1]) for c in made if c.first}
    if not any(named.values()) and not any(before.values()) and sum(bool(s.author) for s in found) * 2 < len(found):
        named = bare(blocks, [c.last for c in made], own)
        if not any(named.values()):
            before = {at + 1: name for at, name in bare(blocks, [c.first - 1 for c in made], own).items()}
    if any(before.values()) and not before.get(made[0].first) and _signs(blocks[-1], before.values()):
        before = {}  # The names stand below the texts: those of the entries above.
    for number, cluster in enumerate(made):
        if (name := named.get(cluster.last)) and cluster.last not in own:
            made[number] = cluster._replace(author=cluster.author or name, last=cluster.last + 1)
        elif (name := before.get(cluster.first)) and cluster.first - 1 not in own:
            made[number] = cluster._replace(author=cluster.author or name, first=cluster.first - 1)
    return made


def _with_their_dates(made: list[Cluster], days: frozenset[int]) -> list[Cluster]:
    """The clusters with a line that is only a date, where nearly every entry has one beside its time."""
    if len(days) * 10 < len(made) * 7:
        return made
    above = sum(cluster.first - 1 in days for cluster in made)
    below = sum(cluster.last in days for cluster in made)
    if max(above, below) * 10 < len(made) * 7:
        return made
    if above >= below:
        return [c._replace(first=c.first - 1) if c.first - 1 in days else c for c in made]
    return [c._replace(last=c.last + 1) if c.last in days else c for c in made]


def bare(blocks: Sequence[Block], places: Sequence[int], own: Collection[int]) -> dict[int, str]:
    """Names without "By" that stand at *places*; believed where most do and some come again."""
    found = {
        place: blocks[place].text
        for place in places
        if 0 <= place < len(blocks) and place not in own and names.is_name(blocks[place].text)
    }
    again = any(count > 1 for count in Counter(found.values()).values())
    return found if again and len(found) * 10 >= len(places) * 7 else {}


def _signs(block: Block, others: Collection[str]) -> bool:
    """Whether *block* is a line of its author, as the *others* are: with "By", or of their names."""
    return bool(told(block)) or (names.is_name(block.text) and block.text in others)


def below_texts(blocks: Sequence[Block], ends: Sequence[int], own: Collection[int]) -> dict[int, str]:
    """The names at the end of the entries' texts, by their block: most entries must be signed so."""
    places = [end - 1 for end in ends if end - 1 not in own]
    found = {place: name for place in places if (name := told(blocks[place]))}
    if not found:
        found = bare(blocks, places, own)
    return found if len(found) * 10 >= len(ends) * _SIGNED and len(found) > 1 else {}


def behind(headlines: Sequence[str]) -> list[tuple[str, str]]:
    """Headline and author of lines such as "Harbour shut, by Nell Harrow" and "Harbour shut (Nell Harrow)".

    Empty where the lines are not alike in it, or no name comes again.
    """
    for mark in ("(", *_MARKS):
        parted = [_parted(text, mark) for text in headlines]
        told = Counter(author for _, author in parted if author)
        enough = told.total() * 10 >= len(headlines) * _SIGNED and told.total() > 1
        again = len(told) * 3 <= told.total() * 2 if mark == ", " else len(told) < told.total()
        if enough and again:
            return parted
    return []


def _parted(text: str, mark: str) -> tuple[str, str]:
    if mark == "(":
        head, bracket, rest = text.rpartition(" (")
        name = rest[:-1] if bracket and rest.endswith(")") else ""
    else:
        head, _, name = text.rpartition(mark)
        if not name and mark[1:].strip().isalpha():
            return text, ""
    if not head.strip() or not names.is_name(names.without_by(name)):
        return text, ""
    return head.rstrip(" ,"), name
