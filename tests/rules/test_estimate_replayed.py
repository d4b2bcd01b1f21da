"""The expected wait on real days of arrivals: how often the range held, and how far its middle was off."""

from pathlib import Path
from statistics import median

import pytest

from tests.bench.bench_wait import MEAN, drawn
from tests.bench.wait_replay import days_of_arrivals, replay

pytestmark = pytest.mark.shared


def test_every_weekday_of_the_file_is_read(shared: Path) -> None:
    """164 weekdays, 27,716 counts, as its README says."""
    days = days_of_arrivals(shared)
    assert (len(days), sum(map(len, days))) == (164, 27_716)


@pytest.mark.parametrize(("scatter", "kind"), [(0.5, "gamma"), (0.9, "lognormal"), (1.0, "gamma")])
def test_three_of_five_waits_end_within_the_range(shared: Path, scatter: float, kind: str) -> None:
    """Over fifteen days with staff that changes by the hour: p20–p80 holds 60 % of the waits, give or take 7."""
    told = list(replay(days_of_arrivals(shared)[:15], drawn(scatter, kind, officers=0.2), MEAN))
    ranges = [(one.forecast.range(), one.truth) for one in told if one.wait and one.forecast]
    held = sum(low <= truth <= high for (low, high), truth in ranges) / len(ranges)
    below = sum(truth < low for (low, _), truth in ranges) / len(ranges)
    above = sum(truth > high for (_, high), truth in ranges) / len(ranges)

    assert len(ranges) > 2_000
    assert 0.53 <= held <= 0.67
    assert abs(below - above) < 0.1


def test_the_middle_of_the_range_is_nearer_than_the_naive_figure(shared: Path) -> None:
    """Its median error is no larger than that of ahead × mean ÷ counters, on the same numbers."""
    told = list(replay(days_of_arrivals(shared)[:15], drawn(0.5, "gamma", officers=0.2), MEAN))
    ours = [abs(sum(one.forecast.range()) / 2 - one.truth) for one in told if one.wait and one.forecast]
    naive = [abs((one.naive or 0) - one.truth) for one in told if one.wait and one.forecast]
    assert median(ours) < median(naive)


def test_little_is_left_untold(shared: Path) -> None:
    """Once ten visits are over, nine in ten numbers and more are told a range."""
    told = list(replay(days_of_arrivals(shared)[:10], drawn(0.9, "lognormal", officers=0.2), MEAN))
    assert sum(one.wait is None for one in told) / len(told) < 0.1
