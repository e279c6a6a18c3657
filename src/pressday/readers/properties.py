"""What a file's properties say of its text: taken only where the text itself says nothing.

Office programs fill in properties by themselves: a login as author, a file's name as title.  Such
values are told apart from what a person wrote, and dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pressday.documents import Block, Item
from pressday.problems import Problem
from pressday.records import replace

# Headline, standfirst, byline and dateline stand among the first lines.
_TOP = 6
_LONGEST_LINE = 90
_LONGEST_HEADLINE = 120
_BYLINE = re.compile(
    r"^(?i:by|words by|text by|from|von|text:|par|por|di|de|da|door)\s+[^\W\d_a-zß-ÿ][\w.’'-]*(?:\s+\S+){0,12}$"
)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LEAST_OF_A_SENTENCE = 5
_CAPITAL = re.compile(r"\s[^\W\d_a-zß-ÿ]")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_MADE_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|(?:document|dokument|doc|presentation)\s*\d*|untitled.*|unbenannt.*"
    r"|.*\.[a-z]\w{1,4}|word document|title|about:blank|https?:.*)$",
    re.I,
)
_MADE_AUTHORS = frozenset(
    "user,author,admin,administrator,owner,unknown,anonymous,default,word,openoffice,libreoffice,python-docx,un-named,"
    "microsoft office user,microsoft account,windows user,apache poi,google docs,chromium".split(",")
)
# Templates carry the day on which they were made.
_MADE_DATES = frozenset(["2013-12-23T23:15:00+00:00"])
_FIRST_YEAR, _LAST_YEAR = 1985, 2100


class Properties(NamedTuple):
    """Title, authors and instants (aware, UTC) as the file's properties have them; empty where they have not."""

    title: str = ""
    authors: tuple[str, ...] = ()
    created: datetime | None = None
    updated: datetime | None = None


def made(title: str, creator: str, created: datetime | None, updated: datetime | None) -> Properties:
    """Properties without what a program filled in."""
    title = " ".join(title.split())
    return Properties(
        "" if _MADE_TITLE.match(title) else title[:300], _names(creator), _likely(created), _likely(updated)
    )


def headline(blocks: Sequence[Block]) -> int | None:
    """The number of the block that is the headline: a heading near the top, or a short first line.

    A heading below the beginning of the text is that of a part of it.
    """
    shown = _shown(blocks)
    heading = next((number for number in shown[:_TOP] if blocks[number].kind == "heading"), None)
    if heading is not None and not _is_of_a_part(blocks, shown, heading):
        return heading
    if len(shown) > 1:
        first = blocks[shown[0]].text
        if len(first) <= _LONGEST_HEADLINE and not first.endswith((".", ",", ";", ":")) and not _is_stamp(first):
            return shown[0]
    return heading


def with_headline(blocks: Sequence[Block], number: int, *, url: str = "") -> list[Block]:
    """*blocks* with the one of that *number* as what it is: a line of text above headings stands above them all."""
    found = blocks[number]
    if found.kind == "heading" or not any(block.kind == "heading" for block in blocks):
        made = list(blocks)
    else:
        first = any(block.kind == "heading" and block.level == 1 for block in blocks)
        made = [lowered(block) if first else block for block in blocks]
        found = replace(found, kind="heading", level=1, markdown=f"# {found.markdown}")
    made[number] = replace(found, role="title", url=url or found.url)
    return made


def lowered(block: Block) -> Block:
    """A heading below the headline: one level down."""
    if block.kind != "heading" or block.level >= 6:
        return block
    return replace(block, level=block.level + 1, markdown=re.sub(r"^#", "##", block.markdown))


def _is_of_a_part(blocks: Sequence[Block], shown: Sequence[int], heading: int) -> bool:
    """Whether text stands above the *heading*, and it is one of several, below another, or a byline is above it too."""
    above = [blocks[number].text for number in shown if number < heading]
    if not any(_SENTENCE.search(text) and len(text.split()) >= _LEAST_OF_A_SENTENCE for text in above):
        return False
    level = blocks[heading].level
    several = any(
        blocks[number].kind == "heading" and blocks[number].level <= level for number in shown if number > heading
    )
    signed = any(len(text) <= _LONGEST_LINE and (_is_byline(text) or _DATED.search(text)) for text in above)
    return level > 1 or several or signed


def article(
    blocks: Sequence[Block], said: Properties, *, headline: int | None = None, printed: bool = False
) -> tuple[tuple[Item, ...], list[Problem]]:
    """The one article that *blocks* are, with what *said* adds; no item where the lines themselves tell it.

    *headline* is the number of the block that is one.  The problems are notes of what was taken.  The
    instant of what was *printed* is that of its printing, and told alone.
    """
    top = [blocks[number].text for number in _shown(blocks)[:_TOP]]
    dated = any(len(text) <= _LONGEST_LINE and _DATED.search(text) for text in top)
    signed = any(_is_byline(text) for text in top)
    instant = said.created or said.updated
    if dated or signed:
        return (), [_untaken(instant)] if instant and not dated else []
    untaken = [_untaken(instant)] if instant and printed else []
    instant = None if printed else instant
    title = blocks[headline].text if headline is not None else said.title
    if not (said.authors or instant or (title and headline is None)):
        return (), untaken
    taken = [f"the title “{title}”"] if title and headline is None else []
    if said.authors:
        taken.append(f"the author {', '.join(said.authors)}")
    if instant:
        taken.append(f"the date {_told(instant)}")
    message = f"the text does not say it: {' and '.join(taken)} {'are' if len(taken) > 1 else 'is'} the file's own"
    item = Item("article", 0, len(blocks), title=title, authors=said.authors, instant=instant)
    return (item,), [*untaken, Problem(message, line=1, severity="note")]


def _shown(blocks: Sequence[Block]) -> list[int]:
    return [
        number
        for number, block in enumerate(blocks)
        if block.role != "furniture" and block.kind in ("paragraph", "heading")
    ]


def _is_byline(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and bool(_BYLINE.match(text) and _CAPITAL.search(text))


def _is_stamp(text: str) -> bool:
    return _is_byline(text) or bool(re.match(r"\W*\d", text))


def _told(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _untaken(instant: datetime) -> Problem:
    message = f"the text has no date; the file says {_told(instant)}"
    return Problem(message, line=1, severity="note", hint=f"--date {instant:%Y-%m-%d} takes it")


def _names(written: str) -> tuple[str, ...]:
    parts = [" ".join(part.split()) for part in re.split(r"[;\n]", written)]
    if len(parts) == 1:
        several = [part.strip() for part in re.split(r",|\s(?:and|und|et|y|e|en)\s|&", parts[0])]
        if all(len(part.split()) > 1 for part in several):
            parts = several
    return tuple(dict.fromkeys(part for part in parts if _is_a_name(part)))[:20]


def _is_a_name(text: str) -> bool:
    if text.lower() in _MADE_AUTHORS or len(text) > 80 or re.search(r"[\d@\\/<>_]", text):
        return False
    return any(c.isupper() or (c.isalpha() and c.lower() == c.upper()) for c in text)


def _likely(instant: datetime | None) -> datetime | None:
    if instant is None:
        return None
    try:
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR or instant.isoformat() in _MADE_DATES:
        return None
    return instant.replace(microsecond=0)
