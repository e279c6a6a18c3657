"""Where sentences end, and how much of a text an excerpt may show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

EXCERPT_WORDS = 40

# Sentences of these scripts leave no space behind their stops, and words none between them: of an
# unbroken run, two characters are counted as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_CLOSING = "\"'”’»)\\]」』）】》"
_SENTENCE_END = re.compile(f"[.!?…。！？][{_CLOSING}]*$")
_STOPPED = re.compile(f"[.!?…。！？:;,：；，、·؛،؟।॥۔።][{_CLOSING}]*$")
# Stops of a full width bring their own space.
_WIDE_STOPS = "。！？；，、："
# Where a semicolon is another sign: by the first and the last letter of a script.
_SEMICOLONS = (
    ("\u0370", "\u03ff", "·"),
    ("\u1f00", "\u1fff", "·"),
    ("\u0600", "\u077f", "؛"),
    ("\u3005", "\u30ff", "；"),
    ("\u3400", "\u9fff", "；"),
    ("\U00020000", "\U0003ffff", "；"),
)
_OPENING = " \"'“‘«([„‚"
_ABBREVIATION = re.compile(
    r"(?:(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Mx|Dr|St|Prof|Rev|Gen|Col|Lt|Capt|Sgt|Sen|Rep|Gov|Hon|Jr|Sr|No|Nos|vs|etc|cf|al"
    r"|approx|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)$"
)


def excerpt(prose: Iterable[str], limit: int = EXCERPT_WORDS) -> str:
    """At most *limit* words, ended at a sentence where one ends early enough, else with an ellipsis."""
    words: list[str] = []
    for text in prose:
        found = _words(text, limit + 1 - len(words))
        if words and found and words[-1][-1] in _WIDE_STOPS:
            found[0] = found[0].lstrip()
        words += found
        if len(words) > limit:
            break
    cut = len(words) > limit
    del words[limit:]
    ends = next((at for at in range(len(words), 0, -1) if _ends(words, at)), 0)
    if ends >= limit // 5:
        return "".join(words[:ends]).strip()
    whole = "".join(words).strip()
    return whole.rstrip(",;:–—-、，；：؛·") + " …" if cut else whole


def limited(text: str) -> str:
    """*text* if it is no longer than an excerpt may be, else as much of it as one may hold."""
    return excerpt([text]) if len(_words(text, EXCERPT_WORDS + 1)) > EXCERPT_WORDS else text


def parted(items: Iterable[str]) -> list[str]:
    """*items* of a list as one sentence: each but the last ends with a stop, its own or its script's semicolon."""
    found = [item.rstrip() for item in items]
    return [item if _STOPPED.search(item) else item + _semicolon(item) for item in found[:-1]] + found[-1:]


def unparted(text: str) -> str:
    """*text* without what parts it from an item that is left out."""
    return text.rstrip(";；؛·")


def _semicolon(item: str) -> str:
    last = next((char for char in reversed(item) if char.isalpha()), "")
    return next((sign for first, end, sign in _SEMICOLONS if first <= last <= end), ";")


def _words(text: str, most: int) -> list[str]:
    """The first words of *text*, each with the space that stands before it where there is one."""
    tokens = text.split(None, most)[:most]
    if text.isascii():
        return [" " + token for token in tokens]
    words: list[str] = []
    for token in tokens:
        if token.isascii():
            words.append(" " + token)
        else:
            first, *others = _runs()(token)
            words += [" " + first, *others]
    return words[:most]


@cache
def _runs() -> Callable[[str], list[str]]:
    # So many characters take long to compile, and most newsletters have none of them.
    return re.compile(f"[{_UNSPACED}]{{1,2}}[。！？、，；：…{_CLOSING};]*|[^{_UNSPACED}]+").findall


def _ends(words: list[str], at: int) -> bool:
    """Whether a sentence ends with the word before *at*."""
    word = words[at - 1]
    if not _SENTENCE_END.search(word) or _ABBREVIATION.match(word.lstrip(_OPENING)):
        return False
    return at == len(words) or not words[at].lstrip(_OPENING)[:1].islower()
