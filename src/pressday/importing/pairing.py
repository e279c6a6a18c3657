"""Which paragraphs of the editor's a changed one of the source's would replace: at most those that it can tell.

Of a paragraph that the editor has rewritten nothing says whose it was but its place and its words.
Where neither is plain, nothing is replaced: the source's would be added, and the editor's stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pressday import alike

# So alike are two versions of one paragraph, letter by letter, and so much more than any other.
_ALIKE = 0.65
_MORE = 0.1
# Of more paragraphs than so many pairs only the places are compared.
_MOST = 2_500


class Wait(NamedTuple):
    """What the source says and the file does not, as the ledger has it.

    *name* is the field's, or ``text``, *hash* that of what the source says.  *against* are the hashes of
    the editor's paragraphs in whose place it would stand, none where it would be added; None where the
    ledger does not say.
    """

    name: str
    hash: str
    against: tuple[str, ...] | None = None

    @classmethod
    def parse(cls, text: str) -> Wait:
        """``title=<hash>``, ``text=<hash>``, ``text=<hash>/``, ``text=<hash>/<hash>``."""
        name, _, value = text.partition("=")
        hash_, slash, against = value.partition("/")
        return cls(name, hash_, tuple(part for part in against.split("/") if part) if slash else None)

    def __str__(self) -> str:
        return f"{self.name}={self.hash}" + ("" if self.against is None else f"/{'/'.join(self.against)}")


def each_once(waits: Sequence[str]) -> tuple[str, ...]:
    """*waits* without those that say the same again; the last that says it stands."""
    made: dict[tuple[str, str], str] = {}
    for text in waits:
        made[Wait.parse(text)[:2]] = text
    return tuple(made.values())


def pairs(said: Sequence[str | None], mine: Sequence[str]) -> Mapping[int, int]:
    """For the paragraphs *said* (None: of which the text is not known) those of *mine* that are their versions.

    First those whose words say it, then those between them whose number is the same.
    """
    plain = _plain_pairs(said, mine) if said and mine and len(said) * len(mine) <= _MOST else {}
    found: dict[int, int] = {}
    ends = [(-1, -1), *sorted(plain.items()), (len(said), len(mine))]
    for (one, other), (one_end, other_end) in pairwise(ends):
        if one >= 0:
            found[one] = other
        if one_end - one == other_end - other:
            found.update(zip(range(one + 1, one_end), range(other + 1, other_end), strict=True))
    return found


def _plain_pairs(said: Sequence[str | None], mine: Sequence[str]) -> dict[int, int]:
    scores = [[alike.ratio(text, own) if text else 0.0 for own in mine] for text in said]
    sure: list[tuple[float, int, int]] = []
    for one, row in enumerate(scores):
        for other, score in enumerate(row):
            rivals = [*row[:other], *row[other + 1 :], *(line[other] for at, line in enumerate(scores) if at != one)]
            if score >= _ALIKE and score - max(rivals, default=0.0) >= _MORE:
                sure.append((score, one, other))
    kept: dict[int, int] = {}
    for _, one, other in sorted(sure, reverse=True):
        if all((one < at) == (other < there) for at, there in kept.items()):
            kept[one] = other
    return kept
