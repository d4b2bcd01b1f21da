"""When ended dossiers may leave the shelf."""

from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from onestop.model.dossier import Dossier
from onestop.model.upload import Archive
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.tx import Reading, Tx

_PUT = """
INSERT INTO archive (dossier_id, years, basis, archive_on) VALUES (:dossier, :years, :basis, :archive_on)
ON CONFLICT (dossier_id) DO UPDATE
SET years = excluded.years, basis = excluded.basis, archive_on = excluded.archive_on
"""


class Shelved(NamedTuple):
    """An ended dossier and until when it is kept."""

    dossier: Dossier
    archive: Archive


def put(tx: Tx, dossier_id: str, *, years: int, basis: str, archive_on: date | None) -> None:
    """Write until when a dossier is kept; one that ended before is written anew."""
    tx.run(
        _PUT,
        dossier=dossier_id,
        years=years,
        basis=basis,
        archive_on=archive_on.isoformat() if archive_on else None,
    )


def take_back(tx: Tx, dossier_id: str) -> None:
    """Forget it: the dossier runs again."""
    tx.run("DELETE FROM archive WHERE dossier_id = :dossier", dossier=dossier_id)


def shelved(reading: Reading, scope: Scope, *, due_on: date | None, most: int) -> list[Shelved]:
    """List the ended dossiers that a scope reaches, the first to leave the shelf first, those for ever last.

    Args:
        reading: Where to look.
        scope: How far the officer sees.
        due_on: Only those that may leave by that day; None for all.
        most: How many at the most.
    """
    kept_until = col(Archive.archive_on)
    query = (
        select(Dossier, Archive)
        .join(Archive, col(Archive.dossier_id) == Dossier.id)
        .where(*within(scope))
        .order_by(kept_until.is_(None), kept_until, col(Dossier.code))
        .limit(most)
    )
    if due_on is not None:
        query = query.where(kept_until <= due_on)
    return [Shelved(dossier, archive) for dossier, archive in reading.session.exec(query).all()]
