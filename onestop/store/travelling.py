"""What agencies and officers hold, what is on its way to them, what is late: legs of many dossiers at once."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from onestop.model.dossier import RUNNING, Dossier
from onestop.model.leg import Leg, LegState
from onestop.model.people import Officer
from onestop.model.place import Agency
from onestop.model.procedure import Procedure
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.legs import tree_of
from onestop.store.tx import Reading

MOST = 200


class Which(StrEnum):
    """Which legs: held by an agency, on their way to it, or past their planned end."""

    HELD = "held"
    COMING = "coming"
    LATE = "late"


class TravellingLeg(NamedTuple):
    """A leg with its dossier and the names beside it; `officer` is None where nobody holds it."""

    leg: Leg
    dossier: Dossier
    procedure: str
    agency: str
    officer: str | None


class LateToForward(NamedTuple):
    """A dossier that is not on its way though the hour has passed."""

    dossier: Dossier
    procedure: str
    agency: str


def legs_at(
    reading: Reading,
    scope: Scope,
    which: Which,
    *,
    agency_id: str | None = None,
    only_agency_id: str | None = None,
    officer_id: str | None = None,
    limit: int = MOST,
) -> list[TravellingLeg]:
    """Read legs of the dossiers that a scope reaches, soonest due first.

    An agency sees its own legs and those of agencies under it, not other agencies' of the same dossier; while a
    dossier waits for something nobody is late.

    Args:
        reading: Where to look.
        scope: How far the officer sees.
        which: Held, coming or late.
        agency_id: Keep to an agency and those under it.
        only_agency_id: Keep to an agency without those under it.
        officer_id: Keep to what an officer holds.
        limit: How many at the most, up to 200.
    """
    columns: tuple[Any, ...] = (Leg, Dossier, Procedure.name, Agency.name, Officer.name)
    query = (
        select(*columns)
        .select_from(Leg)
        .join(Dossier, col(Dossier.id) == Leg.dossier_id)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .join(Agency, col(Agency.id) == Leg.agency_id)
        .outerjoin(Officer, col(Officer.id) == Leg.officer_id)
        .where(*within(scope), *_which(reading, which))
        .order_by(col(Leg.due_at), col(Leg.id))
        .limit(max(1, min(limit, MOST)))
    )
    for each in (scope.agency_id, agency_id):
        if each is not None:
            query = query.where(col(Leg.agency_id).in_(tree_of(each)))
    if only_agency_id is not None:
        query = query.where(Leg.agency_id == only_agency_id)
    if officer_id is not None:
        query = query.where(Leg.officer_id == officer_id)
    rows: list[Any] = list(reading.session.exec(query).all())
    return [TravellingLeg(*row) for row in rows]


def _which(reading: Reading, which: Which) -> list[ColumnElement[bool]]:
    state = col(Leg.state)
    match which:
        case Which.HELD:
            return [state == LegState.ACCEPTED]
        case Which.COMING:
            return [state == LegState.SENT]
        case Which.LATE:
            return [
                state.in_((LegState.SENT, LegState.ACCEPTED)),
                col(Leg.due_at) < reading.now,
                col(Dossier.state).in_(RUNNING),
            ]


def late_to_forward(reading: Reading, scope: Scope, *, limit: int = MOST) -> list[LateToForward]:
    """Read the dossiers that should have been on their way by now, the longest waiting first.

    Rule:
        Decree 61/2018/NĐ-CP art. 18, kept by Decree 118/2025/NĐ-CP art. 18.
    """
    query = (
        select(Dossier, Procedure.name, Agency.name)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .join(Agency, col(Agency.id) == Dossier.agency_id)
        .where(
            *within(scope),
            col(Dossier.state).in_(RUNNING),
            col(Dossier.forwarded_at).is_(None),
            col(Dossier.forward_by) < reading.now,
        )
        .order_by(col(Dossier.forward_by), col(Dossier.id))
        .limit(max(1, min(limit, MOST)))
    )
    return [LateToForward(*row) for row in reading.session.exec(query).all()]
