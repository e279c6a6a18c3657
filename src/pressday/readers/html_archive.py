"""A page saved with its pictures: in one file (MHTML, RFC 2557), or in a folder beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from pressday.problems import Problem, ProblemError
from pressday.readers.assets import FOLDER_ENDINGS, Album

_MOST_PARTS = 2_000
_SOURCE = re.compile(r"<img\b[^<>]{0,4000}?\ssrc\s*=\s*(?:\"([^\"<>]{1,600})\"|'([^'<>]{1,600})')", re.IGNORECASE)
_SAVED_FROM = "<!-- saved from url="


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


class Saved(NamedTuple):
    """The pictures of a page by what ``src`` says: the name of an asset, or nothing for one that is not there."""

    pictures: dict[str, str]
    album: Album


def beside(text: str, name: str, found: Mapping[str, bytes]) -> Saved:
    """The pictures that a page calls in the folder saved with it: *found*, by their paths in that folder."""
    album = Album()
    pictures: dict[str, str] = {}
    missing = 0
    own = bool(found) or _SAVED_FROM in text[:4_000]
    for written in dict.fromkeys(unescape(one[1] or one[2]) for one in _SOURCE.finditer(text)):
        folder, _, path = unquote(written).strip().removeprefix("./").partition("/")
        ending = next((one for one in FOLDER_ENDINGS if folder.endswith(one) and folder != one), "")
        if not path or not ending or not (own or folder == PurePosixPath(name).stem + ending):
            # A page that was written by hand: the picture may lie beside it.
            if (data := found.get(f"./{unquote(written).strip().removeprefix('./')}")) is not None:
                pictures[written] = album.add(data, written)
            continue
        data = found.get(path)
        missing += data is None
        pictures[written] = album.add(data, path) if data is not None else ""
    if missing:
        what = (
            "a picture that was saved beside the page is"
            if missing == 1
            else f"{missing} pictures that were saved beside the page are"
        )
        hint = "import the page where its folder stands beside it, under the name that the browser gave it"
        album.problems.append(Problem(f"{what} not there; left out", hint=hint, severity="warning"))
    return Saved(pictures, album)
