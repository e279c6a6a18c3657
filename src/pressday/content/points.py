"""``points.md``: a live page's lead and its dated sets of key points, from the source.

The lead comes first; each heading of the second level is an instant, the list below it a set::

    Snow fell all night.

    ## 2026-11-20T09:30:00+00:00

    - [The pass is closed](2026-11-20-0910-pass-closed.md)
    - Schools stay shut
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from pressday import markup
from pressday.content.fields import instant
from pressday.model import Point, PointSet
from pressday.problems import Problem

HEADING = re.compile(r"^##\s+(.*?)\s*#*\s*$")
ITEM = re.compile(r"^[-*+]\s+(.*)$")
_LINKED = re.compile(r"^\[(.*)\]\(<?([^()<>]*)>?\)\s*$", re.DOTALL)


class PointsFile(NamedTuple):
    """The lead as Markdown, and the sets, oldest first."""

    lead: str
    sets: tuple[PointSet, ...]
    problems: tuple[Problem, ...]


def parse(text: str, path: str, zone: ZoneInfo, first_line: int = 1) -> PointsFile:
    """What a ``points.md`` says; a heading that is not an instant is a located problem."""
    lead: list[str] = []
    found: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=first_line):
        heading, item = HEADING.match(line), ITEM.match(line)
        if heading:
            found.append((heading[1], number, []))
        elif not found:
            lead.append(line)
        elif item:
            found[-1][2].append(item[1])
        elif line.strip() and found[-1][2]:
            found[-1][2][-1] += " " + line.strip()
    problems: list[Problem] = []
    sets: list[PointSet] = []
    for stamp, number, items in found:
        as_of = instant(stamp, zone)
        if as_of is None:
            problems.append(
                Problem(
                    f"`{stamp}` is not a date",
                    path,
                    number,
                    4,
                    "a set of points stands under `## 2026-11-20T09:30:00+00:00`",
                )
            )
        elif items:
            sets.append(PointSet(as_of, tuple(point(item, path) for item in items)))
    sets.sort(key=lambda points: points.as_of)
    return PointsFile("\n".join(lead).strip() + "\n", tuple(sets), tuple(problems))


def point(item: str, path: str) -> Point:
    """One item of a list in the ``points.md`` at *path*, without its hyphen."""
    linked = _LINKED.match(item)
    if linked is None:
        return Point(" ".join(markup.plain_text(item).split()))
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/#?]", linked[2]):
        return Point(" ".join(markup.plain_text(linked[1]).split()))
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(linked[2].strip())))
    return Point(" ".join(markup.plain_text(linked[1]).split()), target)
