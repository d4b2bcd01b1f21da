"""The expected wait, against formulas of queueing theory written down here a second time."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.rules.estimate import (
    FEWEST_LENGTHS,
    LONGEST_SECONDS,
    Forecast,
    Lengths,
    Wait,
    expected_wait,
    forecast,
    lengths_of,
)

MEAN = 480.0
SIZE = 4000
RANKS = [(rank + 0.5) / SIZE for rank in range(SIZE)]
"""A sample so large and even that it is as good as the distribution."""


def sample(quantile: Callable[[float], float]) -> Lengths:
    """Give the sample of a distribution by its quantiles."""
    lengths = lengths_of([quantile(rank) for rank in RANKS])
    assert lengths is not None
    return lengths


def exponential() -> Lengths:
    """Give lengths that forget how long they have lasted."""
    return sample(lambda rank: -MEAN * math.log(1 - rank))


def told(lengths: Lengths, ahead: int, serving: list[float], counters: int, share: float = 1.0) -> Forecast:
    """Give the forecast of somebody who has to wait."""
    found = forecast(lengths, ahead=ahead, serving=serving, counters=counters, share=share)
    assert found is not None
    return found


# --- M/M/c ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("counters", [1, 2, 5, 10])
@pytest.mark.parametrize("ahead", [0, 1, 4, 20])
def test_with_exponential_lengths_everybody_ahead_costs_a_mean_over_the_counters(
    counters: int, ahead: int
) -> None:
    """In M/M/c with all counters busy the wait behind `ahead` is (ahead + 1) · mean / counters."""
    ages = [60.0 * desk for desk in range(counters)]
    found = told(exponential(), ahead, ages, counters)
    assert found.mean == pytest.approx((ahead + 1) * MEAN / counters, rel=0.03)


def erlang_within(departures: int, seconds: float, rate: float) -> float:
    """Tell how likely so many departures of a Poisson process have come by then (Erlang's distribution)."""
    x = rate * seconds
    return 1 - sum(math.exp(-x) * x**k / math.factorial(k) for k in range(departures))


@pytest.mark.parametrize("counters", [1, 3, 8])
@pytest.mark.parametrize("ahead", [0, 2, 9, 30])
def test_the_range_is_from_the_20th_to_the_80th_percentile_of_erlang_s_distribution(
    counters: int, ahead: int
) -> None:
    """A fifth of the waits of M/M/c are shorter than the range, a fifth longer."""
    low, high = told(exponential(), ahead, [0.0] * counters, counters).range()
    rate = counters / MEAN
    assert erlang_within(ahead + 1, low, rate) == pytest.approx(0.2, abs=0.03)
    assert erlang_within(ahead + 1, high, rate) == pytest.approx(0.8, abs=0.03)


def erlang_c(counters: int, load: float) -> float:
    """Tell the chance of having to wait, from Erlang's B by its recursion."""
    blocked = 1.0
    for servers in range(1, counters + 1):
        blocked = load * blocked / (servers + load * blocked)
    return counters * blocked / (counters - load * (1 - blocked))


@pytest.mark.parametrize(("counters", "load"), [(1, 0.7), (2, 1.6), (4, 3.2), (10, 8.5)])
def test_over_the_states_of_the_hall_the_mean_wait_is_erlang_s(counters: int, load: float) -> None:
    """Each state's forecast times its probability adds up to C(c, a) · mean / (c - a)."""
    lengths = exponential()
    weights = [load**n / math.factorial(n) for n in range(counters)]
    weights += [
        load**counters / math.factorial(counters) * (load / counters) ** further for further in range(400)
    ]
    mean = 0.0
    for people, weight in enumerate(weights):
        busy, ahead = min(people, counters), max(0, people - counters)
        found = forecast(lengths, ahead=ahead, serving=[0.0] * busy, counters=counters)
        mean += weight / sum(weights) * (found.mean if found else 0.0)
    assert mean == pytest.approx(erlang_c(counters, load) * MEAN / (counters - load), rel=0.02)


# --- M/G/1 ---------------------------------------------------------------------------------------

GENERAL: dict[str, Callable[[float], float]] = {
    "all alike": lambda _rank: MEAN,
    "even from 2 to 14 minutes": lambda rank: 120 + 720 * rank,
    "exponential": lambda rank: -MEAN * math.log(1 - rank),
    "short and long": lambda rank: 180.0 if rank < 0.8 else 1680.0,
}


@pytest.mark.parametrize("kind", GENERAL)
@pytest.mark.parametrize("load", [0.5, 0.9])
def test_over_the_states_of_one_counter_the_mean_wait_is_pollaczek_s_and_khinchine_s(
    kind: str, load: float
) -> None:
    """Lq people ahead on average (Little) and one seen in passing: together λ·E[S²] / 2(1 - ρ)."""
    lengths = sample(GENERAL[kind])
    mean = sum(map(GENERAL[kind], RANKS)) / SIZE
    square = sum(GENERAL[kind](rank) ** 2 for rank in RANKS) / SIZE
    arrivals = load / mean
    stationary = arrivals * square / (2 * (1 - load))

    # Who comes meets a visit in proportion to its length, at any moment of it.
    seen = [
        (length, length * part)
        for length in map(GENERAL[kind], RANKS[::40])
        for part in [0.05 + 0.1 * step for step in range(10)]
    ]
    whole = sum(weight for weight, _ in seen)
    left = sum(weight * told(lengths, 0, [age], 1).mean for weight, age in seen) / whole
    further = told(lengths, 5, [60.0], 1).mean - told(lengths, 4, [60.0], 1).mean

    people_ahead = arrivals * stationary
    assert people_ahead * further + load * left == pytest.approx(stationary, rel=0.03)


def test_one_counter_needs_the_variance_of_each_visit_ahead() -> None:
    """Independent lengths one after the other: their variances add up."""
    lengths = sample(GENERAL["even from 2 to 14 minutes"])
    more = told(lengths, 9, [60.0], 1).variance - told(lengths, 4, [60.0], 1).variance
    assert more == pytest.approx(5 * 720**2 / 12, rel=0.03)


# --- what must hold whatever the sample ------------------------------------------------------------

samples = st.lists(st.floats(30, 3600), min_size=FEWEST_LENGTHS, max_size=60)
ages = st.lists(st.floats(0, 5000), max_size=8)


@given(samples, ages, st.integers(0, 80), st.integers(1, 8), st.floats(0.1, 1))
def test_more_people_ahead_never_shorten_the_wait(
    seconds: list[float], serving: list[float], ahead: int, counters: int, share: float
) -> None:
    """One more ahead: mean and upper end are no lower."""
    lengths = lengths_of(seconds)
    assert lengths is not None
    one = forecast(lengths, ahead=ahead, serving=serving, counters=counters, share=share)
    more = told(lengths, ahead + 9, serving, counters, share)
    if one is not None:
        assert more.mean >= one.mean
        assert more.range()[1] >= one.range()[1] * (1 - 1e-9)


@given(samples, ages, st.integers(0, 80), st.integers(1, 8))
def test_a_counter_more_never_lengthens_the_wait(
    seconds: list[float], serving: list[float], ahead: int, counters: int
) -> None:
    """The same people at the counters and one more counter, free: nobody waits longer on average."""
    lengths = lengths_of(seconds)
    assert lengths is not None
    serving = serving[:counters]
    few = forecast(lengths, ahead=ahead, serving=serving, counters=counters)
    many = forecast(lengths, ahead=ahead, serving=serving, counters=counters + 1)
    if many is not None:
        assert few is not None
        assert many.mean <= few.mean * (1 + 1e-9)


@given(samples, ages, st.integers(0, 80), st.integers(1, 8), st.floats(0.1, 1))
def test_a_range_is_one(
    seconds: list[float], serving: list[float], ahead: int, counters: int, share: float
) -> None:
    """Never negative, never upside down, in whole minutes, and the same again when asked again."""
    lengths = lengths_of(seconds)
    wait = expected_wait(lengths, ahead=ahead, serving=serving, counters=counters, share=share)
    assert wait == expected_wait(lengths, ahead=ahead, serving=serving, counters=counters, share=share)
    if wait is not None:
        assert 0 <= wait.low <= wait.high
        assert wait.sample == len(seconds)


@given(st.lists(st.floats(allow_nan=False) | st.integers(), max_size=30), ages, st.integers(0, 99))
def test_no_sample_makes_it_fail(seconds: list[float], serving: list[float], ahead: int) -> None:
    """Negative, infinite, enormous lengths: an answer or none."""
    expected_wait(lengths_of(seconds), ahead=ahead, serving=serving, counters=2)


# --- when nothing is told ----------------------------------------------------------------------------

USUAL = [300.0, 420.0, 480.0, 540.0, 660.0] * 4


def test_a_usual_morning() -> None:
    """Four ahead, two counters, eight minutes each: a quarter of an hour to twenty minutes."""
    wait = expected_wait(lengths_of(USUAL), ahead=4, serving=[200.0, 400.0], counters=2)
    assert wait == Wait(14, 20, 20)


def test_a_free_counter_calls_at_once() -> None:
    """Nobody ahead and a counter without anybody: no wait to speak of."""
    assert expected_wait(lengths_of(USUAL), ahead=0, serving=[200.0], counters=2) == Wait(0, 1, 20)


def test_a_thin_sample_tells_nothing() -> None:
    """Nine visits are too few; ten are enough."""
    assert lengths_of([480.0] * (FEWEST_LENGTHS - 1)) is None
    assert expected_wait(None, ahead=3, serving=[], counters=1) is None
    assert expected_wait(lengths_of([480.0] * FEWEST_LENGTHS), ahead=3, serving=[], counters=1) is not None


def test_scattered_lengths_tell_nothing() -> None:
    """Nine of a minute and one of two hours: their mean is nobody's length."""
    scattered = lengths_of([60.0] * 18 + [7200.0] * 2)
    assert scattered is not None
    assert expected_wait(scattered, ahead=3, serving=[], counters=1) is None


def test_a_range_as_wide_as_this_tells_nothing() -> None:
    """From 'soon' to 'in an hour and a half' is no answer to give."""
    wide = lengths_of([300.0] * 8 + [5400.0] * 6)
    assert wide is not None
    assert wide.scatter < 1.5
    assert expected_wait(wide, ahead=0, serving=[10.0], counters=1) is None


def test_without_an_open_counter_nothing_is_told() -> None:
    """Before the first officer sits down nobody knows."""
    assert expected_wait(lengths_of(USUAL), ahead=3, serving=[], counters=0) is None


def test_a_visit_that_somebody_forgot_to_end_does_not_count() -> None:
    """Five hours at a counter is a button not pressed; the rest of the sample stands."""
    assert lengths_of([*USUAL, 5 * 3600.0]) == lengths_of(USUAL)
    assert max(USUAL) < LONGEST_SECONDS


def test_lengths_of_nothing_tell_nothing() -> None:
    """Visits ended in the instant of their call say nothing about the next."""
    assert lengths_of([0.0] * 30) is None
