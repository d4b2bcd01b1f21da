"""What citizens may ask for, as of a day: versions, successors, channels, requirements and steps."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from onestop.errors import NotFound, ProcedureReplaced
from onestop.model.place import Agency
from onestop.model.procedure import (
    Procedure,
    ProcedureChannel,
    ProcedureState,
    ProcedureStep,
    Requirement,
    Sector,
    Succession,
)
from onestop.rules.intake import Demand
from onestop.rules.lookup import typed_procedure
from onestop.rules.text import fold
from onestop.store.tx import Reading

MOST_FOUND = 100
_MOST_WORDS = 12
_VERSION = """
SELECT id FROM procedure WHERE code = :code AND state = 'published' AND valid_from <= :day
AND (valid_to IS NULL OR valid_to >= :day) ORDER BY version DESC LIMIT 1
"""


class Found(NamedTuple):
    """A procedure with the names that a list shows beside it."""

    procedure: Procedure
    sector: str
    agency: Agency | None


def _holds_on(day: date, version: type[Procedure] = Procedure) -> list[ColumnElement[bool]]:
    """Choose the versions under which dossiers are received on a day."""
    until = col(version.valid_to)
    return [
        col(version.state) == ProcedureState.PUBLISHED,
        col(version.valid_from) <= day,
        or_(until.is_(None), until >= day),
    ]


def newest_on(day: date) -> list[ColumnElement[bool]]:
    """Choose one version of each code: the newest of those that hold on a day."""
    newer = aliased(Procedure)
    replaced = exists().where(
        col(newer.code) == col(Procedure.code),
        col(newer.version) > col(Procedure.version),
        *_holds_on(day, newer),
    )
    return [*_holds_on(day), ~replaced]


def procedure_on(reading: Reading, code: str, day: date) -> Procedure:
    """Find the version of a procedure under which a dossier is received on a day.

    A code that another replaced leads to its successor, and that one's; a code that still has a version
    of its own on that day is not led away.

    Args:
        reading: Where to look.
        code: The national code as people type it, with or without the province's suffix.
        day: The local day of receipt.

    Raises:
        NotFound: No procedure has that code on that day, and none took its place.
        ProcedureReplaced: Several took its place; the officer must say which.
    """
    asked = code = typed_procedure(code)
    passed = set[str]()
    while code not in passed:
        passed.add(code)
        if found := _version(reading, code, day):
            return found
        successors = _successors(reading, code, day)
        if len(successors) > 1:
            raise ProcedureReplaced(procedure=asked, successors=successors)
        code = successors[0] if successors else code
    raise NotFound(kind="procedure", sought=asked)


def _version(reading: Reading, code: str, day: date) -> Procedure | None:
    """Read the newest version of a code that holds on a day: its id by plain SQL, which every intake asks."""
    row = reading.run(_VERSION, code=code, day=day.isoformat()).fetchone()
    return reading.session.get(Procedure, row[0]) if row else None


def _successors(reading: Reading, code: str, day: date) -> list[str]:
    since = col(Succession.from_on)
    query = (
        select(Succession.new_code)
        .where(Succession.old_code == code, or_(since.is_(None), since <= day))
        .order_by(col(Succession.new_code))
    )
    return list(reading.session.exec(query).all())


def search(
    reading: Reading, words: str, day: date, *, sector: str | None = None, limit: int = 20
) -> list[Found]:
    """Search the procedures of a day by code or by words, with or without diacritics.

    Every word must be in the name or the code; what begins with the words comes first, then what holds
    them in a row, then shorter names.

    Args:
        reading: Where to look.
        words: As typed; nothing gives all, by name.
        day: The local day.
        sector: The id or key of a sector to keep to.
        limit: How many at the most, up to 100.
    """
    sought = fold(words[:200])
    searched = col(Procedure.folded)
    query = (
        select(Procedure, Sector.name, Agency)
        .join(Sector, col(Sector.id) == Procedure.sector_id)
        .outerjoin(Agency, col(Agency.id) == Procedure.agency_id)
        .where(*newest_on(day))
    )
    sector = "".join(letter for letter in sector or "" if letter.isprintable())
    if sector:
        query = query.where(or_(col(Sector.id) == sector, col(Sector.key) == sector))
    for word in sought.split()[:_MOST_WORDS]:
        query = query.where(searched.contains(word, autoescape=True))
    # What is searched begins with the code, and the name follows it after a blank.
    begins = func.substr(searched, func.length(col(Procedure.code)) + 2).startswith(sought, autoescape=True)
    rank = case(
        (or_(searched.startswith(sought, autoescape=True), begins), 0),
        (searched.contains(sought, autoescape=True), 1),
        else_=2,
    )
    order: list[Any] = [rank, func.length(searched)] if sought else [col(Procedure.name)]
    query = query.order_by(*order, col(Procedure.code)).limit(min(limit, MOST_FOUND))
    return [Found(*row) for row in reading.session.exec(query).all()]


def names_of(reading: Reading, procedure: Procedure) -> Found:
    """Read the names of a procedure's sector and of the agency in charge (chủ trì giải quyết)."""
    sector = reading.session.get(Sector, procedure.sector_id)
    agency = reading.session.get(Agency, procedure.agency_id) if procedure.agency_id else None
    return Found(procedure, sector.name if sector else "", agency)


def by_id(reading: Reading, procedure_id: str) -> Procedure:
    """Read the version that a dossier was received under.

    Raises:
        NotFound: No such version.
    """
    found = reading.session.get(Procedure, procedure_id)
    if found is None:
        raise NotFound(kind="procedure", sought=procedure_id)
    return found


def bases_of(reading: Reading, procedure_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Read the legal basis of versions, and as a JSON list which of their fields nobody read it for; by their ids."""
    query = select(Procedure.id, Procedure.legal_basis, Procedure.from_memory)
    rows = reading.session.exec(query.where(col(Procedure.id).in_(set(procedure_ids)))).all()
    return {row[0]: (row[1], row[2]) for row in rows}


def demands_of(reading: Reading, procedure_id: str) -> list[Demand]:
    """Read the papers that a procedure asks for, in order."""
    query = (
        select(Requirement)
        .where(Requirement.procedure_id == procedure_id)
        .order_by(col(Requirement.position))
    )
    return [
        Demand(**{name: getattr(row, name) for name in Demand.__struct_fields__})
        for row in reading.session.exec(query).all()
    ]


def channels_of(reading: Reading, procedure_id: str) -> list[ProcedureChannel]:
    """Read the channels of a procedure, in order; a channel may stand there twice, with other terms."""
    query = (
        select(ProcedureChannel)
        .where(ProcedureChannel.procedure_id == procedure_id)
        .order_by(col(ProcedureChannel.position))
    )
    return list(reading.session.exec(query).all())


def steps_of(reading: Reading, procedure_id: str) -> list[ProcedureStep]:
    """Read the internal steps of a procedure, in order."""
    query = (
        select(ProcedureStep)
        .where(ProcedureStep.procedure_id == procedure_id)
        .order_by(col(ProcedureStep.position))
    )
    return list(reading.session.exec(query).all())
