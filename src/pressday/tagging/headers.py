"""One line of a content file's header, changed without touching any other byte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressday import frontmatter
from pressday.problems import ProblemError

# `topics: [a, b]  # of the desk`, whole on its line.
_ONE_LINE = re.compile(
    r"(topics[ \t]*:[ \t]*)(?:\[[^\[\]#\"']*\]|\[(?:[^\[\]\"'#]|\"[^\"\\]*\"|'[^']*')*\])?([ \t]*(?:[ \t]#.*)?)"
)
_KEY = re.compile(r"[^\s#\-\[\]{},'\"][^:]*:")
# After the first of these that there is, a line of topics has its place.
_BEFORE = ("authors", "slug", "date", "title", "id")


def with_topics(text: str, topics: Sequence[str]) -> str | None:
    """*text*, a whole content file, with *topics* in its header and all else as it was; none take the line out.

    None where that cannot be done without touching more: the header is broken, or its topics are
    written over several lines.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).split("\n")
    if not lines or lines[0].rstrip() != "---":
        return None
    end = next((at for at in range(1, len(lines)) if lines[at].rstrip() == "---"), 0)
    if not end:
        return None
    made = [*lines]
    at = next((at for at in range(1, end) if re.match(r"topics[ \t]*:", lines[at])), 0)
    listed = frontmatter.dump({"topics": tuple(topics)}).rstrip("\n").removeprefix("topics: ")
    if at:
        line = lines[at].removesuffix("\r")
        match = _ONE_LINE.fullmatch(line)
        if match is None:
            return None
        if topics:
            made[at] = f"{match[1].rstrip()} {listed}{match[2]}" + lines[at][len(line) :]
        else:
            del made[at]
    elif topics:
        place = _place(lines, end)
        made.insert(place, f"topics: {listed}" + ("\r" if lines[0].endswith("\r") else ""))
    changed = mark + "\n".join(made)
    return changed if _only_topics_differ(text, changed, topics) else None


def _place(lines: Sequence[str], end: int) -> int:
    """Where a line of topics goes: after what an import writes above it."""
    for key in _BEFORE:
        for at in range(1, end):
            if re.match(rf"{key}[ \t]*:", lines[at], re.IGNORECASE):
                after = at + 1
                while after < end and not _KEY.match(lines[after]):
                    after += 1
                return after
    return end


def _only_topics_differ(text: str, changed: str, topics: Sequence[str]) -> bool:
    """The proof: both read, and say the same but for the topics."""
    try:
        (before, body, _), (after, same, _) = frontmatter.split(text), frontmatter.split(changed)
        old, new = frontmatter.parse(before), frontmatter.parse(after)
    except ProblemError:
        return False
    listed = new.pop("topics", None)
    old.pop("topics", None)
    if topics:
        wanted = (
            isinstance(listed.data, list) and [one.data for one in listed.data] == list(topics) if listed else False
        )
    else:
        wanted = listed is None
    return wanted and body == same and list(old) == list(new) and all(_same(old[key], new[key]) for key in old)


def _same(one: frontmatter.Value, other: frontmatter.Value) -> bool:
    a, b = one.data, other.data
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(_same(a[key], b[key]) for key in a)
    return a == b
