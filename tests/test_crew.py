"""A crew does the work in order, whoever does it, and nobody of it outlives the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressday.crew import Crew


def double(number: int) -> int:
    return number * 2


def refuse(number: int) -> int:
    raise ValueError(f"not {number}")


def whoever(_: int) -> int:
    return os.getpid()


def vanish(number: int) -> int:
    if os.getppid() == number:
        os._exit(1)
    return os.getpid()


def nothing() -> None:
    return None


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_results_come_in_order(jobs, count):
    with Crew(jobs, nothing) as crew:
        assert list(crew.run(double, list(range(count)))) == [2 * number for number in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [1, 4])
def test_what_goes_wrong_is_raised_here(jobs, count):
    with Crew(jobs, nothing) as crew, pytest.raises(ValueError, match="not 0"):
        list(crew.run(refuse, list(range(count))))


def test_alone_means_alone():
    with Crew(1, nothing) as crew:
        assert set(crew.run(whoever, [1, 2, 3])) == {os.getpid()}


def test_an_assistant_that_is_gone_is_stood_in_for():
    with Crew(2, nothing) as crew:
        assert list(crew.run(vanish, [os.getpid()])) == [os.getpid()]


_SCRIPT = """
import os, sys, time
sys.path.insert(0, {tests!r})
from test_crew import nothing, whoever
from pressday.crew import Crew
with Crew(2, nothing) as crew:
    print(*set(crew.run(whoever, [1])), *set(crew.run(whoever, list(range(8)))), flush=True)
    time.sleep(60)
"""


def test_a_killed_build_leaves_no_process_behind():
    script = _SCRIPT.format(tests=str(Path(__file__).parent))
    build = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert build.stdout is not None
    workers = [int(word) for word in build.stdout.readline().split()]
    assert workers
    build.send_signal(signal.SIGKILL)
    build.wait(10)
    for _ in range(100):
        if not any(map(_is_running, workers)):
            return
        time.sleep(0.1)
    pytest.fail("workers outlived the build")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # Dead, but not buried yet, where nobody waits for orphans.
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
