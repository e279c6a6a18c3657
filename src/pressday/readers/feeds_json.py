"""JSON Feed 1.1 and 1.0 (jsonfeed.org/version/1.1), through the standard library."""

from __future__ import annotations

import json
from typing import Any

from pressday.documents import Document, Picture
from pressday.problems import Problem, ProblemError
from pressday.readers import feeds_kinds, feeds_posts
from pressday.readers.dates import instant
from pressday.readers.decoding import decode
from pressday.readers.feeds_posts import Post
from pressday.records import digest


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The items of a JSON Feed.  Raises ProblemError for what is none."""
    text, problems = decode(data)
    told = load(text)
    version = told.get("version") if isinstance(told, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        raise ProblemError(
            *problems, Problem("is JSON, and neither a JSON Feed nor an export that can be read", line=1)
        )
    site = _line(told, "title")
    listed = told.get("items")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    if not items:
        raise ProblemError(*problems, Problem(f"the feed “{site}” holds nothing" if site else "the feed holds nothing"))
    if isinstance(listed, list) and len(items) < len(listed):
        count = len(listed) - len(items)
        problems.append(Problem(f"{count} of its items are none, and were left out", severity="warning"))
    home = feeds_posts.web(_line(told, "home_page_url"))
    lines = _lines(text, [item.get("id") for item in items])
    posts = []
    for item, line in zip(items, lines, strict=True):
        post = _post(item, home, _people(told), line)
        if post.dated and not post.instant:
            problems.append(Problem(f"its date cannot be read: {post.dated[:80]}", line=line, severity="warning"))
        posts.append(post)
    made, wrong = feeds_posts.document(
        name,
        "jsonfeed",
        digest(data),
        feeds_kinds.told(posts),
        title=site,
        site=site,
        url=home,
        language=_line(told, "language"),
    )
    return made, problems + wrong


def load(text: str) -> Any:
    """*text* as JSON.  Raises ProblemError, at its line, for what is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ProblemError(Problem(f"is broken JSON: {error.msg}", line=error.lineno, column=error.colno)) from error
    except (RecursionError, ValueError) as error:
        raise ProblemError(Problem("is JSON that is nested too deeply, or holds a number too long")) from error


def _post(item: dict[str, Any], home: str, publishers: tuple[str, ...], line: int) -> Post:
    url = feeds_posts.web(_line(item, "url"), home)
    # A link blog's item leads to what it tells of.
    original = feeds_posts.web(_line(item, "external_url"))
    dated = _line(item, "date_published") or _line(item, "date_modified")
    summary = _line(item, "summary")
    html, plain = _long(item, "content_html"), _long(item, "content_text")
    pictures = (feeds_posts.web(_line(item, key), url or home) for key in ("image", "banner_image") if _line(item, key))
    image = next((picture for picture in pictures if picture), "")
    tags = item.get("tags")
    return feeds_kinds.weighed(
        Post(
            "article",
            feeds_posts.legible(_line(item, "title")),
            "",
            line,
            base=url or home,
            dated=dated,
            instant=instant(dated),
            updated=instant(_line(item, "date_modified")),
            authors=_people(item) or publishers,
            topics=feeds_kinds.topics(
                feeds_posts.legible(tag) for tag in (tags if isinstance(tags, list) else ()) if isinstance(tag, str)
            ),
            url=original or url,
            guid=_id(item),
            image=Picture(image) if image else None,
        ),
        html or plain,
        "",
        plain=summary,
        is_html=bool(html),
    )


def _id(item: dict[str, Any]) -> str:
    # "If an id is presented as a number or other type, a JSON Feed reader should coerce it to a string."
    value = item.get("id")
    text = str(value) if isinstance(value, (str, int, float)) else ""
    return feeds_posts.guid(text)


def _people(told: dict[str, Any]) -> tuple[str, ...]:
    listed = told.get("authors")
    one = told.get("author")  # as version 1.0 had it
    authors = listed if isinstance(listed, list) else [one]
    return feeds_posts.people(_line(author, "name") for author in authors if isinstance(author, dict))


def _line(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _long(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) and value.strip() else ""


def _lines(text: str, ids: list[object]) -> list[int]:
    """The line of each item's id; of an id that is not found as it stands, that of the item before."""
    found: list[int] = []
    line, at = 1, 0
    for id_ in ids:
        place = text.find(json.dumps(id_, ensure_ascii=False), at) if isinstance(id_, str) else -1
        if place >= 0:
            line += text.count("\n", at, place)
            at = place
        found.append(line)
    return found
