"""The watch misses nothing that a build could read, and is silent about the rest."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from pressday.preview.watching import beats, changes
from previews import newsletter

# A beat is a tenth of a second: this many are patience for what should come, and for what should not.
SOON = 50
QUIET = 5


class Watch:
    def __init__(self, folder: Path, **options: Any) -> None:
        self.stop = threading.Event()
        self._beats = beats(folder, stop=self.stop, **options)
        assert next(self._beats) == frozenset()  # the watch has begun

    def next(self) -> frozenset[Path]:
        for _ in range(SOON):
            seen = next(self._beats)
            if seen is not None:
                return seen
        raise AssertionError("nothing was seen")

    def beat(self) -> None:
        next(self._beats)

    def until(self, path: Path) -> None:
        """Look until *path* was seen, or all has to be looked at anew."""
        while path not in (seen := self.next()) and seen:
            pass

    def is_quiet(self) -> bool:
        return all(next(self._beats) is None for _ in range(QUIET))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletter(tmp_path / "newsletter").resolve()


@pytest.fixture
def watch(folder: Path) -> Watch:
    return Watch(folder)


def test_a_save_is_seen(folder: Path, watch: Watch) -> None:
    (folder / "content/articles/first.md").write_text("changed")
    assert watch.next() == {folder / "content/articles/first.md"}


@pytest.mark.parametrize("name", ["newsletter.yaml", "content/articles/first.md"])
def test_a_save_by_renaming_over_is_seen_each_time(folder: Path, watch: Watch, name: str) -> None:
    for number in range(3):
        (folder / "draft.new").write_text(f"title: {number}\n")
        (folder / "draft.new").replace(folder / name)
        watch.until(folder / name)
        assert watch.is_quiet()


def test_a_folder_that_is_made_later_is_watched(folder: Path, watch: Watch) -> None:
    (folder / "themes/own/templates").mkdir(parents=True)
    while watch.next():
        pass  # until the watch has begun anew
    (folder / "themes/own/templates/home.html").write_text("x")
    watch.until(folder / "themes/own/templates/home.html")


def test_a_watched_folder_that_is_renamed_and_made_again_is_watched(folder: Path, watch: Watch) -> None:
    (folder / "content").rename(folder / "away")
    (folder / "content").mkdir()
    while watch.next():
        pass
    (folder / "content/new.md").write_text("x")
    watch.until(folder / "content/new.md")


def test_a_newsletter_that_is_moved_away_and_back_is_watched(folder: Path, watch: Watch) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    for _ in range(3):
        watch.beat()
    away.rename(folder)
    while watch.next():
        pass
    (folder / "content/new.md").write_text("x")
    watch.until(folder / "content/new.md")


def test_thousands_of_files_at_once_are_a_few_looks(folder: Path, watch: Watch) -> None:
    def arrive() -> None:
        for number in range(3000):
            (folder / f"content/{number}.md").write_text("x")

    writer = threading.Thread(target=arrive)
    writer.start()
    looks = 0
    last = folder / "content/2999.md"
    while True:
        looks += 1
        if last in watch.next():
            break
    writer.join()
    assert looks < 25


def test_what_happens_between_two_looks_is_in_the_next(folder: Path, watch: Watch) -> None:
    (folder / "content/one.md").write_text("x")
    watch.until(folder / "content/one.md")
    # The build runs now, and asks again only when it is done.
    (folder / "content/two.md").write_text("x")
    (folder / "newsletter.yaml").write_text("title: x\n")
    seen: frozenset[Path] = frozenset()
    while not {folder / "content/two.md", folder / "newsletter.yaml"} <= seen:
        seen |= watch.next()


@pytest.mark.parametrize(
    "name",
    [
        "site/index.html",
        ".pressday/cache/x",
        ".git/index",
        "README.md",
        "content/.first.md.swp",
        "content/x.md~",
        "sources/x.txt",
    ],
)  # fmt: skip
def test_what_no_build_reads_is_passed_over(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True, parents=True)
    watch = Watch(folder)
    (folder / name).write_text("x")
    assert watch.is_quiet()


def test_reading_is_no_change(folder: Path, watch: Watch) -> None:
    (folder / "content/articles/first.md").read_bytes()
    (folder / "newsletter.yaml").read_bytes()
    assert watch.is_quiet()


def test_hidden_files_below_static_are_published_and_so_watched(folder: Path) -> None:
    (folder / "static/.well-known").mkdir(parents=True)
    watch = Watch(folder)
    (folder / "static/.well-known/security.txt").write_text("x")
    watch.until(folder / "static/.well-known/security.txt")


def test_folders_elsewhere_are_watched_and_ignored_ones_are_not(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    theme = tmp_path_factory.mktemp("theme").resolve()
    (theme / "made").mkdir(parents=True)
    watch = Watch(folder, also=lambda: [theme], ignored=[theme / "made"])
    (theme / "made/x").write_text("x")
    assert watch.is_quiet()
    (theme / "home.html").write_text("x")
    watch.until(theme / "home.html")


def test_the_watch_ends_when_it_is_told_to(folder: Path) -> None:
    stop = threading.Event()
    looks = changes(folder, stop=stop)
    assert next(looks) == frozenset()
    threading.Timer(0.2, stop.set).start()
    assert list(looks) == []


def test_a_newsletter_that_is_gone_ends_nothing(folder: Path, watch: Watch) -> None:
    shutil.rmtree(folder)
    for _ in range(3):
        watch.beat()
    assert watch.is_quiet()
