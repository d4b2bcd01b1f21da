"""An officer receives a complete dossier: a code, a promised date, a receipt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from onestop import chance
from onestop.events import DossierReceived
from onestop.model.dossier import Document, Dossier
from onestop.model.place import Agency, Centre
from onestop.model.procedure import Procedure
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.deadline import Deadline
from onestop.rules.fees import owed
from onestop.rules.intake import Taken, compare
from onestop.rules.limits import forward_by
from onestop.rules.lookup import with_check
from onestop.rules.numbering import dossier_code
from onestop.rules.paying import paid_how
from onestop.rules.scope import require_sector
from onestop.rules.submission import Filing, Submission, look_over, received_now
from onestop.steps.begin_intake import agency_elsewhere, agency_in_charge, own_ticket, receiving_centre
from onestop.steps.change_state import clock_of
from onestop.steps.plan_legs import planned_route, put_legs
from onestop.steps.reckon_due import due_of, terms_of, written
from onestop.steps.take_payment import take_payment
from onestop.steps.write_receipt import issue_receipt
from onestop.store import calendar, dossiers, procedures
from onestop.store.tx import Tx


class ReceivedDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier just received; the secret is not in it, since answers are remembered in the clear."""

    id: str
    code: str
    version: int
    promised_at: datetime
    due_at: datetime
    receipt_id: str


def receive(tx: Tx, submission: Submission, *, base_url: str) -> ReceivedDossier:
    """Receive a dossier, now, at the officer's centre.

    Args:
        tx: The transaction.
        submission: As typed at the counter.
        base_url: The address that citizens reach, without a slash at its end.

    Raises:
        NotAllowed: Not an officer who receives at a centre, or another centre's ticket.
        SectorForeign: The officer is held to other sectors.
        BackdatedReceipt: Another time than now was given.
        NotFound: No such procedure today, no such ticket, or nobody is known to be in charge.
        ProcedureReplaced: Several procedures took the code's place.
        Malformed: A field that cannot be what it promises, or a transfer without its reference.
        Incomplete: Papers are missing; nothing was written and nothing is promised.
        AllowanceNotStated: No time is stated for this channel, so no day can be promised.
        RouteLoops: The procedure's steps lead an agency to the same work twice.

    Rule:
        Decree 61/2018/NĐ-CP art. 17 and Decree 118/2025/NĐ-CP art. 17: a receipt for what is complete,
        and the clock starts with it; of what is received for an agency of another place, when that agency has
        it (Decree 309/2026/NĐ-CP art. 8.3): until then the date is one to be expected, and says so.
    """
    centre = receiving_centre(tx)
    received_now(submission.received_at, tx.now)
    filing = look_over(submission, tx.today)
    procedure = procedures.procedure_on(tx, submission.procedure, tx.today)
    require_sector(tx.actor, procedure.sector_id, named=procedure.code)
    taken = compare(procedures.demands_of(tx, procedure.id), submission.documents)
    agency = agency_in_charge(tx, procedure, centre, told=submission.agency)
    terms = terms_of(tx, procedure, filing.channel, agency)
    price = owed(terms.tariff, filing.channel, submission.fee_dong)
    paid = paid_how(submission.paid_by, submission.paid_reference)
    own_ticket(tx, submission.ticket, centre)
    elsewhere = agency_elsewhere(tx, procedure, centre, agency)
    deadline = due_of(tx, centre.id, tx.now, terms.allowance, elsewhere)
    route = planned_route(
        tx, procedure, terms.allowance, centre_id=centre.id, lead=agency.id, channel=filing.channel
    )

    dossier = Dossier(
        id=chance.new_id(),
        centre_id=centre.id,
        agency_id=agency.id,
        procedure_id=procedure.id,
        ticket_id=submission.ticket,
        officer_id=tx.actor.id,
        fee_dong=price.total_dong,
        supplement_rule=procedure.supplement_rule,
        mountain_days=terms.mountain_days,
        received_for_elsewhere=elsewhere is not None,
        forward_by=forward_by(tx.now, calendar.calendar_of(tx, centre.id)),
        **_filed(tx, filing),
        **_promised(deadline, terms.allowance),
        **_numbered(tx, centre, agency),
    )
    documents = _documents(dossier, taken)
    dossiers.put(tx, dossier, documents, clock=clock_of(dossier.state))

    tx.emit(_received(dossier, procedure))
    put_legs(tx, dossier, route, deadline, elsewhere)
    if submission.fee_paid and price.total_dong:
        take_payment(tx, dossier, paid=paid, payer=dossier.applicant_name)
    receipt_id = issue_receipt(
        tx,
        dossier,
        filing,
        documents=documents,
        procedure=procedure,
        allowance=terms.allowance,
        owed=price,
        base_url=base_url,
    )
    return ReceivedDossier(
        id=dossier.id,
        code=dossier.code,
        version=dossier.version,
        promised_at=dossier.promised_at,
        due_at=dossier.due_at,
        receipt_id=receipt_id,
    )


def _filed(tx: Tx, filing: Filing) -> dict[str, Any]:
    """Give the columns of what was filed."""
    person, other = filing.applicant, filing.representative
    return {
        "channel": filing.channel,
        "applicant_name": person.name,
        "applicant_folded": person.folded,
        "identity_sealed": tx.seals.seal(person.identity_no),
        "identity_hash": dossiers.identity_hash(tx, person.identity_no),
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "born_on": person.birth_on,
        "sex": person.sex,
        # A representative has an identity number too: sealed whole.
        "representative": tx.seals.seal(msgspec.json.encode(other).decode()) if other else "",
        "owner_name": filing.owner_name,
        "owner_address": filing.owner_address,
        "sets": filing.sets,
        "return_via": filing.return_via,
        "return_address": filing.return_address,
        "note": filing.note,
        "submitted_at": tx.now,
        "received_at": tx.now,
    }


def _promised(deadline: Deadline, allowance: Allowance) -> dict[str, Any]:
    """Give the columns of what is promised, and why."""
    return {
        "amount": plain_amount(allowance.amount),
        "unit": allowance.unit,
        "promised_at": deadline.promised_at,
        "due_at": deadline.due_at,
        "because": written(deadline.because),
        "calendar_version": deadline.calendar_version,
        "provisional": deadline.provisional,
    }


def _numbered(tx: Tx, centre: Centre, agency: Agency) -> dict[str, Any]:
    """Give the code, the place in the register and the keys; last, since the counters are held on."""
    serial = dossiers.take_number(tx, "code", agency.id, tx.today.isoformat())
    code = dossier_code(agency.code_pattern, agency.code, tx.today, serial)
    year: int = tx.today.year
    return {
        "code": code,
        "register_year": year,
        "register_serial": dossiers.take_number(tx, "register", centre.id, str(year)),
        **dossiers.sealed_keys(tx, code, secret=with_check(chance.new_secret()), token=chance.new_token()),
    }


def _documents(dossier: Dossier, taken: Sequence[Taken]) -> list[Document]:
    return [Document(dossier_id=dossier.id, **msgspec.structs.asdict(paper)) for paper in taken]


def _received(dossier: Dossier, procedure: Procedure) -> DossierReceived:
    return DossierReceived(
        centre_id=dossier.centre_id,
        subject_id=dossier.id,
        code=dossier.code,
        procedure=procedure.code,
        agency_id=dossier.agency_id,
        ticket_id=dossier.ticket_id,
        promised_at=dossier.promised_at,
        due_at=dossier.due_at,
        calendar_version=dossier.calendar_version,
    )
