"""Kiosks and other devices over HTTP: trading a token for a cookie, and the lines with their wait."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from onestop.errors import NotFound, NotSignedIn
from onestop.rules.access import Actor
from onestop.steps import estimate_wait
from onestop.store import bookings, lines, places
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.security import bearer_of, device_cookie
from onestop.web.shapes import CentreCard, WaitMinutes, shown


class DeviceName(msgspec.Struct, frozen=True):
    """A device."""

    id: str
    kind: str
    name: str


class BoardCard(msgspec.Struct, frozen=True):
    """The board that a board device shows."""

    id: str
    name: str
    room: str


class DeviceCard(msgspec.Struct, frozen=True):
    """Who a device is, where it stands, and what time it is there."""

    device: DeviceName
    centre: CentreCard
    board: BoardCard | None
    now: datetime | None


class LineCard(msgspec.Struct, frozen=True, kw_only=True):
    """A line as anyone may see it."""

    id: str
    letter: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    for_results: bool
    waiting: int
    serving: int
    wait_minutes: WaitMinutes | None
    open: bool
    why_closed: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    round_the_clock: bool
    takes_bookings: bool


def _device_card(reading: Reading, actor: Actor) -> DeviceCard:
    row = reading.run("SELECT id, kind, name FROM device WHERE id = :id", id=actor.id).fetchone()
    if row is None or actor.centre_id is None:
        raise NotSignedIn
    centre = places.centre(reading, actor.centre_id)
    found = None
    if actor.board_id is not None:
        found = reading.run("SELECT id, name, room FROM board WHERE id = :id", id=actor.board_id).fetchone()
    return DeviceCard(
        device=DeviceName(*row),
        centre=CentreCard(centre.id, centre.name, centre.place, centre.phone),
        board=BoardCard(*found) if found else None,
        now=shown(reading.now),
    )


@post("/api/devices/session")
async def enrol_browser(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[DeviceCard]:
    """Trade a device's bearer token for an HttpOnly cookie: a browser's websocket cannot send a header."""
    token = bearer_of(request)
    if token is None or actor.kind != "device":
        raise NotSignedIn
    card = await database.read(_device_card, actor)
    return Response(card, status_code=201, cookies=[device_cookie(database, token)])


@get("/api/devices/me")
async def me(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> DeviceCard:
    """Tell a device who it is."""
    if actor.kind != "device":
        raise NotSignedIn
    return await database.read(_device_card, actor)


def _lines(reading: Reading, centre_id: str) -> list[LineCard]:
    places.centre(reading, centre_id)
    serving = lines.serving_by_line(reading, centre_id)
    planned = set(bookings.lines_planned(reading, centre_id))
    cards = []
    for line in places.lines_of(reading, centre_id):
        now = places.line_now(reading, line)
        waiting = lines.line_state(reading, line.shown, reading.today).waiting
        wait = estimate_wait.estimate(reading, line, waiting) if now.open else None
        cards.append(
            LineCard(
                id=line.id,
                letter=line.letter,
                name=line.name,
                name_en=line.name_en or line.name,
                hint=line.hint,
                hint_en=line.hint_en or line.hint,
                for_results=line.for_results,
                waiting=waiting,
                serving=serving.get(line.id, 0),
                wait_minutes=WaitMinutes.of(wait),
                open=now.open,
                why_closed=now.why_closed,
                opens_at=shown(now.opens_at),
                closes_at=shown(now.closes_at),
                round_the_clock=line.round_the_clock,
                takes_bookings=line.id in planned,
            )
        )
    return cards


@get("/api/lines")
async def show_lines(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    centre: FromQuery[str | None] = None,
) -> list[LineCard]:
    """Show the lines of a centre: who waits, who is served, open or why not."""
    chosen = centre or actor.centre_id
    if chosen is None:
        raise NotFound(kind="centre", sought="")
    return await database.read(_lines, chosen)


HANDLERS = [enrol_browser, me, show_lines]
