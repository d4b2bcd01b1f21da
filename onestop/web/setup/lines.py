"""Setting up lines over HTTP."""

from typing import Any

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor
from onestop.rules.line_plan import LineWish
from onestop.store import hall_setup, lines
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import set_up_lines
from onestop.web.setup.own_hall import Settled, made_once, own_hall


class SetUpLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as the office set it up, with who waits in it now and how many counters serve it."""

    id: str
    letter: str
    band_first: int
    band_last: int | None
    name: str
    name_en: str
    hint: str
    hint_en: str
    for_results: bool
    round_the_clock: bool
    closed: bool
    sectors: list[str]
    waiting: int
    counters: int


def set_up_lines_of(reading: Reading) -> list[SetUpLine]:
    """Read the lines of the actor's hall."""
    centre_id = own_hall(reading)
    sectors = hall_setup.sectors_of(reading, centre_id)
    served = _served(reading, centre_id)
    return [
        SetUpLine(
            id=row.id,
            letter=row.letter,
            band_first=row.band_first,
            band_last=row.band_last,
            name=row.name,
            name_en=row.name_en,
            hint=row.hint,
            hint_en=row.hint_en,
            for_results=row.for_results,
            round_the_clock=row.round_the_clock,
            closed=row.closed,
            sectors=sectors.get(row.id, []),
            waiting=lines.line_state(
                reading, (row.id, row.letter, row.name, centre_id), reading.today
            ).waiting,
            counters=served.get(row.id, 0),
        )
        for row in hall_setup.lines_of(reading, centre_id)
    ]


def _served(reading: Reading, centre_id: str) -> dict[str, int]:
    profiles = hall_setup.profile_lines(reading, centre_id)
    counted: dict[str, int] = {}
    for counter in hall_setup.counters_of(reading, centre_id):
        for row in profiles.get(counter.profile_id or "", []):
            counted[row.line_id] = counted.get(row.line_id, 0) + 1
    return counted


@get("/api/setup/lines")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpLine]:
    """List the lines of the hall, by letter and band."""
    return await database.read(set_up_lines_of, actor=actor)


@post("/api/setup/lines")
async def add(
    request: Request[Any, Any, Any],
    data: JSONBody[LineWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Add a line; kiosks and boards show it at once."""
    return Settled(await database.write(actor, set_up_lines.add, data, once=await made_once(request)))


@patch("/api/setup/lines/{line:str}")
async def change(
    line: FromPath[str],
    data: JSONBody[LineWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change a line; what is left out stays."""
    return Settled(await database.write(actor, set_up_lines.change, line, data))


@post("/api/setup/lines/{line:str}/retire", status_code=200)
async def retire(
    line: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Give a line up."""
    return Settled(await database.write(actor, set_up_lines.retire, line))


HANDLERS = [listing, add, change, retire]
