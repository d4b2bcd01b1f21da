"""A slip is printed, or it is known that it was not: fetched, reported, printed again, given up."""

from datetime import datetime

import msgspec

from onestop.errors import Malformed, NoPrinter, NotAllowed, NotFound
from onestop.events import SlipFailed, SlipPrinted, TicketReprinted
from onestop.model.device import DeviceKind
from onestop.model.printing import PrintState
from onestop.rules import printing
from onestop.rules.access import Right, require
from onestop.rules.text import one_line
from onestop.steps.queue_slip import QueuedSlip, queue
from onestop.store import print_jobs, slips, tickets
from onestop.store.print_jobs import JobRow
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading, Tx

LONGEST_FAULT = 200


class ReportedSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A print job after a report."""

    id: str
    state: str
    at: datetime


def fetch(tx: Tx, most: int = 1) -> list[JobRow]:
    """Hand the oldest slips that are owed to the acting printer, or to the acting kiosk's browser.

    Each is theirs for the length of a lease. One that is not reported by then is handed out again, so a slip
    may come out twice when an agent dies between printing and reporting; it bears the same number, and the
    second says so. Lost is what it never is.

    Raises:
        NotAllowed: Neither a printer nor a kiosk.
    """
    require(tx.actor, Right.FETCH_PRINT_JOB)
    if tx.actor.kind != "device":
        raise NotAllowed(right=Right.FETCH_PRINT_JOB)
    _give_up(tx)
    return print_jobs.take(tx, most)


def report(tx: Tx, job_id: str, outcome: str, fault: str = "") -> ReportedSlip:
    """Note what became of a slip. A repeated or late report changes nothing that is known better.

    Args:
        tx: The transaction.
        job_id: The print job.
        outcome: `printed`, `failed` or `paper_out`.
        fault: What the printer said, for whoever mends it.

    Raises:
        NotFound: No such job.
        NotAllowed: The job is another printer's or kiosk's.
        Malformed: No such outcome, or a fault that is no line of 200 letters.
    """
    if outcome not in printing.OUTCOMES:
        raise Malformed(field="outcome", reason="unknown")
    fault = one_line(fault, field="fault", most=LONGEST_FAULT)
    job = print_jobs.lock(tx, job_id)
    _own(tx, job)

    after = printing.state_after(job.state, outcome)
    if job.state != PrintState.PRINTED:
        rest = printing.wait_again(after, tx.now)
        print_jobs.end(tx, job, state=after, fault="" if after == PrintState.PRINTED else fault, until=rest)
    if after != job.state:
        _tell(tx, job, after)
    return ReportedSlip(id=job.id, state=after, at=tx.now)


def reprint(tx: Tx, ticket_id: str, printer_id: str | None = None, lang: str | None = None) -> QueuedSlip:
    """Print a ticket's slip once more, with the same number; one that is still on its way is waited for.

    Args:
        tx: The transaction.
        ticket_id: Whose slip.
        printer_id: Where, for an officer; else the printer of the kiosk that gave the number, else the
            centre's only one.
        lang: `vi` or `en`; else that of the first copy.

    Raises:
        NotFound: No such ticket, or no such printer in the centre.
        NotAllowed: Neither an officer of the centre nor the kiosk that gave the number.
        NoPrinter: Nothing is known that could print it.
    """
    require(tx.actor, Right.TAKE_TICKET)
    ticket = tickets.lock(tx, ticket_id)
    require(tx.actor, Right.TAKE_TICKET, centre_id=ticket.centre_id)
    before = print_jobs.last_copy(tx, ticket.id)
    if tx.actor.kind == "device" and (before is None or slips.kiosk_of(tx, ticket.id) != tx.actor.id):
        raise NotAllowed(right=Right.TAKE_TICKET)
    printer = _printer(tx, ticket, printer_id)
    if before is not None and before.printer_id == printer and _on_its_way(tx, before):
        return QueuedSlip(job=before.id, by="browser" if printer is None else "printer")

    copy_no = before.copy_no + 1 if before else 1
    slip = queue(
        tx,
        centre_id=ticket.centre_id,
        ticket_id=ticket.id,
        copy_no=copy_no,
        lang=lang or (before.lang if before else "vi"),
        kiosk_id=tx.actor.id,
        printer_id=printer,
    )
    tx.emit(
        TicketReprinted(
            centre_id=ticket.centre_id,
            subject_id=ticket.id,
            label=ticket.label,
            job=slip.job,
            copy_no=copy_no,
        )
    )
    return slip


def give_up(tx: Tx) -> int:
    """Write down as failed every slip that nobody reported in two minutes; give how many."""
    require(tx.actor, Right.FETCH_PRINT_JOB)
    return len(_give_up(tx))


def _give_up(tx: Tx) -> list[JobRow]:
    given_up = print_jobs.give_up(tx)
    for job in given_up:
        _tell(tx, job, PrintState.FAILED)
    return given_up


def _tell(tx: Tx, job: JobRow, state: str) -> None:
    if state == PrintState.PRINTED:
        tx.emit(
            SlipPrinted(centre_id=job.centre_id, subject_id=job.ticket_id, job=job.id, copy_no=job.copy_no)
        )
    else:
        tx.emit(
            SlipFailed(
                centre_id=job.centre_id,
                subject_id=job.ticket_id,
                job=job.id,
                copy_no=job.copy_no,
                fault=state,
            )
        )


def _own(reading: Reading, job: JobRow) -> None:
    """Let the printer at its job, or the kiosk whose browser prints it; refuse everybody else."""
    require(reading.actor, Right.FETCH_PRINT_JOB, centre_id=job.centre_id)
    owner = job.asked_by if job.printer_id is None else job.printer_id
    if reading.actor.kind != "system" and reading.actor.id != owner:
        raise NotAllowed(right=Right.FETCH_PRINT_JOB)


def _on_its_way(reading: Reading, job: JobRow) -> bool:
    seen = printing.state_seen(job.state, asked_at=job.asked_at, lease_until=job.lease_until, now=reading.now)
    return seen in printing.OWED


def _printer(reading: Reading, ticket: TicketRow, wished: str | None) -> str | None:
    """Choose the printer of a further copy; None for a kiosk that prints by its browser.

    Raises:
        NotFound: The centre has no such printer.
        NoPrinter: Nothing is known that could print it.
    """
    if reading.actor.role == DeviceKind.KIOSK:
        return slips.printer_of(reading, reading.actor.id)
    known = slips.printers_in_use(reading, ticket.centre_id)
    if wished is not None:
        if wished not in known:
            raise NotFound(kind="printer", sought=wished)
        return wished
    kiosk = slips.kiosk_of(reading, ticket.id)
    printer = slips.printer_of(reading, kiosk) if kiosk else None
    if printer is None and len(known) == 1:
        return known[0]
    if printer is None:
        raise NoPrinter(label=ticket.label)
    return printer
