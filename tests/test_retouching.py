"""An edit of a text is published without a plan, as a build would publish it, or it is left to a build."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import newsletters
from pressday import places
from pressday.building import Outcome
from pressday.content.scan import inputs
from pressday.prints import Prints
from pressday.publish import journal
from pressday.records import encode, replace
from pressday.retouching import Retouched, retouch
from test_building_incremental import add, delete, edit_output, new_note, new_points, redate, reslug, retitle, rewrite

TIMETABLE = "content/articles/2026/2026-11-18-timetable.md"
MINUTES = "content/articles/2026/2026-11-19-minutes.md"


def here(function, value):
    return lambda: function(value)


def elsewhere(function, value):
    """As an assistant has it made: nothing but what pickles comes and goes."""
    import pickle

    return lambda: pickle.loads(pickle.dumps(function(pickle.loads(pickle.dumps(value)))))


def retouched(folder: Path, before: Outcome, *, sound: bool = True, begin=elsewhere) -> Retouched | None:
    """What is published of what has changed since *before*."""
    old = {file.path: file.stamp for file in before.seen}
    now = {file.path: file.stamp for file in inputs(folder)}
    assert before.made_with is not None
    if old.keys() != now.keys():
        return None
    changed = [(path, stamp) for path, stamp in old.items() if now[path] != stamp]
    return retouch(folder, Path("site"), Path("outbox"), changed, encode(before.made_with), begin, lambda: sound)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletters.make(tmp_path / "newsletter")


def is_as_clean(folder: Path, tmp_path: Path) -> bool:
    clean = newsletters.clean_copy(folder, tmp_path / "clean")
    newsletters.built(clean)
    return newsletters.published(folder) == newsletters.published(clean)


def append(folder: Path, name: str, text: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)


TEXTS = [name for name in newsletters.FILES if name.startswith("content/") and name.endswith(".md")]


@pytest.mark.parametrize("name", TEXTS)
def test_a_paragraph_more_is_published_as_a_build_would(folder, tmp_path, name):
    before = newsletters.built(folder)
    append(folder, name, "\nAn afterthought, with *stress*.\n")
    done = retouched(folder, before)
    if done is None:  # more than a text: it gave an entry its first words, or a page its points
        assert name.endswith(("2130-watch.md", "points.md", "storm/index.md"))
        newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


def test_another_theme_than_the_one_it_was_made_with_is_left_to_a_build(folder, tmp_path):
    before = newsletters.built(folder)
    assert before.made_with is not None
    append(folder, MINUTES, "\nThe quarrel was about *lamps*.\n")
    assert retouched(folder, before._replace(made_with=replace(before.made_with, look="0" * 32))) is None
    newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


def test_what_shows_the_text_is_drawn_again_and_nothing_else(folder):
    before = newsletters.built(folder)
    append(folder, MINUTES, "\nThe quarrel was about *lamps*.\n")
    done = retouched(folder, before)
    assert done is not None
    showing = {name for name, data in newsletters.published(folder).items() if b"lamps" in data}
    written = {f"site/{path}" for path in done.site.written} | {f"outbox/{path}" for path in done.outbox.written}
    assert "site/2026/11/19/minutes/index.html" in written
    assert "site/topics/council/atom.xml" in written
    assert showing == written


def test_an_edit_can_follow_an_edit(folder, tmp_path):
    before = newsletters.built(folder)
    for number in range(3):
        append(folder, MINUTES, f"\nItem {number}.\n")
        done = retouched(folder, before)
        assert done is not None
        fresh = {file.path: file for file in done.seen}
        before = before._replace(seen=tuple(fresh.get(file.path, file) for file in before.seen))
    assert is_as_clean(folder, tmp_path)
    after = newsletters.built(folder)
    assert after.site is not None
    assert after.site.written == ()


def test_two_files_may_be_edited_at_once(folder, tmp_path):
    before = newsletters.built(folder)
    append(folder, MINUTES, "\nItem one.\n")
    append(folder, TIMETABLE, "\nFrom the quay.\n")
    assert retouched(folder, before) is not None
    assert is_as_clean(folder, tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (MINUTES, "title: The", "title: All the"),
        (MINUTES, "summary: What", "summary: All that"),
        (MINUTES, "topics: [council]", "topics: [ferry]"),
        (MINUTES, "18:30", "18:31"),
        (MINUTES, "---\nNine", "draft: true\n---\nNine"),
        (MINUTES, "Nine items", "[Nine](2026-11-18-timetable.md) items"),
        (MINUTES, "Nine items", "[Nine](nowhere.md) items"),
        (MINUTES, "id: ghjk2345", "id: bcdf2345"),
        (TIMETABLE, "2026-11-19-minutes.md", "2026-11-20-slipway/index.md"),
        (MINUTES, "title: The council’s minutes\n", ""),
    ],
)
def test_what_is_more_than_another_text_is_left_to_a_build(folder, tmp_path, name, old, new):
    before = newsletters.built(folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    was = newsletters.published(folder)
    assert retouched(folder, before) is None
    assert newsletters.published(folder) == was
    newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


def test_a_text_in_an_archive_of_feeds_is_left_to_a_build(folder, tmp_path):
    settings = folder / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("digest:", "feeds: {items: 1}\ndigest:"), "utf-8")
    old = "content/articles/2026/2026-09-01-bell.md"
    header = "id: bell2345\ntitle: The bell\ndate: 2026-09-01T08:00:00+00:00\n"
    newsletters.write(folder, old, f"---\n{header}---\nIt rang.\n")
    before = newsletters.built(folder)
    assert before.kinds["feed_archive"]
    append(folder, old, "\nAnd rang.\n")
    assert retouched(folder, before) is None
    newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


def test_a_digest_in_an_archive_of_feeds_quotes_what_it_tells(folder, tmp_path):
    settings = folder / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("digest:", "feeds: {items: 1}\ndigest:"), "utf-8")
    for day in range(1, 9):
        header = f"id: day{day}\ntitle: Day {day}\ndate: 2026-09-0{day}T08:00:00+00:00\ntopics: [ferry]\n"
        newsletters.write(folder, f"content/articles/2026/2026-09-0{day}-day.md", f"---\n{header}---\nIt was {day}.\n")
    before = newsletters.built(folder)
    path = folder / "content/articles/2026/2026-09-03-day.md"
    path.write_text(path.read_text("utf-8").replace("It was 3.", "It was three."), "utf-8")
    if retouched(folder, before) is None:
        newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


def test_the_same_text_may_stand_twice(folder, tmp_path):
    same = "---\ntitle: Tide\ndate: 2026-11-17T08:00:00+00:00\n---\nHigh at noon.\n\nLow at six.\n"
    for name in ("tide", "ebb"):
        newsletters.write(folder, f"content/articles/2026/2026-11-17-{name}.md", same)
    before = newsletters.built(folder)
    append(folder, "content/articles/2026/2026-11-17-ebb.md", "\nHigh again.\n")
    if retouched(folder, before) is None:
        newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


@pytest.mark.parametrize("new", ["Five crossings", "Four crossings and a half, *perhaps*,", "Four *crossings*"])
def test_a_first_paragraph_is_corrected_wherever_it_is_copied_to(folder, tmp_path, new):
    before = newsletters.built(folder)
    text = (folder / TIMETABLE).read_text("utf-8")
    (folder / TIMETABLE).write_text(text.replace("Four crossings", new, 1), "utf-8")
    assert retouched(folder, before) is not None
    assert is_as_clean(folder, tmp_path)


def test_the_same_summary_of_two_entries_is_told_apart(folder, tmp_path):
    for name in ("tide", "ebb"):
        header = f"id: {name}\ntitle: High at noon.\ndate: 2026-11-17T08:00:00+00:00\ntopics: [ferry]\n"
        name = f"content/articles/2026/2026-11-17-{name}.md"
        newsletters.write(folder, name, f"---\n{header}---\nHigh at noon.\n")
    before = newsletters.built(folder)
    path = folder / "content/articles/2026/2026-11-17-ebb.md"
    path.write_text(path.read_text("utf-8").replace("---\nHigh at noon.", "---\nLow at noon."), "utf-8")
    assert retouched(folder, before) is not None
    assert is_as_clean(folder, tmp_path)


def test_an_output_that_somebody_changed_is_left_to_a_build(folder, tmp_path):
    before = newsletters.built(folder)
    append(folder, MINUTES, "\nItem one.\n")
    was = newsletters.published(folder)
    assert retouched(folder, before, sound=False) is None
    assert newsletters.published(folder) == was


def test_a_build_by_somebody_else_in_between_is_noticed(folder, tmp_path):
    before = newsletters.built(folder)
    newsletters.built(folder, outbox=Path("elsewhere"), future=True)
    append(folder, MINUTES, "\nItem one.\n")
    assert retouched(folder, before) is None
    newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


@pytest.mark.parametrize("harm", ["lost", "damaged", "emptied"])
def test_prints_may_be_lost(folder, tmp_path, harm):
    before = newsletters.built(folder)
    path = places.prints(folder, Path("site"), Path("outbox"))
    if harm == "lost":
        path.unlink()
    elif harm == "damaged":
        data = bytearray(path.read_bytes())
        data[100:4000] = b"x" * 3900
        path.write_bytes(bytes(data))
    else:
        with sqlite3.connect(path) as known:
            known.execute("DELETE FROM shows")
            known.execute("DELETE FROM about")
    append(folder, MINUTES, "\nItem one.\n")
    assert retouched(folder, before) is None
    newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)
    append(folder, MINUTES, "\nItem two.\n")
    assert retouched(folder, newsletters.built(folder)) is not None or is_as_clean(folder, tmp_path)


@pytest.mark.parametrize("step", ["write", "carry_out"])
def test_killed_in_the_middle_the_next_build_completes_it(folder, tmp_path, monkeypatch, step):
    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    before = newsletters.built(folder)
    append(folder, MINUTES, "\nItem one.\n")
    with monkeypatch.context() as broken:
        broken.setattr(journal, step, die)
        with pytest.raises(Killed):
            retouched(folder, before)
    # Nothing is taken for granted of an edit that was broken off.
    assert retouched(folder, before) is None
    newsletters.built(folder)
    assert is_as_clean(folder, tmp_path)


@pytest.mark.parametrize("seed", range(8))
def test_after_any_sequence_of_edits_what_is_published_is_what_a_clean_build_makes(seed, tmp_path):
    chance = random.Random(seed)
    folder = newsletters.make(tmp_path / "newsletter")
    before, short, done = newsletters.built(folder), 0, []
    for _ in range(8):
        action = chance.choice([rewrite, rewrite, rewrite, retitle, reslug, redate, add, delete, new_points, new_note])
        action(folder, chance, newsletters.NOW)
        sound = chance.random() < 0.8
        if not sound:
            edit_output(folder, chance, newsletters.NOW)
        done.append((action.__name__, sound))
        touched = retouched(folder, before, sound=sound)
        if touched is None:
            before = newsletters.built(folder)
        else:
            short += 1
            fresh = {file.path: file for file in touched.seen}
            before = before._replace(seen=tuple(fresh.get(file.path, file) for file in before.seen))
        assert is_as_clean(folder, tmp_path), done
        shutil.rmtree(tmp_path / "clean")
    assert short or seed != 0


def test_what_draws_an_edit_loads_no_more_than_it_takes():
    said = "import sys; from pressday import redrawing; redrawing.prepare(); print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
    )
    assert {"markdown_it", "jinja2", "feedgen.feed"} <= loaded
    assert not loaded & {"yaml", "typer", "rich", "concurrent.futures", "multiprocessing", "nh3", "watchfiles"}


def test_whoever_asks_for_an_edit_loads_none_of_what_draws_it():
    said = "import sys; from pressday import retouching; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"yaml", "markdown_it", "jinja2", "feedgen", "lxml", "pressday.model", "pressday.config"}


def emptied(book: Path) -> None:
    with sqlite3.connect(book) as connection:
        connection.executescript("DELETE FROM about; DELETE FROM prints; DELETE FROM shows;")


def by_another_commit(book: Path) -> None:
    with closing(Prints(book)) as prints:
        assert prints.change([], token="another")


@pytest.mark.parametrize("harm", [Path.unlink, emptied, lambda book: book.write_bytes(b"x" * 9000), by_another_commit])
def test_prints_that_are_harmed_before_the_commit_are_believed_by_nobody(folder, tmp_path, harm):
    before = newsletters.built(folder)
    assert before.made_with is not None

    def harmed(function, value):
        done = function(value)
        harm(places.prints(folder, Path("site"), Path("outbox")))
        return lambda: done

    for number, begin in enumerate((harmed, elsewhere)):
        append(folder, MINUTES, f"\nItem {number}.\n")
        done = retouched(folder, before, begin=begin)
        if done is None:
            before = newsletters.built(folder)
        else:
            fresh = {file.path: file for file in done.seen}
            before = before._replace(seen=tuple(fresh.get(file.path, file) for file in before.seen))
    assert is_as_clean(folder, tmp_path)
