"""A recipe with its text fetched, its links made whole and its characters made safe.

Here is decided what an item shows; the formats only lay it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from pressday import wording
from pressday.model import Label, Person, Source
from pressday.outputs.feeds import safe
from pressday.outputs.feeds.recipes import FeedItem, FeedRecipe, Line, Section
from pressday.outputs.press import Press

_NAMELESS = "Untitled"


class Byline(NamedTuple):
    """Who wrote an item; *url* may be empty."""

    name: str
    url: str = ""


class Item(NamedTuple):
    """An item as every format needs it.  *url* is where its headline leads, *page* where it stands here.

    *publisher* is whose work it is, for formats that insist on an author.  *summary* is plain text.
    """

    id: str
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


class Feed(NamedTuple):
    """A feed as every format needs it.  *page* is the page that it stands beside, *url* its own address."""

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


def ready(recipe: FeedRecipe, press: Press, url: str) -> Feed:
    """*recipe* with everything in its place; *url* is the feed's own address, whole."""
    newsletter = press.newsletter
    name = safe.line(newsletter.title) or newsletter.base_url
    title = safe.line(recipe.title) or name
    return Feed(
        id=recipe.id,
        title=title,
        description=safe.line(recipe.description) or title,
        page=press.absolute(recipe.page),
        url=url,
        language=newsletter.language,
        hub=safe.web(newsletter.feeds.hub),
        publisher=Byline(name, press.absolute("")),
        updated=recipe.updated,
        items=tuple(_item(item, press, name) for item in recipe.items),
    )


# The three formats show the same items, and so do the feeds of all their topics.
@lru_cache(maxsize=500)
def _item(item: FeedItem, press: Press, name: str) -> Item:
    page = press.absolute(item.address)
    source = item.source
    return Item(
        id=item.id,
        title=safe.line(item.title) or _NAMELESS,
        url=safe.web(item.original) or page,
        page=page,
        published=item.published,
        updated=item.updated,
        authors=tuple(_bylines(item.authors, press)),
        publisher=Byline(safe.line(source.name), safe.web(source.url)) if source else Byline(name, press.absolute("")),
        categories=tuple(Label(label.id, safe.line(label.title) or label.id, "") for label in item.categories),
        summary=safe.line(item.summary),
        html=safe.text("\n".join(part for part in _parts(item, press) if part)) or _headline(item, press),
    )


def _bylines(people: tuple[Person, ...], press: Press) -> Iterator[Byline]:
    for person in people:
        name = safe.line(person.name)
        if name:
            yield Byline(name, press.absolute(person.address) if person.address else "")


# --- what an item shows, as HTML ----------------------------------------------------------------


def _parts(item: FeedItem, press: Press) -> Iterator[str]:
    if item.kicker:
        yield f"<p><em>{escape(item.kicker)}</em></p>"
    yield _text(item, press).strip()
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
        return press.feed_html(body.excerpt_html if item.excerpt else body.html, item.links, item.address)
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
