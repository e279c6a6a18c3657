"""``pressday serve``, as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pressday.preview.server import listen, port_of
from previews import Shown, newsletter

# Whoever has a job run in the background has it ignore Ctrl-C.
SERVE = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from pressday.cli import main; sys.exit(main(['serve', *sys.argv[1:]]))"
)


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SERVE, "-s", str(folder), "--clock", "2026-11-20T14:00", *words]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def address(process: subprocess.Popen[str]) -> int:
    """The port that is shown, once it is."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/ ", line):
            return int(found[1])
    raise AssertionError("it showed no address")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches whole groups of processes there")
def test_ctrl_c_ends_it_at_once_and_quietly(tmp_path: Path) -> None:
    with serving(newsletter(tmp_path), "--port", "0") as process:
        shown = Shown(address(process), [])
        assert shown.get("/").status == 200
        with shown.events() as page:
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
            assert time.monotonic() - began < 2
            with pytest.raises(EOFError):
                page.next(1)
    assert process.returncode == 0
    assert errors == ""


def test_a_port_that_was_asked_for_and_is_busy_is_said_in_a_sentence(tmp_path: Path) -> None:
    with closing(listen(0)) as taken:
        port = port_of(taken)
        with serving(newsletter(tmp_path), "--port", str(port)) as process:
            _, errors = process.communicate(timeout=20)
    assert process.returncode == 3
    assert f"port {port} cannot be had" in errors
    assert "Traceback" not in errors


def test_a_folder_without_a_newsletter_is_not_served(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "newsletter.yaml: there is no newsletter here" in errors
