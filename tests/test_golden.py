"""One small newsletter, published whole, is what the files in ``golden/`` show.

``golden/input`` is laid over the newsletter of ``newsletters``; the other folders hold what comes of
it, by half: ``pages``, ``feeds``, ``mail`` and the other ``files``.  ``listing.txt`` names every
published file, and those that are not text by a hash: pictures, styles.

    pytest tests/test_golden.py --golden

writes them anew.  Read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from difflib import unified_diff
from pathlib import Path

import pytest

import newsletters
from pressday import versions
from pressday.building import Outcome
from pressday.outputs import KINDS
from pressday.records import digest

GOLDEN = Path(__file__).parent / "golden"
HALVES = ("pages", "feeds", "mail", "files")
LISTING = "listing.txt"
# More of a difference than this is not read.
MOST_LINES = 60
MOST_FILES = 8

Texts = Mapping[str, str]


def lay(folder: Path) -> Path:
    """Write the newsletter that is published into *folder*."""
    shutil.copytree(GOLDEN / "input", newsletters.make(folder), dirs_exist_ok=True)
    return folder


def half(path: str) -> str:
    """To which half the published file at *path* belongs; nothing for what is not text."""
    name = path.rpartition("/")[2]
    if path.startswith("outbox/"):
        return "mail"
    if path.startswith("site/assets/"):
        return ""
    if name.endswith(".html"):
        return "pages"
    if name in ("feed.xml", "atom.xml", "feed.json", "feeds.opml"):
        return "feeds"
    return "files" if name.endswith((".txt", ".xml")) or name.startswith(".") else ""


def pictured(published: Mapping[str, bytes]) -> dict[str, str]:
    """*published* as the golden files show it, by name below ``golden``."""
    texts = {}
    listing = []
    for path, data in sorted(published.items()):
        where = half(path)
        listing.append(path if where else f"{path} {digest(data)}")
        if where:
            # An asset's hash is told once, in the listing: new styles are not a new page.
            text = re.sub(r"(\?v=)[0-9a-f]{8}\b", r"\1HASH", data.decode())
            texts[f"{where}/{path.partition('/')[2]}"] = text
    return {**texts, LISTING: "\n".join(listing) + "\n"}


def kept() -> dict[str, str]:
    """The golden files, by name."""
    places = [GOLDEN / LISTING, *(path for name in HALVES for path in sorted((GOLDEN / name).rglob("*")))]
    return {path.relative_to(GOLDEN).as_posix(): path.read_bytes().decode() for path in places if path.is_file()}


def keep(texts: Texts) -> None:
    """Make the golden files these, and no others."""
    for name in HALVES:
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
    for name, text in texts.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def moved(before: Texts, after: Texts, name: str) -> list[str]:
    """Which of the files of the half called *name* are not in both, or not the same."""
    names = {path for path in (*before, *after) if path.split("/")[0] == name}
    return sorted(path for path in names if before.get(path) != after.get(path))


def report(before: Texts, after: Texts, name: str) -> str:
    """What is different in the half called *name*, for a person to read; nothing if nothing is."""
    wrong = moved(before, after, name)
    if not wrong:
        return ""
    counts = ", ".join(f"{other} {len(moved(before, after, other)) or 'the same'}" for other in (*HALVES, LISTING))
    lines = [f"{name} moved ({counts}). If it should have: pytest tests/test_golden.py --golden"]
    lines += [f"too many: {path}" for path in wrong if path not in before]
    lines += [f"missing: {path}" for path in wrong if path not in after]
    both = [path for path in wrong if path in before and path in after]
    for path in both[:MOST_FILES]:
        lines += _difference(path, before[path], after[path])
    lines += [f"also different: {path}" for path in both[MOST_FILES:]]
    return "\n".join(lines)


def _difference(path: str, before: str, after: str) -> Iterable[str]:
    was, now = (re.split(r"(?<=\n)", text) for text in (before, after))
    lines = [line.rstrip("\n") for line in unified_diff(was, now, f"golden/{path}", f"published/{path}", n=2)]
    shown = [line.replace("\r", "␍") for line in lines[:MOST_LINES]]
    return [*shown, f"… {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else shown


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, dict[str, str]]:
    folder = lay(tmp_path_factory.mktemp("golden"))
    outcome = newsletters.built(folder)
    return outcome, pictured(newsletters.published(folder))


@pytest.fixture(scope="module")
def published(edition: tuple[Outcome, dict[str, str]], request: pytest.FixtureRequest) -> dict[str, str]:
    if request.config.getoption("--golden"):
        keep(edition[1])
    return edition[1]


@pytest.mark.parametrize("name", [*HALVES, LISTING])
def test_what_is_published_is_what_the_golden_files_show(published: dict[str, str], name: str) -> None:
    difference = report(kept(), published, name)
    if difference:
        pytest.fail(difference, pytrace=False)


def test_every_kind_of_output_is_shown(edition: tuple[Outcome, dict[str, str]]) -> None:
    # The index of sitemaps alone is not: it takes forty thousand pages.
    assert set(edition[0].kinds) == KINDS.keys() - {"sitemap_index"}


def test_the_newsletter_has_nothing_wrong_in_it(edition: tuple[Outcome, dict[str, str]]) -> None:
    assert {problem.severity for problem in edition[0].problems} <= {"note"}
    assert not edition[0].held


def test_no_version_of_what_drew_it_stands_in_what_is_published(published: dict[str, str]) -> None:
    made_with = [word.rpartition("-") for word in versions.versions().split()]
    telling = [version for _, _, version in made_with if version.count(".") >= 2]
    assert telling
    for name, text in published.items():
        assert not [version for version in telling if version in text], name


def test_another_machine_publishes_the_same(edition: tuple[Outcome, dict[str, str]], tmp_path: Path) -> None:
    folder = lay(tmp_path / "Eine andere Stelle")
    surroundings = {
        **os.environ,
        "TZ": "Pacific/Apia",
        "LC_ALL": "tr_TR.ISO-8859-9",
        "LANG": "C",
        "PYTHONHASHSEED": "77",
        "PYTHONUTF8": "0",
    }
    program = "import sys; from pressday.cli import main; sys.exit(main())"
    words = ["build", "--source", str(folder), "--clock", newsletters.NOW.isoformat(), "--jobs", "2", "--quiet"]
    subprocess.run([sys.executable, "-c", program, *words], check=True, env=surroundings, capture_output=True)
    assert pictured(newsletters.published(folder)) == edition[1]


def test_a_difference_names_its_half_and_shows_its_lines() -> None:
    before = {"pages/a.html": "one\ntwo\n", "feeds/feed.xml": "x\n", "pages/gone.html": "", LISTING: ""}
    after = {"pages/a.html": "one\nthree\n", "feeds/feed.xml": "x\n", "pages/new.html": "", LISTING: ""}
    said = report(before, after, "pages").split("\n")
    assert said[0].startswith("pages moved (pages 3, feeds the same, mail the same, files the same")
    assert {"too many: pages/new.html", "missing: pages/gone.html", "-two", "+three"} <= set(said)
    assert report(before, after, "feeds") == ""
