"""The moves that end a dossier, over HTTP: the result is ready, and handed over."""

from onestop.rules.workflow import DossierMove
from onestop.use_cases import return_result
from onestop.use_cases.return_result import HandOver
from onestop.web.moves.move import Move

ENDING: dict[DossierMove, Move] = {
    DossierMove.RESULT_READY: Move(return_result.result_ready),
    DossierMove.HAND_OVER: Move(return_result.hand_over, HandOver, "collector"),
}
