"""Two people import on two branches of one repository, and git merges what they have."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, NOW, Desk, live_text
from pressday import starting
from pressday.ledger import imports as ledger


class Repository(Desk):
    """A newsletter under git; its sources are not."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        starting.init(folder, NOW)
        (folder / "content/pages/about.md").unlink()
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("The newsletter")

    def git(self, *words: str) -> str:
        settings = ("-c", "user.name=Nell", "-c", "user.email=nell@brief.example", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *settings, *words], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def on_branch(self, name: str, text: str, document: str = "storm.txt") -> None:
        """Imports a save on a branch of its own, from what is on the main one."""
        self.git("checkout", "--quiet", "-b", name, "main")
        self.put(text, document)
        self.report(self.folder / "sources" / document)
        self.commit(f"Import on {name}")

    def merge(self, one: str, other: str) -> None:
        """Merges two branches; git says if there is a conflict."""
        self.git("checkout", "--quiet", one)
        self.git("merge", "--quiet", "--no-edit", other)

    def titles(self) -> list[str]:
        return sorted(
            line
            for path in (self.folder / "content/live").rglob("2026-*.md")
            for line in path.read_text().splitlines()
            if line.startswith("title: ")
        )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


CORRECTED = [(h, s, a, [p.replace("A gale", "A storm") for p in text]) for h, s, a, text in ENTRIES]


@pytest.mark.parametrize("known", [False, True])
def test_the_same_save_on_two_branches_merges(repository: Repository, known: bool) -> None:
    if known:
        repository.put(live_text())
        repository.report()
        repository.commit("The first save")
    repository.on_branch("nell", live_text(NEWER + ENTRIES))
    repository.on_branch("tam", live_text(NEWER + ENTRIES))
    assert repository.git("diff", "nell", "tam") == ""
    repository.merge("nell", "tam")
    assert len(repository.titles()) == 7
    assert repository.report(repository.folder / "sources/storm.txt").count("unchanged") == 7


@pytest.mark.parametrize("names", [("storm.txt", "storm.txt"), ("storm-at-one.txt", "storm-at-three.txt")])
def test_two_saves_of_one_page_on_two_branches_merge(repository: Repository, names: tuple[str, str]) -> None:
    repository.put(live_text())
    repository.report()
    repository.commit("The first save")
    points = ["Lights out in Harne", "Gates of the lock hold"]
    repository.on_branch("nell", live_text(NEWER[2:] + ENTRIES, points=points), names[0])
    repository.on_branch("tam", live_text(NEWER + CORRECTED, points=["Ferry back in harbour", points[1]]), names[1])
    repository.merge("nell", "tam")
    assert len(repository.titles()) == 7
    assert "A storm" in repository.entry("Wind rises").read_text()
    told = repository.read("content/live/storm-over-harne/points.md")
    sets = sorted(line[3:19] for line in told.splitlines() if line.startswith("## "))
    assert sets == ["2026-03-05T00:40", "2026-03-05T01:15", "2026-03-05T03:10"]
    _, problems = ledger.load_all(repository.folder)
    assert problems == []
    # The next save finds all of it as imports have left it.
    last = ("All is quiet", "04:00", "Tam Reyes", ["The wind has dropped, and the ferry sails again."])
    repository.put(live_text([last, *NEWER, *CORRECTED], points=["All is quiet at last"]), names[1])
    report = repository.report(repository.folder / "sources" / names[1])
    assert (report.count("new"), report.count("unchanged")) == (1, 7)
    assert not [problem for problem in report.problems if "edited" in problem.message]
    told = repository.read("content/live/storm-over-harne/points.md").split("## ")
    assert [text[:16] for text in told[1:]] == [*sets, "2026-03-05T04:00"]
    assert ["Lights out" in text and "Gates" in text for text in told] == [False, False, True, False, False]


def test_an_edit_on_one_branch_and_an_import_on_another_merge(repository: Repository) -> None:
    repository.put(live_text())
    repository.report()
    repository.commit("The first save")
    repository.git("checkout", "--quiet", "-b", "nell", "main")
    path = repository.entry("Ferry sails at last")
    path.write_text(path.read_text().replace("It was cheered.", "All of Harne cheered."))
    repository.commit("An edit")
    repository.on_branch("tam", live_text(NEWER + ENTRIES))
    repository.merge("nell", "tam")
    report = repository.report(repository.folder / "sources/storm.txt")
    assert (report.count("yours"), report.count("unchanged"), report.count("new")) == (1, 6, 0)
