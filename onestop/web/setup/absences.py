"""Noting leave and cover over HTTP."""

from datetime import date
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.absence_plan import AbsenceWish
from onestop.rules.access import Actor
from onestop.steps.keep_reach import reach_of
from onestop.store import absences
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import keep_absence
from onestop.web.setup.own_hall import Settled, made_once


class SetUpAbsence(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """A leave that is not over: local days, both included; `now` while it lasts."""

    id: str
    officer: str
    officer_name: str
    cover: str
    cover_name: str
    first: date
    last: date
    now: bool


def absences_of(reading: Reading) -> list[SetUpAbsence]:
    """Read the leaves of the officers within the actor's reach, soonest first."""
    return [
        SetUpAbsence(
            id=one.id,
            officer=one.officer_id,
            officer_name=one.officer,
            cover=one.cover_id,
            cover_name=one.cover,
            first=one.first,
            last=one.last,
            now=one.first <= reading.today,
        )
        for one in absences.listed(reading, reach_of(reading).centre_id)
    ]


@get("/api/setup/absences")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpAbsence]:
    """List the leaves that are not over."""
    return await database.read(absences_of, actor=actor)


@post("/api/setup/absences")
async def note(
    request: Request[Any, Any, Any],
    data: JSONBody[AbsenceWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Note a leave with its cover."""
    return Settled(await database.write(actor, keep_absence.note, data, once=await made_once(request)))


@post("/api/setup/absences/{absence:str}/end", status_code=200)
async def end(
    absence: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """End a leave early, or call it off."""
    return Settled(await database.write(actor, keep_absence.end, absence))


HANDLERS = [listing, note, end]
