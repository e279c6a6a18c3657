"""Bytes to ``Document``, one module a format; none does I/O.

A new format is a module with a ``read`` and one line in ``READERS``.  What reads is named, not
imported: a text is read without the libraries of every other format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple

from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import sniffing

MAX_BYTES = 200_000_000


class Reader(NamedTuple):
    """A format: its name, the endings of its files, what reads it, and by what its bytes are known.

    ``module.read(data, name)`` gives the document and warnings whose path is the caller's to fill
    in; where *illustrated* it takes the pictures beside the document as well.
    It raises ProblemError for data that cannot be read at all.  Of two formats with one ending
    the first whose *looks* says yes is taken.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    looks: Callable[[bytes], bool] = sniffing.anything
    illustrated: bool = False


READERS = (
    Reader("html", (".txt", ".text", "", ".md"), "pressday.readers.html", sniffing.is_page, illustrated=True),
    Reader("markdown", (".md", ".markdown", ".mdown"), "pressday.readers.markdown", illustrated=True),
    Reader("docx", (".docx", ".docm"), "pressday.readers.docx"),
    Reader("opml", (".opml",), "pressday.readers.opml"),
    Reader("opml", (".xml",), "pressday.readers.opml", sniffing.holds(b"<opml")),
    Reader("wordpress", (".xml",), "pressday.readers.exports.wordpress", sniffing.holds(b"wordpress.org/export")),
    Reader("feed", (".rss", ".atom", ".rdf", ".xml"), "pressday.readers.feeds"),
    Reader("json feed", (".json",), "pressday.readers.feeds_json", sniffing.holds(b"jsonfeed.org")),
    Reader("ghost", (".json",), "pressday.readers.exports.ghost", sniffing.holds(b'"db"', b'"posts"', b'"posts_tags"')),
    Reader("substack", (".zip",), "pressday.readers.exports.substack"),
    Reader("json feed", (".json",), "pressday.readers.feeds_json"),
    Reader("pdf", (".pdf",), "pressday.readers.pdf"),
    Reader("mail", (".eml", ".mbox", ".mbx"), "pressday.readers.mail"),
    Reader("html", (".html", ".htm", ".xhtml"), "pressday.readers.html", sniffing.has_tags, illustrated=True),
    Reader("html", (".mhtml", ".mht"), "pressday.readers.html", illustrated=True),
    Reader("text", (".txt", ".text", "", ".html", ".htm", ".xhtml"), "pressday.readers.plain"),
)

# What another program can save as something that is read.
_SAVE_AS = dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".dot"), "save it as .docx, and import that")


def find(name: str, data: bytes = b"") -> Reader | None:
    """The reader for a file of that name that begins with *data*."""
    ending = PurePath(name).suffix.lower()
    return next((reader for reader in READERS if ending in reader.endings and reader.looks(data)), None)


def read(data: bytes, name: str, beside: Mapping[str, bytes] | None = None) -> tuple[Document, list[Problem]]:
    """The document that *data* is, by the ending of its *name* and by how it begins, and warnings.

    *beside* are the pictures in the folder that was saved with a page, by their paths in it, and those
    that lie beside the document, by their paths from its folder (``./weir.png``).

    Raises ProblemError for a format that no reader knows, for too much, and for nothing at all.
    """
    reader = find(name, data)
    if reader is None:
        known = ", ".join(dict.fromkeys(ending for reader in READERS for ending in reader.endings if ending))
        hint = _SAVE_AS.get(PurePath(name).suffix.lower(), f"what can be read: {known}")
        raise ProblemError(Problem("no reader knows this kind of file", hint=hint))
    if len(data) > MAX_BYTES:
        raise ProblemError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB"))
    how: Callable[..., tuple[Document, list[Problem]]] = import_module(reader.module).read
    document, problems = how(data, name, {} if beside is None else beside) if reader.illustrated else how(data, name)
    if not document.blocks:
        raise ProblemError(*problems, Problem("holds no text"))
    return document, problems
