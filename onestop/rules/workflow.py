"""The one table of moves: from which state which move leads where. Nothing else changes a state."""

from enum import StrEnum

from onestop.errors import MoveNotAllowed
from onestop.model.dossier import DossierState
from onestop.model.ticket import TicketState


class TicketMove(StrEnum):
    """What may be done with a visit."""

    CALL = "call"
    RECALL = "recall"
    SERVE = "serve"
    SKIP = "skip"
    HOLD = "hold"
    RESUME = "resume"
    MOVE = "move"
    FINISH = "finish"
    RETURN = "return"
    POSTPONE = "postpone"
    LEAVE = "leave"
    CLOSE = "close"


BY_OFFICERS = ("call", "recall", "serve", "skip", "hold", "resume", "move", "finish", "return", "leave")
"""The moves that a counter offers; the others are the citizen's own or the day's end."""


class DossierMove(StrEnum):
    """What may be done with a dossier."""

    RESULT_READY = "result_ready"
    HAND_OVER = "hand_over"


_T, _M = TicketState, TicketMove
TICKET_MOVES: dict[tuple[str, str], TicketState] = {
    (_T.WAITING, _M.CALL): _T.CALLED,
    (_T.WAITING, _M.MOVE): _T.WAITING,
    (_T.WAITING, _M.POSTPONE): _T.WAITING,
    (_T.WAITING, _M.LEAVE): _T.LEFT,
    (_T.WAITING, _M.CLOSE): _T.UNSERVED,
    (_T.CALLED, _M.RECALL): _T.CALLED,
    (_T.CALLED, _M.SERVE): _T.SERVING,
    (_T.CALLED, _M.SKIP): _T.ABSENT,
    (_T.CALLED, _M.HOLD): _T.HELD,
    (_T.CALLED, _M.MOVE): _T.WAITING,
    (_T.CALLED, _M.FINISH): _T.SERVED,
    (_T.CALLED, _M.CLOSE): _T.NO_SHOW,
    (_T.SERVING, _M.HOLD): _T.HELD,
    (_T.SERVING, _M.MOVE): _T.WAITING,
    (_T.SERVING, _M.FINISH): _T.SERVED,
    (_T.SERVING, _M.CLOSE): _T.SERVED,
    (_T.HELD, _M.RESUME): _T.CALLED,
    (_T.HELD, _M.MOVE): _T.WAITING,
    (_T.HELD, _M.LEAVE): _T.LEFT,
    (_T.HELD, _M.CLOSE): _T.UNSERVED,
    (_T.ABSENT, _M.CALL): _T.CALLED,
    (_T.ABSENT, _M.RETURN): _T.WAITING,
    (_T.ABSENT, _M.LEAVE): _T.LEFT,
    (_T.ABSENT, _M.CLOSE): _T.NO_SHOW,
}

_S, _D = DossierState, DossierMove
DOSSIER_MOVES: dict[tuple[str, str], DossierState] = {
    (_S.RECEIVED, _D.RESULT_READY): _S.RESULT_READY,
    (_S.PROCESSING, _D.RESULT_READY): _S.RESULT_READY,
    (_S.RESULT_READY, _D.HAND_OVER): _S.RETURNED,
}


def ticket_moves(state: str) -> list[str]:
    """List the moves that an officer may make with a visit now, in the order of the table."""
    return [str(move) for (origin, move) in TICKET_MOVES if origin == state and move in BY_OFFICERS]


def dossier_moves(state: str) -> list[str]:
    """List the moves a dossier may make now, in the order of the table."""
    return [str(move) for (origin, move) in DOSSIER_MOVES if origin == state]


def ticket_after(state: str, move: str) -> TicketState:
    """Tell the state that a move leads to.

    Raises:
        MoveNotAllowed: The table has no such move from here.
    """
    after = TICKET_MOVES.get((state, move))
    if after is None:
        raise MoveNotAllowed(move=move, state=state, allowed=ticket_moves(state))
    return after


def dossier_after(state: str, move: str) -> DossierState:
    """Tell the state that a move leads to.

    Raises:
        MoveNotAllowed: The table has no such move from here.
    """
    after = DOSSIER_MOVES.get((state, move))
    if after is None:
        raise MoveNotAllowed(move=move, state=state, allowed=dossier_moves(state))
    return after
