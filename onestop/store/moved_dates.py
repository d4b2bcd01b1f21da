"""Dates of many dossiers that a changed calendar moved, written together."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from onestop.model.columns import micros
from onestop.store.tx import Tx

_PUT_DATES = """
UPDATE dossier SET due_at = :due, because = :because, calendar_version = :known, provisional = :provisional,
                   forward_by = :forward, version = :version, found_rank = :rank
WHERE id = :id
"""
_PUT_LEG = "UPDATE leg SET due_at = :due WHERE id = :id"


class NewDates(NamedTuple):
    """The dates of a dossier as reckoned anew, their reasons, its version and its rank in the index with them."""

    dossier_id: str
    due_at: datetime
    because: str
    calendar_version: str
    provisional: bool
    forward_by: datetime
    version: int
    found_rank: int


def put(tx: Tx, rows: Sequence[NewDates]) -> None:
    """Write the dates of dossiers that are held; their words are another's (`store.dossier_index.rerank`)."""
    tx.run_many(
        _PUT_DATES,
        [
            {
                "id": row.dossier_id,
                "due": micros(row.due_at),
                "because": row.because,
                "known": row.calendar_version,
                "provisional": row.provisional,
                "forward": micros(row.forward_by),
                "version": row.version,
                "rank": row.found_rank,
            }
            for row in rows
        ],
    )


def put_legs(tx: Tx, ends: Iterable[tuple[str, datetime]]) -> None:
    """Write the planned ends of legs, by their ids."""
    tx.run_many(_PUT_LEG, [{"id": leg_id, "due": micros(due_at)} for leg_id, due_at in ends])
