"""The checkers catch what is wrong: each rule broken once, in a feed that was right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feed_rules import wrong
from feed_samples import NEWSLETTER, NOON, REVIEW, article, drawn, edition
from pressday.config import FeedSettings, Wire
from pressday.model import Link
from pressday.outputs.feeds.shelf import Shelf
from pressday.records import replace

FULL = replace(
    NEWSLETTER,
    feeds=FeedSettings(hub="https://hub.example/"),
    sources=(replace(REVIEW, rights="licensed"),),
    wires=(Wire(REVIEW.name, "https://lantern.example/feed.xml"),),
)
PICTURE = Link("content/pier.jpg", 1, address="2025/05/14/pier/pier.jpg")
FEEDS = drawn(
    edition(
        article(
            "pier",
            "The pier",
            NOON,
            authors=("Odd Brekke",),
            topics=("harbour",),
            source=replace(REVIEW, rights="licensed"),
            image=PICTURE.address,
            links=(PICTURE,),
        ),
        article("bell", "A bell", NOON, authors=("Mirela Tans",)),
    ),
    FULL,
    shelf=Shelf("logo.png", "assets/feeds.css", lambda path: 1200),
)
ID = "tag:skarvey.example,2025:"
SELF = "https://example.org/post/atom.xml"
ARCHIVE = '<archive xmlns="http://purl.org/syndication/history/1.0"/>'
GONE = '<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="a:b" when="2025-05-14T12:00:00Z"/>'
PAGE = "https://example.org/post/2025/05/14/pier/"
WHOLE = FEEDS["feed.xml"].decode().partition("pier.</description>")[2].partition("<guid")[0].strip()
ATTACHED = {"url": "https://a.example/x.png", "mime_type": "image/png"}
DATE = "<pubDate>Wed, 14 May 2025 12:00:00 +0000"


def broken(path: str, old: str, new: str) -> list[str]:
    text = FEEDS[path].decode()
    assert old in text
    return wrong(path, text.replace(old, new, 1).encode())


@pytest.mark.parametrize("path", ["atom.xml", "feed.xml", "feed.json"])
def test_a_feed_as_it_is_drawn_is_right(path: str) -> None:
    assert wrong(path, FEEDS[path]) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"<id>{ID}feed/whole</id>", "", "not 1 to 1 of id"),
        (f"<id>{ID}pier</id>", "<id>pier</id>", "id is no IRI"),
        (f"<id>{ID}pier</id>", f"<id>{ID}bell</id>", "ids stand twice"),
        ("<title>The pier</title>", "", "not 1 to 1 of title"),
        ("<title>The pier</title>", "<title>A</title><title>B</title>", "not 1 to 1 of title"),
        ("<published>2025-05-14T12:00:00+00:00", "<published>2025-05-14", "published is no instant"),
        ("<updated>2025-05-14T12:00:00+00:00", "<updated>2025-05-14T12:00:00", "updated is no instant"),
        ("<updated>2025-05-14T12:00:00+00:00", "<updated>2025-13-14T12:00:00Z", "updated is no instant"),
        ('rel="self"', 'rel="other"', "not one link rel=self"),
        ("<name>Odd Brekke</name>", "<name> </name>", "a person without a name"),
        ("<name>Odd Brekke</name>", "", "a person without a name"),
        ('term="harbour"', "", "a category without a term"),
        ('rel="enclosure" type="image/jpeg"', 'rel="enclosure" type="jpeg"', "a link's type"),
        ('length="1200"', 'length="big"', "a link's length"),
        ('href="https://hub.example/"', 'href="/hub"', "a link leads to '/hub'"),
        ('<content type="html">', '<content type="xhtml">', "content is xhtml"),
        ('<content type="html">', '<content type="html">&lt;script src="https://a.example/"&gt;', "holds <script"),
        ('<content type="html">', '<content type="html">&lt;p id="x"&gt;', "an id, x"),
        ('<content type="html">', '<content type="html">&lt;a href="/x"&gt;', "href leads to '/x'"),
        ('<content type="html">', '<content type="html">&lt;img srcset="x.png 2x"&gt;', "srcset is"),
        ("<generator>", "<colour/><generator>", "is not known there"),
        (
            '<link href="https://example.org/post/2025/05/14/pier/"/>',
            '<link href="https://a.example/"/><link href="https://b.example/"/>',
            "two alternates",
        ),
        ("<generator>", '<link rel="current" href="https://a.example/"/><generator>', "a current document with"),
        (
            "<generator>",
            '<archive xmlns="http://purl.org/syndication/history/1.0"/><generator>',
            "an archive without a link to the current",
        ),
        (
            "<generator>",
            '<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="pier"/><generator>',
            "deleted-entry: needs ref",
        ),
        (f"{ID}pier</id>", f"{ID}feed/whole</id>", "has the feed's own id"),
        ('rel="self"', 'rel="via"', "not one link rel=self"),
        ("<title>The pier</title>", "<title> </title>", "its title says nothing"),
        ('<category term="harbour" label="Harbour"/>', '<category term="a"/><category term="a"/>', "stands twice"),
        ("<published>2025-05-14T12", "<published>2025-05-14T13", "updated before it was published"),
        ("<updated>2025-05-14T12", "<updated>2025-05-14T11", "updated after its feed"),
        (' length="1200"', "", "an enclosure has type and length"),
        ('xml:lang="en-GB"', "", "its language is no tag"),
        ("<generator>", f"{GONE}{GONE}<generator>", "said twice"),
        ("<generator>", f'{ARCHIVE}<link rel="current" href="{SELF}"/><generator>', "leads to itself"),
        (
            "<generator>",
            f'{ARCHIVE}<link rel="current" href="https://a.example/" type="text/html"/><generator>',
            "archives are Atom documents",
        ),
        ("<generator>", '<x:a xmlns:x="https://a.example/"/><generator>', "grammar, line"),
        ("<feed ", '<!DOCTYPE feed [<!ENTITY a "b">]><feed ', "without a document type"),
        ("encoding='UTF-8'", "encoding='ISO-8859-1'", "not XML 1.0 in UTF-8"),
        ("The pier", "The \ufffe pier", "holds U+FFFE"),
        ("<?xml", "\ufeff<?xml", "byte-order mark"),
        ("</feed>", "", "not XML"),
    ],
)
def test_what_breaks_a_rule_of_atom_is_told(old: str, new: str, said: str) -> None:
    assert any(said in sentence for sentence in broken("atom.xml", old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version="2.0"', 'version="0.91"', "not RSS 2.0"),
        ("<title>The Skarvey Post</title>", "", "title is missing"),
        ("<link>https://example.org/post/</link>", "<link>/post/</link>", "its link leads nowhere"),
        ("<language>en-GB</language>", "<language>English!</language>", "language is no tag"),
        ('rel="self"', 'rel="other"', "not one atom:link rel=self"),
        ('href="https://hub.example/"', 'href="hub"', "atom:link hub leads nowhere"),
        ("<url>https://example.org/post/logo.png</url>", "<url>logo.png</url>", "image needs url"),
        ("<pubDate>Wed, 14 May 2025 12:00:00 +0000", "<pubDate>2025-05-14T12:00:00Z", "no date of a mail"),
        ("<title>The pier</title>", "", "title is missing"),
        ('isPermaLink="false"', 'isPermaLink="true"', "a guid that is no address"),
        (f"{ID}pier</guid>", f"{ID}bell</guid>", "guids stand twice"),
        ('length="1200"', "", "an enclosure has"),
        ('<source url="https://lantern.example/feed.xml">', '<source url="feed.xml">', "a source has"),
        ("<dc:creator>Odd Brekke", "<author>Odd Brekke</author><dc:creator>", "a creator without a name"),
        ("<dc:creator>Odd Brekke", "<author>Odd Brekke</author><dc:creator>x", "an author is an e-mail address"),
        ("<content:encoded>", '<content:encoded>&lt;p onclick="a()"&gt;', "holds <p onclick"),
        ("<channel>", "<channel/><channel>", "not RSS 2.0"),
        ("<generator>", "<generator>x</generator><generator>", "generator stands 2 times"),
        ("<generator>", "<colour>red</colour><generator>", "colour is not known there"),
        ("<generator>", '<updated xmlns="http://www.w3.org/2005/Atom">x</updated><generator>', "updated is not known"),
        ("<generator>", "<ttl>soon</ttl><generator>", "ttl is no number"),
        ("<language>en-GB</language>", "", "language is no tag"),
        ("<generator>", "<generator><b/>", "generator holds elements"),
        ('type="application/rss+xml"', 'type="text/xml"', "atom:link self is text/xml"),
        ('rel="hub"', 'rel="pub"', "atom:link pub does not stand there"),
        ('rel="hub"', 'colour="red" rel="hub"', "link has the attributes"),
        ('rel="hub"/>', 'rel="hub">hub</atom:link>', "link is not empty"),
        ("<url>", "<width>145</width><url>", "image's width is 145"),
        ("<url>", "<colour>red</colour><url>", "colour is not known there"),
        ("<title>The pier</title>", "<title>The <b>pier</b></title>", "title holds elements"),
        ("<title>The pier</title>", "<title>The pier</title><title>The pier</title>", "title stands 2 times"),
        (f"<link>{PAGE}</link>", "<link>pier</link>", "its link leads nowhere"),
        (f"<link>{PAGE}</link>", f'<link rel="x">{PAGE}</link>', "link has the attributes"),
        (f"<link>{PAGE}</link>", f"<link>{PAGE}</link><comments>x</comments>", "its comments leads nowhere"),
        (f"<link>{PAGE}</link>", f"<link>{PAGE}</link><colour/>", "colour is not known there"),
        ("<description>In short: pier.</description>", "", "description is missing"),
        ('isPermaLink="false"', 'isPermaLink="no"', "isPermaLink is no"),
        ("<category>Harbour<", "<category> <", "a category without a name"),
        ("<category>Harbour<", "<category scheme='x'>Harbour<", "category has the attributes"),
        ("<enclosure ", "<enclosure/><enclosure ", "enclosure stands 2 times"),
        (DATE, DATE.replace("Wed", "Thu"), "pubDate was no Thu"),
        (DATE, DATE.replace("2025", "25"), "no date of a mail"),
        (DATE, DATE.replace("+0000", "CEST"), "no date of a mail"),
        (DATE, DATE.replace("14 May", "31 Feb").replace("Wed", "Mon"), "no date of a mail"),
        ("<content:encoded>", "<content:encoded/><content:encoded>", "encoded stands 2 times"),
        (WHOLE, "<content:encoded> </content:encoded>", "content:encoded is empty"),
        (WHOLE, "<content:encoded>In short: pier.</content:encoded>", "says the same twice"),
        ("<description>In short: pier.", f"{WHOLE}<description>In short: pier.", "stands before its description"),
        (
            "<dc:creator>",
            '<atom:updated xmlns:atom="http://www.w3.org/2005/Atom">x</atom:updated><dc:creator>',
            "no instant",
        ),
        ("<dc:creator>", '<a xmlns="http://purl.org/dc/elements/1.1/">x</a><dc:creator>', "a is not known there"),
    ],
)
def test_what_breaks_a_rule_of_rss_is_told(old: str, new: str, said: str) -> None:
    assert any(said in sentence for sentence in broken("feed.xml", old, new))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "1"}, "not JSON Feed 1.1"),
        ({"title": None}, "title is not known, or is NoneType"),
        ({"colour": "red"}, "colour is not known"),
        ({"feed_url": "feed.json"}, "feed_url leads nowhere"),
        ({"hubs": [{"type": "WebSub"}]}, "a hub has"),
        ({"hubs": [{"type": "WebSub", "url": "https://a.example/", "more": 1}]}, "a hub has"),
        ({"hubs": {}}, "hubs is not known, or is dict"),
        ({"home_page_url": ""}, "home_page_url is missing"),
        ({"next_url": "https://example.org/post/feed.json"}, "next_url leads to itself"),
        ({"favicon": "icon.png"}, "favicon leads nowhere"),
        ({"language": "English!"}, "language is no tag"),
        ({"expired": 1}, "expired is not known, or is int"),
        ({"author": {"name": "Nell"}}, "author is of version 1"),
        ({"authors": [{"avatar": "https://a.example/"}]}, "an author without a name"),
        ({"authors": ["Nell"]}, "an author is no object"),
        ({"title": "A \x1f title"}, "holds U+001F"),
        ({"items": ["x"]}, "an item is no object"),
        ({"items": None}, "items is missing"),
    ],
)
def test_what_breaks_a_rule_of_json_feed_is_told(change: dict[str, Any], said: str) -> None:
    feed = {**json.loads(FEEDS["feed.json"]), **change}
    assert any(said in sentence for sentence in wrong("feed.json", json.dumps(feed).encode()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": f"{ID}bell"}, "ids stand twice"),
        ({"id": 5}, "id is not known, or is int"),
        ({"content_html": ""}, "no content"),
        ({"content_html": '<a href="x">x</a>'}, "href leads to 'x'"),
        ({"url": "/x"}, "url leads nowhere"),
        ({"date_published": "14 May 2025"}, "date_published is no instant"),
        ({"authors": [{}]}, "an author without a name"),
        ({"attachments": [{"url": "https://a.example/", "mime_type": "jpeg"}]}, "an attachment has"),
        ({"attachments": [{**ATTACHED, "size_in_bytes": "12"}]}, "size_in_bytes is not known, or is str"),
        ({"attachments": [{**ATTACHED, "size_in_bytes": -1}]}, "smaller than nothing"),
        ({"attachments": [{**ATTACHED, "size_in_bytes": True}]}, "size_in_bytes is not known, or is bool"),
        ({"attachments": [{**ATTACHED, "colour": "red"}]}, "colour is not known"),
        ({"attachments": ["x"]}, "an attachment is no object"),
        ({"id": ""}, "id is missing"),
        ({"tags": ["harbour", 5]}, "a tag is a word"),
        ({"tags": [" "]}, "a tag is a word"),
        ({"tags": "harbour"}, "tags is not known, or is str"),
        ({"authors": [{"name": "Nell", "url": "nell"}]}, "url leads nowhere"),
        ({"authors": [{"name": "Nell", "colour": "red"}]}, "colour is not known"),
        ({"language": "english language"}, "language is no tag"),
        ({"banner_image": "x.png"}, "banner_image leads nowhere"),
        ({"date_modified": "2025-05-14T12:00:00"}, "date_modified is no instant"),
        ({"_more": {}}, "_more is not known"),
    ],
)
def test_what_breaks_a_rule_of_its_items_is_told(change: dict[str, Any], said: str) -> None:
    feed = json.loads(FEEDS["feed.json"])
    item = next(item for item in feed["items"] if item["id"] == f"{ID}pier")
    item.update(change)
    assert any(said in sentence for sentence in wrong("feed.json", json.dumps(feed).encode()))


def test_what_is_no_json_is_told() -> None:
    assert wrong("feed.json", b'{"version":')
    assert wrong("feed.json", b"\xff")
    text = FEEDS["feed.json"].decode()
    assert "is no number" in wrong("feed.json", text.replace("1200", "NaN").encode())[0]
    assert "stands twice" in wrong("feed.json", text.replace('"title"', '"id": "x",\n "title"').encode())[0]
