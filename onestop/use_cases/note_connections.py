"""Devices come and go: the ledger of their connections, written many at a time."""

from collections.abc import Sequence
from datetime import timedelta

from onestop.rules.access import Right, require
from onestop.store import connections
from onestop.store.connections import Connected, Left
from onestop.store.tx import Tx

FORGOTTEN = timedelta(minutes=3)
"""A period that nobody moved on for so long was left by a server that died."""


def note(tx: Tx, begun: Sequence[Connected], ended: Sequence[Left]) -> None:
    """Write who came and who left."""
    require(tx.actor, Right.SET_UP_HALL)
    for period in begun:
        connections.put(tx, period)
    for left in ended:
        connections.end(tx, left)


def go_on(tx: Tx, process: str) -> int:
    """Write that the devices of a process are still there, and end what a dead server left open.

    The latter ends at the instant it was last seen; tells how many.
    """
    require(tx.actor, Right.SET_UP_HALL)
    connections.move_on(tx, process)
    return connections.end_left(tx, tx.now - FORGOTTEN)
