"""Time the import of a live page of 2,000 entries, saved as text: at least 1,000 entries a second are asked.

    python benchmarks/importing.py                    three rounds of 2,000 entries
    python benchmarks/importing.py --entries 5000 --rounds 5

Each round imports into a newsletter of its own; then the same document once more, which changes
nothing, and a newer save with forty entries more.  What is printed are medians, and what reading and
recognition cost of the first import.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from corpus import Writer
from pressday import config, readers, recognise
from pressday.importing import ImportOptions, import_documents

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
OLDEST = datetime(2026, 1, 2, 6, 0, tzinfo=UTC)
SETTINGS = """title: The Benchmark
base_url: https://bench.example/
identity: bench.example,2026
topics:
  - title: Harbours
    match: [harbour, quay, mole]
  - title: Ferries
    match: [ferry, ferries]
"""
LEAST = 1_000


def page(count: int) -> str:
    """A live page of that many entries, newest first, a date wherever the day changes."""
    writer = Writer(5)
    lines = ["Storm over Harne", writer.sentence(marks=False), "Key points"]
    lines += [f"- {writer.sentence(marks=False)}" for _ in range(4)]
    entries = []
    for number in range(count):
        at = OLDEST + timedelta(minutes=7 * number)
        headline = " ".join(writer.word() for _ in range(8)).capitalize()
        author = writer.chance.choice(writer.authors)
        texts = [" ".join(writer.sentence(marks=False) for _ in range(3)) for _ in range(writer.chance.randint(1, 4))]
        entries.append((at, [headline, f"{at:%H:%M} , {author}", *texts]))
    day = None
    for at, told in reversed(entries):
        if at.date() != day:
            day = at.date()
            lines.append(f"{day:%A} {day.day} {day:%B} {day.year}")
        lines += told
    return "\n".join(lines) + "\n"


def imported(folder: Path, text: str, expected: dict[str, int]) -> float:
    """Seconds of an import of *text*; anything but what is *expected* stops the measurement."""
    document = folder / "sources/live.txt"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(text, "utf-8")
    newsletter, _ = config.parse(SETTINGS)
    began = time.perf_counter()
    outcome = import_documents(folder, [document], ImportOptions(), newsletter=newsletter, now=NOW)
    took = time.perf_counter() - began
    (report,) = outcome.reports
    states = {state: report.count(state) for state in ("new", "unchanged", "changed") if report.count(state)}
    if outcome.failed or states != expected:
        sys.exit(f"the import did something else: {states}, not {expected}")
    return took


def recognised(text: str) -> tuple[float, float]:
    """Seconds of reading and of recognising."""
    began = time.perf_counter()
    document, _ = readers.read(text.encode(), "live.txt")
    read = time.perf_counter()
    found = recognise.recognise(document, recognise.Hints(ZoneInfo("UTC"), NOW))
    done = time.perf_counter()
    if found is None or found.kind != "live":
        sys.exit("the page was not recognised")
    return read - began, done - read


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=2_000)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    count, more = asked.entries, 40
    older, newer = page(count), page(count + more)
    rounds: dict[str, list[float]] = {"first": [], "again": [], "newer": [], "reading": [], "recognising": []}
    memory = Path("/dev/shm")
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
            read, recognising = recognised(older)
            rounds["reading"].append(read)
            rounds["recognising"].append(recognising)
            rounds["first"].append(imported(Path(folder), older, {"new": count}))
            rounds["again"].append(imported(Path(folder), older, {"unchanged": count}))
            rounds["newer"].append(imported(Path(folder), newer, {"new": more, "unchanged": count}))
    middle = {name: statistics.median(times) for name, times in rounds.items()}
    rate = count / middle["first"]
    print(f"{count:,} live entries, median of {asked.rounds}")
    print(f"  first import      {middle['first']:6.2f} s   {rate:8,.0f} entries a second (asked: {LEAST:,})")
    print(f"    of it reading   {middle['reading']:6.2f} s   {middle['reading'] / middle['first']:8.0%}")
    print(f"    recognising     {middle['recognising']:6.2f} s   {middle['recognising'] / middle['first']:8.0%}")
    print(f"  the same again    {middle['again']:6.2f} s   {count / middle['again']:8,.0f} entries a second")
    print(f"  a newer save      {middle['newer']:6.2f} s   {(count + more) / middle['newer']:8,.0f} entries a second")
    return 0 if rate >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
