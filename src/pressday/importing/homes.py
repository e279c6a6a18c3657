"""Which live page or collection a document belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from pressday import addresses
from pressday.content.writing import CONTENT
from pressday.documents import Clipping
from pressday.importing import shelf
from pressday.importing.likeness import TELLING, nearly
from pressday.importing.matching import marks_of
from pressday.importing.report import ImportOptions
from pressday.importing.shelf import Marks, Shelf, marks_told
from pressday.ledger.imports import DocumentLedger, fingerprint, paragraphs
from pressday.problems import Problem, ProblemError
from pressday.recognise import Found

_LIVE, _LINKED = "live/", "linked/"
# Two stamps that are more minutes apart are of two days.
_HALF_A_DAY = 12 * 60
# Of more entries under one headline the first are looked at, and those of the same minute.
_EACH = 40


def choose(
    here: Shelf,
    document: str,
    found: Found,
    options: ImportOptions,
    ledgers: Mapping[str, DocumentLedger],
    renamed: Mapping[str, str],
) -> str:
    """The folder below ``content/`` for a document's entries: ``live/storm``, ``linked/ferries``, ``articles``.

    *renamed* are folders that are no more, and where each stands now; *ledgers* say the latter.
    Raises ProblemError if the editor names a live page or collection for a document that has none.
    """
    if found.kind == "article":
        if options.name:
            raise ProblemError(
                Problem(
                    f"is an article, which has no place in `{options.name}`",
                    hint="leave --into out or, if it is a live page or a topic page, say --kind live or --kind topic",
                )
            )
        return "articles"
    below = _LIVE if found.kind == "live" else _LINKED
    if options.name:
        into = below + addresses.slug(options.name)
        return renamed.get(into, into)
    own = ledgers.get(document)
    if found.kind == "topic":
        if own is not None and own.into.startswith(below):
            return own.into
        # A collection is known by its title: what has the same one goes there, whatever its folder is called.
        into = below + addresses.slug(found.title or PurePath(document).stem)
        return renamed.get(into, into)
    return _live_page(here, found, own, ledgers, renamed)


def _live_page(
    here: Shelf,
    found: Found,
    own: DocumentLedger | None,
    ledgers: Mapping[str, DocumentLedger],
    renamed: Mapping[str, str],
) -> str:
    pages = shelf.pages(ledgers, _LIVE)
    telling = Telling(here, found)
    if own is not None and own.into in pages:
        same_title = not found.title_guessed and own.title == found.title
        if same_title or not own.hash or telling.sharing(own.into, pages[own.into]).same:
            return own.into
    shared = {into: telling.sharing(into, told) for into, told in pages.items()}
    best = max(shared, key=lambda into: (shared[into].is_enough, shared[into].same), default=None)
    if best is not None and shared[best].is_enough:
        return best
    if not found.title_guessed:
        for into, told in sorted(pages.items()):
            if any(ledger.title == found.title for ledger in told):
                return into
    slug = addresses.slug(found.title)
    into, number = _LIVE + slug, 1
    # What a renamed page was called stays its name: its id, and what --into finds it by.
    while into in pages or into in renamed:
        number += 1
        into = f"{_LIVE}{slug}-{number}"
    return into


def doubts(here: Shelf, found: Found, into: str, ledgers: Mapping[str, DocumentLedger]) -> list[Problem]:
    """A guess for each live page whose headlines a document has, and which it is not taken for.

    Of a page that the editor has named nothing was guessed.
    """
    if found.kind != "live" or not into.startswith(_LIVE + addresses.slug(found.title)):
        return []
    telling = Telling(here, found)
    made = []
    for other, told in sorted(shelf.pages(ledgers, _LIVE).items()):
        shared = telling.sharing(other, told) if other != into else None
        if shared is None or shared.is_enough or not shared.named or shared.named * 2 < shared.least:
            continue
        # Of two pages it is told until it was seen of one.
        if not any(fingerprint(_doubt(into)) in ledger.seen.split() for ledger in told):
            made.append(Problem(_doubt(other), line=shared.line, severity="note"))
    return made


def _doubt(into: str) -> str:
    name = into.removeprefix(_LIVE)
    return f"has headlines of {CONTENT}/{into}, and is taken for another page: its texts are (if not: `--name {name}`)"


class Sharing(NamedTuple):
    """What a document and a page have in common.

    *same* are the entries of one text, *named* those under one headline on one day, *least* how many
    there could be; *line* is that of the first that is *named*.
    """

    same: int
    named: int
    least: int
    line: int

    @property
    def is_enough(self) -> bool:
        """Whether the document is a save of the page: half of the texts, and a house may say one every day."""
        return self.same * 2 >= self.least and self.same >= min(2, max(1, self.least))


class _There(NamedTuple):
    """One version of an entry of a page, and its content file."""

    key: str
    path: str
    marks: Marks


class Telling:
    """What the document *found* tells, to be held against the pages that are there."""

    def __init__(self, here: Shelf, found: Found) -> None:
        self._here = here
        self._clippings = found.clippings
        self._marks = [marks_of(clipping) for clipping in found.clippings]
        said = [paragraphs(body) for body in map(_body, found.clippings)]
        self._words = [{fingerprint(part): len(part.split()) for part in parts} for parts in said]
        often = Counter(hash_ for words in self._words for hash_ in words)
        # What is said below every entry tells none of them.
        self._telling = [
            {hash_ for hash_, count in words.items() if count >= TELLING and often[hash_] == 1} for words in self._words
        ]
        self._by_mark: dict[object, list[int]] = {}
        for number, marks in enumerate(self._marks):
            told = {marks.headline, marks.guid, marks.url, _minute(marks.instant), *self._telling[number]}
            for mark in told - {None}:
                numbers = self._by_mark.setdefault(mark, [])
                if len(numbers) < _EACH:
                    numbers.append(number)

    def sharing(self, into: str, told: Sequence[DocumentLedger]) -> Sharing:
        """What the document shares with the page *into*, of which the ledgers *told* tell.

        A headline alone tells nothing.  A text counts if its stamp is the same, or if those of others have
        moved by as much (a zone was put right): what a house says every day comes at any time.
        """
        there = self._there(into, told)
        called: set[int] = set()
        moved: dict[int, set[int]] = {}
        named: dict[str, int] = {}
        rewritten: dict[str, tuple[int, int]] = {}
        for entry in there:
            marks = entry.marks
            looked = (marks.headline, marks.guid, marks.url, _minute(marks.instant), *(marks.text or ()))
            for number in {n for mark in looked if mark is not None for n in self._by_mark.get(mark, ())}:
                ours = self._marks[number]
                if (ours.guid or 0) == marks.guid or (ours.url or 0) == marks.url:
                    called.add(number)
                minutes = self._moved(number, marks.instant)
                if minutes is None:
                    continue
                if ours.headline == marks.headline:
                    named[ours.headline] = min(named.get(ours.headline, number), number)
                if self._has_text(number, marks):
                    moved.setdefault(minutes, set()).add(number)
                else:
                    nearest = rewritten.get(entry.path, (minutes, number))
                    rewritten[entry.path] = min(nearest, (minutes, number), key=lambda pair: abs(pair[0]))
        least = min(len({entry.key for entry in there}), len(self._marks))
        first = self._clippings[min(named.values())].line if named else 0
        made = Sharing(_most(called, moved), len(named), least, first)
        if not made.is_enough and rewritten:
            for path, (minutes, number) in rewritten.items():
                if self._is_corrected(number, path):
                    moved.setdefault(minutes, set()).add(number)
            made = made._replace(same=_most(called, moved))
        return made

    def _there(self, into: str, told: Sequence[DocumentLedger]) -> list[_There]:
        if any(not ledger.hash for ledger in told):  # an import that was broken off: the files know more
            return [_There(one.key, one.path, marks) for one in self._here.known_in(into, told) for marks in one.marks]
        return [_There(version.key, version.path, marks_told(version)) for one in told for version in one.versions]

    def _moved(self, number: int, there: datetime | None) -> int | None:
        """By how many minutes a stamp has moved; None for another day's, unless the day is a guess."""
        here = self._clippings[number].instant
        if here is None or there is None:
            return 0
        minutes = (_minute(here) or 0) - (_minute(there) or 0)
        if "date" in self._clippings[number].guessed:
            minutes = (minutes + _HALF_A_DAY) % (2 * _HALF_A_DAY) - _HALF_A_DAY
        return minutes if abs(minutes) <= _HALF_A_DAY else None

    def _has_text(self, number: int, there: Marks) -> bool:
        ours = self._marks[number]
        if ours.headline == there.headline and ours.text == there.text:
            return True
        shared = self._telling[number].intersection(there.text or ())
        if not shared:
            return False
        words = self._words[number]
        return words.keys() >= set(there.text or ()) or 2 * sum(words[hash_] for hash_ in shared) >= sum(words.values())

    def _is_corrected(self, number: int, path: str) -> bool:
        file = self._here.file(path)
        shown = file is not None and not file.broken and not file.is_withdrawn
        return file is not None and shown and nearly(_body(self._clippings[number]), file.body)


def _most(called: set[int], moved: Mapping[int, set[int]]) -> int:
    """How many entries are the same: of those whose stamps moved by as much, and of one alone only if it did not."""
    groups = [numbers for minutes, numbers in moved.items() if minutes == 0 or len(numbers) > 1]
    return max((len(called | numbers) for numbers in groups), default=len(called))


def _minute(instant: datetime | None) -> int | None:
    return int(instant.timestamp() // 60) if instant is not None else None


def _body(clipping: Clipping) -> str:
    return "\n\n".join(clipping.paragraphs)
