"""The new date that an apology tells: a working day after the due day, at the hour of returns."""

from datetime import date, datetime, timedelta

from onestop.clock import local_day
from onestop.errors import Malformed, ToldDateWrong
from onestop.rules.local_minute import instant_of, minute_of
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.working_time import WorkingCalendar

FURTHEST = timedelta(days=366)
"""No office tells a new date more than a year after the first: whoever types one has mistyped the year."""
_LAST_MINUTE = timedelta(minutes=1)


def new_date(told: str, *, due_at: datetime, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Read the day on which the result is now promised; give the hour set for returns on it, in UTC.

    Args:
        told: Local day, YYYY-MM-DD.
        due_at: Aware instant at which the dossier is due now.
        now: The aware present.
        calendar: The receiving centre's.

    Raises:
        Malformed: It is no day.
        ToldDateWrong: Not after the due day, gone by, a day off, or more than a year away.

    Rule:
        Decree 61/2018/NĐ-CP, art. 19.9: the apology states the reason and the new date.
    """
    try:
        told_on = date.fromisoformat(told)
    except ValueError:
        raise Malformed(field="told_on", reason="date") from None
    due_on, today = local_day(due_at - _LAST_MINUTE), local_day(now)

    def wrong(reason: str) -> ToldDateWrong:
        return ToldDateWrong(told_on=told_on.isoformat(), due_on=due_on.isoformat(), reason=reason)

    if told_on <= due_on:
        raise wrong("not-after-due")
    if told_on > max(due_on, today) + FURTHEST:
        raise wrong("too-far")
    if not calendar.is_working_day(told_on):
        raise wrong("day-off")
    midnight = told_on.toordinal() * MINUTES_A_DAY
    minute = calendar.consult(lambda table: table.returning(table.place(midnight)))
    if minute <= minute_of(now):
        raise wrong("past")
    return instant_of(minute)
