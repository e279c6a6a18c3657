"""A digest's two parts as one message (RFC 5322).  The only door to ``email``.

Nothing in it is of its own making: boundary, date and id follow from what is sent, so that the same
digest gives the same bytes.
"""

from __future__ import annotations

import quopri
import re
import unicodedata
from contextlib import suppress
from email.errors import MessageError, MultipartInvariantViolationDefect, StartBoundaryNotFoundDefect
from email.header import Header, decode_header, make_header
from email.parser import BytesParser
from email.utils import format_datetime, parseaddr, quote
from typing import TypeAlias
from urllib.parse import urlsplit

from pressday.config import Newsletter
from pressday.model import Digest
from pressday.problems import Problem, ProblemError
from pressday.records import digest as content_hash

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_LINE = 76
_NOWHERE = "newsletter.invalid"

# A header's words and, in those that have one, its address.
Meant: TypeAlias = dict[str, tuple[str, str]]


def write(digest: Digest, newsletter: Newsletter, *, text: str, html: str) -> bytes:
    """The message, its lines ended as they are sent.

    Raises ProblemError if a mail program would not read back the headers that were meant.
    """
    name, address = _sender(newsletter)
    domain = _domain(newsletter.identity.partition(",")[0]) or _NOWHERE
    id_ = content_hash(f"{newsletter.identity}\0{digest.span.name}".encode("utf-8", "replace"))[:12]
    meant: Meant = {
        "From": (name, address),
        "Subject": (_readable(digest.subject), ""),
        "Date": (format_datetime(digest.span.end), ""),
        "Message-ID": (f"<digest-{digest.span.name}.{id_}@{domain}>", ""),
        "List-Id": (_readable(newsletter.title), f"digests.{domain}"),
    }
    lines = [f"{key}: {_encoded(key, words, at)}\r\n" for key, (words, at) in meant.items()]
    made = "".join(lines).encode("ascii") + _body(text, html)
    _check(made, meant, digest.span.name)
    return made


def _body(text: str, html: str) -> bytes:
    """The two parts, and the headers that hold them together.

    Written here, not by ``email``: its generator takes lines one by one, at ten times the price.
    """
    # Quoted-printable writes "=" as "=3D": no part can hold the boundary.
    boundary = "=_" + content_hash(f"{text}\0{html}".encode("utf-8", "replace"))
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'
    between = f"\r\n--{boundary}".encode("ascii")
    return between.join([head.encode("ascii"), _part("plain", text), _part("html", html), b"--\r\n"])


def _part(subtype: str, text: str) -> bytes:
    head = f'\r\nContent-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    return head.encode("ascii") + quopri.encodestring(lines).replace(b"\n", b"\r\n")


# --- headers ------------------------------------------------------------------------------------


def _sender(newsletter: Newsletter) -> tuple[str, str]:
    """The name and the address that the digest comes from."""
    written = _clean(newsletter.digest.sender)
    name, address = parseaddr(written)
    mailbox, at, host = address.rpartition("@")
    address = f"{mailbox}{at}{_domain(host)}"
    if not _ADDRESS.fullmatch(address):
        name = name or written
        address = f"digest@{_domain(urlsplit(newsletter.base_url).hostname or '') or _NOWHERE}"
    return _readable(name) or _readable(newsletter.title), address


def _domain(host: str) -> str:
    """*host* as mail writes it, or nothing if it is not a domain."""
    try:
        written = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return written if _DOMAIN.fullmatch(written) else ""


def _clean(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split())


def _readable(text: str) -> str:
    """*text* as one line that no mail program can take for an encoded word.

    What is one already is read first: a subject copied from a mail then says what it said there.
    """
    with suppress(MessageError, LookupError, ValueError):  # not one after all: it stays as written
        text = str(make_header(decode_header(_clean(text))))
    return _clean(text.replace("=?", "= ?"))


def _encoded(key: str, words: str, address: str) -> str:
    """A header's value, folded.

    By the older functions of the standard library: the folding of its newer ones doubles spaces in
    long subjects that mix alphabets.
    """
    # An id is not words: it is never encoded, however long.
    plain = key == "Message-ID" or (words.isascii() and len(key) + len(words) + 4 <= _LONGEST_LINE)
    if plain:
        value = f'"{quote(words)}"' if address else words
    else:
        value = Header(words, "utf-8", header_name=key).encode(linesep="\r\n")
    return f"{value}\r\n <{address}>" if address and not plain else f"{value} <{address}>" if address else value


_BODILY = (MultipartInvariantViolationDefect, StartBoundaryNotFoundDefect)


def _check(made: bytes, meant: Meant, name: str) -> None:
    head = made.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    read = BytesParser().parsebytes(head, headersonly=True)
    wrong = [key for key in read if key not in meant and key not in ("MIME-Version", "Content-Type")]
    wrong += [key for key, value in meant.items() if [_read(v, value) for v in read.get_all(key, [])] != [value]]
    # Without its body it has no boundary either, which some versions of the parser mind.
    if wrong or any(not isinstance(defect, _BODILY) for defect in read.defects):
        raise ProblemError(
            Problem(
                f"the mail of {name} cannot be written: its headers would not be read as they are meant",
                f"content/digests/{name}.md",
                hint=f"mend {', '.join(wrong) or 'its text'}",
            )
        )


def _read(value: str, meant: tuple[str, str]) -> tuple[str, str]:
    """What a mail program makes of a header's *value*: its words and, where one is *meant*, an address."""
    unfolded = value.replace("\r\n", "")
    words, address = parseaddr(unfolded) if meant[1] else (unfolded, "")
    return str(make_header(decode_header(words))), address
