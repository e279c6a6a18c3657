"""Ghost's export: one JSON file, with the tables of its database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pressday.documents import ClippingKind, Document, Picture
from pressday.problems import Problem, ProblemError
from pressday.readers import feeds_json, feeds_kinds, feeds_posts
from pressday.readers.dates import instant
from pressday.readers.decoding import decode
from pressday.readers.exports import ghost_drafts
from pressday.readers.exports.moving import Links, Place, Tally, alias, shown
from pressday.readers.feeds_posts import Post
from pressday.records import digest

Row = Mapping[str, Any]
# Ghost's word for the address of the site, which the export does not tell.
_SITE = re.compile(r"__GHOST_URL__/?")
_HOME = "https://home.invalid"
_PICTURE = re.compile(r"<img\b[^<>]*\bsrc=[\"']/content/images", re.IGNORECASE)
_ARRIVE = "{arrive as drafts|arrives as a draft}"
_DRAFTS = {"draft": "{are drafts|is a draft}", "scheduled": "{were|was} to be published later"}


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The posts and pages of the export.  Raises ProblemError for what is none."""
    text, problems = decode(data)
    tables = _tables(feeds_json.load(text))
    if tables is None:
        raise ProblemError(*problems, Problem("is no export of Ghost: it holds no table of posts", line=1))
    posts = _rows(tables, "posts")
    settings = {_text(row, "key"): _text(row, "value") for row in _rows(tables, "settings")}
    tally = Tally()
    wanted = _Posts(tables, tally)
    made = [post for row in posts if (post := wanted.post(row)) is not None]
    for table, what in (("members", "{members were|member was}"), ("comments", "{comments were|comment was}")):
        for _ in _rows(tables, table):
            tally.add(f"{what} left out")
    if not made:
        raise ProblemError(*problems, *tally.problems(), Problem("holds neither posts nor pages"))
    document, wrong = feeds_posts.document(
        name,
        "ghost",
        digest(data),
        made,
        title=feeds_posts.legible(settings.get("title", "")),
        language=settings.get("lang") or settings.get("locale") or settings.get("default_locale", ""),
    )
    return document, [*problems, *wrong, *tally.problems()]


def _tables(told: Any) -> Row | None:
    """The tables, in any of the shapes in which Ghost has written them."""
    if isinstance(told, dict) and isinstance(told.get("db"), list) and told["db"]:
        told = told["db"][0]
    if isinstance(told, dict) and isinstance(told.get("data"), dict):
        told = told["data"]
    return told if isinstance(told, dict) and isinstance(told.get("posts"), list) else None


def _rows(tables: Row, name: str) -> list[Row]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


class _Posts:
    """The tables as a post needs them."""

    def __init__(self, tables: Row, tally: Tally) -> None:
        self.tally = tally
        users = {row.get("id"): _text(row, "name") for row in _rows(tables, "users")}
        # A tag that begins with # is for the theme alone.
        tags = {
            row.get("id"): _text(row, "name")
            for row in _rows(tables, "tags")
            if _text(row, "visibility") != "internal" and not _text(row, "name").startswith("#")
        }
        self.users = users
        self.topics = _joined(_rows(tables, "posts_tags"), "tag_id", tags)
        self.authors = _joined(_rows(tables, "posts_authors"), "author_id", users)
        # The address that the export does not tell, for as long as links are looked at.
        self.links = Links(_HOME, tally, untold=True)
        for row in _rows(tables, "posts"):
            slug = _text(row, "slug")
            if slug and (_text(row, "status") or "draft") in ("published", "sent"):
                waits = (_text(row, "visibility") or "public") != "public"
                self.links.add(f"{_HOME}/{slug}/", Place(f"{slug}/", waits))
        self.meta = {row.get("post_id"): row for row in _rows(tables, "posts_meta")}

    def post(self, row: Row) -> Post | None:
        title, id_ = feeds_posts.legible(_text(row, "title")), row.get("id")
        page = _text(row, "type") == "page" or row.get("page") in (1, True)
        kind: ClippingKind = "page" if page else "article"
        status = _text(row, "status") or "draft"
        html, plain = self.told(row, title)
        if not html.strip() and not plain.strip():
            if _long(row, "lexical") or _long(row, "mobiledoc"):
                self.tally.add("{posts have|post has} a text that cannot be read", title=title, severity="warning")
            elif status == "draft":
                self.tally.add("empty {drafts were|draft was} left out", title=title)
                return None
        if status in _DRAFTS:
            self.tally.add(f"{{posts|post}} {_DRAFTS[status]}, and {_ARRIVE}", title=title)
        visibility = _text(row, "visibility") or "public"
        closed = visibility != "public"
        if closed:
            self.tally.add(
                f"{{posts were|post was}} not for everybody ({shown(visibility)}), and {_ARRIVE}",
                title=title,
                severity="warning",
            )
        out = status in ("published", "sent")
        dated = _date(row, "published_at") or (_date(row, "created_at") if not out else "")
        published = instant(dated)
        slug = _text(row, "slug")
        meta = self.meta.get(id_, {})
        picture = feeds_posts.web(_SITE.sub("/", _text(row, "feature_image") or _text(row, "image")))
        if not picture and (_text(row, "feature_image") or _text(row, "image")):
            self.tally.add(_PICTURES_STAY, title=title)
        users = self.authors.get(id_) or [self.users.get(row.get("author_id"), "")]
        return Post(
            kind,
            title,
            html,
            plain=plain,
            dated=dated if published else "",
            instant=published,
            updated=instant(_date(row, "updated_at")) if out else None,
            authors=feeds_posts.people(user for user in users if user),
            topics=feeds_kinds.topics(map(feeds_posts.legible, self.topics.get(id_, []))),
            guid=feeds_posts.guid(str(id_)) if out and not page and id_ is not None else "",
            summary=feeds_posts.legible(_text(row, "custom_excerpt")),
            slug=slug,
            aliases=alias(f"/{slug}/", kind=kind, slug=slug) if slug and out else (),
            draft=not out or closed,
            image=Picture(
                picture,
                feeds_posts.legible(_text(meta, "feature_image_alt")),
                feeds_posts.words(_text(meta, "feature_image_caption")),
            )
            if picture
            else None,
        )

    def told(self, row: Row, title: str) -> tuple[str, str]:
        """The text as HTML, or without marks where the export has no other."""
        html = _long(row, "html") or ghost_drafts.html(_long(row, "lexical"), _long(row, "mobiledoc"))
        html = self.links.moved(_SITE.sub(f"{_HOME}/", html), f"{_HOME}/", title=title).replace(f"{_HOME}/", "/")
        if _PICTURE.search(html):
            self.tally.add(_PICTURES_STAY, title=title)
        plain = "" if html.strip() else _long(row, "plaintext")
        return html, plain


_PICTURES_STAY = (
    "{posts show|post shows} pictures that are not in the export: put them beside it, or give their addresses"
)


def _joined(rows: list[Row], column: str, names: Mapping[Any, str]) -> dict[Any, list[str]]:
    """The names of a post's tags or authors in their order."""
    found: dict[Any, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["sort_order"] if isinstance(row.get("sort_order"), int) else 0):
        name = names.get(row.get(column), "")
        if name:
            found.setdefault(row.get("post_id"), []).append(name)
    return found


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


def _long(row: Row, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _date(row: Row, key: str) -> str:
    """A date of the database; Ghost's first releases wrote milliseconds since 1970."""
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 32_503_680_000_000:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="seconds")
    return value.strip() if isinstance(value, str) else ""
