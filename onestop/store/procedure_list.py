"""The catalogue as its keeper looks through it: every code once, with its versions and its draft."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from onestop.model.procedure import Procedure, ProcedureState, Sector
from onestop.rules.text import fold
from onestop.store.tx import Reading

A_PAGE = 50
_MOST_WORDS = 12
_DRAFT, _PUBLISHED = ProcedureState.DRAFT, ProcedureState.PUBLISHED


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A code of the catalogue: the version that is shown of it, and how it stands on a day.

    `standing` is `in_force`, `to_come`, `draft` (nothing but a draft) or `ended`; `drafted`: a draft is
    being drawn up beside it.
    """

    code: str
    name: str
    sector: str
    agency_id: str | None
    own_commune: bool
    amount: str
    unit: str | None
    allowance_text: str
    standing: str
    drafted: bool
    version: int
    valid_from: date
    valid_to: date | None
    marks: int


def kept_codes(
    reading: Reading,
    words: str,
    *,
    sector: str = "",
    agency: str = "",
    state: str = "",
    page: int = 1,
) -> tuple[list[Kept], int]:
    """List the codes that fit, and how many there are in all.

    Args:
        reading: Where to look.
        words: Of the name or code, with or without diacritics.
        sector: A sector's id, or nothing.
        agency: An agency's id, or nothing.
        state: `in_force`, `to_come`, `draft`, `ended`, `marked` (something in it is from memory), or nothing.
        page: Which fifty of them, from 1.
    """
    day = reading.today
    fitting = _fitting(words, sector, agency) + _state(state, day)
    codes = select(Procedure.code).where(*fitting).group_by(Procedure.code)
    count = reading.session.exec(select(func.count()).select_from(codes.subquery())).one()
    found = reading.session.exec(
        codes.order_by(Procedure.code).limit(A_PAGE).offset((max(1, page) - 1) * A_PAGE)
    ).all()
    query = (
        select(Procedure, Sector.name)
        .join(Sector, col(Sector.id) == Procedure.sector_id)
        .where(col(Procedure.code).in_(found))
        .order_by(col(Procedure.code), col(Procedure.version).desc())
    )
    rows: dict[str, list[tuple[Procedure, str]]] = {code: [] for code in found}
    for row, sector_name in reading.session.exec(query).all():
        rows[row.code].append((row, sector_name))
    return [_kept(several, day) for several in rows.values()], count


def standing(row: Procedure, day: date) -> str:
    """Tell how a version stands on a local day: `draft`, `in_force`, `to_come` or `ended`."""
    if row.state == _DRAFT:
        return "draft"
    if row.valid_to is not None and row.valid_to < max(day, row.valid_from):
        return "ended"
    return "in_force" if row.valid_from <= day else "to_come"


def _kept(rows: list[tuple[Procedure, str]], day: date) -> Kept:
    order = ("in_force", "to_come", "draft", "ended")
    row, sector = min(rows, key=lambda each: order.index(standing(each[0], day)))
    return Kept(
        code=row.code,
        name=row.name,
        sector=sector,
        agency_id=row.agency_id,
        own_commune=row.own_commune,
        amount=row.amount,
        unit=row.unit,
        allowance_text=row.allowance_text,
        standing=standing(row, day),
        drafted=any(each.state == _DRAFT for each, _ in rows),
        version=row.version,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        marks=len(msgspec.json.decode(row.from_memory, type=list[str])),
    )


def _fitting(words: str, sector: str, agency: str) -> list[ColumnElement[bool]]:
    searched = col(Procedure.folded)
    wanted: list[Any] = [
        searched.contains(word, autoescape=True) for word in fold(words[:200]).split()[:_MOST_WORDS]
    ]
    for column, sought in ((col(Procedure.sector_id), sector), (col(Procedure.agency_id), agency)):
        if sought:
            wanted.append(column == "".join(_printable(sought)))
    return wanted


def _printable(text: str) -> Iterable[str]:
    return (letter for letter in text if letter.isprintable())


def _state(state: str, day: date) -> list[ColumnElement[bool]]:
    until, begins = col(Procedure.valid_to), col(Procedure.valid_from)
    published = col(Procedure.state) == _PUBLISHED
    held = [published, begins <= day, or_(until.is_(None), until >= day)]
    to_come = [published, begins > day, or_(until.is_(None), until >= begins)]
    match state:
        case "in_force":
            return held
        case "to_come":
            return to_come
        case "draft":
            return [col(Procedure.state) == _DRAFT]
        case "marked":
            return [*held, col(Procedure.from_memory) != "[]"]
        case "ended":
            alive = select(Procedure.code).where(published, or_(until.is_(None), until >= day, begins > day))
            return [published, col(Procedure.code).not_in(alive)]
        case _:
            return []
