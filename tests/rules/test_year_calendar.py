"""The calendar of a year as the office reads it, and the hours that a centre has of its own."""

from datetime import date

from onestop.rules.calendar_row import DayKind
from onestop.rules.opening_hours import Opening, openings_of
from onestop.rules.year_calendar import Season, own_hours, year_calendar
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, TODAY, national_rows, off


def test_the_year_has_its_holidays_swaps_and_make_up_days() -> None:
    """2026: 31 August off for Saturday 22 August, and the swap that nobody saw in writing is marked."""
    year = year_calendar(national_rows(), 2026, TODAY)
    kinds = {row.on: row.kind for row in year.days}

    assert not year.provisional
    assert kinds[date(2026, 8, 31)] is DayKind.SWAPPED_OFF
    assert kinds[date(2026, 8, 22)] is DayKind.MAKEUP_WORKING
    assert {row.on for row in year.days if row.from_memory} >= {date(2026, 1, 2), date(2026, 1, 10)}


def test_a_year_not_announced_is_reckoned_and_said_to_be() -> None:
    """With whatever was announced of it already."""
    year = year_calendar((*national_rows(), off("2027-03-01", known_on="2026-11-20")), 2027, TODAY)

    assert year.provisional
    assert {date(2027, 1, 1), date(2027, 3, 1), date(2027, 11, 24)} <= {row.on for row in year.days}


def test_the_row_known_last_holds_and_later_ones_do_not_yet() -> None:
    """As known on a day."""
    more = (off("2026-12-25", known_on="2026-11-01", name="Một"), off("2026-12-25", known_on="2026-11-20"))
    early = year_calendar((*national_rows(), *more), 2026, date(2026, 11, 10))
    late = year_calendar((*national_rows(), *more), 2026, TODAY)

    assert [
        next(row.name for row in each.days if row.on == date(2026, 12, 25)) for each in (early, late)
    ] == [
        "Một",
        "Nghỉ đột xuất",
    ]


def test_saturday_mornings_and_seasons_are_found() -> None:
    """A centre with neither has nothing to tell; hours that are over are none of its own."""
    winter = tuple(
        each._replace(opens=each.opens + 30, valid_from=date(2026, 12, 1), valid_to=date(2027, 2, 28))
        for each in openings_of(["07:30-11:30", "13:30-17:00"])
    )
    over = Opening(1, 420, 660, date(2025, 1, 1), date(2025, 2, 1))

    assert own_hours(HOURS, TODAY) == ((), ())
    assert own_hours((*HOURS, over), TODAY) == ((), ())
    assert own_hours(HOURS + SATURDAY_MORNINGS, TODAY).saturday == ((450, 690),)
    assert own_hours(HOURS + winter, TODAY).seasons == (Season(date(2026, 12, 1), date(2027, 2, 28)),)
