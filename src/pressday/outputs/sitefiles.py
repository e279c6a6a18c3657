"""What machines look for: ``sitemap.xml``, ``robots.txt``, ``.nojekyll``, ``CNAME``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs.press import Output, Press
from pressday.outputs.shells import has_corrections, subscribe_pages
from pressday.records import Record

# The protocol allows 50,000 addresses in a file (sitemaps.org).
MOST = 40_000


class Sitemap(Record, frozen=True):
    """Addresses, each with the day on which it last changed, or none."""

    rows: tuple[tuple[str, str], ...]


class SitemapIndex(Record, frozen=True):
    """The sitemaps of a site that needs more than one."""

    files: tuple[str, ...]


class TextFile(Record, frozen=True):
    """A small file; ``{sitemap}`` stands for the sitemap's address."""

    text: str


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """The four files; a sitemap in parts where one would be too long."""
    rows = _rows(edition)
    parts = [rows[at : at + MOST] for at in range(0, len(rows), MOST)] or [()]
    if len(parts) == 1:
        yield Output("sitemap.xml", "sitemap", Sitemap(parts[0]), origin="the sitemap")
    else:
        files = tuple(f"sitemap-{number}.xml" for number in range(1, len(parts) + 1))
        yield Output("sitemap.xml", "sitemap_index", SitemapIndex(files), origin="the sitemap")
        for file, part in zip(files, parts, strict=True):
            yield Output(file, "sitemap", Sitemap(part), origin="the sitemap")
    robots = "User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"
    yield Output("robots.txt", "text", TextFile(robots), origin="robots.txt")
    yield Output(".nojekyll", "text", TextFile(""), origin=".nojekyll")
    if newsletter.cname:
        yield Output("CNAME", "text", TextFile(newsletter.cname + "\n"), origin="CNAME")


def _rows(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Oldest first, so that a new entry changes the end of the last file."""
    rows = [(entry.address, entry.updated.date().isoformat()) for entry in reversed(edition.entries)]
    rows += [(day.address, "") for day in reversed(edition.days)]
    rows += [(addresses.digest(span.name), span.end.date().isoformat()) for span in reversed(edition.spans)]
    rows += [(page.address, "") for page in edition.pages]
    rows += [(page.address, page.updated.date().isoformat()) for page in edition.live]
    rows += [(collection.address, collection.updated.date().isoformat()) for collection in edition.collections]
    rows += [(topic.label.address, "") for topic in edition.topics]
    rows += [(author.person.address, "") for author in edition.authors if author.entries]
    rows += [(addresses.CORRECTIONS, "")] if has_corrections(edition) else []
    rows += [(address, "") for address in subscribe_pages(edition)]
    lists = (addresses.ARCHIVE, addresses.TOPICS, addresses.AUTHORS, addresses.DIGESTS, addresses.HOME)
    return tuple(rows + [(address, "") for address in lists])


def sitemap(recipe: Sitemap, press: Press) -> bytes:
    """A sitemap (sitemaps.org, protocol 0.9)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for address, day in recipe.rows:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(press.absolute(address))}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()


def sitemap_index(recipe: SitemapIndex, press: Press) -> bytes:
    """The list of sitemaps."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    lines += [f"<sitemap><loc>{escape(press.absolute(file))}</loc></sitemap>" for file in recipe.files]
    return "\n".join([*lines, "</sitemapindex>", ""]).encode()


def text(recipe: TextFile, press: Press) -> bytes:
    """A small file as it is."""
    return recipe.text.replace("{sitemap}", press.absolute("sitemap.xml")).encode()
