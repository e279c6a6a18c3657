"""The edition: what is shown, in what order, under what, at which address; and what is wrong in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pressday.edition import due
from pressday.model import Edition
from written import LONG, MERGED, NOW, SETTINGS, article, composed, content, lines, newsletter

A = "content/articles/2026-11-20-a.md"
B = "content/articles/2026-11-20-b.md"
C = "content/articles/2026-11-20-c.md"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def live(title: str, date: str, **fields: str) -> str:
    return article(title, **fields).replace("2026-11-20T09:00:00+00:00", date)


def keys(edition: Edition) -> list[str]:
    return [entry.title for entry in edition.entries]


# --- what is shown -------------------------------------------------------------------------------


def test_the_newest_comes_first_and_a_tie_has_an_order() -> None:
    edition, _ = composed(
        {
            A: article("A", id="aaaa"),
            B: article("B", id="bbbb"),
            C: live("C", "2026-11-21T09:00Z"),
        }
    )
    assert keys(edition) == ["C", "B", "A"]


@pytest.mark.parametrize(
    ("fields", "drafts", "future", "shown"),
    [
        ({}, False, False, True),
        ({"draft": "true"}, False, False, False),
        ({"draft": "true"}, True, False, True),
        ({"publishDate": "2026-11-22T12:00Z"}, False, False, True),
        ({"publishDate": "2026-11-22T12:01Z"}, False, False, False),
        ({"publishDate": "2026-11-22T12:01Z"}, False, True, True),
        ({"expiryDate": "2026-11-22T12:01Z"}, False, False, True),
        ({"expiryDate": "2026-11-22T12:00Z"}, False, False, False),
        ({"expiryDate": "2026-11-22T12:00Z"}, False, True, True),
        ({"draft": "true", "expiryDate": "2026-11-01"}, False, True, False),
    ],
)
def test_what_is_out(fields: dict[str, str], drafts: bool, future: bool, shown: bool) -> None:
    edition, _ = composed({A: article(**fields)}, drafts=drafts, future=future)
    assert bool(edition.entries) is shown


def test_an_empty_newsletter_is_an_edition() -> None:
    edition, problems = composed({})
    assert (edition.entries, edition.days, edition.spans, problems) == ((), (), (), [])
    assert [topic.label.id for topic in edition.topics] == ["ferries", "council"]


def test_nothing_falls_due_between_the_instants_that_say_so() -> None:
    files = {
        A: article(publishDate="2026-11-23T07:00Z"),
        B: article(expiryDate="2026-11-22T11:00Z"),
        "content/live/storm/points.md": "## 2026-11-22T13:00Z\n- Soon\n",
        "content/live/storm/2026-11-22-0900-a.md": live("L", "2026-11-22T09:00Z"),
    }
    found = due(content(files), newsletter(), NOW)
    assert (found.since, found.until) == (at("2026-11-22T11:00+00:00"), at("2026-11-22T13:00+00:00"))
    assert found.since is not None
    assert found.until is not None
    before, _ = composed(files, now=found.since)
    after, _ = composed(files, now=found.until - timedelta(microseconds=1))
    assert before == after
    assert composed(files, now=found.until)[0] != after


# --- two of a kind -------------------------------------------------------------------------------


def test_one_id_in_two_files_names_both() -> None:
    edition, problems = composed({A: article("A", id="same"), B: article("B", id="SAME")})
    assert keys(edition) == ["A"]
    assert lines(problems) == [f"error: {B}:1:1: has the id `SAME`, which {A} has too"]


def test_one_address_of_two_files_names_both() -> None:
    other = "content/articles/2026/2026-11-20-A.md"
    edition, problems = composed({A: article("A"), other: article("B")})
    assert len(edition.entries) == 1
    assert lines(problems) == [f"error: {other}:1:1: would stand at /2026/11/20/a/, where {A} stands"]


def test_a_hidden_file_takes_nobodys_place() -> None:
    edition, problems = composed({A: article("A", id="same", draft="true"), B: article("B", id="same")})
    assert (keys(edition), problems) == (["B"], [])


def test_two_folders_of_one_address_are_named() -> None:
    _, problems = composed(
        {
            "content/live/Snow Day/index.md": "---\ntitle: One\n---\n",
            "content/live/snow-day/index.md": "---\ntitle: Two\n---\n",
            "content/live/snow-day/2026-11-20-0900-a.md": article(),
        }
    )
    assert lines(problems) == [
        "error: content/live/snow-day/index.md:1:1: is for the page of `snow-day`, as content/live/Snow Day/index.md is"
    ]


def test_a_folder_in_capitals_is_one_page() -> None:
    edition, _ = composed(
        {
            "content/live/Snow Day/index.md": "---\ntitle: Snow\n---\n",
            "content/live/Snow Day/2026-11-20-0900-a.md": article(),
        }
    )
    (page,) = edition.live
    assert (page.address, page.index.title, page.entries[0].address) == (
        "live/snow-day/",
        "Snow",
        "live/snow-day/2026-11-20-0900-a/",
    )


# --- links ---------------------------------------------------------------------------------------


def test_a_link_leads_to_where_the_file_stands() -> None:
    files = {
        A: article(
            body="[b](2026-11-20-b.md#x) [b](2026-11-20-b) [s](../live/storm/index.md) [c](../linked/c/k.md) "
            "[p](../pages/about.md) ![i](boat.jpg) [d](../digests/2026-11-20.md) [h](/)\n"
        ),
        B: article(),
        "content/live/storm/2026-11-20-0900-l.md": article(),
        "content/linked/c/k.md": article(),
        "content/pages/about.md": "x",
        "content/digests/2026-11-20.md": "x",
        "content/articles/boat.jpg": "",
    }
    edition, problems = composed(files)
    assert problems == []
    assert [link.address for link in edition.by_path[A].links] == [
        "2026/11/20/b/",
        "2026/11/20/b/",
        "live/storm/",
        "linked/c/#k",
        "about/",
        "2026/11/20/a/boat.jpg",
        "digests/2026-11-20/",
        "./",
    ]


def test_a_dead_link_is_located_and_holds_its_file_back() -> None:
    edition, problems = composed({A: article(body="one\n\ntwo [x](gone.md)\n"), B: article("B")})
    assert keys(edition) == ["B"]
    assert lines(problems) == [f"error: {A}:7:9: leads to content/articles/gone.md, which does not exist"]


@pytest.mark.parametrize("path", ["content/pages/about.md", "content/digests/2026-11-20.md"])
def test_other_pages_with_dead_links_are_held_back_too(path: str) -> None:
    edition, problems = composed({path: "[x](gone.md)\n", A: article()})
    assert (edition.pages, edition.notes) == ((), {})
    assert [problem.severity for problem in problems] == ["error"]


def test_nothing_leads_to_what_is_held_back() -> None:
    edition, problems = composed(
        {
            A: article(body="[x](gone.md)\n"),
            B: article("B", body="[a](2026-11-20-a.md)\n"),
            C: article("C", body="[b](2026-11-20-b.md)"),
        }
    )
    assert sorted(keys(edition)) == ["B", "C"]
    assert edition.by_path[B].links[0].address == ""
    assert edition.by_path[C].links[0].address == "2026/11/20/b/"
    assert [problem.severity for problem in problems] == ["error", "warning"]


@pytest.mark.parametrize(
    ("target", "files"),
    [
        ("2026-11-20-b.md", {B: article(draft="true")}),
        ("2026-11-20-b", {B: article(draft="true")}),
        ("2026-11-20-b.md", {B: article(publishDate="2027-01-01")}),
        ("2026-11-20-b.md", {B: "no header"}),
        ("../live/storm/index.md", {"content/live/storm/index.md": "---\ntitle: S\n---\n"}),
        ("../linked/c/index.md", {"content/linked/c/index.md": "---\ntitle: C\n---\n"}),
    ],
)
def test_a_link_to_what_is_not_shown_is_a_warning(target: str, files: dict[str, str]) -> None:
    edition, problems = composed({A: article("A", body=f"[b]({target})\n"), **files})
    assert keys(edition) == ["A"]
    (problem,) = problems
    assert (problem.severity, problem.line, "not shown" in problem.message) == ("warning", 5, True)


def test_a_picture_whose_name_no_address_can_hold_is_an_error() -> None:
    edition, problems = composed({A: article(body="![x](a%23b.jpg)\n"), "content/articles/a#b.jpg": ""})
    assert edition.entries == ()
    assert "whose name holds a `#`" in problems[0].message


# --- topics and authors --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["ferries", "The Ferries", "the ferries", "the-ferries", "boats", "Boats", "FERRIES"]
)
def test_a_topic_is_found_by_id_title_slug_or_former_id(written: str) -> None:
    edition, problems = composed({A: article(topics=f"[{written}]")}, settings=MERGED)
    assert (edition.entries[0].topics, problems) == (("ferries",), [])


def test_an_unknown_topic_becomes_one_with_a_note() -> None:
    edition, problems = composed(
        {A: article(topics="[Local Politics, council]"), B: article(topics="[local politics]")}
    )
    assert [(topic.label.id, len(topic.entries), topic.known) for topic in edition.topics] == [
        ("ferries", 0, True),
        ("council", 1, True),
        ("local-politics", 2, False),
    ]
    assert {label.title for teaser in edition.teasers.values() for label in teaser.topics} == {
        "Local Politics",
        "Council",
    }
    assert [(problem.severity, problem.message) for problem in problems] == [("note", "a new topic, `Local Politics`")]


def test_an_entry_stands_once_under_a_topic_that_it_names_twice() -> None:
    edition, _ = composed({A: article(topics="[boats, ferries]")}, settings=MERGED)
    assert len(edition.topics[0].entries) == 1


@pytest.mark.parametrize("written", ["Ines Okafor", "ines okafor", "I. Okafor", "Ines  Okafor"])
def test_every_spelling_of_a_byline_is_one_author(written: str) -> None:
    edition, _ = composed({A: article(authors=f"['{written}']")})
    assert [(author.person.name, author.slug) for author in edition.authors] == [("Ines Okafor", "ines-okafor")]
    assert edition.entries[0].authors == ("Ines Okafor",)


def test_two_names_with_one_slug_are_one_page_and_an_entry_stands_there_once() -> None:
    edition, _ = composed({A: article(authors="[Ann Tully, Ann-Tully, Bo]"), B: article(authors="[Ann-Tully]")})
    assert [(author.slug, len(author.entries)) for author in edition.authors] == [("ann-tully", 2), ("bo", 1)]
    assert [person.name for person in edition.teasers["articles/2026-11-20-a"].authors] == ["Ann Tully", "Bo"]


# --- rights --------------------------------------------------------------------------------------


def words(text: str) -> int:
    return len(text.removesuffix(" …").split())


@pytest.mark.parametrize("fields", [{"source": "the harne gazette"}, {"excerpt": "true"}])
def test_of_an_excerpt_no_more_than_forty_words_are_shown(fields: dict[str, str]) -> None:
    edition, _ = composed({A: article(body=LONG, summary=LONG, **fields)})
    (entry,) = edition.entries
    assert entry.excerpt
    assert words(entry.summary) <= 40
    assert words(edition.teasers[entry.key].summary) <= 40
    assert edition.teasers[entry.key].excerpt


def test_a_live_page_from_a_source_shows_no_more_of_its_lead_and_points() -> None:
    files = {
        "content/live/storm/index.md": "---\ntitle: S\nsource: The Harne Gazette\n---\n",
        "content/live/storm/points.md": f"{LONG}\n\n## 2026-11-20\n- {LONG}\n",
        "content/live/storm/2026-11-20-0900-a.md": article(),
    }
    (page,) = composed(files)[0].live
    assert page.index.lead_hash == ""
    assert words(page.index.lead_text) <= 40
    assert words(page.sets[0].points[0].text) <= 40
    own = composed(files | {"content/live/storm/index.md": "---\ntitle: S\n---\n"})[0].live[0]
    assert own.index.lead_hash
    assert words(own.sets[0].points[0].text) > 40


def test_a_source_has_the_rights_and_the_address_that_the_settings_give_it() -> None:
    edition, _ = composed(
        {
            A: article(source="{name: The Harne Gazette, url: https://gazette.example/a}"),
            B: article(source="The Harne Gazette"),
        }
    )
    found = {entry.path: entry.source for entry in edition.entries}
    one, two = found[A], found[B]
    assert one is not None
    assert two is not None
    assert (one.url, one.rights) == ("https://gazette.example/a", "excerpt")
    assert two.url == "https://gazette.example/"


def test_the_newsletters_own_name_is_no_source() -> None:
    settings = newsletter()
    edition, problems = composed({A: article(source=settings.title.upper())})
    assert [entry.source for entry in edition.entries] == [None]
    assert lines(problems) == []


def test_a_source_that_nobody_knows_is_a_warning_said_once() -> None:
    _, problems = composed({A: article(source="A Stranger"), B: article(source="A Stranger")})
    assert [(problem.severity, problem.path) for problem in problems] == [("warning", A)]


# --- live pages ----------------------------------------------------------------------------------

STORM = "content/live/storm/2026-11-21-1400-a.md"


@pytest.mark.parametrize(
    ("now", "index", "is_live"),
    [
        ("2026-11-22T13:59Z", "", True),
        ("2026-11-22T14:00Z", "", False),
        ("2026-11-22T13:59Z", "---\nended: true\n---\n", False),
    ],
)
def test_a_page_is_live_for_a_day_after_its_newest_entry(now: str, index: str, is_live: bool) -> None:
    files = {STORM: live("L", "2026-11-21T14:00Z")} | ({"content/live/storm/index.md": index} if index else {})
    assert composed(files, now=at(now))[0].live[0].live is is_live


def test_points_that_the_clock_has_not_reached_are_not_shown() -> None:
    files = {
        STORM: live("L", "2026-11-21T14:00Z", id="1121-1400-bbbb"),
        "content/live/storm/points.md": "## 2026-11-21T15:00Z\n- [L](2026-11-21-1400-a.md)\n- M\n\n"
        "## 2026-11-23T15:00Z\n- Later\n",
    }
    (page,) = composed(files)[0].live
    assert [points.as_of for points in page.sets] == [at("2026-11-21T15:00Z")]
    assert page.updated == at("2026-11-21T15:00Z")
    assert [point.address for point in page.sets[0].points] == ["live/storm/1121-1400-bbbb/", ""]
    assert len(composed(files, future=True)[0].live[0].sets) == 2


def test_a_point_that_leads_nowhere_is_a_warning_and_still_told() -> None:
    files = {STORM: live("L", "2026-11-21T14:00Z"), "content/live/storm/points.md": "## 2026-11-21\n- [L](gone.md)\n"}
    edition, problems = composed(files)
    assert edition.live[0].sets[0].points[0].text == "L"
    assert [problem.severity for problem in problems] == ["warning"]


def test_links_of_the_lead_lead_to_where_the_files_stand() -> None:
    points = "content/live/storm/points.md"
    texts = {STORM: live("L", "2026-11-21T14:00Z"), A: article(), "content/live/storm/map.png": ""}
    lead = "See [a](../../articles/2026-11-20-a.md) and ![x](map.png).\n"
    edition, problems = composed(texts | {points: lead})
    (page,) = edition.live
    assert [link.address for link in page.index.lead_links] == ["2026/11/20/a/", "live/storm/map.png"]
    assert problems == []
    _, problems = composed(texts | {points: "one\n\ntwo [x](gone.md)\n"})
    assert lines(problems) == [f"error: {points}:3:9: leads to content/live/storm/gone.md, which does not exist"]


def test_of_an_excerpt_neither_the_lead_nor_its_pictures_are_shown() -> None:
    texts = {
        "content/live/storm/index.md": "---\nsource: The Harne Gazette\n---\n",
        "content/live/storm/points.md": "![x](map.png)\n",
        "content/live/storm/map.png": "",
        STORM: live("L", "2026-11-21T14:00Z"),
    }
    (page,) = composed(texts)[0].live
    assert (page.index.lead_hash, page.index.lead_links) == ("", ())


def test_a_live_page_without_entries_is_not_shown() -> None:
    assert composed({"content/live/storm/index.md": "---\ntitle: S\n---\n"})[0].live == ()


def test_only_cards_make_a_newsletter_without_news() -> None:
    edition, _ = composed({"content/linked/c/k.md": article("K", guessed="[date]", topics="[ferries]")})
    assert (edition.entries, edition.days, edition.spans) == ((), (), ())
    assert len(edition.collections) == len(edition.topics[0].entries) == 1
    assert edition.teasers[edition.cards[0].key].dateless


# --- times that nobody gave -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "date", "fields", "timeless"),
    [
        ("articles/a.md", "2026-11-20", {}, True),
        ("articles/a.md", "2026-11-20T00:00:00+00:00", {}, True),
        ("articles/a.md", "2026-11-20T12:00:00+00:00", {}, False),
        ("articles/a.md", "2026-11-20T00:01:00+00:00", {}, False),
        ("articles/a.md", "2026-11-20T08:13:00+00:00", {"guessed": "[date]"}, True),
        ("linked/c/a.md", "2026-11-12T12:00:00+00:00", {}, True),
        ("linked/c/a.md", "2026-11-12T12:30:00+00:00", {}, False),
        ("live/storm/a.md", "2026-11-20T00:00:00+00:00", {}, False),
    ],
)
def test_a_time_that_nobody_gave_is_not_one(path: str, date: str, fields: dict[str, str], timeless: bool) -> None:
    (teaser,) = composed({f"content/{path}": live("A", date, **fields)})[0].teasers.values()
    assert teaser.timeless == timeless
    assert teaser.moment == (date[:10] if timeless else teaser.published)


def test_a_key_point_has_the_time_of_its_entry_where_there_is_one() -> None:
    texts = {
        "content/live/storm/points.md": "## 2026-11-21\n- [L](a.md)\n- [A](../../articles/a.md)\n- [T](t.md)\n",
        "content/live/storm/a.md": live("L", "2026-11-20T09:00Z"),
        "content/articles/a.md": live("A", "2026-11-20"),
        "content/live/storm/t.md": live("T", "2026-11-20T00:00Z"),
    }
    (page,) = composed(texts)[0].live
    told = [(point.text, bool(point.address), point.published is not None) for point in page.sets[0].points]
    assert told == [("L", True, True), ("A", True, False), ("T", True, True)]


# --- spans, days and notes -----------------------------------------------------------------------


def test_only_closed_spans_are_digests() -> None:
    files = {A: article(), B: live("B", "2026-11-22T09:00Z")}
    assert [span.name for span in composed(files)[0].spans] == ["2026-11-20"]
    assert [span.name for span in composed(files, now=at("2026-11-23T00:00Z"))[0].spans] == ["2026-11-22", "2026-11-20"]


def test_days_are_newest_first_and_hold_no_cards() -> None:
    edition, _ = composed(
        {A: article(), C: live("C", "2026-11-21T09:00Z"), "content/linked/c/k.md": live("K", "2026-11-19")}
    )
    assert [(day.name, len(day.entries)) for day in edition.days] == [("2026-11-21", 1), ("2026-11-20", 1)]


def test_what_an_editor_picks_must_be_somewhere() -> None:
    files = {
        "content/digests/2026-11-20.md": "---\npicks: [kkkk, gone, hidden]\n---\n",
        "content/linked/c/k.md": article(id="kkkk"),
        A: article(id="hidden", draft="true"),
        B: article(),
    }
    _, problems = composed(files)
    assert [(problem.severity, problem.message) for problem in problems] == [
        ("warning", "picks `gone`, which is nowhere"),
        ("note", "picks `hidden`, which is not shown"),
    ]


NOTE = "content/digests/2026-11-20.md"
CLOSES = SETTINGS + 'digest: {closes: "07:00"}\n'


@pytest.mark.parametrize(
    ("now", "settings", "heard"),
    [
        ("2026-11-20T23:59Z", SETTINGS, []),
        ("2026-11-21T00:00Z", SETTINGS, [f"note: {NOTE}:1:1: is shown nowhere: there was no news for its digest"]),
        ("2026-11-20T06:59Z", CLOSES, []),
        ("2026-11-20T07:00Z", CLOSES, [f"note: {NOTE}:1:1: is shown nowhere: there was no news for its digest"]),
    ],
)
def test_a_note_without_a_digest_is_nowhere_and_says_so_once_its_day_is_closed(
    now: str, settings: str, heard: list[str]
) -> None:
    texts = {
        NOTE: "![x](a.jpg)",
        "content/digests/a.jpg": "",
        B: live("B", "2026-11-18T09:00Z", id="b").replace("Some text", f"[x](../digests/{NOTE.rpartition('/')[2]})"),
    }
    edition, problems = composed(texts, now=at(now), settings=settings)
    assert edition.notes == {}
    assert edition.by_path[B].links[0].address == ""
    dead = f"warning: {B}:6:5: leads to {NOTE}, which is not shown"
    assert sorted(lines(problems)) == sorted([dead, *heard])


def test_a_note_of_a_digest_stands_where_it_does() -> None:
    edition, problems = composed({NOTE: "Good morning.", A: article(), B: article("B", body=f"[x](../../{NOTE})")})
    assert (list(edition.notes), problems) == (["2026-11-20"], [])
    assert edition.by_path[B].links[0].address == "digests/2026-11-20/"


# --- old addresses -------------------------------------------------------------------------------


def test_the_address_of_a_merged_topic_leads_on_and_is_nobody_elses() -> None:
    assert composed({A: article()}, settings=MERGED)[0].moved == (("topics/boats/", "topics/ferries/"),)
    edition, problems = composed({A: article(aliases="[/topics/boats/]")}, settings=MERGED)
    assert edition.moved == (("topics/boats/", "topics/ferries/"),)
    assert lines(problems) == [f"warning: {A}:1:1: claims the old address /topics/boats/, as a merged topic does"]


def test_an_old_address_leads_on() -> None:
    edition, problems = composed(
        {
            A: article(id="aaaa", aliases="[/old/, /2026/11/20/a/]"),
            "content/pages/about.md": "---\naliases: [who]\n---\n",
        },
        moved={"2025/01/01/a/": "aaaa", "2026/11/20/a/": "aaaa", "linked/c/#aaaa": "aaaa", "gone/": "nobody"},
    )
    assert problems == []
    assert edition.moved == (
        ("2025/01/01/a/", "2026/11/20/a/"),
        ("linked/c/", "2026/11/20/a/"),
        ("old/", "2026/11/20/a/"),
        ("who/", "about/"),
    )


@pytest.mark.parametrize(
    "address",
    [
        "2026/11/20/b/",
        "2026/11/20/B/",
        "live/storm/",
        "linked/c/",
        "linked/c/#gone",
        "topics/ferries/",
        "authors/bo/",
        "2026/11/20/",
        "digests/2026-11-20/",
        "about/",
        "archive/",
        "topics/",
    ],
)
def test_no_old_address_shadows_a_page_of_today(address: str) -> None:
    files = {
        A: article(id="aaaa"),
        B: article(authors="[Bo]"),
        STORM: live("L", "2026-11-21T14:00Z"),
        "content/linked/c/k.md": article(),
        "content/pages/about.md": "x",
    }
    assert composed(files, moved={address: "aaaa"})[0].moved == ()
    if "#" not in address:
        edition, problems = composed(files | {A: article(id="aaaa", aliases=f"[/{address}]")})
        assert edition.moved == ()
        assert [(problem.severity, problem.path) for problem in problems] == [("warning", A)]


def test_two_claims_to_one_old_address_name_both() -> None:
    edition, problems = composed({A: article(aliases="[/old/]"), B: article(aliases="[/OLD/]")})
    assert len(edition.moved) == 1
    assert lines(problems) == [f"warning: {A}:1:1: claims the old address /old/, as {B} does"]


def test_the_same_content_gives_the_same_edition_in_any_order() -> None:
    files = {A: article("A", topics="[new, x]"), B: article("B", topics="[x]"), STORM: article("L", authors="[Bo, Al]")}
    assert composed(files) == composed(dict(reversed(files.items())))
