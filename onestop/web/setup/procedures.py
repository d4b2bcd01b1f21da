"""Keeping the catalogue of procedures over HTTP."""

from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET

from onestop.rules.access import Actor, Right, require
from onestop.rules.procedure_draft import DraftWish
from onestop.store import procedure_list
from onestop.store.database import Database
from onestop.store.procedure_list import Kept
from onestop.store.tx import Reading
from onestop.use_cases import keep_procedures, keep_successions
from onestop.use_cases.keep_procedures import CheckedWish, PublishWish, TogetherWish, WithdrawWish
from onestop.use_cases.keep_successions import SuccessionWish
from onestop.web.dossiers import InState
from onestop.web.problems import language
from onestop.web.setup.own_hall import Settled, made_once
from onestop.web.setup.procedure_shapes import ProcedureHistory, history_of


class KeptCodes(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the catalogue, and how many codes fit in all."""

    procedures: list[Kept]
    count: int
    page: int


class NewProcedure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft of a code; of one that no version has, its name and its sector (an id) are needed."""

    code: str
    name: str | None = None
    sector: str | None = None


class Together(msgspec.Struct, frozen=True):
    """How many drafts were published."""

    published: int


def kept_of(reading: Reading, words: str, *, sector: str, agency: str, state: str, page: int) -> KeptCodes:
    """Read a page of the catalogue.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no catalogue.
    """
    require(reading.actor, Right.KEEP_CATALOGUE)
    page = min(max(1, page), 10_000)
    rows, count = procedure_list.kept_codes(
        reading, words, sector=sector, agency=agency, state=state, page=page
    )
    return KeptCodes(procedures=rows, count=count, page=page)


@get("/api/setup/procedures")
async def listing(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    q: FromQuery[str] = "",
    sector: FromQuery[str] = "",
    agency: FromQuery[str] = "",
    in_state: InState = None,
    page: FromQuery[int] = 1,
) -> KeptCodes:
    """List the catalogue, fifty codes a page, with drafts and what has ended."""
    return await database.read(
        kept_of, q, sector=sector, agency=agency, state=in_state or "", page=page, actor=actor
    )


@get("/api/setup/procedures/{code:str}")
async def show(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> ProcedureHistory:
    """Show the versions of a code and its draft: what it lacks, what it changes, what it would promise."""
    return await database.read(history_of, code, language(request), actor=actor)


@post("/api/setup/procedures")
async def begin(
    request: Request[Any, Any, Any],
    data: JSONBody[NewProcedure],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Begin a draft."""
    wish = DraftWish(
        name=data.name if data.name is not None else UNSET,
        sector=data.sector if data.sector is not None else UNSET,
    )
    return Settled(
        await database.write(actor, keep_procedures.begin, data.code, wish, once=await made_once(request))
    )


@post("/api/setup/procedures/{code:str}/draft")
async def begin_from_present(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    data: JSONBody[DraftWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Begin a draft from the version in force, with what is sent of it changed at once."""
    return Settled(
        await database.write(actor, keep_procedures.begin, code, data, once=await made_once(request))
    )


@patch("/api/setup/procedures/{code:str}/draft")
async def change(
    code: FromPath[str],
    data: JSONBody[DraftWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change a draft; what is left out stays."""
    return Settled(await database.write(actor, keep_procedures.change, code, data))


@delete("/api/setup/procedures/{code:str}/draft", status_code=200)
async def discard(
    code: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Give a draft up."""
    return Settled(await database.write(actor, keep_procedures.discard, code))


@post("/api/setup/procedures/{code:str}/publish", status_code=200)
async def publish(
    code: FromPath[str],
    data: JSONBody[PublishWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Publish a draft from a day on; the second of two who publish it is told that it is gone."""
    return Settled(await database.write(actor, keep_procedures.publish, code, data))


@post("/api/setup/procedures/publish", status_code=200)
async def publish_together(
    data: JSONBody[TogetherWish], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Together:
    """Publish several drafts from one day on, all of them or none."""
    return Together(await database.write(actor, keep_procedures.publish_together, data))


@post("/api/setup/procedures/{code:str}/withdraw", status_code=200)
async def withdraw(
    code: FromPath[str],
    data: JSONBody[WithdrawWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Receive nothing under a code from a day on."""
    return Settled(await database.write(actor, keep_procedures.withdraw, code, data))


@post("/api/setup/procedures/{code:str}/checked", status_code=200)
async def confirm(
    code: FromPath[str],
    data: JSONBody[CheckedWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Note that fields were held against their instrument."""
    return Settled(await database.write(actor, keep_procedures.confirm, code, data))


@post("/api/setup/successions", status_code=200)
async def settle_succession(
    data: JSONBody[SuccessionWish], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Settle which codes took the place of an old one; none ends it."""
    return Settled(await database.write(actor, keep_successions.settle, data))


HANDLERS = [
    listing,
    show,
    begin,
    begin_from_present,
    change,
    discard,
    publish,
    publish_together,
    withdraw,
    confirm,
    settle_succession,
]
