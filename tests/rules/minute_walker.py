"""A deadline found by walking: minute by minute, day by day, with nothing precomputed.

Written from the convention alone and importing nothing of the engine, so that the two can only agree by
being right, or by the same misreading. Local time without a zone; slow on purpose.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
Span = tuple[int, int]


@dataclass
class Office:
    """An office's weeks: `hours` by weekday (0 Monday), openings that only receive, days off, make-up days."""

    hours: Mapping[int, Sequence[Span]]
    receives_too: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    winter: tuple[date, date, Mapping[int, Sequence[Span]]] | None = None
    """From a day to a day, both included, other hours on working days."""
    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        if day in self.makeup:
            return True
        return day.weekday() < 5 and day not in self.off

    def working_spans(self, day: date) -> Sequence[Span]:
        if not self.works(day):
            return ()
        weekday = 4 if day in self.makeup else day.weekday()
        if self.winter and self.winter[0] <= day <= self.winter[1]:
            return self.winter[2][weekday]
        return self.hours[weekday]

    def open_spans(self, day: date) -> Sequence[Span]:
        if self.works(day):
            return self.working_spans(day)
        return () if day in self.off else self.receives_too.get(day.weekday(), ())

    def working_minutes(self, day: date) -> Iterator[datetime]:
        midnight = datetime.combine(day, time())
        for opens, closes in self.working_spans(day):
            for minute in range(opens, closes):
                yield midnight + minute * MINUTE

    def receives_at(self, at: datetime) -> bool:
        minute = at.hour * 60 + at.minute
        return any(opens <= minute < closes for opens, closes in self.open_spans(at.date()))

    def closing(self, day: date) -> datetime:
        spans = self.working_spans(day) or self.open_spans(day)
        return datetime.combine(day, time()) + timedelta(minutes=spans[-1][1])

    def next_working_day(self, day: date) -> date:
        day += DAY
        while not self.works(day):
            day += DAY
        return day


@dataclass
class Gap:
    """A stretch that does not count, and by what rule: pause or restart."""

    begin: datetime
    end: datetime
    rule: str = "pause"


@dataclass
class Case:
    """What a deadline is asked for."""

    office: Office
    received: datetime
    amount: Fraction
    unit: str
    gaps: Sequence[Gap] = ()
    extensions: Sequence[tuple[Fraction, str, datetime | None]] = ()
    legs: Sequence[Sequence[Fraction]] = ()
    """Shares of the amount by stage, those of one stage side by side."""


def walk(case: Case) -> datetime:
    """Walk to the due instant."""
    due, parts, gaps = _set_out(case)
    for amount, each in parts:
        due = _advance(case.office, due, amount, each, gaps)
    return due


def walk_legs(case: Case) -> list[datetime]:
    """Walk to the planned end of each leg, in the order given; whoever is last has what was granted more."""
    received, parts, gaps = _set_out(case)
    ends, before = list[datetime](), Fraction(0)
    for stage in case.legs:
        for share in stage:
            reached = before + share
            if reached == case.amount:
                ends.append(walk(case))
            elif not reached:
                ends.append(_same_day(case.office, received, gaps))
            elif parts[0][1] == "working_day":
                ends.append(_share_of_whole_days(case.office, received, reached, gaps))
            else:
                ends.append(_advance(case.office, received, reached, parts[0][1], gaps))
        before += max(stage)
    return ends


def _share_of_whole_days(office: Office, begin: datetime, amount: Fraction, gaps: Sequence[Gap]) -> datetime:
    """Walk whole days, of which pauses take whole ones, and then a share of the last."""
    day, left = begin.date(), amount
    while True:
        day += DAY
        if office.works(day) and not any(gap.begin.date() < day <= gap.end.date() for gap in gaps):
            if left <= 1:
                minutes = list(office.working_minutes(day))
                return minutes[ceil(left * len(minutes)) - 1] + MINUTE
            left -= 1


def _set_out(case: Case) -> tuple[datetime, list[tuple[Fraction, str]], list[Gap]]:
    """Tell when it counts as received, what is to be walked after it, and what interrupts it."""
    received, gaps, extensions = case.received, list(case.gaps), list(case.extensions)
    for gap in sorted(case.gaps, key=lambda each: each.end):
        if gap.rule == "restart":
            received = gap.end
            gaps = [each for each in gaps if each.begin >= gap.end]
            extensions = [each for each in extensions if each[2] is None or each[2] >= gap.end]
    while not case.office.receives_at(received):
        received += MINUTE if case.office.open_spans(received.date()) else DAY - _into_the_day(received)
    parts = [(case.amount, _finer(case.unit if case.amount else "same_day", case.amount))]
    for more, more_unit, _ in extensions:
        if more and more_unit == "working_day" and parts[-1][1] in {"working_day", "share"}:
            # 1.25 days and then half a day more are 1.75 days, not two roundings.
            whole = parts[-1][1] == _finer(more_unit, more) == "working_day"
            parts[-1] = (parts[-1][0] + more, "working_day" if whole else "share")
        elif more:
            parts.append((more, _finer(more_unit, more)))
    return received, parts, gaps


def _finer(unit: str, amount: Fraction) -> str:
    return "share" if unit == "working_day" and amount.denominator > 1 else unit


def _advance(office: Office, begin: datetime, amount: Fraction, unit: str, gaps: Sequence[Gap]) -> datetime:
    match unit:
        case "same_day":
            due = _same_day(office, begin, gaps)
        case "working_day":
            due = _days(office, begin, int(amount), gaps)
        case "share":
            due = _shares(office, begin, amount, gaps)
        case "working_hour":
            due = _working_minutes(office, begin, ceil(amount * 60), gaps)
        case "clock_hour":
            due = _clock_minutes(begin, ceil(amount * 60), gaps)
        case "calendar_day":
            due = _calendar(office, begin, begin.date() + int(amount) * DAY, gaps)
        case "month":
            due = _calendar(office, begin, _months(begin.date(), int(amount)), gaps)
        case _:
            raise AssertionError(unit)
    return due


def _same_day(office: Office, begin: datetime, gaps: Sequence[Gap]) -> datetime:
    if begin.time() <= time(15):
        return office.closing(begin.date())
    return _days(office, begin, 1, gaps)


def _days(office: Office, begin: datetime, amount: int, gaps: Sequence[Gap]) -> datetime:
    day = begin.date()
    while amount:
        day += DAY
        if office.works(day) and not any(gap.begin.date() < day <= gap.end.date() for gap in gaps):
            amount -= 1
    return office.closing(day)


def _shares(office: Office, begin: datetime, amount: Fraction, gaps: Sequence[Gap]) -> datetime:
    day = begin.date()
    while True:
        day += DAY
        length = sum(closes - opens for opens, closes in office.working_spans(day))
        wanted, passed = ceil(amount * length), 0
        for at in office.working_minutes(day):
            passed += not _paused(at, gaps)
            if passed == wanted:
                return at + MINUTE
        if length:
            amount -= Fraction(passed, length)


def _working_minutes(office: Office, begin: datetime, wanted: int, gaps: Sequence[Gap]) -> datetime:
    day = begin.date()
    while True:
        for at in office.working_minutes(day):
            wanted -= at >= begin and not _paused(at, gaps)
            if not wanted:
                return at + MINUTE
        day += DAY


def _clock_minutes(at: datetime, wanted: int, gaps: Sequence[Gap]) -> datetime:
    while wanted:
        wanted -= not _paused(at, gaps)
        at += MINUTE
    return at


def _calendar(office: Office, begin: datetime, end: date, gaps: Sequence[Gap]) -> datetime:
    for gap in sorted(gaps, key=lambda each: each.begin):
        if gap.end.date() > begin.date() and gap.begin.date() < _rolled(office, end):
            end += gap.end.date() - max(gap.begin.date(), begin.date())
    return office.closing(_rolled(office, end))


def _rolled(office: Office, day: date) -> date:
    return day if office.works(day) else office.next_working_day(day)


def _months(day: date, amount: int) -> date:
    year, month = day.year, day.month
    for _ in range(amount):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def _into_the_day(at: datetime) -> timedelta:
    return at - datetime.combine(at.date(), time())


def _paused(at: datetime, gaps: Sequence[Gap]) -> bool:
    return any(gap.begin <= at < gap.end for gap in gaps)
