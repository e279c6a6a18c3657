"""DOCX, through mammoth's HTML (its Markdown loses tables).  The only door to mammoth.

A line's number is its paragraph's: a DOCX has no others.
"""

from __future__ import annotations

import io
import re
from typing import Any

import mammoth  # type: ignore[import-untyped]

from pressday.documents import Block, Document
from pressday.markup import fromhtml
from pressday.problems import Problem, ProblemError
from pressday.readers import docx_parts, properties
from pressday.readers.assets import Album
from pressday.records import digest, replace

_PREFIX = "pressday-"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='title'] => h1:fresh
p.Title => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p.Quote => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
"""
# The marks that docx_parts has set, with the tags that open right before them.
_MARK = re.compile(rf'((?:<(?:[a-z][a-z0-9]*)(?: [^<>]*)?>)*)<a id="{_PREFIX}{docx_parts.MARK}(\d+)"></a>')
_REFERENCE = re.compile(rf'<sup><a href="#{_PREFIX}(?:foot|end)note-[^"]*" id="[^"]*">\[(\d+)\]</a></sup>')
_NOTE = re.compile(rf'<li id="{_PREFIX}(?:foot|end)note-[^"]*">')
_BACK = re.compile(rf' ?<a href="#{_PREFIX}(?:foot|end)note-ref-[^"]*">↑</a>')
# Two characters that no text has a use for hold a reference's place through the conversion.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(rf"\s*{_OPEN}(\d+){_CLOSE}")


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The document that a DOCX is; tracked deletions and comments are left out, and said.

    Raises ProblemError for what is damaged, protected, too large or nested too deeply.
    """
    package = docx_parts.open_package(data)
    album = Album()
    problems = list(package.problems)
    html = _html(package.data, album, problems)
    body, _, notes = _parted(html)
    pictures = {asset.name: asset.name for asset in album.assets}
    blocks = [_placed(block) for block in fromhtml.blocks(_at_its_lines(body), pictures=pictures)]
    blocks += _notes(notes, package.paragraphs, pictures)
    title = _title(blocks, package)
    headline = properties.headline(blocks) if title is None else title
    if title is not None:
        blocks = [block if number == title else properties.lowered(block) for number, block in enumerate(blocks)]
    if headline is not None:
        blocks = properties.with_headline(blocks, headline)
    items, taken = properties.article(blocks, package.properties, headline=headline)
    made = tuple(blocks)
    document = Document(
        name,
        "docx",
        made,
        digest(data),
        title=items[0].title if items else "",
        items=items,
        page=made if items else (),
        assets=album.assets,
    )
    return document, problems + album.problems + taken


def _html(data: bytes, album: Album, problems: list[Problem]) -> str:
    def taken(image: Any) -> dict[str, str]:
        try:
            with image.open() as stream:
                return {"src": album.add(stream.read(), image.alt_text or "")}
        except (KeyError, ValueError, OSError):
            problems.append(Problem("a picture is not in the file; left out", severity="warning"))
            return {"src": ""}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            id_prefix=_PREFIX,
            convert_image=mammoth.images.img_element(taken),
            external_file_access=False,
        )
    except RecursionError as error:
        raise ProblemError(Problem("nested too deeply")) from error
    # What mammoth raises where a part is not what its relations and numbers say it is.
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, LookupError) as error:
        raise ProblemError(Problem("is damaged: its parts do not fit together")) from error
    return str(result.value)


def _parted(html: str) -> tuple[str, str, str]:
    """The text, and the list of notes that the converter sets behind it."""
    html = _REFERENCE.sub(lambda found: f"{_OPEN}{found[1]}{_CLOSE}", html)
    first = _NOTE.search(html)
    if first is None:
        return html, "", ""
    return html[: first.start()].removesuffix("<ol>"), "<ol>", html[first.start() :].removesuffix("</ol>")


def _at_its_lines(html: str) -> str:
    """*html* with each paragraph's first tag on the line that is its number."""
    made: list[str] = []
    line, at = 1, 0
    for found in _MARK.finditer(html):
        made.append(html[at : found.start()])
        number = int(found[2])
        if number > line:
            made.append("\n" * (number - line))
            line = number
        made.append(found[1])
        at = found.end()
    return "".join(made) + html[at:]


def _notes(html: str, paragraphs: int, pictures: dict[str, str]) -> list[Block]:
    """Each note as Markdown has them; they are numbered on from the last paragraph."""
    made: list[Block] = []
    for number, note in enumerate(_NOTE.split(html)[1:], start=1):
        note = _MARK.sub(r"\1", _BACK.sub("", note)).strip().removesuffix("</li>")
        for place, block in enumerate(fromhtml.blocks(note, pictures=pictures)):
            inner = block.markdown.replace("\n", "\n    ")
            markdown = f"[^{number}]: {inner}" if not place else f"    {inner}"
            made.append(Block(block.text, paragraphs + number, markdown, gap=not made))
    return made


def _placed(block: Block) -> Block:
    if _OPEN not in block.markdown and _OPEN not in block.text:
        return block
    return replace(block, text=_PLACE.sub("", block.text), markdown=_PLACE.sub(r"[^\1]", block.markdown))


def _title(blocks: list[Block], package: docx_parts.Package) -> int | None:
    """The first block that is set in the style of a title."""
    for number, block in enumerate(blocks):
        if block.kind == "heading" and package.styles.get(block.line) == "title":
            return number
    return None
