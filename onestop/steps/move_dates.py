"""Moving the dates of many dossiers by a changed calendar: what was worked out before is written."""

from collections.abc import Sequence

import msgspec

from onestop.steps.foresee_moves import Move
from onestop.steps.issue_paper import paper_issued
from onestop.store import deliveries, dossier_index, dossiers, moved_dates
from onestop.store.tx import Tx


class Moves(msgspec.Struct):
    """What has been moved so far; `left` are the codes of those that could not be reckoned."""

    examined: int = 0
    moved: int = 0
    receipts: int = 0
    messages: int = 0
    left: list[str] = []


def move_dates(tx: Tx, lot: Sequence[Move], moves: Moves) -> None:
    """Write a lot of moves, and say so in the journal.

    Args:
        tx: The transaction; each dossier is held in it, with the version that its move was worked out for.
        lot: The moves.
        moves: What was moved so far.
    """
    receipts = [move.receipt for move in lot if move.receipt]
    letters = [move.letter for move in lot if move.letter]
    moved_dates.put(tx, [move.dates for move in lot if move.dates])
    moved_dates.put_legs(tx, [end for move in lot for end in move.legs])
    dossier_index.rerank(tx, [move.rank for move in lot if move.rank])
    dossiers.put_papers(tx, receipts)
    deliveries.put(tx, letters, tx.now)
    for move in lot:
        if move.event:
            tx.emit(move.event)
        if move.receipt:
            tx.emit(paper_issued(move.receipt))
    moves.examined += len(lot)
    moves.moved += sum(move.event is not None for move in lot)
    moves.receipts += len(receipts)
    moves.messages += len(letters)
    moves.left += [move.code for move in lot if move.dates is None]
