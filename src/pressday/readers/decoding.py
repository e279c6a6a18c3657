"""Bytes to text and text to lines, losing nothing and saying what had to be assumed."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import NamedTuple

from pressday.problems import Problem, ProblemError

# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEWLINE = re.compile(r"\r\n|\r|\n")
# Ends of a line to a typesetter, and to no editor that counts lines.
_SOFT_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff]")
# What no writer types, and every picture, program or archive is full of: so many kinds of it, and one in so many.
_NEVER_TYPED = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_KINDS, _ONE_IN = 8, 50
_READ = 200_000
_NAMES = {"\x00": "a NUL", "\ufeff": "a byte-order mark"}


class Line(NamedTuple):
    """One line without its end; *number* counts from 1.  Parts of one line share its number."""

    number: int
    text: str


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """*data* as text: by its byte-order mark, as UTF-8, or by the best guess, which is a warning."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _leniently(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        place = error.start
    wide = _wide_encoding(data)
    if wide:
        text, problems = _leniently(data, wide)
        return text, [Problem(f"has no encoding mark; read as {wide}", line=1, severity="warning"), *problems]
    if _looks_like_utf8(data):
        return _leniently(data, "utf-8")
    line = len(_NEWLINE.findall(data[:place].decode("latin-1"))) + 1
    warning = Problem(
        "is not UTF-8; read as windows-1252",
        line=line,
        hint="look at the accented letters and quotes, or save the document as UTF-8",
        severity="warning",
    )
    return data.decode("cp1252", "replace"), [warning]


def typed(data: bytes) -> tuple[str, list[Problem]]:
    """As ``decode``, of a file that is nothing but text.  Raises ProblemError for one that is none."""
    text, problems = decode(data)
    refuse_noise(text)
    return text, problems


def refuse_noise(text: str) -> None:
    """Raises ProblemError for what is no text, whatever could be made of its bytes."""
    strange = _NEVER_TYPED.findall(text[:_READ])
    if len(set(strange)) >= _KINDS and len(strange) * _ONE_IN > len(text[:_READ]):
        raise ProblemError(Problem("is not text", hint="it looks like a picture, a program or an archive"))


def lines(text: str) -> tuple[list[Line], list[Problem]]:
    """The lines of *text*; characters that no text may hold are taken out, with a warning for each kind."""
    found: list[Line] = []
    strange: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, whole in enumerate(_NEWLINE.split(text), start=1):
        for part in _SOFT_BREAK.split(whole) if _SOFT_BREAK.search(whole) else (whole,):
            if _CONTROL.search(part):
                for char in _CONTROL.findall(part):
                    strange[char] += 1
                    first.setdefault(char, number)
                part = _CONTROL.sub("", part)
            found.append(Line(number, part))
        for char in _SOFT_BREAK.findall(whole):
            strange[char] += 1
            first.setdefault(char, number)
    problems = [_strange(char, strange[char], line) for char, line in first.items()]
    return found, problems


def _strange(char: str, count: int, line: int) -> Problem:
    name = _NAMES.get(char, f"U+{ord(char):04X}")
    done = "taken as the end of a line" if _SOFT_BREAK.match(char) else "taken out"
    times = "" if count == 1 else f" ({count} times)"
    return Problem(f"{name} was {done}{times}", line=line, severity="warning")


def _leniently(data: bytes, encoding: str) -> tuple[str, list[Problem]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        line = len(_NEWLINE.findall(data[: error.start].decode(encoding, "replace"))) + 1
    message = f"bytes that are not {encoding} were replaced ({text.count(chr(0xFFFD))} places)"
    return text, [Problem(message, line=line, severity="warning")]


def _looks_like_utf8(data: bytes) -> bool:
    good = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data))
    bad = data.decode("utf-8", "replace").count("\ufffd")
    return good > bad


def _wide_encoding(data: bytes) -> str:
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 4 and odd > 4 * even:
        return "utf-16-le"
    if even > len(sample) // 4 and even > 4 * odd:
        return "utf-16-be"
    return ""
