"""How long a body may take (thời hạn giải quyết): an amount and the unit it is counted in."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Self

from onestop.errors import AllowanceRefused
from onestop.model.procedure import AllowanceUnit

Amount = Fraction | Decimal | int | float | str

_MOST = {
    AllowanceUnit.WORKING_DAY: 10_000,
    AllowanceUnit.CALENDAR_DAY: 14_600,
    AllowanceUnit.WORKING_HOUR: 80_000,
    AllowanceUnit.CLOCK_HOUR: 350_400,
    AllowanceUnit.MONTH: 480,
    AllowanceUnit.SAME_DAY: 1,
}
"""About forty years in each unit: whoever asks for more has mistyped. The longest of 2,759 allowances of the
national portal (July 2026) is 90 days, or 12 months."""
_WHOLE_ONLY = {AllowanceUnit.CALENDAR_DAY, AllowanceUnit.MONTH, AllowanceUnit.SAME_DAY}
_FINEST = 6
"""Decimals of an amount, and digits before them; more would be no amount that an instrument could state."""
_LONGEST = 40
"""How much of a refused text is told back."""


@dataclass(frozen=True, slots=True, init=False)
class Allowance:
    """An amount and its unit, e.g. 10 working days.

    `amount` is exact. Working days and hours may be fractions (0.25, 1.5); calendar days and months may
    not. `same_day` takes 0 or 1 and means the same; an amount of 0 in any unit means the same day too.
    `whole_days` is the amount where it is a number of whole working days, else 0; `facts` is what a reason
    tells of it. Both are kept because every receipt asks for them.

    Raises:
        AllowanceRefused: Negative, no number, finer than six decimals, longer than forty years, an unknown
            unit, or a unit that cannot carry the amount.
    """

    amount: Fraction
    unit: AllowanceUnit
    whole_days: int = field(compare=False)
    facts: dict[str, Any] = field(compare=False)

    def __init__(self, amount: Amount, unit: AllowanceUnit | str) -> None:
        try:
            known = AllowanceUnit(unit)
        except ValueError:
            raise AllowanceRefused(allowance=str(amount)[:_LONGEST], unit=str(unit)[:_LONGEST]) from None
        exact = exact_amount(amount, known)
        whole = known is AllowanceUnit.WORKING_DAY and exact.denominator == 1
        object.__setattr__(self, "amount", exact)
        object.__setattr__(self, "unit", known)
        object.__setattr__(self, "whole_days", exact.numerator if whole else 0)
        object.__setattr__(self, "facts", {"amount": plain_amount(exact), "unit": known.value})

    def told(self, **more: str | bool) -> Self:
        """Give the same with more that a reason tells of it."""
        same = type(self)(self.amount, self.unit)
        object.__setattr__(same, "facts", {**same.facts, **more})
        return same

    @property
    def ends_same_day(self) -> bool:
        """Tell whether it ends on the day of receipt: its amount is 0, or its unit says so."""
        return self.unit is AllowanceUnit.SAME_DAY or not self.amount


def exact_amount(amount: Amount, unit: AllowanceUnit) -> Fraction:
    """Read an amount exactly: a number, or a text with a decimal point.

    Raises:
        AllowanceRefused: As for `Allowance`.
    """
    try:
        # A decimal first: 1e999999999 is short to write and would take all memory as a fraction.
        exact = amount if isinstance(amount, Fraction) else _exact(Decimal(str(amount)))
    except (InvalidOperation, ValueError):
        raise AllowanceRefused(allowance=str(amount)[:_LONGEST], unit=unit) from None
    if not 0 <= exact <= _MOST[unit] or (unit in _WHOLE_ONLY and exact.denominator != 1):
        raise AllowanceRefused(allowance=plain_amount(exact), unit=unit)
    return exact


def plain_amount(amount: Fraction) -> str:
    """Write an amount with a decimal point, "1.25"; one that has no end as a fraction, "1/3"."""
    digits = Decimal(amount.numerator) / Decimal(amount.denominator)
    return f"{digits:f}" if Fraction(digits) == amount else str(amount)


def _exact(digits: Decimal) -> Fraction:
    if digits.is_finite() and not digits:
        return Fraction(0)
    if not digits.is_finite() or abs(digits.adjusted()) > _FINEST:
        raise InvalidOperation
    exact = Fraction(digits)
    if 10**_FINEST % exact.denominator:
        raise InvalidOperation
    return exact
