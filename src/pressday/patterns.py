"""Regular expressions that a person writes into the settings: checked before they meet a document.

Python's own engine tries every way to match.  A pattern that repeats a group, or whose repeats touch
each other, can take longer than a life over one line; such a pattern is refused, with the reason,
and what is left is matched against lines of ``MAX_LINE`` characters at most.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_LINE = 300
_MAX_LENGTH = 500
_MOST_REPEATS, _MOST_TOUCHING, _MOST_OPTIONAL = 8, 2, 12
_LONG = 20
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|[:=!]|<[=!]|[aiLmsux-]+(?P<flags>[:)])|(?P<other>.)))?")
_NARROW_CLASS = re.compile(r"\[(?:\\[ds.|()\[\]-]|0-9|[^\\^\]\w-]|\w(?!-)|-(?=\])){1,12}\]")


def why_not(pattern: str) -> str:
    """Why *pattern* cannot be used, as the end of a sentence; empty where it can."""
    if len(pattern) > _MAX_LENGTH:
        return f"is longer than {_MAX_LENGTH} characters"
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no pattern: {error}"
    return _Reader(pattern).read()


class _Open(NamedTuple):
    """What was counted where a group was opened."""

    touching: int
    wide: int
    repeats: int
    branches: bool = False


class _Reader:
    """Reads a pattern from left to right, and counts its repeats.

    *touching* are the repeats of nearly anything with nothing between them that must be there: a
    line of n characters is tried n to that power times.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.touching = 0 if pattern.startswith("^") else 1
        self.most = self.wide = self.repeats = self.optional = 0
        self.groups: list[_Open] = []

    def read(self) -> str:
        while self.at < len(self.pattern):
            if why := self._next():
                return why
        if self.most > _MOST_TOUCHING:
            return "would try too many ways to match: write what stands between its repeats, or begin it with ^"
        if self.repeats > _MOST_REPEATS or self.optional > _MOST_OPTIONAL:
            return f"has more than {_MOST_REPEATS} repeats or {_MOST_OPTIONAL} optional pieces"
        return ""

    def _next(self) -> str:
        char = self.pattern[self.at]
        if char == "(":
            return self._open()
        if char == ")":
            return self._close()
        if char in "^$|":
            self.at += 1
            if char == "|" and self.groups:
                self.groups[-1] = self.groups[-1]._replace(branches=True)
            return ""
        length, wide, width = self._atom(char)
        if length < 0:
            return "refers back to what it has matched; that is not taken"
        self.at += length
        low, high = self._quantifier()
        if high > _LONG or (high > 1 and low != high):
            self.repeats += 1
            if wide:
                self.wide += 1
                self.touching += 1
                self.most = max(self.most, self.touching)
            elif low:
                self.touching = 0
        elif high != low:
            self.optional += 1
        elif width and not wide:
            self.touching = 0
        return ""

    def _atom(self, char: str) -> tuple[int, bool, bool]:
        """The length of the next atom (-1: refused), whether it matches nearly anything, whether it has a width."""
        if char == "\\":
            letter = self.pattern[self.at + 1]
            return (-1 if letter.isdigit() and letter != "0" else 2), letter in "wWSD", letter not in "bBAZ"
        if char == "[":
            end = self.at + 1 + (self.pattern[self.at + 1] == "^")
            end += self.pattern[end] == "]"
            while self.pattern[end] != "]":
                end += 2 if self.pattern[end] == "\\" else 1
            narrow = _NARROW_CLASS.fullmatch(self.pattern[self.at : end + 1]) is not None
            return end + 1 - self.at, not narrow, True
        return 1, char == ".", True

    def _quantifier(self) -> tuple[int, int]:
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None or (match[1] is None and not (match[2] or match[4])):
            return 1, 1
        self.at = match.end()
        if match[1]:
            return {"*": (0, 10_000), "+": (1, 10_000), "?": (0, 1)}[match[1]]
        low = int(match[2] or 0)
        return low, int(match[4]) if match[4] else (10_000 if match[3] else low)

    def _open(self) -> str:
        match = _GROUP.match(self.pattern, self.at)
        assert match is not None
        if match["other"]:
            return "uses a group of a kind that is not taken"
        self.at = match.end()
        if match["flags"] != ")":
            self.groups.append(_Open(self.touching, self.wide, self.repeats))
        return ""

    def _close(self) -> str:
        self.at += 1
        before = self.groups.pop()
        low, high = self._quantifier()
        if high > 1 and (low != high or high > _LONG or self.repeats > before.repeats or before.branches):
            return "repeats a group; repeat a character or a class such as \\d or [^|] instead"
        if low == 0:
            self.optional += 1
        if low == 0 or before.branches:
            # Nothing in it must be there.
            self.touching = before.touching + self.wide - before.wide
            self.most = max(self.most, self.touching)
        return ""
