"""``newsletter.yaml`` to ``Newsletter``, with every mistake at its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pressday import addresses, frontmatter, settings
from pressday.frontmatter import Value
from pressday.model import Source
from pressday.problems import Problem, ProblemError
from pressday.records import Record, digest, replace
from pressday.settings import Checker, Setting

FILE_NAME = settings.FILE_NAME


class TopicSetting(Record, frozen=True):
    """A topic as set: *match* are its phrases, *formerly* ids of topics merged into it."""

    id: str
    title: str
    description: str = ""
    match: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


class AuthorSetting(Record, frozen=True):
    """A person, and other spellings of their byline.

    *id* is the page's address, empty where what was promised decides, or else the name; *formerly* are ids
    of pages that became this one.
    """

    name: str
    match: tuple[str, ...] = ()
    bio: str = ""
    id: str = ""
    formerly: tuple[str, ...] = ()


class Wire(Record, frozen=True):
    """A source's own feed, from which its texts can be imported."""

    source: str
    feed: str


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


class Recipe(Record, frozen=True):
    """How a document that comes every day is read.  *documents* are patterns of names in ``sources/``.

    *stamp* is the pattern of an entry's stamp line, with named groups; *into* the name of the live
    page or collection, *title* the live page's title; *leave_out* are patterns of lines that go into no
    entry.  *line* is its own in the settings.
    """

    documents: tuple[str, ...]
    kind: Literal["", "live", "topic", "article"] = ""
    stamp: str = ""
    timezone: str = ""
    into: str = ""
    topics: tuple[str, ...] = ()
    source: str = ""
    leave_out: tuple[str, ...] = ()
    title: str = ""
    line: int = 0


class Newsletter(Record, frozen=True):
    """The settings, checked.  *base_url* ends with a slash; *hash* is of the file's bytes.

    *image* is what feeds show: the path of a file below ``static/``, or an address elsewhere.
    """

    title: str
    base_url: str
    identity: str
    timezone: str
    hash: str
    description: str = ""
    language: str = "en"
    theme: str = "broadsheet"
    image: str = ""
    cname: str = ""
    topics: tuple[TopicSetting, ...] = ()
    authors: tuple[AuthorSetting, ...] = ()
    sources: tuple[Source, ...] = ()
    wires: tuple[Wire, ...] = ()
    feeds: FeedSettings = FeedSettings()
    digest: DigestSettings = DigestSettings()
    recipes: tuple[Recipe, ...] = ()

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
    newsletter, problems = parse(text, hash_=digest(raw), base_url=base_url)
    image = newsletter.image
    if image and "://" not in image and not (folder / "static" / image).is_file():
        message = f"`image` names static/{image}, which does not exist"
        problems.append(Problem(message, FILE_NAME, hint="put the picture there", severity="warning"))
    return newsletter, problems


def parse(text: str, *, hash_: str = "", base_url: str | None = None) -> tuple[Newsletter, list[Problem]]:
    """As ``load``, from the file's text."""
    try:
        header = frontmatter.parse(text)
    except ProblemError as error:
        raise ProblemError(*(_at_file(p) for p in error.problems)) from error
    check = Checker()
    fields = check.mapping(header, SETTINGS, "")
    _part_wires(fields)
    if base_url is not None:
        before = len(check.problems)
        fields["base_url"] = settings.base_url(check, Value(base_url, 0, 0))
        check.problems[before:] = [replace(problem, path="--base-url") for problem in check.problems[before:]]
    for key in ("title", "base_url"):
        if not fields.get(key) and (key not in header or not header[key].data):
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
    _check_recipes(check, fields)
    errors = [p for p in check.problems if p.severity == "error"]
    if errors:
        raise ProblemError(*check.problems)
    fields.setdefault("timezone", "UTC")
    return Newsletter(hash=hash_, **fields), check.problems


def _at_file(problem: Problem) -> Problem:
    return replace(problem, path=FILE_NAME)


def _topics(check: Checker, value: Value) -> tuple[TopicSetting, ...] | None:
    topics: list[TopicSetting] = []
    taken: dict[str, str] = {}
    for item in _mappings(check, value):
        fields = check.mapping(item.data, TOPIC_SETTINGS, "topics.")  # type: ignore[arg-type]
        if not fields.get("title") and not fields.get("id"):
            check.error("a topic needs a title", item)
            continue
        fields["title"] = fields.get("title") or fields["id"]
        fields["id"] = addresses.slug(fields.get("id") or fields["title"])
        fields["formerly"] = tuple(addresses.slug(name) for name in fields.get("formerly", ()))
        for id_ in (fields["id"], *fields["formerly"]):
            if id_ in taken:
                check.error(f"topic `{id_}` stands twice", item)
            taken[id_] = id_
        topics.append(TopicSetting(**fields))
    return tuple(topics)


def _authors(check: Checker, value: Value) -> tuple[AuthorSetting, ...] | None:
    authors = []
    taken: dict[str, str] = {}
    for item in _mappings(check, value):
        fields = check.mapping(item.data, AUTHOR_SETTINGS, "authors.")  # type: ignore[arg-type]
        if not fields.get("name"):
            check.error("an author needs a name", item)
            continue
        fields["id"] = addresses.slug(fields["id"]) if fields.get("id") else ""
        fields["formerly"] = tuple(addresses.slug(name) for name in fields.get("formerly", ()))
        for slug in (fields["id"] or addresses.slug(fields["name"]), *fields["formerly"]):
            if slug in taken:
                page = addresses.author(slug)
                check.error(f"`{fields['name']}` would have the page of `{taken[slug]}`, /{page}", item)
            taken[slug] = fields["name"]
        authors.append(AuthorSetting(**fields))
    return tuple(authors)


def _sources(check: Checker, value: Value) -> tuple[tuple[Source, str], ...] | None:
    """The sources, each with the address of its feed."""
    sources = []
    for item in _mappings(check, value):
        fields = check.mapping(item.data, SOURCE_SETTINGS, "sources.")  # type: ignore[arg-type]
        if not fields.get("name"):
            check.error("a source needs a name", item)
            continue
        feed = fields.pop("feed", "")
        sources.append((Source(**fields), feed))
    return tuple(sources)


def _part_wires(fields: dict[str, Any]) -> None:
    """Pages show whose work a text is, never its feed: a feed that has moved must not draw them anew."""
    listed: tuple[tuple[Source, str], ...] = fields.get("sources", ())
    if listed:
        fields["sources"] = tuple(source for source, _ in listed)
        fields["wires"] = tuple(Wire(source.name, feed) for source, feed in listed if feed)


def _recipes(check: Checker, value: Value) -> tuple[Recipe, ...] | None:
    recipes = []
    for item in _mappings(check, value):
        before = len(check.problems)
        fields = check.mapping(item.data, RECIPE_SETTINGS, "recipes.")  # type: ignore[arg-type]
        if not fields.get("documents") and len(check.problems) == before:
            check.error("a recipe needs `documents`, a pattern of names in sources/", item)
        if fields.get("documents"):
            recipes.append(Recipe(**fields, line=item.line))
    return tuple(recipes)


def _check_recipes(check: Checker, fields: dict[str, Any]) -> None:
    """Every source that a recipe names must be one of the settings."""
    known = {source.name.casefold(): source.name for source in fields.get("sources") or ()}
    for recipe in fields.get("recipes") or ():
        if recipe.source and recipe.source.casefold() not in known:
            names = ", ".join(known.values()) or "none yet"
            at = Value(None, recipe.line, 0)
            check.error(f"there is no source called “{recipe.source}”", at, f"sources of these settings: {names}")


def _feeds(check: Checker, value: Value) -> FeedSettings | None:
    if not isinstance(value.data, dict):
        check.error("is a group of settings: `{content: full, items: 30}`", value)
        return None
    return FeedSettings(**check.mapping(value.data, FEED_SETTINGS, "feeds."))


def _digest(check: Checker, value: Value) -> DigestSettings | None:
    if not isinstance(value.data, dict):
        check.error('is a group of settings: `{closes: "07:00", sender: …}`', value)
        return None
    return DigestSettings(**check.mapping(value.data, DIGEST_SETTINGS, "digest."))


def _mappings(check: Checker, value: Value) -> list[Value]:
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
    Setting("id", settings.line, "the topic's address, and its name in content files; the title's slug by default"),
    Setting("title", settings.line, "as readers see it"),
    Setting("description", settings.line, "a sentence for the topic's page and feed"),
    Setting("match", settings.lines, "phrases that tag an imported text; whole words; all capitals match exactly"),
    Setting("formerly", settings.lines, "ids merged into this one, or its own earlier ones: pages and feeds go on"),
)
AUTHOR_SETTINGS = (
    Setting("name", settings.line, "as readers see it"),
    Setting("match", settings.lines, "other spellings of the byline"),
    Setting("id", settings.line, "the page's address; by default what was published, or else the name's slug"),
    Setting("formerly", settings.lines, "ids of pages that became this one"),
    Setting("bio", settings.line, "a sentence for the author's page"),
)
SOURCE_SETTINGS = (
    Setting("name", settings.line, "as readers see it, and as content files name it"),
    Setting("url", settings.link, "its home page"),
    Setting("feed", settings.web, "its RSS, Atom or JSON feed, which `pressday import --feeds` fetches"),
    Setting("rights", settings.rights, "`own` (the default), `licensed`, or `excerpt`: at most 40 words are shown"),
)
RECIPE_SETTINGS = (
    Setting("documents", settings.lines, "patterns of names in sources/, such as `gazette-live-*.txt` (must be given)"),
    Setting("kind", settings.kind, "`live`, `topic` or `article`; recognised where it is not given"),
    Setting("stamp", settings.stamp, "a pattern of the line that tells an entry's time, with named groups"),
    Setting("timezone", settings.zone, "the zone of the times in the document"),
    Setting("into", settings.line, "the name of the live page or collection"),
    Setting("title", settings.line, "the live page's title, whatever its first document calls it"),
    Setting("topics", settings.lines, "topics that every entry gets"),
    Setting("source", settings.line, "whose work it is: a name from `sources`"),
    Setting("leave_out", settings.patterns, "patterns of lines that are left out, and reported"),
)
FEED_SETTINGS = (
    Setting("content", settings.content, "`full` (the default) or `summary`"),
    Setting("items", settings.number, "how many items a feed holds at least; 30 by default"),
    Setting("hub", settings.link, "the address of a WebSub hub"),
)
DIGEST_SETTINGS = (
    Setting("closes", settings.closes, "the hour at which a digest closes; the calendar day by default"),
    Setting("sender", settings.line, "the From of the mail"),
    Setting("subscribe", settings.link, "where to subscribe by mail"),
)
SETTINGS = (
    Setting("title", settings.line, "the newsletter's name (must be given)"),
    Setting("base_url", settings.base_url, "the address where it will be read (must be given)"),
    Setting("identity", settings.identity, "domain and year from which every feed id is made; never changes"),
    Setting("description", settings.line, "a sentence under the name"),
    Setting("language", settings.language, "a tag such as en-GB; `en` by default"),
    Setting("timezone", settings.zone, "the zone of days and times; `UTC` by default"),
    Setting("theme", settings.folder_name, "a folder in themes/; `broadsheet` by default"),
    Setting("image", settings.picture, "a picture that stands for the newsletter in feed readers: a file of static/"),
    Setting("cname", settings.host, "the custom domain, written to CNAME for GitHub Pages"),
    Setting("topics", _topics, "the topics, in the order in which they are shown"),
    Setting("authors", _authors, "people, and the spellings of their bylines"),
    Setting("sources", _sources, "where imported documents come from, and their rights"),
    Setting("recipes", _recipes, "how documents that come every day are read"),
    Setting("feeds", _feeds, "what feeds hold"),
    Setting("digest", _digest, "the daily digest"),
)
