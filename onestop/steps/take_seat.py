"""What every move of a visit begins with: the officer's own counter, and the visit held."""

from datetime import datetime

import msgspec

from onestop.clock import local
from onestop.errors import CounterTaken, NotAllowed
from onestop.model.columns import instant
from onestop.rules.access import Right, require
from onestop.rules.workflow import ticket_after
from onestop.store import places, tickets
from onestop.store.places import CounterRow
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx


class MovedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The visit after a move; everything else about it is read."""

    id: str
    label: str
    state: str
    at: datetime
    why: str | None = None


def answer(tx: Tx, ticket: TicketRow, why: str | None = None) -> MovedTicket:
    """Tell the visit after a move, and after a call why it was this one's turn."""
    return MovedTicket(id=ticket.id, label=ticket.label, state=ticket.state, at=tx.now, why=why)


def seat(tx: Tx, counter_id: str) -> CounterRow:
    """Hold the counter that the officer sits at.

    Raises:
        NotFound: No such counter.
        NotAllowed: The officer is not seated there.
        CounterTaken: Another officer has opened it.
    """
    counter = assigned(tx, counter_id)
    _theirs(tx, counter)
    return counter


def assigned(tx: Tx, counter_id: str) -> CounterRow:
    """Hold the counter that the officer is assigned to, whoever has opened it.

    Raises:
        NotFound: No such counter.
        NotAllowed: The officer is assigned elsewhere.
    """
    counter = places.lock_counter(tx, counter_id)
    require(tx.actor, Right.SERVE_LINE, centre_id=counter.centre_id)
    if tx.actor.kind == "officer" and tx.actor.counter_id != counter_id:
        raise NotAllowed(right=Right.SERVE_LINE)
    return counter


def _theirs(tx: Tx, counter: CounterRow) -> None:
    """Let the officer act who opened the counter; two at one counter would call over each other."""
    other = counter.officer_id is not None and counter.officer_id != tx.actor.id
    if tx.actor.kind == "officer" and other:
        since = local(instant(counter.since or 0))
        raise CounterTaken(counter=str(counter.number), since=f"{since:%H:%M}")


def own_visit(tx: Tx, ticket_id: str, move: str) -> tuple[TicketRow, CounterRow, str]:
    """Hold a visit that stands at the officer's counter, and tell the state that the move leads to.

    Raises:
        MoveNotAllowed: The table of moves has no such move from its state.
        NotAllowed: It stands at another counter, or in another centre.
        CounterTaken: Another officer has opened the counter.
    """
    ticket = tickets.lock(tx, ticket_id)
    require(tx.actor, Right.SERVE_LINE, centre_id=ticket.centre_id)
    after = ticket_after(ticket.state, move)
    if ticket.counter_id is None or ticket.counter_id != tx.actor.counter_id:
        raise NotAllowed(right=Right.SERVE_LINE)
    counter = places.counter(tx, ticket.counter_id)
    _theirs(tx, counter)
    return ticket, counter, after
