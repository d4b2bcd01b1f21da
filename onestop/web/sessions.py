"""Signing in and out over HTTP."""

import asyncio
from typing import Any

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from onestop.errors import LoginFailed, TooManyAttempts
from onestop.rules.access import CITIZEN, Actor
from onestop.store import people, places
from onestop.store.database import Database
from onestop.store.people import OfficerRow
from onestop.store.tx import Reading
from onestop.use_cases import sign_in
from onestop.web.security import SESSION_COOKIE, session_cookie
from onestop.web.shapes import CentreCard, Named
from onestop.web.throttle import Throttle

HASHER = PasswordHasher()
_NOBODY = HASHER.hash("nobody has this password")
_LONGEST_PASSWORD = 200


class Credentials(msgspec.Struct, frozen=True):
    """What an officer types."""

    username: str
    password: str


class SeatCard(msgspec.Struct, frozen=True):
    """The counter that the officer sits at."""

    id: str
    number: int
    name: str
    state: str


class OfficerCard(msgspec.Struct, frozen=True, kw_only=True):
    """The officer who is signed in."""

    id: str
    name: str
    username: str
    role: str
    rights: list[str]
    centre: CentreCard | None
    agency: Named | None
    counter: SeatCard | None
    change_password: bool = False


class SessionCard(msgspec.Struct, frozen=True):
    """Who is signed in, if anybody."""

    officer: OfficerCard | None


def card(reading: Reading, actor: Actor) -> SessionCard:
    """Show who is signed in."""
    officer = people.officer(reading, officer_id=actor.id) if actor.kind == "officer" else None
    if officer is None:
        return SessionCard(None)
    centre = places.centre(reading, officer.centre_id) if officer.centre_id else None
    counter = places.counter(reading, officer.counter_id) if officer.counter_id else None
    agency = None
    if officer.agency_id:
        found = reading.run("SELECT id, name FROM agency WHERE id = :id", id=officer.agency_id).fetchone()
        agency = Named(*found)
    return SessionCard(
        OfficerCard(
            id=officer.id,
            name=officer.name,
            username=officer.username,
            role=officer.role,
            rights=sorted(actor.rights),
            centre=CentreCard(centre.id, centre.name, centre.place, centre.phone) if centre else None,
            agency=agency,
            counter=SeatCard(counter.id, counter.number, counter.name, counter.state) if counter else None,
            change_password=actor.change_password,
        )
    )


def matches(officer: OfficerRow | None, password: str) -> bool:
    """Check a password; for nobody's name too, so that the time taken does not tell which names exist."""
    try:
        HASHER.verify(officer.password_hash if officer else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return officer is not None and officer.disabled_at is None


@get("/api/session")
async def show(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> SessionCard:
    """Tell who is signed in; sets the cookie `csrftoken`."""
    return await database.read(card, actor)


@post("/api/session")
async def begin(
    request: Request[Any, Any, Any],
    data: JSONBody[Credentials],
    database: NamedDependency[Database],
    login_throttle: NamedDependency[Throttle],
) -> Response[SessionCard]:
    """Sign in: always a new session, whatever cookie came with the request."""
    login_throttle.attempt(request.client.host if request.client else "")
    officer = await database.read(lambda reading: people.officer(reading, username=data.username.strip()))
    if officer is not None and officer.locked_until is not None:
        wait = (officer.locked_until - database.now()).total_seconds()
        if wait > 0:
            raise TooManyAttempts(wait_seconds=int(wait) + 1)
    right = len(data.password) <= _LONGEST_PASSWORD and await asyncio.to_thread(
        matches, officer, data.password
    )
    if not right or officer is None:
        await database.write(CITIZEN, sign_in.note_failure, officer.id if officer else None)
        raise LoginFailed
    actor = Actor(
        id=officer.id,
        kind="officer",
        role=officer.role,
        centre_id=officer.centre_id,
        agency_id=officer.agency_id,
        counter_id=officer.counter_id,
    )
    token = await database.write(actor, sign_in.sign_in, officer.id)
    known: Actor | None = await database.read(people.session_actor, token)
    actor = known or actor
    return Response(
        await database.read(card, actor), status_code=201, cookies=[session_cookie(database, token)]
    )


@delete("/api/session")
async def end(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[None]:
    """Sign out; the session is dead on the server, not only in the browser."""
    token = request.cookies.get(SESSION_COOKIE)
    if token and actor.kind == "officer":
        await database.write(actor, sign_in.sign_out, token)
    response: Response[None] = Response(None, status_code=204)
    response.delete_cookie(SESSION_COOKIE)
    return response


HANDLERS = [show, begin, end]
