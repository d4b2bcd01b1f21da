"""Days announced late: the changes that were applied, and the dossiers that a change may move."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec
from sqlmodel import col, func, select

from onestop import chance
from onestop.model.dossier import OWED, Dossier, Paper
from onestop.model.interruption import CalendarChange
from onestop.model.people import Officer
from onestop.model.place import Centre
from onestop.model.procedure import CalendarDay, Procedure
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.store.tx import Reading, Tx

_GROUNDS = (
    "SELECT on_day, kind, name, known_on, source, from_memory FROM calendar_day ORDER BY on_day, known_on",
    "SELECT centre_id, weekday, opens, closes, valid_from, valid_to, counts FROM opening_hours ORDER BY id",
    "SELECT id, name, place, return_minute FROM centre ORDER BY id",
    "SELECT id, name FROM agency ORDER BY id",
    "SELECT id, name FROM procedure ORDER BY id",
)


class AppliedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A file of days that was applied; `officer` is a name, or empty for the command line."""

    id: str
    digest: str
    file: str
    days: int
    moved: int
    officer: str
    applied_at: datetime


def hold_calendar(tx: Tx) -> None:
    """Keep everybody else from the days until the commit, so that no date is promised by the old ones meanwhile.

    On PostgreSQL it waits for those who are about to promise a date, and those who come after it wait for
    the commit. SQLite has one writer.
    """
    if not tx.is_sqlite:
        tx.run("LOCK TABLE calendar_day IN ACCESS EXCLUSIVE MODE")


def find(reading: Reading, digest: str) -> AppliedChange | None:
    """Find the change that applied a file's rows, by their digest."""
    query = select(CalendarChange).where(CalendarChange.digest == digest)
    found = reading.session.exec(query).first()
    return _applied(reading, found) if found else None


def changes(reading: Reading, most: int = 100) -> list[AppliedChange]:
    """List the changes, the latest first."""
    query = select(CalendarChange).order_by(col(CalendarChange.applied_at).desc()).limit(most)
    return [_applied(reading, each) for each in reading.session.exec(query).all()]


def _applied(reading: Reading, change: CalendarChange) -> AppliedChange:
    officer = reading.session.get(Officer, change.officer_id)
    return AppliedChange(
        id=change.id,
        digest=change.digest,
        file=change.file,
        days=change.days,
        moved=change.moved,
        officer=officer.name if officer else "",
        applied_at=change.applied_at,
    )


def put(tx: Tx, change: CalendarChange) -> None:
    """Write an applied change."""
    tx.session.add(change)
    tx.session.flush()


def put_days(tx: Tx, rows: Iterable[CalendarRow]) -> None:
    """Write days; those that are there already are none of these."""
    tx.session.add_all(
        CalendarDay(
            id=chance.new_id(),
            on_day=row.on,
            kind=row.kind,
            name=row.name,
            known_on=row.known_on,
            source=row.source,
            from_memory=row.from_memory,
        )
        for row in rows
    )
    tx.session.flush()


def days(reading: Reading) -> dict[tuple[date, date], CalendarRow]:
    """Read every day there is, by its date and the date since which it was known."""
    rows = reading.session.exec(select(CalendarDay)).all()
    return {
        (row.on_day, row.known_on): CalendarRow(
            row.on_day, DayKind(row.kind), row.name, row.known_on, row.source, row.from_memory
        )
        for row in rows
    }


def count_open(reading: Reading) -> int:
    """Count the dossiers, of all centres, whose end the citizen still has to hear."""
    return reading.session.exec(select(func.count()).where(col(Dossier.state).in_(OWED))).one()


def open_ids(reading: Reading, after: str = "", most: int | None = None) -> list[str]:
    """List the open dossiers of all centres by id, after one.

    By centre, since that is how the index keeps states: what has ended for years is not walked through.
    """
    query = select(Dossier.id).where(
        col(Dossier.centre_id).in_(select(Centre.id)),
        col(Dossier.state).in_(OWED),
        col(Dossier.id) > after,
    )
    return list(reading.session.exec(query.order_by(col(Dossier.id)).limit(most)).all())


def by_ids(reading: Reading, ids: Sequence[str]) -> list[Dossier]:
    """Read dossiers in the order of their ids."""
    query = select(Dossier).where(col(Dossier.id).in_(ids)).order_by(col(Dossier.id))
    return list(reading.session.exec(query).all())


def hold_open(tx: Tx, ids: Sequence[str]) -> dict[str, int]:
    """Hold those of some dossiers that are still open, in the order of their ids; give their versions."""
    query = select(Dossier.id, Dossier.version).where(col(Dossier.id).in_(ids), col(Dossier.state).in_(OWED))
    return dict(tx.session.exec(query.order_by(col(Dossier.id)).with_for_update()).all())


def grounds(reading: Reading) -> str:
    """Give a digest of all that dates, receipts and letters rest on besides the dossiers themselves."""
    rows = [reading.run(each).fetchall() for each in _GROUNDS]
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def current_papers(reading: Reading, name: str, ids: Sequence[str]) -> dict[str, Paper]:
    """Read the papers of one name that are not void, by dossier."""
    query = select(Paper).where(
        col(Paper.owner_id).in_(ids), Paper.name == name, col(Paper.void_at).is_(None)
    )
    return {paper.owner_id: paper for paper in reading.session.exec(query).all()}


def procedures_told(reading: Reading, ids: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Read the names of procedures by id, and whether each is sensitive."""
    query = select(Procedure.id, Procedure.name, Procedure.sensitive).where(col(Procedure.id).in_(set(ids)))
    return {row[0]: (row[1], row[2]) for row in reading.session.exec(query).all()}
