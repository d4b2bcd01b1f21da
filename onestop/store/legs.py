"""The legs of dossiers, and who holds them in their agencies."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from onestop.model.columns import micros
from onestop.model.leg import Assignment, Leg
from onestop.model.place import Agency, Centre
from onestop.store.tx import Reading, Tx

_END_ASSIGNMENT = """
UPDATE assignment SET ended_at = CASE WHEN assigned_at > :at THEN assigned_at ELSE :at END
WHERE leg_id = :leg AND ended_at IS NULL
"""


def legs_of(reading: Reading, dossier_id: str) -> list[Leg]:
    """Read the legs of a dossier, by stage."""
    query = select(Leg).where(Leg.dossier_id == dossier_id).order_by(col(Leg.stage), col(Leg.position))
    return list(reading.session.exec(query).all())


def legs_by_dossier(reading: Reading, dossier_ids: Sequence[str]) -> dict[str, list[Leg]]:
    """Read the legs of many dossiers, by dossier, each in order."""
    query = (
        select(Leg).where(col(Leg.dossier_id).in_(dossier_ids)).order_by(col(Leg.stage), col(Leg.position))
    )
    found = dict[str, list[Leg]]()
    for leg in reading.session.exec(query).all():
        found.setdefault(leg.dossier_id, []).append(leg)
    return found


def put(tx: Tx, legs: Sequence[Leg]) -> None:
    """Write new or changed legs."""
    tx.session.add_all(legs)
    tx.session.flush()


def tree_of(agency_id: str) -> "SelectOfScalar[str]":
    """Choose the ids of an agency and of all under it."""
    tree = select(Agency.id).where(Agency.id == agency_id).cte(recursive=True)
    tree = tree.union(select(Agency.id).join(tree, col(Agency.parent_id) == tree.c.id))
    return select(tree.c.id)


def agencies_under(reading: Reading, agency_id: str) -> list[str]:
    """Read the ids of an agency and of all under it, the agency itself first."""
    found = list(reading.session.exec(tree_of(agency_id)).all())
    return sorted(found, key=lambda each: each != agency_id)


def names_of(reading: Reading, agency_ids: Iterable[str]) -> dict[str, str]:
    """Read the names of agencies by their ids."""
    query = select(Agency.id, Agency.name).where(col(Agency.id).in_(set(agency_ids)))
    return {row[0]: row[1] for row in reading.session.exec(query).all()}


def agency_of_centre(reading: Reading, centre_id: str) -> str | None:
    """Read the agency that a centre belongs to."""
    return reading.session.exec(select(Centre.agency_id).where(Centre.id == centre_id)).first()


def receiving_agencies(reading: Reading, centre_id: str) -> set[str]:
    """Read the agencies that are one-stop centres: this one's, and the province's."""
    query = select(Centre.agency_id).where((Centre.level == "province") | (Centre.id == centre_id))
    return {found for found in reading.session.exec(query).all() if found}


def assignments_of(reading: Reading, leg_ids: Iterable[str]) -> list[Assignment]:
    """Read who held legs from when to when, oldest first."""
    query = (
        select(Assignment)
        .where(col(Assignment.leg_id).in_(set(leg_ids)))
        .order_by(col(Assignment.assigned_at), col(Assignment.id))
    )
    return list(reading.session.exec(query).all())


def put_assignment(tx: Tx, assignment: Assignment) -> None:
    """Write that an officer holds a leg from now on; whoever held it before does no longer."""
    end_assignment(tx, assignment.leg_id)
    tx.session.add(assignment)
    tx.session.flush()


def end_assignment(tx: Tx, leg_id: str) -> None:
    """Write that nobody holds a leg any more."""
    tx.run(_END_ASSIGNMENT, leg=leg_id, at=micros(tx.now))
