"""The phrases of the settings, found in texts as whole words.

The only door to ahocorasick-rs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from pressday.config import TopicSetting
from pressday.folding import any_case, folded, is_whole


class _Phrases(NamedTuple):
    """An automaton, and for each of its phrases the number of the topic and how special the phrase is."""

    automaton: AhoCorasick
    topics: tuple[int, ...]
    weights: tuple[tuple[int, int], ...]


class _Told(NamedTuple):
    """How often a topic is told of, and the most special of its phrases there: its words, its characters."""

    times: int = 0
    weight: tuple[int, int] = (0, 0)


class Matcher:
    """Finds the topics of texts.  Made once from the settings, it never changes."""

    def __init__(self, settings: Sequence[TopicSetting]) -> None:
        self._ids = tuple(setting.id for setting in settings)
        free: dict[tuple[str, int], None] = {}
        exact: dict[tuple[str, int], None] = {}
        for number, setting in enumerate(settings):
            for phrase in setting.match:
                plain = " ".join(folded(phrase).split())
                if not any(map(str.isalnum, plain)):
                    continue  # it would be found between any two words
                if _all_capitals(plain):
                    exact[plain, number] = None
                else:
                    free[any_case(plain), number] = None
        self._free = _phrases(free)
        self._exact = _phrases(exact)

    def find(self, title: str, text: str = "") -> tuple[str, ...]:
        """The ids of the topics told of, the most specific first.

        A topic that the headline names comes before those that only the text names.  Within each, the
        topic whose phrase has the most words comes first, then the one told of most often, then the one
        with the longest phrase, then the order of the settings.  A phrase never spans an empty line.
        """
        in_title, in_text = self._told(title), self._told(text)

        def rank(number: int) -> tuple[bool, int, int, int, int]:
            told = in_title.get(number) or in_text[number]
            words, letters = told.weight
            return number not in in_title, -words, -told.times, -letters, number

        return tuple(self._ids[number] for number in sorted({*in_title, *in_text}, key=rank))

    def _told(self, text: str) -> dict[int, _Told]:
        told: dict[int, _Told] = {}
        if not text or (self._exact is None and self._free is None):
            return told
        plain = folded(text)
        if self._exact is not None:
            _count(self._exact, plain, told)
        if self._free is not None:
            _count(self._free, any_case(plain), told)
        return told


def _count(phrases: _Phrases, text: str, told: dict[int, _Told]) -> None:
    for pattern, start, end in phrases.automaton.find_matches_as_indexes(text, overlapping=True):
        if is_whole(text, start, end):
            before = told.get(phrases.topics[pattern], _Told())
            told[phrases.topics[pattern]] = _Told(before.times + 1, max(before.weight, phrases.weights[pattern]))


def _phrases(wanted: Iterable[tuple[str, int]]) -> _Phrases | None:
    pairs = list(wanted)
    if not pairs:
        return None
    phrases = [phrase for phrase, _ in pairs]
    weights = tuple((phrase.count(" ") + 1, len(phrase)) for phrase in phrases)
    return _Phrases(AhoCorasick(phrases), tuple(topic for _, topic in pairs), weights)


def _all_capitals(phrase: str) -> bool:
    letters = [c for c in phrase if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)
