"""Legs of many dossiers over HTTP: held, coming, late, to be sent; many assigned or sent on at once."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from onestop.errors import Malformed
from onestop.render.refused import sentence_of
from onestop.rules.access import Actor, Right, require
from onestop.rules.lookup import typed_id
from onestop.rules.scope import scope_of
from onestop.steps.many import Outcome
from onestop.store import travelling
from onestop.store.database import Database
from onestop.store.travelling import Which
from onestop.store.tx import Reading
from onestop.use_cases import assign_dossier, forward_dossier
from onestop.use_cases.assign_dossier import Assigned, AssignedMany, AssignMany
from onestop.use_cases.forward_dossier import ForwardedMany, ForwardMany
from onestop.web.problems import language
from onestop.web.shapes import Named, once, shown

MINE = "me"
"""`?officer=me`: what whoever asks holds."""


class RowDone(msgspec.Struct, frozen=True, kw_only=True):
    """How one of many came out: `refused` is a code and `detail` says why; an assigned one tells who holds it."""

    code: str
    refused: str | None
    detail: str | None
    officer_id: str | None
    covers_id: str | None


class ManyDone(msgspec.Struct, frozen=True):
    """How each came out, in the order asked for."""

    rows: list[RowDone]


class TravellingCard(msgspec.Struct, frozen=True, kw_only=True):
    """A leg in a list, with its dossier."""

    code: str
    procedure: str
    applicant_name: str
    agency: Named
    position: int
    stage: int
    part: str
    work: str
    state: str
    officer: Named | None
    due_at: datetime | None
    sent_at: datetime | None
    accepted_at: datetime | None
    late: bool


class LegPage(msgspec.Struct, frozen=True):
    """Legs, soonest due first."""

    items: list[TravellingCard]


class LateCard(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier that should have been on its way."""

    code: str
    procedure: str
    applicant_name: str
    agency: Named
    received_at: datetime | None
    forward_by: datetime | None


class LatePage(msgspec.Struct, frozen=True):
    """Dossiers to be forwarded, the longest waiting first."""

    items: list[LateCard]


def _legs(reading: Reading, which: str, agency: str | None, officer: str | None) -> LegPage:
    require(reading.actor, Right.SEE_DOSSIER)
    if which not in set(Which):
        raise Malformed(field="which", reason="unknown")
    if officer is not None:
        officer = reading.actor.id if officer == MINE else typed_id(officer, kind="officer")
    found = travelling.legs_at(
        reading,
        scope_of(reading.actor),
        Which(which),
        agency_id=typed_id(agency, kind="agency") if agency else None,
        officer_id=officer,
    )
    return LegPage(
        [
            TravellingCard(
                code=one.dossier.code,
                procedure=one.procedure,
                applicant_name=one.dossier.applicant_name,
                agency=Named(one.leg.agency_id, one.agency),
                position=one.leg.position,
                stage=one.leg.stage,
                part=one.leg.part,
                work=one.leg.work,
                state=one.leg.state,
                officer=Named(one.leg.officer_id, one.officer or "") if one.leg.officer_id else None,
                due_at=shown(one.leg.due_at),
                sent_at=shown(one.leg.sent_at),
                accepted_at=shown(one.leg.accepted_at),
                late=one.leg.due_at < reading.now,
            )
            for one in found
        ]
    )


@get("/api/legs")
async def listing(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    which: FromQuery[str] = Which.HELD,
    agency: FromQuery[str | None] = None,
    officer: FromQuery[str | None] = None,
) -> LegPage:
    """List what agencies hold, what is on its way to them, or what is late; `officer=me` is one's own."""
    return await database.read(_legs, which, agency, officer, actor=actor)


def _late(reading: Reading) -> LatePage:
    require(reading.actor, Right.SEE_DOSSIER)
    found = travelling.late_to_forward(reading, scope_of(reading.actor))
    return LatePage(
        [
            LateCard(
                code=one.dossier.code,
                procedure=one.procedure,
                applicant_name=one.dossier.applicant_name,
                agency=Named(one.dossier.agency_id, one.agency),
                received_at=shown(one.dossier.received_at),
                forward_by=shown(one.dossier.forward_by),
            )
            for one in found
        ]
    )


@get("/api/forwarding/late")
async def late(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> LatePage:
    """List the dossiers that should be on their way by the rule of 15:00, and are not."""
    return await database.read(_late, actor=actor)


@post("/api/assignments", status_code=200)
async def assign_many(
    request: Request[Any, Any, Any],
    data: JSONBody[AssignMany],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> ManyDone:
    """Assign many dossiers to one officer; each comes out for itself, who is refused with the reason."""
    require(actor, Right.ASSIGN_DOSSIER)
    key = await once(request, AssignedMany, required=False)
    many = await database.write(actor, assign_dossier.assign_many, data, once=key)
    return ManyDone([_row(row, language(request)) for row in many.rows])


@post("/api/forwardings", status_code=200)
async def forward_many(
    request: Request[Any, Any, Any],
    data: JSONBody[ForwardMany],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> ManyDone:
    """Send many dossiers on to the agencies whose turn it is; each comes out for itself."""
    require(actor, Right.FORWARD_DOSSIER)
    key = await once(request, ForwardedMany, required=False)
    many = await database.write(actor, forward_dossier.forward_many, data, once=key)
    return ManyDone([_row(row, language(request)) for row in many.rows])


def _row(row: Outcome, lang: str) -> RowDone:
    return RowDone(
        code=row.code,
        refused=row.refused,
        detail=sentence_of(row.refused, row.facts, lang) if row.refused else None,
        officer_id=row.officer_id if isinstance(row, Assigned) else None,
        covers_id=row.covers_id if isinstance(row, Assigned) else None,
    )


HANDLERS = [listing, late, assign_many, forward_many]
