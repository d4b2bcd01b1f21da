"""Lines at work: turn rows, who stands at their heads, and what boards show of them."""

from datetime import date

import msgspec

from onestop.events import LineState
from onestop.rules import turns
from onestop.rules.turns import LineHeads, Waiting
from onestop.store import hall
from onestop.store.tx import Reading, Tx

_TAKE_SERIAL = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run, calls)
VALUES (:line, :day, :first, 1, 0, 0)
ON CONFLICT (line_id, day) DO UPDATE
SET last_serial = CASE WHEN line_day.last_serial < :first THEN :first ELSE line_day.last_serial + 1 END,
    waiting = line_day.waiting + 1
RETURNING last_serial, waiting, priority_run, calls
"""
_ENSURE_DAY = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run, calls)
VALUES (:line, :day, 0, 0, 0, 0)
ON CONFLICT (line_id, day) DO NOTHING
"""
_CHANGE_WAITING = "UPDATE line_day SET waiting = waiting + :more WHERE line_id = :line AND day = :day"
_NOTE_CALL = """
UPDATE line_day SET waiting = waiting - 1, calls = calls + 1, priority_run = :run
WHERE line_id = :line AND day = :day RETURNING calls
"""
_TAKE_BACK_CALL = """
UPDATE line_day SET waiting = waiting + 1, calls = CASE WHEN calls > 0 THEN calls - 1 ELSE 0 END,
    priority_run = :run
WHERE line_id = :line AND day = :day
"""
_TURN = "SELECT last_serial, waiting, priority_run, calls FROM line_day WHERE line_id = :line AND day = :day"
_HEADS = """
SELECT * FROM (
    SELECT id, label, queued_at, 0, 0 FROM ticket WHERE waits_in_id = :line AND day = :day
    AND state = 'waiting' AND priority_rank = 0 AND due_turn IS NULL AND waits_for_id IS NULL
    ORDER BY queued_at, serial LIMIT :most) AS priority
UNION ALL SELECT * FROM (
    SELECT id, label, queued_at, 1, 0 FROM ticket WHERE waits_in_id = :line AND day = :day
    AND state = 'waiting' AND priority_rank = 1 AND due_turn IS NULL AND waits_for_id IS NULL
    ORDER BY queued_at, serial LIMIT :most) AS ordinary
UNION ALL SELECT * FROM (
    SELECT id, label, queued_at, 2, due_turn FROM ticket WHERE waits_in_id = :line AND day = :day
    AND state = 'waiting' AND due_turn IS NOT NULL AND waits_for_id IS NULL
    ORDER BY due_turn, queued_at, serial LIMIT :most) AS standing_back
"""
_SENT_HERE = """
SELECT id, label, queued_at, waits_in_id FROM ticket
WHERE waits_for_id = :counter AND day = :day AND state = 'waiting' ORDER BY queued_at, serial LIMIT 1
"""
_COUNT_PRIORITY = """
SELECT count(*) FROM ticket
WHERE waits_in_id = :line AND day = :day AND state = 'waiting' AND priority_rank = 0
"""
_SERVING = """
SELECT waits_in_id, count(*) FROM ticket
WHERE centre_id = :centre AND state IN ('called', 'serving') GROUP BY waits_in_id
"""
_HOLD_TURN = "SELECT 1 FROM line_day WHERE line_id = :line AND day = :day FOR UPDATE"
PRIORITY, ORDINARY, STANDING_BACK = 0, 1, 2
"""The ranks of a ticket in its line, and the third kind that `_HEADS` tells apart."""


class TurnRow(msgspec.Struct, frozen=True):
    """The turn row of a line: the last serial, how many wait, the run of priority calls, and all calls."""

    last_serial: int = 0
    waiting: int = 0
    run: int = 0
    calls: int = 0


def take_serial(tx: Tx, line_id: str, day: date, first: int = 1) -> TurnRow:
    """Lock the turn row of the line and count one more, who waits from now on; `first` begins its band."""
    return TurnRow(*tx.run(_TAKE_SERIAL, line=line_id, day=day.isoformat(), first=first).fetchone())


def change_waiting(tx: Tx, line_id: str, day: date, more: int) -> None:
    """Count people into (+1) or out of (-1) a line; locks its turn row."""
    tx.run(_ENSURE_DAY, line=line_id, day=day.isoformat())
    tx.run(_CHANGE_WAITING, line=line_id, day=day.isoformat(), more=more)


def note_call(tx: Tx, line_id: str, day: date, run: int) -> int:
    """Count somebody out of a line by a call; tell how many calls that makes."""
    row = tx.run(_NOTE_CALL, line=line_id, day=day.isoformat(), run=run).fetchone()
    return int(row[0])


def take_back_call(tx: Tx, line_id: str, day: date, run: int) -> None:
    """Count somebody whose call was taken back into the line again."""
    tx.run(_TAKE_BACK_CALL, line=line_id, day=day.isoformat(), run=run)


def lock_turns(tx: Tx, line_ids: list[str], day: date) -> None:
    """Hold the turn rows of lines, in the order of their ids, so that two callers never wait in a ring."""
    if tx.is_sqlite:
        return
    for line_id in sorted(line_ids):
        tx.run(_HOLD_TURN, line=line_id, day=day.isoformat())


def turn_row(reading: Reading, line_id: str, day: date) -> TurnRow:
    """Read the turn row of a line; all zero before its first number of the day."""
    row = reading.run(_TURN, line=line_id, day=day.isoformat()).fetchone()
    return TurnRow(*row) if row else TurnRow()


def heads(
    reading: Reading, line_id: str, day: date, turn: TurnRow | None = None, *, most: int = 1
) -> LineHeads:
    """Read who stands at the head of a line, `most` of each kind; `turn` is its turn row where it is known."""
    turn = turn or turn_row(reading, line_id, day)
    found: tuple[list[Waiting], ...] = ([], [], [])
    rows = (
        reading.run(_HEADS, line=line_id, day=day.isoformat(), most=most).fetchall() if turn.waiting else []
    )
    for ticket_id, label, queued_at, kind, due in rows:
        found[kind].append(Waiting(ticket_id, label, queued_at, due if kind == STANDING_BACK else None))
    return LineHeads(
        line_id=line_id,
        run=turn.run,
        calls=turn.calls,
        priority=found[PRIORITY],
        ordinary=found[ORDINARY],
        standing_back=found[STANDING_BACK],
    )


def sent_here(reading: Reading, counter_id: str, day: date) -> turns.Turn | None:
    """Find who was moved to this very counter and has waited longest."""
    row = reading.run(_SENT_HERE, counter=counter_id, day=day.isoformat()).fetchone()
    if row is None:
        return None
    run = turn_row(reading, row[3], day).run
    return turns.Turn(Waiting(row[0], row[1], row[2]), row[3], turns.Why.SENT_HERE, run)


def line_state(
    reading: Reading, line: tuple[str, str, str, str], day: date, turn: TurnRow | None = None
) -> LineState:
    """Show a line `(id, letter, name, centre)` as boards do: people waiting, and the next two labels.

    `turn` is the line's turn row where the caller has it; otherwise it is read.
    """
    line_id, letter, name, centre_id = line
    turn = turn or turn_row(reading, line_id, day)
    if not turn.waiting:
        return LineState(line_id, letter, name, 0, ())
    first = heads(reading, line_id, day, turn, most=2)
    labels = turns.upcoming(first, 2, hall.rules_of(reading, centre_id))
    return LineState(line_id, letter, name, turn.waiting, labels)


def priority_waiting(reading: Reading, line_id: str, day: date) -> int:
    """Count the priority numbers that wait in a line."""
    row = reading.run(_COUNT_PRIORITY, line=line_id, day=day.isoformat()).fetchone()
    return int(row[0])


def serving_by_line(reading: Reading, centre_id: str) -> dict[str, int]:
    """Count the visits at counters now, by the line they waited in."""
    rows = reading.run(_SERVING, centre=centre_id).fetchall()
    return {row[0]: int(row[1]) for row in rows}
