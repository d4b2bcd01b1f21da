"""Who is admitted to a line, and whose turn it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from onestop.clock import local
from onestop.errors import LineClosed
from onestop.rules.working_time import WorkingCalendar

PRIORITY_RUN = 2
"""After two priority numbers one ordinary number is called, so that nobody waits for ever.
A rule of the house, told in words at the kiosk; no instrument fixes the ratio."""


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


def priority_has_turn(run: int, priority_waits: int, ordinary_waits: int) -> bool:
    """Tell whether the next call goes to a priority number.

    Args:
        run: Priority calls since the last ordinary one.
        priority_waits: How many priority numbers wait.
        ordinary_waits: How many ordinary numbers wait.
    """
    return priority_waits > 0 and (ordinary_waits == 0 or run < PRIORITY_RUN)


def upcoming(run: int, priority: Sequence[str], ordinary: Sequence[str], most: int) -> tuple[str, ...]:
    """Foretell the next labels of a line, by the same rule that will call them."""
    first, second, labels = list(priority), list(ordinary), list[str]()
    while len(labels) < most and (first or second):
        if priority_has_turn(run, len(first), len(second)):
            labels.append(first.pop(0))
            run += 1
        else:
            labels.append(second.pop(0))
            run = 0
    return tuple(labels)
