"""The only place that decides a URL, a path, a slug or an id.

An *address* is a path below the base URL, unquoted, without a leading slash; a page's ends with
``/`` (the home page's is empty).  ``url`` and ``absolute`` turn one into what a link holds.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

MAX_SLUG_BYTES = 80

# Names that a disk, a server or one of our own pages has a use for.
RESERVED = frozenset(
    "con prn aux nul index page feed atom assets archive topics authors digests linked live 404".split()
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in range(1, 10)]
)
# No vowels, so that no id spells a word; no 0, 1 or l, so that none is misread.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"

_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")


# The path of a file without an id, once it was written down for one.
_PATH_ID = re.compile(r"^(?:articles|live|linked)/(?:[^\s/:?#\"'<>|\\]{1,80}/){0,4}")

# --- slugs and ids ------------------------------------------------------------------------------


def slug(text: str) -> str:
    """*text* as one part of an address: NFKC, lower case, letters and digits of any script.

    At most 80 bytes, never empty, never a reserved name.
    """
    if len(text) <= MAX_SLUG_BYTES and _IS_SLUG.match(text) and text not in RESERVED:
        return text
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text)
    text = _SILENT.sub("", text)
    kept = "".join(c if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") else "-" for c in text)
    made = re.sub(r"-+", "-", kept).strip("-")
    if len(made.encode()) > MAX_SLUG_BYTES:
        made = made.encode()[:MAX_SLUG_BYTES].decode(errors="ignore")
        head, dash, _ = made.rpartition("-")
        made = head if dash and len(head) > len(made) // 2 else made
        made = made.strip("-")
    if not made or not any(c.isalnum() for c in made):
        return "x" + _short(text, 7)
    return f"{made}-x" if made in RESERVED else made


# Apostrophes, and what takes no room: soft hyphens, joiners, marks of direction, variation selectors.
_SILENT = re.compile(
    "['’‘ʼ\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


def _short(text: str, length: int) -> str:
    number = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest(), "big")
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(digits)


def mint_live(page: str, instant: datetime, headline: str, zone: ZoneInfo, *, salt: str = "") -> str:
    """The id of a live entry: ``0122-0752-k3f9``, month, day and time in the newsletter's *zone*.

    Computed from the live page, the source's instant and the headline as first seen, so that the
    same document gives the same ids on another machine.  *salt* tells apart two that would clash.
    """
    stamp = instant.astimezone(zone).strftime("%m%d-%H%M")
    return f"{stamp}-{_short(_key('live', page, instant.astimezone(UTC).isoformat(), headline, salt), 4)}"


def mint(home: str, headline: str, *, salt: str = "") -> str:
    """The id of a card or article: from its collection or source (*home*) and first-seen headline."""
    return _short(_key("item", home, headline, salt), 8)


def _key(*parts: str) -> str:
    return "\0".join(unicodedata.normalize("NFC", " ".join(part.split())) for part in parts)


def is_id(text: str) -> bool:
    """Whether *text* can be the id of an entry: a short word, or the path that stood for one."""
    return bool(ID.match(_PATH_ID.sub("", text)))


def tag(identity: str, *parts: str) -> str:
    """A permanent id (RFC 4151): ``tag:harbour.example,2026:0122-0752-k3f9``."""
    return f"tag:{identity}:{'/'.join(quote(part, safe='._-~') for part in parts)}"


# --- addresses ----------------------------------------------------------------------------------


def article(day: str, slug_: str) -> str:
    """*day* is ``2025-01-22``, the date in the newsletter's zone."""
    return f"{day.replace('-', '/')}/{slug_}/"


def live_page(name: str) -> str:
    return f"live/{name}/"


def live_entry(name: str, key: str) -> str:
    return f"live/{name}/{key}/"


def collection(name: str) -> str:
    return f"linked/{name}/"


def card(name: str, key: str) -> str:
    return f"linked/{name}/#{key}"


def topic(id_: str) -> str:
    return f"topics/{id_}/"


def author(slug_: str) -> str:
    return f"authors/{slug_}/"


def day(name: str) -> str:
    return f"{name.replace('-', '/')}/"


def digest(name: str) -> str:
    return f"digests/{name}/"


def standing(slug_: str) -> str:
    return f"{slug_}/"


HOME = ""
ARCHIVE = "archive/"
CORRECTIONS = "corrections/"
TOPICS = "topics/"
AUTHORS = "authors/"
DIGESTS = "digests/"
SUBSCRIBE = "subscribe/"
OPML = "feeds.opml"
FEED_FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}


def older(list_address: str, number: int) -> str:
    """A full older page of a list; 1 is the oldest."""
    return f"{list_address}page/{number}/"


def subscribe(page_address: str) -> str:
    """The page that tells how to follow the whole (``HOME``), or the topic at *page_address*."""
    return page_address + SUBSCRIBE


def feed(page_address: str, format_: str) -> str:
    """The feed beside a page; *format_* is ``rss``, ``atom`` or ``json``."""
    return page_address + FEED_FILES[format_]


def feed_archive(page_address: str, name: str) -> str:
    """An archive of the Atom feed beside a page: of a month, ``2025-01``, or of one up to a day, ``2025-01-22``."""
    return f"{page_address}feeds/{name}/{FEED_FILES['atom']}"


def beside(page: str, file_name: str) -> str:
    """The address of a file of the page at *page*, such as a picture."""
    return page.partition("#")[0] + file_name


# --- from an address to a file and to a link ----------------------------------------------------


def file(address: str) -> str:
    """The file, below the destination, that answers at *address*."""
    path = address.partition("#")[0]
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def url(base_url: str, address: str) -> str:
    """*address* as a link inside the site: the base URL's path and the address, quoted."""
    return urlsplit(base_url).path.rstrip("/") + "/" + _quoted(address)


def absolute(base_url: str, address: str) -> str:
    """*address* with scheme and host, for feeds, mail and canonical links."""
    return base_url.rstrip("/") + "/" + _quoted(address)


def _quoted(address: str) -> str:
    if address.isascii() and not _UNSAFE.search(address):
        return address
    path, hash_, fragment = address.partition("#")
    return quote(path, safe="/~._-!$&'()*+,;=:@") + hash_ + quote(fragment, safe="~._-")


_UNSAFE = re.compile(r"[^A-Za-z0-9/~._#-]")
