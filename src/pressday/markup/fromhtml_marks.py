"""A run of inline HTML to one paragraph of Markdown.  The only door to markdownify.

Whatever is made reads back as the words that went in: a mark that Markdown would not take for one,
where it stands, is left out, and a run that does not read back is told without its marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Literal, NamedTuple

from bs4.element import NavigableString, Tag
from markdownify import BACKSLASH, MarkdownConverter

from pressday.markup.plain import at_start, escaped, to_markdown
from pressday.markup.rendering import plain_text

MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em", "a": "a",
    "del": "del", "s": "del", "strike": "del", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "time": "time",
}  # fmt: skip
# Words, marks around words, and links: what reads back without being read.
_SAID = r"[\w ,.;:?!'\"’‘“”()–—…-]"
_PLAIN = re.compile(rf"{_SAID}*")
_SIMPLE = re.compile(
    rf"(?<![\w*])(?:\*(?=[^\W_]){_SAID}+(?<=[^\W_])\*|\*\*(?=[^\W_]){_SAID}+(?<=[^\W_])\*\*)(?![\w*])"
    r"|(?<!\w)\[(?=[^\W_])[\w ,.’'-]+(?<=[^\W_])\]\([A-Za-z0-9:/.?=%#-]+\)(?!\w)"
)
# A paragraph of more pieces than these is told in plain words.
_MOST = 4_000


class Event(NamedTuple):
    """A piece of a run: text, the begin or end of a mark, the end of a line, a picture.

    *value* is the text, the mark's name, or a picture's words; *address* is a link's, a picture's,
    or a time's ``datetime``.
    """

    kind: Literal["text", "open", "close", "break", "picture"]
    value: str
    line: int
    address: str = ""


def words(run: Sequence[Event]) -> str:
    """What a reader sees of *run*."""
    return " ".join("".join([_seen(event) for event in run]).split())


def markdown(run: Sequence[Event], *, one_line: bool = False) -> str:
    """*run* as Markdown.  *one_line*: as a heading or a cell has it."""
    plain = all(event.kind == "text" or event.value == "time" for event in run)
    said = words(run)
    if plain or len(run) > _MOST:
        return to_markdown(said)
    for emphasis in (True, False):
        made = _converted(_balanced(run, emphasis), one_line)
        if _is_sure(made) or plain_text(made).split() == said.split():
            return made
    return to_markdown(said)


def _is_sure(made: str) -> bool:
    return "\\" not in made and _PLAIN.fullmatch(_SIMPLE.sub("x", made)) is not None


def _seen(event: Event) -> str:
    return " " if event.kind == "break" else event.value if event.kind in ("text", "picture") else ""


def _converted(run: Sequence[Event], one_line: bool) -> str:
    made = _written(run) or _converter().convert_soup(_tree(run))
    lines = [at_start(" ".join(line.split())) for line in made.split("\\\n")]
    return (" " if one_line else "\\\n").join([line for line in lines if line])


_WRITTEN = {"em": "*", "strong": "**", "del": "~~"}


def _written(run: Sequence[Event]) -> str:
    """*run* as the converter would write it, where that takes no more than a mark before and after; else nothing."""
    stack: list[list[str]] = [[]]
    opened: list[Event] = []
    for kind, events in groupby(run, key=lambda event: event.kind):
        if kind == "text":
            made = escaped(re.sub(r"\s+", " ", "".join([event.value for event in events])))
            stack[-1].append(_before_a_link(made))
            continue
        for event in events:
            if kind == "open" and (event.value in _WRITTEN or event.value == "a"):
                opened.append(event)
                stack.append([])
            elif kind == "close" and opened:
                inner = "".join(stack.pop())
                stack[-1].append(_around(opened.pop(), inner))
            elif kind == "break" and not opened:
                stack[-1].append("\\\n")
            else:
                return ""
    return "".join(stack[0])


def _around(mark: Event, inner: str) -> str:
    told = inner.strip()
    if not told:
        return ""
    sign = _WRITTEN.get(mark.value, "")
    shown = f"{sign}{told}{sign}" if sign else f"[{told}]({mark.address})"
    return f"{' ' * inner.startswith(' ')}{shown}{' ' * inner.endswith(' ')}"


def _before_a_link(made: str) -> str:
    """An escaped text whose last mark would make a picture or a note of a link behind it."""
    return f"{made[:-1]}\\{made[-1]}" if made.endswith(("!", "^")) else made


class _Converter(MarkdownConverter):
    def escape(self, text: str, parent_tags: set[str]) -> str:
        return _before_a_link(escaped(text))

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href, inner = str(el.get("href", "")), text.strip()
        if not href or not inner:
            return text
        before = " " if text[0].isspace() else ""
        after = " " if text[-1].isspace() else ""
        return f"{before}[{inner}]({href}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"![{to_markdown(str(el.get('alt', '')))}]({el.get('src')})"


@cache
def _converter() -> _Converter:
    return _Converter(escape_misc=True, newline_style=BACKSLASH)


def _tree(run: Sequence[Event]) -> Tag:
    root = at = Tag(name="span")
    text: list[str] = []

    def put() -> None:
        if text:
            at.append(NavigableString(re.sub(r"\s+", " ", "".join(text))))
            text.clear()

    for event in run:
        if event.kind == "text":
            text.append(event.value)
            continue
        put()
        if event.kind == "open":
            tag = Tag(name=event.value, attrs={"href": event.address} if event.address else {})
            at.append(tag)
            at = tag
        elif event.kind == "close":
            at = at.parent or root
        elif event.kind == "break":
            at.append(Tag(name="br"))
        else:
            at.append(Tag(name="img", attrs={"src": event.address, "alt": event.value}))
    put()
    return root


def _balanced(run: Sequence[Event], emphasis: bool) -> list[Event]:
    """*run* with the marks that Markdown would take for marks: none in itself, none empty, none unpaired."""
    pairs, stack = {}, []
    for number, event in enumerate(run):
        if event.kind == "open":
            stack.append(number)
        elif event.kind == "close" and stack:
            pairs[stack.pop()] = number
    pairs |= _joined(run, pairs)
    flat = [_seen(event) for event in run]
    kept: set[int] = set()
    inside: list[tuple[str, int]] = []
    for number in sorted(pairs):
        end, name = pairs[number], run[number].value
        while inside and inside[-1][1] <= number:
            inside.pop()
        outer = {other for other, _ in inside}
        if name == "time" or name in outer or "code" in outer or (name == "a" and not run[number].address):
            continue
        if name == "code" and any(event.kind in ("picture", "break") for event in run[number:end]):
            continue
        if name in ("strong", "em", "del") and not (emphasis and _stands(flat, number, end)):
            continue
        if any(part.strip() for part in flat[number:end]) or (name == "a" and _holds_picture(run[number:end])):
            kept |= {number, end}
            inside.append((name, end))
    return [event for number, event in enumerate(run) if event.kind not in ("open", "close") or number in kept]


def _joined(run: Sequence[Event], pairs: dict[int, int]) -> dict[int, int]:
    """Marks that end where one of their kind begins are one mark: the pairs that change."""
    changed: dict[int, int] = {}
    starts = {end: start for start, end in pairs.items()}
    for start in sorted(pairs):
        before = start - 1
        if before in starts and run[before].kind == "close" and run[before].value == run[start].value != "a":
            first = starts[before]
            changed[first] = starts[pairs[start]] = pairs[start]
            starts[pairs[start]] = first
            changed.pop(start, None)
            pairs[start] = -1
    gone = [start for start, end in pairs.items() if end < 0]
    for start in gone:
        del pairs[start]
    return changed


def _holds_picture(run: Sequence[Event]) -> bool:
    return any(event.kind == "picture" for event in run)


def _stands(flat: Sequence[str], start: int, end: int) -> bool:
    """Whether asterisks around these pieces open and close by CommonMark's rules of flanking."""
    inner = "".join(flat[start:end])
    if not inner.strip():
        return False
    before = next((text[-1] for text in reversed(flat[:start]) if text), " ")
    after = next((text[0] for text in flat[end:] if text), " ")
    first, last = inner.strip()[0], inner.strip()[-1]
    before = " " if inner[0].isspace() else before
    after = " " if inner[-1].isspace() else after
    return (not _mark(first) or not _letter(before)) and (not _mark(last) or not _letter(after))


def _mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _letter(char: str) -> bool:
    return not char.isspace() and not _mark(char)
