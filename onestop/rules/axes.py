"""How each unit counts: an axis on which an allowance is a length and a pause is a gap."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple, Protocol

from onestop.model.procedure import AllowanceUnit
from onestop.rules.day_table import DayTable
from onestop.rules.local_minute import Minute
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.pauses import Pause

CUT_OFF = 15 * 60
"""What is received after 15:00 and due the same day is due the next working day (Law on Civil Status
60/2014/QH13, art. 5.3; certification: Decree 23/2015/NĐ-CP, art. 7; forwarding: Decree 61/2018/NĐ-CP, art. 18).
15:00 sharp is not after it."""

Position = Fraction | int


class Start(NamedTuple):
    """Where a count begins: the minute, and the place of its day, which whole days do not count."""

    minute: Minute
    place: int


class Axis(Protocol):
    """A way of counting: every minute has a position on it, and every position reached is a minute.

    `start` is the position before which nothing is used up. `to_the_minute` tells whether lateness is
    judged at the instant (hours, shares of a day) or at the end of the day.
    """

    start: Position
    to_the_minute: bool

    def length(self, amount: Fraction) -> Position:
        """Tell how far an amount reaches from the start when nothing interrupts it."""
        ...

    def at(self, minute: Minute) -> Position:
        """Tell the position that is used up when a pause begins at a minute, or counted from when it ends."""
        ...

    def is_over(self, end: Position, position: Position) -> bool:
        """Tell whether a count up to `end` is over when a pause begins at `position`."""
        ...

    def reached(self, position: Position) -> Minute:
        """Tell the earliest minute at which a position, beyond the start, is reached."""
        ...


def end_of(axis: Axis, amount: Fraction, pauses: Iterable[Pause]) -> tuple[Position, list[Position]]:
    """Count an amount from the axis' start and leave out pauses, given in order of time.

    A pause that begins when the count is over moves nothing: the days were used up before it.

    Returns:
        The position of the end, and how much each pause took.
    """
    end = axis.start + axis.length(amount)
    taken = list[Position]()
    for pause in pauses:
        begin = max(axis.at(pause.from_), axis.start)
        gap = 0 if axis.is_over(end, begin) else max(axis.at(pause.to), axis.start) - begin
        end += gap
        taken.append(gap)
    return end, taken


class WholeDays:
    """Working days; the day a pause begins on counts as used, the day it ends on does not.

    Shares of a day may be asked for as well (the planned ends of legs): of that day's own minutes.
    """

    to_the_minute = False

    def __init__(self, table: DayTable, start: Start) -> None:
        self._table = table
        self.start: Position = table.rank[start.place + 1]

    def length(self, amount: Fraction) -> Position:
        """One position is one working day."""
        return amount

    def at(self, minute: Minute) -> Position:
        """Working days up to and with the day of that minute."""
        return self._table.rank[self._table.place(minute) + 1]

    def is_over(self, end: Position, position: Position) -> bool:
        """It is over once that many days are used up."""
        return position >= end

    def reached(self, position: Position) -> Minute:
        """A whole number is reached at closing time."""
        return self._table.after_shares(position)


class DayShares(WholeDays):
    """Working days in fractions: from the opening of day 1, pauses to the minute."""

    to_the_minute = True

    def at(self, minute: Minute) -> Position:
        """Working days up to that minute, the last as a share of its own minutes."""
        return self._table.shares(minute)


class SameDay(WholeDays):
    """The day of receipt, or the next working day for what came after 15:00."""

    def __init__(self, table: DayTable, start: Start) -> None:
        super().__init__(table, start)
        self.after_cut_off = start.minute % MINUTES_A_DAY > CUT_OFF
        self._day = table.working_day(table.rank[start.place + 1]) if self.after_cut_off else start.place
        self._plain_end: Position = table.rank[self._day + 1]

    def length(self, amount: Fraction) -> Position:
        """The amount does not matter: it is 0, or 1 in a unit that means the same."""
        del amount
        return self._plain_end - self.start

    def reached(self, position: Position) -> Minute:
        """Closing time, on a Saturday morning that receives too: what is due at once is done there."""
        return self._table.closing(self._day) if position == self._plain_end else super().reached(position)


class WorkingMinutes:
    """Opening hours of working days only, to the minute."""

    to_the_minute = True

    def __init__(self, table: DayTable, start: Start) -> None:
        self._table = table
        self.start: Position = table.worked(start.minute)

    def length(self, amount: Fraction) -> Position:
        """Sixty positions are an hour; a part of a minute counts as one."""
        return ceil(amount * 60)

    def at(self, minute: Minute) -> Position:
        """Minutes of working time up to that minute."""
        return self._table.worked(minute)

    def is_over(self, end: Position, position: Position) -> bool:
        """It is over once that many minutes have passed."""
        return position >= end

    def reached(self, position: Position) -> Minute:
        """The earliest minute, so that an hour that ends at closing time ends that day."""
        return self._table.after_worked(ceil(position))


class ClockMinutes(WorkingMinutes):
    """Hours of the clock, which run through nights and holidays."""

    def __init__(self, table: DayTable, start: Start) -> None:
        super().__init__(table, start)
        self.start = start.minute

    def at(self, minute: Minute) -> Position:
        """Every minute counts."""
        return minute

    def reached(self, position: Position) -> Minute:
        """The minute itself."""
        return ceil(position)


class CalendarDays:
    """Days of the calendar; a last day that is not a working day rolls to the next (Civil Code, art. 148.5)."""

    to_the_minute = False

    def __init__(self, table: DayTable, start: Start) -> None:
        self._table = table
        self.start: Position = start.place

    def length(self, amount: Fraction) -> Position:
        """One position is one day."""
        return amount

    def at(self, minute: Minute) -> Position:
        """The day of that minute."""
        return self._table.place(minute)

    def is_over(self, end: Position, position: Position) -> bool:
        """Until the day it rolls to it is not over: a pause that begins in between still moves it."""
        return position >= self.rolled(end)

    def reached(self, position: Position) -> Minute:
        """Closing time of the last day, or of the working day it rolls to."""
        return self._table.closing(self.rolled(position))

    def rolled(self, position: Position) -> int:
        """Find the place of the first working day from a position."""
        table = self._table
        place = min(int(position), table.size)
        return table.working_day(table.rank[place])


class Months(CalendarDays):
    """Months: the same day of a later month, or its last day where it has no such day."""

    def __init__(self, table: DayTable, start: Start) -> None:
        super().__init__(table, start)
        self._day = date.fromordinal(table.first + start.place)

    def length(self, amount: Fraction) -> Position:
        """As many days as lie between the two."""
        return months_later(self._day, int(amount)).toordinal() - self._day.toordinal()

    def lacks_day(self, amount: Fraction) -> bool:
        """Tell whether the last month has no such day as the one it began on."""
        return months_later(self._day, int(amount)).day < self._day.day


def months_later(day: date, months: int) -> date:
    """Find the same day some months later, or the last day of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_AXES: dict[AllowanceUnit, type[WholeDays | WorkingMinutes | CalendarDays]] = {
    AllowanceUnit.WORKING_DAY: WholeDays,
    AllowanceUnit.CALENDAR_DAY: CalendarDays,
    AllowanceUnit.WORKING_HOUR: WorkingMinutes,
    AllowanceUnit.CLOCK_HOUR: ClockMinutes,
    AllowanceUnit.MONTH: Months,
    AllowanceUnit.SAME_DAY: SameDay,
}


def axis_of(unit: AllowanceUnit, amounts: Iterable[Fraction], table: DayTable, start: Start) -> Axis:
    """Choose the axis for amounts that are counted one after the other in one unit.

    Fractions among working days make the whole count run to the minute.
    """
    if unit is AllowanceUnit.WORKING_DAY and any(amount.denominator > 1 for amount in amounts):
        return DayShares(table, start)
    return _AXES[unit](table, start)
