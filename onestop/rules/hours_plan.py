"""What an office settles about its opening hours: a whole week, from a day on."""

from datetime import date

import msgspec

from onestop.errors import Malformed
from onestop.rules.opening_hours import FRIDAY, Opening, openings_of

WEEK = range(1, 8)


class DayWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A weekday, 1 Monday to 7 Sunday, with its openings as people write them, `07:30-11:30`."""

    weekday: int
    hours: list[str] = msgspec.field(default_factory=list)


class WeekWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The hours of a week from a local day on; a weekday that is left out is closed."""

    valid_from: date
    days: list[DayWish]


def settled_week(wish: WeekWish, today: date) -> tuple[Opening, ...]:
    """Read the hours of a week.

    Openings on Saturday and Sunday receive, and working time does not run in them.

    Args:
        wish: The week.
        today: The office's date.

    Raises:
        Malformed: It begins before today, since dates already promised were reckoned with the old hours; a
            weekday is none or comes twice; Monday to Friday without an opening; an opening that is no
            `HH:MM-HH:MM`, backwards, or overlaps another. The field is `hours_1` to `hours_7`.
    """
    if wish.valid_from < today:
        raise Malformed(field="valid_from", reason="past")
    given = {day.weekday: day.hours for day in wish.days}
    if len(given) < len(wish.days) or not set(given) <= set(WEEK):
        raise Malformed(field="days", reason="unknown")
    return tuple(
        opening._replace(valid_from=wish.valid_from)
        for weekday in WEEK
        for opening in _day(weekday, [text for text in given.get(weekday, []) if text.strip()])
    )


def _day(weekday: int, hours: list[str]) -> tuple[Opening, ...]:
    if not hours and weekday > FRIDAY:
        return ()
    try:
        openings = openings_of(hours, (weekday,))
    except Malformed as refusal:
        reason = "working-day" if refusal.reason == "none" else "opening"
        raise Malformed(field=f"hours_{weekday}", reason=reason) from refusal
    return tuple(opening._replace(counts=weekday <= FRIDAY) for opening in openings)
