"""Changing a dossier's state: held, judged by the table of moves, written with its period ledger."""

from onestop.errors import NotAllowed, Stale
from onestop.model.dossier import Clock, Dossier, DossierState
from onestop.rules.access import Right, require
from onestop.rules.scope import scope_of
from onestop.rules.workflow import DossierMove, dossier_after
from onestop.store import dossier_list, dossiers
from onestop.store.tx import Reading, Tx

_CLOCKS: dict[str, Clock] = {
    DossierState.RECEIVED: Clock.OFFICE,
    DossierState.PROCESSING: Clock.OFFICE,
    DossierState.RESULT_READY: Clock.CITIZEN,
}
"""On whose time a state counts: a result that waits to be collected no longer takes the office's."""


def hold(
    tx: Tx, code: str, *, right: Right, move: DossierMove, version: int | None
) -> tuple[Dossier, DossierState]:
    """Hold a dossier for a move, and tell the state that the move leads to.

    Args:
        tx: The transaction.
        code: The dossier's code.
        right: What the move needs.
        move: Of the table of moves.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: The table has no such move from its state.
    """
    require(tx.actor, right)
    dossier = dossiers.lock(tx, code)
    within_reach(tx, dossier, right)
    if version is not None and version != dossier.version:
        raise Stale(expected=version, present=dossier.version)
    return dossier, dossier_after(dossier.state, move)


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
    tx.session.add(dossier)
    tx.session.flush()
    dossiers.turn_period(tx, dossier, clock=_CLOCKS.get(after))


def clock_of(state: str) -> Clock:
    """Tell on whose time a state counts."""
    return _CLOCKS[state]
