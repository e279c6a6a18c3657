"""What every export has in common: old addresses, and the tally of what was left out."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from pressday.problems import Problem, Severity
from pressday.readers.feeds_posts import MOVED

_NO_ALIAS = re.compile(r'[\\:?#*"<>|\x00-\x1f]|(?:^|/)\.{1,2}(?:/|$)|//')


def alias(address: str, base: str = "", kind: str = "", slug: str = "") -> tuple[str, ...]:
    """The old *address* as one below the base URL, as ``aliases`` want it; none for one with a query.

    *base* is the old home's: what stands elsewhere has no place on the new site.  A page of the same
    *slug* stands there again.
    """
    try:
        parts, home = urlsplit(address), urlsplit(base)
    except ValueError:
        return ()
    if parts.query or (parts.netloc and home.netloc and _host(parts.netloc) != _host(home.netloc)):
        return ()
    path, below = unquote(parts.path), unquote(home.path).rstrip("/") + "/"
    if below != "/" and not path.startswith(below):
        return ()
    made = path.removeprefix(below).lstrip("/")
    if not made or _NO_ALIAS.search(made) or not made.isprintable():
        return ()
    if kind == "page" and made.strip("/") == slug:
        return ()
    return (made if made.endswith("/") or "." in made.rpartition("/")[2] else made + "/",)


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def shown(word: str) -> str:
    """A word of the export's own, as a message may hold it."""
    return re.sub(r"[^\w-]", "?", word)[:40]


class Place(NamedTuple):
    """Where a post stands: its old *path* below the new base URL ("2019/05/lock/"); *waits*: as a draft."""

    path: str
    waits: bool = False


class Links:
    """Links from post to post, which lead to the new home wherever that will be.

    *home* is the old one's address; a home that the export does not tell has none, and its links no
    other end: *untold* says so.
    """

    def __init__(self, home: str, tally: Tally, *, untold: bool = False) -> None:
        self._home = home
        self._tally = tally
        self._untold = untold
        self._places: dict[str, Place] = {}

    def add(self, old: str, place: Place) -> None:
        """The post that stood at the *old* address stands at *place*."""
        key = self._key(old)
        if key:
            self._places.setdefault(key, place)

    def moved(self, html: str, base: str, *, line: int = 0, title: str = "") -> str:
        """*html*, seen from *base*, with its links to posts of the export as links within the new home."""

        def led(found: re.Match[str]) -> str:
            if found["address"].startswith("#"):
                return found[0]
            try:
                address = urljoin(base, entities.unescape(found["address"]).strip())
                key, fragment = self._key(address), urlsplit(address).fragment
            except ValueError:
                return found[0]
            place = self._places.get(key)
            if place is None:
                if key and self._untold:
                    self._tally.add(_NOWHERE, line=line, title=title)
                return found[0]
            if place.waits:
                self._tally.add(_WAITING, line=line, title=title)
            part = f"#{entities.escape(fragment)}" if fragment else ""
            return f'{found["tag"]}href="{MOVED}{quote(place.path)}{part}"'

        return _HREF.sub(led, html)

    def _key(self, address: str) -> str:
        """What an address of the old home is known by; empty for one that is elsewhere or in the page itself."""
        try:
            parts, home = urlsplit(address), urlsplit(self._home)
        except ValueError:
            return ""
        if parts.scheme not in ("http", "https") or _host(parts.netloc) != _host(home.netloc):
            return ""
        numbers = [value for name, value in parse_qsl(parts.query, max_num_fields=50) if name in ("p", "page_id")]
        path = unquote(parts.path).strip("/")
        if numbers and path == unquote(home.path).strip("/"):
            return f"?{numbers[0]}"
        return f"/{path}"


_HREF = re.compile(
    r"""(?P<tag><a\b[^<>]*?\s)href\s*=\s*(?P<mark>["'])(?P<address>(?:(?!(?P=mark))[^<>]){1,2000})(?P=mark)""",
    re.IGNORECASE,
)
_NOWHERE = "{links lead|link leads} to a page of the old site that is not in the export; the words stay"
_WAITING = "{links lead to posts that arrive as drafts|link leads to a post that arrives as a draft}"


class Tally:
    """What was done to many posts, told once each: how often, and where first."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self._first: dict[tuple[str, Severity], tuple[int, str]] = {}

    def add(self, what: str, *, line: int = 0, title: str = "", severity: Severity = "note") -> None:
        """One more of *what*, a sentence that begins after a number, as many and as one: "{posts are|post is} …"."""
        self._counts[what, severity] += 1
        self._first.setdefault((what, severity), (line, title))

    def problems(self) -> list[Problem]:
        """A problem for each, at the first place."""
        told = []
        for (what, severity), count in self._counts.items():
            line, title = self._first[what, severity]
            which = f" (the first is “{title}”)" if title and count > 1 else f" (“{title}”)" if title else ""
            said = _FORMS.sub(lambda match, one=count == 1: match[2 if one else 1], what)  # type: ignore[misc]
            told.append(Problem(f"{count} {said}{which}", line=line, severity=severity))
        return told


_FORMS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
