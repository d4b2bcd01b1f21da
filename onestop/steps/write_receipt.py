"""The receipt of a dossier (form 01): everything that it will ever be printed from."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from onestop.model.dossier import Document, Dossier
from onestop.model.leg import Leg, LegState
from onestop.model.procedure import Procedure
from onestop.render.issued import RECEIPT
from onestop.render.paper_facts import DocumentLine, Owner, Party, Representative
from onestop.render.reasons import allowance_text
from onestop.render.receipt import AgencyDue, ReceiptFacts
from onestop.render.terms_in_words import because_in_words, channel_in_words, fee_in_words, return_place
from onestop.rules.allowance import Allowance
from onestop.rules.elsewhere import awaited_agency
from onestop.rules.fees import Owed
from onestop.rules.numbering import paper_number
from onestop.rules.submission import Filing
from onestop.steps.issue_paper import BOOK, SIGN_OF, issue, letterhead
from onestop.steps.reckon_due import read_back
from onestop.store import dossiers, legs, places, tickets
from onestop.store.tx import Reading, Tx


def party_of(filing: Filing) -> Party:
    """Show the applicant as papers do."""
    typed = filing.applicant
    return Party(
        name=typed.name,
        identity_no=typed.identity_no,
        phone=typed.phone,
        email=typed.email,
        address=typed.address,
    )


def issue_receipt(
    tx: Tx,
    dossier: Dossier,
    filing: Filing,
    *,
    documents: Sequence[Document],
    procedure: Procedure,
    allowance: Allowance,
    owed: Owed,
    base_url: str,
) -> str:
    """Issue the receipt of a dossier just received; give the paper's id.

    Args:
        tx: The transaction.
        dossier: Written, with its secret and link.
        filing: Whose it is and what was agreed.
        documents: What was taken.
        procedure: The version that it was received under.
        allowance: What the promise was reckoned with.
        owed: What it costs.
        base_url: The address that citizens reach, printed in the QR code.
    """
    number = paper_number(dossier.register_serial, SIGN_OF["register"])
    head = letterhead(tx, dossier.centre_id, number)
    secret, token = dossiers.keys_of(tx, dossier)
    representative, owner = filing.representative, None
    if filing.owner_name:
        owner = Owner(name=filing.owner_name, address=filing.owner_address)
    facts = ReceiptFacts(
        **head,
        code=dossier.code,
        secret=secret,
        status_url=f"{base_url}/s/{token}",
        status_page=f"{base_url.partition('://')[2] or base_url}/status",
        applicant=party_of(filing),
        representative=Representative(
            name=representative.name, identity_no=representative.identity_no, paper=representative.paper
        )
        if representative
        else None,
        owner=owner,
        channel=_channel(tx, dossier),
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        documents=tuple(map(line_of, documents)),
        sets=dossier.sets,
        fee=fee_in_words(owed, procedure.fee_text),
        fee_settled=dossier.fee_paid_at is not None if owed.total_dong else None,
        allowance=allowance_text(allowance),
        received_at=dossier.received_at,
        promised_at=dossier.promised_at,
        agencies=agencies_due(tx, dossier),
        because=because_in_words(read_back(dossier.because)),
        awaits=awaited_agency(read_back(dossier.because)),
        provisional=dossier.provisional,
        calendar_version=dossier.calendar_version,
        return_place=place_of(tx, dossier, office=head["office"]),
        book=BOOK,
        serial=str(dossier.register_serial),
    )
    return issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=RECEIPT, facts=facts)


def agencies_due(reading: Reading, dossier: Dossier) -> tuple[AgencyDue, ...]:
    """Tell the days of the agencies that a dossier travels among; none where one has it all."""
    rows = legs.legs_of(reading, dossier.id)
    names = legs.names_of(reading, [leg.agency_id for leg in rows])
    return agencies_told([(leg, leg.due_at) for leg in rows], names)


def agencies_told(ends: Sequence[tuple[Leg, datetime]], names: Mapping[str, str]) -> tuple[AgencyDue, ...]:
    """Tell the agencies of legs with the day of each, as `agencies_due`."""
    rows = [(leg, due_at) for leg, due_at in ends if leg.state != LegState.CANCELLED]
    if len(rows) == 1:
        return ()
    return tuple(AgencyDue(agency=names[leg.agency_id], due_at=due_at) for leg, due_at in rows)


def line_of(document: Document) -> DocumentLine:
    """Show a paper that was brought as receipts do."""
    return DocumentLine(
        name=document.name,
        originals=document.originals,
        certified=document.certified,
        copies=document.copies,
        from_database=document.from_database,
    )


def _channel(reading: Reading, dossier: Dossier) -> str:
    seat = reading.actor.counter_id
    counter = places.counter(reading, seat).number if seat else None
    label = tickets.find(reading, dossier.ticket_id).label if dossier.ticket_id else None
    return channel_in_words(dossier.channel, counter=counter, label=label)


def place_of(reading: Reading, dossier: Dossier, *, office: str) -> str:
    """Tell where the result will be: the counter with the lowest number among those that return results."""
    returning = [
        counter.number
        for counter in places.counters_of(reading, dossier.centre_id)
        if any(line.for_results for line in places.lines_served(reading, counter.id))
    ]
    return return_place(
        dossier.return_via,
        address=dossier.return_address,
        counter=min(returning, default=None),
        office=office,
    )
