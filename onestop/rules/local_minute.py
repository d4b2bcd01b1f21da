"""Local minutes: instants as whole numbers, on the wall clock of the office."""

from datetime import UTC, date, datetime, timedelta

from onestop.errors import CalendarOutOfReach, Malformed
from onestop.rules.opening_hours import MINUTES_A_DAY

FIRST_YEAR = 1976
"""Since 1975 every office has kept UTC+7; earlier days are no business of this system."""
LAST_YEAR = 2199

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UTC_PLUS_7 = 7 * 60
"""Minutes by which every office of the country is ahead of UTC; no daylight saving since 1975."""
_EPOCH_MINUTE = EPOCH.toordinal() * MINUTES_A_DAY + UTC_PLUS_7

Minute = int
"""Minutes on the wall clock (Asia/Ho_Chi_Minh); the day's ordinal is `minute // MINUTES_A_DAY`."""


def minute_of(at: datetime) -> Minute:
    """Tell the local minute in which an aware instant lies; seconds are dropped, as the forms drop them.

    Raises:
        Malformed: The instant names no zone, so its hour would be a guess.
        CalendarOutOfReach: It lies before 1976 or after 2199.
    """
    if at.tzinfo is None:
        raise Malformed(field="at", reason="no-zone")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise CalendarOutOfReach(year=at.year)
    since = at - EPOCH
    return since.days * MINUTES_A_DAY + since.seconds // 60 + _EPOCH_MINUTE


def instant_of(minute: Minute) -> datetime:
    """Tell the instant, in UTC, at which a local minute begins."""
    return EPOCH + timedelta(0, (minute - _EPOCH_MINUTE) * 60)


def date_of(minute: Minute) -> date:
    """Tell the local date of a minute."""
    return date.fromordinal(minute // MINUTES_A_DAY)
