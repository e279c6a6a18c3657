"""Bylines: which words are people, and where one name ends and the next begins."""

from __future__ import annotations

import re

_BY = re.compile(
    r"^\(?\s*(?:by|from|posted by|reported by|written by|words by|report by|text)\s*:?\s+(?=\S)", re.IGNORECASE
)
_PARTICLES = frozenset(
    [
        "al",
        "and",
        "as",
        "at",
        "bin",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "for",
        "ibn",
        "in",
        "la",
        "le",
        "les",
        "of",
        "og",
        "the",
        "till",
        "und",
        "van",
        "von",
        "y",
        "zu",
        "&",
        "et",
    ]
)
_BREAK = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b)\s*")
_END = re.compile(r"[.?!:;…]$")
_INITIAL = re.compile(r"^(?:\w\.)+$|^(?:Jr|Sr|St)\.$")
MAX_WORDS = 9


def byline(text: str) -> str:
    """The names of a line that begins with "By", or an empty text."""
    match = _BY.match(text)
    if not match:
        return ""
    rest = text[match.end() :].strip(" )")
    return rest if is_name(rest, least=1) else ""


def without_by(text: str) -> str:
    """*text* less a leading "By"."""
    return _BY.sub("", text).strip(" ()")


def is_name(text: str, *, least: int = 2) -> bool:
    """Whether *text* could be one person's name or several, with at least that many capitalised words."""
    words = text.replace(",", " , ").split()
    if not words or len(words) > MAX_WORDS or len(text) > 80:
        return False
    capitals = 0
    for position, word in enumerate(words):
        if word == "," or word == "|":
            continue
        if any(c.isdigit() for c in word):
            return False
        if word[0].isalpha() and not word[0].islower():
            capitals += 1
        elif word not in _PARTICLES or position == 0:
            return False
        if _END.search(word) and not _INITIAL.match(word):
            return False
        if not all(c.isalpha() or c in "-’'‘.`" for c in word) and word != "&":
            return False
    return capitals >= least


def split(text: str) -> tuple[str, ...]:
    """The names in *text*, in order, each once: "A, B and C"."""
    names = [name.strip(" ()") for name in _BREAK.split(" ".join(text.split()))]
    return tuple(dict.fromkeys(name for name in names if name))
