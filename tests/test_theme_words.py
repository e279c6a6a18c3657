"""Words and dates: how a theme says things, in which language."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from pressday.problems import ProblemError
from pressday.theme import plurals
from pressday.theme.chain import find_chain, package_themes
from pressday.theme.moments import Moments
from pressday.theme.words import Words, load_words

THEME = package_themes() / "broadsheet"


def words(language: str = "en-GB") -> Words:
    return load_words(find_chain(THEME, "broadsheet"), language)


def moments(language: str = "en-GB", zone: str = "Europe/London") -> Moments:
    return Moments(words(language), ZoneInfo(zone))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def used_keys() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in (THEME / "templates").rglob("*.html")]
    package = Path(load_words.__code__.co_filename).parent
    sources += [path.read_text(encoding="utf-8") for path in package.glob("*.py")]
    return {key for text in sources for key in re.findall(r"\bt\(['\"](\w+)['\"]", text)}


def test_every_phrase_that_is_asked_for_exists_and_every_phrase_is_asked_for() -> None:
    assert used_keys() == set(words().phrases)


def test_a_count_takes_its_form() -> None:
    assert [words().t("entries", n=n) for n in (0, 1, 41)] == ["0 entries", "1 entry", "41 entries"]


def test_markup_among_the_values_stays_markup_and_text_is_escaped() -> None:
    made = words().t("excerpt_of", source=Markup("<b>x</b>"))
    assert isinstance(made, Markup)
    assert "<b>x</b>" in made
    assert not isinstance(words().t("updated", time="<b>"), Markup)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "other one other other other"),
        ("fr-CA", "one one other other other"),
        ("pl", "many one few many many"),
        ("ru", "many one few many one"),
        ("cs", "other one few other other"),
        ("ja", "other other other other other"),
        ("ar", "zero one two few many"),
    ],
)
def test_plurals_follow_the_language(language: str, forms: str) -> None:
    assert [plurals.form(language, n) for n in (0, 1, 2, 5, 21)] == forms.split()


def test_an_instant_is_shown_in_the_newsletters_zone() -> None:
    late = instant("2025-07-21T23:30")
    assert (moments().time(late), moments().date(late)) == ("00:30", "22 July 2025")
    assert moments(zone="America/New_York").time(late) == "19:30"
    assert moments().iso(late) == "2025-07-22T00:30:00+01:00"


def test_days_and_months_are_written_out() -> None:
    shown = moments()
    assert shown.day("2025-01-22") == "Wednesday 22 January 2025"
    assert shown.short("2027-01-14") == "14 January"
    assert shown.month("2027-01") == "January 2027"


def test_what_is_no_day_comes_back_as_it_is() -> None:
    assert (moments().day("Two boats and a bell"), moments().month("soon")) == ("Two boats and a bell", "soon")


def test_of_a_day_no_time_is_told() -> None:
    of = moments()
    assert [of.when("2027-01-14", seen) for seen in ("2027-01-14", "2026-12-31", "")] == [
        "14 January",
        "14 January 2027",
        "14 January 2027",
    ]
    assert of.clock("2027-01-14", instant("2027-01-14T12:40")) == "14 January"
    assert of.iso("2027-01-14") == "2027-01-14"


@pytest.mark.parametrize(
    ("seen_from", "when", "clock"),
    [
        ("2027-01-14", "12:40", "12:40"),
        ("2027-01-15", "14 January", "Thu 12:40"),
        ("2027-01-21", "14 January", "14 Jan 12:40"),
        ("2026-12-31", "14 January 2027", "14 Jan 12:40"),
        ("", "14 January 2027", "14 Jan 12:40"),
    ],
)
def test_a_moment_is_as_short_as_where_it_is_seen_from_allows(seen_from: str, when: str, clock: str) -> None:
    noon = instant("2027-01-14T12:40")
    assert (moments().when(noon, seen_from), moments().clock(noon, seen_from)) == (when, clock)


def test_a_variant_of_a_language_says_only_what_differs() -> None:
    american = moments("en-US")
    assert american.day("2027-01-14") == "Thursday, January 14, 2027"
    assert american.words.t("archive") == "Archive"


def test_a_language_that_the_theme_does_not_speak_is_english() -> None:
    assert words("cy").t("front_page") == "Front page"


def own_strings(folder: Path, language: str, text: str) -> Words:
    path = folder / "themes/own/strings" / f"{language}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    (folder / "themes/own/theme.yaml").write_text("extends: broadsheet\n")
    return load_words(find_chain(folder, "own"), language)


def test_a_child_theme_may_bring_a_language(tmp_path: Path) -> None:
    german = own_strings(tmp_path, "de", 'words: {archive: Archiv}\ndates: {short: "{day}. {month}"}\n')
    assert (german.t("archive"), german.t("front_page")) == ("Archiv", "Front page")
    assert Moments(german, ZoneInfo("UTC")).short("2027-01-14") == "14. January"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("words:\n  skip: [a]\n", "2:9"),
        ("dates:\n  months: [a, b]\n", "2:11"),
        ("dates:\n  date: '{era}'\n", "2:9"),
        ("dates:\n  dates: x\n", "2:10"),
        ("phrases: {a: b}\n", "1:10"),
        ("words: {a: b\n", "2"),
    ],
)
def test_a_mistake_in_a_strings_file_is_located(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ProblemError) as caught:
        own_strings(tmp_path, "en", text)
    assert caught.value.problems[0].place.startswith(f"themes/own/strings/en.yaml:{place}")
