"""Who is away on which days, and who covers."""

from datetime import date

import msgspec

from onestop.errors import NotFound
from onestop.model.leg import Absence
from onestop.rules.absence_plan import Away
from onestop.rules.lookup import typed_id
from onestop.store.tx import Reading, Tx

_LISTED = """
SELECT absence.id, absence.officer_id, absence.cover_id, absence.from_on, absence.to_on, away.name, cover.name
FROM absence JOIN officer AS away ON away.id = absence.officer_id
JOIN officer AS cover ON cover.id = absence.cover_id
WHERE absence.ended_at IS NULL AND absence.to_on >= :today
"""
_OF_CENTRE = " AND away.centre_id = :centre"
_IN_ORDER = " ORDER BY absence.from_on, away.name"
_STANDING = (
    "SELECT officer_id, cover_id, from_on, to_on FROM absence WHERE ended_at IS NULL AND to_on >= :today"
)


class ListedAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """A leave with the names of who is away and who covers."""

    id: str
    officer_id: str
    cover_id: str
    first: date
    last: date
    officer: str
    cover: str


def listed(reading: Reading, centre_id: str | None) -> list[ListedAbsence]:
    """List the leaves of a centre's officers, or all, that are not over."""
    statement = _LISTED + (_OF_CENTRE if centre_id is not None else "") + _IN_ORDER
    values = {} if centre_id is None else {"centre": centre_id}
    return [
        ListedAbsence(
            id=row[0],
            officer_id=row[1],
            cover_id=row[2],
            first=date.fromisoformat(row[3]),
            last=date.fromisoformat(row[4]),
            officer=row[5],
            cover=row[6],
        )
        for row in reading.run(statement, today=reading.today.isoformat(), **values).fetchall()
    ]


def hold_standing(tx: Tx) -> list[Away]:
    """Read every leave that is not over, held: two noted at once could close a circle that neither sees."""
    if not tx.is_sqlite:
        tx.run("LOCK TABLE absence IN SHARE ROW EXCLUSIVE MODE")
    return [
        Away(
            officer_id=row[0],
            cover_id=row[1],
            first=date.fromisoformat(row[2]),
            last=date.fromisoformat(row[3]),
        )
        for row in tx.run(_STANDING, today=tx.today.isoformat()).fetchall()
    ]


def find(tx: Tx, absence_id: str) -> Absence:
    """Read a leave and hold it.

    Raises:
        NotFound: There is none.
    """
    row = tx.session.get(Absence, typed_id(absence_id, kind="absence"), with_for_update={"key_share": True})
    if row is None:
        raise NotFound(kind="absence", sought=absence_id[:40])
    return row
