"""Keeping the tree of agencies over HTTP."""

from typing import Any

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor
from onestop.rules.agency_plan import AgencyWish, in_order
from onestop.steps.keep_reach import reach_of
from onestop.store import agencies
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import keep_agencies
from onestop.web.setup.own_hall import Settled, made_once


class SetUpAgency(msgspec.Struct, frozen=True, kw_only=True):
    """An agency with its depth in the tree, 0 at the root; `from_memory` names what nobody has confirmed."""

    id: str
    code: str
    name: str
    short: str
    level: str
    parent: str | None
    depth: int
    mountainous: bool
    code_pattern: str
    from_memory: list[str]


def agencies_of(reading: Reading) -> list[SetUpAgency]:
    """Read the agencies, each followed by those under it."""
    reach_of(reading)
    known = {one.id: one for one in agencies.all_of(reading)}
    parents = {one.id: one.parent_id for one in known.values()}
    names = {one.id: one.name for one in known.values()}
    return [
        SetUpAgency(
            id=one.id,
            code=one.code,
            name=one.name,
            short=one.short,
            level=one.level,
            parent=one.parent_id,
            depth=depth,
            mountainous=one.mountainous,
            code_pattern=one.code_pattern,
            from_memory=msgspec.json.decode(one.from_memory, type=list[str]),
        )
        for one, depth in ((known[agency], depth) for agency, depth in in_order(parents, names))
    ]


@get("/api/setup/agencies")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpAgency]:
    """List the agencies as a tree is read."""
    return await database.read(agencies_of, actor=actor)


@post("/api/setup/agencies")
async def add(
    request: Request[Any, Any, Any],
    data: JSONBody[AgencyWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Add an agency."""
    return Settled(await database.write(actor, keep_agencies.add, data, once=await made_once(request)))


@patch("/api/setup/agencies/{agency:str}")
async def change(
    agency: FromPath[str],
    data: JSONBody[AgencyWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change an agency; what is left out stays."""
    return Settled(await database.write(actor, keep_agencies.change, agency, data))


HANDLERS = [listing, add, change]
