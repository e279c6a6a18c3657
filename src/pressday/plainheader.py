"""A header's values and their places, and the headers that it takes no YAML to read.

Nearly every header is lines of ``key: text``, ``key: "text"`` and ``key: [text, text]``.  Those are read here, in a
fraction of the time that a library takes to be loaded and to find the same; whatever is a shade less
plain is left to it.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Data: TypeAlias = "str | list[Value] | dict[str, Value] | None"


class Value:
    """A value and where it stands (lines and columns count from 1)."""

    __slots__ = ("column", "data", "line")

    def __init__(self, data: Data, line: int, column: int) -> None:
        self.data = data
        self.line = line
        self.column = column


# In these the rest of the line is text, colons and hashes and all.
FREE_TEXT = re.compile(r"(?:title|summary|subject|preheader):[ \t]+(?=\S)", re.IGNORECASE)
# What YAML reads in no other way: a colon would have to be followed by a space to mean anything.
_LINE = re.compile(
    r"([A-Za-z_][A-Za-z0-9_]{0,63}): +"
    r"""(?:([^\W_](?:[^#:]|:(?! |\Z))*)|"([^"\\]*)" *|(\[([^\W_][\w .,’'()&/+-]*)?\]) *)\Z"""
)
_NOT_PLAIN = ("|", ">", '"', "'")
_MOST_LINES = 100


def read(text: str, first_line: int) -> dict[str, Value] | None:
    """The mapping that *text* writes, as YAML would give it; None where it takes YAML to tell."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    if not text.replace("\n", "").isprintable() or len(lines) > _MOST_LINES:
        return None
    found: dict[str, Value] = {}
    for number, line in enumerate(lines, first_line):
        if not line or line[0] == "#":
            continue
        free = FREE_TEXT.match(line)
        if free:
            key, data, at = line[: line.index(":")], line[free.end() :].rstrip(), free.end()
            value = None if data.startswith(_NOT_PLAIN) else Value(data, number, at + 1)
        else:
            key, value = _plain(line, number)
        if value is None or key in found:
            return None
        found[key] = value
    return found or None


def _plain(line: str, number: int) -> tuple[str, Value | None]:
    match = _LINE.match(line)
    if match is None:
        return "", None
    key, text, quoted, _, listed = match.groups()
    if text is not None:
        return key, Value(text.rstrip(), number, match.start(2) + 1)
    if quoted is not None:
        return key, Value(quoted, number, match.start(3))
    items: list[Value] = []
    at = match.start(5)
    for item in listed.split(",") if listed else ():
        said = item.strip()
        if not said[:1].isalnum():
            return "", None
        items.append(Value(said, number, at + item.index(said) + 1))
        at += len(item) + 1
    return key, Value(items, number, match.start(4) + 1)


UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """*text* without control characters, lone surrogates and other code points that no page, feed or mail can hold."""
    # Most texts hold nothing of the kind, and are seen to at a fraction of the search's price.
    return text if text.replace("\n", "").isprintable() else UNFIT.sub("", text)
