"""A live page: stamped entries, whichever way they are arranged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pressday.documents import Block, Clipping
from pressday.recognise import (
    bylines,
    calendar,
    furniture,
    habits,
    headlines,
    lines,
    moments,
    names,
    oneline,
    points,
    sides,
    stamps,
    top,
    twice,
    zones,
)
from pressday.recognise.bylines import Cluster
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs, with_aside
from pressday.recognise.stamps import Stamp

# How far down a page tells its date in a sentence.
_TOP = 4
_CLOCK = 60
# A headline that ends with a full stop is short.
_LONG = 14
_FEW = 7


def recognise(blocks: tuple[Block, ...], hints: Hints, *, forced: bool = False) -> Found | None:
    """The live page that *blocks* are, or None where too few lines are alike to be stamps."""
    if hints.stamps:
        return _recognise(blocks, hints, forced)
    told = twice.once(bylines.marked(lines.of_their_own(blocks, stamps.read), hints.authors))
    said = [one for block in told.blocks if (one := zones.stated(block))]
    whole = {id(one.block) for one in said}
    found = _recognise(tuple(block for block in told.blocks if id(block) not in whole), hints, forced, said)
    aside = sorted((*told.aside, *(one.block for one in said)), key=lambda block: block.line)
    return found and with_aside(found, aside)


def _recognise(
    blocks: tuple[Block, ...], hints: Hints, forced: bool, said: Sequence[zones.Stated] = ()
) -> Found | None:
    given, whole, parted = hints.stamps, blocks, None
    told = stamps.find(blocks, given, forced=forced)
    if not given:
        parted = _with_headlines_beside(whole, blocks, told.stamps, forced)
    if parted is not None:
        blocks = parted.blocks
        told = stamps.find(blocks, forced=forced)
    if not given and parted is None:
        told = bylines.without_masthead(blocks, told)
    found = told.stamps
    if len(found) < (1 if forced or given else 2) or (not given and stamps.parted(found) * 2 < len(found) - 1):
        return None
    days = [
        day
        for day in told.days
        # "Last updated 14:20" above the entries dates nothing.
        if day.moment.day is not None or (day.moment.dated and (day.block > found[0].block or not day.masthead))
    ]
    taken = frozenset(day.block for day in days)
    if parted is not None and parted.side == "start":
        clusters, above = [Cluster(stamp, stamp.block, stamp.block + 1, stamp.author) for stamp in found], False
    else:
        clusters = bylines.clusters(blocks, found, taken)
        above = parted is not None or sides.above(blocks, clusters, taken)
        found, days = _with_their_dates(clusters, found, days)
    page = _Page(blocks, clusters, taken, above)
    if not forced and not given and page.is_a_listing():
        return None
    page.read_entries()
    page.read_top(hints.sources)
    told_days = [stamp.moment for stamp in (*found, *days) if stamp.moment.day]
    words = None if any(moment.year for moment in told_days) else _date_in_words(page, hints)
    # Beside dates without a year it tells that.
    named = None if told_days else words
    if named is not None:
        hints = hints._replace(day=named[0])
    zoned = zones.apply(found, days, blocks, said, hints)
    zone = (None if hints.zone_told else zoned.zone) or hints.zone
    own, dates = zones.seen_from(zoned.found, zone), zones.seen_from(days, zone)
    dated = calendar.resolve(own, dates, [block.line for block in blocks], hints, words[:1] if words else ())
    if named is not None:
        dated.guesses.insert(0, guess(f"the date is that of this line: {named[0]}", named[1]))
    dated.guesses.extend(zones.notes(zoned, said, dated.instants, hints))
    if not forced and not given and not dated.newest_first and not page.calls_itself_live():
        line = blocks[page.starts[0]].line
        dated.guesses.append(
            guess(
                f"{len(found)} parts begin with a time, so it is a live page; if it is one article, try --kind article",
                line,
            )
        )
    return page.found(dated, hints.title)


def _with_their_dates(
    clusters: Sequence[Cluster], found: Sequence[Stamp], days: Sequence[Stamp]
) -> tuple[list[Stamp], list[Stamp]]:
    """The stamps, each with the date that stands on a line beside its own, and the other dates."""
    by_block = {day.block: day for day in days}
    made = []
    for stamp, cluster in zip(found, clusters, strict=True):
        day = next((by_block.pop(at) for at in range(cluster.first, cluster.last) if at in by_block), None)
        told = day.moment if day is not None and not stamp.moment.dated else None
        made.append(
            stamp._replace(
                moment=told._replace(time=stamp.moment.time, zone=stamp.moment.zone, clock=stamp.moment.clock)
            )
            if told is not None
            else stamp
        )
    return made, list(by_block.values())


def _with_headlines_beside(
    whole: tuple[Block, ...], blocks: tuple[Block, ...], found: Sequence[Stamp], forced: bool
) -> oneline.Parted | None:
    """The page with stamps and headlines taken apart, where they share lines more often than not."""
    parted = oneline.part(lines.of_their_own(whole, _stamped), forced=forced).parted
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
        self.above = above
        self.roles = Roles(blocks)
        self.titles: list[str] = []
        self.kickers: list[str] = []
        self.bodies: list[tuple[str, ...]] = []
        self.lead: tuple[str, ...] = ()
        self.points: tuple[str, ...] = ()
        self.title = ""
        self.owned = days.union(*(range(cluster.first, cluster.last) for cluster in clusters))
        self.headlines = [sides.headline(blocks, cluster, self.owned, above) for cluster in clusters]
        self.labels = {number: at for number in range(len(clusters)) if (at := self._label(number)) is not None}
        if not above:
            self._without_sentences()
        self.authors = [cluster.author for cluster in clusters]
        self.bylines = {i for cluster in clusters for i in range(cluster.first, cluster.last) if i not in days}
        self.starts = [
            min(cluster.first, *(at for at in (headline, self.labels.get(number)) if at is not None), cluster.first)
            for number, (cluster, headline) in enumerate(zip(clusters, self.headlines, strict=True))
        ]
        self.behind: list[tuple[str, str]] = []
        self.unsaid: dict[int, str] = {}
        if not all(self.authors):
            self._authors_elsewhere()

    def _label(self, number: int) -> int | None:
        """The line above the headline of an entry that is a kicker alone: "Breaking", "Analysis"."""
        at = self.headlines[number]
        if at is None:
            return None
        if self.above:
            return at - 1 if at and at - 1 not in self.owned and habits.is_kicker(self.blocks[at - 1]) else None
        below = at + 1
        if not habits.is_kicker(self.blocks[at]) or below >= len(self.blocks) or below in self.owned:
            return None
        if not headlines.likely(self.blocks[below]) or bylines.told(self.blocks[below]):
            return None
        self.headlines[number] = below
        return at

    def _without_sentences(self) -> None:
        """Where most entries begin with a sentence, one that is long or all there is is text, and no headline.

        Where few do, what is all there is and two sentences is text, and so is one above other paragraphs.
        """
        ended = [at is not None and headlines.ends_a_sentence(self.blocks[at].text) for at in self.headlines]
        most = sum(ended) * 2 > len(ended)
        following = [cluster.first for cluster in self.clusters[1:]] + [len(self.blocks)]
        for number, (at, end) in enumerate(zip(self.headlines, following, strict=True)):
            if at is None or not ended[number] or self.blocks[at].kind != "paragraph":
                continue
            text = self.blocks[at].text
            alone = at + 1 >= end and (most or headlines.sentences(text) > 1)
            lone = sum(ended) * 5 < len(ended) * 2 and text.endswith(".") and len(text.split()) > _FEW
            if alone or lone or (most and len(text.split()) > _LONG):
                self.headlines[number] = None

    def _authors_elsewhere(self) -> None:
        """Looks for authors below or above the headlines, behind them on their line, and below the texts."""
        side = -1 if self.above else 1
        count = len(self.clusters)
        places = [index + side for index in self.headlines if index is not None]
        known = {name for author in self.authors for name in names.split(names.people(author))}
        told_by = bylines.beside(self.blocks, places, self.owned, known)
        if not told_by and not known and side > 0 and len(places) == count:
            told_by = self.unsaid = bylines.of_all(self.blocks, places, self.owned)
        found = {at - side: name for at, name in told_by.items()}
        if side < 0 and (len(found) * 10 < count * 6 or self.headlines[0] not in found):
            found = {}  # above a headline it may sign the text above
        for number, index in enumerate(self.headlines):
            if index in found and not self.authors[number]:
                self.authors[number] = found[index]
                self.bylines.add(index + side)
                self.starts[number] = min(self.starts[number], index + side)
        if not any(self.authors):
            told = [self.blocks[index].text for index in self.headlines if index is not None]
            if len(told) == count and (behind := bylines.behind(told)):
                self.behind = behind
                self.authors = [names.without_by(author) for _, author in behind]
        if not any(self.authors):
            ends = [*self.starts[1:], len(self.blocks)]
            owned = self.owned.union(index for index in self.headlines if index is not None)
            signed = bylines.below_texts(self.blocks, ends, owned)
            for number, end in enumerate(ends):
                if end - 1 in signed:
                    self.authors[number] = signed[end - 1]
                    self.bylines.add(end - 1)

    def is_a_listing(self) -> bool:
        """Whether the stamps are those of cards: headlines that lead elsewhere, each of another day."""
        led = sum(index is not None and bool(habits.address(self.blocks[index])) for index in self.headlines)
        whole = [c.stamp.moment[:3] for c in self.clusters if c.stamp.moment.year is not None]
        many = len(self.clusters) * 8
        # A live page has several entries a day.
        return led * 10 >= many and len(whole) * 10 >= many and len(set(whole)) * 2 > len(whole)

    def calls_itself_live(self) -> bool:
        """Whether anything but the times says so: a word above the entries, a date or an author on them, key points."""
        above = self.blocks[: self.starts[0]]
        said = any(habits.says_live(block.text) or points.is_label(block.text) for block in above)
        return said or any(self.authors) or any(cluster.stamp.moment.dated for cluster in self.clusters)

    def read_entries(self) -> None:
        ends = [*self.starts[1:], len(self.blocks)]
        for number, (cluster, start, end) in enumerate(zip(self.clusters, self.starts, ends, strict=True)):
            headline = self.headlines[number]
            last = number + 1 == len(self.clusters)
            kept = max(cluster.last, -1 if headline is None else headline + 1)
            shown = kept + furniture.below(self.blocks[kept:end]) if last else end
            told: list[int] = []
            self.kickers.append("")
            title = self._give_headline(number, headline) if headline is not None else ""
            for index in range(start, end):
                if index >= shown:
                    self.roles.give("furniture", index)
                elif index == headline:
                    continue
                elif index == self.labels.get(number):
                    self.roles.give("kicker", index, number)
                    said = filter(None, (self.blocks[index].text.strip(), self.kickers[number]))
                    self.kickers[number] = " · ".join(said)
                elif index == cluster.stamp.block:
                    bylines.give(self.roles, "stamp", index, self.authors[number], number)
                elif index in self.bylines:
                    bylines.give(self.roles, "byline", index, self.authors[number], number)
                elif index in self.days:
                    self.roles.give("day", index)
                elif self.blocks[index].kind != "header":
                    told.append(index)
            self._give_text(number, told, title)
            text = self.roles.text(number)
            self.bodies.append(paragraphs(habits.joined(text)))
            self.titles.append(title or (headlines.from_text(text[0].text) if text else ""))

    def _give_headline(self, number: int, index: int) -> str:
        whole = self.blocks[index].text.strip()
        text, author = self.behind[number] if self.behind else (whole, "")
        told = habits.headline(text)
        self.kickers[number] = told.kicker
        self.roles.give("headline", index, number)
        if told.kicker or author:
            behind = whole[len(text) :].strip(" ,()–—|") if author else ""
            self.roles.cut(index, (("kicker", told.kicker), ("headline", told.title), ("byline", behind)), number)
        return told.title

    def _give_text(self, number: int, told: list[int], title: str) -> None:
        """The lines of a text, less the rules around it and a first line that says the headline again."""
        first, last = 0, len(told)
        while first < last and furniture.rule(self.blocks[told[first]]):
            first += 1
        while first < last and furniture.rule(self.blocks[told[last - 1]]):
            last -= 1
        for place, index in enumerate(told):
            if not first <= place < last or _is_updated(self.blocks[index]):
                self.roles.give("furniture", index)
            elif place == first and title and habits.repeats(self.blocks[index], title):
                self.roles.give("repeat", index)
            else:
                self.roles.give("text", index, number)

    def read_top(self, sources: frozenset[str]) -> None:
        end = self.starts[0]
        box = points.find(self.blocks, 0, end)
        rest: list[int] = []
        for index in range(end):
            block = self.blocks[index]
            if block.kind == "header":
                continue
            if index in self.days:
                self.roles.give("day", index)
            elif box and box.label <= index < box.end:
                self.roles.give("label" if index == box.label else "point", index)
            else:
                rest.append(index)
        told = top.read(self.blocks, [index for index in rest if index < (box.label if box else end)], sources)
        lead: list[int] = []
        for index in rest:
            if index == told.title:
                self.title = self.blocks[index].text.strip()
                self.roles.give("title", index)
            elif index in told.navigation or furniture.above(self.blocks[index]):
                self.roles.give("furniture", index)
            else:
                self.roles.give("lead", index)
                lead.append(index)
        self.lead = paragraphs(self.blocks[index] for index in lead)
        self.points = box.points if box else ()

    def found(self, dated: calendar.Dated, called: str) -> Found:
        """The page and its entries; *called* is its title where a recipe says one."""
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
                    names.split(names.people(self.authors[number])),
                    guessed=tuple(guessed),
                    kicker=self.kickers[number],
                    url=self._address(number),
                )
            )
        guesses += bylines.doubts(
            self.blocks, self.unsaid, [self.roles.text(n) for n in range(len(clippings)) if not self.authors[n]]
        )
        named = title = called or self.title
        if not title:
            newest = max(clippings, key=lambda clipping: clipping.instant or dated.instants[0])
            title = newest.title
            guesses.append(guess(f"the page has no title; that of its newest entry stands in: “{title}”", newest.line))
        blocks, parts = self.roles.finish()
        return Found(
            "live",
            title,
            blocks,
            parts,
            tuple(clippings),
            self.lead,
            self.points,
            guesses=tuple(guesses),
            title_guessed=not named,
        )

    def _address(self, number: int) -> str:
        headline = self.headlines[number]
        told = habits.address(self.blocks[headline]) if headline is not None else ""
        return told or habits.address(self.blocks[self.clusters[number].stamp.block])


def _is_updated(block: Block) -> bool:
    """Whether a line inside an entry is "Updated at 14:25"."""
    stamp = stamps.read(block.text) if len(block.text) <= _CLOCK else None
    return stamp is not None and stamp.masthead
