"""Stretches of time in whole microseconds since 1970: cut at days and half-hours, joined, taken away."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

import msgspec

from onestop.clock import LOCAL
from onestop.model.columns import micros

MINUTE = 60_000_000
HALF_HOUR = 30 * MINUTE
_HOUR = 60 * MINUTE
HALF_HOURS = 48
_OFFSET = 7 * _HOUR
"""Asia/Ho_Chi_Minh is seven whole hours ahead of UTC and changes no clocks, so its half-hours are UTC's."""

Span = tuple[int, int]
"""Begin and end, the end excluded."""


class Day(msgspec.Struct, frozen=True):
    """A local day of a report: where it begins and ends, and until when it is known.

    `until` is the instant of asking on the day that still lasts, and `ends` on a day that is over: what
    nobody ended lasts until then and no longer.
    """

    on: date
    begins: int
    ends: int
    until: int

    @property
    def over(self) -> bool:
        """Whether the day is past."""
        return self.until == self.ends

    def known(self, began: int, ended: int | None) -> Span:
        """Give the part of a stretch that lies in the day and is known; never less than nothing."""
        end = self.until if ended is None else min(ended, self.ends)
        begin = max(began, self.begins)
        return begin, max(begin, end)


def day_of(on: date, as_of: datetime) -> Day:
    """Lay out a local day as it is known at an instant."""
    begins = micros(datetime.combine(on, time(), LOCAL))
    ends = begins + HALF_HOURS * HALF_HOUR
    return Day(on, begins, ends, max(begins, min(ends, micros(as_of))))


def half_hour_of(at: int) -> int:
    """Tell the half-hour of the local day, 0 to 47, in which an instant lies."""
    return (at + _OFFSET) // HALF_HOUR % HALF_HOURS


def by_half_hour(span: Span) -> Iterator[tuple[int, Span]]:
    """Cut a stretch at the half-hours: each one's number in its local day, and the part that lies in it."""
    begin, end = span
    while begin < end:
        cut = min(end, (begin // HALF_HOUR + 1) * HALF_HOUR)
        yield half_hour_of(begin), (begin, cut)
        begin = cut


def total(spans: Iterable[Span]) -> int:
    """Sum lengths."""
    return sum(end - begin for begin, end in spans)


def common(one: Span, others: Iterable[Span]) -> list[Span]:
    """Give what a stretch has in common with each of the others."""
    begin, end = one
    shared = ((max(begin, start), min(end, stop)) for start, stop in others)
    return [(start, stop) for start, stop in shared if start < stop]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Join stretches that meet or overlap."""
    made = list[Span]()
    for begin, end in sorted(spans):
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((begin, end))
    return made


def without(one: Span, others: Iterable[Span]) -> list[Span]:
    """Give what is left of a stretch when the others are taken away."""
    begin, end = one
    left = list[Span]()
    for start, stop in joined(others):
        if stop <= begin or start >= end:
            continue
        if start > begin:
            left.append((begin, start))
        begin = max(begin, stop)
    return [*left, (begin, end)] if begin < end else left
