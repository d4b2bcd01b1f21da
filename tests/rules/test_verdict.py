"""Early, on time or overdue: judged when the result is ready, told in working days."""

import pytest

from onestop.model.dossier import Standing
from onestop.rules.verdict import Verdict, verdict
from onestop.rules.working_time import WorkingCalendar
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar


def judged(
    due: str, ready: str, centre: WorkingCalendar | None = None, *, to_the_minute: bool = False
) -> Verdict:
    return verdict(
        due_at=at(due), ready_at=at(ready), calendar=centre or calendar(), to_the_minute=to_the_minute
    )


@pytest.mark.parametrize(
    ("ready", "standing", "days"),
    [
        ("2026-12-08 09:00", Standing.ON_TIME, 0),
        ("2026-12-08 17:00", Standing.ON_TIME, 0),
        ("2026-12-08 19:30", Standing.ON_TIME, 0),
        ("2026-12-07 16:59", Standing.EARLY, -1),
        ("2026-12-05 10:00", Standing.EARLY, -2),
        ("2026-11-23 10:00", Standing.EARLY, -10),
        ("2026-12-09 07:30", Standing.OVERDUE, 1),
        ("2026-12-14 07:30", Standing.OVERDUE, 4),
    ],
)
def test_in_days_what_is_done_on_the_due_day_is_on_time(ready: str, standing: Standing, days: int) -> None:
    """Civil Code 2015, art. 148.5: a term in days ends with the day, at whatever hour the result is ready."""
    assert judged("2026-12-08 17:00", ready) == (standing, days)


def test_due_before_tet_and_done_after_it_is_one_day_late() -> None:
    """Not ten: due Friday 13/2/2026, ready Monday 23/2."""
    assert judged("2026-02-13 17:00", "2026-02-23 08:00") == (Standing.OVERDUE, 1)


def test_done_on_the_saturday_after_is_a_day_late_all_the_same() -> None:
    """No working day passed, but the due day did."""
    assert judged("2026-12-11 17:00", "2026-12-12 09:00") == (Standing.OVERDUE, 1)


@pytest.mark.parametrize(
    ("ready", "standing", "days"),
    [
        ("2026-11-25 09:00", Standing.ON_TIME, 0),
        ("2026-11-25 09:01", Standing.OVERDUE, 0),
        ("2026-11-25 14:00", Standing.OVERDUE, 0),
        ("2026-11-26 08:00", Standing.OVERDUE, 1),
        ("2026-11-23 16:00", Standing.EARLY, -1),
    ],
)
def test_in_hours_and_shares_of_a_day_the_instant_decides(ready: str, standing: Standing, days: int) -> None:
    """Due Wednesday 25/11 09:00, the day after a holiday."""
    assert judged("2026-11-25 09:00", ready, to_the_minute=True) == (standing, days)


def test_due_at_midnight_is_due_on_the_day_that_ends() -> None:
    """24:00 of Wednesday is written 00:00 of Thursday."""
    assert judged("2026-11-26 00:00", "2026-11-25 23:00").standing == Standing.ON_TIME
    assert judged("2026-11-26 00:00", "2026-11-26 00:00").standing == Standing.OVERDUE


def test_due_on_a_saturday_morning() -> None:
    """Due at once on a Saturday that receives: ready that day on time, on Sunday a day late."""
    centre = calendar(HOURS + SATURDAY_MORNINGS)

    assert judged("2026-11-28 11:30", "2026-11-28 11:00", centre) == (Standing.ON_TIME, 0)
    assert judged("2026-11-28 11:30", "2026-11-29 11:00", centre) == (Standing.OVERDUE, 1)
