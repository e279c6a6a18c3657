"""``Document`` to ``Clipping``s: what a document is, and what is in it.  No I/O.

Each recogniser looks at a document and says what it found, or None.  The table gives the order in
which they are asked; the last takes anything.  What the format itself says goes before them all,
but for a page that may be more than the one article found in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pressday.documents import Block, Document
from pressday.problems import Problem
from pressday.recognise import (
    article,
    bylines,
    doubts,
    furniture,
    habits,
    lines,
    live,
    oneline,
    recipes,
    stamps,
    told,
    topicpage,
    undeclared,
)
from pressday.recognise.found import Found, Hints, Kind, Part, Role, guess, with_aside
from pressday.recognise.recipes import Recipe
from pressday.records import replace

__all__ = ["ARRANGEMENTS", "KINDS", "Found", "Hints", "Kind", "Part", "Recipe", "Role", "recipes", "recognise"]


class Recogniser(NamedTuple):
    """A kind of document; *recognise* returns None for another kind, unless it is told to be sure."""

    kind: Kind
    recognise: Callable[[tuple[Block, ...], Hints, str, bool], Found | None]


RECOGNISERS = (
    Recogniser("live", lambda blocks, hints, name, sure: live.recognise(blocks, hints, forced=sure)),
    Recogniser("topic", lambda blocks, hints, name, sure: topicpage.recognise(blocks, hints, forced=sure)),
    Recogniser("article", lambda blocks, hints, name, sure: article.recognise(blocks, hints, name=name)),
)
KINDS = tuple(recogniser.kind for recogniser in RECOGNISERS)


# What a live page may look like, for a person whose page was not recognised.
ARRANGEMENTS = (
    "each entry begins with a line that is its time (“12:14”, “4 March 2026, 12:14 – Nell Harrow”), its headline above "
    "or below, or with one line for both (“12:14 – Harbour shut”, “[12:14] Nell Harrow >> Harbour shut”, "
    "“Harbour shut (12:14)”), and all entries alike; where the line of a time looks otherwise, "
    "a recipe in newsletter.yaml says how"
)
_MANY = 3


def recognise(
    document: Document, hints: Hints, *, kind: Kind | None = None, recipe: Recipe | None = None
) -> Found | None:
    """What *document* is; with *kind* it is that, or None if nothing of it is found.

    A *recipe* says what the lines look like, and what the document is where *kind* does not.
    """
    if document.site:
        hints = hints._replace(sources=hints.sources | {document.site})
    if recipe is None:
        found = _recognise(document, hints, kind)
    else:
        found = _by_recipe(document, hints, kind, recipe)
    return found and replace(found, guesses=(*found.guesses, *doubts.of(found)))


def _by_recipe(document: Document, hints: Hints, kind: Kind | None, recipe: Recipe) -> Found | None:
    idle = recipes.idle((*document.blocks, *document.page), recipe)
    hints = hints._replace(title=recipe.title)
    left = [recipes.leave_out(blocks, recipe) for blocks in (document.blocks, document.page)]
    document = replace(document, blocks=left[0], page=left[1])
    wanted = kind or recipe.kind or None
    found = None
    if recipe.stamp:
        blocks, aside = furniture.set_aside(document.page or document.blocks)
        match = recipes.matcher(recipe)
        told_by = recipes.stamped(lines.of_their_own(blocks, match), recipe)
        if told_by.stamps:
            found = _as(told_by.blocks, hints._replace(stamps=told_by.stamps), document.name, wanted)
            found = found and with_aside(found, aside)
    if found is None:
        found = _recognise(document, hints, wanted)
        if found is None and kind is None:
            found = _recognise(document, hints, None)
        if found is not None and recipe.stamp:
            line = found.blocks[0].line
            note = guess("no line of it is a stamp as its recipe says; it was read without the recipe's stamp", line)
            found = replace(found, guesses=(note, *found.guesses))
    if found is None:
        return None
    notes = [
        guess(f"no line matches `{pattern}`, which its recipe leaves out", found.blocks[0].line) for pattern in idle
    ]
    topics = tuple(dict.fromkeys((*recipe.topics, *found.topics)))
    return replace(found, topics=topics, guesses=(*notes, *found.guesses))


def _recognise(document: Document, hints: Hints, kind: Kind | None) -> Found | None:
    said = told.recognise(document, hints)
    if said is not None and kind in (None, said.kind) and (kind or said.kind != "article" or not document.page):
        return _compared(said, document, hints) if said.kind == "live" and document.page else said
    whole = document.page or document.blocks
    blocks, aside = furniture.set_aside(whole)
    if not any(block.kind != "header" for block in blocks):
        # A page of nothing but buttons is a text of them.
        blocks, aside = whole, []
    found = _as(blocks, hints, document.name, kind, least=said is not None) if blocks else None
    found = found and _unsure_of_live(found, aside, hints)
    if found and said and kind is None and _count(found, "lead") * 2 >= _count(said, "text"):
        found = None  # all of the article above the first stamp: the stamps are what else the site has
    return said if found is None and kind in (None, "article") else found and with_aside(found, aside)


def _compared(said: Found, document: Document, hints: Hints) -> Found:
    """A live page as its format tells it, with a guess for each entry that only its lines show."""
    blocks, _ = furniture.set_aside(document.page)
    shown = live.recognise(blocks, hints) if blocks else None
    return replace(said, guesses=(*said.guesses, *undeclared.unseen(said, shown)))


def _unsure_of_live(found: Found, aside: Sequence[Block], hints: Hints) -> Found:
    """*found* with a guess where it is a live page of whose times nothing is known but how long ago they were."""
    ago = [block for block in aside if furniture.is_ago(block)]
    if found.kind != "topic" or len(ago) * 2 < len(found.clippings) or not habits.says_live(found.title):
        return found
    days = f"they are cards of {hints.today}" if hints.day else "they are cards without a date"
    told = f"the page calls itself live, but its times only say how long ago they were; {days}"
    # Its title is the page's, and no topic.
    parts = tuple(replace(part, role="left") if part.role == "title" else part for part in found.parts)
    return replace(found, topics=(), parts=parts, guesses=(guess(told, ago[0].line), *found.guesses))


def _count(found: Found, role: Role) -> int:
    """How many words have that role."""
    parts = (found.blocks[part.first : part.last] for part in found.parts if part.role == role)
    return sum(len(block.text.split()) for blocks in parts for block in blocks)


def _as(blocks: tuple[Block, ...], hints: Hints, name: str, kind: Kind | None, *, least: bool = False) -> Found | None:
    """What the lines are; with *least* they are no article, whatever else they are."""
    blocks = bylines.marked(blocks, hints.authors)
    for recogniser in RECOGNISERS:
        if kind in (None, recogniser.kind):
            if least and recogniser.kind == "article":
                return None
            found = recogniser.recognise(blocks, hints, name, kind is not None)
            if found is not None:
                return _doubted(found, blocks, hints) if kind is None else found
    return None


def _doubted(found: Found, blocks: tuple[Block, ...], hints: Hints) -> Found:
    """*found* with a guess about the lines that look like stamps, or like a card's, where no such page was found."""
    if found.kind == "live":
        return found
    if found.kind == "article":
        found = replace(found, guesses=(*article.like_cards(found, hints), *found.guesses))
    timed = [block for block in blocks if _begins_with_a_time(block.text)]
    if len(timed) < _MANY:
        return found
    why = oneline.part(blocks).why or "they have no place between entries"
    return replace(found, guesses=(_no_live_page(len(timed), why, timed[0].line), *found.guesses))


def _begins_with_a_time(text: str) -> bool:
    stamp = stamps.read(text)
    if stamp is not None:
        return stamp.moment.time is not None
    line = oneline.read(text)
    return line is not None and line.side == "start"


def _no_live_page(count: int, why: str, line: int) -> Problem:
    return guess(
        f"{count} lines begin with a time, but no live page was found: {why}; if it is one, try --kind live", line
    )
