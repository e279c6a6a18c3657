"""JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pressday.outputs.feeds import content
from pressday.outputs.feeds.content import Item
from pressday.outputs.feeds.recipes import FeedRecipe
from pressday.outputs.press import Press

VERSION = "https://jsonfeed.org/version/1.1"


def draw(recipe: FeedRecipe, press: Press) -> bytes:
    """The feed as JSON, UTF-8, its keys always in the same order."""
    feed = content.ready(recipe, press)
    drawn: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
    }
    if feed.image:
        drawn["icon"] = feed.image
    if feed.hub:
        drawn["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    drawn["items"] = [_item(item) for item in feed.items]
    return (json.dumps(drawn, ensure_ascii=False, indent=1) + "\n").encode()


def _item(item: Item) -> dict[str, Any]:
    drawn: dict[str, Any] = {"id": item.id, "url": item.page}
    if item.url != item.page:
        drawn["external_url"] = item.url
    drawn["title"] = item.title
    drawn["content_html"] = item.html
    if item.summary:
        drawn["summary"] = item.summary
    drawn["date_published"] = _instant(item.published)
    drawn["date_modified"] = _instant(item.updated)
    if item.authors:
        drawn["authors"] = [{"name": b.name, "url": b.url} if b.url else {"name": b.name} for b in item.authors]
    if item.categories:
        drawn["tags"] = [label.title for label in item.categories]
    if item.image:
        drawn["image"] = item.image.url
        attached = {"url": item.image.url, "mime_type": item.image.type, "size_in_bytes": item.image.length}
        drawn["attachments"] = [attached]
    return drawn


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
