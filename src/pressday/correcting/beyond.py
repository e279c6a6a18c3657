"""What a withdrawal does not reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import cast

from pressday import spans
from pressday.config import Newsletter
from pressday.content.loading import Content
from pressday.correcting.points import files, same, without_points
from pressday.edition.paths import leads_to
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger
from pressday.model import Entry, Link
from pressday.records import replace

# Fewer words than these stand in many places, and quote nobody.
_QUOTED_WORDS = 4
_PARAGRAPH_WORDS = 8


def reach(
    folder: Path,
    newsletter: Newsletter,
    content: Content,
    entry: Entry,
    out: Entry | None,
    body: str,
    ledgers: Mapping[str, DocumentLedger],
    now: datetime,
) -> Iterator[str]:
    """What a withdrawal of *entry* does not reach, a line each; *out* is the entry as it was published, if it was."""
    yield "what was built before, here and on the web, until it is built and published again"
    mails = {note.name for note in content.notes if entry.key in note.picks}
    if out is not None and spans.is_news(replace(out, retracted=None)) and out.published <= now and not out.draft:
        mails.add(spans.span_at(newsletter, out.published).name)
    closed = sorted(name for name in mails if spans.span_named(newsletter, name).end <= now.astimezone(UTC))
    if closed:
        yield f"mails that were sent: it was in the digest of {', '.join(closed)}"
    if (folder / ".pressday/preview").is_dir():
        yield "the pages that `pressday serve` made in .pressday/preview, until it runs again: they may be deleted"
    if out is not None:
        yield "copies that readers have kept, and feed readers that take nothing back"
        yield "search engines and archives of the web, until they come again"
    yield f"the words in its address, /{(out or entry).address}, and in the name of its file"
    if any((place / ".git").exists() for place in (folder.resolve(), *folder.resolve().parents)):
        yield f"the history in git: git log -- {entry.path}"
    for told in sorted(ledgers.values(), key=lambda told: told.document):
        if any(version.key == entry.key for version in told.versions):
            there = "" if (folder / "sources" / told.document).is_file() else " (it is no longer there)"
            yield f"the document that it was imported from: sources/{told.document}{there}"
    for path, lines in sorted(_leading(content, entry).items()):
        where = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines))}"
        yield f"{path}, {where}: the part of it that a link names after its `#` may be words of it"
    for path in _quoting(folder, content, entry, body):
        yield f"{path}, which has words of it: look there"


def _leading(content: Content, entry: Entry) -> dict[str, list[int]]:
    """Where other content files lead to a part of it: by file, the lines."""
    found: dict[str, list[int]] = {}
    for path, link in links(content):
        if link.fragment and path != entry.path and leads_to(link, (entry.path,), (entry.address,)):
            found.setdefault(path, []).append(link.line)
    return {path: sorted(set(lines)) for path, lines in found.items()}


def links(content: Content) -> Iterator[tuple[str, Link]]:
    """Every link from one content file to another, with the file in which it stands."""
    every = (content.entries, content.live, content.points, content.collections, content.pages, content.notes)
    for file in chain.from_iterable(cast("tuple[Iterable[Entry], ...]", every)):  # every one of them has the two
        for link in file.links:
            yield file.path, link


def _quoting(folder: Path, content: Content, entry: Entry, body: str) -> Iterator[str]:
    """Other content files in which its headline or a paragraph of it stands, less the points that are taken out."""
    quotes = [entry.title] if len(entry.title.split()) >= _QUOTED_WORDS else []
    quotes += [part for part in ledger.paragraphs(body) if len(part.split()) >= _PARAGRAPH_WORDS]
    sought = [same(quote) for quote in quotes]
    # A link in full, from wherever it was copied, that names a part of it by its words.
    part = "" if "#" in entry.address else f"/{entry.address}#"
    points = set(files(content))
    for found in content.seen:
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
        if any(quote in said for quote in sought) or (part and part in text):
            yield path
