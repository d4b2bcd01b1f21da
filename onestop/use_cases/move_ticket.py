"""An officer moves a visit: to another line or counter, on to a further service, or out of the hall."""

import msgspec

from onestop.errors import CounterClosed, Malformed, NotAllowed, NotFound
from onestop.events import StopAdded, TicketLeft
from onestop.model.counter import CounterState
from onestop.model.ticket import ENDS, TicketState
from onestop.rules.access import Right, require
from onestop.rules.workflow import TicketMove, ticket_after
from onestop.steps.send_on import send_on
from onestop.steps.take_seat import MovedTicket, answer
from onestop.store import boards, lines, places, tickets, visit_ledger
from onestop.store.places import CounterRow
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx

MOST_STOPS = 5


def move(tx: Tx, ticket_id: str, *, to_line: str | None = None, to_counter: str | None = None) -> MovedTicket:
    """Let the visit go on in another line, or wait for another counter, with its wait kept.

    Raises:
        Malformed: Neither a line nor a counter is named, or the visit stands there already.
        MoveNotAllowed: The visit has ended or did not come.
        NotAllowed: It stands at another officer's counter, or the target is another centre's.
        CounterClosed: The other counter is closed; nobody would call from there.
    """
    target = places.counter(tx, to_counter) if to_counter else None
    before = tickets.find(tx, ticket_id)
    line = places.line(tx, to_line or before.waits_in_id)
    for centre_id in (line.centre_id, target.centre_id if target else line.centre_id, before.centre_id):
        require(tx.actor, Right.SERVE_LINE, centre_id=centre_id)
    if target is None and to_line is None:
        raise Malformed(field="to_line", reason="missing")
    _reachable(tx, target)
    lines.lock_turns(tx, sorted({line.id, before.waits_in_id}), tx.today)
    ticket = tickets.lock(tx, ticket_id)
    ticket_after(ticket.state, TicketMove.MOVE)
    _own(tx, ticket)

    counter = places.counter(tx, ticket.counter_id) if ticket.counter_id else None
    return answer(tx, send_on(tx, ticket, counter, line, to_counter=target))


def _reachable(tx: Tx, target: CounterRow | None) -> None:
    if target is None:
        return
    if target.id == tx.actor.counter_id:
        raise Malformed(field="to_counter", reason="own")
    if target.state == CounterState.CLOSED:
        raise CounterClosed(counter=str(target.number), state=target.state)


def _own(tx: Tx, ticket: TicketRow) -> None:
    """Refuse to take a visit away from another officer's counter."""
    if ticket.counter_id is not None and ticket.counter_id != tx.actor.counter_id:
        raise NotAllowed(right=Right.SERVE_LINE)


def add_stop(tx: Tx, ticket_id: str, to_line: str) -> MovedTicket:
    """Let the visit be for one service more: it goes on in that line when the present one is done.

    Raises:
        MoveNotAllowed: The visit has ended.
        Malformed: Five further services are planned already, or this one is the present one.
        NotAllowed: It stands at another officer's counter, or the line is another centre's.
    """
    line = places.line(tx, to_line)
    require(tx.actor, Right.SERVE_LINE, centre_id=line.centre_id)
    ticket = tickets.lock(tx, ticket_id)
    require(tx.actor, Right.SERVE_LINE, centre_id=ticket.centre_id)
    _own(tx, ticket)
    if ticket.state in ENDS:
        ticket_after(ticket.state, TicketMove.FINISH)
    stops = visit_ledger.stops(tx, ticket_id)
    planned = [stop.line_id for stop in stops if not stop.begun]
    if len(planned) >= MOST_STOPS or line.id in {*planned, ticket.waits_in_id}:
        raise Malformed(field="to_line", reason="lines")

    visit_ledger.put_stop(tx, ticket_id, len(stops) + 1, line.id)
    tx.emit(StopAdded(centre_id=ticket.centre_id, subject_id=ticket.id, label=ticket.label, line_id=line.id))
    return answer(tx, ticket)


def leave(tx: Tx, ticket_id: str) -> MovedTicket:
    """Note that the citizen gave the visit up: told apart from served and from not having come.

    The citizen's own link is judged at the edge; an officer needs the right, a kiosk its centre.

    Raises:
        MoveNotAllowed: The visit is at a counter or has ended.
        NotFound: It is of another day.
    """
    ticket = tickets.lock(tx, ticket_id)
    if tx.actor.kind != "citizen":
        right = Right.TAKE_TICKET if tx.actor.kind == "device" else Right.SERVE_LINE
        require(tx.actor, right, centre_id=ticket.centre_id)
    if ticket.day != tx.today:
        raise NotFound(kind="ticket", sought=ticket.label)
    state = ticket_after(ticket.state, TicketMove.LEAVE)

    waited = ticket.state == TicketState.WAITING
    if waited:
        lines.change_waiting(tx, ticket.waits_in_id, ticket.day, -1)
    after = msgspec.structs.replace(ticket, state=state)
    tickets.change_state(tx, ticket, after)
    line = places.line(tx, ticket.waits_in_id)
    tx.emit(
        TicketLeft(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            line=lines.line_state(tx, line.shown, ticket.day) if waited else None,
            calls=boards.called(tx, ticket.centre_id),
        )
    )
    return answer(tx, after)
