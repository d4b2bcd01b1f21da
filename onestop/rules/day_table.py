"""The days of some years in a row, counted once, so that no reckoning counts them again."""

from bisect import bisect_left
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, chain, compress, repeat
from math import ceil

from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.day_hours import hours_by_day
from onestop.rules.days_off import DaysOff
from onestop.rules.local_minute import Minute, instant_of
from onestop.rules.opening_hours import MINUTES_A_DAY, Opening

_WEEK = 7


class OutOfReach(LookupError):
    """A day before or after those of the table was asked for; a wider table may know it."""

    def __init__(self, ordinal: int) -> None:
        super().__init__(ordinal)
        self.ordinal = ordinal


class Instants(dict[int, datetime]):
    """Instants by rank, each made once: results of one morning are due on the same few days."""

    def __init__(self, minute: Callable[[int], Minute]) -> None:
        super().__init__()
        self._minute = minute

    def __missing__(self, rank: int) -> datetime:
        self[rank] = instant = instant_of(self._minute(rank))
        return instant


class DayTable:
    """Every day from 1 January of one year to 31 December of another.

    A day is named by its *place* (0 is the first 1 January), a working day also by its *rank* among them.
    The lists are read only, built by list arithmetic rather than by walking the days, and each when it is
    first asked for: a preview with hours of its own builds a table for a single answer.
    """

    def __init__(
        self,
        *,
        years: tuple[int, int],
        rows: Mapping[date, CalendarRow],
        openings: Sequence[Opening],
        return_minute: int | None,
        computed: Container[int],
        version: str,
    ) -> None:
        begin = date(years[0], 1, 1)
        self.years = years
        self.version = version
        self.first = begin.toordinal()
        """The ordinal of place 0."""
        self.size = date(years[1], 12, 31).toordinal() - self.first + 1
        self.return_minute = return_minute
        self.computed = computed
        """Years whose holidays are reckoned from the law, since nobody has announced them."""
        places = {on.toordinal() - self.first: row for on, row in rows.items()}
        self.rows = {place: row for place, row in sorted(places.items()) if 0 <= place < self.size}
        """Days that do not follow their weekday, by place."""
        self.hours = hours_by_day(begin, self.size, openings, self.rows)
        """What receives and what counts, by place."""

        works = bytearray((b"\1\1\1\1\1\0\0" * (self.size // _WEEK + 2))[begin.weekday() :][: self.size])
        for place, row in self.rows.items():
            works[place] = row.kind is DayKind.MAKEUP_WORKING
        self.works = bytes(works)
        """1 for a working day, 0 for any other, by place."""
        self.rank = list(accumulate(works, initial=0))
        """How many working days lie before a place."""
        self.working = list(compress(range(self.size), works))
        """The places of working days, by rank."""

    @cached_property
    def dates(self) -> list[date]:
        """The working days, by rank."""
        return [date.fromordinal(self.first + place) for place in self.working]

    @cached_property
    def open(self) -> list[int]:
        """The places of days that receive, in order."""
        return [place for place, day in enumerate(self.hours) if day.open]

    @cached_property
    def minutes(self) -> list[int]:
        """How many minutes of working time lie before a place."""
        return list(accumulate((day.minutes for day in self.hours), initial=0))

    @cached_property
    def closes_at(self) -> Instants:
        """Closing time, by rank."""
        return Instants(lambda rank: self.closing(self.working[rank]))

    @cached_property
    def returns_at(self) -> Instants:
        """The hour set for returns, or closing time where that is earlier, by rank."""
        return Instants(lambda rank: self.returning(self.working[rank]))

    @cached_property
    def day_one(self) -> list[int]:
        """The rank of day 1 for what is handed in on a day, by place.

        Day 1 is the working day after the day of receipt, which is the next day that receives. After the
        last opening of the table it is not known: the rank then lies beyond every working day.
        """
        ranks = [*self.rank[1:], self.size]
        for place in range(self.size - 1, -1, -1):
            if not self.hours[place].open:
                ranks[place] = ranks[place + 1]
        return ranks

    @cached_property
    def unsure(self) -> list[int]:
        """How many days of unannounced years lie before a place."""
        years = range(self.years[0], self.years[1] + 1)
        days = (
            repeat(year in self.computed, (date(year, 12, 31) - date(year, 1, 1)).days + 1) for year in years
        )
        return list(accumulate(chain.from_iterable(days), initial=0))

    @cached_property
    def days_off(self) -> DaysOff:
        """The reasons why days are passed over."""
        return DaysOff(self.first, self.works, self.rows)

    def place(self, minute: Minute) -> int:
        """Find the place of the day in which a minute lies.

        Raises:
            OutOfReach: That day is not in this table.
        """
        place = minute // MINUTES_A_DAY - self.first
        if not 0 <= place < self.size:
            raise OutOfReach(self.first + place)
        return place

    def received(self, minute: Minute) -> Minute:
        """Find when something handed in counts as received: at once, or at the next opening.

        An opening ends before its last instant: what comes at 17:00 sharp comes to a closed door.

        Raises:
            OutOfReach: The table ends before that opening.
        """
        place = self.place(minute)
        of_day = minute % MINUTES_A_DAY
        for opens, closes in self.hours[place].open:
            if of_day < closes:
                return minute if of_day >= opens else minute - of_day + opens
        return self.opening(self.next_open(place + 1))

    def next_open(self, place: int) -> int:
        """Find the first day that receives, this one included.

        Raises:
            OutOfReach: The table ends before it.
        """
        later = bisect_left(self.open, place)
        if later == len(self.open):
            raise OutOfReach(self.first + self.size)
        return self.open[later]

    def opening(self, place: int) -> Minute:
        """Tell when a day that receives first opens."""
        return (self.first + place) * MINUTES_A_DAY + self.hours[place].open[0][0]

    def begins(self, place: int) -> Minute:
        """Tell when working time begins on a working day."""
        return (self.first + place) * MINUTES_A_DAY + self.hours[place].working[0][0]

    def date(self, place: int) -> date:
        """Tell the date of a place."""
        return date.fromordinal(self.first + place)

    def closing(self, place: int) -> Minute:
        """Tell when a day closes: its working time, or what it has of openings where none counts."""
        day = self.hours[place]
        return (self.first + place) * MINUTES_A_DAY + (day.working or day.open)[-1][1]

    def returning(self, place: int) -> Minute:
        """Tell the hour set for returns on a day, or closing time where that is earlier or none is set."""
        closing = self.closing(place)
        if self.return_minute is None:
            return closing
        return min(closing, (self.first + place) * MINUTES_A_DAY + self.return_minute)

    def working_day(self, rank: int) -> int:
        """Find the place of a working day.

        Raises:
            OutOfReach: The table begins after it or ends before it.
        """
        if not 0 <= rank < len(self.working):
            raise OutOfReach(self.first - 1 if rank < 0 else self.first + self.size)
        return self.working[rank]

    def worked(self, minute: Minute) -> int:
        """Count the minutes of working time from the table's beginning to a minute."""
        place = self.place(minute)
        of_day = minute % MINUTES_A_DAY
        spans = self.hours[place].working
        today = sum(min(of_day, closes) - opens for opens, closes in spans if opens < of_day)
        return self.minutes[place] + today

    def shares(self, minute: Minute) -> Fraction:
        """Count the working days from the table's beginning to a minute, the last as a share of its minutes."""
        place = self.place(minute)
        if not self.works[place]:
            return Fraction(self.rank[place])
        today = self.worked(minute) - self.minutes[place]
        return self.rank[place] + Fraction(today, self.hours[place].minutes)

    def after_worked(self, minutes: int) -> Minute:
        """Find the earliest minute by which so many minutes of working time have passed; 1 or more.

        Raises:
            OutOfReach: The table ends before it.
        """
        place = bisect_left(self.minutes, minutes) - 1
        if place >= self.size:
            raise OutOfReach(self.first + self.size)
        return self._within(place, minutes - self.minutes[place])

    def after_shares(self, days: Fraction | int) -> Minute:
        """Find the earliest minute by which so many working days and shares of a day have passed; above 0.

        A share is of that day's own minutes and rounded up to the minute: an allowance is never cut.

        Raises:
            OutOfReach: The table ends before it.
        """
        rank = ceil(days) - 1
        place = self.working_day(rank)
        return self._within(place, ceil((days - rank) * self.hours[place].minutes))

    def _within(self, place: int, minutes: int) -> Minute:
        """Find when so many of a day's own working minutes have passed."""
        for opens, closes in self.hours[place].working:
            if minutes <= closes - opens:
                return (self.first + place) * MINUTES_A_DAY + opens + minutes
            minutes -= closes - opens
        raise OutOfReach(self.first + self.size)
