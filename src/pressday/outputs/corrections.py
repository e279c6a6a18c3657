"""The list of corrections: what was wrong, in which entry, and when it was put right; and what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs.paging import pages
from pressday.outputs.press import Output
from pressday.outputs.shells import notice, numbered, shell
from pressday.outputs.views import CorrectionLine, CorrectionsPage


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """The list's pages, newest first; none where nothing was ever corrected or withdrawn."""
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
    told += [
        (entry.updated, entry.key, -1, CorrectionLine(entry.updated, entry.reason, "", entry.address, notice(entry)))
        for entry in edition.retracted
    ]
    told.sort(key=lambda row: row[:3], reverse=True)
    return [line for *_, line in told]
