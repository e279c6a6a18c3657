"""What every test may ask for: the seeds, and whether golden files are to be written anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = (ROOT / os.environ.get("PRESSDAY_SEEDS", "../shared/seeds")).resolve()
LIVE_SEED = "000_536e53dfd3008ca6.txt"
TOPIC_SEED = "003_b8a447034a8038b8.txt"
_ABSENT = f"the seeds are not in {SEEDS}: nothing was tested on the two real documents (set PRESSDAY_SEEDS)"


def _seeds_are_there() -> bool:
    return (SEEDS / LIVE_SEED).is_file() and (SEEDS / TOPIC_SEED).is_file()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew, and compare nothing")


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
