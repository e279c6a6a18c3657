"""A small newsletter of an invented island, as the feeds' tests build it: by hand, without a disk."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from feed_compare import differences, is_feed, refuse
from feed_expected import Expected
from pressday import addresses
from pressday.config import Newsletter, TopicSetting
from pressday.digest import digests
from pressday.model import (
    Author,
    Body,
    Collection,
    CollectionIndex,
    Edition,
    EditorsNote,
    Entry,
    Label,
    Link,
    LiveIndex,
    LivePage,
    Person,
    ShownPoint,
    ShownPoints,
    Source,
    Span,
    Teaser,
    Topic,
)
from pressday.outputs.feeds import jsonfeed, opml, plan, rss_atom
from pressday.outputs.feeds.shelf import BARE, Shelf
from pressday.outputs.press import Output, Press
from pressday.records import replace

NOON = datetime(2025, 5, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
REVIEW = Source("The Lantern Review", "https://lantern.example/", "excerpt")

NEWSLETTER = Newsletter(
    title="The Skarvey Post",
    base_url="https://example.org/post/",
    identity="skarvey.example,2025",
    timezone="Europe/London",
    hash="0",
    description="News of the island of Skarvey.",
    language="en-GB",
    topics=(
        TopicSetting("harbour", "Harbour", "Boats and what they bring."),
        TopicSetting("school", "School & hall"),
    ),
    sources=(REVIEW,),
)


def article(key: str, title: str, published: datetime, **fields: Any) -> Entry:
    return _entry("article", key, title, published, addresses.article(f"{published:%Y-%m-%d}", key), fields)


def live_entry(key: str, title: str, published: datetime, **fields: Any) -> Entry:
    return _entry("live", key, title, published, addresses.live_entry("storm", key), {"collection": "storm", **fields})


def card(key: str, title: str, published: datetime, **fields: Any) -> Entry:
    fields = {"collection": "reading", "guessed": ("date",), "excerpt": True, "source": REVIEW, **fields}
    return _entry("card", key, title, published, addresses.card("reading", key), fields)


def _entry(kind: Any, key: str, title: str, published: datetime, address: str, fields: dict[str, Any]) -> Entry:
    given = {"hash": f"body of {key}", "words": 9, "summary": f"In short: {key}.", **fields}
    return Entry(f"content/{key}.md", kind, key, title, published, f"{published:%Y-%m-%d}", key, address, **given)


def edition(
    *entries: Entry,
    points: tuple[ShownPoints, ...] = (),
    spans: tuple[Span, ...] = (),
    notes: dict[str, EditorsNote] | None = None,
    newsletter: Newsletter = NEWSLETTER,
    live_title: str = "The spring storm, hour by hour",
    live_summary: str = "Wind, water and who is out.",
) -> Edition:
    """The edition that these entries make: lists newest first, as the composing room makes them."""
    retracted = tuple(entry for entry in entries if entry.retracted)
    entries = tuple(entry for entry in entries if not entry.retracted)
    ordered = sorted(entries, key=lambda e: (e.published, e.key), reverse=True)
    labels = {t.id: Label(t.id, t.title, addresses.topic(t.id)) for t in newsletter.topics}
    people: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ordered:
        for name in entry.authors:
            people[name].append(entry)
    live = tuple(e for e in ordered if e.kind == "live")
    cards = tuple(e for e in ordered if e.kind == "card")
    live_updated = max([e.updated for e in live] + [s.as_of for s in points], default=NOON)
    return Edition(
        entries=tuple(e for e in ordered if e.kind != "card"),
        cards=cards,
        live=(
            LivePage(
                LiveIndex("storm", live_title, "content/live/storm/index.md", "", live_summary),
                "live/storm/",
                live,
                points,
                (),
                True,
                live_updated,
            ),
        )
        if live
        else (),
        collections=(
            Collection(
                CollectionIndex("reading", "Reading about islands", "content/linked/reading/index.md", ""),
                "linked/reading/",
                cards,
                (),
                max(e.updated for e in cards),
            ),
        )
        if cards
        else (),
        topics=tuple(
            Topic(labels[t.id], t.description, tuple(e for e in ordered if t.id in e.topics))
            for t in reversed(newsletter.topics)
        ),
        authors=tuple(Author(_person(n), addresses.slug(n), tuple(own)) for n, own in sorted(people.items())),
        days=(),
        spans=spans,
        pages=(),
        notes=notes or {},
        teasers={e.key: _teaser(e, labels) for e in ordered},
        by_path={e.path: e for e in ordered},
        retold={},
        retracted=retracted,
    )


def _person(name: str) -> Person:
    return Person(name, addresses.author(addresses.slug(name)))


def _teaser(entry: Entry, labels: dict[str, Label]) -> Teaser:
    return Teaser(
        entry.title,
        entry.address,
        entry.published,
        entry.day,
        entry.kind,
        summary=entry.summary,
        authors=tuple(_person(name) for name in entry.authors),
        source=entry.source,
        excerpt=entry.excerpt,
        dateless=entry.kind == "card" and "date" in entry.guessed,
        topics=tuple(labels[id_] for id_ in entry.topics),
    )


def sample() -> Edition:
    """Every kind of thing that a feed can hold."""
    points = ShownPoints(
        NOON + 2 * HOUR,
        (ShownPoint("The ferry stays in", "live/storm/late/"), ShownPoint("The hall is open all night")),
    )
    link = Link("content/pier.md", 3, address=addresses.article("2025-05-14", "pier"))
    return edition(
        article("pier", "The pier is to be mended", NOON, authors=("Odd Brekke",), topics=("harbour",)),
        article(
            "bell",
            "A bell for the school",
            NOON - 30 * HOUR,
            authors=("Mirela Tans",),
            topics=("school",),
            links=(link,),
        ),
        live_entry("early", "Boats tied up", NOON + HOUR, authors=("Mirela Tans",), topics=("harbour",)),
        live_entry("late", "Watch: waves over the mole", NOON + 2 * HOUR, topics=("harbour",), words=0, summary=""),
        card("gulls", "What gulls know", NOON - 5 * HOUR, authors=("Per Lind",), topics=("harbour",)),
        card(
            "fog",
            "A grammar of fog",
            NOON - 5 * HOUR,
            topics=("harbour",),
            source=replace(REVIEW, url="https://lantern.example/2025/fog"),
        ),
        points=(points,),
        spans=(Span("2025-05-14", NOON - 13 * HOUR, NOON + 11 * HOUR),),
        notes={"2025-05-14": EditorsNote("content/digests/2025-05-14.md", "2025-05-14", "body of note", empty=False)},
    )


BODIES = {
    "body of bell": '<p>See <a href="pressday:0">the pier</a>, and <a href="#fn1">a note</a>.</p>\n',
    "body of late": "",
    "body of note": "<p>Good evening.</p>\n",
}


def press(newsletter: Newsletter = NEWSLETTER, bodies: dict[str, str] | None = None) -> Press:
    texts = {**BODIES, **(bodies or {})}

    def body(hash_: str) -> Body:
        html = texts.get(hash_, f"<p>All of {hash_}, told at length.</p>\n")
        return Body(html, "", excerpt_html=f"<p>A little of {hash_}.</p>\n")

    theme: Any = None
    return Press(newsletter, theme, body)


DRAW: dict[str, Any] = {
    "rss": rss_atom.draw,
    "atom": rss_atom.draw,
    "feed_archive": rss_atom.draw,
    "feed_json": jsonfeed.draw,
    "opml": opml.draw,
}


def draw(output: Output, press_: Press) -> bytes:
    drawn: bytes = DRAW[output.kind](output.recipe, press_)
    return drawn


def drawn(
    edition_: Edition,
    newsletter: Newsletter = NEWSLETTER,
    bodies: dict[str, str] | None = None,
    shelf: Shelf = BARE,
) -> dict[str, bytes]:
    """Every document of the edition's feeds and the list of them, by path.

    Each keeps the rules of its format, and comes back as the edition has it.
    """
    press_ = press(newsletter, bodies)
    made: dict[str, bytes] = {}
    for output in plan.plan(edition_, newsletter, tuple(digests(edition_, newsletter)), shelf):
        made[output.path] = draw(output, press_)
    feeds = {path: data for path, data in made.items() if is_feed(path)}
    expected = Expected(edition_, newsletter, press_.body, lambda entry: _size(entry, shelf))
    refuse(differences(feeds, expected.feeds(), newsletter))
    return made


def _size(entry: Entry, shelf: Shelf) -> int:
    return next((shelf.size(link.target) for link in entry.links if link.address == entry.image), 0)
