"""Which live page or collection a document belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath

from pressday import addresses
from pressday.importing import shelf
from pressday.importing.report import ImportOptions
from pressday.importing.shelf import Shelf
from pressday.ledger.imports import DocumentLedger, fingerprint
from pressday.problems import Problem, ProblemError
from pressday.recognise import Found

_LIVE, _LINKED = "live/", "linked/"
# Two stamps so far apart are of two days.
_A_DAY = timedelta(hours=12)


def choose(
    here: Shelf,
    document: str,
    found: Found,
    options: ImportOptions,
    ledgers: Mapping[str, DocumentLedger],
    renamed: Mapping[str, str],
) -> str:
    """The folder below ``content/`` for a document's entries: ``live/storm``, ``linked/ferries``, ``articles``.

    *renamed* are folders that are no more, and where each stands now; *ledgers* say the latter.
    Raises ProblemError if the editor names a live page or collection for a document that has none.
    """
    if found.kind == "article":
        if options.name:
            raise ProblemError(
                Problem(
                    f"is an article, which has no place in `{options.name}`",
                    hint="leave --into out or, if it is a live page or a topic page, say --kind live or --kind topic",
                )
            )
        return "articles"
    below = _LIVE if found.kind == "live" else _LINKED
    if options.name:
        into = below + addresses.slug(options.name)
        return renamed.get(into, into)
    own = ledgers.get(document)
    if found.kind == "topic":
        if own is not None and own.into.startswith(below):
            return own.into
        # A collection is known by its title: what has the same one goes there, whatever its folder is called.
        into = below + addresses.slug(found.title or PurePath(document).stem)
        return renamed.get(into, into)
    return _live_page(here, found, own, ledgers, renamed)


def _live_page(
    here: Shelf,
    found: Found,
    own: DocumentLedger | None,
    ledgers: Mapping[str, DocumentLedger],
    renamed: Mapping[str, str],
) -> str:
    pages = shelf.pages(ledgers, _LIVE)
    headlines: dict[str, list[datetime | None]] = {}
    for clipping in found.clippings:
        instant = None if "date" in clipping.guessed else clipping.instant
        headlines.setdefault(fingerprint(clipping.title), []).append(instant)
    shared = {into: _shared(here, into, told, headlines) for into, told in pages.items()}
    if own is not None and own.into in pages:
        same_title = not found.title_guessed and own.title == found.title
        if same_title or not own.hash or shared[own.into][0]:
            return own.into
    best = max(shared, key=lambda into: shared[into][0], default=None)
    if best is not None:
        count, least = shared[best]
        if count and count * 2 >= least:
            return best
    if not found.title_guessed:
        for into, told in sorted(pages.items()):
            if any(ledger.title == found.title for ledger in told):
                return into
    slug = addresses.slug(found.title)
    into, number = _LIVE + slug, 1
    # What a renamed page was called stays its name: its id, and what --into finds it by.
    while into in pages or into in renamed:
        number += 1
        into = f"{_LIVE}{slug}-{number}"
    return into


def _shared(
    here: Shelf, into: str, told: Sequence[DocumentLedger], headlines: Mapping[str, Sequence[datetime | None]]
) -> tuple[int, int]:
    """How many of a page's entries the document has, and how many there could be.

    Under the same headline another page has an entry of another day ("Opening summary").
    """
    known: dict[str, list[datetime | None]] = {}
    for ledger in told:
        for entry in ledger.versions:
            known.setdefault(entry.title, []).append(entry.moment)
    if any(not ledger.hash for ledger in told):  # an import that was broken off: the files know more
        for one in here.known_in(into, told):
            for marks in one.marks:
                known.setdefault(marks.headline, []).append(marks.instant)
    count = sum(title in known and _may_be_one(known[title], times) for title, times in headlines.items())
    return count, min(len(known), len(headlines))


def _may_be_one(there: Sequence[datetime | None], here: Sequence[datetime | None]) -> bool:
    """Whether an entry may be told in two documents: its days are the same, or not known."""
    return any(one is None or other is None or abs(one - other) <= _A_DAY for one in there for other in here)
