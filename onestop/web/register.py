"""The register of dossiers over HTTP: as JSON, as a spreadsheet, as a book on A4; and its page."""

import asyncio
import io
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import IO, Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream

from onestop.clock import local_day
from onestop.errors import Malformed, Refusal
from onestop.render.fonts import Fonts
from onestop.render.refused import sentence
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
from onestop.web.problems import STATUS, language
from onestop.web.shapes import shown

NEWEST = 50
"""Lines on the page."""
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


_PRESS = ThreadPoolExecutor(1, thread_name_prefix="register")
"""One register is printed at a time, by a thread of its own: a year takes seconds, and others' work goes on."""
_PIECE = 1 << 16


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """Whose register it is, as papers name it."""

    superior: str
    name: str


class RegisterAnswer(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """The register as JSON; instants with the office's offset."""

    first: str
    last: str
    lines: list[RegisterLine]


def find_register(reading: Reading, asked: Days, newest: int | None = None) -> list[RegisterLine]:
    """Read the register of some days within the officer's rights.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The officer may not see the register.
    """
    require(reading.actor, Right.SEE_REGISTER)
    scope = scope_of(reading.actor)
    return list(register.lines(reading, scope, asked.since, asked.until, newest=newest))


def put_aside(reading: Reading, asked: Days, file: IO[bytes]) -> Office:
    """Copy the register of some days into a file, within the officer's rights; tell whose it is.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The officer may not see the register.
    """
    require(reading.actor, Right.SEE_REGISTER)
    register.put_aside(reading, scope_of(reading.actor), asked.since, asked.until, file)
    if reading.actor.centre_id is None:
        return Office(superior="", name=say("paper.register.all"))
    centre = places.centre(reading, reading.actor.centre_id)
    return Office(superior=centre.superior.upper(), name=f"{centre.name} {centre.place}".strip())


def _instants(line: RegisterLine) -> RegisterLine:
    names = ("received_at", "promised_at", "forwarded_at", "ready_at", "returned_at")
    return msgspec.structs.replace(line, **{name: shown(getattr(line, name)) for name in names})


def _print(found: IO[bytes], office: Office, asked: Days, kind: str, fonts: Fonts) -> IO[bytes]:
    """Print what was put aside into a file without a name, which is gone when it is closed."""
    printed = TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    lines, days = register.taken_up(found), (asked.first, asked.last)
    if kind == "xlsx":
        register_xlsx(lines, printed, office=office.name, first=days[0], last=days[1])
    else:
        form = "paper.register.form_new" if asked.last >= NEWER_FORMS_FROM else "paper.register.form_old"
        register_pdf(
            lines, printed, fonts, superior=office.superior, office=office.name, form=say(form), days=days
        )
    return printed


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece


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
    if format == "json":
        found = await database.read(find_register, asked, actor=actor)
        lines = [_instants(line) for line in found]
        told = RegisterAnswer(first=asked.first.isoformat(), last=asked.last.isoformat(), lines=lines)
        return Response(told)
    loop = asyncio.get_running_loop()
    with TemporaryFile() as aside:
        office = await database.read(put_aside, asked, aside, actor=actor)
        printed = await loop.run_in_executor(_PRESS, _print, aside, office, asked, format, fonts)
    name = f"so-theo-doi-{asked.first}-{asked.last}.{format}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(printed.seek(0, io.SEEK_END)),
        "cache-control": "no-store",
    }
    return Stream(_pieces(printed), media_type=_KINDS[format], headers=headers)


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
        lines=[_told(line) for line in found],
        newest=NEWEST,
    )


HANDLERS = [show, register_page]
