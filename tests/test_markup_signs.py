"""Rules are left out for which a text shows no sign: it must read as if all had been tried."""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from pressday import markup

MARKS = [
    *("word", "*one*", "**two**", "_three_", "__four__", "***five***", "2*3*4", "a_b_c", "** no **"),
    *("`code`", "``a`b``", "\\*", "\\", "&amp;", "&nosuch;", "~~gone~~", "~kept~", "1.5", "half-way", "$5 + $6"),
    *("[a](https://x.example/a)", "[b](https://x.example/?q=1&r=a%20b#f)", "[c](https://ü.example/ä)", "[d]", "[e]()"),
    *("[f](HTTPS://X.example)", "[g](//x.example/y)", '[h](https://x.example "t")', "[i](mailto:a@x.example)"),
    *("[j](http://[::1]/x)", "[k](https://u:p@x.example:8080/a)", "[l](javascript:x)", "![m](https://x.example/i.png)"),
    *("<https://a.example>", "  \n", "\n", "\n\n", "\n    more", "\n\n    code\n\n", "\n\n\tcode\n\n"),
    *("\n\n```py\nx = 1\n```\n\n", "\n\n~~~\ny\n~~~\n\n", "\n\n> said\n> > again\nlazy\n\n", "\n\n## Two *x*\n\n"),
    *(
        "\nUnder\n---\n",
        "\n\n---\n\n",
        "\n\n* * *\n\n",
        "\n\n___\n\n",
        "\n\n- a\n- b\n\n  more\n",
        "\n\n1. a\n2. b\n   - c\n",
    ),
    *(
        "\n\n7) seven\n",
        "\n\n+ plus\n\n",
        "\n\n-\n\n",
        "\n1. no list\n",
        "\n\n-     code\n\n",
        "\n- a\n---\n",
        "\n\n*\tb\n",
    ),
    *(
        "\n\n| a | b |\n|---|:-:|\n| 1 | *2* |\n\n",
        '\n\n[d]: https://d.example/ "T"\n\n',
        "\n\n[n]:\nhttps://n.example\n\n",
    ),
]


@pytest.mark.parametrize("seed", range(40))
def test_a_text_reads_as_if_every_rule_had_been_tried(seed: int) -> None:
    whole = MarkdownIt("commonmark", {"maxNesting": 400}).enable(["table", "strikethrough"])
    chance = random.Random(seed)
    for _ in range(10):
        text = "".join(chance.choice(MARKS) + chance.choice(["", " "]) for _ in range(chance.randint(1, 12)))
        assert markup.render(text).body.html == whole.render(text), text


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example/b", 1),
        ("see https://a.example/b.", 1),
        ("(https://a.example)", 1),
        ("[a](https://a.example)", 1),
        ("<https://a.example>", 1),
        ("[a](https://a.example) https://b.example", 2),
        ("xhttps://a.example", 0),
        ("ftp://a.example", 0),
    ],
)
def test_an_address_in_the_text_is_a_link(text: str, links: int) -> None:
    assert markup.render(text).body.html.count("<a href=") == links
