"""A feed can be read back to its first item, and what is over does not change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from feed_samples import HOUR, NEWSLETTER, NOON, article, card, drawn, edition, live_entry
from pressday import addresses
from pressday.config import FeedSettings
from pressday.model import Entry, Span
from pressday.records import replace

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
SITE = "https://example.org/post/"
DAY = timedelta(days=1)
SHORT = replace(NEWSLETTER, feeds=FeedSettings(items=3))


def daily(days: int, *, until: datetime = NOON, **fields: Any) -> list[Entry]:
    """An article a day, the newest at *until*."""
    dates = [until - back * DAY for back in range(days)]
    return [article(f"n{date:%Y%m%d}", f"News of {date:%d %B}", date, **fields) for date in dates]


def links(data: bytes) -> dict[str, str]:
    root = etree.fromstring(data)
    found = root.findall(f"{ATOM}link") or root.findall(f"channel/{ATOM}link")
    return {link.get("rel"): link.get("href").removeprefix(SITE) for link in found}


def entries(data: bytes) -> dict[str, bytes]:
    root = etree.fromstring(data)
    return {e.findtext(f"{ATOM}id").rpartition(":")[2]: etree.tostring(e) for e in root.iterfind(f"{ATOM}entry")}


def history(feeds: dict[str, bytes], path: str) -> list[str]:
    """The documents that a subscriber reads who goes back from *path* to the beginning."""
    read = [path]
    while older := links(feeds[read[-1]]).get("prev-archive"):
        assert older not in read
        read.append(older)
    return read


def archived(feeds: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in feeds.items() if "feeds/" in path}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_a_feed_that_shows_all_it_has_needs_no_archive() -> None:
    feeds = drawn(edition(*daily(3)), SHORT)
    assert archived(feeds) == {}
    assert "prev-archive" not in links(feeds["atom.xml"])


@pytest.mark.parametrize("start", ["atom.xml", "feed.xml", "topics/harbour/atom.xml", "authors/odd-brekke/feed.xml"])
def test_whoever_goes_back_from_the_current_document_reads_every_item(start: str) -> None:
    told = daily(100, topics=("harbour",), authors=("Odd Brekke",))
    feeds = drawn(edition(*told), SHORT)
    _, *read = history(feeds, start)
    page = start.rpartition("/")[0]
    months = ["2025-05-11", "2025-04", "2025-03", "2025-02"]
    assert read == [addresses.feed_archive(f"{page}/" if page else "", month) for month in months]
    current = entries(feeds[start.replace("feed.xml", "atom.xml")])
    assert set(current).union(*(entries(feeds[path]) for path in read)) == {entry.key for entry in told}


def test_every_feed_has_archives_of_its_own_and_no_document_is_out_of_reach() -> None:
    spans = tuple(
        Span(f"2025-05-{day:02}", NOON - (15 - day) * DAY, NOON - (14 - day) * DAY) for day in range(14, 0, -1)
    )
    everything = edition(
        *daily(90, topics=("school",), authors=("Mirela Tans",)),
        *(live_entry(f"l{n}", f"Hour {n}", NOON - 9 * n * HOUR, topics=("harbour",)) for n in range(40)),
        *(card(f"c{n}", f"Card {n}", NOON - n * 20 * DAY, topics=("harbour",)) for n in range(4)),
        spans=spans,
    )
    feeds = drawn(everything, SHORT)
    starts = [path for path in feeds if path.endswith("atom.xml") and "feeds/" not in path]
    reached = {path for start in starts for path in history(feeds, start)}
    assert reached == {path for path in feeds if path.endswith("atom.xml")}
    assert {path.partition("feeds/")[0] for path in archived(feeds)} == {
        *("", "topics/school/", "topics/harbour/", "live/storm/", "authors/mirela-tans/", "digests/"),
    }
    whole = set().union(*(entries(feeds[path]) for path in history(feeds, "atom.xml")))
    assert {"live/storm", "linked/reading"} < whole


def test_an_archive_says_what_it_is_and_names_its_neighbours() -> None:
    feeds = drawn(edition(*daily(100)), SHORT)
    assert links(feeds["feeds/2025-03/atom.xml"]) == {
        "self": "feeds/2025-03/atom.xml",
        "alternate": "",
        "current": "atom.xml",
        "prev-archive": "feeds/2025-02/atom.xml",
        "next-archive": "feeds/2025-04/atom.xml",
    }
    for path, data in feeds.items():
        if path.endswith("atom.xml"):
            assert (etree.fromstring(data).find(ARCHIVE) is not None) == ("feeds/" in path)
    ids = {etree.fromstring(feeds[path]).findtext(f"{ATOM}id") for path in history(feeds, "atom.xml")}
    assert ids == {"tag:skarvey.example,2025:feed/whole"}


def test_an_item_is_the_same_in_every_document_that_holds_it() -> None:
    told = daily(60, topics=("harbour",), corrections=())
    feeds = drawn(edition(*told), SHORT)
    held: dict[str, set[bytes]] = {}
    for path in [p for p in feeds if p.endswith("atom.xml") and not p.startswith("digests")]:
        for key, data in entries(feeds[path]).items():
            held.setdefault(key, set()).add(etree.tostring(etree.fromstring(data), method="c14n"))
    assert len(held) == 60
    assert {len(forms) for forms in held.values()} == {1}


def test_a_backdated_entry_changes_one_archive_of_each_feed_that_holds_it() -> None:
    told = daily(100, topics=("harbour",))
    late = article("late", "Found in a drawer", datetime(2025, 3, 9, 8, tzinfo=UTC), topics=("harbour",))
    before, after = drawn(edition(*told), SHORT), drawn(edition(*told, late), SHORT)
    assert changed(before, after) == {"feeds/2025-03/atom.xml", "topics/harbour/feeds/2025-03/atom.xml"}


def test_a_backdated_entry_in_a_month_without_news_gets_an_archive_and_its_neighbours_learn_of_it() -> None:
    told = [*daily(3), *daily(3, until=datetime(2025, 1, 20, tzinfo=UTC)), *daily(2, until=NOON - 40 * DAY)]
    late = article("late", "Found in a drawer", datetime(2025, 3, 9, 8, tzinfo=UTC))
    before, after = drawn(edition(*told), SHORT), drawn(edition(*told, late), SHORT)
    assert changed(before, after) == {f"feeds/2025-{month}/atom.xml" for month in ("01", "03", "04")}
    assert history(after, "atom.xml")[1:] == [f"feeds/2025-{month}/atom.xml" for month in ("04", "03", "01")]


def test_news_of_the_same_day_leaves_every_archive_as_it_was() -> None:
    told = [article(f"n{back}", "News", NOON - back * HOUR) for back in range(200)]
    before = drawn(edition(*told), SHORT)
    after = drawn(edition(*told, article("more", "More", NOON + HOUR)), SHORT)
    assert list(archived(before)) == ["feeds/2025-05-12/atom.xml"]
    assert changed(before, after) == {"atom.xml", "feed.xml", "feed.json"}


def test_a_month_that_is_over_is_named_by_itself_and_holds_all_of_its_items() -> None:
    told = daily(100, until=datetime(2025, 5, 1, 12, tzinfo=UTC))
    feeds = drawn(edition(*told), SHORT)
    april = {entry.key for entry in told if entry.day.startswith("2025-04")}
    assert len(april) == 30
    assert history(feeds, "atom.xml")[1] == "feeds/2025-04/atom.xml"
    assert set(entries(feeds["feeds/2025-04/atom.xml"])) == april
    assert set(entries(feeds["atom.xml"])) & april


def test_months_are_those_of_the_newsletters_zone() -> None:
    newsletter = replace(SHORT, timezone="Pacific/Auckland")
    eve = replace(article("eve", "Eve", datetime(2025, 3, 31, 12, 30, tzinfo=UTC)), day="2025-04-01")
    feeds = drawn(edition(*daily(4), eve, newsletter=newsletter), newsletter)
    assert set(entries(feeds["feeds/2025-04/atom.xml"])) == {"eve"}


@pytest.mark.parametrize("every", [1, 3, 10, 45])
def test_a_subscriber_who_looks_seldom_and_stops_at_what_they_know_misses_nothing(every: int) -> None:
    told = daily(150)[::-1]
    known: set[str] = set()
    seen: set[str] = set()
    for count in range(10, 150, every):
        feeds = drawn(edition(*told[:count]), SHORT)
        path: str | None = "atom.xml"
        while path and path not in known:
            seen |= set(entries(feeds[path]))
            known |= {path} - {"atom.xml"}
            path = links(feeds[path]).get("prev-archive")
        assert seen == {entry.key for entry in told[:count]}


# --- what was withdrawn -------------------------------------------------------------------------


def withdraw(entry: Entry, when: datetime, reason: str = "It was another’s.") -> Entry:
    """What ``pressday retract`` leaves of an entry."""
    return replace(
        entry, title="", summary="", words=0, hash="", authors=(), links=(), image="", retracted=when, reason=reason
    )


def test_what_was_withdrawn_is_an_emptied_item_in_every_feed_and_a_tombstone_in_atom() -> None:
    entry = article("gone", "A secret", NOON - DAY, topics=("harbour",), authors=("Per Lind",))
    feeds = drawn(edition(*daily(3, topics=("harbour",)), withdraw(entry, NOON - HOUR)), SHORT)
    for path in ("atom.xml", "topics/harbour/atom.xml"):
        root = etree.fromstring(feeds[path])
        item = next(e for e in root.iterfind(f"{ATOM}entry") if e.findtext(f"{ATOM}id").endswith(":gone"))
        assert item.findtext(f"{ATOM}title") == "Withdrawn"
        assert item.findtext(f"{ATOM}content") == "<p>This was withdrawn on 14 May 2025. It was another’s.</p>"
        assert item.findtext(f"{ATOM}updated") == "2025-05-14T11:00:00+00:00"
        assert item.find(f"{ATOM}link").get("href") == SITE + entry.address
        gone = root.find(TOMBSTONE)
        assert gone is not None
        assert (gone.get("ref"), gone.get("when")) == ("tag:skarvey.example,2025:gone", "2025-05-14T11:00:00+00:00")
        assert gone[0].text == "It was another’s."
    for data in feeds.values():
        assert b"secret" not in data
        assert b"body of gone" not in data
    assert b"Withdrawn" in feeds["feed.xml"]
    assert b"Withdrawn" in feeds["feed.json"]


def test_a_withdrawal_is_told_in_the_current_document_for_thirty_days_however_old_the_entry_was() -> None:
    told = daily(100)
    old = article("old", "Old", NOON - 80 * DAY)

    def shown(when: datetime) -> tuple[bool, bool]:
        feeds = drawn(edition(*told, withdraw(old, when)), SHORT)
        return "old" in entries(feeds["atom.xml"]), "old" in entries(feeds["feeds/2025-02/atom.xml"])

    assert shown(NOON - 29 * DAY) == (True, True)
    assert shown(NOON - 31 * DAY) == (False, True)


def test_the_newest_withdrawals_are_told_for_good_as_far_as_a_quarter_of_the_document_goes() -> None:
    newsletter = replace(NEWSLETTER, feeds=FeedSettings(items=12))
    told = daily(100)
    gone = [withdraw(article(f"old{n}", "Old", NOON - (70 + n) * DAY), NOON - (40 + n) * DAY) for n in range(9)]
    fresh = [withdraw(article(f"new{n}", "Old", NOON - (60 + n) * DAY), NOON - n * DAY) for n in range(6)]

    def shown(*withdrawn: Entry) -> set[str]:
        current = drawn(edition(*told, *withdrawn, newsletter=newsletter), newsletter)["atom.xml"]
        return {key for key in entries(current) if not key.startswith("n2")}

    assert shown(*gone) == {"old0", "old1", "old2"}
    assert shown(*gone[3:]) == {"old3", "old4", "old5"}
    # All that is news is told, and then there is room for no more.
    assert shown(*gone, *fresh) == {f"new{n}" for n in range(6)}
    assert shown(*gone, *fresh[:2]) == {"new0", "new1", "old0"}
    # One that stands among the newest anyway counts.
    assert shown(*gone, withdraw(article("just", "Old", NOON - DAY), NOON)) == {"just", "old0", "old1"}


def test_a_withdrawal_makes_no_archive_where_there_was_none() -> None:
    old = article("old", "Old", NOON - 80 * DAY)
    feeds = drawn(edition(*daily(2), withdraw(old, NOON - 60 * DAY)), SHORT)
    assert archived(feeds) == {}
    assert set(entries(feeds["atom.xml"])) == {"n20250514", "n20250513", "old"}


def test_a_withdrawal_changes_the_archive_of_its_month_alone() -> None:
    told = daily(100)
    old = next(entry for entry in told if entry.day == "2025-03-09")
    others = [entry for entry in told if entry is not old]
    before, after = drawn(edition(*told), SHORT), drawn(edition(*others, withdraw(old, NOON)), SHORT)
    # Its digest told nothing else, and is emptied with it.
    digest = {"digests/atom.xml", "digests/feed.xml", "digests/feed.json"}
    assert changed(before, after) == {"atom.xml", "feed.xml", "feed.json", "feeds/2025-03/atom.xml", *digest}


def test_a_withdrawn_live_entry_and_a_withdrawn_card_are_told_where_they_stood() -> None:
    live = live_entry("gone", "Secret", NOON, topics=("harbour",))
    told = card("lost", "Secret", NOON, topics=("school",))
    feeds = drawn(
        edition(live_entry("early", "Boats", NOON - HOUR), withdraw(live, NOON + HOUR), withdraw(told, NOON + HOUR))
    )
    holding = {path for path, data in feeds.items() if path.endswith("atom.xml") and b"Withdrawn" in data}
    assert holding == {"topics/harbour/atom.xml", "topics/school/atom.xml", "live/storm/atom.xml"}
    assert not any(b"Secret" in data for data in feeds.values())
