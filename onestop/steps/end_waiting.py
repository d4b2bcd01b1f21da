"""The end of a dossier without a result: what it waited for ends with it, and can be taken up again."""

from onestop import chance
from onestop.events import DossierEnded
from onestop.model.dossier import Dossier
from onestop.model.interruption import Decision, DecisionKind, Suspension
from onestop.store import interruptions
from onestop.store.tx import Tx


def end_waiting(tx: Tx, dossier: Dossier) -> None:
    """End what is awaited, after the standing was fixed by it: papers never came, a suspension is over."""
    request = interruptions.awaited_supplement(tx, dossier.id)
    if request is not None:
        request.ended_at = max(tx.now, request.requested_at)
        tx.session.add(request)
    suspension = interruptions.open_suspension(tx, dossier.id)
    if suspension is not None:
        suspension.resumed_at = max(tx.now, suspension.suspended_at)
        tx.session.add(suspension)
    tx.session.flush()


def take_up_again(tx: Tx, dossier: Dossier, *, meanwhile: tuple[str, str] | None) -> None:
    """Let what never came count as come now, since the dossier goes on, and charge no office for its rest.

    Args:
        tx: The transaction; the dossier is held, and still ended.
        dossier: Which is opened again.
        meanwhile: Reason and legal basis of a pause from its end until now; None where the office itself
            had ended it, whose clock then ran on.
    """
    unanswered = [each for each in interruptions.supplements_of(tx, dossier.id) if each.returned_at is None]
    for request in unanswered:
        request.returned_at = max(tx.now, request.requested_at)
        tx.session.add(request)
    if meanwhile is not None and not unanswered and dossier.ready_at is not None:
        reason, legal_basis = meanwhile
        pause = Suspension(
            id=chance.new_id(),
            dossier_id=dossier.id,
            reason=reason,
            legal_basis=legal_basis,
            officer_id=tx.actor.id,
            suspended_at=dossier.ready_at,
            resumed_at=max(tx.now, dossier.ready_at),
        )
        tx.session.add(pause)
    tx.session.flush()


def note_decision(tx: Tx, dossier: Dossier, kind: DecisionKind, reason: str) -> str:
    """Keep why something was decided, and who did; give the decision's id."""
    decision = Decision(
        id=chance.new_id(),
        dossier_id=dossier.id,
        kind=kind,
        reason=reason,
        officer_id=tx.actor.id,
        decided_at=tx.now,
    )
    tx.session.add(decision)
    tx.session.flush()
    return decision.id


def tell_end(tx: Tx, dossier: Dossier) -> None:
    """Tell the journal that a dossier ended without a result, and how it stood."""
    tx.emit(
        DossierEnded(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            end=dossier.state,
            standing=dossier.standing or "",
            late_days=dossier.late_days or 0,
        )
    )
