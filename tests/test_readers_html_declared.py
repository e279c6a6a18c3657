"""A live page that declares fewer updates than it shows: every entry stays its own, whatever the page is built of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday.documents import Document
from pressday.readers.html import read
from pressday.recognise import Found, Hints, recognise

NOW = datetime(2026, 3, 6, 18, tzinfo=UTC)
# Name, time on the page, instant, headline, author, text; the page runs over midnight, an hour ahead of UTC.
ENTRIES = (
    ("e5", "14:20", "2026-03-05T14:20:00+01:00", "Harbour shut", "Nell Harrow", "The gates were closed at noon."),
    ("e4", "13:05", "2026-03-05T13:05:00+01:00", "Wind rises", "Tam Reyes", "A gale was blowing from the west."),
    ("e3", "11:50", "2026-03-05T11:50:00+01:00", "Ferries stay in", "Ines Okafor", "No boat leaves, said the master."),
    ("e2", "00:30", "2026-03-05T00:30:00+01:00", "Rain", "Piet Gossage", "The gutters of the old town are full."),
    ("e1", "23:10", "2026-03-04T23:10:00+01:00", "Clouds", "Nell Harrow", "They come from the south, and are black."),
)
TIMES = {
    "to machines": '<time datetime="{2}">5 min ago</time>',
    "as text": "<span>{1}</span>",
    "in a paragraph": '<p class="when">{1}</p>',
    "how long ago": "<span>5 min ago</span>",
    "nowhere": "",
}
ORDERS = ("{time}{head}{by}", "{head}{time}{by}", "{time}{by}{head}", "{head}{by}{time}")


def declared(numbers, *, named=True, body=True, titled=True):
    updates = []
    for name, _, instant, title, author, text in (ENTRIES[number] for number in numbers):
        update = {"@type": "BlogPosting", "datePublished": instant, "headline": title, "author": {"name": author}}
        if not titled:
            del update["headline"]
        updates.append(
            update
            | ({"url": f"https://e.example/live#{name}"} if named else {})
            | ({"articleBody": text} if body else {})
        )
    live = {"@type": "LiveBlogPosting", "headline": "Storm over Harne", "liveBlogUpdate": updates}
    return f'<script type="application/ld+json">{json.dumps(live)}</script>'


def entry(one, time, order):
    by = f'<p class="byline">By {one[4]}</p>'
    return order.format(time=TIMES[time].format(*one), head=f"<h2>{one[3]}</h2>", by=by) + f"<p>{one[5]}</p>"


def shown(shape, time, order):
    told = [entry(one, time, order) for one in ENTRIES]
    if shape == "boxes":
        inner = "".join(f'<article class="post n{n}" id="e{5 - n}">{one}</article>' for n, one in enumerate(told))
    elif shape == "a list":
        inner = "<ul>" + "".join(f'<li><div class="c">{one}</div></li>' for one in told) + "</ul>"
    elif shape == "days":
        inner = '<section class="day"><h3>5 March</h3>' + "".join(f"<article>{one}</article>" for one in told[:4])
        inner += f'</section><section class="day"><h3>4 March</h3><article>{told[4]}</article></section>'
    elif shape == "boxes in boxes":
        inner = "".join(f'<div class="x{n}"><article class="p">{one}</article></div>' for n, one in enumerate(told))
    else:
        inner = "".join(one.replace("<h2", f'<h2 id="e{5 - n}"', 1) for n, one in enumerate(told))
    return f"<h1>Storm over Harne</h1><p>A storm has reached the harbour.</p><div class='feed'>{inner}</div>"


def found_in(script: str, body: str) -> tuple[Document, Found]:
    html = f"<html><head><title>Storm over Harne</title>{script}</head><body><main>{body}</main></body></html>"
    document, _ = read(html.encode(), "storm.html")
    found = recognise(document, Hints(ZoneInfo("UTC"), NOW))
    assert found is not None
    return document, found


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("shape", ["boxes", "a list", "days", "boxes in boxes", "one after the other"])
def test_whatever_is_declared_every_entry_has_its_own_text_time_and_author(shape, time, order):
    for numbers, named, body in (
        ((2,), True, True),
        ((0,), False, True),
        ((4, 1), True, False),
        (range(5), False, True),
    ):
        _, found = found_in(declared(numbers, named=named, body=body), shown(shape, time, order))
        by_title = {clipping.title: clipping for clipping in found.clippings}
        assert sorted(by_title) == sorted(one[3] for one in ENTRIES)
        assert len(found.clippings) == len(ENTRIES)
        for number, (_, _, instant, title, author, text) in enumerate(ENTRIES):
            clipping = by_title[title]
            assert clipping.paragraphs == (text,)
            assert clipping.authors == (author,)
            if number in numbers or time in ("to machines", "as text", "in a paragraph"):
                assert clipping.instant == datetime.fromisoformat(instant), title
            else:
                assert "date" in clipping.guessed


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("time", ["to machines", "as text"])
@pytest.mark.parametrize("shape", ["boxes", "days", "one after the other"])
def test_updates_without_headlines_are_known_by_their_texts_or_times(shape, time, order):
    for body in (True, False) if time == "to machines" else (True,):
        _, found = found_in(declared([1, 3], named=False, body=body, titled=False), shown(shape, time, order))
        told = [(one.title, one.instant, one.authors, one.paragraphs) for one in found.clippings]
        assert told == [(e[3], datetime.fromisoformat(e[2]), (e[4],), (e[5],)) for e in ENTRIES]


def test_headings_that_may_be_entries_are_told_where_nothing_says_whether_they_are():
    _, found = found_in(declared([0], body=False), shown("one after the other", "nowhere", ORDERS[0]))
    assert any("“Harbour shut” has headings like its own in its text" in note.message for note in found.guesses)


def test_an_entry_that_is_built_otherwise_is_told():
    body = shown("boxes", "to machines", ORDERS[0])
    other = (
        "<section><p><time datetime='2026-03-05T09:00:00Z'>9:00</time></p><h2>Pinned</h2><p>A note of the desk.</p>"
        "<p><time datetime='2026-03-05T08:00:00Z'>8:00</time></p><h2>Also pinned</h2><p>Another note.</p></section>"
    )
    document, found = found_in(declared([0, 1]), body + other)
    told = [note.message for note in found.guesses if "looks like an entry" in note.message]
    assert told == [
        f"“{title}” looks like an entry, and was not taken for one; see where its words are"
        for title in ("Pinned", "Also pinned")
    ]
    items = {number for item in document.items for number in range(item.first, item.last)}
    left = [block.text for number, block in enumerate(document.blocks) if number not in items]
    assert "A note of the desk." in left
    assert "Another note." in left


def test_what_the_page_shows_and_the_declared_text_has_not_is_left_over_and_not_lost():
    text = "The gates were closed at noon, and they stay so until the wind has turned, said the harbour master. " * 3
    update = {"headline": "Harbour shut", "datePublished": "2026-03-05T14:20:00Z", "articleBody": text}
    script = json.dumps({"@type": "LiveBlogPosting", "headline": "Storm over Harne", "liveBlogUpdate": [update]})
    body = "<h1>Storm over Harne</h1><article><h2>Harbour shut</h2><p>The gates were closed at noon…</p>"
    _, found = found_in(
        f'<script type="application/ld+json">{script}</script>',
        f"{body}<p>Photo: a rope, by a passer-by.</p></article>",
    )
    assert found.clippings[0].paragraphs == (text.strip(),)
    left = [block.text for part in found.parts if part.role == "left" for block in found.blocks[part.first : part.last]]
    assert left == ["Photo: a rope, by a passer-by."]


def test_cards_below_a_live_page_that_lead_elsewhere_are_no_entries():
    cards = "".join(
        f'<article class="post"><h2><a href="https://e.example/{n}">Old story {n}</a></h2>'
        f'<time datetime="2026-02-0{n}T08:00:00Z">then</time><p>A teaser.</p></article>'
        for n in range(1, 4)
    )
    _, found = found_in(declared([0, 1]), shown("boxes", "to machines", ORDERS[0]) + f"<div>{cards}</div>")
    assert [clipping.title for clipping in found.clippings] == [one[3] for one in ENTRIES]


def test_a_byline_of_somebody_else_is_a_byline_and_no_text():
    body = shown("boxes", "to machines", ORDERS[0]).replace("By Tam Reyes", "By Tamsin Reyes")
    _, found = found_in(declared([1]), body)
    wind = next(clipping for clipping in found.clippings if clipping.title == "Wind rises")
    assert (wind.authors, wind.kicker, len(wind.paragraphs)) == (("Tam Reyes",), "", 1)
    roles = {block.text: part.role for part in found.parts for block in found.blocks[part.first : part.last]}
    assert roles["By Tamsin Reyes"] == "byline"


# How an entry says when and who, and whether the name in it says itself that it is one.
SIGNED = {
    "<div><span>{1}</span> <span>{4}</span></div>": True,
    "<div>{1}</div><div>By {4}</div>": True,
    "<div>{1}</div><div>{4}</div>": False,
    "<div>{4}</div><div>{1}</div>": False,
    '<time datetime="{2}">{1}</time><div>{4}</div>': False,
    "<div>By {4}, {1}</div>": True,
}


@pytest.mark.parametrize("order", ["{signed}{head}", "{head}{signed}"])
@pytest.mark.parametrize("numbers", [(1, 3), range(5)])
@pytest.mark.parametrize("signed", SIGNED)
def test_a_time_and_a_name_without_marks_are_stamp_and_byline_and_a_bare_name_is_told(signed, numbers, order):
    body = "".join(
        "<div>" + order.format(signed=signed.format(*one), head=f"<h3>{one[3]}</h3>") + f"<p>{one[5]}</p></div>"
        for one in ENTRIES
    )
    script = declared(numbers).replace('"author"', '"nobody"')
    _, found = found_in(script, f"<h1>Storm over Harne</h1><p>A storm has come.</p><div>{body}</div>")
    told = [(one.title, one.instant, one.authors, one.kicker, one.paragraphs) for one in found.clippings]
    assert told == [(e[3], datetime.fromisoformat(e[2]), (e[4],), "", (e[5],)) for e in ENTRIES]
    guessed = any("nothing says whose name it is; it was taken for the author" in one.message for one in found.guesses)
    assert guessed is not SIGNED[signed]


def test_another_author_than_the_declared_one_above_an_entry_is_told():
    body = "".join(f"<div><div>{e[1]} Tamsin Reyes</div><h3>{e[3]}</h3><p>{e[5]}</p></div>" for e in ENTRIES)
    _, found = found_in(declared([0]), f"<h1>Storm over Harne</h1><div>{body}</div>")
    assert found.clippings[0].authors == ("Nell Harrow",)
    assert "declares it as by Nell Harrow, and writes “Tamsin Reyes”" in " ".join(g.message for g in found.guesses)


def test_a_marked_kicker_of_capitalised_words_is_no_author():
    body = "".join(
        f'<div><div>{e[1]}</div><div class="kicker">World Cup</div><h3>{e[3]}</h3><p>{e[5]}</p></div>' for e in ENTRIES
    )
    _, found = found_in(declared([0, 1]).replace('"author"', '"nobody"'), f"<h1>Storm over Harne</h1><div>{body}</div>")
    assert [(one.authors, one.kicker) for one in found.clippings] == [((), "World Cup")] * len(ENTRIES)


def test_the_day_beside_a_time_goes_before_the_day_of_the_neighbours():
    body = "".join(f"<div><div>4 March 2026, {e[1]}</div><h3>{e[3]}</h3><p>{e[5]}</p></div>" for e in ENTRIES[:2])
    _, found = found_in(declared([0]), f"<h1>Storm over Harne</h1><div>{body}</div>")
    assert found.clippings[1].instant == datetime.fromisoformat("2026-03-04T13:05:00+01:00")
