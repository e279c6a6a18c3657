"""JSON Feed 1.1, as jsonfeed.org/version/1.1 lays it down."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from feed_rules_shared import is_instant, is_language, is_media, is_web, markup, unfit

_NUMBER = (int, float)
_FEED: dict[str, Any] = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "user_comment": str,
    "next_url": str,
    "icon": str,
    "favicon": str,
    "authors": list,
    "language": str,
    "expired": bool,
    "hubs": list,
    "items": list,
}
_ITEM: dict[str, Any] = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": str,
    "banner_image": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
    "attachments": list,
}
_AUTHOR: dict[str, Any] = {"name": str, "url": str, "avatar": str}
_HUB: dict[str, Any] = {"type": str, "url": str}
_ATTACHMENT: dict[str, Any] = {
    "url": str,
    "mime_type": str,
    "title": str,
    "size_in_bytes": _NUMBER,
    "duration_in_seconds": _NUMBER,
}


def json_feed(data: bytes) -> Iterator[str]:
    """The top level, its items, and what these hold."""
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        feed = json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_constant=_refused)
    except ValueError as error:
        yield f"not JSON in UTF-8: {error}"
        return
    if twice:
        yield f"a name stands twice in one object: {twice}"
    if not isinstance(feed, dict) or feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "not JSON Feed 1.1"
        return
    yield from _members(feed, _FEED, ("version", "title", "items", "home_page_url", "feed_url"), "feed")
    yield from _addresses(feed, ("home_page_url", "feed_url", "next_url", "icon", "favicon"), "feed")
    yield from _people(feed, "feed")
    yield from _language(feed, "feed")
    if "next_url" in feed and feed["next_url"] == feed.get("feed_url"):
        yield "feed: next_url leads to itself"
    for hub in _objects(feed, "hubs"):
        if sorted(hub) != ["type", "url"] or not hub["type"] or not is_web(_string(hub["url"])):
            yield "feed: a hub has type and url"
    for text in _strings(feed):
        yield from unfit(text)
    items = _objects(feed, "items")
    if len(items) != len(feed.get("items") or ()):
        yield "feed: an item is no object"
    ids = Counter(_string(item.get("id")) for item in items)
    if any(count > 1 for count in ids.values()):
        yield f"ids stand twice: {[id_ for id_, count in ids.items() if count > 1]}"
    for item in items:
        yield from _item(item, f"item {item.get('id')}")


def _item(item: dict[str, Any], where: str) -> Iterator[str]:
    yield from _members(item, _ITEM, ("id",), where)
    if not item.get("content_html") and not item.get("content_text"):
        yield f"{where}: no content"
    yield from markup(_string(item.get("content_html")), f"{where}: content_html")
    yield from _addresses(item, ("url", "external_url", "image", "banner_image"), where)
    yield from _people(item, where)
    yield from _language(item, where)
    for key in ("date_published", "date_modified"):
        if key in item and not is_instant(_string(item[key])):
            yield f"{where}: {key} is no instant: {item[key]!r}"
    tags = item.get("tags") or []
    if isinstance(tags, list) and not all(isinstance(tag, str) and tag.strip() for tag in tags):
        yield f"{where}: a tag is a word"
    if len(_objects(item, "attachments")) != len(item.get("attachments") or ()):
        yield f"{where}: an attachment is no object"
    for attached in _objects(item, "attachments"):
        yield from _members(attached, _ATTACHMENT, (), f"{where}: an attachment")
        if not (is_web(_string(attached.get("url"))) and is_media(_string(attached.get("mime_type")))):
            yield f"{where}: an attachment has url and mime_type"
        if any(attached[key] < 0 for key in ("size_in_bytes", "duration_in_seconds") if _is_number(attached.get(key))):
            yield f"{where}: an attachment is smaller than nothing"


def _members(found: dict[str, Any], known: dict[str, Any], needed: tuple[str, ...], where: str) -> Iterator[str]:
    yield from (f"{where}: {key} is missing" for key in needed if found.get(key) in (None, ""))
    for key, value in found.items():
        kind = known.get(key)
        # True is a number to Python alone.
        if kind is None or not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            yield f"{where}: {key} is not known, or is {type(value).__name__}"


def _addresses(found: dict[str, Any], keys: tuple[str, ...], where: str) -> Iterator[str]:
    yield from (f"{where}: {key} leads nowhere" for key in keys if key in found and not is_web(_string(found[key])))


def _people(found: dict[str, Any], where: str) -> Iterator[str]:
    if "author" in found:
        yield f"{where}: author is of version 1"
    people = _objects(found, "authors")
    if len(people) != len(found.get("authors") or ()):
        yield f"{where}: an author is no object"
    for author in people:
        yield from _members(author, _AUTHOR, (), f"{where}: an author")
        yield from _addresses(author, ("url", "avatar"), f"{where}: an author")
        if not _string(author.get("name")).strip() and not author.get("url"):
            yield f"{where}: an author without a name"


def _language(found: dict[str, Any], where: str) -> Iterator[str]:
    if "language" in found and not is_language(_string(found["language"])):
        yield f"{where}: language is no tag"


def _objects(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    given = found.get(key)
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBER) and not isinstance(value, bool)


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no number")
