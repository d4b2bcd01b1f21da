"""What a dossier's papers and messages say of it: whose it is, what for, and where to ask."""

from typing import Any

from onestop.model.dossier import Dossier
from onestop.model.place import Agency
from onestop.render.paper_facts import Party
from onestop.steps.issue_paper import BOOK
from onestop.steps.owe_message import owe
from onestop.steps.word_letter import discreet
from onestop.store import places, procedures
from onestop.store.tx import Reading, Tx


def party_of_dossier(reading: Reading, dossier: Dossier) -> Party:
    """Show the applicant of a dossier as papers do."""
    return Party(
        name=dossier.applicant_name,
        identity_no=reading.seals.unseal(dossier.identity_sealed) if dossier.identity_sealed else "",
        phone=dossier.phone,
        email=dossier.email,
        address=dossier.address,
    )


def facts_about(reading: Reading, dossier: Dossier) -> dict[str, Any]:
    """Give what forms 02 to 05 of a running dossier have in common."""
    procedure = procedures.by_id(reading, dossier.procedure_id)
    return {
        "code": dossier.code,
        "applicant": party_of_dossier(reading, dossier),
        "procedure_name": procedure.name,
        "procedure_code": procedure.code,
        "book": BOOK,
        "serial": str(dossier.register_serial),
    }


def agency_name(reading: Reading, dossier: Dossier) -> str:
    """Name the agency in charge of a dossier."""
    agency = reading.session.get(Agency, dossier.agency_id)
    return agency.name if agency else ""


def owe_about(tx: Tx, dossier: Dossier, template: str, subject_id: str, **more: str) -> None:
    """Owe the applicant a message by e-mail; nothing where they left no address.

    The link leads to the page that asks for the secret of the receipt: a letter may be read by others.

    Args:
        tx: The transaction.
        dossier: What it is about.
        template: Of `texts/*/messages.toml`.
        subject_id: With the template it names the message: the request or paper, so that each has its own.
        more: Facts of this template only.
    """
    if not dossier.email:
        return
    centre, procedure = places.centre(tx, dossier.centre_id), procedures.by_id(tx, dossier.procedure_id)
    facts = {
        "code": dossier.code,
        "procedure": procedure.name,
        "centre": f"{centre.name} {centre.place}".strip(),
        "phone": centre.phone,
        "path": f"/status/{dossier.code}",
        **more,
    }
    told = discreet(facts, sensitive=procedure.sensitive)
    owe(tx, dossier.centre_id, subject_id, template, address=dossier.email, facts=told)
