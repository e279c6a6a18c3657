"""A small newsletter on disk, of every kind of content, about a place that does not exist."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import feed_door
from feed_compare import refuse
from pressday import building
from pressday.building import Options, Outcome

# A test may run this module in a process of its own.
feed_door.watch()
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

SETTINGS = """\
title: The Sandle Courier
base_url: https://courier.example/
identity: courier.example,2026
language: en-GB
timezone: Europe/London
topics:
  - {id: ferry, title: Ferry, match: [ferry]}
  - {id: council, title: Council, match: [council]}
sources:
  - {name: The Cove Review, url: "https://cove.example/", rights: excerpt}
digest: {closes: "07:00", sender: "The Courier <desk@courier.example>"}
"""

FILES = {
    "newsletter.yaml": SETTINGS,
    "content/articles/2026/2026-11-18-timetable.md": """\
---
id: bcdf2345
title: A timetable: for winter
date: 2026-11-18T09:00:00+00:00
authors: [Ann Tully]
topics: [ferry]
aliases: [/old/timetable/]
---
Four crossings a day until March, the [council](2026-11-19-minutes.md) was told.

- at eight
- at noon
""",
    "content/articles/2026/2026-11-19-minutes.md": """\
---
id: ghjk2345
title: The council’s minutes
date: 2026-11-19T18:30:00+00:00
authors: [Bo Reth, Ann Tully]
topics: [council]
summary: What was said, in order.
---
Nine items, and *one* quarrel.
""",
    "content/articles/2026/2026-11-20-slipway/index.md": """\
---
id: mnpq2345
title: The new slipway
date: 2026-11-20T08:00:00+00:00
topics: [ferry, Harbour works]
source: The Cove Review
---
The slipway opened. ![The slipway](slip.svg)

See [the timetable](../2026-11-18-timetable.md).
""",
    "content/articles/2026/2026-11-20-slipway/slip.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/articles/2026/2026-11-25-later.md": """\
---
id: rstv2345
title: Not out yet
date: 2026-11-25T08:00:00+00:00
topics: [council]
---
Later.
""",
    "content/live/storm/index.md": "---\ntitle: Storm over Sandle\ntopics: [ferry]\n---\n",
    "content/live/storm/points.md": """\
The wind rose at four.

## 2026-11-21T22:10:00+00:00

- [The ferry stays in](2026-11-21-2210-ferry-stays-in.md)
- A roof is gone
""",
    "content/live/storm/2026-11-21-2210-ferry-stays-in.md": """\
---
id: 1121-2210-wxyz
title: The ferry stays in
date: 2026-11-21T22:10:00+00:00
authors: [Ann Tully]
topics: [ferry]
---
Nobody crosses tonight, the harbour master says, and nobody minds.
""",
    "content/live/storm/2026-11-21-2130-watch.md": """\
---
id: 1121-2130-bcdf
title: Watch: the wind at the pier
date: 2026-11-21T21:30:00+00:00
---
""",
    "content/linked/coves/a-year-of-tides.md": """\
---
id: 3456bcdf
title: A year of tides
date: 2026-11-20T10:00:00+00:00
topics: [ferry]
source: The Cove Review
excerpt: true
guessed: [date]
---
Every morning for a year the same woman wrote down the height of the water. She says she would do it again.
""",
    "content/pages/about.md": "---\ntitle: About\n---\nWritten by two people.\n",
    "content/digests/2026-11-20.md": "---\nsubject: Minutes: all of them\npicks: [3456bcdf]\n---\nGood morning.\n",
    "static/robots-friend.txt": "hello\n",
}


def make(folder: Path) -> Path:
    """Write the newsletter into *folder*."""
    for name, text in FILES.items():
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def built(folder: Path, now: datetime = NOW, **options: object) -> Outcome:
    """Build in this process; every feed must keep the rules of its format, and hold what the edition says."""
    outcome = building.build(folder, Options(jobs=1)._replace(**options), now)
    refuse(feed_door.told())
    return outcome


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that is published below *folder*: what lies in dotfolders is not."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".pressday")
    }


def published(folder: Path) -> dict[str, bytes]:
    """The site and the outbox."""
    return {f"{place}/{name}": data for place in ("site", "outbox") for name, data in tree(folder / place).items()}


def clean_copy(folder: Path, to: Path) -> Path:
    """*folder* as a fresh clone would have it, but for the compiled templates, which are slow to make."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(".pressday", "site", "outbox"))
    compiled = folder / ".pressday/cache/jinja"
    if compiled.is_dir():
        shutil.copytree(compiled, to / ".pressday/cache/jinja")
    return to
