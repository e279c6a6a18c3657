"""A text's HTML as a feed reader needs it: far from its page, beside texts of others.

What it is given is safe already (``markup`` lets no script, style sheet, frame, form or handler
through).  Here its links become whole, and its ids go: two texts on one screen may have the same.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

# A tag as ``markup`` writes it: every value stands in double quotes.
_TAG = re.compile(r'<[A-Za-z][A-Za-z0-9]*(?:\s+[^\s"=<>/]+(?:="[^"]*")?)+\s*/?>')
_ATTRIBUTE = re.compile(r'\s+([^\s"=<>/]+)(?:="([^"]*)")?')
_DROPPED = frozenset({"id", "class", "loading"})
_LINKS = frozenset({"href", "src", "cite", "poster"})
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# A value that is no whole address.  Most texts hold none, and looking at every tag costs more than all the rest.
_LOOSE = re.compile(r'="(?![A-Za-z][A-Za-z0-9+.-]*:)')


def portable(html: str, page: str) -> str:
    """*html* with every link whole and no ids; *page* is the whole address that it was written for."""
    if ' id="' not in html and ' srcset="' not in html and not _LOOSE.search(html):
        return html
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(lambda found: _attribute(found, page), tag[0]), html)


def _attribute(found: re.Match[str], page: str) -> str:
    name, value = found[1].lower(), found[2]
    if name in _DROPPED:
        return ""
    if value is None:
        return found[0]
    if name in _LINKS and not _WHOLE.match(value):
        return f' {name}="{escape(whole(unescape(value), page))}"'
    if name == "srcset":
        return f' {name}="{escape(_srcset(unescape(value), page))}"'
    return found[0]


def whole(address: str, page: str) -> str:
    """*address* as it is meant on *page*, with scheme and host; the page's own if it leads nowhere."""
    try:
        return urljoin(page, address)
    except ValueError:  # `//[`: no address
        return page


def _srcset(value: str, page: str) -> str:
    """The candidates of a picture (HTML, 4.8.4.2.2), each whole.  An address may hold commas, but not end in one."""
    candidates = []
    for found in re.finditer(r"([^\s,]\S*[^\s,]|[^\s,])\s*([^,]*)", value):
        address, size = found[1], found[2].strip()
        candidates.append(f"{whole(address, page)} {size}".strip())
    return ", ".join(candidates)
