"""What is said on a terminal."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pressday import starting
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


def told(folder: Path, *words: str, to: str) -> int:
    """The exit status of a command whose output goes *to* a file, or to a reader that leaves after the first byte."""
    command = [sys.executable, "-m", "pressday", *words]
    if to != "|":
        with Path(to).open("w") as place:
            return subprocess.run(command, cwd=folder, stdout=place, stderr=subprocess.DEVNULL, check=False).returncode
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.stdout.close()
    return process.returncode


@pytest.mark.parametrize("words", [("build",), ("topics",)])
def test_whoever_stops_reading_changes_no_status(tmp_path: Path, words: tuple[str, ...]) -> None:
    starting.init(tmp_path, datetime(2026, 11, 20, tzinfo=UTC))
    assert told(tmp_path, *words, to="|") == 0
    assert words != ("build",) or (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize("words", [("build",), ("topics",), ("--version",)])
def test_what_cannot_be_said_is_a_fault(tmp_path: Path, words: tuple[str, ...]) -> None:
    starting.init(tmp_path, datetime(2026, 11, 20, tzinfo=UTC))
    for _ in range(2):
        assert told(tmp_path, *words, to="/dev/full") == 3
