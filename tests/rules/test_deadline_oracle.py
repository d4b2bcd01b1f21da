"""Ten thousand deadlines, each found twice: reckoned, and walked minute by minute."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from onestop.clock import LOCAL
from onestop.model.procedure import SupplementRule
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.deadline import Allowance, Extension, Supplement, Suspension, reckon
from onestop.rules.opening_hours import Opening
from onestop.rules.working_time import WorkingCalendar
from tests.rules.minute_walker import Case, Gap, Office, Span, walk

CASES = 10_000
SEED = 20261123
PARTS = 10
FIRST_DAY = date(2025, 1, 2)
DAYS = 690

DEFAULT: list[Span] = [(450, 690), (810, 1020)]
WEEKS: list[dict[int, list[Span]]] = [
    dict.fromkeys(range(5), DEFAULT),
    {day: [(450, 690), (780, 1020)] for day in range(5)},
    {day: DEFAULT if day < 4 else [(450, 690)] for day in range(5)},
    {day: [(480, 720)] if day == 2 else [(420, 660), (840, 1020)] for day in range(5)},
    {day: [(480, 600), (615, 700), (790, 1000)] for day in range(5)},
]
TET_AND_SWAPS = {
    date(2025, 1, 1), date(2025, 1, 27), date(2025, 1, 28), date(2025, 1, 29), date(2025, 1, 30),
    date(2025, 1, 31), date(2025, 4, 7), date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2),
    date(2025, 9, 1), date(2025, 9, 2), date(2026, 1, 1), date(2026, 1, 2), date(2026, 2, 16),
    date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19), date(2026, 2, 20), date(2026, 4, 26),
    date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1),
    date(2026, 9, 2), date(2026, 11, 24), date(2027, 1, 1), date(2028, 1, 1), date(2029, 1, 1),
}  # fmt: skip
MAKEUP = {date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}


AMOUNTS = [
    ("working_day", [0, 1, 1, 2, 3, 5, 7, 10, 15, 20, 30], [1]),
    ("working_day", [1, 2, 3, 4, 5, 6, 8, 10], [1]),
    ("working_day", [1, 2, 3, 5, 6, 7, 9], [2, 4, 8]),
    ("working_hour", [1, 2, 3, 4, 7, 15, 16, 17, 24], [1, 1, 2]),
    ("calendar_day", [1, 3, 7, 14, 30, 45], [1]),
    ("month", [1, 2, 3], [1]),
    ("clock_hour", [1, 24, 48], [1]),
    ("same_day", [0, 1], [1]),
]
"""Units with the amounts and the parts to draw from."""


def offices(chance: random.Random) -> Iterator[tuple[Office, WorkingCalendar]]:
    """Make offices of every sort of week, some open on Saturday mornings, some with days off of their own."""
    for week in WEEKS:
        for saturday in ({}, {5: [(450, 690)]}):
            for _ in range(2):
                more = {FIRST_DAY + timedelta(chance.randrange(DAYS)) for _ in range(chance.randrange(25))}
                off = (TET_AND_SWAPS | more) - MAKEUP
                office = Office(week, saturday, frozenset(off), frozenset(MAKEUP))
                yield office, engine_calendar(office)


def engine_calendar(office: Office) -> WorkingCalendar:
    """Tell the engine what the walker was told."""
    known = date(2025, 1, 1)
    rows = [CalendarRow(day, DayKind.STATUTORY, "nghỉ", known) for day in office.off]
    rows += [CalendarRow(day, DayKind.MAKEUP_WORKING, "làm bù", known) for day in office.makeup]
    openings = [Opening(day + 1, *span) for day, spans in office.hours.items() for span in spans]
    openings += [
        Opening(day + 1, *span, counts=False) for day, spans in office.receives_too.items() for span in spans
    ]
    return WorkingCalendar(rows, openings, as_of=date(2026, 12, 31))


def any_minute(chance: random.Random, first: date, days: int) -> datetime:
    """Pick a minute, mostly of the day, sometimes of the night, often a turn of the hours."""
    minute = (
        chance.choice([450, 690, 810, 900, 901, 990, 1019, 1020, 300, 1200, 0])
        if chance.random() < 0.3
        else chance.randrange(400, 1080)
    )
    return datetime.combine(first, datetime.min.time()) + timedelta(
        days=chance.randrange(days), minutes=minute
    )


def any_amount(chance: random.Random) -> tuple[Fraction, str]:
    """Pick an allowance, near to what procedures state."""
    unit, numbers, parts = chance.choice(AMOUNTS)
    return Fraction(chance.choice(numbers), chance.choice(parts)), unit


def any_gaps(chance: random.Random, received: datetime) -> list[Gap]:
    """Pick up to three stretches in a row, none over another, some within one day, some over a holiday."""
    gaps = list[Gap]()
    begin = received + timedelta(minutes=chance.randrange(60 * 24 * 6))
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        length = chance.choice([0, 30, 200, 1440, 60 * 24 * 5, 60 * 24 * 16])
        end = begin + timedelta(minutes=chance.randrange(length + 1))
        gaps.append(Gap(begin, end, "restart" if chance.random() < 0.15 else "pause"))
        begin = end + timedelta(minutes=chance.choice([0, 1, 600, 60 * 24 * 4]))
    return gaps


def any_case(chance: random.Random, office: Office) -> Case:
    """Pick a whole case."""
    received = any_minute(chance, FIRST_DAY, DAYS)
    amount, unit = any_amount(chance)
    extensions = list[tuple[Fraction, str, datetime | None]]()
    decided = received
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        more, more_unit = any_amount(chance)
        decided += timedelta(minutes=1 + chance.randrange(60 * 24 * 5))
        if more_unit != "same_day":
            extensions.append((more, more_unit, decided))
    return Case(office, received, amount, unit, any_gaps(chance, received), extensions)


def reckoned(case: Case, calendar: WorkingCalendar, chance: random.Random) -> datetime:
    """Ask the engine, with everything entered in whatever order and a pause by any of its names."""
    supplements, suspensions = list[Supplement](), list[Suspension]()
    for gap in case.gaps:
        begin, end = gap.begin.replace(tzinfo=LOCAL), gap.end.replace(tzinfo=LOCAL)
        if gap.rule == "restart":
            supplements.append(Supplement(begin, end))
        elif chance.random() < 0.5:
            suspensions.append(Suspension(begin, end))
        else:
            rule = chance.choice([SupplementRule.PAUSE, SupplementRule.NOT_COUNTED])
            supplements.append(Supplement(begin, end, rule))
    extensions = [
        Extension(Allowance(more, unit), decided.replace(tzinfo=LOCAL) if decided else None)
        for more, unit, decided in case.extensions
    ]
    for entered in (supplements, suspensions, extensions):
        chance.shuffle(entered)
    deadline = reckon(
        case.received.replace(tzinfo=LOCAL),
        Allowance(case.amount, case.unit),
        calendar,
        supplements=supplements,
        suspensions=suspensions,
        extensions=extensions,
    )
    return deadline.due_at.astimezone(LOCAL).replace(tzinfo=None)


@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_deadlines_are_those_that_walking_finds(part: int) -> None:
    """Hours, half days, Saturday mornings, Tết, swaps, pauses over holidays, restarts, extensions: no minute off."""
    chance = random.Random(SEED + part)  # noqa: S311  seeded, so that a failure comes back
    choice = list(offices(chance))
    for number in range(CASES // PARTS):
        office, calendar = chance.choice(choice)
        case = any_case(chance, office)
        assert reckoned(case, calendar, chance) == walk(case), (number, case)
