"""What imports left, and what they write: the portal's words, versions, channels, sectors."""

import hashlib
from collections.abc import Sequence
from datetime import date

import msgspec
from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.columns import micros
from onestop.model.place import Agency, Centre, CentreKind
from onestop.model.portal import PortalProcedure
from onestop.model.procedure import Procedure, ProcedureChannel, ProcedureState, Sector, Succession
from onestop.rules.portal_import import without_rows
from onestop.rules.procedure_shapes import ImportedProcedure
from onestop.rules.text import fold
from onestop.store.tx import Reading, Tx

_REMEMBER = """
INSERT INTO portal_procedure (code, facts, digest, procedure_id, imported_at)
VALUES (:code, :facts, :digest, :procedure, :at)
ON CONFLICT (code) DO UPDATE SET facts = excluded.facts, digest = excluded.digest,
procedure_id = excluded.procedure_id, imported_at = excluded.imported_at
"""


class Left(msgspec.Struct, frozen=True):
    """What an earlier import left of one code."""

    facts: ImportedProcedure
    digest: str
    procedure_id: str | None


class Newest(msgspec.Struct, frozen=True, kw_only=True):
    """The newest version of one code."""

    id: str
    version: int
    name: str
    sector: str
    amount: str
    unit: str | None
    valid_from: date
    valid_to: date | None


def hold_province(tx: Tx) -> str:
    """Find the province and hold its row, so that two imports follow each other.

    Raises:
        NotFound: The tables are empty: not even the starting catalogue is there.
    """
    query = select(Centre.id).where(Centre.kind == CentreKind.PROVINCE).with_for_update(key_share=True)
    found = tx.session.exec(query).first()
    if found is None:
        raise NotFound(kind="centre", sought=CentreKind.PROVINCE)
    return found


def left_by_code(reading: Reading) -> dict[str, Left]:
    """Read what earlier imports left."""
    rows = reading.session.exec(select(PortalProcedure)).all()
    return {
        row.code: Left(msgspec.json.decode(row.facts, type=ImportedProcedure), row.digest, row.procedure_id)
        for row in rows
    }


def newest_by_code(reading: Reading) -> dict[str, Newest]:
    """Read the newest version of every code, in force or not."""
    query = (
        select(Procedure, Sector.name)
        .join(Sector, col(Sector.id) == Procedure.sector_id)
        .where(col(Procedure.state) == ProcedureState.PUBLISHED)
        .order_by(col(Procedure.version))
    )
    return {
        row.code: Newest(
            id=row.id,
            version=row.version,
            name=row.name,
            sector=sector,
            amount=row.amount,
            unit=row.unit,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row, sector in reading.session.exec(query).all()
    }


def successors_by_code(reading: Reading, day: date) -> dict[str, tuple[str, ...]]:
    """Read which codes took the place of which by a day."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(Succession).order_by(col(Succession.old_code), col(Succession.new_code))
    for row in reading.session.exec(query).all():
        if row.from_on is None or row.from_on <= day:
            found[row.old_code] = (*found.get(row.old_code, ()), row.new_code)
    return found


def agencies_by_name(reading: Reading) -> dict[str, str]:
    """Read the ids of the agencies above the communes by their folded names, long and short."""
    query = select(Agency.id, Agency.name, Agency.short).where(Agency.level != "commune")
    rows = reading.session.exec(query).all()
    return {fold(name): id_ for id_, *names in rows for name in names if name}


def sectors(reading: Reading) -> list[Sector]:
    """Read the sectors."""
    return list(reading.session.exec(select(Sector).order_by(col(Sector.key))).all())


def put_sectors(tx: Tx, rows: Sequence[Sector]) -> None:
    """Write new sectors."""
    tx.session.add_all(rows)
    tx.session.flush()


def end_version(tx: Tx, procedure_id: str, *, last_on: date) -> None:
    """Let a version end with a day; dossiers received under it keep it."""
    tx.run("UPDATE procedure SET valid_to = :last WHERE id = :id", last=last_on.isoformat(), id=procedure_id)


def put_versions(tx: Tx, rows: Sequence[Procedure], channels: Sequence[ProcedureChannel]) -> None:
    """Write versions with their channels."""
    tx.session.add_all(rows)
    tx.session.flush()
    tx.session.add_all(channels)
    tx.session.flush()


def remember(tx: Tx, procedure: ImportedProcedure, *, procedure_id: str | None) -> None:
    """Keep the portal's words on a code, in the place of its earlier ones."""
    facts = facts_of(procedure)
    tx.run(
        _REMEMBER,
        code=procedure.code,
        facts=facts,
        digest=digest_of(facts),
        procedure=procedure_id,
        at=micros(tx.now),
    )


def facts_of(procedure: ImportedProcedure) -> str:
    """Write what was read as JSON, without the rows it stood in."""
    return msgspec.json.encode(without_rows(procedure)).decode()


def digest_of(facts: str) -> str:
    """Hash the words of a procedure."""
    return hashlib.sha256(facts.encode()).hexdigest()
