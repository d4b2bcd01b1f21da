"""The legs of dossiers, who holds them, and the hand-overs between them."""

from sqlmodel import col, select

from onestop.model.leg import Handover, Leg
from onestop.store.tx import Reading


def legs_of(reading: Reading, dossier_id: str) -> list[Leg]:
    """Read the legs of a dossier, in order."""
    query = select(Leg).where(Leg.dossier_id == dossier_id).order_by(col(Leg.position))
    return list(reading.session.exec(query).all())


def handovers_of(reading: Reading, dossier_id: str) -> list[Handover]:
    """Read the hand-overs of a dossier, oldest first."""
    query = select(Handover).where(Handover.dossier_id == dossier_id).order_by(col(Handover.position))
    return list(reading.session.exec(query).all())
