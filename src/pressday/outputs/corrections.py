"""The list of corrections: what was wrong, in which entry, and when it was put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs.paging import pages
from pressday.outputs.press import Output
from pressday.outputs.shells import numbered, shell
from pressday.outputs.views import CorrectionLine, CorrectionsPage


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """The list's pages, newest first; none where nothing was ever corrected."""
    lines = _lines(edition)
    if not lines:
        return
    for address, shown, pager in pages(lines, addresses.CORRECTIONS):
        title = numbered("Corrections", pager.number)
        page = CorrectionsPage(shell(newsletter, title, address), shown, pager)
        yield Output(addresses.file(address), "corrections", page, origin="the list of corrections")


def _lines(edition: Edition) -> list[CorrectionLine]:
    told = [
        (
            correction.date,
            entry.key,
            number,
            CorrectionLine(correction.date, correction.text, entry.title, entry.address),
        )
        for entry in (*edition.entries, *edition.cards)
        for number, correction in enumerate(entry.corrections)
    ]
    told.sort(key=lambda row: row[:3], reverse=True)
    return [line for *_, line in told]
