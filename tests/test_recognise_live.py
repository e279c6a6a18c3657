"""Live pages are found whatever their arrangement, and every entry gets its instant, author and headline."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pressday import readers
from pressday.recognise import Found, Hints, recognise

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
LONG = "The harbour master said on the quay that nobody had seen such a tide for many years, and that more would come."


def read(text: str, *, zone: str = "UTC", day: date | None = None, name: str = "storm.txt", us: bool = False) -> Found:
    document, _ = readers.read(text.encode(), name)
    found = recognise(document, Hints(ZoneInfo(zone), NOW, day, us))
    assert found is not None
    return found


def told(found: Found) -> list[tuple[str, str, tuple[str, ...]]]:
    assert found.kind == "live"
    return [(f"{c.instant.astimezone(UTC):%d %H:%M}" if c.instant else "", c.title, c.authors) for c in found.clippings]


EXPECTED = [
    ("05 00:40", "Lock gates hold", ("Tam Reyes",)),
    ("05 00:05", "Ferry turned back", ("Ines Okafor",)),
    ("04 23:50", "Wind rises", ("Ines Okafor",)),
]

ARRANGEMENTS = {
    "headline above, author after a comma": f"""
Lock gates hold
00:40 , Tam Reyes
{LONG}
Ferry turned back
00:05 , Ines Okafor
{LONG}
Wind rises
Wednesday 4 March 2026 23:50 , Ines Okafor
{LONG}
""",
    "headline below, author after a dash": f"""
5 March 2026 00:40 – Tam Reyes
Lock gates hold
{LONG}
00:05 – Ines Okafor
Ferry turned back
{LONG}
23:50 – Ines Okafor
Wind rises
{LONG}
""",
    "author before the time, middle dot, dots for colons": f"""
Lock gates hold

Tam Reyes · 00.40, 5 March 2026

{LONG}

Ferry turned back

Ines Okafor · 00.05, 5 March 2026

{LONG}

Wind rises

Ines Okafor · 23.50, 4 March 2026

{LONG}
""",
    "twelve hours, the author on the line after": f"""
12:40am Thursday, March 5, 2026
By Tam Reyes
Lock gates hold
{LONG}
12:05am
By Ines Okafor
Ferry turned back
{LONG}
11:50pm
By Ines Okafor
Wind rises
{LONG}
""",
    "the day on a line of its own where it changes": f"""
Thursday 5 March 2026
00:40 | Tam Reyes
Lock gates hold
{LONG}
00:05 | Ines Okafor
Ferry turned back
{LONG}
Wednesday 4 March 2026
23:50 | Ines Okafor
Wind rises
{LONG}
""",
    "ISO, headline above, byline under it": f"""
Lock gates hold
By Tam Reyes
2026-03-05T00:40:00Z
{LONG}
Ferry turned back
By Ines Okafor
2026-03-05T00:05:00Z
{LONG}
Wind rises
By Ines Okafor
2026-03-04T23:50:00Z
{LONG}
""",
    "byline under the headline, stamp above": f"""
00:40, 5 March 2026
Lock gates hold
By Tam Reyes
{LONG}
00:05, 5 March 2026
Ferry turned back
By Ines Okafor
{LONG}
23:50, 4 March 2026
Wind rises
By Ines Okafor
{LONG}
""",
    "author in brackets": f"""
Lock gates hold
5 March 2026, 00:40 (Tam Reyes)
{LONG}
Ferry turned back
5 March 2026, 00:05 (Ines Okafor)
{LONG}
Wind rises
4 March 2026, 23:50 (Ines Okafor)
{LONG}
""",
}


TOP = "War on the docks\nNell Harrow & Tam Reyes\nThursday 5 March 2026 14:45\nThe strike is in its second week.\n"
BOX = "Key points\n- Ferry sails at last\n- Gates of the lock hold\n"


@pytest.mark.parametrize(
    ("top", "stamp"),
    [(TOP, "{}, Tam Reyes"), (TOP + BOX, "{}, Tam Reyes"), (TOP + BOX, "{}"), (TOP + BOX, "By Tam Reyes\n{}")],
)
def test_who_wrote_the_page_and_when_is_no_entry(top: str, stamp: str) -> None:
    heads = {"14:31": "Port counts its losses", "13:15": "Dockers stay out for another week", "12:00": "Talks end"}
    page = top + "".join(f"{head}\n{stamp.format(at)}\n{LONG}\n" for at, head in heads.items())
    found = read(page)
    author = ("Tam Reyes",) if "Tam" in stamp else ()
    assert told(found) == [(f"05 {at}", head, author) for at, head in heads.items()]
    assert (found.title, bool(found.points), found.guesses) == ("War on the docks", top != TOP, ())


def test_an_entry_without_an_author_stays_one() -> None:
    page = f"Storm\nWind rises at noon\n5 March 2026 14:45\n{LONG}\n" + "".join(
        f"{head}\n{at}, Tam Reyes\n{LONG}\n"
        for at, head in (("14:31", "Port counts its losses"), ("13:15", "Talks end"))
    )
    assert [title for _, title, _ in told(read(page))] == ["Wind rises at noon", "Port counts its losses", "Talks end"]


def test_names_of_which_none_comes_again_are_authors_where_a_headline_stands_under_each() -> None:
    names = ("Nell Harrow", "Tam Reyes", "", "Ines Okafor")
    heads = ("Four thousand homes are dark", "The mole under water", "Trains cancelled", "Why there is no barrier")
    lines = ["Storm live", ""]
    for hour, author, head in zip((14, 13, 12, 11), names, heads, strict=True):
        lines += [f"{hour}:20, 5 March 2026", *([author] if author else []), head, LONG, ""]
    got = [(title, authors) for _, title, authors in told(read("\n".join(lines)))]
    assert got == [(head, (author,) if author else ()) for head, author in zip(heads, names, strict=True)]
    # Headlines that look like names have their text under them.
    short = ("Harbour Shut", "Gates Hold", "Wind Rises")
    page = "\n".join(
        f"{hour}:20, 5 March 2026\n{head}\n{LONG}\n" for hour, head in zip((14, 13, 12), short, strict=True)
    )
    assert [(title, authors) for _, title, authors in told(read(f"Storm live\n\n{page}"))] == [(h, ()) for h in short]


@pytest.mark.parametrize("text", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_entries_are_found_in_any_consistent_arrangement(text: str) -> None:
    found = read(text)
    assert told(found) == EXPECTED
    assert [clipping.paragraphs for clipping in found.clippings] == [(LONG,)] * 3


@pytest.mark.parametrize("text", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_every_block_has_one_role_and_none_is_left_over(text: str) -> None:
    found = read(text)
    assert [part.first for part in found.parts] == [0, *(part.last for part in found.parts[:-1])]
    assert found.parts[-1].last == len(found.blocks)
    assert "left" not in {part.role for part in found.parts}


def test_a_page_that_runs_oldest_first_rolls_over_midnight_too() -> None:
    found = read(f"4 March 2026\n23:50\nWind rises\n{LONG}\n00:05\nFerry back\n{LONG}\n00:40\nGates hold\n{LONG}")
    assert [entry[0] for entry in told(found)] == ["04 23:50", "05 00:05", "05 00:40"]
    assert any("past midnight" in note.message and note.line == 5 for note in found.guesses)


def test_two_midnights_are_two_days() -> None:
    times = ["09:00", "01:00", "22:00", "08:00", "23:30"]
    text = "7 March 2026\n" + "\n".join(f"Headline at {t.replace(':', ' ')} sharp\n{t}\n{LONG}" for t in times)
    assert [entry[0] for entry in told(read(text))] == ["07 09:00", "07 01:00", "06 22:00", "06 08:00", "05 23:30"]


def test_an_entry_out_of_its_place_is_no_midnight_and_is_said() -> None:
    found = read(f"7 March 2026\nA b\n12:05\n{LONG}\nC d\n12:14\n{LONG}\nE f\n11:40\n{LONG}\nG h\n11:00\n{LONG}")
    assert [entry[0] for entry in told(found)] == ["07 12:05", "07 12:14", "07 11:40", "07 11:00"]
    assert any("out of the order" in note.message and note.line == 6 for note in found.guesses)


def test_summer_time_is_that_of_the_documents_zone() -> None:
    text = f"Gates hold\n1 July 2026 12:40\n{LONG}\nWind rises\n1 July 2026 11:50\n{LONG}"
    assert [entry[0] for entry in told(read(text, zone="Europe/London"))] == ["01 11:40", "01 10:50"]
    assert [entry[0] for entry in told(read(text, zone="America/New_York"))] == ["01 16:40", "01 15:50"]


def test_a_zone_that_is_written_beside_the_time_is_kept() -> None:
    text = f"Gates hold\n2:40 p.m. ET, March 4, 2026\n{LONG}\nWind rises\n1:50 p.m. ET, March 4, 2026\n{LONG}"
    assert [entry[0] for entry in told(read(text, zone="Europe/London"))] == ["04 19:40", "04 18:50"]


def test_an_hour_at_which_clocks_change_is_said() -> None:
    found = read(f"A b\n25 October 2026 01:30\n{LONG}\nC d\n25 October 2026 00:30\n{LONG}", zone="Europe/London")
    assert [entry[0] for entry in told(found)] == ["25 00:30", "24 23:30"]
    assert any("clocks were changed" in note.message and note.line == 2 for note in found.guesses)


def test_a_document_without_any_date_is_of_the_import_and_says_so() -> None:
    found = read(f"A b\n17:40\n{LONG}\nE f\n17:10\n{LONG}\nC d\n23:30\n{LONG}")
    assert [entry[0] for entry in told(found)] == ["06 17:40", "06 17:10", "05 23:30"]
    assert all("date" in clipping.guessed for clipping in found.clippings)
    assert any("no date" in note.message and note.line == 2 for note in found.guesses)


def test_a_time_that_is_still_to_come_was_yesterday() -> None:
    assert [entry[0] for entry in told(read(f"A b\n19:40\n{LONG}\nC d\n19:30\n{LONG}"))] == ["05 19:40", "05 19:30"]


def test_a_date_in_the_title_is_taken_and_said() -> None:
    found = read(f"Storm over Harne: the night of 4 March 2026\nA b\n17:40\n{LONG}\nC d\n17:30\n{LONG}")
    assert [entry[0] for entry in told(found)] == ["04 17:40", "04 17:30"]
    assert any("date is that of this line" in note.message and note.line == 1 for note in found.guesses)


def test_yesterday_is_the_day_before_the_import_and_is_said() -> None:
    found = read(f"A b\nYesterday 17:40\n{LONG}\nC d\nYesterday 17:30\n{LONG}")
    assert [entry[0] for entry in told(found)] == ["05 17:40", "05 17:30"]
    assert all("date" in clipping.guessed for clipping in found.clippings)
    assert [note.line for note in found.guesses if "not written out" in note.message] == [2, 5]


STAMPS = {
    "2.20pm GMT": "04 14:20",
    "Posted at 14:20": "04 14:20",
    "14:20 Uhr": "04 14:20",
    "4 Mar 2026 14.20 GMT": "04 14:20",
    "Wed 4 Mar, 14:20": "04 14:20",
    "2:20 p.m. ET, March 4, 2026": "04 19:20",
    "14:20, Wednesday, 4th of March 2026": "04 14:20",
    "2026/03/04 14:20": "04 14:20",
    "2026-03-04T14:20:00+01:00": "04 13:20",
    "Updated 14:20": "04 14:20",
    "14:20:33": "04 14:20",
}


@pytest.mark.parametrize("stamp", STAMPS)
def test_stamps_are_read_as_newsrooms_write_them(stamp: str) -> None:
    entries = "\n".join(f"Headline of {number}\n{stamp}\n{LONG}" for number in ("one", "two", "three"))
    found = read(f"Storm over Harne\nWednesday 4 March 2026\n{entries}")
    assert [entry[0] for entry in told(found)] == [STAMPS[stamp]] * 3
    assert [clipping.title for clipping in found.clippings] == [
        "Headline of one",
        "Headline of two",
        "Headline of three",
    ]


def test_a_date_given_by_the_editor_is_no_guess() -> None:
    found = read(f"A b\n17:40\n{LONG}\nC d\n17:30\n{LONG}", day=date(2026, 2, 1))
    assert [entry[0] for entry in told(found)] == ["01 17:40", "01 17:30"]
    assert all(clipping.guessed == () for clipping in found.clippings)


@pytest.mark.parametrize(("us", "day"), [(False, "02"), (True, "03")])
def test_numbers_alone_are_read_in_the_newsletters_order_and_it_is_said(us: bool, day: str) -> None:
    found = read(f"A b\n02/03/2026 14:20\n{LONG}\nC d\n02/03/2026 14:10\n{LONG}", us=us)
    assert told(found)[0][0] == f"{day} 14:20"
    assert any("how dates such as" in note.message for note in found.guesses)


@pytest.mark.parametrize(
    "label", ["Key points", "Key Points:", "SUMMARY", "At a glance", "What we know", "Main points"]
)
@pytest.mark.parametrize(
    "bullets", ["-\n{}", "- {}", "• {}", "{}", "1. {}"], ids=["alone", "dash", "dot", "none", "number"]
)
def test_key_points_are_found_under_any_name_with_any_bullet(label: str, bullets: str) -> None:
    points = ["Gates hold for now", "Ferry to sail at noon"]
    box = "\n".join(bullets.format(point) for point in points)
    page = (
        f"Storm over Harne\n{LONG}\n{label}\n{box}\nGates hold\n5 March 2026 12:40\n{LONG}\nWind rises\n11:50\n{LONG}"
    )
    found = read(page)
    assert found.title == "Storm over Harne"
    assert found.lead == (LONG,)
    assert list(found.points) == points
    assert [clipping.title for clipping in found.clippings] == ["Gates hold", "Wind rises"]


def test_an_entry_may_have_no_text() -> None:
    found = read(f"A b\n5 March 2026 12:40\nWatch: the tide\n12:30\nC d\n12:20\n{LONG}")
    assert [(c.title, len(c.paragraphs)) for c in found.clippings] == [("A b", 0), ("the tide", 0), ("C d", 1)]
    assert [c.kicker for c in found.clippings] == ["", "Watch", ""]


def test_lines_that_were_links_become_one_paragraph() -> None:
    found = read(f"A b\n5 March 2026 12:40\n{LONG}\nRead the full report:\nTide at Harne\nC d\n12:20\n{LONG}")
    assert found.clippings[0].paragraphs == (LONG, "Read the full report: **Tide at Harne**")


def test_a_page_without_a_title_takes_that_of_its_newest_entry_and_says_so() -> None:
    found = read(f"4 March 2026\n23:50\nWind rises\n{LONG}\n00:05\nFerry back\n{LONG}")
    assert (found.title, found.title_guessed) == ("Ferry back", True)
    assert any("no title" in note.message and note.line == 5 for note in found.guesses)


def test_entries_without_headlines_are_given_their_first_words() -> None:
    text = "5 March 2026\n12:40\nThe gates hold. " + LONG + " " + LONG + "\n12:20\nThe wind rises. " + LONG + " " + LONG
    found = read(text)
    assert [clipping.title for clipping in found.clippings] == ["The gates hold", "The wind rises"]
    assert all("title" in clipping.guessed for clipping in found.clippings)
    assert found.clippings[0].paragraphs[0].startswith("The gates hold. The harbour")


def test_a_markdown_live_page_keeps_the_marks_of_its_text() -> None:
    text = "# Storm\n\n## Gates hold\n12:40, 5 March 2026\n\nThe *gates* [hold](https://a.example).\n\n"
    text += f"## Wind\n12:20\n\n{LONG}"
    found = read(text, name="storm.md")
    assert found.title == "Storm"
    assert [clipping.title for clipping in found.clippings] == ["Gates hold", "Wind"]
    assert found.clippings[0].paragraphs == ("The *gates* [hold](https://a.example).",)


def test_a_sentence_that_holds_a_time_is_no_stamp() -> None:
    text = f"A b\n5 March 2026 12:40\nWe met at 12:14 on the quay.\n9.30 per cent of it\nC d\n12:20\n{LONG}"
    assert [c.title for c in read(text).clippings] == ["A b", "C d"]


def test_several_authors_are_several() -> None:
    found = read(f"A b\n5 March 2026 12:40 , Ines Okafor and Tam Reyes\n{LONG}\nC d\n12:20 , Tam Reyes\n{LONG}")
    assert [c.authors for c in found.clippings] == [("Ines Okafor", "Tam Reyes"), ("Tam Reyes",)]


def test_parts_of_a_feature_that_begin_with_times_are_a_live_page_and_a_guess() -> None:
    parts = f"18:00 – Tea\n{LONG}\n\n21:30 – Rounds\n{LONG}\n\n23:40 – Fog\n{LONG}"
    text = f"A night at the light\nBy Nell Harrow\n\n{LONG}\n\n{parts}"
    assert any("if it is one article" in note.message for note in read(text).guesses)
    assert not any("if it is one article" in note.message for note in read(f"Fog, live\n{text}").guesses)


def test_hours_alone_may_be_how_long_ago_it_was() -> None:
    page = f"Storm over Harne\n5 March 2026\n\n9h\nGates hold\n{LONG}\n5h\nWind rises\n{LONG}\n2h\nHarbour shut\n{LONG}"
    assert read(page).kind != "live"
    assert read(page.replace("5h\n", "5h30\n")).kind == "live"


@pytest.mark.parametrize("line", ["1 January 0001", "31 December 9999", "9999-12-31", "12 May 1899", "1 January 3000"])
def test_a_year_of_no_news_is_not_taken_and_said(line: str) -> None:
    page = "Storm over Harne, live\n{}\n\n{}\nTrees fall\nTrees fell at dusk.\n23:50\nWind rises\nThe wind rose.\n"
    for text in (page.format(line, "00:20"), page.format("5 March 2026", f"{line}, 00:20")):
        found = read(text)
        assert {clipping.instant.year for clipping in found.clippings if clipping.instant} == {2026}
        assert any("is not taken" in note.message for note in found.guesses)


def test_a_line_of_such_a_year_dates_no_entry_above_which_it_stands() -> None:
    entries = "14:20\nFire out\nThe fire is out.\n{}\n13:05\nWind drops\nThe wind dropped.\n"
    found = read("Fire on the moor, live\n5 March 2026\n\n" + entries.format("31 December 9999"))
    assert [at.instant.date() for at in found.clippings if at.instant] == [date(2026, 3, 5), date(2026, 3, 5)]


@pytest.mark.parametrize("written", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_an_instant_of_such_a_year_is_none(written: str) -> None:
    page = f'<h1>Harbour opens</h1><time datetime="{written}">Today</time><p>It opened after two years of works.</p>'
    found = read(f"<html><body><article>{page}</article></body></html>", name="a.html")
    assert all(at.instant is None or at.instant.year == 2026 for at in found.clippings)


def listed(text: str, *authors: str, sources: tuple[str, ...] = ()) -> Found:
    document, _ = readers.read(text.encode(), "storm.txt")
    hints = Hints(ZoneInfo("UTC"), NOW, authors=frozenset(authors), sources=frozenset(sources))
    found = recognise(document, hints)
    assert found is not None
    return found


def entries(*lines: str) -> str:
    """A live page of those lines below its headlines, newest first."""
    made = [f"{20 - n}:15\n\nBoat {n} is home\n\n{line}\n\n{LONG}" for n, line in enumerate(lines)]
    return "Harne tonight\n\n5 March 2026\n\n" + "\n\n".join(made)


def names_of(found: Found) -> list[str]:
    assert found.kind == "live"
    return [", ".join(clipping.authors) for clipping in found.clippings]


def test_where_one_reports_from_below_one_name_takes_no_other_name_away() -> None:
    found = read(entries("Nell Harrow", "Tam Reyes\nReporting from Mill Street", "Nell Harrow", "Tam Reyes"))
    assert names_of(found) == ["Nell Harrow", "Tam Reyes", "Nell Harrow", "Tam Reyes"]
    assert [clipping.paragraphs for clipping in found.clippings] == [(LONG,)] * 4
    assert not found.guesses


def test_one_byline_with_by_takes_no_bare_name_away_that_comes_again() -> None:
    found = read(entries("Nell Harrow", "By Tam Reyes", "Nell Harrow", "Tam Reyes"))
    assert names_of(found) == ["Nell Harrow", "Tam Reyes", "Nell Harrow", "Tam Reyes"]


def test_a_name_below_a_text_is_the_author_though_one_of_them_has_a_role() -> None:
    texts = "Nell Harrow", "Tam Reyes\nReporting from Mill Street", "Nell Harrow"
    found = read("\n\n".join(f"{20 - n}:15\nBoat {n} is home\n{LONG}\n{who}" for n, who in enumerate(texts)))
    assert names_of(found) == ["Nell Harrow", "Tam Reyes", "Nell Harrow"]


def test_a_name_that_the_settings_list_is_an_author_wherever_one_may_stand() -> None:
    page = entries("Nell Harrow", "The sea was calm, they said.", "They had been away for long.")
    assert names_of(listed(page, "N. Harrow", "NELL HARROW")) == ["Nell Harrow", "", ""]


def test_a_name_that_is_not_taken_for_the_author_is_told() -> None:
    found = read(entries("Nell Harrow", "The sea was calm, they said.", "They had been away for long."))
    assert names_of(found) == ["", "", ""]
    assert [note.message for note in found.guesses] == ["“Nell Harrow” may be the author, and was taken for text"]


def test_names_below_all_headlines_are_authors_though_none_comes_again_and_are_told() -> None:
    found = read(entries("Nell Harrow", "Tam Reyes", "Ines Okafor"))
    assert names_of(found) == ["Nell Harrow", "Tam Reyes", "Ines Okafor"]
    assert ["nothing says whose name it is" in note.message for note in found.guesses] == [True]


BELOW = f"LIVE\n\n14:20\nBridge shut\nBy Nell Harrow\n{LONG}\n\n13:20\nWind rises\nBy Nell Harrow\n{LONG}"


@pytest.mark.parametrize("above", ["Home\nNews\nSport\n", "", "Home\n"])
@pytest.mark.parametrize(
    "title", ["Flood in Harne: river tops the wall", "Harne floods", "Flood in Harne: live updates"]
)
def test_the_name_of_a_source_is_no_title_if_a_headline_follows(above: str, title: str) -> None:
    found = listed(f"{above}Harne Gazette\n\n{title}\n\n{BELOW}", sources=("The Harne Gazette",))
    assert (found.title, found.lead) == (title, ())


def test_the_headline_below_navigation_is_the_title_though_live_stands_below_it() -> None:
    assert read(f"Home\nNews\nSport\nHarne Gazette\n\nFlood in Harne: river tops the wall\n\n{BELOW}").title == (
        "Flood in Harne: river tops the wall"
    )


def test_the_name_of_a_source_is_the_title_where_nothing_else_is() -> None:
    assert listed(f"Harne Gazette\n\n{BELOW}", sources=("Harne Gazette",)).title == "Harne Gazette"


@pytest.mark.parametrize("above", ["Published 4 March 2026", "4 March 2026", "The flood of 4 March 2026"])
def test_a_whole_date_above_the_entries_settles_the_year_of_theirs(above: str) -> None:
    found = read(f"Flood in Harne\n\n{above}\n\n06:40 GMT, 5 March\nA b\n{LONG}\n\n21:47 GMT, 4 March\nC d\n{LONG}")
    assert [entry[0] for entry in told(found)] == ["05 06:40", "04 21:47"]
    assert not [note for note in found.guesses if "not written out" in note.message]


def test_the_year_of_an_entry_is_the_one_nearest_to_the_date_of_the_page() -> None:
    found = read(
        f"Snow\n\nLast updated 2 January 2026\n\n06:40, 1 January\nA b\n{LONG}\n\n21:47, 31 December\nC d\n{LONG}"
    )
    assert [c.instant.year for c in found.clippings if c.instant] == [2026, 2025]
    assert not [note for note in found.guesses if "not written out" in note.message]


def test_a_date_far_from_that_of_the_page_is_still_a_guess() -> None:
    found = read(f"Snow\n\nPublished 2 March 2026\n\n06:40, 2 October\nA b\n{LONG}\n\n21:47, 1 October\nC d\n{LONG}")
    assert [c.instant.year for c in found.clippings if c.instant] == [2025, 2025]
    assert [note.line for note in found.guesses if "not written out" in note.message] == [5, 9]
