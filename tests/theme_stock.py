"""Entries, people and texts of an invented newsletter, for tests of themes and for looking at them."""

from __future__ import annotations

from datetime import UTC, datetime

from pressday.model import (
    Body,
    EditorsNote,
    Entry,
    EntryKind,
    Label,
    Link,
    Person,
    ShownPoint,
    ShownPoints,
    Source,
    Span,
    Teaser,
)

BEACON = Source("The Marrow Bay Beacon", "https://beacon.example/")
ALMANAC = Source("The Tide Almanac", "https://almanac.example/winter", "excerpt")
UNLINKED = Source("A pamphlet from the harbour office", "", "excerpt")
PEOPLE = {
    name: Person(name, f"authors/{name.split()[0].lower()}/") for name in ("Oda Brill", "Tamsin Quell", "Ignace Rowe")
}
TOPICS = {
    id_: Label(id_, title, f"topics/{id_}/")
    for id_, title in (
        ("ferry", "The ferry"),
        ("salt", "Salt works"),
        ("council", "Council"),
        ("birds", "Birds and tides"),
        ("school", "The island school"),
    )
}
NOW = datetime(2027, 3, 18, 11, 42, tzinfo=UTC)
LIVE = "live/ice-on-the-sound/"
BODIES: dict[str, Body] = {}

PROSE = (
    "The first boat of the week left Marrow Bay at ten past eleven with forty-one people, nine bicycles and a "
    "harmonium for the chapel on Skerry Holm. It is the same boat that has made the crossing since the pier was "
    "rebuilt, and the same skipper, who says that she has stopped counting.",
    "“You learn to hear the ice before you see it,” she said. "
    "“It is like somebody in the next room putting plates away.”",
    "The harbour office expects the sound to stay open until the weekend. Whoever wants to be sure of a place for a "
    "vehicle should ask at the window, where the list is kept in pencil.",
)
RICH = (
    f"<p>{PROSE[0]}</p>"
    f'<h2>What the ice does</h2><p>{PROSE[2]} See <a href="pressday:0">the timetable</a> and '
    '<a href="https://almanac.example/a/very/long/address/that-goes-on-and-on-and-on-without-a-place-to-break">'
    "https://almanac.example/a/very/long/address/that-goes-on-and-on-and-on-without-a-place-to-break</a>.</p>"
    "<blockquote><p>You learn to hear the ice before you see it.</p></blockquote>"
    "<ul><li>Two boats each way on weekdays</li><li>One on Sunday, after the service</li></ul>"
    "<table><thead><tr><th>Pier</th><th>Leaves</th><th>Arrives</th><th>Vehicles</th><th>Remarks</th><th>Skipper</th>"
    "</tr></thead><tbody><tr><td>Marrow&nbsp;Bay</td><td>11:10</td><td>11:55</td><td>four</td>"
    "<td>not&nbsp;in&nbsp;a&nbsp;north-easterly</td><td>Brill</td></tr><tr><td>Skerry&nbsp;Holm</td><td>12:30</td>"
    "<td>13:15</td><td>two</td><td>by&nbsp;the&nbsp;old&nbsp;slip</td><td>Brill</td></tr></tbody></table>"
    "<pre><code>11:10  Marrow Bay   0 ft 9 in above datum   wind NE 4   visibility good, sea slight, ice in the "
    f"bight</code></pre><hr><p>{PROSE[1]}</p>"
)


def at(clock: str, day: int = 18) -> datetime:
    """An instant of March 2027, in UTC."""
    return datetime.fromisoformat(f"2027-03-{day:02}T{clock}:00+00:00")


def body(hash_: str, html: str = "") -> str:
    """A hash that fetches *html*, or the sample prose."""
    html = html or "".join(f"<p>{text}</p>" for text in PROSE[:2])
    BODIES[hash_] = Body(
        html=html,
        text="\n\n".join(PROSE[:2]),
        teaser_html=f'{PROSE[0]} <em>More</em> on <a href="pressday:0">the timetable</a>.',
        teaser_text=PROSE[0],
        excerpt_html="<p>The first boat of the week left Marrow Bay at ten past eleven.</p>\n",
        excerpt_text="The first boat of the week left Marrow Bay at ten past eleven.",
    )
    return hash_


def piece(
    key: str,
    title: str,
    when: datetime,
    *,
    kind: EntryKind = "article",
    authors: tuple[str, ...] = ("Oda Brill",),
    topics: tuple[str, ...] = ("ferry",),
    summary: str = "",
    kicker: str = "",
    source: Source | None = None,
    excerpt: bool = False,
    words: int = 90,
    html: str = "",
) -> tuple[Entry, Teaser]:
    """An entry and its teaser."""
    day = when.date().isoformat()
    homes = {
        "article": f"{day.replace('-', '/')}/{key}/",
        "live": f"{LIVE}{key}/",
        "card": f"linked/islands/#{key}",
    }
    entry = Entry(
        path=f"content/{key}.md",
        kind=kind,
        key=key,
        title=title,
        published=when,
        day=day,
        slug=key,
        address=homes[kind],
        hash=body(key, html),
        summary=summary,
        written_summary=bool(summary),
        words=words,
        authors=authors,
        topics=topics,
        collection={"live": "ice-on-the-sound", "card": "islands", "article": ""}[kind],
        kicker=kicker,
        source=source,
        excerpt=excerpt,
        guessed=("date",) if kind == "card" else (),
        links=(Link("content/timetable.md", 3, address="2027/03/12/timetable/"),),
    )
    teaser = Teaser(
        title=title,
        address=entry.address,
        published=when,
        day=day,
        kind=kind,
        summary=summary,
        kicker=kicker,
        authors=tuple(PEOPLE[name] for name in authors),
        source=source,
        excerpt=excerpt,
        bare=words == 0,
        dateless=kind == "card",
        live=Label("ice-on-the-sound", "Ice on the sound", LIVE) if kind == "live" else None,
        topics=tuple(TOPICS[id_] for id_ in topics),
    )
    return entry, teaser


ENTRIES = (
    piece("e1", "First boat through the channel since Monday", at("11:42"), kind="live", authors=("Oda Brill",)),
    piece("e2", "“Like somebody putting plates away”: a night on the pier", at("10:15"), kind="live",
          authors=("Tamsin Quell", "Ignace Rowe"), html=RICH),
    piece("e3", "The harmonium is carried aboard", at("09:27"), kind="live", kicker="Video", words=0, authors=()),
    piece("e4", "School opens late; the boat-side children stay at home", at("08:05"), kind="live",
          topics=("ferry", "school")),
    piece("e5", "School opens late; the boat-side children stay at home", at("21:30", 17), kind="live",
          source=ALMANAC, excerpt=True),
    piece("e6", "Ice reported off the salt works jetty", at("17:05", 17), kind="live", authors=("Ignace Rowe",)),
)  # fmt: skip
ARTICLES = (
    piece("a1", "Timetable from Friday, with a late boat for the choir", at("10:40"),
          summary="The company promises four crossings each way, ice permitting, and a fifth when there is singing."),
    piece("a2", "Who pays for the new slip?", at("07:30", 16), topics=("council",), authors=("Tamsin Quell",),
          summary="Three parishes use it. One of them has been paying.", kicker="Analysis"),
    piece("a3", "The last salt of the year is in", at("16:00", 14), topics=("salt",), authors=("Ignace Rowe",),
          summary="Eleven tonnes, grey as the weather, and dry enough to keep."),
    piece("a4", "A curlew’s winter, hour by hour", at("06:10", 12), topics=("birds",), authors=(),
          summary="What a bird does between two tides when the mud is frozen."),
    piece("a5", "Notes from the pilot’s chair", at("12:00", 11), authors=("Oda Brill", "Tamsin Quell", "Ignace Rowe")),
    piece("a6", "Seven pupils, one stove", at("09:00", 9), topics=("school",), summary="A morning in the upper room."),
    piece("a7", "The bell on the outer mark, and who painted it", at("09:00", 5), topics=("ferry",)),
    piece("a8", "Minutes of a long evening", at("22:10", 3), topics=("council",), authors=("Tamsin Quell",)),
)  # fmt: skip
CARDS = (
    piece("c1", "How an island keeps its ferry", at("09:00", 10), kind="card", authors=(),
          source=ALMANAC, excerpt=True),
    piece("c2", "A year of fog, measured", at("09:00", 10), kind="card", source=BEACON, excerpt=True, kicker="Essay"),
    piece("c3", "The lighthouse library", at("09:00", 10), kind="card", authors=(), source=UNLINKED, excerpt=True),
    piece("c4", "What the dredger brought up", at("09:00", 10), kind="card", authors=(), source=BEACON, excerpt=True),
)  # fmt: skip
POINTS = ShownPoints(
    at("11:42"),
    (
        ShownPoint("The channel is open behind the pilot boat", f"{LIVE}e1/", at("11:42")),
        ShownPoint("Vehicles wait until Saturday at the earliest", f"{LIVE}e2/", at("10:15")),
        ShownPoint("School on Skerry Holm opens at ten", f"{LIVE}e5/", at("21:30", 17)),
        ShownPoint("Nobody has gone without bread"),
    ),
)
EARLIER = ShownPoints(at("17:05", 17), (ShownPoint("Ice off the jetty", f"{LIVE}e6/", at("17:05", 17)),))
SPAN = Span("2027-03-18", at("07:00", 17), at("07:00"))
NOTE = EditorsNote("content/digests/2027-03-18.md", "2027-03-18", body("note"), links=ENTRIES[0][0].links, empty=False)
