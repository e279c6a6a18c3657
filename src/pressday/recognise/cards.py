"""The lines of a topic page dealt into cards: by the blank lines between them, or by what the lines look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pressday.documents import Block
from pressday.recognise import bylines, furniture, habits, headlines, names, stamps
from pressday.recognise.stamps import Stamp

_SURELY_SHORT = 14
_LEAST = 3
_LABEL = 3
_INTRODUCED = 4
_NAME = 5
_PAIR = 2
# What the lines of a card may be, from the first to the last (see ``_shape``); "H" alone is a headline.
_CARD = re.compile(r"S?HS?TS?H?|HSHTS?H?|HS|SHS?")
# With one of these begin headlines, and no names.
_NO_NAME = frozenset(
    """the a how why what when where who is are in on at for to from with after before inside our my your this that
    der die das ein eine wie warum was wer im le la les un une comment pourquoi el los las cómo por qué
    il lo gli come perché de het een hoe waarom o os as uma como""".split()
)


class Card(NamedTuple):
    """One card: the indices of its short lines (author, headline and what else), and of its teaser.

    *unsure* are lines of author and date that may as well be of the card above; *below* are short
    lines under the teaser that are neither author nor date ("Data desk").
    """

    short: list[int]
    teaser: list[int]
    unsure: Sequence[int] = ()
    below: Sequence[int] = ()


class Deck(NamedTuple):
    """The *cards*, and the lines above and below them that belong to none, where blank lines part them (*marked*)."""

    cards: list[Card]
    marked: bool = False
    above: Sequence[int] = ()
    below: Sequence[int] = ()


class _Page(NamedTuple):
    blocks: Sequence[Block]
    given: Mapping[int, Stamp] | None

    def signs(self, index: int) -> bool:
        """Whether a line is nothing but an author or a date."""
        return is_author(self.blocks[index]) or stamps.of(self.blocks[index], index, self.given) is not None

    def short(self, index: int) -> bool:
        """Whether a line is one of a card's short lines: its headline, author, date or label."""
        block, above = self.blocks[index], self.blocks[index - 1] if index else None
        if block.role in ("headline", "byline", "stamp", "kicker"):
            return True
        if stamps.of(block, index, self.given) is not None:
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


def deal(blocks: Sequence[Block], given: Mapping[int, Stamp] | None, *, forced: bool = False) -> Deck:
    """The cards of *blocks*, of which *given* are stamps whatever they look like."""
    page = _Page(blocks, given)
    return _between_blank_lines(page, 2 if forced else _LEAST) or Deck(_settled(page, _runs(page)))


def is_author(block: Block) -> bool:
    """Whether a line of a card is its author: one that says so, or a name."""
    return block.kind not in ("heading", "item") and bool(bylines.told(block) or is_bare_name(block.text))


def is_bare_name(text: str) -> bool:
    """Whether *text* is a name rather than a headline of which every word has a capital."""
    if names.is_of_agencies(text):
        return True
    if not names.is_name(text) or names.is_pair_of_words(text):
        return False
    pieces = text.split("|")
    if any(not piece.split() or piece.split()[0].lower() in _NO_NAME for piece in pieces):
        return False
    if len(pieces) > 1 and not all(map(names.is_name, pieces)):
        return False
    return all(len(person.split()) <= _NAME for person in names.split(text))


# --- by blank lines --------------------------------------------------------------------------------


def _between_blank_lines(page: _Page, least: int) -> Deck | None:
    """The cards that stand between blank lines; None where these part lines of one card, or nothing."""
    groups = _groups(page)
    shapes = [_shape(page, group) for group in groups]
    cards = [number for number, shape in enumerate(shapes) if _CARD.fullmatch(shape)]
    if len(cards) < least or len(groups) * 2 > len(page.blocks) + 1:
        return None
    signed = [number for number in cards if "S" in shapes[number]]
    first, last = cards[0], cards[-1]
    if first not in signed and len(signed) == len(cards) - 1 and len(cards) > least:
        # "Climate / The latest on the weather." above cards of which each has its author.
        first = cards[1] if len(page.blocks[groups[first][0]].text.split()) <= _INTRODUCED else first
    elif (
        _is_a_head(page, groups[first]) and sum("T" in shapes[number] for number in cards[1:]) * 5 >= len(cards) * 4 - 4
    ):
        first = cards[1]
    if any(shapes[number] != "H" for number in range(first, last) if number not in cards):
        return None
    made: list[Card] = []
    label: list[int] = []
    for number in range(first, last + 1):
        group = groups[number]
        if number not in cards and sum(len(page.blocks[index].text.split()) for index in group) <= _LABEL:
            label += group
            continue
        made.append(_card(page, label, group))
        label = []
    below = [group for number, group in enumerate(groups) if number > last]
    while below and _is_headline_alone(page, below[0]):
        made.append(Card(below.pop(0), []))
    above = [index for group in groups[:first] for index in group]
    return Deck(made, True, above, [index for group in below for index in group])


def _card(page: _Page, label: Sequence[int], group: Sequence[int]) -> Card:
    short = [index for index in group if page.short(index)]
    teaser = [index for index in group if index not in short]
    below = [index for index in short if teaser and index > teaser[-1] and not page.signs(index)]
    return Card([*label, *(index for index in short if index not in below)], teaser, below=below)


def _is_a_head(page: _Page, group: Sequence[int]) -> bool:
    """Whether lines without teaser and date may be a page's title and the name of its site."""
    told = [stamps.of(page.blocks[index], index, page.given) for index in group]
    return all(page.short(index) for index in group) and not any(told)


def _groups(page: _Page) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for index, block in enumerate(page.blocks):
        if (block.gap or furniture.rule(block)) and groups[-1]:
            groups.append([])
        if block.kind != "header" and not furniture.rule(block):
            groups[-1].append(index)
    return [group for group in groups if group]


def _shape(page: _Page, group: Sequence[int]) -> str:
    """What the lines of a group are, run by run: headlines and labels (H), a teaser (T), author and date (S).

    Of two names in a group without a headline one is a headline of which every word has a capital; so is
    the only name below a date.
    """
    kinds = ["S" if page.signs(index) else "H" if page.short(index) else "T" for index in group]
    named = [place for place, index in enumerate(group) if is_author(page.blocks[index])]
    if "T" in kinds and "H" not in kinds and named and len(named) <= _PAIR:
        dated = kinds[0] == "S" and 0 not in named
        if len(named) == _PAIR:
            kinds[named[0] if kinds[-1] == "S" else named[1]] = "H"
        elif dated:
            kinds[named[0]] = "H"
    return "".join(kind for place, kind in enumerate(kinds) if place == 0 or kinds[place - 1] != kind)


def _is_headline_alone(page: _Page, group: Sequence[int]) -> bool:
    return len(group) == 1 and page.short(group[0]) and len(page.blocks[group[0]].text.split()) > _LABEL


# --- by what the lines look like -------------------------------------------------------------------


def _runs(page: _Page) -> list[Card]:
    """Runs of short lines, each with the longer ones after it; a second headline that is a link begins a card."""
    cards: list[Card] = []
    led = False
    for index, block in enumerate(page.blocks):
        if block.kind == "header" or furniture.rule(block):
            continue
        if page.short(index):
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
    return cards


def _settled(page: _Page, cards: list[Card]) -> list[Card]:
    """*cards* with each line of author and date that stands between a teaser and a headline where it belongs.

    A page that ends with such a line has them below its teasers; one that begins with such a line has
    them above its headlines.  One that does both, or neither while each card but the first has one,
    does not say whose they are.
    """
    fronts = [_count_signs(page, card.short) for card in cards]
    if len(cards) < 2 or not any(fronts[1:]):
        return cards
    # The page's own heading may stand above the first card.
    heading = int(fronts[0] == 0 and len(cards[0].short) > 2 and page.signs(cards[0].short[1]))
    fronts[0] += _count_signs(page, cards[0].short[1:]) if heading else 0
    ending = 0 if cards[-1].teaser else _count_signs(page, cards[-1].short[::-1])
    if ending and (not fronts[0] or _is_title(page, cards, fronts, ending)):
        return _below_teasers(page, cards, ending)
    signed = any(page.signs(index) for index in cards[0].short)
    if ending or (not signed and all(fronts[1:]) and len(cards) >= _LEAST):
        return _doubted(page, cards, fronts, heading)
    return cards


def _is_title(page: _Page, cards: list[Card], fronts: Sequence[int], ending: int) -> bool:
    """Whether the first line of a page is its title although it looks like a name ("World News").

    It has no date, and each of the other runs of author and date has both.
    """
    runs = [card.short[:front] for card, front in zip(cards[1:], fronts[1:], strict=True)]
    runs.append(cards[-1].short[-ending:])
    if fronts[0] != 1 or not is_bare_name(page.blocks[cards[0].short[0]].text):
        return False
    return all(
        any(is_author(page.blocks[index]) for index in run)
        and any(stamps.of(page.blocks[index], index, page.given) for index in run)
        for run in runs
    )


def _doubted(page: _Page, cards: list[Card], fronts: Sequence[int], heading: int) -> list[Card]:
    """*cards* without the lines of author and date that stand between two of them."""
    made: list[Card] = []
    for number, (card, front) in enumerate(zip(cards, fronts, strict=True)):
        start = heading if number == 0 else 0
        short, unsure = card.short[:start] + card.short[start + front :], card.short[start : start + front]
        if short or card.teaser:
            made.append(Card(short, card.teaser, unsure))
        else:
            made[-1] = made[-1]._replace(unsure=[*made[-1].unsure, *unsure])
    return made


def _count_signs(page: _Page, short: Sequence[int]) -> int:
    """How many lines of author and date stand first, before any other."""
    count = 0
    while count < len(short) and page.signs(short[count]):
        count += 1
    return count


def _below_teasers(page: _Page, cards: list[Card], count: int) -> list[Card]:
    """*cards* with the lines of author and date moved to the card above; such lines end a card.

    They are *count* lines, as below the last card, and no fewer than reach to a date: the last may lack
    its author.  A third name may be a headline of capitals.
    """
    doubted: list[Card] = []
    for number, card in enumerate(cards):
        front = _count_signs(page, card.short) if number else 0
        dates = [place for place in range(front) if _is_date(page, card.short[place])]
        for _ in range(max(min(count, front), dates[-1] + 1 if dates else 0)):
            cards[number - 1].short.append(card.short.pop(0))
        unsure: list[int] = []
        if number and not front and _begins_with_a_desk(page, card.short):
            unsure, card.short[:2] = card.short[:2], []
        doubted.append(card._replace(unsure=unsure))
    cards = doubted
    made: list[Card] = []
    for card in cards:
        rest = list(card.short)
        # The signs that moved here stand below the teaser.
        while card.teaser and (cut := _end_of_card(page, rest, card.teaser[0])):
            made.append(Card(rest[:cut], []))
            rest = rest[cut:]
        if rest or card.teaser:
            made.append(card._replace(short=rest))
    return made


def _is_date(page: _Page, index: int) -> bool:
    return stamps.of(page.blocks[index], index, page.given) is not None


def _begins_with_a_desk(page: _Page, short: Sequence[int]) -> bool:
    """Whether a few words and a date stand above a headline: an author that is no name ("Data desk"), or a card."""
    if len(short) <= 2 or not _is_date(page, short[1]):
        return False
    return not page.signs(short[2]) and len(page.blocks[short[0]].text.split()) <= _LABEL


def _end_of_card(page: _Page, short: Sequence[int], teaser: int) -> int:
    """Where a card without a teaser ends among the short lines before another's: after its author and date."""
    for place in range(1, len(short)):
        here, before = short[place], short[place - 1]
        if here < teaser and page.signs(before) and not page.signs(here) and not page.signs(short[0]):
            return place
    return 0
