"""Instants for stamps that say no more than they must: which day, which zone, which way the page runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from pressday.problems import Problem
from pressday.recognise.found import Hints, guess
from pressday.recognise.moments import Moment
from pressday.recognise.stamps import Stamp

# A step against the page's direction that is smaller is an entry out of its place, not a midnight.
_OUT_OF_PLACE = 3 * 60
_DAY = 24 * 60
_SLACK = timedelta(minutes=5)
MIDNIGHT, NOON = time(0), time(12)
# What is told of another year is no date of news.
_YEARS = range(1900, 3000)
# A date of the page settles the year of one that is no farther from it.
_NEAR = timedelta(days=92)


class Dated(NamedTuple):
    """An instant for each stamp, in UTC.  *guessed*: the document gives no date at all."""

    instants: list[datetime]
    newest_first: bool
    guessed: bool
    guesses: list[Problem]


def resolve(
    stamps: Sequence[Stamp], days: Sequence[Stamp], lines: Sequence[int], hints: Hints, whole: Sequence[date] = ()
) -> Dated:
    """When each of *stamps* was.  *days* are lines that are only a date; *lines* tell a block's line.

    *whole* are dates with their year that the page tells elsewhere.

    A date holds until midnight is passed: downwards in a page that runs oldest first, upwards in one
    that runs newest first, and the other way round with the day before.
    """
    work = _Calendar(stamps, lines, hints)
    work.whole = [*whole, *filter(None, (hints.day,))]
    work.read_dates(days)
    work.fill()
    return Dated(work.instants(), work.newest_first, work.guessed, work.guesses)


def day_of(moment: Moment, hints: Hints, *, latest: date | None = None, month_first: bool | None = None) -> date | None:
    """The date that *moment* tells, or None.  A missing year or a bare weekday is the last one there was.

    A year before 1900 or after 2999 makes no date.
    Of 3/4 the reading is *month_first*; where that is not told it is the newsletter's, unless it has yet to come.
    """
    latest = latest or hints.today
    if moment.day is not None and moment.month is not None:
        month, day = moment.month, moment.day
        if moment.swap and (is_month_first([moment], hints) if month_first is None else month_first):
            month, day = day, month
        if moment.year is not None:
            return date(moment.year, month, day) if _may_be(moment.year) else None
        for year in range(latest.year, latest.year - 9, -1):
            try:
                told = date(year, month, day)
            except ValueError:  # 29 February
                continue
            if told <= latest + timedelta(days=1):
                return told
        return None
    if moment.relative is not None:
        told = latest + timedelta(days=moment.relative)
        # "Today, 22:14" at nine in the morning: the page was saved yesterday.
        return told - timedelta(days=moment.relative == 0 and _is_later_today(moment, told, hints))
    if moment.weekday is not None:
        told = latest - timedelta(days=(latest.weekday() - moment.weekday) % 7)
        return told - timedelta(days=7 * _is_later_today(moment, told, hints))
    return None


def is_month_first(told: Sequence[Moment], hints: Hints) -> bool:
    """Whether dates such as 3/4 among those *told* are 4 March: as the newsletter writes them, or as they can be.

    A document cannot tell of days that have yet to come, if it may be read as of days that have been.
    """
    unsure = [moment for moment in told if moment.swap and moment.year is not None]
    wanted = hints.month_first
    if _yet_to_come(unsure, hints, month_first=wanted) and not _yet_to_come(unsure, hints, month_first=not wanted):
        return not wanted
    return wanted


def _yet_to_come(unsure: Sequence[Moment], hints: Hints, *, month_first: bool) -> bool:
    """Whether one of these dates, so read, is later than it may be anywhere."""
    tomorrow = hints.now.astimezone(hints.zone).date() + timedelta(days=1)
    read = [day_of(moment, hints, month_first=month_first) for moment in unsure]
    return any(day > tomorrow for day in read if day)


def doubts(moment: Moment, at: datetime, hints: Hints, line: int) -> list[Problem]:
    """What has to be said of the date that one line tells, read as *at*."""
    made = []
    if moment.day is None or moment.year is None:
        made.append(
            guess(f"the date is not written out; taken as {at.astimezone(moment.zone or hints.zone):%Y-%m-%d}", line)
        )
    elif moment.swap:
        made.append(guess(_how_read(moment, is_month_first([moment], hints), hints), line))
    if is_to_come(at, hints):
        made.append(guess(f"the date is yet to come: {at:%-d %B %Y}", line))
    return made


def _how_read(moment: Moment, turned: bool, hints: Hints) -> str:
    written = f"{moment.day}/{moment.month}"
    why = "" if turned == hints.month_first else ", because the other way it would have yet to come"
    return f"{'month and day' if turned else 'day and month'} is how dates such as {written} were read{why}"


def _may_be(year: int | None) -> bool:
    return year is None or year in _YEARS


def is_to_come(at: datetime, hints: Hints) -> bool:
    """Whether a document tells of a time that is still to come; a day that the editor has said is no doubt."""
    return hints.day is None and at > hints.now + _SLACK


def _is_later_today(moment: Moment, day: date, hints: Hints) -> bool:
    if hints.day is not None or moment.time is None or day != hints.today:
        return False
    return is_to_come(instant(day, moment.time, moment.zone or hints.zone), hints)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """That local time as an instant in UTC; of an hour told twice, the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)


class _Calendar:
    def __init__(self, stamps: Sequence[Stamp], lines: Sequence[int], hints: Hints) -> None:
        self.stamps = stamps
        self.lines = lines
        self.hints = hints
        self.minutes = [_minutes(stamp.moment.time or time()) for stamp in stamps]
        self.dates: list[date | None] = [None] * len(stamps)
        self.own = [False] * len(stamps)
        self.whole: list[date] = []
        self.guesses: list[Problem] = []
        self.guessed = False
        # Entries at which a page changes the day in words, so that the one before is of another day.
        self.changes: set[int] = set()
        self.newest_first = True

    def line(self, number: int) -> int:
        return self.lines[self.stamps[number].block]

    def note(self, message: str, number: int) -> None:
        self.guesses.append(guess(message, self.line(number)))

    def read_dates(self, days: Sequence[Stamp]) -> None:
        month_first = self._month_first([s.moment for s in (*self.stamps, *days)])
        top = next((d for d in days if d.block < self.stamps[0].block and d.moment.day is not None), None)
        latest = day_of(top.moment, self.hints, month_first=month_first) if top else self._day_of_the_save(days)
        whole = [s.moment for s in (*days, *self.stamps) if s.moment.year is not None]
        self.whole += [told for moment in whole if (told := day_of(moment, self.hints, month_first=month_first))]
        for number, stamp in enumerate(self.stamps):
            settled = self._of_the_pages_year(stamp.moment)
            told = settled or day_of(stamp.moment, self.hints, latest=latest, month_first=month_first)
            if told is None:
                self._doubt_year(stamp)
                continue
            self.dates[number], self.own[number] = told, True
            if settled is None and (stamp.moment.day is None or stamp.moment.year is None):
                self.note(f"the date is not written out; taken as {_long(told)}", number)
            elif stamp.moment.weekday is not None and stamp.moment.weekday != told.weekday():
                self.note(f"{_long(told)} is not the weekday that is written", number)
        written = any(s.moment.day is not None and _may_be(s.moment.year) for s in (*self.stamps, *days))
        # "Yesterday" alone is a day before a day that nobody has named.
        self.guessed = any(self.own) and not written and self.hints.day is None
        self.newest_first = self._runs_newest_first()
        for day in days:
            settled = self._of_the_pages_year(day.moment)
            told = settled or day_of(day.moment, self.hints, latest=latest, month_first=month_first)
            if told is None:
                self._doubt_year(day)
            below = next((n for n, s in enumerate(self.stamps) if s.block > day.block), None)
            if told is None or below is None:
                continue
            if not self.own[below]:
                self.guessed = self.guessed or (not written and self.hints.day is None)
                self.dates[below] = told
                if day.moment.year is None and settled is None:
                    self.note(f"the date is not written out; taken as {_long(told)}", below)
            if below:
                self.changes.add(below)

    def _of_the_pages_year(self, told: Moment) -> date | None:
        """The day of a date without its year, in the year that a whole date of the page settles; None for others."""
        if told.year is not None or told.day is None or told.month is None:
            return None
        tomorrow = self.hints.now.astimezone(self.hints.zone).date() + timedelta(days=1)
        near = []
        for whole in self.whole:
            for year in (whole.year - 1, whole.year, whole.year + 1):
                try:
                    day = date(year, told.month, told.day)
                except ValueError:  # 29 February
                    continue
                if abs(day - whole) <= _NEAR and (day <= tomorrow or day <= whole):
                    near.append((abs(day - whole), day))
        return min(near, default=(None, None))[1]

    def _doubt_year(self, told: Stamp) -> None:
        if not _may_be(told.moment.year):
            text = f"a date of the year {told.moment.year:04} is not taken; the day is that of the entries around it"
            self.guesses.append(guess(text, self.lines[told.block]))

    def _day_of_the_save(self, days: Sequence[Stamp]) -> date:
        """The day that the page calls today: the day before the import's where that day's times are yet to come."""
        told = [s.moment for s in (*self.stamps, *days) if s.moment.relative == 0]
        return min((day for moment in told if (day := day_of(moment, self.hints))), default=self.hints.today)

    def _month_first(self, told: Sequence[Moment]) -> bool:
        unsure = next((m for m in told if m.swap), None)
        if unsure is None:
            return False
        turned = is_month_first(told, self.hints)
        self.guesses.append(guess(_how_read(unsure, turned, self.hints), self.line(0)))
        return turned

    def _runs_newest_first(self) -> bool:
        down = up = 0
        for number in range(len(self.stamps) - 1):
            here, below = self.dates[number], self.dates[number + 1]
            step = self.minutes[number + 1] - self.minutes[number]
            if here and below:
                step += (below - here).days * _DAY
            elif abs(step) > _DAY // 2:  # over midnight
                step = -step
            down += step < 0
            up += step > 0
        return down >= up

    def fill(self) -> None:
        if not self.stamps:
            return
        known = [number for number, day in enumerate(self.dates) if day]
        anchored = bool(known)
        if not known:
            known = [self._without_any_date()]
        elif self.own[known[0]] and known[0] > 0:
            # A page that begins to write dates does so because the day has changed.
            self.changes.add(known[0])
        if not self.newest_first and self._dates_each_but_the_last():
            self.changes.add(known[-1] + 1)
        for number in range(known[0] - 1, -1, -1):
            self.dates[number] = self._next_to(number + 1, number)
        if anchored and known[0] > 0:
            self._tell_run(known[0])
        for number in range(known[0] + 1, len(self.stamps)):
            if self.dates[number] is None:
                told = self.dates[number] = self._next_to(number - 1, number)
                if told != self.dates[number - 1] and told:
                    doubt = "; but it tells the times of the day before again" if self._told_again(number) else ""
                    self.note(f"has no date of its own; past midnight, so taken as {_long(told)}{doubt}", number)

    def _told_again(self, number: int) -> bool:
        """Whether the times from *number* on are those above it once more, so that no day has changed."""
        return len(set(self.minutes[:number]) & set(self.minutes[number:])) > 1

    def _dates_each_but_the_last(self) -> bool:
        count = sum(self.own)
        repeated = any(a == b for a, b in pairwise(self.dates[:count]))
        return 1 < count < len(self.own) and all(self.own[:count]) and repeated

    def _next_to(self, known: int, number: int) -> date:
        """The date of *number*, a neighbour of *known*."""
        day = self.dates[known]
        assert day is not None
        later = (number < known) == self.newest_first
        step = self.minutes[number] - self.minutes[known]
        changed = max(number, known) in self.changes
        against = -step if later else step
        if changed or against > _OUT_OF_PLACE:
            return day + timedelta(days=1 if later else -1)
        if against > 0:
            self.note("stands out of the order of the times around it; taken as the same day", number)
        return day

    def _without_any_date(self) -> int:
        newest = 0 if self.newest_first else len(self.stamps) - 1
        self.dates[newest] = self.hints.today
        if self.hints.day is not None:
            return newest
        self.guessed = True
        now = self.hints.now.astimezone(self.hints.zone)
        day = now.date()
        if self.minutes[newest] > _minutes(now.time()):
            day -= timedelta(days=1)
        self.dates[newest] = day
        self.note(f"the document has no date; its newest entry is taken as {_long(day)}", newest)
        return newest

    def _tell_run(self, count: int) -> None:
        run = sorted({day for day in self.dates[:count] if day})
        days = _long(run[0]) if len(run) == 1 else f"{_long(run[0])} to {_long(run[-1])}"
        who = "the first entry has" if count == 1 else f"the first {count} entries have"
        self.note(f"{who} no date; taken as {days}", 0)

    def instants(self) -> list[datetime]:
        made = []
        for number, (stamp, day) in enumerate(zip(self.stamps, self.dates, strict=True)):
            assert day is not None
            at = stamp.moment.time or time()
            zone = stamp.moment.zone or self.hints.zone
            naive = datetime.combine(day, at, zone)
            if naive.utcoffset() != naive.replace(fold=1).utcoffset():
                self.note("the clocks were changed at this hour; the time is read as before the change", number)
            made.append(instant(day, at, zone))
        late = [number for number, told in enumerate(made) if is_to_come(told, self.hints)]
        if late:
            many = f"{len(late)} entries are" if len(late) > 1 else "is"
            self.note(f"{many} of a time that is yet to come: {made[late[0]]:%-d %B %Y, %H:%M} UTC", late[0])
        return made


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
