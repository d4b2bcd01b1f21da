"""The moves that end a dossier, over HTTP: the result is ready, and handed over."""

from onestop.rules.workflow import DossierMove
from onestop.use_cases import ready_result, return_result
from onestop.web.moves.move import Move
from onestop.web.moves.signing import AskedHandOver, sign

ENDING: dict[DossierMove, Move] = {
    DossierMove.RESULT_READY: Move(ready_result.result_ready),
    DossierMove.HAND_OVER: Move(return_result.hand_over, AskedHandOver, "collector", sign),
}
