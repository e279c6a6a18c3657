"""A theme as the outputs use it: loading, drawing, and what a mistake in it says."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import jinja2
import pytest

import theme_samples as samples
from pressday.model import Body
from pressday.outputs.press import Press
from pressday.problems import ProblemError
from pressday.theme import load
from pressday.theme.theme import CACHE


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    samples.make(folder)
    return folder / CACHE


@pytest.fixture(autouse=True)
def _compiled_before(compiled: Path, tmp_path: Path) -> None:
    """Compiling the broadsheet once is enough: what is tested is told apart from it by content."""
    shutil.copytree(compiled, tmp_path / CACHE)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def child(folder: Path, files: dict[str, str]) -> None:
    """A theme `own` that extends the broadsheet, in the newsletter at *folder*."""
    write(
        folder, {f"themes/own/{name}": text for name, text in {"theme.yaml": "extends: broadsheet\n", **files}.items()}
    )


def test_a_child_theme_may_hold_a_single_template(tmp_path: Path) -> None:
    child(tmp_path, {"templates/404.html": "<p>Lost, at {{ site.title }}</p>"})
    theme, press = samples.make(tmp_path, theme="own")
    drawn = samples.draw_all(theme, press)
    assert drawn["404.html"] == "<p>Lost, at The Marrow Bay Packet</p>"
    assert "<h1>The ferry</h1>" in drawn["topics/ferry/index.html"]


def test_a_child_template_may_change_one_block_of_its_parent(tmp_path: Path) -> None:
    block = "{% extends 'parent:topic.html' %}{% block heading %}On {{ super() }}{% endblock %}"
    child(tmp_path, {"templates/topic.html": block})
    theme, press = samples.make(tmp_path, theme="own")
    html = samples.draw_all(theme, press)["topics/ferry/index.html"]
    assert "<h1>On The ferry</h1>" in html
    assert 'class="masthead' in html


CALLS = """
{%- macro greet(name, sign='.') %}{{ name }}{{ sign }}
{%- if caller is defined %}[{{ caller(name) }}]{% endif %}{% endmacro -%}
{%- macro any() %}{{ varargs|join('+') }}{{ kwargs|join }}{% endmacro -%}
{{ greet('A&B') }} {{ greet('C', sign='<') }} {% call(who) greet('D') %}{{ who|lower }}{% endcall %}
{{ any(1, 2, x=3) }}
{%- for n in [1, [2, [3]]] recursive %} {{ n if n is number else loop(n) }}{% endfor %}
{%- for n in range(2) %} {{ loop.cycle('odd', 'even') }}{{ greet(n) }}{% endfor %}
{%- autoescape false %} {{ greet('E&F') }}{% endautoescape %} {{ t('archive') }} {{ greet }}
"""


def test_whatever_a_template_may_call_it_calls_as_jinja_does(tmp_path: Path) -> None:
    child(tmp_path, {"templates/404.html": CALLS})
    theme, press = samples.make(tmp_path, theme="own")
    plain = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    expected = plain.from_string(CALLS).render(t=lambda _: "Archive")
    assert samples.draw_all(theme, press)["404.html"] == expected
    assert expected.startswith("A&amp;B. C&lt; D.[d]")


def test_what_stops_iterating_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    child(tmp_path, {"templates/404.html": "\n{{ ''.__iter__().__next__() }}"})
    theme, press = samples.make(tmp_path, theme="own")
    with pytest.raises(ProblemError) as raised:
        samples.draw_all(theme, press)
    assert raised.value.problems[0].line == 2


def test_a_file_of_the_same_theme_in_the_newsletter_comes_before_the_programs(tmp_path: Path) -> None:
    write(tmp_path, {"themes/broadsheet/templates/parts/footer.html": "<footer>Printed in a shed.</footer>"})
    theme, press = samples.make(tmp_path)
    assert "<footer>Printed in a shed.</footer>" in samples.draw_all(theme, press)["about/index.html"]


def test_a_colour_of_ones_own_is_one_line_in_one_file(tmp_path: Path) -> None:
    plain, _ = samples.make(tmp_path)
    assert "own.css" not in dict(plain.assets())
    child(tmp_path, {"assets/own.css": ":root { --accent: #0a5c36; }\n"})
    theme, press = samples.make(tmp_path, theme="own")
    assert dict(theme.assets())["own.css"] == tmp_path / "themes/own/assets/own.css"
    html = samples.draw_all(theme, press)["index.html"]
    assert html.index("/marrow/assets/broadsheet.css?v=") < html.index("/marrow/assets/own.css?v=")


def test_the_link_to_an_asset_changes_with_the_asset(tmp_path: Path) -> None:
    child(tmp_path, {"assets/own.css": "a{}", "templates/404.html": "{{ asset('own.css') }}"})
    before = samples.draw_all(*samples.make(tmp_path, theme="own"))["404.html"]
    write(tmp_path, {"themes/own/assets/own.css": "b{}"})
    assert samples.draw_all(*samples.make(tmp_path, theme="own"))["404.html"] != before


def test_assets_come_in_order_of_path_and_each_is_there(tmp_path: Path) -> None:
    theme, _ = samples.make(tmp_path)
    names = [name for name, _ in theme.assets()]
    assert names == sorted(names)
    assert "broadsheet.css" in names
    assert all(path.is_file() for _, path in theme.assets())


def test_the_folders_to_watch_are_those_of_the_chain(tmp_path: Path) -> None:
    child(tmp_path, {})
    theme, _ = samples.make(tmp_path, theme="own")
    assert [folder.name for folder in theme.folders] == ["own", "broadsheet"]


# --- fingerprints -------------------------------------------------------------------------------


def test_equal_files_give_an_equal_fingerprint_wherever_they_lie(tmp_path: Path) -> None:
    prints = []
    for place in ("here", "there"):
        child(tmp_path / place, {"assets/own.css": "a{}"})
        prints.append(samples.make(tmp_path / place, theme="own")[0].fingerprint)
    assert prints[0] == prints[1]


@pytest.mark.parametrize("name", ["assets/own.css", "templates/404.html", "strings/en.yaml", "theme.yaml"])
def test_any_changed_file_of_the_chain_changes_the_fingerprint(tmp_path: Path, name: str) -> None:
    texts = {"theme.yaml": "extends: broadsheet\ntitle: Mine\n", "strings/en.yaml": "words: {skip: Past this}\n"}
    child(
        tmp_path,
        {"assets/own.css": "a{}", "templates/404.html": "x", "strings/en.yaml": "", name: texts.get(name, "y")},
    )
    before = samples.make(tmp_path, theme="own")[0].fingerprint
    path = tmp_path / "themes/own" / name
    path.write_text(path.read_text() + "\n")
    assert samples.make(tmp_path, theme="own")[0].fingerprint != before


def test_what_editors_and_desktops_leave_behind_is_no_part_of_a_theme(tmp_path: Path) -> None:
    child(tmp_path, {"assets/own.css": "a{}"})
    before, _ = samples.make(tmp_path, theme="own")
    write(tmp_path / "themes/own", {"assets/.DS_Store": "x", "assets/own.css~": "x", "README.md": "x"})
    after, _ = samples.make(tmp_path, theme="own")
    assert after.fingerprint == before.fingerprint
    assert list(after.assets()) == list(before.assets())


# --- mistakes -----------------------------------------------------------------------------------


def mistakes(folder: Path, name: str = "own") -> list[tuple[str, str]]:
    """Place and message of each problem that loading, then drawing, meets first."""
    with pytest.raises(ProblemError) as caught:
        samples.draw_all(*samples.make(folder, theme=name))
    return [(problem.place, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["nosuch", "../broadsheet", ".hidden", "a/b"])
def test_an_unknown_theme_says_which_ones_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemError) as caught:
        load(tmp_path, samples.newsletter(theme=name))
    [problem] = caught.value.problems
    assert problem.place == f"themes/{name}/"
    assert name in problem.message
    assert "broadsheet" in problem.hint


def test_an_unknown_parent_names_the_line_that_asks_for_it(tmp_path: Path) -> None:
    write(tmp_path, {"themes/own/theme.yaml": "# mine\nextends: tabloid\n"})
    [(place, message)] = mistakes(tmp_path)
    assert place == "themes/tabloid/"
    assert "themes/own/theme.yaml:2" in message


def test_themes_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"themes/own/theme.yaml": "extends: b\n", "themes/b/theme.yaml": "extends: own\n"})
    [(place, message)] = mistakes(tmp_path)
    assert place == "themes/b/theme.yaml:1"
    assert "own → b → own" in message


def test_every_template_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    child(tmp_path, {"templates/404.html": "<p>\n{% if %}", "templates/day.html": "\n\n{{ page.name|nosuch }}"})
    assert [place for place, _ in mistakes(tmp_path)] == [
        "themes/own/templates/404.html:2",
        "themes/own/templates/day.html:3",
    ]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n{{ page.nosuch }}", "nosuch"),
        ("\n{{ nosuch }}", "nosuch"),
        ("\n{{ t('nosuch') }}", "nosuch"),
        ("\n{{ asset('nosuch.css') }}", "nosuch.css"),
        ("\n{{ none|time }}", "astimezone"),
        ("\n{% include 'nosuch.html' %}", "nosuch.html"),
        ("\n{{ 1 + 'a' }}", "unsupported"),
    ],
)
def test_a_mistake_while_drawing_is_located(tmp_path: Path, template: str, said: str) -> None:
    child(tmp_path, {"templates/404.html": template})
    [(place, message)] = mistakes(tmp_path)
    assert place == "themes/own/templates/404.html:2"
    assert said in message


def test_a_mistake_in_a_part_is_located_in_the_part(tmp_path: Path) -> None:
    child(tmp_path, {"templates/parts/nav.html": "<nav>\n\n{{ page }}</nav>"})
    assert mistakes(tmp_path)[0][0] == "themes/own/templates/parts/nav.html:3"


def test_a_template_that_is_not_utf_8_is_located(tmp_path: Path) -> None:
    child(tmp_path, {"templates/404.html": ""})
    (tmp_path / "themes/own/templates/404.html").write_bytes(b"ok\n\xff")
    assert mistakes(tmp_path) == [("themes/own/templates/404.html:2", "is not UTF-8")]


def test_a_theme_that_lacks_a_template_is_told_how_to_get_one(tmp_path: Path) -> None:
    write(tmp_path, {"themes/own/templates/404.html": "x"})
    with pytest.raises(ProblemError) as caught:
        samples.make(tmp_path, theme="own")
    assert "extends: broadsheet" in caught.value.problems[0].hint


def test_a_text_that_cannot_be_fetched_is_not_called_a_mistake_of_the_theme(tmp_path: Path) -> None:
    theme, press = samples.make(tmp_path)

    def unreadable(hash_: str) -> Body:
        raise OSError(f"{hash_} cannot be read")

    with pytest.raises(OSError, match="cannot be read"):
        theme.render("article.html", samples.article(), Press(press.newsletter, theme, unreadable))


# --- the cache ----------------------------------------------------------------------------------


def drawn(folder: Path) -> str:
    pages = samples.draw_all(*samples.make(folder))
    return hashlib.sha256("".join(pages.values()).encode()).hexdigest()


def test_a_corrupt_cache_costs_time_and_nothing_else(tmp_path: Path) -> None:
    first = drawn(tmp_path)
    cached = [path for path in (tmp_path / CACHE).iterdir() if path.is_file()]
    assert len(cached) > 20
    for number, path in enumerate(cached):
        data = path.read_bytes()
        path.write_bytes((b"", data[: len(data) // 2], bytes(b ^ 1 for b in data), b"\xff" * 99)[number % 4])
    assert drawn(tmp_path) == first


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here/.pressday").write_text("a file where a folder should be")
    (tmp_path / "there").mkdir()
    assert drawn(tmp_path / "here") == drawn(tmp_path / "there")


def test_a_changed_template_is_not_drawn_from_the_cache(tmp_path: Path) -> None:
    child(tmp_path, {"templates/404.html": "one"})
    assert samples.draw_all(*samples.make(tmp_path, theme="own"))["404.html"] == "one"
    child(tmp_path, {"templates/404.html": "two"})
    assert samples.draw_all(*samples.make(tmp_path, theme="own"))["404.html"] == "two"


def test_changed_words_are_not_taken_from_the_cache(tmp_path: Path) -> None:
    for words in ("Shelf", "Cellar"):
        child(
            tmp_path, {"strings/en.yaml": f"words:\n  archive: {words}\n", "templates/404.html": "{{ t('archive') }}"}
        )
        assert samples.draw_all(*samples.make(tmp_path, theme="own"))["404.html"] == words
