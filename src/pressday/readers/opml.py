"""OPML: a list of feeds.  It holds no text; what it names can be put among the settings' ``sources``."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from pressday import frontmatter
from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import feeds_posts, safexml

MOST = 10_000


class Subscription(NamedTuple):
    """A feed as a list names it: the publication's *name*, its home page, its feed's address, and the line."""

    name: str
    url: str
    feed: str
    line: int


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """Never a document: a list of feeds is to be looked at by the editor, who chooses from it."""
    found, _ = subscriptions(data)
    raise ProblemError(
        Problem(
            f"is a list of {len(found)} feeds, and holds no text",
            hint=f"`pressday import {name}` prints lines for `sources:` in newsletter.yaml",
            severity="note",
        )
    )


def subscriptions(data: bytes) -> tuple[list[Subscription], list[Problem]]:
    """The feeds that the list names, in its order and each once, and what is wrong with the others.

    Raises ProblemError for what is no such list.
    """
    safe = safexml.text(data)
    problems = list(safe.problems)
    root = safexml.tree(safe)
    if str(root.tag).lower() != "opml":
        raise ProblemError(*problems, Problem("is no list of feeds", line=_line(root)))
    found: dict[str, Subscription] = {}
    names: dict[str, int] = {}
    for outline in root.iter("outline"):
        if len(found) >= MOST:
            problems.append(Problem(f"only the first {MOST} feeds are read", severity="warning"))
            break
        said = {str(key).lower(): " ".join(str(value).split()) for key, value in outline.attrib.items()}
        address = said.get("xmlurl", "")
        line = _line(outline)
        if not address:
            continue  # a folder, or a note
        feed = feeds_posts.web(address.replace("feed://", "https://", 1))
        if not feed:
            problems.append(Problem(f"`{address[:200]}` is not an address", line=line, severity="warning"))
            continue
        if feed in found:
            other = found[feed]
            message = f"{feed} stands on line {other.line} already, as {other.name}"
            problems.append(Problem(message, line=line, severity="note"))
            continue
        name = feeds_posts.legible(said.get("title") or said.get("text") or "") or urlsplit(feed).hostname or feed
        key = name.casefold()
        names[key] = names.get(key, 0) + 1
        if names[key] > 1:
            name = f"{name} ({urlsplit(feed).hostname or names[key]})"
            if name.casefold() in names:
                name = f"{name} {names[key]}"
            names.setdefault(name.casefold(), 1)
        found[feed] = Subscription(name, feeds_posts.web(said.get("htmlurl", "")), feed, line)
    if not found:
        raise ProblemError(*problems, Problem("names no feed"))
    return list(found.values()), problems


def settings(found: list[Subscription]) -> str:
    """The lines that ``sources:`` in the settings would have for them."""
    lines = ["sources:"]
    for one in found:
        fields = {"name": one.name, "url": one.url, "feed": one.feed, "rights": "excerpt"}
        said = [f"{key}: {frontmatter.scalar(value)}" for key, value in fields.items() if value]
        lines += [f"  - {said[0]}", *(f"    {line}" for line in said[1:])]
    return "\n".join(lines)


def _line(outline: etree._Element) -> int:
    line: object = outline.sourceline
    return line if isinstance(line, int) else 1
