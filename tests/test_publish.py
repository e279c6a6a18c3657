"""Publishing keeps its promises to the folder it writes into."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

import newsletters
from pressday.problems import ProblemError
from pressday.publish import Destination, DestinationError, check, destination, fit, journal, stage


def _publish(root: Path, files: dict[str, str]):
    """Publish exactly *files*, a path to what it holds; the text is its own fingerprint."""
    with Destination(root, root.parent / "memory").opened() as place:
        drawn = [
            stage(place.open_stage(), path, text.encode())
            for path, text in files.items()
            if not place.holds(path, text)
        ]
        return place.commit(files, drawn), [item.path for item in drawn]


def _read(root: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in newsletters.tree(root).items()}


def test_what_is_planned_is_there_and_what_is_not_is_gone(tmp_path):
    _publish(tmp_path / "site", {"index.html": "home", "a/b/index.html": "b", "a/c.txt": "c"})
    commit, _ = _publish(tmp_path / "site", {"index.html": "new home", "d/index.html": "d"})
    assert _read(tmp_path / "site") == {"index.html": "new home", "d/index.html": "d"}
    assert set(commit.written) == {"index.html", "d/index.html"}
    assert set(commit.removed) == {"a/b/index.html", "a/c.txt"}
    assert not (tmp_path / "site/a").exists()


def test_a_file_that_is_as_it_should_be_is_not_touched(tmp_path):
    files = {"index.html": "home", "a/index.html": "a"}
    _publish(tmp_path / "site", files)
    before = (tmp_path / "site/a/index.html").stat()
    commit, drawn = _publish(tmp_path / "site", files)
    assert (drawn, commit.written, commit.removed) == ([], (), ())
    assert (tmp_path / "site/a/index.html").stat() == before


def test_equal_bytes_from_another_recipe_leave_the_file_alone(tmp_path):
    root = tmp_path / "site"
    _publish(root, {"index.html": "home"})
    before = (root / "index.html").stat()
    with Destination(root, tmp_path / "memory").opened() as place:
        commit = place.commit({"index.html": "another recipe"}, [stage(place.open_stage(), "index.html", b"home")])
    assert commit.written == ()
    assert (root / "index.html").stat() == before
    with Destination(root, tmp_path / "memory").opened() as place:
        assert place.holds("index.html", "another recipe")


@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_a_file_that_somebody_changed_is_written_again(tmp_path, change):
    _publish(tmp_path / "site", {"a.txt": "as it was"})
    if change == "edited":
        (tmp_path / "site/a.txt").write_text("by hand")
    else:
        (tmp_path / "site/a.txt").unlink()
    _publish(tmp_path / "site", {"a.txt": "as it was"})
    assert _read(tmp_path / "site") == {"a.txt": "as it was"}


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path):
    _publish(tmp_path / "site", {"about": "file", "b/c/index.html": "below"})
    _publish(tmp_path / "site", {"about/index.html": "folder", "b": "file now"})
    assert _read(tmp_path / "site") == {"about/index.html": "folder", "b": "file now"}


# --- what is not ours -----------------------------------------------------------------------------


def test_a_strange_file_is_left_alone_and_named_every_time(tmp_path):
    root = tmp_path / "site"
    _publish(root, {"a/index.html": "a"})
    newsletters.write(root, "a/notes.txt", "mine")
    newsletters.write(root, "deep/down/below.txt", "mine too")
    for text in ("a", "a", "b"):
        commit, _ = _publish(root, {"a/index.html": text})
        assert commit.foreign == ("a/notes.txt", "deep/down/below.txt")
    assert (root / "a/notes.txt").read_text() == "mine"


def test_a_strange_file_where_ours_should_stand_is_left_and_named(tmp_path):
    root = tmp_path / "site"
    _publish(root, {"a.txt": "a"})
    newsletters.write(root, "b.txt", "mine")
    (root / "c.txt").mkdir()
    commit, _ = _publish(root, {"a.txt": "a", "b.txt": "ours", "c.txt": "ours"})
    assert commit.in_the_way == ("b.txt", "c.txt")
    assert (root / "b.txt").read_text() == "mine"
    commit, _ = _publish(root, {"a.txt": "a", "b.txt": "ours", "c.txt": "ours"})
    assert "b.txt" in commit.in_the_way


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    newsletters.write(tmp_path / "site", "thesis.txt", "years of work")
    with pytest.raises(ProblemError, match="not empty, and was not written by pressday"):
        _publish(tmp_path / "site", {"index.html": "home"})
    assert _read(tmp_path / "site") == {"thesis.txt": "years of work"}


def test_a_folder_with_nothing_but_dotfiles_is_taken(tmp_path):
    newsletters.write(tmp_path / "site", ".gitignore", "*\n")
    _publish(tmp_path / "site", {"index.html": "home"})
    assert _read(tmp_path / "site") == {".gitignore": "*\n", "index.html": "home"}


@pytest.mark.parametrize("place", [".", "..", "content", "content/articles", "static", "themes", ".git", "ledger/x"])
def test_a_destination_that_is_or_holds_the_sources_is_refused(tmp_path, place):
    home = newsletters.make(tmp_path / "outer/newsletter")
    with pytest.raises(ProblemError, match="what the newsletter is made from"):
        check(home / place, home)


def test_a_link_to_the_sources_is_seen_through(tmp_path):
    home = newsletters.make(tmp_path / "newsletter")
    (home / "site").symlink_to(home / "content", target_is_directory=True)
    with pytest.raises(ProblemError):
        check(home / "site", home)


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../../x", "a//b", "", ".", "a/./b", "a\\b", "a\0b", "x" * 300, "a:b", "a/"]
)
def test_no_path_leaves_the_destination(path, tmp_path):
    assert not fit(path)
    with pytest.raises(ValueError, match="not a path"):
        stage(str(tmp_path), path, b"")


def test_no_path_goes_through_a_symbolic_link(tmp_path):
    root, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    _publish(root, {"a.txt": "a"})
    (root / "out").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OSError, match="symbolic link"):
        _publish(root, {"a.txt": "a", "out/b.txt": "b"})
    assert list(elsewhere.iterdir()) == []


# --- interrupted ----------------------------------------------------------------------------------

BEFORE = {"index.html": "old", "a/index.html": "old a", "gone/index.html": "old", "was": "file"}
AFTER = {"index.html": "new", "a/index.html": "old a", "b/c/index.html": "new", "was/now.txt": "below"}


class KilledError(BaseException):
    """Stands for the end of the process."""


def _killed_at(count: int, monkeypatch) -> list[int]:
    """From now on, the process ends at its *count*-th change of the disk."""
    seen = [0]

    def dying(original):
        def change(*args, **kwargs):
            seen[0] += 1
            if seen[0] >= count:
                raise KilledError
            return original(*args, **kwargs)

        return change

    for name in ("replace", "mkdir", "rename", "unlink", "rmdir", "remove"):
        monkeypatch.setattr(os, name, dying(getattr(os, name)))
    return seen


@pytest.mark.parametrize("count", range(1, 40))
def test_killed_at_any_change_of_the_disk_the_next_build_ends_as_if_nothing_had_happened(count, tmp_path, monkeypatch):
    root = tmp_path / "site"
    _publish(root, BEFORE)
    with monkeypatch.context() as patch:
        _killed_at(count, patch)
        with contextlib.suppress(KilledError):
            _publish(root, AFTER)
    begun = (root / ".pressday/journal").exists()
    if not begun:
        assert _read(root) in (BEFORE, AFTER)
    with Destination(root, tmp_path / "memory").opened():
        pass
    assert _read(root) == (AFTER if begun else _read(root))
    assert _read(root) in (BEFORE, AFTER)
    _publish(root, AFTER)
    assert _read(root) == AFTER
    assert not (root / ".pressday/stage").exists()
    assert not (root / ".pressday/journal").exists()


def test_the_kills_above_reach_past_the_last_change(tmp_path, monkeypatch):
    _publish(tmp_path / "site", BEFORE)
    with monkeypatch.context() as patch:
        seen = _killed_at(10**6, patch)
        _publish(tmp_path / "site", AFTER)
    assert 5 < seen[0] < 39


@pytest.mark.parametrize("keep", ["manifest", "memory", "neither"])
def test_a_lost_manifest_costs_nothing_while_its_copy_is_whole(keep, tmp_path):
    root = tmp_path / "site"
    _publish(root, {"a.txt": "a", "b.txt": "b"})
    if keep != "manifest":
        (root / ".pressday/manifest").write_bytes(b"damaged")
    if keep != "memory":
        (tmp_path / "memory").write_bytes(b"pressday 1\nxx\n")
    commit, _ = _publish(root, {"a.txt": "a"})
    if keep == "neither":
        assert commit.foreign == ("b.txt",)
    else:
        assert _read(root) == {"a.txt": "a"}


# --- at once --------------------------------------------------------------------------------------


def test_a_second_writer_waits_and_then_gives_up_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(destination, "PATIENCE", 0.1)
    context = multiprocessing.get_context("spawn")
    holding, enough = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path), holding, enough))
    holder.start()
    try:
        assert holding.wait(30)
        with (
            pytest.raises(DestinationError, match="another build is writing"),
            Destination(tmp_path / "site", tmp_path / "memory").opened(),
        ):
            pass
    finally:
        enough.set()
        holder.join(30)
    with Destination(tmp_path / "site", tmp_path / "memory").opened():
        pass


def _hold(folder: str, holding, enough) -> None:
    with Destination(Path(folder) / "site", Path(folder) / "memory").opened():
        holding.set()
        enough.wait(30)


def _write_many(root: str, word: str) -> None:
    for number in range(8):
        _publish(Path(root), {f"{n}.txt": f"{word} {number} {n}" for n in range(20)})


def test_two_writers_at_once_never_leave_a_mixture(tmp_path):
    context = multiprocessing.get_context("spawn")
    root = str(tmp_path / "site")
    writers = [context.Process(target=_write_many, args=(root, word)) for word in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len({" ".join(text.split()[:2]) for text in _read(Path(root)).values()}) == 1


def test_a_worker_that_outlives_its_killed_build_spoils_nothing_of_the_next(tmp_path):
    script = (
        "import sys; from pathlib import Path; from pressday.publish import Destination\n"
        "with Destination(*map(Path, sys.argv[1:])).opened() as place: print(place.open_stage(), flush=True)"
    )
    words = [sys.executable, "-c", script, os.fspath(tmp_path / "site"), os.fspath(tmp_path / "memory")]
    left = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    with Destination(tmp_path / "site", tmp_path / "memory").opened() as place:
        new = stage(place.open_stage(), "index.html", b"new")
        with contextlib.suppress(FileNotFoundError):
            stage(left, "index.html", b"old")
        place.commit({"index.html": "recipe"}, [new])
    assert (tmp_path / "site/index.html").read_bytes() == b"new"


def test_a_stage_that_is_a_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/empty").mkdir(parents=True)
    (tmp_path / "stage").symlink_to(tmp_path / "elsewhere")
    journal.clear(tmp_path / "stage")
    assert (tmp_path / "elsewhere/empty").is_dir()
