"""A single article: what a document is when it is nothing else."""

from __future__ import annotations

from pathlib import PurePath

from pressday.documents import Block, Clipping
from pressday.recognise import bylines, calendar, habits, headlines, names, stamps
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
    told = habits.Headline("", "")
    for place, index in enumerate(shown):
        block = blocks[index]
        if index == headline:
            told = habits.give_headline(roles, index, block.text.strip(), 0)
            continue
        if place < _TOP and not authors and (byline := bylines.told(block) or _bare_name(blocks, shown, place, hints)):
            authors = names.split(names.people(byline))
            bylines.give(roles, "byline", index, byline, 0)
            continue
        stamp = stamps.of(block, index, hints.stamps) if place < _TOP and instant is None else None
        # "Monday" alone is a heading of a diary.
        told_day = stamp is not None and (stamp.moment.day is not None or stamp.moment.time is not None)
        day = calendar.day_of(stamp.moment, hints) if stamp and told_day and stamp.moment.dated else None
        if stamp and day:
            zone = stamp.moment.zone or hints.zone
            instant = calendar.instant(day, stamp.moment.time or calendar.MIDNIGHT, zone)
            authors = authors or names.split(names.people(stamp.author))
            if stamp.moment.year is None:
                guesses.append(guess(f"the date is not written out; taken as {day}", block.line))
            bylines.give(roles, "stamp", index, stamp.author, 0)
            continue
        if told.title and not roles.text(0) and habits.repeats(block, told.title):
            roles.give("repeat", index)
            continue
        roles.give("text", index, 0)
    text = roles.text(0)
    line = blocks[headline].line if headline is not None else blocks[0].line
    guessed = []
    if headline is not None:
        title = told.title or blocks[headline].text
    else:
        title = headlines.from_text(text[0].text) if text else PurePath(name).stem
        guessed.append("title")
        guesses.append(guess(f"the article has no headline; “{title}” stands in", line))
    if instant is None and hints.day is not None:
        instant = calendar.instant(hints.day, calendar.MIDNIGHT, hints.zone)
    elif instant is None:
        guessed.append("date")
        guesses.append(guess("the article has no date; the day of the import stands in", line))
    clipping = Clipping(
        "article",
        title,
        paragraphs(habits.joined(text)),
        line,
        instant,
        authors,
        guessed=tuple(guessed),
        kicker=told.kicker,
        url=habits.address(blocks[headline]) if headline is not None else "",
    )
    blocks, parts = roles.finish()
    return Found("article", title, blocks, parts, (clipping,), guesses=tuple(guesses))


def _bare_name(blocks: tuple[Block, ...], shown: list[int], place: int, hints: Hints) -> str:
    """A name without "By", where the date stands below it."""
    block = blocks[shown[place]]
    if place + 1 == len(shown) or block.kind != "paragraph" or not names.is_name(block.text):
        return ""
    below = shown[place + 1]
    stamp = stamps.of(blocks[below], below, hints.stamps)
    return block.text if stamp is not None and stamp.moment.day is not None and not stamp.author else ""


def _headline(blocks: tuple[Block, ...], shown: list[int]) -> int | None:
    """The first heading, if it stands at the top; else a first line that looks like a headline."""
    for index in shown[:_TOP]:
        if blocks[index].kind == "heading":
            return index
    for index in shown[:1]:
        if headlines.likely(blocks[index]) and len(shown) > 1 and stamps.read(blocks[index].text) is None:
            return index
    return None
