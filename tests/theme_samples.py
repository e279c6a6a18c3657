"""One page of every kind from an invented newsletter, for tests of themes and for looking at them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pressday.config import DigestSettings, Newsletter, TopicSetting
from pressday.model import (
    Briefing,
    Correction,
    Digest,
    Entry,
    Group,
    Label,
    StandingPage,
    Story,
    Teaser,
)
from pressday.outputs import views
from pressday.outputs.press import Press
from pressday.records import Record, replace
from pressday.theme import Theme, load
from theme_stock import (
    ARTICLES,
    BEACON,
    BODIES,
    CARDS,
    EARLIER,
    ENTRIES,
    LIVE,
    NOTE,
    PEOPLE,
    POINTS,
    RICH,
    SPAN,
    TOPICS,
    at,
    body,
    piece,
)


def newsletter(**changes: object) -> Newsletter:
    """The settings of the sample, under a sub-path."""
    made = Newsletter(
        title="The Marrow Bay Packet",
        base_url="https://packet.example/marrow/",
        identity="packet.example,2027",
        timezone="Europe/London",
        hash="",
        description="News from both ends of the sound, every morning before the boat.",
        language="en-GB",
        topics=tuple(TopicSetting(label.id, label.title) for label in TOPICS.values()),
        digest=DigestSettings(closes=420, sender="desk@packet.example", subscribe="https://lists.example/packet"),
    )
    return replace(made, **changes)


def press(theme: Theme, settings: Newsletter) -> Press:
    """A press that has every text of the sample."""
    return Press(settings, theme, BODIES.__getitem__)


def make(folder: Path, **changes: object) -> tuple[Theme, Press]:
    """Theme and press for the newsletter in *folder*, which may bring a theme of its own."""
    settings = newsletter(**changes)
    theme = load(folder, settings)
    return theme, press(theme, settings)


def front() -> views.LiveFront:
    return views.LiveFront(
        title="First boat through after three days of ice on the sound",
        address=LIVE,
        summary="The channel opened before noon behind the pilot boat. Vehicles wait; the baker is promised flour.",
        live=True,
        points=POINTS.points,
        count=6,
        updated=at("11:42"),
        topics=(TOPICS["ferry"], TOPICS["birds"]),
        source=BEACON,
    )


def digest() -> Digest:
    def story(entry: Entry, teaser: Teaser) -> Story:
        return Story(entry.key, teaser, entry.hash, entry.links, entry.excerpt)

    return Digest(
        span=SPAN,
        address="digests/2027-03-18/",
        subject="Three days, one channel, no flour",
        preheader="The sound is open. What that changes, and for whom it comes too late.",
        briefings=(Briefing(front().title, LIVE, POINTS.points, 6, BEACON),),
        groups=(
            Group(TOPICS["ferry"], (story(*ARTICLES[0]), story(*ENTRIES[4]), story(*ARTICLES[4]))),
            Group(TOPICS["council"], (story(*ARTICLES[1]),)),
            Group(None, (story(*ARTICLES[3]), story(*CARDS[0]))),
        ),
        note=NOTE,
    )


def digest_front(day: int = 18) -> views.DigestFront:
    name = f"2027-03-{day:02}"
    return views.DigestFront(
        "Three days, one channel, no flour",
        f"digests/{name}/",
        name,
        at("07:00", day),
        ("The channel opens behind the pilot boat", "Who pays for the new slip?", "The last salt of the year is in"),
        preheader="The sound is open. What that changes, and for whom it comes too late.",
        count=6,
    )


def shell(title: str, address: str, *own: Label, noindex: bool = False) -> views.Shell:
    feeds = tuple(views.FeedLink(f"The Marrow Bay Packet: {label.title}", label.address) for label in own)
    whole = views.FeedLink("The Marrow Bay Packet", "")
    return views.Shell(title, address, "News from both ends of the sound.", (*feeds, whole), noindex)


def home() -> views.HomePage:
    teasers = [teaser for _, teaser in ARTICLES]
    return views.HomePage(
        shell=shell("The Marrow Bay Packet", ""),
        live=(front(),),
        digest=digest_front(),
        desks=(
            views.Desk(TOPICS["ferry"], (teasers[0], teasers[4], teasers[6])),
            views.Desk(TOPICS["salt"], (teasers[2],)),
            views.Desk(TOPICS["council"], (teasers[1], teasers[7])),
            views.Desk(TOPICS["birds"], (teasers[3],)),
        ),
        rest=(teasers[5],),
        strips=(views.Strip("The islands", "linked/islands/", tuple(t for _, t in CARDS[:3]), at("09:00", 10), True),),
        latest="2027-03-18",
        pages=(Label("about", "About the Packet", "about/"),),
    )


def quiet_home() -> views.HomePage:
    """A front page with nothing live: the newest story leads."""
    return replace(home(), live=())


def article() -> views.ArticlePage:
    entry, teaser = piece(
        "rich",
        "Timetable from Friday, with a late boat for the choir and an early one for the bread",
        at("10:40"),
        summary="The company promises four crossings each way, ice permitting, and a fifth when there is singing.",
        kicker="Analysis",
        authors=("Oda Brill", "Tamsin Quell"),
        topics=("ferry", "council"),
        source=BEACON,
        html=RICH,
    )
    entry = replace(entry, corrections=(Correction(at("12:00"), "The late boat leaves at 22:10, not at 21:10."),))
    older = tuple(t for _, t in (ARTICLES[4], ARTICLES[6], ARTICLES[1]))
    return views.ArticlePage(shell(entry.title, entry.address, TOPICS["ferry"]), entry, teaser, older)


def live_page() -> views.LiveFolio:
    items = [views.LiveItem(entry, teaser) for entry, teaser in ENTRIES]
    items[3] = views.LiveItem(*ENTRIES[3], retold=views.Retold(before=(ENTRIES[4][1],)))
    return views.LiveFolio(
        shell=shell(front().title, LIVE, Label("", "Ice on the sound", LIVE)),
        front=front(),
        intro=body("intro", "<p>Boats, schools and bread, as we hear of them.</p>"),
        lead=body("lead"),
        points=POINTS,
        earlier=(EARLIER,),
        days=(
            views.LiveDay("2027-03-18", "2027/03/18/", tuple(items[:4])),
            views.LiveDay("2027-03-17", "", tuple(items[4:])),
        ),
    )


def all_teasers() -> tuple[Teaser, ...]:
    return tuple(t for _, t in sorted((*ENTRIES, *ARTICLES), key=lambda pair: pair[0].published, reverse=True))


def samples() -> dict[str, tuple[str, Record]]:
    """Every kind of page: a path to write it to, its template and its record."""
    ferry, entry = TOPICS["ferry"], ENTRIES[1]
    pager = views.Pager(0, 3, older=f"{ferry.address}page/2/")
    rows = tuple(
        views.IndexRow(label.title, label.address, 3, "What happens, and to whom." if n % 2 else "", ARTICLES[n][1])
        for n, label in enumerate(TOPICS.values())
    )
    people = tuple(views.IndexRow(p.name, p.address, 4, "", ARTICLES[0][1]) for p in PEOPLE.values())
    days = tuple(
        Label(name, name, f"{name.replace('-', '/')}/")
        for name in ((at("12:00") - timedelta(days=n)).date().isoformat() for n in range(16))
    )
    standing = StandingPage(
        "content/pages/about.md", "About the Packet", "about/", body("about", RICH), links=ENTRIES[0][0].links
    )
    older = Label("2027-03-17", "Two boats and a bell", "digests/2027-03-17/")
    cards = tuple(views.Card(e, t, e.source.url if e.source else "") for e, t in CARDS)
    return {
        "index.html": ("home.html", home()),
        "quiet/index.html": ("home.html", quiet_home()),
        "empty/index.html": ("home.html", views.HomePage(shell("The Marrow Bay Packet", ""), (), None, (), (), ())),
        "2027/03/18/rich/index.html": ("article.html", article()),
        f"{LIVE}index.html": ("live.html", live_page()),
        f"{LIVE}e2/index.html": (
            "entry.html",
            views.LiveEntryPage(
                shell(entry[0].title, entry[0].address), *entry, Label("", front().title, LIVE), True, ENTRIES[2][1]
            ),
        ),
        "topics/ferry/index.html": (
            "topic.html",
            views.TopicPage(
                shell("The ferry", ferry.address, ferry),
                ferry,
                "The crossing, the boats and the people who wait for them.",
                (*all_teasers(), CARDS[0][1]),
                pager,
                (front(),),
            ),
        ),
        "authors/oda/index.html": (
            "author.html",
            views.AuthorPage(
                shell("Oda Brill", "authors/oda/"),
                PEOPLE["Oda Brill"],
                all_teasers(),
                views.Pager(2, 3, "authors/oda/", "authors/oda/page/1/"),
                bio="Oda Brill has kept the pier’s log since she could write.",
            ),
        ),
        "archive/index.html": (
            "archive.html",
            views.ArchivePage(shell("Archive", "archive/"), all_teasers(), pager, (("2027-03", days),), "corrections/"),
        ),
        "2027/03/18/index.html": (
            "day.html",
            views.DayPage(shell("2027-03-18", "2027/03/18/"), "2027-03-18", all_teasers()[:5], older, days[1]),
        ),
        "topics/index.html": ("topics.html", views.IndexPage(shell("Topics", "topics/"), "topics", rows)),
        "authors/index.html": ("authors.html", views.IndexPage(shell("Authors", "authors/"), "authors", people)),
        "digests/2027-03-18/index.html": (
            "digest.html",
            views.DigestPage(shell("Three days", "digests/2027-03-18/"), digest(), older),
        ),
        "digests/index.html": (
            "digests.html",
            views.DigestsPage(shell("Digests", "digests/"), (digest_front(), digest_front(17)), views.Pager()),
        ),
        "linked/islands/index.html": (
            "collection.html",
            views.CollectionPage(
                shell("The islands", "linked/islands/"),
                "The islands",
                body("cards", "<p>What others have written about places with one boat.</p>"),
                cards,
                (TOPICS["ferry"],),
                BEACON,
                at("09:00", 10),
                withdrawn=(views.Notice("card", "c9", "2027-03-10", at("11:00"), "Its author asked for it."),),
                undated=True,
            ),
        ),
        "2027/03/12/gone/index.html": (
            "retracted.html",
            views.RetractedPage(
                shell("Withdrawn", "2027/03/12/gone/"),
                (views.Notice("article", "gone", "2027-03-12", at("16:00"), "The figures <b>were</b> invented."),),
            ),
        ),
        f"{LIVE}e0/index.html": (
            "retracted.html",
            views.RetractedPage(
                shell("Withdrawn", f"{LIVE}e0/"),
                (views.Notice("live", "e0", "2027-03-18", at("16:00")),),
                Label("", front().title, LIVE),
            ),
        ),
        "linked/gone/index.html": (
            "retracted.html",
            views.RetractedPage(
                shell("Withdrawn", "linked/gone/"),
                (
                    views.Notice("card", "g1", "2027-03-12", at("16:00"), "The figures were invented."),
                    views.Notice("card", "g2", "2027-03-12", at("15:00")),
                ),
            ),
        ),
        "corrections/index.html": (
            "corrections.html",
            views.CorrectionsPage(
                shell("Corrections", "corrections/"),
                tuple(
                    views.CorrectionLine(at("10:00", day), "It was <i>two</i> boats, not three.", t.title, t.address)
                    for day, t in zip((18, 17), all_teasers(), strict=False)
                ),
                views.Pager(0, 2, "", "corrections/page/1/"),
            ),
        ),
        "subscribe/index.html": (
            "subscribe.html",
            views.SubscribePage(
                shell("Subscribe", "subscribe/"),
                Label("", "The Marrow Bay Packet", ""),
                groups=(
                    views.FeedGroup("topics", tuple(TOPICS.values())),
                    views.FeedGroup("live", (Label("ice-on-the-sound", front().title, LIVE),)),
                    views.FeedGroup("authors", tuple(Label("", p.name, p.address) for p in PEOPLE.values())),
                ),
            ),
        ),
        "topics/ferry/subscribe/index.html": (
            "subscribe.html",
            views.SubscribePage(shell("Subscribe to The ferry", "topics/ferry/subscribe/", ferry), ferry),
        ),
        "about/index.html": ("page.html", views.StandingFolio(shell(standing.title, "about/"), standing)),
        "404.html": ("404.html", views.NotFoundPage(shell("Not found", "404.html", noindex=True))),
        "old/index.html": ("alias.html", views.AliasPage(shell("Moved", "old/", noindex=True), LIVE)),
        "mail/index.html": ("mail/digest.html", views.DigestMail(digest(), intro=NOTE.hash)),
    }


def draw_all(theme: Theme, press: Press) -> dict[str, str]:
    """Every sample, drawn."""
    return {path: theme.render(template, page, press) for path, (template, page) in samples().items()}
