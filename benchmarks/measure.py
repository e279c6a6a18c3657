"""Time a build of 10,000 entries, with everything on, against Hugo's smallest equal site.

    make bench                        three rounds of 10,000 entries
    python benchmarks/measure.py --entries 1000 --rounds 5

Each round runs Hugo and Pressday one after the other, what is short several times; what is printed are
medians, and the ratio to Hugo's cold build of the same round.  The sites are made in memory where the
system has a folder for that: making folders on a disk costs more, and varies more, than any generator.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import corpus

BIN = Path(sys.executable).parent
# A third of a second is soon measured, and as soon disturbed.
SHORT = 5
LIMITS = {"cold": 2.5, "one edit": 1 / 10, "no change": 1 / 20}


class Run(NamedTuple):
    """Seconds on the clock and of all processors; MiB of the largest process."""

    wall: float
    cpu: float
    memory: float


def run(words: list[str], folder: Path) -> Run:
    """Run a command to its end; anything but success stops the measurement."""
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(words)} failed")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def edit(folder: Path, serial: int) -> str:
    """Add a sentence to the newest entry; gives what must then be seen."""
    path = max(folder.glob("content/articles/*/*.md"))
    mark = f"Afterthought number {serial}."
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{mark}\n")
    time.sleep(0.05)
    return mark


def rounds(sites: Path, count: int) -> dict[str, list[Run]]:
    """The runs by name."""
    made: dict[str, list[Run]] = {name: [] for name in ("hugo cold", "cold", "one edit", "no change")}
    hugo, ours = sites / "hugo", sites / "pressday"
    build = [str(BIN / "pressday"), "build", "--quiet"]
    for serial in range(count):
        shutil.rmtree(hugo / "public", ignore_errors=True)
        made["hugo cold"].append(run([str(BIN / "hugo"), "--quiet", "--noBuildLock"], hugo))
        for name in ("site", "outbox", ".pressday"):
            shutil.rmtree(ours / name, ignore_errors=True)
        made["cold"].append(run(build, ours))
        edits, none = [], []
        for number in range(SHORT):
            mark = edit(ours, serial * SHORT + number)
            edits.append(run(build, ours))
            seen = [mark in path.read_text("utf-8") for path in (ours / "site/feed.xml", *_newest_page(ours))]
            if not all(seen):
                sys.exit("the edit was not published")
            none.append(run(build, ours))
        made["one edit"].append(middle(edits))
        made["no change"].append(middle(none))
    return made


def middle(runs: list[Run]) -> Run:
    """The median of each of its figures."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def _newest_page(folder: Path) -> list[Path]:
    newest = max(folder.glob("content/articles/*/*.md")).stem
    return [folder / "site" / newest[:10].replace("-", "/") / newest[11:] / "index.html"]


def show(made: dict[str, list[Run]]) -> None:
    """A line a name: medians, and the ratio to Hugo's cold build."""
    base = made["hugo cold"]
    print(f"{'':12} {'wall s':>8} {'cpu s':>8} {'MiB':>6} {'of hugo':>8} {'at most':>8}")
    for name, runs in made.items():
        ratio = statistics.median(run.wall / hugo.wall for run, hugo in zip(runs, base, strict=True))
        all_in_all = middle(runs)
        limit = f"{LIMITS[name]:.3f}" if name in LIMITS else ""
        print(
            f"{name:12} {all_in_all.wall:8.3f} {all_in_all.cpu:8.3f} {all_in_all.memory:6.0f} {ratio:8.3f} {limit:>8}"
        )


def compile_program() -> None:
    """Compile the program, as an installer does; from a checkout Python does it when it may write beside the source."""
    found = importlib.util.find_spec("pressday")
    for folder in (found.submodule_search_locations or ()) if found else ():
        compileall.compile_dir(folder, quiet=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    compile_program()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        for generator in corpus.MAKERS:
            corpus.make(generator, options.entries, Path(folder) / generator)
        show(rounds(Path(folder), options.rounds))


if __name__ == "__main__":
    main()
