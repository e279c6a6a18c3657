"""Standing pages, the page for addresses that lead nowhere, and old addresses that lead on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs.press import Output
from pressday.outputs.shells import feeds, shell
from pressday.outputs.views import AliasPage, NotFoundPage, Shell, StandingFolio


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """Every standing page, ``404.html``, and an alias page at every old address."""
    for page in edition.pages:
        folio = StandingFolio(shell(newsletter, page.title, page.address, page.summary), page)
        yield Output(addresses.file(page.address), "page", folio, origin=page.path)
    lost = Shell("Not found", "404.html", feeds=feeds(newsletter), noindex=True)
    yield Output("404.html", "404", NotFoundPage(lost), origin="the page for lost readers")
    for old, target in edition.moved:
        yield Output(
            addresses.file(old),
            "alias",
            AliasPage(Shell("Moved", old, noindex=True), target),
            origin=f"the old address /{old}",
        )
