"""Corrections: on the page, in the list of them all, in the archive's link and the sitemap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsletters

ARTICLE = "content/articles/2026/2026-11-18-timetable.md"
LIVE = "content/live/storm/2026-11-21-2130-watch.md"
CARD = "content/linked/coves/a-year-of-tides.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletters.make(tmp_path / "newsletter")


def add(folder: Path, path: str, *corrections: tuple[str, str]) -> None:
    """Write corrections into the file at *path*."""
    lines = "".join(f'  - {{date: {date}, text: "{text}"}}\n' for date, text in corrections)
    text = (folder / path).read_text("utf-8")
    newsletters.write(folder, path, text.replace("\n---\n", f"\ncorrections:\n{lines}---\n", 1))


def page(folder: Path, name: str) -> str:
    return (folder / "site" / name).read_text("utf-8")


def test_where_nothing_was_corrected_there_is_no_list_and_no_link_to_one(folder):
    newsletters.built(folder)
    site = newsletters.tree(folder / "site")
    assert not [name for name in site if name.startswith("corrections")]
    assert not [name for name, data in site.items() if b"/corrections/" in data]


def test_the_list_has_every_correction_newest_first_with_its_headline_linked(folder):
    add(folder, ARTICLE, ("2026-11-19", "Four, not five."), ("2026-11-21", "At six <b>or</b> & later."))
    add(folder, LIVE, ("2026-11-22T01:00", "The east pier."))
    add(folder, CARD, ("2026-11-20", "Two years."))
    newsletters.built(folder)
    html = page(folder, "corrections/index.html")
    rows = re.findall(r'datetime="([^"]+)".*?<a href="([^"]+)">(.*?)</a>.*?class="summary">(.*?)</p>', html, re.DOTALL)
    assert rows == [
        ("2026-11-22T01:00:00+00:00", "/live/storm/1121-2130-bcdf/", "Watch: the wind at the pier", "The east pier."),
        ("2026-11-21T00:00:00+00:00", "/2026/11/18/timetable/", "A timetable: for winter",
         "At six &lt;b&gt;or&lt;/b&gt; &amp; later."),
        ("2026-11-20T00:00:00+00:00", "/linked/coves/#3456bcdf", "A year of tides", "Two years."),
        ("2026-11-19T00:00:00+00:00", "/2026/11/18/timetable/", "A timetable: for winter", "Four, not five."),
    ]  # fmt: skip
    assert "<h1>Corrections</h1>" in html
    assert 'href="/corrections/"' in page(folder, "archive/index.html")
    assert "<loc>https://courier.example/corrections/</loc>" in page(folder, "sitemap.xml")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (ARTICLE, "2026/11/18/timetable/index.html"),
        (LIVE, "live/storm/1121-2130-bcdf/index.html"),
        (LIVE, "live/storm/index.html"),
        (CARD, "linked/coves/index.html"),
    ],
)
def test_a_correction_stands_on_every_page_that_has_the_text(folder, path, name):
    add(folder, path, ("2026-11-21", "It was the other pier."))
    newsletters.built(folder)
    assert "It was the other pier." in page(folder, name)
    assert "Corrected 21 November" in page(folder, name)


def test_a_correction_marks_the_item_as_updated_in_every_feed_that_has_it(folder):
    newsletters.built(folder)
    before = newsletters.tree(folder / "site")
    add(folder, ARTICLE, ("2026-11-22T10:00", "Six."))
    newsletters.built(folder)
    after = newsletters.tree(folder / "site")
    atoms = [name for name, data in before.items() if name.endswith("atom.xml") and b":bcdf2345</id>" in data]
    assert len(atoms) >= 3
    for name in atoms:
        entry = next(e for e in after[name].decode().split("<entry>") if ":bcdf2345</id>" in e)
        assert re.search(r"<updated>2026-11-22T10:00:00(?:Z|\+00:00)</updated>", entry), name
        assert "Six." in entry


def test_a_long_list_is_paged_and_its_older_pages_stay(folder):
    add(folder, ARTICLE, *((f"2026-11-{19 + n // 24:02}T{n % 24:02}:00", f"Number {n}.") for n in range(60)))
    edition = newsletters.built(folder).edition
    assert edition is not None
    first, second = page(folder, "corrections/index.html"), page(folder, "corrections/page/1/index.html")
    assert first.count('class="summary"') == 35
    assert second.count('class="summary"') == 25
    assert 'href="/corrections/page/1/"' in first
    add(folder, LIVE, ("2026-11-22T11:00", "The east pier."))
    newsletters.built(folder)
    assert page(folder, "corrections/page/1/index.html") == second


def test_a_draft_is_not_in_the_list_and_of_a_withdrawn_entry_only_that_it_was_withdrawn(folder):
    add(folder, ARTICLE, ("2026-11-21", "Six."))
    for line, is_told in (("draft: true", False), ("retracted: 2026-11-22", True)):
        text = (folder / ARTICLE).read_text("utf-8")
        newsletters.write(folder, ARTICLE, text.replace("---\n", f"---\n{line}\n", 1))
        # what leads to a draft is held back, too
        newsletters.built(folder)
        assert (folder / "site/corrections").exists() == is_told
        newsletters.write(folder, ARTICLE, text)
    told = page(folder, "corrections/index.html")
    assert "was withdrawn on" in told
    assert "Six." not in told


def test_a_page_of_the_newsletters_own_at_that_address_is_told_of(folder):
    newsletters.write(folder, "content/pages/corrections.md", "---\ntitle: Our corrections\n---\nWe are sorry.\n")
    assert newsletters.built(folder).held == ()
    add(folder, ARTICLE, ("2026-11-21", "Six."))
    outcome = newsletters.built(folder)
    assert outcome.held == ("content/pages/corrections.md",)
    assert "/corrections/index.html" in next(p.message for p in outcome.problems if p.severity == "error")
