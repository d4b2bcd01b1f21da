"""An officer serves a line: opens the counter, and calls."""

import msgspec

from onestop import chance
from onestop.errors import CounterClosed, CounterOccupied, NobodyWaiting, NotFound
from onestop.events import CounterClosed as CounterWasClosed
from onestop.events import CounterOpened, CounterPaused, CounterTakenOver, TicketCalled, TicketResumed
from onestop.model.columns import micros
from onestop.model.counter import CounterState, TurnRule
from onestop.model.ticket import TicketState
from onestop.rules import turns
from onestop.rules.access import Right, require
from onestop.rules.turns import Turn, Why
from onestop.rules.workflow import TicketMove, ticket_after
from onestop.steps import announce
from onestop.steps.take_seat import MovedTicket, answer, assigned, seat
from onestop.store import boards, hall, lines, places, profiles, tickets
from onestop.store.places import CounterRow
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading, Tx


def _free(tx: Tx, counter: CounterRow) -> None:
    if counter.state != CounterState.OPEN:
        raise CounterClosed(counter=str(counter.number), state=counter.state)
    present = tickets.at_counter(tx, counter.id)
    if present is not None:
        raise CounterOccupied(counter=str(counter.number), label=present.label)


def turn_counter(tx: Tx, counter_id: str, state: str) -> str:
    """Open, pause or close the counter that the officer sits at; give its state.

    Who was sent to this very counter and still waits stands in the line again when it closes.

    Raises:
        CounterOccupied: It still has a person in front of it.
        NotAllowed: The officer is not seated there.
        CounterTaken: Another officer has opened it.
    """
    counter = seat(tx, counter_id)
    if counter.state == state:
        return state
    present = tickets.at_counter(tx, counter.id)
    if present is not None and state == CounterState.CLOSED:
        raise CounterOccupied(counter=str(counter.number), label=present.label)

    counter = places.turn_counter(tx, counter, state, chance.new_id())

    shown = counter.shown(present.label if present else None)
    about = {"centre_id": counter.centre_id, "subject_id": counter.id}
    match CounterState(state):
        case CounterState.OPEN:
            tx.emit(CounterOpened(**about, counter=shown))
        case CounterState.BREAK:
            tx.emit(CounterPaused(**about, counter=shown))
        case CounterState.CLOSED:
            rows = [places.line(tx, line_id) for line_id in tickets.release(tx, counter.id)]
            states = tuple(lines.line_state(tx, row.shown, tx.today) for row in rows)
            tx.emit(CounterWasClosed(**about, counter=shown, lines=states))
    return state


def take_over(tx: Tx, counter_id: str) -> str:
    """Go on serving at a counter that another officer opened and left; give its state.

    Raises:
        NotAllowed: The officer is not assigned to it.
    """
    counter = assigned(tx, counter_id)
    if counter.state == CounterState.CLOSED or counter.officer_id in {None, tx.actor.id}:
        return counter.state
    present = tickets.at_counter(tx, counter.id)

    places.turn_counter(tx, counter, counter.state, chance.new_id())

    shown = counter.shown(present.label if present else None)
    tx.emit(CounterTakenOver(centre_id=counter.centre_id, subject_id=counter.id, counter=shown))
    return counter.state


def next_turn(reading: Reading, counter_id: str) -> tuple[Turn, bool] | None:
    """Find whose turn it is at a counter, and whether a new round of its ratio begins with it.

    Who was sent to this very counter goes first; then the work profile decides.
    """
    sent = lines.sent_here(reading, counter_id, reading.today)
    if sent is not None:
        return sent, False
    rules = hall.rules_of(reading, places.counter(reading, counter_id).centre_id)
    heads = profiles.heads(reading, profiles.served(reading, counter_id, reading.today), reading.today)
    turn = turns.among(heads, profiles.rule_of(reading, counter_id), micros(reading.now), rules)
    return None if turn is None else (turn, turns.begins_round(heads, rules))


def call_next(tx: Tx, counter_id: str) -> MovedTicket:
    """Call the next waiting citizen to a counter, by its work profile, and tell why it is this one.

    Raises:
        NobodyWaiting: Nobody waits in the counter's lines.
        CounterOccupied: The counter still has a person in front of it.
        CounterClosed: The counter is closed or on a break.
        NotAllowed: The officer is not seated there.
        CounterTaken: Another officer has opened it.
    """
    counter = seat(tx, counter_id)
    _free(tx, counter)
    served = profiles.served(tx, counter_id, tx.today)
    lines.lock_turns(tx, [line.line_id for line in served], tx.today)
    found = next_turn(tx, counter_id)
    if found is None:
        raise NobodyWaiting(counter=str(counter.number))

    turn, new_round = found
    if profiles.rule_of(tx, counter_id) == TurnRule.RATIO and turn.why != Why.SENT_HERE:
        profiles.take_share(tx, counter_id, tx.today, turn.line_id, new_round=new_round)
    ticket = tickets.lock(tx, turn.ticket.ticket_id)
    return answer(tx, _call(tx, ticket, counter, why=turn.why, run=turn.run), turn.why)


def _call(tx: Tx, ticket: TicketRow, counter: CounterRow, *, why: str, run: int | None = None) -> TicketRow:
    """Bring a visit to a counter; `run` is the line's priority run after it, where it changes."""
    waited = ticket.state == TicketState.WAITING
    move = TicketMove.RESUME if ticket.state == TicketState.HELD else TicketMove.CALL
    state = ticket_after(ticket.state, move)
    turn = lines.turn_row(tx, ticket.waits_in_id, ticket.day)
    calls = turn.calls
    if waited:
        calls = lines.note_call(tx, ticket.waits_in_id, ticket.day, turn.run if run is None else run)
    after = msgspec.structs.replace(
        ticket,
        state=state,
        counter_id=counter.id,
        called_at=tickets.call_instant(tx, ticket.centre_id),
        times_called=ticket.times_called + 1,
        called_turn=calls,
    )
    # Why it was this one's turn stays in the ledger, as the reason of the period.
    tickets.change_state(tx, ticket, after, reason=why)
    _tell_call(tx, after, counter, why, resumed=move == TicketMove.RESUME)
    return after


def _tell_call(tx: Tx, ticket: TicketRow, counter: CounterRow, why: str, *, resumed: bool) -> None:
    line = places.line(tx, ticket.waits_in_id)
    kind: type[TicketCalled | TicketResumed] = TicketResumed if resumed else TicketCalled
    tx.emit(
        kind(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            called_at=ticket.called_at or tx.now,
            times=ticket.times_called,
            line=lines.line_state(tx, line.shown, ticket.day),
            counter=counter.shown(ticket.label),
            why=why,
            announcement=announce.queue(
                tx, ticket.centre_id, counter.room, ticket.id, ticket.label, counter.id, ticket.times_called
            ),
            calls=boards.called(tx, ticket.centre_id) if ticket.times_called > 1 else None,
        )
    )


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
    if ticket.day != tx.today:
        raise NotFound(kind="ticket", sought=ticket.label)
    ticket_after(ticket.state, move)
    _free(tx, counter)

    return answer(tx, _call(tx, ticket, counter, why=Why.CHOSEN), Why.CHOSEN)
