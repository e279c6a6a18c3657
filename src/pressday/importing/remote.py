"""From the web into ``sources/``: what an address holds becomes a document like any other.

A document's name is made from its address, so that a second fetch is its next save.  What the
server says of its state (ETag, Last-Modified) is kept in ``.pressday/fetched/``, which may go at any
time: then everything is fetched again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pressday import addresses, fetching, readers
from pressday.config import Newsletter
from pressday.content import writing
from pressday.fetching import Fetched
from pressday.importing.sources import FOLDER, SourceFile, is_known
from pressday.ledger.imports import DocumentLedger
from pressday.problems import Problem, ProblemError
from pressday.records import digest

Fetch = Callable[..., Fetched]
_STATE = ".pressday/fetched"
_LONGEST_NAME = 120
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/x-opml": ".opml",
    "application/feed+json": ".json",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "text/markdown": ".md",
}
_VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/download")
_PAGE = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(rb"\s*(?:<\?.{0,500}?\?>\s*|<!--.{0,2000}?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)
_DOCTYPE = re.compile(rb"\A\s*<!doctype[^>]{0,300}>", re.IGNORECASE)
_OWN_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}encoding|<meta[^>]{0,200}charset""", re.IGNORECASE)


class Brought(NamedTuple):
    """What was fetched: its address, the file that holds it, and whether that is another than before."""

    url: str
    file: Path
    changed: bool


class Delivery(NamedTuple):
    """What a source's feed brought: a document to import, if there is anything new in it."""

    source: str
    document: Path | None
    problems: tuple[Problem, ...] = ()


def is_address(given: str) -> bool:
    """Whether what was given on the command line is to be fetched."""
    return given.lower().startswith(("http://", "https://"))


def bring(folder: Path, url: str, *, held: Path | None = None, fetch: Fetch = fetching.fetch) -> Brought:
    """Fetches *url* into ``sources/`` of the newsletter in *folder*.

    With *held* nothing is written but a file in that folder, for a run that must leave no trace.
    Raises ProblemError, located at the address, for what cannot be fetched.
    """
    state = _state(folder, url)
    known = folder / FOLDER / state["name"] if state else None
    if known is not None and _hash(known) != state["hash"]:
        known = None  # gone or edited: what the server calls unchanged is not here
    told = fetch(url, etag=state["etag"], modified=state["modified"]) if known else fetch(url)
    if known is not None and not told.changed:
        return Brought(url, known, False)
    data = _marked(told)
    # The address that was asked for names the document: where it leads may be another every day.
    name = name_of(url, told)
    if held is not None:
        file = held / name
        file.write_bytes(data)
        return Brought(url, file, True)
    file = folder / FOLDER / name
    changed = _hash(file) != digest(data)
    if changed:
        writing.write_bytes(folder, f"{FOLDER}/{name}", data)
    _note(folder, url, {"name": name, "hash": digest(data), "etag": told.etag, "modified": told.modified})
    return Brought(url, file, changed)


def addressed(
    folder: Path, given: Sequence[str], *, held: Path | None = None, fetch: Fetch = fetching.fetch
) -> tuple[list[Path], list[Problem]]:
    """What was given, each address replaced by the file that it was fetched into.

    One that cannot be fetched stops none of the others.
    """
    files: list[Path] = []
    problems: list[Problem] = []
    for one in given:
        if not is_address(one):
            files.append(Path(one))
            continue
        try:
            files.append(bring(folder, one, held=held, fetch=fetch).file)
        except ProblemError as error:
            problems += error.problems
    return files, problems


def deliveries(
    folder: Path,
    newsletter: Newsletter,
    ledgers: Mapping[str, DocumentLedger],
    *,
    held: Path | None = None,
    fetch: Fetch = fetching.fetch,
) -> Iterator[Delivery]:
    """Fetches each source's feed.  One that cannot be fetched stops none of the others."""
    for wire in newsletter.wires:
        try:
            brought = bring(folder, wire.feed, held=held, fetch=fetch)
        except ProblemError as error:
            yield Delivery(wire.source, None, error.problems)
            continue
        document = SourceFile(brought.file.name, brought.file)
        if not brought.changed and is_known(document, brought.file.read_bytes(), ledgers):
            note = Problem(f"{wire.source}: nothing new", path=wire.feed, severity="note")
            yield Delivery(wire.source, None, (note,))
        else:
            yield Delivery(wire.source, brought.file)


# --- names ----------------------------------------------------------------------------------------


def name_of(url: str, told: Fetched) -> str:
    """The document's name: host and path, ``gazette.example_2026_03_harbour-shut.html``.

    Where that leaves out something (a query, letters that no name may hold), a mark of the address
    tells it from its neighbours.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    ending = _ending(parts.path, told)
    path = PurePosixPath(unquote(parts.path))
    pieces = [piece for piece in path.parts if piece != "/"]
    if pieces and path.suffix.lower() == ending:
        pieces[-1] = path.stem
    slugs = [addresses.slug(piece) for piece in pieces]
    name = "_".join([re.sub(r"[^a-z0-9.-]", "-", host.lower()) or "x", *slugs])
    short = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    odd_port = parts.port not in (None, 80, 443)
    if slugs != pieces or parts.query or odd_port or short != name:
        name = f"{short}-{hashlib.blake2b(_plain(url).encode(), digest_size=4).hexdigest()}"
    return name + ending


def _plain(url: str) -> str:
    """The address less what leads to the same document: the scheme and the fragment."""
    return url.partition("#")[0].partition("://")[2]


def _ending(path: str, told: Fetched) -> str:
    own = PurePosixPath(unquote(path)).suffix.lower()
    head = told.data[:4_096].removeprefix(b"\xef\xbb\xbf")
    # Many servers call a feed a page.
    if _FEED.match(head):
        return ".xml"
    if told.media in _ENDINGS:
        return _ENDINGS[told.media]
    if _PAGE.match(head):
        return ".html"
    if told.media in _VAGUE and own and readers.find(f"x{own}", told.data) is not None:
        return own
    if head.startswith(b"%PDF"):
        return ".pdf"
    return ".json" if head.lstrip().startswith(b"{") else ".txt"


def _marked(told: Fetched) -> bytes:
    """The bytes as they came, with what only the server has said: the encoding, and a page's address."""
    data = told.data
    text = told.media.startswith("text/") or told.media.endswith(("xml", "html"))
    if text and told.charset and told.charset not in ("utf-8", "utf8", "us-ascii") and not _says_encoding(data):
        try:
            data = b"\xef\xbb\xbf" + data.decode(told.charset).encode("utf-8")
        except (LookupError, UnicodeError, ValueError):
            data = told.data  # the server is wrong: the reader finds out by itself
    if told.media in ("text/html", "application/xhtml+xml") and _PAGE.match(data[:4_096].removeprefix(b"\xef\xbb\xbf")):
        # As browsers mark a page that they save: without it links that begin at the page lead nowhere.
        doctype = _DOCTYPE.match(data.removeprefix(b"\xef\xbb\xbf"))
        at = (doctype.end() if doctype else 0) + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        address = told.url.replace("--", "%2D%2D")
        mark = f"\n<!-- saved from url=({len(address):04d}){address} -->\n".encode()
        data = data[:at] + mark + data[at:]
    return data


def _says_encoding(data: bytes) -> bool:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or _OWN_ENCODING.search(data[:4_096]):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- what is known of the last fetch --------------------------------------------------------------


def _state_path(url: str) -> str:
    return f"{_STATE}/{hashlib.blake2b(url.encode(), digest_size=16).hexdigest()}.json"


def _state(folder: Path, url: str) -> dict[str, str]:
    """What was noted of the last fetch; nothing where that is lost or is no note."""
    try:
        told = json.loads((folder / _state_path(url)).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    keys = ("name", "hash", "etag", "modified")
    whole = isinstance(told, dict) and all(isinstance(told.get(key), str) for key in keys)
    return {key: told[key] for key in keys} if whole and "/" not in told["name"] else {}


def _note(folder: Path, url: str, told: Mapping[str, str]) -> None:
    writing.write(folder, _state_path(url), json.dumps({"url": url, **told}, indent=1, sort_keys=True) + "\n")


def _hash(file: Path) -> str:
    try:
        return digest(file.read_bytes())
    except OSError:
        return ""
