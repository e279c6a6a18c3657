"""Lines of pages to blocks: headings by their size, paragraphs by their gaps, indents and ends.

What comes again at the top or the foot of page after page, and page numbers, are furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pressday import markup
from pressday.documents import Block, BlockKind, BlockRole
from pressday.markup.plain import heading, to_markdown
from pressday.readers.pdf_lines import Line
from pressday.readers.pdf_pages import Piece
from pressday.records import replace

_EDGE = 2
_HEADING = 1.12
_LONGEST_HEADING = 160
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|pagina|página|pág\.|blz\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|van|di|sur)\s*\d{1,4})?\W*",
    re.I,
)
_BULLET = re.compile(r"[•‣◦▪●○■–—*-]\s+(?=\S)|[•‣▪●■]")
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*$")
# A time before a text, and a byline, both with nothing else on their lines.
_STAMP = re.compile(
    r"\[?\d{1,2}[.:h]\d\d(?:[.:]\d\d)?\]?(?:\s?(?:Uhr|uur|hrs|h|[apAP]\.?[mM]\.?))?(?:$|\s*[-–—|:>]|\s+[^\W\d_a-z])"
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Door)\s+[^\W\d_a-zß-ÿ]\S*(?:\s+\S+){0,6}$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")


class _Placed(NamedTuple):
    line: Line
    number: int
    page: int
    role: BlockRole


def text_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size in which most of the letters are set."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def blocks(pages: Sequence[Sequence[Line]], known: Container[tuple[int, int]] = frozenset()) -> list[Block]:
    """The blocks of the *pages*, whose lines are numbered from 1 over all of them.

    *known* are the lines, as numbers of page and line, that are furniture.
    """
    running = _running(pages)
    placed: list[_Placed] = []
    for page, lines in enumerate(pages):
        for at, line in enumerate(lines):
            edge = at < _EDGE or at >= len(lines) - _EDGE
            furniture = edge and (_key(line) in running or (len(pages) > 1 and _is_number(line)))
            across = line.pieces[0].turn != lines[0].pieces[0].turn
            left = furniture or across or (page, at) in known
            placed.append(_Placed(line, len(placed) + 1, page, "furniture" if left else ""))
    body = [one for one in placed if not one.role]
    style = _Style(body, [max((line.right for line in lines), default=0.0) for lines in pages])
    made: list[Block] = []
    for group in style.groups(body):
        block = style.block(group)
        listed = bool(made) and made[-1].kind == block.kind == "item"
        made.append(replace(block, gap=False) if listed else block)
    made += [
        Block(one.line.text, one.number, to_markdown(one.line.text), gap=True, role="furniture")
        for one in placed
        if one.role
    ]
    return sorted(made, key=lambda block: block.line)


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.lower()), round(line.y / 4)


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text)) and len(line.text) <= 20


def _running(pages: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """What stands at one height at the edge of at least half of the pages (left and right pages may differ)."""
    counts: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        counts.update({_key(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    least = max(2, len(pages) * 2 // 5)
    return {key for key, count in counts.items() if count >= least and len(pages) > 1}


class _Style:
    """The measures of a document's text: what is ordinary in it, and so what is not."""

    def __init__(self, lines: Sequence[_Placed], rights: Sequence[float]) -> None:
        self.rights = rights
        sizes: Counter[float] = Counter()
        for one in lines:
            sizes[round(one.line.size, 1)] += len(one.line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        body = [one for one in lines if abs(one.line.size - self.size) < 0.3]
        lengths = sorted(len(one.line.text) for one in body)
        self.full = lengths[len(lengths) * 4 // 5] if lengths else 0
        self.leading = self.step(body)
        larger = {round(one.line.size, 1) for one in lines if self.is_large(one.line)}
        self.levels = {size: level for level, size in enumerate(sorted(larger, reverse=True), start=1)}
        self.words = Counter(word for one in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", one.line.text))
        # Documents that are bold throughout have no headings in bold.
        bold = sum(len(one.line.text) for one in lines if one.line.bold)
        self.bold_tells = bold * 4 < sum(len(one.line.text) for one in lines)

    def step(self, body: Sequence[_Placed]) -> float:
        """From one line of a paragraph to the next: as it is set, unless every line is a paragraph."""
        pairs = [
            (a.line, a.line.y - b.line.y)
            for a, b in pairwise(body)
            if a.page == b.page and 0 < a.line.y - b.line.y < 3 * self.size
        ]
        if not pairs:
            return 1.2 * self.size
        usual = median(step for _, step in pairs)
        open_ = sum(not _ENDED.search(line.text) and len(line.text) >= 0.6 * self.full for line, _ in pairs)
        if 2 * open_ >= len(pairs):
            return usual
        # Nobody sets a paragraph's lines as far apart as two paragraphs of one line may stand.
        near = [step for _, step in pairs if self.size <= step < 0.75 * usual]
        return min(usual, median(near) if len(near) > 1 else usual, 1.35 * self.size)

    def is_large(self, line: Line) -> bool:
        return line.size >= self.size * _HEADING and len(line.text) <= _LONGEST_HEADING and not line.cells

    def is_heading(self, line: Line) -> bool:
        return self.is_large(line) or (
            self.bold_tells
            and line.bold
            and not line.cells
            and len(line.text) <= _LONGEST_HEADING // 2
            and not _ENDED.search(line.text)
            and line.size >= self.size * 0.95
            and any(c.isalpha() for c in line.text)
        )

    def groups(self, lines: Iterable[_Placed]) -> list[list[_Placed]]:
        """The lines of each block."""
        made: list[list[_Placed]] = []
        for one in lines:
            if made and self.goes_on(made[-1], one):
                made[-1].append(one)
            else:
                made.append([one])
        return made

    def goes_on(self, group: Sequence[_Placed], one: _Placed) -> bool:
        """Whether *one* belongs to the block of which *group* are the lines so far."""
        last, line = group[-1].line, one.line
        if bool(last.cells) != bool(line.cells):
            return False
        if line.cells:
            return group[-1].page == one.page and len(last.cells) == len(line.cells)
        if self.is_heading(last) != self.is_heading(line) or abs(last.size - line.size) > 0.12 * self.size:
            return False
        step = last.y - line.y
        near = group[-1].page == one.page and step > 0
        if self.is_heading(line):
            return near and step <= 1.6 * line.size and last.bold == line.bold
        if _BULLET.match(line.text) or (_NUMBERED.match(line.text) and self.counts_on(group, line)):
            return False
        hyphen = bool(_HYPHEN.search(last.text)) and line.text[:1].islower()
        if not near:
            # Over a column's or a page's end.
            return hyphen or (not _ENDED.search(last.text) and len(last.text) >= 0.6 * self.full)
        if step > 1.4 * max(self.leading, line.size) or self.is_broken(group[-1], line):
            return False
        if hyphen:
            return True
        short = len(last.text) < 0.72 * self.full
        if short and _ENDED.search(last.text):
            return False
        if short and len(last.text) < 0.5 * self.full and not line.text[:1].islower():
            return False
        return not self.is_indented(group, line)

    def is_broken(self, last: _Placed, line: Line) -> bool:
        """A stamp or a byline on a line of its own: the next word would have stood on it if it were one text."""
        if not (_STAMP.match(last.line.text) or _STAMP.match(line.text) or _BYLINE.match(line.text)):
            return False
        word = len(line.text.split()[0]) + 1
        needed = last.line.right + word * line.size * line.pieces[0].letter
        return needed < 0.85 * self.rights[last.page]

    def is_indented(self, group: Sequence[_Placed], line: Line) -> bool:
        """A first line stands further in than the one above; in a list, those below it do."""
        if _BULLET.match(group[0].line.text) or _NUMBERED.match(group[0].line.text):
            return line.x < group[0].line.x - 1
        ahead = line.x - group[-1].line.x
        return 0.7 * self.size < ahead < 5 * self.size and bool(_ENDED.search(group[-1].line.text))

    def counts_on(self, group: Sequence[_Placed], line: Line) -> bool:
        here, before = _NUMBERED.match(line.text), _NUMBERED.match(group[0].line.text)
        number = int(here[1]) if here else 0
        return number == 1 or (before is not None and number == int(before[1]) + 1)

    def block(self, group: Sequence[_Placed]) -> Block:
        first = group[0]
        if first.line.cells:
            return _table(group)
        pieces = self.joined([one.line for one in group])
        text = " ".join("".join(piece.text for piece in pieces).split())
        if self.is_heading(first.line):
            level = min(6, self.levels.get(round(first.line.size, 1), len(self.levels) + 1))
            led = {piece.url for piece in pieces if piece.text.strip()}
            url = led.pop() if len(led) == 1 else ""
            return Block(text, first.number, heading(level, to_markdown(text)), "heading", level, True, url=url)
        kind: BlockKind = "paragraph"
        head = ""
        bullet, numbered = _BULLET.match(text), _NUMBERED.match(text)
        if bullet and len(text) > bullet.end():
            kind, head, text = "item", "- ", text[bullet.end() :]
            pieces = _less(pieces, bullet.end())
        elif numbered:
            kind, head, text = "item", f"{numbered[1]}. ", text[numbered.end() :]
            pieces = _less(pieces, numbered.end())
        return Block(text, first.number, head + _marked(pieces, text), kind, gap=True)

    def joined(self, lines: Sequence[Line]) -> list[Piece]:
        """The pieces of all *lines*, with words that were parted at a line's end made whole again."""
        pieces: list[Piece] = []
        for line, after in zip(lines, (*lines[1:], None), strict=True):
            own = list(line.pieces)
            while own and not own[-1].text.strip():
                own.pop()
            last = own[-1]
            text = last.text.rstrip()
            parted = _HYPHEN.search(text)
            if after is None:
                own[-1] = last._replace(text=text)
            elif parted and after.text[:1].islower():
                following = re.match(r"[^\W\d_]+", after.text)
                end = following[0] if following else ""
                kept = self.words[f"{parted[1]}-{end}"] > self.words[parted[1] + end] and text[-1] != "\u00ad"
                own[-1] = last._replace(text=text if kept else text[:-1])
            elif parted and text[-1] == "-":
                own[-1] = last._replace(text=text)
            else:
                own[-1] = last._replace(text=text + " ")
            pieces += own
        return pieces


def _table(group: Sequence[_Placed]) -> Block:
    rows = []
    for one in group:
        line = one.line
        cuts = (*line.cells, len(line.pieces))
        rows.append([" ".join("".join(p.text for p in line.pieces[a:b]).split()) for a, b in pairwise(cuts)])
    shown = [f"| {' | '.join(to_markdown(cell) for cell in row)} |" for row in rows]
    rule = f"|{' --- |' * len(rows[0])}"
    text = " ".join(" ".join(row) for row in rows)
    return Block(text, group[0].number, "\n".join([shown[0], rule, *shown[1:]]), "table", gap=True)


def _less(pieces: Sequence[Piece], count: int) -> list[Piece]:
    """*pieces* without the first *count* letters of their text, white space at its head aside."""
    made: list[Piece] = []
    for piece in pieces:
        text = piece.text if made else piece.text.lstrip()
        if count > 0:
            cut = min(count, len(text))
            text, count = text[cut:], count - cut
        if text.strip() or made:
            made.append(piece._replace(text=text))
    return made


def _marked(pieces: Sequence[Piece], text: str) -> str:
    """*pieces* as Markdown with their bold, italic and links; without them where it would not read back as *text*."""
    runs: list[tuple[str, tuple[bool, bool, str]]] = []
    for piece in pieces:
        style = (piece.bold, piece.italic, piece.url)
        if runs and (runs[-1][1] == style or not piece.text.strip()):
            runs[-1] = (runs[-1][0] + piece.text, runs[-1][1])
        else:
            runs.append((piece.text, style))
    plain = to_markdown(text)
    if not any(any(style) for _, style in runs):
        return plain
    made = []
    for shown, (bold, italic, url) in runs:
        core = " ".join(shown.split())
        if not core:
            made.append(" ")
            continue
        mark = ("**" if bold else "") + ("*" if italic else "")
        inner = f"{mark}{to_markdown(core)}{mark[::-1]}"
        if url:
            inner = f"[{inner}](<{url.replace('<', '%3C').replace('>', '%3E').replace(' ', '%20')}>)"
        lead = " " if shown[:1].isspace() else ""
        made.append(f"{lead}{inner}{' ' if shown[-1:].isspace() else ''}")
    marked = re.sub(r" +", " ", "".join(made)).strip()
    return marked if markup.plain_text(marked).split() == text.split() else plain
