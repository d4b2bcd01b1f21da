"""What an office settles about bookings: how a line takes them, and the days without any."""

from datetime import date, timedelta

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import Malformed
from onestop.rules.booking import LONGEST_LOOK_DAYS
from onestop.rules.text import one_line
from onestop.rules.wish import in_range, present

RANGES = {
    "slot_minutes": (5, 240),
    "capacity": (1, 200),
    "days_ahead": (1, LONGEST_LOOK_DAYS),
    "per_person": (1, 20),
    "early_minutes": (0, 240),
    "late_minutes": (0, 240),
}
"""What each term of a plan may be, both ends included; a line that takes no bookings is closed instead."""
LONGEST_REASON = 120
FURTHEST_DAYS = 366
"""A day further ahead is a slip of the hand: nobody can book it yet."""


class PlanWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a line shall take bookings; `model.booking.BookingPlan` says what each means."""

    open: bool | UnsetType = UNSET
    slot_minutes: int | UnsetType = UNSET
    capacity: int | UnsetType = UNSET
    days_ahead: int | UnsetType = UNSET
    per_person: int | UnsetType = UNSET
    early_minutes: int | UnsetType = UNSET
    late_minutes: int | UnsetType = UNSET


class BlackoutWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A local day that shall have no bookings, and why; without a line it is the whole centre's.

    `cancel`: whether what is booked on it already is called off, or kept.
    """

    day: date
    reason: str
    line: str | None = None
    cancel: bool = False


def settled_plan(wish: PlanWish) -> dict[str, int | bool]:
    """Read a wish about a line's bookings.

    Raises:
        Malformed: A number outside its range.
    """
    values: dict[str, int | bool] = present(wish)
    in_range(values, RANGES)
    return values


def settled_blackout(wish: BlackoutWish, today: date) -> str:
    """Read a wish about a day without bookings; give its reason as citizens read it.

    Raises:
        Malformed: A day that is past or more than a year ahead, or no reason.
    """
    if not today <= wish.day <= today + timedelta(days=FURTHEST_DAYS):
        raise Malformed(field="day", reason="blackout-day")
    return one_line(wish.reason, field="reason", least=1, most=LONGEST_REASON)
