"""RSS and Atom through feedparser; the dates are our own.

feedparser is given bytes in a stream: a text or bare bytes it might take for the name of a file.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import feedparser  # type: ignore[import-untyped]

from pressday.documents import Document, Picture
from pressday.problems import Problem, ProblemError
from pressday.readers import feeds_kinds, feeds_posts, safexml
from pressday.readers.dates import instant
from pressday.readers.feeds_posts import Post
from pressday.records import digest, replace

_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])")
_HIDDEN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}")
_HTML = ("text/html", "application/xhtml+xml")
MOST_BYTES = 50_000_000


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The items of a feed.  Raises ProblemError for what is none, and for one that declares entities."""
    if len(data) > MOST_BYTES:
        raise ProblemError(Problem(f"is larger than a feed may be, {MOST_BYTES // 1_000_000} MB"))
    safe = safexml.text(data)
    told = _parsed(safe)
    entries: list[dict[str, Any]] = told.get("entries") or []
    channel: dict[str, Any] = told.get("feed") or {}
    version = str(told.get("version") or "")
    if not version and not entries:
        raise ProblemError(*safe.problems, Problem("is no feed: neither RSS nor Atom"))
    problems = list(safe.problems)
    broken = _broken(told.get("bozo_exception")) if told.get("bozo") else None
    site = feeds_posts.words(_text(channel, "title"))
    if broken is not None and not entries:
        raise ProblemError(*problems, replace(broken, message=f"{broken.message}; nothing could be made out"))
    if not entries:
        raise ProblemError(*problems, Problem(f"the feed “{site}” holds nothing" if site else "the feed holds nothing"))
    home = feeds_posts.web(_text(channel, "link"))
    lines = _lines(safe.text, len(entries))
    strangers: Counter[str] = Counter()
    posts = []
    for number, entry in enumerate(entries):
        post = _post(dict(entry), lines[number], home, _people(channel))
        if not post.instant and post.dated:
            problems.append(Problem(f"its date cannot be read: {post.dated[:80]}", line=post.line, severity="warning"))
        strangers.update(_enclosed(entry))
        posts.append(post)
    posts = feeds_kinds.told(posts)
    made, wrong = feeds_posts.document(
        name,
        _format(version),
        digest(data),
        posts,
        title=site,
        site=site,
        url=home,
        language=_text(channel, "language"),
    )
    problems += wrong
    if broken is not None and not made.blocks:
        raise ProblemError(*problems, replace(broken, message=f"{broken.message}; no text could be made out"))
    if broken is not None:
        message = f"{broken.message}; what could be made out was read"
        problems.insert(0, replace(broken, message=message, severity="warning"))
    for kind, count in sorted(strangers.items()):
        verb = "is" if count == 1 else "are"
        problems.append(Problem(f"{count} of its files {verb} not taken over: {kind}", severity="note"))
    return made, problems


def _parsed(safe: safexml.SafeText) -> dict[str, Any]:
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        told = feedparser.parse(
            io.BytesIO(safe.data), response_headers=headers, sanitize_html=False, resolve_relative_uris=True
        )
    # What its lenient parser is known to raise for markup that is none.
    except (AssertionError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ProblemError(Problem("is broken beyond what can be read")) from error
    return dict(told)


def _broken(error: object) -> Problem:
    # feedparser has put a declaration on a line of its own above.
    place = max(0, (getattr(error, "getLineNumber", lambda: 0)() or 0) - 1)
    said = str(getattr(error, "getMessage", lambda: "")() or "")
    return Problem(f"is broken XML{f' ({said})' if said else ''}", line=place)


def _format(version: str) -> str:
    return "atom" if version.startswith("atom") else "rss"


def _post(entry: dict[str, Any], line: int, home: str, publishers: tuple[str, ...]) -> Post:
    url = feeds_posts.web(_text(entry, "link"), home)
    content, html = _content(entry)
    summary = _text(entry, "summary")
    dated = _text(entry, "published") or _text(entry, "updated") or _text(entry, "created")
    return feeds_kinds.weighed(
        Post(
            "article",
            _title(entry),
            "",
            line,
            base=url or home,
            dated=dated,
            instant=instant(dated),
            updated=instant(_text(entry, "updated")),
            authors=_people(entry) or publishers,
            topics=_topics(entry),
            url=url,
            guid=feeds_posts.guid(_text(entry, "id")),
            image=_picture(entry, url or home),
        ),
        content,
        summary if _kind(entry, "summary_detail") in _HTML or "<" in summary else "",
        plain=feeds_posts.words(summary) if summary else "",
        is_html=html,
    )


def _content(entry: dict[str, Any]) -> tuple[str, bool]:
    """The text that stands for the whole, and whether it is HTML."""
    for part in entry.get("content", ()):
        value = str(part.get("value") or "")
        if value.strip():
            return value, part.get("type") in _HTML or "<" in value
    return "", True


def _title(entry: dict[str, Any]) -> str:
    title = _text(entry, "title")
    # RSS does not say whether a title is HTML; most that look so are.
    return feeds_posts.words(title)


def _kind(entry: dict[str, Any], detail: str) -> str:
    return str((entry.get(detail) or {}).get("type") or "")


def _people(told: dict[str, Any]) -> tuple[str, ...]:
    listed = [str(author.get("name") or "") for author in told.get("authors") or ()]
    written = _text(told, "author")
    if len(listed) < 2 and "@" in written:
        # feedparser knows no domain whose last part is longer than four letters.
        listed = [_MAIL.sub(" ", written).strip(" ()<>\t\n")]
    return feeds_posts.people(listed)


def _topics(entry: dict[str, Any]) -> tuple[str, ...]:
    tags = (feeds_posts.words(str(tag.get("label") or tag.get("term") or "")) for tag in entry.get("tags", ()))
    return feeds_kinds.topics(tags)


def _picture(entry: dict[str, Any], base: str) -> Picture | None:
    credit = "; ".join(
        feeds_posts.words(str(one.get("content") or "")) for one in entry.get("media_credit", ()) if one.get("content")
    )
    places: list[tuple[str, str]] = [
        (str(one.get("url") or ""), str(one.get("type") or one.get("medium") or ""))
        for one in entry.get("media_content", ())
    ]
    places += [(str(link.get("href") or ""), str(link.get("type") or "")) for link in _enclosures(entry)]
    places += [(str(one.get("url") or ""), "image") for one in entry.get("media_thumbnail", ())]
    for place, kind in places:
        url = feeds_posts.web(place, base)
        if url and (kind.startswith("image") or _IMAGE.search(url)):
            return Picture(url, credit=credit)
    return None


def _enclosures(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]


def _enclosed(entry: dict[str, Any]) -> list[str]:
    kinds = [str(link.get("type") or "unknown") for link in _enclosures(entry)]
    return [kind for kind in kinds if not kind.startswith("image")]


def _lines(text: str, count: int) -> Sequence[int]:
    """The line on which each item begins, or 1 for all where they cannot be told apart."""
    shown = _HIDDEN.sub(lambda match: "\n" * match[0].count("\n"), text)
    found: list[int] = []
    line, at = 1, 0
    for match in _START.finditer(shown):
        line += shown.count("\n", at, match.start())
        at = match.start()
        found.append(line)
    return found if len(found) == count else [1] * count


def _text(told: dict[str, Any], key: str) -> str:
    value = dict.get(told, key)
    return value.strip() if isinstance(value, str) else ""
