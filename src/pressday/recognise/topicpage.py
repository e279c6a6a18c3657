"""A topic page: cards that lead elsewhere, each an optional author, a headline and a teaser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from pressday.documents import Block, Clipping
from pressday.problems import Problem
from pressday.recognise import bylines, calendar, cards, furniture, habits, headlines, names, stamps
from pressday.recognise.cards import Card, Deck
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs
from pressday.recognise.stamps import Stamp

_BULLET = re.compile(r"^[-*•·‣▪◦●○■►]\s+")
_SURE: tuple[Callable[[Block], object], ...] = (
    lambda block: block.role == "headline",
    habits.address,
    lambda block: block.kind == "heading",
)
_SHORT_TEASERS = 60
_LONGEST = 80
_FEW = 3
_MOST_SHORT = 4


def recognise(blocks: tuple[Block, ...], hints: Hints, *, forced: bool = False) -> Found | None:
    """The topic page that *blocks* are, or None where they read like one article."""
    deck = cards.deal(blocks, hints.stamps, forced=forced)
    if not deck.cards or not (forced or _is_a_listing(blocks, deck.cards, marked=deck.marked)):
        return None
    return _Page(blocks, deck, hints).found()


class _Page:
    """The cards of a page on their way to being clippings."""

    def __init__(self, blocks: tuple[Block, ...], deck: Deck, hints: Hints) -> None:
        self.blocks = blocks
        self.deck = deck
        self.hints = hints
        self.roles = Roles(blocks)
        self.guesses: list[Problem] = []
        for index, block in enumerate(blocks):
            if furniture.rule(block):
                self.roles.give("furniture", index)
        self.heading = self._take_heading()
        self.author_last = _authors_below(blocks, deck.cards, hints.stamps)
        self.labels = Counter(blocks[index].text for card in deck.cards for index in card.short)

    def found(self) -> Found:
        """The page and its cards."""
        clippings = [self._clipping(number, card) for number, card in enumerate(self.deck.cards)]
        self._tell_dateless(clippings)
        title = self.blocks[self.heading].text if self.heading is not None else ""
        blocks, parts = self.roles.finish()
        return Found(
            "topic",
            title,
            blocks,
            parts,
            tuple(clippings),
            topics=(title,) if title else (),
            guesses=tuple(sorted(self.guesses, key=lambda note: note.line)),
            title_guessed=not title,
        )

    def _take_heading(self) -> int | None:
        """The page's own heading: a line above the first card that is not part of one."""
        above = list(self.deck.above) or _above_within(self.blocks, self.deck.cards)
        heading = above[0] if above else _heading_within(self.blocks, self.deck)
        if len(above) > 1 and _is_named_in(self.blocks[above[1]].text, self.blocks[above[0]].text):
            heading = above[1]
        if heading is None:
            return None
        for index in above:
            self.roles.give("furniture" if index < heading else "left", index)
        self.roles.give("title", heading)
        told = [index for index in above if index > heading and not headlines.likely(self.blocks[index])]
        if told:
            self._guess("stands above the cards and is taken as the page's own; it is left out", told[0])
        return heading

    def _guess(self, message: str, index: int) -> None:
        self.guesses.append(guess(message, self.blocks[index].line))

    def _clipping(self, number: int, card: Card) -> Clipping:
        blocks, roles = self.blocks, self.roles
        instant, author, rest = self._signed(number, card)
        title, kicker, headline = "", "", None
        if rest:
            headline = _headline(blocks, rest, self.labels)
            rest.remove(headline)
            told = habits.give_headline(roles, headline, _unbulleted(blocks[headline].text), number)
            title, kicker = told.title, told.kicker
            if not author and blocks[headline].kind != "heading" and cards.is_bare_name(blocks[headline].text):
                self._guess("is taken as the headline of a card, and may be a name", headline)
        for index in rest:
            roles.give("kicker", index, number)
        for index in card.teaser:
            again = title and index == card.teaser[0] and habits.repeats(blocks[index], title)
            roles.give("repeat" if again else "text", index, -1 if again else number)
        for index in card.below:
            roles.give("left", index)
            self._guess("stands below the teaser of a card and is no author; it is left out", index)
        if instant is None and self.hints.day is not None:
            instant = calendar.instant(self.hints.day, calendar.NOON, self.hints.zone)
        first = headline if headline is not None else (card.teaser or card.short)[0]
        if not title:
            title = headlines.from_text(blocks[first].text)
            self._guess(f"the card has no headline; “{title}” stands in", first)
        return Clipping(
            "card",
            title,
            paragraphs(habits.joined(roles.text(number))),
            blocks[first].line,
            instant,
            names.split(names.people(author)),
            excerpt=True,
            guessed=() if instant else ("date",),
            kicker=" · ".join([*(blocks[index].text for index in rest), *filter(None, (kicker,))]),
            url=_address(blocks, card, headline),
        )

    def _signed(self, number: int, card: Card) -> tuple[datetime | None, str, list[int]]:
        """When a card is of and by whom, as its lines say for certain, and its other short lines."""
        blocks, roles = self.blocks, self.roles
        instant: datetime | None = None
        author = ""
        rest: list[int] = []
        for index in card.short:
            stamp = stamps.of(blocks[index], index, self.hints.stamps)
            day = _day(stamp, self.hints) if stamp else None
            if stamp and day and instant is None:
                zone = stamp.moment.zone or self.hints.zone
                instant = calendar.instant(day, stamp.moment.time or calendar.NOON, zone)
                if names.may_be_person(stamp.author, blocks[index].text):
                    author = author or stamp.author
                    bylines.give(roles, "stamp", index, stamp.author, number)
                else:
                    bylines.leave_place(roles, index, stamp.author, number)
                self.guesses += calendar.doubts(stamp.moment, instant, self.hints, blocks[index].line)
            elif stamp and day:
                roles.give("left", index)
                self._guess("the card has two dates; the first is taken", index)
            elif stamp and stamp.moment.day is None and not stamp.author:
                roles.give("furniture", index)  # "Yesterday": nobody knows when the page was saved
            else:
                rest.append(index)
        named = _author(blocks, rest, self.author_last)
        if named is not None:
            author = bylines.told(blocks[named]) or blocks[named].text
            bylines.give(roles, "byline", named, author, number)
            rest.remove(named)
        if card.unsure:
            for index in card.unsure:
                roles.give("left", index)
            self._guess("may be of the card above or of the one below; neither is given it", card.unsure[0])
        return instant, author, rest

    def _tell_dateless(self, clippings: Sequence[Clipping]) -> None:
        dateless = [clipping for clipping in clippings if clipping.instant is None]
        if not dateless:
            return
        which = (
            "no card has"
            if len(dateless) == len(clippings)
            else f"{len(dateless)} cards have no date; the first of them"
            if len(dateless) > 1
            else "one card has no date; it"
        )
        tail = " a date; the day of the import stands in" if len(dateless) == len(clippings) else " stands here"
        self.guesses.append(guess(which + tail, dateless[0].line))


def _is_named_in(name: str, title: str) -> bool:
    """Whether *title* is the title of a window that begins with *name*: "Weather | The Harne Gazette"."""
    return title.startswith(name) and title[len(name) :].lstrip()[:1] in ("|", "–", "—", "-", "·", ":", "•")


def _day(stamp: Stamp, hints: Hints) -> date | None:
    """The date of a card's line: one that is written, or "Yesterday, 14:20"; "Today" alone is a label."""
    moment = stamp.moment
    return calendar.day_of(moment, hints) if moment.day is not None or moment.time is not None else None


def _headline(blocks: Sequence[Block], rest: Sequence[int], labels: Counter[str]) -> int:
    """Which of a card's short lines is its headline: what the format says, a link, a heading, the last that is new."""
    own = [index for index in rest if labels[blocks[index].text] == 1] or list(rest)
    for says in _SURE:
        told = [index for index in own if says(blocks[index])]
        if told:
            return told[-1]
    return own[-1]


def _address(blocks: Sequence[Block], card: Card, headline: int | None) -> str:
    """Where a card leads: its headline's address, or the one address that all of another of its lines is."""
    first = [headline] if headline is not None else []
    return next((url for index in [*first, *card.teaser] if (url := habits.address(blocks[index]))), "")


def _unbulleted(text: str) -> str:
    return _BULLET.sub("", text.strip())


def _is_a_listing(blocks: tuple[Block, ...], dealt: Sequence[Card], *, marked: bool) -> bool:
    led = [card for card in dealt if any(habits.address(blocks[index]) for index in card.short)]
    if len(led) >= 3 and len(led) * 10 >= len(dealt) * 9 and sum(len(card.teaser) for card in dealt) <= len(dealt):
        return True
    whole = [card for card in dealt if card.short and card.teaser]
    signed = sum(any(_is_signed(blocks, index) for index in card.short) for card in dealt)
    dated = sum(any(_is_dated(blocks, index) for index in card.short) for card in dealt)
    sure = marked or dated * 10 >= len(dealt) * 7
    if sure and 2 <= len(whole) >= len(dealt) / 2 and signed * 10 >= len(dealt) * 7:
        return all(sum(len(blocks[index].text.split()) for index in card.teaser) <= _LONGEST for card in dealt)
    if len(whole) < 3 or sum(len(card.teaser) == 1 for card in whole) * 10 < len(whole) * 8:
        return False
    # The first has the page's own heading, too.
    if max(len(card.short) - (number == 0) for number, card in enumerate(whole)) > _MOST_SHORT:
        return False
    teasers = [blocks[card.teaser[0]].text for card in whole]
    cut = sum(not _ended(text) for text in teasers)
    authors = sum(any(cards.is_author(blocks[index]) for index in card.short[:-1]) for card in whole[1:])
    short = all(len(text.split()) <= _SHORT_TEASERS for text in teasers)
    # Byline and date under the title, and none further down: one article with its questions or chapters.
    own = signed == 1 and any(_is_signed(blocks, index) for index in dealt[0].short)
    return cut * 10 >= len(whole) * 4 or authors >= 2 or (short and len(whole) >= 4 and not own)


def _is_signed(blocks: tuple[Block, ...], index: int) -> bool:
    return cards.is_author(blocks[index]) or stamps.read(blocks[index].text) is not None


def _is_dated(blocks: tuple[Block, ...], index: int) -> bool:
    stamp = stamps.read(blocks[index].text)
    return stamp is not None and stamp.moment.day is not None


def _ended(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?"))


def _above_within(blocks: tuple[Block, ...], dealt: Sequence[Card]) -> list[int]:
    """The lines above the first card that stand in a run with its own: those that the others do not have."""
    if len(dealt) < _FEW:
        return []
    own = [[index for index in card.short if not cards.is_author(blocks[index])] for card in dealt]
    own = [[index for index in short if stamps.read(blocks[index].text) is None] for short in own]
    if not all(own):
        return []  # a headline of capitals has been taken for a name
    usual = Counter(len(short) for short in own[1:]).most_common(1)[0][0]
    labels = {blocks[index].text for short in own[1:] for index in short}
    above = [index for index in own[0][: -usual or None] if blocks[index].text not in labels]
    if len(above) < 2 or above != dealt[0].short[: len(above)]:
        return []
    del dealt[0].short[: len(above)]
    return above


def _heading_within(blocks: tuple[Block, ...], deck: Deck) -> int | None:
    """The page's heading among the short lines of the first card, which it leaves."""
    short = deck.cards[0].short
    if len(short) < 2:
        return None
    first = blocks[short[0]]
    others = deck.cards[1:]
    elsewhere = Counter(blocks[index].text for card in others for index in card.short)
    if len(short) == 2 and cards.is_author(first) and (elsewhere[first.text] or names.byline(first.text)):
        return None
    if deck.marked and len(short) <= max((len(card.short) for card in others), default=0):
        return None
    return short.pop(0)


def _authors_below(blocks: tuple[Block, ...], dealt: Sequence[Card], given: Mapping[int, Stamp] | None) -> bool:
    """Whether an author stands below the headline: where the last short line is a name more often than the first.

    Where both are as often, shorter lines are the names.
    """
    below = above = 0
    words = [0, 0]
    for card in dealt:
        short = [index for index in card.short if stamps.of(blocks[index], index, given) is None]
        if len(short) >= 2:
            first, last = (cards.is_author(blocks[short[place]]) for place in (0, -1))
            above, below = above + first, below + last
            if first and last:
                words[0] += len(blocks[short[0]].text.split())
                words[1] += len(blocks[short[-1]].text.split())
    return below > above or (below == above > 0 and words[1] < words[0])


def _author(blocks: tuple[Block, ...], short: list[int], last: bool) -> int | None:
    if len(short) < 2:
        return None
    says = next((index for index in short if bylines.told(blocks[index])), None)
    if says is not None:
        return says
    ordered = list(reversed(short)) if last else short[:-1]
    return next((index for index in ordered if cards.is_author(blocks[index])), None)
