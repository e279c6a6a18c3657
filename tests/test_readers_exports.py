"""Moving in from another home: what is brought along, what waits as a draft, what stays behind."""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importing_samples import Desk
from pressday import readers
from pressday.problems import ProblemError
from pressday.readers.exports import ghost_drafts, shortcodes
from pressday.readers.exports.moving import Tally, alias

CORPUS = Path(__file__).resolve().parent / "corpus/exports"
NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def wxr(*items, before="", base="https://old.example"):
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<rss version="2.0" {NAMESPACES}><channel>'
        f"<title>Old Brief</title><link>{base}</link><wp:base_blog_url>{base}</wp:base_blog_url>\n"
        f"{''.join(items)}</channel></rss>"
    )
    return text.encode()


def post(
    title="The lock", text="<p>It is open.</p>", *, status="publish", type_="post", more="", number=1, slug="lock"
):
    return (
        f"<item><title>{title}</title><link>https://old.example/2019/{slug}/</link>"
        f"<guid>https://old.example/?p={number}</guid><content:encoded><![CDATA[{text}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2019-05-01 09:00:00</wp:post_date_gmt>"
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{type_}</wp:post_type>"
        f"{more}</item>\n"
    )


def read(data, name="export.xml"):
    return readers.read(data, name)


def refused(data, name="export.xml"):
    with pytest.raises(ProblemError) as error:
        read(data, name)
    return [problem for problem in error.value.problems if problem.severity == "error"][-1]


def archive(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return made.getvalue()


def ghost(*posts, **tables):
    return json.dumps({"db": [{"data": {"posts": list(posts), **tables}}]}).encode()


# --- old addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "base", "told"),
    [
        ("https://old.example/2019/05/lock/", "https://old.example", ("2019/05/lock/",)),
        ("https://www.old.example/2019/05/lock", "http://old.example/", ("2019/05/lock/",)),
        ("https://old.example/blog/2019/lock/", "https://old.example/blog", ("2019/lock/",)),
        ("https://old.example/2019/lock.html", "https://old.example", ("2019/lock.html",)),
        ("https://old.example/h%C3%A4fen/", "https://old.example", ("häfen/",)),
        ("/p/lock", "", ("p/lock/",)),
        ("https://old.example/?p=12", "https://old.example", ()),
        ("https://old.example/", "https://old.example", ()),
        ("https://other.example/lock/", "https://old.example", ()),
        ("https://old.example/about/", "https://old.example/blog", ()),
        ("https://old.example/../etc/", "https://old.example", ()),
        ("https://old.example/%2e%2e/etc/", "https://old.example", ()),
        ("https://old.example/a%00b/", "https://old.example", ()),
        ("https://old.example/a%3Fb/", "https://old.example", ()),
        ("http://[", "https://old.example", ()),
    ],
)
def test_an_old_address_is_one_below_the_base_url_without_a_query(address, base, told):
    assert alias(address, base) == told


def test_a_page_that_stands_where_it_stood_needs_no_old_address():
    assert alias("https://old.example/about/", "https://old.example", "page", "about") == ()
    assert alias("https://old.example/us/about/", "https://old.example", "page", "about") == ("us/about/",)


def test_a_tally_tells_each_thing_once_and_where_it_was_first():
    tally = Tally()
    tally.add("{posts are|post is} new", line=7, title="One")
    assert [problem.lines() for problem in tally.problems()] == ["note: pressday:7: 1 post is new (“One”)"]
    tally.add("{posts are|post is} new", line=9, title="Two")
    assert [problem.lines() for problem in tally.problems()] == [
        "note: pressday:7: 2 posts are new (the first is “One”)"
    ]


# --- WordPress -----------------------------------------------------------------------------------


def test_a_post_keeps_its_guid_its_address_its_slug_and_its_day():
    document, problems = read(wxr(post()))
    (item,) = document.items
    assert (item.kind, item.title, item.draft) == ("article", "The lock", False)
    assert item.guid == "https://old.example/?p=1"
    assert item.aliases == ("2019/lock/",)
    assert item.slug == "lock"
    assert item.instant == datetime(2019, 5, 1, 9, 0, tzinfo=UTC)
    # It is the editor's own: no source stands elsewhere.
    assert (item.url, document.site) == ("", "")
    assert problems == []


@pytest.mark.parametrize("status", ["draft", "pending", "future", "private"])
def test_what_was_not_out_arrives_as_a_draft_that_nobody_knows_yet(status):
    (item,) = read(wxr(post(status=status)))[0].items
    assert (item.draft, item.guid, item.aliases) == (True, "", ())


def test_what_had_a_password_arrives_as_a_draft_with_a_warning():
    document, problems = read(wxr(post(more="<wp:post_password>sesame</wp:post_password>")))
    assert document.items[0].draft
    assert [problem.severity for problem in problems] == ["warning"]
    assert "sesame" not in repr(document) + repr(problems)


def test_what_is_no_post_is_left_out_and_counted():
    comment = "<wp:comment><wp:comment_content>At last!</wp:comment_content></wp:comment>"
    document, problems = read(
        wxr(
            post(more=comment * 3),
            post("old", type_="revision"),
            post("menu", type_="nav_menu_item"),
            post("bin", status="trash"),
            post("x", type_="<![CDATA[a b]]>"),
        )
    )
    assert [item.title for item in document.items] == ["The lock"]
    assert sorted(problem.message for problem in problems) == [
        "1 item of type `a?b` was left out",
        "1 menu item was left out",
        "1 older version of a post was left out",
        "1 post in the bin was left out",
        "3 comments were left out",
    ]


def test_an_export_that_breaks_off_gives_what_stands_before_and_says_so():
    whole = wxr(post(), post("Second", number=2))
    document, problems = read(whole[:-60])
    assert [item.title for item in document.items] == ["The lock"]
    assert "is broken XML" in problems[0].message
    assert problems[0].severity == "warning"
    assert "is broken XML" in refused(whole[:700]).message


def test_links_between_posts_lead_to_the_new_home_and_others_where_they_led():
    text = (
        '<p>See <a class="x" href="https://old.example/2019/crane/#top">one</a>, <a href=\'http://www.old.example/2019/crane\'>'
        'two</a>, <a href="https://old.example/?p=2&amp;utm=x">three</a>, <a href="/2019/crane/">four</a>, '
        '<a href="https://old.example/about/">five</a>; <a href="https://old.example/tag/locks/">six</a>, '
        '<a href="https://else.example/2019/crane/">seven</a>, <a href="mailto:a@old.example">eight</a>, '
        '<a href="https://old.example/2019/hidden/">nine</a>.</p><pre>https://old.example/2019/crane/</pre>'
    )
    page = post("About", type_="page", number=3, slug="about").replace("/2019/about/", "/about/")
    secret = post("Hidden", more="<wp:post_password>x</wp:post_password>", number=4, slug="hidden")
    document, problems = read(wxr(post(text=text), post("Crane", number=2, slug="crane"), page, secret))
    told, code = (block.markdown for block in document.blocks if block.text.startswith(("See", "https")))
    assert [led.partition(")")[0] for led in told.split("](")[1:]] == [
        "/2019/crane/#top",
        "/2019/crane/",
        "/2019/crane/",
        "/2019/crane/",
        "/about/",
        "https://old.example/tag/locks/",
        "https://else.example/2019/crane/",
        "mailto:a@old.example",
        "/2019/hidden/",
    ]
    assert "https://old.example/2019/crane/" in code
    assert "1 link leads to a post that arrives as a draft (“The lock”)" in [problem.message for problem in problems]


def test_an_export_with_entities_is_refused():
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n'
    assert refused(wxr(post("&b;"), before=bomb)).line == 2
    assert "holds neither posts nor pages" in refused(wxr()).message


def test_a_thousand_posts_take_seconds():
    started = time.monotonic()
    document, _ = read(wxr(*(post(number=number, slug=f"lock-{number}") for number in range(1_000))))
    assert len(document.items) == 1_000
    assert time.monotonic() - started < 10


# --- WordPress's own marks -----------------------------------------------------------------------

PICTURES = {"7": ("https://old.example/tide.jpg", "The tide"), "8": ("https://old.example/shoe.jpg", 'A "shoe"')}


def unfolded(text):
    dropped = []
    return shortcodes.unfold(text, PICTURES, dropped.append), dropped


def test_an_empty_line_ends_a_paragraph_and_a_line_end_a_line():
    assert unfolded("One\ntwo\n\nthree")[0] == "<p>One<br>\ntwo</p>\n<p>three</p>"
    assert unfolded("<h3>A</h3>\n\nb\n\n<pre>c\n\nd</pre>")[0] == "<h3>A</h3>\n<p>b</p>\n<pre>c\n\nd</pre>"


def test_what_the_editor_of_blocks_notes_for_itself_is_taken_out():
    text = '<!-- wp:paragraph {"align":"left"} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n<!--more-->'
    assert unfolded(text)[0].strip() == "<p>One</p>"


def test_a_caption_is_a_figure():
    made, _ = unfolded('[caption id="a" width="3"]<a href="b"><img src="c.jpg"></a> The <b>tide</b>[/caption]')
    assert made == '<figure><a href="b"><img src="c.jpg"></a><figcaption>The <b>tide</b></figcaption></figure>'
    old, _ = unfolded('[caption caption="The tide"]<img src="c.jpg">[/caption]')
    assert old == '<figure><img src="c.jpg"><figcaption>The tide</figcaption></figure>'


def test_a_gallery_is_its_pictures():
    made, dropped = unfolded('[gallery columns="2" ids="7, 8,99"]')
    assert made.count("<img") == 2
    assert 'alt="A &quot;shoe&quot;"' in made
    assert dropped == []
    assert unfolded('[gallery ids="99"]') == ("", ["gallery"])


def test_what_is_played_elsewhere_is_a_link():
    for text in (
        "[youtube https://video.example/1]",
        '[video src="https://video.example/1"][/video]',
        '[audio mp3="https://video.example/1"]',
    ):
        assert '<a href="https://video.example/1">https://video.example/1</a>' in unfolded(text)[0]
    assert "https://video.example/1" in unfolded("[embed]https://video.example/1[/embed]")[0]


def test_other_shortcodes_lose_their_marks_and_no_words():
    assert unfolded('[su_box title="x"]Kept.[/su_box]') == ("<p>Kept.</p>", ["su_box"])
    assert unfolded("[box]Kept.[/box]") == ("<p>Kept.</p>", ["box"])


@pytest.mark.parametrize("text", ["He said [sic] so.", "[…] and so on", "[1]", "a[0] = [b]", "[Nell Harrow]", "[[x]]"])
def test_a_word_in_brackets_is_a_word(text):
    made, dropped = unfolded(text)
    assert dropped == []
    assert made.removeprefix("<p>").removesuffix("</p>").replace("[[", "[").replace("]]", "]") == text.replace(
        "[[", "["
    ).replace("]]", "]")


@pytest.mark.parametrize(
    "part", ["[", "[caption]", "[a b=", "<!-- wp:", "<!-- wp:a -->", "<pre>", "[a_b ", '[a b="', "[embed]", "<!--more"]
)
def test_marks_without_an_end_take_no_time(part):
    started = time.monotonic()
    unfolded(part * 20_000)
    assert time.monotonic() - started < 3


# --- Ghost ---------------------------------------------------------------------------------------


def test_what_was_for_paying_readers_arrives_as_a_draft_with_a_warning():
    for visibility in ("paid", "members", "tiers", "filter"):
        row = {
            "id": "1",
            "title": "A",
            "slug": "a",
            "html": "<p>x</p>",
            "status": "published",
            "visibility": visibility,
        }
        document, problems = read(ghost(row), "ghost.json")
        assert document.items[0].draft
        assert [problem.severity for problem in problems] == ["warning"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"db": []}', "is no export of Ghost"),
        (b'{"db": [{"data": {"posts": {}}}]}', "is no export of Ghost"),
        (b'{"db": [{"data": {"posts": []}}]}', "holds neither posts nor pages"),
        (b'{"db": [{"data": {"posts": [1, null, "a"]}}]}', "holds neither posts nor pages"),
        (b'{"db": [', "is broken JSON"),
    ],
)
def test_what_is_no_export_of_ghost_is_said(data, said):
    assert said in refused(data, "ghost.json").message


def test_links_between_posts_of_ghost_lead_to_each_other_and_lost_ones_are_told():
    text = (
        '<p>See <a href="__GHOST_URL__/crane/">one</a>, <a href="__GHOST_URL__/tag/locks/">two</a>, '
        '<a href="#notes">three</a>, <a href="__GHOST_URL__/hidden/">four</a>.</p>'
    )
    out = {"status": "published", "published_at": "2019-05-01T09:00:00Z"}
    document, problems = read(
        ghost(
            {"id": "1", "title": "Lock", "slug": "lock", "html": text, **out},
            {"id": "2", "title": "Crane", "slug": "crane", "html": "<p>Up.</p>", **out},
            {"id": "3", "title": "Hidden", "slug": "hidden", "html": "<p>Paid.</p>", "visibility": "paid", **out},
            posts_tags=[],
        ),
        "export.json",
    )
    told = next(block.markdown for block in document.blocks if block.text.startswith("See"))
    assert told == "See [one](/crane/), two, three, [four](/hidden/)."
    messages = [problem.message for problem in problems]
    assert "1 link leads to a page of the old site that is not in the export; the words stay (“Lock”)" in messages
    assert "1 link leads to a post that arrives as a draft (“Lock”)" in messages


def test_rows_of_any_shape_do_no_harm():
    rows = [
        {"id": None, "title": None, "html": "<p>x</p>"},
        {"id": ["a"][0], "title": 7, "html": "<p>x</p>", "published_at": 10**30, "status": "published"},
        {"id": 1.5, "slug": "../../etc", "html": "<p>x</p>", "status": "published", "visibility": None},
    ]
    tables = {
        "tags": [1, {"id": 1}],
        "posts_tags": [{"sort_order": "x"}, {"post_id": 1}],
        "users": "nobody",
        "settings": {},
    }
    document, _ = read(ghost(*rows, **tables), "ghost.json")
    assert len(document.items) == 3
    assert all(".." not in old for item in document.items for old in item.aliases)


def test_a_draft_in_ghosts_own_form_loses_no_word_and_gains_no_mark():
    text = {"type": "extended-text", "text": "a <b> & c", "format": 3}
    root = {
        "root": {
            "type": "root",
            "children": [{"type": "paragraph", "children": [text]}, {"type": "new", "children": [text]}],
        }
    }
    made = ghost_drafts.html(json.dumps(root), "")
    assert made.count("<em><strong>a &lt;b&gt; &amp; c</strong></em>") == 2
    deep = {"type": "paragraph", "children": []}
    for _ in range(300):
        deep = {"type": "paragraph", "children": [deep]}
    assert isinstance(ghost_drafts.html(json.dumps({"root": deep}), ""), str)
    for broken in ("{", "[]", "null", '{"root": 1}', '{"sections": [[1], [10, 5], [3, "ul", 2], 7]}'):
        assert ghost_drafts.html(broken, broken).strip() in ("", "<ul></ul>")


# --- Substack ------------------------------------------------------------------------------------

CSV = "post_id,post_date,is_published,type,audience,title,subtitle\n"


def test_the_old_address_is_taken_from_links_between_posts():
    files = {
        "posts.csv": CSV + "1.a,2026-03-05T06:00:00Z,true,newsletter,everyone,A,\n"
        "2.b,2026-03-05T07:00:00Z,true,newsletter,everyone,B,\n",
        "posts/1.a.html": '<p><a href="https://brief.example/p/b">b</a> <a href="https://far.example/p/z">z</a></p>',
        "posts/2.b.html": '<p><a href="https://brief.example/p/a?x=1">a</a></p>',
    }
    document, problems = read(archive(files), "export.zip")
    assert [item.guid for item in document.items] == ["https://brief.example/p/a", "https://brief.example/p/b"]
    assert "brief.example" in problems[0].message
    # Two hosts that are named equally often leave it open.
    files["posts/2.b.html"] = '<p><a href="https://other.example/p/a">a</a></p>'
    document, _ = read(archive(files), "export.zip")
    assert [item.guid for item in document.items] == ["", ""]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"readme.txt": "x"}, "is no export of Substack"),
        ({"posts.csv": "a,b\n1,2\n"}, "no column `post_id`"),
        ({"posts.csv": CSV}, "holds no posts"),
        ({"posts.csv": CSV + '1.a,,true,newsletter,everyone,"' + "x" * 200_000 + '"\n'}, "posts.csv is broken"),
        ({"../posts.csv": CSV}, "leads out of it"),
    ],
)
def test_what_is_no_export_of_substack_is_said(files, said):
    assert said in refused(archive(files), "export.zip").message


def test_an_archive_that_is_cut_off_is_said():
    whole = (CORPUS / "substack.zip").read_bytes()
    for at in range(0, len(whole), 97):
        with pytest.raises(ProblemError):
            read(whole[:at], "export.zip")


def test_boxes_that_ask_to_subscribe_are_taken_out_with_all_that_is_in_them():
    box = '<div class="subscription-widget-wrap"><div><p>Subscribe now</p></div></div>'
    files = {
        "posts.csv": CSV + "1.a,,true,newsletter,everyone,A,\n",
        "posts/1.a.html": f"<p>One.</p>{box}<p>Two.</p>{box[:-6]}",
    }
    document, _ = read(archive(files), "export.zip")
    words = [block.text for block in document.blocks if not block.role]
    assert words[:2] == ["One.", "Two."]


def test_the_archives_of_the_corpus_are_what_their_script_makes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(CORPUS.parent))
    import make_exports

    monkeypatch.setattr(make_exports, "HERE", tmp_path)
    make_exports.make()
    sys.modules.pop("make_exports")
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in CORPUS.glob("*.zip")}


def test_nobody_who_moves_in_is_asked_whose_work_it_is(tmp_path):
    desk = Desk(tmp_path)
    desk.put(wxr(post(), post("Second", number=2, status="draft")), "export.xml")
    assert not any("whose work" in problem.message for problem in desk.report().problems)
