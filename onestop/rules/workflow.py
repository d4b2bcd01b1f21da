"""The one table of moves: from which state which move leads where. Nothing else changes a state."""

from enum import StrEnum

from onestop.errors import MoveNotAllowed
from onestop.model.dossier import DossierState
from onestop.model.ticket import TicketState
from onestop.rules.access import Right


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

    FORWARD = "forward"
    ACCEPT = "accept"
    RETURN_LEG = "return_leg"
    TAKE_BACK = "take_back"
    ASSIGN = "assign"
    ASK_SUPPLEMENT = "ask_supplement"
    TAKE_SUPPLEMENT = "take_supplement"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    APOLOGISE = "apologise"
    CORRECT = "correct"
    RESULT_READY = "result_ready"
    HAND_OVER = "hand_over"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    STOP = "stop"
    LAPSE = "lapse"
    REOPEN = "reopen"


AS_BEFORE = "as-before"
"""Where a move leads back to the running state that the pause interrupted: received, or processing."""

RIGHT_OF_MOVE: dict[DossierMove, Right] = {
    DossierMove.FORWARD: Right.FORWARD_DOSSIER,
    DossierMove.ACCEPT: Right.PROCESS_DOSSIER,
    DossierMove.RETURN_LEG: Right.PROCESS_DOSSIER,
    DossierMove.TAKE_BACK: Right.FORWARD_DOSSIER,
    DossierMove.ASSIGN: Right.ASSIGN_DOSSIER,
    DossierMove.ASK_SUPPLEMENT: Right.ASK_SUPPLEMENT,
    DossierMove.TAKE_SUPPLEMENT: Right.RECEIVE_DOSSIER,
    DossierMove.SUSPEND: Right.SUSPEND_DOSSIER,
    DossierMove.RESUME: Right.SUSPEND_DOSSIER,
    DossierMove.EXTEND: Right.EXTEND_DOSSIER,
    DossierMove.APOLOGISE: Right.APOLOGISE,
    DossierMove.CORRECT: Right.CORRECT_RECEIPT,
    DossierMove.RESULT_READY: Right.READY_RESULT,
    DossierMove.HAND_OVER: Right.RETURN_RESULT,
    DossierMove.DECLINE: Right.DECLINE_DOSSIER,
    DossierMove.WITHDRAW: Right.END_DOSSIER,
    DossierMove.STOP: Right.END_DOSSIER,
    DossierMove.LAPSE: Right.END_DOSSIER,
    DossierMove.REOPEN: Right.REOPEN_DOSSIER,
}
"""What each move needs of whoever makes it."""

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
DOSSIER_MOVES: dict[tuple[str, str], str] = {
    (_S.RECEIVED, _D.FORWARD): _S.PROCESSING,
    (_S.PROCESSING, _D.FORWARD): _S.PROCESSING,
    (_S.PROCESSING, _D.ACCEPT): _S.PROCESSING,
    (_S.PROCESSING, _D.RETURN_LEG): _S.PROCESSING,
    (_S.PROCESSING, _D.TAKE_BACK): _S.PROCESSING,
    (_S.PROCESSING, _D.ASSIGN): _S.PROCESSING,
    (_S.RECEIVED, _D.ASK_SUPPLEMENT): _S.SUPPLEMENT_ASKED,
    (_S.PROCESSING, _D.ASK_SUPPLEMENT): _S.SUPPLEMENT_ASKED,
    (_S.SUPPLEMENT_ASKED, _D.TAKE_SUPPLEMENT): AS_BEFORE,
    (_S.RECEIVED, _D.SUSPEND): _S.SUSPENDED,
    (_S.PROCESSING, _D.SUSPEND): _S.SUSPENDED,
    (_S.SUSPENDED, _D.RESUME): AS_BEFORE,
    (_S.RECEIVED, _D.EXTEND): _S.RECEIVED,
    (_S.PROCESSING, _D.EXTEND): _S.PROCESSING,
    (_S.RECEIVED, _D.APOLOGISE): _S.RECEIVED,
    (_S.PROCESSING, _D.APOLOGISE): _S.PROCESSING,
    (_S.RECEIVED, _D.CORRECT): _S.RECEIVED,
    (_S.PROCESSING, _D.CORRECT): _S.PROCESSING,
    (_S.SUPPLEMENT_ASKED, _D.CORRECT): _S.SUPPLEMENT_ASKED,
    (_S.SUSPENDED, _D.CORRECT): _S.SUSPENDED,
    (_S.RECEIVED, _D.RESULT_READY): _S.RESULT_READY,
    (_S.PROCESSING, _D.RESULT_READY): _S.RESULT_READY,
    (_S.RESULT_READY, _D.HAND_OVER): _S.RETURNED,
    (_S.RECEIVED, _D.DECLINE): _S.DECLINED,
    (_S.PROCESSING, _D.DECLINE): _S.DECLINED,
    (_S.RECEIVED, _D.WITHDRAW): _S.WITHDRAWN,
    (_S.PROCESSING, _D.WITHDRAW): _S.WITHDRAWN,
    (_S.SUPPLEMENT_ASKED, _D.WITHDRAW): _S.WITHDRAWN,
    (_S.SUSPENDED, _D.WITHDRAW): _S.WITHDRAWN,
    (_S.RECEIVED, _D.STOP): _S.STOPPED,
    (_S.PROCESSING, _D.STOP): _S.STOPPED,
    (_S.SUPPLEMENT_ASKED, _D.STOP): _S.STOPPED,
    (_S.SUSPENDED, _D.STOP): _S.STOPPED,
    (_S.SUPPLEMENT_ASKED, _D.LAPSE): _S.LAPSED,
    (_S.RESULT_READY, _D.REOPEN): _S.PROCESSING,
    (_S.DECLINED, _D.REOPEN): _S.PROCESSING,
    (_S.STOPPED, _D.REOPEN): _S.PROCESSING,
    (_S.LAPSED, _D.REOPEN): _S.PROCESSING,
}
"""Decree 61/2018/NĐ-CP art. 17-20, Decree 118/2025/NĐ-CP art. 17-21: a dossier is stopped or withdrawn only
while there is no result; who made it lapse is the clock, never an officer."""
BY_THE_CLOCK = (DossierMove.LAPSE,)


def ticket_moves(state: str) -> list[str]:
    """List the moves that an officer may make with a visit now, in the order of the table."""
    return [str(move) for (origin, move) in TICKET_MOVES if origin == state and move in BY_OFFICERS]


def dossier_moves(state: str) -> list[str]:
    """List the moves a dossier may make now, in the order of the table."""
    return [str(move) for (origin, move) in DOSSIER_MOVES if origin == state and move not in BY_THE_CLOCK]


def ticket_after(state: str, move: str) -> TicketState:
    """Tell the state that a move leads to.

    Raises:
        MoveNotAllowed: The table has no such move from here.
    """
    after = TICKET_MOVES.get((state, move))
    if after is None:
        raise MoveNotAllowed(move=move, state=state, allowed=ticket_moves(state))
    return after


def dossier_after(state: str, move: str) -> str:
    """Tell the state that a move leads to, or `AS_BEFORE`.

    Raises:
        MoveNotAllowed: The table has no such move from here.
    """
    after = DOSSIER_MOVES.get((state, move))
    if after is None:
        raise MoveNotAllowed(move=move, state=state, allowed=dossier_moves(state))
    return after
