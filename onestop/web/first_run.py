"""The first run of an empty installation: one plain page, for who has the code, gone once there is a centre."""

import asyncio
from functools import partial
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from litestar.response import Redirect, Response

from onestop.errors import FirstRunCodeWrong, Refusal
from onestop.render.refused import sentence
from onestop.render.wording import known, say
from onestop.rules.access import SYSTEM
from onestop.rules.catalogue_shapes import Catalogue
from onestop.rules.first_run import CENTRE_LEVELS, settled_first_run, typed_code
from onestop.rules.password import LEAST
from onestop.store import first_run, shipped_catalogue
from onestop.store.database import Database
from onestop.use_cases import begin_office, keep_catalogue
from onestop.web.page import page
from onestop.web.problems import STATUS, language
from onestop.web.sessions import HASHER
from onestop.web.throttle import Throttle

_Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
_SECRET = frozenset({"password", "again"})
_EMPTY = Catalogue(agencies=(), sectors=(), sources=(), centres=(), procedures=(), successions=())
"""Without the catalogue an office still gets its province and the national calendar: no date is promised without."""


async def _only_before(database: Database) -> None:
    """Let nobody at the page once there is a centre.

    Raises:
        NotFoundException: There is one.
    """
    if await database.read(first_run.has_begun):
        raise NotFoundException


async def _form(
    request: Request[Any, Any, Any], database: Database, typed: dict[str, str], wrong: list[Refusal]
) -> Response[Any]:
    lang = language(request)
    errors = [_told(one, lang) for one in wrong]
    status = STATUS.get(type(wrong[0]), 422) if wrong else 200
    return await page(
        request,
        database,
        "first_run.html",
        http_status=status,
        citizen=True,
        typed={name: value for name, value in typed.items() if name not in _SECRET},
        errors=errors,
        levels=CENTRE_LEVELS,
        least=LEAST,
    )


def _told(refusal: Refusal, lang: str) -> dict[str, str]:
    """Word a refusal beside its field, under the field's own label."""
    field = str(getattr(refusal, "field", "code"))
    label = f"start.first.{field}"
    words = sentence(refusal, lang)
    return {"field": field, "text": words.replace(field, say(label, lang)) if known(label, lang) else words}


@get("/first-run")
async def show(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    """Show the form, filled with what Cao Bằng's own centre is called."""
    await _only_before(database)
    return await _form(request, database, {"catalogue": "yes"}, [])


@post("/first-run", no_forgery_check=True)
async def begin(
    request: Request[Any, Any, Any],
    data: _Form,
    database: NamedDependency[Database],
    code_throttle: NamedDependency[Throttle],
) -> Response[Any]:
    """Begin the office, and lead to signing in."""
    await _only_before(database)
    try:
        code_throttle.attempt(f"first-run {request.client.host if request.client else ''}")
        code = typed_code(data.get("code", ""))
        if not await database.read(first_run.knows, code):
            raise FirstRunCodeWrong
    except Refusal as refusal:
        return await _form(request, database, data, [refusal])
    wish, wrong = settled_first_run(data)
    if wrong:
        return await _form(request, database, data, list[Refusal](wrong))
    hashed = await asyncio.to_thread(HASHER.hash, data["password"])
    hours = await asyncio.to_thread(shipped_catalogue.starting_hours)
    load = await asyncio.to_thread(_loading, data.get("catalogue") == "yes")
    await database.write(SYSTEM, begin_office.begin, code, wish, hashed, load=load, hours=hours)
    return Redirect("/login", status_code=303)


def _loading(whole: bool) -> Any:  # noqa: FBT001  what the box said
    return partial(
        keep_catalogue.load_start,
        catalogue=shipped_catalogue.starting_catalogue() if whole else _EMPTY,
        calendar=shipped_catalogue.starting_calendar(),
        hours=shipped_catalogue.starting_hours(),
    )


HANDLERS = [show, begin]
