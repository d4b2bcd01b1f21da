"""The result is there: its standing is fixed for good, and the citizen is told."""

from onestop.events import ResultReadied
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, fix_standing, hold, moved
from onestop.steps.finish_route import finish_route
from onestop.steps.tell_result import READY, owe_about
from onestop.store.tx import Tx


def result_ready(tx: Tx, code: str, *, version: int | None = None) -> MovedDossier:
    """Note that the result is there, fix early, on time or overdue for good, and owe the citizen a letter.

    Args:
        tx: The transaction.
        code: The dossier's code.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has a result already.
        LegsOpen: An agency that co-operates has not answered.
        NoLegHere: The officer's agency only co-operates.
    """
    dossier, after = hold(tx, code, move=DossierMove.RESULT_READY, version=version)

    finish_route(tx, dossier)
    fix_standing(tx, dossier)
    change(tx, dossier, after)

    tx.emit(
        ResultReadied(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            standing=dossier.standing or "",
            late_days=dossier.late_days or 0,
            ready_at=tx.now,
        )
    )
    owe_about(tx, dossier, READY)
    return moved(dossier)
