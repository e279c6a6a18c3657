"""Problems over the page: readable, harmless, and gone when there are none."""

from __future__ import annotations

from pressday.preview.bulletin import State
from pressday.preview.panel import MOST, panel, with_script
from pressday.problems import Problem

ERROR = Problem("there is no such topic", "content/x.md", 7, 3, hint="did you mean `ferries`?")


def test_an_error_says_where_what_and_what_to_do() -> None:
    shown = panel([ERROR], published=False)
    assert "content/x.md:7:3" in shown
    assert "there is no such topic" in shown
    assert "did you mean `ferries`?" in shown
    assert 'class="over"' in shown


def test_held_back_entries_are_a_panel_in_the_corner() -> None:
    shown = panel([ERROR], published=True)
    assert 'class="corner"' in shown
    assert "1 error" in shown


def test_nothing_to_mend_at_once_is_no_panel() -> None:
    assert panel([], published=True) == ""
    assert panel([Problem("odd", "x.md", severity="warning")], published=True) == ""


def test_many_problems_do_not_make_an_endless_panel() -> None:
    shown = panel([Problem(f"number {n}") for n in range(MOST + 5)], published=False)
    assert shown.count("<li") == MOST + 1
    assert "and 5 more" in shown


def test_hostile_text_stays_text() -> None:
    hostile = "</script><img src=x onerror=alert(1)>\"'&"
    shown = panel([Problem(hostile, hostile, hint=hostile)], published=False)
    assert "<img" not in shown
    page = with_script(b"<body></body>", State("1", shown))
    assert page.count(b"</script>") == 1
    assert b"<img" not in page


def test_a_page_keeps_its_bytes_around_the_script() -> None:
    head, tail = b"<html><body><p>caf\xc3\xa9 </body> in text", b"</BODY>\n</html>\n"
    page = with_script(head + tail, State("1"))
    assert page.startswith(head + b"<script>")
    assert page.endswith(b"</script>\n" + tail)


def test_a_page_without_an_end_has_the_script_at_its_end() -> None:
    assert with_script(b"<p>one", State("1")).startswith(b"<p>one<script>")
