"""What a digest tells, in which order, and under which subject."""

from __future__ import annotations

import time
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest_samples import GAZETTE, a_day_of_news, at, edition, newsletter, points, story
from pressday import records
from pressday.digest import PREHEADER_LENGTH, SUBJECT_LENGTH, compose, digests, headlines, one_line
from pressday.model import Digest, Edition, EditorsNote

SETTINGS = newsletter()


def newest(made: Edition) -> Digest:
    return compose(made, SETTINGS, made.spans[0])


def told(digest: Digest) -> list[tuple[str, list[str]]]:
    return [(g.label.title if g.label else "", [s.key for s in g.stories]) for g in digest.groups]


def note(**fields: object) -> EditorsNote:
    return records.replace(EditorsNote("content/digests/2026-11-20.md", "2026-11-20", "h"), **fields)


def test_stories_stand_by_topic_in_the_settings_order_others_after_and_none_last() -> None:
    made = edition(
        SETTINGS,
        [
            story("a", at(20, "01:00")),
            story("b", at(20, "02:00"), topics=("weather",)),
            story("c", at(20, "03:00"), topics=("town", "ferries")),
            story("d", at(20, "04:00"), topics=("ferries",)),
            story("e", at(20, "05:00"), topics=("bees",)),
            story("f", at(20, "06:00"), topics=("ferries",)),
        ],
    )
    assert told(newest(made)) == [
        ("Ferries", ["f", "d"]),
        ("Town Hall", ["c"]),
        ("Bees", ["e"]),
        ("Weather", ["b"]),
        ("", ["a"]),
    ]


def test_only_what_was_published_in_the_span_is_told() -> None:
    made = edition(SETTINGS, [story("a", at(19, "23:59")), story("b", at(20, "00:00")), story("c", at(20, "23:59"))])
    assert [[s.key for s in d.stories] for d in digests(made, SETTINGS)] == [["c", "b"], ["a"]]


def test_a_live_entry_without_text_is_not_told_but_an_article_is() -> None:
    made = edition(
        SETTINGS,
        [
            story("bare", at(20), kind="live", page="p", words=0),
            story("full", at(20), kind="live", page="p"),
            story("picture", at(20), words=0),
        ],
    )
    assert {s.key for s in newest(made).stories} == {"full", "picture"}


def test_a_headline_that_stands_twice_is_told_once_the_newest() -> None:
    made = edition(
        SETTINGS,
        [
            story("old", at(20, "01:00"), "Gale  Warning", kind="live", page="p"),
            story("new", at(20, "02:00"), "gale warning", kind="live", page="p"),
        ],
    )
    assert [s.key for s in newest(made).stories] == ["new"]


def test_what_the_digest_before_told_is_not_told_again() -> None:
    """The digest before may be days back: what counts is what readers had last."""
    made = edition(
        SETTINGS,
        [
            story("old", at(17), "Gale warning", kind="live", page="p"),
            story("again", at(20), "Gale warning", kind="live", page="p"),
            story("other", at(20), "Tide turns", kind="live", page="p"),
        ],
    )
    assert [s.key for s in newest(made).stories] == ["other"]


def test_a_headline_without_text_has_not_been_told() -> None:
    made = edition(
        SETTINGS,
        [
            story("base", at(19)),
            story("bare", at(19), "Gale warning", kind="live", page="p", words=0),
            story("full", at(20), "Gale warning", kind="live", page="p"),
        ],
    )
    assert [s.key for s in newest(made).stories] == ["full"]


def test_a_column_under_its_usual_headline_is_told_every_day() -> None:
    made = edition(SETTINGS, [story("mon", at(19), "Crossword"), story("tue", at(20), "Crossword")])
    assert [[s.key for s in d.stories] for d in digests(made, SETTINGS)] == [["tue"], ["mon"]]


def test_two_articles_under_one_headline_are_both_told() -> None:
    made = edition(
        SETTINGS,
        [
            story("mon", at(20, "01:00"), "Letters"),
            story("tue", at(20, "02:00"), "Letters"),
            story("live", at(20, "03:00"), "Letters", kind="live", page="p"),
        ],
    )
    assert [s.key for s in newest(made).stories] == ["live", "tue", "mon"]


def test_two_live_pages_do_not_repeat_each_other() -> None:
    made = edition(
        SETTINGS,
        [
            story("before", at(19), "Fog", kind="live", page="p"),
            story("a", at(20, "01:00"), "Fog", kind="live", page="q"),
            story("b", at(20, "02:00"), "Fog", kind="live", page="r"),
            story("again", at(20, "03:00"), "Fog", kind="live", page="p"),
        ],
    )
    assert [s.key for s in newest(made).stories] == ["b", "a"]


def test_a_pick_of_the_day_is_told_once() -> None:
    made = edition(SETTINGS, [story("a", at(20)), story("b", at(20))], notes=[note(picks=("a",))])
    assert sorted(s.key for s in newest(made).stories) == ["a", "b"]


def test_a_span_of_repeats_alone_is_still_a_digest() -> None:
    made = edition(
        SETTINGS,
        [story("a", at(19), "Fog", kind="live", page="p"), story("b", at(20), "Fog", kind="live", page="p")],
    )
    assert [[s.key for s in d.stories] for d in digests(made, SETTINGS)] == [["b"], ["a"]]


def test_key_points_are_the_last_set_of_the_span() -> None:
    entries = [
        story(k, t, kind="live", page="p") for k, t in (("a", at(19)), ("b", at(20, "08:00")), ("c", at(20, "09:00")))
    ]
    sets = (
        points(at(19), "yesterday"),
        points(at(20, "08:00"), "early"),
        points(at(20, "09:00"), "late", address="live/p/c/"),
        points(at(21, "00:00"), "tomorrow"),
    )
    (briefing,) = newest(edition(SETTINGS, entries, sets={"p": sets})).briefings
    assert (briefing.title, briefing.address, briefing.count) == ("Live: p", "live/p/", 2)
    assert [(p.text, p.address) for p in briefing.points] == [("late", "live/p/c/")]


def test_a_live_page_without_points_in_the_span_has_its_stories_alone() -> None:
    entries = [story("a", at(20), kind="live", page="p")]
    digest = newest(edition(SETTINGS, entries, sets={"p": (points(at(19), "yesterday"), points(at(20)))}))
    assert digest.briefings == ()
    assert [s.key for s in digest.stories] == ["a"]


def test_a_live_page_quiet_in_the_span_is_not_briefed() -> None:
    entries = [story("a", at(19), kind="live", page="p"), story("b", at(20))]
    assert newest(edition(SETTINGS, entries, sets={"p": (points(at(20), "late set"),)})).briefings == ()


def test_the_live_page_with_the_newest_entry_is_briefed_first() -> None:
    entries = [
        story("a", at(20, "08:00"), kind="live", page="p"),
        story("b", at(20, "09:00"), kind="live", page="q"),
        story("c", at(20, "07:00"), kind="live", page="r"),
    ]
    sets = {name: (points(at(20, "08:00"), f"point of {name}"),) for name in "pqr"}
    digest = newest(edition(SETTINGS, entries, sets=sets))
    assert [b.title for b in digest.briefings] == ["Live: q", "Live: p", "Live: r"]
    assert digest.subject == "point of q"


def test_cards_are_told_only_when_the_editor_picks_them() -> None:
    cards = tuple(story(k, at(20), kind="card", page="reading", source=GAZETTE) for k in ("one", "two"))
    entries = [story("a", at(20, "01:00"))]
    assert [s.key for s in newest(edition(SETTINGS, entries, cards=cards)).stories] == ["a"]
    made = newest(edition(SETTINGS, entries, cards=cards, notes=[note(picks=("two", "unknown"))]))
    assert [(s.key, s.excerpt) for s in made.stories] == [("two", True), ("a", False)]


def test_a_pick_may_be_of_another_day_and_is_told_again() -> None:
    entries = [story("old", at(12), "Fog", kind="live", page="p"), story("a", at(20))]
    assert [s.key for s in newest(edition(SETTINGS, entries, notes=[note(picks=("old",))])).stories] == ["a", "old"]


def test_the_subject_is_the_editors_else_the_strongest_news() -> None:
    entries = [story("l", at(20, "09:00"), kind="live", page="p"), story("a", at(20, "08:00"), "An article")]
    sets = {"p": (points(at(20, "09:00"), "A point"),)}
    assert newest(edition(SETTINGS, entries, sets=sets, notes=[note(subject="Mine")])).subject == "Mine"
    assert newest(edition(SETTINGS, entries, sets=sets)).subject == "A point"
    assert newest(edition(SETTINGS, entries)).subject == "An article"
    assert newest(edition(SETTINGS, entries[:1])).subject == "Headline of l"
    assert newest(edition(SETTINGS, [story("x", at(20), " \n ")])).subject == "The Quay"


def test_the_preheader_is_the_editors_else_what_comes_next() -> None:
    entries = [
        story("a", at(20, "03:00"), "One"),
        story("b", at(20, "02:00"), "Two"),
        story("c", at(20, "01:00"), "Three"),
    ]
    digest = newest(edition(SETTINGS, entries))
    assert (digest.subject, digest.preheader) == ("One", "Two · Three")
    assert headlines(digest) == ("Two", "Three")
    assert newest(edition(SETTINGS, entries, notes=[note(preheader="Mine\n own")])).preheader == "Mine own"
    assert newest(edition(SETTINGS, entries[:1])).preheader == ""


@given(st.text(max_size=400), st.sampled_from([SUBJECT_LENGTH, PREHEADER_LENGTH]))
def test_a_line_is_one_line_and_short(text: str, length: int) -> None:
    line = one_line(text, length)
    assert len(line) <= length
    assert len(line.splitlines()) <= 1
    assert one_line(line, length) == line
    line.encode()


def test_a_long_line_ends_at_a_word() -> None:
    assert one_line("a harbour closed, and opened again", 18) == "a harbour closed…"
    assert one_line("x" * 200, 120) == "x" * 119 + "…"


def test_a_digest_is_a_value() -> None:
    digest = newest(a_day_of_news(SETTINGS))
    assert records.decode(records.encode(digest), Digest) == digest == newest(a_day_of_news(SETTINGS))


def test_a_year_of_digests_is_quick() -> None:
    entries = [story(f"k{n}", at(1) + timedelta(minutes=50 * n), topics=("town",)) for n in range(10_000)]
    made = edition(SETTINGS, entries)
    begun = time.process_time()
    assert sum(len(digest.stories) for digest in digests(made, SETTINGS)) == 10_000
    assert time.process_time() - begun < 1
