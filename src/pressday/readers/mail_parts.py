"""The parts of a message (RFC 2045, 2046): which of them is the text, and what belongs to it."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from typing import NamedTuple

from pressday.problems import Problem, ProblemError
from pressday.readers import decoding, mail_headers

MAX_PARTS = 1_000
MAX_DEPTH = 40
MAX_HEADERS = 200_000
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")


# What the standard library raises for headers and codings that are not what they should be.
_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, binascii.Error)


class Text(NamedTuple):
    """A part that is text: HTML or plain, with the line of the file on which it begins."""

    html: bool
    text: str
    line: int
    flowed: bool = False
    delsp: bool = False
    lines: tuple[int, ...] = ()

    def at(self, number: int) -> int:
        """The file's line for the text's line *number* (from 1)."""
        if not self.lines:
            return self.line
        return self.lines[min(max(number, 1), len(self.lines)) - 1]


class Parts(NamedTuple):
    """The texts in order, the pictures by their ids (``cid:``) and places, and how many files are attached.

    *forwarded* is the message inside, if that is what was sent; *before* are the words above it.
    """

    texts: tuple[Text, ...]
    pictures: dict[str, tuple[bytes, str]]
    attached: tuple[str, ...]
    forwarded: Message | None = None
    forwarded_text: str = ""
    before: tuple[Text, ...] = ()


class _AsWritten(policy.Compat32):
    """The modern policy parses structured headers, and fails on many that are broken; this one parses none."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def parse(data: bytes) -> Message:
    """The message that *data* is.  Raises ProblemError where it has no headers or is nested too deeply."""
    end = data.find(b"\n\n")
    head = data[: end if end >= 0 else len(data)]
    if not _HEADER.match(head):
        raise ProblemError(Problem("is no message: it does not begin with headers", line=1))
    if head.count(b"\n") > MAX_HEADERS:
        raise ProblemError(Problem(f"has more than {MAX_HEADERS:,} lines of headers"))
    try:
        return message_from_bytes(data, policy=_AsWritten())
    except RecursionError as error:
        raise ProblemError(Problem("its parts are nested too deeply")) from error
    except _FAULTS as error:
        raise ProblemError(Problem("its parts cannot be told apart")) from error


def choose(message: Message, data: bytes, first: int, problems: list[Problem]) -> Parts:
    """What of *message* is read."""
    walk = _Walk(data, first, problems)
    walk.take(message, 0)
    forwarded = walk.forwarded
    if forwarded is not None:
        inner = choose(forwarded, data, first, problems)
        if inner.texts:
            own = tuple(walk.texts)
            if inner.forwarded is not None:
                return inner._replace(before=own + inner.before, pictures={**walk.pictures, **inner.pictures})
            return inner._replace(
                forwarded=forwarded,
                forwarded_text=_head(forwarded),
                before=own,
                pictures={**walk.pictures, **inner.pictures},
            )
    if walk.attached:
        named = ", ".join(walk.attached[:5]) + (" …" if len(walk.attached) > 5 else "")
        count = "1 attachment was" if len(walk.attached) == 1 else f"{len(walk.attached)} attachments were"
        problems.append(Problem(f"{count} left out: {named}", line=first, severity="note"))
    return Parts(tuple(walk.texts), walk.pictures, tuple(walk.attached))


def _head(message: Message) -> str:
    return next((f"{name}: {value}".split("\n")[0] for name, value in message.items()), "")


class _Walk:
    def __init__(self, data: bytes, first: int, problems: list[Problem]) -> None:
        self.data = data
        self.first = first
        self.problems = problems
        self.texts: list[Text] = []
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self.attached: list[str] = []
        self.forwarded: Message | None = None
        self.seen = 0
        self.at = 0

    def take(self, part: Message, depth: int) -> None:
        """Adds what *part* holds."""
        self.seen += 1
        if self.seen > MAX_PARTS or depth > MAX_DEPTH:
            many = f"has more than {MAX_PARTS:,} parts" if self.seen > MAX_PARTS else "its parts are nested too deeply"
            raise ProblemError(Problem(many))
        kind = _kind(part)
        inner = part.get_payload() if part.is_multipart() else None
        if kind == "message/rfc822" and isinstance(inner, list) and inner and isinstance(inner[0], Message):
            if self.forwarded is None:
                self.forwarded = inner[0]
            else:
                self.attached.append("a message")
        elif isinstance(inner, list):
            parts = [one for one in inner if isinstance(one, Message)]
            if kind == "multipart/alternative":
                self.alternative(parts, depth)
            elif kind == "multipart/report":
                for one in parts[:1]:
                    self.take(one, depth + 1)
            else:
                for one in parts:
                    self.take(one, depth + 1)
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            self.texts.append(self.text(part, kind == "text/html"))
        elif kind.startswith("image/"):
            self.picture(part)
        elif not kind.startswith("multipart/"):
            self.attached.append(_name(part) or kind)
        else:
            # A multipart whose boundary is missing: its text is all that there is.
            self.texts.append(self.text(part, html=False))
            self.problems.append(
                Problem("its parts have no boundary; read as plain text", line=self.texts[-1].line, severity="warning")
            )

    def alternative(self, parts: list[Message], depth: int) -> None:
        """Of the ways in which one text is told the last that says as much as the others."""
        ways = []
        for part in parts:
            before = len(self.texts), len(self.attached), self.forwarded
            self.take(part, depth + 1)
            ways.append(self.texts[before[0] :])
            del self.texts[before[0] :]
            if not ways[-1] and _kind(part).startswith("text/"):
                del self.attached[before[1] :]
        told = [way for way in ways if way]
        if not told:
            return
        longest = max(_words(way) for way in told)
        self.texts += next(way for way in reversed(told) if 2 * _words(way) >= longest)

    def text(self, part: Message, html: bool) -> Text:
        payload = _payload(part)
        raw = payload if isinstance(payload, str) else ""
        data = _decoded(part)
        coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        coded = coding in ("base64", "quoted-printable")
        there = raw.encode("ascii", "replace") if coded else data
        start = self.data.find(there[:2_000], self.at) if raw.strip() else -1
        line = self.first
        if start >= 0:
            self.at = start
            line += self.data.count(b"\n", 0, start)
        charset = _parameter(part, "charset")
        shown = self.letters(data, charset, line)
        return Text(
            html,
            shown.replace("\r\n", "\n").replace("\r", "\n"),
            line,
            _parameter(part, "format").lower() == "flowed",
            _parameter(part, "delsp").lower() == "yes",
            tuple(_numbers(raw, coding, line)),
        )

    def letters(self, data: bytes, charset: str, line: int) -> str:
        """*data* in its charset; by the best guess where it has none, or one that is unknown or wrong."""
        if charset:
            try:
                return data.decode({"iso-8859-1": "cp1252", "us-ascii": "ascii"}.get(charset.lower(), charset))
            except (LookupError, ValueError, AssertionError):
                pass  # The best guess follows, and is told.
        text, guessed = decoding.decode(data)
        if charset and (guessed or not data.isascii()):
            known = _is_known(charset)
            why = "is not what its bytes are" if known else "is unknown"
            named = re.sub(r"[^\w.-]", "?", charset[:40])
            message = f"the encoding “{named}” {why}; read by the best guess"
            self.problems.append(Problem(message, line=line, severity="warning"))
        return text

    def picture(self, part: Message) -> None:
        name = _name(part)
        id_ = str(part.get("Content-ID", "")).strip().strip("<>")
        place = str(part.get("Content-Location", "")).strip()
        if not (id_ or place):
            self.attached.append(name or "a picture")
            return
        data = _decoded(part)
        for key in (f"cid:{id_}" if id_ else "", place):
            if key:
                self.pictures[key] = (data, name or id_.partition("@")[0])


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except _FAULTS:
        return "text/plain"


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except _FAULTS:
        return ""
    # RFC 2231 gives charset, language and value.
    return str(value[2] if isinstance(value, tuple) else value or "").strip().strip("'\"")


def _name(part: Message) -> str:
    try:
        return mail_headers.decoded(part.get_filename() or "")[:100]
    except _FAULTS:
        return ""


def _payload(part: Message) -> object:
    """The parts inside, or the text as it was sent."""
    try:
        return part.get_payload()
    # It is decoded on the way, by a charset that may be anything.
    except _FAULTS:
        return _decoded(part).decode("latin-1")


def _decoded(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _FAULTS:
        return b""
    return data if isinstance(data, bytes) else b""


def _is_known(charset: str) -> bool:
    try:
        "".encode(charset)
    except (LookupError, ValueError, UnicodeError):
        return False
    return True


def _numbers(raw: str, coding: str, first: int) -> Iterator[int]:
    """The file's line for each line of the text: soft line breaks join lines, base64 has none."""
    if coding == "base64":
        return
    fresh = True
    for number, line in enumerate(raw.split("\n"), start=first):
        if fresh:
            yield number
        fresh = not (coding == "quoted-printable" and line.rstrip(" \t\r").endswith("="))


_UNSAID = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"\S{60,}|https?://\S+")


def _words(way: list[Text]) -> int:
    """About how many words *way* says; addresses are none."""
    return sum(len(_ADDRESS.sub(" ", _UNSAID.sub(" ", one.text) if one.html else one.text).split()) for one in way)
