"""Pictures that come inside a document: checked, named safely, bounded.

What a picture is its own first bytes say, never a name or a declared type.  SVG is refused: it can
hold scripts and call other addresses.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from pressday import addresses
from pressday.documents import Asset
from pressday.problems import Problem

MAX_BYTES = 20_000_000
MAX_COUNT = 200
MAX_ALL_BYTES = 200_000_000
_DIGITS = 8
_LONGEST_SLUG = 40
# By so much of its beginning a picture is known.
HEAD = 1_024
# What browsers put behind a page's name to call the folder of its parts, in the languages that are read.
FOLDER_ENDINGS = ("_files", "-Dateien", "_fichiers", "_archivos", "_file", "_bestanden", "_ficheiros", "_arquivos")


def ending(data: bytes) -> str:
    """``.png``, ``.jpg``, ``.gif``, ``.webp`` or ``.avif`` by how *data* begins; empty for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return ".gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    # ISO/IEC 23000-22: a file type box whose brands name AVIF.
    size = int.from_bytes(data[:4], "big")
    if data[4:8] == b"ftyp" and 16 <= size <= 256 and {data[i : i + 4] for i in range(8, size, 4)} & {b"avif", b"avis"}:
        return ".avif"
    return ""


class Album:
    """The pictures of one document, each once, whatever it is called; and what was refused."""

    def __init__(self) -> None:
        self._held: dict[str, Asset] = {}
        self._bytes = 0
        self.problems: list[Problem] = []

    @property
    def assets(self) -> tuple[Asset, ...]:
        return tuple(self._held.values())

    def add(self, data: bytes, hint: str = "", *, line: int = 0) -> str:
        """Takes a picture and gives the name by which Markdown may call it.

        *hint* is the name that the document has for it.  Empty, with a warning at *line*, for what
        is no picture that a page can show, for too large a one, and for one too many.
        """
        shown = PurePosixPath(hint.replace("\\", "/")).name[:80] or "without a name"
        made = ending(data)
        reason = ""
        if not made:
            reason = _why_not(data)
        elif len(data) > MAX_BYTES:
            reason = f"is larger than {MAX_BYTES // 1_000_000} MB"
        mark = hashlib.blake2b(data, digest_size=16).hexdigest()
        if not reason and mark in self._held:
            return self._held[mark].name
        if not reason and len(self._held) >= MAX_COUNT:
            reason = f"comes after {MAX_COUNT} others"
        if not reason and self._bytes + len(data) > MAX_ALL_BYTES:
            reason = f"comes after {MAX_ALL_BYTES // 1_000_000} MB of others"
        if reason:
            self.problems.append(
                Problem(f"the picture “{_printable(shown)}” was left out: it {reason}", line=line, severity="warning")
            )
            return ""
        name = f"{_slug(hint)}-{mark[:_DIGITS]}{made}"
        self._held[mark] = Asset(name, data)
        self._bytes += len(data)
        return name


def _why_not(data: bytes) -> str:
    head = data[:HEAD].lower()
    if b"<svg" in head:
        return "is an SVG, which can hold scripts"
    return "is no PNG, JPEG, GIF, WebP or AVIF" if data else "is empty"


def _slug(hint: str) -> str:
    """ASCII alone: the name stands in addresses, in Markdown, and on any disk."""
    stem = PurePosixPath(hint.replace("\\", "/")).stem
    made = addresses.slug(stem).encode("ascii", "ignore").decode()[:_LONGEST_SLUG].strip("-")
    return made if stem and made else "picture"


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)
