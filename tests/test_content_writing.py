"""Content files are written lean, whole, and nowhere but in the newsletter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pressday.content import points, reading, writing
from pressday.content.writing import EntryText
from pressday.frontmatter import Plain
from pressday.model import Entry
from pressday.problems import ProblemError
from pressday.records import replace

ENTRY = EntryText(
    id="0704-1420-k3f9",
    title="Harbour: “what next?” # 1",
    date=datetime(2026, 7, 4, 14, 20, tzinfo=ZoneInfo("Europe/London")),
    paragraphs=("One.", "Two."),
    authors=("Ines Okafor", "O’Neill, Jr."),
    topics=("ferries",),
    excerpt=True,
    guessed=("date",),
)


def test_an_entry_is_a_lean_header_and_its_paragraphs() -> None:
    assert writing.entry(ENTRY) == (
        "---\nid: 0704-1420-k3f9\ntitle: Harbour: “what next?” # 1\ndate: 2026-07-04T14:20:00+01:00\n"
        'authors: [Ines Okafor, "O’Neill, Jr."]\ntopics: [ferries]\nexcerpt: true\nguessed: [date]\n---\n'
        "\nOne.\n\nTwo.\n"
    )


def test_an_entry_without_text_is_a_header_alone() -> None:
    text = writing.entry(EntryText("a", "T", ENTRY.date, ()))
    assert text == "---\nid: a\ntitle: T\ndate: 2026-07-04T14:20:00+01:00\n---\n"


def test_what_is_written_is_what_a_build_reads() -> None:
    path = "content/live/storm/2026-07-04-1420-harbour.md"
    made = reading.read(path, writing.entry(ENTRY).encode(), "Europe/London")
    assert made.problems == ()
    assert isinstance(made.record, Entry)
    entry = made.record
    assert (entry.key, entry.title, entry.authors) == (ENTRY.id, ENTRY.title, ENTRY.authors)
    assert (entry.published, entry.excerpt, entry.guessed) == (ENTRY.date, True, ("date",))


def test_points_are_read_back_with_the_files_they_lead_to() -> None:
    text = writing.points(
        ["Snow [fell].".replace("[", "\\["), "## Lowered"],
        {"2026-07-04T13:20:00+00:00": [writing.linked_point("Ferry [late] *again*", "2026-07-04-ferry.md"), "No link"]},
    )
    parsed = points.parse(text, "content/live/storm/points.md", ZoneInfo("UTC"))
    assert parsed.problems == ()
    assert [(point.text, point.target) for point in parsed.sets[0].points] == [
        ("Ferry [late] *again*", "content/live/storm/2026-07-04-ferry.md"),
        ("No link", ""),
    ]
    assert parsed.lead == "Snow \\[fell].\n\n### Lowered\n"


@pytest.mark.parametrize("path", ["../x.md", "/etc/x.md", "content/../../x.md", "content/a\x00.md"])
def test_no_path_leads_out_of_the_newsletter(tmp_path: Path, path: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(ProblemError, match="outside"):
        writing.write(home, path, "x")
    assert [found.name for found in tmp_path.iterdir()] == ["home"]


def test_nor_does_a_symbolic_link(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    (home / "content").symlink_to(away)
    with pytest.raises(ProblemError, match="outside"):
        writing.write(home, "content/live/x.md", "x")
    (home / "link.md").symlink_to(away / "there.md")
    writing.write(home, "link.md", "x")
    assert list(away.iterdir()) == []
    assert (home / "link.md").read_text() == "x"


def test_a_disk_that_does_not_take_it_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("a file where a folder should be")
    with pytest.raises(ProblemError, match="cannot be written"):
        writing.write(tmp_path, "content/x.md", "x")


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    writing.write(tmp_path, "content/x.md", "first")
    with pytest.raises(UnicodeEncodeError):
        writing.write(tmp_path, "content/x.md", "\ud800")
    assert (tmp_path / "content/x.md").read_text() == "first"
    assert [path.name for path in (tmp_path / "content").iterdir()] == ["x.md"]


@pytest.mark.parametrize("letter", ["a", "é", "本", "😀"])
def test_the_longest_name_that_a_disk_takes_can_be_written(tmp_path: Path, letter: str) -> None:
    name = letter * (252 // len(letter.encode())) + ".md"
    writing.write(tmp_path, f"content/{name}", "text")
    assert [file.name for file in (tmp_path / "content").iterdir()] == [name]


def test_everything_that_a_source_says_stands_in_the_header() -> None:
    text = replace(
        ENTRY,
        source="The Harne Gazette",
        url="https://gazette.example/1",
        guid="old-1",
        lastmod=ENTRY.date,
        aliases=("2019/old/",),
        draft=True,
        image="lock.png",
        summary="One: two",
    )
    made = reading.read("content/live/storm/2026-07-04-1420-harbour.md", writing.entry(text).encode(), "Europe/London")
    assert isinstance(made.record, Entry)
    entry = made.record
    assert made.problems == ()
    assert entry.source is not None
    assert (entry.source.name, entry.source.url) == (text.source, text.url)
    assert (entry.lastmod, entry.draft, entry.summary) == (ENTRY.date, True, "One: two")
    assert (entry.aliases, entry.image) == (("2019/old/",), "content/live/storm/lock.png")


@pytest.mark.parametrize(
    ("header", "fields", "after"),
    [
        ("title: A\n# mine\ndate: x\n", {"title": "B: c"}, "title: B: c\n# mine\ndate: x\n"),
        (
            "title: A\nauthors:\n- One\n- Two\nkicker: k\n",
            {"authors": ("Three",)},
            "title: A\nauthors: [Three]\nkicker: k\n",
        ),
        ("title: A\nkicker: k\n", {"kicker": None}, "title: A\n"),
        ("title: A\n", {"kicker": "k"}, "title: A\nkicker: k\n"),
        ("title: A\n", {"source": {"name": "Nell", "url": "u"}}, "title: A\nsource:\n  name: Nell\n  url: u\n"),
        ("source:\n  name: N\n  url: u\nid: 1\n", {"source": "M"}, "source: M\nid: 1\n"),
        ("titles: x\ntitle: A\n", {"title": "B"}, "titles: x\ntitle: B\n"),
        ("summary: |\n  One.\n\n  Two.\n\nslug: s\n", {"summary": "B: c"}, "summary: B: c\n\nslug: s\n"),
        ("summary: >\n  One.\n\n  Two.\n", {"summary": None}, ""),
        ("topics:\n# first\n- a\n# then\n\n- b\n# mine\nid: 1\n", {"topics": ("z",)}, "topics: [z]\n# mine\nid: 1\n"),
        ("topics: [\n  a\n]\nid: 1\n", {"topics": ("z",)}, "topics: [z]\nid: 1\n"),
        ("summary: A\n  # mine\n\n# here\nid: 1\n", {"summary": "B: c"}, "summary: B: c\n\n# here\nid: 1\n"),
        ("id: 1\nkicker:\nslug: s\n", {"kicker": "k", "slug": None}, "id: 1\nkicker: k\n"),
        ('"title": A\nid: 1\n', {"title": "B"}, "title: B\nid: 1\n"),
        ("Title: A\nid: 1\n", {"title": "B", "kicker": "k"}, "title: B\nid: 1\nkicker: k\n"),
    ],
)
def test_a_field_is_written_anew_and_every_other_line_stays(header: str, fields: dict[str, Plain], after: str) -> None:
    assert writing.with_fields(header, fields) == after


def test_what_lies_where_a_file_is_made_is_no_way_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "content").mkdir(parents=True)
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", "utf-8")
    (home / "content/.there.md.part").symlink_to(victim)
    writing.write(home, "content/there.md", "ours")
    assert victim.read_text("utf-8") == "mine"
    assert (home / "content/there.md").read_text("utf-8") == "ours"
    assert not (home / "content/there.md").is_symlink()
