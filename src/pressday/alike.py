"""How alike two texts are: the only door to rapidfuzz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Indel

# Of longer texts the beginning is compared: it takes time that grows with the square of the length.
_LONGEST = 20_000
# A word that so many texts share tells none from the others.
_COMMON = 24
_CANDIDATES = 6


def ratio(one: str, other: str, *, at_least: float = 0.0) -> float:
    """How much of two texts is the same, letter by letter in order: from 0 to 1; 0 below *at_least*."""
    return Indel.normalized_similarity(one[:_LONGEST], other[:_LONGEST], score_cutoff=at_least or None)


def near_pairs(ours: Sequence[str], theirs: Sequence[str], *, at_least: float) -> list[tuple[float, int, int]]:
    """The pairs of texts that are alike, best first: how alike, the number in *ours*, the number in *theirs*.

    Only texts that share words which few others have are compared, so that the work grows with the
    number of texts and not with its square.
    """
    told = [set(text.split()) for text in theirs]
    places: dict[str, list[int]] = {}
    for number, words in enumerate(told):
        for word in words:
            places.setdefault(word, []).append(number)
    pairs: list[tuple[float, int, int]] = []
    for number, text in enumerate(ours):
        shared: Counter[int] = Counter()
        for word in set(text.split()):
            found = places.get(word, ())
            if len(found) <= _COMMON:
                shared.update(found)
        # Of texts that share as many words the first is taken: the order is the same every time.
        for other, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:_CANDIDATES]:
            score = ratio(text, theirs[other], at_least=at_least)
            if score >= at_least:
                pairs.append((score, number, other))
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))
