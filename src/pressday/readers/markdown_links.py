"""What Markdown leads to beside it: pictures come along, and what is not there leads nowhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from pressday import markup
from pressday.markup.blocks import Piece
from pressday.markup.plain import to_markdown

# By one of these every link that Markdown can have is seen.
_SIGN = re.compile(r"\]\(|\]:|\b(?:src|href)\s*=", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[#?/]|[A-Za-z][A-Za-z0-9+.-]*:|$")
_CODE = re.compile(r"`+")
_STOP = re.compile(r"\\|`+|\[|\]")
# What stands behind an opening parenthesis: where the link leads, and perhaps its title.
_TARGET = re.compile(
    r"""\(\s*(?:<(?P<held>[^<>\n]*)>|(?P<bare>(?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))"""
    r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)"""
)
_DEFINITION = re.compile(
    r"""^[ >]{0,8}\[(?P<name>(?!\^)(?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*(?:<(?P<held>[^<>\n]*)>|(?P<bare>[^\s<]\S*))"""
    r"""(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$""",
    re.MULTILINE,
)
_TAG = re.compile(
    r"<img\b[^<>]{0,2000}?\bsrc\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))[^<>]{0,2000}>",
    re.IGNORECASE,
)
_WHERE = ("held", "double", "single", "bare")
_NAMED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]")
# By what a block says that it is an item, a heading or a quote.
_MARK = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)]|#{1,6}|>)\s+")
_EMPTY = re.compile(r"(?<![!\\\]])\[\s*\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Lost(NamedTuple):
    """A link that leads nowhere: its line (from 0), where it should lead, and whether a picture should be there."""

    line: int
    target: str
    is_picture: bool


class _Link(NamedTuple):
    """A link in a text: all of it, its words, and where it leads, each as its first and last position.

    *name*: where it leads is said elsewhere, under that name.
    """

    whole: tuple[int, int]
    words: tuple[int, int]
    target: tuple[int, int]
    is_picture: bool
    name: str = ""


def are_in(body: str) -> bool:
    """Whether a text leads to anything beside it."""
    return _SIGN.search(body) is not None and bool(_beside(body))


def is_beside(written: str) -> bool:
    """Whether an address leads to a file beside the document, and not to a place on the web or on the page."""
    return _ELSEWHERE.match(written) is None


def path_of(written: str) -> str:
    """The path from the document's folder that an address means."""
    return unquote(_ESCAPED.sub(r"\1", written).partition("#")[0].partition("?")[0]).replace("\\", "/")


def brought(pieces: Sequence[Piece], take: Callable[[str, int], str]) -> tuple[list[str], list[Lost]]:
    """The sources of *pieces* with what they lead to under the names that *take* gives, and what leads nowhere.

    *take* is given a path and its line (from 0).  It gives an empty text for what is no picture beside the
    document: then a picture is left out, and of a link the words are kept.
    """
    names: set[str] = set()
    lost: list[Lost] = []

    def taken(path: str, line: int) -> str:
        name = take(path, line)
        names.add(name)
        return name

    dead = {
        _name(one["name"])
        for piece in pieces
        for one in _DEFINITION.finditer(piece.source)
        if piece.kind != "code" and is_beside(told := one["held"] or one["bare"] or "") and not take(path_of(told), 0)
    }
    sources = [
        piece.source if piece.kind == "code" or not _led(piece.source, dead) else _mended(piece, taken, lost, dead)
        for piece in pieces
    ]
    # A link that is written as nothing here expects it would still lead nowhere: its block is kept as its words.
    if _beside("\n\n".join(sources)) - names:
        for number, piece in enumerate(pieces):
            if _SIGN.search(sources[number]) and (left := _beside(sources[number]) - names):
                told = {one.target for one in lost}
                lost += [Lost(piece.line, target, False) for target in sorted(left - told)]
                mark = _MARK.match(piece.source)
                sources[number] = (mark[0] if mark else "") + to_markdown(" ".join(piece.text.split()))
    return sources, sorted(lost)


def _led(source: str, dead: Collection[str]) -> bool:
    return _SIGN.search(source) is not None or (bool(dead) and "]" in source)


def _name(written: str) -> str:
    """The name of a definition, as all spellings of it are one."""
    return " ".join(written.split()).casefold()


def _beside(text: str) -> set[str]:
    return {link.target for link in markup.render(text).links if not link.address}


def _mended(piece: Piece, take: Callable[[str, int], str], lost: list[Lost], dead: Collection[str]) -> str:
    source = piece.source
    edits: list[tuple[int, int, str]] = []

    def name_of(first: int, last: int, *, is_picture: bool) -> str | None:
        """The name for what is written there, empty where nothing is; None for what leads elsewhere."""
        written = source[first:last]
        if not is_beside(written):
            return None
        line = piece.line + source.count("\n", 0, first)
        name = take(path_of(written), line)
        if not name:
            lost.append(Lost(line, path_of(written), is_picture))
        return name

    for link in _links(source):
        first, last = link.target
        if link.name:
            name = "" if link.name in dead else None
        else:
            name = name_of(first, last, is_picture=link.is_picture)
        if name:
            held = source[first - 1] == "<"
            edits.append((first - held, last + held, name))
        elif name is not None and link.is_picture:
            edits.append((*link.whole, ""))
        elif name is not None:
            edits += [(link.whole[0], link.words[0], ""), (link.words[1], link.whole[1], "")]
    for pattern in (_TAG, _DEFINITION):
        for one in pattern.finditer(source):
            group = next(group for group in _WHERE if one.groupdict().get(group) is not None)
            name = name_of(*one.span(group), is_picture=pattern is _TAG)
            if name:
                edits.append((*one.span(group), name))
            elif name is not None:
                edits.append((*one.span(), ""))
    return _edited(source, edits)


def _edited(source: str, edits: list[tuple[int, int, str]]) -> str:
    made: list[str] = []
    at = 0
    # What stands in something that goes, goes with it.
    for first, last, text in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if first >= at:
            made += [source[at:first], text]
            at = last
    text = "".join((*made, source[at:]))
    # Where a picture was all that a link had for words.
    return _EMPTY.sub("", text) if edits else text


def _links(source: str) -> Iterator[_Link]:
    """The links of a text that say where they lead, inner ones first; what stands in code is none."""
    opened: list[int] = []
    runs: dict[str, list[int]] = {}
    for run in _CODE.finditer(source):
        runs.setdefault(run[0], []).append(run.start())
    at = 0
    while (stop := _STOP.search(source, at)) is not None:
        at, sign = stop.start(), stop[0]
        if sign == "\\":
            at += 1
        elif sign[0] == "`":
            alike = runs.get(sign, [])
            number = bisect_right(alike, at)
            at = (alike[number] if number < len(alike) else at) + len(sign) - 1
        elif sign == "[":
            opened.append(at)
        elif sign == "]" and opened:
            first = opened.pop()
            target = _TARGET.match(source, at + 1)
            is_picture = source[first - 1 : first] == "!" and source[first - 2 : first - 1] != "\\"
            if target is None and source[at + 1 : at + 2] != ":":
                named = _NAMED.match(source, at + 1)
                name = _name(named[1] if named and named[1] else source[first + 1 : at])
                whole = (first - is_picture, named.end() if named else at + 1)
                if name:
                    yield _Link(whole, (first + 1, at), (at, at), is_picture, name)
                at = whole[1] - 1
            elif target is not None:
                span = target.span("held" if target["held"] is not None else "bare")
                yield _Link((first - is_picture, target.end()), (first + 1, at), span, is_picture)
                at = target.end() - 1
        at += 1
