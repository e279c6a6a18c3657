"""A crew does the work in order, whoever does it, and nobody of it outlives the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressday.crew import Assistant, Crew, ask


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


def call(question):
    return question()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_need_not_be_packed_and_one_task_follows_another(jobs):
    with Crew(jobs, nothing) as crew:
        for numbers in (range(4), range(10, 15)):
            assert list(crew.run(call, [lambda n=n: n for n in numbers])) == list(numbers)


loaded: list[str] = []


def what_is_loaded(_: int) -> list[str]:
    return list(loaded)


def test_what_is_loaded_while_a_pool_works_the_next_one_has():
    with Crew(2, nothing) as crew:
        before = crew.run(what_is_loaded, [1, 2, 3], meanwhile=lambda: loaded.append("a library"))
        assert list(before) == [[]] * 3
        assert list(crew.run(what_is_loaded, [1, 2, 3])) == [["a library"]] * 3


def test_alone_means_alone():
    with Crew(1, nothing) as crew:
        assert set(crew.run(whoever, [1, 2, 3])) == {os.getpid()}


def test_an_assistant_that_is_gone_is_stood_in_for():
    with Crew(2, nothing) as crew:
        assert list(crew.run(vanish, [os.getpid()])) == [os.getpid()]


def test_what_a_killed_worker_leaves_undone_is_done_here():
    with Crew(2, nothing) as crew:
        assert list(crew.run(vanish, [os.getpid()] * 4)) == [os.getpid()] * 4
        assert list(crew.run(double, [1, 2, 3])) == [2, 4, 6]


@pytest.mark.parametrize("answer", [True, False])
def test_a_question_is_answered_elsewhere(answer):
    here = os.getpid()
    waiting = ask(lambda: (os.getpid() != here) == answer)
    assert waiting() is answer


def test_a_question_that_nobody_answers_is_answered_here():
    here = os.getpid()

    def question() -> bool:
        if os.getpid() != here:
            os._exit(9)
        return True

    assert ask(question)() is True


def test_a_question_that_breaks_breaks_here():
    def question() -> bool:
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        ask(question)()


def test_an_assistant_that_is_to_finish_still_gives_its_last_result_and_takes_no_more():
    assistant = Assistant(nothing)
    assert assistant.is_free
    result = assistant.begin(double, 21)
    assistant.finish()
    assert not assistant.is_free
    assert result() == 42
    assert assistant.begin(whoever, 0)() == os.getpid()
    assistant.close()
    assistant.close()


def large(_: bytes) -> bytes:
    return b"x" * 1_000_000


def test_two_orders_wait_for_each_other_at_no_pipe():
    assistant = Assistant(nothing)
    first, second = (assistant.begin(large, b"y" * 1_000_000) for _ in range(2))
    assert len(second()) == len(first()) == 1_000_000
    assistant.close()


def test_a_question_is_answered_though_nobody_waits_for_children():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert ask(lambda: True)() is True
        assert ask(lambda: False)() is False
    finally:
        signal.signal(signal.SIGCHLD, before)


_CROWDED = """
import errno, os, sys
sys.path.insert(0, {tests!r})
from test_crew import double, nothing
from pressday.crew import Assistant, Crew
real, left = os.fork, {forks}
def fork():
    global left
    left -= 1
    if left < 0:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
    return real()
os.fork = fork
pipes = os.pipe()
if not left:
    assert Assistant.hired(nothing) is None
assert os.pipe()[0] == pipes[1] + 1
with Crew(3, nothing) as crew:
    print(*crew.run(double, [1]), *crew.run(double, [2, 3, 4, 5]), *crew.run(double, [6, 7, 8]))
"""


@pytest.mark.parametrize("forks", [0, 1, 2, 3])
def test_a_machine_with_no_place_for_more_processes_does_the_work_alone(forks):
    script = _CROWDED.format(tests=str(Path(__file__).parent), forks=forks)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2 4 6 8 10 12 14 16\n", "")


# Whoever has a job run in the background has it ignore Ctrl-C.
_INTERRUPTED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, {tests!r})
from test_crew import nothing, slowly
from pressday.crew import Crew
try:
    with Crew(3, nothing) as crew:
        for number in crew.run(slowly, list(range(3))):
            print(number, flush=True)
except KeyboardInterrupt:
    print("stopped")
"""


def slowly(number: int) -> int:
    time.sleep(1 if number == 2 else 0)
    return number


def test_an_interrupted_build_says_nothing_for_its_workers():
    script = _INTERRUPTED.format(tests=str(Path(__file__).parent))
    build = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert build.stdout is not None
    assert [build.stdout.readline() for _ in range(2)] == ["0\n", "1\n"]
    time.sleep(0.2)  # one is at work, and the others wait for some
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does it: to all of them
    said, wrong = build.communicate(timeout=30)
    assert said.endswith("stopped\n")
    assert wrong == ""


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
