"""Devices come and go: the ledger of their connections, written many at a time."""

from collections.abc import Sequence
from datetime import timedelta

from onestop.rules.access import Right, require
from onestop.store import connections
from onestop.store.connections import Connected, Left
from onestop.store.tx import Tx

FORGOTTEN = timedelta(minutes=3)
"""A period that nobody moved on for so long was left by a server that died."""


def note(tx: Tx, begun: Sequence[Connected], ended: Sequence[Left], going_on: Sequence[str] = ()) -> None:
    """Write who came, who left, and who is still there."""
    require(tx.actor, Right.SET_UP_HALL)
    for period in begun:
        connections.put(tx, period)
    for left in ended:
        connections.end(tx, left)
    for period_id in going_on:
        connections.move_on(tx, period_id)


def end_forgotten(tx: Tx) -> int:
    """End what a dead server left open, at the instant it was last seen; tell how many."""
    require(tx.actor, Right.SET_UP_HALL)
    return connections.end_left(tx, tx.now - FORGOTTEN)
