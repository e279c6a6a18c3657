"""Whether a feed's items are whole texts or lead elsewhere, and what each has of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pressday.readers import feeds_posts
from pressday.readers.feeds_posts import Post

# A text as long as this that does not break off is told whole, wherever the feed puts it.
_WHOLE = 120
# A standfirst is shorter; a summary that goes on is the text's beginning.
_LONGEST_SUMMARY = 80
_BREAKS_OFF = re.compile(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.|\(?(?:read|continue) (?:more|reading|on)\b.{0,120}?|weiterlesen|lire la suite)"
    r"[\s»›→.)]*\Z",
    re.IGNORECASE,
)
_TRAILER = re.compile(r"\s*The post .{1,300} (?:appeared first|first appeared) on .{1,200}\.\s*\Z", re.DOTALL)
# What a program writes where nobody chose a category.
_NO_TOPICS = frozenset(
    ("uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría", "senza categoria")
)


def weighed(post: Post, content: str, summary: str, *, plain: str, is_html: bool = True) -> Post:
    """*post* with its text, and as an excerpt where it has no more than a summary.

    *content* is what the feed gives as the whole, HTML if *is_html*; *summary* is HTML, *plain* the same
    without marks.
    """
    short = _TRAILER.sub("", plain)
    said = _TRAILER.sub("", feeds_posts.words(content) if is_html else content)
    if content and not (_BREAKS_OFF.search(said[-300:]) and len(said.split()) < _WHOLE):
        kept = "" if _begins(said, short) or len(short.split()) > _LONGEST_SUMMARY else short
        return _with(post._replace(summary=kept), content, is_html)
    if content and len(content) >= len(summary or plain):
        return _with(post._replace(excerpt=True), content, is_html)
    whole = len(short.split()) >= _WHOLE and not _BREAKS_OFF.search(short[-300:])
    return post._replace(excerpt=not whole, html=summary, plain=plain)


def told(posts: Sequence[Post]) -> list[Post]:
    """*posts*, all of one kind: articles if most are told whole, else cards that lead to the originals.

    Among articles one that has only its summary stays marked as an excerpt.
    """
    whole = sum(not post.excerpt for post in posts)
    kind = "article" if whole * 2 > len(posts) else "card"
    return [post._replace(kind=kind) for post in posts]  # type: ignore[arg-type]  # one of the literals


def topics(names: Iterable[str]) -> tuple[str, ...]:
    """The tags that somebody chose, each once."""
    kept = (name for name in names if name and "://" not in name and name.casefold() not in _NO_TOPICS)
    return tuple({name.casefold(): name for name in kept}.values())


def _with(post: Post, content: str, is_html: bool) -> Post:
    return post._replace(html=content, plain="") if is_html else post._replace(html="", plain=content)


def _begins(whole: str, beginning: str) -> bool:
    """Whether a summary is only the text's beginning."""
    start = (beginning[:-300] + _BREAKS_OFF.sub("", beginning[-300:])).split()
    return whole.split()[: len(start)] == start
