"""Plain text becomes Markdown that reads back as the same text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressday.markup import plain_text, render
from pressday.markup.blocks import blocks
from pressday.markup.plain import heading, to_markdown

_CHARS = st.one_of(
    st.sampled_from(list("#*_`~[]()<>|\\!&;:./@=+-{}$%^\"'’“ \t0123456789abAB")),
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufeff"),
)
_PIECES = st.sampled_from(
    "# |1. |1) |- |> |&amp;|&#35;|{{ x }}|[x](y)|![x](y)|<b>|<!--|---|===|***|`x`|~~x~~|www.a.example|a@b.example|"
    "[^1]|[^1]: |\\|    |\t|* * *|http://a.example/b_c_d|//a.example|mailto:a@b.example|ftp://a.example|+ |[a]: b|"
    ": |```".split("|")
) | st.sampled_from(["| a | b |", "|---|"])
texts = st.lists(st.one_of(st.text(_CHARS, max_size=12), _PIECES), max_size=8).map("".join)


@settings(max_examples=400, deadline=None)
@given(texts)
@example("1986. A great year\\")
@example("- - -")
@example("a*b*c **d** __e__ f_g_h")
@example("&copy; &#x41; AT&T R&D;")
def test_any_line_of_text_reads_back_as_itself(text: str) -> None:
    assert plain_text(to_markdown(text)).split() == text.split()


@settings(max_examples=200, deadline=None)
@given(texts, st.integers(1, 6))
@example("1 #", 2)
@example("#", 2)
@example("C # ## ", 3)
@example("C#", 1)
def test_any_headline_reads_back_as_itself(text: str, level: int) -> None:
    written = heading(level, to_markdown(text))
    assert plain_text(written).split() == text.split()
    assert not text.split() or render(written).body.html.startswith(("<h2>", f"<h{level}>"))


@settings(max_examples=150, deadline=None)
@given(st.lists(texts.filter(str.strip), min_size=2, max_size=4))
def test_paragraphs_of_text_do_not_become_marks_of_each_other(paragraphs: list[str]) -> None:
    markdown = "\n\n".join(to_markdown(text) for text in paragraphs)
    assert plain_text(markdown).split() == " ".join(paragraphs).split()


@settings(max_examples=150, deadline=None)
@given(texts.filter(lambda text: text.strip() and "://" not in text))
def test_a_line_of_text_is_drawn_as_one_paragraph_without_marks(text: str) -> None:
    html = render(to_markdown(text)).body.html
    assert html.startswith("<p>")
    assert html.endswith("</p>\n")
    assert "<" not in html[3:-5]


@pytest.mark.parametrize(
    "text",
    [
        "Prose with a comma, a dash – and 3.5 per cent (about £1,200).",
        "snake_case is one word; AT&T is a firm",
        "It’s 5 < 6",
    ],
)
def test_prose_is_left_as_an_editor_would_write_it(text: str) -> None:
    assert to_markdown(text).replace("\\<", "<") == text


def test_blocks_of_markdown_lose_no_line_between_them() -> None:
    source = "# A\ntext\nmore\n\n- one\n- two\n\n> quote\n\n[ref]: https://a.example\n\n```\ncode\n\nmore\n```\nend"
    pieces = blocks(source)
    assert [(piece.kind, piece.line) for piece in pieces] == [
        ("heading", 0),
        ("paragraph", 1),
        ("item", 4),
        ("item", 5),
        ("quote", 7),
        ("paragraph", 9),
        ("code", 11),
        ("paragraph", 16),
    ]
    assert "".join("".join(piece.source.split()) for piece in pieces) == "".join(source.split())
