"""What a careful reader would ask about: the same words twice, another author, "today" without a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pressday.documents import Block, Clipping
from pressday.problems import Problem
from pressday.recognise import habits
from pressday.recognise.found import Found, guess

_END = re.compile(r"[.!?…]+")
_LEAST_WORDS = 5
_LEAST_LETTERS = 60
_SAME_WORDS = 8
_SHOWN = 8
_DAY_WORDS = re.compile(
    r"\b(today|yesterday|tonight|tomorrow|this morning|heute|gestern|aujourd[’']hui|demain|hoy|ayer|mañana"
    r"|oggi|ieri|domani|vandaag|gisteren|hoje|ontem|amanhã)\b",
    re.IGNORECASE,
)


def of(found: Found) -> tuple[Problem, ...]:
    """The doubts about what was *found*, each at its line."""
    texts: dict[int, list[Block]] = {}
    lead: list[Block] = []
    for part in found.parts:
        if part.role == "text":
            texts.setdefault(part.clipping, []).extend(found.blocks[part.first : part.last])
        elif part.role == "lead":
            lead.extend(found.blocks[part.first : part.last])
    made: list[Problem] = []
    if lead:
        made += _lead(lead, texts, found)
        made += _single(lead)
    for number, blocks in texts.items():
        clipping = found.clippings[number]
        made += _introduced(blocks, clipping)
        made += _twice(blocks, clipping)
        if clipping.kind in ("card", "article") and "date" in clipping.guessed:
            made += _undated(blocks, clipping)
    return tuple(sorted(made, key=lambda note: note.line))


def _lead(lead: list[Block], texts: dict[int, list[Block]], found: Found) -> Iterator[Problem]:
    """Which entries the lead's paragraphs repeat, one note an entry."""
    said = {block.text: block.line for block in lead if len(block.text) >= _LEAST_LETTERS}
    for number in sorted(texts):
        lines = sorted({line for block in texts[number] if (line := said.get(block.text))})
        if lines:
            clipping = found.clippings[number]
            which = f"the entry “{_short(clipping.title)}”"
            also = f" (lines {', '.join(map(str, lines))})" if len(lines) > 1 else ""
            yield guess(f"the lead repeats {which} of line {clipping.line}{also}", lines[0])


def _single(lead: list[Block]) -> Iterator[Problem]:
    """A line of one word in the lead: a site's navigation, or the name of a section."""
    words = [block for block in lead if len(block.text.split()) == 1]
    if words:
        more = f" and {len(words) - 1} more" if len(words) > 1 else ""
        yield guess(
            f"the lead has a line of one word, “{_short(words[0].text)}”{more}; is it the text's?", words[0].line
        )


def _introduced(blocks: list[Block], clipping: Clipping) -> Iterator[Problem]:
    posted = {author.casefold() for author in clipping.authors}
    for block in blocks:
        who = habits.writer(block) if posted and block.text.endswith(":") else ""
        if who and who.casefold() not in posted:
            by = " and ".join(clipping.authors)
            yield guess(f"posted by {by}, but introduced as written by {who}", block.line)


def _twice(blocks: list[Block], clipping: Clipping) -> Iterator[Problem]:
    for block in blocks:
        if len(block.text) < _LEAST_LETTERS or block.kind == "code":
            continue
        # What follows the last full stop may be cut off.
        sentences = [sentence.strip(" \"'“”‘’") for sentence in _END.split(block.text)[:-1]]
        if len(set(sentences)) < len(sentences):
            told = Counter(sentences)
            again = next((s for s, times in told.items() if times > 1 and len(s.split()) >= _LEAST_WORDS), "")
            if again:
                yield guess(f"a sentence occurs twice in this paragraph: “{_short(again)}”", block.line)
                continue
        if clipping.kind == "card" and (words := _same_words(block.text)):
            yield guess(f"the same words occur twice in this paragraph: “{words} …”", block.line)


def _same_words(text: str) -> str:
    """Eight words that stand twice in *text*: a pull quote has run into it."""
    words = text.split()
    plain = [_plain(word) for word in words]
    seen: set[tuple[str, ...]] = set()
    for start in range(len(words) - _SAME_WORDS + 1):
        run = tuple(plain[start : start + _SAME_WORDS])
        if run in seen:
            return " ".join(words[start : start + _SAME_WORDS])
        seen.add(run)
    return ""


def _undated(blocks: list[Block], clipping: Clipping) -> Iterator[Problem]:
    for block in blocks:
        if match := _DAY_WORDS.search(block.text):
            what = "card" if clipping.kind == "card" else "article"
            yield guess(f"says “{match[1]}” in an undated {what}", block.line)
            return


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= _SHOWN else " ".join(words[:_SHOWN]) + " …"
