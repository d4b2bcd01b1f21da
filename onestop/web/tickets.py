"""Tickets over HTTP: taking one, looking at it, moving it."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from onestop.errors import NotFound
from onestop.model.ticket import TicketState
from onestop.render.barcode import qr_svg
from onestop.rules.access import Actor, Right, require
from onestop.rules.booking_code import typed_code
from onestop.rules.workflow import ticket_moves
from onestop.steps import estimate_wait
from onestop.steps.give_number import IssuedTicket
from onestop.steps.queue_slip import QueuedSlip
from onestop.store import desk, places, tickets, visit_ledger
from onestop.store.database import Database
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading
from onestop.use_cases import book_visit, take_ticket
from onestop.web.problems import language
from onestop.web.shapes import LineName, WaitMinutes, base_url, once, shown

LINK = "ticket-link"
LongText = Annotated[str, msgspec.Meta(max_length=2000)]


class TicketRequest(msgspec.Struct, frozen=True):
    """A citizen's wish for a number.

    `dossier_code`: the receipt as scanned, to collect its result. `also`: lines of further services of the
    same visit. `identity`: the card's QR text, kept only as a keyed hash. `carried`: the link on the slip
    of an earlier day that was left unserved. `again`: an officer means a second number. `appointment`: the
    code of a booking, which is made good; its own line is the one that counts.
    """

    line: str
    priority: str | None = None
    dossier_code: str | None = None
    appointment: LongText | None = None
    also: list[str] = []
    identity: LongText | None = None
    carried: LongText | None = None
    again: bool = False


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
    print: QueuedSlip | None


class CounterName(msgspec.Struct, frozen=True):
    """A counter as tickets name it."""

    id: str
    number: int
    name: str


class VisitCard(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as officers see it: `why` it was called when it was, `stops` it goes on to."""

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
    why: str | None
    stops: list[LineName]


class PlaceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as its own citizen sees it; `day` is the one on which its number holds."""

    id: str
    label: str
    day: date
    line: LineName
    state: str
    ahead: int
    wait_minutes: WaitMinutes | None
    counter: CounterName | None


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
        why=desk.why_called(reading, ticket.id),
        stops=[
            _stop_name(reading, stop) for stop in visit_ledger.stops(reading, ticket.id) if not stop.begun
        ],
    )


def _stop_name(reading: Reading, stop: visit_ledger.Stop) -> LineName:
    line = places.line(reading, stop.line_id)
    return LineName(line.id, line.letter, line.name)


def find_visit(reading: Reading, ticket_id: str) -> VisitCard:
    """Read a visit for an officer."""
    return visit_card(reading, tickets.find(reading, ticket_id))


def find_place(reading: Reading, ticket_id: str) -> PlaceCard:
    """Read a visit for its own citizen."""
    ticket = tickets.find(reading, ticket_id)
    line = places.line(reading, ticket.waits_in_id)
    ahead = visit_ledger.ahead_of(reading, ticket)
    # Of who waits for one counter alone it is not known how many others do.
    waits = ticket.state == TicketState.WAITING and ticket.waits_for_id is None
    wait = estimate_wait.estimate(reading, line, ahead) if waits else None
    return PlaceCard(
        id=ticket.id,
        label=ticket.label,
        day=ticket.day,
        line=LineName(line.id, line.letter, line.name),
        state=ticket.state,
        ahead=ahead,
        wait_minutes=WaitMinutes.of(wait),
        counter=_counter_name(reading, ticket.counter_id),
    )


def _of_the_house(reading: Reading, ticket_id: str) -> None:
    """Let officers and devices at a visit of their own centre only; citizens have the link of the slip.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: It is another centre's.
    """
    require(reading.actor, Right.TAKE_TICKET, centre_id=tickets.find(reading, ticket_id).centre_id)


def card_of(request: Request[Any, Any, Any], database: Database, ticket: IssuedTicket) -> TicketCard:
    """Show a number just given to its citizen."""
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
        print=ticket.slip,
    )


@post("/api/tickets")
async def take(request: Request[Any, Any, Any], data: JSONBody[TicketRequest]) -> TicketCard:
    """Give the next number of a line."""
    # Straight from the state: resolving dependencies would cost a third of the whole request.
    actor: Actor = request.scope["state"]["actor"]
    database: Database = request.app.state.database
    key = await once(request, IssuedTicket, required=actor.kind != "citizen")
    if data.appointment is not None:
        code = typed_code(data.appointment)
        ticket = await database.write(actor, book_visit.check_in, code, lang=language(request), once=key)
        return card_of(request, database, ticket)
    ticket = await database.write(
        actor,
        take_ticket.take,
        data.line,
        data.priority,
        data.dossier_code,
        identity=data.identity,
        also=data.also,
        carried=ticket_behind(database, data.carried) if data.carried else None,
        again=data.again,
        lang=language(request),
        once=key,
    )
    return card_of(request, database, ticket)


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
    else:
        await database.read(_of_the_house, ticket, actor=actor)
    return await database.read(find_place, ticket)


@get("/api/tickets/{ticket:str}/qr.svg")
async def qr(
    request: Request[Any, Any, Any],
    ticket: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[bytes]:
    """Draw the QR of a ticket's link, for the screen and slip of the kiosk that gave it."""
    await database.read(_of_the_house, ticket, actor=actor)
    address = f"{base_url(request, database.settings.base_url)}/t/{link_of(database, ticket)}"
    return Response(qr_svg(address).encode(), media_type="image/svg+xml")


HANDLERS = [take, look, qr]
