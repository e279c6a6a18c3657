"""An incremental build leaves what a clean one would, byte for byte, whatever was done in between."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import newsletters
from pressday.cli.commands import run

World = dict[str, object]


def _articles(folder: Path) -> list[Path]:
    return sorted(folder.glob("content/articles/*/*.md"))


def _pick(folder: Path, chance: random.Random) -> Path:
    return chance.choice(_articles(folder))


def _edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def add(folder: Path, chance: random.Random, now: datetime) -> datetime:
    number = chance.randrange(10**6)
    when = now - timedelta(hours=chance.randrange(200))
    name = f"content/articles/2026/{when:%Y-%m-%d}-piece-{number}.md"
    topic = chance.choice(["ferry", "council", "Weather"])
    header = f"---\nid: n{number}\ntitle: Piece {number}\ndate: {when.isoformat()}\ntopics: [{topic}]\n---\n"
    newsletters.write(folder, name, f"{header}Words {number}.\n")
    return now


def add_live(folder: Path, chance: random.Random, now: datetime) -> datetime:
    number = chance.randrange(10**6)
    name = f"content/live/storm/{now:%Y-%m-%d-%H%M}-update-{number}.md"
    text = (
        f"---\nid: l{number}\ntitle: Update {number}\ndate: {now.isoformat()}\ntopics: [ferry]\n---\nWind {number}.\n"
    )
    newsletters.write(folder, name, text)
    return now


def delete(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = _pick(folder, chance)
    if path.stem not in ("2026-11-18-timetable", "2026-11-19-minutes"):
        path.unlink()
    return now


def rename(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = _pick(folder, chance)
    if path.stem not in ("2026-11-18-timetable", "2026-11-19-minutes"):
        path.rename(path.with_name(f"{path.stem[:11]}renamed-{chance.randrange(10**6)}.md"))
    return now


def retitle(folder: Path, chance: random.Random, now: datetime) -> datetime:
    _edit(_pick(folder, chance), "title: ", f"title: {chance.choice(['So: ', 'Again, ', '“New” '])}")
    return now


def reslug(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = _pick(folder, chance)
    if "slug:" not in path.read_text("utf-8"):
        _edit(path, "title: ", f"slug: s{chance.randrange(10**6)}\ntitle: ")
    return now


def redate(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = _pick(folder, chance)
    lines = path.read_text("utf-8").split("\n")
    when = now - timedelta(hours=chance.randrange(-48, 200))
    path.write_text("\n".join(f"date: {when.isoformat()}" if x.startswith("date:") else x for x in lines), "utf-8")
    return now


def rewrite(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = _pick(folder, chance)
    path.write_text(path.read_text("utf-8") + f"\nOne more line, {chance.randrange(100)}.\n", "utf-8")
    return now


def hold_back(folder: Path, chance: random.Random, now: datetime) -> datetime:
    newsletters.write(
        folder, "content/articles/2026/2026-11-17-wrong.md", f"---\ntitle: x{chance.random()}\ndate: soon\n---\n"
    )
    return now


def rename_topic(folder: Path, chance: random.Random, now: datetime) -> datetime:
    _edit(folder / "newsletter.yaml", "title: Ferry", f"title: Ferry{chance.randrange(9)}")
    return now


def change_template(folder: Path, chance: random.Random, now: datetime) -> datetime:
    name = "themes/broadsheet/templates/parts/footer.html"
    newsletters.write(folder, name, f"<footer>Footer {chance.randrange(100)}</footer>\n")
    return now


def drop_template(folder: Path, chance: random.Random, now: datetime) -> datetime:
    shutil.rmtree(folder / "themes", ignore_errors=True)
    return now


def change_setting(folder: Path, chance: random.Random, now: datetime) -> datetime:
    _edit(folder / "newsletter.yaml", "title: The", f"title: The {chance.choice(['Old', 'Daily', 'Free'])}")
    return now


def change_zone(folder: Path, chance: random.Random, now: datetime) -> datetime:
    settings = folder / "newsletter.yaml"
    zone = chance.choice(["Pacific/Auckland", "America/New_York", "Europe/London"])
    lines = settings.read_text("utf-8").split("\n")
    settings.write_text("\n".join(f"timezone: {zone}" if x.startswith("timezone:") else x for x in lines), "utf-8")
    return now


def change_base_url(folder: Path, chance: random.Random, now: datetime) -> datetime:
    settings = folder / "newsletter.yaml"
    base = chance.choice(["https://courier.example/brief/", "http://other.example/", "https://courier.example/"])
    lines = settings.read_text("utf-8").split("\n")
    settings.write_text("\n".join(f"base_url: {base}" if x.startswith("base_url:") else x for x in lines), "utf-8")
    return now


def pass_time(folder: Path, chance: random.Random, now: datetime) -> datetime:
    return now + timedelta(hours=chance.choice([1, 20, 70]))


def turn_back_time(folder: Path, chance: random.Random, now: datetime) -> datetime:
    return now - timedelta(hours=30)


def lose_cache(folder: Path, chance: random.Random, now: datetime) -> datetime:
    shutil.rmtree(folder / ".pressday/cache", ignore_errors=True)
    return now


def _damage(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(40):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(bytes(data[: chance.choice([len(data), len(data) // 2, 0])]))


def damage_cache(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = folder / ".pressday/cache/content.db"
    if path.exists():
        _damage(path, chance)
    return now


def lose_manifest(folder: Path, chance: random.Random, now: datetime) -> datetime:
    (folder / "site/.pressday/manifest").unlink(missing_ok=True)
    return now


def damage_manifest(folder: Path, chance: random.Random, now: datetime) -> datetime:
    for path in (folder / "site/.pressday/manifest", folder / "outbox/.pressday/manifest"):
        _damage(path, chance)
    return now


def edit_output(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = folder / chance.choice([name for name in newsletters.published(folder) if name.endswith(".html")])
    path.write_text("<p>by hand</p>", "utf-8")
    return now


def delete_output(folder: Path, chance: random.Random, now: datetime) -> datetime:
    (folder / chance.choice(list(newsletters.published(folder)))).unlink()
    return now


def change_asset(folder: Path, chance: random.Random, now: datetime) -> datetime:
    newsletters.write(folder, "content/articles/2026/2026-11-20-slipway/slip.svg", f"<svg id='{chance.random()}'/>")
    newsletters.write(folder, "static/robots-friend.txt", f"hello {chance.random()}\n")
    return now


def new_points(folder: Path, chance: random.Random, now: datetime) -> datetime:
    path = folder / "content/live/storm/points.md"
    path.write_text(path.read_text("utf-8") + f"\n## {now.isoformat()}\n\n- Point {chance.random()}\n", "utf-8")
    return now


def new_note(folder: Path, chance: random.Random, now: datetime) -> datetime:
    newsletters.write(folder, "content/digests/2026-11-22.md", f"---\nsubject: Note {chance.random()}\n---\nMorning.\n")
    return now


def _entry(folder: Path, chance: random.Random) -> str:
    homes = ("articles/*/*.md", "articles/*/*/index.md", "live/*/2*.md", "linked/*/*.md")
    paths = sorted(path for home in homes for path in folder.glob(f"content/{home}"))
    return chance.choice(paths).relative_to(folder).as_posix()


def correct(folder: Path, chance: random.Random, now: datetime) -> datetime:
    words = ["correct", _entry(folder, chance), f"It was {chance.randrange(100)}.", "--clock", now.isoformat()]
    run([*words, "--source", str(folder)])
    return now


def retract(folder: Path, chance: random.Random, now: datetime) -> datetime:
    words = ["retract", _entry(folder, chance), "--reason", f"Untrue {chance.randrange(9)}.", "--clock"]
    run([*words, now.isoformat(), "--source", str(folder)])
    return now


ACTIONS: list[Callable[[Path, random.Random, datetime], datetime]] = [
    add, add_live, delete, rename, retitle, reslug, redate, rewrite, hold_back, rename_topic, change_template,
    drop_template, change_setting, change_zone, change_base_url, pass_time, turn_back_time, lose_cache, damage_cache,
    lose_manifest, damage_manifest, edit_output, delete_output, change_asset, new_points, new_note, correct,
    retract,
]  # fmt: skip


def _compare(folder: Path, clean: Path, now: datetime, done: list[str]) -> None:
    outcome = newsletters.built(folder, now)
    fresh = newsletters.built(newsletters.clean_copy(folder, clean), now)
    assert outcome.published
    assert fresh.published
    ours, theirs = newsletters.published(folder), newsletters.published(clean)
    assert ours.keys() == theirs.keys(), done
    assert [name for name in ours if ours[name] != theirs[name]] == [], done
    assert [p.lines() for p in outcome.problems] == [p.lines() for p in fresh.problems], done


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_after_each_kind_of_change_an_incremental_build_is_a_clean_one(action, tmp_path):
    folder = newsletters.make(tmp_path / "newsletter")
    newsletters.built(folder)
    now = action(folder, random.Random(1), newsletters.NOW)
    _compare(folder, tmp_path / "clean", now, [action.__name__])


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_of_changes_an_incremental_build_is_a_clean_one(seed, tmp_path):
    chance, now, done = random.Random(seed), newsletters.NOW, []
    folder = newsletters.make(tmp_path / "newsletter")
    newsletters.built(folder)
    for _ in range(8):
        for action in chance.sample(ACTIONS, chance.choice([1, 1, 2, 3])):
            now = action(folder, chance, now)
            done.append(action.__name__)
        _compare(folder, tmp_path / "clean", now, done)
