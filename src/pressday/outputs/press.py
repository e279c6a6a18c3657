"""What an output is, and what it is drawn with.

An output module has two halves: ``plan`` makes ``Output`` values from the edition, cheaply and in
one process; ``draw`` turns a recipe into bytes, in any process, with nothing but a ``Press``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Body, Link
from pressday.records import Record

if TYPE_CHECKING:
    from pressday.theme import Theme

Place = Literal["site", "outbox"]


class Output(NamedTuple):
    """One file of what is published: *path* below *place*, and the recipe that it is drawn from.

    The recipe holds everything that the file depends on besides the settings, the theme and the
    program: equal recipes draw equal bytes.  *origin* is the file that asks for it, for messages.
    *aside*: it is long, one of many, and seldom drawn again, and shows texts by their hashes alone.
    Outputs in a row with the same *sheaf* show the same things: who draws one has them ready for the next.
    """

    path: str
    kind: str
    recipe: Record
    place: Place = "site"
    origin: str = ""
    aside: bool = False
    sheaf: str = ""


class Press:
    """What a recipe is drawn with."""

    def __init__(self, newsletter: Newsletter, theme: Theme, body: Callable[[str], Body]) -> None:
        self.newsletter = newsletter
        self.theme = theme
        self.body = body

    def url(self, address: str) -> str:
        """*address* as a link inside the site."""
        return addresses.url(self.newsletter.base_url, address)

    def absolute(self, address: str) -> str:
        """*address* whole, for feeds and mail."""
        return addresses.absolute(self.newsletter.base_url, address)

    def page_html(self, html: str, links: Sequence[Link]) -> str:
        """*html* (of a ``Body``) with its internal links as a page needs them."""
        return _resolve(html, links, self.url)

    def feed_html(self, html: str, links: Sequence[Link], page: str) -> str:
        """*html* with every link whole, for a reader far from the site; *page* is its own address."""
        html = _resolve(html, links, self.absolute)
        if 'href="#' not in html:
            return html
        return _FRAGMENT.sub(lambda m: f'{m[1]}="{self.absolute(page.partition("#")[0])}#', html)


_INTERNAL = re.compile(r'\b(href|src)="pressday:(\d+)"')
_FRAGMENT = re.compile(r'\b(href)="#')


def _resolve(html: str, links: Sequence[Link], to_url: Callable[[str], str]) -> str:
    if "pressday:" not in html:
        return html

    def replaced(match: re.Match[str]) -> str:
        number = int(match[2])
        link = links[number] if number < len(links) else None
        if link is None or not link.address:
            return f'{match[1]}="#"'
        address = f"{link.address.partition('#')[0]}#{link.fragment}" if link.fragment else link.address
        return f'{match[1]}="{to_url(address)}"'

    return _INTERNAL.sub(replaced, html)
