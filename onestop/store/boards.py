"""What a board shows, read from the tables at one moment of the journal."""

from onestop.clock import local
from onestop.errors import NotFound
from onestop.events import CalledTicket, CounterState
from onestop.model.columns import instant
from onestop.rules.board import SHOWN_CALLS, BoardName, BoardState, Call, CentreName, CounterName
from onestop.store import journal, lines, places
from onestop.store.tx import Reading

_BOARD = "SELECT id, name, room, centre_id FROM board WHERE id = :id"
_CALLS = """
SELECT ticket.id, ticket.label, ticket.called_at, ticket.times_called,
       counter.id, counter.number, counter.name
FROM ticket JOIN counter ON counter.id = ticket.last_counter_id
WHERE ticket.centre_id = :centre AND ticket.day = :day AND ticket.called_at IS NOT NULL
  AND ticket.state NOT IN ('waiting', 'left', 'unserved')
ORDER BY ticket.called_at DESC LIMIT :most
"""
_AT_COUNTERS = """
SELECT counter_id, label FROM ticket
WHERE centre_id = :centre AND state IN ('called', 'serving')
"""
_KINDS_BEFORE = """
SELECT seq, kind FROM journal_entry WHERE centre_id = :centre AND seq <= :seq ORDER BY seq DESC LIMIT :most
"""
_LOOK_BACK = 1000


def centre_of_board(reading: Reading, board_id: str) -> str:
    """Tell whose board it is.

    Raises:
        NotFound: No such board.
    """
    row = reading.run(_BOARD, id=board_id).fetchone()
    if row is None:
        raise NotFound(kind="board", sought=board_id)
    return str(row[3])


def state(reading: Reading, board_id: str) -> BoardState:
    """Read what a board shows now, and at which number of the journal that is.

    Raises:
        NotFound: No such board.
    """
    row = reading.run(_BOARD, id=board_id).fetchone()
    if row is None:
        raise NotFound(kind="board", sought=board_id)
    centre = places.centre(reading, row[3])
    present = dict(reading.run(_AT_COUNTERS, centre=centre.id).fetchall())
    counters = places.counters_of(reading, centre.id)
    return BoardState(
        seq=journal.head(reading, centre.id),
        board=BoardName(row[0], row[1], row[2]),
        centre=CentreName(centre.id, centre.name, centre.place),
        calls=_calls(reading, centre.id),
        counters=tuple(counter.shown(present.get(counter.id)) for counter in counters),
        lines=tuple(
            lines.line_state(reading, line.shown, reading.today)
            # As the fold orders them: by letter, and where two bands share one, by id.
            for line in sorted(places.lines_of(reading, centre.id), key=lambda row: (row.letter, row.id))
        ),
    )


def _calls(reading: Reading, centre_id: str) -> tuple[Call, ...]:
    rows = reading.run(_CALLS, centre=centre_id, day=reading.today.isoformat(), most=SHOWN_CALLS).fetchall()
    return tuple(
        Call(row[0], row[1], CounterName(row[4], row[5], row[6]), local(instant(row[2])), row[3])
        for row in rows
    )


def called(reading: Reading, centre_id: str) -> tuple[CalledTicket, ...]:
    """List the calls that boards show now, for an event that takes one of them out."""
    return tuple(
        CalledTicket(
            call.ticket,
            call.label,
            CounterState(call.counter.id, call.counter.number, call.counter.name, "", None),
            call.called_at,
            call.times,
        )
        for call in _calls(reading, centre_id)
    )


def last_shown(reading: Reading, centre_id: str, seq: int, kinds: frozenset[str]) -> int:
    """Tell the last entry up to `seq` that is of one of the kinds; 0 when there is none."""
    rows = reading.run(_KINDS_BEFORE, centre=centre_id, seq=seq, most=_LOOK_BACK).fetchall()
    return next((row[0] for row in rows if row[1] in kinds), 0)
