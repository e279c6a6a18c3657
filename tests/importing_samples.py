"""A newsletter to import into, and a live page of an invented harbour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pressday import config, markup
from pressday.documents import Asset, Block, Document, Item
from pressday.importing import ImportOptions, ImportOutcome, ImportReport, import_documents
from pressday.problems import Problem
from pressday.records import decode, digest, encode, replace

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
SETTINGS = """title: The Harbour Brief
base_url: https://brief.example/
identity: brief.example,2026
timezone: {zone}
topics:
  - title: Ferries
    match: [ferry, ferries]
  - id: locks
    title: The locks
    match: [lock, gates]
sources:
  - name: The Harne Gazette
    rights: excerpt
"""

ENTRIES = [
    ("Ferry sails at last", "00:40", "Tam Reyes", ["The ferry left the quay with forty on board.", "It was cheered."]),
    ("Gates of the lock hold", "00:05", "Ines Okafor", ["The gates were closed at midnight, the harbour master said."]),
    (
        "Wind rises",
        "23:50, 4 March 2026",
        "Ines Okafor",
        ["A gale was blowing from the west.", "Read the full report:"],
    ),
    ("Watch: waves over the mole", "22:10, 4 March 2026", "Tam Reyes", []),
]
NEWER = [
    ("Ferry back in harbour", "03:10", "Tam Reyes", ["The ferry turned round at the bar and came home."]),
    ("Two boats adrift", "02:30", "Tam Reyes", ["Two boats broke loose from the north quay."]),
    ("Lights out in Harne", "01:15", "Ines Okafor", ["The town has been dark since one o’clock."]),
]
POINTS = ["Ferry sails at last with forty", "Gates of the lock hold"]


def live_text(
    entries: list[tuple[str, str, str, list[str]]] = ENTRIES,
    *,
    title: str = "Storm over Harne",
    points: list[str] | None = None,
) -> str:
    """A live page as it would be saved."""
    lines = [title, "A storm has reached the harbour of Harne and is not expected to leave before noon."]
    lines += ["Key points", *(f"- {point}" for point in (POINTS if points is None else points))]
    for headline, stamp, author, paragraphs in entries:
        lines += [headline, f"{stamp} | {author}", *paragraphs]
    return "\n".join(lines) + "\n"


class Desk:
    """A newsletter's folder, and imports into it."""

    def __init__(self, folder: Path, zone: str = "Europe/London") -> None:
        self.folder = folder
        self.newsletter, _ = config.parse(SETTINGS.format(zone=zone))

    def put(self, text: str | bytes, name: str = "storm.txt") -> Path:
        """Puts a document into ``sources/``."""
        path = self.folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def run(
        self,
        *documents: Path,
        options: ImportOptions | None = None,
        now: datetime = NOW,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> ImportOutcome:
        return import_documents(
            self.folder, documents, options or ImportOptions(), newsletter=self.newsletter, now=now, progress=progress
        )

    def report(self, *documents: Path, options: ImportOptions | None = None, now: datetime = NOW) -> ImportReport:
        """The one report of an import in which nothing is wrong."""
        outcome = self.run(*documents, options=options, now=now)
        assert not outcome.failed, outcome.problems
        (report,) = outcome.reports
        return report

    def files(self, below: str = "content") -> list[str]:
        """Every file below a folder, by its path from there."""
        base = self.folder / below
        return sorted(path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file())

    def state(self, below: str = "content") -> dict[str, tuple[bytes, int]]:
        """Every file's bytes and time of change."""
        base = self.folder / below
        return {name: ((base / name).read_bytes(), (base / name).stat().st_mtime_ns) for name in self.files(below)}

    def read(self, path: str) -> str:
        return (self.folder / path).read_text()

    def entry(self, headline: str) -> Path:
        """The one content file of that headline."""
        (path,) = (p for p in (self.folder / "content").rglob("*.md") if f"title: {headline}\n" in p.read_text())
        return path


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """A reader of documents that were written down as records: a format that says itself what it holds."""
    return replace(decode(data, Document), name=name, hash=digest(data)), []


def told(*items: tuple[Item, list[str]], site: str = "", assets: tuple[Asset, ...] = ()) -> bytes:
    """A document of items, each with its paragraphs as Markdown, in the format of ``read``."""
    blocks: list[Block] = []
    made = []
    for item, paragraphs in items:
        first = len(blocks)
        if item.title:
            blocks.append(Block(item.title, len(blocks) + 1, item.title, role="headline"))
        for text in paragraphs:
            blocks.append(Block(markup.plain_text(text).strip(), len(blocks) + 1, text))
        made.append(replace(item, first=first, last=len(blocks)))
    return encode(Document("x", "sample", tuple(blocks), "", items=tuple(made), assets=assets, site=site))
