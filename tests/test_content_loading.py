"""What is on disk is what is loaded: whatever the files are called, and whatever became of the cache."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pressday.content.cache import Bodies, Cache, LostBodyError, Row
from pressday.content.loading import BATCH, Batch, Content, epoch, load, read_batch
from pressday.content.reading import KINDS
from pressday.content.scan import Found, Stamp, walk
from pressday.model import Body, Entry
from pressday.records import encode
from written import article, lay, lines, loaded

A = "content/articles/2026-11-20-a.md"
B = "content/articles/2026-11-20-b.md"
LONG_AGO = 1_600_000_000_000_000_000
DATABASE = ".pressday/cache/content.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles that have lain there for a while."""
    lay(tmp_path, {A: article("One"), B: article("Two")})
    for name in (A, B):
        age(tmp_path / name)
    return tmp_path


def age(path: Path) -> None:
    """Make *path* look old; its change time is the disk's own and cannot be set."""
    os.utime(path, ns=(LONG_AGO, LONG_AGO))


def titles(content: Content) -> list[str]:
    return [entry.title for entry in content.entries]


def without_time(folder: Path) -> Content:
    """Loaded as if long after the last change, so that nothing counts as fresh."""
    seen: list[str] = []

    def run(
        function: Callable[[Batch], list[tuple[Row, bytes]]], batches: list[Batch]
    ) -> list[list[tuple[Row, bytes]]]:
        seen.extend(file.path for batch in batches for file in batch.files)
        return [function(batch._replace(moment=batch.moment + 10**12)) for batch in batches]

    cache = Cache(folder / DATABASE, "1")
    try:
        content = load(folder, "Europe/London", cache, run)  # type: ignore[arg-type]  # lists are iterated over too
    finally:
        cache.close()
    (folder / "read").write_text("\n".join(seen))
    return content


def read_again(folder: Path) -> list[str]:
    return [name for name in (folder / "read").read_text().split("\n") if name]


# --- the cache saves work, and changes nothing -----------------------------------------------------


def test_an_unchanged_file_is_not_read_again(folder: Path) -> None:
    first = without_time(folder)
    assert read_again(folder) == [A, B]
    assert without_time(folder) == first
    assert read_again(folder) == []


def test_a_changed_file_is_read_and_no_other(folder: Path) -> None:
    without_time(folder)
    lay(folder, {A: article("Newer")})
    assert titles(without_time(folder)) == ["Newer", "Two"]
    assert read_again(folder) == [A]


def test_a_change_of_the_same_size_and_time_is_noticed(folder: Path) -> None:
    without_time(folder)
    (folder / A).write_text(article("Two"))
    age(folder / A)
    assert titles(without_time(folder)) == ["Two", "Two"]


def test_a_file_that_was_swapped_for_another_of_the_same_size_and_time_is_noticed(folder: Path) -> None:
    without_time(folder)
    lay(folder, {"content/new": article("Six")})
    age(folder / "content/new")
    (folder / "content/new").replace(folder / A)
    assert titles(without_time(folder)) == ["Six", "Two"]


def test_a_file_that_was_written_as_we_looked_is_looked_at_again(folder: Path) -> None:
    """Within one tick of the clock a second write of the same size leaves the same stamp."""
    stamp = walk(folder, "content")[0].stamp
    batch = Batch(str(folder), "UTC", (Found(A, stamp),), stamp.ctime)
    assert read_batch(batch)[0][0].fresh
    assert not read_batch(batch._replace(moment=stamp.ctime + 10**9))[0][0].fresh
    cache = Cache(folder / DATABASE, "1")
    row, body = read_batch(batch)[0]
    cache.update([row._replace(hash="stale", record=b"", kind="")], [(row.hash, body)], [])
    assert titles(load(folder, "UTC", cache, map)) == ["One", "Two"]
    cache.close()


def test_what_was_read_before_an_interruption_is_not_read_again(tmp_path: Path) -> None:
    many = [f"content/articles/2026-11-20-{number:03}.md" for number in range(BATCH + 1)]
    lay(tmp_path, {name: article(name) for name in many})
    for name in many:
        age(tmp_path / name)
    cache = Cache(tmp_path / DATABASE, "1")

    def run(function: Callable[[Batch], list[tuple[Row, bytes]]], batches: Sequence[Batch]) -> Iterator[Any]:
        yield function(batches[0]._replace(moment=batches[0].moment + 10**12))
        raise KeyboardInterrupt

    with closing(cache), pytest.raises(KeyboardInterrupt):
        load(tmp_path, "Europe/London", cache, run)
    assert len(without_time(tmp_path).entries) == len(many)
    assert read_again(tmp_path) == many[BATCH:]


def test_large_files_are_read_in_portions_and_none_is_missed(tmp_path: Path) -> None:
    names = [f"content/articles/2026-11-20-{number}.md" for number in range(5)]
    lay(
        tmp_path,
        {name: article(name, "word " * 300_000 if number % 2 else "Few.") for number, name in enumerate(names)},
    )
    assert titles(without_time(tmp_path)) == names


def test_a_file_that_is_gone_is_forgotten(folder: Path) -> None:
    without_time(folder)
    (folder / A).unlink()
    assert titles(without_time(folder)) == ["Two"]
    with sqlite3.connect(folder / DATABASE) as connection:
        assert connection.execute("SELECT count(*) FROM files").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM bodies").fetchone() == (1,)


def test_problems_come_back_from_the_cache(folder: Path) -> None:
    lay(folder, {A: article(topcis="x"), B: article(date="soon")})
    first = without_time(folder)
    assert len(first.problems) == 2
    assert first.held == (B,)
    assert without_time(folder) == first
    assert read_again(folder) == []


def test_another_zone_or_version_reads_everything_again() -> None:
    assert len({epoch("UTC", "1"), epoch("Europe/London", "1"), epoch("UTC", "2")}) == 3


def test_another_epoch_forgets(folder: Path) -> None:
    loaded(folder, "1")
    cache = Cache(folder / DATABASE, "2")
    assert cache.rows() == {}
    cache.close()


def damaged_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damaged_garbage(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 1000)


def damaged_empty(path: Path) -> None:
    path.write_bytes(b"")


def damaged_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def damaged_kind(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE files SET kind = 'StandingPage'")
    connection.close()


def damaged_unknown_kind(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE files SET kind = 'Poem'")
    connection.close()


def damaged_record(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE files SET record = NULL, problems = 'x'")
    connection.close()


def damaged_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE files")
        connection.execute("CREATE TABLE files (path TEXT)")
    connection.close()


def damaged_lost(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "damage",
    [
        damaged_half,
        damaged_garbage,
        damaged_empty,
        damaged_page,
        damaged_kind,
        damaged_unknown_kind,
        damaged_record,
        damaged_tables,
        damaged_lost,
    ],
)
def test_a_damaged_cache_costs_time_and_nothing_else(folder: Path, damage: Callable[[Path], None]) -> None:
    first = without_time(folder)
    damage(folder / DATABASE)
    assert without_time(folder) == first
    assert without_time(folder) == first
    assert read_again(folder) == []


def test_a_body_is_fetched_by_hash_and_a_lost_one_is_said(folder: Path) -> None:
    content = loaded(folder)
    bodies = Bodies(folder / DATABASE)
    body = bodies(content.entries[0].hash)
    assert isinstance(body, Body)
    assert body.html == "<p>Some text.</p>\n"
    with pytest.raises(LostBodyError):
        bodies("nothing")
    bodies.close()


def test_a_row_of_another_shape_is_no_record(folder: Path) -> None:
    (row, _), *_ = read_batch(Batch(str(folder), "UTC", tuple(walk(folder, "content")), 0))
    assert KINDS[row.kind] is Entry
    assert encode(loaded(folder).entries[0])


# --- what is on disk -------------------------------------------------------------------------------


def test_everything_has_its_place(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            A: article(),
            "content/live/storm/index.md": "---\ntitle: S\n---\n",
            "content/live/storm/points.md": "Lead.\n",
            "content/linked/c/index.md": "---\ntitle: C\n---\n",
            "content/pages/about.md": "x",
            "content/digests/2026-11-20.md": "x",
            "content/articles/boat.jpg": b"jpg",
            "content/articles/page.html": "x",
            "static/robots.txt": "x",
            "static/.well-known/x": "x",
            "static/readme.md": "x",
        },
    )
    found = loaded(tmp_path)
    assert [len(part) for part in found[:6]] == [1, 1, 1, 1, 1, 1]
    assert list(found.assets) == ["content/articles/boat.jpg", "content/articles/page.html"]
    assert list(found.static) == ["static/.well-known/x", "static/readme.md", "static/robots.txt"]
    assert (found.held, found.problems) == ((), ())


def test_what_editors_and_file_managers_leave_behind_is_passed_over(tmp_path: Path) -> None:
    names = [".a.md.swp", "a.md~", "#a.md#", ".DS_Store", "Thumbs.db", ".gitkeep", ".git/config"]
    lay(
        tmp_path,
        {f"content/articles/{name}": "x" for name in names} | {"static/.DS_Store": "x", "static/.git/config": "x"},
    )
    assert loaded(tmp_path)[6:] == ({}, {}, (), (), ())


def test_no_content_at_all_is_an_empty_newsletter(tmp_path: Path) -> None:
    assert loaded(tmp_path).entries == ()
    (tmp_path / "content").write_text("a file")
    assert loaded(tmp_path).entries == ()


def test_links_in_circles_and_links_to_nothing_are_no_files(tmp_path: Path) -> None:
    lay(tmp_path, {A: article()})
    (tmp_path / "content/articles/loop").symlink_to("..")
    (tmp_path / "content/articles/nothing.md").symlink_to("nowhere")
    (tmp_path / "content/articles/self.md").symlink_to("self.md")
    (tmp_path / "content/articles/2026-11-20-same.md").symlink_to(tmp_path / A)
    assert [entry.path for entry in loaded(tmp_path).entries] == [A, "content/articles/2026-11-20-same.md"]


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    lay(tmp_path, {"content/articles/2026-11-20-x.md/index.md": article()})
    assert [entry.path for entry in loaded(tmp_path).entries] == ["content/articles/2026-11-20-x.md/index.md"]


def test_what_is_neither_file_nor_folder_is_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, {A: article()})
    os.mkfifo(tmp_path / "content/articles/pipe.md")
    assert len(loaded(tmp_path).entries) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xff.md", "content/articles/\ufffd.md"),
        (b"a\nerror: b.md", "content/articles/a\ufffderror: b.md"),
        ("a\u2028b.md".encode(), "content/articles/a\ufffdb.md"),
        (b"\x1b[31m.jpg", "content/articles/\ufffd[31m.jpg"),
    ],
)
def test_a_name_that_is_not_text_is_a_problem_and_no_crash(tmp_path: Path, name: bytes, shown: str) -> None:
    lay(tmp_path, {A: article()})
    with open(os.fsencode(tmp_path / "content/articles") + b"/" + name, "w") as file:  # noqa: PTH123 - a name in bytes
        file.write(article())
    found = loaded(tmp_path)
    assert lines(found.problems) == [f"error: {shown}: has a name that is not text"]
    assert [entry.path for entry in found.entries] == [A]


def test_unusual_names_are_names(tmp_path: Path) -> None:
    lay(tmp_path, {"content/articles/2026-11-20-שלום \u200d👩.md": article()})
    assert len(loaded(tmp_path).entries) == 1


def test_a_file_that_cannot_be_read_is_named_and_stops_no_other(tmp_path: Path) -> None:
    lay(tmp_path, {A: article()})
    (tmp_path / "content/folder").mkdir()
    files = (
        Found("content/folder", Stamp(0, 0, 0, 0)),
        Found("content/gone.md", Stamp(0, 0, 0, 0)),
        Found(A, Stamp(0, 0, 0, 0)),
    )
    rows = [row for row, _ in read_batch(Batch(str(tmp_path), "UTC", files, 0))]
    assert [(row.path, row.kind) for row in rows] == [("content/folder", ""), (A, "Entry")]
    assert b"cannot be read" in rows[0].problems


def test_the_sites_own_folder_is_not_for_others(tmp_path: Path) -> None:
    lay(tmp_path, {"static/.pressday/manifest": "x", "static/.pressday-not/x": "x"})
    found = loaded(tmp_path)
    assert list(found.static) == ["static/.pressday-not/x"]
    assert "its own files" in found.problems[0].message


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    lay(tmp_path, {A: b"\xff\xfe", B: article(), "content/articles/c.md": "---\ntitle: [\n---\n"})
    found = loaded(tmp_path)
    assert titles(found) == ["A title"]
    assert found.held == (A, "content/articles/c.md")


def test_the_order_is_the_paths_and_not_the_disks(tmp_path: Path) -> None:
    names = [f"content/articles/{letter}.md" for letter in "cabd"]
    lay(tmp_path, {name: article(name) for name in names})
    assert [entry.path for entry in loaded(tmp_path).entries] == sorted(names)
