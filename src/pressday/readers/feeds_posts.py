"""Posts to a ``Document``: what a feed or an export sets apart, laid out as a page would show it.

Each post is a headline, a byline and a date where it has them, and its text.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from pressday.documents import Asset, Block, BlockRole, ClippingKind, Document, Item, Picture
from pressday.markup import fromhtml
from pressday.markup.plain import to_markdown
from pressday.problems import Problem, ProblemError
from pressday.records import replace


class Post(NamedTuple):
    """One post as its format tells it.

    *html* is its text, seen from *base*; *plain* is a text without marks, where it has no other.
    *dated* is the date as it was written, which *instant* tells.  The rest is as in ``Item``.
    """

    kind: ClippingKind
    title: str
    html: str
    line: int = 1
    plain: str = ""
    base: str = ""
    dated: str = ""
    instant: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    url: str = ""
    summary: str = ""
    guid: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    excerpt: bool = False
    image: Picture | None = None


def document(
    name: str,
    format_: str,
    hash_: str,
    posts: Iterable[Post],
    *,
    title: str = "",
    site: str = "",
    url: str = "",
    language: str = "",
    pictures: Mapping[str, str] | None = None,
    assets: Sequence[Asset] = (),
) -> tuple[Document, list[Problem]]:
    """The document that *posts* make, in their order; *site* is what a publication of others calls itself.

    *pictures* gives the names of *assets* by what a post's ``src`` says.  A post whose text cannot be
    read is a located error for itself alone, and stops none of the others.
    """
    blocks: list[Block] = []
    items: list[Item] = []
    problems: list[Problem] = []
    for post in posts:
        try:
            text = _text(post, pictures)
        except ProblemError as error:
            problems += [
                Problem(f"“{post.title}” {one.message}", line=post.line, hint=one.hint) for one in error.problems
            ]
            continue
        first = len(blocks)
        blocks += _header(post)
        blocks += text
        items.append(_item(post, first, len(blocks)))
    return (
        Document(
            name,
            format_,
            tuple(blocks),
            hash_,
            title=title,
            language=language,
            items=tuple(items),
            assets=tuple(assets),
            site=site,
            url=url,
        ),
        problems,
    )


def _item(post: Post, first: int, last: int) -> Item:
    return Item(
        post.kind,
        first,
        last,
        title=post.title,
        instant=post.instant,
        updated=post.updated if post.updated != post.instant else None,
        authors=post.authors,
        topics=post.topics,
        url=post.url,
        summary=post.summary,
        guid=post.guid,
        slug=post.slug,
        aliases=post.aliases,
        draft=post.draft,
        excerpt=post.excerpt,
        image=post.image,
    )


def _header(post: Post) -> list[Block]:
    made = []
    if post.title:
        made.append(_line(post, post.title, "headline"))
    if post.kind == "page":
        return made  # what is not news has neither byline nor date
    if post.authors:
        made.append(_line(post, ", ".join(post.authors), "byline"))
    if post.dated and post.instant:
        made.append(_line(post, post.dated, "stamp"))
    return made


def _line(post: Post, text: str, role: BlockRole) -> Block:
    headline = role == "headline"
    return Block(
        text,
        post.line,
        to_markdown(text),
        kind="heading" if headline else "paragraph",
        level=1 if headline else 0,
        gap=True,
        role=role,
        instant=post.instant if role == "stamp" else None,
        url=post.url if headline else "",
    )


def _text(post: Post, pictures: Mapping[str, str] | None) -> list[Block]:
    if post.html.strip():
        made = fromhtml.blocks(post.html, base=post.base or post.url, pictures=pictures)
        # A line inside a text that was packed into a line of its own says nothing.
        made = [_at_home(replace(block, line=post.line)) for block in made]
    else:
        parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", post.plain)]
        made = [Block(part, post.line, to_markdown(part), gap=True) for part in parts if part]
    if len(made) > 1 and _TRAILER.match(made[-1].text):
        made[-1] = replace(made[-1], role="furniture")
    return made


# A place on the new site, wherever that will be, for as long as a text is HTML.
MOVED = "https://moved.invalid/"


def _at_home(block: Block) -> Block:
    """*block* with links within the new site as its own files have them: from its root."""
    if MOVED not in block.markdown or block.kind == "code":
        return block
    return replace(block, markdown=block.markdown.replace(MOVED, "/"), url="" if MOVED in block.url else block.url)


# What a program writes under every text of a feed.
_TRAILER = re.compile(
    r"The post .{1,300} (?:appeared first|first appeared) on .{1,200}\.$"
    r"|\(?(?:Read|Continue) (?:more|reading|on)\b[^.!?]{0,120}[\s»›→.)…]{0,9}$",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--.{0,500}?-->", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr|td)\b[^<>]*>", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)


def words(html: str) -> str:
    """What a reader sees of a line of *html*: a headline, a summary."""
    if "<" in html:
        html = _TAG.sub("", _BLOCK.sub(" ", _SILENT.sub(" ", html)))
    return legible(entities.unescape(html))


def legible(text: str) -> str:
    """*text* on one line, without characters that cannot be seen."""
    return " ".join("".join(char if char.isprintable() or char.isspace() else "" for char in text).split())


def web(url: str, base: str = "") -> str:
    """*url*, seen from *base*, if it is an address on the web."""
    if not url:
        return ""  # what has no address is not at that of the feed
    try:
        url = urljoin(base, url)
        parts = urlsplit(url)
    except ValueError:
        return ""
    fit = parts.scheme in ("http", "https") and parts.netloc and url.isprintable()
    return url.replace(" ", "%20") if fit else ""


def guid(text: str) -> str:
    """An id as a feed gave it; none where it could stand on no line.  A part of it would be another's."""
    text = text.strip()
    return text if len(text) <= MAX_GUID and text.isprintable() else ""


MAX_GUID = 500
_BETWEEN = re.compile(r"\s*(?:;|&|,|\band\b)\s*")


def people(names: Iterable[str]) -> tuple[str, ...]:
    """One name each: "Nell Harrow and Tam Reyes" are two, "Harrow, Nell" is one; no addresses."""
    found: list[str] = []
    for name in map(words, names):
        parts = [part for part in _BETWEEN.split(name) if part]
        several = len(parts) > 1 and all(" " in part for part in parts)
        found += parts if several else [name]
    return tuple(dict.fromkeys(name for name in found if name and "@" not in name and "://" not in name))
