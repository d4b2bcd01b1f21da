"""How agencies stand in a period, each dossier counted once for an agency, and once for the citizen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func
from sqlmodel import col, select

from onestop.model.dossier import OWED, Dossier, Standing
from onestop.model.leg import Leg, LegState
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.legs import tree_of
from onestop.store.tx import Reading

_OPEN = (LegState.SENT, LegState.ACCEPTED)


class Figures(NamedTuple):
    """Dossiers received in the period, those done in it by how they stood, and those open now."""

    received: int = 0
    early: int = 0
    on_time: int = 0
    overdue: int = 0
    open: int = 0


def by_agency(reading: Reading, scope: Scope, begins: datetime, ends: datetime) -> dict[str, Figures]:
    """Count the dossiers of agencies by their legs; one that came back counts once, by its worst leg.

    A dossier counts as received by an agency when it first came, as done when its last leg there was (overdue
    where any of them was, early where all were), as open while the agency has it or it is on its way there.

    Args:
        reading: Where to look.
        scope: How far the officer sees; an agency sees its own legs and those under it.
        begins: Aware instant; the period begins with it.
        ends: Aware instant; the period ends before it.
    """
    done, state = Leg.done_at, col(Leg.state)
    first = func.min(func.coalesce(col(Leg.sent_at), done))
    columns: tuple[Any, ...] = (
        Leg.agency_id,
        first,
        func.max(done),
        func.sum(case((state.in_(_OPEN), 1), else_=0)),
        func.sum(case((col(Leg.standing) == Standing.OVERDUE, 1), else_=0)),
        func.sum(case((col(Leg.standing) == Standing.EARLY, 1), else_=0)),
        func.sum(case((state == LegState.DONE, 1), else_=0)),
    )
    query = (
        select(*columns)
        .select_from(Leg)
        .join(Dossier, col(Dossier.id) == Leg.dossier_id)
        .where(*within(scope), state.in_((*_OPEN, LegState.DONE)))
        .group_by(Leg.agency_id, Leg.dossier_id)
    )
    if scope.agency_id is not None:
        query = query.where(col(Leg.agency_id).in_(tree_of(scope.agency_id)))
    counted: dict[str, Figures] = {}
    rows: Iterable[Any] = reading.session.exec(query).all()
    for agency_id, came_at, done_at, is_open, overdue, early, all_done in rows:
        standing = Standing.OVERDUE if overdue else Standing.EARLY if early == all_done else Standing.ON_TIME
        ended = None if is_open else done_at
        before = counted.get(agency_id, Figures())
        counted[agency_id] = _added(
            before, came_at, ended, standing, is_open=bool(is_open), period=(begins, ends)
        )
    return counted


def by_dossier(reading: Reading, scope: Scope, begins: datetime, ends: datetime) -> Figures:
    """Count dossiers once each, as citizens see them, whoever had them: by their own standing."""
    query = select(Dossier.received_at, Dossier.ready_at, Dossier.standing, Dossier.state).where(
        *within(scope)
    )
    counted = Figures()
    for received_at, ready_at, standing, state in reading.session.exec(query).all():
        counted = _added(
            counted,
            received_at,
            ready_at,
            Standing(standing) if standing else None,
            is_open=state in OWED,
            period=(begins, ends),
        )
    return counted


def _added(
    before: Figures,
    came_at: datetime,
    ended_at: datetime | None,
    standing: Standing | None,
    *,
    is_open: bool,
    period: tuple[datetime, datetime],
) -> Figures:
    """Add one dossier to figures."""
    begins, ends = period
    ended = standing if ended_at is not None and begins <= ended_at < ends else None
    return Figures(
        before.received + (begins <= came_at < ends),
        before.early + (ended is Standing.EARLY),
        before.on_time + (ended is Standing.ON_TIME),
        before.overdue + (ended is Standing.OVERDUE),
        before.open + is_open,
    )
