"""Procedures over HTTP: the search, one procedure, when it would be due, and reading an identity card."""

import json
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from onestop.clock import local
from onestop.errors import NotSignedIn
from onestop.model.procedure import Channel, Procedure
from onestop.render.reasons import allowance_text, tell_reasons
from onestop.rules.access import Actor, Right, require
from onestop.rules.allowance import Allowance
from onestop.rules.fees import Tariff, owed
from onestop.rules.identity import Identity, parse_identity
from onestop.store import procedures
from onestop.store.database import Database
from onestop.store.procedures import Found
from onestop.store.tx import Reading
from onestop.use_cases import preview_due
from onestop.use_cases.preview_due import Question
from onestop.web.problems import language
from onestop.web.shapes import Named

_LONGEST_SCAN = 4_000


class StatedTime(msgspec.Struct, frozen=True):
    """An allowance as the catalogue states it: "10", "0.25" of its unit."""

    amount: str
    unit: str


class ChannelCard(msgspec.Struct, frozen=True):
    """An open channel; None is not stated."""

    channel: str
    amount: str | None
    unit: str | None
    fee_dong: int | None


class RequirementCard(msgspec.Struct, frozen=True):
    """A paper that is asked for."""

    position: int
    name: str
    originals: int
    certified: int
    copies: int
    optional: bool
    replaced_by_database: bool


class StepCard(msgspec.Struct, frozen=True):
    """A step of the internal process."""

    position: int
    role: str
    name: str
    amount: str
    counted: bool


class ProcedureCard(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure in a list."""

    code: str
    name: str
    sector: str
    agency: Named | None
    allowance_text: str
    fee_text: str
    online_level: str


class ProcedurePage(ProcedureCard, frozen=True, kw_only=True):
    """A procedure with everything that the counter needs of it."""

    version: int
    legal_basis: str
    online_discount_percent: int
    allowance: StatedTime | None
    channels: list[ChannelCard]
    requirements: list[RequirementCard]
    steps: list[StepCard]
    from_memory: list[str]


class DueCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When something would be due, and why."""

    due_at: str
    promised_at: str
    because: list[dict[str, str]]
    calendar_version: str
    provisional: bool
    leg_due_at: list[str] | None = None


def _time_in_words(procedure: Procedure, lang: str) -> str:
    if not procedure.amount or not procedure.unit:
        return procedure.allowance_text
    return allowance_text(Allowance(procedure.amount, procedure.unit), lang)


def _card(found: Found, lang: str) -> dict[str, Any]:
    procedure, sector, agency = found
    return {
        "code": procedure.code,
        "name": procedure.name,
        "sector": sector,
        "agency": Named(agency.id, agency.name) if agency else None,
        "allowance_text": _time_in_words(procedure, lang),
        "fee_text": procedure.fee_text,
        "online_level": procedure.online_level,
    }


def _search(
    reading: Reading, words: str, *, sector: str | None, limit: int, lang: str
) -> list[ProcedureCard]:
    found = procedures.search(reading, words, reading.today, sector=sector, limit=limit)
    return [ProcedureCard(**_card(one, lang)) for one in found]


def _channels(reading: Reading, procedure: Procedure) -> list[ChannelCard]:
    """List the channels that are open, with what is owed; where none is stated, all three are."""
    tariff = Tariff(
        fee_dong=procedure.fee_dong,
        charge_dong=procedure.charge_dong,
        online_discount_percent=procedure.online_discount_percent,
    )
    rows = [row for row in procedures.channels_of(reading, procedure.id) if row.counts]
    if not rows:
        return [
            ChannelCard(channel, procedure.amount or None, procedure.unit, owed(tariff, channel).total_dong)
            for channel in Channel
        ]
    return [
        ChannelCard(
            row.channel,
            row.amount or None,
            row.unit,
            owed(tariff, row.channel).total_dong if row.fee_dong is None else row.fee_dong,
        )
        for row in rows
    ]


def _page(reading: Reading, code: str, lang: str) -> ProcedurePage:
    procedure = procedures.procedure_on(reading, code, reading.today)
    stated = StatedTime(procedure.amount, procedure.unit) if procedure.amount and procedure.unit else None
    return ProcedurePage(
        **_card(procedures.names_of(reading, procedure), lang),
        version=procedure.version,
        legal_basis=procedure.legal_basis,
        online_discount_percent=procedure.online_discount_percent,
        allowance=stated,
        channels=_channels(reading, procedure),
        requirements=[
            RequirementCard(**{name: getattr(row, name) for name in RequirementCard.__struct_fields__})
            for row in procedures.demands_of(reading, procedure.id)
        ],
        steps=[
            StepCard(row.position, row.role, row.name, row.amount, row.counted)
            for row in procedures.steps_of(reading, procedure.id)
        ],
        from_memory=json.loads(procedure.from_memory),
    )


@get("/api/procedures")
async def search(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    q: FromQuery[str] = "",
    sector: FromQuery[str | None] = None,
    limit: FromQuery[int] = 20,
) -> list[ProcedureCard]:
    """Search procedures by code or words, with or without diacritics."""
    return await database.read(_search, q, sector=sector, limit=max(1, limit), lang=language(request))


@get("/api/procedures/{code:str}")
async def show(
    request: Request[Any, Any, Any], code: FromPath[str], database: NamedDependency[Database]
) -> ProcedurePage:
    """Show a procedure in force today; a replaced code leads to its successor."""
    return await database.read(_page, code, language(request))


@post("/api/deadlines/preview", status_code=200)
async def preview(
    request: Request[Any, Any, Any],
    data: JSONBody[Question],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> DueCard:
    """Tell when something would be due, and why; nothing is written."""
    deadline = await database.read(preview_due.preview, data, actor=actor)
    return DueCard(
        due_at=local(deadline.due_at).isoformat(),
        promised_at=local(deadline.promised_at).isoformat(),
        because=tell_reasons(deadline.because, language(request)),
        calendar_version=deadline.calendar_version,
        provisional=deadline.provisional,
        leg_due_at=[local(due).isoformat() for due in deadline.leg_due_at] or None,
    )


class Scan(msgspec.Struct, frozen=True):
    """The text that a scanner read."""

    text: str


@post("/api/identity/parse", status_code=200)
async def parse(data: JSONBody[Scan], actor: NamedDependency[Actor]) -> Identity:
    """Read the fields of a căn cước QR; nothing is kept."""
    if actor.kind != "officer":
        raise NotSignedIn
    require(actor, Right.RECEIVE_DOSSIER)
    return parse_identity(data.text[:_LONGEST_SCAN])


HANDLERS = [search, show, preview, parse]
