"""The days that a list or a report is asked for, as they stand in an address."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from onestop.clock import LOCAL
from onestop.errors import Malformed, RangeTooLong

MOST_DAYS = 366
"""A leap year: the register is one book a year."""
_QUARTER_MONTHS = 3

From = Annotated[str, QueryParameter(name="from", description="First local day, `2026-11-23`.")]
To = Annotated[str, QueryParameter(name="to", description="Last local day, included.")]


class Days(msgspec.Struct, frozen=True):
    """Local days (Asia/Ho_Chi_Minh), both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The instant at which the first day begins."""
        return datetime.combine(self.first, time(), tzinfo=LOCAL)

    @property
    def until(self) -> datetime:
        """The instant at which the last day has ended."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=LOCAL)


def year_so_far(today: date) -> Days:
    """Give the days of the year up to today."""
    return Days(date(today.year, 1, 1), today)


def quarter_so_far(today: date) -> Days:
    """Give the days of the quarter up to today."""
    month = (today.month - 1) // _QUARTER_MONTHS * _QUARTER_MONTHS + 1
    return Days(date(today.year, month, 1), today)


def days_asked(first: str, last: str, usual: Days) -> Days:
    """Read the days that were asked for; what was not told is the usual.

    Raises:
        Malformed: A day that is none, or days in the wrong order.
        RangeTooLong: More than 366 days.
    """
    begin = _day("from", first) if first else usual.first
    end = _day("to", last) if last else max(usual.last, begin)
    if end < begin:
        raise Malformed(field="to", reason="before-first")
    days = (end - begin).days + 1
    if days > MOST_DAYS:
        raise RangeTooLong(days=days, most=MOST_DAYS)
    return Days(begin, end)


def _day(field: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
        datetime.combine(day + timedelta(days=1), time(), tzinfo=LOCAL).timestamp()
    except (ValueError, OverflowError):
        raise Malformed(field=field, reason="date") from None
    return day
