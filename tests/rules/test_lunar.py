"""Tết and the Hùng kings' day are found for every year that an office now working will see."""

from datetime import date

import holidays
import pytest

from onestop.rules.lunar import solar


@pytest.mark.parametrize(
    ("year", "new_year"),
    [
        (1985, date(1985, 1, 21)),
        (2007, date(2007, 2, 17)),
        (2030, date(2030, 2, 2)),
        (2053, date(2053, 2, 18)),
    ],
)
def test_tet_is_vietnam_s_where_china_s_falls_on_another_day(year: int, new_year: date) -> None:
    """In these years the new moon falls on different dates at UTC+7 and UTC+8."""
    assert new_year == solar(1, 1, year)


def test_leap_months_before_the_hung_kings_day_are_passed_over() -> None:
    """2023 had a leap second month; 2033 ends with a leap eleventh, which moves the Tết of 2034."""
    assert date(2023, 4, 29) == solar(10, 3, 2023)
    assert date(2034, 2, 19) == solar(1, 1, 2034)


def test_every_year_agrees_with_the_package_of_holidays() -> None:
    """Written from tables there, from the sky here: 1976 to 2100 (the Hùng kings' day since 2007)."""
    listed = holidays.country_holidays("VN", years=range(1976, 2101), language="vi", observed=False)
    new_years = {day for day, name in listed.items() if name == "Tết Nguyên Đán"}
    hung_kings = {day for day, name in listed.items() if name == "Ngày Giỗ Tổ Hùng Vương"}

    assert new_years == {solar(1, 1, year) for year in range(1976, 2101)}
    assert hung_kings == {solar(10, 3, year) for year in range(2007, 2101)}
