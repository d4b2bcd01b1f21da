"""The moves that end a dossier without a result, or open it again, over HTTP."""

from onestop.rules.workflow import DossierMove
from onestop.use_cases import end_dossier
from onestop.use_cases.end_dossier import Reasoned
from onestop.web.moves.move import Move

ENDING_EARLY: dict[DossierMove, Move] = {
    DossierMove.DECLINE: Move(end_dossier.decline, Reasoned, "reason"),
    DossierMove.WITHDRAW: Move(end_dossier.withdraw, Reasoned, "reason"),
    DossierMove.STOP: Move(end_dossier.stop, Reasoned, "reason"),
    DossierMove.REOPEN: Move(end_dossier.reopen, Reasoned, "reason"),
}
