"""Deadlines a second beside numpy's own count of working days, asked one by one in the same run.

Run: python -m tests.bench.bench_deadline
"""

import sys
import timeit
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from onestop.clock import LOCAL
from onestop.rules.deadline import Allowance, Suspension, reckon
from onestop.rules.working_time import WorkingCalendar
from tests.rules.calendars import HOURS, TODAY, calendar, national_rows

ROUNDS = 7
CALLS = 20_000
BUILDS = 50
RECEIVED = [
    datetime(2026, 1, 5, 9, 30, tzinfo=LOCAL) + timedelta(days=day, minutes=37 * (day % 11))
    for day in range(200)
]
AMOUNTS = [1, 3, 5, 7, 10, 15, 20, 30]


def seconds_each(ask: Callable[[int], Any], calls: int = CALLS) -> float:
    """Time one call: the best of some rounds, since others share the machine."""

    def round_of_calls() -> None:
        for number in range(calls):
            ask(number)

    return min(timeit.repeat(round_of_calls, number=1, repeat=ROUNDS)) / calls


def subjects() -> dict[str, tuple[Callable[[int], Any], int]]:
    """Name what is timed, and how often it is called in a round."""
    centre = calendar(return_minute=16 * 60)
    rows = [row for row in national_rows() if row.on.year >= 2025 and row.on.weekday() < 5]
    busdays = np.busdaycalendar(holidays=[np.datetime64(row.on) for row in rows])
    days = [at.date() for at in RECEIVED]
    stamps = [np.datetime64(day) for day in days]
    utc = [at.astimezone(UTC) for at in RECEIVED]
    allowances = [Allowance(amount, "working_day") for amount in AMOUNTS]
    pause = [[Suspension(at + timedelta(days=2), at + timedelta(days=4))] for at in RECEIVED]
    many, amounts = len(RECEIVED), len(AMOUNTS)
    return {
        "numpy.busday_offset, its own dates": (
            lambda n: np.busday_offset(
                stamps[n % many], AMOUNTS[n % amounts], roll="forward", busdaycal=busdays
            ),
            CALLS,
        ),
        "numpy.busday_offset, dates in and out": (
            lambda n: np.busday_offset(
                days[n % many], AMOUNTS[n % amounts], roll="forward", busdaycal=busdays
            ).item(),
            CALLS,
        ),
        "the date alone": (lambda n: centre.last_day(days[n % many], AMOUNTS[n % amounts]), CALLS),
        "with reasons": (lambda n: reckon(utc[n % many], allowances[n % amounts], centre), CALLS),
        "with a pause and two legs": (
            lambda n: reckon(utc[n % many], allowances[4], centre, legs=(4, 6), suspensions=pause[n % many]),
            CALLS // 10,
        ),
        "a calendar made anew": (
            lambda _: WorkingCalendar(national_rows(), HOURS, as_of=TODAY).is_working_day(date(2026, 11, 24)),
            BUILDS,
        ),
        "a calendar made for one deadline": (
            lambda n: reckon(
                utc[n % many], allowances[4], WorkingCalendar(national_rows(), HOURS, as_of=TODAY)
            ),
            BUILDS,
        ),
    }


def main() -> None:
    """Print calls a second, time of one, and how that compares with numpy's best."""
    taken = {name: seconds_each(ask, calls) for name, (ask, calls) in subjects().items()}
    yardstick = next(iter(taken.values()))
    lines = [f"{'deadlines':<42}{'a second':>12}{'microseconds':>15}{'x numpy':>10}"]
    for name, each in taken.items():
        lines.append(f"{name:<42}{1 / each:>12,.0f}{each * 1e6:>15.2f}{each / yardstick:>10.2f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
