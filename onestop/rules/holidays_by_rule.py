"""The holidays of a year that nobody has announced yet, reckoned from the law.

Rule:
    Labour Code 45/2019/QH14, art. 112 (one day for the new year, five for Tết, one each for the Hùng kings,
    30 April, 1 May; 2 September with one day beside it; a holiday on a weekend is made up on the next
    working day). Before 2021 Labour Code 10/2012/QH13, art. 115: 2 September alone.
    Resolution 28/2026/QH16: 24 November, from 2026.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.lunar import solar

NEW_YEAR = "Tết Dương lịch"
TET = "Tết Nguyên đán"
HUNG_KINGS = "Giỗ Tổ Hùng Vương"
VICTORY_DAY = "Ngày Chiến thắng 30/4"
LABOUR_DAY = "Quốc tế Lao động 1/5"
NATIONAL_DAY = "Quốc khánh"
CULTURE_DAY = "Ngày Văn hóa Việt Nam"

TET_DAYS = 5
SECOND_NATIONAL_DAY_SINCE = 2021
CULTURE_DAY_SINCE = 2026
SOURCE = "Bộ luật Lao động 2019, điều 112 (tính theo luật, chưa công bố)"

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
# The employer chooses how the five days lie about the first of the lunar year and on which side of
# 2 September the second day falls; every announcement from 2015 to 2026 followed these weekdays.
_ONE_DAY_BEFORE_TET = frozenset({0, 1})  # Monday, Tuesday; else two days before
_DAY_AFTER_2_SEPTEMBER = frozenset({0, 3, 6})  # Monday, Thursday, Sunday; else the day before


@cache
def holidays_of(year: int) -> tuple[CalendarRow, ...]:
    """List the statutory and compensatory days of a year as the rules give them, in order of date.

    Swaps of working days are not among them: they are decided year by year and no rule foretells them.
    """
    statutory = dict(sorted(_statutory(year)))
    made_up = dict[date, str]()
    for day, name in statutory.items():
        if day.weekday() >= _SATURDAY:
            instead = day
            while instead.weekday() >= _SATURDAY or instead in statutory or instead in made_up:
                instead += _ONE_DAY
            made_up[instead] = name
    known_on = date(year, 1, 1)
    return tuple(
        sorted(
            [CalendarRow(on, DayKind.STATUTORY, name, known_on, SOURCE) for on, name in statutory.items()]
            + [CalendarRow(on, DayKind.COMPENSATORY, name, known_on, SOURCE) for on, name in made_up.items()]
        )
    )


def _statutory(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), NEW_YEAR
    yield from ((day, TET) for day in _tet(year))
    yield solar(10, 3, year), HUNG_KINGS
    yield date(year, 4, 30), VICTORY_DAY
    yield date(year, 5, 1), LABOUR_DAY
    national = date(year, 9, 2)
    yield national, NATIONAL_DAY
    if year >= SECOND_NATIONAL_DAY_SINCE:
        after = national.weekday() in _DAY_AFTER_2_SEPTEMBER
        yield national + (_ONE_DAY if after else -_ONE_DAY), NATIONAL_DAY
    if year >= CULTURE_DAY_SINCE:
        yield date(year, 11, 24), CULTURE_DAY


def _tet(year: int) -> Iterator[date]:
    first = solar(1, 1, year)
    begin = first - _ONE_DAY * (1 if first.weekday() in _ONE_DAY_BEFORE_TET else 2)
    return (begin + _ONE_DAY * step for step in range(TET_DAYS))
