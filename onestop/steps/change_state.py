"""Changing a dossier's state: held, judged by the table of moves, written with its period ledger."""

import msgspec

from onestop.errors import NotAllowed, Stale
from onestop.model.dossier import Clock, Dossier, DossierState
from onestop.rules.access import Right, require
from onestop.rules.scope import scope_of
from onestop.rules.verdict import verdict
from onestop.rules.workflow import AS_BEFORE, RIGHT_OF_MOVE, DossierMove, dossier_after
from onestop.steps.archive_dossier import shelve
from onestop.steps.reckon_due import judged_to_the_minute, read_back
from onestop.steps.travel import end_legs, speaks_for
from onestop.store import calendar, dossier_index, dossier_list, dossiers, interruptions
from onestop.store.tx import Reading, Tx

_CLOCKS: dict[str, Clock] = {
    DossierState.RECEIVED: Clock.OFFICE,
    DossierState.PROCESSING: Clock.OFFICE,
    DossierState.SUPPLEMENT_ASKED: Clock.CITIZEN,
    DossierState.SUSPENDED: Clock.OUTSIDE,
    DossierState.RESULT_READY: Clock.CITIZEN,
}
"""On whose time a state counts: a result that waits to be collected no longer takes the office's, and what
has ended takes nobody's."""

_OF_THE_WHOLE = {
    DossierMove.EXTEND,
    DossierMove.APOLOGISE,
    DossierMove.CORRECT,
    DossierMove.DECLINE,
    DossierMove.WITHDRAW,
    DossierMove.STOP,
    DossierMove.REOPEN,
}
"""What only the centre and the agency in charge may do: one that co-operates asks and answers for its own share."""


class MovedDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier after a move; everything else about it is read."""

    id: str
    code: str
    state: str
    version: int


def moved(dossier: Dossier) -> MovedDossier:
    """Tell how a dossier stands after a move."""
    return MovedDossier(id=dossier.id, code=dossier.code, state=dossier.state, version=dossier.version)


def hold(tx: Tx, code: str, *, move: DossierMove, version: int | None) -> tuple[Dossier, DossierState]:
    """Hold a dossier for a move, and tell the state that the move leads to.

    Args:
        tx: The transaction.
        code: The dossier's code.
        move: Of the table of moves, which tells the right that it needs.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: The table has no such move from its state.
    """
    right = RIGHT_OF_MOVE[move]
    require(tx.actor, right)
    dossier = dossiers.lock(tx, code)
    within_reach(tx, dossier, right)
    if move in _OF_THE_WHOLE and not speaks_for(tx, dossier):
        raise NotAllowed(right=right)
    if version is not None and version != dossier.version:
        raise Stale(expected=version, present=dossier.version)
    after = dossier_after(dossier.state, move)
    return dossier, dossiers.running_state(tx, dossier) if after == AS_BEFORE else DossierState(after)


def within_reach(reading: Reading, dossier: Dossier, right: Right) -> None:
    """Let an officer at a dossier, or refuse.

    Raises:
        NotAllowed: It is another centre's or agency's.
    """
    if not dossier_list.reaches(reading, scope_of(reading.actor), dossier):
        raise NotAllowed(right=right)


def change(tx: Tx, dossier: Dossier, after: DossierState) -> None:
    """Write a decided change: the state, the version one higher, and the ledger without a hole."""
    dossier.state = after
    dossier.version += 1
    dossier_index.index(tx, dossier)
    dossiers.turn_period(tx, dossier, clock=_CLOCKS.get(after))
    shelve(tx, dossier, ended=after not in _CLOCKS)


def touch(tx: Tx, dossier: Dossier) -> None:
    """Write a change that leaves the state and its period as they are: the version alone is one higher."""
    dossier.version += 1
    dossier_index.index(tx, dossier)


def fix_standing(tx: Tx, dossier: Dossier) -> None:
    """Fix early, on time or overdue for good: the result is ready, or the dossier ends without one.

    What waits for papers or is suspended is judged by when the waiting began: nobody is late after it. Legs
    that are still open have nothing left to do.
    """
    since = interruptions.waiting_since(tx, dossier.id)
    judged = verdict(
        due_at=dossier.due_at,
        ready_at=since or tx.now,
        calendar=calendar.calendar_of(tx, dossier.centre_id),
        to_the_minute=judged_to_the_minute(read_back(dossier.because)),
    )
    end_legs(tx, dossier)
    dossier.ready_at = tx.now
    dossier.standing = judged.standing
    dossier.late_days = judged.late_days


def clock_of(state: str) -> Clock:
    """Tell on whose time a state counts."""
    return _CLOCKS[state]
