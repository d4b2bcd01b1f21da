"""What an officer has to do: a group's dossiers counted, and listed soonest due first; always within a scope."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from onestop.errors import Malformed
from onestop.model.columns import instant, micros
from onestop.model.dossier import RUNNING, Dossier, DossierState
from onestop.model.leg import Leg, LegState
from onestop.model.place import Agency
from onestop.model.procedure import Procedure
from onestop.rules.inbox import Group
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.dossier_search import tree_of
from onestop.store.journal import day_start
from onestop.store.tx import Reading

MOST = 50
_UNSENT = (col(Dossier.state) == DossierState.RECEIVED, col(Dossier.forwarded_at).is_(None))


class Waiting(NamedTuple):
    """A dossier in the inbox, with the names beside it."""

    dossier: Dossier
    procedure_code: str
    procedure_name: str
    agency_name: str


class Pile(NamedTuple):
    """A page of a group, and where the next begins; None on the last."""

    items: list[Waiting]
    next_cursor: str | None


class Desk(NamedTuple):
    """Who looks: how far, for whom, and until when something counts as near."""

    scope: Scope
    officer_id: str
    agency_id: str | None
    near_until: datetime


def count(reading: Reading, desk: Desk, group: Group) -> int:
    """Count what is in a group."""
    query = select(func.count()).select_from(Dossier).where(*_in(reading, desk, group))
    return int(reading.session.exec(query).one())


def pile(reading: Reading, desk: Desk, group: Group, *, cursor: str | None = None) -> Pile:
    """Read a page of a group, soonest due first.

    Raises:
        Malformed: A cursor that no page gave.
    """
    query = (
        select(Dossier, Procedure.code, Procedure.name, Agency.name)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .join(Agency, col(Agency.id) == Dossier.agency_id)
        .where(*_in(reading, desk, group))
    )
    if cursor:
        at, last = _read_cursor(cursor)
        due, its_id = col(Dossier.due_at), col(Dossier.id)
        query = query.where(or_(due > at, (due == at) & (its_id > last)))
    order = (col(Dossier.due_at), col(Dossier.id))
    rows = [Waiting(*row) for row in reading.session.exec(query.order_by(*order).limit(MOST + 1)).all()]
    if len(rows) <= MOST:
        return Pile(rows, None)
    last_shown = rows[MOST - 1].dossier
    return Pile(rows[:MOST], f"{micros(last_shown.due_at)}.{last_shown.id}")


def _in(reading: Reading, desk: Desk, group: Group) -> list[ColumnElement[bool]]:
    """Choose the dossiers of a group within the officer's reach."""
    state, due = col(Dossier.state), col(Dossier.due_at)
    midnight = day_start(reading.now)
    match group:
        case Group.OVERDUE:
            chosen = [state.in_(RUNNING), due < reading.now]
        case Group.TODAY:
            chosen = [state.in_(RUNNING), due >= reading.now, due < midnight + timedelta(days=1)]
        case Group.TO_APOLOGISE:
            chosen = [state.in_(RUNNING), due <= desk.near_until, col(Dossier.told_at).is_(None)]
        case Group.TO_TAKE_ON:
            chosen = [_has_leg(reading, desk, col(Leg.state) == LegState.SENT)]
        case Group.TO_ASSIGN:
            held = [col(Leg.state) == LegState.ACCEPTED, col(Leg.officer_id).is_(None)]
            chosen = [_has_leg(reading, desk, *held)]
        case Group.MINE:
            mine = [col(Leg.officer_id) == desk.officer_id, col(Leg.state) == LegState.ACCEPTED]
            chosen = [col(Dossier.id).in_(select(Leg.dossier_id).where(*mine))]
        case Group.LATE_TO_FORWARD | Group.TO_FORWARD:
            late = col(Dossier.forward_by) < reading.now
            chosen = [*_UNSENT, late if group is Group.LATE_TO_FORWARD else ~late]
        case Group.AWAITED:
            chosen = [state == DossierState.SUPPLEMENT_ASKED]
        case Group.TO_HAND_OVER:
            chosen = [state == DossierState.RESULT_READY]
    return [*within(desk.scope), *chosen]


def _has_leg(reading: Reading, desk: Desk, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Choose the dossiers of which a leg lies with the officer's agency, or one under it; running ones only."""
    agencies: list[str] = tree_of(reading, desk.agency_id) if desk.agency_id else []
    legs: Any = select(Leg.dossier_id).where(col(Leg.agency_id).in_(agencies), *wanted)
    return col(Dossier.state).in_(RUNNING) & col(Dossier.id).in_(legs)


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    at, _, last = cursor.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 17 and last.isascii() and last.isalnum()):  # noqa: PLR2004  before the year 5000
        raise Malformed(field="cursor", reason="unreadable")
    return instant(int(at)), last
