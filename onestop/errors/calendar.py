"""Refusals of the calendar."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class CalendarAppliedBefore(Refusal):
    """These very days were applied before; told with when, by whom, and how much they moved."""

    code = "calendar-applied-before"
    digest: str
    file: str
    applied_at: str
    officer: str
    days: int
    moved: int


@refusal
class DayNotKnownYet(Refusal):
    """A row says that it becomes known after today."""

    code = "day-not-known-yet"
    day: str
    known_on: str


@refusal
class DayKnownOtherwise(Refusal):
    """A row contradicts one of the same day known since the same day."""

    code = "day-known-otherwise"
    day: str
    known_on: str
    name: str
    kind: str


@refusal
class NothingToApply(Refusal):
    """Every row of the file is known already."""

    code = "nothing-to-apply"
    file: str
    days: int
