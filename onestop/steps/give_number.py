"""Giving a number: the line's next serial, what it is for, and what the citizen is told."""

from datetime import datetime

import msgspec

from onestop import chance
from onestop.clock import local
from onestop.errors import DuplicateVisit, LineFull, NotFound
from onestop.events import TicketIssued
from onestop.model.ticket import TicketState
from onestop.rules import line as admission
from onestop.rules.numbering import ticket_label
from onestop.steps import estimate_wait
from onestop.steps.queue_slip import QueuedSlip, queue_first
from onestop.store import lines, places, tickets, visit_ledger
from onestop.store.lines import TurnRow
from onestop.store.places import LineRow
from onestop.store.tickets import Origin, TicketRow
from onestop.store.tx import Tx


class IssuedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen is told: the label, how many are called before, and the wait in minutes if known."""

    id: str
    label: str
    serial: int
    line_id: str
    letter: str
    line_name: str
    ahead: int
    priority: str | None
    issued_at: datetime
    wait_low: int | None = None
    wait_high: int | None = None
    slip: QueuedSlip | None = None


def give(
    tx: Tx,
    line: LineRow,
    *,
    priority: str | None = None,
    dossier_code: str | None = None,
    guard: str | None = None,
    booking_id: str | None = None,
    carried_from_id: str | None = None,
    queued_at: datetime | None = None,
    lang: str = "vi",
) -> IssuedTicket:
    """Give the next number of a line.

    Args:
        tx: The transaction.
        line: The line.
        priority: A class of the hall or of the house, already judged.
        dossier_code: The dossier whose result is collected.
        guard: What the visit is for, hashed; the same cannot stand in the line twice.
        booking_id: The booking that it makes good.
        carried_from_id: The unserved visit of an earlier day that it makes good.
        queued_at: From when the wait counts, where that is not now.
        lang: The language of the slip, which is queued with the number where a kiosk gives it.

    Raises:
        LineClosed: The line gives no numbers now.
        NotFound: The office gave the line up.
        LineFull: The band of the line is used up.
        DuplicateVisit: The same thing has a number in this line.
    """
    admission.admit(line.letter, places.line_now(tx, line))
    # The turn row is held from here on, so nobody else can take a number for the same thing meanwhile.
    turn = lines.take_serial(tx, line.id, tx.today, line.band_first)
    # Judged with the row held: on PostgreSQL the office may have given the line up in the same instant.
    if (line if tx.is_sqlite else places.line(tx, line.id)).retired:
        raise NotFound(kind="line", sought=line.name)
    if line.band_last is not None and turn.last_serial > line.band_last:
        raise LineFull(line=line.letter, last=ticket_label(line.letter, line.band_last))
    if guard is not None:
        _refuse_second(tx, line, guard)

    ticket = TicketRow(
        id=chance.new_id(),
        centre_id=line.centre_id,
        line_id=line.id,
        waits_in_id=line.id,
        day=tx.today,
        serial=turn.last_serial,
        label=ticket_label(line.letter, turn.last_serial),
        state=TicketState.WAITING,
        priority=priority,
        issued_at=tx.now,
        queued_at=queued_at or tx.now,
        dossier_code=dossier_code,
    )
    ahead = _ahead(tx, line, turn, priority)
    wait = estimate_wait.estimate(tx, line, ahead)
    origin = Origin(
        ahead=ahead,
        wait_low=wait.low if wait else None,
        wait_high=wait.high if wait else None,
        wait_sample=wait.sample if wait else None,
        device_id=tx.actor.id if tx.actor.kind == "device" else None,
        guard=guard,
        booking_id=booking_id,
        carried_from_id=carried_from_id,
    )
    tickets.put(tx, ticket, origin)
    slip = queue_first(tx, centre_id=line.centre_id, ticket_id=ticket.id, lang=lang)

    tx.emit(
        TicketIssued(
            centre_id=line.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            priority=priority,
            line=lines.line_state(tx, line.shown, tx.today, turn),
        )
    )
    return _told(line, ticket, origin, slip)


def _ahead(tx: Tx, line: LineRow, turn: TurnRow, priority: str | None) -> int:
    # Counted before the new row is written: of priority numbers all that wait, of ordinary ones everybody.
    return turn.waiting - 1 if priority is None else lines.priority_waiting(tx, line.id, tx.today)


def _refuse_second(tx: Tx, line: LineRow, guard: str) -> None:
    found = tickets.standing(tx, line.id, tx.today, guard)
    if found is not None:
        raise DuplicateVisit(
            label=found.label,
            line=line.name,
            at=f"{local(found.issued_at):%H:%M}",
            ahead=visit_ledger.ahead_of(tx, found),
            ticket=found.id,
        )


def _told(line: LineRow, ticket: TicketRow, origin: Origin, slip: QueuedSlip | None) -> IssuedTicket:
    return IssuedTicket(
        id=ticket.id,
        label=ticket.label,
        serial=ticket.serial,
        line_id=line.id,
        letter=line.letter,
        line_name=line.name,
        ahead=origin.ahead,
        priority=ticket.priority,
        issued_at=ticket.issued_at,
        wait_low=origin.wait_low,
        wait_high=origin.wait_high,
        slip=slip,
    )
