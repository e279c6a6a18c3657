"""The pieces of a page to its lines, in the order of reading.

A page is mostly written in the order in which it is read.  Where it is not, the places at which
lines begin tell: columns are read one after the other, the cells of a table row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pressday.readers.pdf_pages import Piece

# Lines on one height, in parts of their letters' size: a raised note still belongs to its line.
_SAME_HEIGHT = 0.5
_MANY_ROWS = 3
# Prose runs on in a column; a table's cells are short.
_PROSE = 24
_ALIGNED = 4
_BULLETS = frozenset("•‣◦▪●○■–")
# In letters' sizes.
_FAR = 6


class Line(NamedTuple):
    """One line of a page: its pieces from left to right; of a row of a table, *cells* are how many begin each cell."""

    pieces: tuple[Piece, ...]
    x: float
    y: float
    size: float
    cells: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return " ".join("".join(piece.text for piece in self.pieces).split())

    @property
    def right(self) -> float:
        """Where it ends, as far as can be guessed."""
        last = next((piece for piece in reversed(self.pieces) if piece.text.strip()), self.pieces[-1])
        return last.x + len(last.text.rstrip()) * last.size * last.letter

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces if piece.text.strip())


def lines(page: Sequence[Piece]) -> list[Line]:
    """The lines of *page*; those that stand across its direction come last."""
    turns = Counter(piece.turn for piece in page for _ in piece.text)
    if not turns:
        return []
    upright = turns.most_common(1)[0][0]
    rows = _rows([_turned(piece) for piece in page if piece.turn == upright])
    across = _rows([_turned(piece) for piece in page if piece.turn != upright])
    return _in_order(rows) + [made for row in across if (made := _line(row)).text]


def _turned(piece: Piece) -> Piece:
    x, y = piece.x, piece.y
    at = ((x, y), (y, -x), (-x, -y), (-y, x))[piece.turn]
    return piece._replace(x=at[0], y=at[1])


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that follow each other on one height, from left to right."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if (
            last is not None
            and abs(piece.y - rows[-1][0].y) < _SAME_HEIGHT * max(piece.size, rows[-1][0].size)
            and piece.x >= last.x - 0.5
        ):
            rows[-1].append(piece)
        elif piece.text.strip():
            rows.append([piece])
    return rows


def _line(row: Sequence[Piece], cells: tuple[int, ...] = ()) -> Line:
    size = max((piece.size for piece in row if piece.text.strip()), default=0.0)
    weight = Counter[float]()
    for piece in row:
        weight[round(piece.size, 1)] += len(piece.text.strip())
    if weight:
        size = weight.most_common(1)[0][0]
    return Line(tuple(row), row[0].x, row[0].y, size, cells)


def _in_order(rows: list[list[Piece]]) -> list[Line]:
    starts = _starts(rows)
    made: list[Line] = []
    split = [(row, _cells(row, starts)) for row in rows]
    at = 0
    while at < len(split):
        end = at
        while end < len(split) and len(split[end][1]) > 1:
            end += 1
        if end - at < 2:
            row = split[at][0]
            made += [line for line in (_line(row),) if line.text]
            at += 1
            continue
        band = split[at:end]
        texts = ["".join(piece.text for piece in row[a:b]) for row, cuts in band for a, b in _parts(row, cuts)]
        if len(band) >= _MANY_ROWS and sum(map(len, texts)) >= _PROSE * len(texts):
            end += _rest(band, split[end:])
            made += _columns(split[at:end])
        else:
            tabled = _is_table(band, texts)
            made += [line for row, cuts in band if (line := _line(row, cuts if tabled else ())).text]
        at = end
    return _with_bullets(made)


def _is_table(band: Sequence[tuple[list[Piece], tuple[int, ...]]], texts: Sequence[str]) -> bool:
    """Rows of as many cells, each below another, and short."""
    first, cuts = band[0]
    return sum(map(len, texts)) <= _PROSE * len(texts) and all(
        len(others) == len(cuts)
        and all(abs(row[b].x - first[a].x) <= _ALIGNED for a, b in zip(cuts, others, strict=True))
        for row, others in band
    )


def _with_bullets(lines: Sequence[Line]) -> list[Line]:
    """Bullets that were drawn apart, before the lines on whose height they stand."""
    bullets = [line for line in lines if line.text in _BULLETS]
    if not bullets:
        return list(lines)
    made = []
    for line in lines:
        if line.text in _BULLETS:
            continue
        own = next((one for one in bullets if abs(one.y - line.y) < 0.4 * line.size and one.x < line.x), None)
        if own is not None and line.x - own.x < _FAR * line.size:
            bullets.remove(own)
            sign = own.pieces[0]._replace(text=f"{own.text} ", bold=False)
            line = line._replace(pieces=(sign, *line.pieces), x=own.x)
        made.append(line)
    # A bullet without a line is a line.
    return made + bullets


def _starts(rows: Sequence[Sequence[Piece]]) -> set[int]:
    """The places inside rows at which pieces begin again and again, row below row."""
    counts = Counter(place for row in rows for place in {round(piece.x / 2) for piece in row[1:] if piece.text.strip()})
    near: Counter[int] = Counter()
    for place, count in counts.items():
        near[place] = count + counts.get(place - 1, 0) + counts.get(place + 1, 0)
    return {place for place, count in near.items() if count >= _MANY_ROWS}


def _cells(row: Sequence[Piece], starts: set[int]) -> tuple[int, ...]:
    """The numbers of the pieces with which the cells of *row* begin."""
    cuts = [0]
    for number, piece in enumerate(row):
        if number and piece.text.strip() and round(piece.x / 2) in starts:
            before = row[cuts[-1] : number]
            width = sum(len(part.text.strip()) * part.size * part.letter for part in before)
            if before[0].x + width < piece.x - 0.9 * piece.size:
                cuts.append(number)
    return tuple(cuts)


def _parts(row: Sequence[Piece], cuts: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(zip(cuts, (*cuts[1:], len(row)), strict=True))


def _rest(band: Sequence[tuple[list[Piece], tuple[int, ...]]], after: list[tuple[list[Piece], tuple[int, ...]]]) -> int:
    """How many rows *after* a band go on with the longer of its columns."""
    widest = max(sum(len(piece.text) for piece in row[a:b]) for row, cuts in band for a, b in _parts(row, cuts))
    lefts = {round(row[a].x) for row, cuts in band for a in cuts}
    low, size = band[-1][0][0].y, band[-1][0][0].size
    count = 0
    for row, _ in after:
        fits = any(abs(row[0].x - left) <= 2 for left in lefts) and sum(len(p.text) for p in row) <= widest * 1.1
        if not fits or low - row[0].y > 2.2 * size or row[0].size > 1.1 * size:
            break
        low, count = row[0].y, count + 1
    return count


def _columns(band: Sequence[tuple[list[Piece], tuple[int, ...]]]) -> list[Line]:
    count = max(len(cuts) for _, cuts in band)
    columns: list[list[Line]] = [[] for _ in range(count)]
    lefts = sorted({round(row[a].x) for row, cuts in band if len(cuts) == count for a in cuts})
    for row, cuts in band:
        for number, (a, b) in enumerate(_parts(row, cuts)):
            line = _line(row[a:b])
            column = number if len(cuts) == count else sum(left <= line.x + 4 for left in lefts[1:count])
            if line.text:
                columns[column].append(line)
    return [line for column in columns for line in column]
