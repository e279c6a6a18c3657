"""A new newsletter builds at once, and a new file says what it must."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pressday import config, starting
from pressday.model import Entry, StandingPage
from pressday.problems import ProblemError
from written import lay, loaded, newsletter, read

NOW = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_newsletter_is_whole_and_without_a_warning(tmp_path: Path) -> None:
    made = starting.init(tmp_path / "the-harbour_brief", NOW)
    assert all(path.is_file() for path in made)
    settings, problems = config.load(tmp_path / "the-harbour_brief")
    assert (settings.title, problems) == ("The harbour brief", [])
    assert settings.identity.endswith(",2026")
    content = loaded(tmp_path / "the-harbour_brief")
    assert content.problems == ()
    assert [entry.title for entry in content.entries] == ["Welcome"]
    assert [page.address for page in content.pages] == ["about/"]


@pytest.mark.parametrize("name", ["a: b # c", 'say "hi"', "it's", "NO", "- x", "{y}", "012", "Ünïcode ☂", "%x", "a\nb"])
def test_a_folder_of_any_name_gives_a_title(tmp_path: Path, name: str) -> None:
    starting.init(tmp_path / name, NOW)
    settings, _ = config.load(tmp_path / name)
    assert settings.title.casefold().split() == name.replace("-", " ").casefold().split()


def test_what_is_there_stays(tmp_path: Path) -> None:
    lay(tmp_path, {".gitignore": "mine", "content/pages/about.md": "mine too"})
    made = starting.init(tmp_path, NOW)
    assert contents(tmp_path)[".gitignore"] == b"mine"
    assert tmp_path / "content/pages/about.md" not in made


def test_a_newsletter_is_not_made_over_another(tmp_path: Path) -> None:
    lay(tmp_path, {"newsletter.yaml": "title: mine\n"})
    before = contents(tmp_path)
    with pytest.raises(ProblemError):
        starting.init(tmp_path, NOW)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "title",
    [
        "A boat",
        "Mayor: wait # now",
        '"Quoted" words',
        "'",
        "NO",
        "> 100",
        "| bar",
        "é\u2028è",
        "a\nb",
        "x" * 300,
        "🎉",
        "\x1b[31mred",
    ],
)
def test_a_new_article_says_what_it_was_told(tmp_path: Path, title: str) -> None:
    path = starting.new(tmp_path, newsletter(), title, NOW)
    found = read(path.read_bytes(), str(path.relative_to(tmp_path)), "Europe/London")
    assert isinstance(found.record, Entry)
    assert found.problems == ()
    assert found.record.title == title.replace("\x1b", "").replace("\u2028", " ").replace("\n", " ")
    assert (found.record.published, found.record.day, found.record.keyed) == (NOW, "2026-07-02", True)


@pytest.mark.parametrize("title", ["", "  ", "\x1b", "\ud800"])
def test_a_headline_needs_words(tmp_path: Path, title: str) -> None:
    with pytest.raises(ProblemError):
        starting.new(tmp_path, newsletter(), title, NOW)
    assert contents(tmp_path) == {}


def test_a_new_live_entry_has_its_time_in_its_name(tmp_path: Path) -> None:
    path = starting.new(tmp_path, newsletter(), "The roof is gone", NOW, live="Storm Ada")
    assert path == tmp_path / "content/live/storm-ada/2026-07-02-0030-the-roof-is-gone.md"
    found = read(path.read_bytes(), str(path.relative_to(tmp_path))).record
    assert isinstance(found, Entry)
    assert found.key.startswith("0702-0030-")
    assert found.collection == "storm-ada"


def test_a_new_page_is_a_standing_page(tmp_path: Path) -> None:
    path = starting.new(tmp_path, newsletter(), "How we work", NOW, page=True)
    found = read(path.read_bytes(), str(path.relative_to(tmp_path))).record
    assert isinstance(found, StandingPage)
    assert (found.title, found.address) == ("How we work", "how-we-work/")


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = starting.new(tmp_path, newsletter(), "A boat", NOW)
    path.write_text("mine")
    with pytest.raises(ProblemError):
        starting.new(tmp_path, newsletter(), "A boat", NOW)
    assert path.read_text() == "mine"
