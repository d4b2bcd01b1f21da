"""The moves of a dossier among agencies, over HTTP."""

from onestop.rules.workflow import DossierMove
from onestop.web.moves.move import Move

TRAVELLING: dict[DossierMove, Move] = {}
