"""The ledger of devices being connected, and which of them may still be."""

from datetime import datetime

import msgspec

from onestop.model.columns import micros
from onestop.store.tx import Reading, Tx

_PUT = """
INSERT INTO device_period (id, device_id, board_id, started_at, seen_at)
VALUES (:id, :device, :board, :at, :at)
"""
_SEEN = """
UPDATE device_period SET seen_at = :now
WHERE id >= :first AND id < :last AND ended_at IS NULL AND seen_at < :now
"""
_END = """
UPDATE device_period SET seen_at = CASE WHEN seen_at > :at THEN seen_at ELSE :at END,
    ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END
WHERE id = :id AND ended_at IS NULL
"""
_END_LEFT = "UPDATE device_period SET ended_at = seen_at WHERE ended_at IS NULL AND seen_at < :before"
_BARRED = """
SELECT id FROM device WHERE revoked_at IS NOT NULL OR (expires_at IS NOT NULL AND expires_at <= :now)
"""


class Connected(msgspec.Struct, frozen=True, kw_only=True):
    """A device that has connected."""

    id: str
    device_id: str
    board_id: str | None
    at: datetime


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """A device that has left: the id of its period, and when."""

    id: str
    at: datetime


def put(tx: Tx, period: Connected) -> None:
    """Write that a device is connected from now on."""
    tx.run(_PUT, id=period.id, device=period.device_id, board=period.board_id, at=micros(period.at))


def end(tx: Tx, period: Left) -> None:
    """Write that a device is connected no more."""
    tx.run(_END, id=period.id, at=micros(period.at))


def move_on(tx: Tx, process: str) -> None:
    """Write that all devices of a process are still connected now; the ids of their periods begin with its name.

    Why by the name: a thousand statements a minute, one for each board, would be in the way of the hall.
    """
    tx.run(_SEEN, first=process, last=f"{process}~", now=micros(tx.now))


def end_left(tx: Tx, before: datetime) -> int:
    """End the periods that a dead server left open, where they were last seen; tell how many."""
    return tx.run(_END_LEFT, before=micros(before)).rowcount


def barred(reading: Reading) -> frozenset[str]:
    """Name the devices that were revoked, or are past their time."""
    return frozenset(row[0] for row in reading.run(_BARRED, now=micros(reading.now)).fetchall())
