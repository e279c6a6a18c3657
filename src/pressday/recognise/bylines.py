"""Where the authors of a live page's entries stand, when it is not on the line of the stamp."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from pressday.documents import Block
from pressday.folding import spelling
from pressday.problems import Problem
from pressday.recognise import headlines, names, points
from pressday.recognise.found import Roles, guess
from pressday.recognise.stamps import Lines, Stamp
from pressday.records import replace

_MARKS = (" by ", " von ", " par ", " por ", " di ", " door ", " – ", " — ", " | ", " · ", " • ", " - ", ", ")
_SIGNED = 6
# Of so many stamps the first may be the page's own.
_LEAST = 3
# A person's name has no more words.
_NAME = 4
_MOST_TOLD = 5


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


def marked(blocks: tuple[Block, ...], authors: Collection[str]) -> tuple[Block, ...]:
    """*blocks* with the lines that are nothing but *authors* whom the settings list as bylines."""
    known = frozenset(map(spelling, authors))
    if not known:
        return blocks
    return tuple(replace(block, role="byline") if _is_of(block, known) else block for block in blocks)


def _is_of(block: Block, known: Collection[str]) -> bool:
    if block.role or not is_bare(block):
        return False
    return all(spelling(person) in known for person in names.split(block.text))


def without_masthead(blocks: Sequence[Block], lines: Lines) -> Lines:
    """*lines* with the first stamp as the page's own where that is so: who wrote the page, when, and its key points.

    The line above it is nothing but names, and every other stamp has its author beside it, or the box of
    key points follows.
    """
    found = lines.stamps
    if len(found) < _LEAST or found[0].author or not found[0].moment.dated or found[0].block == 0:
        return lines
    above = blocks[found[0].block - 1]
    people = names.split(names.people(told(above) or above.text))
    if above.kind != "paragraph" or not people or not all(map(names.is_name, people)):
        return lines
    # As the last line above the second stamp a label is that entry's headline.
    between = range(found[0].block + 1, found[1].block - 2)
    if not (all(stamp.author for stamp in found[1:]) or any(points.is_label(blocks[at].text) for at in between)):
        return lines
    return Lines(found[1:], sorted([found[0]._replace(masthead=True), *lines.days]))


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


def leave_place(roles: Roles, index: int, place: str, clipping: int) -> None:
    """Gives a dateline its role, and the *place* in it none that is anybody's name."""
    before, found, after = roles.blocks[index].text.partition(place)
    roles.give("stamp", index, clipping)
    if found:
        told = [piece if any(map(str.isalnum, piece)) else "" for piece in (before.strip(), after.strip(" ,·|–—-"))]
        roles.cut(index, (("stamp", told[0]), ("furniture", place), ("stamp", told[1])), clipping)


def clusters(blocks: Sequence[Block], found: Sequence[Stamp], days: frozenset[int]) -> list[Cluster]:
    """Each stamp with the line of its date, and of its author where that stands on a line beside it."""
    own = {stamp.block for stamp in found} | days
    made = _with_their_dates([Cluster(s, s.block, s.block + 1, s.author) for s in found], days)
    named = {c.last: told(blocks[c.last]) for c in made if c.last < len(blocks)}
    before = {c.first: told(blocks[c.first - 1]) for c in made if c.first}
    if not any(named.values()) and not any(before.values()) and sum(bool(s.author) for s in found) * 2 < len(found):
        places = [c.last for c in made]
        named = bare(blocks, places, own) or _over_headlines(blocks, places, own)
        if not any(named.values()):
            before = {at + 1: name for at, name in bare(blocks, [c.first - 1 for c in made], own).items()}
    else:
        named |= as_the_others(blocks, named)
        before |= as_the_others(blocks, before, -1)
    if any(before.values()) and not before.get(made[0].first) and _signs(blocks[-1], before.values()):
        before = {}  # The names stand below the texts: those of the entries above.
    for number, cluster in enumerate(made):
        if (name := named.get(cluster.last)) and cluster.last not in own:
            made[number] = cluster._replace(author=cluster.author or name, last=cluster.last + 1)
        elif (name := before.get(cluster.first)) and cluster.first - 1 not in own:
            made[number] = cluster._replace(author=cluster.author or name, first=cluster.first - 1)
    return [_with_name_again(blocks, cluster, own) for cluster in made]


def as_the_others(blocks: Sequence[Block], named: Mapping[int, str], step: int = 0) -> dict[int, str]:
    """The names that nothing tells to be bylines where others beside them are *named*, by their place.

    *step* leads from a place to its line.  Believed are those who are named elsewhere, and where most entries
    have a name there, all of them.  Where others have "By", a bare name may be a headline unless it comes again.
    """
    sure = [place for place, name in named.items() if name]
    if not sure:
        return {}
    lines = {place: blocks[place + step] for place, name in named.items() if not name}
    found = {place: block.text for place, block in lines.items() if is_bare(block)}
    known = {person for place in sure for person in names.split(named[place])}
    most = (len(found) + len(sure)) * 10 >= len(named) * 7
    if any(names.byline(blocks[place + step].text) for place in sure):
        known |= {name for name, count in Counter(found.values()).items() if most and count > 1}
        most = False
    return {place: text for place, text in found.items() if most or known & {text, *names.split(text)}}


def beside(
    blocks: Sequence[Block], places: Sequence[int], own: Collection[int], known: Collection[str]
) -> dict[int, str]:
    """The authors at *places*, one a headline: those that are told, and bare names as the others have them.

    *known* are authors of the page who stand elsewhere.
    """
    places = list(_within(blocks, places, own))
    named = {place: told(blocks[place]) for place in places}
    if any(named.values()):
        return {place: name for place, name in (named | as_the_others(blocks, named)).items() if name}
    if known:
        return {at: blocks[at].text for at in places if set(names.split(blocks[at].text)) & set(known)}
    return bare(blocks, places, own)


def of_all(blocks: Sequence[Block], places: Sequence[int], own: Collection[int]) -> dict[int, str]:
    """The names at *places* of which none comes again, where each has one and a text below it."""
    found = {at: blocks[at].text for at in _within(blocks, places, own) if is_lone_name(blocks[at])}
    texts = list(_within(blocks, [at + 1 for at in found], own))
    return found if len(found) > 1 and len(found) == len(places) == len(texts) else {}


def is_bare(block: Block) -> bool:
    """Whether a line is nothing but a name, or several."""
    return block.kind == "paragraph" and names.is_name(block.text)


def is_lone_name(block: Block) -> bool:
    """Whether a line is nothing but the names of people: "Storm Edda Crosses The Whole Of Harne" is a headline."""
    if not is_bare(block) or names.is_pair_of_words(block.text):
        return False
    return all(len(person.split()) <= _NAME for person in names.split(block.text))


def _with_name_again(blocks: Sequence[Block], cluster: Cluster, own: Collection[int]) -> Cluster:
    """The cluster with the line above it that says again the name below its stamp."""
    above = cluster.first - 1
    again = above >= 0 and above not in own and cluster.last - cluster.stamp.block > 1
    if again and blocks[above].text.strip() == blocks[cluster.last - 1].text.strip() and cluster.author:
        return cluster._replace(first=above)
    return cluster


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
    found = {place: blocks[place].text for place in _within(blocks, places, own) if names.is_name(blocks[place].text)}
    again = any(count > 1 for count in Counter(found.values()).values())
    return found if again and len(found) * 10 >= len(places) * 7 else {}


def _over_headlines(blocks: Sequence[Block], places: Sequence[int], own: Collection[int]) -> dict[int, str]:
    """Names at *places* of which none comes again: believed where most do and a headline stands under each."""
    found = {place: blocks[place].text for place in _within(blocks, places, own) if names.is_name(blocks[place].text)}
    under = list(_within(blocks, [place + 1 for place in found], own))
    texts = list(_within(blocks, [place + 2 for place in found], own))
    told = sum(headlines.likely(blocks[place]) and not names.is_name(blocks[place].text) for place in under)
    enough = len(found) > 1 and len(found) * 10 >= len(places) * 7
    return found if enough and told == len(found) and len(texts) * 10 >= len(found) * 7 else {}


def _within(blocks: Sequence[Block], places: Iterable[int], own: Collection[int]) -> Iterator[int]:
    return (place for place in places if 0 <= place < len(blocks) and place not in own)


def _signs(block: Block, others: Collection[str]) -> bool:
    """Whether *block* is a line of its author, as the *others* are: with "By", or of their names."""
    return bool(told(block)) or (names.is_name(block.text) and block.text in others)


def below_texts(blocks: Sequence[Block], ends: Sequence[int], own: Collection[int]) -> dict[int, str]:
    """The names at the end of the entries' texts, by their block: most entries must be signed so."""
    places = [end - 1 for end in ends if end - 1 not in own]
    found = {place: name for place in places if (name := told(blocks[place]))}
    if not found:
        found = bare(blocks, places, own)
    else:
        found |= as_the_others(blocks, {place: found.get(place, "") for place in places})
    return found if len(found) * 10 >= len(ends) * _SIGNED and len(found) > 1 else {}


def behind(titles: Sequence[str]) -> list[tuple[str, str]]:
    """Headline and author of lines such as "Harbour shut, by Nell Harrow" and "Harbour shut (Nell Harrow)".

    Empty where the lines are not alike in it, or no name comes again.
    """
    for mark in ("(", *_MARKS):
        parted = [_parted(text, mark) for text in titles]
        told = Counter(author for _, author in parted if author)
        enough = told.total() * 10 >= len(titles) * _SIGNED and told.total() > 1
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


def doubts(blocks: Sequence[Block], unsaid: Mapping[int, str], texts: Iterable[Sequence[Block]]) -> list[Problem]:
    """Of the names *unsaid* to be authors that they were taken for some; of those in *texts* that they were not.

    *texts* are those of the entries without an author.
    """
    made = []
    if unsaid:
        said = ", ".join(f"“{name}”" for name in list(dict.fromkeys(unsaid.values()))[:_MOST_TOLD])
        told = f"below the headlines stands {said}, and nothing says whose name it is; it was taken for the author"
        made.append(guess(told, blocks[min(unsaid)].line))
    for text in texts:
        for block in dict.fromkeys((*text[:1], *text[-1:])):
            if is_lone_name(block):
                made.append(guess(f"“{block.text}” may be the author, and was taken for text", block.line))
    return made
