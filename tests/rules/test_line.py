"""Who is admitted to a line."""

from datetime import UTC, date, datetime

import pytest

from onestop.errors import LineClosed
from onestop.rules.line import admit, opening
from onestop.rules.opening_hours import openings_of
from onestop.rules.working_time import WorkingCalendar
from onestop.store.shipped_catalogue import starting_calendar

CALENDAR = WorkingCalendar(
    starting_calendar(),
    openings_of(["07:30-11:30", "13:30-17:00"]),
    as_of=date(2026, 11, 23),
    return_minute=17 * 60,
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Give an hour of November 2026 in Cao Bằng."""
    return datetime(2026, 11, day, hour - 7 if hour >= 7 else hour + 17, minute, tzinfo=UTC)


def test_numbers_are_given_in_opening_hours() -> None:
    """Monday 09:40: open, until 11:30."""
    now = opening(closed=False, calendar=CALENDAR, now=at(23, 9, 40))
    assert now.open
    assert now.closes_at == at(23, 11, 30)


@pytest.mark.parametrize(
    ("moment", "again"),
    [
        (at(23, 12), at(23, 13, 30)),
        (at(23, 17), at(25, 7, 30)),  # Tuesday 24 November is a holiday
        (at(28, 9), at(30, 7, 30)),  # a Saturday
    ],
)
def test_outside_hours_the_refusal_tells_when_numbers_are_given_again(
    moment: datetime, again: datetime
) -> None:
    """At noon, in the evening before a holiday, on a Saturday."""
    now = opening(closed=False, calendar=CALENDAR, now=moment)
    assert (now.open, now.why_closed, now.opens_at) == (False, "outside-hours", again)
    with pytest.raises(LineClosed):
        admit("A", now)


def test_a_line_closed_by_hand_is_closed_whatever_the_hour() -> None:
    """The office's word goes before the clock, in a demonstration too."""
    assert opening(closed=True, calendar=None, now=at(23, 9)).why_closed == "line-closed"


def test_a_demonstration_line_is_open_at_night() -> None:
    """Round the clock means at any hour of any day."""
    assert opening(closed=False, calendar=None, now=at(28, 23)).open
