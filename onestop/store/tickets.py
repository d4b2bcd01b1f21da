"""Tickets and their period ledger: hot writes in plain SQL, the same on both databases."""

from datetime import date, datetime

import msgspec

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.model.ticket import ENDS
from onestop.store.lines import ORDINARY, PRIORITY, lock_turns
from onestop.store.tx import Reading, Tx

_PUT_TICKET = """
INSERT INTO ticket (id, centre_id, line_id, waits_in_id, day, serial, label, state, priority,
                    priority_rank, issued_at, queued_at, times_called, dossier_code, ahead,
                    wait_low, wait_high, wait_sample, device_id, called_turn, returns, postponements,
                    guard, booking_id, carried_from_id)
VALUES (:id, :centre, :line, :line, :day, :serial, :label, 'waiting', :priority,
        :rank, :at, :queued, 0, :dossier, :ahead, :low, :high, :sample, :device, 0, 0, 0,
        :guard, :booking, :carried)
"""
_PUT_PERIOD = """
INSERT INTO ticket_period (ticket_id, position, state, line_id, counter_id, officer_id, reason,
                           takes_back, started_at)
VALUES (:ticket, :position, :state, :line, :counter, :officer, :reason, :takes_back, :at)
"""
_END_PERIOD = """
UPDATE ticket_period SET ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END
WHERE ticket_id = :ticket AND ended_at IS NULL RETURNING position, ended_at
"""
_COLUMNS = """
ticket.id, ticket.centre_id, ticket.line_id, ticket.waits_in_id, ticket.day, ticket.serial, ticket.label,
ticket.state, ticket.priority, ticket.issued_at, ticket.queued_at, ticket.called_at, ticket.serving_at,
ticket.ended_at, ticket.times_called, ticket.counter_id, ticket.last_counter_id, ticket.dossier_code,
ticket.waits_for_id, ticket.due_turn, ticket.called_turn, ticket.returns, ticket.postponements
"""
_BY_ID = f"SELECT {_COLUMNS} FROM ticket WHERE id = :id"
_AT_COUNTER = f"SELECT {_COLUMNS} FROM ticket WHERE counter_id = :counter AND state IN ('called', 'serving')"
_SET_STATE = """
UPDATE ticket SET state = :after, counter_id = :counter, last_counter_id = :last_counter,
    called_at = :called, serving_at = :serving, ended_at = :ended, times_called = :times,
    waits_in_id = :waits_in, waits_for_id = :waits_for, due_turn = :due, called_turn = :called_turn,
    returns = :returns, postponements = :postponements
WHERE id = :id AND state = :before
"""
_STANDING = f"""
SELECT {_COLUMNS} FROM ticket
WHERE line_id = :line AND day = :day AND guard = :guard AND state IN ('waiting', 'called', 'serving', 'held')
"""
_AT_LINE = f"""
SELECT {_COLUMNS} FROM ticket WHERE waits_in_id = :line AND state IN ('called', 'serving')
ORDER BY called_at DESC
"""
_OPEN_OF_DAYS = f"""
SELECT {_COLUMNS} FROM ticket WHERE centre_id = :centre AND day <= :day
AND state IN ('waiting', 'called', 'serving', 'held', 'absent') ORDER BY day, label
"""
_RELEASE = """
UPDATE ticket SET waits_for_id = NULL WHERE waits_for_id = :counter AND state = 'waiting' RETURNING waits_in_id
"""
_LAST_CALL = """
SELECT max(called_at) FROM ticket WHERE centre_id = :centre AND day = :day AND called_at IS NOT NULL
"""
_CARRIED = "SELECT 1 FROM ticket WHERE carried_from_id = :id"
_INSTANTS = ("issued_at", "queued_at", "called_at", "serving_at", "ended_at")


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
    called_at: datetime | None = None
    serving_at: datetime | None = None
    ended_at: datetime | None = None
    times_called: int = 0
    counter_id: str | None = None
    last_counter_id: str | None = None
    dossier_code: str | None = None
    waits_for_id: str | None = None
    due_turn: int | None = None
    called_turn: int = 0
    returns: int = 0
    postponements: int = 0


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket was given for and what its citizen was told; kept with it, never changed."""

    ahead: int = 0
    wait_low: int | None = None
    wait_high: int | None = None
    wait_sample: int | None = None
    device_id: str | None = None
    guard: str | None = None
    booking_id: str | None = None
    carried_from_id: str | None = None


def row_of(found: tuple[object, ...]) -> TicketRow:
    """Read a row of `_COLUMNS`."""
    values = dict(zip(TicketRow.__struct_fields__, found, strict=True))
    for name in _INSTANTS:
        at = values[name]
        values[name] = instant(at) if isinstance(at, int) else None
    values["day"] = date.fromisoformat(str(values["day"]))
    return TicketRow(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states


def put(tx: Tx, ticket: TicketRow, origin: Origin) -> None:
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
        queued=micros(ticket.queued_at),
        dossier=ticket.dossier_code,
        ahead=origin.ahead,
        low=origin.wait_low,
        high=origin.wait_high,
        sample=origin.wait_sample,
        device=origin.device_id,
        guard=origin.guard,
        booking=origin.booking_id,
        carried=origin.carried_from_id,
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
        takes_back=None,
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


def standing(reading: Reading, line_id: str, day: date, guard: str) -> TicketRow | None:
    """Find the visit that has a number for the same thing in the same line and is not over."""
    row = reading.run(_STANDING, line=line_id, day=day.isoformat(), guard=guard).fetchone()
    return row_of(row) if row else None


def is_carried(reading: Reading, ticket_id: str) -> bool:
    """Tell whether an unserved visit was made good already."""
    return reading.run(_CARRIED, id=ticket_id).fetchone() is not None


def change_state(
    tx: Tx,
    ticket: TicketRow,
    after: TicketRow,
    *,
    reason: str | None = None,
    takes_back: int | None = None,
) -> None:
    """Write a decided change: the row, if it is still as it was read, and its ledger.

    Args:
        tx: The transaction.
        ticket: As it was read and is held.
        after: As it is from now on.
        reason: Why, for the ledger.
        takes_back: The position of the first period that counts no more.

    Raises:
        NotFound: The row is no longer as it was read; with the turn row held this cannot happen, and
            if it does, nothing may be written.
    """
    _set(tx, ticket, after)
    # A clock may be set back, and two machines' clocks are never one: a period then has no length, not less.
    position, at = tx.run(_END_PERIOD, ticket=after.id, at=micros(tx.now)).fetchone()
    if after.state not in ENDS:
        _put_period(tx, after, position=position + 1, at=at, reason=reason, takes_back=takes_back)


def _set(tx: Tx, ticket: TicketRow, after: TicketRow) -> None:
    changed = tx.run(
        _SET_STATE,
        id=ticket.id,
        before=ticket.state,
        after=after.state,
        counter=after.counter_id,
        last_counter=after.counter_id or after.last_counter_id,
        called=micros(after.called_at) if after.called_at else None,
        serving=micros(after.serving_at) if after.serving_at else None,
        ended=micros(tx.now) if after.state in ENDS else None,
        times=after.times_called,
        waits_in=after.waits_in_id,
        waits_for=after.waits_for_id,
        due=after.due_turn,
        called_turn=after.called_turn,
        returns=after.returns,
        postponements=after.postponements,
    )
    if changed.rowcount != 1:
        raise NotFound(kind="ticket", sought=ticket.id)


def _put_period(
    tx: Tx, ticket: TicketRow, *, position: int, at: int, reason: str | None, takes_back: int | None
) -> None:
    tx.run(
        _PUT_PERIOD,
        ticket=ticket.id,
        position=position,
        state=ticket.state,
        line=ticket.waits_in_id,
        counter=ticket.counter_id,
        officer=tx.actor.id if tx.actor.kind == "officer" else None,
        reason=reason,
        takes_back=takes_back,
        at=at,
    )


def call_instant(reading: Reading, centre_id: str) -> datetime:
    """Give the instant of a call made now: later than every call before it, though a clock was set back.

    Boards show the newest call first, and the tables order calls by their instants.
    """
    row = reading.run(_LAST_CALL, centre=centre_id, day=reading.today.isoformat()).fetchone()
    return reading.now if row[0] is None else max(reading.now, instant(row[0] + 1))


def at_counters(reading: Reading, line_id: str) -> list[TicketRow]:
    """List the visits of a line that are at counters now, the latest call first."""
    return [row_of(row) for row in reading.run(_AT_LINE, line=line_id).fetchall()]


def open_of(reading: Reading, centre_id: str, day: date) -> list[TicketRow]:
    """List the visits up to and of a day that are not over."""
    rows = reading.run(_OPEN_OF_DAYS, centre=centre_id, day=day.isoformat()).fetchall()
    return [row_of(row) for row in rows]


def release(tx: Tx, counter_id: str) -> list[str]:
    """Let who waits for one counter alone wait in the line again; give the lines concerned."""
    return sorted({row[0] for row in tx.run(_RELEASE, counter=counter_id).fetchall()})


def reopen(
    tx: Tx, ticket: TicketRow, after: TicketRow, *, position: int, at: int, reason: str | None
) -> None:
    """Write that a visit which had ended goes on after all; its ledger goes on where it stopped (`at`, µs)."""
    _set(tx, ticket, after)
    _put_period(tx, after, position=position, at=at, reason=reason, takes_back=position)
