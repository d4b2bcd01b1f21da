"""How far the expected wait is right: real arrivals of 164 weekdays at 1/100, beside ahead × mean ÷ counters.

Run: make bench-wait
"""

import math
import sys
import timeit
from collections.abc import Callable, Iterator
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from onestop.rules.estimate import expected_wait, lengths_of
from tests.bench.wait_replay import Draw, Told, days_of_arrivals, real_lengths, replay
from tests.conftest import SHARED

Seconds = NDArray[np.float64]
MEAN = 480.0
"""Seconds at a counter, on average: eight minutes."""
NO_SHOW = 0.05
CLOSE = 0.2
BANDS = ((0, 0), (1, 2), (3, 6), (7, 14), (15, 999))


def drawn(scatter: float, kind: str, *, officers: float) -> Callable[[np.random.Generator], Draw]:
    """Draw lengths of a distribution; officers differ by so much, one in twenty citizens does not come."""

    def make(lots: np.random.Generator) -> Draw:
        pace = lots.uniform(1 - officers, 1 + officers, 64)
        sigma = math.sqrt(math.log(1 + scatter**2))

        def draw(counter: int, _second: float) -> float:
            if lots.random() < NO_SHOW:
                return 90.0
            if kind == "gamma":
                length = lots.gamma(1 / scatter**2, MEAN * scatter**2)
            else:
                length = MEAN * lots.lognormal(-(sigma**2) / 2, sigma)
            return float(length * pace[counter % 64])

        return draw

    return make


def subjects() -> Iterator[tuple[str, Callable[[np.random.Generator], Draw], float]]:
    """Name what is replayed: lengths of several kinds, and real ones in their own order."""
    yield "even lengths (gamma, CV 0.5)", drawn(0.5, "gamma", officers=0.2), MEAN
    yield "uneven lengths (lognormal, CV 0.9)", drawn(0.9, "lognormal", officers=0.2), MEAN
    yield "exponential lengths (CV 1)", drawn(1.0, "gamma", officers=0.0), MEAN
    real = real_lengths(SHARED)
    turn = cycle(real)
    yield (
        "real lengths (applications checked)",
        lambda _: lambda _counter, _second: next(turn),
        float(np.mean(real)),
    )


def figures(told: list[Told]) -> str:
    """Give the figures of those who were told a range while no counter was free."""
    ranged = [one for one in told if one.wait and one.forecast]
    at_once = sum(one.wait is not None and one.forecast is None for one in told)
    truth = np.array([one.truth for one in ranged])
    low, high = np.array([one.forecast.range() for one in ranged if one.forecast]).T
    shown_low, shown_high = np.array([(one.wait.low, one.wait.high) for one in ranged if one.wait]).T * 60
    middle = (shown_low + shown_high) / 2
    naive = np.array([one.naive for one in ranged], dtype=float)
    within, shown = (low <= truth) & (truth <= high), (shown_low <= truth) & (truth <= shown_high)
    unknown = sum(one.wait is None for one in told)
    told_of = (
        f"{len(told):,} numbers: {len(ranged):,} told a range, {at_once:,} called at once, "
        f"{unknown:,} 'chưa đủ dữ liệu' ({unknown / len(told):.1%}); waits of the first: median "
        f"{np.median(truth) / 60:.1f} min, 90th percentile {np.percentile(truth, 90) / 60:.1f} min"
    )
    holds = (
        f"  p20–p80 holds {within.mean():.1%} (below {np.mean(truth < low):.1%}, above "
        f"{np.mean(truth > high):.1%}); as shown in whole minutes {shown.mean():.1%}, "
        f"median width {np.median(shown_high - shown_low) / 60:.0f} min"
    )
    head = f"  {'':<26}{'median error':>14}{'mean error':>14}{'within ±20 %':>15}"
    errors = (
        _errors("middle of the range", middle, truth),
        _errors("ahead × mean ÷ counters", naive, truth),
    )
    ahead = np.array([one.ahead for one in ranged])
    held = []
    for first, last in BANDS:
        chosen = (ahead >= first) & (ahead <= last)
        if chosen.sum() >= 50:
            name = f"{first}+" if last > 900 else f"{first}–{last}" if last > first else str(first)
            held.append(f"{name}: {within[chosen].mean():.0%}")
    return "\n".join([told_of, holds, head, *errors, f"  p20–p80 holds by people ahead: {', '.join(held)}"])


def _errors(name: str, told: Seconds, truth: Seconds) -> str:
    error = np.abs(told - truth)
    close = np.mean(error <= CLOSE * truth)
    return f"  {name:<26}{np.median(error) / 60:>10.2f} min{error.mean() / 60:>10.2f} min{close:>15.1%}"


def cost() -> str:
    """Time one estimate: fifty lengths summed up, eight counters, twenty people ahead."""
    sample = [60.0 + 37 * number % 900 for number in range(50)]
    lengths, serving = lengths_of(sample), [90.0 * number for number in range(8)]
    calls = 2_000
    each = [
        min(timeit.repeat(work, number=calls, repeat=5)) / calls * 1e6
        for work in (
            lambda: lengths_of(sample),
            lambda: expected_wait(lengths, ahead=20, serving=serving, counters=8),
        )
    ]
    return f"one estimate: {each[1]:.0f} µs, and {each[0]:.0f} µs once a minute for the sample"


def main() -> None:
    """Print the figures."""
    if not SHARED.is_dir():
        sys.stdout.write("the real arrivals (../shared) are not beside the project: nothing to replay\n")
        return
    days = days_of_arrivals(SHARED)
    for name, make_draw, mean in subjects():
        sys.stdout.write(
            f"{name}, mean {mean / 60:.1f} min: {figures(list(replay(days, make_draw, mean)))}\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"{cost()}\n")


if __name__ == "__main__":
    main()
