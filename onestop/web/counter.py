"""The officer's counter over HTTP: what it shows, opening and closing it, calling the next, closing the day."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from onestop.errors import NotAllowed, NotFound
from onestop.model.counter import CounterState
from onestop.rules.access import Actor, Right, require
from onestop.steps.take_seat import MovedTicket
from onestop.store.database import Database
from onestop.use_cases import close_day, serve_line
from onestop.use_cases.close_day import ClosedDay
from onestop.web.desk_card import DeskCard, desk_card
from onestop.web.shapes import once
from onestop.web.tickets import VisitCard, find_visit


@get("/api/counters/{counter:str}")
async def show(
    counter: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> DeskCard:
    """Show a counter to its officer."""
    return await database.read(desk_card, counter, actor=actor)


@post("/api/counters/{counter:str}/call-next", status_code=200)
async def call_next(
    request: Request[Any, Any, Any],
    counter: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> VisitCard:
    """Call the next citizen; with an Idempotency-Key a lost answer does not call a second one."""
    key = await once(request, MovedTicket, required=False)
    called = await database.write(actor, serve_line.call_next, counter, once=key)
    return await database.read(find_visit, called.id, actor=actor)


_STATES = {"open": CounterState.OPEN, "break": CounterState.BREAK, "close": CounterState.CLOSED}


@post("/api/counters/{counter:str}/{act:str}", status_code=200)
async def turn(
    counter: FromPath[str],
    act: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> DeskCard:
    """Open a counter, take a break, close it, or take it over: `open`, `break`, `close`, `take-over`."""
    if act == "take-over":
        await database.write(actor, serve_line.take_over, counter)
    elif act in _STATES:
        await database.write(actor, serve_line.turn_counter, counter, _STATES[act])
    else:
        raise NotFound(kind="move", sought=act)
    return await database.read(desk_card, counter, actor=actor)


@post("/api/day/close", status_code=200)
async def close(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> ClosedDay:
    """Close the day of the officer's centre, and say who was served, did not come, or was left unserved.

    Asked again with the same Idempotency-Key it tells the same: by then nobody is left to be counted.
    """
    require(actor, Right.CLOSE_DAY)
    if actor.centre_id is None:
        raise NotAllowed(right=Right.CLOSE_DAY)
    key = await once(request, ClosedDay, required=False)
    return await database.write(actor, close_day.close, actor.centre_id, once=key)


HANDLERS = [show, call_next, turn, close]
