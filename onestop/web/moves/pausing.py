"""The moves that pause, prolong or correct a dossier, over HTTP."""

from onestop.rules.correction import Correction
from onestop.rules.workflow import DossierMove
from onestop.use_cases import correct_receipt, pause_dossier, prolong_dossier, supplement_dossier
from onestop.use_cases.pause_dossier import Suspend
from onestop.use_cases.prolong_dossier import Apologise, Extend
from onestop.use_cases.supplement_dossier import AskSupplement, TakeSupplement
from onestop.web.moves.ending_early import ENDING_EARLY
from onestop.web.moves.move import Move

PAUSING: dict[DossierMove, Move] = {
    DossierMove.ASK_SUPPLEMENT: Move(supplement_dossier.ask, AskSupplement, "items"),
    DossierMove.TAKE_SUPPLEMENT: Move(supplement_dossier.take, TakeSupplement),
    DossierMove.SUSPEND: Move(pause_dossier.suspend, Suspend, "reason"),
    DossierMove.RESUME: Move(pause_dossier.resume),
    DossierMove.EXTEND: Move(prolong_dossier.extend, Extend, "amount"),
    DossierMove.APOLOGISE: Move(prolong_dossier.apologise, Apologise, "told_on"),
    DossierMove.CORRECT: Move(correct_receipt.correct, Correction, "reason"),
    **ENDING_EARLY,
}
