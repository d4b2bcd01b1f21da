"""The figures of the hall: each one's definition, its unit and its reckoning.

Terms are those of the field's vendors (visit, visit transaction, service level, recall, transfer). The
unit of every count is the visit transaction (`rules.hall_transactions`): a visit that is moved once is
one visit and two arrivals. A mean, a share or a percentile of nothing is None, never 0.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, cast

import msgspec

from onestop.rules.hall_spans import MINUTE, Span, total
from onestop.rules.hall_transactions import Outcome, Transaction

_SECOND = 1_000_000
_TENTHS = 10


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    PERCENT = "percent"
    SECONDS = "seconds"
    NUMBER = "number"


def _told(unit: Unit, meaning: str) -> msgspec.Meta:
    return msgspec.Meta(description=meaning, extra_json_schema={"x-unit": unit.value})


_COUNT, _PERCENT, _SECONDS, _NUMBER = Unit.COUNT, Unit.PERCENT, Unit.SECONDS, Unit.NUMBER
Count = int
Share = float | None
Length = float | None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one row of a report; what cannot be told of that kind of row is None."""

    visits: Annotated[int, _told(_COUNT, "Visits whose first transaction is counted here.")]
    arrived: Annotated[int, _told(_COUNT, "Transactions begun: numbers taken, and visits moved in.")]
    carried_in: Annotated[int, _told(_COUNT, "Arrived that were carried over from an earlier day.")]
    called: Annotated[int, _told(_COUNT, "Transactions called at least once.")]
    served: Annotated[int, _told(_COUNT, "Ended at the counter, or gone on to the visit's next stop.")]
    no_show: Annotated[int, _told(_COUNT, "Called, did not come, and the day is over or was closed.")]
    absent: Annotated[int, _told(_COUNT, "Called, not there so far; may still come back today.")]
    left: Annotated[int, _told(_COUNT, "Went away before being served, and it was noted.")]
    unserved: Annotated[int, _told(_COUNT, "Still waiting or held when the day was closed.")]
    transferred: Annotated[int, _told(_COUNT, "Moved to another line, or from one counter to another.")]
    present: Annotated[int, _told(_COUNT, "Not ended: waiting, at a counter, or held.")]
    no_show_percent: Annotated[Share, _told(_PERCENT, "no_show of arrived.")]
    left_percent: Annotated[Share, _told(_PERCENT, "left of arrived.")]
    transfers_per_visit: Annotated[Share, _told(_NUMBER, "transferred by visits.")]
    wait_mean: Annotated[
        Length, _told(_SECONDS, "Of those called: the sum of all WAITING periods, returns too; mean.")
    ]
    wait_median: Annotated[Length, _told(_SECONDS, "The same; the middle one, or the mean of the two.")]
    wait_p90: Annotated[Length, _told(_SECONDS, "The same; the shortest that nine in ten do not exceed.")]
    wait_longest: Annotated[Length, _told(_SECONDS, "The same; the longest.")]
    within_target: Annotated[int, _told(_COUNT, "Called whose wait is not above the service level.")]
    within_target_percent: Annotated[Share, _told(_PERCENT, "within_target of called.")]
    service_mean: Annotated[
        Length, _told(_SECONDS, "Of those served: CALLED and SERVING together, walking included; mean.")
    ]
    service_median: Annotated[Length, _told(_SECONDS, "The same; the middle one, or the mean of the two.")]
    service_p90: Annotated[Length, _told(_SECONDS, "The same; the shortest that nine in ten do not exceed.")]
    held: Annotated[int, _told(_COUNT, "Transactions set aside at least once.")]
    hold_mean: Annotated[Length, _told(_SECONDS, "Of those held: the sum of HELD periods; mean.")]
    recalls: Annotated[int, _told(_COUNT, "Calls repeated while the person had not come.")]
    recalls_per_called: Annotated[Share, _told(_NUMBER, "recalls by called.")]
    range_told: Annotated[int, _told(_COUNT, "Called in their first line who had been told a range.")]
    range_kept_percent: Annotated[Share, _told(_PERCENT, "Of those, first wait within the range told.")]
    counter_open: Annotated[Length, _told(_SECONDS, "Counters open, by the opening ledger.")]
    counter_break: Annotated[Length, _told(_SECONDS, "Counters on a break, by the opening ledger.")]
    counter_busy: Annotated[Length, _told(_SECONDS, "CALLED and SERVING at a counter while it was open.")]
    occupancy_percent: Annotated[Share, _told(_PERCENT, "counter_busy of counter_open.")]
    waiting_at_start: Annotated[
        Share, _told(_NUMBER, "People waiting as the half-hour begins; over several days the mean.")
    ]
    waiting_mean: Annotated[
        Share, _told(_NUMBER, "People waiting, mean over the half-hour as far as it is past.")
    ]
    print_jobs: Annotated[int | None, _told(_COUNT, "Slips asked for, reprints too.")]
    print_failures: Annotated[int | None, _told(_COUNT, "Of those, failed or stopped for want of paper.")]
    print_failure_percent: Annotated[Share, _told(_PERCENT, "print_failures of print_jobs.")]
    board_stale_percent: Annotated[
        Share, _told(_PERCENT, "Of the opening hours of all boards, those without a connected device.")
    ]


UNITS: dict[str, Unit] = {
    field.name: Unit(field.type.extra_json_schema["x-unit"])
    for field in cast("Any", msgspec.inspect.type_info(Figures)).fields
}
"""The unit of each figure, in the order in which reports show them."""


class CounterTime(msgspec.Struct, frozen=True):
    """What the opening ledger says: stretches open, on a break, and with somebody at the open counter."""

    open: Sequence[Span]
    paused: Sequence[Span]
    busy: Sequence[Span]


class Queue(msgspec.Struct, frozen=True):
    """People waiting in one half-hour of the day, summed over days.

    `at_start` and `days` are of those days on which the half-hour has begun; `waited` and `past` are the
    microseconds waited in it by all, and those of it that are past.
    """

    at_start: int
    days: int
    waited: int
    past: int


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What one row of a report is about: transactions that began, were first called, or ended in it."""

    began: Sequence[Transaction]
    called: Sequence[Transaction]
    closed: Sequence[Transaction]
    counters: CounterTime | None = None
    queue: Queue | None = None
    prints: Sequence[bool] | None = None
    """For each slip whether it failed."""
    boards: tuple[int, int] | None = None
    """Microseconds that boards should have been live, and of those without a connected device."""


def share(part: float, whole: float, *, times: int = 1) -> float | None:
    """Divide once; None where there is nothing to divide by."""
    return times * part / whole if whole else None


def percent(part: int, whole: int) -> float | None:
    """Tell a share in hundredths."""
    return share(part, whole, times=100)


def mean(lengths: Sequence[int]) -> float | None:
    """Tell the mean of microseconds in seconds."""
    return share(sum(lengths), len(lengths) * _SECOND)


def median(lengths: Sequence[int]) -> float | None:
    """Tell the middle of sorted microseconds in seconds; of an even number the mean of the middle two."""
    if not lengths:
        return None
    low, high = lengths[(len(lengths) - 1) // 2], lengths[len(lengths) // 2]
    return (low + high) / (2 * _SECOND)


def p90(lengths: Sequence[int]) -> float | None:
    """Tell the nearest-rank 90th percentile of sorted microseconds in seconds: a wait that somebody had."""
    if not lengths:
        return None
    rank = -(-9 * len(lengths) // _TENTHS)
    return lengths[rank - 1] / _SECOND


def figures_of(group: Group, *, target_minutes: int) -> Figures:
    """Reckon every figure of a row.

    Args:
        group: What the row is about.
        target_minutes: The service level: the wait that the office aims at.
    """
    return Figures(
        **_counts(group),
        **_waits(group.called, target_minutes * MINUTE),
        **_services(group.closed),
        **_counters(group.counters),
        **_rest(group),
    )


def _counts(group: Group) -> dict[str, Any]:
    ends = dict.fromkeys(Outcome, 0)
    for each in group.closed:
        ends[each.outcome] += 1
    arrived, visits = len(group.began), sum(each.first for each in group.began)
    return {
        "visits": visits,
        "arrived": arrived,
        "carried_in": sum(each.carried for each in group.began),
        **{str(outcome): count for outcome, count in ends.items()},
        "no_show_percent": percent(ends[Outcome.NO_SHOW], arrived),
        "left_percent": percent(ends[Outcome.LEFT], arrived),
        "transfers_per_visit": share(ends[Outcome.TRANSFERRED], visits),
    }


def _waits(called: Sequence[Transaction], target: int) -> dict[str, Any]:
    waits = sorted(each.wait for each in called)
    within = sum(wait <= target for wait in waits)
    recalls = sum(each.recalls for each in called)
    promised = [each.range_kept for each in called if each.range_kept is not None]
    return {
        "called": len(called),
        "wait_mean": mean(waits),
        "wait_median": median(waits),
        "wait_p90": p90(waits),
        "wait_longest": waits[-1] / _SECOND if waits else None,
        "within_target": within,
        "within_target_percent": percent(within, len(called)),
        "recalls": recalls,
        "recalls_per_called": share(recalls, len(called)),
        "range_told": len(promised),
        "range_kept_percent": percent(sum(promised), len(promised)),
    }


def _services(closed: Sequence[Transaction]) -> dict[str, Any]:
    services = sorted(each.service for each in closed if each.outcome == Outcome.SERVED)
    holds = [each.hold for each in closed if each.held]
    return {
        "service_mean": mean(services),
        "service_median": median(services),
        "service_p90": p90(services),
        "held": len(holds),
        "hold_mean": mean(holds),
    }


def _counters(time: CounterTime | None) -> dict[str, Any]:
    if time is None:
        return dict.fromkeys(("counter_open", "counter_break", "counter_busy", "occupancy_percent"))
    opened, busy = total(time.open), total(time.busy)
    return {
        "counter_open": opened / _SECOND,
        "counter_break": total(time.paused) / _SECOND,
        "counter_busy": busy / _SECOND,
        "occupancy_percent": percent(busy, opened),
    }


def _rest(group: Group) -> dict[str, Any]:
    queue, prints, boards = group.queue, group.prints, group.boards
    return {
        "waiting_at_start": share(queue.at_start, queue.days) if queue else None,
        "waiting_mean": share(queue.waited, queue.past) if queue else None,
        "print_jobs": None if prints is None else len(prints),
        "print_failures": None if prints is None else sum(prints),
        "print_failure_percent": None if prints is None else percent(sum(prints), len(prints)),
        "board_stale_percent": percent(boards[1], boards[0]) if boards else None,
    }
