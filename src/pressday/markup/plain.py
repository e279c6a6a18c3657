"""Plain text to Markdown that reads back as the same text.

Only what Markdown would take for a mark is escaped, so that a person who opens the file to edit it
meets prose.  Runs of white space become one space: Markdown shows them so.
"""

from __future__ import annotations

import re

# Marks wherever they stand.
_ANYWHERE = re.compile(r"[\\`*\[\]<|~]")
# An underline inside a word and an ampersand that begins no entity mean themselves.
_UNDERLINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
# A mail address, and addresses without http: they would become links where others do.
_MAIL = re.compile(r"(?<=\w)@(?=\w)")
_OTHER_SCHEME = re.compile(r"\b(ftp|mailto):", re.IGNORECASE)
_SCHEMELESS = re.compile(r"(?<!:)//(?=\w)")
# Marks at the start of a line only.
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_START = re.compile(r"^(?:#{1,6}(?=\s|$)|[+-](?=\s|$)|[>:]|[-=]+\s*$|-(?:\s*-){2,}\s*$)")


def to_markdown(text: str) -> str:
    """*text*, one paragraph, as one line of Markdown; empty for white space alone."""
    return at_start(escaped(" ".join(text.split())))


def heading(level: int, line: str) -> str:
    """*line*, already Markdown, as a heading of that *level*: number signs at its end are not the heading's own."""
    own = _CLOSING.sub(r"\#", line)
    return f"{'#' * level} {own}"


# As CommonMark closes a heading: with a space before it (or nothing), and perhaps some behind.
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#(?=#*[ \t]*$)")


def escaped(line: str) -> str:
    """Part of a line, with what would be a mark wherever it stands escaped."""
    line = _ANYWHERE.sub(r"\\\g<0>", line)
    if "_" in line:
        line = _UNDERLINE.sub(r"\\_", line)
    if "&" in line:
        line = _ENTITY.sub(r"\\&", line)
    if "@" in line:
        line = _MAIL.sub(r"\\@", line)
    if ":" in line:
        line = _OTHER_SCHEME.sub(r"\1\\:", line)
    if "//" in line:
        line = _SCHEMELESS.sub(r"/\\/", line)
    return line


def at_start(line: str) -> str:
    """An escaped *line*, with what would be a mark at its start escaped too."""
    number = _NUMBER.match(line)
    if number:
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if _START.match(line) else line
