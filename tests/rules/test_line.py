"""Who is admitted to a line, and whose turn it is."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import LineClosed
from onestop.rules.line import PRIORITY_RUN, admit, opening, priority_has_turn, upcoming
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


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_nobody_ordinary_waits_behind_more_than_two_priority_numbers(comers: list[bool]) -> None:
    """However many priority numbers come, at most two are called between two ordinary ones."""
    priority = [f"P{place}" for place, is_priority in enumerate(comers) if is_priority]
    ordinary = [f"N{place}" for place, is_priority in enumerate(comers) if not is_priority]
    called = upcoming(0, priority, ordinary, len(comers))

    assert sorted(called) == sorted(priority + ordinary)
    run = 0
    for place, label in enumerate(called):
        run = run + 1 if label.startswith("P") else 0
        ordinary_left = any(later.startswith("N") for later in called[place + 1 :])
        assert run <= PRIORITY_RUN or not ordinary_left


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_somebody_always_has_the_turn(run: int, priority: int, ordinary: int) -> None:
    """Priority has the turn only when somebody with priority waits."""
    assert not priority_has_turn(run, 0, ordinary)
    if ordinary == 0 and priority:
        assert priority_has_turn(run, priority, 0)
