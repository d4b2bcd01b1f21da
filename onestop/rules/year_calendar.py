"""The calendar of a year as people read it: every day that does not follow its weekday."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.holidays_by_rule import holidays_of
from onestop.rules.opening_hours import FRIDAY, Opening, weekday_hours

_SATURDAY = 6


class YearCalendar(NamedTuple):
    """The days of a year, earliest first; `provisional` where nobody has announced them and the law's stand in."""

    year: int
    days: tuple[CalendarRow, ...]
    provisional: bool


class Season(NamedTuple):
    """A stretch in which a centre has other hours; `until` is None where no end is settled."""

    since: date
    until: date | None


class OwnHours(NamedTuple):
    """What a centre's hours have of their own: openings on Saturday that do not count, seasons now or to come."""

    saturday: tuple[tuple[int, int], ...]
    seasons: tuple[Season, ...]


def year_calendar(rows: Iterable[CalendarRow], year: int, as_of: date) -> YearCalendar:
    """Lay out a year as known on a local day: of several rows for a date the one known last.

    A year whose 1 January nobody announced is reckoned from the law; swaps and days announced for it stand.
    """
    known = sorted((row for row in rows if row.known_on <= as_of), key=lambda row: (row.known_on, row))
    latest = {row.on: row for row in known if row.on.year == year}
    announced = latest.get(date(year, 1, 1))
    provisional = announced is None or announced.kind is not DayKind.STATUTORY
    if provisional:
        latest = {row.on: row for row in holidays_of(year)} | latest
    return YearCalendar(year, tuple(latest[on] for on in sorted(latest)), provisional)


def own_hours(openings: Iterable[Opening], today: date) -> OwnHours:
    """Find what of a centre's hours holds beside the working week: Saturdays received on, winter hours."""
    known = [each for each in openings if each.valid_to is None or each.valid_to >= today]
    if not known:
        return OwnHours((), ())
    saturday = weekday_hours(known, _SATURDAY, today).open
    weekdays = [each for each in known if each.weekday <= FRIDAY]
    seasons = {
        Season(each.valid_from, each.valid_to)
        for each in weekdays
        if each.valid_to is not None or each.valid_from > today
    }
    return OwnHours(saturday, tuple(sorted(seasons, key=lambda season: season.since)))
