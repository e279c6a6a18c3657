"""A page saved with its pictures in one file (MHTML, RFC 2557)."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import NamedTuple

from pressday.problems import Problem, ProblemError
from pressday.readers.assets import Album

_MOST_PARTS = 2_000


class Archive(NamedTuple):
    """The page itself, the encoding its part declares, its address, and its pictures by what ``src`` says."""

    page: bytes
    charset: str
    url: str
    pictures: dict[str, str]
    album: Album


def read(data: bytes) -> Archive:
    """The parts of an archive.  Raises ProblemError for one without a page."""
    album = Album()
    pictures: dict[str, str] = {}
    page, charset, url = b"", "", ""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        for number, part in enumerate(message.walk()):
            if number >= _MOST_PARTS:
                break
            if not isinstance(part, EmailMessage) or part.is_multipart():
                continue
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            where = "".join(str(part.get("Content-Location", "")).split())
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                if not page:
                    page, charset, url = content, part.get_content_charset() or "", where
            elif part.get_content_maintype() == "image" and (name := album.add(content, where.partition("?")[0])):
                for key in (where, f"cid:{str(part.get('Content-ID', '')).strip('<> ')}"):
                    if key not in ("", "cid:"):
                        pictures[key] = name
        url = url or "".join(str(message.get("Snapshot-Content-Location", "")).split())
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ProblemError(Problem("is no archive of a page that can be read")) from error
    if not page.strip():
        raise ProblemError(Problem("is an archive without a page in it"))
    return Archive(page, charset, url, pictures, album)
