"""Tickets and their period ledger: hot writes in plain SQL, the same on both databases."""

from datetime import date, datetime

import msgspec

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.store.lines import ORDINARY, PRIORITY, lock_turns
from onestop.store.tx import Reading, Tx

_PUT_TICKET = """
INSERT INTO ticket (id, centre_id, line_id, waits_in_id, day, serial, label, state, priority,
                    priority_rank, issued_at, queued_at, times_called, dossier_code, ahead,
                    wait_low, wait_high, device_id, called_turn, returns, postponements)
VALUES (:id, :centre, :line, :line, :day, :serial, :label, 'waiting', :priority,
        :rank, :at, :at, 0, :dossier, :ahead, :low, :high, :device, 0, 0, 0)
"""
_PUT_PERIOD = """
INSERT INTO ticket_period (ticket_id, position, state, line_id, counter_id, officer_id, reason,
                           started_at)
VALUES (:ticket, :position, :state, :line, :counter, :officer, :reason, :at)
"""
_END_PERIOD = """
UPDATE ticket_period SET ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END
WHERE ticket_id = :ticket AND ended_at IS NULL RETURNING position, ended_at
"""
_COLUMNS = """
ticket.id, ticket.centre_id, ticket.line_id, ticket.waits_in_id, ticket.day, ticket.serial, ticket.label,
ticket.state, ticket.priority, ticket.issued_at, ticket.queued_at, ticket.called_at, ticket.serving_at,
ticket.times_called, ticket.counter_id, ticket.dossier_code
"""
_BY_ID = f"SELECT {_COLUMNS} FROM ticket WHERE id = :id"
_AT_COUNTER = f"SELECT {_COLUMNS} FROM ticket WHERE counter_id = :counter AND state IN ('called', 'serving')"
_SET_STATE = """
UPDATE ticket SET state = :after, counter_id = :counter,
    last_counter_id = coalesce(:counter, last_counter_id),
    called_at = :called, serving_at = :serving, ended_at = :ended, times_called = :times
WHERE id = :id AND state = :before
"""
_SET_LINE = "UPDATE ticket SET waits_in_id = :line WHERE id = :id"
_COUNT_AHEAD = """
SELECT count(*) FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting'
AND (priority_rank < :rank OR (priority_rank = :rank AND (queued_at, serial) < (:queued, :serial)))
"""


class TicketRow(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as the hot paths read it."""

    id: str
    centre_id: str
    line_id: str
    waits_in_id: str
    day: date
    serial: int
    label: str
    state: str
    priority: str | None
    issued_at: datetime
    queued_at: datetime
    called_at: datetime | None
    serving_at: datetime | None
    times_called: int
    counter_id: str | None
    dossier_code: str | None


def row_of(found: tuple[object, ...]) -> TicketRow:
    """Read a row of `_COLUMNS`."""
    values = dict(zip(TicketRow.__struct_fields__, found, strict=True))
    for name in ("issued_at", "queued_at", "called_at", "serving_at"):
        at = values[name]
        values[name] = instant(at) if isinstance(at, int) else None
    values["day"] = date.fromisoformat(str(values["day"]))
    return TicketRow(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states


def put(tx: Tx, ticket: TicketRow, *, ahead: int, device_id: str | None) -> None:
    """Write a new ticket and the first period of its ledger."""
    tx.run(
        _PUT_TICKET,
        id=ticket.id,
        centre=ticket.centre_id,
        line=ticket.line_id,
        day=ticket.day.isoformat(),
        serial=ticket.serial,
        label=ticket.label,
        priority=ticket.priority,
        rank=PRIORITY if ticket.priority else ORDINARY,
        at=micros(ticket.issued_at),
        dossier=ticket.dossier_code,
        ahead=ahead,
        low=None,
        high=None,
        device=device_id,
    )
    tx.run(
        _PUT_PERIOD,
        ticket=ticket.id,
        position=1,
        state=ticket.state,
        line=ticket.line_id,
        counter=None,
        officer=None,
        reason=None,
        at=micros(ticket.issued_at),
    )


def lock(tx: Tx, ticket_id: str) -> TicketRow:
    """Read a ticket and hold it; the turn row of its line first, in the order that calling holds them.

    Raises:
        NotFound: No such ticket.
    """
    row = tx.run(_BY_ID, id=ticket_id).fetchone()
    if row is None:
        raise NotFound(kind="ticket", sought=ticket_id)
    if tx.is_sqlite:
        return row_of(row)
    lock_turns(tx, [row_of(row).waits_in_id], row_of(row).day)
    return row_of(tx.run(_BY_ID + " FOR UPDATE", id=ticket_id).fetchone())


def find(reading: Reading, ticket_id: str) -> TicketRow:
    """Read a ticket.

    Raises:
        NotFound: No such ticket.
    """
    row = reading.run(_BY_ID, id=ticket_id).fetchone()
    if row is None:
        raise NotFound(kind="ticket", sought=ticket_id)
    return row_of(row)


def at_counter(reading: Reading, counter_id: str) -> TicketRow | None:
    """Read who stands at a counter."""
    row = reading.run(_AT_COUNTER, counter=counter_id).fetchone()
    return row_of(row) if row else None


def change_state(tx: Tx, ticket: TicketRow, after: TicketRow, *, ended: bool, reason: str | None) -> None:
    """Write a decided change: the row, if it is still as it was read, and its ledger.

    Raises:
        NotFound: The row is no longer as it was read; with the turn row held this cannot happen, and
            if it does, nothing may be written.
    """
    changed = tx.run(
        _SET_STATE,
        id=ticket.id,
        before=ticket.state,
        after=after.state,
        counter=after.counter_id,
        called=micros(after.called_at) if after.called_at else None,
        serving=micros(after.serving_at) if after.serving_at else None,
        ended=micros(tx.now) if ended else None,
        times=after.times_called,
    )
    if changed.rowcount != 1:
        raise NotFound(kind="ticket", sought=ticket.id)
    if after.waits_in_id != ticket.waits_in_id:
        tx.run(_SET_LINE, id=ticket.id, line=after.waits_in_id)
    _turn_period(tx, after, ended=ended, reason=reason)


def _turn_period(tx: Tx, after: TicketRow, *, ended: bool, reason: str | None) -> None:
    # A clock may be set back, and two machines' clocks are never one: a period then has no length, not less.
    position, at = tx.run(_END_PERIOD, ticket=after.id, at=micros(tx.now)).fetchone()
    if ended:
        return
    tx.run(
        _PUT_PERIOD,
        ticket=after.id,
        position=position + 1,
        state=after.state,
        line=after.waits_in_id,
        counter=after.counter_id,
        officer=tx.actor.id if tx.actor.kind == "officer" else None,
        reason=reason,
        at=at,
    )


def ahead_of(reading: Reading, ticket: TicketRow) -> int:
    """Count who waits in the same line and came before; 0 for a visit that waits no more."""
    if ticket.state != "waiting":
        return 0
    row = reading.run(
        _COUNT_AHEAD,
        line=ticket.waits_in_id,
        day=ticket.day.isoformat(),
        rank=PRIORITY if ticket.priority else ORDINARY,
        queued=micros(ticket.queued_at),
        serial=ticket.serial,
    ).fetchone()
    return int(row[0])


def at_counters(reading: Reading, line_id: str) -> list[TicketRow]:
    """List the visits of a line that are at counters now, the latest call first."""
    rows = reading.run(
        f"SELECT {_COLUMNS} FROM ticket WHERE waits_in_id = :line AND state IN ('called', 'serving') "
        "ORDER BY called_at DESC",
        line=line_id,
    ).fetchall()
    return [row_of(row) for row in rows]
