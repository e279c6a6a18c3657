"""A topic page: cards that lead elsewhere, each an optional author, a headline and a teaser."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from pressday.documents import Block, Clipping
from pressday.recognise import calendar, headlines, names, stamps
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs

_SHORT_TEASERS = 60
_SURELY_SHORT = 14


class Card(NamedTuple):
    """One card: the indices of its short lines (author, headline and what else), and of its teaser."""

    short: list[int]
    teaser: list[int]


def recognise(blocks: tuple[Block, ...], hints: Hints, *, forced: bool = False) -> Found | None:
    """The topic page that *blocks* are, or None where they read like one article."""
    cards = _cards(blocks)
    if not cards or not (forced or _is_a_listing(blocks, cards)):
        return None
    roles = Roles(blocks)
    heading = _take_heading(blocks, cards)
    if heading is not None:
        roles.give("title", heading)
    author_last = _authors_below(blocks, cards)
    guesses = []
    clippings = []
    for number, card in enumerate(cards):
        author, instant, headline = "", None, None
        rest: list[int] = []
        for index in card.short:
            stamp = stamps.read(blocks[index].text)
            if stamp and instant is None and (day := calendar.day_of(stamp.moment, hints)):
                zone = stamp.moment.zone or hints.zone
                instant = calendar.instant(day, stamp.moment.time or calendar.NOON, zone)
                author = author or stamp.author
                roles.give("stamp", index, number)
            else:
                rest.append(index)
        named = _author(blocks, rest, author_last)
        if named is not None:
            author = names.byline(blocks[named].text) or blocks[named].text
            roles.give("byline", named, number)
            rest.remove(named)
        if rest:
            headline = rest[-1]
            roles.give("headline", headline, number)
        for index in rest[:-1]:
            roles.give("kicker", index, number)
        for index in card.teaser:
            roles.give("text", index, number)
        if instant is None and hints.day is not None:
            instant = calendar.instant(hints.day, calendar.NOON, hints.zone)
        title = blocks[headline].text if headline is not None else headlines.from_text(blocks[card.teaser[0]].text)
        line = blocks[headline if headline is not None else card.teaser[0]].line
        if headline is None:
            guesses.append(guess(f"the card has no headline; “{title}” stands in", line))
        clippings.append(
            Clipping(
                "card",
                title,
                paragraphs(blocks[index] for index in card.teaser),
                line,
                instant,
                names.split(author),
                excerpt=True,
                guessed=() if instant else ("date",),
                kicker=" · ".join(blocks[index].text for index in rest[:-1]),
            )
        )
    dateless = [clipping for clipping in clippings if clipping.instant is None]
    if dateless:
        which = (
            "no card has"
            if len(dateless) == len(clippings)
            else f"{len(dateless)} cards have no date; the first of them"
        )
        tail = " a date; the moment of the import stands in" if len(dateless) == len(clippings) else " stands here"
        guesses.append(guess(which + tail, dateless[0].line))
    title = blocks[heading].text if heading is not None else ""
    return Found(
        "topic",
        title,
        blocks,
        roles.parts(),
        tuple(clippings),
        topics=(title,) if title else (),
        guesses=tuple(guesses),
        title_guessed=not title,
    )


def _cards(blocks: tuple[Block, ...]) -> list[Card]:
    """Runs of short lines, each with the longer ones after it."""
    cards: list[Card] = []
    for index, block in enumerate(blocks):
        if block.kind == "header":
            continue
        if _is_short(block, blocks[index - 1] if index else None):
            if not cards or cards[-1].teaser:
                cards.append(Card([], []))
            cards[-1].short.append(index)
        else:
            if not cards:
                cards.append(Card([], []))
            cards[-1].teaser.append(index)
    return _with_authors_below_teasers(blocks, cards)


def _with_authors_below_teasers(blocks: tuple[Block, ...], cards: list[Card]) -> list[Card]:
    """*cards* with each author moved to the card above, where a page ends with an author's line."""
    if len(cards) < 2 or cards[-1].teaser or len(cards[-1].short) != 1 or not _is_author(blocks[cards[-1].short[0]]):
        return cards
    for above, card in pairwise(cards):
        if _is_author(blocks[card.short[0]]):
            above.short.append(card.short.pop(0))
    return [card for card in cards if card.short or card.teaser]


def _is_short(block: Block, above: Block | None) -> bool:
    """Whether *block* is one of a card's short lines: its headline, author, date or label."""
    if len(block.text) <= stamps.MAX_LENGTH and stamps.read(block.text) is not None:
        return True
    if not headlines.likely(block):
        return False
    length = len(block.text.split())
    if block.kind == "heading" or length <= _SURELY_SHORT or above is None:
        return True
    # A teaser that was cut off has no full stop either, but it is longer than its headline.
    return not headlines.likely(above) or length * 2 < 3 * len(above.text.split())


def _is_a_listing(blocks: tuple[Block, ...], cards: list[Card]) -> bool:
    whole = [card for card in cards if card.short and card.teaser]
    if len(whole) < 3 or sum(len(card.teaser) == 1 for card in whole) * 10 < len(whole) * 8:
        return False
    if max(len(card.short) for card in whole) > 4:
        return False
    teasers = [blocks[card.teaser[0]].text for card in whole]
    cut = sum(not _ended(text) for text in teasers)
    authors = sum(any(_is_author(blocks[index]) for index in card.short[:-1]) for card in whole[1:])
    short = all(len(text.split()) <= _SHORT_TEASERS for text in teasers)
    return cut * 10 >= len(whole) * 4 or authors >= 2 or (short and len(whole) >= 4)


def _ended(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?"))


def _is_author(block: Block) -> bool:
    return block.kind != "heading" and bool(names.byline(block.text) or names.is_name(block.text))


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


def _authors_below(blocks: tuple[Block, ...], cards: list[Card]) -> bool:
    """Whether an author stands below the headline: where the second short line is a name more often."""
    below = above = 0
    for card in cards:
        if len(card.short) >= 2:
            above += _is_author(blocks[card.short[0]])
            below += _is_author(blocks[card.short[-1]])
    return below > above


def _author(blocks: tuple[Block, ...], short: list[int], last: bool) -> int | None:
    if len(short) < 2:
        return None
    ordered = list(reversed(short)) if last else short[:-1]
    return next((index for index in ordered if _is_author(blocks[index])), None)
