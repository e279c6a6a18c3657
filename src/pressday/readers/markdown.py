"""Markdown: a header, if it has one, and the blocks below it with their marks as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pressday import frontmatter
from pressday.documents import Block, Document, Picture
from pressday.markup.blocks import blocks as split_blocks
from pressday.markup.plain import to_markdown
from pressday.problems import Problem, ProblemError
from pressday.readers import markdown_links
from pressday.readers.assets import Album
from pressday.readers.decoding import lines, typed
from pressday.records import digest

_TITLES = ("title",)
_DATES = ("date", "published", "pubdate")
_AUTHORS = ("author", "authors", "byline")
_IMAGES = ("image", "cover", "thumbnail")


def read(data: bytes, name: str, beside: Mapping[str, bytes] | None = None) -> tuple[Document, list[Problem]]:
    """The document that Markdown is.

    *beside* are the pictures beside the document, by their paths from its folder (``./weir.png``).

    Raises ProblemError for what is nested beyond all measure.
    """
    text, problems = typed(data)
    found, strange = lines(text)
    text = "\n".join(line.text for line in found)
    header, body, skipped = _header(text, problems)
    album = Album()
    guesses: list[Problem] = []

    def take(path: str, line: int) -> str:
        picture = None if beside is None else beside.get(f"./{path}")
        return album.add(picture, path, line=line) if picture is not None else ""

    image = _image(header, take, guesses)
    if image is not None:
        header = [block for block in header if block.line != image[1]]
    told = {guess.line for guess in guesses} | ({image[1]} if image else set())
    problems = [problem for problem in problems if problem.line not in told or problem.severity != "note"]
    numbers = [line.number for line in found]
    try:
        pieces = split_blocks(body)
        sources = [piece.source for piece in pieces]
        if markdown_links.are_in(body):
            sources, lost = markdown_links.brought(pieces, lambda path, line: take(path, numbers[line + skipped]))
            guesses += [_lost(one.target, numbers[one.line + skipped], one.is_picture) for one in lost]
    except RecursionError as error:
        raise ProblemError(Problem("nested too deeply")) from error
    made: list[Block] = []
    end = 0
    for piece, source in zip(pieces, sources, strict=True):
        gap = bool(made) and piece.line > end
        number = numbers[piece.line + skipped]
        # A picture that is not there, and nothing else: its words have no place.
        kind = piece.kind if source.strip() else "header"
        made.append(Block(" ".join(piece.text.split()), number, source.strip("\n"), kind, piece.level, gap))
        end = piece.line + piece.source.count("\n") + 1
    title = next((block.text for block in header if block.kind == "heading"), "")
    document = Document(
        name,
        "markdown",
        (*header, *made),
        digest(data),
        title,
        assets=album.assets,
        image=image[0] if image else None,
        guesses=tuple(guesses),
    )
    return document, problems + strange + album.problems


def _image(header: list[Block], take: Callable[[str, int], str], guesses: list[Problem]) -> tuple[Picture, int] | None:
    """The picture that the header names, and its line."""
    for block in header:
        key, _, written = block.text.partition(": ")
        if block.kind != "header" or key.lower() not in _IMAGES or not written:
            continue
        if written.startswith(("https://", "http://")):
            return Picture(written), block.line
        if not markdown_links.is_beside(written):
            continue
        path = markdown_links.path_of(written)
        if name := take(path, block.line):
            return Picture(name), block.line
        guesses.append(_lost(path, block.line, is_picture=True))
    return None


def _lost(target: str, line: int, is_picture: bool) -> Problem:
    what = (
        f"the picture {target[:80]} was left out: no PNG, JPEG, GIF, WebP or AVIF of that name is beside the document"
    )
    if not is_picture:
        what = f"a link leads to {target[:80]}, which is no picture beside the document: its words are kept"
    return Problem(what, line=line, severity="note")


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
