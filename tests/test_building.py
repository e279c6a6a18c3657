"""A build publishes what it can, names what it cannot, and leaves nothing half done."""

from __future__ import annotations

import pytest

import newsletters


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


def test_a_folder_without_a_newsletter_says_what_to_do(tmp_path):
    outcome = newsletters.built(tmp_path)
    assert not outcome.published
    assert "pressday init" in _errors(outcome)[0]
