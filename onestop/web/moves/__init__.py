"""The moves of a dossier over HTTP: which body each takes, and the use case that makes it."""

from onestop.rules.workflow import DossierMove
from onestop.web.moves.ending import ENDING
from onestop.web.moves.move import Move
from onestop.web.moves.pausing import PAUSING
from onestop.web.moves.travelling import TRAVELLING

MOVES: dict[DossierMove, Move] = {**TRAVELLING, **PAUSING, **ENDING}
"""Every move that may be asked for over HTTP, by its name."""
