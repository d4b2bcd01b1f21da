"""Whom a dossier may be given to, over HTTP: officers of an agency, agencies."""

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from onestop.rules.access import Actor, Right, require
from onestop.rules.scope import scope_of
from onestop.store import colleagues
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.shapes import Named


class ColleagueCard(msgspec.Struct, frozen=True):
    """An officer by name, and whether they are on leave today."""

    id: str
    name: str
    on_leave: bool


def _colleagues(reading: Reading, agency_id: str | None) -> list[ColleagueCard]:
    require(reading.actor, Right.SEE_DOSSIER)
    chosen = agency_id or reading.actor.agency_id
    if chosen is None:
        return []
    return [ColleagueCard(*one) for one in colleagues.colleagues(reading, scope_of(reading.actor), chosen)]


@get("/api/officers")
async def officers(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    agency: FromQuery[str | None] = None,
) -> list[ColleagueCard]:
    """List the officers of an agency within the asker's reach; without `agency`, of their own."""
    return await database.read(_colleagues, agency, actor=actor)


def _agencies(reading: Reading) -> list[Named]:
    require(reading.actor, Right.SEE_DOSSIER)
    return [Named(*one) for one in colleagues.agencies(reading)]


@get("/api/agencies")
async def agencies(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[Named]:
    """List the agencies that a dossier may be sent to."""
    return await database.read(_agencies, actor=actor)


HANDLERS = [officers, agencies]
