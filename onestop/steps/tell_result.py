"""What a citizen is told of a result that waits for them: that it is there, and to come for it."""

from onestop.model.dossier import Dossier
from onestop.rules.uncollected import REMIND_AFTER
from onestop.steps.end_booking import WITHDRAWN
from onestop.steps.owe_message import owe
from onestop.steps.word_letter import discreet
from onestop.store import deliveries, places, procedures
from onestop.store.tx import Tx

READY = "result_ready"


def reminder(days: int) -> str:
    """Name the letter that is sent when a result has waited so many working days."""
    return f"result_waiting_{days}"


def owe_about(tx: Tx, dossier: Dossier, template: str) -> None:
    """Owe the applicant a letter about their result, by e-mail; nothing where they left no address.

    One letter for each time that a result was ready: after a dossier was opened again, the next one is owed anew.
    """
    if not dossier.email:
        return
    centre, procedure = places.centre(tx, dossier.centre_id), procedures.by_id(tx, dossier.procedure_id)
    facts = {
        "code": dossier.code,
        "procedure": procedure.name,
        "centre": f"{centre.name} {centre.place}".strip(),
        "address": centre.address or centre.place,
        "phone": centre.phone,
        "path": f"/status/{dossier.code}",
    }
    told = discreet(facts, sensitive=procedure.sensitive)
    owe(
        tx,
        dossier.centre_id,
        dossier.id,
        template,
        address=dossier.email,
        occasion_at=dossier.ready_at or tx.now,
        facts=told,
    )


def call_off(tx: Tx, dossier: Dossier) -> None:
    """Put aside the letters about a result that are not sent yet: it was collected, or proved wrong."""
    for template in (READY, *map(reminder, REMIND_AFTER)):
        deliveries.withdraw(tx, dossier.id, template, WITHDRAWN)
