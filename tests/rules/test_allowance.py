"""An allowance is an exact amount in a unit that can carry it, or it is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest

from onestop.errors import AllowanceRefused
from onestop.rules.allowance import Allowance, Amount


@pytest.mark.parametrize("amount", ["0.25", "0.250", Decimal("0.25"), 0.25, Fraction(1, 4)])
def test_a_quarter_is_a_quarter_however_it_is_written(amount: Amount) -> None:
    """Text of a file, decimal of a form, number of a JSON body."""
    assert Allowance(Fraction(1, 4), "working_day") == Allowance(amount, "working_day")


def test_a_tenth_stays_a_tenth() -> None:
    """A binary number is close to 0.1 but is not it; three of them would not be 0.3."""
    assert Fraction(3, 10) == 3 * Allowance(0.1, "working_hour").amount


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (-1, "working_day"),
        ("-0.25", "working_day"),
        ("0.5", "calendar_day"),
        ("0.5", "month"),
        (2, "same_day"),
        ("ten", "working_day"),
        ("", "working_day"),
        ("NaN", "working_day"),
        ("Infinity", "working_hour"),
        ("1e999999999", "working_day"),
        ("1e-999999999", "working_day"),
        ("0.1234567", "working_day"),
        ("9" * 10_000, "working_day"),
        (10_001, "working_day"),
        (481, "month"),
        (10, "fortnight"),
    ],
)
def test_what_no_instrument_could_state_is_refused(amount: Amount, unit: str) -> None:
    """Negative, no number, too fine, longer than forty years, or a unit that cannot carry it."""
    with pytest.raises(AllowanceRefused) as refused:
        Allowance(amount, unit)

    assert len(refused.value.allowance) <= 40
