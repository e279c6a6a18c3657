"""A recipe wins over recognition and over the format, and the command line wins over a recipe."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from importing_samples import NOW
from pressday import config, readers
from pressday.documents import Item
from pressday.importing import ImportOptions, ImportReport, import_documents
from pressday.problems import ProblemError
from pressday.recognise import Found, Hints, Recipe, recipes, recognise
from pressday.records import replace

HEAD = "title: The Harbour Brief\nbase_url: https://brief.example/\nidentity: brief.example,2026\n"
HEAD += "sources:\n  - name: The Harne Gazette\n    rights: excerpt\n"
GAZETTE = r"""recipes:
  - documents: "gazette-live-*.txt"
    kind: live
    stamp: '^(?P<time>\d\d:\d\d) \| (?P<author>.+)$'
    timezone: America/New_York
    into: storm
    topics: [weather]
    source: The Harne Gazette
    leave_out: ['^Our live page$', 'newsletter']
"""
PAGE = """Our live page
Storm over Harne
5 March 2026
14:20 | Nell Harrow
Harbour shut
The gates were closed at noon.
Sign up for our newsletter of the harbour
13:05 | Tam Reyes
Wind rises
A gale was blowing from the west.
"""


def settings(text: str) -> config.Newsletter:
    newsletter, problems = config.parse(HEAD + text)
    assert problems == []
    return newsletter


def read(text: str, recipe: Recipe, name: str = "page.txt") -> Found:
    document, _ = readers.read(text.encode(), name)
    found = recognise(document, Hints(ZoneInfo("UTC"), NOW), recipe=recipe)
    assert found is not None
    return found


def imported(folder: Path, text: str, document: str, options: ImportOptions | None = None) -> ImportReport:
    path = folder / "sources/gazette-live-0503.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(document)
    outcome = import_documents(folder, [path], options or ImportOptions(), newsletter=settings(text), now=NOW)
    (report,) = outcome.reports
    return report


def test_a_recipe_says_stamp_zone_page_topics_source_and_what_to_leave_out(tmp_path: Path) -> None:
    report = imported(tmp_path, GAZETTE, PAGE)
    assert (report.kind, report.into, report.title) == ("live", "live/storm", "Storm over Harne")
    text = (tmp_path / report.entries[0].path).read_text()
    assert "date: 2026-03-05T19:20:00+00:00" in text
    assert "topics: [weather]" in text
    assert "source: The Harne Gazette" in text
    assert [(left.line, left.text) for left in report.left_out] == [
        (1, "Our live page"),
        (7, "Sign up for our newsletter of the harbour"),
    ]
    assert not any("whose work" in problem.message for problem in report.problems)


def test_what_a_recipe_leaves_out_is_told_as_that_and_so_is_a_pattern_that_finds_nothing(tmp_path: Path) -> None:
    report = imported(tmp_path, GAZETTE.replace("'newsletter'", "'newsletter', '^Nowhere$'"), PAGE)
    assert {left.reason for left in report.left_out} == {"your recipe leaves it out"}
    assert [note.message for note in report.guesses if "^" in note.message] == [
        "no line matches `^Nowhere$`, which its recipe leaves out"
    ]


def test_a_recipe_names_the_live_page_whatever_its_documents_are_called(tmp_path: Path) -> None:
    text = GAZETTE.replace("    kind: live\n", "    kind: live\n    title: The storm, day by day\n")
    report = imported(tmp_path, text, PAGE)
    assert report.title == "The storm, day by day"
    assert "title: The storm, day by day\n" in (tmp_path / "content/live/storm/index.md").read_text()
    found = read("14:20 | Nell Harrow\nHarbour shut\nShut.\n", settings(text).recipes[0])
    assert (found.title, found.title_guessed) == ("The storm, day by day", False)
    assert not any("no title" in note.message for note in found.guesses)


def test_a_pattern_between_double_quotes_is_told_to_stand_between_single_ones() -> None:
    with pytest.raises(ProblemError) as caught:
        config.parse(HEAD + 'recipes:\n  - documents: "*.txt"\n    stamp: "^(?P<time>\\d+)$"\n')
    assert "single quotes" in caught.value.problems[0].hint


def test_an_option_wins_over_a_recipe(tmp_path: Path) -> None:
    options = ImportOptions(timezone="Europe/London", name="gale")
    report = imported(tmp_path, GAZETTE, PAGE, options)
    assert report.into == "live/gale"
    assert "date: 2026-03-05T14:20:00+00:00" in (tmp_path / report.entries[0].path).read_text()


def test_a_stamp_that_nobody_would_recognise_is_taken_apart_by_its_groups() -> None:
    recipe = Recipe(
        ("*",),
        "live",
        r"^>>> (?P<headline>.+) / (?P<author>[^/]+) / d(?P<day>\d+)\.(?P<month>\w+) t(?P<hour>\d\d)(?P<minute>\d\d)$",
    )
    found = read(
        "Storm\n>>> Harbour shut / Nell Harrow / d5.März t1420\nThe gates were closed.\n"
        ">>> Wind rises / Tam Reyes / d5.3 t1305\nA gale blew.\n",
        recipe,
    )
    assert [(c.title, c.authors, f"{c.instant:%d %H:%M}", c.paragraphs) for c in found.clippings if c.instant] == [
        ("Harbour shut", ("Nell Harrow",), "05 14:20", ("The gates were closed.",)),
        ("Wind rises", ("Tam Reyes",), "05 13:05", ("A gale blew.",)),
    ]
    assert found.title == "Storm"


def test_a_zone_group_and_a_date_group_are_read() -> None:
    recipe = Recipe(("*",), "live", r"^(?P<date>\S+) (?P<time>\S+) (?P<zone>\S+)$")
    found = read(
        "Storm\n2026-03-05 14:20 EST\nHarbour shut\nShut.\n5/3/2026 14.05 Europe/Berlin\nWind\nIt blew.\n", recipe
    )
    assert [c.instant for c in found.clippings] == [
        datetime(2026, 3, 5, 19, 20, tzinfo=UTC),
        datetime(2026, 3, 5, 13, 5, tzinfo=UTC),
    ]


def test_a_line_whose_groups_tell_no_time_is_text() -> None:
    recipe = Recipe(("*",), "live", r"^(?P<time>\d\d:\d\d)$")
    found = read("Storm\n14:20\nHarbour shut\nThe score was\n61:75\nin the end.\n13:05\nWind\nIt blew.\n", recipe)
    assert [c.title for c in found.clippings] == ["Harbour shut", "Wind"]
    assert found.clippings[0].paragraphs[1] == "61:75"


def test_one_entry_is_a_live_page_where_the_recipe_says_so() -> None:
    found = read("14:20 | Nell Harrow\nHarbour shut\nShut.\n", settings(GAZETTE).recipes[0])
    assert (found.kind, [c.title for c in found.clippings]) == ("live", ["Harbour shut"])


def test_a_recipe_whose_stamp_is_nowhere_leaves_the_page_to_recognition_and_says_so() -> None:
    found = read(
        "Storm\n5 March 2026\nHarbour shut\n14:20 – Nell Harrow\nShut.\nWind\n13:05 – Tam Reyes\nIt blew.\n",
        settings(GAZETTE).recipes[0],
    )
    assert (found.kind, len(found.clippings)) == ("live", 2)
    assert any("no line of it is a stamp as its recipe says" in note.message for note in found.guesses)


def test_a_recipes_stamp_wins_over_what_the_format_sets_apart() -> None:
    document, _ = readers.read(PAGE.encode(), "page.txt")
    document = replace(document, items=(Item("article", 0, len(document.blocks), "All of it"),))
    hints = Hints(ZoneInfo("UTC"), NOW)
    without = recognise(document, hints)
    assert without is not None
    assert without.kind == "article"
    found = recognise(document, hints, recipe=settings(GAZETTE).recipes[0])
    assert found is not None
    assert (found.kind, len(found.clippings)) == ("live", 2)


def test_cards_and_articles_have_their_dates_from_a_recipe_too() -> None:
    recipe = Recipe(("*",), "article", r"^Ausgabe (?P<day>\d+)/(?P<month>\d+)-(?P<year>\d\d)$")
    (clipping,) = read("The lock is open\nAusgabe 4/3-26\nAll of Harne came to see it.\n", recipe).clippings
    assert clipping.instant == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "found"),
    [("gazette-live-0503.txt", True), ("2026/gazette-live-1.txt", True), ("gazette-0503.txt", False)],
)
def test_a_recipe_is_found_by_the_documents_name(name: str, found: bool) -> None:
    assert (recipes.find(settings(GAZETTE).recipes, name) is not None) is found


def test_the_first_recipe_that_fits_is_taken() -> None:
    two = (Recipe(("*.txt",), into="a"), Recipe(("gazette*",), into="b"))
    told = recipes.find(two, "gazette.txt")
    assert told is not None
    assert told.into == "a"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("stamp: '^(?P<tme>\\d\\d)$'", "has an unknown group `tme`"),
        ("stamp: '^(?P<author>.+)$'", "tells no time"),
        ("stamp: '^((?P<time>\\d+)+)$'", "repeats a group"),
        ("leave_out: ['[']", "is no pattern"),
        ("kind: page", "is `live`, `topic` or `article`"),
        ("source: The Sedge Review", "no source called “The Sedge Review”"),
        ("timezone: Harne", "is not a time zone"),
    ],
)
def test_a_mistake_in_a_recipe_is_told_at_its_line(line: str, message: str) -> None:
    with pytest.raises(ProblemError) as caught:
        config.parse(f'{HEAD}recipes:\n  - documents: "*.txt"\n    {line}\n')
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.line == (8 if line.startswith("source") else 9)


def test_a_recipe_without_documents_is_a_mistake() -> None:
    with pytest.raises(ProblemError) as caught:
        config.parse(f"{HEAD}recipes:\n  - kind: live\n")
    assert "needs `documents`" in caught.value.problems[0].message


def test_the_recipes_of_the_guide_read_its_documents() -> None:
    guide = (Path(__file__).resolve().parent.parent / "docs/importing.md").read_text("utf-8")
    section = guide.split("\n## Recipes\n", 1)[1].split("\n## ", 1)[0]
    pieces = [piece.split("\n", 1) for piece in section.split("```")[1::2]]
    told = [settings(text).recipes[0] for kind, text in pieces if kind == "yaml"]
    documents = [text for kind, text in pieces if kind == "text"]
    assert len(told) == len(documents) == 3
    for recipe, document in zip(told, documents, strict=True):
        found = read(document, recipe)
        assert [c.title for c in found.clippings] == ["Harbour shut", "Wind rises"]
        assert [c.instant for c in found.clippings] == [
            datetime(2026, 3, 5, 14, 20, tzinfo=UTC),
            datetime(2026, 3, 5, 13, 5, tzinfo=UTC),
        ]
        assert [c.paragraphs for c in found.clippings] == [
            ("The gates were closed at noon.",),
            ("A gale was blowing from the west.",),
        ]
    assert read(documents[2], Recipe(("*",))).kind == "article"
