"""Ten thousand deadlines, each found twice: reckoned, and walked minute by minute."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from onestop.clock import LOCAL
from onestop.model.procedure import SupplementRule
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.deadline import Allowance, Extension, Supplement, Suspension, reckon
from onestop.rules.opening_hours import Opening
from onestop.rules.working_time import WorkingCalendar
from tests.rules.minute_walker import Case, Gap, Office, Span, walk, walk_legs

CASES = int(os.environ.get("ONESTOP_ORACLE_CASES", "10000"))
"""More where somebody has the time: a million are some hours."""
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
WINTER = (date(2025, 11, 10), date(2026, 3, 6), {day: [(480, 690), (780, 990)] for day in range(5)})
"""Half an hour later and earlier through one winter."""
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
    """Make offices of every sort of week: with Saturday mornings, winter hours, days off of their own, or none."""
    for week in WEEKS:
        for saturday in ({}, {5: [(450, 690)]}):
            for winter in (None, WINTER):
                more = {FIRST_DAY + timedelta(chance.randrange(DAYS)) for _ in range(chance.randrange(25))}
                off = (TET_AND_SWAPS | more) - MAKEUP
                office = Office(week, saturday, winter, frozenset(off), frozenset(MAKEUP))
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
    if office.winter:
        begin, end, hours = office.winter
        openings += [
            Opening(day + 1, *span, valid_from=begin, valid_to=end)
            for day, spans in hours.items()
            for span in spans
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


def any_legs(chance: random.Random, amount: Fraction, unit: str) -> list[list[Fraction]]:
    """Cut an allowance into the shares of up to five stages, some of them of several agencies at once."""
    if not amount or unit == "same_day" or chance.random() < 0.6:
        return []
    parts = 4 if unit in {"working_day", "working_hour"} else 1
    cuts = sorted(chance.randrange(int(amount * parts) + 1) for _ in range(chance.randrange(5)))
    ends = [Fraction(0), *(Fraction(cut, parts) for cut in cuts), amount]
    stages = [[until - since] for since, until in pairwise(ends)]
    for stage in stages:
        if chance.random() < 0.3:
            stage.append(stage[0] * chance.choice([0, 1]))
    return stages


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
    gaps = any_gaps(chance, received)
    return Case(office, received, amount, unit, gaps, extensions, any_legs(chance, amount, unit))


def reckoned(case: Case, calendar: WorkingCalendar, chance: random.Random) -> tuple[datetime, list[datetime]]:
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
        legs=case.legs,
        supplements=supplements,
        suspensions=suspensions,
        extensions=extensions,
    )
    return _wall(deadline.due_at), [_wall(each) for each in deadline.leg_due_at]


def _wall(at: datetime) -> datetime:
    return at.astimezone(LOCAL).replace(tzinfo=None)


@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_deadlines_are_those_that_walking_finds(part: int) -> None:
    """Hours, half days, Saturdays, winters, Tết, swaps, pauses, restarts, extensions, legs: no minute off."""
    chance = random.Random(SEED + part)  # noqa: S311  seeded, so that a failure comes back
    choice = list(offices(chance))
    for number in range(CASES // PARTS):
        office, calendar = chance.choice(choice)
        case = any_case(chance, office)
        assert reckoned(case, calendar, chance) == (walk(case), walk_legs(case)), (number, case)


def traits(case: Case) -> Iterator[str]:
    """Name what is special about a case."""
    yield case.unit
    yield "fraction" if case.amount.denominator > 1 else "whole"
    yield "legs" if case.legs else "one hand"
    yield from {"parallel legs" for stage in case.legs if len(stage) > 1}
    yield from {f"extension in {unit}" for _, unit, _ in case.extensions}
    yield from {gap.rule for gap in case.gaps}
    until = walk(case)
    days = {case.received.date() + timedelta(step) for step in range((until - case.received).days + 1)}
    yield from {"Tết" for day in days if date(2026, 2, 16) <= day <= date(2026, 2, 20)}
    yield from {"swap" for day in days & {date(2026, 1, 2), date(2026, 8, 31), date(2025, 5, 2)}}
    yield from {"make-up Saturday" for day in days & MAKEUP}
    off = case.office.off
    for gap in case.gaps:
        paused = {gap.begin.date() + timedelta(step) for step in range((gap.end - gap.begin).days + 1)}
        yield from {"pause over a holiday" for day in paused & off if day.weekday() < 5}
    yield "winter hours" if case.office.winter else "one week"
    yield "Saturday mornings" if case.office.receives_too else "shut on Saturday"
    yield "half days" if case.office.hours[4] == [(450, 690)] else "full Fridays"
    yield "received while closed" if not case.office.receives_at(case.received) else "received while open"


def test_everything_that_can_happen_is_drawn() -> None:
    """Of a thousand cases each trait has some thirty at the least, so of ten thousand some three hundred."""
    chance = random.Random(SEED)  # noqa: S311  seeded, as above
    choice = list(offices(chance))
    drawn = Counter[str]()
    for _ in range(1_000):
        office, calendar = chance.choice(choice)
        case = any_case(chance, office)
        drawn.update(set(traits(case)))
        reckoned(case, calendar, chance)
    units = {unit for unit, _, _ in AMOUNTS}
    wanted = units | {f"extension in {unit}" for unit in units - {"same_day"}}
    wanted |= {"fraction", "legs", "parallel legs", "pause", "restart", "Tết", "swap", "make-up Saturday"}
    wanted |= {
        "pause over a holiday",
        "winter hours",
        "Saturday mornings",
        "half days",
        "received while closed",
    }

    assert {trait: drawn[trait] for trait in wanted if drawn[trait] < 30} == {}
