"""Sending a visit on: into another line or to another counter, its wait kept."""

import msgspec

from onestop.events import TicketMoved
from onestop.model.ticket import TicketState
from onestop.store import boards, lines, places, tickets
from onestop.store.places import CounterRow, LineRow
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx


def send_on(
    tx: Tx,
    ticket: TicketRow,
    counter: CounterRow | None,
    line: LineRow,
    *,
    to_counter: CounterRow | None = None,
    next_stop: bool = False,
) -> TicketRow:
    """Let a visit wait in a line from now on; give it as it is then.

    Args:
        tx: The transaction; the ticket is held.
        ticket: The visit.
        counter: The counter that it leaves, where it stands at one.
        line: The line that it waits in.
        to_counter: The one counter that may call it.
        next_stop: It goes on to the next of its services, and did not end up in the wrong line.
    """
    origin = places.line(tx, ticket.waits_in_id)
    after = msgspec.structs.replace(
        ticket,
        state=TicketState.WAITING,
        waits_in_id=line.id,
        counter_id=None,
        waits_for_id=to_counter.id if to_counter else None,
        due_turn=None if line.id != ticket.waits_in_id else ticket.due_turn,
    )
    if ticket.state == TicketState.WAITING:
        lines.change_waiting(tx, ticket.waits_in_id, ticket.day, -1)
    lines.change_waiting(tx, line.id, ticket.day, 1)
    tickets.change_state(tx, ticket, after)
    tx.emit(
        TicketMoved(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            from_line=lines.line_state(tx, origin.shown, ticket.day),
            line=lines.line_state(tx, line.shown, ticket.day),
            counter=counter.shown(None) if counter else None,
            to_counter=to_counter.number if to_counter else None,
            next_stop=next_stop,
            calls=boards.called(tx, ticket.centre_id),
        )
    )
    return after
