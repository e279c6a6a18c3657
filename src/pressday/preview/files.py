"""From an address that a browser asks for to a file below a folder, and to no other file."""

from __future__ import annotations

import os
from pathlib import Path

from pressday.publish.destination import OURS

HTML = "text/html; charset=utf-8"

# As the host sends them, GitHub Pages: what a browser does with a feed here, it will do there.
_TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".opml": "text/x-opml; charset=utf-8",
    ".eml": "message/rfc822",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}


class RefusedError(Exception):
    """An address that no page of ours has, and nobody asks for by mistake."""


def locate(root: Path, path: str) -> Path | None:
    """The file or folder below *root* that *path* names; None if there is none.

    *path* is the decoded path of an address, with its leading slash.  Raises RefusedError for one
    that tries to climb out.
    """
    if not path.startswith("/") or "\\" in path or any(char < " " or char == "\x7f" for char in path):
        raise RefusedError
    parts = path[1:].split("/")
    if ".." in parts or "." in parts or "" in parts[:-1] or parts[0] == OURS:
        raise RefusedError
    try:
        # What is below the folder by name may still lead out of it through a symbolic link.
        home = root.resolve(strict=True)
        found = home.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    if not found.is_relative_to(home) or found.is_relative_to(home / OURS):
        return None
    return found if found.is_file() or found.is_dir() else None


def content_type(name: str) -> str:
    """What a file called *name* is, for ``Content-Type``."""
    return _TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")  # noqa: PTH122
