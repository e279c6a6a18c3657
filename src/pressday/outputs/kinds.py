"""The table of outputs: which kinds there are, and who draws them.

What draws is named, not imported: a build in which nothing changed loads none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from pressday.outputs.press import Press
from pressday.records import Record


class Kind(NamedTuple):
    """How a kind is drawn: by a theme's *template*, or by *function* of *module*."""

    template: str = ""
    module: str = ""
    function: str = "draw"


KINDS: dict[str, Kind] = {
    # pages
    "home": Kind("home.html"),
    "article": Kind("article.html"),
    "live": Kind("live.html"),
    "entry": Kind("entry.html"),
    "topic": Kind("topic.html"),
    "topics": Kind("topics.html"),
    "author": Kind("author.html"),
    "authors": Kind("authors.html"),
    "archive": Kind("archive.html"),
    "day": Kind("day.html"),
    "digest": Kind("digest.html"),
    "digests": Kind("digests.html"),
    "collection": Kind("collection.html"),
    "subscribe": Kind("subscribe.html"),
    "corrections": Kind("corrections.html"),
    "retracted": Kind("retracted.html"),
    "page": Kind("page.html"),
    "404": Kind("404.html"),
    "alias": Kind("alias.html"),
    # feeds
    "rss": Kind(module="pressday.outputs.feeds.rss_atom"),
    "atom": Kind(module="pressday.outputs.feeds.rss_atom"),
    "feed_archive": Kind(module="pressday.outputs.feeds.rss_atom"),
    "feed_json": Kind(module="pressday.outputs.feeds.jsonfeed"),
    "opml": Kind(module="pressday.outputs.feeds.opml"),
    # mail
    "mail_html": Kind(module="pressday.outputs.mail.draw", function="html"),
    "mail_text": Kind(module="pressday.outputs.mail.draw", function="text"),
    "mail_eml": Kind(module="pressday.outputs.mail.draw", function="eml"),
    # files
    "sitemap": Kind(module="pressday.outputs.sitefiles", function="sitemap"),
    "sitemap_index": Kind(module="pressday.outputs.sitefiles", function="sitemap_index"),
    "text": Kind(module="pressday.outputs.sitefiles", function="text"),
    "file": Kind(module="pressday.outputs.files"),
}


def draw(kind: str, recipe: Record, press: Press) -> bytes:
    """The bytes of one output."""
    how = KINDS[kind]
    if how.template:
        return press.theme.render(how.template, recipe, press).encode()
    function: Callable[[Record, Press], bytes] = getattr(import_module(how.module), how.function)
    return function(recipe, press)
