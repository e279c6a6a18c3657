"""Text and addresses as every feed format and every reader of one can bear them."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# What XML 1.0 forbids, and what it advises against: controls (white space apart), surrogates
# without their other half, and code points that are no characters.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def text(value: str) -> str:
    """*value* without what XML cannot hold."""
    # What is printable holds none of it, and that is most texts: the search costs many times as much.
    return value if value.replace("\n", "").isprintable() else _UNFIT.sub("", value)


def line(value: str) -> str:
    """*value* on one line, for a title or a name."""
    # The only space that is printable is the plain one.
    return " ".join((value if value.isprintable() else text(re.sub(r"\s", " ", value))).split())


def web(url: str) -> str:
    """*url*, quoted, if it leads somewhere on the web; else nothing."""
    url = line(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=-._~")
