"""WordPress's export (WXR 1.0 to 1.2): an RSS feed that holds everything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote, urljoin

from lxml import etree

from pressday.documents import Document, Picture
from pressday.problems import Problem, ProblemError
from pressday.readers import feeds_kinds, feeds_posts, safexml
from pressday.readers.dates import instant
from pressday.readers.exports import shortcodes
from pressday.readers.exports.moving import Links, Place, Tally, alias, shown
from pressday.readers.feeds_posts import Post
from pressday.records import Record, digest

_KINDS = {"post": "article", "page": "page"}
# What is written down and not for readers yet, or not for all of them.
_DRAFTS = {
    "draft": "{are drafts|is a draft}",
    "pending": "{wait|waits} for review",
    "future": "{were|was} to be published later",
    "private": "{were|was} private",
    "auto-draft": "{are drafts|is a draft}",
}
_ARRIVE = "{arrive as drafts|arrives as a draft}"
_OUT = {
    "attachment": "attached {files are|file is} not in the export; pictures keep their old addresses",
    "revision": "older {versions of posts were|version of a post was} left out",
    "nav_menu_item": "menu {items were|item was} left out",
}


class _Record(Record, frozen=True):
    """One ``item`` as the export writes it: its fields by name without namespace, *meta* besides."""

    fields: dict[str, str]
    meta: dict[str, str]
    terms: tuple[tuple[str, str], ...]
    comments: int
    line: int

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The posts and pages of the export.

    Raises ProblemError for one that declares entities, and for one that holds neither.
    """
    safe = safexml.text(data)
    tally = Tally()
    channel: dict[str, str] = {}
    people: dict[str, str] = {}
    records: list[_Record] = []
    problems = list(safe.problems)
    try:
        for element in safexml.elements(safe, ("item", "author", *_CHANNEL)):
            tag = safexml.local(element)
            if tag == "item":
                records.append(_record(element))
            elif tag == "author":
                told = {safexml.local(child): child.text or "" for child in element if _is_element(child)}
                people[told.get("author_login", "")] = feeds_posts.legible(told.get("author_display_name", ""))
            elif element.text and not records:
                channel.setdefault(tag, element.text.strip())
    except ProblemError as error:
        if not records:
            raise
        # A broken export still has what stands before the break: that is said, and not given up.
        problems += [
            Problem(f"{one.message}; what stands before was read", line=one.line, severity="warning")
            for one in error.problems
        ]
    posts = _posts(records, channel, people, tally)
    if not posts:
        raise ProblemError(*problems, *tally.problems(), Problem("holds neither posts nor pages"))
    home = feeds_posts.web(channel.get("base_blog_url") or channel.get("link", ""))
    made, wrong = feeds_posts.document(
        name,
        "wordpress",
        digest(data),
        posts,
        title=feeds_posts.words(channel.get("title", "")),
        url=home,
        language=channel.get("language", ""),
    )
    return made, [*problems, *wrong, *tally.problems()]


_CHANNEL = ("title", "link", "language", "base_site_url", "base_blog_url")


def _is_element(node: etree._Element) -> bool:
    return isinstance(node.tag, str)


def _record(element: etree._Element) -> _Record:
    fields: dict[str, str] = {}
    meta: dict[str, str] = {}
    terms: list[tuple[str, str]] = []
    comments = 0
    for child in element:
        if not _is_element(child):
            continue
        local = safexml.local(child)
        if local == "encoded":  # content:encoded and excerpt:encoded are told apart by namespace alone
            local = "excerpt" if "excerpt" in str(child.tag) else "content"
        if local == "category":
            terms.append((str(child.get("domain") or ""), feeds_posts.words(child.text or "")))
        elif local == "postmeta":
            pair = {safexml.local(part): part.text or "" for part in child if _is_element(part)}
            meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif local == "comment":
            comments += 1
        else:
            fields.setdefault(local, (child.text or "").strip() if local != "content" else child.text or "")
    line: object = element.sourceline
    return _Record(fields, meta, tuple(terms), comments, line if isinstance(line, int) else 1)


def _posts(records: list[_Record], channel: dict[str, str], people: dict[str, str], tally: Tally) -> list[Post]:
    attached = {
        record["post_id"]: (
            feeds_posts.web(record["attachment_url"]),
            feeds_posts.legible(record.meta.get(_ALT, "")),
            record,
        )
        for record in records
        if record["post_type"] == "attachment" and feeds_posts.web(record["attachment_url"])
    }
    pictures = {id_: (url, alt) for id_, (url, alt, _) in attached.items()}
    captions = {id_: feeds_posts.words(record["excerpt"]) for id_, (_, _, record) in attached.items()}
    base = feeds_posts.web(channel.get("base_blog_url") or channel.get("link", ""))
    links = _links(records, base, tally)
    made = []
    for record in records:
        kind = record["post_type"] or "post"
        status = record["status"] or "publish"
        for _ in range(record.comments):
            tally.add("{comments were|comment was} left out")
        if kind not in _KINDS:
            tally.add(_OUT.get(kind, f"{{items|item}} of type `{shown(kind)}` {{were|was}} left out"))
        elif status == "trash":
            tally.add("{posts|post} in the bin {were|was} left out")
        elif status == "auto-draft" and not record["content"].strip():
            tally.add("empty {drafts were|draft was} left out")
        else:
            made.append(_post(record, base, people, pictures, captions, links, tally))
    return made


def _links(records: list[_Record], base: str, tally: Tally) -> Links:
    """Where the posts and pages stand that are out, by their addresses, short ones too."""
    links = Links(base, tally)
    for record in records:
        if record["post_type"] not in ("", *_KINDS) or record["status"] not in ("", "publish"):
            continue
        kind, slug = _KINDS[record["post_type"] or "post"], unquote(record["post_name"])
        path = next(iter(alias(record["link"], base, kind, slug)), f"{slug}/" if kind == "page" and slug else "")
        if path:
            place = Place(path, bool(record["post_password"]))
            links.add(record["link"], place)
            links.add(urljoin(f"{base.rstrip('/')}/", f"?p={record['post_id']}"), place)
    return links


_TOPICS = ("category", "post_tag", "tag", "")
_ALT = "_wp_attachment_image_alt"


def _post(
    record: _Record,
    base: str,
    people: Mapping[str, str],
    pictures: Mapping[str, tuple[str, str]],
    captions: Mapping[str, str],
    links: Links,
    tally: Tally,
) -> Post:
    title, line = feeds_posts.words(record["title"]), record.line
    status = record["status"] or "publish"
    if status in _DRAFTS:
        tally.add(f"{{posts|post}} {_DRAFTS[status]}, and {_ARRIVE}", line=line, title=title)
    locked = bool(record["post_password"])
    if locked:
        tally.add(
            f"{{posts|post}} had a password, and {_ARRIVE}: not for everybody",
            line=line,
            title=title,
            severity="warning",
        )
    dated = record["pubDate"]
    published = _instant(record["post_date_gmt"]) or instant(dated)
    if published is None and (published := _instant(record["post_date"])):
        tally.add("{posts give|post gives} a time without a zone; it was taken as UTC", line=line, title=title)

    def dropped(name: str) -> None:
        tally.add(f"{{shortcodes|shortcode}} [{name}] {{were|was}} taken out", line=line, title=title)

    kind, slug = _KINDS[record["post_type"] or "post"], unquote(record["post_name"])
    login = record["creator"]
    home = feeds_posts.web(record["link"]) or base
    thumbnail = record.meta.get("_thumbnail_id", "")
    url, alt = pictures.get(thumbnail, ("", ""))
    aliases = alias(record["link"], base, kind, slug) if status == "publish" else ()
    return Post(
        kind,  # type: ignore[arg-type]  # one of the literals
        title,
        links.moved(shortcodes.unfold(record["content"], pictures, dropped), home, line=line, title=title),
        line,
        base=home,
        dated=dated if instant(dated) == published else "",
        instant=published,
        updated=_instant(record["post_modified_gmt"]),
        authors=feeds_posts.people([people.get(login) or login]) if login else (),
        topics=feeds_kinds.topics(name for domain, name in record.terms if domain in _TOPICS),
        guid=feeds_posts.guid(record["guid"]) if status == "publish" else "",
        summary=feeds_posts.words(record["excerpt"]),
        slug=slug,
        aliases=aliases,
        draft=status in _DRAFTS or locked,
        image=Picture(url, alt, captions.get(thumbnail, "")) if url else None,
    )


def _instant(text: str) -> datetime | None:
    """A date of the database, where noughts stand for none."""
    return None if text.startswith("0000") else instant(text)
