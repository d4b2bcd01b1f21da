"""The calendar that ships with the program agrees with lists that others made."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from onestop.rules.calendar_row import DayKind
from onestop.rules.holidays_by_rule import holidays_of
from tests.rules.calendars import calendar, national_rows, shared_calendar

YEARS = range(2015, 2027)
END_OF_2026 = date(2026, 12, 31)


def days() -> Iterator[date]:
    """Every day of the years that were typed by hand."""
    day = date(YEARS.start, 1, 1)
    while day <= END_OF_2026:
        yield day
        day += timedelta(days=1)


@pytest.mark.shared
def test_every_day_of_twelve_years_is_as_in_the_list_made_by_hand(shared: Path) -> None:
    """Days not listed follow the week."""
    listed = {
        date.fromisoformat(row["date"]): row["is_working_day"] == "1" for row in shared_calendar(shared)
    }
    as_known = calendar(as_of=END_OF_2026)

    wrong = [day for day in days() if as_known.is_working_day(day) != listed.get(day, day.weekday() < 5)]

    assert wrong == []
    assert as_known.is_working_day(date(2014, 12, 27)), "made up for 2 January 2015"


@pytest.mark.shared
def test_every_row_is_of_the_kind_in_the_list_made_by_hand(shared: Path) -> None:
    """Statutory, compensatory, swapped off or made up: a reason names it."""
    listed = {(row["date"], row["kind"]) for row in shared_calendar(shared)}

    assert listed == {(row.on.isoformat(), row.kind) for row in national_rows()}


def test_the_package_of_holidays_differs_exactly_where_it_is_known_to() -> None:
    """It does not know the swap of 2 January with 10 January 2026, which the press reported."""
    theirs = holidays.country_holidays("VN", years=range(2014, 2028))
    ours = calendar(as_of=END_OF_2026)

    differing = {day for day in days() if theirs.is_working_day(day) != ours.is_working_day(day)}

    assert {date(2026, 1, 2), date(2026, 1, 10)} == differing


def test_the_package_counts_a_sixth_day_of_tet_2025_that_falls_on_a_saturday() -> None:
    """No working day depends on it, so only the list of holidays shows the difference."""
    theirs = set(holidays.country_holidays("VN", years=2025))
    ours = {row.on for row in national_rows() if row.on.year == 2025 and row.kind != DayKind.MAKEUP_WORKING}

    assert {date(2025, 2, 1)} == theirs - ours
    assert set() == ours - theirs


@pytest.mark.parametrize("year", YEARS)
def test_the_rules_alone_would_have_found_every_announced_holiday(year: int) -> None:
    """Labour Code art. 112: all but the swaps, which no rule foretells."""
    announced = {
        (row.on, row.kind, row.name)
        for row in national_rows()
        if row.on.year == year and row.kind in {DayKind.STATUTORY, DayKind.COMPENSATORY}
    }

    assert announced == {(row.on, row.kind, row.name) for row in holidays_of(year)}


def test_what_was_not_seen_is_marked() -> None:
    """Only the swap of January 2026 is from memory; it became known on 25 December 2025."""
    marked = [row for row in national_rows() if row.from_memory]

    assert [date(2026, 1, 2), date(2026, 1, 10)] == [row.on for row in marked]
    assert {date(2025, 12, 25)} == {row.known_on for row in marked}
    assert all(row.known_on == date(row.on.year, 1, 1) for row in national_rows() if not row.from_memory)
