"""The legs of dossiers, who holds them, and the hand-overs between them."""

from collections.abc import Sequence

from sqlmodel import col, select

from onestop.model.leg import Handover, Leg
from onestop.store.tx import Reading


def legs_of(reading: Reading, dossier_id: str) -> list[Leg]:
    """Read the legs of a dossier, in order."""
    query = select(Leg).where(Leg.dossier_id == dossier_id).order_by(col(Leg.position))
    return list(reading.session.exec(query).all())


def legs_by_dossier(reading: Reading, dossier_ids: Sequence[str]) -> dict[str, list[Leg]]:
    """Read the legs of many dossiers, by dossier, each in order."""
    query = select(Leg).where(col(Leg.dossier_id).in_(dossier_ids)).order_by(col(Leg.position))
    found = dict[str, list[Leg]]()
    for leg in reading.session.exec(query).all():
        found.setdefault(leg.dossier_id, []).append(leg)
    return found


def handovers_of(reading: Reading, dossier_id: str) -> list[Handover]:
    """Read the hand-overs of a dossier, oldest first."""
    query = select(Handover).where(Handover.dossier_id == dossier_id).order_by(col(Handover.position))
    return list(reading.session.exec(query).all())
