"""The end of a route: the result is there, the lead is done, nobody else is awaited."""

from onestop.errors import LegsOpen, NoLegHere
from onestop.model.dossier import Dossier
from onestop.model.leg import LegPart, LegState
from onestop.rules.leg_turn import OPEN, unanswered
from onestop.rules.scope import scope_of
from onestop.rules.workflow import DossierMove
from onestop.steps.travel import agency_names, bring_back, close_leg, speaks_for
from onestop.store import handovers, legs
from onestop.store.tx import Tx


def finish_route(tx: Tx, dossier: Dossier) -> None:
    """Close the lead's leg, since the result is ready; on paper it is on its way to the centre, or there already.

    A dossier that was never forwarded was resolved where it was received: the lead's leg is done with it.

    Raises:
        NoLegHere: The officer works in an agency that co-operates; the result is the lead's to tell, or the
            centre's.
        LegsOpen: Another agency has not answered yet.
    """
    if not speaks_for(tx, dossier):
        raise NoLegHere(move=DossierMove.RESULT_READY)
    rows = legs.legs_of(tx, dossier.id)
    leading = [leg for leg in rows if leg.part == LegPart.LEAD]
    never_sent = all(leg.sent_at is None for leg in rows)
    if awaited := unanswered(rows, never_sent=never_sent):
        raise LegsOpen(agencies=agency_names(tx, awaited))

    for leg in leading if not never_sent else leading[-1:]:
        if leg.state == LegState.ACCEPTED:
            bring_back(tx, dossier, leg, in_hand=scope_of(tx.actor).agency_id is None)
        elif leg.state == LegState.SENT:
            handovers.undo_for(tx, leg.id)
        if leg.state in OPEN or (never_sent and leg.state == LegState.PLANNED):
            close_leg(tx, dossier, leg, "")
