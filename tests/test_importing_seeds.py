"""The two real documents are imported as a careful editor would read them, entry by entry."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from importing_samples import NOW, Desk
from pressday import addresses
from pressday.content import points, reading
from pressday.importing import ImportOptions, ImportReport
from pressday.importing.account import words
from pressday.model import Entry
from pressday.recognise.headlines import words as words_alike

TODAY = NOW.replace(hour=0)  # midnight of the import's day
_STAMP = re.compile(r"^(?:Tuesday 21 January 2025 )?(\d\d):(\d\d) , (.+)$")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def imported(desk: Desk, path: Path) -> tuple[ImportReport, list[Entry]]:
    report = desk.report(path)
    assert report.count("new") == len(report.entries)
    entries = []
    for placed in report.entries:
        made = reading.read(placed.path, (desk.folder / placed.path).read_bytes(), desk.newsletter.timezone)
        assert made.problems == ()
        assert isinstance(made.record, Entry)
        entries.append(made.record)
    return report, entries


def expected_entries(path: Path) -> list[tuple[datetime, str, str, list[str]]]:
    """The live page read with the one site's own pattern: instant, headline, author, paragraphs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    stamps = [number for number, line in enumerate(lines) if _STAMP.match(line)]
    found = []
    for place, number in enumerate(stamps):
        match = _STAMP.match(lines[number])
        assert match
        day = datetime(2025, 1, 22 if place < 28 else 21, int(match[1]), int(match[2]), tzinfo=UTC)
        end = stamps[place + 1] - 1 if place + 1 < len(stamps) else len(lines)
        found.append((day, lines[number - 1], match[3], lines[number + 1 : end]))
    return found


def told(title: str, paragraphs: list[str]) -> list[str]:
    """A text as it is kept: less its own headline, and each link's two lines ("… writes:") as one paragraph."""
    kept: list[str] = []
    for line in (" ".join(p.split()) for p in paragraphs):
        if kept and (kept[-1].endswith((" writes:", " reports:")) or kept[-1].startswith("Read the full")):
            kept[-1] += f" **{line}**"
        elif kept or line != title:
            kept.append(line)
    return kept


def test_every_entry_of_the_live_page_has_its_instant_headline_author_and_text(desk: Desk, live_seed: Path) -> None:
    report, entries = imported(desk, live_seed)
    expected = expected_entries(live_seed)
    assert len(expected) == 40
    assert report.kind == "live"
    assert [(e.published, f"{e.kicker}: {e.title}" if e.kicker else e.title, e.authors) for e in entries] == [
        (at, title, (who,)) for at, title, who, _ in expected
    ]
    assert [entry.kicker for entry in entries if entry.kicker] == ["Watch", "ICYMI"]
    for entry, (_, title, _, paragraphs) in zip(entries, expected, strict=True):
        body = desk.read(entry.path).split("---\n", 2)[2].strip()
        assert [part.replace("\\", "") for part in body.split("\n\n") if part] == told(title, paragraphs)
    assert entries[0].path.endswith(f"/2025-01-22-1214-{addresses.slug(expected[0][1])}.md")
    assert {e.published.date().isoformat() for e in entries} == {"2025-01-22", "2025-01-21"}
    assert len({e.key for e in entries}) == 40
    assert sum(e.words == 0 for e in entries) == 2


def test_the_live_pages_authors_are_counted(desk: Desk, live_seed: Path) -> None:
    _, entries = imported(desk, live_seed)
    assert sorted(Counter(entry.authors for entry in entries).values()) == [10, 12, 18]


def test_its_lead_and_its_points_are_kept_with_links_to_the_entries_they_tell(desk: Desk, live_seed: Path) -> None:
    report, entries = imported(desk, live_seed)
    path = f"content/{report.into}/points.md"
    read = points.parse(desk.read(path), path, desk.newsletter.zone)
    assert read.problems == ()
    assert len(read.lead.strip().split("\n\n")) == 5
    (told,) = read.sets
    assert told.as_of == entries[0].published
    by_path = {entry.path: entry for entry in entries}
    assert [f"{by_path[point.target].published:%H:%M}" for point in told.points] == [
        "11:46",
        "12:14",
        "03:03",
        "02:53",
        "06:52",
    ]
    for point in told.points:
        shared = words_alike(point.text) & words_alike(by_path[point.target].title)
        assert len(shared) >= 7


def test_nothing_of_the_live_page_is_lost_but_the_boxs_name_and_a_headline_told_twice(
    desk: Desk, live_seed: Path
) -> None:
    report, _ = imported(desk, live_seed)
    label, again = report.left_out
    assert (label.line, label.text) == (6, "Key Points")
    assert (again.line, again.reason) == (152, "repeats the headline")
    assert again.text in [entry.title for entry in report.entries]
    assert report.words.total == len(words(live_seed.read_text(encoding="utf-8")))
    expected = expected_entries(live_seed)
    assert report.words.headers == sum(
        len(words(title)) + len(words(line))
        for (_, title, _, _), line in zip(
            expected, [n for n in live_seed.read_text(encoding="utf-8").splitlines() if _STAMP.match(n)], strict=True
        )
    )


def test_what_had_to_be_guessed_is_said_at_its_line(desk: Desk, live_seed: Path) -> None:
    report, _ = imported(desk, live_seed)
    dates, title, *doubts = (note for note in report.guesses if not _is_repeat(note.message))
    assert (dates.line, title.line) == (18, 17)
    assert "28 entries have no date; taken as Wednesday 22 January 2025" in dates.message
    assert "no title" in title.message
    assert [(doubt.line, doubt.message.partition(" “")[0].partition(" by ")[0]) for doubt in doubts] == [
        (1, "the lead repeats the entry"),
        (4, "the lead repeats the entry"),
        (81, "posted"),
        (158, "posted"),
        (211, "posted"),
    ]
    assert doubts[0].message.endswith("of line 25 (lines 1, 2)")
    assert doubts[1].message.endswith("of line 17 (lines 4, 5)")
    assert doubts[2].message == "posted by Arpan Rai, but introduced as written by Sam Kiley"


def _is_repeat(message: str) -> bool:
    return message.startswith(("says again what", "shares a sentence with"))


def test_what_is_told_twice_is_linked_and_said_at_its_line(desk: Desk, live_seed: Path) -> None:
    report, _ = imported(desk, live_seed)
    repeats = [note for note in report.guesses if _is_repeat(note.message)]
    assert [(note.line, note.message.partition(" content/")[0]) for note in repeats] == [
        (70, "shares a sentence with"),
        (76, "says again what"),
        (91, "shares a sentence with"),
        (103, "says again what"),
    ]
    linked = {path.name[:15]: line[7:-1] for path in (desk.folder / "content").rglob("*.md")
              for line in path.read_text().splitlines() if line.startswith("also: [")}  # fmt: skip
    assert {name: other[:15] for name, other in linked.items()} == {
        "2025-01-22-0615": "2025-01-21-1730",
        "2025-01-22-0724": "2025-01-21-2130",
    }


def test_what_is_doubtful_in_the_cards_is_said_at_its_line(desk: Desk, topic_seed: Path) -> None:
    report, _ = imported(desk, topic_seed)
    undated = [note.line for note in report.guesses if "in an undated card" in note.message]
    assert undated == [31, 45, 49, 65, 91]
    assert [note.line for note in report.guesses if "occur twice" in note.message] == [73]


def test_a_newer_save_under_another_name_adds_three_files(desk: Desk, live_seed: Path) -> None:
    imported(desk, live_seed)
    before = desk.state()
    lines = live_seed.read_text(encoding="utf-8").splitlines()
    added = [
        line for hour in (15, 14, 13) for line in (f"News of {hour} hours", f"{hour}:02 , Arpan Rai", "It happened.")
    ]
    newer = desk.put("\n".join([*lines[:16], *added, *lines[16:]]), "later.txt")
    report = desk.report(newer)
    after = desk.state()
    assert (report.count("new"), report.count("unchanged")) == (3, 40)
    assert len(set(after) - set(before)) == 3
    assert {path: state for path, state in after.items() if path in before} == before


def test_every_card_of_the_topic_page_has_its_author_or_none(desk: Desk, topic_seed: Path) -> None:
    report, entries = imported(desk, topic_seed)
    heading, *blocks = [line for line in topic_seed.read_text(encoding="utf-8").splitlines() if line.strip()]
    expected = []
    while blocks:
        # In this document a line of two words is an author's, and no headline is so short.
        author = (blocks.pop(0),) if len(blocks[0].split()) == 2 else ()
        expected.append((blocks.pop(0), author, blocks.pop(0)))
    assert (report.kind, report.into, len(expected)) == ("topic", f"linked/{addresses.slug(heading)}", 23)
    assert [(entry.title, entry.authors) for entry in entries] == [(title, who) for title, who, _ in expected]
    for entry, (*_, teaser) in zip(entries, expected, strict=True):
        body = desk.read(entry.path).split("---\n", 2)[2].strip()
        assert body.replace("\\", "").split() == teaser.split()
    assert sorted(Counter(entry.authors for entry in entries).values()) == [1, 1, 7, 14]
    assert all(entry.topics[0] == heading for entry in entries)


def test_every_card_is_an_excerpt_dated_by_the_import_and_says_so(desk: Desk, topic_seed: Path) -> None:
    report, entries = imported(desk, topic_seed)
    assert all(entry.excerpt and entry.guessed == ("date",) and entry.published == TODAY for entry in entries)
    assert report.left_out == ()
    assert report.words.total == len(words(topic_seed.read_text(encoding="utf-8")))


def test_both_imported_again_change_no_byte_and_no_time(desk: Desk, live_seed: Path, topic_seed: Path) -> None:
    desk.run(live_seed, topic_seed)
    before = desk.state("content"), desk.state("ledger"), desk.state("sources")
    outcome = desk.run(live_seed, topic_seed, now=NOW + timedelta(days=30))
    assert [report.count("unchanged") for report in outcome.reports] == [40, 23]
    assert (desk.state("content"), desk.state("ledger"), desk.state("sources")) == before


def test_a_new_york_newsletter_has_the_same_instants_in_its_own_time(tmp_path: Path, live_seed: Path) -> None:
    desk = Desk(tmp_path, "America/New_York")
    report = desk.report(live_seed, options=ImportOptions(timezone="Europe/London"))
    text = desk.read(report.entries[0].path)
    assert "date: 2025-01-22T07:14:00-05:00" in text
    assert Path(report.entries[27].path).name.startswith("2025-01-21-1901-")
