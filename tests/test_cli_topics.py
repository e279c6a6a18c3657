"""``pressday topics``: counts, suggestions, and new topics for entries, in which a person's own stay."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from importing_samples import SETTINGS, Desk, live_text
from pressday.cli import main
from pressday.importing import ImportOptions
from pressday.tagging.headers import with_topics
from written import article, lay

MORE = "topics:\n  - id: weather\n    title: Weather\n    match: [gale, wind]\n"


class Run:
    """One command: its status, what it printed, and what it told of problems."""

    def __init__(self, status: int, out: str, error: str) -> None:
        self.status, self.out, self.error = status, out.splitlines(), error

    @property
    def data(self) -> Any:
        return json.loads("\n".join(self.out))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    lay(tmp_path, {"newsletter.yaml": SETTINGS.format(zone="Europe/London")})
    desk = Desk(tmp_path)
    desk.put(live_text())
    desk.report()
    return desk


@pytest.fixture
def topics(desk: Desk, capsys: pytest.CaptureFixture[str]):
    def command(*words: str) -> Run:
        status = main(["topics", "--source", str(desk.folder), *words])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return Run(status, told.out, told.err)

    return command


def more_phrases(desk: Desk, new: str = MORE) -> None:
    place = desk.folder / "newsletter.yaml"
    place.write_text(place.read_text().replace("topics:\n", new, 1))


def topics_of(desk: Desk, headline: str) -> str:
    lines = desk.entry(headline).read_text().splitlines()
    return next((line.removeprefix("topics: ") for line in lines if line.startswith("topics:")), "")


# --- counts and suggestions -----------------------------------------------------------------------


def test_every_topic_is_counted_and_entries_without_one_are_named(desk: Desk, topics) -> None:
    lay(desk.folder, {"content/articles/2026/2026-03-01-x.md": article("Bread", topics="[Harbour food]")})
    run = topics()
    assert run.status == 0
    assert [line.split() for line in run.out[:3]] == [
        ["1", "ferries", "Ferries"],
        ["1", "locks", "The", "locks"],
        ["1", "harbour-food", "Harbour", "food", "(not", "in", "the", "settings)"],
    ]
    assert run.out[3].strip() == "5  entries in all, 2 without a topic"
    assert run.out[4].endswith("\tWind rises")
    assert "a new topic, `Harbour food`" in run.error


def test_none_lists_every_entry_without_a_topic(desk: Desk, topics) -> None:
    for number in range(9):
        lay(desk.folder, {f"content/articles/2026/2026-03-01-{number}.md": article(f"Story {number}")})
    assert any("and 6 more: pressday topics --none" in line for line in topics().out)
    run = topics("--none")
    assert len(run.out) == 11
    assert all(line.startswith("content/") and "\t" in line for line in run.out)


def test_phrases_are_suggested_for_what_has_no_topic_and_for_each_topic(desk: Desk, topics) -> None:
    for number, verb in enumerate(("met", "sat", "rose")):
        text = f"The Flood Watch {verb} in the old customs house.\n"
        lay(desk.folder, {f"content/articles/2026/2026-03-0{number + 1}-x.md": article(f"Story {number}", text)})
        text = f"The bread queue {verb} early.\n"
        path = f"content/articles/2026/2026-03-0{number + 1}-y.md"
        lay(desk.folder, {path: article(f"Bread {number}", text, topics="[food]")})
    lines = topics().out
    assert "Phrases that stand out in entries without a topic:" in lines
    assert any(line.split() == ["3", "Flood", "Watch"] for line in lines)
    assert not any("bread queue" in line for line in lines)
    assert any("bread queue" in line for line in topics("--suggest").out)
    data = topics("--format", "json").data
    assert data["entries"] == 10
    assert {"phrase": "Flood Watch", "entries": 3, "of_all": 3} in data["phrases"]
    (food,) = (row for row in data["topics"] if row["id"] == "food")
    assert (food["entries"], food["known"]) == (3, False)
    assert "bread queue" in [one["phrase"] for one in food["phrases"]]
    assert len(data["none"]) == 5


def test_addresses_behind_links_are_no_words_of_a_text(desk: Desk, topics) -> None:
    more_phrases(desk)
    text = "See [the page](https://example.org/gale/wind) of the club.\n"
    lay(desk.folder, {"content/articles/2026/2026-03-01-x.md": article("A link", text)})
    assert not any("2026-03-01-x" in line for line in topics("--retag").out)


# --- retag ----------------------------------------------------------------------------------------


def test_right_after_an_import_nothing_would_change(topics) -> None:
    assert topics("--retag").out == ["Nothing would change."]


def test_without_write_it_is_shown_and_nothing_is_touched(desk: Desk, topics) -> None:
    more_phrases(desk)
    before = desk.state("content") | desk.state("ledger")
    run = topics("--retag")
    path = desk.entry("Wind rises").relative_to(desk.folder).as_posix()
    assert run.out == [f"{path}: [] → [weather]", "Would give 1 entry new topics; --write does it."]
    assert desk.state("content") | desk.state("ledger") == before


def test_write_touches_one_line_and_the_next_import_and_retag_find_nothing_edited(desk: Desk, topics) -> None:
    more_phrases(desk)
    place = desk.entry("Wind rises")
    before = desk.state()
    old = place.read_text()
    run = topics("--retag", "--write")
    assert (run.status, run.out[-1]) == (0, "Gave 1 entry new topics.")
    assert place.read_text() == old.replace("authors: [Ines Okafor]\n", "authors: [Ines Okafor]\ntopics: [weather]\n")
    changed = {path for path, state in desk.state().items() if before[path] != state}
    assert changed == {place.relative_to(desk.folder / "content").as_posix()}
    assert topics("--retag").out == ["Nothing would change."]
    assert desk.report(desk.folder / "sources/storm.txt").count("unchanged") == 4
    # What was written here may be written anew.
    more_phrases(desk, "topics:\n  - {id: gales, title: Gales, match: [a gale]}\n")
    assert topics("--retag", "--write").out[-1] == "Gave 1 entry new topics."
    assert topics_of(desk, "Wind rises") == "[weather, gales]"


@pytest.mark.parametrize("own", ["topics: [choir]\n", "tags: choir\n", "Topics: [choir]\n"])
def test_what_a_person_has_written_stays_and_is_listed(desk: Desk, topics, own: str) -> None:
    more_phrases(desk)
    place = desk.entry("Wind rises")
    place.write_text(place.read_text().replace("authors:", f"{own}authors:"))
    before = place.read_bytes()
    run = topics("--retag", "--write")
    assert run.out[-1] == "Nothing to write."
    assert run.out[0].startswith("yours: content/live/")
    assert run.out[0].endswith("[choir] stays; by the phrases [choir, weather]")
    assert place.read_bytes() == before


def test_topics_that_a_person_took_away_stay_away(desk: Desk, topics) -> None:
    place = desk.entry("Ferry sails at last")
    place.write_text(place.read_text().replace("topics: [ferries]\n", ""))
    run = topics("--retag", "--write")
    assert run.out[-1] == "Nothing to write."
    assert run.out[0].startswith("yours:")
    assert topics_of(desk, "Ferry sails at last") == ""


def test_an_edited_text_does_not_make_its_topics_a_persons(desk: Desk, topics) -> None:
    place = desk.entry("Ferry sails at last")
    place.write_text(place.read_text() + "\nA gale was met at sea.\n")
    more_phrases(desk)
    topics("--retag", "--write")
    assert topics_of(desk, "Ferry sails at last") == "[ferries, weather]"


def test_only_drop_takes_out_what_no_phrase_finds_and_never_what_no_phrase_could(desk: Desk, topics) -> None:
    settings = desk.folder / "newsletter.yaml"
    settings.write_text(settings.read_text().replace("match: [ferry, ferries]", "match: [hovercraft]"))
    assert topics("--retag").out == ["Nothing would change."]
    assert topics("--retag", "--write", "--drop").out[-1] == "Gave 1 entry new topics."
    assert topics_of(desk, "Ferry sails at last") == ""
    assert desk.report(desk.folder / "sources/storm.txt").count("unchanged") == 4
    settings.write_text(settings.read_text().replace("    match: [lock, gates]\n", ""))
    assert topics("--retag", "--drop").out == ["Nothing would change."]


def test_the_topic_of_a_topic_page_is_its_cards_own(desk: Desk, topics) -> None:
    rows = (
        ("Nell Harrow", "boat", "quay lay empty"),
        ("Tam Reyes", "bell", "chapel kept"),
        ("Ines Okafor", "bread", "oven was"),
    )
    cards = "".join(
        f"{name}\nThe {what} that nobody saw\n"
        f"Nothing was seen of the {what} for the whole of the day, and the {more} until\n\n"
        for name, what, more in rows
    )
    desk.put(f"Ferries\n\n{cards}", "cards.txt")
    report = desk.report(options=ImportOptions(kind="topic"))
    assert [entry.title for entry in report.entries] == [f"The {what} that nobody saw" for _, what, _ in rows]
    assert topics_of(desk, "The bell that nobody saw") == "[ferries]"
    assert topics("--retag", "--drop").out == ["Nothing would change."]


def test_a_file_in_another_form_keeps_every_other_byte(desk: Desk, topics) -> None:
    more_phrases(desk)
    path = desk.folder / "content/articles/2026/2026-03-01-x.md"
    text = (
        '\ufeff---\r\ntitle: "A: gale"  \r\n# mine\r\ndate: 2026-03-01\r\n---  \r\nThe  gale.\r\n\r\n\r\ntopics: no\r\n'
    )
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode())
    topics("--retag", "--write")
    want = text.replace("date: 2026-03-01\r\n", "date: 2026-03-01\r\ntopics: [weather]\r\n")
    assert path.read_bytes().decode() == want


@pytest.mark.parametrize(
    ("header", "made"),
    [
        ("topics: [a]", "topics: [b, c]"),
        ("topics: [a, b]  # the desk's", "topics: [b, c]  # the desk's"),
        ("topics:   []", "topics: [b, c]"),
        ("topics:", "topics: [b, c]"),
        ("topics:\nslug: x", "topics: [b, c]\nslug: x"),
        ('topics: ["a, b"]', "topics: [b, c]"),
        ("topics:\n  - a\n  - b", None),
        ("topics: [a,\n  b]", None),
        ("topics: a, b", None),
        ("topics: [a\nx: ]", None),
        ("authors:\n  - A\n  - B", "authors:\n  - A\n  - B\ntopics: [b, c]"),
    ],
)
def test_a_line_of_topics_is_written_in_place_or_not_at_all(header: str, made: str | None) -> None:
    whole = "---\ntitle: T: t\n{}\nkicker: '# no'\n---\nA text.\n---\n"
    assert with_topics(whole.format(header), ("b", "c")) == (whole.format(made) if made else None)


@pytest.mark.parametrize(
    "words", [["--write"], ["--drop"], ["--retag", "--none"], ["--retag", "--suggest"], ["--format", "xml"]]
)
def test_wrong_words_are_refused(topics, words: list[str]) -> None:
    assert topics(*words).status == 2


def test_a_damaged_ledger_writes_nothing(desk: Desk, topics) -> None:
    more_phrases(desk)
    (desk.folder / "ledger/imports/storm.txt.yaml").write_text("document: [\n")
    before = desk.state()
    run = topics("--retag", "--write")
    assert run.status == 1
    assert "ledger/imports/storm.txt.yaml" in run.error
    assert desk.state() == before


def test_a_newsletter_without_entries_or_topics_has_its_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, {"newsletter.yaml": "title: T\nbase_url: https://t.example/\nidentity: t.example,2026\n"})
    assert main(["topics", "--source", str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() == "0  entries in all, 0 without a topic"


def test_two_thousand_entries_are_told_of_in_a_few_seconds(desk: Desk, topics) -> None:
    for number in range(2_000):
        body = " ".join(f"word{(number * 7 + at) % 701}" for at in range(80))
        lay(desk.folder, {f"content/articles/2026/2026-03-01-{number}.md": article(f"Story {number}", body)})
    topics()
    start = time.process_time()
    topics("--suggest")
    topics("--retag")
    assert time.process_time() - start < 8
