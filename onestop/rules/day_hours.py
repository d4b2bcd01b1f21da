"""The opening hours of every day in a row, holidays and make-up days included."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.opening_hours import CLOSED, FRIDAY, DayHours, Opening, weekday_hours

_WEEK = 7


def hours_by_day(
    first: date, size: int, openings: Sequence[Opening], rows: Mapping[int, CalendarRow]
) -> list[DayHours]:
    """Lay out the hours of `size` days from `first`.

    A day off has none, also where the centre receives on that weekday. A make-up Saturday has the hours of
    that week's Friday: it replaces an ordinary working day, not a Saturday morning.

    Args:
        first: The first day.
        size: How many days.
        openings: The centre's openings.
        rows: Days that do not follow their weekday, by place from `first`.

    Raises:
        SettingWrong: On some working day the centre has no hours, or overlapping ones.
    """
    days = list[DayHours]()
    fridays = dict[int, DayHours]()
    for begin, end in _stretches(first, size, openings):
        week = [weekday_hours(openings, weekday, begin) for weekday in range(1, _WEEK + 1)]
        start, stop = (begin - first).days, (end - first).days
        days += (week * ((stop - start) // _WEEK + 2))[begin.weekday() :][: stop - start]
        fridays |= dict.fromkeys((place for place in rows if start <= place < stop), week[FRIDAY - 1])
    for place, row in rows.items():
        if row.kind is not DayKind.MAKEUP_WORKING:
            days[place] = CLOSED
        elif not days[place].working:
            days[place] = fridays[place]
    return days


def _stretches(first: date, size: int, openings: Sequence[Opening]) -> list[tuple[date, date]]:
    """Cut the days where a generation of hours begins or ends; ends are excluded."""
    after = first + timedelta(size)
    ends = {each.valid_to + timedelta(1) for each in openings if each.valid_to and each.valid_to < after}
    cuts = sorted({opening.valid_from for opening in openings} | ends | {first, after})
    within = [cut for cut in cuts if first <= cut <= after]
    return list(pairwise(within))
