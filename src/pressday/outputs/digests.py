"""The digests on the web: a page for each, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition, Label
from pressday.outputs.paging import pages
from pressday.outputs.press import Output
from pressday.outputs.shells import digest_front, numbered, shell
from pressday.outputs.views import DigestPage, DigestsPage

_FEED = Label("digests", "digests", addresses.DIGESTS)


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """A page for every closed digest that has news, and the pages of their list."""
    for digest, older in zip_longest(digests, digests[1:]):
        name = digest.span.name
        page = DigestPage(
            shell=shell(newsletter, digest.subject, digest.address, digest.preheader, _FEED),
            digest=digest,
            older=Label(older.span.name, older.subject, older.address) if older else None,
        )
        origin = digest.note.path if digest.note else f"the digest of {name}"
        yield Output(addresses.file(digest.address), "digest", page, origin=origin)
    fronts = [digest_front(digest) for digest in digests]
    for address, shown, pager in pages(fronts, addresses.DIGESTS):
        title, about = numbered("Digests", pager.number), f"Every digest of {newsletter.title}."
        listed = DigestsPage(shell(newsletter, title, address, about, _FEED), shown, pager)
        yield Output(addresses.file(address), "digests", listed, origin="the list of digests")
