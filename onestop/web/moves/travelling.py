"""The moves of a dossier among agencies, over HTTP."""

from onestop.rules.workflow import DossierMove
from onestop.use_cases import assign_dossier, forward_dossier, process_leg
from onestop.use_cases.assign_dossier import Assign
from onestop.use_cases.forward_dossier import Forward
from onestop.use_cases.process_leg import Accept, ReturnLeg
from onestop.web.moves.move import Move

TRAVELLING: dict[DossierMove, Move] = {
    DossierMove.FORWARD: Move(forward_dossier.forward, Forward, "to"),
    DossierMove.TAKE_BACK: Move(forward_dossier.take_back),
    DossierMove.ACCEPT: Move(process_leg.accept, Accept, "officer"),
    DossierMove.RETURN_LEG: Move(process_leg.return_leg, ReturnLeg, "outcome"),
    DossierMove.ASSIGN: Move(assign_dossier.assign, Assign, "officer"),
}
