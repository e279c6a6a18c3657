"""Where sentences end, and how much of a text an excerpt may show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

EXCERPT_WORDS = 40

# Sentences of these scripts leave no space behind their stops, and words none between them: of an
# unbroken run, two characters are counted as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_CLOSING = "\"'”’»)\\]」』）】》"
_RUN = re.compile(f"[{_UNSPACED}]{{1,2}}[。！？、，；：…{_CLOSING}]*|[^{_UNSPACED}]+")
_SENTENCE_END = re.compile(f"[.!?…。！？][{_CLOSING}]*$")
_OPENING = "\"'“‘«([„‚"
_ABBREVIATION = re.compile(
    r"(?:(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Mx|Dr|St|Prof|Rev|Gen|Col|Lt|Capt|Sgt|Sen|Rep|Gov|Hon|Jr|Sr|No|Nos|vs|etc|cf|al"
    r"|approx|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)$"
)


def excerpt(prose: Iterable[str], limit: int = EXCERPT_WORDS) -> str:
    """At most *limit* words, ended at a sentence where one ends early enough, else with an ellipsis."""
    words: list[tuple[str, str]] = []
    cut = False
    for word in _words(prose):
        if len(words) == limit:
            cut = True
            break
        words.append(word)
    ends = max((at for at in range(1, len(words) + 1) if _ends(words, at)), default=0)
    if ends >= limit // 5:
        return _joined(words[:ends])
    return _joined(words).rstrip(" ,;:–—-、，；：") + " …" if cut else _joined(words)


def _words(prose: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each word, and what stands before it: a space, or nothing within a run that has none."""
    for text in prose:
        for token in text.split():
            before = " "
            for part in [token] if token.isascii() else _RUN.findall(token):
                yield part, before
                before = ""


def _ends(words: list[tuple[str, str]], at: int) -> bool:
    """Whether a sentence ends with the word before *at*."""
    word = words[at - 1][0]
    if not _SENTENCE_END.search(word) or _ABBREVIATION.match(word.lstrip(_OPENING)):
        return False
    return at == len(words) or not words[at][0].lstrip(_OPENING)[:1].islower()


def _joined(words: list[tuple[str, str]]) -> str:
    return "".join(before + word for word, before in words).strip()
