"""Words by which two lines of a page are compared."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """*text* in one case, without marks, its words apart by one space."""
    told = unicodedata.normalize("NFKC", text).casefold().replace("’", "").replace("'", "")
    return " ".join("".join([char if char.isalnum() else " " for char in told]).split())
