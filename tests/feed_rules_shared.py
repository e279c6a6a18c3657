"""What the rules of the feed formats have in common: addresses, instants, and the HTML that readers are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

# RFC 3339, upper case as Atom asks (RFC 4287, 3.3).
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")
_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+\Z", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>\\^`{|}]+\Z""")
_ACTS = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|frame|object|embed|form|input|button|link|meta|base)\b|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)
_TAGS = re.compile(r'<[A-Za-z][A-Za-z0-9]*(?:\s+[^\s"=<>/]+(?:="[^"]*")?)*\s*/?>')
_ATTRIBUTES = re.compile(r'\s([^\s"=<>/]+)="([^"]*)"')
# What XML 1.0 forbids, and with it what is a character to nobody: a feed in JSON must do without it too.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def markup(html: str, where: str) -> Iterator[str]:
    """What is wrong with HTML that a reader may show beside other texts, far from its page."""
    for tag in _TAGS.finditer(html):
        if _ACTS.search(tag[0]):
            yield f"{where}: holds {tag[0]}"
        for name, value in _ATTRIBUTES.findall(tag[0]):
            if name == "id":
                yield f"{where}: an id, {value}, which another text may have too"
            if name in ("href", "src", "cite", "poster") and not re.match(r"(?:https?://[^/]|mailto:|tel:)", value):
                yield f"{where}: {name} leads to {value!r}"
            if name == "srcset" and not all(is_web(part.split()[0]) for part in value.split(", ")):
                yield f"{where}: srcset is {value!r}"


def characters(data: bytes) -> Iterator[str]:
    """What is wrong with a document's bytes before anything is read from them."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "begins with a byte-order mark"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"not UTF-8: {error}"
        return
    yield from unfit(text)


def unfit(text: str) -> Iterator[str]:
    """What *text* holds that no feed may."""
    if found := _UNFIT.search(text):
        yield f"holds U+{ord(found[0]):04X}, which is no character"


def is_instant(text: str) -> bool:
    try:
        return bool(_INSTANT.match(text)) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_iri(text: str) -> bool:
    return bool(_IRI.match(text))


def is_web(text: str | None) -> bool:
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_iri(text or "")


def is_media(text: str) -> bool:
    return bool(_MEDIA.match(text))


def is_language(text: str) -> bool:
    return bool(_LANGUAGE.match(text))
