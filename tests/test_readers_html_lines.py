"""What the lines of a saved page are, where its elements say it and where they do not."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday.documents import Block
from pressday.readers.html import read
from pressday.recognise import Found, Hints, lines, recognise, stamps

NOW = datetime(2026, 3, 6, 18, tzinfo=UTC)


def found_in(body: str, head: str = "") -> Found:
    html = f"<html><head><title>Storm over Harne</title>{head}</head><body>{body}</body></html>"
    document, _ = read(html.encode(), "storm.html")
    found = recognise(document, Hints(ZoneInfo("Europe/London"), NOW))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("machine", "written", "first", "zone"),
    [
        ("2026-03-05T06:01:00Z", "10:01 pm", "2026-03-05T05:40:00+00:00", "UTC-08:00"),
        ("2026-03-05T09:01:00Z", "10:01 pm", "2026-03-05T08:40:00+00:00", "UTC+13:00"),
        ("2026-03-05T16:31:00Z", "10:01 pm", "2026-03-05T16:10:00+00:00", "UTC+05:30"),
    ],
)
def test_the_time_that_a_page_tells_machines_says_in_which_zone_its_others_are(machine, written, first, zone):
    entries = "".join(
        f"<p>{time}</p><h3>{title}</h3><p>The gates are shut, said the harbour master.</p>"
        for time, title in (("9:40 pm", "Harbour shut"), ("8:15 pm", "Wind rises"), ("7:05 pm", "Clouds come"))
    )
    found = found_in(
        f'<h1>Storm over Harne</h1><div><time datetime="{machine}">Updated {written}</time></div>{entries}'
    )
    assert [clipping.title for clipping in found.clippings] == ["Harbour shut", "Wind rises", "Clouds come"]
    assert found.clippings[0].instant == datetime.fromisoformat(first)
    assert any(f"read as {zone}, as the page says" in note.message for note in found.guesses)


def test_the_heading_is_the_title_whatever_stands_above_it():
    entries = "".join(
        f'<div><time datetime="2026-03-05T1{n}:20:00Z">1{n}:20</time><h3>Entry {n} of the day</h3><p>It blew.</p></div>'
        for n in (4, 3, 2)
    )
    found = found_in(f"<ul><li>A story of another day</li></ul><p>Breaking</p><h1>Storm over Harne</h1>{entries}")
    assert (found.title, found.lead) == ("Storm over Harne", ())


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("14:20\\\nHarbour shut", ["14:20", "Harbour shut"]),
        ("**14:20**\\\nHarbour shut", ["**14:20**", "Harbour shut"]),
        ("**14:20\\\nHarbour shut**", ["14:20", "Harbour shut"]),
        ("14:20\\\nOne \\* and two\\\\\\\nthree", ["14:20", "One \\* and two\\\\", "three"]),
        ("14:20\n2 \\* 3 = 6", ["14:20", "2 \\* 3 = 6"]),
    ],
)
def test_lines_that_are_taken_apart_keep_no_half_of_a_mark(markdown, expected):
    block = Block("", 7, markdown)
    told = lines.of_their_own((block,), stamps.read)
    assert [one.markdown for one in told] == expected
    assert [one.line for one in told] == list(range(7, 7 + len(expected)))
    assert not any(one.text.endswith("\\") for one in told[:1])


def test_two_bold_times_in_an_article_make_no_live_page():
    text = "<p>" + "The lock was shut for eleven years, and nobody missed it but the boats. " * 6 + "</p>"
    times = "".join(f"<p><strong>1{n}:20 – The gate moves.</strong> It moved a hand's breadth.</p>" for n in (1, 2))
    found = found_in(f"<article><h1>Storm over Harne</h1>{text}{times}{text}</article>")
    assert found.kind == "article"
    assert any("**11:20 – The gate moves.**" in paragraph for paragraph in found.clippings[0].paragraphs)


@pytest.mark.parametrize(
    ("meta", "authors"), [("Newsroom", ("Nell Harrow",)), ("Tam Reyes", ("Tam Reyes",)), ("", ("Nell Harrow",))]
)
def test_a_desk_in_the_head_gives_way_to_a_name_on_the_page(meta, authors):
    text = "<p>" + "The lock was shut for eleven years, and nobody missed it but the boats. " * 6 + "</p>"
    body = f"<article><h1>Storm over Harne</h1><p class=byline>By Nell Harrow</p>{text}{text}</article>"
    found = found_in(body, f'<meta name="author" content="{meta}">' if meta else "")
    assert found.clippings[0].authors == authors
