"""The moves that pause, prolong or correct a dossier, over HTTP."""

from onestop.rules.workflow import DossierMove
from onestop.web.moves.move import Move

PAUSING: dict[DossierMove, Move] = {}
