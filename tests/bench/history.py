"""A day that is under way: visits of line A that were served lately, so that a wait can be estimated."""

from onestop import chance
from onestop.model.columns import micros
from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.makers import Hall

SERVED = 60
_MINUTE = 60_000_000
_TICKET = """
INSERT INTO ticket (id, centre_id, line_id, waits_in_id, day, serial, label, state, priority_rank, issued_at,
                    queued_at, called_at, serving_at, ended_at, times_called, ahead, called_turn, returns,
                    postponements)
VALUES (:id, :centre, :line, :line, :day, :serial, :label, 'served', 1, :came,
        :came, :called, :called, :ended, 1, 0, 0, 0, 0)
"""
_PERIOD = """
INSERT INTO ticket_period (ticket_id, position, state, line_id, counter_id, started_at, ended_at)
VALUES (:ticket, :position, :state, :line, :counter, :start, :end)
"""
_DAY = """
INSERT INTO line_day (line_id, day, last_serial, waiting, priority_run, calls)
VALUES (:line, :day, :served, 0, 0, :served)
"""


def serve_some(database: Database, hall: Hall) -> None:
    """Write sixty visits of line A, each of 2 to 16 minutes at a counter, the last one just over."""
    database.write_now(SYSTEM, _serve_some, hall)


def _serve_some(tx: Tx, hall: Hall) -> None:
    line, day = hall.lines["A"], tx.today.isoformat()
    for serial in range(1, SERVED + 1):
        visit = chance.new_id()
        ended = micros(tx.now) - (SERVED - serial) * 3 * _MINUTE
        called = ended - (2 + serial * 7 % 15) * _MINUTE
        came = called - 10 * _MINUTE
        tx.run(
            _TICKET,
            id=visit,
            centre=hall.centre,
            line=line,
            day=day,
            serial=serial,
            label=f"A{serial:03d}",
            came=came,
            called=called,
            ended=ended,
        )
        counter = hall.counters[1 + serial % len(hall.counters)]
        for position, (state, start, end, where) in enumerate(
            (
                ("waiting", came, called, None),
                ("called", called, called, counter),
                ("serving", called, ended, counter),
            ),
            1,
        ):
            tx.run(
                _PERIOD,
                ticket=visit,
                position=position,
                state=state,
                line=line,
                counter=where,
                start=start,
                end=end,
            )
    tx.run(_DAY, line=line, day=day, served=SERVED)
