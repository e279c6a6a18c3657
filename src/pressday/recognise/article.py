"""A single article: what a document is when it is nothing else."""

from __future__ import annotations

from pathlib import PurePath

from pressday.documents import Block, Clipping
from pressday.problems import Problem
from pressday.recognise import bylines, calendar, cards, furniture, habits, headlines, names, stamps
from pressday.recognise.found import Found, Hints, Roles, guess, paragraphs

# Title, standfirst, byline and dateline stand among the first lines, or above the first that is prose.
_TOP = 6
_LONGEST_TOP = 12
_PROSE = 12
# Names and dates between paragraphs: so many runs of them, of so many lines at most, look like cards.
_MANY = 2
_RUN = 3


def recognise(blocks: tuple[Block, ...], hints: Hints, *, name: str = "") -> Found:
    """The article that *blocks* are.  *name* is the document's, and stands in for a missing headline."""
    roles = Roles(blocks)
    guesses: list[Problem] = []
    shown = [index for index, block in enumerate(blocks) if block.kind != "header"]
    end = _end_of_top(blocks, shown)
    site, headline = _headline(blocks, shown, guesses)
    shown, below = _without_foot(blocks, shown)
    for index in (*site, *below):
        roles.give("furniture", index)
    beside, signed = "", 0
    authors: tuple[str, ...] = ()
    instant = None
    told = habits.Headline("", "")
    for place, index in enumerate(shown):
        block = blocks[index]
        if index in site:
            continue
        if index == headline:
            told = habits.give_headline(roles, index, block.text.strip(), 0)
            continue
        byline = (bylines.told(block) or _bare_name(blocks, shown, place, hints)) if place < end else ""
        if byline and (not authors or (beside and bylines.told(block))):
            if beside:
                bylines.leave_place(roles, signed, beside, 0)
                guesses = [note for note in guesses if not note.message.startswith(f"“{beside}”")]
            beside = ""
            authors = names.split(names.people(byline))
            bylines.give(roles, "byline", index, byline, 0)
            continue
        stamp = stamps.of(block, index, hints.stamps) if place < end and instant is None else None
        # "Monday" alone is a heading of a diary.
        told_day = stamp is not None and (stamp.moment.day is not None or stamp.moment.time is not None)
        day = calendar.day_of(stamp.moment, hints) if stamp and told_day and stamp.moment.dated else None
        if stamp and day:
            zone = stamp.moment.zone or hints.zone
            instant = calendar.instant(day, stamp.moment.time or calendar.MIDNIGHT, zone)
            guesses += calendar.doubts(stamp.moment, instant, hints, block.line)
            if stamp.author and not authors and names.may_be_person(stamp.author, block.text):
                authors = names.split(names.people(stamp.author))
                beside = "" if names.is_surely_beside(stamp.author, block.text) else stamp.author
                if beside:
                    guesses.append(guess(f"“{beside}” beside the date is taken as the author", block.line))
            signed = index
            if stamp.author and not set(names.split(names.people(stamp.author))) & set(authors):
                bylines.leave_place(roles, index, stamp.author, 0)
            else:
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


def like_cards(found: Found, hints: Hints) -> tuple[Problem, ...]:
    """The guess that an article is a page of cards, where names and dates stand alone between its paragraphs.

    One run of them may be a signature: there are two, or one that has both.
    """
    text = [index for part in found.parts if part.role == "text" for index in range(part.first, part.last)]
    runs: list[list[int]] = []
    last = -2
    for index in text:
        block = found.blocks[index]
        named = cards.is_author(block)
        if block.kind != "paragraph" or not (named or stamps.of(block, index, hints.stamps)):
            continue
        if index == last + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = index
    runs = [run for run in runs if len(run) <= _RUN]
    both = any(len({cards.is_author(found.blocks[index]) for index in run}) > 1 for run in runs)
    if len(runs) < _MANY and not both:
        return ()
    count = sum(map(len, runs))
    authors = " and ".join(found.clippings[0].authors)
    taken = f"; “{authors}” is taken as the author of it all" if authors else ""
    message = (
        f"read as one article, but it has {count} lines that look like bylines or dates between its paragraphs{taken}; "
        "if it is a page of cards, use --kind topic"
    )
    return (guess(message, found.blocks[runs[0][0]].line),)


def _bare_name(blocks: tuple[Block, ...], shown: list[int], place: int, hints: Hints) -> str:
    """A name without "By", where the date stands below it."""
    block = blocks[shown[place]]
    if place + 1 == len(shown) or block.kind != "paragraph" or not names.is_name(block.text):
        return ""
    if names.is_pair_of_words(block.text):
        return ""
    below = shown[place + 1]
    stamp = stamps.of(blocks[below], below, hints.stamps)
    return block.text if stamp is not None and stamp.moment.day is not None and not stamp.author else ""


def _end_of_top(blocks: tuple[Block, ...], shown: list[int]) -> int:
    """How many of the first lines may be title, standfirst, byline and dateline: those above the first prose."""
    for place, index in enumerate(shown[:_LONGEST_TOP]):
        if headlines.ends_a_sentence(blocks[index].text) and len(blocks[index].text.split()) >= _PROSE:
            return max(place, _TOP)
    return _LONGEST_TOP


def _without_foot(blocks: tuple[Block, ...], shown: list[int]) -> tuple[list[int], list[int]]:
    """The lines of the article, and what a site puts below it: its readers' comments, and the headlines of others."""
    end = furniture.foot([blocks[index] for index in shown])
    return shown[:end], shown[end:]


def _headline(
    blocks: tuple[Block, ...], shown: list[int], guesses: list[Problem]
) -> tuple[tuple[int, ...], int | None]:
    """The lines of the site's name above it, and the headline.

    It is the first heading at the top, unless an article has begun above that; else a first line that
    looks like a headline.
    """
    first = _first_line(blocks, shown)
    for place, index in enumerate(shown[:_TOP]):
        if blocks[index].kind != "heading":
            continue
        above = shown[:place]
        if first is None or first not in above:
            return (), index
        if any(headlines.ends_a_sentence(blocks[one].text) for one in above):
            return (), first
        signed = any(stamps.read(blocks[one].text) or bylines.told(blocks[one]) for one in above)
        if not signed:
            return (), index
        level = blocks[index].level
        others = any(block.kind == "heading" and block.level <= level for block in blocks[index + 1 :])
        chosen = first if others else index
        other = index if chosen == first else first
        message = f"“{blocks[chosen].text.strip()}” is taken as the headline, and not “{blocks[other].text.strip()}”"
        guesses.append(guess(message, blocks[chosen].line))
        return (), chosen
    named = _site_above(blocks, shown)
    if named:
        return tuple(shown[:named]), shown[named]
    return (), first


def _first_line(blocks: tuple[Block, ...], shown: list[int]) -> int | None:
    """The first line, where it looks like a headline."""
    for index in shown[:1]:
        if headlines.likely(blocks[index]) and len(shown) > 1 and stamps.read(blocks[index].text) is None:
            return index
    return None


def _site_above(blocks: tuple[Block, ...], shown: list[int]) -> int:
    """How many of the first lines are the site's name: its logo and it, with buttons between them and the headline."""
    if len(shown) < _TOP or blocks[shown[0]].text != blocks[shown[1]].text:
        return 0
    above, below = blocks[shown[1]], blocks[shown[2]]
    buttons = below.line - above.line > 1 and not below.gap
    return 2 if buttons and headlines.likely(below) and not bylines.told(below) else 0
