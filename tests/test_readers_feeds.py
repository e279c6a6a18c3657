"""Feeds and lists of feeds: what their items become, and what none of them may do."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import config, readers, recognise
from pressday.problems import ProblemError
from pressday.readers import dates, feeds_posts, opml
from pressday.recognise import Hints

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
ITEM = (
    "<item><title>Harbour shut</title><link>https://gazette.example/a</link><description>At noon.</description></item>"
)


def rss(*items, before="", title="The Harne Gazette", encoding="utf-8"):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{before}'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>{title}</title><link>https://gazette.example/</link>{''.join(items)}</channel></rss>"
    )
    return text.encode(encoding)


def read(data, name="feed.xml"):
    return readers.read(data, name)


def one(*parts):
    document, problems = read(rss(f"<item>{''.join(parts)}</item>"))
    (item,) = document.items
    return document, item, problems


def refused(data, name="feed.xml"):
    with pytest.raises(ProblemError) as error:
        read(data, name)
    return [problem for problem in error.value.problems if problem.severity == "error"][-1]


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Thu, 05 Mar 2026 14:20:00 GMT", "2026-03-05T14:20:00"),
        ("Thu, 05 Mar 2026 14:20:00 +0100", "2026-03-05T13:20:00"),
        ("Thu, 05 Mar 2026 14:20:00 +01:00", "2026-03-05T13:20:00"),
        ("05 Mar 26 14:20 EST", "2026-03-05T19:20:00"),
        ("Wed, 05 Aug 2026 14:20:00 CEST", "2026-08-05T12:20:00"),
        ("Wed, 05 Aug 2026 14:20:00 MESZ", "2026-08-05T12:20:00"),
        ("Thu, 05 Mar 2026 14:20:00 CET", "2026-03-05T13:20:00"),
        ("Thu, 05 Mar 2026 14:20:00 AEDT", "2026-03-05T03:20:00"),
        ("Thu, 05 Mar 2026 14:20:00 GMT+2", "2026-03-05T12:20:00"),
        ("Thu, 05 Mar 2026 14:20:00 +0000 (Greenwich Mean Time)", "2026-03-05T14:20:00"),
        ("Thursday, 05-Mar-26 14:20:00 UTC", "2026-03-05T14:20:00"),
        ("Thu, 05 Mar 2026 2:20:00 PM GMT", "2026-03-05T14:20:00"),
        ("05 Mar 2026 12:20 a.m. GMT", "2026-03-05T00:20:00"),
        ("2026-03-05T14:20:00Z", "2026-03-05T14:20:00"),
        ("2026-03-05T14:20:00.1234567+01:00", "2026-03-05T13:20:00"),
        ("2026-03-05 14:20:00 +0100", "2026-03-05T13:20:00"),
        ("2026-03-05 14:20:00 CEST", "2026-03-05T12:20:00"),
        ("2026-03-05 14:20:00", "2026-03-05T14:20:00"),
        ("2026-03-05", "2026-03-05T00:00:00"),
    ],
)
def test_a_date_for_machines_is_the_instant_that_it_tells(written, told):
    assert dates.instant(written) == datetime.fromisoformat(told).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "05/03/2026",
        "2026",
        "2026-03",
        "Thu, 05 Mar 2026 14:20:00 XYZ",
        "0000-00-00 00:00:00",
        "2026-13-45T00:00:00Z",
        "Thu, 99 Mar 2026 14:20:00 GMT",
        "Thu, 05 Mar 2026 99:20:00 +9999",
        "9" * 99,
        "５ März",
    ],
)
def test_what_is_no_date_is_not_guessed(written):
    assert dates.instant(written) is None


# --- what an item becomes ------------------------------------------------------------------------


def test_a_feed_that_tells_its_texts_whole_gives_articles_and_one_of_summaries_cards():
    whole = "<item><title>A</title><content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded></item>"
    hints = Hints(ZoneInfo("UTC"), NOW)
    for items, kind in (((whole, whole, ITEM), "article"), ((whole, ITEM), "topic"), ((ITEM,), "topic")):
        document, _ = read(rss(*items))
        found = recognise.recognise(document, hints)
        assert found.kind == kind
        assert len(found.clippings) == len(items)
    assert [item.excerpt for item in read(rss(whole, whole, ITEM))[0].items] == [False, False, True]


def test_a_long_description_is_the_whole_text_unless_it_breaks_off():
    text = "The gates were closed at noon and nobody sailed. " * 20
    assert one(f"<title>A</title><description>{text}</description>")[1].kind == "article"
    assert one(f"<title>A</title><description>{text} […]</description>")[1].excerpt
    assert one("<title>A</title><content:encoded>&lt;p&gt;The gates … Read more&lt;/p&gt;</content:encoded>")[1].excerpt


def test_a_headline_is_read_as_a_reader_sees_it():
    assert one("<title>Gates &amp;amp; boats: 3 &amp;lt; 4 &lt;em&gt;today&lt;/em&gt;</title>")[1].title == (
        "Gates & boats: 3 < 4 today"
    )
    assert one("<title><![CDATA[ A\n  <b>bell</b>&nbsp;rings ]]></title>")[1].title == "A bell rings"


def test_addresses_are_seen_from_the_item_and_lead_to_the_web_alone():
    _, item, _ = one(
        "<title>A</title><link>/news/a</link><content:encoded><![CDATA["
        '<p><a href="b">b</a> <a href="javascript:alert(1)">c</a> <img src="/d.png" alt="d"></p>]]></content:encoded>'
    )
    assert item.url == "https://gazette.example/news/a"
    document, _, _ = one(
        "<title>A</title><link>/news/a</link><content:encoded><![CDATA["
        '<p><a href="b">b</a> <a href="javascript:alert(1)">c</a> <img src="/d.png" alt="d"></p>]]></content:encoded>'
    )
    text = "\n".join(block.markdown for block in document.blocks)
    assert "[b](https://gazette.example/news/b)" in text
    assert "![d](https://gazette.example/d.png)" in text
    assert "javascript" not in text
    assert one("<title>A</title><link>javascript:alert(1)</link><description>x</description>")[1].url == ""


def test_an_item_without_an_address_has_none():
    assert one("<title>A</title><description>x</description><media:thumbnail url=''/>")[1].url == ""
    assert one("<title>A</title><description>x</description><media:thumbnail url=''/>")[1].image is None
    assert one("<title>A</title><link>http://[</link><description>x</description>")[1].url == ""


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>nell@gazette.example (Nell Harrow)</author>", ("Nell Harrow",)),
        ("<author>nell@gazette.example</author>", ()),
        ("<dc:creator>Nell Harrow and Tam Reyes</dc:creator>", ("Nell Harrow", "Tam Reyes")),
        ("<dc:creator>Nell Harrow</dc:creator><dc:creator>Tam Reyes</dc:creator>", ("Nell Harrow", "Tam Reyes")),
        ("<dc:creator>Harrow, Nell</dc:creator>", ("Harrow, Nell",)),
        ("<dc:creator>A Bly, C Dow &amp;amp; E Fry</dc:creator>", ("A Bly", "C Dow", "E Fry")),
    ],
)
def test_authors_are_people_one_each(written, names):
    assert one("<title>A</title><description>x</description>", written)[1].authors == names


def test_a_guid_is_kept_word_for_word_or_not_at_all():
    assert one("<title>A</title><description>x</description><guid>  a b  </guid>")[1].guid == "a b"
    assert one(f"<title>A</title><description>x</description><guid>{'x' * 501}</guid>")[1].guid == ""


def test_the_line_of_an_item_is_where_it_begins():
    document, _ = read(rss("\n<!-- <item> -->\n", ITEM, "\n\n", ITEM.replace("At noon", "<![CDATA[<item>]]>")))
    assert [document.blocks[item.first].line for item in document.items] == [4, 6]


def test_every_word_of_an_item_stands_in_a_block_of_its_role():
    document, item, _ = one(
        "<title>Harbour shut</title><dc:creator>Nell Harrow</dc:creator>"
        "<pubDate>Thu, 05 Mar 2026 14:20:00 GMT</pubDate><description>At noon.</description>"
    )
    assert [(block.role, block.text) for block in document.blocks] == [
        ("headline", "Harbour shut"),
        ("byline", "Nell Harrow"),
        ("stamp", "Thu, 05 Mar 2026 14:20:00 GMT"),
        ("", "At noon."),
    ]
    assert (item.first, item.last) == (0, 4)


# --- what is wrong with a feed -------------------------------------------------------------------

LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "data",
    [
        rss("<item><title>&i;</title></item>", before=LAUGHS + "]>\n"),
        rss("<item><title>&x;</title></item>", before='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'),
        rss(ITEM, before='<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>\n'),
        rss("<item><title>&i;</title></item>", before=LAUGHS + "]>\n", encoding="utf-16"),
        rss("<item><title>&i;</title></item>", before="<!-- <rss> -->" + LAUGHS + "]>\n"),
        rss("<item><title>&i;</title></item>", before=LAUGHS.replace("DOCTYPE", "doctype") + "]>\n"),
    ],
)
def test_entities_are_refused_at_their_line_and_nothing_is_expanded(data):
    started = time.monotonic()
    problem = refused(data)
    assert problem.message == "declares entities of its own, which are not read"
    assert problem.line == 2
    assert time.monotonic() - started < 1


def test_a_doctype_that_names_another_file_is_passed_over():
    document, problems = read(rss(ITEM, before='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">\n'))
    assert len(document.items) == 1
    assert problems == []


def test_a_text_about_entities_is_a_text():
    told = "<item><title>A</title><description><![CDATA[<!DOCTYPE x [<!ENTITY y 'z'>]>.]]></description></item>"
    assert len(read(rss(told))[0].items) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no feed"),
        (b"<html><body><p>Not found</p></body></html>", "is no feed"),
        (b"\x00\x01\x02" * 100, "is no feed"),
        (rss(), "the feed “The Harne Gazette” holds nothing"),
        (rss("<item><title></title></item>"), "holds no text"),
    ],
)
def test_what_is_no_feed_is_said(data, said):
    assert said in refused(data).message


def test_a_feed_that_is_cut_off_gives_what_it_has_and_says_so():
    whole = rss(ITEM, ITEM, ITEM)
    for at in range(len(whole) - 20, 200, -7):
        try:
            document, problems = read(whole[:at])
        except ProblemError:
            continue
        assert document.items
        assert any("is broken XML" in problem.message for problem in problems)


def test_an_encoding_is_believed_as_far_as_it_is_true():
    item = ITEM.replace("Harbour", "Häfen")
    assert read(rss(item, encoding="iso-8859-1"))[0].items[0].title == "Häfen shut"
    lying = rss(item, encoding="iso-8859-1").replace(b"iso-8859-1", b"utf-8")
    document, problems = read(lying)
    assert document.items[0].title == "Häfen shut"
    assert problems[0].message == "says that it is in “utf-8”, and is not"
    document, problems = read(rss(item).replace(b'"utf-8"', b'"klingon"'))
    assert document.items[0].title == "Häfen shut"
    assert "which is no encoding" in problems[0].message


def test_characters_that_no_xml_may_hold_are_taken_out_and_counted():
    document, problems = read(rss(ITEM.replace("shut", "s\x00h\x08ut&#0;")))
    assert document.items[0].title == "Harbour shut\ufffd"
    assert "2 characters that XML cannot hold were taken out" in [problem.message for problem in problems]


@pytest.mark.parametrize(
    "item",
    [
        "<" * 100_000,
        "<!--" * 50_000,
        "<![CDATA[" * 50_000,
        "<item><description>" * 5_000,
        f"<item><title>A</title><description>{'&lt;div&gt;' * 20_000}x</description></item>",
        f"<item><title>{'&lt;!--' * 30_000}</title><description>x</description></item>",
        f"<item><title>{'&lt;script&gt;' * 30_000}</title><description>{'. ' * 50_000}…</description></item>",
    ],
)
def test_nothing_takes_long(item):
    started = time.monotonic()
    with contextlib.suppress(ProblemError):
        read(rss(item))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("data", "said", "line"),
    [
        (b"{", "is broken JSON", 1),
        (b'{"version": "https://jsonfeed.org/version/1.1",\n "items": [}', "is broken JSON", 2),
        (b"[" * 100_000, "nested too deeply", 0),
        (b'{"a": ' + b"9" * 5_000 + b"}", "a number too long", 0),
        (b'{"title": "no feed"}', "is JSON, and neither a JSON Feed", 1),
        (b"[]", "is JSON, and neither a JSON Feed", 1),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "the feed holds nothing", 0),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": {"a": 1}}', "the feed holds nothing", 0),
    ],
)
def test_json_that_is_no_feed_is_said_at_its_line(data, said, line):
    problem = refused(data, "feed.json")
    assert said in problem.message
    assert problem.line == line


# --- lists of feeds ------------------------------------------------------------------------------

LIST = b"""<?xml version="1.0"?>
<opml version="2.0"><head><title>Read every day</title></head><body>
<outline text="News">
  <outline text="The Harne Gazette" type="rss" xmlUrl="https://gazette.example/feed.xml" htmlUrl="https://gazette.example/"/>
  <outline text="Deeper"><outline title="Radio: Harne" xmlUrl="feed://radio.example/rss"/></outline>
</outline>
<outline text="Again" xmlUrl="https://gazette.example/feed.xml"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="The Harne Gazette" xmlUrl="https://other.example/feed.xml"/>
</body></opml>
"""


def test_a_list_of_feeds_is_taken_out_of_its_folders_each_once():
    found, problems = opml.subscriptions(LIST)
    assert [(one.name, one.feed) for one in found] == [
        ("The Harne Gazette", "https://gazette.example/feed.xml"),
        ("Radio: Harne", "https://radio.example/rss"),
        ("The Harne Gazette (other.example)", "https://other.example/feed.xml"),
    ]
    assert [(problem.line, problem.severity) for problem in problems] == [(7, "note"), (8, "warning")]
    assert "on line 4 already" in problems[0].message


def test_the_lines_that_it_gives_are_settings():
    found, _ = opml.subscriptions(LIST)
    text = f"title: A\nbase_url: https://a.example/\nidentity: a.example,2026\n{opml.settings(found)}\n"
    newsletter, problems = config.parse(text)
    assert problems == []
    assert [source.name for source in newsletter.sources] == [one.name for one in found]
    assert {source.rights for source in newsletter.sources} == {"excerpt"}
    assert [(wire.source, wire.feed) for wire in newsletter.wires] == [(one.name, one.feed) for one in found]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<opml><body></body></opml>", "names no feed"),
        (b"<opml><body><outline", "is broken XML"),
        (b"<html/>", "is no list of feeds"),
        (b"", "is broken XML"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "declares entities"),
    ],
)
def test_what_is_no_list_of_feeds_is_said(data, said):
    with pytest.raises(ProblemError, match=said):
        opml.subscriptions(data)


def test_a_list_in_sources_is_a_note_and_no_failure():
    with pytest.raises(ProblemError) as error:
        read(LIST, "feeds.xml")
    (problem,) = error.value.problems
    assert problem.severity == "note"
    assert "a list of 3 feeds" in problem.message


def test_the_feeds_address_is_one_that_can_be_fetched():
    for wrong in ("ftp://gazette.example/feed", "mailto:nell@gazette.example", "feed.xml"):
        text = (
            f"title: A\nbase_url: https://a.example/\nidentity: a.example,2026\nsources:\n- name: B\n  feed: {wrong}\n"
        )
        with pytest.raises(ProblemError) as error:
            config.parse(text)
        assert [problem.line for problem in error.value.problems] == [6]


def test_words_are_found_in_any_html():
    assert feeds_posts.words("<p>One</p><p>two&nbsp;<b>three</b></p><style>x{}</style>") == "One two three"
    assert feeds_posts.words("3 < 4 & 5 > 2") == "3 < 4 & 5 > 2"
