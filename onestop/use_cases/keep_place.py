"""A citizen keeps the place in the line: comes back after a missed call, or asks for more time."""

import msgspec

from onestop.errors import NoMoreTime, NotFound, TooLateToReturn
from onestop.events import TicketPostponed, TicketReturned
from onestop.rules.access import Right, require
from onestop.rules.hall_rules import HallRules
from onestop.rules.turns import due_after
from onestop.rules.workflow import TicketMove, ticket_after
from onestop.steps.take_seat import MovedTicket, answer
from onestop.store import boards, hall, lines, places, tickets
from onestop.store.tickets import TicketRow
from onestop.store.tx import Tx

NEXT_BUT_ONE = 1
MOST_RETURNS = 1
MOST_POSTPONEMENTS = 2
"""Rules of the house, told in words on the page; no instrument fixes them."""


def come_back(tx: Tx, ticket_id: str) -> MovedTicket:
    """Let a citizen who missed the call stand in the line again: next but one, once.

    It holds within so many numbers or so many minutes after the call, whichever lets more back in.

    Raises:
        MoveNotAllowed: The visit was not missed.
        TooLateToReturn: Both have gone by, or it came back once before.
        NotFound: It is of another day.
    """
    ticket = _own_today(tx, ticket_id)
    state = ticket_after(ticket.state, TicketMove.RETURN)
    rules = hall.rules_of(tx, ticket.centre_id)
    calls = lines.turn_row(tx, ticket.waits_in_id, ticket.day).calls
    _in_time(tx, ticket, calls, rules)

    after = msgspec.structs.replace(
        ticket,
        state=state,
        due_turn=due_after(calls, NEXT_BUT_ONE),
        waits_for_id=None,
        returns=ticket.returns + 1,
    )
    lines.change_waiting(tx, ticket.waits_in_id, ticket.day, 1)
    tickets.change_state(tx, ticket, after)
    line = places.line(tx, ticket.waits_in_id)
    tx.emit(
        TicketReturned(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            line=lines.line_state(tx, line.shown, ticket.day),
            calls=boards.called(tx, ticket.centre_id),
        )
    )
    return answer(tx, after)


def _in_time(tx: Tx, ticket: TicketRow, calls: int, rules: HallRules) -> None:
    numbers = calls - ticket.called_turn
    minutes = int((tx.now - (ticket.called_at or tx.now)).total_seconds() // 60)
    within = numbers <= rules.late_numbers or minutes <= rules.late_minutes
    if ticket.returns >= MOST_RETURNS or not within:
        raise TooLateToReturn(label=ticket.label, numbers=rules.late_numbers, minutes=rules.late_minutes)


def ask_for_time(tx: Tx, ticket_id: str) -> MovedTicket:
    """Let a citizen who waits let the next few go first; at most twice.

    Raises:
        MoveNotAllowed: The visit does not wait.
        NoMoreTime: It asked twice before.
        NotFound: It is of another day.
    """
    ticket = _own_today(tx, ticket_id)
    state = ticket_after(ticket.state, TicketMove.POSTPONE)
    if ticket.postponements >= MOST_POSTPONEMENTS:
        raise NoMoreTime(label=ticket.label)
    rules = hall.rules_of(tx, ticket.centre_id)
    calls = lines.turn_row(tx, ticket.waits_in_id, ticket.day).calls
    before = max(calls, ticket.due_turn or 0)

    after = msgspec.structs.replace(
        ticket,
        state=state,
        due_turn=due_after(before, rules.more_time_numbers),
        postponements=ticket.postponements + 1,
    )
    tickets.change_state(tx, ticket, after)
    line = places.line(tx, ticket.waits_in_id)
    tx.emit(
        TicketPostponed(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            line=lines.line_state(tx, line.shown, ticket.day),
        )
    )
    return answer(tx, after)


def _own_today(tx: Tx, ticket_id: str) -> TicketRow:
    """Hold a visit of today; the citizen's own link is judged at the edge, others need their centre."""
    ticket = tickets.lock(tx, ticket_id)
    if tx.actor.kind != "citizen":
        right = Right.TAKE_TICKET if tx.actor.kind == "device" else Right.SERVE_LINE
        require(tx.actor, right, centre_id=ticket.centre_id)
    if ticket.day != tx.today:
        raise NotFound(kind="ticket", sought=ticket.label)
    return ticket
