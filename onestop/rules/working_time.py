"""The working calendar of a centre: which days and minutes count, as known on a day."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from onestop.errors import AllowanceRefused, CalendarOutOfReach
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.day_table import DayTable, OutOfReach
from onestop.rules.holidays_by_rule import holidays_of
from onestop.rules.local_minute import FIRST_YEAR, LAST_YEAR, date_of, instant_of, minute_of
from onestop.rules.opening_hours import MINUTES_A_DAY, DayHours, Opening

__all__ = ["FIRST_YEAR", "LAST_YEAR", "WorkingCalendar"]

_YEARS_BEHIND = 1
_YEARS_AHEAD = 2
_UNKNOWN = "none"

_T = TypeVar("_T")


class WorkingCalendar:
    """The days and hours of one centre, with what was known of them on one day.

    A working day is Monday to Friday not off, or a make-up Saturday. A year is *announced* once its
    1 January is among the rows known; a year that is not is reckoned from the Labour Code, and what rests on
    it is provisional. Of several rows for one date the one known last holds.

    Immutable to those who use it: it may be cached per (centre, version) and shared between threads. It
    covers some years about `as_of` and grows by itself when asked beyond them.

    Rule:
        Labour Code 45/2019/QH14, art. 112; Civil Code 91/2015/QH13, art. 147 and 148.
    """

    def __init__(
        self,
        rows: Iterable[CalendarRow],
        openings: Iterable[Opening],
        *,
        as_of: date,
        return_minute: int | None = None,
    ) -> None:
        """Take what a centre knows of its days.

        Args:
            rows: Days that do not follow their weekday; those known after `as_of` are left out.
            openings: The centre's openings of the week; every Monday to Friday needs some that count.
            as_of: Local date (Asia/Ho_Chi_Minh) of the knowledge.
            return_minute: Minutes after midnight at which results are promised; None is closing time.

        Raises:
            SettingWrong: A working day without hours, or hours that overlap.
        """
        known = sorted((row for row in rows if row.known_on <= as_of), key=lambda row: (row.known_on, row))
        self.as_of = as_of
        self.version = known[-1].known_on.isoformat() if known else _UNKNOWN
        """The newest day on which any of its rows became known, in ISO 8601; `none` where there is no row."""
        self._rows = {row.on: row for row in known}
        self._announced = {
            row.on.year
            for row in known
            if row.kind is DayKind.STATUTORY and (row.on.month, row.on.day) == (1, 1)
        }
        self._openings = tuple(openings)
        self._return_minute = return_minute
        self.table = self._lay_out(as_of.year - _YEARS_BEHIND, as_of.year + _YEARS_AHEAD)
        """The days counted so far. Take it once for a whole reckoning: a wider one may replace it."""

    def last_day(self, received_on: date, working_days: int) -> date:
        """Find the day on which an allowance of working days runs out; the date alone, fast.

        The day of receipt is not counted: 1 day received on a Monday runs out at the end of Tuesday. What
        comes on a day without openings is received on the next that has some. 0 days end on that day
        itself (the 15:00 rule needs an hour and is `reckon`'s business).

        Args:
            received_on: Local date of receipt (Asia/Ho_Chi_Minh), any weekday.
            working_days: Whole days; 0 or more.

        Raises:
            AllowanceRefused: A negative number of days.
            CalendarOutOfReach: The count leads beyond the years of this system.

        Rule:
            Civil Code 91/2015/QH13, art. 147.2.
        """
        table = self.table
        place = received_on.toordinal() - table.first
        if working_days > 0 and 0 <= place < table.size:
            rank = table.day_one[place] + working_days - 1
            if rank < len(table.dates):
                return table.dates[rank]
        return self._last_day_afar(received_on, working_days)

    def is_working_day(self, on: date) -> bool:
        """Tell whether a local date is a working day."""
        return self.consult(lambda table: bool(table.works[table.place(_midnight(on))]))

    def hours_on(self, on: date) -> DayHours:
        """Tell when the centre is open on a local date, and which of it counts, in minutes after midnight."""
        return self.consult(lambda table: table.hours[table.place(_midnight(on))])

    def is_provisional(self, on: date) -> bool:
        """Tell whether the holidays of that year are reckoned from the law, not announced."""
        return on.year not in self._announced

    def received(self, at: datetime) -> datetime:
        """Tell when something handed in at an instant counts as received: at once, or at the next opening.

        17:00 sharp, where the office closes at 17:00, is the next opening. In UTC, seconds dropped.
        """
        minute = minute_of(at)
        return instant_of(self.consult(lambda table: table.received(minute)))

    def is_open(self, at: datetime) -> bool:
        """Tell whether the centre receives at an instant."""
        minute = minute_of(at)
        return self.consult(lambda table: table.received(minute)) == minute

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after one local date up to another, that one included; negative backwards."""
        return self.consult(
            lambda table: (
                table.rank[table.place(_midnight(until)) + 1] - table.rank[table.place(_midnight(after)) + 1]
            )
        )

    def working_minutes_between(self, begin: datetime, end: datetime) -> int:
        """Count the minutes of working time between two instants; negative backwards."""
        since, until = minute_of(begin), minute_of(end)
        return self.consult(lambda table: table.worked(until) - table.worked(since))

    def next_working_day(self, on: date) -> date:
        """Find the first working day after a local date."""
        return self._working_day(on, after=1)

    def previous_working_day(self, on: date) -> date:
        """Find the last working day before a local date."""
        return self._working_day(on, after=0)

    def consult(self, ask: Callable[[DayTable], _T]) -> _T:
        """Ask something of the days, over as many years as the answer needs.

        Raises:
            CalendarOutOfReach: It needs a year before 1976 or after 2199.
        """
        table = self.table
        while True:
            try:
                return ask(table)
            except OutOfReach as beyond:
                table = self._reaching(beyond.ordinal)

    def _reaching(self, ordinal: int) -> DayTable:
        """Lay out more years, at least to that day; kept for those who ask later.

        Two threads may both do so; each has a table wide enough and the last one stays. No harm but work.
        """
        first, last = self.table.years
        year = date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).year
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CalendarOutOfReach(year=year)
        if year < first:
            self.table = self._lay_out(year, last)
        elif year > last:
            self.table = self._lay_out(first, min(max(year, 2 * last - first + 1), LAST_YEAR))
        return self.table

    def _lay_out(self, first_year: int, last_year: int) -> DayTable:
        years = max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR)
        computed = frozenset(range(years[0], years[1] + 1)) - self._announced
        by_rule = {row.on: row for year in sorted(computed) for row in holidays_of(year)}
        return DayTable(
            years=years,
            rows=by_rule | self._rows,
            openings=self._openings,
            return_minute=self._return_minute,
            computed=computed,
            version=self.version,
        )

    def _working_day(self, on: date, *, after: int) -> date:
        """Find the working day before a date (0), or the one after it (1)."""
        place = _midnight(on)
        return self.consult(
            lambda table: table.date(table.working_day(table.rank[table.place(place) + after] - 1 + after))
        )

    def _last_day_afar(self, received_on: date, working_days: int) -> date:
        if working_days < 0:
            raise AllowanceRefused(allowance=str(working_days), unit="working_day")
        if working_days == 0:
            return date_of(self.consult(lambda table: table.received(_midnight(received_on))))

        def ask(table: DayTable) -> date:
            rank = table.day_one[table.place(_midnight(received_on))] + working_days - 1
            return table.date(table.working_day(rank))

        return self.consult(ask)


def _midnight(on: date) -> int:
    return on.toordinal() * MINUTES_A_DAY
