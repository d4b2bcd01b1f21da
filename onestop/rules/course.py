"""The course of a count in full: the allowance, then each extension, around the pauses; and the legs' ends."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from onestop.errors import LegsDoNotSum
from onestop.model.procedure import AllowanceUnit
from onestop.rules.allowance import Allowance, Amount, exact_amount, plain_amount
from onestop.rules.axes import Axis, Position, SameDay, Start, axis_of, end_of
from onestop.rules.day_table import DayTable
from onestop.rules.local_minute import Minute
from onestop.rules.pauses import Extension, Pause

Leg = Amount | Sequence[Amount]
"""A leg's share of the allowance, in the allowance's unit; several in one place run in parallel."""

_ADDS_UP = {AllowanceUnit.WORKING_DAY, AllowanceUnit.WORKING_HOUR, AllowanceUnit.CLOCK_HOUR}
"""Units in which five and then three is the same as eight. Months and calendar days are not: the first part
may have rolled over a weekend, and it is the day it rolled to that is extended."""


class Stretch(NamedTuple):
    """The allowance, or an extension, counted to its end.

    `end` is a position on the axis, `due` the local minute it stands for; `taken` tells what each pause took.
    """

    axis: Axis
    begin: Start
    end: Position
    due: Minute
    taken: Sequence[Position]
    extension: Extension | None


class _Part(NamedTuple):
    unit: AllowanceUnit
    amount: Fraction
    extension: Extension | None = None


def course_of(
    table: DayTable,
    start: Start,
    allowance: Allowance,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> list[Stretch]:
    """Count an allowance and then its extensions; the last stretch ends when the whole is due.

    An extension adds its own amount in its own unit to the due date before it; one of nothing adds nothing.

    Raises:
        OutOfReach: The table is too short.
    """
    unit = AllowanceUnit.SAME_DAY if allowance.ends_same_day else allowance.unit
    parts = [_Part(unit, allowance.amount)]
    parts += [
        _Part(each.allowance.unit, each.allowance.amount, each)
        for each in extensions
        if each.allowance.amount
    ]
    course = list[Stretch]()
    for together in _counted_together(parts):
        axis = axis_of(together[0].unit, [part.amount for part in together], table, start)
        amount = Fraction(0)
        for part in together:
            amount += part.amount
            end, taken = end_of(axis, amount, pauses)
            course.append(Stretch(axis, start, end, axis.reached(end), taken, part.extension))
        # The minute before, since an office open until 24:00 closes as the next day begins.
        start = Start(course[-1].due, table.place(course[-1].due - 1))
    return course


def leg_ends(
    legs: Sequence[Leg],
    allowance: Allowance,
    course: Sequence[Stretch],
    same_day: SameDay,
    pauses: Sequence[Pause],
) -> tuple[Minute, ...]:
    """Plan the end of each leg, in the order given, parallel ones side by side.

    Ends are cumulative from the start of the whole, so that roundings never add up and the last leg ends
    when the whole is due, extensions included: they are granted to whoever has the dossier last.

    Args:
        legs: The legs' shares; they add up to the allowance, of parallel ones the longest counts.
        allowance: The whole.
        course: The whole as counted.
        same_day: Where a leg of nothing ends that has nothing before it.
        pauses: What does not count.

    Raises:
        LegsDoNotSum: They do not add up.
        AllowanceRefused: A leg that the allowance's unit cannot carry.
    """
    stages = [_side_by_side(leg, allowance.unit) for leg in legs]
    total = sum((max(stage) for stage in stages), Fraction(0))
    if total != allowance.amount:
        raise LegsDoNotSum(whole=plain_amount(allowance.amount), total=plain_amount(total))
    ends = list[Minute]()
    before = Fraction(0)
    for stage in stages:
        for amount in stage:
            reached = before + amount
            if reached == total:
                ends.append(course[-1].due)
            else:
                axis = course[0].axis if reached else same_day
                ends.append(axis.reached(end_of(axis, reached, pauses)[0]))
        before += max(stage)
    return tuple(ends)


def _side_by_side(leg: Leg, unit: AllowanceUnit) -> list[Fraction]:
    several = [leg] if isinstance(leg, Amount) else list(leg)
    return [exact_amount(amount, unit) for amount in several] or [Fraction(0)]


def _counted_together(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Join neighbours in one unit where that is the same as counting one after the other."""
    for unit, group in groupby(parts, lambda part: part.unit):
        if unit in _ADDS_UP:
            yield list(group)
        else:
            yield from ([part] for part in group)
