"""The officer's counter as it is shown: the person present, who is next and why, who waits, the day so far."""

from datetime import datetime

import msgspec

from onestop.rules.access import Right, require
from onestop.store import desk, lines, places, profiles, slips, tickets
from onestop.store.places import CounterRow
from onestop.store.tx import Reading
from onestop.use_cases import serve_line, undo_move
from onestop.web.shapes import shown
from onestop.web.tickets import VisitCard, visit_card


class ServedLine(msgspec.Struct, frozen=True):
    """A line of the counter's work profile."""

    id: str
    letter: str
    name: str
    waiting: int


class CounterCard(msgspec.Struct, frozen=True):
    """A counter with the lines it serves and the rule of its work profile; another officer may have it open."""

    id: str
    number: int
    name: str
    state: str
    lines: list[ServedLine]
    rule: str
    taken_by_other: bool


class Letter(msgspec.Struct, frozen=True):
    """A line by its letter."""

    letter: str


class WaitingCard(msgspec.Struct, frozen=True):
    """Somebody who waits; `sent_here` for this counter alone, `stands_back` until others were called.

    `print_failed`: the slip did not come out, so the citizen may not have the number in hand.
    """

    id: str
    label: str
    line: Letter
    priority: str | None
    waiting_since: datetime | None
    sent_here: bool
    stands_back: bool
    print_failed: bool


class HeldCard(msgspec.Struct, frozen=True):
    """Somebody who was set aside."""

    id: str
    label: str
    reason: str | None
    held_since: datetime | None


class AbsentCard(msgspec.Struct, frozen=True):
    """Somebody who was called and did not come."""

    id: str
    label: str
    called_at: datetime | None


class NextCard(msgspec.Struct, frozen=True):
    """Who would be called next, from which line, and why."""

    label: str
    line: Letter
    why: str


class UndoCard(msgspec.Struct, frozen=True):
    """The visit whose last move can still be taken back."""

    id: str
    label: str
    state: str


class DeskCard(msgspec.Struct, frozen=True):
    """Everything that a counter shows."""

    counter: CounterCard
    current: VisitCard | None
    next: NextCard | None
    undo: UndoCard | None
    waiting: list[WaitingCard]
    held: list[HeldCard]
    absent: list[AbsentCard]
    today: desk.Today


def desk_card(reading: Reading, counter_id: str) -> DeskCard:
    """Show a counter to its officer.

    Raises:
        NotFound: No such counter.
        NotAllowed: The actor serves no line of that centre.
    """
    counter = places.counter(reading, counter_id)
    require(reading.actor, Right.SERVE_LINE, centre_id=counter.centre_id)
    present = tickets.at_counter(reading, counter_id)
    held = desk.aside(reading, counter.centre_id, counter_id, "held")
    absent = desk.aside(reading, counter.centre_id, counter_id, "absent")
    slipless = {fault.ticket_id for fault in slips.print_faults(reading, counter.centre_id)}
    return DeskCard(
        counter=_counter_card(reading, counter),
        current=visit_card(reading, present) if present else None,
        next=_next_card(reading, counter_id),
        undo=_undo_card(reading, counter),
        waiting=[_waiting_card(one, slipless) for one in desk.waiting(reading, counter_id)],
        held=[HeldCard(one.id, one.label, one.reason, shown(one.since)) for one in held],
        absent=[AbsentCard(one.id, one.label, shown(one.called_at)) for one in absent],
        today=desk.today(reading, counter.centre_id, counter_id),
    )


def _counter_card(reading: Reading, counter: CounterRow) -> CounterCard:
    served = [
        ServedLine(line.id, line.letter, line.name, lines.turn_row(reading, line.id, reading.today).waiting)
        for line in places.lines_served(reading, counter.id)
    ]
    rule = profiles.rule_of(reading, counter.id)
    other = counter.officer_id not in {None, reading.actor.id}
    return CounterCard(counter.id, counter.number, counter.name, counter.state, served, rule, other)


def _waiting_card(one: desk.Waiting, slipless: set[str]) -> WaitingCard:
    letter = Letter(one.letter)
    since = shown(one.queued_at)
    return WaitingCard(
        one.id, one.label, letter, one.priority, since, one.sent_here, one.stands_back, one.id in slipless
    )


def _next_card(reading: Reading, counter_id: str) -> NextCard | None:
    found = serve_line.next_turn(reading, counter_id)
    if found is None:
        return None
    turn = found[0]
    letter = places.line(reading, turn.line_id).letter
    return NextCard(turn.ticket.label, Letter(letter), turn.why)


def _undo_card(reading: Reading, counter: CounterRow) -> UndoCard | None:
    ticket_id = desk.last_moved(reading, counter.centre_id, counter.id)
    if ticket_id is None:
        return None
    ticket = tickets.find(reading, ticket_id)
    return UndoCard(ticket.id, ticket.label, ticket.state) if undo_move.undoable(reading, ticket) else None
