"""The day is closed: who came, who did not, who is left unserved is told apart and said."""

from collections import Counter
from datetime import date

import msgspec

from onestop.errors import DayStillOpen
from onestop.events import DayClosed
from onestop.model.ticket import TicketState
from onestop.rules.access import Right, require
from onestop.rules.workflow import TicketMove, ticket_after
from onestop.store import boards, lines, places, tickets
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx

AT_A_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})


class ClosedDay(msgspec.Struct, frozen=True, kw_only=True):
    """What the closing of a day came to; `left_open`: people left unserved, by the name of their line."""

    day: date
    served: int
    no_shows: int
    unserved: int
    left_open: dict[str, int]


def close(tx: Tx, centre_id: str) -> ClosedDay:
    """Close today: whoever still waits was left unserved, whoever missed the call did not come.

    Their numbers are worth nothing tomorrow; the unserved may scan the slip then and go first.

    Raises:
        DayStillOpen: People still stand at counters.
        NotAllowed: The right is missing, or it is another centre.
    """
    require(tx.actor, Right.CLOSE_DAY, centre_id=centre_id)
    present = [one for one in tickets.open_of(tx, centre_id, tx.today) if one.state in AT_A_COUNTER]
    if present:
        raise DayStillOpen(counters=[_where(tx, one) for one in present])
    return _close(tx, centre_id, tx.today)


def close_past(tx: Tx) -> list[ClosedDay]:
    """Close every day before today that nobody closed, in every centre; for the timetable.

    Who still stood at a counter then: serving counts as served, called as not having come.
    """
    require(tx.actor, Right.CLOSE_DAY)
    yesterday = date.fromordinal(tx.today.toordinal() - 1)
    centres = tx.run("SELECT id FROM centre WHERE kind = 'centre' ORDER BY id").fetchall()
    return [_close(tx, row[0], yesterday) for row in centres if tickets.open_of(tx, row[0], yesterday)]


def _where(tx: Tx, ticket: TicketRow) -> str:
    return f"{places.counter(tx, ticket.counter_id or '').number}: {ticket.label}"


def _close(tx: Tx, centre_id: str, day: date) -> ClosedDay:
    rows = {line.id: line for line in places.lines_of(tx, centre_id)}
    lines.lock_turns(tx, list(rows), day)
    ends, left_open = Counter[str](), Counter[str]()
    freed = set[str]()
    for ticket in tickets.open_of(tx, centre_id, day):
        after = msgspec.structs.replace(
            ticket, state=ticket_after(ticket.state, TicketMove.CLOSE), counter_id=None
        )
        if ticket.state == TicketState.WAITING:
            lines.change_waiting(tx, ticket.waits_in_id, ticket.day, -1)
        if ticket.counter_id is not None:
            freed.add(ticket.counter_id)
        tickets.change_state(tx, ticket, after)
        ends[after.state] += 1
        if after.state == TicketState.UNSERVED:
            left_open[places.line(tx, ticket.waits_in_id).name] += 1
    closed = ClosedDay(
        day=day,
        served=ends[TicketState.SERVED],
        no_shows=ends[TicketState.NO_SHOW],
        unserved=ends[TicketState.UNSERVED],
        left_open=dict(sorted(left_open.items())),
    )
    tx.emit(
        DayClosed(
            centre_id=centre_id,
            subject_id=centre_id,
            day=day.isoformat(),
            served=closed.served,
            no_shows=closed.no_shows,
            unserved=closed.unserved,
            left_open=closed.left_open,
            lines=tuple(lines.line_state(tx, row.shown, tx.today) for row in rows.values()),
            counters=tuple(places.counter(tx, one).shown(None) for one in sorted(freed)),
            calls=boards.called(tx, centre_id),
        )
    )
    return closed
