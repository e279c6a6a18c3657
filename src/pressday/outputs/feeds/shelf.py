"""What feeds show of the newsletter's files: pictures, and the theme's style sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pressday.config import Newsletter
from pressday.model import Entry
from pressday.outputs.feeds.recipes import Enclosure

STYLE = "feeds.css"
# What stands for a newsletter that names no picture; formats that RSS and old readers know.
_LOGOS = ("logo.png", "logo.jpg", "logo.jpeg", "logo.gif")
# Not the machine's table of media types, which differs from one to the next.
_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}


class Shelf(NamedTuple):
    """*image* and *style* are addresses, or empty; *size* gives the bytes of a file beside an entry, 0 for none."""

    image: str = ""
    style: str = ""
    size: Callable[[str], int] = lambda path: 0

    @classmethod
    def of(
        cls,
        newsletter: Newsletter,
        folder: Path,
        assets: Mapping[str, str],
        static: Mapping[str, str],
        theme: Iterable[tuple[str, Path]],
    ) -> Shelf:
        """The shelf of the newsletter in *folder*; *assets*, *static* and *theme* are its files by path."""

        def size(path: str) -> int:
            try:
                return (folder / path).stat().st_size if path in assets else 0
            except OSError:
                return 0

        style = f"assets/{STYLE}" if any(name == STYLE for name, _ in theme) else ""
        return cls(_image(newsletter, static), style, size)

    def enclosure(self, entry: Entry) -> Enclosure | None:
        """The lead image of *entry*, where it is a file of the newsletter and may be shown."""
        if not entry.image or entry.excerpt:
            return None
        target = next((link.target for link in entry.links if link.address == entry.image), "")
        type_ = _TYPES.get(target.rpartition(".")[2].lower(), "")
        size = self.size(target) if type_ else 0
        return Enclosure(entry.image, size, type_) if size else None


BARE = Shelf()


def _image(newsletter: Newsletter, static: Mapping[str, str]) -> str:
    if "://" in newsletter.image:
        return newsletter.image
    wanted = (newsletter.image,) if newsletter.image else _LOGOS
    return next((name for name in wanted if f"static/{name}" in static), "")
