"""Settings are checked once, all their mistakes at once, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressday import config
from pressday.config import Newsletter
from pressday.problems import Problem, ProblemError
from pressday.records import decode, encode
from written import SETTINGS, newsletter

LEAST = "title: T\nbase_url: https://e.example/\nidentity: e.example,2026\n"


def refused(text: str, **how: str) -> list[Problem]:
    with pytest.raises(ProblemError) as raised:
        config.parse(text, **how)
    return list(raised.value.problems)


def test_a_title_and_an_address_are_enough() -> None:
    settings, problems = config.parse(LEAST)
    assert (settings.title, settings.base_url, settings.timezone, settings.theme) == (
        "T",
        "https://e.example/",
        "UTC",
        "broadsheet",
    )
    assert problems == []


def test_without_them_both_are_missed_at_once() -> None:
    assert [p.message for p in refused("language: en\n")] == ["`title` is missing", "`base_url` is missing"]
    assert [p.message for p in refused(LEAST.replace("title: T", "title: ''"))] == ["`title` is missing"]


def test_a_missing_identity_is_a_warning_that_says_what_to_write() -> None:
    settings, (problem,) = config.parse("title: T\nbase_url: https://e.example/x/\n")
    assert settings.identity == "e.example,2026"
    assert (problem.severity, "identity: e.example,2026" in problem.hint) == ("warning", True)


@pytest.mark.parametrize(
    "written", ["https://e.example", "e.example", "localhost,2026", "e.example,then", "e.example:1,2026"]
)
def test_an_identity_is_a_domain_and_a_year(written: str) -> None:
    assert (
        refused(LEAST.replace("e.example,2026", written))[0]
        .lines()
        .startswith("error: newsletter.yaml:3:11: `identity`")
    )


def test_a_title_takes_the_rest_of_its_line() -> None:
    assert newsletter(LEAST.replace("title: T", "title: The Post: news # 1")).title == "The Post: news # 1"


def test_a_title_is_one_line_without_what_no_page_can_hold() -> None:
    assert newsletter(LEAST.replace("title: T", 'title: "a\\nb\\x07c"')).title == "a bc"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://e.example", "https://e.example/"),
        ("https://e.example/sub/", "https://e.example/sub/"),
        ("http://e.example:8080/a//", "http://e.example:8080/a/"),
        ("https://e.example/brève", "https://e.example/br%C3%A8ve/"),
        ("https://e.example/br%C3%A8ve/", "https://e.example/br%C3%A8ve/"),
        ("https://exämple.example:8080/", "https://xn--exmple-cua.example:8080/"),
    ],
)
def test_an_address_ends_with_a_slash_and_is_quoted(written: str, meant: str) -> None:
    assert newsletter(LEAST.replace("https://e.example/", written)).base_url == meant
    assert config.parse(LEAST, base_url=written)[0].base_url == meant


@pytest.mark.parametrize(
    "written",
    [
        "e.example",
        "ftp://e.example/",
        "https://",
        "https:///x/",
        "https://e.example:port/",
        "https://e.example/?q=1",
        "https://e.example/#top",
        "https://e.example/a b/",
        'https://e.example/"><script>/',
        "https://user:word@e.example/",
        f"https://{'é' * 80}.example/",
        "javascript:alert(1)",
        "https://[::1/",
    ],
)
def test_what_is_no_address_is_one_located_error(written: str) -> None:
    (problem,) = refused(f"title: T\nidentity: e.example,2026\nbase_url: '{written}'\n")
    assert (problem.line, problem.column, "not an address" in problem.message) == (3, 11, True)


def test_an_address_that_is_not_text_is_an_error_too() -> None:
    assert refused(LEAST, base_url="notaurl")[0].path == "--base-url"
    assert "not an address" in refused(LEAST, base_url="https://e.example/\udcff")[0].message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("timezone: Mars/Olympus", "`Mars/Olympus` is not a time zone"),
        ("timezone: ../../etc/passwd", "is not a time zone"),
        ("timezone: Europe", "is not a time zone"),
        ("language: en_GB", "`language` is not a language"),
        ("language: 'e<n'", "`language` is not a language"),
        ("theme: ../elsewhere", "`theme` is not the name of a theme"),
        ("cname: a b", "is not a domain"),
        ("cname: https://e.example/", "is not a domain"),
        ("feeds: {items: 0}", "`feeds.items` is a number from 1 to 10000"),
        ("feeds: {items: ٣}", "`feeds.items` is a number"),
        (f"feeds: {{items: {'9' * 5000}}}", "`feeds.items` is a number"),
        ("feeds: {content: half}", "`feeds.content` is `full` or `summary`"),
        ("feeds: 30", "`feeds` is a group of settings"),
        ("feeds: {hub: 'javascript:x'}", "is not an address"),
        ("digest: {closes: 7}", "`digest.closes` is an hour of the day"),
        ("digest: {closes: '24:00'}", "`digest.closes` is an hour of the day"),
        ("digest: {closes: '07:60'}", "`digest.closes` is an hour of the day"),
        ("digest: {subscribe: 'data:text/html,x'}", "is not an address"),
        ("digest: [x]", "`digest` is a group of settings"),
        ("description: [x]", "`description` is a line of text"),
        ("topics: ferries", "`topics` is a list"),
        ("topics: [ferries]", "`topics` is a group of `key: value`"),
        ("topics: [{description: x}]", "a topic needs a title"),
        ("topics: [{title: '  '}]", "a topic needs a title"),
        ("topics: [{title: A B}, {id: a-b}]", "topic `a-b` stands twice"),
        ("topics: [{id: a}, {id: b, formerly: [A]}]", "topic `a` stands twice"),
        ("authors: [{match: [x]}]", "an author needs a name"),
        ("authors: [{name: Ann Tully}, {name: Ann-Tully}]", "`Ann-Tully` would have the page of `Ann Tully`"),
        ("sources: [{url: 'https://e.example/'}]", "a source needs a name"),
        ("sources: [{name: A, rights: all}]", "`sources.rights` is `own`, `licensed` or `excerpt`"),
        ("sources: [{name: A, url: 'javascript:alert(1)'}]", "is not an address"),
        ("title: again", "`title` stands twice"),
    ],
)
def test_a_mistake_is_said_at_its_line(line: str, message: str) -> None:
    problem = refused(f"{LEAST}{line}\n")[0]
    assert (problem.path, problem.line, message in problem.message) == ("newsletter.yaml", 4, True), problem.lines()


def test_all_mistakes_are_said_in_one_run() -> None:
    found = refused(f"{LEAST}timezone: Nowhere\nlanguage: '!'\nfeeds: {{items: none, content: none}}\n")
    assert [problem.line for problem in found] == [4, 5, 6, 6]


def test_an_unknown_setting_is_a_warning_that_guesses_what_was_meant() -> None:
    _, problems = config.parse(f"{LEAST}descripton: x\nfeeds: {{item: 3}}\nwholly: new\n")
    assert [(p.severity, p.message, p.hint) for p in problems] == [
        ("warning", "unknown setting `descripton`", "did you mean `description`?"),
        ("warning", "unknown setting `feeds.item`", "did you mean `feeds.items`?"),
        ("warning", "unknown setting `wholly`", ""),
    ]


@pytest.mark.parametrize(("written", "minutes"), [("07:00", 420), ("7:30", 450), ("00:00", 0), ("23:59", 1439)])
def test_the_hour_of_closing_needs_no_quotes(written: str, minutes: int) -> None:
    assert newsletter(f"{LEAST}digest: {{closes: {written}}}\n").digest.closes == minutes
    assert newsletter(f'{LEAST}digest:\n  closes: "{written}"\n').digest.closes == minutes


def test_topics_have_ids_that_can_stand_in_an_address() -> None:
    settings = newsletter(f"{LEAST}topics:\n  - title: Local Politics\n    formerly: [Old Town]\n  - id: US\n")
    assert [(t.id, t.title, t.formerly) for t in settings.topics] == [
        ("local-politics", "Local Politics", ("old-town",)),
        ("us", "US", ()),
    ]


def test_a_source_is_found_in_any_case() -> None:
    found = newsletter().source("the harne GAZETTE")
    assert found is not None
    assert found.rights == "excerpt"
    assert newsletter().source("Another") is None


def test_what_is_left_empty_is_not_set() -> None:
    assert newsletter(f"{LEAST}topics:\ntimezone:\nfeeds:\n").topics == ()


def test_settings_travel_to_other_processes() -> None:
    settings = newsletter()
    assert decode(encode(settings), Newsletter) == settings


def test_every_setting_has_a_line_in_the_reference() -> None:
    tables = (
        config.SETTINGS,
        config.TOPIC_SETTINGS,
        config.AUTHOR_SETTINGS,
        config.SOURCE_SETTINGS,
        config.RECIPE_SETTINGS,
        config.FEED_SETTINGS,
        config.DIGEST_SETTINGS,
    )
    assert all(setting.help for table in tables for setting in table)
    assert {setting.name for setting in config.SETTINGS} == set(Newsletter.__struct_fields__) - {"hash", "wires"}


def test_a_folder_without_settings_is_no_newsletter(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as raised:
        config.load(tmp_path)
    assert "pressday init" in raised.value.problems[0].hint


def test_settings_that_are_not_utf8_are_said_at_their_line(tmp_path: Path) -> None:
    (tmp_path / "newsletter.yaml").write_bytes(b"title: T\nbase_url: \xff\n")
    with pytest.raises(ProblemError) as raised:
        config.load(tmp_path)
    assert raised.value.problems[0].lines() == "error: newsletter.yaml:2: is not UTF-8"


def test_settings_that_cannot_be_read_are_a_problem_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "newsletter.yaml").mkdir()
    with pytest.raises(ProblemError) as raised:
        config.load(tmp_path)
    assert "cannot be read" in raised.value.problems[0].message


def test_a_byte_order_mark_and_windows_lines_change_nothing_but_the_hash(tmp_path: Path) -> None:
    (tmp_path / "newsletter.yaml").write_bytes(b"\xef\xbb\xbf" + SETTINGS.replace("\n", "\r\n").encode())
    settings, problems = config.load(tmp_path)
    assert problems == []
    assert encode(settings).replace(settings.hash.encode(), b"") != b""
    assert settings.topics == newsletter().topics
    assert settings.title == "The Skerry Post"


def test_the_reference_names_every_setting_with_its_meaning() -> None:
    reference = (Path(__file__).resolve().parent.parent / "docs/settings.md").read_text("utf-8")
    groups = (
        config.SETTINGS,
        config.TOPIC_SETTINGS,
        config.AUTHOR_SETTINGS,
        config.SOURCE_SETTINGS,
        config.FEED_SETTINGS,
        config.DIGEST_SETTINGS,
    )
    for settings in groups:
        for setting in settings:
            assert f"| `{setting.name}` | {setting.help} |" in reference
