"""A dossier's clock is stopped for a reason with a legal basis, and runs again."""

import msgspec

from onestop import chance
from onestop.errors import MoveNotAllowed
from onestop.events import DossierResumed, DossierSuspended
from onestop.model.interruption import Suspension
from onestop.render.wording import say
from onestop.rules.reasoned import legal_basis, reasoned
from onestop.rules.workflow import DossierMove, dossier_moves
from onestop.steps.change_state import MovedDossier, change, hold, moved
from onestop.steps.recompute import recompute
from onestop.steps.reissue_receipt import reissue
from onestop.steps.tell_dossier import owe_about
from onestop.store import interruptions
from onestop.store.tx import Tx

SUSPENDED_MESSAGE = "dossier_suspended"


class Suspend(msgspec.Struct, frozen=True, kw_only=True):
    """Why the clock stops, and by which law."""

    reason: str
    legal_basis: str


def suspend(tx: Tx, code: str, wish: Suspend, *, version: int | None = None) -> MovedDossier:
    """Stop a dossier's clock from now on, e.g. until a tax is paid; the citizen is told why.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It is suspended already, papers are awaited, or it has ended.
        Malformed: No reason, or no legal basis.
    """
    dossier, after = hold(tx, code, move=DossierMove.SUSPEND, version=version)
    suspension = Suspension(
        id=chance.new_id(),
        dossier_id=dossier.id,
        reason=reasoned(wish.reason, field="reason"),
        legal_basis=legal_basis(wish.legal_basis),
        officer_id=tx.actor.id,
        suspended_at=tx.now,
    )

    tx.session.add(suspension)
    change(tx, dossier, after)
    recompute(tx, dossier, because="waiting")

    tx.emit(DossierSuspended(centre_id=dossier.centre_id, subject_id=dossier.id, code=dossier.code))
    told = {"reason": suspension.reason, "basis": suspension.legal_basis}
    owe_about(tx, dossier, SUSPENDED_MESSAGE, suspension.id, **told)
    return moved(dossier)


def resume(tx: Tx, code: str, *, version: int | None = None) -> MovedDossier:
    """Let a suspended dossier's clock run again; where that moves the date, the receipt is issued anew.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It is not suspended: never was, or was resumed already.
    """
    dossier, after = hold(tx, code, move=DossierMove.RESUME, version=version)
    suspension = interruptions.open_suspension(tx, dossier.id)
    if suspension is None:
        raise MoveNotAllowed(
            move=DossierMove.RESUME, state=dossier.state, allowed=dossier_moves(dossier.state)
        )

    suspension.resumed_at = max(tx.now, suspension.suspended_at)
    tx.session.add(suspension)
    change(tx, dossier, after)
    has_moved = recompute(tx, dossier, because="suspension")

    tx.emit(
        DossierResumed(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            suspended_at=suspension.suspended_at,
        )
    )
    if has_moved:
        reissue(tx, dossier, reason=say("record.reissued.resumed", reason=suspension.reason))
    return moved(dossier)
