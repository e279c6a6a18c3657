"""Footnotes of a page become footnotes in Markdown, and what only looks like one stays a link or a word."""

from __future__ import annotations

import pytest

from pressday.markup import fromhtml, plain_text

NOTE = '<ol><li id="n1">Nine <em>metres</em>. <a href="#r1">↩</a></li></ol>'


def told(html: str) -> list[str]:
    return [block.markdown for block in fromhtml.blocks(html)]


@pytest.mark.parametrize(
    "reference",
    [
        '<sup><a href="#n1" id="r1">1</a></sup>',
        '<sup id="r1"><a href="#n1">[1]</a></sup>',
        '<a href="#n1" id="r1"><sup>1</sup></a>',
        ' <a href="#n1" name="r1">*</a>',
    ],
)
def test_a_link_to_a_note_that_links_back_is_a_reference(reference):
    html = f"<p>There is a well{reference} here.</p>{NOTE}"
    assert told(html) == ["There is a well[^1] here.", "[^1]: Nine *metres*."]
    assert [block.text for block in fromhtml.blocks(html)] == ["There is a well here.", "Nine metres."]


def test_a_note_of_several_paragraphs_stays_one():
    html = (
        '<p>A well.<a id="r1" href="#n1">1</a></p>'
        '<div class="footnote"><a id="n1" href="#r1">1</a><div><p>Nine metres.</p><ul><li>by rope</li></ul></div></div>'
    )
    assert told(html) == ["A well.[^1]", "[^1]: Nine metres.", "    - by rope"]
    assert plain_text("\n\n".join(told(html))).split() == "A well. Nine metres. by rope".split()


def test_two_references_to_one_note_have_one_number():
    html = (
        '<p>A<a href="#n1" id="r1">1</a> and B<a href="#n2" id="r2">2</a> and A<a href="#n1" id="r3">1</a>.</p>'
        '<ol><li id="n1">First. <a href="#r1">a</a> <a href="#r3">b</a></li>'
        '<li id="n2">Second. <a href="#r2">↩</a></li></ol>'
    )
    assert told(html) == ["A[^1] and B[^2] and A[^1].", "[^1]: First.", "[^2]: Second."]


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a href="#n1">1</a>.</p><p id="n1">No way back.</p>',
        '<p id="r1">Go to <a href="#n1">the second part of this</a>.</p><p id="n1">Two. <a href="#r1">Up</a></p>',
        '<p>See <a href="#gone">1</a>.</p>',
        '<p id="r1">One <a href="#r1">1</a></p>',
        '<p><a id="r1" href="#n1">1</a></p><div id="n1"><h2>The bell</h2><p>It rang.</p><a href="#r1">Up</a></div>',
        '<p><a id="r1" href="#n1">1</a></p><h2 id="n1">The bell <a href="#r1">Up</a></h2><p>It rang.</p>',
        '<p><a id="r1" href="#n1">1</a></p><section id="n1"><p>It rang.</p><a href="#r1">Up</a></section>',
        '<p><a id="r1" href="#n1">1</a></p><div id="n1">Tides<table><tr><td>4 m</td></tr></table>'
        '<a href="#r1">Up</a></div>',
    ],
)
def test_other_links_within_a_page_stay_words(html):
    assert not any("[^" in markdown for markdown in told(html))


def test_a_note_that_is_out_of_sight_leaves_its_number():
    html = '<p>A well.<a href="#n1" id="r1">1</a></p><div hidden><p id="n1">Nine. <a href="#r1">x</a></p></div>'
    assert told(html) == ["A well.1"]


def test_references_to_notes_of_another_text_become_numbers():
    blocks = fromhtml.blocks(f'<p>There is a well<a href="#n1" id="r1">1</a>.</p>{NOTE}')
    assert [block.markdown for block in fromhtml.without_lost_notes(blocks)] == [block.markdown for block in blocks]
    assert [block.markdown for block in fromhtml.without_lost_notes(blocks[:1])] == ["There is a well1."]
