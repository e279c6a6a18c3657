"""A PDF's pages as pieces of text, each with its place, size and face.  The only door to pypdf."""

from __future__ import annotations

import io
import logging
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdf
from pypdf import errors

from pressday.problems import Problem, ProblemError

MAX_PAGES = 2_000
# What one page, and all of them, may ask for: operations of its content and letters shown.
MAX_OPERATIONS = 3_000_000
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 30_000_000,
    "lzw_maximum_output_length": 30_000_000,
    "run_length_maximum_output_length": 30_000_000,
    "array_based_stream_maximum_output_length": 30_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 400_000,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 10_000,
    "page_tree_maximum_page_entries": 100_000,
    "disable_legacy_handling": True,
}
# What pypdf raises, besides its own errors, for objects that are not what they should be.
_FAULTS = (
    errors.PyPdfError,
    errors.DeprecationError,
    AssertionError,
    AttributeError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    ArithmeticError,
    NotImplementedError,
    OSError,
    EOFError,
    StopIteration,
)
_TRAILER = 2_048
_TYPEWRITERS = ("courier", "mono", "consol", "typewriter", "cmtt", "menlo")


# What it would print is told as a problem.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


class Piece(NamedTuple):
    """Text shown in one go: *x* and *y* of its first letter in points; *size* as it is seen.

    *turn*: how many quarters of a circle it is turned; *letter*: a letter's usual width, in sizes.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    italic: bool
    turn: int
    url: str = ""
    letter: float = 0.43


class Raw(NamedTuple):
    """A PDF as it says itself: the pieces of each page, how many pictures, and its information."""

    pages: tuple[tuple[Piece, ...], ...]
    pictures: int
    title: str
    author: str
    created: str
    updated: str
    creator: str
    problems: tuple[Problem, ...]


class _TooMuch(Exception):  # noqa: N818
    pass


def read(data: bytes) -> Raw:
    """Raises ProblemError for what is damaged as a whole, protected, or more than anybody reads."""
    if b"%PDF-" not in data[:_TRAILER]:
        raise ProblemError(Problem("is no PDF: it does not begin like one", line=1))
    try:
        with pypdf.apply_configuration(None, **_LIMITS):
            return _read(data)
    except errors.LimitReachedError as error:
        raise ProblemError(Problem("asks for more memory or time than any document needs")) from error
    except errors.DependencyError as error:
        raise ProblemError(_protected()) from error
    except RecursionError as error:
        raise ProblemError(Problem("nested too deeply")) from error
    except _FAULTS as error:
        where = "" if b"%%EOF" in data[-_TRAILER:] else ": its end is missing"
        raise ProblemError(Problem(f"is damaged or cut off{where}", hint="fetch or save it again")) from error


def _read(data: bytes) -> Raw:
    reader = pypdf.PdfReader(io.BytesIO(data), xref_stream_maximum_entries=200_000)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ProblemError(_protected())
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise ProblemError(Problem(f"has more than {MAX_PAGES:,} pages"))
    problems: list[Problem] = []
    if b"%%EOF" not in data[-_TRAILER:]:
        problems.append(Problem("its end is missing; what is there was read", severity="warning"))
    budget = _Budget()
    pages: list[tuple[Piece, ...]] = []
    pictures = 0
    for number in range(count):
        try:
            page = reader.pages[number]
            pages.append(tuple(_pieces(page, budget)))
            pictures += _pictures(page)
        except (_TooMuch, errors.LimitReachedError) as error:
            raise ProblemError(Problem(f"page {number + 1} asks for more work than any page needs")) from error
        except (*_FAULTS, RecursionError):
            pages.append(())
            problems.append(Problem(f"page {number + 1} is damaged and was left out", severity="warning"))
    information = _information(reader)
    if count and all(problem.severity == "warning" for problem in problems) and not any(pages) and problems:
        raise ProblemError(Problem("is damaged: none of its pages can be read", hint="fetch or save it again"))
    return Raw(tuple(pages), pictures, *information, tuple(problems))


def _protected() -> Problem:
    return Problem("is protected by a password", hint="open it, save or print it without one, and import that")


def _information(reader: pypdf.PdfReader) -> tuple[str, str, str, str, str]:
    """The information dictionary (ISO 32000-1, 14.3.3), as far as it can be read."""
    try:
        said: Any = reader.metadata or {}
        keys = ("/Title", "/Author", "/CreationDate", "/ModDate", "/Creator")
        found = [str(value) if isinstance(value := said.get(key), str) else "" for key in keys]
    except (*_FAULTS, RecursionError):
        return "", "", "", "", ""
    return found[0], found[1], found[2], found[3], found[4]


class _Budget:
    def __init__(self) -> None:
        self.left = MAX_OPERATIONS

    def spend(self, *_: object) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooMuch


def _pieces(page: pypdf.PageObject, budget: _Budget) -> Iterator[Piece]:
    found: list[Piece] = []

    def seen(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if not text.strip("\n"):
            return
        across, up = (tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3])
        rise = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if not all(map(math.isfinite, (across, up, rise, x, y, size))):
            return
        turn = round(math.degrees(math.atan2(up, across)) / 90) % 4
        face = str((font or {}).get("/BaseFont", "")).lower()
        italic = "italic" in face or "oblique" in face
        bold = any(word in face for word in ("bold", "black", "heavy", "semibold"))
        letter = 0.6 if any(word in face for word in _TYPEWRITERS) else 0.43
        found.append(Piece(_shown(text), x, y, abs(size) * rise, bold, italic, turn, letter=letter))

    page.extract_text(visitor_text=seen, visitor_operand_before=budget.spend)
    if budget.left < 0:
        raise _TooMuch
    links = _links(page)
    for piece in found:
        yield piece._replace(url=_led(piece, links)) if links else piece


# Letters that a typesetter joins.
_JOINED = str.maketrans(
    {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff\ud800-\udfff]")


def _shown(text: str) -> str:
    return _CONTROL.sub("", text.replace("\n", " ").translate(_JOINED))


def _links(page: pypdf.PageObject) -> list[tuple[float, float, float, float, str]]:
    """The places of a page that lead to an address (ISO 32000-1, 12.5.6.5)."""
    found = []
    try:
        for reference in list(page.get("/Annots") or [])[:2_000]:
            note: Any = reference.get_object()
            action = note.get("/A")
            target = action.get_object().get("/URI") if note.get("/Subtype") == "/Link" and action else None
            if isinstance(target, bytes):
                target = target.decode("latin-1")
            if isinstance(target, str) and target.lower().startswith(("http://", "https://", "mailto:")):
                x0, y0, x1, y1 = (float(number) for number in note["/Rect"])
                found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), target))
    except (*_FAULTS, RecursionError):
        return []
    return found


def _led(piece: Piece, links: list[tuple[float, float, float, float, str]]) -> str:
    """Where *piece* leads: it begins in the place of a link and, as far as can be guessed, ends there."""
    shown = piece.text.strip()
    if not any(map(str.isalnum, shown)):
        return ""
    at = piece.x + (len(piece.text) - len(piece.text.lstrip())) * piece.size * 0.25
    for left, low, right, high, target in links:
        ends = at + len(shown) * piece.size * 0.35
        if left - 2 <= at <= right and low - 2 <= piece.y <= high and ends <= right + piece.size:
            return target
    return ""


def _pictures(page: pypdf.PageObject) -> int:
    try:
        resources: Any = page.get("/Resources")
        objects: Any = resources.get_object().get("/XObject") if resources is not None else None
        if objects is None:
            return 0
        shown = list(objects.get_object().values())[:1_000]
        return sum(one.get_object().get("/Subtype") == "/Image" for one in shown)
    except (*_FAULTS, RecursionError):
        return 0
