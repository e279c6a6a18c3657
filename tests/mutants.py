"""A thousand damaged documents of one format, read and recognised; every tenth is imported whole.

Run by ``test_importing_hostile`` in a process of its own, with a bound on its memory:
``python tests/mutants.py html 1000``.  What goes wrong is printed, a line each, with the number that
makes the same document again: ``python tests/mutants.py html 1 --from 417 --show``.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pressday import config, readers, recognise
from pressday.importing import ImportOptions, import_documents
from pressday.problems import ProblemError
from pressday.recognise import Hints

CORPUS = Path(__file__).resolve().parent / "corpus"
# By format: the documents that are damaged, and under which ending each is read.
FORMATS = {
    "text": ("text/live-*-1.txt", "text/topic-*-1.txt"),
    "markdown": ("markdown/*.md",),
    "html": ("html/*.*htm*",),
    "docx": ("docx/*.docx",),
    "pdf": ("pdf/*.pdf",),
    "mail": ("mail/*.eml",),
    "mbox": ("mail/*.mbox",),
    "feeds": ("feeds/*.xml", "feeds/*.rss", "feeds/*.atom"),
    "jsonfeed": ("feeds/*.json",),
    "wordpress": ("exports/*.xml",),
    "ghost": ("exports/*.json",),
    "substack": ("exports/*.zip",),
}
SECONDS = 5
MEMORY = 500_000_000
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
SETTINGS = "title: T\nbase_url: https://t.example/\nidentity: t.example,2026\n"
_PIECES = (
    b"\0", b"<", b"&", b"]]>", b"<!--", b"&#0;", b"&#x110000;", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\r",
    b"<div>" * 400, b"[" * 2_000, b"> " * 500, b"(" * 500, b"\n" * 500, b"'", b'"', b"}", b"obj", b"endstream", b"%",
    b"9" * 400, b"-1", b"1e999", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", b"12:14 \xe2\x80\x93 ",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"=?utf-8?q?=0A?=", b"99:99", b"0000-00-00T00:00:00Z", b"<svg onload=x>",
)  # fmt: skip


def documents(name: str) -> list[tuple[str, bytes]]:
    """The sound documents of a format."""
    paths = sorted(path for pattern in FORMATS[name] for path in CORPUS.glob(pattern) if path.suffix != ".yaml")
    return [(path.name, path.read_bytes()) for path in paths]


def mutant(name: str, sound: list[tuple[str, bytes]], number: int) -> tuple[str, bytes]:
    """The damaged document of that *number*: the same every time."""
    lot = random.Random(f"{name} {number}")
    called, data = lot.choice(sound)
    other = lot.choice(sound)[1]
    if zipfile.is_zipfile(io.BytesIO(data)) and lot.random() < 0.7:
        return called, _inside(lot, data)
    for _ in range(lot.choice((1, 1, 2, 4))):
        data = _damaged(lot, data, other)
    return called, data


def _damaged(lot: random.Random, data: bytes, other: bytes) -> bytes:
    at, to = sorted((lot.randint(0, len(data)), lot.randint(0, len(data))))
    to = min(to, at + 2_000)
    match lot.randrange(7):
        case 0:
            flipped = bytearray(data)
            for _ in range(lot.choice((1, 8, 40)) if flipped else 0):
                flipped[lot.randrange(len(flipped))] ^= 1 << lot.randrange(8)
            return bytes(flipped)
        case 1:
            return data[:at]
        case 2:
            return data[:to] + data[at:to] * lot.choice((1, 3, 10)) + data[to:]
        case 3:
            start = lot.randint(0, len(other))
            return data[:at] + other[start : start + lot.choice((5, 80, 900))] + data[at:]
        case 4:
            return data[:at] + data[to:]
        case 5:
            return data[to:] + data[:to]
        case _:
            return data[:at] + lot.choice(_PIECES) + data[at:]


def _inside(lot: random.Random, data: bytes) -> bytes:
    """An archive whose members are damaged, so that more of a reader is reached than its unpacking."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(lot.sample(names, min(len(names), lot.choice((1, 1, 2)))))
        for name in names:
            held = old.read(name)
            if name in chosen and lot.random() < 0.1:
                continue
            new.writestr(name, _damaged(lot, held, held) if name in chosen else held)
    return out.getvalue()


def faults(name: str, numbers: Iterator[int] | range) -> Iterator[tuple[int, str]]:
    """What goes wrong with the mutants of those *numbers*."""
    sound = documents(name)
    assert len(sound) >= 3, f"the corpus has too few documents of {name}"
    hints = Hints(ZoneInfo("Europe/London"), NOW)
    newsletter, _ = config.parse(SETTINGS)
    for number in numbers:
        called, data = mutant(name, sound, number)
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, 2 * SECONDS)
        try:
            with contextlib.suppress(ProblemError):
                document, _ = readers.read(data, called)
                recognise.recognise(document, hints)
            if number % 10 == 0:
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / called
                    path.write_bytes(data)
                    import_documents(Path(folder) / "n", [path], ImportOptions(), newsletter=newsletter, now=NOW)
        except BaseException as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            own = [f for f in traceback.extract_tb(error.__traceback__) if "/pressday/" in f.filename] or [frame]
            yield number, f"{type(error).__name__}: {error} at {own[-1].filename}:{own[-1].lineno}"[:300]
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        took = time.perf_counter() - start
        if took > SECONDS:
            yield number, f"took {took:.1f} s"


def _too_long(*_: object) -> None:
    raise TimeoutError


def main(words: list[str]) -> int:
    """Prints the faults; 1 if there are any."""
    name, count = words[0], int(words[1])
    first = int(words[words.index("--from") + 1]) if "--from" in words else 0
    if "--show" in words:
        sys.stdout.buffer.write(mutant(name, documents(name), first)[1])
        return 0
    signal.signal(signal.SIGALRM, _too_long)
    # What has been loaded so far is not the documents' doing.
    for called, data in documents(name):
        readers.read(data, called)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    found = 0
    for number, fault in faults(name, range(first, first + count)):
        found += 1
        print(f"{name} {number}: {fault}")
    print(f"{count} of {name}: {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
