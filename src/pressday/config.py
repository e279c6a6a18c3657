"""``newsletter.yaml`` to ``Newsletter``, with every mistake at its line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pressday import addresses, frontmatter
from pressday.frontmatter import Value
from pressday.model import Source
from pressday.problems import Problem, ProblemError
from pressday.records import Record, digest

FILE_NAME = "newsletter.yaml"


class TopicSetting(Record, frozen=True):
    """A topic as set: *match* are its phrases, *formerly* ids of topics merged into it."""

    id: str
    title: str
    description: str = ""
    match: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


class AuthorSetting(Record, frozen=True):
    """A person, and other spellings of their byline."""

    name: str
    match: tuple[str, ...] = ()
    bio: str = ""


class FeedSettings(Record, frozen=True):
    """*items* is the least number of items of a feed."""

    content: Literal["full", "summary"] = "full"
    items: int = 30
    hub: str = ""


class DigestSettings(Record, frozen=True):
    """*closes*: minutes after midnight; 0 is the calendar day."""

    closes: int = 0
    sender: str = ""
    subscribe: str = ""


class Newsletter(Record, frozen=True):
    """The settings, checked.  *base_url* ends with a slash; *hash* is of the file's bytes."""

    title: str
    base_url: str
    identity: str
    timezone: str
    hash: str
    description: str = ""
    language: str = "en"
    theme: str = "broadsheet"
    cname: str = ""
    topics: tuple[TopicSetting, ...] = ()
    authors: tuple[AuthorSetting, ...] = ()
    sources: tuple[Source, ...] = ()
    feeds: FeedSettings = FeedSettings()
    digest: DigestSettings = DigestSettings()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def source(self, name: str) -> Source | None:
        """The source of that name, in any case."""
        return next((s for s in self.sources if s.name.casefold() == name.casefold()), None)


def load(folder: Path, *, base_url: str | None = None) -> tuple[Newsletter, list[Problem]]:
    """The settings of the newsletter in *folder*, and warnings.

    *base_url* replaces the one that is written.  Raises ProblemError with every mistake found.
    """
    path = folder / FILE_NAME
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ProblemError(
            Problem(
                "there is no newsletter here",
                path=FILE_NAME,
                hint="run `pressday init` to make one, or go to the folder that holds newsletter.yaml",
            )
        ) from None
    except OSError as error:
        raise ProblemError(Problem(f"cannot be read: {error.strerror}", path=FILE_NAME)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProblemError(Problem("is not UTF-8", path=FILE_NAME, line=line)) from error
    return parse(text, hash_=digest(raw), base_url=base_url)


def parse(text: str, *, hash_: str = "", base_url: str | None = None) -> tuple[Newsletter, list[Problem]]:
    """As ``load``, from the file's text."""
    try:
        header = frontmatter.parse(text)
    except ProblemError as error:
        raise ProblemError(*(_at_file(p) for p in error.problems)) from error
    check = _Checker()
    fields = check.mapping(header, SETTINGS, "")
    if base_url is not None:
        fields["base_url"] = _base_url(check, Value(base_url, 0, 0))
    for key in ("title", "base_url"):
        if not fields.get(key):
            check.error(f"`{key}` is missing", None, f"add a line `{key}: …`")
    host = urlsplit(str(fields.get("base_url") or "")).hostname or "newsletter.invalid"
    if not fields.get("identity"):
        # Stands in until one is written; it must not follow the address for ever.
        fields["identity"] = f"{host},2026"
        if "title" in fields and fields.get("base_url"):
            check.warn(
                "`identity` is missing: feed ids would change with the address",
                None,
                f"add `identity: {host},2026` and never change it",
            )
    errors = [p for p in check.problems if p.severity == "error"]
    if errors:
        raise ProblemError(*check.problems)
    fields.setdefault("timezone", "UTC")
    return Newsletter(hash=hash_, **fields), check.problems


class Setting(NamedTuple):
    """One key of the settings: how it is read, and its line in the reference."""

    name: str
    read: Callable[[_Checker, Value], Any]
    help: str


class _Checker:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def error(self, message: str, value: Value | None, hint: str = "") -> None:
        self._add(message, value, hint, "error")

    def warn(self, message: str, value: Value | None, hint: str = "") -> None:
        self._add(message, value, hint, "warning")

    def _add(self, message: str, value: Value | None, hint: str, severity: Literal["error", "warning"]) -> None:
        line, column = (value.line, value.column) if value else (0, 0)
        self.problems.append(Problem(message, FILE_NAME, line, column, hint, severity))

    def mapping(self, header: Mapping[str, Value], settings: tuple[Setting, ...], where: str) -> dict[str, Any]:
        """The fields that *header* gives, each read by its setting; unknown keys are warnings."""
        by_name = {setting.name: setting for setting in settings}
        fields: dict[str, Any] = {}
        for key, value in header.items():
            setting = by_name.get(key)
            if setting is None:
                near = difflib.get_close_matches(key, by_name, n=1)
                self.warn(
                    f"unknown setting `{where}{key}`",
                    value,
                    f"did you mean `{where}{near[0]}`?" if near else "",
                )
            elif value.data is not None:
                read = setting.read(self, value)
                if read is not None:
                    fields[key] = read
        return fields


def _at_file(problem: Problem) -> Problem:
    return Problem(problem.message, FILE_NAME, problem.line, problem.column, problem.hint, problem.severity)


# --- readers of one value: None after an error ---------------------------------------------------


def _text(check: _Checker, value: Value) -> str | None:
    if isinstance(value.data, str):
        return value.data.strip()
    check.error("is a line of text", value)
    return None


def _texts(check: _Checker, value: Value) -> tuple[str, ...] | None:
    items = value.data if isinstance(value.data, list) else [value]
    texts = [_text(check, item) for item in items]
    return tuple(text for text in texts if text)


def _base_url(check: _Checker, value: Value) -> str | None:
    text = _text(check, value)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or any(c.isspace() for c in text):
        check.error(f"`{text}` is not an address", value, "write it whole: https://example.org/brief/")
        return None
    return text.rstrip("/") + "/"


def _zone(check: _Checker, value: Value) -> str | None:
    text = _text(check, value)
    if text is None:
        return None
    try:
        ZoneInfo(text)
    except Exception:  # zoneinfo raises KeyError, ValueError, OSError and more for a bad key
        check.error(f"`{text}` is not a time zone", value, "use a name such as Europe/London")
        return None
    return text


def _language(check: _Checker, value: Value) -> str | None:
    text = _text(check, value)
    if text and all(part.isalnum() and len(part) <= 8 for part in text.split("-")):
        return text
    check.error("is not a language", value, "use a tag such as en-GB")
    return None


def _identity(check: _Checker, value: Value) -> str | None:
    text = _text(check, value)
    host, comma, year = (text or "").partition(",")
    if text and comma and host and "." in host and year[:4].isdigit() and " " not in text and ":" not in text:
        return text
    check.error("is not an identity", value, "a domain and a year that it was yours: example.org,2026")
    return None


def _number(check: _Checker, value: Value) -> int | None:
    text = value.data if isinstance(value.data, str) else ""
    if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 10_000:
        return int(text)
    check.error("is a number from 1 to 10000", value)
    return None


def _content(check: _Checker, value: Value) -> str | None:
    if value.data in ("full", "summary"):
        return str(value.data)
    check.error("is `full` or `summary`", value)
    return None


def _closes(check: _Checker, value: Value) -> int | None:
    text = value.data if isinstance(value.data, str) else ""
    hour, colon, minute = text.partition(":")
    digits = colon and len(minute) == 2 and (hour + minute).isascii() and hour.isdigit() and minute.isdigit()
    if digits and int(hour[:3]) < 24 and int(minute) < 60:
        return int(hour) * 60 + int(minute)
    check.error("is an hour of the day", value, 'write it as "07:00"')
    return None


def _topics(check: _Checker, value: Value) -> tuple[TopicSetting, ...] | None:
    topics: list[TopicSetting] = []
    taken: dict[str, str] = {}
    for item in _mappings(check, value):
        fields = check.mapping(item.data, TOPIC_SETTINGS, "topics.")  # type: ignore[arg-type]
        if "title" not in fields and "id" not in fields:
            check.error("a topic needs a title", item)
            continue
        fields.setdefault("title", fields.get("id", ""))
        fields["id"] = addresses.slug(fields.get("id", fields["title"]))
        for id_ in (fields["id"], *fields.get("formerly", ())):
            if id_ in taken:
                check.error(f"topic `{id_}` stands twice", item)
            taken[id_] = id_
        topics.append(TopicSetting(**fields))
    return tuple(topics)


def _authors(check: _Checker, value: Value) -> tuple[AuthorSetting, ...] | None:
    authors = []
    for item in _mappings(check, value):
        fields = check.mapping(item.data, AUTHOR_SETTINGS, "authors.")  # type: ignore[arg-type]
        if "name" not in fields:
            check.error("an author needs a name", item)
            continue
        authors.append(AuthorSetting(**fields))
    return tuple(authors)


def _sources(check: _Checker, value: Value) -> tuple[Source, ...] | None:
    sources = []
    for item in _mappings(check, value):
        fields = check.mapping(item.data, SOURCE_SETTINGS, "sources.")  # type: ignore[arg-type]
        if "name" not in fields:
            check.error("a source needs a name", item)
            continue
        sources.append(Source(**fields))
    return tuple(sources)


def _rights(check: _Checker, value: Value) -> str | None:
    if value.data in ("own", "licensed", "excerpt"):
        return str(value.data)
    check.error("is `own`, `licensed` or `excerpt`", value)
    return None


def _feeds(check: _Checker, value: Value) -> FeedSettings | None:
    if not isinstance(value.data, dict):
        check.error("is a group of settings: `{content: full, items: 30}`", value)
        return None
    return FeedSettings(**check.mapping(value.data, FEED_SETTINGS, "feeds."))


def _digest(check: _Checker, value: Value) -> DigestSettings | None:
    if not isinstance(value.data, dict):
        check.error('is a group of settings: `{closes: "07:00", sender: …}`', value)
        return None
    return DigestSettings(**check.mapping(value.data, DIGEST_SETTINGS, "digest."))


def _mappings(check: _Checker, value: Value) -> list[Value]:
    if not isinstance(value.data, list):
        check.error("is a list, each item on a line with a hyphen", value)
        return []
    kept = []
    for item in value.data:
        if isinstance(item.data, dict):
            kept.append(item)
        else:
            check.error("is a group of `key: value`", item)
    return kept


TOPIC_SETTINGS = (
    Setting("id", _text, "the topic's address, and its name in content files; the title's slug by default"),
    Setting("title", _text, "as readers see it"),
    Setting("description", _text, "a sentence for the topic's page and feed"),
    Setting("match", _texts, "phrases that tag an imported text; whole words; all capitals match exactly"),
    Setting("formerly", _texts, "ids of topics that were merged into this one"),
)
AUTHOR_SETTINGS = (
    Setting("name", _text, "as readers see it"),
    Setting("match", _texts, "other spellings of the byline"),
    Setting("bio", _text, "a sentence for the author's page"),
)
SOURCE_SETTINGS = (
    Setting("name", _text, "as readers see it, and as content files name it"),
    Setting("url", _text, "its home page"),
    Setting("rights", _rights, "`own` (the default), `licensed`, or `excerpt`: at most 40 words are shown"),
)
FEED_SETTINGS = (
    Setting("content", _content, "`full` (the default) or `summary`"),
    Setting("items", _number, "how many items a feed holds at least; 30 by default"),
    Setting("hub", _text, "the address of a WebSub hub"),
)
DIGEST_SETTINGS = (
    Setting("closes", _closes, "the hour at which a digest closes; the calendar day by default"),
    Setting("sender", _text, "the From of the mail"),
    Setting("subscribe", _text, "where to subscribe by mail"),
)
SETTINGS = (
    Setting("title", _text, "the newsletter's name (must be given)"),
    Setting("base_url", _base_url, "the address where it will be read (must be given)"),
    Setting("identity", _identity, "domain and year from which every feed id is made; never changes"),
    Setting("description", _text, "a sentence under the name"),
    Setting("language", _language, "a tag such as en-GB; `en` by default"),
    Setting("timezone", _zone, "the zone of days and times; `UTC` by default"),
    Setting("theme", _text, "a folder in themes/; `broadsheet` by default"),
    Setting("cname", _text, "the custom domain, written to CNAME for GitHub Pages"),
    Setting("topics", _topics, "the topics, in the order in which they are shown"),
    Setting("authors", _authors, "people, and the spellings of their bylines"),
    Setting("sources", _sources, "where imported documents come from, and their rights"),
    Setting("feeds", _feeds, "what feeds hold"),
    Setting("digest", _digest, "the daily digest"),
)
