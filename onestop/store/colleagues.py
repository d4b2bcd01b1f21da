"""The officers to whom work may be given, the agencies where it may go, as whoever gives it sees them."""

from typing import NamedTuple

from onestop.rules.scope import Scope
from onestop.store.dossier_search import tree_of
from onestop.store.tx import Reading

_OFFICERS = """
SELECT officer.id, officer.name, EXISTS (
    SELECT 1 FROM absence WHERE absence.officer_id = officer.id AND absence.ended_at IS NULL
    AND absence.from_on <= :today AND absence.to_on >= :today
)
FROM officer WHERE officer.agency_id = :agency AND officer.disabled_at IS NULL
ORDER BY officer.name, officer.id
"""
_OF_CENTRE = (
    "SELECT DISTINCT agency_id FROM dossier WHERE centre_id = :centre AND agency_id = :agency LIMIT 1"
)


class Colleague(NamedTuple):
    """An officer, and whether they are on leave today."""

    id: str
    name: str
    on_leave: bool


def colleagues(reading: Reading, scope: Scope, agency_id: str) -> list[Colleague]:
    """List the officers of an agency, by name; none where it lies out of the scope.

    Who sees a centre sees the agencies that resolve what the centre received.
    """
    if scope.agency_id is not None and agency_id not in tree_of(reading, scope.agency_id):
        return []
    if scope.centre_id is not None:
        own = reading.run(_OF_CENTRE, centre=scope.centre_id, agency=agency_id).fetchone()
        if own is None:
            return []
    rows = reading.run(_OFFICERS, agency=agency_id, today=reading.today.isoformat()).fetchall()
    return [Colleague(row[0], row[1], bool(row[2])) for row in rows]


def agencies(reading: Reading) -> list[tuple[str, str]]:
    """List every agency by id and name: public facts, for whoever plans where a dossier goes."""
    rows = reading.run("SELECT id, name FROM agency ORDER BY name, id").fetchall()
    return [(row[0], row[1]) for row in rows]
