"""On which side of their stamps the headlines of a live page stand."""

from __future__ import annotations

from collections.abc import Sequence

from pressday.documents import Block
from pressday.recognise import headlines
from pressday.recognise.bylines import Cluster, told

_MOST = 0.5


def above(blocks: Sequence[Block], clusters: Sequence[Cluster], days: frozenset[int]) -> bool:
    """Whether the headlines stand above the stamps: where the lines look more like headlines."""
    above = [_neighbour(blocks, clusters, number, days, -1) for number in range(len(clusters))]
    below = [_neighbour(blocks, clusters, number, days, 1) for number in range(len(clusters))]
    score = _score(above) - _score(below)
    if max(_score(above), _score(below)) < _MOST and below[-1] is not None:
        return False  # most entries have no headline: their texts stand below the stamps
    if abs(score) > 0.1:
        return score > 0
    if (above[0] is None) != (below[-1] is None):
        return below[-1] is None
    gaps = sum(_gap_after(blocks, c.last) - blocks[c.first].gap for c in clusters)
    if gaps:
        return gaps > 0
    return _length(above) < _length(below)


def _neighbour(
    blocks: Sequence[Block], clusters: Sequence[Cluster], number: int, days: frozenset[int], side: int
) -> Block | None:
    cluster = clusters[number]
    index = cluster.first - 1 if side < 0 else cluster.last
    other = clusters[number + side] if 0 <= number + side < len(clusters) else None
    if not 0 <= index < len(blocks) or index in days or (other and other.first <= index < other.last):
        return None
    return blocks[index]


def _score(candidates: Sequence[Block | None]) -> float:
    return sum(0.0 if block is None else _weight(block) for block in candidates) / len(candidates)


def _weight(block: Block) -> float:
    if told(block):
        return 0.0
    if block.role == "headline":
        return 2.0
    return 0.0 if not headlines.likely(block) else 1.5 if block.kind == "heading" else 1.0


def _gap_after(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and blocks[index].gap


def _length(candidates: Sequence[Block | None]) -> float:
    known = [len(c.text) for c in candidates if c is not None]
    return sum(known) / len(known) if known else 0.0


def headline(blocks: Sequence[Block], cluster: Cluster, owned: frozenset[int], above: bool) -> int | None:
    """The block that is the headline of the entry at *cluster*; None where it has none."""
    index = cluster.first - 1 if above else cluster.last
    if not 0 <= index < len(blocks) or index in owned or headlines.prose(blocks[index]):
        return None
    if told(blocks[index]):
        return None
    return None if blocks[index].kind == "header" else index
