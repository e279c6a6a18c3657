"""A content file is checked once: what it says, what it leaves out, what is wrong in it, and where."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday.content.fields import instant
from pressday.content.reading import LivePoints
from pressday.model import CollectionIndex, EditorsNote, LiveIndex, StandingPage
from pressday.records import decode, encode
from written import article, entry, lines, read

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-07-01T12:00:00+00:00", "2026-07-01T12:00+00:00"),
        ("2026-07-01T12:00:00Z", "2026-07-01T12:00+00:00"),
        ("2026-07-01T12:00:00 +0200", "2026-07-01T10:00+00:00"),
        ("2026-07-01 12:00:00 +02:00", "2026-07-01T10:00+00:00"),
        ("2026-07-01T12:00", "2026-07-01T11:00+00:00"),
        ("2026-07-01 12:00", "2026-07-01T11:00+00:00"),
        ("2026-07-01T00:00", "2026-06-30T23:00+00:00"),
        ("2026-07-01", "2026-06-30T23:00+00:00"),
        ("20260701", "2026-06-30T23:00+00:00"),
        ("2026-01-01", "2026-01-01T00:00+00:00"),
        ("2026-03-29T01:30", "2026-03-29T01:30+00:00"),
        ("2026-10-25T01:30", "2026-10-25T00:30+00:00"),
        ("2026-07-01T12:00:00.5Z", "2026-07-01T12:00:00.500+00:00"),
    ],
)
def test_a_date_is_the_newsletters_own_where_it_says_nothing_else(written: str, meant: str) -> None:
    assert instant(written, LONDON) == at(meant)
    assert entry(article().replace("2026-11-20T09:00:00+00:00", written), zone="Europe/London").published == at(meant)


@pytest.mark.parametrize(
    "written",
    [
        "tomorrow",
        "22 January 2026",
        "2026-13-01",
        "2026-02-30",
        "2026-01-01T24:30",
        "2016-12-31T23:59:60Z",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2026-01-01T12:00+25:00",
        "9" * 5000,
        "[2026]",
    ],
)
def test_what_is_no_date_is_one_error_at_its_place(written: str) -> None:
    found = read(article().replace("2026-11-20T09:00:00+00:00", written), "content/articles/a.md")
    assert found.record is None
    (problem,) = found.problems
    assert (problem.path, problem.line, problem.column) == ("content/articles/a.md", 3, 7)
    assert "is not a date" in problem.message


@pytest.mark.parametrize("key", ["published", "Date"])
def test_a_date_under_another_name_is_one_error_too(key: str) -> None:
    assert lines(read(f"---\ntitle: A\n{key}: soon\n---\n", "content/articles/a.md").problems) == [
        f"error: content/articles/a.md:3:{len(key) + 3}: `{key}` is not a date"
    ]


def test_a_date_that_is_left_empty_is_missed() -> None:
    found = read("---\ntitle: A\ndate:\n---\n", "content/articles/a.md")
    assert (found.record, [p.message for p in found.problems]) == (None, ["`date` is missing"])


def test_a_file_named_by_its_date_needs_none() -> None:
    assert entry("---\ntitle: A\n---\n", zone="Europe/London").day == "2026-11-20"


def test_the_day_is_the_newsletters() -> None:
    late = article().replace("09:00:00+00:00", "23:30:00+00:00")
    assert (entry(late).day, entry(late, zone="Europe/Berlin").day) == ("2026-11-20", "2026-11-21")


def test_an_entry_appears_at_the_later_of_its_two_dates() -> None:
    assert entry(article(publishDate="2026-11-21T07:00Z")).published == at("2026-11-21T07:00+00:00")
    assert entry(article(publishDate="2026-11-01T07:00Z")).published == at("2026-11-20T09:00+00:00")


# --- names and addresses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "fields", "address"),
    [
        ("content/articles/2026/2026-11-20-a-boat.md", {}, "2026/11/20/a-boat/"),
        ("content/articles/2026/2026-11-20-a-boat/index.md", {}, "2026/11/20/a-boat/"),
        ("content/articles/A Boat!.md", {}, "2026/11/20/a-boat/"),
        ("content/articles/2026-11-20-2025-in-review.md", {}, "2026/11/20/2025-in-review/"),
        ("content/articles/2026-11-20.md", {}, "2026/11/20/2026-11-20/"),
        ("content/articles/x.md/index.md", {}, "2026/11/20/x-md/"),
        ("content/articles/con.md", {}, "2026/11/20/con-x/"),
        ("content/articles/a.md", {"slug": "another"}, "2026/11/20/another/"),
        ("content/articles/a.md", {"slug": "/another/"}, "2026/11/20/another/"),
        ("content/live/storm/2026-11-20-0900-roof.md", {"id": "1120-0900-abcd"}, "live/storm/1120-0900-abcd/"),
        ("content/live/storm/2026-11-20-0900-roof.md", {}, "live/storm/2026-11-20-0900-roof/"),
        ("content/live/Snow Day/What? #1.md", {}, "live/snow-day/what-1/"),
        ("content/linked/coves/tides.md", {"id": "bcdf2345"}, "linked/coves/#bcdf2345"),
        ("content/linked/coves/tides.md", {}, "linked/coves/#tides"),
    ],
)
def test_an_entry_stands_where_its_name_says(path: str, fields: dict[str, str], address: str) -> None:
    assert entry(article(**fields), path).address == address


def test_a_corrected_headline_moves_no_address_and_changes_no_id() -> None:
    one, two = entry(article("A boat")), entry(article("A ship"))
    assert (one.address, one.key) == (two.address, two.key)


def test_a_live_entrys_slug_leaves_out_its_time() -> None:
    assert entry(article(), "content/live/storm/2026-11-20-0900-roof-gone.md").slug == "roof-gone"


def test_two_forms_of_a_letter_in_a_files_name_are_one_address() -> None:
    names = ("caf\u00e9", "cafe\u0301")
    one, two = (entry(article(), f"content/articles/2026-11-20-{name}.md").address for name in names)
    assert one == two


def test_a_slug_that_cannot_stand_is_replaced_with_a_warning() -> None:
    found = read(article(slug="My Slug"))
    assert [(p.severity, p.line) for p in found.problems] == [("warning", 4)]
    assert entry(article(slug="My Slug")).slug == "my-slug"
    assert read(article(slug="cafe\u0301")).problems == ()


@pytest.mark.parametrize("id_", ["a b", "../x", "é", "x" * 65, "#x", "-x", "a/b", "[a]"])
def test_an_id_that_cannot_stand_in_an_address_is_an_error(id_: str) -> None:
    assert read(article(id=f'"{id_}"' if id_ != "[a]" else id_)).record is None


def test_an_id_is_text_whatever_it_looks_like() -> None:
    assert entry(article(id="012")).key == "012"
    assert entry(article(id="1e5")).key == "1e5"


# --- fields --------------------------------------------------------------------------------------


def test_free_text_and_lists_are_as_written() -> None:
    found = entry(
        article(
            "Mayor: “wait”",
            summary="One: two # three",
            authors="[NO, Ann Tully]",
            topics="US, Local Politics, US",
            kicker="'Live: '",
        )
    )
    assert found.title == "Mayor: “wait”"
    assert found.summary == "One: two # three"
    assert found.authors == ("NO", "Ann Tully")
    assert found.topics == ("US", "Local Politics")
    assert found.kicker == "Live:"


def test_other_generators_names_are_known_in_any_case() -> None:
    found = entry("---\nTitle: A\npubDate: 2026-11-22\ndate: 2026-11-20\nTags: [a]\ndescription: S\nauthor: B\n---\n")
    assert (found.title, found.topics, found.summary, found.authors) == ("A", ("a",), "S", ("B",))
    assert found.day == "2026-11-22"


@pytest.mark.parametrize(
    ("key", "hint"), [("titel", "did you mean `title`?"), ("Topcis", "did you mean `topics`?"), ("zzz", "")]
)
def test_an_unknown_key_is_a_warning_that_guesses(key: str, hint: str) -> None:
    found = read(article(**{key: "x"}))
    assert found.record is not None
    (problem,) = found.problems
    assert (problem.severity, problem.line, problem.hint) == ("warning", 4, hint)


def test_what_is_said_twice_under_two_names_is_a_warning() -> None:
    (problem,) = read(article(topics="[a]", tags="[b]")).problems
    assert (problem.severity, problem.line) == ("warning", 5)


@pytest.mark.parametrize(
    "line",
    [
        "draft: maybe",
        "excerpt: 1",
        "source: {url: https://e.example/}",
        "source: {name: A, url: 'javascript:alert(1)'}",
        "source: {name: A, url: 'https://e.example/\"><b'}",
        "aliases: [https://elsewhere.example/]",
        "aliases: [/../x/]",
        "aliases: ['/a:b/']",
        "aliases: [/a?b]",
        "aliases: [/a//b/]",
        "aliases: [/]",
        "corrections: [what]",
        "corrections: [{date: soon, text: x}]",
        "lastmod: later",
    ],
)
def test_a_field_that_cannot_be_read_holds_the_file_back(line: str) -> None:
    found = read(f"---\ntitle: A\ndate: 2026-11-20\n{line}\n---\n")
    assert found.record is None
    assert any(problem.severity == "error" and problem.line >= 3 for problem in found.problems)


def test_aliases_are_addresses_below_the_site() -> None:
    assert entry(article(aliases="[/old/, older, /a/b.html, /café/]")).aliases == (
        "old/",
        "older/",
        "a/b.html",
        "café/",
    )


def test_corrections_and_changes_move_the_update_forward_only() -> None:
    later = entry(article(corrections="[{date: 2026-11-21T10:00Z, text: 'It was two boats: not one'}]"))
    assert later.updated == at("2026-11-21T10:00+00:00")
    assert later.corrections[0].text == "It was two boats: not one"
    assert entry(article(lastmod="2026-01-01")).updated == at("2026-11-20T09:00+00:00")


def test_a_picture_is_found_beside_the_file() -> None:
    found = entry(article(image="../boat.jpg"), "content/articles/2026/x/index.md")
    assert found.image == "content/articles/2026/boat.jpg"
    assert [(link.target, link.line) for link in found.links] == [("content/articles/2026/boat.jpg", 4)]
    assert entry(article(image="https://e.example/x.jpg")).links == ()


# --- whole files ---------------------------------------------------------------------------------


def test_a_file_reads_the_same_with_windows_lines_and_a_mark_before_it() -> None:
    text = article(body="One [b](b.md)\n\nTwo.\n")
    plain = read(text)
    for raw in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        other = read(raw)
        assert other.body == plain.body
        assert encode(other.record).replace(other.hash.encode(), b"") == encode(plain.record).replace(  # type: ignore[arg-type]
            plain.hash.encode(), b""
        )


def test_lines_are_counted_from_the_start_of_the_file() -> None:
    found = read("---\ntitle: A\ndate: 2026-11-20\nnonsense: 1\n---\n\n" + "> " * 500 + "deep")
    assert [(p.severity, p.line) for p in found.problems] == [("warning", 4), ("error", 7)]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"---\ntitle: A\nsource: \xff\n---\n", 3),
        ("---\ntitle: ä\n".encode("latin-1"), 2),
        ("title".encode("utf-16"), 1),
    ],
)
def test_what_is_not_utf8_is_said_at_its_line(raw: bytes, line: int) -> None:
    (problem,) = read(raw).problems
    assert (problem.message, problem.line) == ("is not UTF-8", line)


def test_what_no_page_can_hold_is_left_out_with_a_warning() -> None:
    found = read(article(body="a\0b \x1bc\x0cd\x85e \ufffe\n"))
    assert [p.severity for p in found.problems] == ["warning"]
    assert found.body is not None
    assert found.body.text == "ab c d e\n"


def test_what_an_escape_smuggles_into_a_header_is_left_out() -> None:
    assert entry(article(title='"a\\x07b\\uFFFE"', kicker='"\\x1b[31m"')).title == "ab"


@pytest.mark.parametrize(
    "path",
    [
        "content/notes.md",
        "content/other/a.md",
        "content/live/a.md",
        "content/live/a/b/c.md",
        "content/linked/a.md",
        "content/digests/a/b.md",
    ],
)
def test_a_file_in_no_known_folder_is_a_warning(path: str) -> None:
    found = read(article(), path)
    assert (found.record, [p.severity for p in found.problems]) == (None, ["warning"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\n---\n",
        "just text",
        "---\n- a\n---\n",
        "+++\ntitle = 'a'\n+++\n",
        "\ufeff+++\na = 1\n+++\n",
        "---\ntitle: x\n",
    ],
)
def test_a_file_that_is_no_entry_is_held_back_and_says_why(text: str) -> None:
    found = read(text, "content/articles/a.md")
    assert found.record is None
    assert found.problems
    assert all(p.path == "content/articles/a.md" and p.line for p in found.problems)


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "larger than 8 MB" in read(b"x" * 8_000_001).problems[0].message


def test_all_mistakes_of_a_file_are_said_at_once() -> None:
    found = read("---\ndate: soon\ndraft: maybe\nid: a b\n---\n", "content/articles/a.md")
    assert [p.line for p in found.problems] == [2, 3, 4, 1]


def test_equal_files_at_two_places_have_bodies_of_their_own() -> None:
    assert read(article(), "content/articles/a.md").hash != read(article(), "content/articles/b.md").hash


def test_every_record_travels_to_other_processes() -> None:
    found = entry(article(source="{name: A, url: https://e.example/}", corrections="[{date: 2026-11-21, text: x}]"))
    assert decode(encode(found), type(found)) == found


# --- the other files -----------------------------------------------------------------------------


def test_a_live_pages_own_file() -> None:
    found = read("---\ntitle: Storm: live\nended: yes\ntopics: [a]\n---\n", "content/live/storm/index.md").record
    assert isinstance(found, LiveIndex)
    assert (found.name, found.title, found.ended, found.topics, found.hash) == (
        "storm",
        "Storm: live",
        True,
        ("a",),
        "",
    )


def test_a_page_without_a_title_is_called_after_its_folder() -> None:
    live = read("---\n---\n", "content/live/Snow-day/index.md").record
    assert isinstance(live, LiveIndex)
    assert (live.name, live.title) == ("snow-day", "Snow day")
    collection = read("Words.", "content/linked/far-reads/index.md").record
    assert isinstance(collection, CollectionIndex)
    assert (collection.title, bool(collection.hash)) == ("Far reads", True)


def test_points_and_their_lead() -> None:
    text = "The lead.\n\n## 2026-11-20T09:00\n\n- [A roof](<a roof.md>)\n- Two\n  lines\n\n## 2026-11-20T08:00\n- Old\n"
    found = read(text, "content/live/storm/points.md", "Europe/London").record
    assert isinstance(found, LivePoints)
    assert found.lead_text == "The lead."
    assert [[(p.text, p.target) for p in points.points] for points in found.sets] == [
        [("Old", "")],
        [("A roof", "content/live/storm/a roof.md"), ("Two lines", "")],
    ]


def test_points_may_lead_elsewhere_without_being_entries() -> None:
    found = read("## 2026-11-20\n- [A](https://e.example/)\n- [B](/about/)\n", "content/live/storm/points.md").record
    assert isinstance(found, LivePoints)
    assert [(p.text, p.target) for p in found.sets[0].points] == [("A", ""), ("B", "")]


def test_a_set_without_an_instant_is_an_error_at_its_line() -> None:
    found = read("Lead\n\n## Yesterday\n- A\n", "content/live/storm/points.md")
    assert lines(found.problems) == ["error: content/live/storm/points.md:3:4: `Yesterday` is not a date"]
    assert found.record is None


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("content/pages/about.md", "about/"),
        ("content/pages/about/index.md", "about/"),
        ("content/pages/How We Work.md", "how-we-work/"),
        ("content/pages/a/b.md", "a/b/"),
        ("content/pages/archive.md", "archive-x/"),
        ("content/pages/index.md", "index-x/"),
    ],
)
def test_a_standing_page_stands_at_its_name(path: str, address: str) -> None:
    found = read("Words.", path).record
    assert isinstance(found, StandingPage)
    assert found.address == address


def test_an_editors_note() -> None:
    found = read("---\nsubject: Today: boats\npicks: [a, b]\n---\n", "content/digests/2026-11-20.md").record
    assert isinstance(found, EditorsNote)
    assert (found.name, found.subject, found.picks, found.empty) == ("2026-11-20", "Today: boats", ("a", "b"), True)


@pytest.mark.parametrize("name", ["today", "2026-13-01", "2026-11-20-x", "26-11-20"])
def test_a_note_is_named_by_its_digest(name: str) -> None:
    assert read("Words.", f"content/digests/{name}.md").record is None
