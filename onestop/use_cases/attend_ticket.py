"""An officer attends to the visit at the counter: recalls, serves, sets aside, moves on, ends it."""

import msgspec

from onestop.errors import Malformed
from onestop.events import (
    CounterState,
    TicketFinished,
    TicketHeld,
    TicketRecalled,
    TicketServed,
    TicketSkipped,
)
from onestop.rules.workflow import TicketMove
from onestop.steps import announce
from onestop.steps.send_on import send_on
from onestop.steps.take_seat import MovedTicket, answer, own_visit
from onestop.store import lines, places, tickets, visit_ledger
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
    called_at = tickets.call_instant(tx, ticket.centre_id)
    after = msgspec.structs.replace(
        ticket, state=state, called_at=called_at, times_called=ticket.times_called + 1
    )
    tickets.change_state(tx, ticket, after)
    tx.emit(
        TicketRecalled(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            called_at=called_at,
            times=after.times_called,
            counter=counter.shown(ticket.label),
            announcement=announce.queue(
                tx, ticket.centre_id, counter.room, ticket.id, ticket.label, counter.id, after.times_called
            ),
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
    tickets.change_state(tx, ticket, after)
    _tell(tx, TicketServed, ticket, counter.shown(ticket.label))
    return answer(tx, after)


def _leave(tx: Tx, ticket: TicketRow, state: str, *, reason: str | None = None) -> TicketRow:
    after = msgspec.structs.replace(ticket, state=state, counter_id=None)
    tickets.change_state(tx, ticket, after, reason=reason)
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
    """End the visit at the counter; where it is for further services, it goes on in the next one's line.

    Raises:
        MoveNotAllowed: The visit is not at the counter.
    """
    onward = [stop.line_id for stop in visit_ledger.stops(tx, ticket_id) if not stop.begun][:1]
    # Both lines before the visit, in the order that calling holds them: else the two wait in a ring.
    lines.lock_turns(tx, [tickets.find(tx, ticket_id).waits_in_id, *onward], tx.today)
    ticket, counter, state = own_visit(tx, ticket_id, TicketMove.FINISH)
    stop = next((one for one in visit_ledger.stops(tx, ticket.id) if not one.begun), None)
    if stop is not None:
        visit_ledger.begin_stop(tx, ticket.id, stop.position, begun=tx.now)
        return answer(tx, send_on(tx, ticket, counter, places.line(tx, stop.line_id), next_stop=True))
    after = _leave(tx, ticket, state)
    _tell(tx, TicketFinished, ticket, counter.shown(None))
    return answer(tx, after)
