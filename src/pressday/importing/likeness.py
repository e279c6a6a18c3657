"""Whether a clipping that has something of an entry can be that entry, corrected: else its text would be lost.

A headline comes again every day ("Opening summary"), a minute holds two entries, a page drops its oldest.
So one thing in common is not enough: the text has to be the same, or much of it, and the time near; or
the document has to tell the entries around it as well, so that it is a save of the page that told it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from pressday import alike, markup
from pressday.documents import Clipping
from pressday.importing.shelf import Known, Marks
from pressday.ledger.imports import fingerprint, paragraphs

# Two stamps so far apart are of two days.
_A_DAY = timedelta(hours=12)
# A text of so many words is written once; one of so many, with small changes, too.
_LONG = 12
_LONGER = 40
# A paragraph of so many words stands in one entry of a time.
TELLING = 6
# How much of the shorter text stands in the other one: where the time is the same; where it was
# corrected; and where it is of another day.
_SOME = 0.15
_MUCH = 0.5
_MOST = 0.7
_HEADLINES = 0.6
# Of shorter texts the letters are compared, of others the runs of three words.
_SHORT = 8
_LETTERS = 0.8
# So many entries on either side of one are looked at, of the hours around it if there are any: a night is
# longer.  Where there are none on one side, the page may have dropped it, and a stamp is corrected by little.
_BESIDE = 2
_NIGHT = timedelta(hours=5)
_LITTLE = timedelta(minutes=90)
# Of so many entries all but one are as good as all.
_ALL = 20
# More entries of one headline and text are paired in their order, not each with each.
_EACH = 8

_WORD = re.compile(r"\w+")


class Likeness:
    """*clippings* of one document, by their numbers, beside the entries that are *known*.

    *page*: these are the entries of a live page or collection; articles have nothing to do with each other.
    """

    def __init__(
        self, clippings: Sequence[Clipping], marks: Sequence[Marks], known: Sequence[Known], *, page: bool
    ) -> None:
        self._clippings = clippings
        self._marks = marks
        self._page = page
        self._words: dict[int | str, list[str]] = {}
        dated = [(at, entry) for entry in known if entry.versions and (at := _at(entry)) is not None]
        dated.sort(key=lambda pair: (pair[0], pair[1].key))
        # Of a page that several documents tell, each is held against its own entries.
        self._all = _Order(dated)
        self._own = _Order([(at, entry) for at, entry in dated if entry.own is not None])
        self._moved = self._shift_of_all(known) if page else timedelta()
        instants = {clipping.instant for clipping in clippings}
        self._stamped = frozenset(entry.key for at, entry in dated if entry.own is not None and at in instants)

    # --- one thing is the same: can the rest have been corrected? ----------------------------------

    def same_text(self, number: int, entry: Known, taken: Collection[str]) -> bool:
        """Of a clipping that has an entry's text, perhaps under another headline."""
        apart, long = self.apart(number, entry), len(self._said(number)) >= _LONG
        if not apart or self._surrounded(entry, taken, timedelta() if long else apart):
            return True
        return long and (apart <= _A_DAY or self._is_day_guessed(number, entry))

    def same_stamp(self, number: int, entry: Known, taken: Collection[str]) -> bool:
        """Of a clipping that has an entry's instant and headline."""
        if entry.own is not None or self._surrounded(entry, taken) or not self._would_lose(entry):
            return True
        return self._shared(number, entry) >= _SOME

    def same_instant(self, number: int, entry: Known, taken: Collection[str]) -> bool:
        """Of the only clipping at an instant that has one entry."""
        if any(there.headline == self._marks[number].headline for there in entry.marks):
            return self.same_stamp(number, entry, taken)
        if self._page and self._surrounded(entry, self._stamped.union(taken) if entry.own is not None else taken):
            return True
        if self._shared(number, entry) >= _SOME:
            return True
        title = entry.file.title if entry.file is not None else ""
        return alike.ratio(_folded(title), _folded(self._clippings[number].title)) >= _HEADLINES

    def same_headline(self, number: int, entry: Known, taken: Collection[str]) -> bool:
        """Of the only clipping under a headline that has one entry."""
        if self._clippings[number].kind == "page":
            return True
        shared, apart = self._shared(number, entry), self.apart(number, entry)
        if apart is None:
            return shared >= _MUCH or not (self._would_lose(entry) or self._other_address(number, entry))
        if not self._surrounded(entry, taken, apart):
            return False
        if apart <= _A_DAY:
            return shared >= _MUCH or not self._would_lose(entry)
        many = min(len(self._said(number)), len(self._told(entry))) >= _LONGER
        return self._same_paragraphs(number, entry) or (many and shared >= _MOST)

    def much_the_same(self, number: int, entry: Known, taken: Collection[str]) -> bool:
        """Of a clipping that has none of an entry's marks, but nearly its text."""
        apart = self.apart(number, entry) or timedelta()
        return apart <= _A_DAY and self._surrounded(entry, taken, apart)

    # --- what that is made of -----------------------------------------------------------------------

    def apart(self, number: int, entry: Known) -> timedelta | None:
        """How far apart the two stamps are, but for what all of the document's have moved; None if one has none."""
        instant = self._clippings[number].instant
        shifts = [instant - there.instant for there in entry.marks if there.instant is not None] if instant else []
        if not shifts:
            return None
        return min(min(abs(shift), abs(shift - self._moved)) for shift in shifts)

    def _shift_of_all(self, known: Sequence[Known]) -> timedelta:
        """By how much the stamps of most of what is told again have moved: a zone or a date was put right."""
        there: dict[tuple[object, ...], list[datetime]] = {}
        for entry in known:
            at = _at(entry)
            if at is not None and entry.marks[-1].text:
                there.setdefault((entry.marks[-1].headline, entry.marks[-1].text), []).append(at)
        here: dict[tuple[object, ...], list[datetime]] = {}
        for clipping, marks in zip(self._clippings, self._marks, strict=True):
            if clipping.instant is not None:
                here.setdefault((marks.headline, marks.text), []).append(clipping.instant)
        shifts: Counter[timedelta] = Counter()
        for mark, now in here.items():
            was = there.get(mark, [])
            if max(len(now), len(was)) <= _EACH:
                shifts.update({one - other for one in now for other in was})
            else:
                shifts.update(one - other for one, other in zip(sorted(now), sorted(was), strict=False))
        (shift, count) = max(shifts.items(), key=lambda pair: (pair[1], -abs(pair[0])), default=(timedelta(), 0))
        # Of another day much may be the house's own ("Good morning"): only a page that is all the same was dated anew.
        if abs(shift) > _A_DAY:
            return shift if count * _ALL >= (_ALL - 1) * len(self._clippings) else timedelta()
        return shift if count * 2 > min(len(self._clippings), len(known)) else timedelta()

    def _surrounded(self, entry: Known, taken: Collection[str], apart: timedelta = timedelta()) -> bool:
        """Whether the document tells what stands beside the entry too: then it tells the entry, or has dropped it.

        *apart*: by how much the stamp is another.
        """
        if not self._page:
            return True
        order = self._own if entry.own is not None else self._all
        before, after = order.beside(entry)
        if apart > _LITTLE and not (before and after):
            return False
        return all(not side or any(key in taken for key in side) for side in (before, after))

    def _would_lose(self, entry: Known) -> bool:
        """Whether something would be gone if another text took the place of the entry's."""
        file = entry.file
        if file is None:  # its editor has deleted it: it would be the new text that is nowhere
            return any(there.text for there in entry.marks)
        if file.is_withdrawn:  # rather too much is kept back, and told, than that it comes back with a word changed
            return False
        return bool(file.body.strip()) and entry.left_as is not None

    def _other_address(self, number: int, entry: Known) -> bool:
        told = {there.url for there in entry.marks if there.url}
        return bool(self._marks[number].url and told) and self._marks[number].url not in told

    def _is_day_guessed(self, number: int, entry: Known) -> bool:
        guessed = entry.file is not None and "date" in entry.file.words("guessed")
        return guessed or "date" in self._clippings[number].guessed

    def _same_paragraphs(self, number: int, entry: Known) -> bool:
        """Whether half of the paragraphs, in the one that has fewer, are the same."""
        said = {fingerprint(part) for part in self._parts(number) if len(part.split()) >= TELLING}
        return any(said & set(there.text or ()) for there in entry.marks) and any(
            2 * len(said & set(there.text or ())) >= min(len(said), len(there.text or ())) for there in entry.marks
        )

    def _shared(self, number: int, entry: Known) -> float:
        """How much of the shorter text stands in the other one, from 0 to 1."""
        if self._same_paragraphs(number, entry):
            return 1.0
        return _shared(self._said(number), self._told(entry))

    def _parts(self, number: int) -> list[str]:
        return paragraphs("\n\n".join(self._clippings[number].paragraphs))

    def _said(self, number: int) -> list[str]:
        if number not in self._words:
            self._words[number] = _words("\n\n".join(self._clippings[number].paragraphs))
        return self._words[number]

    def _told(self, entry: Known) -> list[str]:
        if entry.key not in self._words:
            file = entry.file
            shown = file is not None and not file.broken and not file.is_withdrawn
            self._words[entry.key] = _words(file.body) if file is not None and shown else []
        return self._words[entry.key]


def words_gone(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words of the paragraphs *before* stand in none of those *after*, nor in another version of one."""
    said = {fingerprint(part) for part in after}
    left = [part for part in before if fingerprint(part) not in said]
    texts = [_words(part) for part in after] if left else []
    gone = [words for words in map(_words, left) if all(_shared(words, text) < _MUCH for text in texts)]
    return sum(map(len, gone))


def nearly(one: str, other: str) -> bool:
    """Whether two texts, as Markdown, are versions of one; of few words nearly all letters have to be the same."""
    ours, theirs = _words(one), _words(other)
    return _shared(ours, theirs) >= (_LETTERS if min(len(ours), len(theirs)) < _SHORT else _MUCH)


class _Order:
    """Entries in the order of time."""

    def __init__(self, dated: Sequence[tuple[datetime, Known]]) -> None:
        self._keys = [entry.key for _, entry in dated]
        self._place = {key: number for number, key in enumerate(self._keys)}
        self._times = [at for at, _ in dated]

    def beside(self, entry: Known) -> tuple[list[str], list[str]]:
        """The keys of the entries next before and after one; of another part of the day only if there are no others."""
        moment = _at(entry)
        if moment is None:
            return self._keys, []
        at = self._place.get(entry.key)
        start = bisect_left(self._times, moment) if at is None else at
        end = start if at is None else at + 1
        before = range(max(0, start - _BESIDE), start)
        after = range(end, min(len(self._keys), end + _BESIDE))
        near = [[n for n in side if abs(self._times[n] - moment) <= _NIGHT] for side in (before, after)]
        sides = near if any(near) else [list(before), list(after)]
        first, last = ([self._keys[number] for number in side] for side in sides)
        return first, last


def _at(entry: Known) -> datetime | None:
    return next((there.instant for there in reversed(entry.marks) if there.instant is not None), None)


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    if min(len(one), len(other)) < _SHORT:
        return alike.ratio(" ".join(one), " ".join(other))
    ours, theirs = (set(zip(words, words[1:], words[2:], strict=False)) for words in (one, other))
    return len(ours & theirs) / min(len(ours), len(theirs))


def _words(text: str) -> list[str]:
    return _folded(markup.plain_text(text)).split()


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
