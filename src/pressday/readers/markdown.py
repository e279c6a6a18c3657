"""Markdown: a header, if it has one, and the blocks below it with their marks as they were."""

from __future__ import annotations

from pressday import frontmatter
from pressday.documents import Block, Document
from pressday.markup.blocks import blocks as split_blocks
from pressday.markup.plain import to_markdown
from pressday.problems import Problem, ProblemError
from pressday.readers.decoding import lines, typed
from pressday.records import digest

_TITLES = ("title",)
_DATES = ("date", "published", "pubdate")
_AUTHORS = ("author", "authors", "byline")


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The document that Markdown is.  Raises ProblemError for what is nested beyond all measure."""
    text, problems = typed(data)
    found, strange = lines(text)
    text = "\n".join(line.text for line in found)
    header, body, skipped = _header(text, problems)
    try:
        pieces = split_blocks(body)
    except RecursionError as error:
        raise ProblemError(Problem("nested too deeply")) from error
    numbers = [line.number for line in found]
    made: list[Block] = []
    end = 0
    for piece in pieces:
        gap = bool(made) and piece.line > end
        number = numbers[piece.line + skipped]
        made.append(Block(" ".join(piece.text.split()), number, piece.source, piece.kind, piece.level, gap))
        end = piece.line + piece.source.count("\n") + 1
    title = next((block.text for block in header if block.kind == "heading"), "")
    return Document(name, "markdown", (*header, *made), digest(data), title), problems + strange


def _header(text: str, problems: list[Problem]) -> tuple[list[Block], str, int]:
    """The header as the lines that a page would show, the rest of the text, and where it begins.

    A document may begin with a rule of three hyphens: what is no header is text.
    """
    try:
        written, body, skipped = frontmatter.split(text)
        fields = frontmatter.parse(written, first_line=2) if written else {}
    except ProblemError:
        return [], text, 0
    if not fields:
        return [], text, 0
    shown: list[Block] = []
    for key, value in fields.items():
        items = value.data if isinstance(value.data, list) else [value]
        words = ", ".join(item.data for item in items if isinstance(item.data, str))
        if key.lower() in _TITLES:
            shown.append(_block(words, value.line, "heading"))
        elif key.lower() in _AUTHORS:
            shown.append(_block(f"By {words}", value.line, "paragraph"))
        elif key.lower() in _DATES:
            shown.append(_block(words, value.line, "paragraph"))
        else:
            shown.append(Block(f"{key}: {words}", value.line, "", "header"))
            problems.append(
                Problem(f"`{key}` of the document's header is not taken over", line=value.line, severity="note")
            )
    shown.sort(key=lambda block: block.kind == "header")
    return shown, body, skipped


def _block(text: str, line: int, kind: str) -> Block:
    if kind == "heading":
        return Block(text, line, to_markdown(text), "heading", 1, True)
    return Block(text, line, to_markdown(text), gap=True)
