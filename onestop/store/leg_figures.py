"""How agencies stand in a period, each dossier counted once for an agency, and once for the citizen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import col, select

from onestop.model.dossier import OWED, RUNNING, Dossier, Standing
from onestop.model.leg import Leg, LegState
from onestop.rules.agency_figures import Counted
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.legs import tree_of
from onestop.store.tx import Reading

_OPEN = (LegState.SENT, LegState.ACCEPTED)


def by_agency(reading: Reading, scope: Scope, begins: datetime, ends: datetime) -> dict[str, Counted]:
    """Count the dossiers of agencies by their legs; one that came back counts once, by its worst leg.

    A dossier counts as received by an agency when it first came, as done when its last leg there was (overdue
    where any of them was, early where all were), as open while the agency has it or it is on its way there. It
    is open and late past the day of that leg, unless it waits for something: then it is late at nobody.

    Args:
        reading: Where to look.
        scope: How far the officer sees; an agency sees its own legs and those under it.
        begins: Aware instant; the period begins with it.
        ends: Aware instant; the period ends before it.
    """
    state, standing = col(Leg.state), col(Leg.standing)
    overdue, is_open = standing == Standing.OVERDUE, state.in_(_OPEN)
    late = and_(is_open, col(Leg.due_at) < reading.now, col(Dossier.state).in_(RUNNING))
    came: Any = func.min(func.coalesce(col(Leg.sent_at), col(Leg.done_at)))
    left: Any = func.max(Leg.done_at)
    opened = _count(is_open)
    columns: tuple[Any, ...] = (
        Leg.agency_id, came, left, opened, _count(late), _count(overdue),
        _count(standing == Standing.EARLY), _count(state == LegState.DONE),
        func.max(case((overdue, col(Leg.late_days)), else_=0)),
    )  # fmt: skip
    query = (
        select(*columns)
        .select_from(Leg)
        .join(Dossier, col(Dossier.id) == Leg.dossier_id)
        .where(*within(scope), state.in_((*_OPEN, LegState.DONE)))
        .group_by(Leg.agency_id, Leg.dossier_id)
        .having(or_(opened > 0, and_(came >= begins, came < ends), and_(left >= begins, left < ends)))
    )
    if scope.agency_id is not None:
        query = query.where(col(Leg.agency_id).in_(tree_of(scope.agency_id)))
    rows: Iterable[Any] = reading.session.exec(query).all()
    counted: dict[str, Counted] = {}
    for agency_id, came_at, left_at, *numbers in rows:
        received = begins <= came_at < ends
        left_then = left_at is not None and begins <= left_at < ends
        before = counted.get(agency_id, Counted())
        counted[agency_id] = _added(before, numbers, received=received, left=left_then)
    return counted


def _count(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _added(before: Counted, numbers: list[int], *, received: bool, left: bool) -> Counted:
    """Add one dossier of an agency to what was counted."""
    opened, late, overdue, early, done, late_days = numbers
    standing = Standing.OVERDUE if overdue else Standing.EARLY if early == done else Standing.ON_TIME
    ended = standing if left and not opened else None
    return Counted(
        received=before.received + received,
        early=before.early + (ended is Standing.EARLY),
        on_time=before.on_time + (ended is Standing.ON_TIME),
        overdue=before.overdue + (ended is Standing.OVERDUE),
        late_days=before.late_days + (late_days if ended is Standing.OVERDUE else 0),
        open=before.open + bool(opened),
        open_late=before.open_late + bool(late),
    )


def by_dossier(reading: Reading, scope: Scope, begins: datetime, ends: datetime) -> Counted:
    """Count dossiers once each, as citizens see them, whoever had them: by their own standing."""
    ready, state = col(Dossier.ready_at), col(Dossier.state)
    then = and_(ready >= begins, ready < ends)
    overdue = and_(then, col(Dossier.standing) == Standing.OVERDUE)
    columns: tuple[Any, ...] = (
        _count(and_(col(Dossier.received_at) >= begins, col(Dossier.received_at) < ends)),
        _count(and_(then, col(Dossier.standing) == Standing.EARLY)),
        _count(and_(then, col(Dossier.standing) == Standing.ON_TIME)),
        _count(overdue),
        func.sum(case((overdue, col(Dossier.late_days)), else_=0)),
        _count(state.in_(OWED)),
        _count(and_(state.in_(RUNNING), col(Dossier.due_at) < reading.now)),
    )
    row: Any = reading.session.exec(select(*columns).select_from(Dossier).where(*within(scope))).one()
    return Counted(*(int(number or 0) for number in row))
