"""A visit's place in its line, and the last rows of its ledger."""

from datetime import datetime
from typing import Any

import msgspec

from onestop.model.columns import instant, micros
from onestop.store.lines import ORDINARY, PRIORITY, turn_row
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading, Tx

_COUNT_AHEAD = """
SELECT count(*) FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting' AND due_turn IS NULL
AND (priority_rank < :rank OR (priority_rank = :rank AND (queued_at, serial) < (:queued, :serial)))
"""
_COUNT_DUE = """
SELECT count(*) FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting' AND due_turn <= :calls
AND id <> :id
"""
_LAST_PERIODS = """
SELECT position, state, line_id, counter_id, officer_id, reason, started_at, ended_at FROM ticket_period
WHERE ticket_id = :ticket ORDER BY position DESC LIMIT 2
"""
_STOPS = """
SELECT position, line_id, begun_at FROM ticket_stop WHERE ticket_id = :ticket ORDER BY position
"""
_PUT_STOP = """
INSERT INTO ticket_stop (ticket_id, position, line_id) VALUES (:ticket, :position, :line)
"""
_BEGIN_STOP = """
UPDATE ticket_stop SET begun_at = :at WHERE ticket_id = :ticket AND position = :position
"""


class Period(msgspec.Struct, frozen=True):
    """A row of a visit's ledger."""

    position: int
    state: str
    line_id: str
    counter_id: str | None
    officer_id: str | None
    reason: str | None
    started_at: datetime
    ended_at: datetime | None


class Stop(msgspec.Struct, frozen=True):
    """A further service of a visit, and whether it was begun."""

    position: int
    line_id: str
    begun: bool


def ahead_of(reading: Reading, ticket: TicketRow) -> int:
    """Count who is called before; 0 for a visit that waits no more.

    Of who stands back it is the calls still to be made, or all others who wait where those are fewer.
    """
    if ticket.state != "waiting":
        return 0
    turn = turn_row(reading, ticket.waits_in_id, ticket.day)
    if ticket.due_turn is not None:
        return max(0, min(ticket.due_turn - turn.calls, turn.waiting - 1))
    known = {"line": ticket.waits_in_id, "day": ticket.day.isoformat()}
    before = reading.run(
        _COUNT_AHEAD,
        **known,
        rank=PRIORITY if ticket.priority else ORDINARY,
        queued=micros(ticket.queued_at),
        serial=ticket.serial,
    ).fetchone()
    due = reading.run(_COUNT_DUE, **known, calls=turn.calls, id=ticket.id).fetchone()
    return int(before[0]) + int(due[0])


def last_periods(reading: Reading, ticket_id: str) -> list[Period]:
    """Read the last two rows of a visit's ledger, the latest first."""
    rows = reading.run(_LAST_PERIODS, ticket=ticket_id).fetchall()
    return [_period(row) for row in rows]


def _period(row: tuple[Any, ...]) -> Period:
    position, state, line_id, counter_id, officer_id, reason, started_at, ended_at = row
    ended = None if ended_at is None else instant(ended_at)
    return Period(position, state, line_id, counter_id, officer_id, reason, instant(started_at), ended)


def stops(reading: Reading, ticket_id: str) -> list[Stop]:
    """List the further services of a visit in their order."""
    return [
        Stop(row[0], row[1], row[2] is not None) for row in reading.run(_STOPS, ticket=ticket_id).fetchall()
    ]


def put_stop(tx: Tx, ticket_id: str, position: int, line_id: str) -> None:
    """Add a service to a visit; the ticket is held by whoever adds it, so the position is free."""
    tx.run(_PUT_STOP, ticket=ticket_id, position=position, line=line_id)


def begin_stop(tx: Tx, ticket_id: str, position: int, *, begun: datetime | None) -> None:
    """Note that a visit goes on at a stop, or with None that it does not after all."""
    tx.run(_BEGIN_STOP, ticket=ticket_id, position=position, at=micros(begun) if begun else None)
