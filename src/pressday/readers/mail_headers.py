"""A message's headers: decoded, on one line, and taken for what they say (RFC 5322, RFC 2047)."""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime, tzinfo
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple

from pressday.documents import Block, BlockRole
from pressday.markup.plain import to_markdown
from pressday.readers import dates, mail_dates
from pressday.records import replace

_LONGEST = 2_000
_LONGEST_NAME = 80
_WHITE = re.compile("[\\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORWARDED = r"(?:fwd?|wg|tr|rv|i|doorst)"
_PREFIX = re.compile(
    rf"\s*(?:(?:re|aw|sv|antw|ref?|{_FORWARDED})\s*(?:\[\d+\]|\(\d+\))?\s*:|\[[^\[\]]{{1,40}}\])\s*", re.IGNORECASE
)
_FORWARD = re.compile(rf"(?:^|[:\]]\s*){_FORWARDED}\s*:", re.IGNORECASE)
_REPLY = re.compile(r"^(?:\[[^\]]*\]\s*)?(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_OF = re.compile(r"^(?P<author>.{2,60}?)\s+(?:from|at|via|von|bei)\s+(?P<site>[^\W\d_a-zß-ÿ].{1,80})$")
_ADDRESS = re.compile(r"<\s*(https?://[^\s<>\"]+)\s*>", re.IGNORECASE)


class Head(NamedTuple):
    """What a message says of itself; *blocks* are the header lines that it shows."""

    title: str
    authors: tuple[str, ...]
    instant: datetime | None
    site: str
    url: str
    blocks: list[Block]
    is_reply: bool
    is_forward: bool
    zone: tzinfo = UTC


def read(message: Message, data: bytes, first: int, *, within: str = "") -> Head:
    """The head of *message*; *data* is the file's part that holds it, beginning at line *first*."""
    at = data.find(within.encode("ascii", "surrogateescape")[:200]) if within else 0
    lines = _lines(data, max(0, at), first)
    subject = text(message, "Subject")
    title, taken = stripped(subject)
    author, address = sender(message)
    listed = text(message, "List-Id").partition("<")[0].strip(' "')
    said = _OF.match(author)
    site = listed or (said["site"] if said else author) or address.rpartition("@")[2]
    written = said[0] if said else author
    author = _forename_first(said["author"] if said else author)
    date = text(message, "Date")
    blocks = []
    if taken:
        blocks.append(_block(taken, lines.get("subject", first), "furniture"))
    if title:
        blocks.append(_block(title, lines.get("subject", first), "headline"))
    if author:
        blocks.append(_block(written, lines.get("from", first), "byline"))
    if date and dates.instant(date) is not None:
        blocks.append(_block(date, lines.get("date", first), "stamp"))
    blocks.sort(key=lambda block: block.line)
    answers = bool(message.get("In-Reply-To")) and not _FORWARD.search(subject)
    return Head(
        title,
        (author,) if author else (),
        dates.instant(date),
        site,
        _url(message),
        blocks,
        answers or bool(_REPLY.match(subject)),
        bool(_FORWARD.search(subject)),
        mail_dates.zone(date) or UTC,
    )


def instead(head: Head, inner: Head) -> Head:
    """*inner*, told in the text of a message that passes it on, in the place of what *head* says."""
    kept = {"headline"} if not inner.title or inner.title == head.title else set()
    if inner.instant is None:
        kept.add("stamp")
    blocks = [block if block.role in kept else replace(block, role="furniture") for block in head.blocks]
    return inner._replace(
        blocks=blocks, title=inner.title or head.title, url=inner.url or head.url, instant=inner.instant or head.instant
    )


class Told(NamedTuple):
    """A head that stands in a text; *zoned*: its date names its zone."""

    head: Head
    zoned: bool


def told(said: dict[str, str], *, zone: tzinfo, before: datetime | None) -> Told:
    """A head made of the lines ``From``, ``Date`` and ``Subject`` that stand in a text.

    A date without a zone is one of *zone*; *before* is when the message was passed on.
    """
    message = Message()
    for name, value in said.items():
        message[name] = _WHITE.sub(" ", value)
    name, address = sender(message)
    title, _ = stripped(said.get("Subject", ""))
    when = mail_dates.read(said.get("Date", ""), zone=zone, before=before)
    authors, site = (name,) if name else (), name or address.rpartition("@")[2]
    return Told(Head(title, authors, when and when.instant, site, "", [], False, False), when is None or when.zoned)


def text(message: Message, name: str) -> str:
    """A header as a reader sees it: decoded, on one line, at most so long; empty if there is none."""
    try:
        raw = message.get(name)
    except (HeaderParseError, ValueError, LookupError):
        return ""
    return decoded(str(raw)) if raw is not None else ""


def decoded(raw: str) -> str:
    """*raw* with its encoded words as letters.  What they smuggle in (line breaks, controls) is white space."""
    raw = raw[: 4 * _LONGEST]
    try:
        parts = decode_header(_WHITE.sub(" ", raw))
    except (HeaderParseError, binascii.Error, ValueError):
        parts = [(raw, None)]
    made = []
    for part, charset in parts:
        if isinstance(part, str):
            made.append(_repaired(part))
            continue
        try:
            made.append(part.decode(charset or "ascii"))
        except (LookupError, UnicodeError, ValueError):
            made.append(_repaired(part.decode("ascii", "surrogateescape")))
    return _WHITE.sub(" ", "".join(made)).strip()[:_LONGEST]


def _repaired(part: str) -> str:
    """Bytes that no header may hold, as the UTF-8 that they mostly are."""
    data = part.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def stripped(subject: str) -> tuple[str, str]:
    """A subject without the marks of replies, forwards and lists; and these marks."""
    rest = subject
    while (found := _PREFIX.match(rest)) and found.end() < len(rest):
        rest = rest[found.end() :]
    return rest, subject[: len(subject) - len(rest)].strip()


def sender(message: Message) -> tuple[str, str]:
    """The name and the address of who wrote."""
    try:
        # Split before it is decoded: an encoded name may hold a comma.
        pairs = getaddresses([_WHITE.sub(" ", str(message.get("From", "")))[: 4 * _LONGEST]])
    except (ValueError, LookupError, HeaderParseError, RecursionError):
        return "", ""
    name, address = next(((name, address) for name, address in pairs if name or address), ("", ""))
    name = decoded(name).strip("\"' ")
    if "@" not in address:
        whole = text(message, "From").strip("\"' ")
        address, name = "", name or (whole if len(whole) < _LONGEST_NAME and whole[:1].isalnum() else "")
    return ("" if "@" in name else name), _WHITE.sub("", address)


def _forename_first(name: str) -> str:
    """``Okafor, Ines`` as it stands in a byline."""
    last, comma, first = name.partition(", ")
    short = 0 < len(first.split()) <= 2 and len(last.split()) <= 2
    return f"{first} {last}" if comma and short and first.replace(" ", "").replace(".", "").isalpha() else name


def _url(message: Message) -> str:
    """Where the message stands on the web (RFC 5064), or where its list says that it does."""
    for name in ("Archived-At", "List-Post"):
        found = _ADDRESS.search(text(message, name))
        if found:
            return found[1]
    return ""


def _lines(data: bytes, at: int, first: int) -> dict[str, int]:
    """The lines on which headers begin, by their names in lower case."""
    end = data.find(b"\n\n", at)
    line = first + data.count(b"\n", 0, at)
    found: dict[str, int] = {}
    for number, raw in enumerate(data[at : end if end >= 0 else len(data)].split(b"\n"), start=line):
        key, colon, _ = raw[:80].partition(b":")
        if colon and key.isascii():
            found.setdefault(key.decode().strip().lower(), number)
    return found


def _block(words: str, line: int, role: BlockRole) -> Block:
    return Block(words, line, to_markdown(words), gap=True, role=role)
