"""Header text to and from a mapping whose values know their lines.

Scalars are read as text: ``NO``, ``12:30`` and ``012`` arrive as they were written, and the schema
that asks for a field gives it a type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pressday import plainheader
from pressday.plainheader import Data, Value, legible
from pressday.problems import Problem, ProblemError

Plain: TypeAlias = "str | bool | int | None | Sequence[Plain] | Mapping[str, Plain]"


def split(text: str) -> tuple[str, str, int]:
    """A content file's header, its body, and the number of lines before the body.

    Without a first line of ``---`` there is no header, and all is body.  Raises ProblemError for a
    header that never ends.
    """
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return "", text, 0
    at = 0
    # Not splitlines(): it takes a form feed or a Unicode separator for the end of a line.
    for count, line in enumerate(rest.split("\n"), start=2):
        if line.rstrip() == "---":
            return rest[:at], rest[at + len(line) + 1 :], count
        at += len(line) + 1
    raise ProblemError(
        Problem("the header never ends", line=1, column=1, hint="put a line of three hyphens after the header")
    )


def parse(text: str, *, first_line: int = 1) -> dict[str, Value]:
    """The mapping that *text* writes.  *first_line* is where it stands in its file.

    Raises ProblemError (without a path: the caller knows the file) for what is not a mapping of
    unique keys, and for anchors, aliases and tags, which a header has no use for.
    """
    found = plainheader.read(text, first_line)
    if found is None:
        from pressday import yamltree  # most headers do without

        found = yamltree.parse(text, first_line=first_line)
    return found


def extents(text: str) -> dict[str, tuple[int, int]]:
    """The lines of *text* on which each field stands that has lines of its own: its first, and the one after its last.

    Lines count from 0; comments below a field belong to it if they are indented.  Raises ProblemError as ``parse``.
    """
    from pressday import yamltree  # see above

    return yamltree.extents(text)


_PLAIN = re.compile(r"^[^\W_][\w .,;/()+’‘“”–—…·$£€%-]*$")
_NOT_TEXT = re.compile(
    r"^(?:y|n|yes|no|on|off|true|false|null|~|[-+.]?\d[\d_.,:eExXoO+-]*|\.(?:inf|nan))$", re.IGNORECASE
)


def dump(mapping: Mapping[str, Plain]) -> str:
    """The header that reads back as *mapping*, lean enough to be edited by hand.

    Free-text fields take the rest of their line; short lists stand on one line; None and empty
    lists are left out.
    """
    lines: list[str] = []
    for key, value in mapping.items():
        if value is None or (isinstance(value, (list, tuple)) and not value):
            continue
        if isinstance(value, str) and key in ("title", "summary", "subject", "preheader"):
            lines.append(f"{key}: {_free(value)}")
        elif isinstance(value, Mapping):
            lines.append(f"{key}:")
            lines += [f"  {name}: {_flow(item)}" for name, item in value.items() if item is not None]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _free(text: str) -> str:
    line = " ".join(text.split())
    plain = line and line[0] not in "\"'|>" and not _ESCAPED.search(line)
    return line if plain else _double_quoted(line)


_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _flow(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return "null"
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(_in_list(item) for item in value) + "]"


def _in_list(value: Plain) -> str:
    text = _flow(value)
    if isinstance(value, str) and "," in text and not text.startswith('"'):
        return _double_quoted(value)
    return text


_INSTANT = re.compile(r"^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$")


def scalar(text: str) -> str:
    """*text* as a YAML scalar that reads back as itself, quoted only where it must be."""
    if _INSTANT.match(text):
        return text
    if _PLAIN.match(text) and text == text.strip() and not _NOT_TEXT.match(text):
        return text
    return _double_quoted(text)


def _double_quoted(text: str) -> str:
    out = []
    for char in text:
        code = ord(char)
        if char in '"\\':
            out.append("\\" + char)
        elif code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029, 0xFEFF):
            out.append(f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
        elif 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
            out.append("\ufffd")
        else:
            out.append(char)
    return '"' + "".join(out) + '"'


__all__ = ["Data", "Plain", "Value", "dump", "extents", "legible", "parse", "scalar", "split"]
