"""The register of dossiers over HTTP: as JSON, as a spreadsheet, as a book on A4; and its page."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from onestop.clock import local_day
from onestop.errors import Malformed, Refusal
from onestop.render.fonts import Fonts
from onestop.render.register_pdf import register_pdf
from onestop.render.register_sheet import register_xlsx
from onestop.render.wording import say
from onestop.rules.access import Actor, Right, require
from onestop.rules.register import RegisterLine
from onestop.rules.scope import scope_of
from onestop.steps.issue_paper import NEWER_FORMS_FROM
from onestop.store import places, register
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.period import Days, From, To, days_asked, year_so_far
from onestop.web.problems import STATUS, language, sentence
from onestop.web.shapes import shown

NEWEST = 50
"""Lines on the page."""
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of some days, and whose register it is."""

    superior: str
    office: str
    lines: list[RegisterLine]


class RegisterAnswer(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """The register as JSON; instants with the office's offset."""

    first: str
    last: str
    lines: list[RegisterLine]


def find_register(reading: Reading, asked: Days, newest: int | None = None) -> Register:
    """Read the register of some days within the officer's rights.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The officer may not see the register.
    """
    require(reading.actor, Right.SEE_REGISTER)
    scope = scope_of(reading.actor)
    found = register.lines(reading, scope, asked.since, asked.until, newest=newest)
    if reading.actor.centre_id is None:
        return Register(superior="", office=say("paper.register.all"), lines=found)
    centre = places.centre(reading, reading.actor.centre_id)
    office = f"{centre.name} {centre.place}".strip()
    return Register(superior=centre.superior.upper(), office=office, lines=found)


def _instants(line: RegisterLine) -> RegisterLine:
    names = ("received_at", "promised_at", "forwarded_at", "ready_at", "returned_at")
    return msgspec.structs.replace(line, **{name: shown(getattr(line, name)) for name in names})


def _printed(found: Register, asked: Days, kind: str, fonts: Fonts) -> bytes:
    days = (asked.first, asked.last)
    if kind == "xlsx":
        return register_xlsx(found.lines, office=found.office, first=days[0], last=days[1])
    form = say("paper.register.form_new" if asked.last >= NEWER_FORMS_FROM else "paper.register.form_old")
    return register_pdf(
        found.lines, fonts, superior=found.superior, office=found.office, form=form, days=days
    )


@get("/api/register")
async def show(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    fonts: NamedDependency[Fonts],
    first: From = "",
    last: To = "",
    format: FromQuery[str] = "json",  # noqa: A002  the name that callers write
) -> Response[Any]:
    """Give the register of what was received in some days, this year without any: `json`, `xlsx` or `pdf`."""
    if format not in {"json", *_KINDS}:
        raise Malformed(field="format", reason="unknown")
    asked = days_asked(first, last, year_so_far(local_day(database.now())))
    found = await database.read(find_register, asked, actor=actor)
    if format == "json":
        lines = [_instants(line) for line in found.lines]
        told = RegisterAnswer(first=asked.first.isoformat(), last=asked.last.isoformat(), lines=lines)
        return Response(told)
    printed = await asyncio.to_thread(_printed, found, asked, format, fonts)
    name = f"so-theo-doi-{asked.first}-{asked.last}.{format}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(printed, media_type=_KINDS[format], headers=headers)


def _told(line: RegisterLine) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(_instants(line))
    return told


@get("/register")
async def register_page(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    first: From = "",
    last: To = "",
) -> Response[Any]:
    """Show the newest lines of the register, and where to fetch it whole."""
    if actor.kind != "officer":
        return sign_in_first(request)
    today, error = local_day(database.now()), None
    try:
        asked = days_asked(first, last, year_so_far(today))
    except Refusal as refusal:
        asked, error = year_so_far(today), refusal
    found = await database.read(find_register, asked, NEWEST, actor=actor)
    return await page(
        request,
        database,
        "register.html",
        http_status=STATUS[type(error)] if error else 200,
        error=sentence(error, language(request)) if error else None,
        first=asked.first.isoformat(),
        last=asked.last.isoformat(),
        lines=[_told(line) for line in found.lines],
        newest=NEWEST,
    )


HANDLERS = [show, register_page]
