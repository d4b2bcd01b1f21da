"""Who is on leave, who covers for them, and who works in an agency."""

from datetime import date

from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.leg import Absence
from onestop.model.people import Officer
from onestop.rules.lookup import typed_id
from onestop.store.tx import Reading


def cover_of(reading: Reading, officer_id: str, day: date) -> str | None:
    """Tell who covers for an officer on a local day; None where they are there."""
    query = (
        select(Absence.cover_id)
        .where(
            Absence.officer_id == officer_id,
            col(Absence.from_on) <= day,
            col(Absence.to_on) >= day,
            col(Absence.ended_at).is_(None),
        )
        .order_by(col(Absence.from_on).desc(), col(Absence.id))
    )
    return reading.session.exec(query).first()


def officer(reading: Reading, officer_id: str) -> Officer:
    """Read an officer who may still sign in.

    Raises:
        NotFound: There is none.
    """
    found = reading.session.get(Officer, typed_id(officer_id, kind="officer"))
    if found is None or found.disabled_at is not None:
        raise NotFound(kind="officer", sought=officer_id[:20])
    return found


def officer_names(reading: Reading, officer_ids: set[str]) -> dict[str, str]:
    """Read the names of officers by their ids; those who have gone too."""
    query = select(Officer.id, Officer.name).where(col(Officer.id).in_(officer_ids))
    return {row[0]: row[1] for row in reading.session.exec(query).all()}
