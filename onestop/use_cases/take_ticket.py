"""A citizen takes a number."""

from collections.abc import Sequence

from onestop.errors import Malformed, NotFound, SlipNotCarried
from onestop.model.ticket import TicketState
from onestop.rules.access import Right, require
from onestop.rules.identity import parse_identity
from onestop.rules.line import admit
from onestop.rules.priority import CARRIED
from onestop.steps.give_number import IssuedTicket, give
from onestop.store import dossiers, hall, places, tickets, visit_ledger
from onestop.store.places import LineRow
from onestop.store.tx import Tx

MOST_STOPS = 5
GUARD = "visit"


def take(
    tx: Tx,
    line_id: str,
    priority: str | None = None,
    dossier_code: str | None = None,
    *,
    identity: str | None = None,
    also: Sequence[str] = (),
    carried: str | None = None,
    again: bool = False,
    lang: str = "vi",
) -> IssuedTicket:
    """Give the next number of a line.

    Args:
        tx: The transaction.
        line_id: The line.
        priority: A class of the hall.
        dossier_code: The receipt scanned, its bar code or its link.
        identity: The text of an identity card's QR code; only its keyed hash is kept, for the day's guard.
        also: Further lines that the same visit goes on to afterwards, in order; five at the most.
        carried: The ticket of an earlier day that was left unserved; its citizen goes first.
        again: An officer means a second number for the same thing.
        lang: The language of the slip.

    Raises:
        NotFound: No such line, dossier or ticket.
        LineClosed: A line gives no numbers now.
        LineFull: The band of the line is used up.
        NotAllowed: The device or officer belongs to another centre.
        Malformed: No such priority class, or too many or repeated lines.
        DuplicateVisit: The same receipt or person has a number in this line today.
        SlipNotCarried: The earlier ticket was served, or was made good already.
        IdentityUnreadable: The card's text is none.
    """
    line = places.line(tx, line_id)
    require(tx.actor, Right.TAKE_TICKET, centre_id=line.centre_id)
    if priority is not None and not hall.knows_class(tx, line.centre_id, priority):
        raise Malformed(field="priority", reason="unknown")
    further = [_stop(tx, line, other) for other in _distinct(line_id, also)]
    if dossier_code is not None:
        dossier_code = _known_dossier(tx, dossier_code)
    if carried is not None:
        _unserved(tx, line, carried)
        priority = CARRIED
    guard = _guard(tx, dossier_code, identity)
    if again and tx.actor.kind == "officer":
        guard = None

    issued = give(
        tx,
        line,
        priority=priority,
        dossier_code=dossier_code,
        guard=guard,
        carried_from_id=carried,
        lang=lang,
    )
    for position, other in enumerate(further, 1):
        visit_ledger.put_stop(tx, issued.id, position, other.id)
    return issued


def _distinct(first: str, also: Sequence[str]) -> Sequence[str]:
    if len(also) > MOST_STOPS or len({first, *also}) != len(also) + 1:
        raise Malformed(field="also", reason="lines")
    return also


def _stop(tx: Tx, first: LineRow, line_id: str) -> LineRow:
    line = places.line(tx, line_id)
    if line.centre_id != first.centre_id:
        raise NotFound(kind="line", sought=line_id)
    admit(line.letter, places.line_now(tx, line))
    return line


def _guard(tx: Tx, dossier_code: str | None, identity: str | None) -> str | None:
    """Give the keyed hash of what the visit is for; the receipt says more than the person."""
    if dossier_code is not None:
        return tx.seals.fingerprint(GUARD, f"dossier:{dossier_code}")
    if identity is not None:
        return tx.seals.fingerprint(GUARD, f"person:{parse_identity(identity).identity_no}")
    return None


def _unserved(tx: Tx, line: LineRow, ticket_id: str) -> None:
    before = tickets.find(tx, ticket_id)
    good = before.state == TicketState.UNSERVED and before.day < tx.today
    if before.centre_id != line.centre_id or not good or tickets.is_carried(tx, ticket_id):
        raise SlipNotCarried(label=before.label)


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
