"""PDF, through pypdf.  A PDF knows no paragraphs: they are made again from the lines on its pages.

A line's number counts the lines of text over the whole document.
"""

from __future__ import annotations

import re
from datetime import datetime

from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import pdf_blocks, pdf_lines, pdf_pages, pdf_prints, properties
from pressday.records import digest

# Of a hundred characters this many without a name, and nothing can be made of them.
_TOO_STRANGE = 30


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The document that a PDF is; its pictures are left out, and that is said.

    Raises ProblemError for what is damaged, protected or too large, and for pages without text.
    """
    raw = pdf_pages.read(data)
    pages = [pdf_lines.lines(page) for page in raw.pages]
    size = pdf_blocks.text_size(pages)
    printed = pdf_prints.by_browser(raw.creator) or bool(pdf_prints.marks(pages, size).address)
    if printed:
        pages = [pdf_prints.flow(lines) for lines in pages]
    marks = pdf_prints.marks(pages, size)
    blocks = pdf_blocks.blocks(pages, marks.lines)
    if not any(block.text for block in blocks):
        raise ProblemError(_wordless(raw))
    problems = list(raw.problems)
    text = "".join(block.text for block in blocks)
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if strange * 100 > len(text) * _TOO_STRANGE:
        hint = "open it, and print or export it anew, or recognise its text by OCR"
        problems.append(Problem("its fonts do not say which letters they show", hint=hint, severity="warning"))
    if raw.pictures:
        count = "1 picture was" if raw.pictures == 1 else f"{raw.pictures} pictures were"
        problems.append(Problem(f"{count} left out", severity="note"))
    headline = pdf_prints.headline(blocks, raw.title) if printed else None
    if headline is not None:
        blocks = pdf_prints.around(blocks, headline, raw.title)
    else:
        headline = properties.headline(blocks)
    if headline is not None:
        # The page of a listing is no original of its cards.
        listing = any(block.kind == "heading" and block.role == "" and block.url for block in blocks)
        blocks = properties.with_headline(blocks, headline, url="" if listing else marks.address)
    said = properties.made(raw.title, raw.author, _date(raw.created), _date(raw.updated))
    items, taken = properties.article(blocks, said, headline=headline, printed=printed)
    made = tuple(blocks)
    title = items[0].title if items else ""
    page = made if items else ()
    return Document(name, "pdf", made, digest(data), title=title, items=items, page=page), problems + taken


def _wordless(raw: pdf_pages.Raw) -> Problem:
    if raw.pictures:
        hint = "recognise its text first (OCR), then import what comes out"
        return Problem("holds pictures of pages and no text", hint=hint)
    return Problem("holds no text")


_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")


def _date(written: str) -> datetime | None:
    """A date as ISO 32000-1 writes it (7.9.4): ``D:20260305142000+01'00'``; what is left out is the first."""
    found = _DATE.match(written.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else "+00:00"
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        return datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}T{clock}{zone}")
    except ValueError:
        return None
