"""Setting up counters and work profiles over HTTP."""

from typing import Any

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor
from onestop.rules.counter_plan import CounterWish, ProfileWish
from onestop.store import hall_setup
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import set_up_counters, set_up_profiles
from onestop.web.setup.own_hall import Settled, made_once, own_hall


class SetUpProfileLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a work profile, in its order."""

    line: str
    letter: str
    name: str
    share: int


class SetUpProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A work profile, and how many counters work by it."""

    id: str
    name: str
    rule: str
    lines: list[SetUpProfileLine]
    counters: list[int]


class SetUpCounter(msgspec.Struct, frozen=True, kw_only=True):
    """A counter as the office set it up, and whether it is open now."""

    id: str
    number: int
    name: str
    room: str
    state: str
    profile: str | None
    profile_name: str
    officers: list[str]


def profiles_of(reading: Reading) -> list[SetUpProfile]:
    """Read the work profiles of the actor's hall."""
    centre_id = own_hall(reading)
    served = hall_setup.profile_lines(reading, centre_id)
    known = {line.id: line for line in hall_setup.lines_of(reading, centre_id)}
    counters = hall_setup.counters_of(reading, centre_id)
    return [
        SetUpProfile(
            id=profile.id,
            name=profile.name,
            rule=profile.rule,
            lines=[
                SetUpProfileLine(
                    line=row.line_id,
                    letter=known[row.line_id].letter,
                    name=known[row.line_id].name,
                    share=row.share,
                )
                for row in served.get(profile.id, [])
            ],
            counters=[one.number for one in counters if one.profile_id == profile.id],
        )
        for profile in hall_setup.profiles_of(reading, centre_id)
    ]


def counters_of(reading: Reading) -> list[SetUpCounter]:
    """Read the counters of the actor's hall."""
    centre_id = own_hall(reading)
    names = {profile.id: profile.name for profile in hall_setup.profiles_of(reading, centre_id)}
    seated = hall_setup.seated(reading, centre_id)
    return [
        SetUpCounter(
            id=row.id,
            number=row.number,
            name=row.name,
            room=row.room,
            state=row.state,
            profile=row.profile_id,
            profile_name=names.get(row.profile_id or "", ""),
            officers=seated.get(row.id, []),
        )
        for row in hall_setup.counters_of(reading, centre_id)
    ]


@get("/api/setup/profiles")
async def list_profiles(
    actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> list[SetUpProfile]:
    """List the work profiles of the hall, by name."""
    return await database.read(profiles_of, actor=actor)


@post("/api/setup/profiles")
async def add_profile(
    request: Request[Any, Any, Any],
    data: JSONBody[ProfileWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Add a work profile."""
    return Settled(await database.write(actor, set_up_profiles.add, data, once=await made_once(request)))


@patch("/api/setup/profiles/{profile:str}")
async def change_profile(
    profile: FromPath[str],
    data: JSONBody[ProfileWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change a work profile; its counters follow with their next call."""
    return Settled(await database.write(actor, set_up_profiles.change, profile, data))


@post("/api/setup/profiles/{profile:str}/retire", status_code=200)
async def retire_profile(
    profile: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Give a work profile up."""
    return Settled(await database.write(actor, set_up_profiles.retire, profile))


@get("/api/setup/counters")
async def list_counters(
    actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> list[SetUpCounter]:
    """List the counters of the hall, by number."""
    return await database.read(counters_of, actor=actor)


@post("/api/setup/counters")
async def add_counter(
    request: Request[Any, Any, Any],
    data: JSONBody[CounterWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Add a counter."""
    return Settled(await database.write(actor, set_up_counters.add, data, once=await made_once(request)))


@patch("/api/setup/counters/{counter:str}")
async def change_counter(
    counter: FromPath[str],
    data: JSONBody[CounterWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change a counter; what is left out stays."""
    return Settled(await database.write(actor, set_up_counters.change, counter, data))


@post("/api/setup/counters/{counter:str}/retire", status_code=200)
async def retire_counter(
    counter: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Give a counter up."""
    return Settled(await database.write(actor, set_up_counters.retire, counter))


HANDLERS = [
    list_profiles,
    add_profile,
    change_profile,
    retire_profile,
    list_counters,
    add_counter,
    change_counter,
    retire_counter,
]
