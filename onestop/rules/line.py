"""Who is admitted to a line."""

from datetime import datetime, timedelta

import msgspec

from onestop.clock import local
from onestop.errors import LineClosed
from onestop.rules.working_time import WorkingCalendar


class LineNow(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a line gives numbers, why not, and when that changes (aware instants)."""

    open: bool
    why_closed: str | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def opening(*, closed: bool, calendar: WorkingCalendar | None, now: datetime) -> LineNow:
    """Tell whether a line gives numbers now.

    Args:
        closed: The office closed the line by hand.
        calendar: The centre's calendar; None for a demonstration line, open at any hour of any day.
        now: The present instant.
    """
    if closed:
        return LineNow(open=False, why_closed="line-closed")
    if calendar is None:
        return LineNow(open=True)
    if not calendar.is_open(now):
        return LineNow(open=False, why_closed="outside-hours", opens_at=calendar.received(now))
    here = local(now)
    minute = here.hour * 60 + here.minute
    closes = next(closes for opens, closes in calendar.hours_on(here.date()).open if opens <= minute < closes)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    return LineNow(open=True, closes_at=midnight + timedelta(minutes=closes))


def admit(line: str, state: LineNow) -> None:
    """Let a citizen into a line, or refuse.

    Raises:
        LineClosed: The line gives no numbers now; `opens_at` tells when it does again.
    """
    if not state.open:
        opens_at = local(state.opens_at).isoformat() if state.opens_at else None
        raise LineClosed(line=line, opens_at=opens_at)
