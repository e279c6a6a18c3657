"""Content as a person writes it, read and composed as a build does, for tests of either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pressday import config
from pressday.config import Newsletter
from pressday.content import reading
from pressday.content.cache import Cache
from pressday.content.loading import Content, load
from pressday.content.reading import LivePoints, Reading
from pressday.edition import compose
from pressday.model import CollectionIndex, Edition, EditorsNote, Entry, LiveIndex, StandingPage, Visible
from pressday.problems import Problem

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SETTINGS = """\
title: The Skerry Post
base_url: https://skerry.example/post/
identity: skerry.example,2026
timezone: Europe/London
topics:
  - {id: ferries, title: The Ferries}
  - {id: council, title: Council}
authors:
  - {name: Ines Okafor, match: ["I. Okafor"]}
sources:
  - {name: The Harne Gazette, url: "https://gazette.example/", rights: excerpt}
"""
MERGED = SETTINGS.replace("The Ferries}", "The Ferries, formerly: [boats]}")
LONG = " ".join(f"Sentence {number} of the long one has eight words." for number in range(20))


def newsletter(text: str = SETTINGS) -> Newsletter:
    """The settings that *text* writes."""
    return config.parse(text)[0]


def article(title: str = "A title", body: str = "Some text.\n", **fields: str) -> str:
    """An article's text; *fields* are further lines of its header."""
    header = {"title": title, "date": "2026-11-20T09:00:00+00:00", **fields}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in header.items()) + f"---\n{body}"


def read(text: str | bytes, path: str = "content/articles/2026/2026-11-20-a-boat.md", zone: str = "UTC") -> Reading:
    """What the file at *path* gives."""
    return reading.read(path, text.encode() if isinstance(text, str) else text, zone)


def entry(text: str | bytes, path: str = "content/articles/2026/2026-11-20-a-boat.md", zone: str = "UTC") -> Entry:
    """The entry that *text* writes; it must be one."""
    found = read(text, path, zone)
    assert isinstance(found.record, Entry), [problem.lines() for problem in found.problems]
    return found.record


def lay(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write *files* into *folder*."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def loaded(folder: Path, epoch: str = "1") -> Content:
    """The content of the newsletter in *folder*, by way of its cache."""
    cache = Cache(folder / ".pressday/cache/content.db", epoch)
    try:
        return load(folder, "Europe/London", cache, map)
    finally:
        cache.close()


def content(files: Mapping[str, str]) -> Content:
    """*files* as read, without a disk; all that is not Markdown is an asset."""
    kept: dict[type, list[object]] = {
        kind: [] for kind in (Entry, LiveIndex, LivePoints, CollectionIndex, StandingPage, EditorsNote)
    }
    held: list[str] = []
    problems: list[Problem] = []
    for path, text in sorted(files.items()):
        if not path.endswith(".md"):
            continue
        found = read(text, path, "Europe/London")
        problems += found.problems
        if found.record is None:
            held.append(path)
        else:
            kept[type(found.record)].append(found.record)
    return Content(
        *(tuple(records) for records in kept.values()),  # type: ignore[arg-type]  # in the order of the fields
        assets={path: "hash" for path in files if not path.endswith(".md")},
        static={},
        held=tuple(held),
        problems=tuple(problems),
    )


def composed(
    files: Mapping[str, str],
    *,
    now: datetime = NOW,
    drafts: bool = False,
    future: bool = False,
    moved: Mapping[str, str] | None = None,
    settings: str = SETTINGS,
) -> tuple[Edition, list[Problem]]:
    """The edition of *files* at *now*, and the problems of composing it."""
    return compose(content(files), newsletter(settings), Visible(now, drafts, future), moved or {})


def lines(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    """Each problem's first line."""
    return [problem.lines().split("\n")[0] for problem in problems]
