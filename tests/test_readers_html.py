"""Saved pages: what they are, what they say of themselves, and that no word of theirs goes astray."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from pressday.problems import ProblemError
from pressday.readers import read as read_any
from pressday.readers.html import read

PARAGRAPH = (
    "<p>All of Harne came down to the water on Thursday to see the first boat go through the lock, which has been "
    "closed since the flood of 2017 broke its lower gate.</p>"
)
TEXT = (
    PARAGRAPH + PARAGRAPH.replace("Thursday", "Friday").replace("first", "second") + PARAGRAPH.replace("boat", "swan")
)
BOTH = ["Nell Harrow", "Tam Reyes"]
HALF_PAST_EIGHT = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)
HALF_PAST_NINE = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def page(body=TEXT, head="", title="The lock is open"):
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def item(html, **options):
    document, _ = read(html.encode() if isinstance(html, str) else html, options.get("name", "lock.html"))
    (one,) = document.items
    return one


def said(document):
    return " ".join(block.text for block in document.blocks)


def jsonld(text):
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (jsonld('{"@type":"NewsArticle","author":[{"name":"Nell Harrow"},{"name":"Tam Reyes"}]}'), BOTH),
        (jsonld('{"@type":["NewsArticle"],"author":{"name":["Nell Harrow","Tam Reyes"]}}'), BOTH),
        (jsonld('[{"@type":"http://schema.org/Article","author":"Nell Harrow and Tam Reyes"}]'), BOTH),
        (jsonld('{"@graph":[{"@type":"Person","@id":"#n","name":"Nell Harrow","url":"/n"},'
                '{"@type":"Article","author":{"@id":"#n"}}]}'), ["Nell Harrow"]),
        ('<meta name="author" content="By Nell Harrow, Tam Reyes, harbour reporter">', BOTH),
        ('<meta name="author" content="Nell Harrow"><meta name="author" content="Tam Reyes">', BOTH),
        ('<meta property="article:author" content="https://social.example/nell">', []),
    ],
)  # fmt: skip
def test_every_author_is_named(head, authors):
    assert list(item(page(head=head)).authors) == authors


def test_the_byline_of_the_page_names_those_whom_its_head_does_not():
    assert item(page(f"<p>By Nell Harrow and Tam Reyes</p>{TEXT}")).authors == ("Nell Harrow", "Tam Reyes")
    assert item(page(f'<a rel="author" href="/n">Nell Harrow</a>{TEXT}')).authors == ("Nell Harrow",)


@pytest.mark.parametrize(
    ("head", "instant"),
    [
        (jsonld('{"@type":"Article","datePublished":"2026-03-05T09:30:00+01:00"}'), HALF_PAST_EIGHT),
        ('<meta property="article:published_time" content="2026-03-05T09:30Z">', HALF_PAST_NINE),
        ('<meta name="date" content="Thu, 05 Mar 2026 09:30:00 GMT">', HALF_PAST_NINE),
        (jsonld('{"@type":"Article","datePublished":"2026-03-05"}')
         + '<meta name="date" content="2026-03-05T09:30Z">', HALF_PAST_NINE),
        ('<meta name="date" content="2026-03-05">', datetime(2026, 3, 5, 12, tzinfo=UTC)),
        ('<meta name="date" content="soon">', None),
    ],
)  # fmt: skip
def test_the_date_keeps_its_zone(head, instant):
    assert item(page(head=head)).instant == instant


def test_a_time_on_the_page_dates_it():
    html = page(f'<time datetime="2026-03-05T09:30:00Z">this morning</time>{TEXT}')
    assert item(html).instant == HALF_PAST_NINE


def test_a_page_says_its_address_site_language_and_tags():
    head = (
        '<link rel="canonical" href="/2026/lock"><base href="https://gazette.harne.example/x/">'
        '<meta property="og:site_name" content="The Harne Gazette"><meta property="article:tag" content="Harbour">'
        '<meta property="article:tag" content="#Ferries"><meta property="og:locale" content="en_GB">'
    )
    document, _ = read(page(head=head).encode(), "lock.html")
    assert document.url == "https://gazette.harne.example/2026/lock"
    assert (document.site, document.language) == ("The Harne Gazette", "en-GB")
    assert document.items[0].topics == ("Harbour", "Ferries")


def test_the_lead_picture_comes_with_its_credit_and_leaves_the_text():
    caption = "<figcaption>A boat. Photo: Ines Okafor</figcaption>"
    figure = f'<figure><img src="https://e.example/b.jpg" alt="A boat">{caption}</figure>'
    document, _ = read(page(figure + TEXT).encode(), "lock.html")
    image = document.items[0].image
    assert (image.address, image.alt, image.credit) == (
        "https://e.example/b.jpg",
        "A boat",
        "A boat. Photo: Ines Okafor",
    )
    assert [block.text for block in document.blocks if block.role == "caption"] == [image.alt, image.credit]


def test_furniture_is_outside_the_article_or_said_to_be_furniture():
    html = page(
        f"<nav>Home</nav><ul class=share><li>Share this story</li></ul>{TEXT}"
        "<aside>Most read</aside><div class=cookie-banner>We use cookies</div><footer>About us</footer>"
    )
    document, _ = read(html.encode(), "lock.html")
    text = " ".join(block.text for block in document.blocks if block.role == "")
    assert text.split() == " ".join(TEXT.replace("<p>", " ").replace("</p>", " ").split()).split()
    assert document.blocks[0].role == "headline"


def test_structure_of_the_article_stays():
    extra = "<h2>How</h2><ol><li>One winter of letters to them</li><li>Two</li></ol>"
    extra += "<blockquote><p>We did not think so</p></blockquote><hr>"
    document, _ = read(page(PARAGRAPH + extra + TEXT).encode(), "lock.html")
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["heading", "paragraph", "heading", "item", "item", "quote", "rule", *["paragraph"] * 3]
    assert document.blocks[3].markdown.startswith("1. ")


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        ("\ufeffBöe".encode(), ""),
        ("Böe".encode("utf-16"), ""),
        (b"<meta charset=utf-8>B\xc3\xb6e", ""),
        (b"<meta charset=windows-1252>B\xf6e", ""),
        (b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>B\xf6e", ""),
        (b"<?xml version='1.0' encoding='iso-8859-15'?><p>B\xf6e", ""),
        (b"B\xc3\xb6e", ""),
        (b"<meta charset=utf-8>B\xf6e", "declares utf-8, and is not"),
        (b"<meta charset=iso-8859-1>B\xc3\xb6e", "declares iso-8859-1, and is UTF-8"),
        (b"<meta charset=x-harne>B\xc3\xb6e", "an encoding that nobody knows"),
        (b"<meta charset=utf-7>B\xc3\xb6e", "an encoding that nobody knows"),
        (b"<meta charset=base64>B\xc3\xb6e", "an encoding that nobody knows"),
        (b"<meta charset=utf-16>B\xc3\xb6e", ""),
        (b"B\xf6e", "is not UTF-8; read as windows-1252"),
        (b"B\xc3\xb6\x00e", "a NUL was taken out"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_or_doubted(data, warning):
    document, problems = read(data, "a.html")
    assert said(document) == "Böe"
    assert [problem for problem in problems if warning and warning in problem.message] or (not warning and not problems)


UPDATES = """{"@type":"LiveBlogPosting","headline":"Storm","liveBlogUpdate":[
 {"headline":"Two","url":"#b2","datePublished":"2026-03-05T14:20:00Z","articleBody":"The gates were"},
 {"headline":"Two","url":"#b2","datePublished":"2026-03-05T14:20:00Z","articleBody":"The gates were"},
 {"headline":"One","url":"#b1","datePublished":"2026-03-05T13:20:00Z","author":{"name":"Tam Reyes"},
  "articleBody":"A long text that is not on the page in full at all."},
 {"headline":"Nought","datePublished":"2026-03-05T12:20:00Z","articleBody":"First.\\nSecond."}]}"""


def live(updates=UPDATES):
    body = (
        "<p>The lead.</p><div id=b2><h2>Two</h2><p>The gates were closed.</p></div>"
        "<div id=b1><h2>One</h2><p>By Tam Reyes</p><p>A long…</p></div>"
    )
    return read(page(body, jsonld(updates), "Storm").encode(), "storm.html")[0]


def entries(document):
    return [
        (one.title, " / ".join(block.text for block in document.blocks[one.first : one.last] if not block.role))
        for one in document.items
    ]


def test_a_declared_live_page_is_its_updates_each_once():
    document = live()
    assert [one.kind for one in document.items] == ["live"] * 3
    assert entries(document) == [
        ("Two", "The gates were closed."),
        ("One", "A long text that is not on the page in full at all."),
        ("Nought", "First. / Second."),
    ]
    assert document.items[1].authors == ("Tam Reyes",)
    assert document.items[0].instant == datetime(2026, 3, 5, 14, 20, tzinfo=UTC)
    assert [block.text for block in document.blocks[: document.items[0].first]] == ["Storm", "The lead."]


def test_updates_that_only_follow_each_other_are_told_apart():
    body = '<h2 id="b2">Two</h2><p>Text two.</p><p>More.</p><h2 id="b1">One</h2><p>Text one.</p>'
    document, _ = read(
        page(
            body, jsonld(UPDATES.replace("A long text that is not on the page in full at all.", "Text")), "Storm"
        ).encode(),
        "s.html",
    )
    assert entries(document)[:2] == [("Two", "Text two. / More."), ("One", "Text one.")]


@pytest.mark.parametrize(
    "script", ["", "{", "[[[[", "null", "42", '"x"', '{"@type":7}', '{"@type":"LiveBlogPosting"}',
               '{"@type":"LiveBlogPosting","liveBlogUpdate":[1,null,{},{"headline":[]}]}', '{"@graph":{"@type":null}}',
               '{"@type":"NewsArticle","author":{"name":{"a":1}},"image":[[]],"datePublished":7,"headline":{}}',
               '{"a":"</script><b>x</b>"}', "[" * 100_000, '{"a":' * 100_000, '{"a":' + "1" * 10_000 + "}",
               '{"@type":"NewsArticle","mainEntityOfPage":{"@id":["//["]},"url":"//["}'],
)  # fmt: skip
def test_garbage_in_json_ld_does_no_harm(script):
    document, _ = read(page(TEXT, jsonld(script)).encode(), "a.html")
    assert "All of Harne" in said(document)
    assert len(document.items) == 1


def cards(count, extra=""):
    return "".join(
        f'<div class=card><h3><a href="https://e.example/{n}">Card number {n}</a></h3><p>A teaser of it</p></div>'
        for n in range(count)
    ) + extra  # fmt: skip


def test_cards_make_a_listing_and_an_article_with_links_below_does_not():
    listing, _ = read(page(cards(4), title="Harbour").encode(), "a.html")
    assert [(one.kind, one.url) for one in listing.items] == [("card", f"https://e.example/{n}") for n in range(4)]
    article, _ = read(page(TEXT + TEXT.replace("lock", "gate") + cards(4)).encode(), "a.html")
    assert [one.kind for one in article.items] == ["article"]
    assert "teaser" not in " ".join(block.text for block in article.blocks if not block.role)
    declared, _ = read(
        page(PARAGRAPH + cards(4), jsonld('{"@type":"NewsArticle","datePublished":"2026-03-05"}')).encode(), "a"
    )
    assert [one.kind for one in declared.items] == ["article"]


def test_a_page_with_stamps_is_handed_on_whole():
    entry = (
        '<div><time datetime="2026-03-05T{0}:00Z">{0}</time><h2>News at {0}</h2><p>Something has happened.</p></div>'
    )
    document, _ = read(page("".join(entry.format(f"{hour}:20") for hour in (14, 13, 12))).encode(), "a.html")
    assert [block.text for block in document.page if block.role == "stamp"] == ["14:20", "13:20", "12:20"]
    assert read(page().encode(), "a.html")[0].page == ()


@pytest.mark.parametrize(
    "html", ["", " ", "<html></html>", "<script>x</script>", "<body><img src=x></body>", "<!-- x -->"]
)
def test_nothing_says_that_it_is_nothing(html):
    with pytest.raises(ProblemError, match="holds no text"):
        read_any(html.encode(), "a.html")


@pytest.mark.parametrize("depth", [500, 50_000])
def test_a_page_nested_deeply_loses_no_word(depth):
    document, _ = read((f"{'<div>' * depth}{TEXT}{'</div>' * depth}").encode(), "a.html")
    assert said(document).split() == TEXT.replace("<p>", " ").replace("</p>", " ").split()


@pytest.mark.parametrize(
    "piece",
    ["<p>some words ", "<li>some words ", "<article><h2><a href=/a>One two three four</a></h2><p>five</article>",
     "<table><tr><td>x", '<div class="related">x ', "<time datetime=2026-03-05T13:00Z>13:00</time><p>x ",
     "<meta name=author>",
     "<!--", "<script>", "<a href=/x><h3>a b c d</h3>", "<h1>a b", "&amp;"],
)  # fmt: skip
def test_hostile_pages_take_no_more_than_their_time(piece):
    start = time.process_time()
    try:
        document, _ = read((TEXT + piece * (200_000 // len(piece))).encode(), "a.html")
    except ProblemError:
        pytest.fail("its first words are text")
    assert "All of Harne" in said(document)
    assert time.process_time() - start < 5


def test_an_archive_holds_its_page_and_its_pictures():
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://gazette.harne.example/lock"
    message.set_content(page(f'<figure><img src="https://e.example/b.png" alt="b"></figure>{TEXT}Böe'), subtype="html")
    message.add_related(b"\x89PNG\r\n\x1a\n1234", "image", "png")
    part = list(message.iter_parts())[1]
    part["Content-Location"] = "https://e.example/b.png"
    document, problems = read_any(message.as_bytes(), "lock.mhtml")
    (asset,) = document.assets
    assert asset.name.endswith(".png")
    assert document.items[0].image.address == asset.name
    assert document.url == "https://gazette.harne.example/lock"
    assert problems == []
    with pytest.raises(ProblemError, match="without a page"):
        read(b"Content-Type: text/plain\n\nx", "a.mht")


CAPTION = "<figcaption>The coin, or one like it.</figcaption>"
FIGURE = f'<figure><img src="https://gazette.example/coin.jpg" alt="A coin">{CAPTION}</figure>'
SHORT = "<p>A coin was tossed in the hall on Monday, and it fell with a long sound that all heard.</p>"


def roles(html):
    document, _ = read(html.encode(), "coin.html")
    return [
        (block.kind, block.role) for block in document.blocks if block.kind == "image" or "or one like it" in block.text
    ]


@pytest.mark.parametrize("after", ["", "<aside><h3>Most read</h3><ul><li><a href='/a'>Ten walks</a></li></ul></aside>"])
@pytest.mark.parametrize("text", [TEXT, SHORT * 2])
def test_a_figure_that_is_the_last_thing_in_the_article_is_kept_with_its_caption(text, after):
    body = f"<article><h1>The lock is open</h1>{text}{FIGURE}</article>{after}"
    html = f"<html><head><title>The lock is open</title></head><body>{body}</body></html>"
    assert roles(html) == [("image", ""), ("paragraph", "")]
    assert item(html).image is None


@pytest.mark.parametrize("text", [TEXT, SHORT])
def test_a_figure_between_paragraphs_stays_there_with_its_caption(text):
    html = page(f"<article>{text}{FIGURE}{text.replace('Monday', 'Tuesday').replace('Harne', 'Tarn')}</article>")
    assert roles(html) == [("image", ""), ("paragraph", "")]
    assert item(html).image is None


def test_a_figure_above_the_text_is_the_picture_of_the_article():
    assert roles(page(f"<article>{FIGURE}{TEXT}</article>")) == [("image", "caption"), ("paragraph", "caption")]


def test_a_face_below_the_text_is_no_part_of_it():
    face = '<figure><img src="https://gazette.example/nell.jpg" width="80" height="80" alt="Nell Harrow"></figure>'
    assert ("image", "") not in roles(page(f"<article>{TEXT}{face}</article>"))
