"""A build publishes what it can, names what it cannot, and leaves nothing half done."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

import newsletters
from pressday.building import Options, build


@pytest.fixture
def folder(tmp_path):
    return newsletters.make(tmp_path / "newsletter")


def _errors(outcome) -> list[str]:
    return [problem.lines() for problem in outcome.problems if problem.severity == "error"]


def test_the_sample_builds_without_a_word(folder):
    outcome = newsletters.built(folder)
    assert outcome.published
    assert [p.message for p in outcome.problems if p.severity != "note"] == []


ENTRY = "---\nid: {id}\ntitle: A clash\ndate: 2026-11-20\n---\nWords.\n"


@pytest.mark.parametrize(
    ("name", "text", "stays"),
    [
        ("static/archive", "a file where our folder stands", "archive/index.html"),
        ("static/index.html", "another front page", "index.html"),
        ("static/about/index.html", "another about", "about/index.html"),
        ("content/live/storm/x.md", ENTRY.format(id="feed.xml"), "live/storm/feed.xml"),
        ("content/live/storm/y.md", ENTRY.format(id="index.html"), "live/storm/index.html"),
        ("static/Topics/Ferry/index.html", "other letters", "topics/ferry/index.html"),
    ],
)
def test_two_things_at_one_address_are_named_and_ours_stays(folder, name, text, stays):
    newsletters.built(folder)
    before = newsletters.tree(folder / "site")[stays]
    newsletters.write(folder, name, text)
    outcome = newsletters.built(folder)
    assert outcome.published
    (error,) = _errors(outcome)
    assert name in error
    assert "stands" in error
    after = newsletters.tree(folder / "site")[stays]
    assert (after == before) or name.startswith("content/live")
    assert newsletters.built(folder).published


def test_an_entry_with_an_error_is_held_back_and_the_rest_is_published(folder):
    newsletters.write(folder, "content/articles/2026/2026-11-20-bad.md", "---\ntitle: Bad\ndate: soon\n---\nWords.\n")
    outcome = newsletters.built(folder)
    assert outcome.published
    assert outcome.held == ("content/articles/2026/2026-11-20-bad.md",)
    assert "content/articles/2026/2026-11-20-bad.md:3:7" in _errors(outcome)[0]
    assert (folder / "site/index.html").exists()


def test_strict_publishes_nothing_as_long_as_there_is_a_warning(folder):
    newsletters.write(folder, "content/pages/odd.md", "---\ntitle: Odd\ncolour: red\n---\nWords.\n")
    outcome = newsletters.built(folder, strict=True)
    assert not outcome.published
    assert not (folder / "site/index.html").exists()


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("newsletter.yaml", "title: x\nbase_url: nowhere\n", "newsletter.yaml:2"),
        ("themes/broadsheet/templates/home.html", "{% if %}", "themes/broadsheet/templates/home.html:1"),
    ],
)
def test_an_error_in_settings_or_theme_leaves_the_old_site(folder, name, text, where):
    newsletters.built(folder)
    before = newsletters.published(folder)
    newsletters.write(folder, name, text)
    outcome = newsletters.built(folder)
    assert not outcome.published
    assert where in _errors(outcome)[0]
    assert newsletters.published(folder) == before


def test_only_recording_writes_the_ledger_and_a_moved_entry_leaves_an_alias(folder, tmp_path):
    newsletters.built(folder)
    assert not (folder / "ledger/published.tsv").exists()
    newsletters.built(folder, record=True)
    old = folder / "content/articles/2026/2026-11-19-minutes.md"
    old.write_text(old.read_text("utf-8").replace("title:", "slug: what-was-said\ntitle:", 1), "utf-8")
    clone = newsletters.clean_copy(folder, tmp_path / "clone")
    newsletters.built(clone)
    site = newsletters.tree(clone / "site")
    assert b"what-was-said" in site["2026/11/19/minutes/index.html"]
    assert b"nine items" in site["2026/11/19/what-was-said/index.html"].lower()


def test_every_link_is_right_under_a_sub_path(folder):
    newsletters.built(folder, base_url="https://host.example/deep/brief/")
    site = newsletters.tree(folder / "site")
    for name, data in site.items():
        if name.endswith(".html"):
            html = data.decode()
            assert 'href="/"' not in html, name
            for start in ('href="/', 'src="/'):
                rest = html.split(start)[1:]
                assert all(link.startswith("deep/brief/") for link in rest), name


def test_a_mail_that_will_be_cut_off_is_a_warning(folder):
    for number in range(260):
        name = f"content/articles/2026/2026-11-20-long-{number}.md"
        header = f"---\nid: n{number}\ntitle: Long piece {number}\ndate: 2026-11-20T09:00:00+00:00\n---\n"
        newsletters.write(folder, name, header + "many words " * 30 + ".\n")
    outcome = newsletters.built(folder)
    assert any("kB of HTML" in p.message and p.severity == "warning" for p in outcome.problems)
    again = newsletters.built(folder)
    assert [p.lines() for p in again.problems] == [p.lines() for p in outcome.problems]


def test_the_same_newsletter_gives_the_same_bytes_whatever_the_number_of_workers(folder, tmp_path):
    newsletters.built(folder, jobs=1)
    other = newsletters.clean_copy(folder, tmp_path / "other")
    newsletters.built(other, jobs=2)
    assert newsletters.published(folder) == newsletters.published(other)


def test_at_any_hour_at_which_nothing_falls_due_the_bytes_are_the_same(folder, tmp_path):
    due = newsletters.built(folder).due
    assert due.since is not None
    assert due.until is not None
    for number, now in enumerate(
        (due.since, due.since + (due.until - due.since) / 2, due.until - timedelta(seconds=1))
    ):
        other = newsletters.clean_copy(folder, tmp_path / f"other{number}")
        newsletters.built(other, now)
        assert newsletters.published(folder) == newsletters.published(other)


def test_in_whatever_order_the_disk_lists_its_files_the_bytes_are_the_same(folder, tmp_path, monkeypatch):
    newsletters.built(folder)
    other = newsletters.clean_copy(folder, tmp_path / "other")

    class Shuffled:
        """A listing the other way round, and then by lot."""

        def __init__(self, path, entries):
            self.entries = list(entries)[::-1]
            random.Random(str(path)).shuffle(self.entries)

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_):
            return None

        def __iter__(self):
            return iter(self.entries)

    scandir, listdir = os.scandir, os.listdir
    monkeypatch.setattr(os, "scandir", lambda path=".": Shuffled(path, scandir(path)))
    monkeypatch.setattr(os, "listdir", lambda path=".": sorted(listdir(path), key=lambda name: hash(name) % 97))
    newsletters.built(other)
    monkeypatch.undo()
    assert newsletters.published(folder) == newsletters.published(other)


def test_a_folder_without_a_newsletter_says_what_to_do(tmp_path):
    outcome = newsletters.built(tmp_path)
    assert not outcome.published
    assert "pressday init" in _errors(outcome)[0]


def _theme_fault(folder):
    newsletters.write(folder, "themes/broadsheet/templates/article.html", "{{ page.nothing_here }}")


@pytest.mark.parametrize("many", [0, 700])
def test_a_mistake_in_a_template_is_located_whoever_draws_the_page(folder, many):
    for number in range(many):
        name = f"content/articles/2026/2026-11-20-n{number}.md"
        newsletters.write(folder, name, ENTRY.format(id=f"n{number}").replace("A clash", f"Piece {number}"))
    _theme_fault(folder)
    outcome = newsletters.built(folder, jobs=2)
    assert not outcome.published
    assert "themes/broadsheet/templates/article.html:1" in _errors(outcome)[0]


EXCERPT = """\
---
id: {id}
title: {title}
date: 2026-11-21T20:00:00+00:00
source: The Cove Review
---
Words.
"""


@pytest.mark.parametrize("header", ["ended: maybe\n", "source: [x, y]\n"])
def test_a_mistake_in_a_live_pages_file_does_not_set_its_source_free(folder, header):
    newsletters.write(folder, "content/live/storm/index.md", "---\ntitle: Storm\nsource: The Cove Review\n---\n")
    lead = "Nobody may show all of this. " * 20
    newsletters.write(folder, "content/live/storm/points.md", lead + "\n\n## 2026-11-21T22:10:00+00:00\n\n- " + lead)
    newsletters.built(folder)
    limited = max(data.count(b"Nobody may show") for data in newsletters.published(folder).values())
    newsletters.write(
        folder, "content/live/storm/index.md", f"---\ntitle: Storm\n{header}source: The Cove Review\n---\n"
    )
    newsletters.built(folder)
    assert max(data.count(b"Nobody may show") for data in newsletters.published(folder).values()) <= limited


@pytest.mark.parametrize(("site", "outbox"), [("site", "site/out"), ("out/site", "out"), ("x", "x")])
def test_mails_never_lie_on_the_web(folder, site, outbox):
    outcome = newsletters.built(folder, destination=Path(site), outbox=Path(outbox))
    assert not outcome.published
    assert "cannot lie in one another" in _errors(outcome)[0]


def test_with_every_manifest_damaged_the_site_is_still_brought_up_to_date(folder):
    newsletters.built(folder)
    for path in (*folder.glob(".pressday/destinations/*"), folder / "site/.pressday/manifest"):
        path.write_bytes(b"damaged")
    article = folder / "content/articles/2026/2026-11-19-minutes.md"
    article.write_text(article.read_text("utf-8") + "\nA tenth item.\n", "utf-8")
    outcome = newsletters.built(folder)
    assert outcome.site is not None
    assert outcome.site.in_the_way == ()
    assert b"A tenth item" in newsletters.tree(folder / "site")["2026/11/19/minutes/index.html"]


class SavedMeanwhile:
    """Somebody saves a file, and another build reads it, while this one draws."""

    def __init__(self, folder):
        self.folder = folder
        self.times = 0

    def __call__(self, what, done, total):
        if what == "drawing" and done == 0 and self.times < 1:
            self.times += 1
            article = self.folder / "content/articles/2026/2026-11-19-minutes.md"
            article.write_text(article.read_text("utf-8") + "\nA tenth item.\n", "utf-8")
            newsletters.built(self.folder, destination=Path("other/site"), outbox=Path("other/outbox"))


def test_a_save_that_another_build_has_read_meanwhile_is_in_this_one_too(folder):
    outcome = build(folder, Options(jobs=1), newsletters.NOW, SavedMeanwhile(folder))
    assert outcome.published
    assert b"A tenth item" in newsletters.tree(folder / "site")["2026/11/19/minutes/index.html"]
