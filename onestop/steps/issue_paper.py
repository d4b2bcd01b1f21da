"""Issuing a paper: its facts are frozen with the transaction, its bytes come after it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onestop import chance
from onestop.errors import NotAllowed
from onestop.events import PaperIssued
from onestop.model.dossier import Paper
from onestop.render.issued import frozen
from onestop.render.paper_facts import NEWER, FormSet, PaperFacts
from onestop.rules.access import Right
from onestop.rules.numbering import paper_number
from onestop.store import dossiers, people, places
from onestop.store.tx import Reading, Tx

NEWER_FORMS_FROM = date(2025, 9, 15)
"""Circular 03/2025/TT-VPCP replaced the forms of Circular 01/2018/TT-VPCP."""
BOOK = "01"
"""The register is one book a year, numbered from 01 (Circular 01/2018/TT-VPCP)."""
SIGN_OF = {
    "register": "TNHS",
    "supplement": "HDHS",
    "decline": "TCHS",
    "result": "TKQ",
    "apology": "PXL",
    "stop": "TBD",
    "routing": "KSHS",
    "handover": "BGHS",
    "handback": "BGKQ",
}
"""The sign after a paper's number, by the purpose that it is counted for."""


def letterhead(reading: Reading, centre_id: str, number: str) -> dict[str, Any]:
    """Tell what every paper is told: who issues it, when, under which number.

    Raises:
        NotAllowed: Papers bear an officer's name; whoever acts here is none.
    """
    centre = places.centre(reading, centre_id)
    officer = (
        people.officer(reading, officer_id=reading.actor.id) if reading.actor.kind == "officer" else None
    )
    if officer is None:
        raise NotAllowed(right=Right.RECEIVE_DOSSIER)
    return {
        "form_set": form_set_on(reading.today),
        "superior": centre.superior.upper(),
        "office": f"{centre.name} {centre.place}",
        "office_short": centre.name.upper(),
        "place": centre.town,
        "number": number,
        "issued_on": reading.today,
        "officer_name": officer.name,
        "office_phone": centre.phone,
    }


def form_set_on(day: date) -> FormSet:
    """Tell whose forms are in force on a local day."""
    return NEWER if day >= NEWER_FORMS_FROM else "TT01/2018"


def take_paper_number(tx: Tx, purpose: str, centre_id: str) -> tuple[int, str]:
    """Count a paper of the centre and the year; give its serial and its number, `0007/HDHS`."""
    serial = dossiers.take_number(tx, purpose, centre_id, str(tx.today.year))
    return serial, paper_number(serial, SIGN_OF[purpose])


def issue(tx: Tx, *, centre_id: str, owner_id: str, name: str, facts: PaperFacts) -> str:
    """Freeze a paper's facts and tell the journal; what was issued under its name before is void; give its id.

    Args:
        tx: The transaction; the owner is held in it, or made in it.
        centre_id: Whose journal tells it.
        owner_id: The dossier or the refused intake.
        name: One of `render.issued`, e.g. `receipt`.
        facts: What it will be printed from, now and ever after.
    """
    serial = dossiers.take_number(tx, name, owner_id, "")
    paper = drawn_up(tx, centre_id=centre_id, owner_id=owner_id, name=name, facts=facts, serial=serial)
    dossiers.put_paper(tx, Paper(**paper, issued_at=tx.now))
    tx.emit(paper_issued(paper))
    return str(paper["id"])


def drawn_up(
    reading: Reading, *, centre_id: str, owner_id: str, name: str, facts: PaperFacts, serial: int
) -> dict[str, Any]:
    """Freeze a paper's facts under an id of its own, to be issued later (`dossiers.put_papers`); as `issue`.

    Args:
        reading: Whose key seals them.
        centre_id: Whose journal will tell it.
        owner_id: The dossier.
        name: One of `render.issued`.
        facts: What it will be printed from.
        serial: The number of this issue, known where the owner is held when it is issued.
    """
    return {
        "id": chance.new_id(),
        "centre_id": centre_id,
        "owner_id": owner_id,
        "name": name,
        "issue": serial,
        "number": facts.number,
        "facts_sealed": reading.seals.seal(frozen(facts)),
    }


def paper_issued(paper: Mapping[str, Any]) -> PaperIssued:
    """Say that a paper was issued that was drawn up before."""
    return PaperIssued(
        centre_id=paper["centre_id"], subject_id=paper["id"], name=paper["name"], owner=paper["owner_id"]
    )
