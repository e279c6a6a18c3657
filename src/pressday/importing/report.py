"""What an import is asked for, and what it says it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from pressday.ledger.imports import path_of
from pressday.problems import Problem
from pressday.recognise import Kind
from pressday.records import Record


class ImportOptions(Record, frozen=True):
    """What the editor says of the documents; everything left out is read or guessed.

    *timezone* is that of the times in them, *day* their date, *name* the live page or collection to
    import into, *source* whose work they are (a name from the settings).
    """

    kind: Kind | None = None
    timezone: str = ""
    date: date | None = None
    name: str = ""
    source: str = ""


class LeftOut(Record, frozen=True):
    """Words of a document that stand in no file: their line, the words, and why."""

    line: int
    text: str
    reason: str


class WordSums(Record, frozen=True):
    """Where a document's words went, counted in the files on disk.

    A word is a token between white space that holds a letter or a digit.  *headers* are those of
    titles, stamps and bylines.  The three make up the whole document.
    """

    text: int
    headers: int
    left_out: int

    @property
    def total(self) -> int:
        return self.text + self.headers + self.left_out


State = Literal["new", "changed", "merged", "unchanged", "yours", "deleted", "withdrawn"]


class Placed(Record, frozen=True):
    """One entry of a document, and what was done about its content file.

    ``yours``: a person has edited it, or wrote it; ``deleted``: a person took it away; ``withdrawn``: they
    withdrew it.  None of these was touched.
    ``merged``: a person has edited it, and what only the source has changed was taken.  *waits* are what
    both have changed, by field (``title=<hash>``) and paragraph (``text=<hash>``): the file has the person's.
    """

    path: str
    state: State
    line: int
    title: str
    waits: tuple[str, ...] = ()


_DONE: dict[State, str] = {
    "new": "new",
    "changed": "changed",
    "merged": "merged",
    "unchanged": "unchanged",
    "yours": "yours",
    "deleted": "deleted by you",
    "withdrawn": "withdrawn by you",
}
_KINDS = {"live": "live page", "topic": "topic page", "article": "article"}
KIND_NAMES = {"live": "a live page", "topic": "a topic page", "article": "an article"}
DELETED = "you have deleted the file"
WITHDRAWN = "you have withdrawn it"
EDITED = "you have edited the file"
BOX = "the name of the box of key points"
REPEATED = "repeats the headline"
# What is left out for these reasons is in no need of a second look.
_HARMLESS = frozenset({EDITED, BOX, REPEATED})
# More deleted files than this are told in one line.
_FEW = 5


class ImportReport(Record, frozen=True):
    """What one document was read as, and what became of it.  *document* is its path in ``sources/``."""

    document: str
    kind: Kind
    title: str
    into: str
    timezone: str
    entries: tuple[Placed, ...]
    words: WordSums
    left_out: tuple[LeftOut, ...]
    guesses: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()
    gone: int = 0

    def count(self, state: State) -> int:
        return sum(entry.state == state for entry in self.entries)

    @property
    def waiting(self) -> int:
        """How many changes of the source wait in review."""
        return sum(len(entry.waits) for entry in self.entries)

    @property
    def needs_an_eye(self) -> bool:
        """Whether there is anything that the editor should look at."""
        deleted = self.count("deleted") + self.count("withdrawn")
        left_out = any(left.reason not in _HARMLESS for left in self.left_out)
        # From a feed the old items go every day; from a live page nothing should.
        gone = self.gone and self.kind == "live"
        return bool(self.guesses or self.waiting or self.count("merged") or deleted or left_out or gone)

    def lines(self) -> list[str]:
        """The report as the command line prints it: a first line, and one for each thing to look at."""
        counts = ", ".join(f"{self.count(state)} {name}" for state, name in _DONE.items() if self.count(state))
        made = [f"{self.document}: {_KINDS[self.kind]} “{self.title}” in content/{self.into}: {counts or 'nothing'}"]
        words = self.words
        if not self.needs_an_eye:
            sums = f"{words.text:,} in texts, {words.headers:,} in headers, {words.left_out:,} left out"
            old = f"; {self.gone} older no longer in it" if self.gone else ""
            return [f"{made[0]}; {words.total:,} words = {sums}{old}"]
        made.append(
            f"  words: {words.total:,} = {words.text:,} in texts, "
            f"{words.headers:,} in headers, {words.left_out:,} left out"
        )
        many = self.count("deleted") > _FEW
        made += [
            f"  left out: line {left.line}: {_short(left.text)} ({left.reason})"
            for left in self.left_out
            if not (many and left.reason == DELETED)
        ]
        made += [f"  guess: line {note.line}: {note.message}" for note in self.guesses]
        for entry in self.entries:
            if entry.state == "yours":
                made.append(f"  yours: {entry.path} was edited and is left as it is{_waiting(entry)}")
            elif entry.state == "merged":
                made.append(f"  merged: {entry.path} was edited and has what is new in the document{_waiting(entry)}")
            elif entry.state == "deleted" and not many:
                made.append(f"  deleted by you: {entry.path} is not brought back")
            elif entry.state == "withdrawn":
                made.append(f"  withdrawn by you: {entry.path} stays withdrawn")
        if many:
            lost = [left for left in self.left_out if left.reason == DELETED]
            words_lost = sum(len(left.text.split()) for left in lost)
            made.append(
                f"  deleted by you: {self.count('deleted')} files are not brought back; "
                f"the {words_lost:,} words left out on {len(lost)} lines are theirs"
            )
        if self.count("deleted"):
            made.append(f"  to import them afresh, delete {path_of(self.document.removeprefix('sources/'))}")
        if self.gone:
            entries = "1 entry is" if self.gone == 1 else f"{self.gone} entries are"
            made.append(f"  {entries} no longer in the document; what was imported stays")
        return made


class ImportOutcome(Record, frozen=True):
    """Every document's report, in order, and everything that is wrong."""

    reports: tuple[ImportReport, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Whether a document could not be imported."""
        return any(problem.severity == "error" for problem in self.problems)


def located(problems: Iterable[Problem], path: str) -> tuple[Problem, ...]:
    """*problems* of a document at its path."""
    return tuple(
        problem
        if problem.path
        else Problem(problem.message, path, problem.line, problem.column, problem.hint, problem.severity)
        for problem in problems
    )


def _waiting(entry: Placed) -> str:
    count = len(entry.waits)
    changes = "1 change of the source waits" if count == 1 else f"{count} changes of the source wait"
    return f"; {changes} in review" if count else ""


def _short(text: str) -> str:
    words: Sequence[str] = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"
