"""A topic page: cards that lead elsewhere, each an optional author, a headline and a teaser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pressday.documents import Block, Clipping
from pressday.recognise import bylines, calendar, furniture, habits, headlines, names, stamps
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs
from pressday.recognise.stamps import Stamp

_BULLET = re.compile(r"^[-*•·‣▪◦●○■►]\s+")
_SURE: tuple[Callable[[Block], object], ...] = (
    lambda block: block.role == "headline",
    habits.address,
    lambda block: block.kind == "heading",
)
_SHORT_TEASERS = 60
_SURELY_SHORT = 14
_MOST_SHORT = 4


class Card(NamedTuple):
    """One card: the indices of its short lines (author, headline and what else), and of its teaser."""

    short: list[int]
    teaser: list[int]


def recognise(blocks: tuple[Block, ...], hints: Hints, *, forced: bool = False) -> Found | None:
    """The topic page that *blocks* are, or None where they read like one article."""
    cards = _cards(blocks, hints.stamps)
    if not cards or not (forced or _is_a_listing(blocks, cards)):
        return None
    roles = Roles(blocks)
    for index, block in enumerate(blocks):
        if furniture.rule(block):
            roles.give("furniture", index)
    heading = _take_heading(blocks, cards)
    if heading is not None:
        roles.give("title", heading)
    author_last = _authors_below(blocks, cards, hints.stamps)
    labels = Counter(blocks[index].text for card in cards for index in card.short)
    guesses = []
    clippings = []
    for number, card in enumerate(cards):
        author, instant, headline, kicker = "", None, None, ""
        rest: list[int] = []
        for index in card.short:
            stamp = stamps.of(blocks[index], index, hints.stamps)
            day = _day(stamp, hints) if stamp and instant is None else None
            if stamp and day:
                zone = stamp.moment.zone or hints.zone
                instant = calendar.instant(day, stamp.moment.time or calendar.NOON, zone)
                author = author or stamp.author
                bylines.give(roles, "stamp", index, stamp.author, number)
                if stamp.moment.day is None or stamp.moment.year is None:
                    guesses.append(guess(f"the date is not written out; taken as {day}", blocks[index].line))
            elif stamp and stamp.moment.day is None and not stamp.author:
                roles.give("furniture", index)  # "Yesterday": nobody knows when the page was saved
            else:
                rest.append(index)
        named = _author(blocks, rest, author_last)
        if named is not None:
            author = bylines.told(blocks[named]) or blocks[named].text
            bylines.give(roles, "byline", named, author, number)
            rest.remove(named)
        title = ""
        if rest:
            headline = _headline(blocks, rest, labels)
            rest.remove(headline)
            told = habits.give_headline(roles, headline, _unbulleted(blocks[headline].text), number)
            title, kicker = told.title, told.kicker
        for index in rest:
            roles.give("kicker", index, number)
        for index in card.teaser:
            again = title and index == card.teaser[0] and habits.repeats(blocks[index], title)
            roles.give("repeat" if again else "text", index, -1 if again else number)
        teaser = roles.text(number)
        if instant is None and hints.day is not None:
            instant = calendar.instant(hints.day, calendar.NOON, hints.zone)
        title = title or headlines.from_text(blocks[card.teaser[0]].text)
        line = blocks[headline if headline is not None else card.teaser[0]].line
        if headline is None:
            guesses.append(guess(f"the card has no headline; “{title}” stands in", line))
        clippings.append(
            Clipping(
                "card",
                title,
                paragraphs(habits.joined(teaser)),
                line,
                instant,
                names.split(names.people(author)),
                excerpt=True,
                guessed=() if instant else ("date",),
                kicker=" · ".join([*(blocks[index].text for index in rest), *filter(None, (kicker,))]),
                url=_address(blocks, card, headline),
            )
        )
    dateless = [clipping for clipping in clippings if clipping.instant is None]
    if dateless:
        which = (
            "no card has"
            if len(dateless) == len(clippings)
            else f"{len(dateless)} cards have no date; the first of them"
            if len(dateless) > 1
            else "one card has no date; it"
        )
        tail = " a date; the day of the import stands in" if len(dateless) == len(clippings) else " stands here"
        guesses.append(guess(which + tail, dateless[0].line))
    title = blocks[heading].text if heading is not None else ""
    blocks, parts = roles.finish()
    return Found(
        "topic",
        title,
        blocks,
        parts,
        tuple(clippings),
        topics=(title,) if title else (),
        guesses=tuple(guesses),
        title_guessed=not title,
    )


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


def _cards(blocks: tuple[Block, ...], given: Mapping[int, Stamp] | None) -> list[Card]:
    """Runs of short lines, each with the longer ones after it; a second headline that is a link begins a card."""
    cards: list[Card] = []
    led = False
    for index, block in enumerate(blocks):
        if block.kind == "header" or furniture.rule(block):
            continue
        if _is_short(block, index, blocks[index - 1] if index else None, given):
            leads = bool(habits.address(block))
            if not cards or cards[-1].teaser or (leads and led):
                cards.append(Card([], []))
                led = False
            led = led or leads
            cards[-1].short.append(index)
        else:
            if not cards:
                cards.append(Card([], []))
            cards[-1].teaser.append(index)
    return _with_authors_below_teasers(blocks, cards, given)


def _with_authors_below_teasers(
    blocks: tuple[Block, ...], cards: list[Card], given: Mapping[int, Stamp] | None
) -> list[Card]:
    """*cards* with author and date moved to the card above, where a page ends with the lines of both or either."""
    count = len(cards[-1].short) if len(cards) > 1 and not cards[-1].teaser else 0
    if not count or not all(_signs(blocks, index, given) for index in cards[-1].short):
        return cards
    for above, card in pairwise(cards):
        for _ in range(count):
            if card.short and _signs(blocks, card.short[0], given):
                above.short.append(card.short.pop(0))
    return [card for card in cards if card.short or card.teaser]


def _signs(blocks: tuple[Block, ...], index: int, given: Mapping[int, Stamp] | None) -> bool:
    return _is_author(blocks[index]) or stamps.of(blocks[index], index, given) is not None


def _is_short(block: Block, index: int, above: Block | None, given: Mapping[int, Stamp] | None) -> bool:
    """Whether *block* is one of a card's short lines: its headline, author, date or label."""
    if block.role in ("headline", "byline", "stamp", "kicker") or stamps.of(block, index, given) is not None:
        return True
    if block.kind == "item":
        return bool(habits.address(block))
    if not headlines.likely(block):
        return False
    length = len(block.text.split())
    if block.kind == "heading" or length <= _SURELY_SHORT or above is None:
        return True
    # A teaser that was cut off has no full stop either, but it is longer than its headline.
    return not headlines.likely(above) or length * 2 < 3 * len(above.text.split())


def _is_a_listing(blocks: tuple[Block, ...], cards: list[Card]) -> bool:
    led = [card for card in cards if any(habits.address(blocks[index]) for index in card.short)]
    if len(led) >= 3 and len(led) * 10 >= len(cards) * 9 and sum(len(card.teaser) for card in cards) <= len(cards):
        return True
    whole = [card for card in cards if card.short and card.teaser]
    if len(whole) < 3 or sum(len(card.teaser) == 1 for card in whole) * 10 < len(whole) * 8:
        return False
    # The first has the page's own heading, too.
    if max(len(card.short) - (number == 0) for number, card in enumerate(whole)) > _MOST_SHORT:
        return False
    teasers = [blocks[card.teaser[0]].text for card in whole]
    cut = sum(not _ended(text) for text in teasers)
    authors = sum(any(_is_author(blocks[index]) for index in card.short[:-1]) for card in whole[1:])
    short = all(len(text.split()) <= _SHORT_TEASERS for text in teasers)
    return cut * 10 >= len(whole) * 4 or authors >= 2 or (short and len(whole) >= 4)


def _ended(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?"))


def _is_author(block: Block) -> bool:
    return block.kind not in ("heading", "item") and bool(bylines.told(block) or names.is_name(block.text))


def _take_heading(blocks: tuple[Block, ...], cards: list[Card]) -> int | None:
    """The page's own heading: a line above the first card that is not part of one."""
    short = cards[0].short
    if len(short) < 2:
        return None
    first = blocks[short[0]]
    elsewhere = Counter(blocks[index].text for card in cards[1:] for index in card.short)
    if len(short) == 2 and _is_author(first) and (elsewhere[first.text] or names.byline(first.text)):
        return None
    return short.pop(0)


def _authors_below(blocks: tuple[Block, ...], cards: list[Card], given: Mapping[int, Stamp] | None) -> bool:
    """Whether an author stands below the headline: where the last short line is a name more often than the first."""
    below = above = 0
    for card in cards:
        short = [index for index in card.short if stamps.of(blocks[index], index, given) is None]
        if len(short) >= 2:
            above += _is_author(blocks[short[0]])
            below += _is_author(blocks[short[-1]])
    return below > above


def _author(blocks: tuple[Block, ...], short: list[int], last: bool) -> int | None:
    if len(short) < 2:
        return None
    ordered = list(reversed(short)) if last else short[:-1]
    return next((index for index in ordered if _is_author(blocks[index])), None)
