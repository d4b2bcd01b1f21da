"""Keeping officers and what roles may, over HTTP."""

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from onestop.model.people import Role
from onestop.rules.access import RIGHTS_OF_ROLE, Actor, Right, require
from onestop.rules.officer_plan import OfficerWish
from onestop.rules.password import legible_password
from onestop.rules.text import fold
from onestop.steps.keep_reach import reach_of
from onestop.store import officers
from onestop.store.database import Database
from onestop.store.officers import KeptOfficer
from onestop.store.tx import Once, Reading
from onestop.use_cases import keep_people
from onestop.web.sessions import HASHER
from onestop.web.setup.own_hall import Settled, made_once
from onestop.web.shapes import shown


class SetUpOfficer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer as administrators see them; `locked_until` while too many wrong passwords came."""

    id: str
    username: str
    name: str
    role: str
    centre: str | None
    centre_name: str
    agency: str | None
    agency_name: str
    counter: str | None
    counter_number: int | None
    phone: str
    disabled_at: datetime | None
    locked_until: datetime | None
    change_password: bool
    rights: list[str]
    sectors: list[str]


class MadeOfficer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer with the first password, shown this once; it has to be changed at the first sign-in."""

    id: str
    password: str


class RoleRights(msgspec.Struct, frozen=True, kw_only=True):
    """What a role may."""

    role: str
    rights: list[str]


def officers_of(reading: Reading, words: str = "") -> list[SetUpOfficer]:
    """Read the officers within the actor's reach; each of the words is in a name, or in the place."""
    sought = fold(words[:200]).split()
    return [
        _card(one, reading.now)
        for one in officers.listed(reading, reach_of(reading).centre_id)
        if all(word in _searched(one) for word in sought)
    ]


def _searched(one: KeptOfficer) -> str:
    return fold(f"{one.name} {one.username} {one.centre} {one.agency}")


def _card(one: KeptOfficer, now: datetime) -> SetUpOfficer:
    locked = one.locked_until if one.locked_until and one.locked_until > now else None
    return SetUpOfficer(
        id=one.id,
        username=one.username,
        name=one.name,
        role=one.role,
        centre=one.centre_id,
        centre_name=one.centre,
        agency=one.agency_id,
        agency_name=one.agency,
        counter=one.counter_id,
        counter_number=one.counter,
        phone=one.phone,
        disabled_at=shown(one.disabled_at),
        locked_until=shown(locked),
        change_password=one.change_password,
        rights=one.rights,
        sectors=one.sectors,
    )


def roles_of(reading: Reading) -> list[RoleRights]:
    """Read what each role may."""
    require(reading.actor, Right.KEEP_PEOPLE)
    kept = officers.rights_of_roles(reading) or RIGHTS_OF_ROLE
    return [RoleRights(role=role, rights=sorted(map(str, kept[role]))) for role in Role]


def drawn_password(database: Database, once: Once | None, whose: str) -> str:
    """Give the first password of an account that a request makes or resets.

    It is drawn from the request's key: the same request again is answered with the same password, and
    nothing but its hash is ever stored.
    """
    seed = f"{whose}.{once.key if once else ''}"
    return legible_password(database.seals.fingerprint("first-password", seed))


async def first_password(database: Database, once: Once | None, whose: str) -> tuple[str, str]:
    """Give a first password and its hash; hashing takes its time, so it is done before the transaction."""
    password = drawn_password(database, once, whose)
    return password, await asyncio.to_thread(HASHER.hash, password)


@get("/api/setup/officers")
async def listing(
    actor: NamedDependency[Actor], database: NamedDependency[Database], q: FromQuery[str] = ""
) -> list[SetUpOfficer]:
    """List the officers of the centre, or of all centres, closed accounts last."""
    return await database.read(officers_of, q, actor=actor)


@post("/api/setup/officers")
async def add(
    request: Request[Any, Any, Any],
    data: JSONBody[OfficerWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> MadeOfficer:
    """Make an account; its first password is in the answer."""
    require(actor, Right.KEEP_PEOPLE)
    once = await made_once(request)
    password, hashed = await first_password(database, once, str(data.username))
    made = await database.write(actor, keep_people.add, data, hashed, once=once)
    return MadeOfficer(id=made, password=password)


@patch("/api/setup/officers/{officer:str}")
async def change(
    officer: FromPath[str],
    data: JSONBody[OfficerWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change an account; what is left out stays."""
    return Settled(await database.write(actor, keep_people.change, officer, data))


@post("/api/setup/officers/{officer:str}/disable", status_code=200)
async def disable(
    officer: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Close an account at once."""
    return Settled(await database.write(actor, keep_people.disable, officer))


@post("/api/setup/officers/{officer:str}/enable", status_code=200)
async def enable(
    officer: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Open an account again."""
    return Settled(await database.write(actor, keep_people.enable, officer))


@post("/api/setup/officers/{officer:str}/reset-password", status_code=200)
async def reset_password(
    request: Request[Any, Any, Any],
    officer: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> MadeOfficer:
    """Give an officer a new first password, shown once; their sessions end."""
    require(actor, Right.KEEP_PEOPLE)
    once = await made_once(request)
    password, hashed = await first_password(database, once, officer)
    return MadeOfficer(
        id=await database.write(actor, keep_people.reset_password, officer, hashed, once=once),
        password=password,
    )


@get("/api/setup/roles")
async def list_roles(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[RoleRights]:
    """List the roles with what each may."""
    return await database.read(roles_of, actor=actor)


@put("/api/setup/roles")
async def set_roles(
    data: JSONBody[dict[str, list[str]]],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Say what roles may: for each role that is named all of its rights."""
    return Settled(await database.write(actor, keep_people.set_roles, data))


HANDLERS = [listing, add, change, disable, enable, reset_password, list_roles, set_roles]
