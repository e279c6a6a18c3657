"""Bytes to ``Document``, one module a format; none does I/O.

A new format is a module with a ``read`` and one line in ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from pressday.model import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import markdown, plain

MAX_BYTES = 200_000_000


class Reader(NamedTuple):
    """A format: its name, the endings of its files, and what reads them.

    ``read(data, name)`` gives the document and warnings whose path is the caller's to fill in; it
    raises ProblemError for data that cannot be read at all.
    """

    name: str
    endings: tuple[str, ...]
    read: Callable[[bytes, str], tuple[Document, list[Problem]]]


READERS = (
    Reader("markdown", (".md", ".markdown", ".mdown"), markdown.read),
    Reader("text", (".txt", ".text", ""), plain.read),
)


def find(name: str) -> Reader | None:
    """The reader for a file of that name."""
    ending = PurePath(name).suffix.lower()
    return next((reader for reader in READERS if ending in reader.endings), None)


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The document that *data* is, by the ending of its *name*, and warnings.

    Raises ProblemError for a format that no reader knows, for too much, and for nothing at all.
    """
    reader = find(name)
    if reader is None:
        known = ", ".join(ending for reader in READERS for ending in reader.endings if ending)
        raise ProblemError(Problem("no reader knows this kind of file", hint=f"what can be read: {known}"))
    if len(data) > MAX_BYTES:
        raise ProblemError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB"))
    document, problems = reader.read(data, name)
    if not document.blocks:
        raise ProblemError(*problems, Problem("holds no text"))
    return document, problems
