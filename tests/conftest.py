"""What every test may ask for: the seeds, and whether golden files are to be written anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import feed_door

ROOT = Path(__file__).resolve().parent.parent
SEEDS = (ROOT / os.environ.get("PRESSDAY_SEEDS", "../shared/seeds")).resolve()
LIVE_SEED = "000_536e53dfd3008ca6.txt"
TOPIC_SEED = "003_b8a447034a8038b8.txt"
_ABSENT = f"the seeds are not in {SEEDS}: nothing was tested on the two real documents (set PRESSDAY_SEEDS)"


def _seeds_are_there() -> bool:
    return (SEEDS / LIVE_SEED).is_file() and (SEEDS / TOPIC_SEED).is_file()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew, and compare nothing")


# Examples are the same in every run: what is found, is found before it is committed.  With
# PRESSDAY_EXAMPLES=new others are tried, to go on looking.
settings.register_profile("given", derandomize=True, deadline=None)
settings.register_profile("new", derandomize=False, deadline=None, database=None, print_blob=True)
settings.load_profile("new" if os.environ.get("PRESSDAY_EXAMPLES") == "new" else "given")
# Before any test has taken `build` by its name.
feed_door.watch()


@pytest.fixture(autouse=True)
def _feeds_are_right(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever feeds a test has had built: they keep their rules, and hold what the edition says."""
    where = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if where is not None:
        feed_door.look_into(where)
    told = feed_door.told()
    assert not told, "\n".join(told[:40])


@pytest.fixture(scope="session", autouse=True)
def _feeds_are_right_in_the_end(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What other processes built in folders that several tests share."""
    yield
    feed_door.look_into(tmp_path_factory.getbasetemp())
    told = feed_door.told()
    assert not told, "\n".join(told[:40])


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the two real documents; without them a test that needs it fails under CI."""
    if not _seeds_are_there():
        if os.environ.get("CI"):
            pytest.fail(_ABSENT)
        pytest.skip(_ABSENT)
    return SEEDS


@pytest.fixture(scope="session")
def live_seed(seeds: Path) -> Path:
    """A live page of forty entries, newest first."""
    return seeds / LIVE_SEED


@pytest.fixture(scope="session")
def topic_seed(seeds: Path) -> Path:
    """A topic page of twenty-three cards."""
    return seeds / TOPIC_SEED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _seeds_are_there():
        terminalreporter.section("SEEDS ABSENT", sep="!", red=True, bold=True)
        terminalreporter.line(_ABSENT, red=True, bold=True)
