"""The pages of a dossier: for officers, and for citizens by code, by secret, by the receipt's square code."""

from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from onestop.errors import NotFound, Refusal
from onestop.render.refused import sentence
from onestop.rules.access import Actor
from onestop.store import dossiers
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.dossiers import InState, find_dossier, find_page
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.problems import STATUS, language
from onestop.web.receipt_key import held_dossier, key_cookie
from onestop.web.status import attempt, look_up, prove, public, whole
from onestop.web.throttle import Throttle

_Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


def _plain(card: Any) -> Any:
    """Give templates what the API gives: instants as its texts."""
    return msgspec.to_builtins(card)


@get("/dossiers")
async def listing(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    *,
    q: FromQuery[str] = "",
    in_state: InState = None,
    due: FromQuery[str] = "",
    agency: FromQuery[str] = "",
    mine: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
) -> Response[Any]:
    """List dossiers; every filter stands in the address."""
    if actor.kind != "officer":
        return sign_in_first(request)
    wanted = {"words": q, "state": in_state or None, "due": due or None, "cursor": cursor}
    wanted |= {"agency_id": agency or None, "mine": actor.id if mine else None}
    found = _plain(await database.read(find_page, actor=actor, **wanted))
    return await page(
        request,
        database,
        "dossiers.html",
        items=found["items"],
        next_cursor=found["next_cursor"],
        q=q,
        state=in_state or "",
        due=due,
        agency=agency,
        mine="1" if mine else "",
    )


@get("/dossiers/{code:str}")
async def one(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[Any]:
    """Show a dossier to an officer."""
    if actor.kind != "officer":
        return sign_in_first(request)
    dossier = await database.read(find_dossier, code, language(request), actor=actor)
    return await page(request, database, "dossier.html", dossier=_plain(dossier))


async def _form(
    request: Request[Any, Any, Any], database: Database, code: str, refusal: Refusal | None = None
) -> Template:
    error = sentence(refusal, language(request)) if refusal else None
    status = STATUS.get(type(refusal), 409) if refusal else 200
    return await page(
        request, database, "status_form.html", citizen=True, http_status=status, code=code, error=error
    )


@get("/status")
async def form(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
    code: FromQuery[str] = "",
) -> Response[Any]:
    """Show the form for a code, and lead from a code that exists to its page."""
    if not code.strip():
        return await _form(request, database, "")
    try:
        attempt(request, lookup_throttle)
        dossier = await database.read(look_up, code)
    except Refusal as refusal:
        return await _form(request, database, code[:60], refusal)
    return Redirect(f"/status/{quote(dossier.code)}", status_code=303)


@get("/status/{code:str}")
async def status(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Template:
    """Show a dossier: whole to the browser that holds its receipt, else the step and the dates."""
    attempt(request, lookup_throttle)
    lang, holds = language(request), held_dossier(request, database)

    def answer(reading: Reading) -> tuple[bool, Any, str]:
        dossier = dossiers.by_code(reading, code)
        held = holds == dossier.id
        shown = whole(reading, dossier, lang) if held else public(dossier)
        return held, _plain(shown), dossier.centre_id

    try:
        held, shown, centre_id = await database.read(answer)
    except NotFound as refusal:
        return await _form(request, database, code[:60], refusal)
    name = "status.html" if held else "status_public.html"
    return await page(request, database, name, citizen=True, centre_id=centre_id, status=shown)


@post("/status/{code:str}", no_forgery_check=True, status_code=200)
async def open_with_secret(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    data: _Form,
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Response[Any]:
    """Open the whole page with the secret typed from the receipt; works without JavaScript."""
    try:
        attempt(request, lookup_throttle, code)
        dossier = await database.read(prove, code, data.get("secret", ""))
    except Refusal as refusal:
        return await _public_again(request, database, code, refusal)
    return Redirect(
        f"/status/{quote(dossier.code)}", status_code=303, cookies=[key_cookie(database, dossier.id)]
    )


async def _public_again(
    request: Request[Any, Any, Any], database: Database, code: str, refusal: Refusal
) -> Template:
    try:
        dossier = await database.read(look_up, code)
    except Refusal:
        return await _form(request, database, code[:60], refusal)
    return await page(
        request,
        database,
        "status_public.html",
        citizen=True,
        centre_id=dossier.centre_id,
        http_status=STATUS.get(type(refusal), 409),
        status=_plain(public(dossier)),
        error=sentence(refusal, language(request)),
    )


@get("/s/{token:str}")
async def scanned(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Redirect:
    """Open a dossier from the square code of its receipt: the link becomes a cookie and is not shown again."""
    attempt(request, lookup_throttle)
    dossier = await database.read(dossiers.by_link, token)
    return Redirect(
        f"/status/{quote(dossier.code)}", status_code=303, cookies=[key_cookie(database, dossier.id)]
    )


HANDLERS = [listing, one, form, status, open_with_secret, scanned]
