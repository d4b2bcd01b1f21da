"""Deadlines: when a result is due, and every reason why."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from onestop.rules.allowance import Allowance
from onestop.rules.axes import ClockMinutes, SameDay, Start
from onestop.rules.because import provisional, reasons_of, received_while_closed, waiting
from onestop.rules.course import Leg, course_of, leg_ends
from onestop.rules.day_table import DayTable, OutOfReach
from onestop.rules.local_minute import Minute, date_of, instant_of, minute_of
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.pauses import Extension, Interruptions, Supplement, Suspension, interruptions
from onestop.rules.reason import Reason
from onestop.rules.working_time import WorkingCalendar

__all__ = ["Allowance", "Deadline", "Extension", "Leg", "Reason", "Supplement", "Suspension", "reckon"]

_NOTHING = Interruptions()


class Deadline(NamedTuple):
    """When a result is due, and why. Instants are aware, in UTC.

    `due_at` ends the allowance. `promised_at` is what is printed: the hour that the centre sets for returns
    on the due day, or `due_at` itself where it is counted to the minute (`to_the_minute`: hours and shares of
    a day). `leg_due_at` has the planned end of each leg in the order given, parallel ones side by side.
    `provisional`: it rests on a year whose holidays are not announced. `waiting_since`: something is awaited;
    until it comes `due_at` stands as if it had come at once, and nobody can be late by it.
    """

    due_at: datetime
    promised_at: datetime
    because: tuple[Reason, ...]
    calendar_version: str
    provisional: bool
    leg_due_at: tuple[datetime, ...] = ()
    to_the_minute: bool = False
    waiting_since: datetime | None = None


def reckon(
    received_at: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    *,
    legs: Sequence[Leg] = (),
    supplements: Iterable[Supplement] = (),
    suspensions: Iterable[Suspension] = (),
    extensions: Iterable[Extension] = (),
) -> Deadline:
    """Reckon when a result is due.

    The one function for promise, suspension, resumption, extension, restart and a holiday announced late:
    the same facts always give the same date, in whatever order they are entered.

    Args:
        received_at: Aware instant of receipt; while the centre is closed its next opening counts.
        allowance: The procedure's, e.g. 10 working days.
        calendar: The receiving centre's, as of the day whose knowledge is to count.
        legs: The shares of the bodies that handle it in turn, in the allowance's unit.
        supplements: Papers asked for after receipt.
        suspensions: Pauses with a reason and a legal basis.
        extensions: More time, each in a unit of its own.

    Raises:
        IntervalsOverlap: Two pauses claim the same time, or one ends before it begins.
        LegsDoNotSum: The legs do not add up to the allowance.
        AllowanceRefused: A leg or extension in a unit that cannot carry it.
        CalendarOutOfReach: The count leads beyond the years of this system.
        Malformed: An instant names no zone.

    Rule:
        Civil Code 91/2015/QH13, art. 147.2 (the first day is not counted) and 148.5 (a last day off rolls to
        the next working day); Decree 61/2018/NĐ-CP, art. 19.
    """
    if allowance.whole_days and not (legs or supplements or suspensions or extensions):
        try:
            return _whole_days(received_at, allowance, calendar)
        except OutOfReach:
            pass  # The table is too short; the way below widens it.
    breaks = interruptions(supplements, suspensions, extensions)
    return calendar.consult(lambda table: _in_full(table, minute_of(received_at), allowance, legs, breaks))


def _in_full(
    table: DayTable, handed_in: Minute, allowance: Allowance, legs: Sequence[Leg], breaks: Interruptions
) -> Deadline:
    """Reckon with everything that a count may meet."""
    if breaks.restart:
        handed_in = max(handed_in, minute_of(breaks.restart[1]))
    received = table.received(handed_in)
    start = Start(received, table.place(received))
    course = course_of(table, start, allowance, pauses=breaks.pauses, extensions=breaks.extensions)
    due, to_the_minute = course[-1].due, course[-1].axis.to_the_minute
    promised = due if to_the_minute else table.returning(table.place(due - 1))
    # Hours of the clock run through holidays, announced or not: only what comes before them rests on the list.
    rests_until = next(
        (each.due for each in reversed(course) if not isinstance(each.axis, ClockMinutes)), received
    )
    ends = leg_ends(legs, allowance, course, SameDay(table, start), breaks.pauses) if legs else ()
    return Deadline(
        instant_of(due),
        # Received after the hour of returns and due the same day: the day's end is the only hour left.
        instant_of(promised if promised > received else due),
        (
            *reasons_of(table, handed_in, allowance, course, breaks),
            *provisional(table, handed_in, rests_until),
            *waiting(course[-1].axis, breaks),
        ),
        table.version,
        _is_unsure(table, handed_in // MINUTES_A_DAY - table.first, table.place(rests_until - 1)),
        tuple(map(instant_of, ends)),
        to_the_minute,
        breaks.waiting_since,
    )


def _whole_days(received_at: datetime, allowance: Allowance, calendar: WorkingCalendar) -> Deadline:
    """Reckon whole working days that nothing interrupts: the receipt of three procedures in four.

    A second way to the same answer is a second place to be wrong. It stays because it takes a tenth of the
    time, and tests/rules/test_deadline_laws.py holds both to one answer.
    """
    table = calendar.table
    handed_in = minute_of(received_at)
    received = table.received(handed_in)
    place = received // MINUTES_A_DAY - table.first
    first = table.rank[place + 1]
    last = first + allowance.whole_days - 1
    until = table.working_day(last)
    day = date_of(received)
    because = (
        Reason("receipt-day", day, day, {}),
        Reason("allowance", table.dates[first], table.dates[last], allowance.facts.copy()),
        *table.days_off.between(place, until, received_on=day),
    )
    begin = handed_in // MINUTES_A_DAY - table.first
    if begin != place:
        because = (*received_while_closed(handed_in, received, by_minute=False), *because)
    unsure = _is_unsure(table, begin, until)
    if unsure:
        because = (*because, *provisional(table, handed_in, table.closing(until)))
    return Deadline(table.closes_at[last], table.returns_at[last], because, table.version, unsure)


def _is_unsure(table: DayTable, begin: int, until: int) -> bool:
    """Tell whether any day from one place to another, both included, lies in an unannounced year."""
    return table.unsure[until + 1] > table.unsure[begin]
