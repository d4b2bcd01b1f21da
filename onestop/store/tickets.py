"""Tickets, turn rows and the period ledger: hot writes in plain SQL, the same on both databases."""

from datetime import date, datetime

import msgspec

from onestop.errors import NotFound
from onestop.events import LineState
from onestop.model.columns import instant, micros
from onestop.rules import line as turns
from onestop.store.tx import Reading, Tx

_TAKE_SERIAL = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run) VALUES (:line, :day, 1, 1, 0)
ON CONFLICT (line_id, day) DO UPDATE
SET last_serial = line_day.last_serial + 1, waiting = line_day.waiting + 1
RETURNING last_serial, waiting, priority_run
"""
_CHANGE_WAITING = """
UPDATE line_day SET waiting = waiting + :more WHERE line_id = :line AND day = :day
RETURNING waiting, priority_run
"""
_ENSURE_DAY = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run) VALUES (:line, :day, 0, 0, 0)
ON CONFLICT (line_id, day) DO NOTHING
"""
_TURN = "SELECT last_serial, waiting, priority_run FROM line_day WHERE line_id = :line AND day = :day"
_RUN = "SELECT priority_run FROM line_day WHERE line_id = :line AND day = :day"
_PUT_RUN = "UPDATE line_day SET priority_run = :run WHERE line_id = :line AND day = :day"
_PUT_TICKET = """
INSERT INTO ticket (id, centre_id, line_id, waits_in_id, day, serial, label, state, priority,
                    priority_rank, issued_at, queued_at, times_called, dossier_code, ahead,
                    wait_low, wait_high, device_id)
VALUES (:id, :centre, :line, :line, :day, :serial, :label, 'waiting', :priority,
        :rank, :at, :at, 0, :dossier, :ahead, :low, :high, :device)
"""
_PUT_PERIOD = """
INSERT INTO ticket_period (id, ticket_id, position, state, line_id, counter_id, officer_id, reason,
                           started_at)
VALUES (:id, :ticket, :position, :state, :line, :counter, :officer, :reason, :at)
"""
_END_PERIOD = """
UPDATE ticket_period SET ended_at = :at WHERE ticket_id = :ticket AND ended_at IS NULL RETURNING position
"""
_FIRST_LABELS = """
SELECT * FROM (
    SELECT label, 0 FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting'
    AND priority_rank = 0 ORDER BY queued_at, serial LIMIT 2) AS priority
UNION ALL SELECT * FROM (
    SELECT label, 1 FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting'
    AND priority_rank = 1 ORDER BY queued_at, serial LIMIT 2) AS ordinary
"""
_FIRST = """
SELECT id, queued_at FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting'
AND priority_rank = :rank ORDER BY queued_at, serial LIMIT 1
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
_COUNT_PRIORITY = """
SELECT count(*) FROM ticket
WHERE waits_in_id = :line AND day = :day AND state = 'waiting' AND priority_rank = 0
"""
_COUNT_AHEAD = """
SELECT count(*) FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting'
AND (priority_rank < :rank OR (priority_rank = :rank AND (queued_at, serial) < (:queued, :serial)))
"""
_SERVING = """
SELECT waits_in_id, count(*) FROM ticket
WHERE centre_id = :centre AND state IN ('called', 'serving') GROUP BY waits_in_id
"""
PRIORITY, ORDINARY = 0, 1


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


class Turn(msgspec.Struct, frozen=True):
    """The turn row of a line, held: the last serial, how many wait, and the run of priority calls."""

    last_serial: int
    waiting: int
    run: int


def take_serial(tx: Tx, line_id: str, day: date) -> Turn:
    """Lock the turn row of the line and count one more, who waits from now on."""
    row = tx.run(_TAKE_SERIAL, line=line_id, day=day.isoformat()).fetchone()
    return Turn(row[0], row[1], row[2])


def change_waiting(tx: Tx, line_id: str, day: date, more: int) -> None:
    """Count people into (+1) or out of (-1) a line; locks its turn row."""
    tx.run(_ENSURE_DAY, line=line_id, day=day.isoformat())
    tx.run(_CHANGE_WAITING, line=line_id, day=day.isoformat(), more=more)


def put(tx: Tx, ticket: TicketRow, *, ahead: int, device_id: str | None, period_id: str) -> None:
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
        id=period_id,
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


def lock_turns(tx: Tx, line_ids: list[str], day: date) -> None:
    """Hold the turn rows of lines, in the order of their ids, so that two callers never wait in a ring."""
    if tx.is_sqlite:
        return
    for line_id in sorted(line_ids):
        tx.run(
            "SELECT 1 FROM line_day WHERE line_id = :line AND day = :day FOR UPDATE",
            line=line_id,
            day=day.isoformat(),
        )


class Candidate(msgspec.Struct, frozen=True):
    """Whose turn it is in one line."""

    ticket_id: str
    line_id: str
    queued_at: int
    run: int
    """What the line's priority run becomes if this one is called."""


def candidate(tx: Tx, line_id: str, day: date) -> Candidate | None:
    """Find whose turn it is in a line whose turn row is held; None when nobody waits."""
    known = {"line": line_id, "day": day.isoformat()}
    turn = tx.run(
        "SELECT priority_run FROM line_day WHERE line_id = :line AND day = :day", **known
    ).fetchone()
    if turn is None:
        return None
    priority = tx.run(_FIRST, rank=PRIORITY, **known).fetchone()
    ordinary = tx.run(_FIRST, rank=ORDINARY, **known).fetchone()
    if priority is None and ordinary is None:
        return None
    if turns.priority_has_turn(turn[0], int(priority is not None), int(ordinary is not None)):
        return Candidate(priority[0], line_id, priority[1], turn[0] + 1)
    return Candidate(ordinary[0], line_id, ordinary[1], 0)


def keep_run(tx: Tx, line_id: str, day: date, run: int) -> None:
    """Write the line's priority run."""
    tx.run(_PUT_RUN, line=line_id, day=day.isoformat(), run=run)


def change_state(
    tx: Tx, ticket: TicketRow, after: TicketRow, *, ended: bool, reason: str | None, period_id: str
) -> None:
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
    _turn_period(tx, after, ended=ended, reason=reason, period_id=period_id)


def _turn_period(tx: Tx, after: TicketRow, *, ended: bool, reason: str | None, period_id: str) -> None:
    at = micros(tx.now)
    position = tx.run(_END_PERIOD, ticket=after.id, at=at).fetchone()[0]
    if ended:
        return
    tx.run(
        _PUT_PERIOD,
        id=period_id,
        ticket=after.id,
        position=position + 1,
        state=after.state,
        line=after.waits_in_id,
        counter=after.counter_id,
        officer=tx.actor.id if tx.actor.kind == "officer" else None,
        reason=reason,
        at=at,
    )


def line_state(
    reading: Reading, line: tuple[str, str, str], day: date, turn: Turn | None = None
) -> LineState:
    """Show a line `(id, letter, name)` as boards do: people waiting, and the next two labels.

    `turn` is the line's turn row where the caller has it; otherwise it is read.
    """
    line_id, letter, name = line
    known = {"line": line_id, "day": day.isoformat()}
    if turn is None:
        row = reading.run(_TURN, **known).fetchone()
        if row is None:
            return LineState(line_id, letter, name, 0, ())
        turn = Turn(*row)
    rows = reading.run(_FIRST_LABELS, **known).fetchall() if turn.waiting else []
    first, second = ([row[0] for row in rows if row[1] == rank] for rank in (PRIORITY, ORDINARY))
    return LineState(line_id, letter, name, turn.waiting, turns.upcoming(turn.run, first, second, 2))


def priority_waiting(reading: Reading, line_id: str, day: date) -> int:
    """Count the priority numbers that wait in a line."""
    row = reading.run(_COUNT_PRIORITY, line=line_id, day=day.isoformat()).fetchone()
    return int(row[0])


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


def serving_by_line(reading: Reading, centre_id: str) -> dict[str, int]:
    """Count the visits at counters now, by the line they waited in."""
    rows = reading.run(_SERVING, centre=centre_id).fetchall()
    return {row[0]: int(row[1]) for row in rows}


def at_counters(reading: Reading, line_id: str) -> list[TicketRow]:
    """List the visits of a line that are at counters now, the latest call first."""
    rows = reading.run(
        f"SELECT {_COLUMNS} FROM ticket WHERE waits_in_id = :line AND state IN ('called', 'serving') "
        "ORDER BY called_at DESC",
        line=line_id,
    ).fetchall()
    return [row_of(row) for row in rows]
