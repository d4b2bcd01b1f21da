"""The wait that a new number may expect, as an honest range, or nothing where an honest one cannot be told.

Method. Let `c` counters serve the line, and let the citizen be called when the `n`-th visit from now leaves
a counter (`n` = those ahead + 1, less counters that stand free). Counted over all counters, the time until
then is what the present visits still take, plus `n` lengths begun meanwhile, less what the other visits
have left at that moment; so by Wald's identity

    c · E[T] = sum of E[what present visits still take] + n · m - m - (c - 1) · e

with `m` the mean length and `e` = E[S²] / 2m what a visit has left when looked at in passing (the mean
residual life of renewal theory). What a present visit still takes is the mean of the sample's longer lengths
beyond the time it has had. For one counter and for exponential lengths this is exact: n·m / c in the second
case, which mixed over the states of M/M/c gives Erlang's C formula, and the first mixed over those of M/G/1
gives Pollaczek and Khinchine's. The variance adds up likewise: the lengths ahead, what is left of the
present visits, what is left at the other counters at the end (as good as uniform where lengths hardly
differ, nothing where they are exponential), and how little a sample of this size knows of its own mean,
without which ranges of small samples are too narrow. The range is the 20th to the 80th percentile of the
gamma distribution with that mean and variance, by the cube root of Wilson and Hilferty.

Sources: D. R. Cox, *Renewal Theory* (1962), residual life and pooled renewal processes; L. Kleinrock,
*Queueing Systems* I (1975), M/M/c and M/G/1; E. B. Wilson and M. M. Hilferty, *The distribution of
chi-square*, PNAS 17 (1931). The bounds below are the house's, after the practice of call centres, which
keep an announcement back when the sample is small or its coefficient of variation large.

What it does not know: who will come later and go first, breaks that have not begun, the end of the day.
"""

import math
from collections.abc import Sequence

import msgspec

MOST_LENGTHS = 50
"""Lengths looked at, the latest: more would be of another hour and other officers."""
FEWEST_LENGTHS = 10
"""A sample of fewer tells nothing."""
LONGEST_SECONDS = 3 * 60 * 60
"""A longer visit at a counter is one that somebody forgot to end."""
MOST_SCATTER = 1.5
"""The largest coefficient of variation of the lengths (an exponential distribution has 1)."""
WIDEST_MINUTES = 20
"""A range may always be so wide; a wider one must not be wider than its own middle."""
_AT_ONCE_MINUTES = 1
_Z = 0.8416212335729143
"""The standard normal's 80th percentile; the 20th is its opposite."""
_BORROWED = 3
"""Looks in passing that are mixed into what a present visit still takes, where few lengths are longer."""
_ALIKE = 2
"""So many lengths of one stretch of work tell as much of the next as one of no stretch would: officers differ,
and so do hours. Measured, by replaying lengths of clerks at work."""
_LEAST_SHAPE = 0.6
"""Below this the cube root is no approximation any more."""


class Wait(msgspec.Struct, frozen=True):
    """An expected wait: whole minutes from the 20th (`low`, rounded down) to the 80th percentile (`high`, up).

    `sample`: on how many lengths it rests.
    """

    low: int
    high: int
    sample: int


class Forecast(msgspec.Struct, frozen=True):
    """The wait before rounding and judging: mean in seconds, variance in seconds squared."""

    mean: float
    variance: float

    def range(self) -> tuple[float, float]:
        """Give the 20th and 80th percentile of the gamma distribution with these moments, in seconds."""
        if self.mean <= 0:
            return 0.0, 0.0
        shape = max(self.mean**2 / self.variance, _LEAST_SHAPE) if self.variance > 0 else math.inf
        middle, reach = 1 - 1 / (9 * shape), _Z / (3 * math.sqrt(shape))
        return self.mean * max(0.0, middle - reach) ** 3, self.mean * (middle + reach) ** 3


class Lengths(msgspec.Struct, frozen=True):
    """A sample of lengths in seconds and its moments; `left`, `left_squared`: of a visit seen in passing."""

    each: tuple[float, ...]
    mean: float
    variance: float
    left: float
    left_squared: float

    @property
    def scatter(self) -> float:
        """The coefficient of variation."""
        return math.sqrt(self.variance) / self.mean


def lengths_of(seconds: Sequence[float]) -> Lengths | None:
    """Sum up a sample, without what is longer than three hours; None when it is thin or has no length."""
    each = tuple(length for length in seconds if 0 <= length <= LONGEST_SECONDS)
    size, total = len(each), sum(each)
    if size < FEWEST_LENGTHS or total <= 0:
        return None
    mean = total / size
    squares = [length * length for length in each]
    square = sum(squares) / size
    cube = sum(length * squared for length, squared in zip(each, squares, strict=True)) / size
    return Lengths(
        each=each,
        mean=mean,
        variance=max(0.0, square - mean * mean) * size / (size - 1),
        left=square / (2 * mean),
        left_squared=cube / (3 * mean),
    )


def expected_wait(
    lengths: Lengths | None, *, ahead: int, serving: Sequence[float], counters: int, share: float = 1.0
) -> Wait | None:
    """Tell the range in which three of five waits end; None is "chưa đủ dữ liệu".

    Args:
        lengths: How long the line's latest visits stood at a counter, from the call to the end.
        ahead: How many are called before.
        serving: For each visit at these counters now, the seconds since its call.
        counters: How many counters are open for the line, those of `serving` among them.
        share: Which part of these counters' calls goes to the line, above 0, at most 1.
    """
    if lengths is None or lengths.scatter > MOST_SCATTER or counters < 1:
        return None
    told = forecast(lengths, ahead=ahead, serving=serving, counters=counters, share=share)
    if told is None:
        return Wait(0, _AT_ONCE_MINUTES, len(lengths.each))
    low, high = told.range()
    if high - low > max(60.0 * WIDEST_MINUTES, (low + high) / 2):
        return None
    return Wait(math.floor(low / 60), math.ceil(high / 60), len(lengths.each))


def forecast(
    lengths: Lengths, *, ahead: int, serving: Sequence[float], counters: int, share: float = 1.0
) -> Forecast | None:
    """Reckon mean and variance of the wait (arguments as above); None: a counter is free for the citizen.

    A counter that also serves other lines is not a part of a counter: it is as if those called there in
    between stood in this line, so the people ahead are divided by the share.
    """
    serving = serving[:counters]
    free = counters - len(serving)
    leaving = (ahead + 1) / share - free
    if leaving <= 0:
        return None
    further, size = max(leaving, 1.0) - 1, len(lengths.each) / _ALIKE
    still = [_left_after(lengths, elapsed) for elapsed in serving]
    others = counters - 1
    work = further * lengths.mean + sum(mean for mean, _, _ in still) + free * lengths.mean
    mean = (work - others * lengths.left) / counters

    evenness = max(0.0, 1 - lengths.scatter**2)
    luck = further * lengths.variance + others * evenness * lengths.mean**2 / 12
    luck += (sum(variance for _, variance, _ in still) + free * lengths.variance) / counters
    doubt = further**2 * lengths.variance / size + others * (lengths.left * lengths.scatter) ** 2 / size
    doubt += sum(variance / known for _, variance, known in still)
    # Where all present visits are old, the formula may tell a time that has passed; the next visit does not.
    least = lengths.mean / (4 * counters)
    return Forecast(max(mean, least), (luck + doubt) / counters**2)


def _left_after(lengths: Lengths, elapsed: float) -> tuple[float, float, int]:
    """Tell what a visit still takes after so many seconds: mean, variance, and on how many looks they rest."""
    longer = [length - elapsed for length in lengths.each if length > elapsed]
    known = len(longer) + _BORROWED
    mean = (sum(longer) + _BORROWED * lengths.left) / known
    square = (sum(left * left for left in longer) + _BORROWED * lengths.left_squared) / known
    return mean, max(0.0, square - mean * mean), known
