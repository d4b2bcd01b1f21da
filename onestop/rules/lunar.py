"""The Vietnamese lunar calendar, as far as holidays need it: a lunar day of months 1 to 10 as a date.

The months begin on the day of the new moon at UTC+7 and month 11 holds the winter solstice; where thirteen
months lie between two solstices, the first without a major solar term is the leap month. New moons and the
sun's longitude follow J. Meeus, Astronomical Algorithms, 2nd ed., chapters 49 and 25: right to about two
minutes of time, which has been enough for every new year from 1976 to 2100 (tests/rules/test_lunar.py).
"""

from datetime import date
from functools import cache
from math import ceil, floor, radians, sin

_MONTHS_A_YEAR = 12.3685
_LEAP_YEAR_MONTHS = 13
_SOLSTICE_SECTOR = 9
"""The sun's longitude at the winter solstice is 270 degrees, the tenth sector of 30."""
_UTC_PLUS_7 = 7 / 24
_JULIAN_DAY_OF_ORDINAL_0 = 1_721_424.5

_Term = tuple[float, int, int, int, int]
# Sine terms of the new moon: days, power of the eccentricity, multiples of the anomalies of sun and moon and
# of the moon's argument of latitude. Smaller ones stay below twenty seconds together.
_TERMS: tuple[_Term, ...] = (
    (-0.40720, 0, 0, 1, 0),
    (0.17241, 1, 1, 0, 0),
    (0.01608, 0, 0, 2, 0),
    (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0),
    (-0.00514, 1, 1, 1, 0),
    (0.00208, 2, 2, 0, 0),
    (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2),
    (0.00056, 1, 1, 2, 0),
    (-0.00042, 0, 0, 3, 0),
    (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2),
    (-0.00024, 1, -1, 2, 0),
)


@cache
def solar(day: int, month: int, year: int) -> date:
    """Find the date of a lunar day, e.g. `solar(1, 1, 2027)` is new year's day (Tết), 6 February 2027.

    Args:
        day: Day of the lunar month, from 1.
        month: An ordinary (not a leap) lunar month, 1 to 10; months 11 and 12 belong to the reckoning of
            the next solstice and no holiday lies in them.
        year: The lunar year, named by the solar year in which it begins.
    """
    first = _month_eleven(year - 1)
    place = month + 1
    if _month_eleven(year) - first == _LEAP_YEAR_MONTHS and place >= _leap_place(first):
        place += 1
    return date.fromordinal(_new_moon_day(first + place) + day - 1)


def _leap_place(first: int) -> int:
    """Find how many months after month 11 the leap month comes: the first in which no sector begins."""
    return next(
        place
        for place in range(1, _LEAP_YEAR_MONTHS)
        if _sector(_new_moon_day(first + place)) == _sector(_new_moon_day(first + place + 1))
    )


@cache
def _month_eleven(year: int) -> int:
    """Number the new moon (0 was on 6 January 2000) that begins the month of that December's solstice."""
    number = ceil((year - 2000) * _MONTHS_A_YEAR) + 9
    while _sector(_new_moon_day(number + 1)) < _SOLSTICE_SECTOR:
        number += 1
    return number


@cache
def _new_moon_day(number: int) -> int:
    """Find the local day (as an ordinal) of a new moon."""
    t = number / 1236.85
    sun = radians(2.5534 + 29.10535670 * number - 0.0000014 * t * t)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * number - 0.0016118 * t * t)
    node = radians(124.7746 - 1.56375588 * number + 0.0020672 * t * t)
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t * t
    at = 2_451_550.09766 + 29.530588861 * number + 0.00015437 * t * t - 0.00017 * sin(node)
    for size, power, of_sun, of_moon, of_latitude in _TERMS:
        at += size * eccentricity**power * sin(of_sun * sun + of_moon * moon + of_latitude * latitude)
    return floor(at - _clock_drift_days(100 * t) + _UTC_PLUS_7 - _JULIAN_DAY_OF_ORDINAL_0)


def _clock_drift_days(years: float) -> float:
    """Tell by how much dynamical time is ahead of the clock, `years` after 2000 (Espenak and Meeus)."""
    return (62.92 + 0.32217 * years + 0.005589 * years * years) / 86_400


def _sector(day: int) -> int:
    """Tell in which sector of 30 degrees the sun stands as a local day begins, 0 to 11."""
    t = (day + _JULIAN_DAY_OF_ORDINAL_0 - _UTC_PLUS_7 - 2_451_545) / 36_525
    anomaly = radians(357.52911 + 35_999.05029 * t - 0.0001537 * t * t)
    longitude = (
        280.46646
        + 36_000.76983 * t
        + 0.0003032 * t * t
        + (1.914602 - 0.004817 * t) * sin(anomaly)
        + 0.019993 * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
        - 0.00569
        - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    )
    return floor(longitude % 360 / 30)
