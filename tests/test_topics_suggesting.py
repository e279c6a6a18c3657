"""Phrases are suggested that set texts apart: the same ones every time, and none that everybody says."""

from __future__ import annotations

from pressday.config import TopicSetting
from pressday.topics import Matcher, Suggestion, suggest

SLUICE = [
    "The gates hold\n\nThe Flood Watch of Harne met at the sluice gates on Monday, 12 of them.",
    "Water rises\n\nOn Tuesday the Flood Watch closed the sluice gates. In 2026 it did so 31 times.",
    "A dry week\n\nNobody from the Flood Watch was seen; the sluice gates stood open.",
]
OTHERS = [
    "The choir sings\n\nOn Monday the choir sang in the chapel, and the gates of the chapel were open.",
    "Bread\n\nThe baker of Harne has closed, he said on Tuesday.",
    "The chapel\n\nThe chapel of Harne has a new bell, and the choir a new song.",
]
TEXTS = SLUICE + OTHERS


def phrases(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.phrase for one in found]


def test_what_sets_texts_apart_comes_first_as_they_write_it() -> None:
    found = suggest(TEXTS, {"": (0, 1, 2), "choir": (3, 4, 5)})
    assert set(phrases(found[""])[:2]) == {"Flood Watch", "sluice gates"}
    assert found[""][0].entries == found[""][0].of_all == 3
    assert "choir" in phrases(found["choir"])


def test_no_common_word_no_number_and_no_part_of_a_better_phrase_is_suggested() -> None:
    found = [phrase.casefold() for phrase in phrases(suggest(TEXTS, {"": range(6)}, most=50)[""])]
    assert not {"the", "on", "monday", "12", "2026", "of", "flood", "watch", "sluice", "the sluice", "said"} & set(
        found
    )


def test_a_phrase_keeps_the_word_that_joins_its_name() -> None:
    texts = [f"{verb}\n\nThe Bank of Sandle {verb} again." for verb in ("lends", "borrows", "waits")]
    assert phrases(suggest(texts, {"": range(3)})[""]) == ["Bank of Sandle"]


def test_numbers_say_what_the_phrase_would_find() -> None:
    texts = [*SLUICE, "A word\n\nThe flood-watch is praised."]
    (watch,) = (one for one in suggest(texts, {"": (0, 1, 2)})[""] if one.phrase == "Flood Watch")
    assert (watch.entries, watch.of_all) == (3, 4)


def test_what_a_topic_finds_already_is_not_suggested_for_it_nor_what_others_say_as_much() -> None:
    known = Matcher((TopicSetting("gates", "Gates", match=("flood watch",)),))
    found = suggest(TEXTS, {"gates": (0, 1, 2)}, known=known, purity=0.6)
    assert phrases(found["gates"]) == ["sluice gates"]


def test_the_order_is_the_same_every_time() -> None:
    once = suggest(TEXTS, {"": range(6)}, most=50)
    assert once == suggest(TEXTS, {"": range(6)}, most=50)
    assert phrases(suggest(TEXTS[::-1], {"": range(6)}, most=50)[""]) == phrases(once[""])


def test_seven_languages_have_their_common_words() -> None:
    lines = {
        "de": "Die Schleuse von Harne ist nach dem Sturm wieder offen",
        "fr": "Les portes de la grande écluse sont ouvertes depuis hier",
        "es": "La esclusa del puerto está abierta desde el lunes",
        "it": "La chiusa del porto è stata aperta dopo la tempesta",
        "nl": "De sluis van de haven is sinds gisteren weer open",
        "pt": "A eclusa do porto está aberta desde ontem",
    }
    for line in lines.values():
        found = {phrase.casefold() for phrase in phrases(suggest([line, line, "x"], {"": (0, 1)}, most=50)[""])}
        ends = {word for phrase in found for word in (phrase.split()[0], phrase.split()[-1])}
        assert not ends & {
            "die",
            "von",
            "ist",
            "les",
            "la",
            "sont",
            "el",
            "del",
            "è",
            "dopo",
            "de",
            "van",
            "a",
            "do",
            "está",
        }
        assert found


def test_texts_without_words_or_groups_without_texts_suggest_nothing() -> None:
    assert suggest([], {"": ()}) == {"": ()}
    assert suggest(["", "123 456", "—"], {"": range(3), "x": ()}) == {"": (), "x": ()}
