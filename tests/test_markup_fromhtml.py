"""HTML to blocks: the words of the page, its structure, and nothing that could act."""

from __future__ import annotations

import html
import random
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressday.markup import fromhtml_tree, plain_text, render
from pressday.markup.fromhtml import blocks
from pressday.problems import ProblemError


def told(html, **options):
    return [(block.kind, block.markdown) for block in blocks(html, **options)]


def one(html, **options):
    (block,) = blocks(html, **options)
    return block


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Harbour <b>shut</b> and <i>dark</i></p>", "Harbour **shut** and *dark*"),
        ("<p>half<b>way</b>s</p>", "half**way**s"),
        ("<p>a<b>, b</b>c</p>", "a, bc"),
        ("<p><b>Ferry</b><b>man</b></p>", "**Ferryman**"),
        ("<p><b><b>twice</b></b></p>", "**twice**"),
        ("<p>all <b> round </b>it</p>", "all **round** it"),
        ("<p><code>a`b*</code></p>", "`` a`b* ``"),
        ("<p><del>gone</del></p>", "~~gone~~"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<p>one<br>1. two</p>", "one\\\n1\\. two"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ("<p><q>Quiet</q>, he said</p>", "“Quiet”, he said"),
        ("<h2>Harbour <span>shut</span></h2>", "## Harbour shut"),
        ("<h3>Two<br>lines</h3>", "### Two lines"),
        ("<hr>", "***"),
        ("<ul><li>a</ul>", "- a"),
        ("<ol start=7><li>a</ol>", "7. a"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "1. a\n\n   b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-py'>x\n  y</code></pre>", "```py\nx\n  y\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<pre>a<br>b</pre>", "```\na\nb\n```"),
    ],
)
def test_structure_and_marks_stay(html, markdown):
    assert one(html).markdown == markdown


@pytest.mark.parametrize(
    "text",
    ["# no heading", "1. no item", "- no item", "* no item", "a * b * c", "<b>", "&amp;", "{{ x }}", "_no_", "---",
     "> no quote", "a | b", "[a](b)", "![a](b)", "`a`", "~~a~~", "Wow!", "\\", "[^1]", "```", "==="],
)  # fmt: skip
def test_words_never_become_marks(text):
    html = text.replace("&", "&amp;").replace("<", "&lt;")
    for wrapped in ("<p>{}</p>", "<p>{} <b>x</b></p>", "<li>{}</li>", "<td>{}</td>", "<p>x<br>{}</p>", "<h2>{}</h2>"):
        block = one(wrapped.format(html))
        assert text in block.text
        assert plain_text(block.markdown).split() == block.text.split(), wrapped
        assert text in plain_text(block.markdown)


def test_an_exclamation_before_a_link_makes_no_picture():
    block = one('<p>Look!<a href="https://harne.example/">here</a></p>')
    assert block.markdown == "Look\\![here](https://harne.example/)"


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("/a", "https://harne.example/a"),
        ("b?c=1&amp;d=2", "https://harne.example/x/b?c=1&d=2"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("a (1).html", "https://harne.example/x/a%20%281%29.html"),
        ("mailto:nell@harne.example", "mailto:nell@harne.example"),
        ("&#10;https://harne.example/&#10;q", "https://harne.example/q"),
        ("javascript:alert(1)", ""),
        (" JaVa\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("#top", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_links_are_whole_and_safe_or_words(href, leads):
    block = one(f'<p>See <a href="{href}">this</a> page</p>', base="https://harne.example/x/y")
    assert block.markdown == (f"See [this]({leads}) page" if leads else "See this page")


def test_without_a_base_a_relative_link_is_its_words():
    assert one('<p><a href="a.html">this</a></p>').markdown == "this"


def test_a_block_that_is_one_link_tells_its_address():
    heading, teaser, other = blocks(
        '<a href="https://harne.example/a"><h3>Bell</h3><p>It rings</p></a><p><a href="/b">b</a> c</p>'
    )
    assert heading.url == teaser.url == "https://harne.example/a"
    assert heading.markdown == "### [Bell](https://harne.example/a)"
    assert other.url == ""


def test_pictures_are_assets_addresses_or_their_words():
    html = '<p><img src="cid:1" alt="A *boat*"></p>'
    assert told(html, pictures={"cid:1": "boat-1.png"}) == [("image", "![A \\*boat\\*](boat-1.png)")]
    assert told(html) == [("paragraph", "A \\*boat\\*")]
    assert told('<img src="/b.png">', base="https://e.example/") == [("image", "![](https://e.example/b.png)")]
    lazy = '<img src="data:image/gif;base64,x" data-src="https://e.example/b.png" alt="b">'
    assert told(lazy) == [("image", "![b](https://e.example/b.png)")]
    assert told('<a href="https://e.example/"><img src="https://e.example/b.png" alt=b></a>') == [
        ("image", "[![b](https://e.example/b.png)](https://e.example/)")
    ]
    picture = '<img src="https://e.example/b.png" alt="b">'
    assert told(f"a {picture} c") == [("paragraph", "a ![b](https://e.example/b.png) c")]


def test_pictures_at_the_ends_of_a_text_stand_for_themselves():
    picture = '<img src="https://e.example/b.png" alt="b">'
    image = ("image", "![b](https://e.example/b.png)")
    assert told(f"{picture}<b>a</b>c {picture}") == [image, ("paragraph", "**a**c"), image]
    linked = ("image", "[![b](https://e.example/b.png)](https://e.example/)")
    assert told(f'<p><a href="https://e.example/">{picture}</a>c</p>') == [linked, ("paragraph", "c")]
    assert told(f"<p><b>{picture}a</b> c</p>") == [("paragraph", "**![b](https://e.example/b.png)a** c")]


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>", "<style>x</style>", "<template>x</template>", "<noscript>x</noscript>", "<!-- x -->",
        "<p hidden>x</p>", "<div style='color:red; display : none'>x</div>", "<p class='a sr-only'>x</p>",
        "<select><option>x</select>", "<textarea>x</textarea>", "<button>x</button>", "<iframe>x</iframe>",
        "<img width=1 height=1 src='https://e.example/x' alt='x'>", "<div style='max-height:0;font-size:0'>x</div>",
        "<svg><text>x</text></svg>", "<object>x</object>", "<img src='https://e.example/x' style='width:1px' alt=x>",
    ],
)  # fmt: skip
def test_what_no_reader_reads_is_left_out(html):
    assert [block.text for block in blocks(f"<p>a</p>{html}<p>b</p>")] == ["a", "b"]


def test_a_table_of_data_is_a_table():
    html = "<table><tr><th>A<th>B</tr><tr><td>1 | 2<td><a href=https://e.example/>x</a></tr><tr><td colspan=2>3</table>"
    assert one(html).markdown == "| A | B |\n| --- | --- |\n| 1 \\| 2 | [x](https://e.example/) |\n| 3 |  |"
    headless = one(
        "<table><caption>C</caption><tr><td>1<td>2<tr><td>3<td>4</table>".replace("<caption>C</caption>", "")
    )
    assert headless.markdown == "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |"
    assert "<table>" in render(headless.markdown).body.html


def test_a_table_that_lays_out_a_page_is_unfolded():
    mail = "<table><tr><td><h1>A</h1><p>b</p></td></tr><tr><td><table><tr><td>x<td>y</tr></table></td></tr></table>"
    assert told(mail, layout_tables=True) == [("heading", "# A"), ("paragraph", "b"), ("paragraph", "x"),
                                              ("paragraph", "y")]  # fmt: skip
    data = "<table><tr><td>Tide<td>Time<tr><td>High<td>14:20</table>"
    assert one(data, layout_tables=True).kind == "table"
    assert told(data.replace("<table", "<table role=presentation")) == [
        ("paragraph", "Tide"), ("paragraph", "Time"), ("paragraph", "High"), ("paragraph", "14:20")]  # fmt: skip


def test_a_time_is_a_line_with_its_instant():
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    time_ = '<time datetime="2026-03-05T13:00:00+01:00">13:00</time>'
    stamp, name = blocks(f"<div>{time_}<span>Nell Harrow</span></div>")
    assert (stamp.text, stamp.instant, name.text, name.instant, name.gap) == ("13:00", noon, "Nell Harrow", None, False)
    stamp, heading = blocks(f"<h2>{time_} Harbour shut</h2>")
    assert (stamp.instant, heading.text, heading.kind) == (noon, "Harbour shut", "heading")
    assert one(f"<p>Updated {time_}</p>").instant == noon
    assert [(block.text, block.instant) for block in blocks(f"<div>By Nell Harrow {time_}</div>")] == [
        ("By Nell Harrow", None), ("13:00", noon)]  # fmt: skip
    assert one(f"<p>The gates were shut by the harbour master at {time_} today</p>").instant is None
    assert one('<p><time datetime="2026-03-05T13:00">13:00</time></p>').instant is None
    assert one('<p><time datetime="soon">13:00</time></p>').instant is None


def test_lines_are_those_of_the_source():
    assert [(block.text, block.line) for block in blocks("<p>a</p>\n\n<p>b</p>\n<ul>\n<li>c\n<li>d</ul>")] == [
        ("a", 1), ("b", 3), ("c", 5), ("d", 6)]  # fmt: skip


def test_two_breaks_part_paragraphs():
    assert told("a<br> <br>b <b>c<br><br>d</b>") == [
        ("paragraph", "a"), ("paragraph", "b **c**"), ("paragraph", "**d**")]  # fmt: skip


@pytest.mark.parametrize("depth", [250, 500, 3_000, 50_000])
@pytest.mark.parametrize(
    "tag", ["div", "span", "b", "blockquote", "ul><li", "table><tr><td", "a href='https://e.example/'"]
)
def test_what_is_nested_deeply_is_read(tag, depth):
    closing = "".join(f"</{name.split()[0]}>" for name in reversed(tag.split("><")))
    html = f"<p>before</p>{f'<{tag}>' * depth}within{closing * depth}<p>after</p>"
    start = time.process_time()
    assert [block.text for block in blocks(html)] == ["before", "within", "after"]
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "piece",
    ["<div>x ", "<p>x ", "<b>x ", "<li>x ", "<ul><li>x ", "<blockquote>x ", "<table><tr><td>x ", "<td>x ",
     "<a href=//e>x ", "<h2>x ", "<i>x</i> ", "x<br>", "x<br><br>", "<img alt=x src=//e/> ",
     "<time datetime=2026-03-05T13:00Z>x</time> ", "<pre>x ", "<font><center>x ", "<dl><dt>x<dd>", "<em><strong>x ",
     "x</p></div> ", "x<!-- ",
     "<a<a<a x ", "&amp;x "],
)  # fmt: skip
def test_hostile_pages_are_read_in_time(piece):
    html = "x " + piece * (150_000 // len(piece))
    start = time.process_time()
    made = blocks(html, base="https://e.example/")
    assert any("x" in block.text for block in made)
    assert time.process_time() - start < 5


def test_what_is_too_large_says_so():
    with pytest.raises(ProblemError, match="million characters"):
        blocks("x" * (fromhtml_tree.MAX_SIZE + 1))


@pytest.mark.parametrize("html", ["", "  ", "<", "<!--", "<html>", "\x00", "<?xml version='1.0'?>", "<!DOCTYPE html>"])
def test_nothing_is_no_block(html):
    assert [block.text for block in blocks(html) if block.text not in "<"] == []


def test_a_declared_encoding_and_nul_do_no_harm():
    assert one("<?xml version='1.0' encoding='utf-16'?><p>B\x00öe</p>").text == "Böe"


WORD = st.text(st.sampled_from("abZé1.,!*_#<>&`~|[]()\\-+=:{}^'\"“”@/$%"), min_size=1, max_size=6)
INLINE = ("b", "i", "em", "strong", "code", "del", "span", "q2", "a href='https://e.example/'", "u")
BLOCK = ("p", "div", "h2", "li", "ul", "ol", "blockquote", "section", "table", "tr", "td", "dl", "dd")


def _escape(word):
    return word.replace("&", "&amp;").replace("<", "&lt;")


def _tagged(tags):
    def wrap(children):
        return st.tuples(st.sampled_from(tags), st.lists(children, min_size=1, max_size=4)).map(
            lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"
        )

    return wrap


PHRASE = st.lists(
    st.sampled_from(["", " "]).flatmap(lambda space: WORD.map(lambda w: _escape(w) + space)), max_size=3
).map("".join)
RUN = st.recursive(PHRASE, _tagged(INLINE), max_leaves=8)
PAGE = st.recursive(RUN, _tagged(BLOCK), max_leaves=12)


def _bare(text):
    return "".join(text.split())


@given(st.lists(PAGE, max_size=3).map("".join))
@settings(max_examples=300, deadline=None)
def test_the_words_that_go_in_come_out(html):
    made = blocks(html)
    root = fromhtml_tree.parse(html)
    said = _bare("".join(root.itertext())) if root is not None else ""
    assert sorted(_bare("".join(block.text for block in made))) == sorted(said)
    for block in made:
        if block.text:
            assert _bare(plain_text(block.markdown)) == _bare(block.text)
            assert render(block.markdown).problems == ()
    whole = "\n\n".join(block.markdown for block in made)
    assert _bare(plain_text(whole)) == _bare("".join(block.text for block in made))


def test_marks_that_are_written_without_being_read_back_would_read_back():
    dice = random.Random(7)
    letters = [*"ab1Z é.,;:?!'\"()-—*_`[]<>&~#+=/\\|@", "  ", " www.x.example ", "1. ", "- "]
    marks = ["em", "b", "del", 'a href="https://e.example/a?b=c"']
    for _ in range(1_500):
        made = ""
        for _ in range(dice.randint(1, 5)):
            text = html.escape("".join(dice.choice(letters) for _ in range(dice.randint(1, 7))))
            mark = dice.choice(marks)
            made += dice.choice([text, f"<{mark}>{text}</{mark.partition(' ')[0]}>"])
        for block in blocks(f"<p>{made}</p>"):
            assert plain_text(block.markdown).split() == block.text.split(), made


@pytest.mark.parametrize(
    "html",
    [
        "<head><title>T</title><main><p>First.</p></main><div><p>Second.</p></div>",
        "<html><head><meta charset=utf-8><header><p>First.</p></header>Second.</html>",
        "<html><head><link rel=icon><article><p>First.</p></article></head><body>Second.</body></html>",
        "<head><style>p {}</style><nav-bar><p>First.</p></nav-bar><p>Second.",
    ],
)
def test_a_head_that_nobody_ended_holds_no_text(html):
    assert [text for _, text in told(html)] == ["First.", "Second."]
