"""Phrases that a topic could have: the words of one to three in a row that set some texts apart.

A phrase's weight is its frequency in those texts times its rarity in all (TF-IDF), counted in texts,
so that one text that says a thing often does not speak for the rest.  The order is the same every time.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from pressday.config import TopicSetting
from pressday.folding import any_case
from pressday.topics.matching import Matcher
from pressday.topics.stopwords import JOINING, STOPWORDS

# What a text is about stands at its head: this many characters of each are read, and so many texts, evenly
# chosen, for the whole and for each group.
READ = 1_500
SAMPLE = 1_500
OF_A_GROUP = 250
LONGEST = 3
# A phrase of several words says more than each of them; so much more than one that is found no more often.
_LENGTH_BONUS = 0.35
# A shorter phrase found in hardly more texts than a longer one around it is only its shadow.
_SHADOW = 1.3

# Between two words of a phrase stands nothing but a space; what another has is a phrase of its own.
_BETWEEN = re.compile(r"[^\w'’\-‐ \u00a0]+|['’][sS]?(?!\w)|(?<!\w)['’\-‐]+|[\-‐]+(?!\w)")


# Words in small letters and as written.
_Run = list[tuple[str, str]]


class Suggestion(NamedTuple):
    """A phrase as the texts write it, in how many texts of its group it is found, and in how many of all."""

    phrase: str
    entries: int
    of_all: int


def suggest(
    texts: Sequence[str],
    groups: Mapping[str, Sequence[int]],
    *,
    known: Matcher | None = None,
    most: int = 10,
    least: int = 2,
    purity: float = 0.0,
) -> dict[str, tuple[Suggestion, ...]]:
    """For each group of *texts* (its name, and their numbers) the phrases that speak most for it, best first.

    A text is a headline, an empty line, and what stands below it.  A phrase stands in at least *least*
    texts of the group, and at least *purity* of all texts that hold it are the group's (0 to 1).  It
    holds no number and no common word, but for one that joins the words of a name.  What *known* finds for the
    topic of the group's name already is not said again.
    """
    runs = lru_cache(maxsize=None)(lambda number: _runs(texts[number]))
    samples = {name: _even(numbers, OF_A_GROUP) for name, numbers in groups.items()}
    told = {name: _told([runs(number) for number in sample], least) for name, sample in samples.items()}
    wanted = {phrase for group in told.values() for phrase in group}
    of_all = _held([runs(number) for number in _even(range(len(texts)), SAMPLE)], wanted)
    scale = len(texts) / min(len(texts), SAMPLE) if texts else 1.0
    chosen: dict[str, list[str]] = {}
    for name, group in told.items():
        share = len(groups[name]) / len(samples[name]) if samples[name] else 1.0
        held = {phrase: spelt.total() * share for phrase, spelt in group.items()}
        weights: dict[str, float] = {}
        for phrase, count in held.items():
            everywhere = max(of_all[phrase] * scale, count)
            if count >= purity * everywhere and not (known and name in known.find("", phrase)):
                # More than its logarithm: what stands everywhere tells nothing, however often.
                rarity = math.log((1 + len(texts)) / everywhere)
                weights[phrase] = round(count * rarity**1.5 * (1 + _LENGTH_BONUS * phrase.count(" ")), 6)
        ranked = sorted(weights, key=lambda one: (-weights[one], -one.count(" "), one))
        chosen[name] = [_spelling(group[phrase]) for phrase in _apart(ranked, held, most)]
    return _counted(chosen, texts, groups)


def _even(numbers: Sequence[int], most: int) -> Sequence[int]:
    return numbers if len(numbers) <= most else [numbers[at * len(numbers) // most] for at in range(most)]


def _told(texts: Sequence[list[_Run]], least: int) -> dict[str, Counter[str]]:
    """The phrases that *least* of *texts* hold, and how often each is spelt in which way."""
    words: Counter[str] = Counter()
    for runs in texts:
        words.update({small for run in runs for small, _ in run})
    often = {word for word, count in words.items() if count >= least}
    spelt: dict[str, Counter[str]] = {}
    for runs in texts:
        for phrase, written in dict(_phrases(runs, often)).items():
            spelt.setdefault(phrase, Counter())[written] += 1
    return {phrase: ways for phrase, ways in spelt.items() if ways.total() >= least}


def _held(texts: Iterable[list[_Run]], wanted: Set[str]) -> Counter[str]:
    """In how many of *texts* each of the phrases *wanted* stands."""
    words = {word for phrase in wanted for word in phrase.split(" ")}
    held: Counter[str] = Counter()
    for runs in texts:
        held.update(wanted & {phrase for phrase, _ in _phrases(runs, words)})
    return held


def _counted(
    chosen: Mapping[str, Sequence[str]], texts: Sequence[str], groups: Mapping[str, Sequence[int]]
) -> dict[str, tuple[Suggestion, ...]]:
    """The *chosen* phrases with the number of texts in which the settings would find them."""
    phrases = sorted({phrase for group in chosen.values() for phrase in group})
    matcher = Matcher([TopicSetting(phrase, "", match=(phrase,)) for phrase in phrases])
    found = [matcher.find("", text) for text in texts] if phrases else []
    everywhere = Counter(phrase for one in found for phrase in one)
    made = {}
    for name, group in chosen.items():
        within = Counter(phrase for number in groups[name] for phrase in found[number]) if group else Counter[str]()
        made[name] = tuple(Suggestion(phrase, within[phrase], everywhere[phrase]) for phrase in group)
    return made


def _apart(ranked: Sequence[str], held: Mapping[str, float], most: int) -> list[str]:
    """The first of *ranked* that do not say again what one of them says."""
    longer: dict[str, float] = {}
    for phrase in held:
        for part in _parts(phrase):
            longer[part] = max(longer.get(part, 0), held[phrase])
    chosen: list[str] = []
    within: set[str] = set()
    for phrase in ranked:
        parts = _parts(phrase)
        shadow = held[phrase] < longer.get(phrase, 0) * _SHADOW
        if shadow or phrase in within or any(part in chosen or (" " in part and part in within) for part in parts):
            continue
        chosen.append(phrase)
        within |= parts
        if len(chosen) == most:
            break
    return chosen


def _parts(phrase: str) -> set[str]:
    """The shorter phrases in *phrase*."""
    if " " not in phrase:
        return set()
    words = phrase.split(" ")
    return {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)} - {phrase}


def _runs(text: str) -> list[_Run]:
    """*text* as runs of words, in small letters and as written, with nothing but a space between them."""
    text = text[:READ].replace("\u00ad", "")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return [list(map(_small, words)) for part in _BETWEEN.split(text) if (words := part.split())]


@lru_cache(maxsize=50_000)
def _small(word: str) -> tuple[str, str]:
    return any_case(word.replace("’", "'")), word


@lru_cache(maxsize=50_000)
def _is_common(word: str) -> bool:
    """Whether *word* alone tells nothing: a phrase neither begins nor ends with it."""
    return len(word) < 2 or word in STOPWORDS or ("'" in word[1:3] and word[word.index("'") + 1 :] in STOPWORDS)


@lru_cache(maxsize=50_000)
def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word)) and not any(map(str.isalpha, word))


def _phrases(runs: Iterable[_Run], known: Container[str]) -> Iterable[tuple[str, str]]:
    """Every phrase whose words are all *known*, in small letters and as written."""
    for run in runs:
        for start, (word, written) in enumerate(run):
            if word not in known or _is_common(word) or _is_number(word):
                continue
            yield word, written
            phrase = word
            for next_, more in run[start + 1 : start + LONGEST]:
                if next_ not in known or _is_number(next_):
                    break
                phrase, written = f"{phrase} {next_}", f"{written} {more}"
                if not _is_common(next_):
                    yield phrase, written
                elif next_ not in JOINING:
                    break


def _spelling(spelt: Counter[str]) -> str:
    """The commonest spelling; of several, that with the fewest capitals."""
    return min(spelt, key=lambda one: (-spelt[one], sum(map(str.isupper, one)), one))
