"""The own password over HTTP: its page, and the call that sets a new one."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.response import Response

from onestop.errors import NotSignedIn, PasswordWrong
from onestop.rules.access import Actor
from onestop.rules.password import LEAST, MOST, chosen_password
from onestop.store import people
from onestop.store.database import Database
from onestop.use_cases import change_password
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.security import SESSION_COOKIE
from onestop.web.sessions import HASHER, matches
from onestop.web.throttle import Throttle


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The present password and the one to be."""

    present: str
    password: str


@get("/password")
async def show(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the form for an own password."""
    if actor.kind != "officer":
        return sign_in_first(request)
    return await page(request, database, "password.html", forced=actor.change_password, least=LEAST)


@post("/api/password", status_code=200)
async def change(
    request: Request[Any, Any, Any],
    data: JSONBody[NewPassword],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    login_throttle: NamedDependency[Throttle],
) -> None:
    """Set a new password; other sessions of the officer end."""
    if actor.kind != "officer":
        raise NotSignedIn
    login_throttle.attempt(f"password {actor.id}")
    officer = await database.read(people.officer, officer_id=actor.id)
    if len(data.present) > MOST or not await asyncio.to_thread(matches, officer, data.present):
        raise PasswordWrong
    username = officer.username if officer else ""
    new = chosen_password(data.password, username=username, present=data.present)
    hashed = await asyncio.to_thread(HASHER.hash, new)
    await database.write(actor, change_password.change, hashed, request.cookies.get(SESSION_COOKIE, ""))


HANDLERS = [show, change]
