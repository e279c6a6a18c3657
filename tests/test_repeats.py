"""The same story twice is linked, and said at its line; nothing is removed, and a column is no repeat."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from importing_samples import NOW, SETTINGS, Desk, live_text
from pressday.cli.commands import run
from pressday.importing import repeats
from pressday.importing.repeats import Archive, Repeat, Story
from pressday.importing.review import Doubt, Review
from pressday.importing.shelf import Shelf
from pressday.importing.tree import Tree
from pressday.outputs import live
from pressday.outputs.views import LiveFolio
from written import article, composed, newsletter

DAY = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TEXT = (
    "The ferry left the quay at noon with forty people and two dogs on board. It was cheered by the choir, which had "
    "waited since dawn. The harbour master said that there would be another boat before dark, if the wind allowed it."
)
EDITED = TEXT.replace("two dogs", "three dogs").replace("waited since dawn", "been waiting since dawn")
OTHER = (
    "Nothing was sold at the market. The bell of the chapel fell silent in the night, "
    "and nobody has said why it did so."
)


def story(path: str, title: str, text: str = TEXT, hours: float = 0, line: int = 3) -> Story:
    path = f"content/{path}.md"
    return Story(path, title, text, DAY + timedelta(hours=hours), repeats.page_of(path), line)


def found(tmp_path: Path, *new: Story, into: str = "articles") -> list[Repeat]:
    return Archive(Shelf(Tree(tmp_path))).find(into, new)


def test_nearly_the_same_text_under_another_headline_is_a_repeat(tmp_path: Path) -> None:
    new = story("articles/2026/a", "Ferry sails", EDITED, 5, 9), story("articles/2026/b", "At last, a boat")
    (repeat,) = found(tmp_path, *new)
    assert (repeat.number, repeat.path, repeat.why, repeat.line) == (0, "content/articles/2026/b.md", "text", 9)
    assert repeat.problem.message == "says again what content/articles/2026/b.md tells"
    assert repeat.problem.line == 9
    assert repeats.links([repeat], new) == {"content/articles/2026/a.md": ("b.md",)}


def test_the_later_names_the_earlier_in_whatever_order_they_stand(tmp_path: Path) -> None:
    one, two = story("live/s/a", "Ferry sails", hours=1), story("live/s/b", "ferry  SAILS", EDITED)
    assert [(r.number, r.path) for r in found(tmp_path, one, two, into="live/s")] == [(0, two.path)]
    assert [(r.number, r.path) for r in found(tmp_path, two, one, into="live/s")] == [(1, two.path)]


def test_a_live_page_has_the_same_headline_every_day(tmp_path: Path) -> None:
    one, two = story("live/s/a", "Opening summary"), story("live/s/b", "Opening summary", OTHER, 24)
    assert found(tmp_path, one, two, into="live/s") == []
    assert found(tmp_path, one, two._replace(instant=one.instant), into="live/s") == []
    cold = story("live/t/a", "Good morning", "It is 10 degrees at the quay and the wind is from the west.")
    warm = story("live/t/b", "Good morning", "It is 12 degrees at the quay and the wind is from the west.", 24)
    assert found(tmp_path, cold, warm, into="live/t") == []
    again = story("live/u/b", "Good morning", cold.text, 24)
    assert [repeat.why for repeat in found(tmp_path, cold, again, into="live/u")] == ["headline"]


def test_a_shared_sentence_of_eight_words_is_a_hint_and_no_link(tmp_path: Path) -> None:
    said = "The harbour master said that there would be another boat before dark, if the wind allowed it."
    new = story("articles/2026/a", "One", f"{OTHER} {said}", 1), story("articles/2026/b", "Two")
    (hint,) = found(tmp_path, *new)
    assert hint.why == "sentence"
    assert hint.problem.message.endswith("“The harbour master said that there would be another boat before dark, …”")
    assert repeats.links([hint], new) == {}
    short = story("articles/2026/c", "Three", "Nothing was sold there. It was cheered by all.", 2)
    assert found(tmp_path, short, story("articles/2026/d", "Four", "It was cheered by all. So be it.")) == []


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Letters to the editor", OTHER, None),
        ("Letters to the editor", EDITED, "headline"),
        ("Letters to the editor", "", "headline"),
        ("Letters", "", None),
    ],
)
def test_a_column_has_the_same_headline_every_week(tmp_path: Path, title: str, text: str, why: str | None) -> None:
    got = found(tmp_path, story("articles/2026/b", title), story("articles/2026/a", title, text, 30))
    assert [repeat.why for repeat in got] == ([why] if why else [])


def test_what_was_told_weeks_ago_elsewhere_is_not_looked_for(tmp_path: Path) -> None:
    assert found(tmp_path, story("articles/2026/a", "One", hours=24 * 8), story("articles/2026/b", "One")) == []


def test_a_letter_of_another_script_is_a_letter(tmp_path: Path) -> None:
    one, two = story("live/s/a", "Паром ушёл", "", 1), story("live/s/b", "ПАРОМ УШЁЛ", "")
    assert [r.why for r in found(tmp_path, one, two, into="live/s")] == ["headline"]


def test_furniture_that_many_share_is_no_hint(tmp_path: Path) -> None:
    said = "Send us your pictures of the storm and of the harbour."
    new = [
        story(f"live/s/{n}", f"Story number {n}", " ".join(f"word{n}x{at}" for at in range(30)) + ". " + said, n)
        for n in range(9)
    ]
    assert found(tmp_path, *new, into="live/s") == []


def test_two_thousand_entries_are_compared_in_two_seconds(tmp_path: Path) -> None:
    new = [
        story(f"live/s/{n}", f"Entry {n}", " ".join(f"w{(n * 31 + at * at * 7) % 4001}" for at in range(60)), n / 60)
        for n in range(2_000)
    ]
    start = time.process_time()
    found(tmp_path, *new, into="live/s")
    assert time.process_time() - start < 2


def test_thousands_under_one_headline_with_one_text_are_compared_as_fast(tmp_path: Path) -> None:
    new = [story(f"live/s/{n}", "Ferry news at noon", hours=n / 60) for n in range(3_000)]
    start = time.process_time()
    got = found(tmp_path, *new, into="live/s")
    assert time.process_time() - start < 4
    assert [repeat.path for repeat in got if repeat.number == 2_000] == [new[n].path for n in (1_999, 1_998, 1_997)]
    assert {repeat.number for repeat in got} == set(range(1, 3_000))


# --- through an import ----------------------------------------------------------------------------

REPEATED = [
    ("Ferry sails at last", "10:40, 5 March 2026", "Tam Reyes", [TEXT]),
    ("Gates of the lock hold", "09:05, 5 March 2026", "Ines Okafor", ["The gates were closed at midnight."]),
    ("Ferry sails at last", "08:50, 5 March 2026", "Ines Okafor", ["The ferry has left."]),
    ("Wind rises", "07:50, 5 March 2026", "Ines Okafor", [OTHER]),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def also(desk: Desk) -> dict[str, str]:
    files = {path: (desk.folder / "content" / path).read_text() for path in desk.files() if path.endswith(".md")}
    return {
        path.rpartition("/")[2]: line.removeprefix("also: ")
        for path, text in files.items()
        for line in text.splitlines()
        if line.startswith("also: ")
    }


def test_an_import_links_what_its_document_tells_twice_and_removes_nothing(desk: Desk) -> None:
    desk.put(live_text(REPEATED, points=[]))
    report = desk.report()
    assert report.count("new") == len(REPEATED)
    earlier = "2026-03-05-0850-ferry-sails-at-last.md"
    assert also(desk) == {"2026-03-05-1040-ferry-sails-at-last.md": f"[{earlier}]"}
    (note,) = (note for note in report.guesses if "says again" in note.message)
    assert note.message == f"says again what content/live/storm-over-harne/{earlier} tells"
    assert desk.read("sources/storm.txt").splitlines()[note.line - 1] == "Ferry sails at last"


def test_a_repeat_waits_in_review_until_it_was_seen_and_a_hint_does_not(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    def waiting() -> list[Doubt]:
        queue = Review(desk.folder, desk.newsletter, NOW).queue()
        return [doubt for doubt in queue.doubts if "says again" in doubt.message or "shares" in doubt.message]

    said = "The harbour master said that there would be another boat before dark, if the wind allowed it."
    entries = [*REPEATED, ("Boat at dusk", "07:10, 5 March 2026", "Tam Reyes", [f"All is calm. {said}"])]
    (desk.folder / "newsletter.yaml").write_text(SETTINGS.format(zone="Europe/London"))
    desk.put(live_text(entries, points=[]))
    assert run(["import", "-s", str(desk.folder)]) == 0
    told = capsys.readouterr().out
    assert "guess: line 4: says again" in told
    assert "shares a sentence" in told
    assert "things wait" not in told
    (doubt,) = waiting()
    earlier = "content/live/storm-over-harne/2026-03-05-0850-ferry-sails-at-last.md"
    assert (doubt.document, doubt.line, doubt.message) == ("sources/storm.txt", 4, f"says again what {earlier} tells")
    # The next save tells it too; it waits once.
    later = ("Ferry back", "11:10, 5 March 2026", "Tam Reyes", ["The ferry turned round at the bar and came home."])
    desk.put(live_text([later, *entries], points=[]), "storm2.txt")
    desk.report()
    assert waiting() == [doubt]
    Review(desk.folder, desk.newsletter, NOW).seen(doubt)
    assert waiting() == []


def test_a_link_that_the_editor_has_changed_does_not_wait(desk: Desk) -> None:
    desk.put(live_text(REPEATED, points=[]))
    desk.report()
    entry = desk.folder / "content/live/storm-over-harne/2026-03-05-1040-ferry-sails-at-last.md"
    entry.write_text(entry.read_text().replace("also: [", "also: [2026-03-05-0750-wind-rises.md, "))
    assert [d for d in Review(desk.folder, desk.newsletter, NOW).queue().doubts if "says again" in d.message] == []


def test_an_article_is_linked_to_a_live_entry_of_these_days(desk: Desk) -> None:
    desk.put(live_text(REPEATED, points=[]))
    desk.report()
    desk.put(f"Home again\nBy Tam Reyes, 6 March 2026\n{EDITED}\n", "home.txt")
    desk.report()
    target = "../../live/storm-over-harne/2026-03-05-1040-ferry-sails-at-last.md"
    assert also(desk)["2026-03-06-home-again.md"] == f'["{target}"]'


def test_another_import_changes_nothing_and_what_the_editor_says_of_repeats_stays(desk: Desk) -> None:
    path = desk.put(live_text(REPEATED, points=[]))
    desk.report()
    before = desk.state()
    assert desk.report(path).count("unchanged") == len(REPEATED)
    assert desk.state() == before
    entry = desk.folder / "content/live/storm-over-harne/2026-03-05-1040-ferry-sails-at-last.md"
    entry.write_text("\n".join(line for line in entry.read_text().split("\n") if not line.startswith("also:")))
    corrected = [(h, s, a, [t.replace("forty people", "fifty people") for t in texts]) for h, s, a, texts in REPEATED]
    desk.put(live_text(corrected, points=[]))
    desk.report()
    assert also(desk) == {}
    assert "fifty people" in entry.read_text()


def test_an_import_that_was_broken_off_is_completed_to_the_same_links(desk: Desk, tmp_path: Path) -> None:
    desk.put(live_text(REPEATED, points=[]))
    desk.report()
    whole = {path: (desk.folder / "content" / path).read_bytes() for path in desk.files()}
    earlier = desk.folder / "content/live/storm-over-harne/2026-03-05-0850-ferry-sails-at-last.md"
    earlier.unlink()
    (desk.folder / "ledger/imports/storm.txt.yaml").unlink()
    desk.report(desk.folder / "sources/storm.txt")
    assert {path: (desk.folder / "content" / path).read_bytes() for path in desk.files()} == whole


# --- on the pages ---------------------------------------------------------------------------------


def test_both_pages_name_the_other_whichever_file_says_it() -> None:
    texts = {
        "content/live/s/2026-11-20-0800-a.md": article("One", id="a", date="2026-11-20T08:00:00+00:00"),
        "content/live/s/2026-11-20-0900-b.md": article("Two", id="b", also="[2026-11-20-0800-a.md]"),
        "content/articles/2026/2026-11-20-c.md": article(
            "Three", id="c", date="2026-11-20T07:00:00+00:00", also="[../../live/s/2026-11-20-0800-a.md]"
        ),
    }
    edition, problems = composed(texts)
    assert not problems
    assert edition.retold == {"a": ("c", "b"), "b": ("a",), "c": ("a",)}
    (folio,) = (o.recipe for o in live.plan(edition, newsletter(), []) if isinstance(o.recipe, LiveFolio))
    told = {item.entry.key: item.retold for day in folio.days for item in day.items}
    assert [teaser.title for teaser in told["a"].before] == ["Three"]
    assert [teaser.title for teaser in told["a"].again] == ["Two"]
    assert ([t.title for t in told["b"].before], told["b"].again) == (["One"], ())


def test_a_target_that_is_nowhere_is_a_located_warning_and_a_draft_is_silent() -> None:
    texts = {
        "content/articles/2026/2026-11-20-a.md": article(id="a", also="[gone.md, ../2026/2026-11-20-b.md, /x.md]"),
        "content/articles/2026/2026-11-20-b.md": article(id="b", draft="true"),
    }
    edition, problems = composed(texts)
    assert [entry.key for entry in edition.entries] == ["a"]
    assert edition.retold == {}
    told = [(p.severity, p.path, p.line, p.message) for p in problems]
    path = "content/articles/2026/2026-11-20-a.md"
    assert ("warning", path, 5, "tells again what content/articles/2026/gone.md tells, which does not exist") in told
    assert len(told) <= 2
