"""An officer serves a line: opens the counter, calls, and ends visits."""

import msgspec

from onestop import chance
from onestop.errors import CounterClosed, CounterOccupied, NobodyWaiting
from onestop.events import CounterClosed as CounterWasClosed
from onestop.events import CounterOpened, CounterPaused, TicketCalled, TicketResumed
from onestop.model.counter import CounterState
from onestop.model.ticket import TicketState
from onestop.rules.access import Right, require
from onestop.rules.workflow import TicketMove, ticket_after
from onestop.steps.take_seat import MovedTicket, answer, seat
from onestop.store import lines, places, tickets
from onestop.store.places import CounterRow
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx


def _free(tx: Tx, counter: CounterRow) -> None:
    if counter.state != CounterState.OPEN:
        raise CounterClosed(counter=str(counter.number), state=counter.state)
    present = tickets.at_counter(tx, counter.id)
    if present is not None:
        raise CounterOccupied(counter=str(counter.number), label=present.label)


def turn_counter(tx: Tx, counter_id: str, state: str) -> str:
    """Open, pause or close the counter that the officer sits at; give its state.

    Raises:
        CounterOccupied: It still has a person in front of it.
        NotAllowed: The officer is not seated there.
    """
    counter = seat(tx, counter_id)
    if counter.state == state:
        return state
    present = tickets.at_counter(tx, counter.id)
    if present is not None and state == CounterState.CLOSED:
        raise CounterOccupied(counter=str(counter.number), label=present.label)

    counter = places.turn_counter(tx, counter, state, chance.new_id())

    shown = counter.shown(present.label if present else None)
    kinds: dict[str, type[CounterOpened | CounterPaused | CounterWasClosed]] = {
        CounterState.OPEN: CounterOpened,
        CounterState.BREAK: CounterPaused,
        CounterState.CLOSED: CounterWasClosed,
    }
    tx.emit(kinds[state](centre_id=counter.centre_id, subject_id=counter.id, counter=shown))
    return state


def call_next(tx: Tx, counter_id: str) -> MovedTicket:
    """Call the next waiting citizen to a counter.

    Of the counter's lines the one whose next number has waited longest is called; within a line, two
    priority numbers go before one ordinary number.

    Raises:
        NobodyWaiting: Nobody waits in the counter's lines.
        CounterOccupied: The counter still has a person in front of it.
        CounterClosed: The counter is closed or on a break.
        NotAllowed: The officer is not seated there.
    """
    counter = seat(tx, counter_id)
    _free(tx, counter)
    served = [line.id for line in places.lines_served(tx, counter_id)]
    lines.lock_turns(tx, served, tx.today)
    candidates = [found for line in served if (found := lines.candidate(tx, line, tx.today))]
    if not candidates:
        raise NobodyWaiting(counter=str(counter.number))

    first = min(candidates, key=lambda found: found.queued_at)
    lines.keep_run(tx, first.line_id, tx.today, first.run)
    return answer(tx, _call(tx, tickets.find(tx, first.ticket_id), counter))


def _call(tx: Tx, ticket: TicketRow, counter: CounterRow) -> TicketRow:
    waited = ticket.state == TicketState.WAITING
    move = TicketMove.RESUME if ticket.state == TicketState.HELD else TicketMove.CALL
    after = msgspec.structs.replace(
        ticket,
        state=ticket_after(ticket.state, move),
        counter_id=counter.id,
        called_at=tx.now,
        times_called=ticket.times_called + 1,
    )
    if waited:
        lines.change_waiting(tx, ticket.waits_in_id, ticket.day, -1)
    tickets.change_state(tx, ticket, after, ended=False, reason=None)
    line = places.line(tx, ticket.waits_in_id)
    kind: type[TicketCalled | TicketResumed] = TicketCalled
    tx.emit(
        kind(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            called_at=tx.now,
            times=after.times_called,
            line=lines.line_state(tx, line.shown, ticket.day),
            counter=counter.shown(ticket.label),
        )
    )
    return after


def call(tx: Tx, ticket_id: str) -> MovedTicket:
    """Call a chosen ticket, out of turn, to the officer's counter.

    Raises:
        MoveNotAllowed: The visit does not wait, or has ended.
        CounterOccupied: The counter still has a person in front of it.
        NotFound: No such ticket today.
    """
    return _call_to_own_counter(tx, ticket_id, TicketMove.CALL)


def resume(tx: Tx, ticket_id: str) -> MovedTicket:
    """Call a visit that was set aside back to the officer's counter.

    Raises:
        MoveNotAllowed: The visit is not held.
        CounterOccupied: The counter still has a person in front of it.
    """
    return _call_to_own_counter(tx, ticket_id, TicketMove.RESUME)


def _call_to_own_counter(tx: Tx, ticket_id: str, move: str) -> MovedTicket:
    counter = seat(tx, tx.actor.counter_id or "")
    ticket = tickets.lock(tx, ticket_id)
    require(tx.actor, Right.SERVE_LINE, centre_id=ticket.centre_id)
    ticket_after(ticket.state, move)
    _free(tx, counter)

    return answer(tx, _call(tx, ticket, counter))
