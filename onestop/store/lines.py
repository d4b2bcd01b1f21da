"""Lines at work: turn rows, whose turn it is, and what boards show of a line."""

from datetime import date

import msgspec

from onestop.events import LineState
from onestop.rules import line as turns
from onestop.store.tx import Reading, Tx

_TAKE_SERIAL = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run, calls)
VALUES (:line, :day, 1, 1, 0, 0)
ON CONFLICT (line_id, day) DO UPDATE
SET last_serial = line_day.last_serial + 1, waiting = line_day.waiting + 1
RETURNING last_serial, waiting, priority_run
"""
_CHANGE_WAITING = """
UPDATE line_day SET waiting = waiting + :more WHERE line_id = :line AND day = :day
RETURNING waiting, priority_run
"""
_ENSURE_DAY = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run, calls)
VALUES (:line, :day, 0, 0, 0, 0)
ON CONFLICT (line_id, day) DO NOTHING
"""
_TURN = "SELECT last_serial, waiting, priority_run FROM line_day WHERE line_id = :line AND day = :day"
_RUN = "SELECT priority_run FROM line_day WHERE line_id = :line AND day = :day"
_PUT_RUN = "UPDATE line_day SET priority_run = :run WHERE line_id = :line AND day = :day"
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
_COUNT_PRIORITY = """
SELECT count(*) FROM ticket
WHERE waits_in_id = :line AND day = :day AND state = 'waiting' AND priority_rank = 0
"""
_SERVING = """
SELECT waits_in_id, count(*) FROM ticket
WHERE centre_id = :centre AND state IN ('called', 'serving') GROUP BY waits_in_id
"""
PRIORITY, ORDINARY = 0, 1
"""The ranks of a ticket in its line."""


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


def serving_by_line(reading: Reading, centre_id: str) -> dict[str, int]:
    """Count the visits at counters now, by the line they waited in."""
    rows = reading.run(_SERVING, centre=centre_id).fetchall()
    return {row[0]: int(row[1]) for row in rows}
