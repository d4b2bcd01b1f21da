"""Reports of the hall: the ledger of some days, put into rows by line, counter, officer or half-hour."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from onestop.rules.hall_figures import CounterTime, Figures, Group, Queue, figures_of
from onestop.rules.hall_spans import HALF_HOUR, HALF_HOURS, Day, Span, by_half_hour, half_hour_of, total
from onestop.rules.hall_transactions import Transaction


class By(StrEnum):
    """What the rows of a report are."""

    TOTAL = "total"
    LINE = "line"
    COUNTER = "counter"
    OFFICER = "officer"
    HALF_HOUR = "half-hour"


class Attendance(msgspec.Struct, frozen=True):
    """A stretch of a counter and whose it was: `open`, `break`, or `busy` with somebody at it while open."""

    counter_id: str
    officer_id: str
    kind: str
    span: Span


class Slip(msgspec.Struct, frozen=True):
    """A printing: the line of its ticket, when it was asked for, and whether it failed."""

    line_id: str
    asked_at: int
    failed: bool


class HallLedger(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a report is made of, of the days it is about.

    `waits`: stretches of waiting, each within its day. `live`: for each board the stretches in which the
    centre was open; `stale`: those of them without a connected device.
    """

    days: Sequence[Day]
    transactions: Sequence[Transaction]
    waits: Sequence[Span]
    attendances: Sequence[Attendance]
    slips: Sequence[Slip]
    live: Sequence[Span]
    stale: Sequence[Span]


Key = str | int | None
Row = tuple[Key, Figures]
_T = TypeVar("_T")


def report(ledger: HallLedger, by: By, *, target_minutes: int) -> list[Row]:
    """Reckon the rows of a report, each with its key: an id, a half-hour's number, or None.

    With `counter` and `officer` the row without a key holds those who were never called, and is there
    only when there are any; `total` has one row, without a key, always. Sums of counts over the rows of
    any kind are those of `total`.
    """
    groups: dict[Key, Group]
    match by:
        case By.TOTAL:
            groups = {None: _total(ledger)}
        case By.LINE:
            groups = _by_line(ledger)
        case By.COUNTER:
            groups = _by_seat(ledger, lambda each: each.counter_id)
        case By.OFFICER:
            groups = _by_seat(ledger, lambda each: each.officer_id)
        case By.HALF_HOUR:
            groups = dict(_by_half_hour(ledger))
    return [(key, figures_of(group, target_minutes=target_minutes)) for key, group in groups.items()]


def _split(things: Iterable[_T], key: Callable[[_T], Key]) -> defaultdict[Key, list[_T]]:
    groups = defaultdict[Key, list[_T]](list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups


def _time(attendances: Iterable[Attendance]) -> CounterTime:
    kinds = _split(attendances, lambda each: each.kind)
    return CounterTime(*([each.span for each in kinds[kind]] for kind in ("open", "break", "busy")))


def _called(transactions: Sequence[Transaction]) -> list[Transaction]:
    return [each for each in transactions if each.called_at is not None]


def _total(ledger: HallLedger) -> Group:
    return Group(
        began=ledger.transactions,
        called=_called(ledger.transactions),
        closed=ledger.transactions,
        counters=_time(ledger.attendances),
        prints=[slip.failed for slip in ledger.slips],
        boards=(total(ledger.live), total(ledger.stale)),
    )


def _by_line(ledger: HallLedger) -> dict[Key, Group]:
    slips = _split(ledger.slips, lambda each: each.line_id)
    visits = _split(ledger.transactions, lambda each: each.line_id)
    return {
        line: Group(
            began=visits[line],
            called=_called(visits[line]),
            closed=visits[line],
            prints=[slip.failed for slip in slips[line]],
        )
        for line in sorted({*visits, *slips}, key=str)
    }


def _by_seat(ledger: HallLedger, seat: Callable[[Transaction | Attendance], str | None]) -> dict[Key, Group]:
    visits = _split(ledger.transactions, seat)
    times = _split(ledger.attendances, seat)
    return {
        key: Group(
            began=visits[key],
            called=_called(visits[key]),
            closed=visits[key],
            counters=None if key is None else _time(times[key]),
        )
        for key in sorted({*visits, *times}, key=str)
    }


def _by_half_hour(ledger: HallLedger) -> Iterable[tuple[Key, Group]]:
    began = _split(ledger.transactions, lambda each: half_hour_of(each.began_at))
    called = _split(_called(ledger.transactions), lambda each: half_hour_of(each.called_at or 0))
    closed = _split(ledger.transactions, lambda each: half_hour_of(each.closed_at))
    slips = _split(ledger.slips, lambda each: half_hour_of(each.asked_at))
    times = _split(_in_half_hours(ledger.attendances), lambda each: half_hour_of(each.span[0]))
    live, stale = _lengths(ledger.live), _lengths(ledger.stale)
    queues = _queues(ledger)
    for slot in _listed({*began, *called, *slips, *times}, set(closed)):
        yield (
            slot,
            Group(
                began=began[slot],
                called=called[slot],
                closed=closed[slot],
                counters=_time(times[slot]),
                queue=queues[slot],
                prints=[slip.failed for slip in slips[slot]],
                boards=(live[slot], stale[slot]),
            ),
        )


def _listed(work: set[Key], closed: set[Key]) -> list[int]:
    """Name every half-hour of the working day, empty ones too, and those in which something only ended.

    A day that was closed late at night does not fill the evening with empty rows.
    """
    worked = {slot for slot in work if isinstance(slot, int)}
    whole = set(range(min(worked), max(worked) + 1)) if worked else set[int]()
    return sorted(whole | {slot for slot in closed if isinstance(slot, int)})


def _in_half_hours(attendances: Iterable[Attendance]) -> Iterable[Attendance]:
    for each in attendances:
        for _, part in by_half_hour(each.span):
            yield Attendance(each.counter_id, each.officer_id, each.kind, part)


def _lengths(spans: Iterable[Span]) -> defaultdict[Key, int]:
    lengths = defaultdict[Key, int](int)
    for span in spans:
        for slot, (begin, end) in by_half_hour(span):
            lengths[slot] += end - begin
    return lengths


def _queues(ledger: HallLedger) -> dict[Key, Queue]:
    waited, at_start = _lengths(ledger.waits), defaultdict[Key, int](int)
    for span in ledger.waits:
        for slot, (begin, _) in by_half_hour(span):
            at_start[slot] += begin % HALF_HOUR == 0
    days, past = defaultdict[Key, int](int), defaultdict[Key, int](int)
    for day in ledger.days:
        for slot, (begin, end) in by_half_hour((day.begins, day.until)):
            days[slot] += 1
            past[slot] += end - begin
    return {slot: Queue(at_start[slot], days[slot], waited[slot], past[slot]) for slot in range(HALF_HOURS)}
