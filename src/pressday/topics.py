"""Which topics a text is about: the phrases of the settings, found as whole words.

The only door to ahocorasick-rs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from pressday.config import TopicSetting

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})


class _Phrases(NamedTuple):
    """An automaton, and for each of its phrases the number of the topic and the phrase's length."""

    automaton: AhoCorasick
    topics: tuple[int, ...]
    lengths: tuple[int, ...]


class Matcher:
    """Finds the topics of texts.  Made once from the settings, it never changes."""

    def __init__(self, settings: Sequence[TopicSetting]) -> None:
        self._ids = tuple(setting.id for setting in settings)
        any_case: dict[tuple[str, int], None] = {}
        exact: dict[tuple[str, int], None] = {}
        for number, setting in enumerate(settings):
            for phrase in setting.match:
                plain = _plain(phrase)
                if not plain:
                    continue
                if _all_capitals(plain):
                    exact[plain, number] = None
                else:
                    any_case[_plain(plain.casefold()), number] = None
        self._any_case = _phrases(any_case)
        self._exact = _phrases(exact)

    def find(self, title: str, text: str = "") -> tuple[str, ...]:
        """The ids of the topics told of, most relevant first: by the title, by the text, by the settings' order."""
        in_title, in_text = self._count(title), self._count(text)
        longest = {n: max(in_title.get(n, (0, 0))[1], in_text.get(n, (0, 0))[1]) for n in {*in_title, *in_text}}

        def rank(number: int) -> tuple[int, int, int, int]:
            return (-in_title.get(number, (0, 0))[0], -in_text.get(number, (0, 0))[0], -longest[number], number)

        return tuple(self._ids[number] for number in sorted(longest, key=rank))

    def _count(self, text: str) -> dict[int, tuple[int, int]]:
        """For each topic found, how often and by how long a phrase."""
        found: dict[int, tuple[int, int]] = {}
        plain = _plain(text)
        for phrases, subject in ((self._exact, plain), (self._any_case, None)):
            if phrases is None:
                continue
            subject = _plain(plain.casefold()) if subject is None else subject
            for pattern, start, end in phrases.automaton.find_matches_as_indexes(subject, overlapping=True):
                if _is_whole(subject, start, end):
                    topic, length = phrases.topics[pattern], phrases.lengths[pattern]
                    count, longest = found.get(topic, (0, 0))
                    found[topic] = (count + 1, max(longest, length))
        return found


def _phrases(wanted: Iterable[tuple[str, int]]) -> _Phrases | None:
    pairs = list(wanted)
    if not pairs:
        return None
    words = [phrase for phrase, _ in pairs]
    return _Phrases(AhoCorasick(words), tuple(topic for _, topic in pairs), tuple(map(len, words)))


def _plain(text: str) -> str:
    """*text* in one Unicode form, with one kind of apostrophe and single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    return " ".join(text.split())


def _all_capitals(phrase: str) -> bool:
    letters = [c for c in phrase if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)


def _is_whole(text: str, start: int, end: int) -> bool:
    before = start > 0 and _joins(text[start - 1]) and _joins(text[start])
    after = end < len(text) and _joins(text[end]) and (_joins(text[end - 1]) or unicodedata.combining(text[end]) > 0)
    return not before and not after


def _joins(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.combining(char) > 0
