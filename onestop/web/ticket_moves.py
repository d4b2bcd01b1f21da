"""Moves of a visit over HTTP: an officer's at the counter, and the citizen's own from the slip's link."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from onestop.errors import NotFound, NotSignedIn
from onestop.rules.access import CITIZEN, Actor
from onestop.rules.workflow import TicketMove
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, keep_place, move_ticket, serve_line, undo_move
from onestop.web.tickets import PlaceCard, VisitCard, find_place, find_visit, ticket_behind

LongText = Annotated[str, msgspec.Meta(max_length=2000)]

BY_OFFICER: dict[str, Callable[..., Any]] = {
    TicketMove.CALL: serve_line.call,
    TicketMove.RESUME: serve_line.resume,
    TicketMove.RECALL: attend_ticket.recall,
    TicketMove.SERVE: attend_ticket.serve,
    TicketMove.SKIP: attend_ticket.skip,
    TicketMove.FINISH: attend_ticket.finish,
    TicketMove.RETURN: keep_place.come_back,
    TicketMove.LEAVE: move_ticket.leave,
    "undo": undo_move.undo,
}
"""Moves that need nothing but the visit; holding, moving and adding a stop need more."""
BY_CITIZEN: dict[str, Callable[..., Any]] = {
    TicketMove.RETURN: keep_place.come_back,
    TicketMove.POSTPONE: keep_place.ask_for_time,
    TicketMove.LEAVE: move_ticket.leave,
}
"""What the holder of the slip may do; a kiosk of the house may do it for one who stands before it."""


class MoveRequest(msgspec.Struct, frozen=True):
    """What a move needs beside its name."""

    reason: LongText | None = None
    to_line: str | None = None
    to_counter: str | None = None


@post("/api/tickets/{ticket:str}/{move:str}", status_code=200)
async def move(
    ticket: FromPath[str],
    move: FromPath[str],
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    token: FromQuery[str | None] = None,
) -> VisitCard | PlaceCard:
    """Make a move with a visit: an officer's, or with `token` (from the slip) the citizen's own."""
    if token is not None or actor.kind != "officer":
        return await _by_citizen(ticket, move, actor, database, token)
    body = await request.body()
    wish = msgspec.json.decode(body, type=MoveRequest) if body else MoveRequest()
    if move == TicketMove.HOLD:
        await database.write(actor, attend_ticket.hold, ticket, wish.reason or "")
    elif move == TicketMove.MOVE:
        await database.write(
            actor, move_ticket.move, ticket, to_line=wish.to_line, to_counter=wish.to_counter
        )
    elif move == "add-stop":
        await database.write(actor, move_ticket.add_stop, ticket, wish.to_line or "")
    elif move in BY_OFFICER:
        await database.write(actor, BY_OFFICER[move], ticket)
    else:
        raise NotFound(kind="move", sought=move)
    return await database.read(find_visit, ticket, actor=actor)


async def _by_citizen(
    ticket: str, move: str, actor: Actor, database: Database, token: str | None
) -> PlaceCard:
    if token is not None:
        ticket, actor = ticket_behind(database, token if "." in token else f"{ticket}.{token}"), CITIZEN
    elif actor.kind == "citizen":
        raise NotSignedIn
    if move not in BY_CITIZEN:
        raise NotFound(kind="move", sought=move)
    await database.write(actor, BY_CITIZEN[move], ticket)
    return await database.read(find_place, ticket)


@post("/t/{link:str}/{move:str}", status_code=303)
async def move_from_page(
    link: FromPath[str], move: FromPath[str], database: NamedDependency[Database]
) -> Redirect:
    """Make the citizen's own move from the page of the slip, without scripts, and show the page again."""
    await _by_citizen("", move, CITIZEN, database, link)
    return Redirect(f"/t/{link}", status_code=303)


HANDLERS = [move, move_from_page]
