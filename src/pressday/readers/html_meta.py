"""What a page says of itself: in JSON-LD, in its head, and in marks on its elements, in that order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import lxml.html

from pressday.markup.fromhtml import address
from pressday.readers import dates, html_jsonld
from pressday.readers.html_jsonld import Node, Said, many, strings, text

# Chromium and Internet Explorer write it into the pages that they save.
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{1,2000}) -->")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$")
_BY = re.compile(r"^(?:by|von|par|por|di|door|words by|written by|text by)\s*:?\s+(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:;|\||&|\s(?:and|und|et|y|e|en)\s|,)\s*", re.IGNORECASE)
# What follows a comma in a byline and is no name.
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|staff|desk|columnist|contributor|journalist|special|for|in|at|of)\b",
    re.I,
)
_MOST_TOPICS = 30
_LONGEST = 80


class Metadata(NamedTuple):
    """What a page says of itself; empty where it says nothing.

    *kind* is what it declares itself to be.  *day_only*: of *instant* it gives the day and no time.
    *names* are its titles in all their forms, the best
    first.  *base* resolves its links.  *image* is a whole address and its *alt* what it shows.
    """

    kind: str
    names: tuple[str, ...]
    description: str
    authors: tuple[str, ...]
    instant: datetime | None
    day_only: bool
    updated: datetime | None
    language: str
    url: str
    base: str
    site: str
    topics: tuple[str, ...]
    image: str
    alt: str
    node: Node


def read(root: lxml.html.HtmlElement, said: Said, written: str, url: str = "") -> Metadata:
    """The metadata of a page.  *written* is its source, *url* where it was found, if that is known."""
    metas = _metas(root)
    node = _article(said, metas)
    saved = _SAVED_FROM.search(written[:4_000])
    told = [
        next(
            (one.get("href", "") for one in root.iter("link") if "canonical" in one.get("rel", "").lower().split()), ""
        ),
        *metas.get("og:url", ()),
        *strings(node.get("url")),
        *_ids(node.get("mainEntityOfPage")),
        saved[1] if saved else "",
        url,
    ]
    whole = next(filter(None, (address(one, "", ("http", "https")) for one in told)), "")
    found = url or (saved[1] if saved else "") or whole
    relative = next((one.get("href", "") for one in root.iter("base") if one.get("href")), "")
    base = address(relative, found, ("http", "https")) or address(found, "", ("http", "https")) or whole
    if not whole and told[0]:
        whole = address(told[0], base, ("http", "https"))
    title = root.find(".//head/title")
    heading = " ".join((title.text_content() if title is not None else "").split())
    site = _site(said, node, metas)
    names = [
        text(node.get("headline")),
        *metas.get("og:title", ()),
        *metas.get("twitter:title", ()),
        _without(heading, site),
    ]
    picture, alt = _image(said, node)
    instant, day_only = _date(node, ("datePublished", "dateCreated"), metas, _PUBLISHED, root, "datePublished")
    return Metadata(
        _kind(said, node, metas),
        tuple(dict.fromkeys(filter(None, names))),
        text(node.get("description")) or _first(metas, "description", "og:description"),
        _authors(said, node, metas, root),
        instant,
        day_only,
        _date(node, ("dateModified",), metas, _UPDATED, root, "dateModified")[0],
        _language(root, node, metas),
        whole,
        base,
        site,
        _topics(node, metas, root),
        address(picture or _first(metas, "og:image", "og:image:url", "twitter:image"), base, ("http", "https")),
        alt or _first(metas, "og:image:alt", "twitter:image:alt"),
        node,
    )


_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article.published", "datepublished", "date",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
_AUTHORS = ("author", "article:author", "article:author_name", "byl", "dc.creator", "dcterms.creator", "parsely-author",
            "sailthru.author", "citation_author", "cxenseparse:author")  # fmt: skip
_TAGS = ("article:tag", "parsely-tags", "news_keywords", "sailthru.tags")


def _metas(root: lxml.html.HtmlElement) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = " ".join(meta.get("content", "").split())
        for key in ("property", "name", "itemprop"):
            name = meta.get(key, "").strip().lower()
            if name and content and content not in made.setdefault(name, []):
                made[name].append(content)
    return made


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if metas.get(name)), "")


def _article(said: Said, metas: dict[str, list[str]]) -> Node:
    """The node that is the page's article: of several the one with the page's title, or the fullest."""
    nodes = said.of(html_jsonld.ARTICLES)
    titles = {one.casefold() for one in metas.get("og:title", ())}
    best = max(
        nodes,
        key=lambda node: (
            "LiveBlogPosting" in html_jsonld.kinds(node),
            text(node.get("headline")).casefold() in titles,
            "datePublished" in node,
            len(node),
        ),
        default=None,
    )
    return best if best is not None else {}


def _kind(said: Said, node: Node, metas: dict[str, list[str]]) -> str:
    if "LiveBlogPosting" in html_jsonld.kinds(node):
        return "live"
    if node or _first(metas, "og:type").lower() in ("article", "blog", "news"):
        return "article"
    return "listing" if said.of(html_jsonld.LISTINGS) else ""


def _ids(value: Any) -> list[str]:
    if isinstance(value, dict):
        return strings(value.get("@id")) + strings(value.get("url"))
    return strings(value)


def _site(said: Said, node: Node, metas: dict[str, list[str]]) -> str:
    publisher = said.whole_of(node.get("publisher"))
    named = text(publisher.get("name")) if isinstance(publisher, dict) else ""
    if not named:
        named = next((name for site in said.of(("WebSite",)) if (name := text(site.get("name")))), "")
    site = _first(metas, "og:site_name") or named or _first(metas, "application-name")
    return site if len(site) <= _LONGEST else ""


def _without(title: str, site: str) -> str:
    """A page's title less the site's name at its end or beginning."""
    for mark in (" | ", " - ", " – ", " — ", " · ", " :: ", " « ", " » "):
        before, found, after = title.rpartition(mark)
        if found and (after.casefold() == site.casefold() or (not site and mark == " | ")):
            return before
        before, found, after = title.partition(mark)
        if found and before.casefold() == site.casefold():
            return after
    return title


def people(value: str) -> list[str]:
    """The names in a byline: "By Nell Harrow, Tam Reyes and Ines Okafor, harbour reporter"; no date beside them."""
    told = _BY.sub("", " ".join(value.split())).strip(" ,;|·•–—")
    names = []
    for part in _BETWEEN.split(told):
        if (
            part
            and len(part) <= _LONGEST
            and not _ROLE.search(part)
            and any(map(str.isalpha, part))
            and not any(map(str.isdigit, part))
        ):
            names.append(part)
    return names


def _authors(said: Said, node: Node, metas: dict[str, list[str]], root: lxml.html.HtmlElement) -> tuple[str, ...]:
    names: list[str] = author_names(said, node.get("author")) or author_names(said, node.get("creator"))
    for meta in _AUTHORS:
        if not names:
            told = [one for one in metas.get(meta, ()) if "://" not in one and not one.startswith("@")]
            names = [name for one in told for name in people(one)]
    if not names:
        marked = [one for one in root.iter("a", "span", "address") if "author" in (one.get("rel") or "").split()]
        names = [name for one in marked[:6] for name in people(one.text_content()[:200])]
    return tuple(dict.fromkeys(names))


def author_names(said: Said, value: Any) -> list[str]:
    """The names that an ``author`` of JSON-LD gives, whichever way it gives them."""
    names = []
    for one in many(value):
        one = said.whole_of(one)
        if isinstance(one, str):
            names += people(one) if "://" not in one else []
        elif isinstance(one, dict):
            for written in strings(one.get("name")):
                name = _BY.sub("", text(written))
                names += [name] if name and len(name) <= _LONGEST and "," not in name else people(name)
    return list(dict.fromkeys(names))


def moment(written: str) -> datetime | None:
    """The instant that a machine's date tells; a day alone is its noon in UTC, the same day nearly everywhere."""
    told = dates.instant(written)
    return told + timedelta(hours=12) if told is not None and len(written.strip()) == 10 else told


def _date(
    node: Node,
    keys: Iterable[str],
    metas: dict[str, list[str]],
    names: Iterable[str],
    root: lxml.html.HtmlElement,
    prop: str,
) -> tuple[datetime | None, bool]:
    """The instant that is told, and whether only its day is."""
    told = [one for key in keys for one in strings(node.get(key))]
    told += [one for name in names for one in metas.get(name, ())]
    told += [one.get("datetime") or one.get("content") or "" for one in root.xpath(f"//*[@itemprop='{prop}']")[:3]]
    found = [(made, is_day(one)) for one in told if (made := moment(one)) is not None]
    # A day and an hour say more than a day.
    return next(((made, day) for made, day in found if not day), found[0] if found else (None, False))


def is_day(written: str) -> bool:
    """Whether a machine's date is a day alone."""
    return "T" not in written and ":" not in written


def _language(root: lxml.html.HtmlElement, node: Node, metas: dict[str, list[str]]) -> str:
    html = root if root.tag == "html" else root.getroottree().getroot()
    language = node.get("inLanguage")
    if isinstance(language, dict):
        language = language.get("alternateName")
    told = [html.get("lang") or "", html.get("xml:lang") or "", text(language), *metas.get("og:locale", ()),
            *metas.get("content-language", ()), *metas.get("language", ())]  # fmt: skip
    return next((one.strip().replace("_", "-") for one in told if _LANGUAGE.match(one.strip())), "")


def _image(said: Said, node: Node) -> tuple[str, str]:
    for one in many(node.get("image")):
        one = said.whole_of(one)
        if isinstance(one, str):
            return one, ""
        if isinstance(one, dict):
            for key in ("url", "contentUrl", "@id"):
                if where := next(iter(strings(one.get(key))), ""):
                    return where, ""
    return "", ""


def _topics(node: Node, metas: dict[str, list[str]], root: lxml.html.HtmlElement) -> tuple[str, ...]:
    told = [one for name in _TAGS for one in metas.get(name, ())[:60]] or strings(node.get("keywords"))
    if not told:
        told = [one.text_content()[:200] for one in root.iter("a") if "tag" in (one.get("rel") or "").split()][:60]
    if len(told) == 1:
        told = re.split(r"[,;]", told[0])
    topics = [" ".join(text(one).split()).removeprefix("#") for one in told]
    return tuple(dict.fromkeys(one for one in topics if one and len(one) <= 60 and ":" not in one))[:_MOST_TOPICS]


def host(url: str) -> str:
    """The host of an address, as a name of last resort for a site."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
