"""A citizen takes a number."""

from datetime import datetime

import msgspec

from onestop import chance
from onestop.errors import Malformed, NotFound
from onestop.events import TicketIssued
from onestop.model.ticket import TicketState
from onestop.rules import line as turns
from onestop.rules.access import Right, require
from onestop.rules.numbering import ticket_label
from onestop.rules.priority import Priority
from onestop.store import dossiers, lines, places, tickets
from onestop.store.tx import Tx


class IssuedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen is told: the label, and how many are called before."""

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


def take(tx: Tx, line_id: str, priority: str | None = None, dossier_code: str | None = None) -> IssuedTicket:
    """Give the next number of a line.

    Raises:
        NotFound: No such line, or no such dossier.
        LineClosed: The line gives no numbers now.
        NotAllowed: The device or officer belongs to another centre.
        Malformed: No such priority class.
    """
    row = places.line(tx, line_id)
    require(tx.actor, Right.TAKE_TICKET, centre_id=row.centre_id)
    turns.admit(row.letter, places.line_now(tx, row))
    if priority is not None and priority not in set(Priority):
        raise Malformed(field="priority", reason="unknown")
    if dossier_code is not None:
        dossier_code = _known_dossier(tx, dossier_code)

    turn = lines.take_serial(tx, line_id, tx.today)
    serial = turn.last_serial
    ticket = tickets.TicketRow(
        id=chance.new_id(),
        centre_id=row.centre_id,
        line_id=line_id,
        waits_in_id=line_id,
        day=tx.today,
        serial=serial,
        label=ticket_label(row.letter, serial),
        state=TicketState.WAITING,
        priority=priority,
        issued_at=tx.now,
        queued_at=tx.now,
        called_at=None,
        serving_at=None,
        times_called=0,
        counter_id=None,
        dossier_code=dossier_code,
    )
    ahead = turn.waiting - 1 if priority is None else lines.priority_waiting(tx, line_id, tx.today)
    device = tx.actor.id if tx.actor.kind == "device" else None
    tickets.put(tx, ticket, ahead=ahead, device_id=device)

    state = lines.line_state(tx, row.shown, tx.today, turn)
    tx.emit(
        TicketIssued(
            centre_id=row.centre_id, subject_id=ticket.id, label=ticket.label, priority=priority, line=state
        )
    )
    return IssuedTicket(
        id=ticket.id,
        label=ticket.label,
        serial=serial,
        line_id=line_id,
        letter=row.letter,
        line_name=row.name,
        ahead=ahead,
        priority=priority,
        issued_at=tx.now,
    )


def _known_dossier(tx: Tx, scanned: str) -> str:
    """Give the code of a dossier from what was scanned: its bar code, or the link in its square code.

    Raises:
        NotFound: Neither leads to a dossier.
    """
    row = tx.run("SELECT code FROM dossier WHERE code = :code", code=scanned).fetchone()
    if row is not None:
        return str(row[0])
    try:
        return dossiers.by_link(tx, scanned).code
    except NotFound:
        raise NotFound(kind="dossier", sought=scanned[:40]) from None
