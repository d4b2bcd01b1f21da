"""The officer's counter over HTTP: what it shows, opening and closing it, calling the next."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from onestop.errors import NotFound
from onestop.model.counter import CounterState
from onestop.rules.access import Actor, Right, require
from onestop.steps.take_seat import MovedTicket
from onestop.store import desk, lines, places, tickets
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import serve_line
from onestop.web.shapes import once, shown
from onestop.web.tickets import VisitCard, find_visit, visit_card


class ServedLine(msgspec.Struct, frozen=True):
    """A line of the counter's work profile."""

    id: str
    letter: str
    name: str
    waiting: int


class CounterCard(msgspec.Struct, frozen=True):
    """A counter with the lines it serves."""

    id: str
    number: int
    name: str
    state: str
    lines: list[ServedLine]


class Letter(msgspec.Struct, frozen=True):
    """A line by its letter."""

    letter: str


class WaitingCard(msgspec.Struct, frozen=True):
    """Somebody who waits."""

    id: str
    label: str
    line: Letter
    priority: str | None
    waiting_since: datetime | None


class HeldCard(msgspec.Struct, frozen=True):
    """Somebody who was set aside."""

    id: str
    label: str
    reason: str | None
    held_since: datetime | None


class AbsentCard(msgspec.Struct, frozen=True):
    """Somebody who was called and did not come."""

    id: str
    label: str
    called_at: datetime | None


class DeskCard(msgspec.Struct, frozen=True):
    """Everything that a counter shows."""

    counter: CounterCard
    current: VisitCard | None
    waiting: list[WaitingCard]
    held: list[HeldCard]
    absent: list[AbsentCard]
    today: desk.Today


def _desk(reading: Reading, counter_id: str) -> DeskCard:
    counter = places.counter(reading, counter_id)
    require(reading.actor, Right.SERVE_LINE, centre_id=counter.centre_id)
    served = [
        ServedLine(
            line.id, line.letter, line.name, lines.line_state(reading, line.shown, reading.today).waiting
        )
        for line in places.lines_served(reading, counter_id)
    ]
    present = tickets.at_counter(reading, counter_id)
    held = desk.aside(reading, counter.centre_id, counter_id, "held")
    absent = desk.aside(reading, counter.centre_id, counter_id, "absent")
    return DeskCard(
        counter=CounterCard(counter.id, counter.number, counter.name, counter.state, served),
        current=visit_card(reading, present) if present else None,
        waiting=[
            WaitingCard(one.id, one.label, Letter(one.letter), one.priority, shown(one.queued_at))
            for one in desk.waiting(reading, counter_id)
        ],
        held=[HeldCard(one.id, one.label, one.reason, shown(one.since)) for one in held],
        absent=[AbsentCard(one.id, one.label, shown(one.called_at)) for one in absent],
        today=desk.today(reading, counter.centre_id, counter_id),
    )


@get("/api/counters/{counter:str}")
async def show(
    counter: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> DeskCard:
    """Show a counter to its officer."""
    return await database.read(_desk, counter, actor=actor)


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
    return await database.read(find_visit, called.id)


_STATES = {"open": CounterState.OPEN, "break": CounterState.BREAK, "close": CounterState.CLOSED}


@post("/api/counters/{counter:str}/{act:str}", status_code=200)
async def turn(
    counter: FromPath[str],
    act: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> DeskCard:
    """Open a counter, take a break, or close it: `open`, `break`, `close`."""
    if act not in _STATES:
        raise NotFound(kind="move", sought=act)
    await database.write(actor, serve_line.turn_counter, counter, _STATES[act])
    return await database.read(_desk, counter, actor=actor)


HANDLERS = [show, call_next, turn]
