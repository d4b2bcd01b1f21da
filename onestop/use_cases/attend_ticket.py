"""An officer attends to the visit at the counter: recalls, serves, sets aside, moves on, ends it."""

import msgspec

from onestop.errors import Malformed, NotAllowed
from onestop.events import (
    CounterState,
    TicketFinished,
    TicketHeld,
    TicketMoved,
    TicketRecalled,
    TicketServed,
    TicketSkipped,
)
from onestop.model.ticket import TicketState
from onestop.rules.access import Right, require
from onestop.rules.workflow import TicketMove, ticket_after
from onestop.steps.take_seat import MovedTicket, answer, own_visit
from onestop.store import lines, places, tickets
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx

LONGEST_REASON = 200
_Told = TicketServed | TicketSkipped | TicketHeld | TicketFinished


def _tell(tx: Tx, kind: type[_Told], ticket: TicketRow, counter: CounterState) -> None:
    tx.emit(kind(centre_id=ticket.centre_id, subject_id=ticket.id, label=ticket.label, counter=counter))


def recall(tx: Tx, ticket_id: str) -> MovedTicket:
    """Call the same citizen again.

    Raises:
        MoveNotAllowed: The visit is not called.
        NotAllowed: It stands at another counter.
    """
    ticket, counter, state = own_visit(tx, ticket_id, TicketMove.RECALL)
    after = msgspec.structs.replace(
        ticket, state=state, called_at=tx.now, times_called=ticket.times_called + 1
    )
    tickets.change_state(tx, ticket, after, ended=False, reason=None)
    tx.emit(
        TicketRecalled(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            called_at=tx.now,
            times=after.times_called,
            counter=counter.shown(ticket.label),
        )
    )
    return answer(tx, after)


def serve(tx: Tx, ticket_id: str) -> MovedTicket:
    """Note that the citizen came to the counter.

    Raises:
        MoveNotAllowed: The visit is not called.
    """
    ticket, counter, state = own_visit(tx, ticket_id, TicketMove.SERVE)
    after = msgspec.structs.replace(ticket, state=state, serving_at=tx.now)
    tickets.change_state(tx, ticket, after, ended=False, reason=None)
    _tell(tx, TicketServed, ticket, counter.shown(ticket.label))
    return answer(tx, after)


def _leave(tx: Tx, ticket: TicketRow, state: str, *, reason: str | None = None) -> TicketRow:
    after = msgspec.structs.replace(ticket, state=state, counter_id=None)
    ended = state in {TicketState.SERVED, TicketState.LEFT}
    tickets.change_state(tx, ticket, after, ended=ended, reason=reason)
    return after


def skip(tx: Tx, ticket_id: str) -> MovedTicket:
    """Note that the citizen did not come: an outcome, and the counter is free.

    Raises:
        MoveNotAllowed: The visit is not called.
    """
    ticket, counter, state = own_visit(tx, ticket_id, TicketMove.SKIP)
    after = _leave(tx, ticket, state)
    _tell(tx, TicketSkipped, ticket, counter.shown(None))
    return answer(tx, after)


def hold(tx: Tx, ticket_id: str, reason: str) -> MovedTicket:
    """Set the visit aside with a reason ("đi phô tô"), and free the counter.

    Raises:
        MoveNotAllowed: The visit is not at the counter.
        Malformed: No reason, or one of more than 200 characters.
    """
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Malformed(field="reason", reason="length")
    ticket, counter, state = own_visit(tx, ticket_id, TicketMove.HOLD)
    after = _leave(tx, ticket, state, reason=reason)
    _tell(tx, TicketHeld, ticket, counter.shown(None))
    return answer(tx, after)


def finish(tx: Tx, ticket_id: str) -> MovedTicket:
    """End the visit at the counter.

    Raises:
        MoveNotAllowed: The visit is not at the counter.
    """
    ticket, counter, state = own_visit(tx, ticket_id, TicketMove.FINISH)
    after = _leave(tx, ticket, state)
    _tell(tx, TicketFinished, ticket, counter.shown(None))
    return answer(tx, after)


def move(tx: Tx, ticket_id: str, to_line: str) -> MovedTicket:
    """Let the visit go on in another line, with its wait kept.

    Raises:
        MoveNotAllowed: The visit has ended, or is set aside.
        NotAllowed: The other line is another centre's.
    """
    target = places.line(tx, to_line)
    require(tx.actor, Right.SERVE_LINE, centre_id=target.centre_id)
    lines.lock_turns(tx, [to_line], tx.today)
    ticket = tickets.lock(tx, ticket_id)
    require(tx.actor, Right.SERVE_LINE, centre_id=ticket.centre_id)
    state = ticket_after(ticket.state, TicketMove.MOVE)
    if ticket.counter_id is not None and ticket.counter_id != tx.actor.counter_id:
        raise NotAllowed(right=Right.SERVE_LINE)

    origin = places.line(tx, ticket.waits_in_id)
    after = msgspec.structs.replace(ticket, state=state, waits_in_id=to_line, counter_id=None)
    if ticket.state == TicketState.WAITING:
        lines.change_waiting(tx, origin.id, ticket.day, -1)
    lines.change_waiting(tx, to_line, ticket.day, 1)
    tickets.change_state(tx, ticket, after, ended=False, reason=None)
    counter = places.counter(tx, ticket.counter_id).shown(None) if ticket.counter_id else None
    tx.emit(
        TicketMoved(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            from_line=lines.line_state(tx, origin.shown, ticket.day),
            line=lines.line_state(tx, target.shown, ticket.day),
            counter=counter,
        )
    )
    return answer(tx, after)
