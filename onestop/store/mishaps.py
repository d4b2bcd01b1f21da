"""Mishaps with papers and results, by their dossier."""

from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.upload import Mishap
from onestop.rules.lookup import typed_id
from onestop.store.tx import Reading, Tx


def put(tx: Tx, row: Mishap) -> None:
    """Write a mishap's row, new or changed."""
    tx.session.add(row)
    tx.session.flush()


def of_dossier(reading: Reading, dossier_id: str) -> list[Mishap]:
    """Read the mishaps of a dossier, oldest first."""
    query = select(Mishap).where(Mishap.dossier_id == dossier_id).order_by(col(Mishap.noted_at))
    return list(reading.session.exec(query).all())


def lock(tx: Tx, mishap_id: str) -> Mishap:
    """Read a mishap and hold it.

    Raises:
        NotFound: There is none.
    """
    query = select(Mishap).where(Mishap.id == typed_id(mishap_id, kind="mishap")).with_for_update()
    found = tx.session.exec(query).first()
    if found is None:
        raise NotFound(kind="mishap", sought=mishap_id[:20])
    return found
