"""A correction in the header of a content file, written without touching any other character."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from pressday import frontmatter
from pressday.config import Newsletter
from pressday.content import writing
from pressday.correcting.wanted import contents
from pressday.frontmatter import Value
from pressday.model import Entry
from pressday.problems import Problem, ProblemError


def correct(folder: Path, newsletter: Newsletter, entry: Entry, words: str, at: datetime) -> bool:
    """Adds a correction to the file of *entry*, and changes no other byte; False if it says so already.

    Raises ProblemError where that cannot be done.
    """
    words = " ".join(frontmatter.legible(words).split())
    if not words:
        raise ProblemError(Problem("a correction needs words", hint='pressday correct ID "What was wrong"'))
    if entry.retracted is not None:
        raise ProblemError(Problem("was withdrawn: there is nothing left to correct", entry.path))
    if any(told.text == words for told in entry.corrections):
        return False
    date = at.astimezone(newsletter.zone).isoformat(timespec="seconds")
    text = contents(folder, entry.path).decode()
    changed = with_correction(text, date, words)
    if changed is None:
        line = f"  - {{date: {date}, text: {_quoted(words)}}}"
        hint = f"write it in yourself, under `corrections:`:{line}"
        raise ProblemError(Problem("its header is written in a way that cannot be added to", entry.path, 1, 1, hint))
    writing.write_bytes(folder, entry.path, changed.encode())
    return True


_CORRECTIONS = re.compile(r"corrections[ \t]*:", re.IGNORECASE)


def with_correction(text: str, date: str, words: str) -> str | None:
    """*text*, a whole content file, with one more correction in its header and every other character as it was.

    None where that cannot be done: the header is broken, or its corrections are written in a way of their own.
    """
    lines = text.split("\n")
    if lines[0].removeprefix("\ufeff").rstrip() != "---":
        return None
    end = next((at for at in range(1, len(lines)) if lines[at].rstrip() == "---"), 0)
    if not end:
        return None
    close = "\r" if lines[0].endswith("\r") else ""
    at = next((at for at in range(1, end) if _CORRECTIONS.match(lines[at])), 0)
    changed: str | None
    if not at:
        lines[end:end] = [f"corrections:{close}", *_item("  ", date, words, close)]
        changed = "\n".join(lines)
    elif _value_after(lines[at]):
        # [{date: …, text: …}], or one by itself, on one line or on several
        before = "\n".join(lines[:at])
        changed = _in_brackets(text, len(before) + 1 + lines[at].index(":") + 1, date, words)
    else:
        last, indent = at, "  "
        for number in range(at + 1, end):
            dash = re.match(r"([ \t]*)-(?=[ \t\r]|$)", lines[number])
            if dash is None and not re.match(r"[ \t]", lines[number]) and not _is_idle(lines[number]):
                break
            if dash is not None and last == at:
                indent = dash[1]
            if not _is_idle(lines[number]):
                last = number
        lines[last + 1 : last + 1] = _item(indent, date, words, close)
        changed = "\n".join(lines)
    return changed if changed is not None and _only_adds(text, changed, date, words) else None


def _item(indent: str, date: str, words: str, close: str) -> list[str]:
    return [f"{indent}- date: {date}{close}", f"{indent}  text: {frontmatter.scalar(words)}{close}"]


def _quoted(words: str) -> str:
    """*words* as they may stand between brackets."""
    text = frontmatter.scalar(words)
    return text if text.startswith('"') else f'"{text}"'


def _value_after(line: str) -> str:
    """What stands after a line's key, less a comment."""
    value = line.partition(":")[2].strip()
    return "" if value.startswith("#") else value


def _is_idle(line: str) -> bool:
    """Whether *line* is empty, or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


# Quoted texts and comments, where a bracket is none; else one character.
_TOKEN = re.compile(
    r"""(?P<text>(?<=[\[{,:\s])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'))|(?P<idle>(?<=\s)\#[^\n]*|\s+)|(?P<sign>.)""",
    re.DOTALL,
)


def _in_brackets(text: str, start: int, date: str, words: str) -> str | None:
    """*text* with one more in the list, or after the one mapping, that is written between brackets from *start* on."""
    item = f"{{date: {date}, text: {_quoted(words)}}}"
    depth, last, first = 0, "", -1
    for token in _TOKEN.finditer(text, start):
        sign = token["sign"] or ("" if token["idle"] else '"')
        if not sign:
            continue
        if first < 0:
            if sign not in "[{":
                return None
            first = token.start()
        depth += (sign in "[{") - (sign in "]}")
        if depth == 0:
            if text[first] == "{":
                return f"{text[:first]}[{text[first : token.end()]}, {item}]{text[token.end() :]}"
            between = {"[": "", ",": " "}.get(last, ", ")
            # After a comment, or on a line of its own, the bracket stays where it stands.
            at = token.start() if last in "[," else _after_last(text, first, token.start())
            return f"{text[:at]}{between}{item}{text[at:]}"
        last = sign
    return None


def _after_last(text: str, first: int, end: int) -> int:
    """Where the last item of the list from *first* to its bracket at *end* ends."""
    at = first
    for token in _TOKEN.finditer(text, first, end):
        if not token["idle"]:
            at = token.end()
    return at


def _only_adds(before: str, after: str, date: str, words: str) -> bool:
    """The proof: both read, and say the same but for one more correction at the end."""
    try:
        (old, body), (new, same) = _parsed(before), _parsed(after)
    except ProblemError:
        return False
    name = next((key for key in new if key.casefold() == "corrections"), "corrections")
    had, has = _listed(old.pop(name, None)), _listed(new.pop(name, None))
    added = {"date": date, "text": words}
    return body == same and _plain(old) == _plain(new) and has == [*had, added]


def _parsed(text: str) -> tuple[dict[str, Value], str]:
    header, body, _ = frontmatter.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return frontmatter.parse(header), body


def _listed(value: Value | None) -> list[object]:
    told = _plain(value)
    return told if isinstance(told, list) else [told] if told else []


def _plain(value: object) -> object:
    """*value* without its places."""
    data = value.data if isinstance(value, Value) else value
    if isinstance(data, list):
        return [_plain(item) for item in data]
    if isinstance(data, dict):
        return {key: _plain(item) for key, item in data.items()}
    return data
