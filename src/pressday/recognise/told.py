"""What the format itself sets apart: a feed's items, an export's posts, an article with its metadata.

Nothing is recognised here; every line has the role that the format gave it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from pressday.documents import Block, Clipping, ClippingKind, Document, Item
from pressday.problems import Problem
from pressday.recognise import bylines, calendar, datelines, habits, headlines, names, openings, points, undeclared
from pressday.recognise.found import Found, Hints, Kind, Role, Roles, guess, paragraphs
from pressday.records import replace

# Standfirst, byline and dateline stand among the first lines.
_TOP = 8
_ROLES: dict[str, Role] = {
    "title": "headline",
    "headline": "headline",
    "stamp": "stamp",
    "byline": "byline",
    "kicker": "kicker",
    "standfirst": "standfirst",
    "caption": "caption",
    "furniture": "furniture",
    "unwanted": "unwanted",
}
_LEFT_OUT = ("furniture", "unwanted")
_KINDS: dict[ClippingKind, Kind] = {"live": "live", "card": "topic", "article": "article", "page": "article"}


def recognise(document: Document, hints: Hints) -> Found | None:
    """What *document* says it holds, or None where it says nothing."""
    if not document.items:
        return None
    document, told_above = openings.read(document)
    blocks = document.blocks
    roles = Roles(blocks)
    items, guesses = undeclared.dated(document, hints)
    guesses = told_above + guesses
    document = replace(document, items=items)
    guesses += undeclared.doubts(document)
    clippings = [_clipping(document, number, item, roles, hints, guesses) for number, item in enumerate(document.items)]
    kind = _KINDS[items[0].kind]
    for index in range(items[-1].last, len(blocks)):
        if blocks[index].role in _LEFT_OUT:
            roles.give(_ROLES[blocks[index].role], index)
    lead, told = _top(document, roles)
    blocks, parts = roles.finish()
    title = (hints.title if kind == "live" else "") or document.title
    return Found(
        kind,
        title,
        blocks,
        parts,
        tuple(clippings),
        lead=lead if kind == "live" else (),
        points=told if kind == "live" else (),
        guesses=tuple(guesses),
        title_guessed=not title,
    )


def _clipping(
    document: Document, number: int, item: Item, roles: Roles, hints: Hints, guesses: list[Problem]
) -> Clipping:
    blocks = document.blocks
    # An export's titles are the editor's own: they stay as they are.
    head = habits.headline(item.title) if not item.slug else habits.Headline("", item.title)
    # The lines of a page are a page's; a feed's or an export's text is nothing else.
    page = document.format == "html" and item.kind == "article"
    shown = 0
    for index in range(item.first, item.last):
        block = blocks[index]
        if block.kind == "header":
            continue
        shown += block.role not in _LEFT_OUT
        if page and (block.role == "stamp" or (block.role == "" and shown <= _TOP)):
            dated = datelines.read(block, item, hints)
            if dated is not None:
                roles.cut(index, dated.pieces, number)
                authors = item.authors or dated.authors
                day_only = item.day_only and dated.instant == item.instant
                item = replace(item, instant=dated.instant, updated=dated.updated, authors=authors, day_only=day_only)
                guesses += dated.guesses
                continue
        if page and block.role == "byline":
            bylines.give(roles, "byline", index, names.without_by(block.text), number)
        elif block.role == "headline" and head.kicker and block.text.strip() == item.title:
            habits.give_headline(roles, index, item.title, number)
        elif block.role == "" and not roles.text(number) and habits.repeats(block, item.title):
            roles.give("repeat", index)
        else:
            roles.give(_ROLES.get(block.role, "text"), index, -1 if block.role in _LEFT_OUT else number)
    text = roles.text(number)
    line = blocks[item.first].line if item.first < item.last else 1
    guessed, title, instant = [], head.title, item.instant
    if not title:
        title = headlines.from_text(text[0].text) if text else PurePath(document.name).stem
        guessed.append("title")
        guesses.append(guess(f"it has no headline; “{title}” stands in", line))
    if item.day_only and item.instant is not None:
        instant = calendar.instant(item.instant.date(), calendar.MIDNIGHT, hints.zone)
    elif instant is None and hints.day is not None:
        instant = calendar.instant(hints.day, calendar.MIDNIGHT, hints.zone)
    elif instant is None and item.kind != "page":
        guessed.append("date")
        guesses.append(guess(f"“{title}” has no date; the day of the import stands in", line))
    return Clipping(
        item.kind,
        title,
        paragraphs(habits.joined(text)),
        line,
        instant,
        tuple(dict.fromkeys(name for author in item.authors for name in names.of(author))),
        item.topics,
        excerpt=item.excerpt or item.kind == "card",
        guessed=tuple(guessed),
        kicker=" · ".join([*_kickers(blocks[item.first : item.last]), *filter(None, (head.kicker,))]),
        updated=item.updated,
        url=item.url,
        summary=item.summary,
        guid=item.guid,
        slug=item.slug,
        aliases=item.aliases,
        draft=item.draft,
        image=item.image,
    )


def _kickers(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if block.role == "kicker"]


def _top(document: Document, roles: Roles) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lead and the key points above the first item; what else belongs to no item is left out."""
    blocks, end = document.blocks, document.items[0].first
    box = points.find(blocks, 0, end)
    lead = []
    for index in range(end):
        block = blocks[index]
        if block.kind == "header":
            continue
        if box and box.label <= index < box.end:
            roles.give("label" if index == box.label else "point", index)
        elif block.role in ("title", "headline"):
            roles.give("title", index)
        elif block.role == "stamp":
            roles.give("day", index)
        elif block.role in _LEFT_OUT:
            roles.give(_ROLES[block.role], index)
        else:
            roles.give("lead", index)
            lead.append(block)
    return paragraphs(lead), box.points if box else ()
