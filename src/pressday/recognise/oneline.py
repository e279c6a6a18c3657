"""Entries whose stamp and headline share one line: the lines that do so alike are taken apart.

``[01:25] Nell Harrow >> The wheel has stopped``, ``12:14 – Harbour shut`` and ``Harbour shut (12:14)``
become two blocks of one line, the stamp with its author and the headline; the rest of the page is
then read like any other.  A time in running prose is none of these: the lines must be several,
written alike, in one order, and most of them must read like headlines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from pressday import tongues
from pressday.documents import Block
from pressday.markup.plain import to_markdown
from pressday.recognise import headlines, moments, names
from pressday.recognise.moments import Moment

_LEAST = 3
_MOST_TOKENS = 9
_MARKS = (">>", "››", "»", "›", "—", "–", "-", "|", "·", "•", ":")
_CLOSE = " ,:–—|"
_NAME_TOKENS = 6
_DAY = 24 * 60
# A word that may end a stamp although no mark follows it: "2 p.m.", "14:20 GMT", "4 March".
_ENDS = re.compile(r"^(?:.*\d.*|[ap]\.?m\.?|uhr|hrs|h|heures?|[A-Z]{2,4})$", re.IGNORECASE)

_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d(?:[:.]\d\d|\s?[hH](?:\s?\d\d|\b|eures?\b)|\s?[aApP]\.?[mM]\b|\s?(?:noon|[uU]hr|uur)\b)")

Side = Literal["start", "end"]


class Line(NamedTuple):
    """A line that begins or ends with a time: the stamp and the rest, as they are written.

    *form* is how it is written: the bracket before the time, the mark after it, the kind of clock.
    """

    block: int
    side: Side
    stamp: str
    rest: str
    moment: Moment
    form: tuple[str, str, str]


class Parted(NamedTuple):
    """The blocks with each such line as two, how many they were, and on which *side* the times stand."""

    blocks: tuple[Block, ...]
    lines: frozenset[int]
    side: Side


class Told(NamedTuple):
    """What the lines of a document come to: *parted*, or None and *why* not; *number* are written alike."""

    parted: Parted | None
    number: int
    why: str = ""


def read(text: str, block: int = 0) -> Line | None:
    """The line with its time split off, or None for a line that has none at its start or end."""
    tokens = text.split()
    if len(tokens) < 2 or _CLOCK.search(text) is None:
        return None
    starts, ends = _may_start(tokens[0]), _may_end(tokens[-1])
    if not (starts or ends) or _pure(text) is not None:
        return None
    return (_at_start(tokens, block) if starts else None) or (_at_end(tokens, block) if ends else None)


def _may_start(token: str) -> bool:
    """Whether a date or time may begin with this word."""
    return _DIGIT.search(token) is not None or tongues.is_of_dates(token.strip("[(.,").lower())


def _may_end(token: str) -> bool:
    """Whether a date or time may end with this word."""
    if _DIGIT.search(token) is not None:
        return True
    word = token.strip(")].,:–—|")
    return bool(_ENDS.match(word)) or tongues.is_of_dates(word.lower())


def part(blocks: Sequence[Block], *, forced: bool = False) -> Told:
    """*blocks* with the lines that carry stamp and headline taken apart, if there are such.

    With *forced* two lines alike are enough, and it does not matter how they read.
    """
    groups: dict[tuple[Side, tuple[str, str, str]], list[Line]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.kind in ("paragraph", "heading") and (line := read(block.text, index)) is not None:
            groups[line.side, line.form].append(line)
    lines = max(groups.values(), key=len, default=[])
    count = len(lines)
    if count < (1 if forced else _LEAST):
        return Told(None, count, "they are too few that are written alike")
    # Where nearly every rest is a name, the lines are stamps with their authors.
    named = sum(bool(names.is_name(names.people(names.without_by(line.rest)), least=1)) for line in lines)
    if named * 3 > count * 2 and not _have_no_other_headline(blocks, lines):
        return Told(None, count, "a name alone stands beside them")
    if not forced:
        why = _why_not(blocks, lines)
        if why:
            return Told(None, count, why)
    return Told(_taken_apart(blocks, lines), count)


def _have_no_other_headline(blocks: Sequence[Block], lines: Sequence[Line]) -> bool:
    """Whether "Harbour Shut" must be a headline: no two are the same, and prose stands on either side of each."""
    if len({line.rest for line in lines}) < len(lines):
        return False
    beside = [line.block - 1 for line in lines[1:]] + [line.block + 1 for line in lines]
    return all(index < len(blocks) and not headlines.likely(blocks[index]) for index in beside)


def _why_not(blocks: Sequence[Block], lines: Sequence[Line]) -> str:
    if sum(_reads_like_a_headline(line.rest) for line in lines) * 5 < len(lines) * 4:
        return "most of them go on as sentences do"
    down, up = _steps(lines)
    if min(down, up) * 5 > down + up:
        return "the times are in no order"
    between = sum(b.block - a.block > 1 for a, b in pairwise(lines)) + (lines[-1].block + 1 < len(blocks))
    return "" if between * 2 >= len(lines) else "most have no text below them"


def _reads_like_a_headline(text: str) -> bool:
    return (
        len(text.split()) <= headlines.LONGEST
        and not headlines.ends_a_sentence(text)
        and not next((c for c in text if c.isalpha()), "a").islower()
    )


def _steps(lines: Sequence[Line]) -> tuple[int, int]:
    down = up = 0
    for here, below in pairwise(line.moment for line in lines):
        assert here.time is not None
        assert below.time is not None
        step = (below.time.hour - here.time.hour) * 60 + below.time.minute - here.time.minute
        if (here.month, here.day) != (below.month, below.day) and here.day and below.day:
            days = ((below.year or 0) - (here.year or 0), (below.month or 0) - (here.month or 0), below.day - here.day)
            step = 1 if days > (0, 0, 0) else -1
        elif abs(step) > _DAY // 2:  # over midnight
            step = -step
        down += step < 0
        up += step > 0
    return down, up


def _at_start(tokens: Sequence[str], block: int) -> Line | None:
    best = None
    for count in range(1, min(len(tokens), _MOST_TOKENS)):
        moment = _pure(" ".join(tokens[:count]))
        if moment is None:
            continue
        mark = tokens[count] if tokens[count] in _MARKS else ""
        closed = tokens[count - 1][-1] in ",:)]–—|"
        # "14:20 Sun sets" is of no Sunday.
        if mark or closed or (_ENDS.match(tokens[count - 1]) and moment.weekday is None) or best is None:
            best = count, mark, moment
    if best is None:
        return None
    count, mark, moment = best
    rest = " ".join(tokens[count + bool(mark) :])
    if not any(map(str.isalnum, rest)):
        return None
    stamp = " ".join(tokens[:count])
    form = (stamp[0] if stamp[0] in "[(" else "", mark or _closing(stamp), _clock(moment))
    return Line(block, "start", stamp.rstrip(_CLOSE), rest, moment, form)


def _at_end(tokens: Sequence[str], block: int) -> Line | None:
    for count in range(min(len(tokens) - 1, _MOST_TOKENS), 0, -1):
        stamp, before = " ".join(tokens[-count:]), tokens[-count - 1]
        bracket = stamp[0] if stamp[0] in "[(" else ""
        mark = before if before in _MARKS else before[-1] if before[-1] == "," else ""
        if not (bracket or mark) or (moment := _pure(stamp)) is None:
            continue
        rest = " ".join(tokens[: -count - (before in _MARKS)]).rstrip(",")
        if not any(map(str.isalnum, rest)):
            return None
        return Line(block, "end", stamp, rest, moment, (bracket, mark, _clock(moment)))
    return None


def _pure(text: str) -> Moment | None:
    """The moment that *text* tells, if it tells a time and says nothing else."""
    moment = moments.find(text.rstrip(_CLOSE))
    if moment is None or moment.time is None or any(any(map(str.isalnum, piece)) for piece in moment.rest):
        return None
    return moment


def _closing(stamp: str) -> str:
    return stamp[-1] if stamp[-1] in ",:–—|" else ""


def _clock(moment: Moment) -> str:
    # 2pm and 2.30pm are one way of writing, and so are 14h and 14h20.
    return "h" if "h" in moment.clock else "H" if moment.clock == "B" else moment.clock


def _taken_apart(blocks: Sequence[Block], lines: Sequence[Line]) -> Parted:
    mark = _author_mark(lines)
    by_block = {line.block: line for line in lines}
    made: list[Block] = []
    for index, block in enumerate(blocks):
        line = by_block.get(index)
        if line is None:
            made.append(block)
            continue
        author, headline = _split(line.rest, mark)
        stamp = f"{line.stamp} {author}" if author else line.stamp
        at_start = line.side == "start"
        pieces = (
            Block(stamp, block.line, to_markdown(stamp), gap=block.gap and at_start),
            Block(
                headline, block.line, _marked(block, headline), block.kind, block.level, gap=block.gap and not at_start
            ),
        )
        made += pieces if at_start else reversed(pieces)
    return Parted(tuple(made), frozenset(blocks[line.block].line for line in lines), lines[0].side)


def _marked(block: Block, piece: str) -> str:
    """*piece* of a block's text as Markdown, with its marks where they can be told apart."""
    tokens, count = block.markdown.split(), len(piece.split())
    if len(tokens) == len(block.text.split()) and block.text.endswith(piece):
        return " ".join(tokens[-count:])
    return to_markdown(piece)


def _author_mark(lines: Sequence[Line]) -> str:
    """The mark between author and headline: where short names stand before it in most lines, and come again."""
    best, most = "", 0
    for mark in _MARKS:
        told = Counter(author for line in lines if (author := _split(line.rest, mark)[0]))
        count, distinct = told.total(), len(told)
        full = sum(names.is_name(names.without_by(author)) for author in told)
        again = distinct * 3 <= count * 2 or (count == len(lines) and distinct < count and full == distinct)
        if count * 5 >= len(lines) * 3 and again and full * 2 >= distinct and count > most:
            best, most = mark, count
    return best


def _split(text: str, mark: str) -> tuple[str, str]:
    """Author and headline, parted by *mark*; an empty author where no name stands before it."""
    if not mark:
        return "", text
    tokens = text.split()
    for count in range(1, min(len(tokens), _NAME_TOKENS + 1)):
        apart = tokens[count] == mark
        if not apart and not (mark == ":" and tokens[count - 1].endswith(":")):
            continue
        author = " ".join(tokens[:count]).rstrip(":")
        headline = " ".join(tokens[count + apart :])
        if headline and names.is_name(names.without_by(author), least=1):
            return author, headline
        return "", text
    return "", text
