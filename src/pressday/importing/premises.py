"""What lies about and is no document: the newsletter's own files, and the companions of documents."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

# The folders at the newsletter's root that an import, a build or their editor fills, and the files beside them.
_FOLDERS = ("content", "ledger", "sources", "static", "themes", ".pressday")
_FILES = ("newsletter.yaml", "README.md")
# What a file named by itself may not come from: it would be told twice.
_MADE = ("content", "ledger", ".pressday")
# Every destination has one: the list of what a build has published there.
_MANIFEST = Path(".pressday/manifest")
# What documents show, and what pages are drawn with.  A `.doc` is none of these: its editor is told.
_COMPANIONS = frozenset(
    """.png .jpg .jpeg .jpe .jfif .gif .webp .avif .svg .bmp .ico .tif .tiff .heic .heif .css .js .mjs .map .woff .woff2
    .ttf .otf .eot .mp3 .m4a .ogg .wav .mp4 .m4v .mov .webm .ini .db""".split()
)


def is_companion(file: Path) -> bool:
    """Whether a file in a folder is no document but goes with one: a picture, a style, a script, a font, a film."""
    return file.suffix.lower() in _COMPANIONS


class Premises(NamedTuple):
    """The newsletter's folder, resolved."""

    root: Path

    @classmethod
    def of(cls, folder: Path) -> Premises:
        return cls(folder.resolve())

    def owns(self, place: Path) -> bool:
        """Whether the file or folder at *place* is the newsletter's own as a whole.

        A folder in ``sources/`` is not, nor a single file in ``static/`` or ``themes/``, which may be a document too.
        """
        place = place.resolve()
        if place.is_relative_to(self.root):
            first = next(iter(place.relative_to(self.root).parts), "")
            if first in (_MADE if place.is_file() else _FOLDERS) and first != "sources":
                return True
        for folder in (place, *place.parents):
            if folder == self.root:
                return False
            if (folder / _MANIFEST).is_file():
                return True
        return False

    def passes(self, place: Path) -> bool:
        """Whether what is met at *place*, on the way through a folder that was given, is the newsletter's own.

        So are ``sources/``, which an import without a name reads, and every destination.
        """
        if place.parent == self.root and place.name in (*_FOLDERS, *_FILES):
            return place.name in _FILES or place.is_dir()
        return place != self.root and (place / _MANIFEST).is_file()
