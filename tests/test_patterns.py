"""Patterns from the settings are checked: what is taken is matched in time, what is refused says why."""

from __future__ import annotations

import re
import time

import pytest

from pressday import patterns

TAKEN = [
    r"^(?P<time>\d\d:\d\d) \| (?P<author>.+)$",
    r"^\s*(?P<time>\d\d:\d\d)\s*[-–]\s*(?P<author>.+?)\s*:\s*(?P<headline>.+)$",
    r"^\[(?P<day>\d+)\. (?P<month>\w+) (?P<year>\d{4}), (?P<hour>\d\d)h(?P<minute>\d\d)\] (?P<headline>.*)$",
    "^Advertisement$|^Share this",
    "advert.*",
    ".*advert.*",
    r"(?i)^(?:posted|updated) at (?P<time>[\d.:]+(?: ?[ap]m)?)$",
    r"^(?P<time>(?:\d\d:){2}\d\d)Z?$",
    r"[^|]+ \| .*",
    r"^(?=.*GMT)(?P<time>\d\d:\d\d).*$",
    "[]a-z]+$",
    "",
]


@pytest.mark.parametrize("pattern", TAKEN)
def test_what_people_write_is_taken(pattern: str) -> None:
    assert patterns.why_not(pattern) == ""


REFUSED = {
    "(a+)+$": "repeats a group",
    "^(a|aa)+$": "repeats a group",
    "(?:x*)*y": "repeats a group",
    "(.*,){12}x": "repeats a group",
    "(?:a|b){2,9}": "repeats a group",
    "^.*.*.*x$": "too many ways",
    r"\w+\w+x": "too many ways",
    r".*(?:a|b).*(?:c)?.*d": "too many ways",
    "^" + "a?" * 30 + "a" * 30 + "$": "optional pieces",
    r"(?P<time>\d+) (?P=time)": "a kind that is not taken",
    r"(\d)\1": "refers back",
    "[a-": "is no pattern",
    "(unclosed": "is no pattern",
    "*": "is no pattern",
    "x" * 600: "longer than",
    r"(?P<t>\d)?(?(t)a|b)": "a kind that is not taken",
}


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_could_take_for_ever_is_refused_and_says_why(pattern: str) -> None:
    assert REFUSED[pattern] in patterns.why_not(pattern)


HOSTILE = ["a" * 300, "a " * 150, "| " * 150, "1" * 300, "14:20 " * 50, ":" * 300, "x: " * 100, "aab" * 100]


@pytest.mark.parametrize("pattern", [pattern for pattern in TAKEN if pattern])
def test_what_is_taken_is_matched_in_time_against_any_line(pattern: str) -> None:
    compiled = re.compile(pattern)
    began = time.perf_counter()
    for line in HOSTILE:
        compiled.search(line[: patterns.MAX_LINE] + "!")
    assert time.perf_counter() - began < 2
