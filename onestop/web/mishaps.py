"""Mishaps with papers and results over HTTP: written down, and how they were mended."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor, Right, require
from onestop.steps.change_state import within_reach
from onestop.store import dossiers, mishaps
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import note_mishap
from onestop.use_cases.note_mishap import NotedMishap, TypedMishap
from onestop.web.shapes import once, shown


class MishapCard(msgspec.Struct, frozen=True, kw_only=True):
    """Something lost, damaged or wrong (`what`: loss, damage, wrong), and how it was mended."""

    id: str
    what: str
    account: str
    noted_at: datetime | None
    settled_at: datetime | None
    settlement: str


class Settlement(msgspec.Struct, frozen=True):
    """How a mishap was mended."""

    settlement: str


def cards_of(reading: Reading, dossier_id: str) -> list[MishapCard]:
    """Show the mishaps of a dossier, oldest first."""
    return [
        MishapCard(
            id=row.id,
            what=row.what,
            account=row.account,
            noted_at=shown(row.noted_at),
            settled_at=shown(row.settled_at),
            settlement=row.settlement,
        )
        for row in mishaps.of_dossier(reading, dossier_id)
    ]


def _of_dossier(reading: Reading, code: str) -> list[MishapCard]:
    require(reading.actor, Right.SEE_DOSSIER)
    dossier = dossiers.by_code(reading, code)
    within_reach(reading, dossier, Right.SEE_DOSSIER)
    return cards_of(reading, dossier.id)


@post("/api/dossiers/{code:str}/mishaps")
async def note(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    data: JSONBody[TypedMishap],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> list[MishapCard]:
    """Write down that a paper or result was lost, damaged or wrong; give the dossier's mishaps."""
    key = await once(request, NotedMishap, required=False)
    await database.write(actor, note_mishap.note, code, data, once=key)
    return await database.read(_of_dossier, code, actor=actor)


@get("/api/dossiers/{code:str}/mishaps")
async def of_dossier(
    code: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> list[MishapCard]:
    """List the mishaps of a dossier."""
    return await database.read(_of_dossier, code, actor=actor)


@post("/api/mishaps/{mishap:str}/settle", status_code=204)
async def settle(
    mishap: FromPath[str],
    data: JSONBody[Settlement],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> None:
    """Write down how a mishap was mended."""
    await database.write(actor, note_mishap.settle, mishap, data.settlement)


HANDLERS = [note, of_dossier, settle]
