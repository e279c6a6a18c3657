"""What every export has in common: old addresses, and the tally of what was left out."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from pressday.problems import Problem, Severity

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
