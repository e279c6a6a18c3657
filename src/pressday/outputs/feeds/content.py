"""A recipe with its text fetched, its links made whole and its characters made safe.

Here is decided what an item shows; the formats only lay it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from pressday import addresses, wording
from pressday.model import Label, Person, Source
from pressday.outputs.feeds import html as markup
from pressday.outputs.feeds import safe
from pressday.outputs.feeds.recipes import FeedItem, FeedRecipe, Line, Section
from pressday.outputs.press import Press

# How many items are kept ready for the next feed that holds them: those of a busy month.
KEPT = 3000
_NAMELESS = "Untitled"
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>\\^`{|}]+\Z""")


class Byline(NamedTuple):
    """Who wrote an item; *url* may be empty."""

    name: str
    url: str = ""


class Picture(NamedTuple):
    """A picture that goes with an item: its whole address, its bytes, its media type."""

    url: str
    length: int
    type: str


class Origin(NamedTuple):
    """Whose text it is, if not the newsletter's: *url* its home, *feed* its feed; each may be empty."""

    name: str
    url: str
    feed: str


class Item(NamedTuple):
    """An item as every format needs it.  *url* is where its headline leads, *page* where it stands here.

    *publisher* is whose work it is, for formats that insist on an author.  *summary* is plain text.
    *iri* is the id where it must be an IRI (RFC 4287, 4.2.6): an older feed's may be any text.
    """

    id: str
    iri: str
    title: str
    url: str
    page: str
    published: datetime
    updated: datetime
    authors: tuple[Byline, ...]
    publisher: Byline
    categories: tuple[Label, ...]
    summary: str
    html: str
    image: Picture | None
    source: Origin | None
    withdrawn: datetime | None
    reason: str


class Feed(NamedTuple):
    """A document of a feed as every format needs it.  *page* is the page that it stands beside, *url* its own address.

    *image* and *style* are addresses too, the latter inside the site.  The others are those of its
    current document, where it is an archive itself, and of its neighbours; each may be empty.  An archive has no hub:
    nobody subscribes to it.
    """

    id: str
    title: str
    description: str
    page: str
    url: str
    language: str
    hub: str
    publisher: Byline
    updated: datetime
    items: tuple[Item, ...]
    image: str
    style: str
    current: str
    older: str
    newer: str


def ready(recipe: FeedRecipe, press: Press) -> Feed:
    """*recipe* with everything in its place."""

    def archive(name: str) -> str:
        return press.absolute(addresses.feed_archive(recipe.page, name)) if name else ""

    current = press.absolute(addresses.feed(recipe.page, recipe.format))
    newsletter = press.newsletter
    name = safe.line(newsletter.title) or newsletter.base_url
    title = safe.line(recipe.title) or name
    return Feed(
        id=recipe.id,
        title=title,
        description=safe.line(recipe.description) or title,
        page=press.absolute(recipe.page),
        url=archive(recipe.part) or current,
        language=newsletter.language,
        hub="" if recipe.part else safe.web(newsletter.feeds.hub),
        publisher=Byline(name, press.absolute("")),
        updated=recipe.updated,
        items=tuple(_item(item, press, name) for item in recipe.items),
        image=safe.web(recipe.image) or (press.absolute(recipe.image) if recipe.image else ""),
        style=press.url(recipe.style) if recipe.style else "",
        current=current if recipe.part else "",
        older=archive(recipe.older),
        newer=archive(recipe.newer),
    )


# The three formats show the same items, and so do the feeds of all their topics, and the archives of a month.
@lru_cache(maxsize=KEPT)
def _item(item: FeedItem, press: Press, name: str) -> Item:
    page = press.absolute(item.address)
    source = _origin(item.source, press) if item.source else None
    guid = safe.line(item.guid)
    return Item(
        id=guid or item.id,
        iri=guid if _IRI.match(guid) else item.id,
        title=safe.line(item.title) or _NAMELESS,
        url=safe.web(item.original) or page,
        page=page,
        published=item.published,
        updated=item.updated,
        authors=tuple(_bylines(item.authors, press)),
        publisher=Byline(source.name, source.url) if source else Byline(name, press.absolute("")),
        categories=tuple(Label(label.id, safe.line(label.title) or label.id, "") for label in item.categories),
        summary=safe.line(item.summary),
        html=safe.text("\n".join(part for part in _parts(item, press) if part)) or _headline(item, press),
        image=Picture(press.absolute(item.image.address), item.image.length, item.image.type) if item.image else None,
        source=source,
        withdrawn=item.withdrawn,
        reason=safe.line(item.reason),
    )


def _origin(source: Source, press: Press) -> Origin | None:
    name = safe.line(source.name)
    feed = next((wire.feed for wire in press.newsletter.wires if wire.source == source.name), "")
    return Origin(name, safe.web(source.url), safe.web(feed)) if name else None


def _bylines(people: tuple[Person, ...], press: Press) -> Iterator[Byline]:
    for person in people:
        name = safe.line(person.name)
        if name:
            yield Byline(name, press.absolute(person.address) if person.address else "")


# --- what an item shows, as HTML ----------------------------------------------------------------


def _parts(item: FeedItem, press: Press) -> Iterator[str]:
    if item.withdrawn is not None:
        day = wording.day(item.withdrawn.astimezone(press.newsletter.zone).date())
        yield f"<p>This was withdrawn on {day}.{f' {escape(item.reason, quote=False)}' if item.reason else ''}</p>"
        return
    if item.kicker:
        yield f"<p><em>{escape(item.kicker)}</em></p>"
    text = _text(item, press).strip()
    if item.kicker and not text and not item.sections:
        yield _headline(item, press)  # "Watch" alone says nothing
    yield text
    for section in item.sections:
        yield from _section(section, press)
    for correction in item.corrections:
        day = wording.day(correction.date.astimezone(press.newsletter.zone).date())
        yield f"<p><strong>Correction, {day}:</strong> {escape(correction.text)}</p>"
    if item.collected:
        yield f"<p>Collected on {wording.day(date.fromisoformat(item.collected))}; the original gives no date.</p>"
    credit = ["Excerpt."] if item.excerpt else []
    if item.source:
        credit.append(f"Source: {_source(item.source)}")
    if credit:
        yield f"<p>{' '.join(credit)}</p>"


def _text(item: FeedItem, press: Press) -> str:
    if item.hash and (item.sections or press.newsletter.feeds.content == "full"):
        body = press.body(item.hash)
        html = body.excerpt_html if item.excerpt else body.html
        return markup.portable(press.feed_html(html, item.links, item.address), press.absolute(item.address))
    return "" if item.sections or not item.summary else f"<p>{escape(item.summary)}</p>"


def _headline(item: FeedItem, press: Press) -> str:
    """What an item without text shows: readers and validators take one with nothing for broken."""
    return f"<p>{_linked(safe.line(item.title) or _NAMELESS, item.address, press)}</p>"


def _section(section: Section, press: Press) -> Iterator[str]:
    if section.title:
        yield f"<h3>{_linked(section.title, section.address, press)}</h3>"
    if section.text:
        yield f"<p>{escape(section.text)}</p>"
    if section.lines:
        yield "<ul>"
        yield from (_line(line, press) for line in section.lines)
        yield "</ul>"


def _line(line: Line, press: Press) -> str:
    original = safe.web(line.original)
    text = (
        f'<a href="{escape(original)}">{escape(line.text)}</a>' if original else _linked(line.text, line.address, press)
    )
    if line.source:
        text += f" ({escape(line.source.name) if original else _source(line.source)})"
    if line.summary:
        text += f"<br>{escape(line.summary)}"
    return f"<li>{text}</li>"


def _linked(text: str, address: str, press: Press) -> str:
    return f'<a href="{escape(press.absolute(address))}">{escape(text)}</a>' if address else escape(text)


def _source(source: Source) -> str:
    url = safe.web(source.url)
    return f'<a href="{escape(url)}">{escape(source.name)}</a>' if url else escape(source.name)
