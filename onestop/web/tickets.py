"""Tickets over HTTP: taking one, looking at it, moving it."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from onestop.errors import Malformed, NotFound, NotSignedIn
from onestop.render.barcode import qr_svg
from onestop.rules.access import Actor
from onestop.rules.workflow import TicketMove, ticket_moves
from onestop.store import places, tickets
from onestop.store.database import Database
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading
from onestop.use_cases import attend_ticket, serve_line, take_ticket
from onestop.use_cases.take_ticket import IssuedTicket
from onestop.web.shapes import LineName, WaitMinutes, base_url, once, shown

LINK = "ticket-link"
LongText = Annotated[str, msgspec.Meta(max_length=2000)]


class TicketRequest(msgspec.Struct, frozen=True):
    """A citizen's wish for a number."""

    line: str
    priority: str | None = None
    dossier_code: str | None = None
    appointment: str | None = None


class TicketCard(msgspec.Struct, frozen=True, kw_only=True):
    """A number just given."""

    id: str
    label: str
    serial: int
    line: LineName
    ahead: int
    wait_minutes: WaitMinutes | None
    priority: str | None
    issued_at: datetime | None
    status_url: str


class CounterName(msgspec.Struct, frozen=True):
    """A counter as tickets name it."""

    id: str
    number: int
    name: str


class VisitCard(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as officers see it."""

    id: str
    label: str
    serial: int
    line: LineName
    state: str
    priority: str | None
    counter: CounterName | None
    issued_at: datetime | None
    called_at: datetime | None
    serving_since: datetime | None
    dossier_code: str | None
    moves: list[str]


class PlaceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as its own citizen sees it."""

    id: str
    label: str
    line: LineName
    state: str
    ahead: int
    wait_minutes: WaitMinutes | None
    counter: CounterName | None


class MoveRequest(msgspec.Struct, frozen=True):
    """What a move needs beside its name."""

    reason: LongText | None = None
    to_line: str | None = None
    to_counter: str | None = None


def link_of(database: Database, ticket_id: str) -> str:
    """Sign a ticket's id: ids are shown on boards' frames, so the id alone opens nothing."""
    return f"{ticket_id}.{database.seals.signature(LINK, ticket_id)}"


def ticket_behind(database: Database, link: str) -> str:
    """Read the id of a ticket from its link.

    Raises:
        NotFound: The link is not ours.
    """
    ticket_id, _, signature = link.partition(".")
    if not signature or not database.seals.signed(LINK, ticket_id, signature):
        raise NotFound(kind="ticket", sought=ticket_id[:20])
    return ticket_id


def _counter_name(reading: Reading, counter_id: str | None) -> CounterName | None:
    if counter_id is None:
        return None
    counter = places.counter(reading, counter_id)
    return CounterName(counter.id, counter.number, counter.name)


def visit_card(reading: Reading, ticket: TicketRow) -> VisitCard:
    """Show a visit to an officer."""
    line = places.line(reading, ticket.waits_in_id)
    return VisitCard(
        id=ticket.id,
        label=ticket.label,
        serial=ticket.serial,
        line=LineName(line.id, line.letter, line.name),
        state=ticket.state,
        priority=ticket.priority,
        counter=_counter_name(reading, ticket.counter_id),
        issued_at=shown(ticket.issued_at),
        called_at=shown(ticket.called_at),
        serving_since=shown(ticket.serving_at),
        dossier_code=ticket.dossier_code,
        moves=ticket_moves(ticket.state),
    )


def find_visit(reading: Reading, ticket_id: str) -> VisitCard:
    """Read a visit for an officer."""
    return visit_card(reading, tickets.find(reading, ticket_id))


def find_place(reading: Reading, ticket_id: str) -> PlaceCard:
    """Read a visit for its own citizen."""
    ticket = tickets.find(reading, ticket_id)
    line = places.line(reading, ticket.waits_in_id)
    return PlaceCard(
        id=ticket.id,
        label=ticket.label,
        line=LineName(line.id, line.letter, line.name),
        state=ticket.state,
        ahead=tickets.ahead_of(reading, ticket),
        wait_minutes=None,
        counter=_counter_name(reading, ticket.counter_id),
    )


@post("/api/tickets")
async def take(request: Request[Any, Any, Any], data: JSONBody[TicketRequest]) -> TicketCard:
    """Give the next number of a line."""
    # Straight from the state: resolving dependencies would cost a third of the whole request.
    actor: Actor = request.scope["state"]["actor"]
    database: Database = request.app.state.database
    key = await once(request, IssuedTicket, required=actor.kind != "citizen")
    ticket = await database.write(
        actor, take_ticket.take, data.line, data.priority, data.dossier_code, once=key
    )
    low, high = ticket.wait_low, ticket.wait_high
    return TicketCard(
        id=ticket.id,
        label=ticket.label,
        serial=ticket.serial,
        line=LineName(ticket.line_id, ticket.letter, ticket.line_name),
        ahead=ticket.ahead,
        wait_minutes=None if low is None or high is None else WaitMinutes(low, high),
        priority=ticket.priority,
        issued_at=shown(ticket.issued_at),
        status_url=f"{base_url(request, database.settings.base_url)}/t/{link_of(database, ticket.id)}",
    )


@get("/api/tickets/{ticket:str}")
async def look(
    ticket: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    token: FromQuery[str | None] = None,
) -> PlaceCard:
    """Show a visit to the holder of its link (`token`), or to an officer or device of the house."""
    if token is not None:
        ticket = ticket_behind(database, f"{ticket}.{token}" if "." not in token else token)
    elif actor.kind == "citizen":
        raise NotSignedIn
    return await database.read(find_place, ticket)


@get("/api/tickets/{ticket:str}/qr.svg")
async def qr(
    request: Request[Any, Any, Any],
    ticket: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[bytes]:
    """Draw the QR of a ticket's link, for the screen and slip of the kiosk that gave it."""
    if actor.kind == "citizen":
        raise NotSignedIn
    address = f"{base_url(request, database.settings.base_url)}/t/{link_of(database, ticket)}"
    return Response(qr_svg(address).encode(), media_type="image/svg+xml")


@post("/api/tickets/{ticket:str}/{move:str}", status_code=200)
async def move(
    ticket: FromPath[str],
    move: FromPath[str],
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> VisitCard:
    """Make a move of the table with a visit."""
    body = await request.body()
    wish = msgspec.json.decode(body, type=MoveRequest) if body else MoveRequest()
    match move:
        case TicketMove.CALL:
            await database.write(actor, serve_line.call, ticket)
        case TicketMove.RESUME:
            await database.write(actor, serve_line.resume, ticket)
        case TicketMove.RECALL:
            await database.write(actor, attend_ticket.recall, ticket)
        case TicketMove.SERVE:
            await database.write(actor, attend_ticket.serve, ticket)
        case TicketMove.SKIP:
            await database.write(actor, attend_ticket.skip, ticket)
        case TicketMove.HOLD:
            await database.write(actor, attend_ticket.hold, ticket, wish.reason or "")
        case TicketMove.FINISH:
            await database.write(actor, attend_ticket.finish, ticket)
        case TicketMove.MOVE:
            if wish.to_line is None:
                raise Malformed(field="to_line", reason="missing")
            await database.write(actor, attend_ticket.move, ticket, wish.to_line)
        case _:
            raise NotFound(kind="move", sought=move)
    return await database.read(find_visit, ticket)


HANDLERS = [take, look, qr, move]
