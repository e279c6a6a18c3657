"""One content file to its record: checked here once, so that nobody asks again."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from pressday import addresses, frontmatter, markup
from pressday.content import fields as schema
from pressday.content import points
from pressday.content.fields import FieldReader
from pressday.frontmatter import Value
from pressday.markup import Rendered
from pressday.model import (
    Body,
    CollectionIndex,
    EditorsNote,
    Entry,
    EntryKind,
    Link,
    LiveIndex,
    PointSet,
    StandingPage,
)
from pressday.problems import Problem, ProblemError
from pressday.records import Record, digest, replace

MAX_BYTES = 8_000_000


class LivePoints(Record, frozen=True):
    """A live page's ``points.md``; *hash* fetches the lead's body, empty if there is no lead, and *links* are its."""

    name: str
    path: str
    hash: str
    lead_text: str
    sets: tuple[PointSet, ...]
    links: tuple[Link, ...] = ()


ContentRecord: TypeAlias = Entry | LiveIndex | LivePoints | CollectionIndex | StandingPage | EditorsNote

KINDS: dict[str, type[ContentRecord]] = {
    kind.__name__: kind for kind in (Entry, LiveIndex, LivePoints, CollectionIndex, StandingPage, EditorsNote)
}


class Reading(NamedTuple):
    """What one file gave: a record, unless an error holds it back, and the body that it names."""

    record: ContentRecord | None
    hash: str
    body: Body | None
    problems: tuple[Problem, ...]


def read(path: str, raw: bytes, timezone: str) -> Reading:
    """The content file at *path* (below the newsletter's folder), which holds *raw*."""
    return read_all([(path, raw)], timezone)[0]


def read_all(files: Sequence[tuple[str, bytes]], timezone: str) -> list[Reading]:
    """Many files, each a path and what it holds.

    First all headers, then all texts: done in turns, either would push the other out of the processor's memory.
    """
    begun = [_begun(path, raw, timezone) for path, raw in files]
    return [_ended(found) if isinstance(found, _Reader) else found for found in begun]


def _begun(path: str, raw: bytes, timezone: str) -> _Reader | Reading:
    hash_ = digest(path.encode("utf-8", "surrogateescape") + b"\0" + raw)
    try:
        return _Reader(path, raw, timezone, hash_)
    except ProblemError as error:
        return _held(path, hash_, error)


def _ended(reader: _Reader) -> Reading:
    try:
        return reader.reading()
    except ProblemError as error:
        return _held(reader.path, reader.hash, error)


def _held(path: str, hash_: str, error: ProblemError) -> Reading:
    return Reading(None, hash_, None, tuple(replace(problem, path=path) for problem in error.problems))


# Control characters that stand between words, as old programs wrote them.
_SPACES = "\x0b\x0c\x85"
_STEM = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[-T](\d{4}))?(?:-(.+))?$", re.DOTALL)


class _Reader:
    def __init__(self, path: str, raw: bytes, timezone: str, hash_: str) -> None:
        self.path = path
        self.hash = hash_
        self.zone = ZoneInfo(timezone)
        self.fields = FieldReader(path, timezone)
        # The folder's name as it stands in addresses, whatever letters the disk has it in.
        self.home = addresses.slug(path.split("/")[2]) if path.count("/") > 2 else ""
        self.header, self.markdown, self.above = self._split(raw)

    def _split(self, raw: bytes) -> tuple[dict[str, Value], str, int]:
        if len(raw) > MAX_BYTES:
            raise ProblemError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB"))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise ProblemError(Problem("is not UTF-8", line=line, hint="save the file as UTF-8")) from error
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if text.startswith("+++\n"):
            raise ProblemError(
                Problem("the header is TOML", line=1, hint="write it between lines of `---`, as `key: value`")
            )
        header, body, above = frontmatter.split(text)
        for space in _SPACES:
            body = body.replace(space, " ")
        fit = frontmatter.legible(body)
        if fit != body:
            first = next(at for at, char in enumerate(body) if not frontmatter.legible(char))
            place = Value(None, above + 1 + body.count("\n", 0, first), 1)
            self.fields.report("holds control characters, which were left out", place, severity="warning")
            body = fit
        return frontmatter.parse(header, first_line=2) if header.strip() else {}, body, above

    def reading(self) -> Reading:
        parts = self.path.split("/")
        folder, name = parts[1], parts[-1]
        if folder == "articles":
            return self.entry("article", "")
        if folder == "live" and len(parts) == 4:
            special = {"index.md": self.live_index, "points.md": self.live_points}.get(name)
            return special() if special else self.entry("live", self.home)
        if folder == "linked" and len(parts) == 4:
            return self.collection_index() if name == "index.md" else self.entry("card", self.home)
        if folder == "pages":
            return self.standing()
        if folder == "digests" and len(parts) == 3:
            return self.note()
        raise ProblemError(
            Problem(
                "stands in no folder that Pressday reads",
                line=1,
                hint="articles/, live/<name>/, linked/<collection>/, pages/ and digests/ are read",
                severity="warning",
            )
        )

    # --- one method a kind ------------------------------------------------------------------------

    def entry(self, kind: EntryKind, collection: str) -> Reading:
        found = self.fields.read(self.header, schema.ENTRY)
        stem_date, stem_slug = self._stem(kind)
        key = found.get("id", "")
        keyed = bool(key)
        key = key or self._key_by_path()
        retracted: datetime | None = found.get("retracted")
        if retracted is not None:
            found = self._emptied(found)
        title = found.get("title")
        if title is None:
            self.fields.report("`title` is missing", hint="add a line `title: …` to the header")
        date = found.get("date") or self._stem_instant(stem_date)
        if date is None and "date" not in self.fields.given:
            self.fields.report("`date` is missing", hint="add a line `date: 2026-11-20T07:30:00+00:00` to the header")
        rendered = markup.render(self.markdown, path=self.path, key=key, first_line=self.above + 1)
        if title is None or date is None:
            return self._done(None, rendered)
        published = max(date, found.get("publishDate", date))
        day = published.astimezone(self.zone).isoformat()[:10]
        slug = found.get("slug") or addresses.slug(stem_slug)
        links, image = rendered.links, found.get("image", "")
        if image and not image.startswith(("https://", "http://")):
            place = self.fields.places["image"]
            image = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), image))
            links = (*links, Link(image, place.line, place.column))
        record = Entry(
            path=self.path,
            kind=kind,
            key=key,
            title=title,
            published=published,
            day=day,
            slug=slug,
            address=self._address(kind, day, slug, key),
            hash=self.hash,
            summary=found.get("summary") or rendered.summary,
            words=rendered.words,
            authors=found.get("authors", ()),
            topics=found.get("topics", ()),
            collection=collection,
            kicker=found.get("kicker", ""),
            lastmod=found.get("lastmod"),
            draft=found.get("draft", False),
            expires=found.get("expiryDate"),
            aliases=found.get("aliases", ()),
            source=found.get("source"),
            excerpt=found.get("excerpt", False),
            guessed=found.get("guessed", ()),
            corrections=found.get("corrections", ()),
            image=image,
            links=links,
            keyed=keyed,
            written_summary="summary" in found,
            guid=found.get("guid", ""),
            also=found.get("also", ()),
            retracted=retracted,
            reason=found.get("reason", ""),
        )
        return self._done(record, rendered)

    def _emptied(self, found: dict[str, Any]) -> dict[str, Any]:
        """What is left of the fields of an entry that was withdrawn; its text is not read at all."""
        if self.markdown.strip() or found.keys() - schema.LEFT_BY_RETRACTION:
            hint = "`pressday retract` with its id takes out what it said"
            self.fields.report(
                "is withdrawn, so nothing of it is shown; its words still stand in the file",
                self.fields.places["retracted"],
                hint,
                "warning",
            )
        self.markdown = ""
        return {"title": "", **{name: found[name] for name in found if name in schema.LEFT_BY_RETRACTION}}

    def live_index(self) -> Reading:
        found = self.fields.read(self.header, schema.LIVE_INDEX)
        rendered = self._render(self.home)
        return self._done(
            LiveIndex(
                name=self.home,
                title=found.get("title") or self._home_title(),
                path=self.path,
                hash=self.hash if rendered.body.html else "",
                summary=found.get("summary", ""),
                topics=found.get("topics", ()),
                source=found.get("source"),
                ended=found.get("ended", False),
                links=rendered.links,
                id=found.get("id", ""),
            ),
            rendered,
        )

    def live_points(self) -> Reading:
        self.fields.read(self.header, ())
        name = self.home
        file = points.parse(self.markdown, self.path, self.zone, self.above + 1)
        self.fields.problems += file.problems
        rendered = markup.render(file.lead, path=self.path, key=f"{name}-lead", first_line=self.above + 1)
        hash_ = self.hash if rendered.words else ""
        return self._done(LivePoints(name, self.path, hash_, rendered.summary, file.sets, rendered.links), rendered)

    def collection_index(self) -> Reading:
        found = self.fields.read(self.header, schema.COLLECTION_INDEX)
        rendered = self._render(self.home)
        return self._done(
            CollectionIndex(
                name=self.home,
                title=found.get("title") or self._home_title(),
                path=self.path,
                hash=self.hash if rendered.body.html else "",
                summary=found.get("summary", ""),
                topics=found.get("topics", ()),
                source=found.get("source"),
                links=rendered.links,
                id=found.get("id", ""),
            ),
            rendered,
        )

    def standing(self) -> Reading:
        found = self.fields.read(self.header, schema.STANDING)
        rendered = self._render("")
        place = self.path.removeprefix("content/pages/").removesuffix(".md").removesuffix("/index")
        address = addresses.standing("/".join(addresses.slug(part) for part in place.split("/")))
        title = found.get("title") or place.rpartition("/")[2].replace("-", " ").capitalize()
        return self._done(
            StandingPage(
                path=self.path,
                title=title,
                address=address,
                hash=self.hash,
                summary=found.get("summary") or rendered.summary,
                draft=found.get("draft", False),
                links=rendered.links,
                aliases=found.get("aliases", ()),
            ),
            rendered,
        )

    def note(self) -> Reading:
        found = self.fields.read(self.header, schema.NOTE)
        name = self.path.rpartition("/")[2].removesuffix(".md")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", name) or self._stem_instant(name) is None:
            self.fields.report("an editor's note is named by its digest", hint="name it content/digests/2026-11-20.md")
        rendered = self._render(f"note-{name}")
        return self._done(
            EditorsNote(
                path=self.path,
                name=name,
                hash=self.hash,
                subject=found.get("subject", ""),
                preheader=found.get("preheader", ""),
                picks=found.get("picks", ()),
                links=rendered.links,
                empty=not rendered.words,
            ),
            rendered,
        )

    # --- what they share --------------------------------------------------------------------------

    def _home_title(self) -> str:
        return self.path.split("/")[2].replace("-", " ").capitalize()

    def _render(self, key: str) -> Rendered:
        return markup.render(self.markdown, path=self.path, key=key, first_line=self.above + 1)

    def _done(self, record: ContentRecord | None, rendered: Rendered) -> Reading:
        problems = (*self.fields.problems, *rendered.problems)
        if any(problem.severity == "error" for problem in problems):
            record = None
        return Reading(record, self.hash, rendered.body if record else None, problems)

    def _stem(self, kind: EntryKind) -> tuple[str, str]:
        """The date and the slug that the file's name (or its folder's) says; a live entry's has a time too."""
        parts = self.path.removesuffix(".md").split("/")
        stem = parts[-2] if parts[-1] == "index" else parts[-1]
        match = _STEM.match(stem)
        if match is None:
            return "", stem
        said = match[3] if kind == "live" else "-".join(part for part in match.groups()[1:] if part)
        return match[1], said or match[1]

    def _key_by_path(self) -> str:
        """What a file without an ``id`` is known by: its path, its last part fit to be an id in a page."""
        path = self.path.removeprefix("content/").removesuffix(".md").removesuffix("/index")
        folder, _, name = path.rpartition("/")
        return path if addresses.ID.match(name) else f"{folder}/{addresses.slug(name)}"

    def _address(self, kind: EntryKind, day: str, slug: str, key: str) -> str:
        if kind == "article":
            return addresses.article(day, slug)
        make = addresses.live_entry if kind == "live" else addresses.card
        return make(self.home, key.rpartition("/")[2])

    def _stem_instant(self, date: str) -> datetime | None:
        return schema.instant(date, self.zone) if date else None
