"""What a citizen is told of a result that waits for them: that it is there, and to come for it."""

from onestop.model.dossier import Dossier
from onestop.steps.owe_message import owe
from onestop.store import places, procedures
from onestop.store.tx import Tx

READY = "result_ready"
WAITING = {5: "result_waiting_5", 15: "result_waiting_15", 30: "result_waiting_30"}
"""The reminders, by the working days that a result has waited when each is sent; the house's own rhythm."""


def owe_about(tx: Tx, dossier: Dossier, template: str) -> None:
    """Owe the applicant a letter about their result, by e-mail; nothing where they left no address."""
    if not dossier.email:
        return
    centre = places.centre(tx, dossier.centre_id)
    owe(
        tx,
        dossier.centre_id,
        dossier.id,
        template,
        address=dossier.email,
        facts={
            "code": dossier.code,
            "procedure": procedures.by_id(tx, dossier.procedure_id).name,
            "centre": f"{centre.name} {centre.place}".strip(),
            "address": centre.address or centre.place,
            "phone": centre.phone,
            "path": f"/status/{dossier.code}",
        },
    )
