"""Slots of a day, what may be booked, and when a citizen who booked may check in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import Malformed
from onestop.model.delivery import DeliveryState
from onestop.rules.booking import (
    LineBooking,
    Plan,
    bookable,
    check_in_window,
    reminder_at,
    slots_of,
    time_text,
)
from onestop.rules.booking_code import grouped, typed_code, with_check
from onestop.rules.opening_hours import openings_of
from onestop.rules.retrying import MOST_TRIES, after_failure
from onestop.rules.working_time import WorkingCalendar

MONDAY = date(2026, 11, 23)
CALENDAR = WorkingCalendar([], openings_of(["07:30-11:30", "13:30-17:00"]), as_of=MONDAY)
NINE_FORTY = datetime(2026, 11, 23, 2, 40, tzinfo=UTC)


def test_slots_follow_the_opening_hours() -> None:
    """Each half of the day begins its own; none reaches beyond closing time."""
    told = [time_text(minute) for minute in slots_of(Plan(slot_minutes=50), CALENDAR, MONDAY)]
    assert told == ["07:30", "08:20", "09:10", "10:00", "13:30", "14:20", "15:10", "16:00"]


def test_a_day_without_opening_hours_has_no_slots() -> None:
    """Nobody can book a Sunday."""
    assert slots_of(Plan(), CALENDAR, date(2026, 11, 29)) == ()


def test_today_only_what_has_not_begun_can_be_booked() -> None:
    """At 09:40 the slot of 09:30 is gone and 10:00 is there; of a line closed by hand nothing today."""
    line = LineBooking(letter="A", plan=Plan(), calendar=CALENDAR)
    assert time_text(bookable(line, MONDAY, NINE_FORTY)[0]) == "10:00"
    closed = LineBooking(letter="A", plan=Plan(), calendar=CALENDAR, closed=True)
    assert bookable(closed, MONDAY, NINE_FORTY) == ()
    assert bookable(closed, MONDAY + timedelta(days=2), NINE_FORTY)


def test_a_plan_that_is_not_open_gives_nothing() -> None:
    """The office stops bookings by one switch; what is booked stays."""
    line = LineBooking(letter="A", plan=Plan(open=False), calendar=CALENDAR)
    assert bookable(line, MONDAY + timedelta(days=2), NINE_FORTY) == ()


def test_the_last_day_is_so_many_days_ahead() -> None:
    """Fourteen days from Monday is a Monday; the day after it cannot be booked yet."""
    line = LineBooking(letter="A", plan=Plan(days_ahead=14), calendar=CALENDAR)
    assert bookable(line, date(2026, 12, 7), NINE_FORTY)
    assert bookable(line, date(2026, 12, 8), NINE_FORTY) == ()


@given(
    minute=st.integers(0, 1439),
    early=st.integers(0, 600),
    late=st.integers(0, 600),
)
def test_checking_in_never_leaves_the_booked_day(minute: int, early: int, late: int) -> None:
    """A number is of the day on which it is taken, so the window ends at midnight on either side."""
    plan = Plan(early_minutes=early, late_minutes=late)
    since, until = check_in_window(plan, MONDAY, minute)
    assert since.date() == until.date() == MONDAY
    assert since <= until
    assert until - since <= timedelta(minutes=early + late)


def test_reminders_go_out_at_three_in_the_afternoon_before() -> None:
    """15:00 in Cao Bằng, whatever zone the machine keeps."""
    assert reminder_at(date(2026, 11, 26)) == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@given(free=st.text("0123456789", min_size=8, max_size=8), place=st.integers(0, 8), other=st.integers(1, 9))
def test_one_wrong_digit_of_a_code_is_always_found(free: str, place: int, other: int) -> None:
    """Typed in groups or scanned, the code is read; with a digit changed it is refused."""
    code = with_check(free)
    assert typed_code(grouped(code)) == code
    assert typed_code(f"https://motcua.example.gov.vn/b/{code}.abc") == code
    wrong = code[:place] + str((int(code[place]) + other) % 10) + code[place + 1 :]
    with pytest.raises(Malformed):
        typed_code(wrong)


def test_a_known_check_digit() -> None:
    """The worked example of the standard's readers: 0794 has the check digit 5."""
    assert with_check("0794") == "07945"


def test_pauses_grow_and_end() -> None:
    """1, 2, 4 … minutes, never more than six hours; after the tenth try a person looks at it."""
    pauses = []
    for tries in range(1, MOST_TRIES):
        state, due = after_failure(tries, NINE_FORTY)
        assert state == DeliveryState.TEMPORARY_FAILURE
        pauses.append((due - NINE_FORTY).total_seconds() / 60)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert after_failure(MOST_TRIES, NINE_FORTY)[0] == DeliveryState.TECHNICAL_FAILURE
