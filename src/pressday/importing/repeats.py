"""The same story twice: found when it comes in, linked to where it was told before, never removed.

A clipping repeats another entry if it has its headline, or nearly its text.  A sentence of eight words
that both have is a hint, told in the report and no more.  Looked at are the document itself, the live
page or collection that it goes to, and what other pages and articles told in the days around it.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from pressday import alike
from pressday.content.writing import CONTENT
from pressday.folding import any_case, folded
from pressday.importing.shelf import Shelf
from pressday.problems import Problem

# Other pages are looked at so many days back and on, and so many files of theirs, the nearest first.
DAYS = 7
MOST_FILES = 2_000
# A headline of so few words may be a form of the house ("Letters"): it needs texts that are alike, too.
_FORM = 3
# A text of fewer words that comes on another day and is not the same is another ("It is 10 degrees at the quay").
_BRIEF = 20
_A_DAY = timedelta(hours=12)
# So alike, letter by letter, are two tellings of one text; so much of the shorter one's runs of three
# words, of two texts that are looked at for it; and so much where the headline is the same.
NEARLY = 0.85
_CANDIDATE = 0.3
_KIN = 0.1
_RUN = 3
_SENTENCE = 8
# Runs of words that more stories than this have are phrases of the trade, and such sentences furniture.
_COMMON = 30
_FURNITURE = 4
_READ = 400
_HINTS = 2
_MOST = 3
# Of the stories under one headline so many are looked at, the nearest in time on either side.
_NEAREST = 40

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\]\([^()\s]*\)|<https?:[^>]*>|https?://\S+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s+|\n{2,}")
_DATED = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:-|$)")

Why = Literal["headline", "text", "sentence"]


class Story(NamedTuple):
    """What is compared: a clipping about to be written, or an entry that is there.

    *path* is its content file, *text* Markdown; *page* the live page or collection on which it stands,
    empty for an article.  *instant* is None where none is known.  *also* are files that it names as
    telling the same.
    """

    path: str
    title: str
    text: str
    instant: datetime | None
    page: str = ""
    line: int = 0
    also: tuple[str, ...] = ()


class Repeat(NamedTuple):
    """The story of that *number* tells what the one at *path* tells; a ``sentence`` is a hint only."""

    number: int
    path: str
    why: Why
    line: int
    sentence: str = ""

    @property
    def problem(self) -> Problem:
        """The line of the report."""
        if self.why == "sentence":
            words = f"shares a sentence with {self.path}: “{self.sentence}”"
        else:
            words = f"says again what {self.path} tells"
        return Problem(words, line=self.line, severity="note")


class Archive:
    """What has been told: stories, each read once in an import, with an index of their words."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._dated: list[tuple[date, str]] | None = None
        self._known: set[str] = set()
        self._stories: list[Story] = []
        self._read: list[_Read] = []
        # By headline the times and numbers of its stories, in order: there may be thousands ("Ferry news").
        self._headlines: dict[str, list[tuple[float, int]]] = {}
        self._runs: dict[str, list[int]] = {}
        self._sentences: dict[str, list[int]] = {}

    def find(self, into: str, new: Sequence[Story]) -> list[Repeat]:
        """What of *new*, which goes to the page *into*, was told before; in the order of *new*.

        Of two new stories the later names the earlier; what is there already is not touched, so a new
        one names it whichever came first, unless it is named by it.
        """
        if not new:
            return []
        self._gather(into, new)
        first = len(self._stories)
        for story in new:
            self.add(story)
        return [repeat for number in range(len(new)) for repeat in self._repeats(first + number, first)]

    def add(self, story: Story) -> None:
        """Takes *story* into the index."""
        number, read = len(self._stories), _Read(story)
        self._known.add(story.path)
        self._stories.append(story)
        self._read.append(read)
        if read.headline:
            insort(self._headlines.setdefault(read.headline, []), (_seconds(story), number))
        for run in read.runs:
            self._runs.setdefault(run, []).append(number)
        for sentence in read.sentences:
            self._sentences.setdefault(sentence, []).append(number)

    def _repeats(self, number: int, first: int) -> Iterator[Repeat]:
        story, own = self._stories[number], self._read[number]

        def is_told(at: int) -> bool:
            return at != number and self._earlier(at, number, first) and _near(story, self._stories[at])

        shared: dict[int, int] = {}
        for run in own.runs:
            having = self._runs[run]
            if len(having) <= _COMMON:
                for at in having:
                    shared[at] = shared.get(at, 0) + 1
        told: dict[int, Why] = {}
        for at in self._namesakes(number):
            there = self._read[at]
            if is_told(at) and self._is_one(number, at, shared.get(at, 0)) and not self._is_formula(number, at):
                told[at] = "headline"
        for at, count in shared.items():
            there = self._read[at]
            if at in told or count < _CANDIDATE * min(len(own.runs), len(there.runs)) or not is_told(at):
                continue
            if alike.ratio(own.plain, there.plain, at_least=NEARLY) >= NEARLY and not self._is_formula(number, at):
                told[at] = "text"
        nearest = sorted(told, key=lambda at: (_apart(story, self._stories[at]), self._stories[at].path))[:_MOST]
        for at in nearest:
            yield Repeat(number - first, self._stories[at].path, told[at], story.line)
        hinted: set[int] = set()
        for sentence, written in own.sentences.items():
            having = self._sentences[sentence]
            for at in having if len(having) <= _FURNITURE else ():
                if at not in told and at not in hinted and len(hinted) < _HINTS and is_told(at):
                    hinted.add(at)
                    yield Repeat(number - first, self._stories[at].path, "sentence", story.line, _beginning(written))

    def _is_one(self, number: int, at: int, shared: int) -> bool:
        """Whether two stories under one headline are one: a column has it every week, a live page every day."""
        own, other = self._read[number], self._read[at]
        if own.plain == other.plain and (own.plain or not self._are_two_days(number, at)):
            return True
        if not own.runs or not other.runs:
            return own.title_words > _FORM
        return shared >= _KIN * min(len(own.runs), len(other.runs))

    def _is_formula(self, number: int, at: int) -> bool:
        """Whether two short texts of two days differ: a page says good morning every day."""
        one, other = self._read[number], self._read[at]
        brief = min(one.plain.count(" "), other.plain.count(" ")) < _BRIEF - 1
        differ = bool(one.plain and other.plain) and one.plain != other.plain
        return brief and differ and self._are_two_days(number, at)

    def _are_two_days(self, number: int, at: int) -> bool:
        return _apart(self._stories[number], self._stories[at]) > _A_DAY.total_seconds()

    def _namesakes(self, number: int) -> list[int]:
        """The stories under the headline of the one of that number: the nearest before it and after it."""
        told = self._headlines.get(self._read[number].headline, [])
        place = bisect_left(told, (_seconds(self._stories[number]), number))
        return [at for _, at in told[max(0, place - _NEAREST) : place + _NEAREST + 1] if at != number]

    def _earlier(self, at: int, number: int, first: int) -> bool:
        """Whether the story *at* counts as told before that of *number*, which is new as all from *first* on."""
        one, other = self._stories[at], self._stories[number]
        if at < first:
            return one.path != other.path and other.path not in one.also
        if one.instant is None or other.instant is None or one.instant == other.instant:
            return at < number
        return one.instant < other.instant

    # --- what is on disk --------------------------------------------------------------------------

    def _gather(self, into: str, new: Sequence[Story]) -> None:
        """Reads what *new* is compared with: the page *into*, and what other files' names say is of those days."""
        own = {story.path for story in new}
        paths = [] if into == "articles" else list(self._inside(f"{CONTENT}/{into}"))
        days = [story.instant.date() for story in new if story.instant is not None]
        if days:
            paths += self._around(min(days), max(days))
        for path in paths:
            if path in own or path in self._known:
                continue
            self._known.add(path)
            file = self.shelf.file(path)
            if file is not None and not file.broken and file.title:
                also = tuple(target(path, other) for other in file.words("also"))
                self.add(Story(path, file.title, file.body, file.instant, page_of(path), 0, also))

    def _inside(self, folder: str) -> Iterator[str]:
        for name in self.shelf.tree.names(folder):
            if name.endswith(".md") and name not in ("index.md", "points.md") and not name.startswith("."):
                yield f"{folder}/{name}"

    def _around(self, first: date, last: date) -> list[str]:
        """Articles and live entries whose names say a day near these, the nearest first."""
        if self._dated is None:
            below = [path for folder in ("articles", "live") for path in self.shelf.tree.below(f"{CONTENT}/{folder}")]
            self._dated = [(day, path) for path in below if (day := _day(path)) is not None]
        near = [
            (max((first - day).days, (day - last).days, 0), path)
            for day, path in self._dated
            if first - timedelta(DAYS) <= day <= last + timedelta(DAYS)
        ]
        return [path for _, path in sorted(near)[:MOST_FILES]]


def _near(one: Story, other: Story) -> bool:
    """Whether two stories are of one page, or of the same days."""
    if one.page and one.page == other.page:
        return True
    if one.instant is None or other.instant is None:
        return False
    return abs(one.instant - other.instant) <= timedelta(DAYS)


def _beginning(sentence: str) -> str:
    words = sentence.strip("\"'“”‘’«»*_ \n").split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def target(path: str, written: str) -> str:
    """The content file that the file at *path* names in ``also:``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), written))


def links(repeats: Iterable[Repeat], new: Sequence[Story]) -> dict[str, tuple[str, ...]]:
    """By the path of a new story's file, the files that it names in ``also:``, as paths from there."""
    named: dict[str, list[str]] = {}
    for repeat in repeats:
        if repeat.why != "sentence":
            path = new[repeat.number].path
            named.setdefault(path, []).append(posixpath.relpath(repeat.path, posixpath.dirname(path)))
    return {path: tuple(others) for path, others in named.items()}


class _Read:
    """A story as words: its headline, the text, its runs of words, its sentences as they are written."""

    __slots__ = ("headline", "plain", "runs", "sentences", "title_words")

    def __init__(self, story: Story) -> None:
        title = _words(story.title)
        self.headline = " ".join(title)
        self.title_words = len(title)
        text = _ADDRESS.sub(" ", story.text)
        words = _words(text)[:_READ]
        self.plain = " ".join(words)
        pairs = zip(words, words[1:], words[2:], strict=False)
        # Too short to have a run is too short to be told from another by its text.
        self.runs = dict.fromkeys(f"{a} {b} {c}" for a, b, c in pairs) if len(words) >= _SENTENCE else {}
        self.sentences: dict[str, str] = {}
        for sentence in _SENTENCE_END.split(text):
            said = _words(sentence)
            if len(said) >= _SENTENCE:
                self.sentences.setdefault(" ".join(said), sentence)


def _words(text: str) -> list[str]:
    return _WORD.findall(any_case(folded(text)))


def _seconds(story: Story) -> float:
    return story.instant.timestamp() if story.instant is not None else 0.0


def _apart(one: Story, other: Story) -> float:
    if one.instant is None or other.instant is None:
        return 0.0
    return abs((one.instant - other.instant).total_seconds())


def page_of(path: str) -> str:
    """The live page or collection on which the content file at *path* stands; an article's is empty."""
    parts = path.split("/")
    return "/".join(parts[1:3]) if parts[1] in ("live", "linked") else ""


def _day(path: str) -> date | None:
    parts = path.removesuffix(".md").split("/")
    match = _DATED.match(parts[-2] if parts[-1] == "index" else parts[-1])
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
