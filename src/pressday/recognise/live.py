"""A live page: stamped entries, whichever way they are arranged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from pressday import markup
from pressday.documents import Block, Clipping
from pressday.recognise import calendar, furniture, headlines, moments, names, oneline, points, stamps
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs
from pressday.recognise.stamps import Stamp

# How far down a page tells its date in a sentence.
_TOP = 4


class Cluster(NamedTuple):
    """A stamp with the byline lines around it: blocks *first* to *last* (not included)."""

    stamp: Stamp
    first: int
    last: int
    author: str


def recognise(blocks: tuple[Block, ...], hints: Hints, *, forced: bool = False) -> Found | None:
    """The live page that *blocks* are, or None where too few lines are alike to be stamps."""
    whole, blocks = blocks, _lines_of_their_own(blocks, stamps.read)
    lines = stamps.find(blocks)
    parted = _with_headlines_beside(whole, blocks, lines.stamps, forced)
    if parted is not None:
        blocks = parted.blocks
        lines = stamps.find(blocks)
    found = lines.stamps
    if len(found) < (1 if forced else 2) or stamps.parted(found) * 2 < len(found) - 1:
        return None
    days = [
        day
        for day in lines.days
        # "Last updated 14:20" above the entries dates nothing.
        if day.moment.day is not None or (day.masthead and (day.moment.dated or day.block > found[0].block))
    ]
    taken = frozenset(day.block for day in days)
    if parted is not None and parted.side == "start":
        clusters, above = [Cluster(stamp, stamp.block, stamp.block + 1, stamp.author) for stamp in found], False
    else:
        clusters = _with_bylines(blocks, found, taken)
        above = parted is not None or _headlines_stand_above(blocks, clusters, taken)
    page = _Page(blocks, clusters, taken, above)
    page.read_entries()
    page.read_top()
    named = None if any(stamp.moment.day for stamp in (*found, *days)) else _date_in_words(page, hints)
    if named is not None:
        hints = hints._replace(day=named[0])
    dated = calendar.resolve(found, days, [block.line for block in blocks], hints)
    if named is not None:
        dated.guesses.insert(0, guess(f"the date is that of this line: {named[0]}", named[1]))
    return page.found(dated)


def _with_headlines_beside(
    whole: tuple[Block, ...], blocks: tuple[Block, ...], found: Sequence[Stamp], forced: bool
) -> oneline.Parted | None:
    """The page with stamps and headlines taken apart, where they share lines more often than not."""
    parted = oneline.part(_lines_of_their_own(whole, _stamped), forced=forced).parted
    others = sum(blocks[stamp.block].line not in parted.lines for stamp in found) if parted else 0
    return parted if parted and len(parted.lines) > others else None


def _stamped(text: str) -> object:
    return stamps.read(text) or oneline.read(text)


def _date_in_words(page: _Page, hints: Hints) -> tuple[date, int] | None:
    """A whole date in the title or the first lines above the entries, and its line."""
    if hints.day is not None:
        return None
    top = [block for block in page.blocks[: page.starts[0]] if not furniture.above(block)]
    for block in top[:_TOP]:
        moment = moments.find(block.text)
        if moment is not None and moment.year is not None and (day := calendar.day_of(moment, hints)):
            return day, block.line
    return None


class _Page:
    def __init__(self, blocks: tuple[Block, ...], clusters: list[Cluster], days: frozenset[int], above: bool) -> None:
        self.blocks = blocks
        self.clusters = clusters
        self.days = days
        self.roles = Roles(blocks)
        self.titles: list[str] = []
        self.bodies: list[tuple[str, ...]] = []
        self.lead: tuple[str, ...] = ()
        self.points: tuple[str, ...] = ()
        self.title = ""
        owned = days.union(*(range(cluster.first, cluster.last) for cluster in clusters))
        self.headlines = [_headline(blocks, cluster, owned, above) for cluster in clusters]
        self.authors = [cluster.author for cluster in clusters]
        self.bylines = {index for cluster in clusters for index in range(cluster.first, cluster.last)}
        for number, headline in enumerate(self.headlines):
            below = None if above or headline is None else headline + 1
            if below and not self.authors[number] and below < len(blocks) and below not in owned:
                self.authors[number] = names.byline(blocks[below].text)
                if self.authors[number]:
                    self.bylines.add(below)
        self.starts = [
            min(cluster.first, headline) if headline is not None else cluster.first
            for cluster, headline in zip(clusters, self.headlines, strict=True)
        ]

    def read_entries(self) -> None:
        ends = [*self.starts[1:], len(self.blocks)]
        for number, (cluster, start, end) in enumerate(zip(self.clusters, self.starts, ends, strict=True)):
            headline = self.headlines[number]
            last = number + 1 == len(self.clusters)
            kept = max(cluster.last, -1 if headline is None else headline + 1)
            shown = kept + furniture.below(self.blocks[kept:end]) if last else end
            for index in range(start, end):
                if index >= shown:
                    self.roles.give("furniture", index)
                elif index == headline:
                    self.roles.give("headline", index, number)
                elif index == cluster.stamp.block:
                    self.roles.give("stamp", index, number)
                elif index in self.bylines:
                    self.roles.give("byline", index, number)
                elif index in self.days:
                    self.roles.give("day", index)
                elif self.blocks[index].kind != "header":
                    self.roles.give("text", index, number)
            text = self.roles.text(number)
            self.bodies.append(paragraphs(text))
            if headline is not None:
                self.titles.append(_title(self.blocks[headline]))
            else:
                self.titles.append(headlines.from_text(text[0].text) if text else "")

    def read_top(self) -> None:
        end = self.starts[0]
        box = points.find(self.blocks, 0, end)
        top: list[int] = []
        for index in range(end):
            block = self.blocks[index]
            if block.kind == "header":
                continue
            if index in self.days:
                self.roles.give("day", index)
            elif box and box.label <= index < box.end:
                self.roles.give("label" if index == box.label else "point", index)
            elif furniture.above(block):
                self.roles.give("furniture", index)
            else:
                top.append(index)
        if top and _could_be_title(self.blocks[top[0]]) and top[0] < (box.label if box else end):
            self.title = _title(self.blocks[top[0]])
            self.roles.give("title", top.pop(0))
        for index in top:
            self.roles.give("lead", index)
        self.lead = paragraphs(self.blocks[index] for index in top)
        self.points = box.points if box else ()

    def found(self, dated: calendar.Dated) -> Found:
        guesses = list(dated.guesses)
        clippings = []
        for number, instant in enumerate(dated.instants):
            line = self.blocks[self.starts[number]].line
            guessed = ["date"] if dated.guessed else []
            title = self.titles[number]
            if self.headlines[number] is None:
                guessed.append("title")
                title = title or f"{instant:%H:%M}"
                guesses.append(guess(f"the entry has no headline; “{title}” stands in", line))
            clippings.append(
                Clipping(
                    "live",
                    title,
                    self.bodies[number],
                    line,
                    instant,
                    names.split(self.authors[number]),
                    guessed=tuple(guessed),
                )
            )
        title = self.title
        if not title:
            newest = max(clippings, key=lambda clipping: clipping.instant or dated.instants[0])
            title = newest.title
            guesses.append(guess(f"the page has no title; that of its newest entry stands in: “{title}”", newest.line))
        return Found(
            "live",
            title,
            self.blocks,
            self.roles.parts(),
            tuple(clippings),
            self.lead,
            self.points,
            guesses=tuple(guesses),
            title_guessed=not self.title,
        )


def _title(block: Block) -> str:
    return block.text.strip()


def _could_be_title(block: Block) -> bool:
    return headlines.likely(block) and block.kind in ("heading", "paragraph")


def _lines_of_their_own(blocks: tuple[Block, ...], stamped: Callable[[str], object]) -> tuple[Block, ...]:
    """*blocks* with every Markdown paragraph that holds a *stamped* line taken apart into its lines."""
    if not any("\n" in block.markdown for block in blocks):
        return blocks
    made: list[Block] = []
    for block in blocks:
        lines = block.markdown.split("\n")
        if block.kind != "paragraph" or len(lines) == 1 or not any(stamped(_plain(line)) for line in lines):
            made.append(block)
            continue
        for number, line in enumerate(lines):
            if line.strip():
                made.append(Block(_plain(line), block.line + number, line.strip(), gap=block.gap and number == 0))
    return tuple(made)


def _plain(line: str) -> str:
    return " ".join(markup.plain_text(line).split())


def _with_bylines(blocks: Sequence[Block], found: Sequence[Stamp], days: frozenset[int]) -> list[Cluster]:
    """Each stamp with the line of its author, where that stands on a line beside it."""
    own = {stamp.block for stamp in found} | days
    named = {
        stamp.block: names.byline(blocks[stamp.block + 1].text) for stamp in found if stamp.block + 1 < len(blocks)
    }
    before = {stamp.block: names.byline(blocks[stamp.block - 1].text) for stamp in found if stamp.block}
    if not any(named.values()) and not any(before.values()) and sum(bool(s.author) for s in found) * 2 < len(found):
        named = _bare_names(blocks, [stamp.block + 1 for stamp in found], own, 1)
        if not any(named.values()):
            before = _bare_names(blocks, [stamp.block - 1 for stamp in found], own, -1)
    clusters = []
    for stamp in found:
        first, last, author = stamp.block, stamp.block + 1, stamp.author
        if named.get(stamp.block) and last not in own:
            author, last = author or named[stamp.block], last + 1
        elif before.get(stamp.block) and first - 1 not in own:
            author, first = author or before[stamp.block], first - 1
        clusters.append(Cluster(stamp, first, last, author))
    return clusters


def _bare_names(blocks: Sequence[Block], places: Sequence[int], own: set[int], side: int) -> dict[int, str]:
    """Names without "By" that stand beside the stamps; believed where most do and some come again."""
    told = {
        place - side: blocks[place].text
        for place in places
        if 0 <= place < len(blocks) and place not in own and names.is_name(blocks[place].text)
    }
    again = any(count > 1 for count in Counter(told.values()).values())
    return told if again and len(told) * 10 >= len(places) * 7 else {}


def _headlines_stand_above(blocks: Sequence[Block], clusters: Sequence[Cluster], days: frozenset[int]) -> bool:
    """Whether the headlines stand above the stamps: where the lines look more like headlines."""
    above = [_neighbour(blocks, clusters, number, days, -1) for number in range(len(clusters))]
    below = [_neighbour(blocks, clusters, number, days, 1) for number in range(len(clusters))]
    score = _score(above) - _score(below)
    if abs(score) > 0.1:
        return score > 0
    if (above[0] is None) != (below[-1] is None):
        return below[-1] is None
    gaps = sum(_gap_after(blocks, c.last) - blocks[c.first].gap for c in clusters)
    if gaps:
        return gaps > 0
    return _length(above) < _length(below)


def _neighbour(
    blocks: Sequence[Block], clusters: Sequence[Cluster], number: int, days: frozenset[int], side: int
) -> Block | None:
    cluster = clusters[number]
    index = cluster.first - 1 if side < 0 else cluster.last
    other = clusters[number + side] if 0 <= number + side < len(clusters) else None
    if not 0 <= index < len(blocks) or index in days or (other and other.first <= index < other.last):
        return None
    return blocks[index]


def _score(candidates: Sequence[Block | None]) -> float:
    points_ = [0.0 if c is None or not headlines.likely(c) else 1.5 if c.kind == "heading" else 1.0 for c in candidates]
    return sum(points_) / len(points_)


def _gap_after(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and blocks[index].gap


def _length(candidates: Sequence[Block | None]) -> float:
    known = [len(c.text) for c in candidates if c is not None]
    return sum(known) / len(known) if known else 0.0


def _headline(blocks: Sequence[Block], cluster: Cluster, owned: frozenset[int], above: bool) -> int | None:
    index = cluster.first - 1 if above else cluster.last
    if not 0 <= index < len(blocks) or index in owned or headlines.prose(blocks[index]):
        return None
    return None if blocks[index].kind == "header" else index
