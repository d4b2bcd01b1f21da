"""Bookings: which slots a day has, which can be booked, and when a citizen who booked may check in."""

from datetime import date, datetime, time, timedelta

import msgspec

from onestop.clock import LOCAL, local, local_day
from onestop.errors import BookingClosed, BookingEnded, BookingTooEarly, BookingTooLate
from onestop.model.booking import BookingState
from onestop.rules.opening_hours import MINUTES_A_DAY, Spans
from onestop.rules.working_time import WorkingCalendar

ROUND_THE_CLOCK: Spans = ((0, MINUTES_A_DAY),)
LONGEST_LOOK_DAYS = 62
"""The most days that one look at the slots covers."""
REMINDER_HOUR = 15
"""From this local hour of the day before, a citizen who booked is reminded. A rule of the house."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How a line takes bookings; `model.booking.BookingPlan` says what each means."""

    open: bool = True
    slot_minutes: int = 30
    capacity: int = 2
    days_ahead: int = 14
    per_person: int = 2
    early_minutes: int = 30
    late_minutes: int = 15


class LineBooking(msgspec.Struct, frozen=True, kw_only=True):
    """What decides about bookings of a line: its plan, if it has one, and the hours of its days.

    `calendar`: the centre's; None for a demonstration line, open at any hour of any day.
    `closed`: the office closed the line by hand, which holds for today.
    """

    letter: str
    plan: Plan | None
    calendar: WorkingCalendar | None
    closed: bool = False


def slots_of(plan: Plan, calendar: WorkingCalendar | None, on: date) -> tuple[int, ...]:
    """Find the slots of a local day, in minutes after midnight.

    They follow each other from each opening on; one that would end after closing time is none.
    """
    spans = ROUND_THE_CLOCK if calendar is None else calendar.hours_on(on).open
    return tuple(
        minute
        for opens, closes in spans
        for minute in range(opens, closes - plan.slot_minutes + 1, plan.slot_minutes)
    )


def bookable(line: LineBooking, on: date, now: datetime) -> tuple[int, ...]:
    """Find the slots of a local day that may still be booked: not begun, not too far ahead, in an open line."""
    plan, today = line.plan, local_day(now)
    if plan is None or not plan.open or not today <= on <= last_day(plan, today):
        return ()
    if line.closed and on == today:
        return ()
    return tuple(minute for minute in slots_of(plan, line.calendar, on) if begins_at(on, minute) > now)


def require_bookable(
    line: LineBooking, on: date, minute: int, now: datetime, *, blackout: str | None
) -> Plan:
    """Let a slot be booked, or refuse; give the plan.

    Args:
        line: The line.
        on: Local day.
        minute: Minutes after local midnight.
        now: The present instant.
        blackout: Why the day has no bookings, in the office's own words; None where it has.

    Raises:
        BookingClosed: The reason says why.
    """
    plan = line.plan
    if plan is None or not plan.open:
        raise _closed(line, on, "no-plan")
    if minute in bookable(line, on, now) and blackout is None:
        return plan
    if blackout is not None:
        raise _closed(line, on, "blackout", blackout)
    if on > last_day(plan, local_day(now)):
        raise _closed(line, on, "too-far")
    past = on < local_day(now) or minute in slots_of(plan, line.calendar, on)
    raise _closed(line, on, "past" if past else "no-slot")


def _closed(line: LineBooking, on: date, reason: str, why: str = "") -> BookingClosed:
    return BookingClosed(line=line.letter, day=day_text(on), reason=reason, why=why)


def last_day(plan: Plan, today: date) -> date:
    """Tell the last local day that may be booked."""
    return today + timedelta(days=plan.days_ahead)


def check_in_window(plan: Plan, on: date, minute: int) -> tuple[datetime, datetime]:
    """Tell from when to when, both included, a booked citizen may check in.

    Never on another local day than the booked one: a number is of the day on which it is taken.
    """
    begins = begins_at(on, minute)
    since = max(begins - timedelta(minutes=plan.early_minutes), begins_at(on, 0))
    until = begins + timedelta(minutes=plan.late_minutes)
    return since, min(until, begins_at(on, MINUTES_A_DAY - 1))


def require_check_in(plan: Plan, on: date, minute: int, state: str, now: datetime) -> None:
    """Let a citizen who booked check in, or refuse.

    Raises:
        BookingEnded: It was cancelled, used, or missed and freed.
        BookingTooEarly: Before the window.
        BookingTooLate: After it.
    """
    since, until = check_in_window(plan, on, minute)
    if state == BookingState.BOOKED and since <= now <= until:
        return
    if state in {BookingState.CANCELLED, BookingState.CHECKED_IN}:
        raise BookingEnded(state=state)
    if now < since:
        raise BookingTooEarly(day=day_text(on), time=time_text(minute), since=f"{local(since):%H:%M}")
    raise BookingTooLate(day=day_text(on), time=time_text(minute), until=f"{local(until):%H:%M}")


def is_missed(plan: Plan, on: date, minute: int, now: datetime) -> bool:
    """Tell whether the time for checking in is over."""
    return now > check_in_window(plan, on, minute)[1]


def reminder_at(on: date) -> datetime:
    """Tell when the citizen is reminded of a booking: in the afternoon before.

    A booking made later than that, or for the same day, is confirmed and not reminded of as well.
    """
    return begins_at(on - timedelta(days=1), REMINDER_HOUR * 60)


def begins_at(on: date, minute: int) -> datetime:
    """Tell the instant of a minute of a local day."""
    return datetime.combine(on, time(), LOCAL) + timedelta(minutes=minute)


def time_text(minute: int) -> str:
    """Write a minute of the day as people read it: 09:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def day_text(on: date) -> str:
    """Write a local day as people read it: 23/11/2026."""
    return f"{on:%d/%m/%Y}"
