"""The fields of a content file's header: how each is read, and what else it may be called.

A field that cannot be read is a located problem and is left out; whether the file can do without it
is for ``reading`` to say.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pressday import addresses
from pressday.frontmatter import Value
from pressday.model import Correction, Link, Source
from pressday.problems import Problem, Severity

MAX_GUID = 500


class Field(NamedTuple):
    """One key of a header: its name, its reader, other generators' names for it, and its meaning."""

    name: str
    read: Callable[[FieldReader, str, Value], Any]
    help: str
    synonyms: tuple[str, ...] = ()


class FieldReader:
    """Reads one file's header; gathers what is wrong with it."""

    def __init__(self, path: str, timezone: str) -> None:
        self.path = path
        self.zone = ZoneInfo(timezone)
        self.problems: list[Problem] = []
        self.places: dict[str, Value] = {}
        self.given: set[str] = set()

    def report(self, message: str, value: Value | None = None, hint: str = "", severity: Severity = "error") -> None:
        line, column = (value.line, value.column) if value else (1, 1)
        self.problems.append(Problem(message, self.path, line, column, hint, severity))

    def read(self, header: Mapping[str, Value], fields: tuple[Field, ...]) -> dict[str, Any]:
        """The fields that *header* gives, under their own names."""
        names = _names(fields)
        found: dict[str, Any] = {}
        for key, value in header.items():
            field = _field(key, fields)
            if field is None:
                import difflib  # loaded for whoever mistypes

                near = difflib.get_close_matches(key.lower(), names, n=1)
                hint = f"did you mean `{names[near[0]].name}`?" if near else ""
                self.report(f"unknown key `{key}`", value, hint, "warning")
                continue
            if value.data is None or value.data == []:
                continue
            if field.name in self.given:
                self.report(f"`{key}` says again what `{field.name}` says", value, severity="warning")
                continue
            self.given.add(field.name)
            read = field.read(self, key, value)
            if read is not None:
                found[field.name] = read
                self.places[field.name] = value
        return found


def own_name(key: str, fields: tuple[Field, ...]) -> str:
    """The name of the field that *key* means, whatever it is called; empty for an unknown key."""
    field = _field(key, fields)
    return field.name if field is not None else ""


def _field(key: str, fields: tuple[Field, ...]) -> Field | None:
    names = _names(fields)
    return names.get(key) or names.get(key.lower())


@lru_cache(maxsize=16)
def _names(fields: tuple[Field, ...]) -> dict[str, Field]:
    names = {field.name: field for field in fields}
    for field in fields:
        for name in (field.name.lower(), *field.synonyms):
            names.setdefault(name, field)
    return names


# --- readers of one value: None after a problem ---------------------------------------------------


def _text(reader: FieldReader, key: str, value: Value) -> str | None:
    if isinstance(value.data, str):
        return " ".join(value.data.split()) or None
    reader.report(f"`{key}` is a line of text", value)
    return None


def _texts(reader: FieldReader, key: str, value: Value) -> tuple[str, ...] | None:
    items = value.data if isinstance(value.data, list) else [value]
    found = [_text(reader, key, item) for item in items]
    return tuple(dict.fromkeys(text for text in found if text)) or None


def _listed(reader: FieldReader, key: str, value: Value) -> tuple[str, ...] | None:
    """A list, or one line with commas."""
    if isinstance(value.data, str):
        parts = [Value(part, value.line, value.column) for part in value.data.split(",") if part.strip()]
        return _texts(reader, key, Value(parts, value.line, value.column))
    return _texts(reader, key, value)


def _flag(reader: FieldReader, key: str, value: Value) -> bool | None:
    word = value.data.lower() if isinstance(value.data, str) else ""
    if word in ("true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    reader.report(f"`{key}` is `true` or `false`", value)
    return None


def _id(reader: FieldReader, key: str, value: Value) -> str | None:
    if isinstance(value.data, str) and addresses.is_id(value.data):
        return value.data
    reader.report(f"`{key}` is at most 64 letters, digits, `.`, `_` or `-`", value)
    return None


def _home_id(reader: FieldReader, key: str, value: Value) -> str | None:
    text = _text(reader, key, value)
    if text is None or addresses.slug(text) == text:
        return text
    hint = f"the name that its folder had in its address, such as `{addresses.slug(text)}`"
    reader.report(f"`{key}` is small letters, digits and hyphens", value, hint)
    return None


def _guid(reader: FieldReader, key: str, value: Value) -> str | None:
    text = _text(reader, key, value)
    if text is None or (len(text) <= MAX_GUID and text.isprintable()):
        return text
    reader.report(f"`{key}` is one line of at most {MAX_GUID} characters", value)
    return None


def _slug(reader: FieldReader, key: str, value: Value) -> str | None:
    text = _text(reader, key, value)
    if text is None:
        return None
    slug = addresses.slug(text.strip("/"))
    if slug != unicodedata.normalize("NFKC", text.strip("/")):
        reader.report(f"`{text}` cannot stand in an address; `{slug}` is used", value, severity="warning")
    return slug


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """*text* as an instant in UTC; without a zone it is *zone*'s, without a time it is 00:00 there."""
    text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$|Z$)", "", text.strip())
    try:
        read = datetime.fromisoformat(text)
        if read.tzinfo is None:
            read = read.replace(tzinfo=zone)
        read = read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read if 1900 < read.year < 3000 else None


def _instant(reader: FieldReader, key: str, value: Value) -> datetime | None:
    read = instant(value.data, reader.zone) if isinstance(value.data, str) else None
    if read is None:
        reader.report(f"`{key}` is not a date", value, "write it as 2026-11-20T07:30:00+00:00 or 2026-11-20")
    return read


def _aliases(reader: FieldReader, key: str, value: Value) -> tuple[str, ...] | None:
    kept = []
    for text in _texts(reader, key, value) or ():
        path = text.lstrip("/")
        last = path.rpartition("/")[2]
        if not path or _NO_ADDRESS.search(path):
            reader.report(f"`{text}` is not an address of this site", value, "write it as /2020/old-name/")
        else:
            kept.append(path if path.endswith("/") or "." in last else path + "/")
    return tuple(kept) or None


# A scheme, a query, a fragment; steps out of the site; what is no file name on some disk.
_NO_ADDRESS = re.compile(r'[\\:?#*"<>|]|(?:^|/)\.{1,2}(?:/|$)|//')


_WEB = re.compile(r"""https?://[^\s"<>\\^`{|}]+$""")


def _source(reader: FieldReader, key: str, value: Value) -> Source | None:
    if isinstance(value.data, str):
        name = _text(reader, key, value)
        return Source(name) if name else None
    if isinstance(value.data, dict) and isinstance(getattr(value.data.get("name"), "data", None), str):
        parts = {part: _text(reader, part, item) for part, item in value.data.items() if part in ("name", "url")}
        if parts.get("name"):
            url = parts.get("url") or ""
            if url and not _WEB.match(url):
                reader.report(f"`{url}` is not an address", value.data["url"], "write it whole: https://…")
                url = ""
            return Source(str(parts["name"]), url)
    reader.report(f"`{key}` is a name, or `{{name: …, url: …}}`", value)
    return None


def _files(reader: FieldReader, key: str, value: Value) -> tuple[Link, ...] | None:
    """Other content files, by their paths from this one."""
    kept: dict[str, Link] = {}
    for item in value.data if isinstance(value.data, list) else [value]:
        text = _text(reader, key, item)
        if text is None:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(reader.path), text))
        if text.startswith("/") or ":" in text or not target.startswith("content/") or not target.endswith(".md"):
            hint = "write its path from this one: ../2026/2026-11-18-sunday-bus.md"
            reader.report(f"`{text}` is not another content file", item, hint, "warning")
        else:
            kept.setdefault(target, Link(target, item.line, item.column))
    return tuple(kept.values()) or None


def _corrections(reader: FieldReader, key: str, value: Value) -> tuple[Correction, ...] | None:
    kept = []
    for item in value.data if isinstance(value.data, list) else [value]:
        if isinstance(item.data, dict) and {"date", "text"} <= item.data.keys():
            date = _instant(reader, "date", item.data["date"])
            text = _text(reader, "text", item.data["text"])
            if date and text:
                kept.append(Correction(date, text))
        else:
            reader.report("a correction is `{date: …, text: …}`", item)
    return tuple(kept) or None


TITLE = Field("title", _text, "the headline; the rest of the line, colons and all")
SUMMARY = Field(
    "summary", _text, "a sentence or two for lists, feeds and mail", ("description", "standfirst", "excerpt_text")
)
TOPICS = Field("topics", _listed, "ids or titles of topics", ("topic", "tags", "tag", "categories", "category"))
SOURCE = Field("source", _source, "whose work it is: a name from the settings, or `{name, url}`")
DRAFT = Field("draft", _flag, "`true` keeps it out until `--drafts`")
HOME_ID = Field("id", _home_id, "what feeds know the page by; its folder's name by default; never changes")
ALIASES = Field("aliases", _aliases, "old addresses that lead here", ("redirect_from",))

ENTRY = (
    Field("id", _id, "what feeds know it by; never changes"),
    Field("guid", _guid, "the id that it had in an older feed; feeds go on using it"),
    TITLE,
    Field("date", _instant, "when it was published", ("published",)),
    Field("slug", _slug, "its part of the address; by default the file name less its date"),
    Field("authors", _texts, "who wrote it", ("author", "byline", "by")),
    TOPICS,
    SUMMARY,
    Field("kicker", _text, "a word above the headline"),
    Field("lastmod", _instant, "when it was last changed in a way that readers should know", ("updated", "modified")),
    DRAFT,
    Field("publishDate", _instant, "when it appears, if later than `date`", ("publish_date", "pubdate")),
    Field("expiryDate", _instant, "when it is no longer shown", ("expires", "expiry_date", "unpublishdate")),
    ALIASES,
    SOURCE,
    Field("excerpt", _flag, "`true` marks the text as part of a longer one elsewhere"),
    Field("guessed", _listed, "fields that the import had to guess"),
    Field("also", _files, "other content files that tell the same story"),
    Field("corrections", _corrections, "what was wrong: a list of `{date, text}`"),
    Field("image", _text, "a picture beside the file", ("cover", "thumbnail")),
    Field("retracted", _instant, "when it was withdrawn: a page at its address says so, and nothing of it is shown"),
    Field("reason", _text, "why it was withdrawn, for readers"),
)
# What says where an entry stands and to whom it was given: all that is left of one that was withdrawn.
LEFT_BY_RETRACTION = frozenset(
    """id guid date publishDate expiryDate slug authors topics aliases draft retracted reason""".split()
)
LIVE_INDEX = (
    HOME_ID,
    TITLE,
    SUMMARY,
    TOPICS,
    SOURCE,
    Field("ended", _flag, "`true`: the page is no longer live"),
)
COLLECTION_INDEX = (HOME_ID, TITLE, SUMMARY, TOPICS, SOURCE)
STANDING = (TITLE, SUMMARY, DRAFT, ALIASES)
NOTE = (
    Field("subject", _text, "the mail's subject"),
    Field("preheader", _text, "the line that mail clients show after the subject"),
    Field("picks", _listed, "ids of entries that the digest prints besides its own"),
)
