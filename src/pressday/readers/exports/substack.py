"""Substack's export: a zip with ``posts.csv`` and a file of HTML for each post.

It does not say at which address the newsletter stood.  Posts link to each other: where they do, the
host that is named with the most of the export's own slugs is the one.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import feeds_posts
from pressday.readers.archives import Member, members, read_member
from pressday.readers.assets import Album
from pressday.readers.dates import instant
from pressday.readers.decoding import decode
from pressday.readers.exports.moving import Tally, alias, shown
from pressday.readers.feeds_posts import Post
from pressday.records import digest

_MOST_FILES = 50_000
_MOST_BYTES = 500_000_000
_LIST = "posts.csv"
_LINK = re.compile(r"""href=["']https://([a-z0-9.-]{4,100})/p/([\w-]{1,200})["'?#/]""", re.IGNORECASE)
# What Substack puts into a text that is no part of it.
_WIDGET = re.compile(
    r'<(?:p|div) class="(?:subscription-widget|button-wrapper|captioned-button-wrap|install-substack-app)[^"]*"[^<>]*>'
)
_ARRIVE = "{arrive as drafts|arrives as a draft}"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The posts of the export.  Raises ProblemError for a zip that is none, or is not safe to open."""
    listed = members(data, most_files=_MOST_FILES, most_bytes=_MOST_BYTES)
    place = next((path for path in listed if PurePosixPath(path).name == _LIST), None)
    if place is None:
        raise ProblemError(Problem("is no export of Substack: it holds no posts.csv"))
    text, problems = decode(read_member(data, listed[place]))
    rows = _rows(text)
    texts = {PurePosixPath(path).stem: member for path, member in listed.items() if path.endswith(".html")}
    tally = Tally()
    told: list[tuple[dict[str, str], str]] = []
    for row in rows:
        html = _html(data, texts, row["post_id"], problems, tally, row)
        told.append((row, html))
    host = _host(told)
    if host:
        problems.append(
            Problem(f"its posts link to each other at {host}, which is taken for its address", severity="note")
        )
    album = Album()
    pictures = _pictures(data, listed, album)
    posts = [post for row, html in told if (post := _post(row, html, host, tally)) is not None]
    if not host and any(post.aliases for post in posts):
        problems.append(
            Problem(
                "does not say at which address it stood: readers of its old feed will see its posts as new",
                hint="write each post's old address as `guid:` into its file if that matters",
                severity="note",
            )
        )
    if not posts:
        raise ProblemError(*problems, *tally.problems(), Problem("holds no posts"))
    document, wrong = feeds_posts.document(
        name,
        "substack",
        digest(data),
        posts,
        title=host or PurePosixPath(name).stem,
        url=f"https://{host}/" if host else "",
        pictures=pictures,
        assets=album.assets,
    )
    return document, [*problems, *wrong, *album.problems, *tally.problems()]


def _rows(text: str) -> list[dict[str, str]]:
    """The lines of ``posts.csv``, each with the number of its line."""
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), strict=False)
    found: list[dict[str, str]] = []
    names: list[str] = []
    try:
        before = 0
        for values in reader:
            if not names:
                names = [value.strip().lower() for value in values]
                if "post_id" not in names:
                    raise ProblemError(Problem("posts.csv has no column `post_id`", line=1))
            elif any(values):
                row = {name: value.strip() for name, value in zip(names, values, strict=False)}
                found.append({"post_id": "", **row, "line": str(before + 1)})
            before = reader.line_num
    except csv.Error as error:
        raise ProblemError(Problem(f"posts.csv is broken: {error}", line=reader.line_num)) from error
    return found


def _html(
    data: bytes,
    texts: Mapping[str, Member],
    id_: str,
    problems: list[Problem],
    tally: Tally,
    row: Mapping[str, str],
) -> str:
    member = texts.get(id_) or texts.get(id_.partition(".")[0])
    if member is None and row.get("type") == "thread":
        return ""
    if member is None:
        tally.add(
            "{posts have|post has} no text in the export",
            line=int(row["line"]),
            title=row.get("title", ""),
            severity="warning",
        )
        return ""
    html, wrong = decode(read_member(data, member))
    problems += [
        Problem(f"{member.name}: {one.message}", line=int(row["line"]), hint=one.hint, severity=one.severity)
        for one in wrong
    ]
    return html


def _host(told: list[tuple[dict[str, str], str]]) -> str:
    slugs = {_slug(row) for row, _ in told}
    hosts: Counter[str] = Counter()
    for _, html in told:
        hosts.update(
            {host.lower() for host, slug in _LINK.findall(html) if slug in slugs and host != "open.substack.com"}
        )
    best = hosts.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def _slug(row: Mapping[str, str]) -> str:
    return row["post_id"].partition(".")[2]


def _post(row: Mapping[str, str], html: str, host: str, tally: Tally) -> Post | None:
    title, line, slug = feeds_posts.legible(row.get("title", "")), int(row["line"]), _slug(row)
    kind = row.get("type", "") or "newsletter"
    if kind == "thread":
        tally.add("discussion {threads were|thread was} left out", line=line, title=title)
        return None
    out = row.get("is_published", "").lower() in ("true", "1")
    if not out and not html.strip():
        tally.add("empty {drafts were|draft was} left out", line=line, title=title)
        return None
    if not out:
        tally.add(f"{{posts are drafts|post is a draft}}, and {_ARRIVE}", line=line, title=title)
    audience = row.get("audience", "") or "everyone"
    closed = audience not in ("everyone", "public")
    if closed:
        tally.add(
            f"{{posts were|post was}} not for everybody ({shown(audience)}), and {_ARRIVE}",
            line=line,
            title=title,
            severity="warning",
        )
    if row.get("podcast_url"):
        tally.add("{recordings are|recording is} not in the export", line=line, title=title)
    dated = row.get("post_date", "")
    published = instant(dated)
    page = kind == "page"
    return Post(
        "page" if page else "article",
        title,
        _without_widgets(html),
        line,
        base=f"https://{host}/p/{slug}" if host else "",
        dated=dated if published else "",
        instant=published,
        guid=f"https://{host}/p/{slug}" if host and out and slug and not page else "",
        summary=feeds_posts.legible(row.get("subtitle", "")),
        slug=slug,
        aliases=alias(f"/p/{slug}") if out and slug else (),
        draft=not out or closed,
    )


def _without_widgets(html: str) -> str:
    """*html* less the boxes that ask to subscribe and to share, which are on every post."""
    made, at = [], 0
    for match in _WIDGET.finditer(html):
        if match.start() < at:
            continue
        end = _end(html, match.start(), match[0][1 : match[0].index(" ")])
        made.append(html[at : match.start()])
        at = end
    return "".join([*made, html[at:]])


def _end(html: str, start: int, tag: str) -> int:
    """Where the element that begins at *start* ends; at its own tag's end if it is never closed."""
    depth = 0
    for match in re.compile(rf"<(/?){tag}\b[^>]*>", re.IGNORECASE).finditer(html, start, start + 20_000):
        depth += -1 if match[1] else 1
        if depth == 0:
            return match.end()
    return html.index(">", start) + 1


def _pictures(data: bytes, listed: Mapping[str, Member], album: Album) -> dict[str, str]:
    """The names of the pictures in the zip, by what a post could call them."""
    found: dict[str, str] = {}
    for path, member in listed.items():
        if path.lower().endswith(_PICTURES):
            name = album.add(read_member(data, member), path)
            if name:
                found |= {path: name, f"../{path}": name, PurePosixPath(path).name: name}
    return found
