"""Early, on time or overdue: how a result stands to its due date, fixed once when it is ready."""

from datetime import datetime, timedelta
from typing import NamedTuple

from onestop.clock import local_day
from onestop.model.dossier import Standing
from onestop.rules.working_time import WorkingCalendar

_LAST_MINUTE = timedelta(minutes=1)


class Verdict(NamedTuple):
    """A standing, and by how many working days; negative is early."""

    standing: Standing
    late_days: int


def verdict(
    *, due_at: datetime, ready_at: datetime, calendar: WorkingCalendar, to_the_minute: bool
) -> Verdict:
    """Judge a result on the day it is ready; when it is collected does not matter.

    In day units what is done on the due day is on time, also after closing; in hours and shares of a day
    the instant decides. The length is told in working days: due before Tết and done after it is one day
    late, not ten. In day units what is overdue is late by a day at least, also when it was done on the
    Saturday after; in hours it may be late by none.

    Args:
        due_at: Aware instant that ends the allowance.
        ready_at: Aware instant at which the result was ready.
        calendar: The receiving centre's.
        to_the_minute: Whether the allowance is counted in hours or shares of a day.
    """
    # An office open until 24:00 closes as the next day begins.
    due_on, ready_on = local_day(due_at - _LAST_MINUTE), local_day(ready_at)
    days = calendar.working_days_between(due_on, ready_on)
    overdue = ready_at > due_at if to_the_minute else ready_on > due_on
    if overdue:
        return Verdict(Standing.OVERDUE, days if to_the_minute else max(days, 1))
    return Verdict(Standing.EARLY if days < 0 else Standing.ON_TIME, min(days, 0))
