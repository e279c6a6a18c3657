"""A text far from its page, beside texts of others."""

from __future__ import annotations

import pytest

from pressday import markup
from pressday.outputs.feeds.html import portable

PAGE = "https://example.org/post/2025/05/14/pier/"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('<a href="#top">x</a>', f'<a href="{PAGE}#top">x</a>'),
        ('<a href="?page=2&amp;x=1">x</a>', f'<a href="{PAGE}?page=2&amp;x=1">x</a>'),
        ('<a href="">x</a>', f'<a href="{PAGE}">x</a>'),
        ('<a href="//h.example/x">x</a>', '<a href="https://h.example/x">x</a>'),
        ('<a href="//[">x</a>', f'<a href="{PAGE}">x</a>'),
        ('<img src="pic.png" alt="a > b">', f'<img src="{PAGE}pic.png" alt="a > b">'),
        ('<video poster="p.png" controls></video>', f'<video poster="{PAGE}p.png" controls></video>'),
        (
            '<img srcset="a.png, b,c.png 2x, https://h.example/d.png 100w" alt="">',
            f'<img srcset="{PAGE}a.png, {PAGE}b,c.png 2x, https://h.example/d.png 100w" alt="">',
        ),
        ('<blockquote cite="/speech">x</blockquote>', '<blockquote cite="https://example.org/speech">x</blockquote>'),
        ('<p id="a" class="b" title="c">x</p>', '<p title="c">x</p>'),
        ('<img src="https://h.example/a.png" loading="lazy" alt="">', '<img src="https://h.example/a.png" alt="">'),
    ],
)
def test_links_become_whole_and_ids_go(given: str, shown: str) -> None:
    assert portable(given, PAGE) == shown


@pytest.mark.parametrize(
    "text",
    [
        "<p>Nothing to do.</p>",
        '<p>Say id="x" and href="#y" as it stands.</p>',
        '<a href="mailto:desk@example.org">x</a><a href="https://h.example/#a">y</a>',
        "<pre><code>&lt;a href=&quot;#&quot; id=&quot;x&quot;&gt;\n</code></pre>",
        '<td style="text-align:right">1</td>',
    ],
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert portable(text, PAGE) == text


def test_footnotes_lead_to_the_page_where_they_stand() -> None:
    html = markup.render("One[^1].\n\n[^1]: Two.\n", path="content/articles/x.md", key="pier").body.html
    assert 'id="fn-pier-1"' in html
    shown = portable(html, PAGE)
    assert f'<a href="{PAGE}#fn-pier-1">[1]</a>' in shown
    assert f'<a href="{PAGE}#fnref-pier-1">' in shown
    assert " id=" not in shown


def test_no_text_is_slow_to_look_at() -> None:
    for text in ('<a href="' * 20_000, "<a " + "b " * 50_000, '<img srcset="' + "a," * 50_000 + '">', "<a b=" * 20_000):
        assert isinstance(portable(text + ' <p id="x">', PAGE), str)
