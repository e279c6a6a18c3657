"""What a withdrawal does not reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pressday import spans
from pressday.config import Newsletter
from pressday.content.loading import Content
from pressday.correcting.points import same, without_points
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger
from pressday.model import Entry
from pressday.records import replace

# Fewer words than these stand in many places, and quote nobody.
_QUOTED_WORDS = 4
_PARAGRAPH_WORDS = 8


def reach(
    folder: Path,
    newsletter: Newsletter,
    content: Content,
    entry: Entry,
    body: str,
    ledgers: Mapping[str, DocumentLedger],
    now: datetime,
) -> Iterator[str]:
    """What a withdrawal does not reach, a line each."""
    yield "what was built before, here and on the web, until it is built and published again"
    mails = {note.name for note in content.notes if entry.key in note.picks}
    if spans.is_news(replace(entry, retracted=None)) and entry.published <= now and not entry.draft:
        mails.add(spans.span_at(newsletter, entry.published).name)
    closed = sorted(name for name in mails if spans.span_named(newsletter, name).end <= now.astimezone(UTC))
    if closed:
        yield f"mails that were sent: it was in the digest of {', '.join(closed)}"
    if (folder / ".pressday/preview").is_dir():
        yield "the pages that `pressday serve` made in .pressday/preview, until it runs again: they may be deleted"
    yield "copies that readers have kept, and feed readers that take nothing back"
    yield "search engines and archives of the web, until they come again"
    yield f"the words in its address, /{entry.address}, and in the name of its file"
    if any((place / ".git").exists() for place in (folder.resolve(), *folder.resolve().parents)):
        yield f"the history in git: git log -- {entry.path}"
    for told in sorted(ledgers.values(), key=lambda told: told.document):
        if any(version.key == entry.key for version in told.versions):
            there = "" if (folder / "sources" / told.document).is_file() else " (it is no longer there)"
            yield f"the document that it was imported from: sources/{told.document}{there}"
    for path in _quoting(folder, content, entry, body):
        yield f"{path}, which has words of it: look there"


def _quoting(folder: Path, content: Content, entry: Entry, body: str) -> Iterator[str]:
    """Other content files in which its headline or a paragraph of it stands, less the points that are taken out."""
    quotes = [entry.title] if len(entry.title.split()) >= _QUOTED_WORDS else []
    quotes += [part for part in ledger.paragraphs(body) if len(part.split()) >= _PARAGRAPH_WORDS]
    sought = [same(quote) for quote in quotes]
    points = {file.path for file in content.points}
    for found in content.seen if sought else ():
        path = found.path
        if path == entry.path or not path.endswith((".md", ".html", ".txt")):
            continue
        try:
            text = (folder / path).read_text("utf-8", "replace")
        except OSError:
            continue
        if path in points:
            text, _ = without_points(text, path, entry)
        said = same(text)
        if any(quote in said for quote in sought):
            yield path
