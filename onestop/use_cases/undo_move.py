"""An officer takes the last move of a visit back, within the minute; the ledger gets a further row."""

from datetime import timedelta

import msgspec

from onestop.errors import CounterOccupied, NothingToUndo
from onestop.events import CounterState, TicketUndone
from onestop.model.columns import micros
from onestop.model.ticket import ENDS, TicketState
from onestop.rules.access import Right, require
from onestop.steps import announce
from onestop.steps.take_seat import MovedTicket, answer, seat
from onestop.store import boards, hall, lines, places, tickets, visit_ledger
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading, Tx
from onestop.store.visit_ledger import Period

AT_A_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})


def undo(tx: Tx, ticket_id: str) -> MovedTicket:
    """Put a visit back to where it stood before the officer's last move.

    Nothing is deleted: the period of the wrong state ends now and one of the old state begins, so the
    mistake stays readable. A recall cannot be taken back: it was heard.

    Raises:
        NothingToUndo: The last move is older than the hall allows, somebody else's, or none of an officer's.
        CounterOccupied: The counter has called somebody else meanwhile.
        NotAllowed: The visit is of another centre.
    """
    counter = seat(tx, tx.actor.counter_id or "")
    # The line it goes back to may be another: both in the order that calling holds them, else a ring.
    lines.lock_turns(tx, [period.line_id for period in visit_ledger.last_periods(tx, ticket_id)], tx.today)
    ticket = tickets.lock(tx, ticket_id)
    require(tx.actor, Right.SERVE_LINE, centre_id=ticket.centre_id)
    before = _before(tx, ticket)
    back_here = before.state in AT_A_COUNTER
    present = tickets.at_counter(tx, counter.id)
    if back_here and present is not None and present.id != ticket.id:
        raise CounterOccupied(counter=str(counter.number), label=present.label)

    after = _restored(ticket, before)
    if ticket.state == TicketState.CALLED:
        announce.withdraw(tx, ticket.centre_id, ticket.id)
    touched = _count_back(tx, ticket, after)
    _write(tx, ticket, after, before)
    left_here = ticket.counter_id is not None and not back_here
    shown = counter.shown(after.label if back_here else None) if back_here or left_here else None
    _tell(tx, after, touched, shown)
    return answer(tx, after)


def undoable(reading: Reading, ticket: TicketRow) -> bool:
    """Tell whether the officer could take the last move of a visit back now."""
    try:
        _before(reading, ticket)
    except NothingToUndo:
        return False
    return True


def _before(tx: Reading, ticket: TicketRow) -> Period:
    """Give the period to go back to.

    Raises:
        NothingToUndo: There is none that this officer may go back to.
    """
    seconds = hall.rules_of(tx, ticket.centre_id).undo_seconds
    refusal = NothingToUndo(label=ticket.label, seconds=seconds)
    if ticket.day != tx.today:
        raise refusal
    periods = visit_ledger.last_periods(tx, ticket.id)
    if ticket.state in ENDS:
        # The end of a visit has no period of its own: the last one is where it stood before.
        last, moved_at = periods[0], ticket.ended_at
        by_officer = last.officer_id == tx.actor.id and last.counter_id is not None
    elif len(periods) > 1:
        last, moved_at = periods[1], periods[0].started_at
        by_officer = periods[0].officer_id == tx.actor.id
    else:
        raise refusal
    fresh = moved_at is not None and tx.now - moved_at <= timedelta(seconds=seconds)
    same = (last.state, last.line_id, last.counter_id) == (
        ticket.state,
        ticket.waits_in_id,
        ticket.counter_id,
    )
    elsewhere = last.counter_id is not None and last.counter_id != tx.actor.counter_id
    if not (fresh and by_officer) or same or elsewhere:
        raise refusal
    return last


def _restored(ticket: TicketRow, before: Period) -> TicketRow:
    called_back = ticket.state == TicketState.CALLED
    times = ticket.times_called - 1 if called_back else ticket.times_called
    return msgspec.structs.replace(
        ticket,
        state=before.state,
        waits_in_id=before.line_id,
        counter_id=before.counter_id,
        waits_for_id=None if before.state in AT_A_COUNTER else ticket.waits_for_id,
        times_called=times,
        called_at=ticket.called_at if times else None,
        last_counter_id=ticket.last_counter_id if times else None,
        serving_at=ticket.serving_at if before.state == TicketState.SERVING else None,
        ended_at=None,
    )


def _count_back(tx: Tx, ticket: TicketRow, after: TicketRow) -> set[str]:
    """Put the lines' counts right; give the lines whose state changed."""
    touched = set[str]()
    if ticket.state == TicketState.WAITING:
        lines.change_waiting(tx, ticket.waits_in_id, ticket.day, -1)
        touched.add(ticket.waits_in_id)
        for stop in visit_ledger.stops(tx, ticket.id):
            if stop.begun and stop.line_id == ticket.waits_in_id:
                visit_ledger.begin_stop(tx, ticket.id, stop.position, begun=None)
    if after.state == TicketState.WAITING:
        # An ordinary number that was called by mistake has its turn again: the run is full for it.
        turn = lines.turn_row(tx, after.waits_in_id, after.day)
        full = hall.rules_of(tx, after.centre_id).priority_run
        run = full if ticket.priority is None else max(0, turn.run - 1)
        lines.take_back_call(tx, after.waits_in_id, after.day, run)
        touched.add(after.waits_in_id)
    return touched


def _write(tx: Tx, ticket: TicketRow, after: TicketRow, before: Period) -> None:
    """Write the row that goes on where `before` stood, its reason with it: why it was called, or set aside."""
    following = before.position + 1
    if ticket.state not in ENDS:
        tickets.change_state(tx, ticket, after, reason=before.reason, takes_back=following)
        return
    begun = micros(before.ended_at or tx.now)
    tickets.reopen(tx, ticket, after, position=following, at=begun, reason=before.reason)


def _tell(tx: Tx, ticket: TicketRow, touched: set[str], shown: CounterState | None) -> None:
    rows = [places.line(tx, line_id) for line_id in sorted(touched)]
    tx.emit(
        TicketUndone(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            state=ticket.state,
            lines=tuple(lines.line_state(tx, row.shown, ticket.day) for row in rows),
            counter=shown,
            calls=boards.called(tx, ticket.centre_id),
        )
    )
