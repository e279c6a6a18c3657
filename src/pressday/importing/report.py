"""What an import is asked for, and what it says it did."""

from __future__ import annotations

import re
from collections import Counter
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
    """Words of a document that stand in no file: their line, the words, why, and *of* which line they are a part."""

    line: int
    text: str
    reason: str
    of: str = ""


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
    both have changed, by field (``title=<hash>``) and paragraph (``text=<hash>/…``): the file has the person's.
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
_PAGES = "content/pages"
# What is left out for these reasons is in no need of a second look.
_HARMLESS = frozenset({EDITED, BOX, REPEATED})
# More deleted files than this, or more guesses of one kind, are told in one line.
_FEW = 5
# What two guesses of one kind say differently: what they quote, a file, a number.
_PARTICULAR = re.compile(r"“[^”]*”|content/\S+|\d+")


def together(notes: Iterable[Problem]) -> list[list[Problem]]:
    """Guesses and doubts, each alone, but more than a few of one kind together, in the place of the first."""
    told = list(notes)
    kinds = [_PARTICULAR.sub("", note.message) for note in told]
    count = Counter(kinds)
    made: dict[str | int, list[Problem]] = {}
    for number, (note, kind) in enumerate(zip(told, kinds, strict=True)):
        made.setdefault(kind if count[kind] > _FEW else number, []).append(note)
    return list(made.values())


class ImportReport(Record, frozen=True):
    """What one document was read as, and what became of it.  *document* is its path in ``sources/``.

    *hints* are how many of the *guesses* are told here and no more: they do not wait in review.
    """

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
    hints: int = 0

    def _places(self) -> str:
        """Where its entries went: of an export the articles, and the pages beside them."""
        pages = sum(entry.path.startswith(f"{_PAGES}/") for entry in self.entries)
        if not pages:
            return f"content/{self.into}"
        return _PAGES if pages == len(self.entries) else f"content/{self.into} and {_PAGES}"

    def count(self, state: State) -> int:
        return sum(entry.state == state for entry in self.entries)

    @property
    def waiting(self) -> int:
        """How many changes of the source wait in review."""
        return sum(len(entry.waits) for entry in self.entries)

    @property
    def doubts(self) -> int:
        """How many guesses and doubts wait in review, those that are told together as one."""
        told_here = self.hints if self.hints <= _FEW else 1
        return len(together(self.guesses)) - told_here

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
        title = f" “{self.title}”" if self.title else ""
        kind = "articles" if self.kind == "article" and len(self.entries) > 1 else _KINDS[self.kind]
        made = [f"{self.document}: {kind}{title} in {self._places()}: {counts or 'nothing'}"]
        words = self.words
        if not self.needs_an_eye:
            sums = f"{words.text:,} in texts, {words.headers:,} in headers, {words.left_out:,} left out"
            old = f"; {_gone(self.gone)}" if self.gone else ""
            return [f"{made[0]}; {words.total:,} words = {sums}{old}"]
        made.append(
            f"  words: {words.total:,} = {words.text:,} in texts, "
            f"{words.headers:,} in headers, {words.left_out:,} left out"
        )
        many = self.count("deleted") > _FEW
        made += [
            f"  left out: line {left.line}: {_told(left)} ({left.reason})"
            for left in self.left_out
            if not (many and left.reason == DELETED)
        ]
        made += [f"  guess: line {_lines(notes)}: {notes[0].message}" for notes in together(self.guesses)]
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
            made.append(f"  {_gone(self.gone)}")
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


def _lines(notes: Sequence[Problem]) -> str:
    first = str(notes[0].line)
    return first if len(notes) == 1 else f"{first}, and {len(notes) - 1:,} more like it down to line {notes[-1].line}"


def _gone(count: int) -> str:
    entries = "1 entry is" if count == 1 else f"{count} entries are"
    return f"{entries} no longer in the document; what was imported stays"


def _told(left: LeftOut) -> str:
    return f"“{_short(left.text)}” of “{_short(left.of)}”" if left.of else _short(left.text)


def _short(text: str) -> str:
    words: Sequence[str] = text.split()
    return text if len(words) <= 12 else " ".join(words[:12]) + " …"
