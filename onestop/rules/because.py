"""The reasons of a due date, in the order a person would tell them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from onestop.rules.allowance import Allowance
from onestop.rules.axes import (
    Axis,
    CalendarDays,
    ClockMinutes,
    DayShares,
    Months,
    Position,
    SameDay,
    WholeDays,
)
from onestop.rules.course import Stretch
from onestop.rules.day_table import DayTable
from onestop.rules.local_minute import Minute, date_of, instant_of, minute_of
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.pauses import Interruptions, Pause
from onestop.rules.reason import Moment, Reason

_ONE_DAY = timedelta(days=1)


def reasons_of(
    table: DayTable, handed_in: Minute, allowance: Allowance, course: Sequence[Stretch], breaks: Interruptions
) -> tuple[Reason, ...]:
    """Tell why a whole is due when it is: receipt, allowance, what moved it, days passed over."""
    axis, start = course[0].axis, course[0].begin
    return (
        *_restart(axis, breaks),
        *received_while_closed(handed_in, start.minute, by_minute=axis.to_the_minute),
        *_allowance(table, allowance, course[0]),
        *_pauses(table, course, breaks.pauses),
        *_extensions(course),
        *_days_off(table, course, breaks.pauses),
    )


def received_while_closed(handed_in: Minute, received: Minute, *, by_minute: bool) -> tuple[Reason, ...]:
    """Tell that something came while the centre was closed; a lunch break matters only to the minute."""
    another_day = handed_in // MINUTES_A_DAY != received // MINUTES_A_DAY
    if received == handed_in or not (another_day or by_minute):
        return ()
    return (Reason("received-while-closed", instant_of(handed_in), instant_of(received), {}),)


def provisional(table: DayTable, handed_in: Minute, due: Minute) -> tuple[Reason, ...]:
    """Tell which years, among those counted in, have no announced holidays."""
    years = range(date_of(handed_in).year, date_of(due - 1).year + 1)
    return tuple(
        Reason("provisional", date(year, 1, 1), date(year, 12, 31), {"year": year})
        for year in years
        if year in table.computed
    )


def _restart(axis: Axis, breaks: Interruptions) -> Iterator[Reason]:
    if breaks.restart:
        asked, returned = map(minute_of, breaks.restart)
        yield Reason("supplement-restart", _moment(axis, asked), _moment(axis, returned), {})


def waiting(axis: Axis, breaks: Interruptions) -> Iterator[Reason]:
    """Tell that something is awaited, and since when."""
    if breaks.waiting_since:
        since = _moment(axis, minute_of(breaks.waiting_since))
        yield Reason("waiting", since, since, {})


def _allowance(table: DayTable, allowance: Allowance, first: Stretch) -> Iterator[Reason]:
    day, last = date_of(first.begin.minute), date_of(first.due - 1)
    match first.axis:
        case SameDay(after_cut_off=late):
            yield Reason("after-15" if late else "same-day", day, last, {})
        case DayShares():
            begins = table.begins(table.working_day(table.rank[first.begin.place + 1]))
            yield Reason("receipt-day", day, day, {})
            yield Reason("allowance", instant_of(begins), instant_of(first.due), dict(allowance.facts))
        case WholeDays():
            day_one = table.dates[table.rank[first.begin.place + 1]]
            yield Reason("receipt-day", day, day, {})
            yield Reason("allowance", day_one, last, dict(allowance.facts))
        case CalendarDays() as axis:
            end = date_of((table.first + int(first.end)) * MINUTES_A_DAY)
            yield Reason("receipt-day", day, day, {})
            yield Reason("allowance", day + _ONE_DAY, end, dict(allowance.facts))
            if isinstance(axis, Months) and axis.lacks_day(allowance.amount):
                yield Reason("month-end", end, end, {"day": day.day})
        case _:
            begin = instant_of(first.begin.minute)
            yield Reason("allowance", begin, instant_of(first.due), dict(allowance.facts))


def _pauses(table: DayTable, course: Sequence[Stretch], pauses: Sequence[Pause]) -> Iterator[Reason]:
    """Tell each pause with what it took, in the unit of the stretch that it interrupted."""
    for place, pause in enumerate(pauses):
        stretch = max(course, key=lambda each: each.taken[place] > 0)
        told = {"reason": pause.reason, "legal_basis": pause.legal_basis}
        facts = {name: text for name, text in told.items() if text}
        facts["taken"], facts["counted_in"] = _taken(table, stretch, pause, stretch.taken[place])
        moments = _moment(stretch.axis, pause.from_), _moment(stretch.axis, pause.to)
        yield Reason(pause.rule, *moments, facts)


def _taken(table: DayTable, stretch: Stretch, pause: Pause, gap: Position) -> tuple[str, str]:
    match stretch.axis:
        case DayShares():
            begin = max(pause.from_, (table.first + stretch.begin.place + 1) * MINUTES_A_DAY)
            minutes = table.worked(pause.to) - table.worked(begin) if gap else 0
            return str(minutes), "working_minute"
        case WholeDays():
            return str(gap), "working_day"
        case CalendarDays():
            return str(gap), "calendar_day"
        case ClockMinutes():
            return str(gap), "clock_minute"
        case _:
            return str(gap), "working_minute"


def _extensions(course: Sequence[Stretch]) -> Iterator[Reason]:
    for before, stretch in pairwise(course):
        if stretch.extension:
            facts = dict(stretch.extension.allowance.facts)
            if stretch.extension.legal_basis:
                facts["legal_basis"] = stretch.extension.legal_basis
            until = _moment(stretch.axis, stretch.due if stretch.axis.to_the_minute else stretch.due - 1)
            since = before.due if stretch.axis.to_the_minute else before.due - 1
            yield Reason("extension", _moment(stretch.axis, since), until, facts)


def _days_off(table: DayTable, course: Sequence[Stretch], pauses: Sequence[Pause]) -> Iterator[Reason]:
    """Tell the days passed over, but not those that a pause passes over anyway."""
    received_on = date_of(course[0].begin.minute)
    told = list[Reason]()
    for stretch in course:
        if isinstance(stretch.axis, ClockMinutes):
            continue
        until = table.place(stretch.due - 1)
        if isinstance(stretch.axis, CalendarDays):
            end = int(stretch.end)
            runs = table.days_off.between(end - 1, until, received_on=received_on)
            if end < until:
                yield Reason("rolled", table.date(end), table.date(until), {})
        else:
            runs = table.days_off.between(stretch.begin.place, until, received_on=received_on)
        taking = [pause for pause, gap in zip(pauses, stretch.taken, strict=True) if gap]
        for run in runs:
            # An extension is counted from the beginning too: what the allowance passed over is told once.
            if run not in told and not any(_within(run, pause) for pause in taking):
                told.append(run)
                yield run


def _within(run: Reason, pause: Pause) -> bool:
    return date_of(pause.from_) < run.from_ and run.to <= date_of(pause.to)


def _moment(axis: Axis, minute: Minute) -> Moment:
    """Speak of instants where minutes count, of days where days do."""
    return instant_of(minute) if axis.to_the_minute else date_of(minute)
