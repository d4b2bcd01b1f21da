"""The ledger of a centre's hall over some days, as reports need it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from onestop.errors import CalendarOutOfReach, NotFound, SettingWrong
from onestop.model.columns import micros
from onestop.rules.hall_report import Attendance, HallLedger, Slip
from onestop.rules.hall_rules import USUAL
from onestop.rules.hall_spans import MINUTE, Day, Span, common, day_of, without
from onestop.rules.hall_transactions import AT_COUNTER, Step, Stop, Transaction, as_meant, transactions_of
from onestop.store.calendar import calendar_of
from onestop.store.tx import Reading

_STEPS = """
SELECT ticket.id, ticket.state, ticket.carried_from_id, ticket.wait_low, ticket.wait_high,
       ticket_period.state, ticket_period.line_id, ticket_period.counter_id, ticket_period.officer_id,
       ticket_period.started_at, ticket_period.ended_at, ticket_period.position, ticket_period.takes_back
FROM ticket JOIN ticket_period ON ticket_period.ticket_id = ticket.id
WHERE ticket.centre_id = :centre AND ticket.day = :day ORDER BY ticket.label, ticket_period.position
"""
_STOPS = """
SELECT ticket_stop.ticket_id, ticket_stop.line_id, ticket_stop.begun_at
FROM ticket JOIN ticket_stop ON ticket_stop.ticket_id = ticket.id
WHERE ticket.centre_id = :centre AND ticket.day = :day AND ticket_stop.begun_at IS NOT NULL
"""
_COUNTERS = """
SELECT counter_period.counter_id, counter_period.officer_id, counter_period.state,
       counter_period.started_at, counter_period.ended_at
FROM counter JOIN counter_period ON counter_period.counter_id = counter.id
WHERE counter.centre_id = :centre AND counter_period.started_at < :ends
  AND (counter_period.ended_at IS NULL OR counter_period.ended_at > :begins)
ORDER BY counter_period.counter_id, counter_period.started_at
"""
_SLIPS = """
SELECT ticket.line_id, print_job.asked_at, print_job.state
FROM print_job JOIN ticket ON ticket.id = print_job.ticket_id
WHERE print_job.centre_id = :centre AND print_job.asked_at >= :begins AND print_job.asked_at < :ends
"""
_BOARDS = """
SELECT board.id, min(device.enrolled_at), board.retired_at
FROM board JOIN device ON device.board_id = board.id
WHERE board.centre_id = :centre GROUP BY board.id, board.retired_at
"""
_CONNECTED = """
SELECT coalesce(device_period.board_id, device.board_id), device_period.started_at, device_period.seen_at,
       device_period.ended_at
FROM device JOIN device_period ON device_period.device_id = device.id
WHERE device.centre_id = :centre AND device.kind = 'board' AND device_period.started_at < :ends
  AND (device_period.ended_at IS NULL OR device_period.ended_at > :begins)
"""
_TARGET = "SELECT service_level_minutes FROM hall_rules WHERE centre_id = :centre"
_FAILED = frozenset({"failed", "paper_out"})
SEEN_MICROS = 2 * MINUTE
"""How long a connection is believed after it was last seen; it is noted about once a minute, maybe late."""


def target_minutes(reading: Reading, centre_id: str) -> int:
    """Tell the wait that the office aims at, in minutes."""
    row = reading.run(_TARGET, centre=centre_id).fetchone()
    return int(row[0]) if row else USUAL.service_level_minutes


def ledger_of(reading: Reading, centre_id: str, first: date, last: date) -> HallLedger:
    """Read what happened in a centre's hall from one local day to another, both included.

    Days without a number taken count in no mean. Days to come are left out.
    """
    transactions, waits, attendances = list[Transaction](), list[Span](), list[Attendance]()
    days = list[Day]()
    for day in _days(reading, first, last):
        steps = _steps(reading, centre_id, day)
        if steps:
            days.append(day)
        transactions += _transactions(reading, centre_id, day, steps)
        waited = [day.known(step.began, step.ended) for step in steps if step.state == "waiting"]
        # What was written before the clock was put back may end after the present instant.
        waits += common((day.begins, day.until), waited)
        attendances += _attendances(reading, centre_id, day, steps)
    begins, ends = day_of(first, reading.now).begins, day_of(last, reading.now).ends
    slips = reading.run(_SLIPS, centre=centre_id, begins=begins, ends=ends).fetchall()
    live, stale = _board_time(reading, centre_id, first, last)
    return HallLedger(
        days=days,
        transactions=transactions,
        waits=waits,
        attendances=attendances,
        slips=[Slip(line, asked_at, state in _FAILED) for line, asked_at, state in slips],
        live=live,
        stale=stale,
    )


def _days(reading: Reading, first: date, last: date) -> Iterator[Day]:
    on = first
    while on <= min(last, reading.today):
        yield day_of(on, reading.now)
        on += timedelta(1)


def _rows(reading: Reading, statement: str, centre_id: str, day: Day) -> list[tuple[object, ...]]:
    return reading.run(statement, centre=centre_id, day=day.on.isoformat()).fetchall()


def _steps(reading: Reading, centre_id: str, day: Day) -> list[Step]:
    """Read the ledger of a day as it was meant, visit by visit."""
    written = (Step._make(row) for row in _rows(reading, _STEPS, centre_id, day))
    by_visit = groupby(written, key=lambda step: step.ticket_id)
    return [step for _, of_visit in by_visit for step in _meant(list(of_visit))]


def _meant(steps: list[Step]) -> list[Step]:
    # Nearly no visit has anything taken back; the rest need not be read twice.
    return as_meant(steps) if any(step.takes_back for step in steps) else steps


def _transactions(reading: Reading, centre_id: str, day: Day, steps: list[Step]) -> Iterator[Transaction]:
    stops = defaultdict[str, list[Stop]](list)
    for ticket, line, begun_at in reading.run(_STOPS, centre=centre_id, day=day.on.isoformat()).fetchall():
        stops[ticket].append((line, begun_at))
    for ticket, of_ticket in groupby(steps, key=lambda step: step.ticket_id):
        yield from transactions_of(list(of_ticket), stops.get(ticket, ()), day)


def _attendances(reading: Reading, centre_id: str, day: Day, steps: list[Step]) -> Iterator[Attendance]:
    present = defaultdict[str, list[Span]](list)
    for step in steps:
        if step.state in AT_COUNTER and step.counter_id is not None:
            present[step.counter_id].append(day.known(step.began, step.ended))
    rows = reading.run(_COUNTERS, centre=centre_id, begins=day.begins, ends=day.ends).fetchall()
    for counter, officer, state, started, ended in rows:
        span = day.known(started, ended)
        yield Attendance(counter, officer, state, span)
        if state == "open":
            for shared in common(span, present[counter]):
                yield Attendance(counter, officer, "busy", shared)


def _board_time(reading: Reading, centre_id: str, first: date, last: date) -> tuple[list[Span], list[Span]]:
    begins, ends = day_of(first, reading.now).begins, day_of(last, reading.now).ends
    connected = defaultdict[str, list[Span]](list)
    now = micros(reading.now)
    for board, started, seen, ended in reading.run(
        _CONNECTED, centre=centre_id, begins=begins, ends=ends
    ).fetchall():
        until = min(now, seen + SEEN_MICROS) if ended is None else ended
        connected[board].append((started, max(started, until)))
    live, stale = list[Span](), list[Span]()
    opened = _opening(reading, centre_id, first, last)
    for board, enrolled_at, retired_at in reading.run(_BOARDS, centre=centre_id).fetchall():
        for span in common((enrolled_at, retired_at or now), opened):
            live.append(span)
            stale += without(span, connected[board])
    return live, stale


def _opening(reading: Reading, centre_id: str, first: date, last: date) -> list[Span]:
    """List the opening hours as far as they are past; none where the calendar cannot be read."""
    try:
        calendar = calendar_of(reading, centre_id)
        return [
            day.known(day.begins + opens * MINUTE, day.begins + closes * MINUTE)
            for day in _days(reading, first, last)
            for opens, closes in calendar.hours_on(day.on).open
        ]
    except (CalendarOutOfReach, NotFound, SettingWrong):
        return []
