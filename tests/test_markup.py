"""Markdown becomes safe HTML and plain text, whoever wrote it and however long it is."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday.markup import Rendered, excerpt, limited, plain_text, render

PATH = "content/articles/2026/2026-11-20-a-boat.md"
SAFE = ("http:", "https:", "mailto:", "tel:", "pressday:", "#", "/", "?")


def html(markdown: str) -> str:
    return render(markdown, path=PATH, key="k").body.html


def targets(markdown: str) -> list[tuple[str, int]]:
    return [(link.target, link.line) for link in render(markdown, path=PATH, first_line=10).links]


class Acting(HTMLParser):
    """Gathers what a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "base",
            "meta",
            "link",
            "svg",
            "math",
        ):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "srcset"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "cite") and not re.sub(r"[\x00-\x20]", "", value or "#").lower().startswith(
                SAFE
            ):
                self.found.append(f"{tag} {name}={value}")
            if name == "style" and ("url(" in (value or "") or "expression" in (value or "")):
                self.found.append(f"{tag} style")


def acting(markup: str) -> list[str]:
    parser = Acting()
    parser.feed(markup)
    return parser.found


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "a <script>alert(1)</script> b",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'//",
    "a <img src=x onerror=alert(1)> b",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form></form><form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=vbscript:x>x</a>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<base href=//e.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//e.example/x.css>",
    "<style>@import '//e.example/x.css'</style>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    "<td style='background:url(//e.example/)'>x</td>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<q cite=javascript:alert(1)>x</q>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#1;javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:x) [x](data:text/html,x) [x](file:///etc/passwd) [x](blob:x)",
    "![x](javascript:alert(1)) ![x](data:image/svg+xml,x)",
    "<javascript:alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][y]\n\n[y]: <javascript:alert(1)> 'title'",
    "[x](https://e.example/ 'a\" onclick=\"alert(1)')",
    '[x](https://e.example/"onmouseover="alert(1))',
    '![a" onerror="alert(1)](https://e.example/x.png)',
    '```"><script>alert(1)</script>\nx\n```',
    "`<script>alert(1)</script>`",
    "| <img src=x onerror=alert(1)> |\n|-|\n| [x](javascript:alert(1)) |",
    "x[^1]\n\n[^1]: <script>alert(1)</script>[y](javascript:alert(1))",
    '[^"><script>alert(1)</script>]: x\n\nx[^"><script>alert(1)</script>]',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_acts(attack: str) -> None:
    body = render(attack, path=PATH, key="k").body
    assert acting(body.html) == []
    assert acting(body.teaser_html) == []
    assert acting(body.excerpt_html) == []


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.startswith("<")])
def test_raw_html_would_have_acted_or_is_harmless(attack: str) -> None:
    """The watchman that ``test_nothing_acts`` trusts does see what a browser would run."""
    escaped = ("<javascript", "<?", "<![CDATA", "<scr<", "<noscript", "<template", "<td", "<q", "<button", "<body")
    if not attack.startswith((*escaped, "<!--", "<a href='&#1", "<math", "<img src='x'")):
        assert acting(attack) != []


def test_a_text_names_its_script_and_no_more() -> None:
    text = render("Before <script>alert(1)</script> after.\n\n<style>\np {}\n</style>\n").body.text
    assert text.split() == ["Before", "after."]


def test_a_key_cannot_break_out_of_an_id() -> None:
    made = render("x[^1]\n\n[^1]: y", key='a" onclick="alert(1)').body.html
    assert acting(made) == []
    assert 'id="fn-a--onclick--alert-1--1"' in made


def test_footnotes_of_two_entries_do_not_clash_on_one_page() -> None:
    text = "x[^1]\n\n[^1]: y"
    one, two = (set(re.findall(r'id="([^"]+)"', render(text, key=key).body.html)) for key in ("first", "second"))
    assert one
    assert not one & two


@pytest.mark.parametrize(
    "text", ["One[^1] two.\n\n[^1]: y", "One^[y] two.\n\nMore[^1].\n\n[^1]: y", "One[^1] <b>two</b>.\n\n[^1]: y"]
)
def test_a_first_paragraph_that_stands_elsewhere_calls_no_footnote(text: str) -> None:
    body = render(text, key="k").body
    assert 'href="#fn' in body.html
    assert body.teaser_html.replace("<b>two</b>", "two") == "One two."
    assert body.teaser_text == "One two."


def test_a_reader_cannot_lead_to_marks_that_are_not_ours() -> None:
    assert "pressday:" not in html('<a href="pressday:7">x</a> [y](pressday:0)').replace("[y](pressday:0)", "")
    assert "pressday:" not in html(f'<a href="pressday:{"9" * 5000}">x</a>')


def test_what_is_nested_too_deeply_to_be_read_is_text_as_it_stands() -> None:
    assert plain_text("[" * 3000) == "[" * 3000


# --- links ---------------------------------------------------------------------------------------


def test_links_between_files_are_marked_in_order_with_their_lines() -> None:
    text = "a [b](b.md)\nand [c](../c.md#part)\n\n![d](d.jpg) [e][e]\n\n> [f](f%20g.md)\n\n[e]: live/e.md\n"
    made = render(text, path=PATH, first_line=10)
    assert [(link.target, link.line, link.fragment) for link in made.links] == [
        ("content/articles/2026/b.md", 10, ""),
        ("content/articles/c.md", 11, "part"),
        ("content/articles/2026/d.jpg", 13, ""),
        ("content/articles/2026/live/e.md", 13, ""),
        ("content/articles/2026/f g.md", 15, ""),
    ]
    assert re.findall(r"pressday:(\d)", made.body.html) == ["0", "1", "2", "3", "4"]
    assert made.links[0].column == 7


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- one\n- [b](b.md)\n", [("content/articles/2026/b.md", 11)]),
        ("| a |\n|---|\n| [b](b.md) |\n", [("content/articles/2026/b.md", 12)]),
        ("a  \nb [b](b.md)\n", [("content/articles/2026/b.md", 11)]),
        ("one\n\n<img src='b.jpg'>\n", [("content/articles/2026/b.jpg", 12)]),
        ("a <a href='b.md'>b</a>\n", [("content/articles/2026/b.md", 10)] * 2),
        ("x[^1]\n\n[^1]: [b](b.md)\n", [("content/articles/2026/b.md", 12)]),
    ],
)
def test_a_link_is_located_wherever_it_stands(text: str, found: list[tuple[str, int]]) -> None:
    assert targets(text) == found


@pytest.mark.parametrize(
    "href", ["https://e.example/x", "mailto:a@b.example", "tel:+123", "#part", "//e.example/x", "?page=2"]
)
def test_links_elsewhere_are_left_alone(href: str) -> None:
    made = render(f"[x]({href})", path=PATH)
    assert made.links == ()
    assert f'href="{href}"' in made.body.html


@pytest.mark.parametrize(
    ("href", "address", "fragment"),
    [("/about/", "about/", ""), ("/", "./", ""), ("/a/#b", "a/", "b"), ("/caf%C3%A9/#%C3%A9", "café/", "é")],
)
def test_a_link_from_the_root_of_the_site_is_an_address(href: str, address: str, fragment: str) -> None:
    (link,) = render(f"[x]({href})", path=PATH).links
    assert (link.address, link.fragment) == (address, fragment)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://e.example/x.", '<a href="https://e.example/x">https://e.example/x</a>.'),
        ("run main.py now", "<p>run main.py now</p>"),
        ("write a@b.example", "<p>write a@b.example</p>"),
    ],
)
def test_only_what_is_plainly_an_address_becomes_a_link(text: str, shown: str) -> None:
    assert shown in html(text)


# --- forms ---------------------------------------------------------------------------------------


def test_a_page_has_its_title_to_itself() -> None:
    assert html("# One\n\n## Two\n") == "<h2>One</h2>\n<h3>Two</h3>\n"
    assert html("## Two\n\n### Three\n") == "<h2>Two</h2>\n<h3>Three</h3>\n"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("| a | b |\n|:-|-:|\n| 1 | 2 |", '<td style="text-align:right">2</td>'),
        ("~~gone~~", "<s>gone</s>"),
        ("<kbd>Ctrl</kbd>", "<kbd>Ctrl</kbd>"),
        ("<details><summary>More</summary>\n\ntext\n\n</details>", "<details><summary>More</summary>"),
        ('<img src="https://e.example/x.png" alt="A boat" width="3">', 'alt="A boat"'),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_what_editors_write_is_kept(text: str, part: str) -> None:
    assert part in html(text)


def test_a_stray_end_of_an_element_does_not_close_the_page() -> None:
    assert html("</div></article></main>\n\ntext").strip() == "<p>text</p>"


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("One *two*.\n\nThree.", "One two.\n\nThree.\n"),
        ("- a\n- b\n  - c\n", "- a\n- b\n  - c\n"),
        ("3. a\n4. b\n", "3. a\n4. b\n"),
        ("0. a\n1. b\n", "0. a\n1. b\n"),
        ("> said\n> she", "> said\n> she\n"),
        ("[site](https://e.example/)", "site <https://e.example/>\n"),
        ("<https://e.example/>", "https://e.example/\n"),
        ("[file](b.md) and [below](#x)", "file <pressday:0> and below <pressday:#x>\n"),
        ("---", "* * *\n"),
        ("    code\n     more", "code\n more\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n\n1 | 2\n"),
        ("<div>Raw &amp; ready</div>", "Raw & ready\n"),
        ("<!-- a > b -->", ""),
        ("", ""),
    ],
)
def test_a_letter_reads_like_one(text: str, letter: str) -> None:
    assert render(text, path=PATH).body.text == letter


def test_words_are_what_holds_a_letter_or_a_digit() -> None:
    assert render("One — two, *three* 4 … !\n\n## Five\n\n```\nsix\n```\n").words == 6
    assert render("![](x.jpg)\n\n---\n").words == 0


def test_the_teaser_is_the_first_paragraph_with_its_marks() -> None:
    body = render("## Heading\n\n![](x.jpg)\n\nFirst *one*, [here](https://e.example/).\n\nSecond.").body
    assert body.teaser_html == 'First <em>one</em>, <a href="https://e.example/">here</a>.'
    assert body.teaser_text == "First one, here <https://e.example/>."


def test_the_summary_leaves_headings_out_and_fills_up_a_short_paragraph() -> None:
    assert (
        render("## Heading\n\nShort.\n\nThe next one says more.\n\nThird.").summary == "Short. The next one says more."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The slipway opened. ![The slipway](s.svg)", "The slipway opened."),
        ("![The slipway](s.svg)\n\nIt opened.", "It opened."),
        ("Three things:\n\n- an anchor\n- a chain\n\nThe rest was lost.", "Three things: The rest was lost."),
        ("Short.\n\n| a | b |\n|---|---|\n| c | d |", "Short."),
        ("Short.[^1]\n\n[^1]: A note.", "Short."),
        ("Short.\n\n```\ncode\n```", "Short."),
        ("> It was ours.\n\nSo she said.", "It was ours. So she said."),
        ("## Heading\n\n- an anchor\n- a chain", "an anchor; a chain"),
        ("![The slipway](s.svg)", ""),
    ],
)
def test_summaries_and_excerpts_are_made_of_paragraphs_without_their_pictures(text: str, said: str) -> None:
    made = render(text)
    assert (made.summary, made.body.excerpt_text) == (said, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 200 people moved\n- 41 houses under water\n- 3 cows", "200 people moved; 41 houses under water; 3 cows"),
        ("1. It began.\n2. It ended!\n3. So they say", "It began. It ended! So they say"),
        ("- a bell,\n- a rope, and\n- nothing", "a bell, a rope, and; nothing"),
        ("- He said “no”\n- She said “Yes.”\n- So", "He said “no”; She said “Yes.” So"),
        ("- Roads:\n  - the pass\n  - the pier\n- Rails", "Roads: the pass; the pier; Rails"),
        ("<ul><li>A bell</li><li>A rope.</li><li>A <b>boat</b></li></ul>", "A bell; A rope. A boat"),
        ("- 雪が降る\n- 道が閉じる。\n- 船は出ない", "雪が降る；道が閉じる。船は出ない"),
        ("- 눈이 온다\n- 길이 막혔다", "눈이 온다; 길이 막혔다"),
        ("- Χιόνι\n- Δρόμος", "Χιόνι· Δρόμος"),
        ("- ثلج\n- طريق", "ثلج؛ طريق"),
        ("- 3\n- 4", "3; 4"),
    ],
)
def test_items_of_a_list_are_parted_in_an_excerpt(text: str, said: str) -> None:
    assert render(text).body.excerpt_text == said


def test_a_summary_does_not_end_with_what_parts_its_items() -> None:
    assert render("- One bell\n- Two ropes\n- Three boats").summary == "One bell; Two ropes"
    assert render("- 雪が降る\n- 道が閉じる\n- 船は出ない").summary == "雪が降る；道が閉じる"


def test_what_parts_items_counts_for_no_word() -> None:
    assert render("- one word\n" * 20).body.excerpt_text.count("word") == 20
    long = render("- one word\n" * 21).body.excerpt_text
    assert (long.count("word"), long[-6:]) == (20, "word …")
    assert render("- 雪道\n" * 41).body.excerpt_text == "雪道；" * 39 + "雪道 …"
    assert render("- ฝนตก\n" * 21).body.excerpt_text == "ฝนตก; " * 19 + "ฝนตก …"


def test_a_picture_is_no_first_paragraph() -> None:
    body = render("![The slipway](s.svg)\n\nIt opened. ![A boat](b.svg)").body
    assert (body.teaser_html, body.teaser_text.strip()) == (
        'It opened. <img src="pressday:1" alt="A boat" />',
        "It opened.",
    )


def test_plain_text_is_all_that_a_reader_sees() -> None:
    assert plain_text("# A\n\nb *c* [d](e.md)\n\n- f\n") == "A\nb c d\nf"


# --- excerpts ------------------------------------------------------------------------------------

TEN = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{TEN}. {TEN}. {TEN}. {TEN}. {TEN}.", f"{TEN}. {TEN}. {TEN}. {TEN}."),
        (f"{TEN}. And {TEN}, {TEN}, {TEN}, {TEN}.", f"{TEN}."),
        (f"Short. {TEN} {TEN} {TEN} {TEN} {TEN}", f"Short. {TEN} {TEN} {TEN} {' '.join(TEN.split()[:9])} …"),
        (f"{TEN} {TEN} {TEN} {TEN}, {TEN}", f"{TEN} {TEN} {TEN} {TEN} …"),
        (f"{TEN}.” And {TEN} {TEN} {TEN} {TEN}", f"{TEN}.”"),
        (
            f"{TEN} Mr. Brill and {TEN}, {TEN}, {TEN}, {TEN}",
            f"{TEN} Mr. Brill and {TEN}, {TEN}, {' '.join(TEN.split()[:7])} …",
        ),
        (
            f"{TEN} the U.S. said {TEN}, {TEN}, {TEN}, {TEN}",
            f"{TEN} the U.S. said {TEN}, {TEN}, {' '.join(TEN.split()[:7])} …",
        ),
        (
            f"{TEN} “Dr. Brill {TEN}, {TEN}, {TEN}, {TEN}",
            f"{TEN} “Dr. Brill {TEN}, {TEN}, {' '.join(TEN.split()[:8])} …",
        ),
        (f"{TEN} so… well {TEN}, {TEN}, {TEN}, {TEN}", f"{TEN} so… well {TEN}, {TEN}, {' '.join(TEN.split()[:8])} …"),
        (f"{TEN}. Cut off in the mid", f"{TEN}."),
        ("Whole, and short", "Whole, and short"),
        ("", ""),
    ],
)
def test_an_excerpt_ends_at_a_sentence(text: str, shown: str) -> None:
    assert excerpt([text]) == shown


def test_an_excerpt_of_a_text_without_spaces_is_no_longer_than_another() -> None:
    sentence = "今日は港の船が雪のために出ません。"
    shown = excerpt([sentence * 30])
    assert shown == sentence * 5
    assert excerpt(["語" * 2000]) == "語" * 80 + " …"


@given(st.lists(st.text(max_size=200), max_size=5))
def test_no_excerpt_is_longer_than_forty_words(prose: list[str]) -> None:
    shown = excerpt(prose)
    assert len(shown.removesuffix(" …").split()) <= 40
    assert limited(shown) in (shown, excerpt([shown]))


def test_what_is_short_enough_is_not_cut() -> None:
    assert (
        limited("One sentence with eight words in it here. A rest")
        == "One sentence with eight words in it here. A rest"
    )
    assert len(limited(f"{TEN} " * 9).removesuffix(" …").split()) == 40


def test_an_excerpt_is_safe_html() -> None:
    assert render("a &lt;b&gt; <i>c</i> & d").body.excerpt_html == "<p>a &lt;b&gt; c &amp; d</p>\n"


# --- enemies -------------------------------------------------------------------------------------


def problems(markdown: str) -> list[str]:
    return [problem.message for problem in render(markdown, path=PATH).problems]


def test_what_nests_too_deeply_is_said_and_not_silently_dropped() -> None:
    assert "nested too deeply" in problems("> " * 500 + "words")[0]
    assert "nested too deeply" in problems("".join("  " * depth + "- a\n" for depth in range(500)))[0]
    assert "nested too deeply" in problems("[" * 20_000)[0]
    assert "words" in html("> " * 100 + "words")


def test_the_place_of_what_nests_too_deeply_is_near_it() -> None:
    (problem,) = render("fine\n\n" + "> " * 500 + "words", path=PATH, first_line=10).problems
    assert problem.line == 12


@pytest.mark.parametrize("address", ["https://e.example/" + "y" * 20_000, "y" * 20_000 + ".md"])
def test_one_long_definition_used_many_times_does_not_grow_without_bound(address: str) -> None:
    made = render(f"[a]: {address}\n\n" + "[a] " * 5_000, path=PATH)
    assert "out of all proportion" in made.problems[0].message
    assert made.body.html == ""
    assert made.links == ()


SLOW = {
    "bare addresses": "http://a.b/(" * 8_000,
    "addresses without scheme": "//a.co/ " * 12_000 + "http://x.example/",
    "a long host": "http://a.b/" + "a." * 50_000,
    "brackets": "[" * 50_000 + "]" * 50_000,
    "emphasis": "*a **b " * 10_000,
    "stars": "*" * 50_000 + "a",
    "ticks": "".join("`" * n + "a " for n in range(300)),
    "less-than": "<" * 50_000,
    "less-than in a block": "<div\n" + "<" * 50_000,
    "comments": "<!-- " * 20_000,
    "open elements": "<div>" * 40_000,
    "definitions": "".join(f"[a{n}]: x\n" for n in range(10_000)),
    "footnotes": "".join(f"[^{n}]" for n in range(1_000)) + "\n\n" + "".join(f"[^{n}]: n\n\n" for n in range(1_000)),
    "a wide table": "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + "|x|\n" * 1_000,
    "entities": "&amp;" * 20_000,
    "backslashes": "\\" * 50_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    made = render(text, path=PATH)
    assert isinstance(made, Rendered)
    assert time.process_time() - began < 4


def test_many_elements_are_shown_as_the_text_they_are() -> None:
    made = render("<b>" * 6_000, path=PATH)
    assert "HTML tags" in made.problems[0].message
    assert "<b>" not in made.body.html


@pytest.mark.parametrize(
    "text", ["&#12; a", "&#1; a", "&#x80; a", "&#xFFFE; a", "&#xD800; a", "<b>&#12;&#1;</b> a", "<p>&#11;</p> a"]
)
def test_what_an_entity_stands_for_is_fit_for_a_feed(text: str) -> None:
    body = render(text, path=PATH).body
    for form in (body.html, body.text, body.teaser_html, body.teaser_text, body.excerpt_html, body.excerpt_text):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", form)


@given(st.text(st.sampled_from("ab *_`[]()<>!#-+|\\&;:/\"'\n\t1.~^{}=")))
def test_whatever_is_written_nothing_acts_and_nothing_crashes(text: str) -> None:
    made = render(text, path=PATH, key="k")
    assert acting(made.body.html) == []
    marks = {int(number) for number in re.findall(r'"pressday:(\d+)"', made.body.html)}
    assert marks <= set(range(len(made.links)))
