"""What is said on a terminal."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from pressday.cli import say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_long_work_is_shown_and_nothing_of_it_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    with say.Bar(quiet=False) as bar:
        for done in range(6):
            bar("drawing", done, 5)
    assert "drawing" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")


def test_a_bar_has_no_thread_which_would_keep_a_build_from_forking(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)
    before = threading.active_count()
    with say.Bar(quiet=False) as bar:
        bar("drawing", 0, 5)
        assert threading.active_count() == before


@pytest.mark.parametrize(("quiet", "total"), [(True, 5), (False, 2)])
def test_a_quiet_build_and_short_work_show_no_bar(monkeypatch: pytest.MonkeyPatch, quiet: bool, total: int) -> None:
    terminal = on_terminal(monkeypatch)
    with say.Bar(quiet=quiet) as bar:
        bar("drawing", 0, total)
    assert terminal.getvalue() == ""
