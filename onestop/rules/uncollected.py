"""Results that nobody has come for: how long each has waited, and when to remind its owner."""

from datetime import date, datetime, time

from onestop.clock import LOCAL
from onestop.rules.working_time import WorkingCalendar

REMIND_AFTER = (5, 15, 30)
"""Working days after which the applicant is reminded, once each; the house's own rhythm."""
REMIND_FROM = time(8)
"""Local hour before which nobody is reminded."""


def waited_days(calendar: WorkingCalendar, ready_on: date, today: date) -> int:
    """Count the working days that a result has waited; the day on which it was ready is not one."""
    return calendar.working_days_between(ready_on, today)


def ready_before(calendar: WorkingCalendar, today: date, days: int) -> datetime:
    """Tell the instant before which a result was ready that has waited so many working days today, 1 or more."""
    day = today if calendar.is_working_day(today) else calendar.previous_working_day(today)
    for _ in range(days - 1):
        day = calendar.previous_working_day(day)
    return datetime.combine(day, time(), tzinfo=LOCAL)
