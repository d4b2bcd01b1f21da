"""The pages of the hall: start, signing in, the officer's counter, a citizen's place in the line."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from onestop.model.ticket import TicketState
from onestop.rules.access import Actor
from onestop.store import hall, places, tickets, visit_ledger
from onestop.store.database import Database
from onestop.store.tickets import TicketRow
from onestop.store.tx import Reading
from onestop.use_cases.keep_place import MOST_POSTPONEMENTS, MOST_RETURNS
from onestop.web.page import page
from onestop.web.shapes import shown
from onestop.web.tickets import CounterName, find_place, ticket_behind


@get("/")
async def start(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Template:
    """Show where each of the office's screens is."""
    return await page(request, database, "start.html")


def safe_next(address: str | None) -> str | None:
    """Let a page lead on only within itself: a path of our own, never another site's."""
    ours = address is not None and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours else None


@get("/login")
async def login(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    to: FromQuery[str | None] = None,
) -> Template:
    """Show the form for signing in."""
    return await page(request, database, "login.html", next=safe_next(to or request.query_params.get("next")))


def _elsewhere(reading: Reading, actor: Actor) -> dict[str, Any]:
    """List where a visit may be moved from the officer's counter."""
    if actor.centre_id is None:
        return {"lines": [], "counters": [], "agencies": []}
    return {
        "agencies": places.communes(reading),
        "lines": places.lines_of(reading, actor.centre_id),
        "counters": [
            counter
            for counter in places.counters_of(reading, actor.centre_id)
            if counter.id != actor.counter_id
        ],
    }


def sign_in_first(request: Request[Any, Any, Any]) -> Redirect:
    """Send somebody who is not signed in to the form, and from there back."""
    return Redirect(f"/login?next={request.scope['path']}", status_code=303)


@get("/counter")
async def counter(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the officer's counter."""
    if actor.kind != "officer":
        return sign_in_first(request)
    return await page(request, database, "counter.html", **await database.read(_elsewhere, actor))


def _my_place(reading: Reading, ticket_id: str) -> dict[str, Any]:
    ticket = tickets.find(reading, ticket_id)
    if ticket.day != reading.today:
        # The link dies with its day: yesterday's slip tells nothing any more but what it is still worth.
        worth = ticket.state == TicketState.UNSERVED and not tickets.is_carried(reading, ticket.id)
        return {"over": True, "unserved": worth, "centre_id": ticket.centre_id}
    serving = [
        {"label": other.label, "counter": _name(reading, other.counter_id)}
        for other in tickets.at_counters(reading, ticket.waits_in_id)
    ]
    place = find_place(reading, ticket_id)
    mine = {
        "label": ticket.label,
        "line": place.line,
        "state": ticket.state,
        "ahead": place.ahead,
        "wait_minutes": place.wait_minutes,
        "counter": place.counter,
        "called_at": _text(ticket.called_at),
        "issued_at": _text(ticket.issued_at),
        "priority": ticket.priority,
        "dossier_code": ticket.dossier_code,
    }
    stops = [
        places.line(reading, stop.line_id)
        for stop in visit_ledger.stops(reading, ticket.id)
        if not stop.begun
    ]
    rules = _own_rules(reading, ticket)
    return {"ticket": mine, "serving": serving, "stops": stops, "rules": rules, "centre_id": ticket.centre_id}


def _own_rules(reading: Reading, ticket: TicketRow) -> dict[str, int]:
    """Tell what the holder of the slip may still ask for, by the rules of the hall."""
    rules = hall.rules_of(reading, ticket.centre_id)
    return {
        "more_time_numbers": rules.more_time_numbers,
        "more_time_left": MOST_POSTPONEMENTS - ticket.postponements,
        "late_numbers": rules.late_numbers,
        "late_minutes": rules.late_minutes,
        "returns_left": MOST_RETURNS - ticket.returns,
    }


def _text(instant: Any) -> str | None:
    at = shown(instant)
    return at.isoformat() if at else None


def _name(reading: Reading, counter_id: str | None) -> CounterName | None:
    if counter_id is None:
        return None
    found = places.counter(reading, counter_id)
    return CounterName(found.id, found.number, found.name)


@get("/t/{link:str}")
async def my_place(
    request: Request[Any, Any, Any], link: FromPath[str], database: NamedDependency[Database]
) -> Template:
    """Show a citizen the own place in the line; the link from the slip is all that is needed, today."""
    context = await database.read(_my_place, ticket_behind(database, link))
    if context.pop("over", None):
        return await page(request, database, "myplace_over.html", http_status=410, citizen=True, **context)
    asking = request.query_params.get("ask") == "leave"
    return await page(request, database, "myplace.html", citizen=True, link=link, asking=asking, **context)


HANDLERS = [start, login, counter, my_place]
