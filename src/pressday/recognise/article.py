"""A single article: what a document is when it is nothing else."""

from __future__ import annotations

from pathlib import PurePath

from pressday.documents import Block, Clipping
from pressday.recognise import calendar, headlines, names, stamps
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs

# Title, standfirst, byline and dateline stand among the first lines.
_TOP = 6


def recognise(blocks: tuple[Block, ...], hints: Hints, *, name: str = "") -> Found:
    """The article that *blocks* are.  *name* is the document's, and stands in for a missing headline."""
    roles = Roles(blocks)
    guesses = []
    shown = [index for index, block in enumerate(blocks) if block.kind != "header"]
    headline = _headline(blocks, shown)
    authors: tuple[str, ...] = ()
    instant = None
    for place, index in enumerate(shown):
        block = blocks[index]
        if index == headline:
            roles.give("headline", index, 0)
            continue
        if place < _TOP and not authors and (byline := names.byline(block.text)):
            authors = names.split(byline)
            roles.give("byline", index, 0)
            continue
        stamp = stamps.read(block.text) if place < _TOP and instant is None else None
        day = calendar.day_of(stamp.moment, hints) if stamp and stamp.moment.dated else None
        if stamp and day:
            zone = stamp.moment.zone or hints.zone
            instant = calendar.instant(day, stamp.moment.time or calendar.MIDNIGHT, zone)
            authors = authors or names.split(stamp.author)
            if stamp.moment.year is None:
                guesses.append(guess(f"the date is not written out; taken as {day}", block.line))
            roles.give("stamp", index, 0)
            continue
        roles.give("text", index, 0)
    text = roles.text(0)
    line = blocks[headline].line if headline is not None else blocks[0].line
    guessed = []
    if headline is not None:
        title = blocks[headline].text
    else:
        title = headlines.from_text(text[0].text) if text else PurePath(name).stem
        guessed.append("title")
        guesses.append(guess(f"the article has no headline; “{title}” stands in", line))
    if instant is None and hints.day is not None:
        instant = calendar.instant(hints.day, calendar.MIDNIGHT, hints.zone)
    elif instant is None:
        guessed.append("date")
        guesses.append(guess("the article has no date; the moment of the import stands in", line))
    clipping = Clipping("article", title, paragraphs(text), line, instant, authors, guessed=tuple(guessed))
    return Found("article", title, blocks, roles.parts(), (clipping,), guesses=tuple(guesses))


def _headline(blocks: tuple[Block, ...], shown: list[int]) -> int | None:
    """The first heading, if it stands at the top; else a first line that looks like a headline."""
    for index in shown[:_TOP]:
        if blocks[index].kind == "heading":
            return index
    for index in shown[:1]:
        if headlines.likely(blocks[index]) and len(shown) > 1 and stamps.read(blocks[index].text) is None:
            return index
    return None
