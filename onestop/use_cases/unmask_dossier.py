"""An officer looks at the whole numbers of a dossier's people; that they did is written down."""

import msgspec

from onestop.events import DossierUnmasked
from onestop.rules.access import Right, require
from onestop.steps.change_state import within_reach
from onestop.store import dossiers
from onestop.store.tx import Tx


class Unmasked(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the applicant, as they were typed; empty where there are none."""

    identity_no: str
    phone: str


def unmask(tx: Tx, code: str) -> Unmasked:
    """Show the numbers that a dossier's page masks; the journal can tell who looked, and when.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
    """
    require(tx.actor, Right.SEE_NUMBERS)
    dossier = dossiers.by_code(tx, code)
    within_reach(tx, dossier, Right.SEE_NUMBERS)

    tx.emit(DossierUnmasked(centre_id=dossier.centre_id, subject_id=dossier.id, code=dossier.code))
    number = tx.seals.unseal(dossier.identity_sealed) if dossier.identity_sealed else ""
    return Unmasked(identity_no=number, phone=dossier.phone)
