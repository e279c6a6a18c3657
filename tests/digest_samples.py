"""A small invented newsletter as an ``Edition``, for tests of what is made of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pressday.config import DigestSettings, Newsletter, TopicSetting
from pressday.model import (
    Body,
    Edition,
    EditorsNote,
    Entry,
    EntryKind,
    Label,
    LiveIndex,
    LivePage,
    Person,
    ShownPoint,
    ShownPoints,
    Source,
    Teaser,
)
from pressday.records import replace
from pressday.spans import spans_with_news

GAZETTE = Source("The Harne Gazette", "https://gazette.example/", "excerpt")
TITLES = {"ferries": "Ferries", "town": "Town Hall", "weather": "Weather", "bees": "Bees"}


def newsletter(closes: int = 0, zone: str = "Europe/London", **settings: object) -> Newsletter:
    made = Newsletter(
        title="The Quay",
        base_url="https://quay.example/brief/",
        identity="quay.example,2026",
        timezone=zone,
        hash="",
        topics=(TopicSetting("ferries", "Ferries"), TopicSetting("town", "Town Hall")),
        digest=DigestSettings(closes=closes, sender="The Quay <desk@quay.example>"),
    )
    return replace(made, **settings)


def at(day: int, clock: str = "12:00") -> datetime:
    """An instant of November 2026, in UTC, which is London's time then."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}:00+00:00").astimezone(UTC)


def story(
    key: str,
    published: datetime,
    title: str = "",
    *,
    kind: EntryKind = "article",
    topics: tuple[str, ...] = (),
    words: int = 30,
    page: str = "",
    source: Source | None = None,
) -> Entry:
    day = published.date().isoformat()
    address = {
        "article": f"{day.replace('-', '/')}/{key}/",
        "live": f"live/{page}/{key}/",
        "card": f"linked/{page}/#{key}",
    }
    return Entry(
        path=f"content/{key}.md",
        kind=kind,
        key=key,
        title=title or f"Headline of {key}",
        published=published,
        day=day,
        slug=key,
        address=address[kind],
        hash=f"hash-{key}",
        words=words,
        topics=topics,
        collection=page,
        authors=("Ines Okafor",),
        source=source,
        excerpt=bool(source and source.rights == "excerpt"),
    )


def points(as_of: datetime, *texts: str, address: str = "") -> ShownPoints:
    return ShownPoints(as_of, tuple(ShownPoint(text, address) for text in texts))


def edition(
    settings: Newsletter,
    entries: Iterable[Entry],
    *,
    cards: tuple[Entry, ...] = (),
    sets: dict[str, tuple[ShownPoints, ...]] | None = None,
    notes: Iterable[EditorsNote] = (),
) -> Edition:
    """An edition of *entries*; live pages are made of those that name one, with *sets* of points."""
    ordered = tuple(sorted(entries, key=lambda entry: entry.published, reverse=True))
    pages = dict.fromkeys(entry.collection for entry in ordered if entry.kind == "live")
    live = tuple(
        LivePage(
            LiveIndex(name, f"Live: {name}", f"content/live/{name}/index.md", ""),
            f"live/{name}/",
            tuple(entry for entry in ordered if entry.collection == name and entry.kind == "live"),
            (sets or {}).get(name, ()),
            (),
            True,
            next(entry.published for entry in ordered if entry.collection == name),
        )
        for name in pages
    )
    return Edition(
        entries=ordered,
        cards=cards,
        live=live,
        collections=(),
        topics=(),
        authors=(),
        days=(),
        spans=spans_with_news(settings, ordered),
        pages=(),
        notes={note.name: note for note in notes},
        teasers={entry.key: _teaser(entry) for entry in (*ordered, *cards)},
        by_path={entry.path: entry for entry in ordered},
        retold={},
    )


def _teaser(entry: Entry) -> Teaser:
    return Teaser(
        title=entry.title,
        address=entry.address,
        published=entry.published,
        day=entry.day,
        kind=entry.kind,
        authors=tuple(Person(name, "authors/ines-okafor/") for name in entry.authors),
        source=entry.source,
        excerpt=entry.excerpt,
        topics=tuple(Label(id_, TITLES[id_], f"topics/{id_}/") for id_ in entry.topics),
    )


def body(hash_: str) -> Body:
    """The text under *hash_*: long enough to be folded, and saying whose it is."""
    told = f"Text of {hash_}, told at such length that the line it stands on has to be folded at least once."
    link = f"{told} See the report <https://harbour.example/reports/{'x' * 80}>."
    return Body(
        html=f"<p>{told}</p>\n",
        text=f"{told}\n\n- one\n- two, {told}\n",
        teaser_html=told,
        teaser_text=link,
        excerpt_html=f"<p>Short of {hash_}.</p>\n",
        excerpt_text=f"Short of {hash_}.",
    )


def a_day_of_news(settings: Newsletter) -> Edition:
    """Two days: a live page with points, articles of three topics, an excerpt, a bare entry, a note."""
    entries = [
        story("tide", at(19, "09:00"), "Tide turns", page="storm", kind="live", topics=("weather",)),
        story("gale", at(20, "08:00"), "Gale warning", page="storm", kind="live", topics=("weather",)),
        story("watch", at(20, "08:30"), "Watch: the pier", page="storm", kind="live", words=0),
        story("boats", at(20, "09:00"), "Two boats laid up", topics=("ferries",), source=GAZETTE),
        story("vote", at(20, "10:00"), "Council votes on kerbs", topics=("town", "ferries")),
        story("cat", at(20, "11:00"), "Cat found"),
    ]
    sets = {
        "storm": (
            points(at(19, "09:00"), "Yesterday's point"),
            points(at(20, "08:00"), "Gale force nine by dusk", "Harbour shut", address="live/storm/gale/"),
        )
    }
    note = EditorsNote("content/digests/2026-11-20.md", "2026-11-20", "hash-note", empty=False)
    return edition(settings, entries, sets=sets, notes=[note])


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
